"""Texts of many names take time linear in their length; comparisons are counted, not seconds."""

from __future__ import annotations

import itertools

import pytest

from whimbrel.reading import spelling
from whimbrel.reading.text import Reading, reading_of

SOUNDS = ["".join(pair) for pair in itertools.product("bdfgklmnprst", "aeiou")]


def many_names(count: int) -> Reading:
    """`count` sentences "Xxxx Yyyyyy met .", all names different."""
    pairs = itertools.islice(itertools.product(SOUNDS, SOUNDS), count)
    words: list[str] = []
    for number, (one, other) in enumerate(pairs):
        words += [(one + other).title(), (other + one + SOUNDS[number % 60]).title(), "met", "."]
    return reading_of(
        words,
        [i // 4 * 4 + (1 if i % 4 == 0 else 2) for i in range(len(words))],
        ["compound", "nsubj", "ROOT", "punct"] * count,
        pos=["PROPN", "PROPN", "VERB", "PUNCT"] * count,
        tags=["NNP", "NNP", "VBD", "."] * count,
        names=[(i, i + 1, "PERSON") for i in range(0, len(words), 4)],
        sentence_starts=range(0, len(words), 4),
    )


@pytest.fixture
def compared(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Counts the comparisons of two words letter by letter."""
    calls = [0]
    distance_within = spelling.distance_within

    def counted(left: str, right: str, limit: int) -> bool:
        calls[0] += 1
        return distance_within(left, right, limit)

    monkeypatch.setattr(spelling, "distance_within", counted)
    return calls


def test_names_are_found_in_linear_time(compared: list[int]) -> None:
    reading = many_names(1_500)
    assert len(reading.mentions) == 1_500
    # Every name against every other would be over two million.
    assert compared[0] < 100_000


def test_a_line_of_names_is_judged_once(monkeypatch: pytest.MonkeyPatch) -> None:
    from whimbrel.reading import names

    calls = [0]
    is_headline = names._is_headline

    def counted(line: str) -> bool:
        calls[0] += 1
        return is_headline(line)

    monkeypatch.setattr(names, "_is_headline", counted)
    reading = many_names(300)
    assert len(reading.name_at) == 600
    assert calls[0] == 1


def test_a_long_run_of_quotes_without_cues_is_read() -> None:
    words = ['"', "We", "wait", ".", '"'] * 3_000
    reading = reading_of(
        words,
        [i // 5 * 5 + 2 for i in range(len(words))],
        ["punct", "nsubj", "ROOT", "punct", "punct"] * 3_000,
        pos=["PUNCT", "PRON", "VERB", "PUNCT", "PUNCT"] * 3_000,
        tags=["``", "PRP", "VBP", ".", "''"] * 3_000,
        sentence_starts=range(0, len(words), 5),
        text=" ".join(['"We wait."'] * 3_000),
    )
    assert len(reading.mentions) == 3_000
