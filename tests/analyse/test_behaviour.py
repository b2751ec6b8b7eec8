"""Behavioural tests of codebooks: they hold for ours, and find coders for which they do not."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from whimbrel.analyse.behaviour import PLAIN, differences, examples
from whimbrel.codebooks.codebook import load
from whimbrel.codebooks.scheme import Codebook
from whimbrel.coding.acts import Act
from whimbrel.coding.cues import CueCoder
from whimbrel.reading.parse import Reader
from whimbrel.reading.text import Reading

HARBOUR = Path(__file__).parents[1] / "coding" / "harbour"


@pytest.mark.parametrize("name", ["plover", "conflict", "cameo", HARBOUR], ids=str)
def test_order_and_names_do_not_change_what_is_coded(reader: Reader, name: str | Path) -> None:
    assert list(differences(load(name), reader=reader)) == []


@pytest.mark.parametrize("name", ["plover", HARBOUR], ids=str)
def test_nor_do_they_for_the_cues_alone(reader: Reader, name: str | Path) -> None:
    assert list(differences(load(name), reader=reader, coder=CueCoder())) == []


def test_the_texts_are_the_examples_and_plain_sentences() -> None:
    plover = load("plover")
    assert set(plover.types["AID"].examples) <= set(examples(plover))
    assert "Two gunmen shot the mayor." in examples(plover)  # a mode's
    assert len(PLAIN) == len(set(PLAIN)) == 10


class Biased:
    """The cue coder with a fault: `fault` changes what it found."""

    name = "biased"

    def __init__(self, fault: Callable[[Codebook, Act], Act]) -> None:
        self._fault = fault

    def acts(self, reading: Reading, codebook: Codebook) -> tuple[Act, ...]:
        found = CueCoder().acts(reading, codebook)
        return tuple(self._fault(codebook, act) for act in found)


def to_the_first_type(codebook: Codebook, act: Act) -> Act:
    return replace(act, type=next(iter(codebook.types)), mode=None, modes=())


def to_the_name_that_sounds_worst(codebook: Codebook, act: Act) -> Act:
    return replace(act, type=min(codebook.types), mode=None, modes=())


def without_labels(codebook: Codebook, act: Act) -> Act:
    generic = act.type.startswith("LABEL_")
    return replace(act, actors=(), recipients=()) if generic else act


@pytest.mark.parametrize(
    ("fault", "tests"),
    [
        (to_the_first_type, {"order"}),
        (to_the_name_that_sounds_worst, {"exchanged"}),
        (without_labels, {"generic"}),
    ],
)
def test_a_coder_that_minds_order_or_names_is_found(
    reader: Reader, fault: Callable[[Codebook, Act], Act], tests: set[str]
) -> None:
    found = differences(
        load(HARBOUR),
        ["Gunmen attacked a bus on Monday."],
        reader=reader,
        coder=Biased(fault),
    )
    assert tests <= {difference.test for difference in found}


def test_a_difference_says_what_became_of_what(reader: Reader) -> None:
    text = "Gunmen attacked a bus on Monday."
    biased = Biased(to_the_first_type)
    first, *_ = differences(load(HARBOUR), [text], reader=reader, coder=biased)
    last = list(load(HARBOUR).types)[-1]
    assert str(first).startswith(f"order: {text!r}: ")
    assert first.after == (f"{last} (attacked)",)
    assert str(first).endswith(".")
