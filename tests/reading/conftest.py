"""Readings written out by hand: `word|tag|dependency|head`, and the lemma where it is irregular."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from whimbrel.reading.text import Reading, reading_of

# Parts of speech by the beginning of the tag, longest first.
_PARTS = {
    "NNP": "PROPN",
    "NN": "NOUN",
    "VB": "VERB",
    "MD": "AUX",
    "JJ": "ADJ",
    "RB": "ADV",
    "PRP": "PRON",
    "WP": "PRON",
    "EX": "PRON",
    "CD": "NUM",
    "DT": "DET",
    "IN": "ADP",
    "TO": "PART",
    "POS": "PART",
    "CC": "CCONJ",
}


def _part(tag: str) -> str:
    return next((part for start, part in _PARTS.items() if tag.startswith(start)), "PUNCT")


def _lemma(word: str, tag: str) -> str:
    small = word.lower()
    if tag == "NNS":
        return small[:-3] + "y" if small.endswith("ies") else small.removesuffix("s")
    return small.removesuffix("ed") if tag in ("VBD", "VBN") and small.endswith("ed") else small


def _built(*sentences: str, names: list[tuple[int, int, Any]] | None = None) -> Reading:
    fields = [[each.split("|") for each in sentence.split()] for sentence in sentences]
    tokens = [token for sentence in fields for token in sentence]
    starts, count = [], 0
    for sentence in fields:
        starts.append(count)
        count += len(sentence)
    return reading_of(
        [token[0] for token in tokens],
        [int(token[3]) for token in tokens],
        [token[2] for token in tokens],
        pos=[_part(token[1]) for token in tokens],
        tags=[token[1] for token in tokens],
        lemmas=[token[4] if len(token) > 4 else _lemma(*token[:2]) for token in tokens],
        names=names or (),
        sentence_starts=starts,
    )


@pytest.fixture(scope="session")
def built() -> Callable[..., Reading]:
    """Builds a reading from sentences in the form above; `names` as `reading_of` takes them."""
    return _built
