from __future__ import annotations

import re

import pytest

from whimbrel.resolving.countries import country_by_code
from whimbrel.resolving.register import actor_by_id, actors, find_actor


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
