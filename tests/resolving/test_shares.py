"""Who a country's part of a shared plural is, on real readings."""

from __future__ import annotations

import pytest

from whimbrel.reading.parse import Reader
from whimbrel.records import Document, span_of
from whimbrel.resolving.actors import describe

DAY = "2021-05-05"
CASES = [
    # text, country as written, name, country, a sector
    ("The presidents of Serbia and Kosovo met.", "Kosovo", "Vjosa Osmani", "XKX", "GOV"),
    ("The Armenian and Azerbaijani presidents met.", "Azerbaijani", "Ilham Aliyev", "AZE", "GOV"),
    ("The armies of Armenia and Azerbaijan met in May.", "Armenia", "Army (Armenia)", "ARM", "MIL"),
    ("Officials from Mali and Niger met.", "Niger", "Officials from Niger", "NER", "GOV"),
    (
        "The presidents of Serbia and Kosovo met.",
        "The presidents of Serbia",
        "Aleksandar Vučić",
        "SRB",
        "GOV",
    ),
    ("Greek and Turkish envoys met.", "Turkish envoys", "Turkish envoys", "TUR", "GOV"),
    # Leaders without "the" may be many.
    ("Greek and Turkish leaders met.", "Turkish", "Turkish leaders", "TUR", "GOV"),
    # No share: the country itself.
    ("Serbia and Kosovo met.", "Kosovo", "Kosovo", "XKX", None),
]


@pytest.mark.parametrize(("text", "owner", "name", "country", "sector"), CASES)
def test_a_part_is_what_the_plural_says_of_the_country(
    reader: Reader, text: str, owner: str, name: str, country: str, sector: str | None
) -> None:
    reading = reader.read(Document(id="d", text=text, published=DAY))
    start = text.index(owner)
    found = describe(reading, span_of(text, start, start + len(owner)), published=DAY)
    assert (found.text, found.name, found.country) == (owner, name, country)
    assert found.sectors == ((sector,) if sector else ())


def test_all_together_are_of_no_one_country(reader: Reader) -> None:
    text = "The presidents of Serbia and Kosovo met."
    reading = reader.read(Document(id="d", text=text, published=DAY))
    found = describe(reading, span_of(text, 0, text.index(" met")), published=DAY)
    assert (found.country, found.sectors) == (None, ("GOV",))
