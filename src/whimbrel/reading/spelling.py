"""Names by their letters alone, so that spellings of one name can be compared."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

_MARKS = str.maketrans(dict.fromkeys("'’‘ʼʻ`´“”\".") | {"-": " ", "–": " ", "‑": " "})


@lru_cache(maxsize=65536)
def fold(text: str) -> str:
    """Lower case, without accents, apostrophes and full stops; hyphens and white space one blank."""
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
