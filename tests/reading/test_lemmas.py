"""Remembered lemmas are spaCy's own."""

from __future__ import annotations

import importlib

from whimbrel.reading.lemmas import remember_lemmas
from whimbrel.reading.parse import DEFAULT_PIPELINE

TEXT = (
    "The troops left. They were leaving the left bank; his leaves are better than hers. Leave it."
)


def test_remembered_lemmas_are_those_of_the_rules() -> None:
    plain = importlib.import_module(DEFAULT_PIPELINE).load(exclude=["senter", "ner"])
    remembering = importlib.import_module(DEFAULT_PIPELINE).load(exclude=["senter", "ner"])
    remember_lemmas(remembering)
    wanted = [token.lemma_ for token in plain(TEXT)]
    assert {"leave", "be"} <= set(wanted)
    for _ in range(2):
        assert [token.lemma_ for token in remembering(TEXT)] == wanted


def test_each_word_is_asked_for_once() -> None:
    nlp = importlib.import_module(DEFAULT_PIPELINE).load(exclude=["senter", "ner"])
    component = nlp.get_pipe("lemmatizer")
    asked, answer = [], component.lemmatize
    component.lemmatize = lambda token: asked.append(token.text) or answer(token)
    remember_lemmas(nlp)
    nlp(TEXT), nlp(TEXT)
    assert len(asked) == len(set(asked)) + asked.count("left") - 1
    assert asked.count("troops") == 1


def test_a_pipeline_without_lemmatizer_is_left_alone() -> None:
    nlp = importlib.import_module(DEFAULT_PIPELINE).load(exclude=["senter", "ner", "lemmatizer"])
    remember_lemmas(nlp)
    assert "lemmatizer" not in nlp.pipe_names
