"""The grammar of time expressions: rules over word classes, and what each rule means.

A rule is a pattern over the classes of `lexicon/times.toml` and a function that turns the words it
found into a `Meaning`. Rules come in two layers: the first finds dates, durations and sets; the
second joins what the first found with parts of the day, clock times and "early", "the end of".
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Literal

from whimbrel.coding.numbers import lexicon
from whimbrel.coding.time_words import TimeWord
from whimbrel.coding.timex import (
    CLOCK_UNITS,
    SEASONS,
    Grain,
    Period,
    duration_value,
    period_at,
    shift_by,
    valid_day,
)
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
        return str(lexicon("times")["units"][self.lower("unit", "units")])


@dataclass
class Context:
    """What an expression's meaning hangs on: the publication, what was named before, the tense."""

    published: date | None
    timeml: bool
    tense_at: Callable[[int, int], Tense | None]
    word_before: Callable[[int], str]
    standing: Callable[[int], bool]
    anchor: Period | None = None
    clock_anchor: str | None = None

    def tense(self, found: Found) -> Tense | None:
        return self.tense_at(found.at, found.at + width(found.parts))

    @property
    def day(self) -> date | None:
        """The day that anchored expressions hang on: the one named last, else the publication's."""
        if self.anchor and self.anchor.grain == "day":
            return self.anchor.first
        return self.published

    def meaning_of(self, chunk: Chunk) -> Meaning | None:
        return chunk.rule.meaning(Found(chunk.parts, chunk.at), self)


def width(parts: Sequence[TimeWord | Chunk]) -> int:
    """How many words the parts hold."""
    return sum(width(part.parts) if isinstance(part, Chunk) else 1 for part in parts)


RULES: list[Rule] = []


def rule(
    makes: str, *patterns: str, layer: int = 1
) -> Callable[[Callable[[Found, Context], Meaning | None]], Callable[[Found, Context], Meaning | None]]:
    """Register a function as the meaning of some patterns."""

    def register(
        meaning: Callable[[Found, Context], Meaning | None],
    ) -> Callable[[Found, Context], Meaning | None]:
        RULES.extend(Rule(pattern, makes, meaning, layer) for pattern in patterns)
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


# ------------------------------------------------------------------- calendar dates


@rule("date_day", "iso")
def iso_date(found: Found, context: Context) -> Meaning:
    value = found.lower("iso").upper()
    day = valid_day(int(value[:4]), int(value[5:7]), int(value[8:10]))
    if "T" in value:
        kind: TimeType = "TIME"
    else:
        kind = "DATE"
    period = Period("day", day) if day else None
    return Meaning(kind, value, day, day, period)


@rule("date_day", "slash")
def slash_date(found: Found, context: Context) -> Meaning:
    one, two, year = (int(part) for part in found.lower("slash").split("/"))
    if year < 100:
        year += 1900 if year > 50 else 2000
    # American order unless it cannot be.
    month, day = (two, one) if one > 12 else (one, two)
    return _day_of(year, month, day)


def _day_of(year: int, month: int, day: int) -> Meaning:
    found = valid_day(year, month, day)
    if found:
        return dated(Period("day", found))
    return Meaning("DATE", f"{year:04}-{month:02}-{day:02}")


_WEEKDAY = "((weekday|weekday_weak) comma? the?)?"
_MONTH = "(month|month_weak)"


@rule(
    "date_day",
    f"{_WEEKDAY} dom of? {_MONTH} (comma? year)?",
    f"{_WEEKDAY} {_MONTH} the? (dom|ordinal) (comma? year)?",
    f"{_WEEKDAY} the? ordinal of {_MONTH} (comma? year)?",
    f"dom {_MONTH} comma (weekday|weekday_weak)",
)
def day_month(found: Found, context: Context) -> Meaning:
    month = found.number("month", "month_weak")
    day = found.number("dom", "ordinal")
    if found.has("year"):
        return _day_of(found.number("year"), month, day)
    if context.published is None:
        return Meaning("DATE", f"XXXX-{month:02}-{day:02}")
    years = range(context.published.year - 1, context.published.year + 2)
    days = [each for year in years if (each := valid_day(year, month, day))]
    if found.has("weekday", "weekday_weak"):
        weekday = found.number("weekday", "weekday_weak")
        days = [each for each in days if each.weekday() == weekday] or days
    if not days:
        return Meaning("DATE", f"XXXX-{month:02}-{day:02}")
    return dated(Period("day", _on_side(days, context.published, context.tense(found))))


