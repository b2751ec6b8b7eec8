"""Names mended: edges, kinds, well-known names, repetitions."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from whimbrel.reading.names import corrected_names
from whimbrel.reading.parse import Reader
from whimbrel.reading.spelling import distance_within, fold
from whimbrel.reading.text import Reading
from whimbrel.records import Document

Built = Callable[..., Reading]


def names_of(reading: Reading) -> list[tuple[str, str]]:
    return [(reading.text[n.start : n.end], n.kind) for n in corrected_names(reading)]


@pytest.mark.parametrize(
    ("sentence", "raw", "mended"),
    [
        pytest.param(
            "The|DT|det|2 Interior|NNP|compound|2 Ministry|NNP|poss|4 's|POS|case|2 "
            "men|NNS|ROOT|4|man",
            [(0, 3, "ORG")],
            [("Interior Ministry", "ORG")],
            id="article-and-possessive-mark",
        ),
        pytest.param(
            "Mrs|NNP|compound|1 May|NNP|nsubj|2 left|VBD|ROOT|2",
            [(0, 1, "PERSON")],
            [("May", "PERSON")],
            id="title",
        ),
        pytest.param(
            "Maliki|NNP|nsubj|1 left|VBD|ROOT|1 Peru|NNP|dobj|1",
            [(0, 0, "ORG"), (2, 2, "PERSON")],
            [("Maliki", "ORG"), ("Peru", "GPE")],
            id="well-known-place",
        ),
        pytest.param(
            "Nuri|NNP|compound|1 Maliki|NNP|nsubj|2 fell|VBD|ROOT|2 .|.|punct|2 Maliki|NNP|dep|2",
            [(0, 1, "PERSON"), (4, 4, "ORG")],
            [("Nuri Maliki", "PERSON"), ("Maliki", "PERSON")],
            id="surname-of-a-full-name",
        ),
        pytest.param(
            "He|PRP|nsubj|1 died|VBD|ROOT|1 in|IN|prep|1 Sariwa|NNP|pobj|2",
            [(3, 3, "PERSON")],
            [("Sariwa", "GPE")],
            id="after-in",
        ),
        pytest.param(
            "Sariwa|NNP|compound|1 fighters|NNS|nsubj|2 left|VBD|ROOT|2",
            [(0, 0, "PERSON")],
            [("Sariwa", "ORG")],
            id="before-fighters",
        ),
        pytest.param(
            "Democratic|NNP|compound|1 Unionists|NNPS|nsubj|2 left|VBD|ROOT|2",
            [(0, 0, "NORP")],
            [("Democratic Unionists", "NORP")],
            id="plural-proper-noun-joined",
        ),
        pytest.param(
            "Gen|NNP|compound|2 Ana|NNP|compound|2 Ruiz|NNP|nsubj|3 left|VBD|ROOT|3",
            [],
            [("Ana Ruiz", "PERSON")],
            id="passed-over-after-a-title",
        ),
        pytest.param(
            "the|DT|det|2 Free|NNP|compound|2 League|NNP|ROOT|2 (|-LRB-|punct|2 SFL|NNP|appos|2 "
            ")|-RRB-|punct|2",
            [(1, 2, "ORG")],
            [("Free League", "ORG"), ("SFL", "ORG")],
            id="acronym-in-brackets",
        ),
        pytest.param(
            "Defence|NNP|compound|1 Minister|NNP|compound|2 Ruiz|NNP|nsubj|3 left|VBD|ROOT|3",
            [(0, 0, "ORG"), (2, 2, "PERSON")],
            [("Ruiz", "PERSON")],
            id="portfolio-is-no-name",
        ),
        pytest.param(
            "SARIWA|NNP|dep|3 -|HYPH|punct|3 Ruiz|NNP|nsubj|3 left|VBD|ROOT|3",
            [(0, 2, "ORG")],
            [("SARIWA", "GPE"), ("Ruiz", "ORG")],
            id="dateline-cut-off",
        ),
    ],
)
def test_corrected_names(
    built: Built,
    sentence: str,
    raw: list[tuple[int, int, str]],
    mended: list[tuple[str, str]],
) -> None:
    assert names_of(built(sentence, names=raw)) == mended


def read(reader: Reader, text: str) -> Reading:
    return reader.read(Document(id="d", text=text))


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        ("Moon Jae-in met the envoy in Busan.", "Moon Jae-in", "PERSON"),
        ("Nouri al-Maliki said that he would stay.", "Nouri al-Maliki", "PERSON"),
        ("A leader of Kata’ib Hizballah refused to disarm.", "Kata’ib Hizballah", "ORG"),
        ("Boko Haram fighters raided a village near Maiduguri.", "Boko Haram", "ORG"),
        ("The foreign minister of Azerbaijan left Yerevan on Monday.", "Yerevan", "GPE"),
        ("She studied at the University.[1] Officials from Peru came.", "Peru", "GPE"),
        ("A protest by Shi'ite clerics closed the bridge.", "Shi'ite", "NORP"),
    ],
)
def test_names_of_real_sentences(reader: Reader, text: str, name: str, kind: str) -> None:
    assert (name, kind) in names_of(read(reader, text))


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("al-Hashimi", "Al Hashimi"),
        ("Sana'a", "Sanaa"),
        ("Kata’ib", "Kata'ib"),
        ("Córdoba", "Cordoba"),
        ("U.S.", "US"),
    ],
)
def test_fold_makes_spellings_equal(left: str, right: str) -> None:
    assert fold(left) == fold(right)


@pytest.mark.parametrize(
    ("left", "right", "limit", "within"),
    [
        ("odesa", "odessa", 1, True),
        ("hashimi", "hashemi", 1, True),
        ("dhobley", "dhobbley", 1, True),
        ("sudan", "sweden", 1, False),
        ("", "a", 1, True),
        ("", "ab", 1, False),
    ],
)
def test_distance_within(left: str, right: str, limit: int, within: bool) -> None:
    assert distance_within(left, right, limit) is within
