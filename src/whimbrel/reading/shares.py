"""A plural that several countries share: "the presidents of Serbia and Kosovo" are one of each."""

from __future__ import annotations

from dataclasses import dataclass

from whimbrel.reading.lexicon import nationalities
from whimbrel.reading.phrases import members, noun_phrase, phrase_tokens
from whimbrel.reading.text import Reading, Token
from whimbrel.records import Span

_PLURALS = frozenset({"NNS", "NNPS"})
_BELONGING = frozenset({"of", "from"})
_MODIFYING = ("amod", "compound", "nmod")


@dataclass(frozen=True, slots=True)
class Share:
    """One country's part of a plural (tokens): `owner` is the country, `noun` the plural that it
    shares, `before` the words that go with the noun for each ("*foreign* ministers"), `joint` the
    "of" between noun and country, null where the country stands before ("Greek ministers")."""

    owner: int
    noun: int
    before: tuple[int, ...]
    joint: int | None


def owners(reading: Reading, noun: int) -> list[int]:
    """The countries of each of which a plural noun names its own; empty where it is not of two."""
    return [share.owner for share in shares(reading, noun)]


def shares(reading: Reading, noun: int) -> list[Share]:
    """The parts of a plural noun, one for each of the countries that share it."""
    token = reading.tokens[noun]
    if token.tag not in _PLURALS or noun in reading.name_at or reading.dependents(noun, "nummod"):
        return []
    for first, joint in _first_owners(reading, noun):
        owning = members(reading, first) if joint is not None else _list_before(reading, first)
        if len(owning) > 1 and all(_is_country(reading, each) for each in owning):
            before = _qualifiers(reading, noun, owning)
            return [Share(each, noun, before, joint) for each in owning]
    return []


def party_phrase(reading: Reading, i: int) -> Span:
    """The noun phrase around a token; around a country that shares a plural that of its part."""
    share = share_of(reading, i)
    return noun_phrase(reading, i) if share is None else share_phrase(reading, share)


def share_phrase(reading: Reading, share: Share) -> Span:
    """The words for a country's part: the country, for the one next to the plural with the plural
    ("*the presidents of Serbia* and *Kosovo*", "*Greek* and *Turkish ministers*")."""
    first, last = phrase_tokens(reading, share.owner)
    owning = owners(reading, share.noun)
    if share.joint is not None and share.owner == min(owning):
        first = phrase_tokens(reading, share.noun)[0]
    elif share.joint is None and share.owner == max(owning):
        last = phrase_tokens(reading, share.noun)[1]
    return reading.token_span(first, last)


def share_of(reading: Reading, owner: int) -> Share | None:
    """The part of a plural for which a country stands; null where it shares none."""
    for above in reading.ancestors(owner):
        if above.pos == "NOUN":
            return next((each for each in shares(reading, above.i) if each.owner == owner), None)
    return None


def _first_owners(reading: Reading, noun: int) -> list[tuple[int, int | None]]:
    """The first words of the lists that may own the noun, with the "of" before them."""
    adjectives: list[tuple[int, int | None]] = [
        (each.i, None) for each in reading.dependents(noun, *_MODIFYING) if each.i < noun
    ]
    return adjectives + [
        (each.i, prep.i)
        for prep in reading.dependents(noun, "prep")
        if prep.lower in _BELONGING
        for each in reading.dependents(prep.i, "pobj")
    ]


def _list_before(reading: Reading, first: int) -> list[int]:
    """The members of a list of adjectives ("Armenian, Turkish and Greek")."""
    found = [first]
    for at in found:
        found += [each.i for each in reading.dependents(at, "conj")]
    return found


def _is_country(reading: Reading, i: int) -> bool:
    name = reading.name_at.get(i)
    token = reading.tokens[i]
    said = token.text if name is None else reading.text[name.start : name.end]
    return said.removeprefix("the ").removeprefix("The ") in nationalities()


def _qualifiers(reading: Reading, noun: int, owning: list[int]) -> tuple[int, ...]:
    """The words between the owners, or the article, and the noun."""
    owned = {i for each in owning for i in reading.subtree(each)}
    found: list[Token] = []
    for child in reading.dependents(noun, *_MODIFYING):
        if child.i < noun and child.i not in owned:
            found += [reading.tokens[i] for i in reading.subtree(child.i)]
    return tuple(sorted(token.i for token in found))