def _on_side(days: list[date], published: date, tense: Tense | None) -> date:
    # A bare day and month is mostly near; the tense decides where both sides are far.
    nearest = min(days, key=lambda day: (abs((day - published).days), day > published))
    if tense is None or abs((nearest - published).days) <= 31:
        return nearest
    if tense == "future":
        return min((day for day in days if day >= published), default=nearest)
    return max((day for day in days if day <= published), default=nearest)


@rule("date_day", f"(?<=between|from) dom (?=(and|to|hyphen) dom of? {_MONTH})")
def bare_day(found: Found, context: Context) -> Meaning | None:
    # "between 3 and 5 March": the month stands after the second day; `times` fills it in.
    return Meaning("DATE", None)


@rule("date_month", f"(the month of)? {_MONTH} (comma? of? year)", "month_weak comma year")
def month_year(found: Found, context: Context) -> Meaning:
    return dated(
        Period("month", date(found.number("year"), found.number("month", "month_weak"), 1))
    )


@rule(
    "date_month",
    "month",
    "(?<=date_prep) month_weak",
    "(this|last|next|past|coming|previous|following) (month|month_weak)",
    "(the month of) (month|month_weak)",
)
def bare_month(found: Found, context: Context) -> Meaning:
    month = found.number("month", "month_weak")
    if context.published is None:
        return Meaning("DATE", f"XXXX-{month:02}")
    here = context.published.replace(day=1)
    tense = context.tense(found)
    year = here.year
    if found.has("last", "past"):
        year -= month >= here.month
    elif found.has("next", "coming"):
        year += month <= here.month
    elif found.has("this"):
        pass
    elif tense == "future":
        year += month < here.month
    else:
        year -= month > here.month
    return dated(Period("month", date(year, month, 1)))


@rule(
    "date_year",
    "(?<=year_prep) year (?!units|hyphen number)",
    "the? year_word year",
    "year (?=stop|comma|possessive|hyphen|break)",
    "the? fiscal year_word? year",
)
def bare_year(found: Found, context: Context) -> Meaning | None:
    year = found.number("year")
    if year < 1500:
        return None
    return dated(Period("year", date(year, 1, 1)))


@rule("date_other", "the? decade")
def decade(found: Found, context: Context) -> Meaning:
    digits = "".join(c for c in found.lower("decade") if c.isdigit())
    year = int(digits) if len(digits) == 4 else 1900 + int(digits)
    return dated(Period("decade" if year % 100 or len(digits) == 2 else "century", date(year, 1, 1))
                 if len(digits) == 2 or year % 100 else Period("decade", date(year, 1, 1)))


# ------------------------------------------------------------------- weekdays and deictics


@rule(
    "date_day",
    "weekday",
    "(this|last|next|past) (coming|past)? (weekday|weekday_weak)",
    "the (previous|following|next|coming|same) weekday",
    "(?<=on|by|until_prep|since_prep|last|next) weekday_weak (?=stop|comma|break)",
    "weekday (last|next) (?=stop|comma|break)",
    "weekday last (week_word)",
    "weekday this week_word",
)
def weekday(found: Found, context: Context) -> Meaning:
    number = found.number("weekday", "weekday_weak")
    if context.published is None:
        return Meaning("DATE", f"XXXX-WXX-{number + 1}")
    if found.has("the") and context.day:
        base, steps = context.day, {True: 1, False: -1}
        forward = not found.has("previous")
        gap = (number - base.weekday()) % 7 if forward else (base.weekday() - number) % 7
        return dated(Period("day", base).shift(steps[forward] * (gap or 7)))
    base = context.published
    back = (base.weekday() - number) % 7
    if found.has("week_word"):
        monday = period_at("week", base).first
        return dated(Period("day", monday).shift(number - (7 if found.has("last") else 0)))
    if found.has("last") or (found.has("past") and found.has("this")):
        return dated(Period("day", base).shift(-(back or 7)))
    if found.has("next"):
        return dated(Period("day", base).shift(-back + 7))
    future = context.tense(found) == "future" or found.has("coming")
    if found.has("this") and context.tense(found) != "past":
        future = True
    return dated(Period("day", base).shift((-back) % 7 if future else -back))


