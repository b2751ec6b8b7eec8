"""Finding names of places and telling their uses apart, on real readings."""

from __future__ import annotations

from itertools import pairwise

import pytest

from whimbrel.coding.places import names_of_places, toponyms
from whimbrel.reading.parse import Reader
from whimbrel.reading.text import reading_of
from whimbrel.records import Document
from whimbrel.resolving.gazetteer import open_gazetteer

CASES = [
    # text, places meant as locations
    ("Shells fell on Homs and Aleppo on Monday.", ["Homs", "Aleppo"]),
    ("BAGHDAD - The withdrawal was completed on Sunday.", ["BAGHDAD"]),
    ("Two men were killed in Anbar Province.", ["Anbar Province"]),
    ("Police searched houses in the Kelbajar district.", ["Kelbajar district"]),
    ("Farmers fled to Nairobi from Garissa.", ["Nairobi", "Garissa"]),
    ("A plane landed near Qwertzuville.", ["Qwertzuville"]),
    ("Moscow said it would not attend.", []),
    ("Syrian troops left the base.", []),
    ("China's foreign ministry protested.", []),
    ("She teaches at the University of Basel.", []),
    ("In March and May the talks stalled.", []),
    ("The court met on Tuesday.", []),
]


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_locations(reader: Reader, text: str, expected: list[str]) -> None:
    reading = reader.read(Document(id="d", text=text))
    found = toponyms(reading, known=open_gazetteer())
    assert [span.text for span in found] == expected
    assert all(text[span.start : span.end] == span.text for span in found)


@pytest.mark.parametrize(
    ("text", "name", "use"),
    [
        ("Moscow said it would not attend.", "Moscow", "standin"),
        ("Syrian troops left the base.", "Syrian", "adjective"),
        ("She teaches at the University of Basel.", "Basel", "embedded"),
        ("Rain fell in Basel.", "Basel", "location"),
    ],
)
def test_uses(reader: Reader, text: str, name: str, use: str) -> None:
    reading = reader.read(Document(id="d", text=text))
    found = {text[n.start : n.end]: n.use for n in names_of_places(reading, known=open_gazetteer())}
    assert found[name] == use
    wide = [span.text for span in toponyms(reading, known=open_gazetteer(), wide=True)]
    assert name in wide


def test_without_a_gazetteer_the_name_finder_is_believed() -> None:
    reading = reading_of(
        "Rain fell in Zedburg .".split(),
        [1, 1, 1, 2, 1],
        ["nsubj", "ROOT", "prep", "pobj", "punct"],
        pos=["NOUN", "VERB", "ADP", "PROPN", "PUNCT"],
        tags=["NN", "VBD", "IN", "NNP", "."],
        names=[(3, 3, "GPE")],
    )
    assert [span.text for span in toponyms(reading)] == ["Zedburg"]


def test_names_do_not_overlap_and_follow_the_text(reader: Reader) -> None:
    text = "From Homs, Syria, to Paris, Texas, and New York City, people sang. " * 3
    reading = reader.read(Document(id="d", text=text))
    found = names_of_places(reading, known=open_gazetteer())
    assert all(a.end <= b.start for a, b in pairwise(found))
    assert len(found) >= 15


@pytest.mark.parametrize("text", ["", " ", "?", "IN", "1 2 3 4", "—"])
def test_little_text_is_no_trouble(reader: Reader, text: str) -> None:
    reading = reader.read(Document(id="d", text=text))
    assert toponyms(reading, known=open_gazetteer()) == ()
