"""Quoted words: where they stand and who says them."""

from __future__ import annotations

import re

from whimbrel.reading.lexicon import word_list
from whimbrel.reading.text import Reading, Token

_LONGEST = 1500
_QUOTES_BACK = 12
"""How many quotes without a cue of their own are gone through for the speaker of the first."""
_MARKS = (("“", "”", "“”"), ("„", "“”", "„“”"), ("«", "»", "«»"), ('"', '"', '"\n'))
"""Opening and closing marks, and what cannot stand between them."""

_PAIRS = re.compile(
    "|".join(
        f"{opening}[^{barred}]{{1,{_LONGEST}}}[{closing}]" for opening, closing, barred in _MARKS
    )
)


def quotations(text: str) -> tuple[tuple[int, int], ...]:
    """Characters `[start, end)` between double quotation marks, the marks left out."""
    return tuple((found.start() + 1, found.end() - 1) for found in _PAIRS.finditer(text))


def speaker_of(reading: Reading, quote: tuple[int, int]) -> int | None:
    """The token of the subject that says the quoted words: of a verb of saying outside the quote in
    its sentences, or in the one before that ends in a colon; null where there is none.

    Where a paragraph goes on quoting, it is who says the quote before, a few quotes back at most.
    """
    for _ in range(_QUOTES_BACK):
        found, earlier = _speaker_or_earlier(reading, quote)
        if earlier is None:
            return found
        quote = earlier
    return None


def _speaker_or_earlier(
    reading: Reading, quote: tuple[int, int]
) -> tuple[int | None, tuple[int, int] | None]:
    """The subject that says a quote, or the quote before that it goes on with."""
    inside = reading.tokens_in(*quote)
    if not inside:
        return None, None
    for first in (inside[-1], inside[0]):
        sentence = reading.sentences[first.sentence]
        found = _saying_subject(reading, reading.sentence_tokens(sentence), quote)
        if found is not None:
            return found, None
    before = inside[0].sentence - 1
    if before >= 0:
        tokens = reading.sentence_tokens(reading.sentences[before])
        if tokens[-1].text == ":":
            return _saying_subject(reading, tokens, quote), None
        earlier = _quote_that_ends_before(reading, quote, tokens)
        if earlier is not None:
            return None, earlier
    following = inside[-1].sentence + 1
    if following < len(reading.sentences):
        tokens = reading.sentence_tokens(reading.sentences[following])
        if tokens[0].lower in ("said", "says") or (len(tokens) > 1 and tokens[1].lower == "said"):
            return _saying_subject(reading, tokens, quote), None
    return None, None


def _quote_that_ends_before(
    reading: Reading, quote: tuple[int, int], tokens: tuple[Token, ...]
) -> tuple[int, int] | None:
    """The quote in the sentence before, where the same paragraph goes on quoting."""
    start = tokens[0].start
    if "\n\n" in reading.text[start : quote[0]]:
        return None
    held = quotations(reading.text[start : quote[0] - 1])
    return (start + held[-1][0], start + held[-1][1]) if held else None


def _saying_subject(
    reading: Reading, tokens: tuple[Token, ...], quote: tuple[int, int]
) -> int | None:
    for token in tokens:
        outside = token.end <= quote[0] or token.start >= quote[1]
        if outside and token.pos == "VERB" and token.lemma in word_list("saying_verbs"):
            subjects = reading.dependents(token.i, "nsubj")
            if subjects:
                return subjects[0].i
    return None
