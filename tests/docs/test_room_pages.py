"""The examples of times.md, places.md and quantities.md, run again."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

import whimbrel
from whimbrel.records import Document

DOCS = Path(__file__).resolve().parents[2] / "docs"
EXAMPLE = re.compile(
    r"(?P<undated>\(no day of publication\)\n\n)?> (?P<text>[^\n]+)\n\n```json\n(?P<shown>.*?)```",
    re.DOTALL,
)
PAGES = ("times.md", "places.md", "quantities.md")
EXAMPLES = [
    pytest.param(found, id=f"{page}:{found['text'][:30]}")
    for page in PAGES
    for found in EXAMPLE.finditer((DOCS / page).read_text(encoding="utf-8"))
]


def shown_of(value: Any, shown: Any) -> Any:
    """The part of a record's value that the page shows: spans as their text alone."""
    if isinstance(shown, dict) and isinstance(value, dict):
        return {field: shown_of(value[field], shown[field]) for field in shown}
    if isinstance(shown, list) and isinstance(value, list):
        if len(value) != len(shown):
            return value
        return [shown_of(*both) for both in zip(value, shown, strict=True)]
    return value["text"] if isinstance(value, dict) and isinstance(shown, str) else value


def test_every_page_has_examples() -> None:
    assert {str(example.id).partition(":")[0] for example in EXAMPLES} == set(PAGES)


@pytest.mark.parametrize("example", EXAMPLES)
def test_example(example: re.Match[str]) -> None:
    published = None if example["undated"] else "2012-03-15"
    document = Document(id="example", text=example["text"], published=published, lang="en")
    coded = json.loads(whimbrel.to_json(whimbrel.code(document)))
    shown = json.loads(example["shown"])
    assert shown_of(coded, shown) == shown
