"""Rules of the second layer: hours and parts of a day with its date, edges of periods."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from whimbrel.coding.lexicon import table
from whimbrel.coding.timex.calendar import CLOCK_UNITS, Grain, Period, period_at
from whimbrel.coding.timex.grammar import (
    Chunk,
    Context,
    Found,
    Meaning,
    Rules,
    dated,
    part_of,
    timed,
)
from whimbrel.coding.timex.words import TimeWord

_DAY = "date_day"
_ON = "(on|comma)?"
_WHEN = f"({_ON} {_DAY}|in time|{_ON} time)?"
_ROUND = "(about|shortly (before|after))?"

rule = Rules()


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
        part = part_of(found)
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
    return timed(Period("day", context.scene) if context.scene else None, "TNI")


@rule(
    "time",
    f"{_ROUND} clock meridian? (zone|units)? time_word? {_WHEN}",
    f"{_ROUND} (hour|hour_word) (meridian|oclock) zone? time_word? {_WHEN}",
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
    if len(found.parts) == 1 and context.counting(found.at):
        return None  # "put the number of dead at nine"
    day = _day_for_clock(found, context)
    hour = _by_halves(hour, found, context)
    if hour == 24:
        return timed(day, "T24:00")
    return timed(day, f"T{hour:02}:{minute:02}")


def _hour_and_minute(word: TimeWord) -> tuple[int | None, int]:
    if "clock" in word.kinds:
        if word.lower.isdigit():  # 0735 GMT
            return int(word.lower[:2]), int(word.lower[2:])
        hour, minute = word.lower.replace(".", ":").split(":")[:2]
        return int(hour), int(minute)
    return (int(word.value), 0) if word.value is not None else (None, 0)


def _by_halves(hour: int, found: Found, context: Context) -> int:
    meridian = "".join(c for p in found.all("meridian") for c in p.lower if c.isalpha())
    parts = {
        table("times")["parts"][p.lower] for p in _every_word(found.parts) if "part" in p.kinds
    }
    if (
        meridian == "pm"
        or (not meridian and parts & {"AF", "EV"})
        or (parts == {"NI"} and 6 <= hour <= 11)
    ):
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
    if context.standing(found.at) or context.scene is None:
        return None
    return Period("day", context.scene)


@rule(
    "time",
    f"(shortly (before|after))? exact (({_ON} {_DAY}))?",
    f"{_DAY} (at|comma)? exact",
    layer=2,
)
def exact_time(found: Found, context: Context) -> Meaning | None:
    clock = str(table("times")["exact_times"][found.lower("exact")])
    if clock == "T24:00" and (
        found.has("after") or context.word_before(found.at) in ("after", "since", "from", "past")
    ):
        clock = "T00:00"
    chunks = [part for part in found.parts if isinstance(part, Chunk)]
    if chunks:
        return _on_day(context.meaning_of(chunks[0]), clock)
    if context.standing(found.at) or context.scene is None:
        return Meaning("TIME", clock)
    return timed(Period("day", context.scene), clock)


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
    if unit in CLOCK_UNITS or (unit == "day" and found.has("in")):
        return None
    if context.published is None:
        return Meaning("DATE", None)
    step = 1 if found.has("next") else -1 if found.has("last") else 0
    grain: Grain = unit if unit != "fortnight" else "week"  # type: ignore[assignment]
    return _edge(found, context, dated(period_at(grain, context.published).shift(step)))


def _edge(found: Found, context: Context, meaning: Meaning | None) -> Meaning | None:
    if meaning is None or meaning.period is None:
        return meaning
    if context.timeml and not (found.has("end") and not found.has("of")):
        return meaning
    period = meaning.period
    days = (period.last - period.first).days + 1
    if found.has("end"):
        if period.grain in ("week", "weekend"):
            here = context.published
            inside = here is not None and period.first <= here <= period.last
            return replace(meaning, first=here if inside else period.first)
        return dated(Period("day", period.last))
    third = 10 if period.grain == "month" else max(1, days // 3)
    first, last = period.first, period.last
    if found.has("early", "begin", "earlier"):
        last = date.fromordinal(first.toordinal() + third - 1)
    elif found.has("late", "later"):
        first = date.fromordinal(first.toordinal() + 2 * third)
    elif found.has("mid"):
        first = date.fromordinal(first.toordinal() + third)
        last = date.fromordinal(first.toordinal() + third - 1)
    if found.has("earlier", "later"):
        # "earlier this month": until the publication, "later": from it.
        here = context.published
        if here and period.first <= here <= period.last:
            first, last = (period.first, here) if found.has("earlier") else (here, period.last)
        else:
            first, last = period.first, period.last
    return replace(meaning, first=first, last=last)
