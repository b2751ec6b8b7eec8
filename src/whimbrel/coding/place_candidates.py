"""Which words may name a place: by the name finder, by a gazetteer, by what stands before.

Ranges are of tokens, first and last both included.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Protocol

from whimbrel.documents.clean import dateline
from whimbrel.reading.text import Reading, Token

PLACE_KINDS = frozenset({"GPE", "LOC", "FAC"})
_WORDS = Path(__file__).parent / "lexicon" / "places.toml"
_LONGEST = 6
_ARTICLE = re.compile(r"(?:al|el|ash|ad|an|ar|as|at|az)-[A-Z]")
_MARKS = frozenset({",", ".", "'s", "’s"})
_PARTICLES = frozenset("of the de del la el al and - – du es ul".split())


class KnownPlaces(Protocol):
    """What the finder asks of a gazetteer."""

    def weight(self, name: str) -> int:
        """The population of the largest place of that name plus one, 0 where there is none."""
        ...


class NoPlaces:
    """A gazetteer without places."""

    def weight(self, name: str) -> int:
        return 0


@dataclass(frozen=True, slots=True)
class PlaceWords:
    """The word lists of `lexicon/places.toml`."""

    prepositions: frozenset[str]
    types_before: frozenset[str]
    types_after: frozenset[str]
    bodies: frozenset[str]
    acting: frozenset[str]
    toward: frozenset[str]
    state_toward: frozenset[str]
    giving: frozenset[str]
    of_ground: frozenset[str]
    own_acts: frozenset[str]
    led_by: frozenset[str]
    offices: frozenset[str]
    inside: frozenset[str]
    taking: frozenset[str]
    motion: frozenset[str]
    divisions: frozenset[str]
    of_place: frozenset[str]
    on_place: frozenset[str]
    onto: frozenset[str]
    ways: frozenset[str]
    surely: frozenset[str]
    ground: frozenset[str]
    never: frozenset[str]
    no_place: frozenset[str]
    seldom: frozenset[str]


@cache
def place_words() -> PlaceWords:
    with _WORDS.open("rb") as file:
        lists = tomllib.load(file)
    return PlaceWords(**{name: frozenset(words.split()) for name, words in lists.items()})


class PlaceCandidates:
    """The ranges of a reading that may name a place.

    `name_over` gives for a token the name that covers it, as first token, last token and kind.
    """

    def __init__(self, reading: Reading, known: KnownPlaces) -> None:
        self.reading = reading
        self.tokens = reading.tokens
        self.known = known
        self.words = place_words()
        self.name_over: dict[int, tuple[int, int, str]] = {}
        for name in dict.fromkeys(reading.name_at.values()):
            inside = reading.tokens_in(name.start, name.end)
            for token in inside:
                self.name_over[token.i] = (inside[0].i, inside[-1].i, name.kind)
        head = dateline(reading.text, reading.title)
        self._dateline = (head.place, head.region) if head else ()

    def weight(self, first: int, last: int) -> int:
        """The gazetteer's weight of the words."""
        return self.known.weight(self.text(first, last))

    def text(self, first: int, last: int) -> str:
        """The words as written."""
        return self.reading.text[self.tokens[first].start : self.tokens[last].end]

    def in_dateline(self, first: int) -> bool:
        """Whether the token stands in the dateline."""
        start = self.tokens[first].start
        return any(span is not None and span.start <= start < span.end for span in self._dateline)

    def groups(self) -> Iterator[tuple[int, int]]:
        """Token ranges that may name a place, left to right, the longest first."""
        tokens = self.tokens
        at = 0
        while at < len(tokens):
            last = self._group_from(at) if may_begin(tokens[at]) else None
            if last is None:
                at += 1
            else:
                yield at, last
                at = last + 1

    def _group_from(self, first: int) -> int | None:
        over = self.name_over.get(first)
        last = self._dateline_from(first)
        if last is not None:
            return last
        if over is not None and over[0] == first and over[2] in (*PLACE_KINDS, "NORP"):
            last = self._trimmed_last(first, over[1])
        longest = self.longest_known(first)
        if longest is not None:
            longest = self._with_article(longest)
        if longest is not None and (last is None or longest > last):
            last = longest
        if last is None:
            last = self._unknown_after_cue(first)
        return None if last is None else self._with_type_word(last)

    def _dateline_from(self, first: int) -> int | None:
        token = self.tokens[first]
        for span in self._dateline:
            if span is not None and token.start == span.start:
                return self.reading.tokens_in(span.start, span.end)[-1].i
        return None

    def _unknown_after_cue(self, first: int) -> int | None:
        """A capitalised name that no list has, after "in" or "near"; one that the name finder took
        for a person or body, after words that only ground has."""
        tokens = self.tokens
        if first == 0 or tokens[first].pos != "PROPN" or tokens[first].text.isupper():
            return None
        over = self.name_over.get(first)
        before = tokens[first - 1]
        if over is not None:
            # "the siege of Tonka", where no larger name goes on
            if over[0] != first or not self.on_ground(first, over[1]):
                return None
        elif not (before.lower in self.words.inside and before.pos == "ADP") and not (
            self.on_ground(first, first)
        ):
            return None
        last = first
        while last + 1 < len(tokens) and self._joins(last + 1):
            last += 1
        while tokens[last].pos != "PROPN" and last > first:
            last -= 1
        if over is not None and last != over[1]:
            return None
        words = {token.lower for token in tokens[first : last + 1]}
        if words & (self.words.never | self.words.bodies | self.words.no_place):
            return None
        return last

    def on_ground(self, first: int, last: int) -> bool:
        """Whether the words before say that this is ground, whatever the name finder took it for:
        "the road to X", "the siege of X", "a raid on X", "into X", "overran X"."""
        tokens = self.tokens
        at = first - 1
        if at > 0 and tokens[at].lower == "the":
            at -= 1
        if at < 0:
            return False
        before = tokens[at]
        if before.lemma in self.words.ground:
            return tokens[last].dep in ("dobj", "compound", "nsubjpass")
        if before.pos not in ("ADP", "SCONJ", "ADV") or not at:
            return False
        holder = tokens[at - 1]
        if before.lower == "of":
            return holder.lemma in self.words.of_place or holder.lower == "out"
        verb = tokens[before.head].lemma
        if before.lower == "on":
            return holder.lemma in self.words.on_place or verb in self.words.onto
        if before.lower == "to":
            over = self.name_over.get(first)
            person = over is not None and over[2] == "PERSON"
            return holder.lemma in self.words.ways or (not person and verb in self.words.motion)
        return before.lower in self.words.surely

    def _trimmed_last(self, first: int, last: int) -> int:
        tokens = self.tokens
        while last > first and (tokens[last].tag == "POS" or tokens[last].text in _MARKS):
            last -= 1
        return last

    def longest_known(self, first: int) -> int | None:
        """The last token of the longest known name that begins at `first`."""
        tokens = self.tokens
        sentence = self.reading.sentences[tokens[first].sentence]
        limit = min(sentence.last, first + _LONGEST)
        end = first
        ends = []
        while end < limit and (end == first or self._joins(end)):
            if tokens[end].text[:1].isupper():
                ends.append(end)
            end += 1
        for last in reversed(ends):
            text = self.text(first, last)
            if len(text) > 1 and "\n" not in text and self.known.weight(text):
                return last
        return None

    def _with_article(self, last: int) -> int:
        """To the end of an Arabic name of which only the beginning is known: "Bab al-Tabbaneh"."""
        tokens = self.tokens
        after = tokens[last + 1] if last + 1 < len(tokens) else None
        return last + 1 if after is not None and _ARTICLE.match(after.text) else last

    def _joins(self, i: int) -> bool:
        tokens = self.tokens
        if "\n" in self.reading.text[tokens[i - 1].end : tokens[i].start]:
            return False
        return tokens[i].text[:1].isupper() or tokens[i].lower in _PARTICLES

    def _with_type_word(self, last: int) -> int:
        # "Anbar Province", "Rapides Parish", "Kelbajar district".
        tokens = self.tokens
        if last + 1 < len(tokens):
            after = tokens[last + 1]
            capitalised = after.text[:1].isupper() and not tokens[last].text.isupper()
            if capitalised and after.lower in self.words.types_after:
                return last + 1
            if after.lower in self.words.divisions and after.tag == "NN":
                return last + 1
        return last


def may_begin(token: Token) -> bool:
    """Whether a name may begin with the token."""
    if token.lower in ("the", "a", "an"):
        return False
    return token.text[:1].isupper() or token.lower in ("al", "el")