@rule("date_day", "deictic", "the day_word (before|after) deictic")
def deictic_day(found: Found, context: Context) -> Meaning:
    count = int(lexicon("times")["deictic_days"][found.lower("deictic")])
    if found.has("before"):
        count -= 1
    if found.has("after"):
        count += 1
    if context.published is None:
        return Meaning("DATE", None)
    return dated(Period("day", context.published).shift(count))


@rule("time", "tonight", "overnight", "last (part)", "this (part)", "this past part")
def deictic_part(found: Found, context: Context) -> Meaning:
    part = _part_of(found)
    day = Period("day", context.published) if context.published else None
    if day and (found.has("last", "past", "overnight")):
        day = day.shift(-1)
    return timed(day, part)


def _part_of(found: Found) -> str:
    parts = found.all("part")
    return "T" + (lexicon("times")["parts"][parts[0].lower] if parts else "NI")


@rule(
    "date_day",
    "the same day_word",
    "that same? day_word",
    "the (next|following) day_word",
    "the previous day_word",
    "the day_word (before|after) (?=stop|comma|break|and)",
    "(?<=stop|break) the day_word (before|after) (?=comma)",
)
def anchored_day(found: Found, context: Context) -> Meaning:
    if context.day is None:
        return Meaning("DATE", None)
    step = -1 if found.has("previous", "before") else 1 if found.has("next", "following", "after") else 0
    return dated(Period("day", context.day).shift(step))


@rule(
    "time",
    "the same part",
    "that same? part",
    "the (next|following) part",
    "the previous part",
    "the part (before|after) (?=stop|comma|break)",
    "(?<=by|in|through_prep|at|until_prep) the? part (?!of|hyphen)",
    "(?<=by|at) part",
)
def anchored_part(found: Found, context: Context) -> Meaning | None:
    day = Period("day", context.day) if context.day else None
    step = -1 if found.has("previous", "before") else 1 if found.has("next", "following", "after") else 0
    return timed(day.shift(step) if day else None, _part_of(found))


@rule("date_day", "the? ordinal (day_word)(?!hyphen)", "day_word number (?=of|comma|stop|break)")
def counted_day(found: Found, context: Context) -> Meaning:
    # "on the third day of the strike": the day that the sentence tells of.
    return dated(Period("day", context.day)) if context.day else Meaning("DATE", None)


@rule("time", "the? ordinal night_word")
def counted_night(found: Found, context: Context) -> Meaning:
    return timed(Period("day", context.day) if context.day else None, "TNI")


@rule("date_other", "(the|this|last|next|over) past? coming? weekend", "weekend (?=stop|comma|break)")
def weekend(found: Found, context: Context) -> Meaning:
    if context.published is None:
        return Meaning("DATE", None)
    here = period_at("weekend", context.published)
    if found.has("next"):
        return dated(here.shift(1 if here.first > context.published else 1))
    future = context.tense(found) == "future" or found.has("coming")
    if found.has("this") and context.tense(found) != "past":
        future = True
    if here.first > context.published and not future:
        here = here.shift(-1)
    if found.has("last") and here.last >= context.published:
        here = here.shift(-1)
    return dated(here)


@rule("date_day", "the? feast feast_more? feast_more? feast_more? (day_word|eve)?",
      "the? feast possessive (day_word|eve)", "the? feast feast_more possessive (day_word|eve)")
def feast(found: Found, context: Context) -> Meaning | None:
    name = " ".join(part.lower for part in found.parts if not part.kinds & {"the"})
    day_of = lexicon("times")["feasts"].get(name.replace(" 's", "'s").replace(" ’s", "'s"))
    if day_of is None:
        return None
    month, day = day_of
    if context.published is None:
        return Meaning("DATE", f"XXXX-{month:02}-{day:02}")
    days = [date(context.published.year + step, month, day) for step in (-1, 0, 1)]
    tense = context.tense(found)
    if tense == "future":
        return dated(Period("day", min(d for d in days if d >= context.published)))
    return dated(Period("day", max(d for d in days if d <= context.published)))


