"""`whimbrel actors`: find, show, add, check, export."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from whimbrel.resolving.register import register, reload

Run = Callable[..., Any]


def test_find_gives_the_name_before_near_spellings_and_parts(run: Run) -> None:
    outcome = run("actors", "find", "Hizb'allah")
    assert outcome.code == 0
    assert outcome.out.startswith("hezbollah  Hezbollah  group  LBN  REB")
    lines = run("actors", "find", "Labour Party").out.splitlines()
    by_name = [line for line in lines if not line.endswith(("otherwise", "part of the name"))]
    assert len(by_name) > 3
    assert lines[: len(by_name)] == by_name
    assert "labour-gbr" in " ".join(by_name)


def test_find_by_country_and_day(run: Run) -> None:
    found = run("actors", "find", "Ansar al-Sharia", "--country", "TUN").out
    assert "ansar-sharia-tun" in found
    assert "ansar-sharia-yem" not in found
    assert "oau" not in run("actors", "find", "OAU", "--on", "1990-01-01", "--country", "KEN").out
    assert "oau  " in run("actors", "find", "OAU", "--on", "1990-01-01").out
    assert run("actors", "find", "OAU", "--on", "2020-01-01").code == 2


def test_find_gives_the_office_of_the_day(run: Run) -> None:
    assert "prime minister of IRQ" in run("actors", "find", "al-Maliki", "--on", "2012-01-04").out


def test_find_nobody(run: Run) -> None:
    outcome = run("actors", "find", "Nobody At All")
    assert outcome.code == 2
    assert "Nobody At All" in outcome.err


@pytest.mark.parametrize(
    ("id_", "told"),
    [
        ("hezbollah", "Hizballah"),
        ("maliki", "prime minister of IRQ, 2006-05-20 to 2014-09-08"),
        ("IRQ-police", "police body"),
        ("GBR", "Downing Street"),
        ("GIB", "parent    GBR"),
        ("oau", "successor au"),
        ("aljazeera", "ownership state"),
        ("hamas", "qassam"),
    ],
)
def test_show(run: Run, id_: str, told: str) -> None:
    outcome = run("actors", "show", id_)
    assert outcome.code == 0
    assert told in outcome.out


def test_show_an_unknown_id(run: Run) -> None:
    outcome = run("actors", "show", "no-such-id")
    assert outcome.code == 2
    assert "no-such-id" in outcome.err


def test_add_lays_over_the_shipped_register(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = tmp_path / "own.tsv"
    monkeypatch.setenv("WHIMBREL_ACTORS", str(own))
    added = run(
        *("actors", "add", "Front of the Upper River", "--kind", "group", "--country", "MLI"),
        *("--sectors", "REB", "--alias", "RSF", "--parent", "jnim"),
    )
    assert added.code == 0, added.err
    assert run("actors", "add", "--id", "hezbollah", "--sectors", "PTY").code == 0
    assert run("actors", "check", own).code == 0
    front, hezbollah = register().named("RSF"), register().get("hezbollah")
    assert [actor.id for actor in front] == ["front-of-the-upper-river-mli"]
    assert hezbollah is not None
    assert (hezbollah.sectors, hezbollah.country) == (("PTY",), "LBN")
    reload()


@pytest.mark.parametrize(
    ("arguments", "fault"),
    [
        (("Somebody", "--country", "XYZ"), "XYZ"),
        (("Somebody", "--kind", "gang"), "gang"),
        (("Somebody", "--sectors", "REB ABC"), "ABC"),
        (("Somebody", "--parent", "no-such-id"), "no-such-id"),
        (("Somebody", "--from", "2010", "--to", "2009"), "2009"),
        (("Somebody", "--office", "king from 1999"), "king from 1999"),
    ],
)
def test_add_names_the_fault_and_writes_nothing(
    run: Run, tmp_path: Path, arguments: tuple[str, ...], fault: str
) -> None:
    own = tmp_path / "own.tsv"
    outcome = run("actors", "add", *arguments, "--file", own)
    assert outcome.code == 2
    assert fault in outcome.err
    assert not own.exists()


def test_add_without_a_file(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("WHIMBREL_ACTORS", raising=False)
    outcome = run("actors", "add", "Somebody")
    assert outcome.code == 2
    assert "WHIMBREL_ACTORS" in outcome.err


def test_check_names_every_fault(run: Run, tmp_path: Path) -> None:
    own = tmp_path / "own.tsv"
    own.write_text(
        "id\tname\tkind\tcountry\nUpper Case\tA\tgroup\tIRQ\nlower\tB\tgang\tIRQ\n"
        "lower\tC\tgroup\tQQQ\n",
        encoding="utf-8",
    )
    outcome = run("actors", "check", own)
    assert outcome.code == 2
    for place, fault in ((":2:", "Upper Case"), (":3:", "gang"), (":4:", "QQQ"), (":4:", "taken")):
        assert any(place in line and fault in line for line in outcome.out.splitlines())


def test_a_file_that_is_no_register(run: Run, tmp_path: Path) -> None:
    own = tmp_path / "own.tsv"
    own.write_text("id\tname\nfront\n", encoding="utf-8")
    outcome = run("actors", "check", own)
    assert outcome.code == 2
    assert "own.tsv:2" in outcome.err


def test_the_shipped_register_is_without_fault(run: Run) -> None:
    outcome = run("actors", "check")
    assert (outcome.code, outcome.err) == (0, "")


def test_an_export_can_be_used_as_a_register_file(run: Run, tmp_path: Path) -> None:
    out = tmp_path / "groups.tsv"
    assert run("actors", "export", "--kind", "group", "-o", out).code == 0
    assert len(out.read_text(encoding="utf-8").splitlines()) > 400
    assert run("actors", "check", out).code == 0


def test_export_of_everything_as_jsonl(run: Run) -> None:
    out = run("actors", "export", "--country", "IRQ", "--all", "--format", "jsonl").out
    rows = {row["id"]: row for row in map(json.loads, out.splitlines())}
    assert rows["IRQ"]["kind"] == "state"
    assert rows["IRQ-police"]["sectors"] == "COP"
    assert rows["maliki"]["spells"].startswith("prime minister (IRQ) 2006-05-20..2014-09-08")
    assert all(row["country"] == "IRQ" for row in rows.values())
