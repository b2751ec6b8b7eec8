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


TOLL = [("12", "killed"), ("30", "wounded"), ("4000", "displaced"), ("15", "arrested")]
TABLES = {
    "bars": (
        "Casualties by province\n\n"
        "Province | Killed | Wounded | Displaced | Arrested\nHoms | 12 | 30 | 4000 | 15\n",
        TOLL,
    ),
    "tabs": (
        "The ministry gave these figures.\n\n"
        "Province\tKilled\tWounded\tDisplaced\tArrested\nHoms\t12\t30\t4000\t15\n",
        TOLL,
    ),
    "gaps": (
        "Province   Killed   Wounded   Displaced   Arrested\n"
        "Homs       12       30        4000        15\n",
        TOLL,
    ),
    "rows": (
        "| | Homs | Aleppo |\n|---|---|---|\n| Killed | 12 | 7 |\n"
        "| Arrested | 30 | 22 (2 girls) |\n| Houses | 300 | 220 |\n",
        [
            *(("12", "killed"), ("7", "killed"), ("30", "arrested"), ("22", "arrested")),
            *(("2", "other"), ("300", "other"), ("220", "other")),
        ],
    ),
    "list": (
        "Toll of the week\n\nKilled: 12\nWounded: 30\nArrested: 15\nHouses: 40\n",
        [("12", "killed"), ("30", "wounded"), ("15", "arrested"), ("40", "other")],
    ),
    "nothing told": (
        "Year | Attacks | Killed or wounded | Arrests\n2011 | 34 | 400 | 7\n2012 | 21 | 300 | 9\n",
        [
            *(("34", "other"), ("400", "other"), ("7", "arrested")),
            *(("21", "other"), ("300", "other"), ("9", "arrested")),
        ],
    ),
    "prose": (
        "The war has cost many lives.  12 soldiers died.\nPolice came.  30 men were arrested.\n",
        [("12", "killed"), ("30", "arrested")],
    ),
}


@pytest.mark.parametrize("name", sorted(TABLES))
def test_the_head_of_column_or_row_says_what_a_cell_counts(reader: Reader, name: str) -> None:
    text, counted = TABLES[name]
    found = quantities(reader.read(Document(id="d", text=text)))
    assert [(each.text, each.what) for each in found] == counted