# ------------------------------------------------------------------- weeks, months, years


@rule(
    "date_other",
    "(last|next) (unit) (?!hyphen)",
    "(this|that|the current|the coming|the latest) (fiscal)? (unit) (?!hyphen)",
    "the (last|next|previous|following) fiscal? (unit) (?!hyphen)",
    "the? (fiscal) (year_word|quarter_word)",
    "the (following) (unit)",
)
def unit_from_here(found: Found, context: Context) -> Meaning | None:
    unit = found.unit
    if unit in CLOCK_UNITS:
        if found.has("last", "next", "previous", "following"):
            return _stretch(found, context, unit, 1)
        return None
    step = 1 if found.has("next", "following", "coming") else -1 if found.has("last", "previous", "latest") else 0
    anchored = found.has("that", "previous", "following") or (found.has("the") and found.has("next"))
    base = (context.anchor.first if context.anchor else context.published) if anchored else context.published
    if base is None:
        return Meaning("DATE", None)
    if unit == "fortnight":
        return dated(period_at("week", shift_by(base, "fortnight", step)))
    grain: Grain = unit  # type: ignore[assignment]
    return dated(period_at(grain, base).shift(step))


@rule(
    "duration",
    "the? (last|past|next|coming|previous|following|latest|current) (number|few) (more|of)? units",
    "the? few? (past|coming) (unit|units)",
    "the (next|last|past|coming|previous) (few of? units)",
    "the? (last|past|next|coming) article few of units",
)
def stretch_from_here(found: Found, context: Context) -> Meaning:
    numbers = found.all("number")
    count = numbers[0].value if numbers else None
    if not numbers and found.has("unit"):
        count = 1
    return _stretch(found, context, found.unit, count)


def _stretch(found: Found, context: Context, unit: str, count: float | None) -> Meaning:
    value = duration_value(unit, count)
    day = context.published
    if day is None or count is None or found.has("latest", "current") or unit in CLOCK_UNITS:
        return Meaning("DURATION", value)
    ahead = found.has("next", "coming", "following")
    other = shift_by(day, unit, int(count) if ahead else -int(count))
    return Meaning("DURATION", value, min(day, other), max(day, other))


@rule("duration", "recent units")
def recent_units(found: Found, context: Context) -> Meaning:
    return Meaning("DURATION", duration_value(found.unit, None))


_COUNT = "(number|few|article few? of?|half article)"


@rule(
    "duration",
    "((more_than|less) than)? (number|few) (more|number)? units",
    "((more_than|less) than)? number unit",
    "number (hyphen) (unit|units)",
    "article few of units",
    "((more_than|less) than)? (half) article (unit)",
    "the (ordinal|last|final)? number units",
)
def duration(found: Found, context: Context) -> Meaning | None:
    if found.has("half"):
        return Meaning("DURATION", duration_value(found.unit, 0.5))
    numbers = found.all("number")
    count: float | None = numbers[0].value if numbers else None
    if not numbers and any(p.lower == "couple" for p in found.parts):
        count = 2
    if numbers and len(numbers) > 1:
        return None
    return Meaning("DURATION", duration_value(found.unit, count))


@rule("duration", "((more_than|less) than)? (article|about article) unit and article half")
def unit_and_a_half(found: Found, context: Context) -> Meaning:
    return Meaning("DURATION", duration_value(found.unit, 1.5))


@rule("duration", "((more_than|less) than)? article (more)? unit (?!of)")
def one_unit(found: Found, context: Context) -> Meaning | None:
    if found.unit == "second" or found.unit == "quarter":
        return None
    if context.word_before(found.at) == "rate":
        return Meaning("SET", duration_value(found.unit, 1))
    return Meaning("DURATION", duration_value(found.unit, 1))


@rule("duration", "(?<=for|of|in|by|after|than|over|take|within) units", "units (?=of|later|hyphen long)",
      "units hyphen long")
def bare_units(found: Found, context: Context) -> Meaning:
    return Meaning("DURATION", duration_value(found.unit, None))


@rule("duration", "(?<=within) the unit")
def within_the_unit(found: Found, context: Context) -> Meaning:
    return Meaning("DURATION", duration_value(found.unit, 1))


