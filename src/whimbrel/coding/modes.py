"""How an act was done: its mode from the cue, an act in the complement, or topic words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from whimbrel.codebooks.scheme import Codebook, EventType, Mode
from whimbrel.coding.matching import Candidate, clause, is_told
from whimbrel.reading.text import Reading


def find_mode(
    reading: Reading, codebook: Codebook, candidate: Candidate, told: Mapping[int, Candidate]
) -> None:
    """Set the candidate's mode: the cue's, that of an act told in the complement, or a topic's."""
    event_type = codebook.types[candidate.cue.type]
    ranked = list(_ranked_modes(reading, event_type, candidate, told))
    if candidate.cue.mode is not None:
        ranked.insert(0, (candidate.cue.mode, "by the cue", ()))
    elif not ranked and event_type.default_mode is not None:
        ranked.append((event_type.default_mode, "by default", ()))
    if ranked:
        candidate.mode, candidate.mode_reason, candidate.mode_tokens = ranked[0]
        candidate.modes = tuple(dict.fromkeys(mode for mode, _, _ in ranked))


def mode_told_by(event_type: EventType, told: Candidate) -> Mode | None:
    """The mode of a speech act about `told`: one that names it with its mode goes before one that
    names its type."""
    modes = [mode for mode in event_type.modes.values() if is_told(mode.embedded, told)]
    return min(modes, key=lambda mode: (not _names(mode, told), _narrowness(mode)), default=None)


def _ranked_modes(
    reading: Reading,
    event_type: EventType,
    candidate: Candidate,
    told: Mapping[int, Candidate],
) -> Iterator[tuple[str, str, tuple[int, ...]]]:
    """Modes told by an act in the complement, then those told by topics, the surest first. Which
    stands first in its file says nothing."""
    for mode, i in _told_below(event_type, candidate, told):
        yield mode.name, f"by '{reading.tokens[i].text}' in the complement", (i,)
    speech = candidate.cue.complement != "none" and candidate.complement
    scope = candidate.complement if speech else clause(reading, candidate.frame)
    by_topic = []
    for mode in event_type.modes.values():
        hits = tuple(i for i in scope if reading.tokens[i].lemma in mode.topics)
        if hits:
            doubt = _doubt(reading, hits, candidate)
            by_topic.append((doubt, _narrowness(mode), mode, hits))
    for _, _, mode, hits in sorted(by_topic, key=lambda found: found[:2]):
        yield mode.name, f"by '{reading.tokens[hits[0]].text}'", hits[:1]


def _told_below(
    event_type: EventType, candidate: Candidate, told: Mapping[int, Candidate]
) -> list[tuple[Mode, int]]:
    """Each mode with the first act in the complement that tells it, the surest mode first."""
    found: dict[str, tuple[bool, int, tuple[int, int, str]]] = {}
    for i in candidate.complement:
        below = told.get(i)
        if below is None or i == candidate.token.i:
            continue
        for mode in event_type.modes.values():
            if is_told(mode.embedded, below):
                rank = (not _names(mode, below), i, _narrowness(mode))
                found[mode.name] = min(rank, found.get(mode.name, rank))
    ordered = sorted(found, key=lambda name: found[name])
    return [(event_type.modes[name], found[name][1]) for name in ordered]


def _names(mode: Mode, told: Candidate) -> bool:
    return f"{told.cue.type}/{told.cue.mode}" in mode.embedded


def _narrowness(mode: Mode) -> tuple[int, int, str]:
    """Of modes told alike the one of fewer words is meant; the definition is the last resort."""
    return len(mode.topics), len(mode.embedded), mode.definition


def _doubt(reading: Reading, hits: tuple[int, ...], candidate: Candidate) -> tuple[int, int]:
    """Fewer topic words are more doubtful, and those deeper below the act; the act's own word says
    least of how it was done."""
    own = candidate.token.i
    depths = [sum(1 for _ in reading.ancestors(i)) for i in hits if i != own]
    return -len(hits), min(depths, default=len(reading.tokens))
