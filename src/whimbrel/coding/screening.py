"""The cheap first filter: which sentences can tell an event at all.

A sentence passes if a cue of the codebook could fit it, by its words alone, or if it holds a word
that mostly tells events (`lexicon/telling.txt`, from the project's corpus). What it costs and what
is lost is measured by `benchmarks/screening.py`.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from importlib.resources import files

from whimbrel.codebooks.scheme import Codebook, Cue, Pos
from whimbrel.reading.text import Reading, Sentence

_POS: dict[str, tuple[Pos, ...]] = {
    "VERB": ("verb", "noun"),
    "AUX": ("verb",),
    "NOUN": ("noun", "verb"),
    "PROPN": ("noun",),
    "ADJ": ("adjective", "verb"),
}


def may_tell(reading: Reading, sentence: Sentence, codebook: Codebook) -> bool:
    """Whether the sentence is worth reading for events."""
    tokens = reading.sentence_tokens(sentence)
    words = {token.lemma for token in tokens} | {token.lower for token in tokens}
    if words & _telling():
        return True
    return any(
        _can_fit(cue, words)
        for token in tokens
        for pos in _POS.get(token.pos, ())
        for word in {token.lemma, token.lower}
        for cue in codebook.cues.get((pos, word), ())
    )


@cache
def _telling() -> frozenset[str]:
    text = files(f"{__package__}.lexicon").joinpath("telling.txt").read_text(encoding="utf-8")
    return frozenset(text.split())


def _can_fit(cue: Cue, words: set[str]) -> bool:
    asked: Iterable[frozenset[str]] = (cue.near, cue.object, cue.subject)
    return words.issuperset(cue.other_words) and all(
        not each or each & words or any(word.startswith("%") for word in each) for each in asked
    )
