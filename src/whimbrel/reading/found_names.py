"""A name on its way to being mended, and what the steps of the mending ask about words."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from whimbrel.reading.lexicon import word_list
from whimbrel.reading.text import Reading, Token
from whimbrel.records import MentionKind

PLACE_PREPOSITIONS = frozenset({"in", "near", "at", "outside", "around", "across", "throughout"})
"""Prepositions after which a name is most likely a place's."""


@dataclass(frozen=True, slots=True)
class FoundName:
    """A name from token `first` to token `last`, both included."""

    first: int
    last: int
    kind: MentionKind


def said_name(reading: Reading, found: FoundName) -> str:
    """The name as the text has it."""
    return reading.text[reading.tokens[found.first].start : reading.tokens[found.last].end]


def stands_alone(reading: Reading, token: Token) -> bool:
    """Whether a dash divides words, with room around it, and does not join them."""
    around = reading.text[max(0, token.start - 1) : token.end + 1]
    return token.text not in "-–" or any(c.isspace() for c in around) or token.start == 0


def is_role_word(token: Token) -> bool:
    """Whether the token names an office, a function or a kind of person."""
    lemma = token.lemma.lower()
    return lemma in word_list("roles", "nouns") or token.lower in word_list("roles", "nouns")


def is_title(token: Token) -> bool:
    """Whether the token is a title in capitals that stands before a person's name."""
    return token.text[:1].isupper() and token.lower in word_list("titles", "names")


@cache
def given_names() -> frozenset[str]:
    """Given names that are nearly always one gender's, lower case."""
    return word_list("male", "given_names") | word_list("female", "given_names")
