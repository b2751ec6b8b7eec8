"""Actors of other tools become a register file that the register reads."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from whimbrel.errors import SetupError
from whimbrel.resolving.importing import import_actors
from whimbrel.resolving.register import FILE_VARIABLE, find_actor
from whimbrel.resolving.register_check import faults_of_own
from whimbrel.resolving.register_files import rows

DICTIONARY = """\
# A dictionary of our own invention.
RURITANIA_  [FRA]
+RURITANIAN_
HARBOUR_WATCH_OF_ALDA_ [NGOFRA] # a comment
+HWA_
+WATCH_OF_THE_HARBOUR
ABEL_DE_LA_TORRE_  # dated
+A._DE_LA_TORRE
\t[FRAELI 600101-910304]
\t[FRAGOV 910304-950601]
\t[FRAGOVMIL >20010203]
GREEN_BAND_OF_ALDA [FRAREB <19990101]
BLUE_BAND_ [IMGSEAMUS]
NOBODY_ [FRAGOV 991301-000101]
JALAL_TALABANI_
+MAM_JALAL_
\t[IRQGOV 050407-140724]
"""
ENTITIES = [
    {"id": "p1", "schema": "Person", "properties": {
        "name": ["Ada Fenn"], "alias": ["A. Fenn", "Ада Фенн"], "nationality": ["fr"],
        "topics": ["role.pep"]}},
    {"id": "p2", "schema": "Person", "properties": {"name": ["Бо Линд"]}},
    {"id": "o1", "schema": "Organization", "properties": {
        "name": ["Alda Harbour Front"], "country": ["fr"], "topics": ["pol.party"]}},
    {"id": "b1", "schema": "PublicBody", "properties": {
        "name": ["Harbour Office"], "jurisdiction": "xk"}},
    {"id": "q1", "schema": "Position", "properties": {
        "name": ["Minister of Foreign Affairs of Ruritania"], "country": ["fr"]}},
    {"id": "q2", "schema": "Position", "properties": {"name": ["Keeper of the (Great) Keys"]}},
    {"id": "h1", "schema": "Occupancy", "properties": {
        "holder": ["p1"], "post": ["q1"], "startDate": ["2003-05-01"], "endDate": ["2004-06"]}},
    {"id": "h2", "schema": "Occupancy", "properties": {"holder": ["p1"], "post": [{"id": "q2"}]}},
    {"id": "h3", "schema": "Occupancy", "properties": {"holder": ["p1"], "post": ["none"]}},
    {"id": "v1", "schema": "Vessel", "properties": {"name": ["Gull"]}},
]  # fmt: skip


def written(path: Path) -> dict[str, dict[str, str]]:
    return {row["id"]: {k: v for k, v in row.items() if v} for _, row in rows(path)}


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "mine.tsv"


@pytest.fixture
def dictionary(tmp_path: Path) -> Path:
    path = tmp_path / "own.actors.txt"
    path.write_text(DICTIONARY, encoding="utf-8")
    return path


def test_a_dictionary(dictionary: Path, out: Path) -> None:
    done = import_actors(dictionary, "petrarch", out)
    found = written(out)
    source = {"source": "own.actors.txt"}
    assert found["harbour-watch-of-alda-fra"] == {
        "id": "harbour-watch-of-alda-fra",
        "name": "Harbour Watch of Alda",
        "aliases": "HWA|Watch of the Harbour",
        "kind": "organisation",
        "country": "FRA",
        "sectors": "NGO",
        **source,
    }
    assert found["abel-de-la-torre-fra"] == {
        "id": "abel-de-la-torre-fra",
        "name": "Abel de la Torre",
        "aliases": "A. de la Torre",
        "kind": "person",
        "country": "FRA",
        "spells": "government office (FRA) 1991-03-04..1995-06-01|"
        "military office (FRA) 2001-02-03..",
        **source,
    }
    assert found["blue-band"]["kind"] == "group"
    assert "country" not in found["blue-band"], "MUS behind another part is a faith"
    assert not any("ruritania" in id_ for id_ in found), "countries come from elsewhere"
    assert done.entries == len(found) == 5
    assert done.known == 1
    assert any("NOBODY" in each or "991301" in each for each in done.problems)
    assert faults_of_own(out) == []


def test_a_shipped_entry_gets_names_and_keeps_the_rest(
    dictionary: Path, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = find_actor("Jalal Talabani")
    assert before is not None
    import_actors(dictionary, "petrarch", out)
    monkeypatch.setenv(FILE_VARIABLE, str(out))
    after = find_actor("Mam Jalal")
    assert after is not None
    assert after.id == before.id
    assert (after.name, after.spells, after.country) == (before.name, before.spells, "IRQ")
    assert set(before.aliases) <= set(after.aliases)


@pytest.mark.parametrize("as_list", [False, True])
def test_entities(tmp_path: Path, out: Path, as_list: bool) -> None:
    source = tmp_path / "entities.ftm.json"
    lines = [json.dumps(each, ensure_ascii=False) for each in ENTITIES]
    source.write_text(json.dumps(ENTITIES) if as_list else "\n".join(lines), encoding="utf-8")
    done = import_actors(source, "ftm", out)
    found = written(out)
    assert found["ada-fenn-fra"]["aliases"] == "A. Fenn"
    assert found["ada-fenn-fra"]["spells"] == (
        "foreign minister (FRA) 2003-05-01..2004-06|Keeper of the Great Keys .."
    )
    assert found["alda-harbour-front-fra"]["kind"] == "party"
    assert found["harbour-office-xkx"]["kind"] == "body"
    assert found["harbour-office-xkx"]["sectors"] == "GOV"
    assert done.entries == 3
    assert len(done.problems) == 1, "a name in no Latin letters"
    assert faults_of_own(out) == []


def test_a_line_that_is_no_entity_is_told(tmp_path: Path, out: Path) -> None:
    source = tmp_path / "entities.json"
    source.write_text(json.dumps(ENTITIES[0]) + '\n{"id": 3}\nno json\n', encoding="utf-8")
    done = import_actors(source, "ftm", out)
    assert done.entries == 1
    assert [str(source) in each for each in done.problems] == [True, True]
    assert "line 2" in done.problems[0]
    assert "line 3" in done.problems[1]


@pytest.mark.parametrize(
    ("text", "format_", "said"),
    [
        ("", "petrarch", "no actors"),
        ("not json", "ftm", "no actors"),
        ("X_ [FRAREB]", "csv", "no actor format"),
    ],
)
def test_what_cannot_be_imported(
    tmp_path: Path, out: Path, text: str, format_: str, said: str
) -> None:
    source = tmp_path / "file"
    source.write_text(text, encoding="utf-8")
    with pytest.raises(SetupError, match=said):
        import_actors(source, format_, out)
    assert not out.exists()


def test_no_file(tmp_path: Path, out: Path) -> None:
    with pytest.raises(SetupError, match="cannot be read"):
        import_actors(tmp_path / "none", "petrarch", out)


@pytest.mark.skipif("WHIMBREL_DATA" not in os.environ, reason="needs the data sets")
@pytest.mark.parametrize(("name", "fewest"), [("International", 6000), ("MilNonState", 900)])
def test_the_dictionaries_of_phoenix(out: Path, name: str, fewest: int) -> None:
    folder = Path(os.environ["WHIMBREL_DATA"]) / "data" / "register_sources"
    done = import_actors(folder / f"Phoenix.{name}.actors.txt", "petrarch", out)
    assert done.entries > fewest
    assert len(done.problems) < done.entries / 100
    assert faults_of_own(out) == []
