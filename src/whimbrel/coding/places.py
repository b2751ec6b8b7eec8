"""Where the text speaks of places: names of places, and what each name is used for.

A place name may be meant as a location ("shelled Homs"), stand for the people or government there
("Moscow said"), sit inside the name of a body ("University of Basel") or be an adjective
("Syrian"). The record takes locations alone; a wide reading takes all of them.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal, Protocol

from whimbrel.reading.text import Reading, Token
from whimbrel.records import Span

Use = Literal["location", "standin", "embedded", "adjective"]

_WORDS = Path(__file__).parent / "lexicon" / "places.toml"
_LONGEST = 6
_PLACE_KINDS = frozenset({"GPE", "LOC", "FAC"})
_LARGE = 15_000
_WELL_KNOWN = 200_000


class KnownPlaces(Protocol):
    """What the finder asks of a gazetteer."""

    def weight(self, name: str) -> int:
        """The population of the largest place of that name plus one, 0 where there is none."""
        ...


class _NoPlaces:
    def weight(self, name: str) -> int:
        return 0


@dataclass(frozen=True, slots=True)
class PlaceName:
    """Characters `[start, end)` that name a place, and what the name is used for."""

    start: int
    end: int
    use: Use


@dataclass(frozen=True, slots=True)
class _Words:
    """The word lists of `lexicon/places.toml`."""

    prepositions: frozenset[str]
    types_before: frozenset[str]
    types_after: frozenset[str]
    bodies: frozenset[str]
    acting: frozenset[str]
    toward: frozenset[str]
    never: frozenset[str]
    seldom: frozenset[str]
    directions: frozenset[str]


@cache
def _words() -> _Words:
    with _WORDS.open("rb") as file:
        lists = tomllib.load(file)
    return _Words(**{name: frozenset(words.split()) for name, words in lists.items()})


def toponyms(
    reading: Reading, *, known: KnownPlaces | None = None, wide: bool = False
) -> tuple[Span, ...]:
    """The spans that name a place, in the text's order.

    By the record's convention names meant as locations only; `wide` adds names that stand for a
    government or people, names inside other names, and adjectives of countries. `known` is asked
    which names a gazetteer has; without it only the name finder's places are found.
    """
    return tuple(
        reading.span(name.start, name.end)
        for name in place_names(reading, known=known)
        if wide or name.use == "location"
    )


def place_names(reading: Reading, *, known: KnownPlaces | None = None) -> tuple[PlaceName, ...]:
    """All names of places with their use, in the text's order, none overlapping another."""
    return _Finder(reading, known or _NoPlaces()).find()


