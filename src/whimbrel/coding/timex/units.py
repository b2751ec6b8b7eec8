"""Rules for counted units: "last month", "three days", "two weeks ago"."""

from __future__ import annotations

from whimbrel.coding.timex.calendar import (
    CLOCK_UNITS,
    Grain,
    Period,
    duration_value,
    period_at,
    shift_by,
)
from whimbrel.coding.timex.grammar import Context, Found, Meaning, Rules, dated

rule = Rules()


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
            return stretch(found, context, unit, 1)
        return None
    step = (
        1
        if found.has("next", "following", "coming")
        else -1
        if found.has("last", "previous", "latest")
        else 0
    )
    anchored = found.has("that", "previous", "following") or (
        found.has("the") and found.has("next")
    )
    base = (
        (context.anchor.first if context.anchor else context.published)
        if anchored
        else context.published
    )
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
    return stretch(found, context, found.unit, count)


def _span_of_time(context: Context, unit: str, count: float | None) -> str:
    if context.timeml and unit == "decade":
        return duration_value("year", None if count is None else count * 10)
    return duration_value(unit, count)


def stretch(found: Found, context: Context, unit: str, count: float | None) -> Meaning:
    value = _span_of_time(context, unit, count)
    day = context.published
    if day is None or count is None or found.has("latest", "current") or unit in CLOCK_UNITS:
        return Meaning("DURATION", value)
    ahead = found.has("next", "coming", "following")
    other = shift_by(day, unit, int(count) if ahead else -int(count))
    return Meaning("DURATION", value, min(day, other), max(day, other))


@rule("duration", "recent units")
def recent_units(found: Found, context: Context) -> Meaning:
    return Meaning("DURATION", duration_value(found.unit, None))


@rule(
    "duration",
    "((more_than|less) than)? (number|few) (more|number|of)? units",
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
    return Meaning("DURATION", _span_of_time(context, found.unit, count))


@rule("duration", "number part_plural")
def nights(found: Found, context: Context) -> Meaning:
    return Meaning("DURATION", duration_value("day", found.word("number").value))


@rule("duration", "((more_than|less) than)? (article|about article) unit and article half")
def unit_and_a_half(found: Found, context: Context) -> Meaning:
    return Meaning("DURATION", duration_value(found.unit, 1.5))


@rule("duration", "((more_than|less) than)? article (more)? unit (?!of|hyphen)")
def one_unit(found: Found, context: Context) -> Meaning | None:
    if found.unit == "second" or found.unit == "quarter":
        return None
    if context.word_before(found.at) == "rate":
        return Meaning("SET", duration_value(found.unit, 1))
    return Meaning("DURATION", duration_value(found.unit, 1))


@rule(
    "duration",
    "(?<=for|of|in|by|after|than|over|take|within) units",
    "units (?=of|later|hyphen long)",
    "units hyphen long",
)
def bare_units(found: Found, context: Context) -> Meaning:
    return Meaning("DURATION", duration_value(found.unit, None))


@rule("duration", "(?<=within) the unit")
def within_the_unit(found: Found, context: Context) -> Meaning:
    return Meaning("DURATION", duration_value(found.unit, 1))


@rule(
    "masked",
    "number hyphen? (unit|units) hyphen? old",
    "aged number",
    "number (units) of aged",
    "aged article? number units",
    "aged of number",
)
def age(found: Found, context: Context) -> None:
    return None


@rule("duration", "the year_word (?=ended)")
def year_that_ends(found: Found, context: Context) -> Meaning:
    """As in "the year ended March 31": twelve months, not the calendar's."""
    return Meaning("DURATION", duration_value("year", 1))


@rule("date_year", "the full year_word", "(?<=for|of) the year_word (?=stop|comma|break)")
def the_year(found: Found, context: Context) -> Meaning:
    """The year that is told of: the publication's."""
    if context.published is None:
        return Meaning("DATE", None)
    return dated(period_at("year", context.published))


_ROUGHLY = "(about|less than|more_than than)?"
_HOW_MANY = "(number|article|few|half article|article few of)"


@rule(
    "date_other",
    f"{_ROUGHLY} {_HOW_MANY} more? (unit|units) (or so)? (ago|earlier|later|from now_from|hence)",
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
    quarter = context.quarter_told(found.at) if back and unit == "year" and count == 1 else None
    if quarter is not None:
        anchor = quarter
    elif from_now or anchor is None:
        if context.published is None:
            return Meaning("DATE", None)
        anchor = Period("day", context.published)
    if count is None:
        if unit in CLOCK_UNITS and not from_now:
            return Meaning(
                "TIME",
                anchor.value + (context.clock_anchor or ""),
                anchor.first,
                anchor.first,
                anchor,
            )
        return Meaning("DATE", ("PAST_REF" if back else "FUTURE_REF") if context.timeml else None)
    sign = -1 if back else 1
    target = _moved(anchor, unit, sign * count, from_now)
    if context.timeml and unit == "week" and from_now:
        target = period_at("week", target.first)
    coarse = anchor.grain not in ("day", "week", "weekend")
    if found.has("less"):
        return _within(anchor, target, coarse, context)
    if unit in ("day", "week", "fortnight") and coarse:
        days = [shift_by(each, unit, int(sign * count)) for each in (anchor.first, anchor.last)]
        return Meaning("DATE", target.value, days[0], days[1], target)
    return dated(target)


def _within(anchor: Period, target: Period, coarse: bool, context: Context) -> Meaning:
    """As in "less than a week later": from the anchor on, mostly inside a coarse one."""
    first, last = min(anchor.first, target.first), max(anchor.last, target.last)
    if context.published is not None and first <= context.published:
        last = min(last, context.published)
    period = anchor if coarse else target
    return Meaning("DATE", period.value, first, last, period)


def _moved(anchor: Period, unit: str, count: float, from_now: bool) -> Period:
    """The anchor moved by units: its grain where it is coarse, else the unit's own grain."""
    if unit in CLOCK_UNITS:
        return period_at("day", shift_by(anchor.first, unit, int(count)))
    whole = int(count)
    if count != whole:
        smaller = {
            "year": ("month", 12),
            "week": ("day", 7),
            "decade": ("year", 10),
            "month": ("day", 30),
        }
        name, factor = smaller.get(unit, ("day", 1))
        return period_at(name, shift_by(anchor.first, name, int(count * factor)))  # type: ignore[arg-type]
    if unit in ("week", "fortnight"):
        moved = shift_by(anchor.last if anchor.grain != "day" else anchor.first, unit, whole)
        return period_at(
            anchor.grain if anchor.grain in ("month", "week", "year") else "day", moved
        )
    if unit == "day":
        return period_at("day", shift_by(anchor.first, "day", whole))
    moved = shift_by(anchor.first, unit, whole)
    grain: Grain = unit  # type: ignore[assignment]
    if not from_now or anchor.grain == "quarter":
        grain = anchor.grain if anchor.grain not in ("day", "week", "weekend") else grain
    if grain == "decade":
        grain = "year"
    return period_at(grain, moved)
