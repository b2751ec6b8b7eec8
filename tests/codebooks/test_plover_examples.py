"""What the codebook gives as examples is coded as it says: cues and definitions agree."""

from __future__ import annotations

import pytest

from whimbrel.codebooks.codebook import load
from whimbrel.coding.cues import CueCoder
from whimbrel.reading.parse import Reader
from whimbrel.records import Document

PLOVER = load("plover")
EXAMPLES = [
    (event_type.name, mode, sentence)
    for event_type in PLOVER.types.values()
    for mode, sentences in (
        (None, event_type.examples),
        *((mode.name, mode.examples) for mode in event_type.modes.values()),
    )
    for sentence in sentences
]


@pytest.mark.parametrize(("type_", "mode", "sentence"), EXAMPLES)
def test_example_is_coded(reader: Reader, type_: str, mode: str | None, sentence: str) -> None:
    acts = CueCoder().acts(reader.read(Document(id="d", text=sentence)), PLOVER)
    found = [(act.type, act.mode) for act in acts]
    assert any(act == type_ and (mode is None or how == mode) for act, how in found), found
