"""Reading examples: which lines are taken, and what is said of the others."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from whimbrel.classifying.examples import Example, examples_of, read_examples
from whimbrel.errors import SetupError

TYPES = ("ARREST", "KILL")
ROWS: list[tuple[dict[str, Any], set[str]]] = [
    ({"text": "a", "label": "KILL"}, {"KILL"}),
    ({"text": "a", "labels": ["KILL", "ARREST"]}, {"KILL", "ARREST"}),
    ({"text": "a", "labels": []}, set()),
    ({"id": "1", "text": "a", "gold": {"label": "ARREST"}}, {"ARREST"}),
    ({"text": "a", "gold": {"labels": ["ARREST"]}}, {"ARREST"}),
]
FAULTS = [
    ('{"text": "a"}', r"x.jsonl:1: an example needs 'label'"),
    ('{"label": "KILL"}', r"x.jsonl:1: an example needs the field 'text'"),
    ('{"text": " ", "label": "KILL"}', r"x.jsonl:1: an example needs the field 'text'"),
    ('\n{"text": "a", "label": "MAIM"}', r"x.jsonl:2: 'MAIM' is no type .* ARREST, KILL"),
    ("[]", r"x.jsonl:1: expected a JSON object, found list"),
    ("{", r"x.jsonl:1: this is no JSON"),
    ("\n", r"x.jsonl holds no example"),
]


@pytest.mark.parametrize(("row", "labels"), ROWS)
def test_where_labels_may_stand(row: dict[str, Any], labels: set[str], tmp_path: Path) -> None:
    path = tmp_path / "x.jsonl"
    path.write_text(json.dumps(row) + "\n\n", encoding="utf-8")
    assert read_examples(path, TYPES) == [Example("a", frozenset(labels))]
    assert examples_of([row], TYPES) == read_examples(path, TYPES)


@pytest.mark.parametrize(("line", "said"), FAULTS)
def test_what_is_no_example(line: str, said: str, tmp_path: Path) -> None:
    path = tmp_path / "x.jsonl"
    path.write_text(line, encoding="utf-8")
    with pytest.raises(SetupError, match=said):
        read_examples(path, TYPES)


def test_a_missing_file(tmp_path: Path) -> None:
    with pytest.raises(SetupError, match="cannot be read"):
        read_examples(tmp_path / "none.jsonl", TYPES)
