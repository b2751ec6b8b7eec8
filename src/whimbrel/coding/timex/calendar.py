"""Calendar periods and their TIMEX3 values.

A `Period` is a day, week, weekend, month, quarter, half, season, year, decade or century, kept by
its grain and first day. Values follow TIMEX3: `2012-01-03`, `2012-W05`, `2012-W05-WE`, `2012-01`,
`2012-Q1`, `2012-H1`, `2012-SU`, `2012`, `201`, `20`.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

Grain = Literal[
    "day", "week", "weekend", "month", "quarter", "half", "season", "year", "decade", "century"
]

SEASONS = {"SP": 3, "SU": 6, "FA": 9, "WI": 12}
_MONTHS = {
    "month": 1,
    "quarter": 3,
    "half": 6,
    "season": 3,
    "year": 12,
    "decade": 120,
    "century": 1200,
}
_UNIT_LETTERS = {
    "day": "D",
    "week": "W",
    "weekend": "W",
    "fortnight": "W",
    "month": "M",
    "quarter": "Q",
    "year": "Y",
    "decade": "DE",
    "century": "CE",
    "hour": "H",
    "minute": "M",
    "second": "S",
}
CLOCK_UNITS = ("hour", "minute", "second")


@dataclass(frozen=True, slots=True)
class Period:
    """A stretch of the calendar: its grain and its first day."""

    grain: Grain
    first: date

    @property
    def last(self) -> date:
        """The last day, included."""
        if self.grain == "day":
            return self.first
        if self.grain == "week":
            return _shift_days(self.first, 6)
        if self.grain == "weekend":
            return _shift_days(self.first, 1)
        try:
            return add_months(self.first, _MONTHS[self.grain]) - timedelta(days=1)
        except ValueError:
            return date.max

    @property
    def value(self) -> str:
        """The TIMEX3 value."""
        day = self.first
        if self.grain == "day":
            return day.isoformat()
        if self.grain in ("week", "weekend"):
            year, week, _ = day.isocalendar()
            return f"{year:04}-W{week:02}" + ("-WE" if self.grain == "weekend" else "")
        if self.grain == "month":
            return f"{day.year:04}-{day.month:02}"
        if self.grain == "quarter":
            return f"{day.year:04}-Q{(day.month + 2) // 3}"
        if self.grain == "half":
            return f"{day.year:04}-H{1 if day.month < 7 else 2}"
        if self.grain == "season":
            return f"{day.year:04}-{season_of(day)}"
        digits = {"year": 4, "decade": 3, "century": 2}[self.grain]
        return f"{day.year:04}"[:digits]

    def shift(self, count: int) -> Period:
        """The period `count` periods later (earlier where negative)."""
        if self.grain == "day":
            return Period("day", _shift_days(self.first, count))
        if self.grain in ("week", "weekend"):
            return Period(self.grain, _shift_days(self.first, 7 * count))
        return Period(self.grain, add_months(self.first, count * _MONTHS[self.grain]))


def period_at(grain: Grain, day: date) -> Period:
    """The period of that grain which holds the day (of a weekend: the one of its week)."""
    if grain == "day":
        return Period("day", day)
    if grain == "week":
        return Period("week", _shift_days(day, -day.weekday()))
    if grain == "weekend":
        return Period("weekend", _shift_days(day, 5 - day.weekday()))
    if grain == "month":
        return Period("month", day.replace(day=1))
    if grain == "quarter":
        return Period("quarter", day.replace(month=(day.month - 1) // 3 * 3 + 1, day=1))
    if grain == "half":
        return Period("half", day.replace(month=1 if day.month < 7 else 7, day=1))
    if grain == "season":
        month = SEASONS[season_of(day)]
        year = day.year - 1 if month == 12 and day.month < 3 else day.year
        return Period("season", date(max(1, year), month, 1))
    step = {"year": 1, "decade": 10, "century": 100}[grain]
    return Period(grain, date(max(1, day.year // step * step), 1, 1))


def movable_feast(name: str, year: int) -> date:
    """Easter Sunday and Good Friday (Gregorian), and the American Thanksgiving of a year."""
    if name == "thanksgiving":
        first = date(year, 11, 1)
        return first + timedelta(days=(3 - first.weekday()) % 7 + 21)
    century = year // 100
    golden = year % 19
    moon = (19 * golden + century - century // 4 - (8 * century + 13) // 25 + 15) % 30
    moon -= (moon // 28) * (1 - (29 // (moon + 1)) * ((21 - golden) // 11))
    weekday = (year + year // 4 + moon + 2 - century + century // 4) % 7
    past_march = moon - weekday
    month = 3 + (past_march + 40) // 44
    day = past_march + 28 - 31 * (month // 4)
    return date(year, month, day) - timedelta(days=2 if name == "good friday" else 0)


def season_of(day: date) -> str:
    """The northern season (SP, SU, FA, WI) of a day, by whole months."""
    return {0: "WI", 1: "SP", 2: "SU", 3: "FA"}[day.month % 12 // 3]


def add_months(day: date, count: int) -> date:
    """The same day `count` months on, or the month's last day. Raises ValueError past year 9999."""
    number = day.year * 12 + day.month - 1 + count
    year, month = divmod(number, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def shift_by(day: date, unit: str, count: int) -> date:
    """The day `count` units on; clock units move whole days only."""
    if unit in CLOCK_UNITS:
        hours = {"hour": 1.0, "minute": 1 / 60, "second": 1 / 3600}[unit] * count
        return _shift_days(day, int(hours / 24))
    if unit in ("day", "week", "weekend", "fortnight"):
        return _shift_days(day, {"day": 1, "fortnight": 14}.get(unit, 7) * count)
    return add_months(day, count * _MONTHS[unit])


def _shift_days(day: date, count: int) -> date:
    return day + timedelta(days=count)


def duration_value(unit: str, count: float | None) -> str:
    """`P3D`, `PT20M`, `P2DE`; `PXY` where the count is not told."""
    if unit == "fortnight":
        unit, count = "week", None if count is None else count * 2
    letter = _UNIT_LETTERS[unit]
    clock = "T" if unit in CLOCK_UNITS else ""
    if count is None:
        return f"P{clock}X{letter}"
    whole = int(count)
    if count == whole:
        return f"P{clock}{whole}{letter}"
    smaller = {"Y": (12, "M"), "H": (60, "M"), "M": (60, "S"), "W": (7, "D"), "D": (24, "H")}
    if count - whole == 0.5 and letter in smaller and not (letter == "M" and not clock):
        factor, next_letter = smaller[letter]
        rest = f"{int(factor * 0.5)}{next_letter}"
        joint = "T" if letter == "D" else ""
        return f"P{clock}{whole or ''}{letter if whole else ''}{joint}{rest}"
    return f"P{clock}{count:g}{letter}"


def valid_day(year: int, month: int, day: int) -> date | None:
    """The day, or None where the calendar has none such (31 February)."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


_IMPOSSIBLE = re.compile(r"(?:\d{4}|XXXX)-(\d\d)-(\d\d)(?:T.*)?")


def is_impossible(value: str) -> bool:
    """Whether a TIMEX3 day exists in no calendar (without a year 29 February may be)."""
    found = _IMPOSSIBLE.fullmatch(value)
    if not found:
        return False
    year = 2000 if value.startswith("XXXX") else int(value[:4])
    return valid_day(year, int(found[1]), int(found[2])) is None
