"""Texts as the pieces of words they are written with: what an embedding blurs, wording keeps.

"grenade" and "mortar" lie close in an embedding, and rare words (a militia's name, "chlorine") tell
a type by themselves. Pieces of 3 to 5 characters within a word stand for inflection and spelling.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

_WORD = re.compile(r"\w+(?:['’-]\w+)*")
_SIZES = (3, 4, 5)


class Wording:
    """Vectors of unit length over the word pieces that at least two of the given texts share."""

    def __init__(self, texts: Sequence[str]) -> None:
        seen = Counter(piece for text in texts for piece in set(_pieces(text)))
        # What one text alone has cannot make two of them alike.
        self._index = {
            piece: i for i, piece in enumerate(sorted(p for p, count in seen.items() if count > 1))
        }
        self._rarity = np.array(
            [1 + math.log((1 + len(texts)) / (1 + seen[piece])) for piece in self._index]
        )

    def vector(self, text: str) -> NDArray[np.float64]:
        """The text's vector; zero where it shares no piece."""
        found = np.zeros(len(self._index))
        for piece, count in Counter(_pieces(text)).items():
            at = self._index.get(piece)
            if at is not None:
                found[at] = 1 + math.log(count)
        found *= self._rarity
        length = float(np.sqrt(found @ found))
        return found / length if length else found


def _pieces(text: str) -> Iterator[str]:
    for word in _WORD.findall(text.lower()):
        padded = f" {word} "
        for size in _SIZES:
            for start in range(max(1, len(padded) - size + 1)):
                yield padded[start : start + size]
