from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from whimbrel.errors import SetupError
from whimbrel.resolving.gazetteer import Gazetteer
from whimbrel.resolving.gazetteer_dump import build_from_dump


def line(
    geonameid: int,
    name: str,
    code: str,
    *,
    others: str = "",
    country: str = "IQ",
    admin1: str = "01",
    population: int = 0,
) -> str:
    cells = [str(geonameid), name, name, others, "33.5", "44.25", code[0], code[2:], country, ""]
    cells += [admin1, "", "", "", str(population), "", "30", "Asia/Baghdad", "2020-01-01"]
    return "\t".join(cells) + "\n"


DUMP = (
    line(1, "Testabad Governorate", "A.ADM1", others="Testabad,تست")
    + line(2, "Testburg", "P.PPL", others="Burg al-Test", population=900)
    + line(3, "Hamlet", "P.PPL", population=20)
    + line(4, "Test Dam", "S.DAM")
    + line(5, "Test Tree", "V.TREE")
)


def test_a_dump_becomes_a_gazetteer(tmp_path: Path) -> None:
    dump, out = tmp_path / "IQ.txt", tmp_path / "iq.bin"
    dump.write_text(DUMP, encoding="utf-8")
    count = build_from_dump(dump, out, smallest=100)
    built = Gazetteer(out)
    assert len(built) == count
    (town,) = built.find("Burg al-Test")
    assert (town.name, town.geonameid, town.country, town.alias) == ("Testburg", 2, "IRQ", True)
    assert (town.lat, town.lon) == (33.5, 44.25)
    assert town.admin1 is not None
    assert built.place(town.admin1).name == "Testabad Governorate"
    assert [each.kind for each in built.find("Testabad")] == ["admin1"]
    assert [each.kind for each in built.find("Test Dam")] == ["facility"]
    assert built.find("Hamlet") == ()
    assert built.find("Test Tree") == ()
    assert any(each.kind == "sea" for each in built.find("Black Sea"))
    assert any(each.kind == "country" for each in built.find("Iraq"))


def test_a_zip_is_read(tmp_path: Path) -> None:
    dump = tmp_path / "IQ.zip"
    with zipfile.ZipFile(dump, "w") as archive:
        archive.writestr("readme.txt", "about")
        archive.writestr("IQ.txt", DUMP)
    build_from_dump(dump, tmp_path / "iq.bin")
    assert Gazetteer(tmp_path / "iq.bin").find("Hamlet")


def test_a_broken_line_is_named(tmp_path: Path) -> None:
    dump = tmp_path / "broken.txt"
    dump.write_text(DUMP + "12\tHalf a line\n", encoding="utf-8")
    with pytest.raises(SetupError, match=r"Line 6 of .*broken\.txt .* 2 columns of 19"):
        build_from_dump(dump, tmp_path / "out.bin")


def test_a_missing_dump_is_named(tmp_path: Path) -> None:
    with pytest.raises(SetupError, match=r"no GeoNames dump at .*nowhere\.zip"):
        build_from_dump(tmp_path / "nowhere.zip", tmp_path / "out.bin")


def test_an_archive_without_a_table_is_refused(tmp_path: Path) -> None:
    dump = tmp_path / "empty.zip"
    with zipfile.ZipFile(dump, "w") as archive:
        archive.writestr("notes.md", "nothing")
    with pytest.raises(SetupError, match=r"holds 0 tables \(none\)"):
        build_from_dump(dump, tmp_path / "out.bin")
