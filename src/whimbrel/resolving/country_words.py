"""Which country the words of a phrase name: by name, adjective, capital, stand-in or place."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from whimbrel.reading.text import Reading, Token
from whimbrel.resolving.countries import (
    country_of_adjective,
    country_of_capital,
    country_of_name,
    country_of_standin,
    names_of_countries,
)
from whimbrel.resolving.folding import fold
from whimbrel.resolving.gazetteer import open_gazetteer
from whimbrel.resolving.register import find_actor, register

_LONGEST_NAME = 6
_PLACE_SIZE = 20_000
_OPENING = 40  # tokens: headline, dateline and lead say where a story plays
_DIRECTIONS = frozenset("north south east west northern southern eastern western central".split())
_FEATURES = frozenset({"region", "island", "facility"})
_LOOK_UPS: tuple[Callable[[str], object], ...] = (
    country_of_name,
    lambda name: register().named(name),
    country_of_standin,
    country_of_adjective,
    country_of_capital,
)


def country_in(reading: Reading, tokens: list[Token], *, nearest_last: bool) -> str | None:
    """The country that the tokens name: the last one, as before a noun, or the first."""
    found: list[str] = []
    for first, last in names_in(reading, tokens):
        code = country_of(reading, tokens[first : last + 1])
        if code is None or (first and tokens[first - 1].lower == "ethnic"):
            continue
        if found and nearest_last and last == len(tokens) - 1 and is_people(tokens[last]):
            # "Bosnian Serbs", "Kosovo Albanians": the country stands first.
            continue
        found.append(code)
    if not found:
        return None
    return found[-1] if nearest_last else found[0]


def country_of(reading: Reading, tokens: list[Token]) -> str | None:
    """The country of one name; null where it is none of a country, its people or a place."""
    if tokens[0].lower == "the":
        tokens = tokens[1:]
    while tokens and tokens[0].lower in _DIRECTIONS:
        if country_of_name(joined(tokens)) or country_of_adjective(joined(tokens)):
            break  # "South Africa"
        tokens = tokens[1:]
    if not tokens:
        return None
    text = reading.text[tokens[0].start : tokens[-1].end]
    if not text[:1].isupper():
        return None
    code = (
        country_of_name(text)
        or country_of_adjective(text)
        or country_of_standin(text)
        or country_of_capital(text)
    )
    if code is not None or tokens[0].pos != "PROPN":
        return code
    return _country_of_place(text) if _is_place_name(reading, tokens) else None


def _is_place_name(reading: Reading, tokens: list[Token]) -> bool:
    name = reading.name_at.get(tokens[0].i)
    return name is not None and name.kind in ("GPE", "LOC")


def names_in(reading: Reading, tokens: list[Token]) -> list[tuple[int, int]]:
    """Ranges to look names up in: at each capitalised token the longest name, else itself."""
    found = []
    at = 0
    while at < len(tokens):
        if not tokens[at].text[:1].isupper() and tokens[at].lower != "the":
            at += 1
            continue
        last = _longest_name(reading, tokens, at)
        found.append((at, last))
        at = last + 1
    return found


def _longest_name(reading: Reading, tokens: list[Token], first: int) -> int:
    furthest = first
    if fold(tokens[first].text) in _openings():
        furthest = min(first + _LONGEST_NAME, len(tokens)) - 1
    for last in range(furthest, first, -1):
        if not tokens[last].text[:1].isupper():
            continue
        if tokens[last].i - tokens[first].i == last - first:
            text = joined(tokens[first : last + 1])
            if any(look_up(text) for look_up in _LOOK_UPS):
                return last
    name = reading.name_at.get(tokens[first].i)
    last = first
    if name is not None and name.kind in ("GPE", "LOC") and name.start == tokens[first].start:
        while last + 1 < len(tokens) and tokens[last + 1].end <= name.end:
            last += 1
    return last


def countries_told(told: Iterable[CountryMention]) -> tuple[str | None, bool]:
    """The country that the mentions tell of most, and whether no other comes near it."""
    counts: Counter[str] = Counter()
    for each in told:
        if not each.ethnic:
            counts[each.country] += 2 if each.first < _OPENING else 1
    # The earlier named wins a tie: Counter keeps the order of first sight.
    most = counts.most_common(2)
    is_clear = len(most) == 1 or (len(most) == 2 and most[0][1] >= 2 * most[1][1])
    return most[0][0] if most else None, is_clear


@dataclass(frozen=True, slots=True)
class CountryMention:
    """Tokens `first` to `last` (included) speak of a country: `by_name` by its name, adjective,
    people or capital, else through an actor of it; `ethnic` of a people by descent."""

    first: int
    last: int
    country: str
    by_name: bool
    ethnic: bool


def country_mentions(reading: Reading) -> Iterator[CountryMention]:
    """Where the document speaks of a country, in the order of the text."""
    tokens = list(reading.tokens)
    for first, last in names_in(reading, tokens):
        code = country_of(reading, tokens[first : last + 1])
        by_name = code is not None
        if code is None:
            actor = find_actor(joined(tokens[first : last + 1]))
            code = actor.country if actor else None
        if code is not None:
            ethnic = bool(first and tokens[first - 1].lower == "ethnic")
            yield CountryMention(first, last, code, by_name, ethnic)


def is_state(reading: Reading, told: CountryMention) -> bool:
    """Whether a country is spoken of as such, or by its capital, not by another place in it."""
    text = joined(reading.tokens[told.first : told.last + 1])
    return any(
        look_up(text) is not None
        for look_up in (country_of_name, country_of_adjective, country_of_capital)
    )


def is_people(token: Token) -> bool:
    """Whether the token is a people's name in the plural ("Serbs"), not a country's adjective."""
    return token.tag in ("NNPS", "NNS") and country_of_adjective(token.text) is not None


@cache
def _openings() -> frozenset[str]:
    """Words with which a known name of several words may begin; others need no look-up."""
    names = [*names_of_countries(), *register().names]
    keys = [fold(name).split() for name in names]
    return frozenset({key[0] for key in keys if len(key) > 1} | {"the", "al", "el"})


def joined(tokens: Sequence[Token]) -> str:
    """The tokens' text with at most one blank between two."""
    pieces = [tokens[0].text]
    for left, right in pairwise(tokens):
        pieces.append(" " * min(right.start - left.end, 1) + right.text)
    return "".join(pieces)


def _country_of_place(name: str) -> str | None:
    """The country of the place of that name, where one is clearly the largest."""
    own = [each for each in open_gazetteer().find(name) if not each.alias or each.kind != "city"]
    places = sorted(own, key=lambda each: -each.population)
    named = [place for place in places if place.kind in _FEATURES]
    if named:
        return named[0].country
    if not places or places[0].population < _PLACE_SIZE:
        return None
    others = [each for each in places[1:] if each.country != places[0].country]
    if others and others[0].population * 5 > places[0].population:
        return None
    return places[0].country
