"""What the pages on single rooms show is what the code gives."""

from __future__ import annotations

import ast
import json
import re
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest

import whimbrel

DOCS = Path(__file__).resolve().parents[2] / "docs"
_EXAMPLE = re.compile(
    r"```python\nwhimbrel\.(\w+)\(([^\n]*)\)\n```\n\n```json\n(.*?)\n```", re.DOTALL
)
_ONE = re.compile(r"""(".*"|'.*')(?:, wide=(\[.*\]))?""")
EXAMPLES = [
    (name, *found)
    for name in ("claims.md", "causes.md")
    for found in _EXAMPLE.findall((DOCS / name).read_text(encoding="utf-8"))
]


def shown(value: Any, example: Any) -> Any:
    """The part of a value that an example shows: fields may be left out, list items may not."""
    if isinstance(example, dict) and isinstance(value, dict):
        return {key: shown(value.get(key), example[key]) for key in example}
    if isinstance(example, list) and isinstance(value, list):
        pairs = zip(value, example, strict=False)
        return [shown(*pair) for pair in pairs] + value[len(example) :]
    return value


@pytest.mark.parametrize(("page", "verb", "call", "printed"), EXAMPLES)
def test_an_example_is_true(page: str, verb: str, call: str, printed: str) -> None:
    given = _ONE.fullmatch(call)
    assert given is not None, f"{page}: {call}"
    text, wide = ast.literal_eval(given.group(1)), ast.literal_eval(given.group(2) or "()")
    found = getattr(whimbrel, verb)(text, wide=wide)
    wanted = json.loads(printed)
    assert shown(json.loads(json.dumps([asdict(each) for each in found])), wanted) == wanted


def test_there_are_examples() -> None:
    assert {name for name, *_ in EXAMPLES} == {"claims.md", "causes.md"}
