"""Claims: who said what, through whom. Most cases are rows of claims.toml."""

from __future__ import annotations

import time
import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from whimbrel.coding.claims import claims
from whimbrel.reading.parse import Reader
from whimbrel.reading.text import Reading, reading_of
from whimbrel.records import Claim, Document

CASES = tomllib.loads(Path(__file__).with_name("claims.toml").read_text(encoding="utf-8"))["case"]


def shape(claim: Claim) -> dict[str, Any]:
    return {
        "source": [span.text for span in claim.source],
        "cue": [span.text for span in claim.cue],
        "content": [span.text for span in claim.content],
        "kind": claim.kind,
        "stance": claim.stance,
        "speaker": claim.speaker.name if claim.speaker else None,
        "via": [[via.kind, via.text] for via in claim.via],
        "within": int(claim.within[1:]) if claim.within else None,
    }


def read(reader: Reader, text: str) -> Reading:
    return reader.read(Document(id="d", text=text))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"][:50])
def test_claims_of_a_text(case: dict[str, Any], reader: Reader) -> None:
    found = [shape(claim) for claim in claims(read(reader, case["text"]))]
    looked_at = [
        {field: claim[field] for field in wanted}
        for claim, wanted in zip(found, case["claims"], strict=False)
    ]
    assert looked_at == case["claims"]
    assert len(found) == len(case["claims"]), found


def test_ids_and_spans(reader: Reader) -> None:
    text = "“Oui 😀,” said Zoé Álvarez. The mayor denied it.\r\n\r\nTroops left, the army said."
    found = claims(read(reader, text))
    assert [claim.id for claim in found] == ["c0", "c1", "c2"]
    for claim in found:
        for span in (*claim.source, *claim.cue, *claim.content, *claim.via):
            assert text[span.start : span.end] == span.text


def test_pronoun_has_the_name_it_stands_for(reader: Reader) -> None:
    text = "Fatima Noor led the march on Monday. She said the police had kept away."
    (claim,) = claims(read(reader, text))
    assert claim.source[0].text == "She"
    assert claim.speaker is not None
    assert claim.speaker.name == "Fatima Noor"


def test_the_statement_has_the_author_named_before(reader: Reader) -> None:
    text = (
        "“They fled,” Colonel Ivo Petek said in a statement. Nobody was hurt, the statement said."
    )
    first, second = claims(read(reader, text))
    assert first.speaker is not None
    assert second.speaker is not None
    assert second.speaker.name == first.speaker.name == "Ivo Petek"
    assert [via.kind for via in second.via] == ["document"]


def test_an_occasion_is_carried_to_what_was_said_there(reader: Reader) -> None:
    text = "Commander Omar Sayed spoke at a ceremony in Basra. “We stay,” Sayed said."
    claim = claims(read(reader, text))[-1]
    assert [(via.kind, via.text) for via in claim.via] == [("ceremony", "a ceremony in Basra")]


def test_attitudes_only_where_asked_for(reader: Reader) -> None:
    reading = read(reader, "The senator supports the ban and hopes to win.")
    assert claims(reading) == ()
    wide = [shape(claim) for claim in claims(reading, wide=True)]
    assert [claim["content"] for claim in wide] == [["the ban"], ["to win"]]


WIDE = [
    (
        "The envoy did not immediately respond to questions about the raid.",
        [("The envoy", "did not immediately respond to", "questions about the raid")],
    ),
    (
        "Ana Ruiz, who led the party for ten years, said that “the vote was stolen.”",
        [("Ana Ruiz, who led the party for ten years", "said", "that “the vote was stolen.”")],
    ),
    (
        "Voters have had doubts about the treaty.",
        [("Voters", "have had doubts about", "the treaty")],
    ),
    ("The general is expected to resign.", [("", "is expected", "The general … to resign")]),
]


@pytest.mark.parametrize(("text", "wanted"), WIDE, ids=[text[:30] for text, _ in WIDE])
def test_the_extent_of_spans_in_the_wider_convention(
    text: str, wanted: list[tuple[str, str, str]], reader: Reader
) -> None:
    found = claims(read(reader, text), wide=True)
    assert [
        tuple(" … ".join(span.text for span in spans) for spans in (c.source, c.cue, c.content))
        for c in found
    ] == wanted


