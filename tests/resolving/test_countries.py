from __future__ import annotations

import pytest

from whimbrel.resolving.countries import (
    countries,
    country_by_code,
    country_of_adjective,
    country_of_capital,
    country_of_name,
    country_of_standin,
)
from whimbrel.resolving.folding import fold


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("St. Barthélemy", "saint barthelemy"),
        ("Saint-Barthelemy", "saint barthelemy"),
        ("Sana'a", "sanaa"),
        ("Łódź", "lodz"),
        ("The Gambia", "gambia"),
        ("U.S.", "us"),
        ("Trinidad & Tobago", "trinidad and tobago"),
        ("St", "st"),
        ("", ""),
    ],
)
def test_one_key_for_the_spellings_of_a_name(name: str, key: str) -> None:
    assert fold(name) == key


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Iraq", "IRQ"),
        ("the Ivory Coast", "CIV"),
        ("Côte d'Ivoire", "CIV"),
        ("DR Congo", "COD"),
        ("US", "USA"),
        ("U.S.", "USA"),
        ("us", None),
        ("car", None),
        ("Kosovo", "XKX"),
        ("Atlantis", None),
        ("", None),
    ],
)
def test_countries_by_name(text: str, code: str | None) -> None:
    assert country_of_name(text) == code


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Iraqi", "IRQ"),
        ("Iraqis", "IRQ"),
        ("Danes", "DNK"),
        ("Dutch", "NLD"),
        ("Burkinabè", "BFA"),
        ("South Korean", "KOR"),
        ("Nigerien", "NER"),
        ("Nigerian", "NGA"),
        ("Martian", None),
    ],
)
def test_countries_by_adjective_and_people(text: str, code: str | None) -> None:
    assert country_of_adjective(text) == code


def test_capitals_and_standins() -> None:
    assert country_of_capital("Rangoon") == "MMR"
    assert country_of_standin("the Kremlin") == "RUS"
    assert country_of_standin("Foggy Bottom") == "USA"


def test_the_table_is_whole() -> None:
    codes = [country.alpha3 for country in countries()]
    assert len(codes) == len(set(codes)) == len(country_by_code())
    for country in countries():
        assert (len(country.alpha3), len(country.alpha2)) == (3, 2)
        assert abs(country.lat) <= 90
        assert abs(country.lon) <= 180
        assert country_of_name(country.name) == country.alpha3
