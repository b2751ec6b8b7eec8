"""Calendar periods and TIMEX3 values."""

from __future__ import annotations

from datetime import date

import pytest

from whimbrel.coding.timex.calendar import (
    Grain,
    Period,
    add_months,
    duration_value,
    is_impossible,
    movable_feast,
    period_at,
)


@pytest.mark.parametrize(
    ("grain", "value", "last"),
    [
        ("day", "2012-01-05", "2012-01-05"),
        ("week", "2012-W01", "2012-01-08"),
        ("weekend", "2012-W01-WE", "2012-01-08"),
        ("month", "2012-01", "2012-01-31"),
        ("quarter", "2012-Q1", "2012-03-31"),
        ("half", "2012-H1", "2012-06-30"),
        ("season", "2011-WI", "2012-02-29"),
        ("year", "2012", "2012-12-31"),
        ("decade", "201", "2019-12-31"),
        ("century", "20", "2099-12-31"),
    ],
)
def test_periods_around_a_day(grain: Grain, value: str, last: str) -> None:
    period = period_at(grain, date(2012, 1, 5))
    assert (period.value, period.last.isoformat()) == (value, last)
    assert period.shift(1).first.toordinal() > period.last.toordinal() or grain == "weekend"
    assert period.shift(3).shift(-3) == period


def test_a_month_on_from_the_31st_is_the_months_last_day() -> None:
    assert add_months(date(2012, 1, 31), 1) == date(2012, 2, 29)
    assert add_months(date(2012, 1, 31), -2) == date(2011, 11, 30)


def test_periods_end_with_the_calendar() -> None:
    assert Period("year", date(9999, 1, 1)).last == date.max


@pytest.mark.parametrize(
    ("unit", "count", "value"),
    [
        ("day", 3, "P3D"),
        ("minute", 20, "PT20M"),
        ("fortnight", 1, "P2W"),
        ("year", None, "PXY"),
        ("hour", None, "PTXH"),
        ("year", 2.5, "P2Y6M"),
        ("hour", 5.5, "PT5H30M"),
        ("hour", 0.5, "PT30M"),
        ("decade", 2, "P2DE"),
    ],
)
def test_durations(unit: str, count: float | None, value: str) -> None:
    assert duration_value(unit, count) == value


@pytest.mark.parametrize(
    ("name", "year", "day"),
    [
        ("easter", 2012, "2012-04-08"),
        ("easter", 2019, "2019-04-21"),
        ("easter", 2024, "2024-03-31"),
        ("good friday", 2023, "2023-04-07"),
        ("thanksgiving", 2011, "2011-11-24"),
    ],
)
def test_movable_feasts(name: str, year: int, day: str) -> None:
    assert movable_feast(name, year).isoformat() == day


@pytest.mark.parametrize(
    ("value", "impossible"),
    [
        ("2011-02-29", True),
        ("XXXX-02-30", True),
        ("2012-02-29", False),
        ("XXXX-02-29", False),
        ("2012-02", False),
        ("2012-13-01T10:00", True),
    ],
)
def test_impossible_days(value: str, impossible: bool) -> None:
    assert is_impossible(value) is impossible
