"""Figures: units, hedges and ranges, without any parse."""

from __future__ import annotations

import pytest

from whimbrel.coding.figures import figures_in
from whimbrel.records import span_of


@pytest.mark.parametrize(
    ("text", "span", "low", "high", "unit", "hedge"),
    [
        ("at least 14 people", "14", 14, None, None, "at least"),
        ("No fewer than twelve died", "twelve", 12, None, None, "No fewer than"),
        ("as many as 300 marched", "300", None, 300, None, "as many as"),
        ("up to 45 litres fell", "45 litres", None, 45, "litres", "up to"),
        ("nearly $11 billion", "$11 billion", 11e9, 11e9, "USD", "nearly"),
        (
            "between 1.5 and 1.6 million tonnes",
            "1.5 and 1.6 million tonnes",
            1.5e6,
            1.6e6,
            "tonnes",
            "between",
        ),
        ("20 to 30 percent", "20 to 30 percent", 20, 30, "percent", None),
        ("some 140 km away", "140 km", 140, 140, "km", "some"),
        ("by a fifth since then", "a fifth", 20, 20, "percent", None),
        ("more than half of them", "half", 50, None, "percent", "more than"),
        ("half a per cent", "half a per cent", 0.5, 0.5, "percent", None),
        ("minus four degrees", "minus four degrees", -4, -4, "degrees", None),
        ("a quake above magnitude 5", "5", 5, None, "magnitude", "above"),
        ("EUR 3 million in aid", "EUR 3 million", 3e6, 3e6, "EUR", None),
        ("40 million pesos in Manila, Philippines", "40 million pesos", 4e7, 4e7, "PHP", None),
        ("40 million pesos", "40 million pesos", 4e7, 4e7, "pesos", None),
        ("24 cents a kilo in Spain", "24 cents", 0.24, 0.24, "EUR", None),
        ("twice as fast", "twice", 2, 2, "times", None),
        ("20 or more were hurt", "20", 20, None, None, "or more"),
        ("they handed over 200 rifles", "200", 200, 200, None, None),
    ],
)
def test_figure(
    text: str, span: str, low: float | None, high: float | None, unit: str | None, hedge: str | None
) -> None:
    (figure,) = figures_in(text, ())
    seen = (text[figure.start : figure.end], figure.low, figure.high, figure.unit, figure.hedge)
    assert seen == (span, low, high, unit, hedge)


def test_from_and_to_of_a_change_are_two_figures() -> None:
    text = "rose from 20 to 30 boats"
    assert [text[f.start : f.end] for f in figures_in(text, ())] == ["20", "30"]


def test_numbers_inside_times_are_no_figures() -> None:
    text = "On 3 May 14 men left"
    assert [text[f.start : f.end] for f in figures_in(text, [span_of(text, 3, 8)])] == ["14"]
