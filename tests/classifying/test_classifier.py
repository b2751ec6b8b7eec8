"""Classifying by a codebook's own words and a few examples, here by wording and cues alone."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from whimbrel.classifying.classifier import Classification, Classifier
from whimbrel.classifying.embedder import Vector
from whimbrel.classifying.examples import Example
from whimbrel.codebooks.codebook import load
from whimbrel.codebooks.scheme import Codebook, EventType
from whimbrel.codebooks.variants import exchanged_names, generic_names, reversed_order
from whimbrel.coding.cues import CueCoder
from whimbrel.errors import SetupError
from whimbrel.reading.parse import Reader
from whimbrel.records import Document

HARBOUR = Path(__file__).parents[1] / "coding" / "harbour"
TEXTS = [
    "Rebels attacked the navy at dawn.",
    "The harbour master asked the skippers to leave the quay.",
    "Divers hauled the anchor up.",
    "The choir sang in the old church.",
]


def _codebook(**types: tuple[str, ...]) -> Codebook:
    """A codebook of types without cues: a definition and examples each."""
    found = {
        name: EventType(name=name, definition=texts[0], examples=texts[1:])
        for name, texts in types.items()
    }
    return replace(load(HARBOUR), types=found, contexts={}, cameo=(), refusal=None, demand=None)


BAKERY = _codebook(
    BAKE=("Bread or cake is baked.", "The baker put forty loaves into the oven."),
    SELL=("Bread is sold at the market.", "She sold the last rolls to a sailor."),
)


@pytest.fixture(scope="module")
def told(reader: Reader):  # type: ignore[no-untyped-def]
    def classify(codebook: Codebook, text: str, **options: object) -> Classification:
        classifier = Classifier(codebook, CueCoder(), **options)  # type: ignore[arg-type]
        return classifier.classify(reader.read(Document(id="d", text=text)))

    return classify


def test_a_definition_alone_tells_its_type(told) -> None:  # type: ignore[no-untyped-def]
    assert told(BAKERY, "Loaves of rye bread were baked in the village oven.").label == "BAKE"
    assert told(BAKERY, "They sold rolls at every market.").label == "SELL"


def test_examples_teach_words_that_the_codebook_lacks(told) -> None:  # type: ignore[no-untyped-def]
    text = "Pretzels were flogged off cheaply."
    lessons = [
        Example("Pretzels were flogged off by noon.", frozenset({"SELL"})),
        Example("He flogged his pretzels to tourists.", frozenset({"SELL"})),
    ]
    before, after = told(BAKERY, text), told(BAKERY, text, examples=lessons)
    assert after.label == "SELL"
    assert after.scores["SELL"] > before.scores["SELL"] + 0.1


def test_an_example_without_types_teaches_what_is_none(told) -> None:  # type: ignore[no-untyped-def]
    text = "Bread is a novel about a baker's daughter."
    none = [Example("A novel about a baker won the prize.", frozenset())]
    before, after = told(BAKERY, text), told(BAKERY, text, examples=none)
    assert sum(after.scores.values()) < sum(before.scores.values())


def test_a_cue_that_fits_adds_to_its_type(told) -> None:  # type: ignore[no-untyped-def]
    harbour = load(HARBOUR)
    bare = replace(harbour, types={name: replace(t, cues=()) for name, t in harbour.types.items()})
    assert told(harbour, TEXTS[0]).label == "RAM"
    assert told(harbour, TEXTS[0]).scores["RAM"] > told(bare, TEXTS[0]).scores["RAM"]


def test_an_act_told_as_not_having_happened_adds_nothing(told) -> None:  # type: ignore[no-untyped-def]
    harbour = load(HARBOUR)
    did, did_not = (
        told(harbour, text).scores["RAM"]
        for text in ("Rebels attacked the navy.", "Rebels have not attacked the navy.")
    )
    assert did > did_not


@pytest.mark.parametrize("text", TEXTS)
def test_neither_order_nor_names_play_a_part(text: str, told) -> None:  # type: ignore[no-untyped-def]
    harbour = load(HARBOUR)
    plain = told(harbour, text)
    assert told(reversed_order(harbour), text) == replace(
        plain, scores=dict(reversed(plain.scores.items()))
    )
    for other, renaming in (exchanged_names(harbour), generic_names(harbour)):
        found = told(other, text)
        assert found.label == renaming.type(plain.label)
        assert found.scores == {renaming.type(k): v for k, v in plain.scores.items()}


def test_the_order_of_examples_plays_no_part(told) -> None:  # type: ignore[no-untyped-def]
    lessons = [Example(f"{n} loaves were sold.", frozenset({"SELL"})) for n in ("Two", "Nine")]
    one, other = (
        told(BAKERY, "Nine loaves were baked and sold.", examples=given)
        for given in (lessons, lessons[::-1])
    )
    assert one == other


def test_a_type_that_includes_another_is_at_least_as_likely(told) -> None:  # type: ignore[no-untyped-def]
    types = dict(BAKERY.types)
    types["WORK"] = EventType(
        name="WORK", definition="Somebody is at work.", includes=("BAKE", "SELL")
    )
    found = told(replace(BAKERY, types=types), "The baker put loaves into the oven.")
    assert found.scores["WORK"] >= found.scores["BAKE"] > found.scores["SELL"]


def test_the_threshold_only_cuts_the_labels(reader: Reader) -> None:
    classifier = Classifier(BAKERY, CueCoder())
    reading = reader.read(Document(id="d", text="The baker put forty loaves into the oven."))
    all_, none = (classifier.classify(reading, threshold=t) for t in (0.0, 1.0))
    assert (all_.label, all_.scores) == (none.label, none.scores)
    assert all_.labels == ("BAKE", "SELL")
    assert none.labels == ()


def test_an_embedder_s_vectors_are_learned_from(told) -> None:  # type: ignore[no-untyped-def]
    class Rye:
        """Knows one thing: whether rye is spoken of, in whatever language."""

        def embed(self, text: str) -> Vector:
            rye = any(word in text.lower() for word in ("rye", "roggen"))
            return np.array([1.0, 0.0] if rye else [0.0, 1.0], dtype=np.float32)

    lessons = [Example("Rye.", frozenset({"SELL"}))]
    plain = told(BAKERY, "Roggen", examples=lessons)
    found = told(BAKERY, "Roggen", examples=lessons, embedder=Rye())
    assert found.scores["SELL"] > plain.scores["SELL"]


def test_a_codebook_of_one_type_is_refused() -> None:
    with pytest.raises(SetupError, match="two types or more"):
        Classifier(_codebook(ONLY=("Bread is baked.",)), CueCoder())