class _Finder:
    def __init__(self, reading: Reading, known: KnownPlaces) -> None:
        self.reading = reading
        self.known = known
        self.words = _words()
        # Token index -> the name that covers it, as (first token, last token, kind).
        self.name_over: dict[int, tuple[int, int, str]] = {}
        self._cover_names()
        self.trusted: set[str] = set()

    def _cover_names(self) -> None:
        for name in self.reading.names:
            inside = self.reading.tokens_in(name.start, name.end)
            if inside:
                for token in inside:
                    self.name_over[token.i] = (inside[0].i, inside[-1].i, name.kind)

    def find(self) -> tuple[PlaceName, ...]:
        groups = list(self._groups())
        # What is surely a place once is one wherever the text repeats it.
        for first, last in groups:
            if self._surely_place(first, last):
                self.trusted.add(self._text(first, last))
        found = []
        for first, last in groups:
            use = self._use(first, last)
            if use is not None:
                span = self.reading.token_span(first, last)
                found.append(PlaceName(span.start, span.end, use))
        return tuple(found)

    def _text(self, first: int, last: int) -> str:
        return self.reading.token_span(first, last).text

    # ------------------------------------------------------------ candidates

    def _groups(self) -> Iterator[tuple[int, int]]:
        """Token ranges that may name a place, left to right, the longest first."""
        tokens = self.reading.tokens
        at = 0
        while at < len(tokens):
            last = self._group_from(at)
            if last is None:
                at += 1
            else:
                yield at, last
                at = last + 1

    def _group_from(self, first: int) -> int | None:
        tokens = self.reading.tokens
        token = tokens[first]
        if not _may_begin(token):
            return None
        name_last = None
        over = self.name_over.get(first)
        if over is not None and over[2] in _PLACE_KINDS:
            name_last = self._trimmed_last(over[1])
        longest = self._longest_known(first)
        if longest is not None and (name_last is None or longest > name_last):
            name_last = longest
        if name_last is None and over is not None and over[2] == "NORP" and over[0] == first:
            name_last = over[1]
        if name_last is None:
            return None
        return self._with_type_word(name_last)

    def _trimmed_last(self, last: int) -> int:
        tokens = self.reading.tokens
        while tokens[last].tag == "POS" or tokens[last].text in {",", ".", "'s", "’s"}:
            last -= 1
        return last

    def _longest_known(self, first: int) -> int | None:
        tokens = self.reading.tokens
        sentence = self.reading.sentences[tokens[first].sentence]
        limit = min(sentence.last, first + _LONGEST)
        end = first
        ends = []
        while end < limit and (end == first or self._joins(end)):
            if tokens[end].text[:1].isupper():
                ends.append(end)
            end += 1
        for last in reversed(ends):
            text = self._text(first, last)
            if len(text) > 1 and self.known.weight(text):
                return last
        return None

    def _joins(self, i: int) -> bool:
        token = self.reading.tokens[i]
        if token.text[:1].isupper():
            return True
        return token.lower in {"of", "the", "de", "del", "la", "el", "al", "and", "-", "–", "du"}

    def _with_type_word(self, last: int) -> int:
        # "Anbar Province", "Rapides Parish": the word belongs to the name where it is capitalised.
        tokens = self.reading.tokens
        if last + 1 < len(tokens):
            after = tokens[last + 1]
            if after.text[:1].isupper() and after.lower in self.words.types_after:
                return last + 1
        return last

    # ------------------------------------------------------------ decisions

    def _surely_place(self, first: int, last: int) -> bool:
        over = self.name_over.get(first)
        named_so = over is not None and over[2] in _PLACE_KINDS
        weight = self.known.weight(self._text(first, last))
        return (named_so and (weight > 0 or over[0] == first)) or (
            weight > 0 and self._has_cue(first, last)
        )

    def _use(self, first: int, last: int) -> Use | None:
        tokens = self.reading.tokens
        text = self._text(first, last)
        if text.lower() in self.words.never:
            return None
        over = self.name_over.get(first)
        kind = over[2] if over else None
        if self._is_adjective(first, last, kind):
            return "adjective"
        if kind == "NORP":
            return "adjective" if self.known.weight(text) > _WELL_KNOWN else None
        if not self._is_place(first, last, kind):
            return None
        if self._inside_other_name(first, last):
            return "embedded"
        if self._stands_for_people(tokens[last]):
            return "standin"
        return "location"

    def _is_adjective(self, first: int, last: int, kind: str | None) -> bool:
        token = self.reading.tokens[last]
        if first != last:
            return kind == "NORP"
        return kind == "NORP" or token.tag in {"JJ", "NNPS"} and kind is None

    def _is_place(self, first: int, last: int, kind: str | None) -> bool:
        text = self._text(first, last)
        weight = self.known.weight(text)
        over = self.name_over.get(first)
        whole = over is not None and over[:2] == (first, last)
        if kind in _PLACE_KINDS:
            return text.lower() not in self.words.seldom or self._has_cue(first, last)
        if weight == 0:
            return False
        if self._has_cue(first, last):
            return kind != "PERSON" or whole
        if text.lower() in self.words.seldom:
            return False
        if kind == "PERSON":
            return False
        if text in self.trusted:
            return True
        if kind == "ORG":
            return not whole or weight > _WELL_KNOWN
        if first == last and self._begins_sentence(first):
            return weight > _WELL_KNOWN and self.reading.tokens[first].pos == "PROPN"
        return weight > _LARGE and self.reading.tokens[last].pos == "PROPN"

    def _begins_sentence(self, i: int) -> bool:
        return self.reading.sentences[self.reading.tokens[i].sentence].first == i

    def _has_cue(self, first: int, last: int) -> bool:
        """Whether the words around say that this is a place."""
        tokens = self.reading.tokens
        if not tokens[first].text[:1].isupper():
            return False
        if tokens[last].lower in self.words.types_after and first != last:
            return True
        before = tokens[first - 1] if first else None
        if before is not None and before.lower == "the" and first > 1:
            before = tokens[first - 2]
        if before is not None and before.lower in self.words.prepositions:
            return True
        if before is not None and before.lower == "of" and first > 1:
            if tokens[first - 2].lower in self.words.types_before:
                return True
        after = tokens[last + 1] if last + 1 < len(tokens) else None
        if after is not None and after.lower in self.words.types_after:
            return True
        return self._followed_by_larger(last)

    def _followed_by_larger(self, last: int) -> bool:
        """"Alexandria, La.": a comma and a country or state."""
        tokens = self.reading.tokens
        if last + 2 >= len(tokens) or tokens[last + 1].text != ",":
            return False
        longest = self._longest_known(last + 2) if _may_begin(tokens[last + 2]) else None
        if longest is None:
            return False
        return self.known.weight(self._text(last + 2, longest)) > _WELL_KNOWN

    def _inside_other_name(self, first: int, last: int) -> bool:
        """"University of Basel", "Basel Zoo", "the New York Times"."""
        tokens = self.reading.tokens
        over = self.name_over.get(first)
        if over is not None and over[2] not in _PLACE_KINDS and (over[0] < first or over[1] > last):
            rest = [tokens[i] for i in range(over[0], over[1] + 1) if not first <= i <= last]
            if any(token.text[:1].isupper() for token in rest):
                return True
        after = tokens[last + 1] if last + 1 < len(tokens) else None
        if after is not None and after.text[:1].isupper() and after.lower in self.words.bodies:
            return True
        if first > 1 and tokens[first - 1].lower == "of":
            head = tokens[first - 2]
            return head.text[:1].isupper() and head.lower in self.words.bodies
        return False

    def _stands_for_people(self, token: Token) -> bool:
        """Whether the name acts, speaks or is acted on as a government or team would."""
        tokens = self.reading.tokens
        while token.dep == "conj" and token.head != token.i and tokens[token.head].pos == "PROPN":
            token = tokens[token.head]
        head = tokens[token.head]
        if token.dep in {"nsubj", "agent"}:
            return head.lemma in self.words.acting
        if token.dep in {"dobj", "iobj", "dative"}:
            return head.lemma in self.words.toward
        if token.dep == "pobj" and head.lower in {"by", "with", "against"}:
            return True
        return False


def _may_begin(token: Token) -> bool:
    return token.text[:1].isupper() or token.lower in {"al", "el"}
