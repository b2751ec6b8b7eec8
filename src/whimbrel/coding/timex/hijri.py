"""Days of the two Hijri calendars as days of the Gregorian one.

The solar calendar (Iran, Afghanistan) is reckoned by the 33-year rule: a year y is a leap year
where (25 y + 11) mod 33 < 8, as in ICU's Persian calendar. From 1178 to 1501 (1799 to 2123) it
gives the days of the calendar as it is kept.

The lunar calendar is reckoned by the tabular Islamic calendar with eleven leap years in thirty and
1 Muharram 1 on 16 July 622 (Julian), as in Reingold and Dershowitz, Calendrical Calculations. The
months as they are kept begin when the moon is seen, a day sooner or later, so that what is told of
a lunar day holds for three days.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

Calendar = Literal["lunar", "solar"]

_BEFORE_SOLAR = 226_894
"""Ordinal of the last day before 1 Farvardin 1."""
_BEFORE_LUNAR = 227_014
"""Ordinal of the last day before 1 Muharram 1."""
_UNSURE = timedelta(days=1)
_LENGTH = {"lunar": 354.367, "solar": 365.2422}
"""Days of a mean year."""
_BEFORE = {"lunar": _BEFORE_LUNAR, "solar": _BEFORE_SOLAR}


@dataclass(frozen=True, slots=True)
class Days:
    """The days `first` to `last` among which the told ones lie; equal where the day is known."""

    first: date
    last: date

    @property
    def middle(self) -> date:
        """The day that is the likeliest."""
        return self.first + (self.last - self.first) / 2

    @property
    def value(self) -> str:
        """The narrowest TIMEX3 value that holds all of the days."""
        first, last = self.first.isoformat(), self.last.isoformat()
        return next((first[:n] for n in (10, 7, 4, 3, 2) if first[:n] == last[:n]), "")


def day_of(calendar: Calendar, year: int, month: int, day: int) -> Days | None:
    """The day of a month, null where the calendar has none such."""
    start = _start(calendar, year, month)
    length = (_start(calendar, year + month // 12, month % 12 + 1) - start).days
    # The moon may give any lunar month thirty days.
    if not 1 <= day <= (30 if calendar == "lunar" else length):
        return None
    return _as_sure(calendar, start + timedelta(days=day - 1), start + timedelta(days=day - 1))


def month_of(calendar: Calendar, year: int, month: int) -> Days:
    """The days of a month."""
    next_start = _start(calendar, year + month // 12, month % 12 + 1)
    return _as_sure(calendar, _start(calendar, year, month), next_start - timedelta(days=1))


def year_at(calendar: Calendar, day: date) -> int:
    """The calendar's year on a day, or the one beside it close to its ends."""
    return int((day.toordinal() - _BEFORE[calendar]) / _LENGTH[calendar]) + 1


def _as_sure(calendar: Calendar, first: date, last: date) -> Days:
    return Days(first - _UNSURE, last + _UNSURE) if calendar == "lunar" else Days(first, last)


def _start(calendar: Calendar, year: int, month: int) -> date:
    if calendar == "lunar":
        days = 29 * (month - 1) + (6 * month - 1) // 11 + 354 * (year - 1) + (3 + 11 * year) // 30
    else:
        days = 365 * (year - 1) + (8 * year + 21) // 33 + 30 * (month - 1) + min(month - 1, 6)
    return date.fromordinal(_BEFORE[calendar] + days + 1)
