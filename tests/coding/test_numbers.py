"""Numbers in digits and words."""

from __future__ import annotations

import pytest

from whimbrel.coding.numbers import numbers_in, spelled_value


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("1,200 men", [("1,200", 1200, 1200)]),
        ("1,00,000 rupees and 1.000.000 pesos", [("1,00,000", 1e5, 1e5), ("1.000.000", 1e6, 1e6)]),
        ("$2.55bn or 11 billion", [("2.55bn", 2.55e9, 2.55e9), ("11 billion", 11e9, 11e9)]),
        ("40 lakh crore", [("40 lakh crore", 4e13, 4e13)]),
        ("two hundred and six", [("two hundred and six", 206, 206)]),
        ("two and three", [("two", 2, 2), ("three", 3, 3)]),
        ("Sixty-four voted", [("Sixty-four", 64, 64)]),
        ("a hundred, half a dozen", [("a hundred", 100, 100), ("half a dozen", 6, 6)]),
        ("dozens, several", [("dozens", 24, 99), ("several", 3, 9)]),
        ("hundreds of thousands", [("hundreds of thousands", 200000, 999999)]),
        ("tens of thousands", [("tens of thousands", 20000, 99999)]),
        ("5 1/2 hours", [("5 1/2", 5.5, 5.5)]),
        (
            "a third, two thirds",
            [("a third", 33.333333, 33.333333), ("two thirds", 66.666667, 66.666667)],
        ),
        ("the M23 fired an AK-47 in his 30s on the 12th", []),
        ("12345678901234567890123", []),
        ("3/5, 10:35", []),
    ],
)
def test_numbers(text: str, found: list[tuple[str, float, float]]) -> None:
    assert [(text[n.start : n.end], n.low, n.high) for n in numbers_in(text)] == found


def test_spelled_values_add_up() -> None:
    assert spelled_value("one million two hundred thousand and six") == 1_200_006
