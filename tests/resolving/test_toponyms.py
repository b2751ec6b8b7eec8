"""Which place is meant. Spans are given here; finding them is tested in tests/coding."""

from __future__ import annotations

import pytest

from whimbrel.reading.text import Reading, reading_of
from whimbrel.records import Place, Span, span_of
from whimbrel.resolving.toponyms import resolve


def spans_in(text: str, names: list[str]) -> list[Span]:
    found, at = [], 0
    for name in names:
        start = text.index(name, at)
        found.append(span_of(text, start, start + len(name)))
        at = start + len(name)
    return found


def places_in(text: str, names: list[str]) -> tuple[Place, ...]:
    words = text.replace(",", " ,").replace(".", " .").split()
    reading: Reading = reading_of(words, text=text)
    return resolve(reading, spans_in(text, names))


CASES = [
    # text, names in their order, (country, admin1) of the first
    ("Paris was quiet.", ["Paris"], ("FRA", "Île-de-France")),
    ("A fire in Paris, Texas, was put out.", ["Paris", "Texas"], ("USA", "Texas")),
    ("In Alexandria, La., a man was held.", ["Alexandria", "La."], ("USA", "Louisiana")),
    (
        "Tripoli shook as Beirut and Sidon in Lebanon slept.",
        ["Tripoli", "Beirut", "Sidon", "Lebanon"],
        ("LBN", None),
    ),
    ("Washington and New York are far apart.", ["Washington", "New York"], ("USA", None)),
    ("Georgia borders Armenia and Turkey.", ["Georgia", "Armenia", "Turkey"], ("GEO", None)),
    (
        "Georgia, Alabama and Florida were hit.",
        ["Georgia", "Alabama", "Florida"],
        ("USA", "Georgia"),
    ),
    ("Ships left the Black Sea.", ["Black Sea"], (None, None)),
    ("A blast shook Mosul in Nineveh province.", ["Mosul", "Nineveh province"], ("IRQ", None)),
]


@pytest.mark.parametrize(("text", "names", "expected"), CASES)
def test_the_right_candidate(
    text: str, names: list[str], expected: tuple[str | None, str | None]
) -> None:
    place = places_in(text, names)[0]
    assert place.country == expected[0]
    if expected[1] is not None:
        assert place.admin1 == expected[1]
    assert place.lat is not None
    assert place.lon is not None
    assert 0 < place.confidence <= 1


def test_a_place_that_no_list_has_stays_open_and_harms_nobody() -> None:
    unknown, known = places_in("From Qwertzuville to Nairobi.", ["Qwertzuville", "Nairobi"])
    assert unknown.text == "Qwertzuville"
    assert unknown == Place(start=5, end=17, text="Qwertzuville", confidence=0.0)
    assert known.country == "KEN"
    assert known.precision == "city"


def test_adjectives_are_their_country() -> None:
    (place,) = places_in("Syrian troops came.", ["Syrian"])
    assert (place.country, place.precision) == ("SYR", "country")


def test_adjectives_of_continents_are_the_continent_and_peoples_are_no_towns() -> None:
    european, asian, arab, kurdish = places_in(
        "European and Asian traders met Arab and Kurdish ones.",
        ["European", "Asian", "Arab", "Kurdish"],
    )
    assert (european.name, asian.name) == ("Europe", "Asia")
    assert (arab.name, kurdish.name) == (None, None)


def test_a_countrys_own_name_is_not_its_capital() -> None:
    capital, country = places_in(
        "Mexico City was calm, but Mexico protested.", ["Mexico City", "Mexico"]
    )
    assert (capital.precision, country.precision) == ("city", "country")


def test_seats_of_power_are_where_they_stand_and_large_divisions_have_their_own_middle() -> None:
    house, columbia = places_in(
        "The White House and British Columbia.", ["White House", "British Columbia"]
    )
    assert (house.country, house.precision) == ("USA", "point")
    assert (columbia.lat, columbia.lon) == (54.0, -125.0)


def test_short_capitals_are_no_towns() -> None:
    (place,) = places_in("The EU met.", ["EU"])
    assert (place.geonameid, place.lat) == (None, None)


def test_answers_keep_the_order_asked_for() -> None:
    text = "Cairo and Lima."
    cairo, lima = spans_in(text, ["Cairo", "Lima"])
    reading = reading_of("Cairo and Lima .".split(), text=text)
    assert [place.text for place in resolve(reading, [lima, cairo])] == ["Lima", "Cairo"]
    assert resolve(reading, []) == ()


def test_one_name_means_one_place_in_a_text() -> None:
    text = "Springfield, Illinois, is proud. Springfield wins."
    places = places_in(text, ["Springfield", "Illinois", "Springfield"])
    assert places[0].admin1 == places[2].admin1 == "Illinois"


def test_the_country_of_an_unknown_place_is_guessed_where_one_leads() -> None:
    text = "Troops left Qwertzuville. Nairobi, Kisumu and Mombasa were calm."
    unknown, *_ = places_in(text, ["Qwertzuville", "Nairobi", "Kisumu", "Mombasa"])
    assert (unknown.geonameid, unknown.lat, unknown.country) == (None, None, "KEN")
    assert unknown.confidence < 0.5
