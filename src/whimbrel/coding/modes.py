"""How an act was done: its mode from the cue, an act in the complement, or topic words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from whimbrel.codebooks.scheme import Codebook, EventType
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


def _ranked_modes(
    reading: Reading,
    event_type: EventType,
    candidate: Candidate,
    told: Mapping[int, Candidate],
) -> Iterator[tuple[str, str, tuple[int, ...]]]:
    speech = candidate.cue.complement != "none" and candidate.complement
    for mode in event_type.modes.values():
        for i in candidate.complement if mode.embedded else ():
            if i in told and i != candidate.token.i and is_told(mode.embedded, told[i]):
                yield mode.name, f"by '{reading.tokens[i].text}' in the complement", (i,)
                break
    scope = candidate.complement if speech else clause(reading, candidate.frame)
    for mode in event_type.modes.values():
        hits = tuple(i for i in scope if reading.tokens[i].lemma in mode.topics)
        if hits:
            yield mode.name, f"by '{reading.tokens[hits[0]].text}'", hits[:1]
