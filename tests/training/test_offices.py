"""Offices out of a dictionary that names none, and out of what is known besides."""

from __future__ import annotations

import os
from collections import Counter
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from training import offices
from training.office_chains import Term, _best_office, _Leader, country_of, in_months
from training.offices import Spell
from whimbrel.resolving.petrarch import DatedCode
from whimbrel.resolving.register_files import DATA, rows

SPELL = Spell("A", "FRA", "", "president", "2000-01-01", "2004-01-01", "phoenix")


def spells(*given: tuple[str, str, str]) -> list[Spell]:
    return [replace(SPELL, holder=name, from_=start, to=end) for name, start, end in given]


def cleaned(*given: tuple[str, str, str]) -> list[tuple[str, str, str]]:
    found = offices._cleaned(spells(*given), Counter())
    return [(each.holder, each.from_, each.to) for each in found]


def test_an_end_that_overlaps_is_cut() -> None:
    assert cleaned(("Fenn", "2000-01-01", "2004-05-01"), ("Lind", "2004-03-01", "2008-01-01")) == [
        ("Fenn", "2000-01-01", "2004-03-01"),
        ("Lind", "2004-03-01", "2008-01-01"),
    ]


def test_an_acting_holder_within_anothers_spell_is_left_out() -> None:
    assert cleaned(("Fenn", "2000-01-01", "2004-01-01"), ("Lind", "2002-01-01", "2002-02-01")) == [
        ("Fenn", "2000-01-01", "2004-01-01")
    ]


def test_a_spell_that_holds_two_others_was_another_office() -> None:
    found = cleaned(
        ("Fenn", "1990-01-01", "2004-01-01"),
        ("Lind", "1991-01-01", "1995-01-01"),
        ("Moor", "1995-01-01", "1999-01-01"),
    )
    assert [holder for holder, _, _ in found] == ["Lind", "Moor"]


def test_one_holders_overlapping_spells_are_joined() -> None:
    assert cleaned(
        ("Ann Fenn", "2000-01-01", "2002-01-01"), ("Ann Fen", "2001-01-01", "2003-01-01")
    )[0][1:] == ("2000-01-01", "2003-01-01")


def test_the_known_go_on_where_the_dated_end() -> None:
    dated = spells(("Fenn", "2000-01-01", "2004-01-01"), ("Lind", "2004-01-01", ""))
    known = [replace(SPELL, holder="Moor", from_="2008-01-01", to="", source="unverified")]
    found = offices._joined(dated, known, Counter())
    assert [(each.holder, each.to, each.source) for each in found] == [
        ("Fenn", "2004-01-01", "phoenix"),
        ("Lind", "2008-01-01", "unverified"),
        ("Moor", "", "unverified"),
    ]


def code(start: str, end: str) -> DatedCode:
    return DatedCode("FRAGOV", date.fromisoformat(start), date.fromisoformat(end), 1)


def test_a_spell_goes_to_the_office_into_which_it_fits() -> None:
    # Fenn stands among the presidents, and was prime minister between Moor and Roe before.
    lind = _Leader("Lind", (code("1990-01-01", "1995-01-01"),), 0)
    fenn = _Leader("Fenn", (code("1995-01-01", "2000-01-01"), code("1991-03-01", "1993-03-01")), 0)
    moor = _Leader("Moor", (code("1990-01-01", "1991-03-01"),), 1)
    roe = _Leader("Roe", (code("1993-03-01", "1999-01-01"),), 1)
    told = [(leader, each) for leader in (lind, fenn, moor, roe) for each in leader.days]
    held = [leader.at for leader, _ in told]
    assert [_best_office(at, told, held, 2) for at in range(len(told))] == [0, 0, 1, 1, 1]


def test_whole_months_and_codes() -> None:
    assert in_months(code("2003-01-01", "2004-02-28"))
    assert not in_months(code("2003-01-02", "2004-02-28"))
    assert country_of("KSVGOV") == "XKX"
    term = Term("SIR ABEL_MCFENN".replace("_", " "), "FRA", "president", date(2000, 1, 1), None)
    assert offices._from_term(term).holder == "Abel McFenn"


@pytest.mark.skipif("WHIMBREL_DATA" not in os.environ, reason="needs the data sets")
def test_the_shipped_offices_are_what_the_sources_give() -> None:
    folder = Path(os.environ["WHIMBREL_DATA"]) / "data" / "register_sources"
    built = offices.build(folder / offices.DICTIONARY, Counter())
    shipped = [row for _, row in rows(DATA / "offices.tsv")]
    assert [(e.country, e.of, e.office, e.from_, e.to, e.source) for e in built] == [
        tuple(row[name] for name in offices.OFFICE_COLUMNS[1:]) for row in shipped
    ], "run: python -m training.offices"
