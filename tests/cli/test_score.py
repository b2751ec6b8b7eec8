"""`whimbrel score`."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from whimbrel import to_json
from whimbrel.store.database import Database

Run = Callable[..., Any]


@pytest.fixture
def gold(record_file: Path, tmp_path: Path) -> Path:
    """The record file's documents by hand: the first as coded, the second of another type."""
    documents = Database(record_file).record_dicts(["first", "second"])
    documents[1]["events"][0]["type"] = "COOPERATE"
    path = tmp_path / "gold.jsonl"
    path.write_text(
        "".join(
            json.dumps({"id": each["id"], "text": each["text"], "gold": {"events": each["events"]}})
            + "\n"
            for each in documents
        )
    )
    return path


def test_against_a_record_file(run: Run, gold: Path, record_file: Path) -> None:
    outcome = run("score", gold, "--into", record_file)
    assert (outcome.code, outcome.err) == (0, "")
    indented = [line.split() for line in outcome.out.splitlines() if line.startswith("  ")]
    rows = {row[0]: row for row in indented}
    assert rows["events"][1:] == ["0.500", "0.500", "0.500", "1", "1", "1"]
    assert rows["events_of_any_type"][3] == "1.000"
    assert "second: march: expected COOPERATE, got PROTEST" in outcome.out


def test_against_a_jsonl_file_as_json(
    run: Run, gold: Path, record_file: Path, tmp_path: Path
) -> None:
    first = Database(record_file).record("first")
    assert first is not None
    (tmp_path / "records.jsonl").write_text(to_json(first) + "\n", encoding="utf-8")
    outcome = run("score", gold, "--jsonl", tmp_path / "records.jsonl", "--format", "json")
    result = json.loads(outcome.out)
    assert result["missing"] == ["second"]
    assert (result["found"]["events"]["right"], result["found"]["events"]["missed"]) == (1, 1)


def test_without_records_the_documents_are_coded_now(run: Run, tmp_path: Path) -> None:
    text = "Gunmen attacked a police station in Mosul on Tuesday."
    start = text.index("attacked")
    trigger = {"start": start, "end": start + 8, "text": "attacked"}
    path = tmp_path / "gold.jsonl"
    events = [{"type": "ASSAULT", "trigger": trigger, "actors": [], "recipients": []}]
    path.write_text(json.dumps({"id": "a", "text": text, "gold": {"events": events}}))
    result = json.loads(run("score", path, "--format", "json").out)
    assert result["missing"] == []
    assert result["found"]["events"]["right"] == 1


def test_differences_can_be_left_out(run: Run, gold: Path, record_file: Path) -> None:
    out = run("score", gold, "--into", record_file, "--differences", "0").out
    assert "differences" not in out


SPAN = {"start": 0, "end": 3, "text": "the"}


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("", "gold.jsonl holds no document"),
        ("{", "gold.jsonl:1: this is no JSON"),
        ("[]", "gold.jsonl:1: expected a JSON object, found list"),
        ('{"id": "a"}', "gold.jsonl:1: a hand-coded document needs the field 'text'"),
        ('{"id": "a", "text": "x", "gold": []}', "gold.jsonl:1: the field 'gold'"),
        ('{"id": "a", "text": "x"}\n{"id": "a", "text": "x"}', "gold.jsonl:2: the id 'a'"),
        (
            json.dumps({"id": "a", "text": "They", "gold": {"events": [{"trigger": SPAN}]}}),
            "gold.jsonl:1: the span 0..3 should read 'the', but the text has 'The' there",
        ),
    ],
)
def test_faults_of_the_gold_file(run: Run, tmp_path: Path, line: str, sentence: str) -> None:
    path = tmp_path / "gold.jsonl"
    path.write_text(line)
    outcome = run("score", path)
    assert (outcome.code, outcome.out) == (2, "")
    assert sentence in outcome.err


@pytest.mark.parametrize(
    "arguments",
    [
        ["none.jsonl"],
        ["{gold}", "--into", "none.duckdb"],
        ["{gold}", "--jsonl", "none.jsonl"],
        ["{gold}", "--jsonl", "{gold}"],
        ["{gold}", "--jsonl", "a.jsonl", "--into", "a.duckdb"],
    ],
)
def test_files_that_cannot_be_used(run: Run, gold: Path, arguments: list[str]) -> None:
    outcome = run("score", *(each.replace("{gold}", str(gold)) for each in arguments))
    assert (outcome.code, outcome.out) == (2, "")
    assert outcome.err.startswith("whimbrel: ")
    assert outcome.err.count("\n") == 1
