from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

from whimbrel.errors import SetupError
from whimbrel.resolving.countries import country_by_code
from whimbrel.resolving.entries import as_said
from whimbrel.resolving.register import actor_by_id, actors, choose, find_actor
from whimbrel.resolving.register_check import faults_of_shipped
from whimbrel.resolving.register_files import DATA, FILES, changed, read_own, rows, written


@pytest.mark.parametrize(
    ("name", "id_"),
    [
        ("Hezbollah", "hezbollah"),
        ("Hizballah", "hezbollah"),
        ("al-Maliki", "maliki"),
        ("Nouri el-Maliki", "maliki"),
        ("UN", "un"),
        ("U.N.", "un"),
        ("un", None),
        ("Nobody At All", None),
        ("", None),
    ],
)
def test_names_and_their_spellings(name: str, id_: str | None) -> None:
    found = find_actor(name)
    assert (found.id if found else None) == id_


@pytest.mark.parametrize(
    ("actor", "day", "office"),
    [
        ("maliki", "2012-01-04", "prime minister"),
        ("maliki", "2015-01-04", None),
        ("putin", "2010-01-01", "prime minister"),
        ("putin", "2015-01-01", "president"),
        ("putin", None, "president"),
        ("sadr", "2012-01-01", None),
    ],
)
def test_the_office_at_a_day(actor: str, day: str | None, office: str | None) -> None:
    entry = actor_by_id(actor)
    assert entry is not None
    spell = entry.spell_on(day)
    assert (spell.office if spell else None) == office


def test_the_register_is_sound() -> None:
    ids = [actor.id for actor in actors()]
    assert len(ids) == len(set(ids))
    for actor in actors():
        assert actor.source, actor.id
        assert actor.country is None or actor.country in country_by_code(), actor.id
        assert actor.parent is None or actor_by_id(actor.parent), actor.id
        assert all(re.fullmatch("[A-Z]{3}", sector) for sector in actor.sectors), actor.id
        assert actor.kind == "person" or actor.sectors, actor.id
        for spell in actor.spells:
            assert spell.to is None or spell.from_ is None or spell.from_ <= spell.to, actor.id


@pytest.mark.parametrize(
    ("name", "countries", "id_"),
    [
        ("RSF", {"SDN"}, "rsf-sdn"),
        ("RSF", {"FRA"}, "rsf"),
        ("Labour Party", {"NLD", "PER"}, "pvda"),
        ("Labour Party", {"NLD", "GBR"}, None),
        ("Labour Party", {"PER"}, None),
        ("Democratic Party", {"USA"}, "democrats"),
        ("SAF", {"SDN"}, "saf"),
        ("SAF", {"IND"}, None),
        ("Communist Party of India (Maoist)", set(), "naxals"),
        ("Haq", {"PSE"}, None),
        ("Unity", {"LVA"}, None),
    ],
)
def test_namesakes_are_told_apart_by_country_or_stay_open(
    name: str, countries: set[str], id_: str | None
) -> None:
    found = find_actor(name, countries)
    assert (found.id if found else None) == id_


@pytest.mark.parametrize(("day", "id_"), [("1990-05-01", "oau"), ("2010-05-01", "au")])
def test_namesakes_are_told_apart_by_day(day: str, id_: str) -> None:
    both = [actor_by_id("oau"), actor_by_id("au")]
    found = choose([actor for actor in both if actor], day=day)
    assert found is not None
    assert found.id == id_


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("Labour Party (UK)", "Labour Party"),
        ("SAF (Sudan)", "SAF"),
        ("Unity (Latvia)", "Unity (Latvia)"),
        ("The National (UAE)", "The National (UAE)"),
        ("NSCN (IM)", "NSCN (IM)"),
        ("Hamas", "Hamas"),
    ],
)
def test_what_a_name_in_brackets_is_called(written: str, said: str) -> None:
    assert as_said(written) == said


def test_the_register_is_large() -> None:
    kinds = Counter(actor.kind for actor in actors())
    assert kinds["group"] >= 400
    assert kinds["party"] + kinds["movement"] >= 500
    stateless = [a for a in actors() if a.kind == "organisation" and a.country is None]
    assert sum(bool({"IGO", "UNO", "EUR"} & set(actor.sectors)) for actor in stateless) >= 150
    assert sum(actor.kind == "outlet" and actor.ownership is not None for actor in actors()) >= 200


def test_outlets_say_whose_they_are() -> None:
    assert [a.id for a in actors() if a.kind == "outlet" and not a.ownership] == []


def test_the_files_are_sorted_and_without_fault() -> None:
    for name in FILES:
        ids = [row["id"] for _, row in rows(DATA / "register" / f"{name}.tsv")]
        assert ids == sorted(ids), name
    assert faults_of_shipped() == []


def test_a_files_fault_names_its_line(tmp_path: Path) -> None:
    own = tmp_path / "own.tsv"
    own.write_text("id\tname\tspells\nsomebody\tSomebody\tking since 1999\n", encoding="utf-8")
    with pytest.raises(SetupError, match=r"own\.tsv:2: 'king since 1999'"):
        read_own(own)


def test_what_is_written_is_read_again() -> None:
    for id_ in ("maliki", "hezbollah", "aljazeera", "oau"):
        actor = actor_by_id(id_)
        assert actor is not None
        again = changed(None, written(actor))
        assert (again.names, again.kind, again.sectors) == (actor.names, actor.kind, actor.sectors)
        assert [s.office for s in again.spells] == [s.office for s in actor.spells]
