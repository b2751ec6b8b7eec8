"""Sentences, tokens and offsets from the real pipeline, whatever the text holds."""

from __future__ import annotations

import importlib
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from whimbrel.errors import SetupError
from whimbrel.reading.parse import (
    DEFAULT_PIPELINE,
    Reader,
    batches,
    joined,
    load_pipeline,
    model_hashes,
    piece_places,
    readable,
)
from whimbrel.reading.tag_rules import TagRules, rules_of
from whimbrel.reading.text import Reading
from whimbrel.records import Document


def read(reader: Reader, text: str) -> Reading:
    return reader.read(Document(id="d", text=text))


def sentences_of(reader: Reader, text: str) -> list[str]:
    return [text[s.start : s.end] for s in read(reader, text).sentences]


def assert_true_offsets(reading: Reading) -> None:
    text = reading.text
    end = 0
    for token in reading.tokens:
        assert text[token.start : token.end] == token.text
        assert token.start >= end
        assert token.text.strip()
        assert 0 <= token.head < len(reading.tokens)
        end = token.end
    for i, sentence in enumerate(reading.sentences):
        assert sentence.i == i
        assert sentence.start == reading.tokens[sentence.first].start
        assert sentence.end == reading.tokens[sentence.last - 1].end
        assert {t.sentence for t in reading.sentence_tokens(sentence)} == {i}
    assert sum(s.last - s.first for s in reading.sentences) == len(reading.tokens)
    for mention in reading.mentions:
        assert text[mention.start : mention.end] == mention.text
        assert mention.text.strip() == mention.text
    ids = {mention.id for mention in reading.mentions}
    assert all(mention.head is None or mention.head in ids for mention in reading.mentions)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="empty"),
        pytest.param(" \n\t\n ", id="white-space"),
        pytest.param("Baghdad", id="one-word"),
        pytest.param("…", id="one-mark"),
        pytest.param("😀 Police 👮🏽‍♀️ held Lena Okoro 🇲🇱 in Bamako.", id="emoji"),
        pytest.param(
            "Jose\u0301 Nun\u0303ez met Ana\u0308 in Co\u0301rdoba.", id="combining-marks"
        ),
        pytest.param("Troops left.\r\nRebels came.\r\n\r\nThe mayor fled.", id="crlf"),
        pytest.param("Troops left.\rRebels came.\rThe mayor fled.", id="lone-returns"),
        pytest.param("قال نوري المالكي (Nouri al-Maliki) إنه سيبقى في بغداد.", id="arabic"),
        pytest.param("The U.S.\u00a0army said\u202f40\u2009% of 1\u00a0000 men left.", id="nbsp"),
        pytest.param("“We won’t leave,” said Kata’ib Hizballah’s leader.", id="curly-quotes"),
        pytest.param("\ufeffTroops\u200b left\u200e the\u2028town\u2029today.", id="no-width"),
        pytest.param("Half \ud83d a pair, \udc00 and the army left.", id="lone-surrogates"),
        pytest.param("a" * 5000, id="one-long-word"),
        pytest.param("- \n* \n• \n1.\n2)", id="bullets-alone"),
    ],
)
def test_offsets_stay_true(reader: Reader, text: str) -> None:
    assert_true_offsets(read(reader, text))


WORDS = st.sampled_from(
    ["Maliki", "the", "U.S.", "“", "”", "'s", "’", "al-", "said", "he", "\n", "\n\n", "\r\n", " - ",
     "\u00a0", "😀", "e\u0301", "بغداد", "Gen.", "Army", "(", ")", "1.", "•", "they", "\ud800"]
)  # fmt: skip


@given(st.lists(st.one_of(WORDS, st.text(max_size=6)), max_size=40).map(" ".join))
@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_offsets_stay_true_for_any_text(reader: Reader, text: str) -> None:
    assert_true_offsets(read(reader, text))


@given(st.text())
def test_readable_keeps_every_character_at_its_place(text: str) -> None:
    shown = readable(text)
    assert len(shown) == len(text)
    shown.encode("utf-8")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        pytest.param(
            "The ministry denied it\n\nTroops left the town on Monday\n\nResidents fled.",
            ["The ministry denied it", "Troops left the town on Monday", "Residents fled."],
            id="paragraphs-without-stops",
        ),
        pytest.param(
            "Rebel fighters seized the northern town of Maro on Sunday after three days of\n"
            "heavy shelling that killed at least 14 civilians and forced thousands to flee\n"
            "toward the border. The army said it had pulled back.",
            [
                "Rebel fighters seized the northern town of Maro on Sunday after three days of\n"
                "heavy shelling that killed at least 14 civilians and forced thousands to flee\n"
                "toward the border.",
                "The army said it had pulled back.",
            ],
            id="hard-wrapped",
        ),
        pytest.param(
            "SARIWA, Oct. 3 (Northern Wire) - Gen. Paul Ochen met Lt. Col. Ana Ruiz in the U.S. "
            "yesterday. Mr. Ochen left at 5 p.m. and Dr. Ruiz stayed.",
            [
                "SARIWA, Oct. 3 (Northern Wire) -",
                "Gen. Paul Ochen met Lt. Col. Ana Ruiz in the U.S. yesterday.",
                "Mr. Ochen left at 5 p.m. and Dr. Ruiz stayed.",
            ],
            id="dateline-and-abbreviations",
        ),
        pytest.param(
            "The plan has three parts:\n- troops leave the town\n- prisoners are freed",
            ["The plan has three parts:", "- troops leave the town", "- prisoners are freed"],
            id="bullets",
        ),
        pytest.param(
            "1. The army withdraws.\n2. The rebels disarm.\n3. Elections follow.",
            ["1. The army withdraws.", "2. The rebels disarm.", "3. Elections follow."],
            id="numbered",
        ),
    ],
)
def test_sentences(reader: Reader, text: str, found: list[str]) -> None:
    assert sentences_of(reader, text) == found


