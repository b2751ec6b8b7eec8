"""What is counted, read with the real pipeline."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from whimbrel.coding.quantities import quantities
from whimbrel.reading.parse import Reader
from whimbrel.reading.text import reading_of
from whimbrel.records import Document, Quantity

CASES = tomllib.loads((Path(__file__).parent / "quantities.toml").read_text(encoding="utf-8"))[
    "case"
]


def row(quantity: Quantity) -> list[Any]:
    seen = (quantity.text, quantity.what, quantity.low, quantity.high, quantity.unit)
    return ["" if value is None else value for value in seen]


@pytest.mark.parametrize("case", CASES, ids=[case["text"][:40] for case in CASES])
def test_case(case: dict[str, Any], reader: Reader) -> None:
    reading = reader.read(Document(id="d", text=case["text"]))
    assert [row(quantity) for quantity in quantities(reading)] == case["quantities"]


def test_a_part_names_its_whole(reader: Reader) -> None:
    text = "Police hold 61 people, eleven of them minors."
    whole, part = quantities(reader.read(Document(id="d", text=text)))
    assert (whole.id, part.id, part.part_of) == ("q0", "q1", "q0")


def test_what_befell_them_comes_from_the_verb_over_the_noun() -> None:
    words = "Rebels detained 20 soldiers".split()
    reading = reading_of(
        words,
        heads=[1, 1, 3, 1],
        deps=["nsubj", "ROOT", "nummod", "dobj"],
        pos=["NOUN", "VERB", "NUM", "NOUN"],
        lemmas=["rebel", "detain", "20", "soldier"],
    )
    (quantity,) = quantities(reading)
    assert (quantity.what, quantity.low, quantity.unit) == ("arrested", 20, "persons")


def test_an_empty_reading_has_none() -> None:
    assert quantities(reading_of([])) == ()
