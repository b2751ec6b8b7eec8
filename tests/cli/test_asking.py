"""`whimbrel list`, `show` and `sql`."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pyarrow import parquet

Run = Callable[..., Any]


def ids(out: str) -> list[str]:
    return [json.loads(line)["document"] for line in out.splitlines()]


@pytest.mark.parametrize(
    ("kind", "columns", "words"),
    [
        ("events", ["document", "event", "date_from"], ["ASSAULT", "The ministry", "2012-01-03"]),
        ("documents", ["document", "published", "outlet"], ["first", "Harbour Post"]),
        ("claims", ["document", "claim", "according_to"], ["The union", "asserts"]),
        ("mentions", ["document", "mention", "kind"], ["m1", "ORG"]),
        ("failures", ["where", "stage", "reason"], ["bad.jsonl:3", "The line is no JSON."]),
    ],
)
def test_list_as_a_table(
    run: Run, record_file: Path, kind: str, columns: list[str], words: list[str]
) -> None:
    outcome = run("list", kind, "--record", record_file)
    assert (outcome.code, outcome.err) == (0, "")
    assert outcome.out.splitlines()[0].split()[: len(columns)] == columns
    assert all(word in outcome.out for word in words)


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ([], ["first", "second"]),
        (["--type", "ASSAULT"], ["first"]),
        (["--type", "ASSAULT", "--type", "PROTEST"], ["first", "second"]),
        (["--actor", "union"], ["second"]),
        (["--country", "IRQ"], ["first", "second"]),
        (["--country", "SYR"], []),
        (["--from", "2012-01-04"], []),
        (["--to", "2012-01"], ["first", "second"]),
        (["--status", "announced"], ["second"]),
        (["--outlet", "The Wire"], ["first"]),
        (["--text", "shelled"], ["first"]),
        (["--document", "second"], ["second"]),
        (["--limit", "1"], ["first"]),
    ],
)
def test_list_filters(run: Run, record_file: Path, options: list[str], expected: list[str]) -> None:
    outcome = run("list", "events", "-r", record_file, "--format", "jsonl", *options)
    assert (outcome.code, ids(outcome.out)) == (0, expected)


def test_list_finds_the_record_by_the_environment(
    run: Run, record_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WHIMBREL_RECORD", str(record_file))
    assert ids(run("list", "events", "--format", "jsonl").out) == ["first", "second"]


def test_list_as_json(run: Run, record_file: Path) -> None:
    rows = json.loads(run("list", "events", "-r", record_file, "-f", "json").out)
    assert [(row["document"], row["date_from"]) for row in rows] == [
        ("first", "2012-01-03"),
        ("second", "2012-01-03"),
    ]
    none = run("list", "events", "-r", record_file, "-f", "json", "--country", "SYR")
    assert json.loads(none.out) == []


def test_list_as_csv(run: Run, record_file: Path) -> None:
    out = run("list", "documents", "-r", record_file, "-f", "csv").out
    rows = list(csv.DictReader(io.StringIO(out)))
    assert [(row["document"], row["outlet"]) for row in rows] == [
        ("first", "The Wire"),
        ("second", "Harbour Post"),
    ]


@pytest.mark.parametrize("name", ["out.csv", "out.json", "out.jsonl", "out.parquet"])
def test_list_into_a_file_by_its_ending(
    run: Run, record_file: Path, tmp_path: Path, name: str
) -> None:
    path = tmp_path / name
    outcome = run("list", "events", "-r", record_file, "--output", path)
    assert (outcome.code, outcome.out, outcome.err) == (0, "", "")
    assert [each.name for each in tmp_path.iterdir()] == [name]
    if name.endswith("parquet"):
        assert parquet.read_table(path).column("document").to_pylist() == ["first", "second"]
    else:
        assert "ASSAULT" in path.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["list", "events", "-r", "none.duckdb"], "none.duckdb"),
        (["list", "wishes"], "wishes"),
        (["list", "events", "-r", "{record}", "--status", "maybe"], "'maybe'"),
        (["list", "events", "-r", "{record}", "--country", "Iraq"], "'Iraq'"),
        (["list", "events", "-r", "{record}", "-o", "out.docx"], "out.docx"),
        (["list", "events", "-r", "{record}", "-o", "no/such/out.csv"], "cannot be written"),
        (["list", "failures", "-r", "{record}", "--type", "AID"], "filtered"),
        (["show", "none.duckdb"], "none.duckdb"),
        (["show", "{record}", "--document", "third"], "'third'"),
        (["show", "{record}", "--event", "e999"], "'e999'"),
        (["show", "{record}", "--document", "first", "--event", "e999"], "'e999'"),
        (["sql", "delete from events", "-r", "{record}"], "SELECT"),
        (["sql", "select * from nowhere", "-r", "{record}"], "nowhere"),
    ],
)
def test_what_cannot_be_answered_is_said_in_a_sentence(
    run: Run, record_file: Path, arguments: list[str], sentence: str
) -> None:
    outcome = run(*(each.replace("{record}", str(record_file)) for each in arguments))
    assert outcome.code == 2
    assert outcome.err.startswith("whimbrel: ")
    assert sentence in outcome.err
    assert outcome.err.count("\n") == 1
    assert outcome.out == "" or arguments[0] == "show"


def test_show_everything(run: Run, record_file: Path) -> None:
    outcome = run("show", record_file)
    assert outcome.code == 0
    assert outcome.out.count("In the sentences:") == 1
    assert "The ministry (IRQ) -> ASSAULT" in outcome.out
    assert "[actor: The ministry] said it [trigger: shelled] Alda." in outcome.out
    assert "PROTEST" in outcome.out


def test_show_one_document(run: Run, record_file: Path) -> None:
    out = run("show", record_file, "--document", "second").out
    assert "PROTEST" in out
    assert "ASSAULT" not in out


def test_show_one_event(run: Run, record_file: Path) -> None:
    event = json.loads(run("list", "events", "-r", record_file, "-f", "json").out)[0]["event"]
    out = run("show", record_file, "--event", event).out
    assert "ASSAULT" in out
    assert "Claims" not in out


def test_sql(run: Run, record_file: Path) -> None:
    query = "select outlet, count(*) as events from events group by outlet order by outlet"
    outcome = run("sql", query, "-r", record_file, "-f", "csv")
    assert outcome.out == "outlet,events\nHarbour Post,1\nThe Wire,1\n"


def test_sql_as_a_table(run: Run, record_file: Path) -> None:
    out = run(
        "sql", "select [1, 2] as some, 'a\x1b[2Jb' as text, null as none", "-r", record_file
    ).out
    assert out.splitlines()[1].split("  ")[0] == "1, 2"
    assert "\x1b" not in out
