"""Where the text speaks of places: names of places, and what each name is used for.

A place name may be meant as a location ("shelled Homs"), stand for the people or government there
("Moscow said"), sit inside the name of a body ("University of Basel") or be an adjective
("Syrian"). The record takes locations alone; a wide reading takes all of them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from whimbrel.coding.place_candidates import (
    PLACE_KINDS,
    KnownPlaces,
    NoPlaces,
    PlaceCandidates,
    may_begin,
)
from whimbrel.reading.lexicon import people_words, place_names, word_list
from whimbrel.reading.mentions import kind_of_noun
from whimbrel.reading.phrases import head_of_tokens
from whimbrel.reading.text import Reading, Token
from whimbrel.records import Span

Use = Literal["location", "standin", "embedded", "adjective"]

_LARGE = 15_000
_WELL_KNOWN = 200_000
_SMALL_TOWN = 5_000
_DASHES = frozenset({"-", "--", "–", "—", "\u2015"})


@dataclass(frozen=True, slots=True)
class PlaceName:
    """Characters `[start, end)` that name a place, and what the name is used for."""

    start: int
    end: int
    use: Use


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
        for name in names_of_places(reading, known=known)
        if wide or name.use == "location"
    )


def names_of_places(reading: Reading, *, known: KnownPlaces | None = None) -> tuple[PlaceName, ...]:
    """All names of places with their use, in the text's order, none overlapping another."""
    return _Judge(PlaceCandidates(reading, known or NoPlaces())).find()


