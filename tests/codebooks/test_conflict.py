"""The codebook of conflict events: complete, explained, and its cues code its own examples."""

from __future__ import annotations

from collections import Counter

import pytest

from whimbrel.codebooks.codebook import load
from whimbrel.codebooks.scheme import Codebook
from whimbrel.coding.cues import CueCoder
from whimbrel.reading.parse import Reader
from whimbrel.records import Document

CONFLICT = load("conflict")
FAMILIES = {
    "battles": 3,
    "explosions-remote-violence": 6,
    "violence-against-civilians": 3,
    "protests": 3,
    "riots": 2,
    "strategic-developments": 8,
}
_CODED_OF_A_TYPE = 0.6
_CODED_OF_ALL = 0.85


def share_coded(reader: Reader, codebook: Codebook, name: str) -> float:
    """How many of a type's examples the cues code as that type."""
    examples = codebook.types[name].examples
    told = [
        any(act.type == name for act in CueCoder().acts(reader.read(document), codebook))
        for document in (Document(id="d", text=text) for text in examples)
    ]
    return sum(told) / len(told)


def test_has_six_families_of_twenty_five_types() -> None:
    assert Counter(found.family for found in CONFLICT.types.values()) == FAMILIES


@pytest.mark.parametrize("name", sorted(CONFLICT.types))
def test_type_is_explained(name: str) -> None:
    found = CONFLICT.types[name]
    assert found.definition
    assert found.not_for
    assert 10 <= len(found.examples) <= 15
    assert {cue.pos for cue in found.cues} >= {"verb", "noun"}
    lengths = sorted(len(example.split()) for example in found.examples)
    assert lengths[-1] >= 1.5 * lengths[0], "examples are of several lengths"


def test_not_for_names_types_of_the_codebook() -> None:
    words = {
        word.strip(".,;:()")
        for found in CONFLICT.types.values()
        for word in found.not_for.split()
        if len(word) > 2 and word.strip(".,;:()").isupper()
    }
    assert words <= set(CONFLICT.types)


def test_no_example_stands_in_two_types() -> None:
    counts = Counter(text for found in CONFLICT.types.values() for text in found.examples)
    assert max(counts.values()) == 1


@pytest.mark.parametrize(
    ("text", "types"),
    [
        (
            "A suicide bomber blew himself up at a checkpoint, killing five soldiers.",
            ["SUICIDE-BOMB"],
        ),
        (
            "A suicide bomber detonated his vest outside a mosque, killing 12 people.",
            ["SUICIDE-BOMB"],
        ),
        ("A bomber blew himself up in the market, wounding nine.", ["SUICIDE-BOMB"]),
        (
            "Two suicide bombers attacked a police post, killing three officers.",
            ["SUICIDE-BOMB"],
        ),
        ("A stealth bomber struck a depot, killing nine militants.", ["AIR-DRONE-STRIKE"]),
        ("Warplanes bombed a village, killing 12 people.", ["AIR-DRONE-STRIKE"]),
    ],
)
def test_an_attack_and_its_dead_are_one_event(reader: Reader, text: str, types: list[str]) -> None:
    acts = CueCoder().acts(reader.read(Document(id="d", text=text)), CONFLICT)
    assert [act.type for act in acts] == types


@pytest.mark.parametrize("name", sorted(CONFLICT.types))
def test_cues_tell_most_examples_of_the_type(reader: Reader, name: str) -> None:
    assert share_coded(reader, CONFLICT, name) >= _CODED_OF_A_TYPE


def test_cues_tell_nearly_all_examples(reader: Reader) -> None:
    shares = [share_coded(reader, CONFLICT, name) for name in CONFLICT.types]
    assert sum(shares) / len(shares) >= _CODED_OF_ALL
