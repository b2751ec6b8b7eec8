"""Well-known names: countries, capitals, peoples, regions and bodies, found without a model."""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cache

from whimbrel.reading.lexicon import people_words, place_names, word_list
from whimbrel.records import MentionKind

_LETTERS = re.compile(r"[^\W_]*")
_STRAIGHT = str.maketrans({"’": "'", "ʼ": "'", "‘": "'", "‑": "-", "\u00a0": " ", "\n": " "})


@cache
def _known() -> dict[str, list[tuple[str, MentionKind]]]:
    """Well-known names by their first word, longest first."""
    kinds: dict[str, MentionKind] = {}
    for word in people_words():
        kinds[word] = "NORP"
    for word in word_list("known_regions", "names"):
        kinds[word] = "LOC"
    for word in place_names():
        kinds[word] = "GPE"
    for word in word_list("known_bodies", "names"):
        kinds[word] = "ORG"
    found: dict[str, list[tuple[str, MentionKind]]] = defaultdict(list)
    for phrase, kind in kinds.items():
        found[first_word(phrase)].append((phrase, kind))
    for phrases in found.values():
        phrases.sort(key=lambda pair: -len(pair[0]))
    return dict(found)


def first_word(text: str, start: int = 0) -> str:
    """The letters and digits that begin at `start`."""
    return _LETTERS.match(text, start).group()  # type: ignore[union-attr]


def known_at(text: str, start: int) -> tuple[int, MentionKind] | None:
    """The longest well-known name that starts here: its end and kind."""
    word = first_word(text, start)
    options = _known().get(word)
    if options is None and word.isupper() and len(word) > 3:
        options = _known().get(word.title())
    for phrase, kind in options or ():
        end = start + len(phrase)
        said = text[start:end].translate(_STRAIGHT)
        same = said == phrase or (said.isupper() and len(said) > 3 and said == phrase.upper())
        if same and not text[end : end + 1].isalnum():
            return end, kind
    return None
