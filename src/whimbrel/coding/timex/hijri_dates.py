"""Rules for days and months of the lunar and solar Hijri calendars ("15 Ramadan 1445")."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from whimbrel.coding.lexicon import table
from whimbrel.coding.timex.calendar import Period
from whimbrel.coding.timex.dates import on_side
from whimbrel.coding.timex.grammar import Context, Found, Meaning, Rules, Tense, dated
from whimbrel.coding.timex.hijri import Calendar, Days, day_of, month_of, year_at

rule = Rules()

_WEEKDAY = "((weekday|weekday_weak) comma? the?)?"
_IN_TWO = "lunar_head hyphen? (. hyphen?)? lunar_tail"  # Rabi al-Awwal, Dhu al-Hijjah
_MONTH = f"(lunar_month|lunar_weak|solar_month|{_IN_TWO})"
_YEAR = "(comma? of? year hijri_era?)"
_FIRST_GREGORIAN = 1600
"""From here on a year beside a Hijri month is one of the common era ("Ramadan 2011")."""


@dataclass(frozen=True, slots=True)
class _Month:
    """A month of one of the calendars by its number."""

    calendar: Calendar
    number: int


@rule(
    "date_day",
    f"{_WEEKDAY} the? (dom|ordinal) (day_word? of)? (the .? unit of)? {_MONTH} {_YEAR}?",
    f"{_WEEKDAY} {_MONTH} (dom|ordinal) {_YEAR}?",
)
def hijri_day(found: Found, context: Context) -> Meaning | None:
    month, number = _month(found), found.number("dom", "ordinal")
    if month is None:
        return None
    told = [day_of(month.calendar, y, month.number, number) for y in _years(found, context, month)]
    days = _on_weekday([day for day in told if day is not None], found)
    if not days:
        return Meaning("DATE", None)
    if not found.has("year") and context.published is not None:
        near = on_side([day.middle for day in days], context.published, context.tense(found))
        days = [day for day in days if day.middle == near]
    return _meaning(days[0])


@rule(
    "date_month",
    f"(the .? unit of)? {_MONTH} {_YEAR}",
    f"the .? unit of {_MONTH}",
    f"(?<=weak_prep) (lunar_month|{_IN_TWO}) (?!capital|hyphen)",
    "(this|last|next|past|coming|previous|following) (lunar_month) (?!capital|hyphen)",
)
def hijri_month(found: Found, context: Context) -> Meaning | None:
    month = _month(found)
    if month is None:
        return None
    months = [month_of(month.calendar, y, month.number) for y in _years(found, context, month)]
    if not months:
        return Meaning("DATE", None)
    if found.has("year") or context.published is None:
        return _meaning(months[0])
    return _meaning(_month_meant(months, found, context.published, context.tense(found)))


def _month(found: Found) -> _Month | None:
    """The month that the words name; none where they name none ("rabi crops of the second")."""
    if found.has("lunar_head"):
        pairs = table("times")["lunar_pairs"]
        named = pairs.get(f"{found.lower('lunar_head')} {found.lower('lunar_tail')}")
        return _Month("lunar", int(named)) if named else None
    if found.has("solar_month"):
        return _Month("solar", found.number("solar_month"))
    return _Month("lunar", found.number("lunar_month", "lunar_weak"))


def _years(found: Found, context: Context, month: _Month) -> Iterable[int]:
    """The years that may be meant: the one told, else those around the publication."""
    if found.has("year"):
        year = found.number("year")
        if year < _FIRST_GREGORIAN:
            return (year,)
        near = year_at(month.calendar, date(year, 7, 1))
        beside = range(near - 1, near + 2)
        return [y for y in beside if _middle(month, y).year == year]
    if context.published is None:
        return ()
    here = year_at(month.calendar, context.published)
    return range(here - 1, here + 2)


def _middle(month: _Month, year: int) -> date:
    return month_of(month.calendar, year, month.number).middle


def _month_meant(months: list[Days], found: Found, here: date, tense: Tense | None) -> Days:
    """Of a month's returns the one that is meant without a year."""
    if found.has("last", "past", "previous"):
        return max((m for m in months if m.last < here), key=_first, default=months[0])
    ahead = min((m for m in months if m.last >= here), key=_first, default=months[-1])
    if tense == "future" or found.has("next", "coming", "following"):
        return ahead
    soon = here + timedelta(days=31 if tense is None else 0)
    return max((m for m in months if m.first <= soon), key=_first, default=ahead)


def _first(days: Days) -> date:
    return days.first


def _on_weekday(days: list[Days], found: Found) -> list[Days]:
    """Those of the days that can be the weekday beside them, which settles what the moon leaves
    open; all where none can."""
    if not found.has("weekday", "weekday_weak"):
        return days
    number = found.number("weekday", "weekday_weak")
    spans = [range(each.first.toordinal(), each.last.toordinal() + 1) for each in days]
    fitting = [date.fromordinal(day) for span in spans for day in span if (day - 1) % 7 == number]
    return [Days(day, day) for day in fitting] or days


def _meaning(days: Days) -> Meaning:
    if days.first == days.last:
        return dated(Period("day", days.first))
    return Meaning("DATE", days.value or None, days.first, days.last)
