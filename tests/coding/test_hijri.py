"""Days of the lunar and solar Hijri calendars."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest

from whimbrel.coding.timex.hijri import Calendar, Days, day_of, month_of, year_at


@pytest.mark.parametrize(
    ("told", "day"),
    [
        ((1357, 11, 22), "1979-02-11"),
        ((1305, 1, 1), "1926-03-22"),
        ((1399, 12, 30), "2021-03-20"),
        ((1403, 1, 1), "2024-03-20"),
        ((1404, 1, 1), "2025-03-21"),
    ],
)
def test_a_solar_day_is_exact(told: tuple[int, int, int], day: str) -> None:
    assert day_of("solar", *told) == Days(date.fromisoformat(day), date.fromisoformat(day))


@pytest.mark.parametrize(
    ("told", "day"),
    [
        ((1445, 9, 1), "2024-03-11"),
        ((1433, 12, 9), "2012-10-25"),
        ((1400, 1, 1), "1979-11-21"),
        ((1, 1, 1), "0622-07-19"),
    ],
)
def test_a_lunar_day_may_be_a_day_off(told: tuple[int, int, int], day: str) -> None:
    found = day_of("lunar", *told)
    assert found is not None
    assert found.middle == date.fromisoformat(day)
    assert (found.last - found.first).days == 2


@pytest.mark.parametrize("calendar", ["lunar", "solar"])
def test_months_follow_one_another(calendar: Calendar) -> None:
    months = [
        month_of(calendar, year, month) for year in range(1300, 1500) for month in range(1, 13)
    ]
    overlap = 2 if calendar == "lunar" else 0
    for before, after in pairwise(months):
        assert after.first == before.last + timedelta(days=1 - overlap)
        assert 29 <= (before.last - before.first).days + 1 - overlap <= 31
        assert abs(year_at(calendar, before.middle) - 1300) <= 200


@pytest.mark.parametrize(
    ("calendar", "told"),
    [("solar", (1400, 12, 30)), ("solar", (1400, 7, 31)), ("lunar", (1445, 9, 31))],
)
def test_a_day_that_the_calendar_lacks_is_none(
    calendar: Calendar, told: tuple[int, int, int]
) -> None:
    assert day_of(calendar, *told) is None


@pytest.mark.parametrize(
    ("days", "value"),
    [
        (("2024-03-24", "2024-03-26"), "2024-03"),
        (("2024-03-30", "2024-04-01"), "2024"),
        (("2024-12-31", "2025-01-02"), "202"),
        (("2024-03-24", "2024-03-24"), "2024-03-24"),
    ],
)
def test_the_value_holds_all_days(days: tuple[str, str], value: str) -> None:
    assert Days(*map(date.fromisoformat, days)).value == value
