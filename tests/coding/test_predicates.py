"""The status of predicates of any kind, and a scorer's share in it."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from whimbrel.coding.triggers import trigger_statuses
from whimbrel.reading.parse import Reader
from whimbrel.reading.text import Reading
from whimbrel.records import Document, Span, Status, span_of

CASES: list[list[str]] = tomllib.loads(
    Path(__file__).with_name("predicates.toml").read_text(encoding="utf-8")
)["case"]


def _marked(text: str, word: str | None = None) -> tuple[str, Span]:
    if word is not None:
        start = text.index(word)
        return text, span_of(text, start, start + len(word))
    start, end = text.index("["), text.index("]") - 1
    text = text.replace("[", "").replace("]", "")
    return text, span_of(text, start, end)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case[0])
def test_status(case: list[str], reader: Reader) -> None:
    text, trigger = _marked(case[0], *case[2:])
    (found,) = trigger_statuses(reader.read(Document(id="d", text=text)), [trigger])
    assert (found.status.value, found.trigger) == (case[1], trigger), found.reason
    assert -3 <= found.factuality <= 3
    assert found.status.is_real == (found.factuality > 2)


class Sure:
    """A scorer that is sure of one status for every trigger."""

    def __init__(self, status: Status, chance: float = 1.0) -> None:
        self._scores = {status: chance}

    def score(self, reading: Reading, triggers: Sequence[Span]) -> Sequence[Mapping[Status, float]]:
        return [self._scores for _ in triggers]


def test_a_sure_scorer_outweighs_the_rules(reader: Reader) -> None:
    text, trigger = _marked("The farmers [sold] their milk.")
    reading = reader.read(Document(id="d", text=text))
    (rules,) = trigger_statuses(reading, [trigger])
    (agreed,) = trigger_statuses(reading, [trigger], Sure(Status.HAPPENED))
    (other,) = trigger_statuses(reading, [trigger], Sure(Status.DENIED))
    assert (agreed.status, other.status) == (Status.HAPPENED, Status.DENIED)
    assert agreed.confidence > rules.confidence
    assert other.factuality < rules.factuality
    assert "outweighs" in other.reason


def test_an_unsure_scorer_does_not(reader: Reader) -> None:
    text, trigger = _marked("The farmers [sold] their milk.")
    reading = reader.read(Document(id="d", text=text))
    (found,) = trigger_statuses(reading, [trigger], Sure(Status.POSSIBLE, 0.5))
    assert found.status is Status.HAPPENED
