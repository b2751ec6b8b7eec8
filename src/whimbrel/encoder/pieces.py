"""What the encoder gets to see of a text: word pieces, and the letter case that they lose."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tokenizers import Tokenizer

LOWER, TITLE, UPPER = 0, 1, 2
_WORD = re.compile(r"\w+")
_SURROGATE = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Pieces:
    """The word pieces of a text, the marks of its beginning and end included.

    `ids` index the vocabulary, `places` are characters `[start, end)` of the text (both 0 for the
    marks), `shapes` the letter case of the word that a piece belongs to.
    """

    ids: list[int]
    places: list[tuple[int, int]]
    shapes: list[int]

    def inside(self, start: int, end: int) -> list[int]:
        """The pieces that lie inside characters `[start, end)`."""
        return [i for i, (a, b) in enumerate(self.places) if a < b and a >= start and b <= end]


def shape_of(word: str) -> int:
    """The letter case that an uncased vocabulary forgets: lower, Title or UPPER."""
    if not word[:1].isupper():
        return LOWER
    return UPPER if len(word) > 1 and word.isupper() else TITLE


def pieces_of(tokenizer: Tokenizer, text: str) -> Pieces:
    """The pieces of a text of any length."""
    # Half a character, as broken JSON escapes leave it, is none that the tokenizer takes.
    coded = tokenizer.encode(text if text.isascii() else _SURROGATE.sub("\ufffd", text))
    shapes = [LOWER] * len(text)
    for word in _WORD.finditer(text):
        shape = shape_of(word[0])
        if shape:
            shapes[word.start() : word.end()] = [shape] * (word.end() - word.start())
    places = [(int(start), int(end)) for start, end in coded.offsets]
    return Pieces(
        list(coded.ids),
        places,
        [shapes[start] if start < end else LOWER for start, end in places],
    )
