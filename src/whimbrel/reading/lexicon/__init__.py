"""Word lists of the reading, in readable files beside this one, each read once.

A list in a TOML file is an array, or a string of words divided by white space, or of phrases
divided by `|`.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def _text(name: str) -> str:
    return files(__package__).joinpath(name).read_text(encoding="utf-8")


@cache
def _file(name: str) -> dict[str, Any]:
    return tomllib.loads(_text(f"{name}.toml"))


@cache
def word_list(name: str, file: str = "words") -> frozenset[str]:
    """The list of that name in `<file>.toml`."""
    value = _file(file)[name]
    if isinstance(value, list):
        return frozenset(value)
    if "|" in value:
        return frozenset(each.strip() for each in value.split("|") if each.strip())
    return frozenset(value.split())


@cache
def word_groups(name: str, file: str) -> tuple[frozenset[str], ...]:
    """The sets of words of that name in `<file>.toml`, one a line."""
    return tuple(frozenset(line.split()) for line in _file(file)[name].splitlines() if line)


@cache
def verb_prepositions() -> dict[str, tuple[str, ...]]:
    """The prepositions that a verb asks for after its object, by the verb's lemma."""
    found: dict[str, tuple[str, ...]] = {}
    for preposition, verbs in _file("words")["verb_prepositions"].items():
        for verb in verbs.split():
            found[verb] = (*found.get(verb, ()), preposition)
    return found


@dataclass(frozen=True, slots=True)
class CountryWords:
    """A country (alpha-3), its names, words for its people, and its capital, as texts give them."""

    iso3: str
    names: tuple[str, ...]
    peoples: tuple[str, ...]
    capitals: tuple[str, ...]


@cache
def countries() -> tuple[CountryWords, ...]:
    """The rows of `countries.tsv`."""
    rows = [line.split("\t") for line in _text("countries.tsv").splitlines() if line[:1] not in "#"]
    return tuple(
        CountryWords(iso3, *(tuple(each.split("|")) if each else () for each in cells))
        for iso3, *cells in rows
    )


@cache
def country_of_name() -> dict[str, str]:
    """Alpha-3 code by a country's own names alone."""
    return {name: country.iso3 for country in countries() for name in country.names}


@cache
def nationalities() -> frozenset[str]:
    """Names of countries and the words for what is of them ("Serbia", "Serbian")."""
    return frozenset(each for land in countries() for each in (*land.names, *land.peoples))


@cache
def people_words() -> frozenset[str]:
    """Adjectives and nouns of nationality, faith and people, singular and plural."""
    words = {each for country in countries() for each in country.peoples}
    words |= word_list("known_peoples", "names")
    return frozenset(words | {f"{each}s" for each in words})


@cache
def capitals() -> frozenset[str]:
    """Names of the countries' capitals."""
    return frozenset(each for country in countries() for each in country.capitals)


@cache
def place_names() -> frozenset[str]:
    """Names of countries and capitals and of some well-known cities."""
    words = {each for country in countries() for each in (*country.names, *country.capitals)}
    return frozenset(words | word_list("known_places", "names"))
