"""Why, as connectives and causal verbs tell it, read with the real pipeline."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from whimbrel.coding.causes import causes
from whimbrel.reading.parse import Reader
from whimbrel.reading.text import reading_of
from whimbrel.records import Cause, Document

CASES = tomllib.loads((Path(__file__).parent / "causes.toml").read_text(encoding="utf-8"))["case"]


def row(cause: Cause) -> list[Any]:
    signal = cause.signal.text if cause.signal else ""
    return [cause.cause.text, signal, cause.effect.text, cause.sign or 0, cause.relation]


@pytest.mark.parametrize("case", CASES, ids=[case["text"][:40] for case in CASES])
def test_case(case: dict[str, Any], reader: Reader) -> None:
    found = causes(reader.read(Document(id="d", text=case["text"])))
    assert [row(cause) for cause in found] == case["causes"]
    assert [cause.id for cause in found] == [f"k{i}" for i in range(len(found))]


def test_the_wider_convention_takes_demands_and_conditions(reader: Reader) -> None:
    text = "Miners marched demanding better pay; they will strike if the firm refuses."
    reading = reader.read(Document(id="d", text=text))
    assert causes(reading) == ()
    wide = causes(reading, wide=True)
    assert [(c.cause.text, c.relation, c.sign) for c in wide] == [
        ("demanding better pay", "purpose", 1),
        ("the firm refuses", "condition", None),
    ]


WIDE = [
    ("Residents protested against the dam.", [("against the dam", "", "Residents protested")]),
    (
        "LIMA: Police fired when students marched.",
        [("students marched", "", "Police fired")],
    ),
    (
        "Rebels shelled the port on Friday, killing two sailors.",
        [("Rebels shelled the port on Friday", "killing", "killing two sailors")],
    ),
    (
        "Two sailors were hurt in the blast.",
        [("the blast", "", "Two sailors were hurt")],
    ),
    (
        "Police blocked the road in order to stop the march.",
        [("to stop the march", "in order to", "Police blocked the road")],
    ),
]


@pytest.mark.parametrize(("text", "wanted"), WIDE, ids=[text[:30] for text, _ in WIDE])
def test_spans_of_the_wider_convention(
    text: str, wanted: list[tuple[str, str, str]], reader: Reader
) -> None:
    found = causes(reader.read(Document(id="d", text=text)), wide=True)
    assert [
        (c.cause.text, c.signal.text if c.signal else "", c.effect.text) for c in found
    ] == wanted


def test_a_hand_made_reading_is_enough() -> None:
    words = "They left because shells fell".split()
    reading = reading_of(
        words,
        heads=[1, 1, 4, 4, 1],
        deps=["nsubj", "ROOT", "mark", "nsubj", "advcl"],
        pos=["PRON", "VERB", "SCONJ", "NOUN", "VERB"],
    )
    (cause,) = causes(reading)
    assert row(cause) == ["shells fell", "because", "They left", 1, "because"]


def test_a_table_that_reads_as_one_sentence_is_passed_over() -> None:
    words = ["fell", "because", "of"] * 200
    assert causes(reading_of(words)) == ()