@rule("masked", "number hyphen? (unit|units) hyphen? old", "aged number", "number (units) of aged",
      "aged article? number units", "aged of number")
def age(found: Found, context: Context) -> None:
    return None


@rule(
    "date_other",
    "((about|less than|more_than than))? (number|article|few|half article|article few of) more? (unit|units) (or so)? (ago|earlier|later|from now_from|hence)",
    "(units) (ago|later|earlier)",
)
def units_away(found: Found, context: Context) -> Meaning | None:
    numbers = found.all("number")
    unit = found.unit
    count: float | None = numbers[0].value if numbers else None
    if not numbers and found.has("half"):
        count = 0.5
    elif not numbers and any(p.lower == "couple" for p in found.parts):
        count = 2
    elif not numbers and found.has("article") and not found.has("few"):
        count = 1
    back = found.has("ago", "earlier")
    from_now = found.has("ago", "now_from", "hence")
    anchor = context.anchor
    if from_now or anchor is None:
        if context.published is None:
            return Meaning("DATE", None)
        quarterly = anchor is not None and anchor.grain == "quarter" and unit == "year" and count == 1
        if not (quarterly and back):
            anchor = Period("day", context.published)
    if count is None:
        if unit in CLOCK_UNITS and not from_now:
            return Meaning("TIME", anchor.value + (context.clock_anchor or ""), anchor.first, anchor.first, anchor)
        return Meaning("DATE", ("PAST_REF" if back else "FUTURE_REF") if context.timeml else None)
    sign = -1 if back else 1
    target = _moved(anchor, unit, sign * count, from_now)
    if found.has("less"):
        low, high = sorted((anchor.first, target.last))
        return Meaning("DATE", target.value, low, high, target)
    return dated(target)


def _moved(anchor: Period, unit: str, count: float, from_now: bool) -> Period:
    """The anchor moved by units: its grain where it is coarse, else the unit's own grain."""
    if unit in CLOCK_UNITS:
        return period_at("day", shift_by(anchor.first, unit, int(count)))
    whole = int(count)
    if count != whole:
        smaller = {"year": ("month", 12), "week": ("day", 7), "decade": ("year", 10),
                   "month": ("day", 30)}
        name, factor = smaller.get(unit, ("day", 1))
        return period_at(name, shift_by(anchor.first, name, int(count * factor)))  # type: ignore[arg-type]
    if unit in ("week", "fortnight"):
        moved = shift_by(anchor.last if anchor.grain != "day" else anchor.first, unit, whole)
        return period_at(anchor.grain if anchor.grain in ("month", "week", "year") else "day", moved)
    if unit == "day":
        return period_at("day", shift_by(anchor.first, "day", whole))
    moved = shift_by(anchor.first, unit, whole)
    grain: Grain = unit  # type: ignore[assignment]
    if not from_now or anchor.grain == "quarter":
        grain = anchor.grain if anchor.grain not in ("day", "week", "weekend") else grain
    if grain == "decade":
        grain = "year"
    return period_at(grain, moved)


# ------------------------------------------------------------------- seasons, quarters, halves


@rule(
    "date_other",
    "(this|last|next|the) (past|coming|previous|following)? season (of? year)? (?!of)",
    "season (of)? (year|comma year)",
    "(?<=in|since_prep|by|until_prep|of) season (?=stop|comma|break)",
    "(this|last|next) year_word possessive season",
)
def season(found: Found, context: Context) -> Meaning:
    code = str(lexicon("times")["seasons"][found.lower("season")])
    month = SEASONS[code]
    if found.has("year"):
        return dated(Period("season", date(found.number("year"), month, 1)))
    if context.published is None:
        return Meaning("DATE", f"XXXX-{code}")
    here = context.published
    tense = context.tense(found)
    candidates = [Period("season", date(here.year + step, month, 1)) for step in (-2, -1, 0, 1, 2)]
    if found.has("year_word"):
        step = 1 if found.has("next") else -1 if found.has("last") else 0
        return dated(Period("season", date(here.year + step, month, 1)))
    if found.has("this") and not found.has("past"):
        holding = [each for each in candidates if each.first <= here <= each.last]
        return dated(holding[0] if holding else candidates[2])
    if found.has("next", "coming") or (tense == "future" and not found.has("last", "past")):
        return dated(next(each for each in candidates if each.last >= here and each.first > here or
                          (each.last >= here and not found.has("next"))))
    past = [each for each in candidates if (each.last < here if found.has("last") else each.first <= here)]
    return dated(past[-1])


