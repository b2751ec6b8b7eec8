"""States and dependencies: their names, adjectives, peoples, capitals and stand-ins."""

from __future__ import annotations

import csv
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from whimbrel.resolving.folding import fold

_TABLE = Path(__file__).parent / "data" / "countries.tsv"

# "Us" and "it" are words; these forms are countries only as written here.
_ONLY_AS_WRITTEN = {
    "us": ("US", "U.S."),
    "car": ("CAR",),
    "roc": ("ROC",),
    "no 10": ("No 10", "No. 10"),
    "number 10": ("Number 10",),
    "number ten": ("Number Ten",),
}


@dataclass(frozen=True, slots=True)
class Country:
    """A country of the table. `lat`, `lon` are roughly its middle, in degrees.

    `standins` are houses and streets that stand for its government ("the Kremlin"). Codes are ISO
    3166 with `XKX` for Kosovo. `status` is state, dependency or territory, and `of` the code of the
    state that a dependency belongs to.
    """

    alpha3: str
    alpha2: str
    status: str
    of: str | None
    geonameid: int | None
    lat: float
    lon: float
    name: str
    variants: tuple[str, ...]
    adjectives: tuple[str, ...]
    people: tuple[str, ...]
    capitals: tuple[str, ...]
    standins: tuple[str, ...]


@cache
def countries() -> tuple[Country, ...]:
    """All countries, in the table's order."""
    with _TABLE.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    return tuple(
        Country(
            alpha3=row["alpha3"],
            alpha2=row["alpha2"],
            status=row["status"],
            of=row["of"] or None,
            geonameid=int(row["geonameid"]) if row["geonameid"] else None,
            lat=float(row["lat"]),
            lon=float(row["lon"]),
            name=row["name"],
            variants=_parts(row["variants"]),
            adjectives=_parts(row["adjectives"]),
            people=_parts(row["people"]),
            capitals=_parts(row["capitals"]),
            standins=_parts(row["standins"]),
        )
        for row in rows
    )


def _parts(cell: str) -> tuple[str, ...]:
    return tuple(part for part in cell.split("|") if part)


@cache
def country_by_code() -> dict[str, Country]:
    """Alpha-3 code -> country."""
    return {country.alpha3: country for country in countries()}


def country_of_name(text: str) -> str | None:
    """The alpha-3 code of a country's name or a variant of it ("Iraq", "the UK", "Burma")."""
    return _look_up(_names(), text)


def country_of_adjective(text: str) -> str | None:
    """The country of an adjective or of its people ("Iraqi", "French", "Danes")."""
    return _look_up(_adjectives(), text)


def country_of_capital(text: str) -> str | None:
    """The country whose capital, past or present, is so named ("Kabul", "Rangoon")."""
    return _look_up(_capitals(), text)


def country_of_standin(text: str) -> str | None:
    """The country for whose government a house or street stands ("the Kremlin")."""
    return _look_up(_standins(), text)


def names_of_countries() -> tuple[str, ...]:
    """Every form of the table: names, adjectives, peoples, capitals and stand-ins."""
    return tuple(
        form
        for country in countries()
        for form in (
            country.name,
            *country.variants,
            *country.adjectives,
            *country.people,
            *country.capitals,
            *country.standins,
        )
    )


def _look_up(table: dict[str, str], text: str) -> str | None:
    key = fold(text)
    if key in _ONLY_AS_WRITTEN and text.strip() not in _ONLY_AS_WRITTEN[key]:
        return None
    if key in _acronyms() and not text.strip().replace(".", "").isupper():
        # "Sadr" is no "SADR"
        return None
    return table.get(key)


@cache
def _acronyms() -> frozenset[str]:
    """Folded names of countries that are written in capitals only."""
    forms = {form for country in countries() for form in (country.name, *country.variants)}
    return frozenset(
        fold(form) for form in forms if form.replace(".", "").isupper() and len(form) > 1
    )


@cache
def _names() -> dict[str, str]:
    return _table(lambda country: (country.name, *country.variants))


@cache
def _adjectives() -> dict[str, str]:
    return _table(
        lambda country: (
            *country.adjectives,
            *(f"{each}s" for each in country.adjectives),
            *country.people,
            *(f"{each}s" for each in country.people),
        )
    )


@cache
def _capitals() -> dict[str, str]:
    return _table(lambda country: country.capitals)


@cache
def _standins() -> dict[str, str]:
    return _table(lambda country: country.standins)


def _table(forms: Callable[[Country], tuple[str, ...]]) -> dict[str, str]:
    # The first country that claims a form keeps it.
    found: dict[str, str] = {}
    for country in countries():
        for form in forms(country):
            found.setdefault(fold(form), country.alpha3)
    return found
