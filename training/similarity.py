"""Tf-idf cosine similarity over single words, with numpy alone."""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
_WORD = re.compile(r"[^\W_]+")


def words_of(text: str) -> list[str]:
    """The words and numbers of a text, in lower case."""
    return [match[0] for match in _WORD.finditer(text.lower())]


@dataclass(frozen=True)
class Nearest:
    """The most similar text of an index: its place in the index, and the cosine from 0 to 1."""

    index: int
    similarity: float


class TfIdf:
    """An index of texts; word weights are tf * (ln((1 + n) / (1 + df)) + 1), length one."""

    def __init__(self, texts: Sequence[str], background: Iterable[str] = ()) -> None:
        """Index `texts`; `background` counts for the document frequencies only."""
        counted = [Counter(words_of(text)) for text in texts]
        frequency: Counter[str] = Counter(word for counts in counted for word in counts)
        size = len(texts)
        for text in background:
            frequency.update(set(words_of(text)))
            size += 1
        self._idf = {word: math.log((1 + size) / (1 + n)) + 1 for word, n in frequency.items()}
        self._unseen = math.log(1 + size) + 1
        self._size = len(texts)
        postings: dict[str, list[tuple[int, float]]] = defaultdict(list)
        for index, counts in enumerate(counted):
            for word, weight in self._weights(counts).items():
                postings[word].append((index, weight))
        self._postings = {
            word: (np.array([i for i, _ in rows]), np.array([w for _, w in rows]))
            for word, rows in postings.items()
        }

    def _weights(self, counts: Counter[str]) -> dict[str, float]:
        raw = {word: n * self._idf.get(word, self._unseen) for word, n in counts.items()}
        length = math.sqrt(sum(weight * weight for weight in raw.values())) or 1.0
        return {word: weight / length for word, weight in raw.items()}

    def similarities(self, text: str) -> Floats:
        """The cosine of `text` with every text of the index."""
        scores = np.zeros(self._size)
        for word, weight in self._weights(Counter(words_of(text))).items():
            found = self._postings.get(word)
            if found is not None:
                scores[found[0]] += weight * found[1]
        return scores

    def nearest(self, text: str, leave_out: int | None = None) -> Nearest | None:
        """The most similar text but for `leave_out` (the text's own place); None without any."""
        if self._size - (leave_out is not None) < 1:
            return None
        scores = self.similarities(text)
        if leave_out is not None:
            scores[leave_out] = -1.0
        best = int(scores.argmax())
        return Nearest(best, float(scores[best]))
