"""One act told twice is one event: which later words take up an act told before.

A headline's act is told again in the body; "the attack" takes up an attack; the same verb with the
same parties tells the same act. The most explicit telling stands for the event, the others become
its further mentions.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from whimbrel.coding.acts import Act
from whimbrel.coding.whenwhere import date_of
from whimbrel.reading.phrases import mention_at
from whimbrel.reading.text import Reading
from whimbrel.records import Span, Time

_NEAR_SENTENCES = 6
_VICTIMS_NEAR = 3
"""Sentences within which "the attack killed twelve" tells of the attack told before."""
_TRIED = 60
"""Tellings of the same type that a word may take up, counted back from it; a headline's may be
taken up from anywhere."""
_ARTICLES = ("the ", "a ", "an ", "its ", "his ", "their ")


@dataclass(slots=True)
class Telling:
    """An act with the other acts that tell the same. `main` is the most explicit one."""

    main: Act
    others: list[Act] = field(default_factory=list)

    @property
    def all(self) -> list[Act]:
        return [self.main, *self.others]


class _Parties:
    """What tells one party from another inside a document."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._keys: dict[Span, str] = {}

    def share(self, spans: Sequence[Span], before: Sequence[Span]) -> bool | None:
        """Whether two lists of parties share one; null where one of the lists is empty."""
        if not spans or not before:
            return None
        known = [self._key(span) for span in before]
        return any(_same_party(self._key(span), key) for span in spans for key in known)

    def _key(self, span: Span) -> str:
        key = self._keys.get(span)
        if key is None:
            key = self._keys[span] = party_key(self._reading, span)
        return key


class _Days:
    """The days that acts have by the words of their own clauses."""

    def __init__(self, reading: Reading, times: Sequence[Time]) -> None:
        self._reading = reading
        self._times = times

    def differ(self, one: Act, other: Act) -> bool:
        """Whether both acts are dated, and no day can be both theirs."""
        first = date_of(self._reading, one, self._times, None)
        second = date_of(self._reading, other, self._times, None)
        if first is None or second is None:
            return False
        (from_, to), (start, end) = ((date.from_, date.to) for date, _ in (first, second))
        return bool((to and start and to < start) or (end and from_ and end < from_))


def _same_party(one: str, other: str) -> bool:
    """Whether two keys are equal, or one says the other with more words ("U.S.", "U.S. forces")."""
    if one == other:
        return True
    short, long = sorted((one.split(), other.split()), key=len)
    return bool(short) and len(short) < len(long) and long[: len(short)] == short


def party_key(reading: Reading, span: Span) -> str:
    """What tells one party from another inside a document: the full mention's words, folded."""
    mention = mention_at(reading, span)
    seen: set[str] = set()
    while mention is not None and mention.head and mention.id not in seen:
        seen.add(mention.id)
        mention = reading.mention_by_id.get(mention.head)
    text = (span.text if mention is None else mention.text).casefold()
    for article in _ARTICLES:
        text = text.removeprefix(article)
    return text.removesuffix("'s").removesuffix("’s")


def tellings(
    reading: Reading, acts: Sequence[Act], headline_end: int, times: Sequence[Time] = ()
) -> list[Telling]:
    """The acts put together by what they tell, in the order of the text; `times` likewise."""
    parties, days = _Parties(reading), _Days(reading, times)
    found: list[Telling] = []
    by_type: dict[str, list[Telling]] = defaultdict(list)
    for act in acts:
        told = by_type[act.type]
        earlier = _taken_up(reading, parties, days, act, told, headline_end)
        if earlier is None:
            found.append(Telling(act))
            told.append(found[-1])
        elif _says_more(act, earlier.main, headline_end):
            earlier.others.append(earlier.main)
            earlier.main = act
        else:
            earlier.others.append(act)
    return sorted(found, key=lambda telling: telling.main.trigger.start)


def _says_more(act: Act, before: Act, headline_end: int) -> bool:
    if before.trigger.start < headline_end <= act.trigger.start:
        return True
    return before.outcome and not act.outcome


def _taken_up(
    reading: Reading,
    parties: _Parties,
    days: _Days,
    act: Act,
    told: Sequence[Telling],
    headline_end: int,
) -> Telling | None:
    for telling in _within_reach(told, headline_end):
        same = _same_act(reading, parties, act, telling.main, headline_end)
        if same and not days.differ(act, telling.main):
            return telling
    return None


def _within_reach(told: Sequence[Telling], headline_end: int) -> Iterator[Telling]:
    """The last tellings of a type, then those of the headline, the nearest first."""
    yield from reversed(told[-_TRIED:])
    early = told[: min(_TRIED, max(0, len(told) - _TRIED))]
    yield from (each for each in reversed(early) if each.main.trigger.start < headline_end)


def _same_act(
    reading: Reading, parties: _Parties, act: Act, before: Act, headline_end: int
) -> bool:
    if _is_its_outcome(reading, act, before) or _is_its_outcome(reading, before, act):
        return True
    if not _modes_agree(act, before):
        return False
    if act.trigger.overlaps(before.trigger):
        return True
    actors = parties.share(act.actors, before.actors)
    recipients = parties.share(act.recipients, before.recipients)
    shared = actors is True or recipients is True
    same_word = act.lemma == before.lemma
    if before.trigger.start < headline_end <= act.trigger.start:
        return _told_in_headline(before, act, actors, recipients)
    if _tells_victims(reading, before, act):
        return True
    if actors is False or recipients is False:
        return False
    if _sentences_between(reading, before, act) > _NEAR_SENTENCES and not act.definite:
        return False
    if act.definite:
        return shared or same_word or not (act.actors or act.recipients)
    return same_word and actors is True and recipients is not None and act.status == before.status


def _tells_victims(reading: Reading, before: Act, act: Act) -> bool:
    """Whether "the attack killed twelve" says what came of the attack before it."""
    if not (act.definite and act.also) or act.actors or act.lemma != before.lemma:
        return False
    return _sentences_between(reading, before, act) <= _VICTIMS_NEAR


def _is_its_outcome(reading: Reading, outcome: Act, act: Act) -> bool:
    """Whether "people were killed" tells what came of an act told beside it."""
    if not outcome.outcome or act.outcome or outcome.actors:
        return False
    follows = outcome.trigger.start > act.trigger.start
    if _sentences_between(reading, outcome, act) > (1 if follows else 0):
        return False
    start = min(outcome.trigger.start, act.trigger.start)
    end = max(outcome.trigger.end, act.trigger.end)
    return "\n" not in reading.text[start:end]


def _told_in_headline(before: Act, act: Act, actors: bool | None, recipients: bool | None) -> bool:
    """A headline names parties in short ("Baghdad" for its court), so one that fits is enough; of
    two that differ only the same mode or word will do."""
    if actors is True or recipients is True:
        return True
    if actors is False and recipients is False:
        return False
    return act.lemma == before.lemma or (act.mode is not None and act.mode == before.mode)


def _modes_agree(act: Act, before: Act) -> bool:
    return act.mode == before.mode or act.mode is None or before.mode is None or act.definite


def _sentences_between(reading: Reading, before: Act, act: Act) -> int:
    one, other = reading.sentence_at(before.trigger.start), reading.sentence_at(act.trigger.start)
    return abs(other.i - one.i) if one and other else 0