def test_read_all_reads_as_read_does(reader: Reader) -> None:
    texts = ["Troops left Osh.", "", "He said Lena Okoro would stay. She did.", "\n\n"]
    documents = [Document(id=str(i), text=text, published="2012-01-03T10:00") for i, text in
                 enumerate(texts)]  # fmt: skip
    for document, reading in reader.read_all(documents):
        assert reading.analysis == reader.read(document).analysis
        assert reading.mentions == reader.read(document).mentions
        assert reading.published == "2012-01-03"


def test_batches_keep_order_and_bound_their_size() -> None:
    documents = [Document(id=str(i), text="x" * size) for i, size in enumerate([10, 150_000, 90_000,
                 500_000, 10, 10])]  # fmt: skip
    found = list(batches(documents))
    assert [document.id for batch in found for document in batch] == list("012345")
    assert [len(batch) for batch in found] == [2, 1, 1, 2]


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("short", ["short"]),
        ("aaaa bbb.\n\ncc dd", ["aaaa bbb.\n\n", "cc dd"]),
        ("aaaa bbbb. cc dd ee", ["aaaa bbbb. ", "cc dd ee"]),
        ("aaaa bbbbb cc dd ee", ["aaaa bbbbb ", "cc dd ee"]),
        ("a" * 25, ["a" * 12, "a" * 12, "a"]),
    ],
)
def test_piece_places(text: str, pieces: list[str]) -> None:
    assert [text[start:end] for start, end in piece_places(text, longest=12)] == pieces


@given(st.text(alphabet="ab. \n"), st.integers(5, 20))
def test_pieces_make_up_the_text(text: str, longest: int) -> None:
    places = piece_places(text, longest)
    assert "".join(text[start:end] for start, end in places) == text
    assert all(end - start <= longest for start, end in places)


def test_pieces_are_joined_at_their_places(reader: Reader) -> None:
    first, second = "Troops left Osh.\n\n", "Lena Okoro denied it. She fled."
    whole = read(reader, first + second)
    parts = [read(reader, part).analysis for part in (first, second)]
    assert joined(parts, [0, len(first)]) == whole.analysis


def test_a_text_beyond_the_pipelines_limit_is_read(reader: Reader) -> None:
    sentence = "Lena Okoro left Bamako. "
    blank = "\n" * 1_100_000
    reading = read(reader, sentence + blank + "She denied it.")
    assert len(reading.text) > load_pipeline(DEFAULT_PIPELINE).max_length
    assert_true_offsets(reading)
    assert [t.text for t in reading.tokens[-4:]] == ["She", "denied", "it", "."]


def test_the_vocabulary_does_not_grow_with_the_documents(reader: Reader) -> None:
    strings = load_pipeline(DEFAULT_PIPELINE).vocab.strings
    list(reader.read_all([Document(id="a", text="Troops left.")]))
    before = len(strings)

    def documents() -> Iterator[Document]:
        for i in range(20):
            yield Document(id=str(i), text=f"Qzx{i} Vrk{i} met Blorp{i} in Xanville{i}.")

    for _, reading in reader.read_all(documents()):
        assert reading.tokens[0].text.startswith("Qzx")
    assert len(strings) == before


def test_tag_rules_answer_as_the_attribute_ruler_does() -> None:
    full = importlib.import_module(DEFAULT_PIPELINE).load(exclude=["senter", "ner"])
    rules = rules_of(full)
    assert isinstance(rules, TagRules)
    text = (
        "There was nothing that they could do, but those who had been told left. This is what it "
        "has done, and nobody will say whether the U.S. Army's men, being tired, were to be sent "
        "home. \n\nShe'd gone; he's ill. Which of them? I saw her hat. Don't they know? 40% of $5."
    )
    wanted = full(text)
    bare = full.make_doc(text)
    for name, component in full.pipeline:
        bare = rules(bare) if name == "attribute_ruler" else component(bare)
    assert "attribute_ruler" in full.pipe_names
    for left, right in zip(wanted, bare, strict=True):
        if not left.is_space:
            assert (left.text, left.pos_, left.lemma_, left.morph) == (
                right.text, right.pos_, right.lemma_, right.morph,
            )  # fmt: skip


def test_an_unknown_pipeline_is_named() -> None:
    with pytest.raises(SetupError, match="'no_such_pipeline' is not installed"):
        load_pipeline("no_such_pipeline")


def test_model_hashes_name_version_and_files() -> None:
    (name, digest), = model_hashes(DEFAULT_PIPELINE).items()  # fmt: skip
    assert name.startswith("en_core_web_sm")
    assert len(digest) == 64
