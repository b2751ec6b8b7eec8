from __future__ import annotations

from pathlib import Path

import pytest

from whimbrel.errors import SetupError
from whimbrel.resolving.gazetteer import FILE_VARIABLE, Gazetteer, open_gazetteer
from whimbrel.resolving.gazetteer_build import Entry, without_type_words, write


@pytest.fixture
def small(tmp_path: Path) -> Gazetteer:
    nation = Entry("country", "Norland", 1, 60.0, 10.0, 5_000_000, "NRL", aliases={"Nordia"})
    province = Entry("admin1", "Fjell Province", 2, 61.5, -9.25, 70_000, "NRL", aliases={"Fjell"})
    town = Entry("city", "Ålvik", 3, 61.0, 9.0, 4_000, "NRL", admin1=province)
    nowhere = Entry("admin2", "Inner Fjell", 0, country="NRL", admin1=province)
    path = tmp_path / "small.bin"
    write([nation, province, town, nowhere], path)
    return Gazetteer(path)


def test_what_was_written_is_read(small: Gazetteer) -> None:
    assert len(small) == 4
    (town,) = small.find("alvik")
    assert (town.name, town.geonameid, town.country, town.kind) == ("Ålvik", 3, "NRL", "city")
    assert (town.lat, town.lon, town.population) == (61.0, 9.0, 4_000)
    assert not town.alias
    assert town.precision == "city"
    assert town.admin1 is not None
    assert small.place(town.admin1).name == "Fjell Province"


def test_other_names_are_marked(small: Gazetteer) -> None:
    (nation,) = small.find("Nordia")
    assert nation.name == "Norland"
    assert nation.alias
    (province,) = small.find("Fjell")
    assert province.alias
    assert province.lon == -9.25


def test_unknown_stays_unknown(small: Gazetteer) -> None:
    assert small.find("Atlantis") == ()
    assert small.find("") == ()
    (nowhere,) = small.find("Inner Fjell")
    assert (nowhere.lat, nowhere.lon, nowhere.geonameid) == (None, None, None)


def test_weight_is_the_largest_population_plus_one(small: Gazetteer) -> None:
    assert small.weight("Norland") == 5_000_001
    assert small.weight("Inner Fjell") == 1
    assert small.weight("Atlantis") == 0


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 a zip file, say"])
def test_another_file_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "other.bin"
    path.write_bytes(content)
    with pytest.raises(SetupError, match=r"other\.bin"):
        Gazetteer(path)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(SetupError, match=r"missing\.bin could not be opened"):
        Gazetteer(tmp_path / "missing.bin")


def test_the_users_file_is_taken(small: Gazetteer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(FILE_VARIABLE, str(small.path))
    open_gazetteer.cache_clear()
    try:
        assert open_gazetteer().path == small.path
    finally:
        open_gazetteer.cache_clear()


def test_the_shipped_file_knows_the_world() -> None:
    shipped = open_gazetteer()
    assert len(shipped) > 250_000
    assert shipped.path.stat().st_size < 25_000_000
    assert any(each.country == "IRQ" and each.kind == "city" for each in shipped.find("Mosul"))
    assert any(each.kind == "sea" for each in shipped.find("Black Sea"))
    assert any(each.kind == "admin1" for each in shipped.find("La."))
    assert "CC BY 4.0" in shipped.about["credit"]


@pytest.mark.parametrize(
    ("name", "bare"),
    [
        ("Anbar Governorate", "Anbar"),
        ("State of Bahia", "Bahia"),
        ("Rapides Parish", "Rapides"),
        ("Donetsk", "Donetsk"),
        ("Province", "Province"),
    ],
)
def test_type_words_are_cut_from_subdivisions(name: str, bare: str) -> None:
    assert without_type_words(name) == bare
