"""Names by their letters alone, so that spellings of one name can be compared."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

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


def same_word(left: str, right: str) -> bool:
    """Whether two folded words may be spellings of one: one letter apart, two in long words."""
    if left == right:
        return True
    shorter = min(len(left), len(right))
    if shorter < 4 or left[0] != right[0]:
        return False
    return distance_within(left, right, 1 if shorter < 8 else 2)