@rule(
    "date_other",
    "(the|this)? fiscal? hyphen? ordinal hyphen? quarter_word (of? year|of year_word)? (?!hyphen)",
    "the? fiscal? year fiscal? ordinal hyphen? quarter_word",
    "quarter (of? comma? year)?",
    "the? (last|next|this|previous) year_word possessive ordinal? quarter_word",
    "the? year_word hyphen (ago|earlier) ordinal? (quarter_word|period)?",
    "the? ordinal quarter_word (of)? (this|last|next) year_word",
    "the? year quarter_word",
    "the latest (period|quarter_word)",
    "the year period",
)
def quarter(found: Found, context: Context) -> Meaning | None:
    number = _quarter_number(found, context)
    if found.has("ago", "earlier"):
        year_back = context.anchor
        if year_back is None or year_back.grain not in ("quarter", "month"):
            if context.published is None:
                return Meaning("DATE", None)
            year_back = period_at("year", context.published)
        if found.has("ordinal"):
            year_back = Period("quarter", date(year_back.first.year, 3 * number - 2, 1))
        return dated(period_at(year_back.grain, shift_by(year_back.first, "year", -1)))
    if found.has("year"):
        if number == 0:
            return dated(Period("year", date(found.number("year"), 1, 1)))
        return dated(Period("quarter", date(found.number("year"), 3 * number - 2, 1)))
    if context.published is None:
        return Meaning("DATE", f"XXXX-Q{number}" if number else None)
    here = period_at("quarter", context.published)
    if found.has("latest"):
        return dated(here.shift(-1))
    if found.has("last", "next", "this", "previous") and found.has("year_word"):
        step = 1 if found.has("next") else -1 if found.has("last", "previous") else 0
        month = 3 * number - 2 if number else here.shift(-1).first.month
        return dated(Period("quarter", date(here.first.year + step, month, 1)))
    target = Period("quarter", date(here.first.year, 3 * (number or 1) - 2, 1))
    if target.first > here.first and context.tense(found) != "future":
        target = target.shift(-4)
    return dated(target)


def _quarter_number(found: Found, context: Context) -> int:
    if found.has("quarter"):
        return int(found.lower("quarter")[1])
    if found.has("ordinal"):
        return min(4, max(1, found.number("ordinal")))
    if context.anchor and context.anchor.grain == "quarter":
        return (context.anchor.first.month + 2) // 3
    return 0


@rule(
    "date_other",
    "the? (ordinal|last) half of (the|this|last|next)? (year|year_word)",
    "the? ordinal hyphen? half (?=of|comma|stop)",
)
def half_year(found: Found, context: Context) -> Meaning | None:
    if found.has("ordinal") and found.number("ordinal") > 2:
        return None
    second = not found.has("ordinal") or found.number("ordinal") == 2
    if found.has("year"):
        year = found.number("year")
    elif context.published:
        year = context.published.year - found.has("last") * found.has("ordinal") + found.has("next")
    else:
        return Meaning("DATE", None)
    return dated(Period("half", date(year, 7 if second else 1, 1)))


# ------------------------------------------------------------------- sets


@rule("set", "every (number|other|ordinal)? (unit|units)", "every (other|ordinal)? weekday", "every part",
      "every of the (last|past)? number units")
def every_unit(found: Found, context: Context) -> Meaning | None:
    counts = found.all("number", "ordinal")
    count = counts[-1].value if counts and not (found.all("unit") and counts[-1] == found.all("unit")[0]) else 1
    if found.has("other"):
        count = 2
    if found.has("part"):
        return Meaning("SET", f"XXXX-XX-XX{_part_of(found)}")
    if found.has("weekday"):
        if count == 1:
            return Meaning("SET", f"XXXX-WXX-{found.number('weekday') + 1}")
        return Meaning("SET", f"P{int(count or 1)}W")
    return Meaning("SET", duration_value(found.unit, count))


@rule("set", "frequency")
def frequency(found: Found, context: Context) -> Meaning:
    return Meaning("SET", str(lexicon("times")["frequencies"][found.lower("frequency")]))


