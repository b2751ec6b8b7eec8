"""Chains: what pronouns, short names and descriptions refer back to."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from whimbrel.reading.parse import Reader
from whimbrel.records import Document

CASES = tomllib.loads(Path(__file__).with_name("chains.toml").read_text(encoding="utf-8"))["case"]


@pytest.mark.parametrize("case", CASES, ids=[case["about"] for case in CASES])
def test_chain(reader: Reader, case: dict[str, Any]) -> None:
    """Each of `refers` (a word, and its head's text or "" for none) in the order of the text."""
    reading = reader.read(Document(id="d", text=case["text"]))
    by_id = reading.mention_by_id
    wanted = [tuple(pair) for pair in case["refers"]]
    words = {word for word, _ in wanted}
    found = [
        (m.text, by_id[m.head].text if m.head else "") for m in reading.mentions if m.text in words
    ]
    assert found == wanted


def test_heads_point_at_the_head_of_a_chain(reader: Reader) -> None:
    reading = reader.read(
        Document(
            id="d",
            text="Okoro spoke. President Lena Okoro said she would stay. Okoro left in her car.",
        )
    )
    heads = {m.head for m in reading.mentions if m.head}
    assert len(heads) == 1
    assert reading.mention_by_id[heads.pop()].text == "Lena Okoro"
    assert all(reading.mention_by_id[m.head].head is None for m in reading.mentions if m.head)
