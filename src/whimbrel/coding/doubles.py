"""Acts that are no events of their own: absorbed by a speech act, or told twice in a sentence."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from whimbrel.coding.matching import Candidate, has_needed, parties_of
from whimbrel.reading.phrases import members
from whimbrel.reading.text import Reading
from whimbrel.records import Status


def without_absorbed(reading: Reading, candidates: Sequence[Candidate]) -> list[Candidate]:
    """Drop what stands in the complement of an absorbing act, or is a word of a longer cue."""
    gone: set[int] = set()
    for candidate in candidates:
        gone.update(candidate.others)
        if candidate.cue.object:
            gone.update(_object_heads(reading, candidate))
    for candidate in candidates:
        if candidate.token.i in gone or not candidate.cue.absorbs:
            continue
        gone.update(i for i in candidate.complement if i != candidate.token.i)
    return [candidate for candidate in candidates if candidate.token.i not in gone]


def _object_heads(reading: Reading, candidate: Candidate) -> Iterator[int]:
    for head in candidate.frame.object:
        for member in members(reading, head):
            if reading.tokens[member].lemma in candidate.cue.object:
                yield member


def passed_statuses(candidates: Iterable[Candidate]) -> dict[int, tuple[Status, int]]:
    """trigger -> status that the speech act over it gives, with that speech act's token."""
    found: dict[int, tuple[Status, int]] = {}
    for candidate in candidates:
        if candidate.cue.passes is None:
            continue
        for i in candidate.complement:
            found.setdefault(i, (candidate.cue.passes, candidate.token.i))
    return found


def without_doubles(reading: Reading, candidates: list[Candidate]) -> list[Candidate]:
    """One act told by a noun and by its effect is one: "the attack killed 12", "shot dead"."""
    by_token = {candidate.token.i: candidate for candidate in candidates}
    gone: set[int] = set()
    for candidate in candidates:
        main = _act_behind(reading, candidate, by_token, gone)
        if main is not None:
            _give(reading, candidate, main)
            gone.add(candidate.token.i)
    return [candidate for candidate in candidates if candidate.token.i not in gone]


def _act_behind(
    reading: Reading,
    candidate: Candidate,
    by_token: Mapping[int, Candidate],
    gone: set[int],
) -> Candidate | None:
    """The act of the same type that the candidate tells the effect or the manner of."""
    around: list[int] = []
    if candidate.cue.pos == "verb":
        frame = candidate.frame
        around += frame.subject
        for prep in ("in", "by", "during", "with", "from"):
            around += frame.preps.get(prep, ())
    if candidate.cue.result:
        around += _linked_verbs(reading, candidate)
    if candidate.token.dep in ("advcl", "xcomp") and candidate.cue.pos == "verb":
        # "blocked the road to protest": the purpose is the act itself
        around.append(candidate.token.head)
    for i in around:
        other = by_token.get(i)
        if other is None or other is candidate or i in gone or other.cue.result:
            continue
        if other.cue.type == candidate.cue.type:
            return other
    return None


def _linked_verbs(reading: Reading, candidate: Candidate) -> list[int]:
    """Verbs and nouns above and below a result word, up to a clause with a subject of its own."""
    found: list[int] = []
    token = candidate.token
    for above in reading.ancestors(token.i):
        if token.dep == "conj" and reading.dependents(token.i, "nsubj", "nsubjpass"):
            break
        found.append(above.i)
        token = above
    below = reading.subtree(candidate.token.i)
    found += [i for i in below if reading.tokens[i].dep not in ("conj", "ccomp")]
    return found


def _give(reading: Reading, candidate: Candidate, main: Candidate) -> None:
    """Hand the parties of a double to the act it tells."""
    main.also.append(candidate.token.i)
    main.stands = main.stands or has_needed(candidate.cue, parties_of(reading, candidate))
    if not (main.frame.object or main.frame.preps.get("of") or main.frame.preps.get("on")):
        main.frame.object = [i for i in candidate.frame.object if i != main.token.i]
    if not (main.frame.subject or main.frame.poss):
        main.frame.subject = [i for i in candidate.frame.subject if i != main.token.i]
    if main.cue.pos == "noun" and candidate.cue.pos == "verb" and not main.frame.light:
        main.frame.verb = candidate.frame.verb
