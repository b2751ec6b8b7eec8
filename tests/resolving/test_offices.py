"""Who held which office when, and who is meant by an office on a day."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from whimbrel.resolving.entries import Spell
from whimbrel.resolving.offices import (
    called_so,
    holders,
    is_gone,
    is_held,
    left_lately,
    named_holders,
    office_at,
    turn_told,
)
from whimbrel.resolving.register_files import DATA, rows
from whimbrel.resolving.transliteration import same_sound


def spell(from_: str | None, to: str | None, source: str = "unverified") -> Spell:
    return Spell(office="president", country="FRA", of=None, from_=from_, to=to, source=source)


@pytest.mark.parametrize(
    ("office", "place", "day", "expected"),
    [
        ("prime minister", "IRQ", "2012-05-01", ["maliki"]),
        ("prime minister", "IRQ", "2024-05-01", ["sudani"]),
        ("prime minister", "IRQ", "2014-09-08", ["abadi"]),
        ("president", "RUS", "2010-01-01", ["medvedev"]),
        ("president", "LBN", "2015-01-01", []),
        ("secretary-general", "un", "2010-01-01", ["ban"]),
        # The word of the text is another than the country's own.
        ("prime minister", "DEU", "2019-01-01", ["merkel"]),
        ("foreign minister", "USA", "2010-01-01", ["hclinton"]),
        ("leader", "PRK", "2015-01-01", ["kimjongun"]),
        # The change is known to the month only: both.
        ("defence minister", "TUR", "2015-07-05", ["ismet-yilmaz-tur", "vecdi-gonul-tur"]),
        ("prime minister", "ZZZ", "2015-01-01", []),
        # Father and son, and others whom name and country alone would make one.
        ("president", "USA", "1991-01-01", ["george-h-w-bush"]),
        ("president", "USA", "2005-01-01", ["george-w-bush"]),
        ("prime minister", "CHN", "2024-01-01", ["li-qiang-chn"]),
        ("prime minister", "CAN", "2025-06-01", ["mark-carney-can"]),
        ("prime minister", "TWN", "1995-01-01", ["lien-chan-twn"]),
        ("prime minister", "TWN", "2018-01-01", ["lai-ching-te-twn"]),
        ("president", "LVA", "2012-01-01", ["andris-berzins-president-lva"]),
        # The one who leads is the president, or the head of government, or nobody for certain.
        ("leader", "UKR", "1996-01-01", ["leonid-kuchma-ukr"]),
        ("leader", "CAN", "2016-01-01", ["justin-trudeau-can"]),
        ("leader", "DEU", "2016-01-01", ["merkel"]),
        ("leader", "POL", "2016-01-01", []),
        ("head of state", "IRN", "2015-01-01", ["khamenei"]),
    ],
)
def test_who_held_it(office: str, place: str, day: str, expected: list[str]) -> None:
    assert sorted(each.actor.id for each in holders(office, place, day)) == sorted(expected)


def test_between_two_days_all_are_told() -> None:
    found = holders("prime minister", "IRQ", "2014-01-01", "2014-12-31")
    assert {each.actor.id for each in found} == {"maliki", "abadi"}


@pytest.mark.parametrize(
    ("given", "day", "expected"),
    [
        (spell("2001-01-01", "2005-06-30"), "2005-06-29", True),
        (spell("2001-01-01", "2005-06-30"), "2005-06-30", False),
        (spell("2001-01-01", "2005-06"), "2005-06-30", True),
        (spell("2001-01-01", "2005-06"), "2005-07-01", False),
        (spell("2001", None), "2001-01-01", True),
        (spell("2001", None), "2000-12-31", False),
        (spell("2001", None), "2030-01-01", True),
        # A source that looked no further does not say that somebody is in office still.
        (spell("2001-01-01", None, "phoenix"), "2005-01-01", True),
        (spell("2001-01-01", None, "phoenix"), "2019-01-01", False),
    ],
)
def test_when_it_is_held(given: Spell, day: str, expected: bool) -> None:
    assert is_held(given, day) is expected


@pytest.mark.parametrize(
    ("name", "place", "office", "expected"),
    [
        ("Nouri Al Maliki", "IRQ", None, {"maliki"}),
        ("Yatseniuk", "UKR", "prime minister", {"arseniy-yatsenyuk-ukr"}),
        ("Kerry", None, "secretary of state", {"kerry"}),
        ("Sharif", "PAK", "prime minister", {"sharif", "shehbaz-sharif-pak"}),
        ("Kerry", "FRA", None, set()),
        ("Jim Crow", "USA", None, set()),
        ("John Gorra", "USA", None, set()),
        ("Bilawal Bhutto", "PAK", None, {"bilawal-bhutto-zardari-pak"}),
    ],
)
def test_by_name(name: str, place: str | None, office: str | None, expected: set[str]) -> None:
    assert {each.actor.id for each in named_holders(name, place, office)} == expected


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("the iraqi prime minister", ("prime minister", 2)),
        ("u.s. secretary of state", ("secretary of state", 1)),
        ("british foreign secretary", ("foreign minister", 1)),
        ("vice president", ("vice president", 0)),
        ("the mayor", None),
    ],
)
def test_offices_in_words(words: str, expected: tuple[str, int] | None) -> None:
    assert office_at(words.split(), len(words.split())) == expected


@pytest.mark.parametrize(
    ("name", "place", "office", "expected"),
    [
        ("Abdullah", "MYS", "prime minister", {"abdullah-ahmad-badawi-mys"}),
        ("Retno", None, "foreign minister", {"retno-marsudi-idn"}),
        ("Retno", "MYS", "foreign minister", set()),
    ],
)
def test_by_any_word_of_the_name(
    name: str, place: str | None, office: str, expected: set[str]
) -> None:
    assert {each.actor.id for each in called_so(name, place, office)} == expected


def test_who_has_just_left() -> None:
    left = left_lately("president", "GEO", "2003-11-20", "2003-11-24")
    assert [each.actor.id for each in left] == ["eduard-shevardnadze-geo"]
    assert left_lately("president", "GEO", "2003-11-01", "2003-11-20") == ()


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("he was sworn in on friday.", "new"),
        ("the president, who resigned on sunday, flew home.", "outgoing"),
        ("she was sworn in after he had resigned.", None),
        ("he spoke of rice.", None),
    ],
)
def test_a_sentence_tells_of_coming_or_leaving(sentence: str, expected: str | None) -> None:
    told = turn_told(sentence)
    assert (told.value if told else None) == expected


def test_states_that_are_no_more() -> None:
    assert is_gone("the Soviet Union", "1997-09-10")
    assert not is_gone("Soviet", "1991-03-04")
    assert not is_gone("Iraqi", "1997-09-10")


def test_right_before_a_name_more_words_are_an_office() -> None:
    assert office_at(["secretary"], 1) is None
    assert office_at(["secretary"], 1, before_name=True) == ("cabinet secretary", 0)


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("Nuri al-Maliki", "Nouri Al Maliki", True),
        ("Muammar Qaddafi", "Moammar Gadhafi", True),
        ("Volodymyr Zelenskyy", "Zelensky", True),
        ("Mohamed Morsi", "Muhammad Mursi", True),
        ("Yuliya Tymoshenko", "Yulia Timoshenko", True),
        ("Hamad bin Khalifa Al Thani", "Khalifa bin Hamad Al Thani", False),
        ("Slobodan Milosevich", "Slobodan Milošević", True),
        ("Hasan Rowhani", "Hassan Rouhani", True),
        ("Abd-al-Fattah Burhan", "Abdel Fattah al-Burhan", True),
        ("Abdul Aziz Bouteflika", "Abdelaziz Bouteflika", True),
        ("Rafic Hariri", "Rafiq Hariri", True),
        ("Ben Johnson", "Boris Johnson", False),
        ("Junichiro Koizumi", "Shinjiro Koizumi", False),
        ("Rami Maliki", "Nouri al-Maliki", False),
        ("Kim Jong Il", "Kim Jong Un", False),
        ("Lee Sang-hee", "Lee Hoi Chang", False),
    ],
)
def test_names_that_sound_alike(one: str, other: str, expected: bool) -> None:
    assert same_sound(one, other) is expected


def _day(written: str) -> date:
    return date.fromisoformat(
        written + "-01-01"[len(written) - 4 :] if len(written) < 10 else written
    )


def test_the_offices_are_sound() -> None:
    known = {
        row["id"] for f in ("persons", "holders") for _, row in rows(DATA / "register" / f"{f}.tsv")
    }
    seen: dict[tuple[str, str, str], list[tuple[str, str]]] = {}
    for number, row in rows(Path(DATA / "offices.tsv")):
        where = f"offices.tsv:{number}"
        assert row["actor"] in known, where
        assert bool(row["country"]) != bool(row["of"]), where
        assert row["office"], where
        assert row["source"], where
        for cell in (row["from"], row["to"]):
            assert not cell or _day(cell), where
        if row["from"] and row["to"]:
            assert row["from"] < row["to"] or row["to"].startswith(row["from"]), where
        key = (row["country"], row["of"], row["office"])
        seen.setdefault(key, []).append((row["from"], row["to"]))
    assert sum(map(len, seen.values())) >= 3000
    for key, spells in seen.items():
        for before, after in zip(sorted(spells), sorted(spells)[1:], strict=False):
            assert before[1], f"{key}: {before} has no end before {after}"
            assert before[1] <= after[0], f"{key}: {before} and {after} overlap"


def test_no_holder_is_a_person_of_another_file_too() -> None:
    persons = {(row["name"], row["country"]) for _, row in rows(DATA / "register" / "persons.tsv")}
    twice = [
        row["id"]
        for _, row in rows(DATA / "register" / "holders.tsv")
        if (row["name"], row["country"]) in persons
    ]
    assert not twice, "write the offices anew: python -m training.offices"
