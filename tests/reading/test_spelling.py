"""Spellings of one word, and the index that finds them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from whimbrel.reading.spelling import Spellings, fold, name_parts, same_word

WORDS = st.text("abk", min_size=1, max_size=11)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("odesa", "odessa", True),
        ("kalbajar", "kelbajar", True),
        ("hashimi", "hashemi", True),
        ("muhammad", "mohammed", True),
        ("abadi", "asadi", True),
        ("iran", "iraq", True),
        ("ali", "adi", False),
        ("basra", "nasra", False),
        ("monday", "sunday", False),
    ],
)
def test_same_word(one: str, other: str, same: bool) -> None:
    assert same_word(one, other) is same
    assert same_word(other, one) is same


@given(words=st.lists(WORDS, max_size=30), asked=WORDS)
def test_the_index_finds_what_a_look_at_every_word_finds(words: list[str], asked: str) -> None:
    known: Spellings[int] = Spellings()
    for number, word in enumerate(words):
        known.add(word, number)
    expected = [number for number, word in enumerate(words) if same_word(asked, word)]
    assert known.like(asked) == expected
    assert (asked in known) == bool(expected)


def test_fold_leaves_letters_alone() -> None:
    assert fold("Al-Ḥashimī’s") == "al hashimis"
    assert name_parts("Tariq al-Hashimi") == ("tariq", "hashimi")
