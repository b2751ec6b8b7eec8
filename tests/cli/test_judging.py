"""`whimbrel classify` and `whimbrel status`: lines in, lines out."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import whimbrel

Run = Callable[..., Any]
HARBOUR = Path(__file__).parents[1] / "coding" / "harbour"
TEXTS = [
    {"id": "a", "text": "Rebels attacked the navy at dawn.", "lang": "en"},
    {"id": "b", "text": "The choir sang in the old church.", "lang": "en"},
]


def _file(path: Path, rows: list[dict[str, Any]]) -> Path:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def test_classify_writes_a_line_a_text(run: Run, tmp_path: Path) -> None:
    source = _file(tmp_path / "in.jsonl", TEXTS)
    out = tmp_path / "out.jsonl"
    arguments = ("--codebook", HARBOUR, "--jsonl", out, "--min-confidence", "0.2")
    assert run("classify", source, *arguments).code == 0
    rows = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    assert [row["id"] for row in rows] == ["a", "b"]
    assert rows[0]["label"] == "RAM"
    assert [row["labels"] for row in rows] == [["RAM"], []]
    assert all(set(row) == {"id", "label", "labels", "scores"} for row in rows)
    assert all(0 <= score <= 1 for row in rows for score in row["scores"].values())


def test_classify_says_the_same_in_python(run: Run, tmp_path: Path) -> None:
    source = _file(tmp_path / "in.jsonl", TEXTS)
    examples = _file(tmp_path / "ex.jsonl", [{"text": "The choir sang.", "label": "HAUL"}])
    outcome = run("classify", source, "--codebook", HARBOUR, "--examples", examples)
    found = list(
        whimbrel.classify(
            [each["text"] for each in TEXTS],
            codebook=HARBOUR,
            examples=[{"text": "The choir sang.", "label": "HAUL"}],
        )
    )
    rows = [json.loads(line) for line in outcome.out.splitlines()]
    assert [row["scores"] for row in rows] == [result.scores for _, result in found]


def test_the_least_confidence_sets_the_labels(run: Run, tmp_path: Path) -> None:
    source = _file(tmp_path / "in.jsonl", TEXTS)
    outcome = run("classify", source, "--codebook", HARBOUR, "--min-confidence", "0")
    row = json.loads(outcome.out.splitlines()[0])
    assert sorted(row["labels"]) == sorted(row["scores"])


def test_status_of_triggers(run: Run, tmp_path: Path) -> None:
    text = "The council will close the road that was flooded."
    spans = [(text.index(w), text.index(w) + len(w)) for w in ("close", "flooded")]
    triggers = [{"start": a, "end": b, "text": text[a:b]} for a, b in spans]
    source = _file(tmp_path / "in.jsonl", [{"id": "a", "text": text, "triggers": triggers}])
    outcome = run("status", source, "--jsonl", "-")
    (row,) = (json.loads(line) for line in outcome.out.splitlines())
    assert [event["trigger"] for event in row["events"]] == triggers
    assert [event["status"] for event in row["events"]] == ["announced", "happened"]
    in_python = whimbrel.status(text, spans)
    assert [each.factuality for each in in_python] == [e["factuality"] for e in row["events"]]


def test_a_broken_line_fails_and_the_rest_goes_on(run: Run, tmp_path: Path) -> None:
    source = tmp_path / "in.jsonl"
    bad = {"id": "x", "text": "Hello there.", "triggers": [{"start": 0, "end": 99}]}
    _file(source, [bad, {"id": "a", "text": "It rained.", "triggers": [{"start": 3, "end": 9}]}])
    outcome = run("status", source)
    assert outcome.code == 1
    assert "in.jsonl:1: A trigger does not fit the text" in outcome.err
    assert [json.loads(line)["id"] for line in outcome.out.splitlines()] == ["a"]


def test_what_cannot_start(run: Run, tmp_path: Path) -> None:
    source = _file(tmp_path / "in.jsonl", TEXTS)
    bad = _file(tmp_path / "ex.jsonl", [{"text": "a", "label": "SINK"}])
    outcome = run("classify", source, "--codebook", HARBOUR, "--examples", bad)
    assert (outcome.code, outcome.out) == (2, "")
    assert "ex.jsonl:1: 'SINK' is no type of this codebook" in outcome.err
    assert run("classify", source, "--jsonl", source).code == 2


def test_a_span_outside_the_text() -> None:
    with pytest.raises(whimbrel.DocumentError, match="does not lie in the text"):
        whimbrel.status("It rained.", [(3, 99)])