def test_no_text_no_claims(reader: Reader) -> None:
    assert claims(read(reader, "")) == ()
    assert claims(read(reader, "”“’‘\"'")) == ()


def _many(count: int, *, closing: str = '"', stop: str = ".") -> Reading:
    # One short quotation after another: '"We hold the line," said Anna Berg.'
    words = ['"', "We", "hold", "the", "line", ",", closing, "said", "Anna", "Berg", stop]
    heads = [7, 2, 7, 4, 2, 7, 7, 7, 9, 7, 7]
    deps = "punct nsubj ccomp det dobj punct punct ROOT compound nsubj punct".split()
    pos = "PUNCT PRON VERB DET NOUN PUNCT PUNCT VERB PROPN PROPN PUNCT".split()
    tags = ["``", "PRP", "VBP", "DT", "NN", ",", "''", "VBD", "NNP", "NNP", "."]
    lemmas = ["say" if word == "said" else word.lower() for word in words]
    size = len(words)

    def repeated(row: Sequence[str]) -> list[str]:
        return list(row) * count

    return reading_of(
        repeated(words),
        [head + size * k for k in range(count) for head in heads],
        repeated(deps),
        pos=repeated(pos),
        tags=repeated(tags),
        lemmas=repeated(lemmas),
        names=[(8 + size * k, 9 + size * k, "PERSON") for k in range(count)],
        sentence_starts=[size * k for k in range(count)] if stop == "." else (0,),
        text=" ".join(f'"We hold the line,{closing} said Anna Berg{stop}' for _ in range(count)),
    )


@pytest.mark.parametrize(
    "options",
    [
        pytest.param({}, id="closed"),
        pytest.param({"closing": "“"}, id="never closed"),
        pytest.param({"stop": ";"}, id="one endless sentence"),
    ],
)
def test_time_grows_with_the_text_and_no_faster(options: dict[str, str]) -> None:
    def seconds(count: int) -> float:
        reading = _many(count, **options)
        assert reading.mentions is not None
        before = time.process_time()
        claims(reading)
        return time.process_time() - before

    seconds(50)
    few, many = seconds(200), seconds(1600)
    # Eight times the text; quadratic work would take 64 times as long.
    assert many < 24 * max(few, 0.02)


def _according(count: int) -> Reading:
    words = ["according", "to", "him", ","]
    size = len(words)
    return reading_of(
        words * count,
        [head + size * k for k in range(count) for head in (0, 0, 1, 0)],
        ["ROOT", "prep", "pobj", "punct"] * count,
        pos=["VERB", "ADP", "PRON", "PUNCT"] * count,
        tags=["VBG", "IN", "PRP", ","] * count,
        sentence_starts=(0,),
    )


def test_a_sentence_full_of_according_to_takes_linear_time() -> None:
    def seconds(count: int) -> float:
        reading = _according(count)
        assert reading.mentions is not None
        before = time.process_time()
        claims(reading)
        return time.process_time() - before

    seconds(50)
    few, many = seconds(400), seconds(3200)
    assert many < 24 * max(few, 0.02)


def test_each_of_many_quotations_is_found() -> None:
    found = claims(_many(200))
    assert len(found) == 200
    assert {shape(claim)["speaker"] for claim in found} == {"Anna Berg"}


def test_agreement_with_the_open_dispatches(reader: Reader, shared_data: Path) -> None:
    import json

    found = wanted = right = 0
    for line in (shared_data / "data/dispatches/dev.jsonl").read_text("utf-8").splitlines():
        row = json.loads(line)
        gold = row["gold"]["claims"]
        mine = claims(reader.read(Document(id=row["id"], text=row["text"])))
        keys = {(span["start"], span["end"]) for claim in gold for span in claim["cue"]}
        wanted += len(gold)
        found += len(mine)
        right += sum(any((s.start, s.end) in keys for s in claim.cue) for claim in mine)
    assert 2 * right / (found + wanted) > 0.80
