"""Who goes to whose country or meets whom, and so is likely of another country than the host."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from whimbrel.coding.frames import Frame, noun_frame, verb_frame
from whimbrel.reading.text import Reading, Token

_GOING = frozenset("visit travel go fly arrive head come tour land journey jet".split())
_MEETING = frozenset("meet receive host welcome greet invite confer talk speak consult".split())
_VISITS = frozenset("visit trip tour journey stopover arrival".split())
_TALKS = frozenset("talk meeting summit negotiation conversation audience".split())
_GOING_HOME = frozenset({"back", "home"})
_LEAVING = frozenset({"leave", "depart"})
_TO = ("to", "in", "into", "at")
_WITH = ("with", "by")


@dataclass(frozen=True, slots=True)
class Encounter:
    """`guests` are the head words of those who come, `hosts` all words for those and that to which
    they come; `away` where they go to a place, which nobody does to where he is at home."""

    guests: frozenset[int]
    hosts: frozenset[int]
    away: bool


def encounters(reading: Reading) -> tuple[Encounter, ...]:
    """The visits and meetings that a text tells of, in the order of its words."""
    found = (each for token in reading.tokens for each in _told_by(reading, token))
    return tuple(each for each in found if each.guests and each.hosts)


def _told_by(reading: Reading, token: Token) -> Iterator[Encounter]:
    if token.pos == "VERB":
        yield from _told_by_verb(reading, token)
    elif token.pos == "NOUN" and token.lemma in _VISITS | _TALKS:
        yield _told_by_noun(reading, token)


def _told_by_verb(reading: Reading, token: Token) -> Iterator[Encounter]:
    if token.lemma not in _GOING | _MEETING | _LEAVING or _goes_home(reading, token):
        return
    frame = verb_frame(reading, token.i)
    if token.lemma in _GOING:
        yield _encounter(reading, frame.subject, [*frame.object, *_under(frame, _TO)], away=True)
    elif token.lemma in _LEAVING:
        yield _encounter(reading, frame.subject, _under(frame, ("for",)), away=True)
    else:
        others = [*frame.object, *frame.iobj, *_under(frame, _WITH)]
        yield _encounter(reading, frame.subject, others, away=False)
        yield _encounter(reading, others, frame.subject, away=False)


def _goes_home(reading: Reading, token: Token) -> bool:
    return any(each.lower in _GOING_HOME for each in reading.dependents(token.i, "advmod", "prt"))


def _told_by_noun(reading: Reading, token: Token) -> Encounter:
    frame = noun_frame(reading, token.i)
    away = token.lemma in _VISITS
    hosts = _under(frame, _TO if away else _WITH)
    guests = frame.subject or frame.poss or _subject_above(reading, token)
    return _encounter(reading, guests, hosts, away=away)


def _subject_above(reading: Reading, token: Token) -> list[int]:
    """The subject of the next verb over a noun: "arrived for talks with", "cancelled a visit"."""
    for above in reading.ancestors(token.i):
        if above.pos == "VERB":
            return verb_frame(reading, above.i).subject
    return []


def _under(frame: Frame, prepositions: Iterable[str]) -> list[int]:
    return [i for prep in prepositions for i in frame.preps.get(prep, ())]


def _encounter(
    reading: Reading, guests: Iterable[int], hosts: Iterable[int], *, away: bool
) -> Encounter:
    here = frozenset(guests)
    there = (i for head in hosts if head not in here for i in reading.subtree(head))
    return Encounter(here, frozenset(there), away)