@rule("set", "weekdays_plural", "weekday part_plural")
def weekdays(found: Found, context: Context) -> Meaning:
    plural = found.all("weekdays_plural")
    if plural:
        number = int(lexicon("times")["weekdays"][plural[0].lower.removesuffix("s")])
        return Meaning("SET", f"XXXX-WXX-{number + 1}")
    return Meaning("SET", f"XXXX-WXX-{found.number('weekday') + 1}{_part_of(found)}")


@rule("reference_time", "reference", "the reference (?=stop|comma|break)", "the past (?=stop|comma|break)")
def reference(found: Found, context: Context) -> Meaning | None:
    if not context.timeml:
        return None
    words = found.all("reference")
    value = lexicon("times")["references"][words[0].lower] if words else "PAST_REF"
    return Meaning("DATE", str(value))


# ------------------------------------------------------------------- second layer: joints

_DAY = "date_day"
_ON = "(on|comma)?"
_ROUND = "(about|shortly (before|after))?"


@rule(
    "time",
    f"{_DAY} (comma|in the|at)? (early|late)? part",
    f"(early|late)? part (of|on|comma)* {_DAY}",
    f"the? part (of|on) {_DAY}",
    f"before part {_ON} {_DAY}",
    f"(late|early) {_ON} {_DAY} part?",
    f"about part {_ON} {_DAY}",
    layer=2,
)
def part_of_day(found: Found, context: Context) -> Meaning | None:
    meaning = context.meaning_of(found.chunk)
    parts = found.all("part")
    if parts:
        part = _part_of(found)
        if found.has("before") and part == "TMO":
            part = "TNI"
    elif context.timeml or found.chunk.kinds != frozenset({"date_day"}):
        return meaning
    else:
        part = "TEV" if found.has("late") else "TMO"
    return _on_day(meaning, part)


def _on_day(meaning: Meaning | None, clock: str) -> Meaning | None:
    if meaning is None:
        return None
    if meaning.period is None or meaning.period.grain != "day":
        return replace(meaning, type="TIME", value=(meaning.value or "") + clock)
    return timed(meaning.period, clock)


@rule("time", "before part", "before (the) part", layer=2)
def before_part(found: Found, context: Context) -> Meaning | None:
    if not any(p.lower in ("dawn", "daybreak", "sunrise") for p in found.parts):
        return None
    return timed(Period("day", context.day) if context.day else None, "TNI")


_NAMED_HOUR = "(clock|hour|hour_word) (oclock|meridian)?"


@rule(
    "time",
    f"{_ROUND} clock meridian? zone? (time_word)? (({_ON} {_DAY})|in time|{_ON} time)?",
    f"{_ROUND} (hour|hour_word) (meridian|oclock) zone? (time_word)? (({_ON} {_DAY})|in time|{_ON} time)?",
    f"{_ROUND} (hour|hour_word) (in time|{_ON} {_DAY} part|{_ON} time)",
    f"{_DAY} (at|comma) {_ROUND} (clock meridian?|(hour|hour_word) (meridian|oclock))",
    f"{_DAY} (at) {_ROUND} (hour|hour_word) (?=stop|comma|break)",
    "(?<=at) (about)? hour_word (?=stop|comma|break|and)",
    "shortly (before|after) hour_word (?=stop|comma|break)",
    layer=2,
)
def clock_time(found: Found, context: Context) -> Meaning | None:
    word = found.word("clock", "hour", "hour_word")
    hour, minute = _hour_and_minute(word)
    if hour is None or hour > 24 or minute > 59:
        return None
    day = _day_for_clock(found, context)
    hour = _by_halves(hour, found, context)
    if hour == 24:
        return timed(day, "T24:00")
    return timed(day, f"T{hour:02}:{minute:02}")


def _hour_and_minute(word: TimeWord) -> tuple[int | None, int]:
    if "clock" in word.kinds:
        hour, minute = word.lower.replace(".", ":").split(":")[:2]
        return int(hour), int(minute)
    return (int(word.value), 0) if word.value is not None else (None, 0)


