"""Rules for calendar dates: days, months, years and decades by name or number."""

from __future__ import annotations

from datetime import date

from whimbrel.coding.lexicon import table
from whimbrel.coding.timex.calendar import Period, valid_day
from whimbrel.coding.timex.grammar import Context, Found, Meaning, Rules, Tense, dated
from whimbrel.records import TimeType

rule = Rules()


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
    if not context.timeml and max(one, two) <= 12 and one != two:
        return _either_order(year, one, two, context.published)
    # American order unless it cannot be.
    month, day = (two, one) if one > 12 else (one, two)
    return _day_of(year, month, day)


def _either_order(year: int, one: int, two: int, published: date | None) -> Meaning:
    """The order of day and month that lies before the publication where the other does not; open
    where both may be."""
    both = (date(year, one, two), date(year, two, one))
    told = [day for day in both if published is not None and day <= published]
    if len(told) == 1:
        return dated(Period("day", told[0]))
    return Meaning("DATE", f"{year:04}-XX-XX")


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
    return dated(Period("day", on_side(days, context.published, context.tense(found))))


_A_YEAR_NEARLY = 300
"""Days after which a text would name the year of a day or month that is past."""


def on_side(days: list[date], published: date, tense: Tense | None) -> date:
    """Of a day's returns the one that a text means without a year.

    A bare day and month is mostly near; the tense decides where both sides are far.
    """
    nearest = min(days, key=lambda day: (abs((day - published).days), day > published))
    if tense is None or abs((nearest - published).days) <= 31:
        return nearest
    if tense == "future":
        return min((day for day in days if day >= published), default=nearest)
    before = max((day for day in days if day <= published), default=nearest)
    return before if (published - before).days < _A_YEAR_NEARLY else nearest


@rule("date_day", f"(?<=between|from) dom (?=(and|to|hyphen) dom of? {_MONTH})")
def bare_day(found: Found, context: Context) -> Meaning | None:
    # "between 3 and 5 March": the month stands after the second day; `times` fills it in.
    return Meaning("DATE", None)


@rule("date_day", f"(?<={_MONTH} dom and) dom", f"(?<={_MONTH} dom comma) dom (?=comma|and)")
def second_day(found: Found, context: Context) -> Meaning | None:
    """As in "April 24 and 25": the month is that of the day named just before."""
    if context.anchor is None or context.anchor.grain != "day":
        return Meaning("DATE", None)
    month = context.anchor.first
    return _day_of(month.year, month.month, found.number("dom"))


@rule("date_month", f"(the month of)? {_MONTH} (comma? of? year)", "month_weak comma year")
def month_year(found: Found, context: Context) -> Meaning:
    return dated(
        Period("month", date(found.number("year"), found.number("month", "month_weak"), 1))
    )


@rule("masked", "(?<!weak_prep) name_month capital")
def first_name(found: Found, context: Context) -> None:
    return None


@rule(
    "date_month",
    "(month|month_weak) (of? the? (last|this|next|previous|following)) year_word",
)
def month_of_year(found: Found, context: Context) -> Meaning:
    month = found.number("month", "month_weak")
    if context.published is None:
        return Meaning("DATE", f"XXXX-{month:02}")
    step = found.has("next", "following") - found.has("last", "previous")
    return dated(Period("month", date(context.published.year + step, month, 1)))


@rule(
    "date_month",
    "month",
    "(?<=weak_prep) month_weak",
    "(?<=(mid|early|late) hyphen) month_weak",
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
    elif month > here.month + 1 or (month == here.month + 1 and tense == "past"):
        year -= 1
    return dated(Period("month", date(year, month, 1)))


@rule(
    "date_year",
    "(?<!money) year (?!units|hyphen number|money)",
    "the? year_word year",
    "the year_word number",
    "the? fiscal year_word? year",
)
def bare_year(found: Found, context: Context) -> Meaning | None:
    year = found.number("year", "number")
    prepared = context.word_before(found.at) in _YEAR_PREPOSITIONS or found.has("fiscal")
    if not prepared and (not 1900 <= year <= 2040 or context.counts_things(found.at + 1)):
        return None
    if year < 1500:
        return None
    return dated(Period("year", date(year, 1, 1)))


_YEAR_PREPOSITIONS = frozenset(
    (
        "in",
        "since",
        "until",
        "till",
        "by",
        "of",
        "from",
        "during",
        "before",
        "after",
        "the",
        "between",
        "early",
        "late",
        "mid",
        "year",
    )
)


@rule("date_other", "the decade_name", "the (early|late|mid) hyphen? decade_name")
def named_decade(found: Found, context: Context) -> Meaning:
    return dated(
        Period("decade", date(table("times")["decades"][found.lower("decade_name")], 1, 1))
    )


@rule("date_other", "the? decade")
def decade(found: Found, context: Context) -> Meaning:
    digits = "".join(c for c in found.lower("decade") if c.isdigit())
    year = int(digits) if len(digits) == 4 else 1900 + int(digits)
    return dated(Period("decade", date(year, 1, 1)))
