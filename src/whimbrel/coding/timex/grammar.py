"""The frame of the time grammar: rules, what they match and what they mean.

A rule is a pattern over the classes of `lexicon/times.toml` and a function that turns the words it
found into a `Meaning`. Rules come in two layers: the first finds dates, durations and sets; the
second joins what the first found with parts of the day, clock times and "early", "the end of".
The rules themselves stand in the modules beside this one.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Literal

from whimbrel.coding.lexicon import table
from whimbrel.coding.timex.calendar import Period
from whimbrel.coding.timex.words import TimeWord
from whimbrel.records import TimeType

Tense = Literal["future", "past"]


@dataclass(frozen=True, slots=True)
class Meaning:
    """What an expression says. `period` is what later expressions are anchored to."""

    type: TimeType
    value: str | None
    first: date | None = None
    last: date | None = None
    period: Period | None = None


@dataclass(frozen=True, slots=True)
class Chunk:
    """Words that a rule of the first layer took together."""

    start: int
    end: int
    kinds: frozenset[str]
    rule: Rule
    parts: tuple[TimeWord | Chunk, ...]
    at: int  # index of its first word in the text's words

    @property
    def lower(self) -> str:
        return " ".join(part.lower for part in self.parts)


@dataclass(frozen=True, slots=True)
class Rule:
    """A pattern, the class of what it makes, and the function that says what that means."""

    pattern: str
    makes: str
    meaning: Callable[[Found, Context], Meaning | None]
    layer: int


class Found:
    """The parts that a rule matched."""

    def __init__(self, parts: Sequence[TimeWord | Chunk], at: int) -> None:
        self.parts = parts
        self.at = at

    def has(self, *kinds: str) -> bool:
        return any(part.kinds.intersection(kinds) for part in self.parts)

    def all(self, *kinds: str) -> list[TimeWord]:
        return [p for p in self.parts if isinstance(p, TimeWord) and p.kinds.intersection(kinds)]

    def word(self, *kinds: str) -> TimeWord:
        return self.all(*kinds)[0]

    def number(self, *kinds: str) -> int:
        return int(self.word(*kinds).value or 0)

    def lower(self, *kinds: str) -> str:
        return self.word(*kinds).lower

    @cached_property
    def chunk(self) -> Chunk:
        return next(part for part in self.parts if isinstance(part, Chunk))

    @property
    def unit(self) -> str:
        return str(table("times")["units"][self.lower("unit", "units")])


_SAME_SENTENCE = 12
_RECENT = 200
_REPORT = 80
"""Words through which a report stays with the quarter it named."""


@dataclass
class Context:
    """What an expression's meaning hangs on: the publication, what was named before, the tense."""

    published: date | None
    timeml: bool
    tense_at: Callable[[int, int], Tense | None]
    word_before: Callable[[int], str]
    standing: Callable[[int], bool]
    counting: Callable[[int], bool]
    counts_things: Callable[[int], bool]
    breaks: tuple[int, ...] = ()  # indexes of the words that end a paragraph
    anchor: Period | None = None
    anchor_day: date | None = None
    clock_anchor: str | None = None
    day_in_paragraph: date | None = None
    following: Chunk | None = None
    told_at: Callable[[str, int], int | None] = lambda stem, before: None
    days: list[tuple[int, date]] = field(default_factory=list)
    _paragraph: int = 0
    _quarter: Period | None = None
    _quarter_at: int = 0

    def enter(self, chunk: Chunk, following: Chunk | None) -> None:
        """Go on to the next expression; `following` is the one after it."""
        paragraph = bisect_left(self.breaks, chunk.at)
        if paragraph != self._paragraph:
            self._paragraph = paragraph
            self.day_in_paragraph = None
        self.following = following

    def remember(self, chunk: Chunk, period: Period | None) -> None:
        """Later expressions may hang on this period."""
        if period is not None:
            self.anchor = period
            if period.grain == "quarter" and not {"ago", "earlier"} & set(chunk.lower.split()):
                self._quarter, self._quarter_at = period, chunk.at
            if period.grain == "day":
                self.anchor_day = self.day_in_paragraph = period.first
                self.days.append((chunk.at, period.first))

    def tense(self, found: Found) -> Tense | None:
        return self.tense_at(found.at, found.at + width(found.parts))

    def quarter_told(self, at: int) -> Period | None:
        """The quarter that the text reports on around a word: "a year ago" compares with it."""
        return self._quarter if at - self._quarter_at <= _REPORT else None

    def day_of(self, noun: str, before: int) -> date | None:
        """The day that stood nearest to the word when the text told of it: "the vote" is on the day
        on which they "voted"."""
        at = self.told_at(noun, before)
        near = [(abs(where - at), day) for where, day in self.days[-_RECENT:] if at is not None]
        return min(near)[1] if near and min(near)[0] <= _SAME_SENTENCE else None

    @property
    def day(self) -> date | None:
        """The day that "the next day" hangs on: the one named last, else the publication's."""
        return self.anchor_day or self.published

    @property
    def scene(self) -> date | None:
        """The day of a bare hour or part of the day: the paragraph's, else the publication's."""
        return self.day_in_paragraph or self.published

    def day_ahead(self, found: Found) -> date | None:
        """The day named right after ("the third night running on Thursday")."""
        chunk = self.following
        end = found.at + width(found.parts)
        if chunk is None or chunk.at - end > 2 or chunk.kinds != frozenset({"date_day"}):
            return None
        meaning = self.meaning_of(chunk)
        return meaning.first if meaning else None

    def meaning_of(self, chunk: Chunk) -> Meaning | None:
        return chunk.rule.meaning(Found(chunk.parts, chunk.at), self)


def width(parts: Sequence[TimeWord | Chunk]) -> int:
    """How many words the parts hold."""
    return sum(width(part.parts) if isinstance(part, Chunk) else 1 for part in parts)


MeaningOf = Callable[[Found, Context], Meaning | None]


class Rules:
    """The rules of one module, in their order; of two that match the same words the first wins."""

    def __init__(self) -> None:
        self.rules: list[Rule] = []

    def __call__(
        self, makes: str, *patterns: str, layer: int = 1
    ) -> Callable[[MeaningOf], MeaningOf]:
        """Make a function the meaning of some patterns."""

        def register(meaning: MeaningOf) -> MeaningOf:
            self.rules.extend(Rule(pattern, makes, meaning, layer) for pattern in patterns)
            return meaning

        return register


def dated(period: Period) -> Meaning:
    """The meaning of a calendar period."""
    return Meaning("DATE", period.value, period.first, period.last, period)


def timed(day: Period | None, clock: str) -> Meaning:
    """The meaning of a clock time or part of the day (`T12:00`, `TNI`) on a day."""
    if day is None:
        return Meaning("TIME", clock)
    return Meaning("TIME", day.value + clock, day.first, day.first, day)


def part_of(found: Found) -> str:
    """The part of the day that is named first (`TMO`), night where none is."""
    parts = found.all("part")
    return "T" + (table("times")["parts"][parts[0].lower] if parts else "NI")