def _by_halves(hour: int, found: Found, context: Context) -> int:
    meridian = "".join(c for p in found.all("meridian") for c in p.lower if c.isalpha())
    parts = {lexicon("times")["parts"][p.lower] for p in _every_word(found.parts) if "part" in p.kinds}
    if meridian == "pm" or (not meridian and parts & {"AF", "EV"}) or (parts == {"NI"} and 6 <= hour <= 11):
        return hour + 12 if hour < 12 else hour
    if (meridian == "am" or "NI" in parts) and hour == 12:
        return 0
    return hour


def _every_word(parts: Sequence[TimeWord | Chunk]) -> list[TimeWord]:
    words: list[TimeWord] = []
    for part in parts:
        words.extend(_every_word(part.parts) if isinstance(part, Chunk) else [part])
    return words


def _day_for_clock(found: Found, context: Context) -> Period | None:
    chunks = [part for part in found.parts if isinstance(part, Chunk)]
    if chunks:
        meaning = context.meaning_of(chunks[0])
        return meaning.period if meaning else None
    if context.standing(found.at) or context.day is None:
        return None
    return Period("day", context.day)


@rule(
    "time",
    f"(shortly (before|after))? exact (({_ON} {_DAY}))?",
    f"{_DAY} (at|comma)? exact",
    layer=2,
)
def exact_time(found: Found, context: Context) -> Meaning | None:
    clock = str(lexicon("times")["exact_times"][found.lower("exact")])
    if clock == "T24:00" and (
        found.has("after") or context.word_before(found.at) in ("after", "since", "from", "past")
    ):
        clock = "T00:00"
    chunks = [part for part in found.parts if isinstance(part, Chunk)]
    if chunks:
        return _on_day(context.meaning_of(chunks[0]), clock)
    if context.standing(found.at) or context.day is None:
        return Meaning("TIME", clock)
    return timed(Period("day", context.day), clock)


_CALENDAR = "(date_month|date_year|date_other)"


@rule(
    "date_other",
    f"the? (early|late|mid|earlier|later) hyphen? (in|on)? {_CALENDAR}",
    f"the (begin|end|mid) of {_CALENDAR}",
    f"(begin|end) {_CALENDAR}",
    "(early|late|earlier|later) deictic",
    layer=2,
)
def edge_of_period(found: Found, context: Context) -> Meaning | None:
    meaning = context.meaning_of(found.chunk)
    return _edge(found, context, meaning)


@rule(
    "date_other",
    "(the (begin|end|mid) of) (the|this|last|next) (unit)",
    "(earlier|later|late|early) in (the) (year_word|unit)",
    "(year_word) hyphen? possessive? (end)",
    "the? (unit) possessive end",
)
def edge_of_unit(found: Found, context: Context) -> Meaning | None:
    unit = found.unit
    if unit in CLOCK_UNITS:
        return None
    if context.published is None:
        return Meaning("DATE", None)
    step = 1 if found.has("next") else -1 if found.has("last") else 0
    grain: Grain = unit if unit != "fortnight" else "week"  # type: ignore[assignment]
    return _edge(found, context, dated(period_at(grain, context.published).shift(step)))


def _edge(found: Found, context: Context, meaning: Meaning | None) -> Meaning | None:
    if meaning is None or meaning.period is None or context.timeml:
        return meaning
    period = meaning.period
    days = (period.last - period.first).days + 1
    if found.has("end"):
        if period.grain in ("week", "weekend"):
            here = context.published
            inside = here is not None and period.first <= here <= period.last
            return replace(meaning, first=here if inside else period.first)
        return dated(Period("day", period.last))
    third = max(1, days // 3)
    first, last = period.first, period.last
    if found.has("early", "begin", "earlier"):
        last = date.fromordinal(first.toordinal() + third - 1)
    elif found.has("late", "later"):
        first = date.fromordinal(last.toordinal() - third + 1)
    elif found.has("mid"):
        first, last = (
            date.fromordinal(first.toordinal() + third),
            date.fromordinal(last.toordinal() - third),
        )
    if found.has("earlier", "later"):
        # "earlier this month": until the publication, "later": from it.
        here = context.published
        if here and period.first <= here <= period.last:
            first, last = (period.first, here) if found.has("earlier") else (here, period.last)
        else:
            first, last = period.first, period.last
    return replace(meaning, first=first, last=last)
