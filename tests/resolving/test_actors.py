"""Country and sectors of parties, on real readings."""

from __future__ import annotations

import pytest

from whimbrel.reading.parse import Reader
from whimbrel.records import Document, Participant, span_of
from whimbrel.resolving.actors import describe, new_id


def described(
    reader: Reader, text: str, phrase: str, published: str | None = "2012-01-04", n: int = 0
) -> Participant:
    reading = reader.read(Document(id="d", text=text, published=published))
    start = -1
    for _ in range(n + 1):
        start = text.index(phrase, start + 1)
    return describe(reading, span_of(text, start, start + len(phrase)), published=published)


CASES = [
    # text, phrase, country, a sector (or null for none)
    ("Iraqi police arrested two men.", "Iraqi police", "IRQ", "COP"),
    ("Turkish warplanes bombed rebel camps.", "Turkish warplanes", "TUR", "MIL"),
    ("A Colombian lawmaker accused the army.", "A Colombian lawmaker", "COL", "LEG"),
    ("Rebels in Darfur attacked a convoy.", "Rebels", "SDN", "REB"),
    ("Hezbollah condemned the raid.", "Hezbollah", "LBN", "REB"),
    ("The Kremlin denied the report.", "The Kremlin", "RUS", "GOV"),
    ("Moscow denied the report.", "Moscow", "RUS", "GOV"),
    ("Kenya signed the treaty.", "Kenya", "KEN", None),
    ("U.N. peacekeepers left the town.", "U.N. peacekeepers", None, "MIL"),
    ("The African Union sent envoys.", "The African Union", None, "IGO"),
    ("Somali pirates seized a ship.", "Somali pirates", "SOM", "CRM"),
    ("Ethnic Albanians marched in Serbia.", "Ethnic Albanians", "SRB", "CVL"),
    ("Peru's foreign minister resigned.", "Peru's foreign minister", "PER", "GOV"),
]


@pytest.mark.parametrize(("text", "phrase", "country", "sector"), CASES)
def test_country_and_sector(
    reader: Reader, text: str, phrase: str, country: str | None, sector: str | None
) -> None:
    found = described(reader, text, phrase)
    assert found.country == country
    assert (sector in found.sectors) if sector else found.sectors == ()
    assert found.text == phrase
    assert 0 < found.confidence <= 1


def test_a_person_takes_office_and_country_from_the_title(reader: Reader) -> None:
    text = "Zambian Foreign Minister Chola Mwape met the press. Mwape said little."
    found = described(reader, text, "Chola Mwape")
    assert (found.country, found.sectors, found.name) == ("ZMB", ("GOV",), "Chola Mwape")
    again = described(reader, text, "Mwape", n=1)
    assert (again.country, again.sectors, again.name) == ("ZMB", ("GOV",), "Chola Mwape")
    assert again.actor_id == found.actor_id == new_id("Chola Mwape")


def test_offices_are_those_of_the_day(reader: Reader) -> None:
    text = "Nouri al-Maliki spoke on Wednesday."
    then = described(reader, text, "Nouri al-Maliki", "2012-01-04")
    assert (then.actor_id, then.country, then.sectors) == ("maliki", "IRQ", ("GOV",))
    later = described(reader, text, "Nouri al-Maliki", "2016-01-04")
    assert later.sectors == ("ELI",)


def test_what_the_document_alone_tells_is_less_sure(reader: Reader) -> None:
    text = "Clashes went on in Peru on Friday. The government blamed nobody."
    found = described(reader, text, "The government")
    assert (found.country, found.sectors) == ("PER", ("GOV",))
    assert found.confidence <= 0.5


def test_nothing_known_stays_open(reader: Reader) -> None:
    found = described(reader, "Gunmen fired at a bus.", "Gunmen", None)
    assert (found.country, found.sectors, found.actor_id) == (None, ("UAF",), None)


def test_new_ids_are_stable_and_apart() -> None:
    assert new_id("Front of the North") == new_id("front of the north")
    assert new_id("Front of the North") != new_id("Front of the South")
    assert new_id("police", "PER") != new_id("police", "KEN")