class _Judge:
    """Tells which candidates are places, and what they are used for."""

    def __init__(self, candidates: PlaceCandidates) -> None:
        self.candidates = candidates
        self.reading = candidates.reading
        self.tokens = candidates.tokens
        self.words = candidates.words
        self.name_over = candidates.name_over
        # Names that are surely places once; they are places wherever the text repeats them.
        self.trusted: set[str] = set()

    def find(self) -> tuple[PlaceName, ...]:
        groups = list(self.candidates.groups())
        for first, last in groups:
            if self._surely_place(first, last):
                self.trusted.add(self.candidates.text(first, last).lower())
        found = []
        for first, last in groups:
            use = self._use(first, last)
            if use is not None:
                span = self.reading.token_span(first, last)
                found.append(PlaceName(span.start, span.end, use))
        return tuple(found)

    def _surely_place(self, first: int, last: int) -> bool:
        if self.candidates.in_dateline(first):
            return True
        over = self.name_over.get(first)
        named_so = over is not None and over[2] in PLACE_KINDS
        weight = self.candidates.weight(first, last)
        return (named_so and (weight > 0 or over[:2] == (first, last))) or (  # type: ignore[index]
            weight > 0 and self._has_cue(first, last)
        )

    def _use(self, first: int, last: int) -> Use | None:
        text = self.candidates.text(first, last)
        if self.candidates.in_dateline(first):
            return "location"
        if text.lower() in self.words.never or self._is_common_noun(first, last):
            return None
        over = self.name_over.get(first)
        kind = over[2] if over else None
        if text in people_words():
            return "adjective" if text not in place_names() or kind == "NORP" else None
        if not self._is_place(first, last, kind):
            return None
        if self._inside_other_name(first, last):
            return "embedded"
        if self._stands_for_people(first, last):
            return "standin"
        return "location"

    def _is_common_noun(self, first: int, last: int) -> bool:
        """Words that small places bear too: "Council", "Officer"."""
        token = self.tokens[first]
        if first != last:
            return False
        return token.lower in self.words.bodies or (
            kind_of_noun(token) is not None and self.name_over.get(first, (first,))[0] != first
        )

    def _is_place(self, first: int, last: int, kind: str | None) -> bool:
        text = self.candidates.text(first, last)
        lower = text.lower()
        weight = self.candidates.weight(first, last)
        over = self.name_over.get(first)
        whole = over is not None and over[:2] == (first, last)
        if lower in self.words.seldom and not self._has_cue(first, last):
            return False
        if weight == 0 and any(c.isdigit() for c in text):
            return False
        if kind in PLACE_KINDS:
            return weight > 0 or not text.isupper() or len(text) > 4
        if kind == "PERSON":
            return self._is_place_in_spite(first, last, whole=whole)
        if kind in ("ORG", "NORP") and not whole:
            begins = over is not None and over[0] == first
            return weight > self._least_inside_name(first, begins=begins)
        if self._has_cue(first, last) or lower in self.trusted:
            return True
        if weight == 0:
            return False
        if kind in ("ORG", "NORP"):
            return weight > _WELL_KNOWN
        if first == last and self._begins_sentence(first):
            return weight > _WELL_KNOWN and self.tokens[last].pos == "PROPN"
        return weight > _LARGE and self.tokens[last].pos == "PROPN"

    def _least_inside_name(self, first: int, *, begins: bool) -> int:
        """How large a place must be to be seen inside a body's name."""
        if begins or (first and self.tokens[first - 1].lower in ("of", "in", "at", "for")):
            return _LARGE
        return _WELL_KNOWN

    def _is_place_in_spite(self, first: int, last: int, *, whole: bool) -> bool:
        """Whether what the name finder took for a person is a place ("Berea police")."""
        tokens = self.tokens
        weight = self.candidates.weight(first, last)
        after = tokens[last + 1] if last + 1 < len(tokens) else None
        if not whole:
            return weight > _LARGE and after is not None and after.lower in self.words.bodies
        if self._has_cue(first, last) or self.candidates.text(first, last).lower() in self.trusted:
            return True
        if after is None or after.pos != "NOUN" or tokens[last].dep not in ("compound", "nmod"):
            return False
        return weight > _SMALL_TOWN

    def _begins_sentence(self, i: int) -> bool:
        return self.reading.sentences[self.tokens[i].sentence].first == i

    def _has_cue(self, first: int, last: int) -> bool:
        """Whether the words around say that this is a place."""
        tokens = self.tokens
        if not tokens[first].text[:1].isupper():
            return False
        if tokens[last].lower in self.words.types_after and first != last:
            return True
        if self._opens_like_dateline(first, last) or self.candidates.on_ground(first, last):
            return True
        at = first - 1
        if at > 0 and tokens[at].lower == "the":
            at -= 1
        if at >= 0:
            before = tokens[at]
            if before.lower in self.words.prepositions and before.pos in ("ADP", "ADV", "NOUN"):
                return True
            if before.lemma in self.words.taking and tokens[last].dep in ("dobj", "compound"):
                return True
            if before.lower == "of" and at:
                holder = tokens[at - 1]
                if holder.lower in self.words.types_before or holder.text == ",":
                    return True
            if before.lower == "to" and tokens[before.head].lemma in self.words.motion:
                return True
        after = tokens[last + 1] if last + 1 < len(tokens) else None
        if after is not None and after.lower in self.words.types_after:
            return True
        return self._followed_by_larger(last)

    def _opens_like_dateline(self, first: int, last: int) -> bool:
        """Capitals before a dash, after a full stop or nothing: "WINONA -- The body"."""
        tokens = self.tokens
        if last + 1 >= len(tokens) or tokens[last + 1].text not in _DASHES:
            return False
        before = tokens[first - 1].text if first else "."
        return self.candidates.text(first, last).isupper() and before in {
            ".",
            ")",
            '"',
            "!",
            "?",
            ":",
        }

    def _followed_by_larger(self, last: int) -> bool:
        """A comma and a country or state, as in "Alexandria, La."."""
        tokens = self.tokens
        if last + 2 >= len(tokens) or tokens[last + 1].text != ",":
            return False
        longest = self.candidates.longest_known(last + 2) if may_begin(tokens[last + 2]) else None
        if longest is None:
            return False
        return self.candidates.weight(last + 2, longest) > _WELL_KNOWN

    def _inside_other_name(self, first: int, last: int) -> bool:
        """Whether it is part of a body's name: "University of Basel", "Basel Zoo"."""
        tokens = self.tokens
        if tokens[last].lower in self.words.bodies and last > first:
            return True
        over = self.name_over.get(first)
        if over is not None and over[2] not in PLACE_KINDS and (over[0] < first or over[1] > last):
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

    def _stands_for_people(self, first: int, last: int) -> bool:
        """Whether the name acts, speaks or is acted on as a government or team would."""
        tokens = self.tokens
        token = tokens[head_of_tokens(self.reading, first, last)]
        if last + 2 < len(tokens) and tokens[last + 1].text == "-":
            return tokens[last + 2].lower in self.words.led_by
        while token.dep == "conj" and tokens[token.head].pos == "PROPN":
            token = tokens[token.head]
        head = tokens[token.head]
        is_state = self.candidates.text(first, last) in place_names()
        if token.dep in ("poss", "compound", "nmod"):
            return (is_state and self._is_body(head)) or (
                token.dep == "poss" and head.lemma in self.words.own_acts
            )
        if token.dep in ("nsubj", "agent"):
            if is_state:
                return head.pos == "VERB" and head.lemma not in self.words.of_ground
            return head.lemma in self.words.acting
        if token.dep in ("dobj", "iobj", "dative"):
            if head.lemma in self.words.toward:
                return True
            return is_state and head.lemma in self.words.state_toward
        if token.dep != "pobj":
            return False
        if head.lower in ("by", "with", "against"):
            return is_state or head.lower == "by"
        if head.lower == "to":
            return tokens[head.head].lemma in self.words.giving
        return head.lower == "of" and is_state and self._is_office(tokens[head.head])

    def _is_body(self, token: Token) -> bool:
        return kind_of_noun(token) in ("ROLE", "ORG") and token.lemma not in word_list(
            "persons", "nouns"
        )

    def _is_office(self, token: Token) -> bool:
        return token.lemma in self.words.offices
