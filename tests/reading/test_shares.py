"""Plurals that several countries share, on real readings."""

from __future__ import annotations

import pytest

from whimbrel.reading.parse import Reader
from whimbrel.reading.shares import owners, share_of
from whimbrel.records import Document

CASES = [
    # text, plural, the countries of each of which it names its own
    ("The foreign ministers of Armenia and Azerbaijan met.", "ministers", "Armenia Azerbaijan"),
    ("The leaders of India, Pakistan and China met.", "leaders", "India Pakistan China"),
    ("Officials from Mali and Niger met.", "Officials", "Mali Niger"),
    ("The Armenian and Azerbaijani presidents met.", "presidents", "Armenian Azerbaijani"),
    # Of one country, of what is no country, told of a number of them, or a people's own name.
    ("The ministers of Armenia met.", "ministers", ""),
    ("The ministers of defence and finance met.", "ministers", ""),
    ("The president of Armenia and Azerbaijan met.", "president", ""),
    ("Protesters in Egypt and Tunisia marched.", "Protesters", ""),
    ("Twelve soldiers from France and Germany died.", "soldiers", ""),
    ("Greek and Turkish Cypriots met.", "Cypriots", ""),
]


@pytest.mark.parametrize(("text", "noun", "countries"), CASES)
def test_each_country_owns_its_part(reader: Reader, text: str, noun: str, countries: str) -> None:
    reading = reader.read(Document(id="d", text=text))
    (head,) = (token.i for token in reading.tokens if token.text == noun)
    found = owners(reading, head)
    assert [reading.tokens[i].text for i in found] == countries.split()
    for owner in found:
        share = share_of(reading, owner)
        assert share is not None
        assert (share.owner, share.noun) == (owner, head)


def test_a_country_that_owns_nothing_has_no_part(reader: Reader) -> None:
    reading = reader.read(Document(id="d", text="The ministers met in Armenia and Azerbaijan."))
    assert [share_of(reading, token.i) for token in reading.tokens] == [None] * 8
