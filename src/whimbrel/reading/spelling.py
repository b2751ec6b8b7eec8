"""Names by their letters alone, so that spellings of one name can be compared."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from functools import lru_cache
from typing import Generic, TypeVar

T = TypeVar("T")

_MARKS = str.maketrans(dict.fromkeys("'’‘ʼʻ`´“”\".") | {"-": " ", "–": " ", "‑": " "})


@lru_cache(maxsize=65536)
def fold(text: str) -> str:
    """Lower case, without accents, apostrophes and full stops; hyphens and spaces one blank."""
    plain = unicodedata.normalize("NFKD", text.casefold().translate(_MARKS))
    return " ".join("".join(c for c in plain if not unicodedata.combining(c)).split())


def distance_within(left: str, right: str, limit: int) -> bool:
    """Whether at most `limit` letters need to be put in, left out or changed."""
    if abs(len(left) - len(right)) > limit:
        return False
    row = list(range(len(right) + 1))
    for i, a in enumerate(left, 1):
        previous, row[0] = row[0], i
        for j, b in enumerate(right, 1):
            previous, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, previous + (a != b))
        if min(row) > limit:
            return False
    return row[-1] <= limit


_PARTICLES = frozenset({"al", "el", "ul", "bin", "ibn", "the", "of", "and"})


def name_parts(text: str) -> tuple[str, ...]:
    """The folded words of a name without its articles and particles."""
    return tuple(part for part in fold(text).split() if part not in _PARTICLES)


_LONG = 8
"""Letters from which on two words may differ in two of them."""


def same_word(left: str, right: str) -> bool:
    """Whether two folded words may be spellings of one: one letter apart, two in long words."""
    if left == right:
        return True
    shorter = min(len(left), len(right))
    if shorter < 4 or left[0] != right[0]:
        return False
    return distance_within(left, right, 1 if shorter < _LONG else 2)


class Spellings(Generic[T]):
    """Things known by a folded word each, found by any spelling of it (`same_word`).

    A word that differs in one or two letters still has one of its halves or thirds unchanged, near
    the same place; so only words with such a part in common are compared.
    """

    def __init__(self) -> None:
        self._things: dict[str, list[tuple[int, T]]] = defaultdict(list)
        self._by_part: dict[tuple[int, int, str], list[str]] = defaultdict(list)
        self._count = 0

    def add(self, word: str, thing: T) -> None:
        if word not in self._things:
            for number, start, end in _parts_of(len(word)):
                self._by_part[len(word), number, word[start:end]].append(word)
        self._things[word].append((self._count, thing))
        self._count += 1

    def like(self, word: str) -> list[T]:
        """The things whose word may be a spelling of this one, in the order they were added."""
        found: list[tuple[int, T]] = []
        for other in dict.fromkeys((word, *self._near(word))):
            if other in self._things and same_word(word, other):
                found += self._things[other]
        return [thing for _, thing in sorted(found, key=lambda pair: pair[0])]

    def __contains__(self, word: str) -> bool:
        return word in self._things or any(same_word(word, each) for each in self._near(word))

    def _near(self, word: str) -> Iterator[str]:
        apart = 1 if len(word) < _LONG else 2
        for length in range(len(word) - apart, len(word) + apart + 1):
            for number, start, end in _parts_of(length):
                for shift in range(-min(apart, start), apart + 1):
                    part = word[start + shift : end + shift]
                    yield from self._by_part.get((length, number, part), ())


def _parts_of(length: int) -> Iterator[tuple[int, int, int]]:
    """Number, start and end of the parts that words of this length are compared by."""
    count = 2 if length < _LONG else 3
    if length >= 4:
        for number in range(count):
            yield number, length * number // count, length * (number + 1) // count
