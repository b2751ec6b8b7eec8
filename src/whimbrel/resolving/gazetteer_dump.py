"""Builds a gazetteer from a GeoNames dump that the user has (`whimbrel gazetteer build`).

A dump is the tab-separated table of https://download.geonames.org/export/dump: `allCountries`,
one country's file or `cities500`, as `.txt` or inside a `.zip`. Countries, seas, regions and
abbreviations of Whimbrel's own tables are added, so that a dump of towns alone is enough.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from whimbrel.errors import SetupError
from whimbrel.resolving.countries import countries
from whimbrel.resolving.gazetteer_build import (
    Entry,
    add_own_aliases,
    give_way_to_parts,
    latin_names,
    own_features,
    without_type_words,
    write,
)

_COLUMNS = 19
_KIND_BY_CODE = {
    "CONT": "continent",
    "ADM1": "admin1",
    "ADM1H": "admin1",
    "ADM2": "admin2",
    "ISL": "island",
    "ISLS": "island",
    "RGN": "region",
    "AREA": "region",
    "PEN": "region",
    "DSRT": "region",
    "VAL": "region",
    "SEA": "sea",
    "OCN": "sea",
    "GULF": "sea",
    "BAY": "sea",
    "STRT": "sea",
    "LK": "lake",
    "LKS": "lake",
    "RSV": "lake",
    "STM": "river",
    "CNL": "river",
    "MT": "mountain",
    "MTS": "mountain",
    "PK": "mountain",
    "AIRP": "facility",
    "AIRB": "facility",
    "PRT": "facility",
    "DAM": "facility",
}


@dataclass(frozen=True, slots=True)
class _Row:
    """The columns of a dump's line that are used."""

    geonameid: int
    name: str
    others: str
    lat: float
    lon: float
    feature_class: str
    feature_code: str
    country: str
    admin1: str
    admin2: str
    population: int


def build_from_dump(dump: Path, out: Path, *, smallest: int = 0) -> int:
    """Write the dump's places as a gazetteer to `out`; gives their number.

    Towns of fewer than `smallest` people are left out. Raises `SetupError` where the dump is
    missing or a line of it is no GeoNames line.
    """
    entries = entries_of_dump(dump, smallest=smallest)
    write(entries, out)
    return len(entries)


def entries_of_dump(dump: Path, *, smallest: int = 0) -> list[Entry]:
    """The dump's places, with Whimbrel's own countries, seas and regions."""
    alpha3 = {country.alpha2: country.alpha3 for country in countries()}
    nations: dict[str, Entry] = {}
    for country in countries():
        entry = Entry("country", country.name, country.geonameid or 0, country.lat, country.lon)
        entry.country, entry.aliases = country.alpha3, set(country.variants)
        nations[country.alpha2] = entry
    parts: dict[tuple[str, ...], Entry] = {}
    others: list[tuple[Entry, _Row]] = []
    for row in _rows(dump):
        if row.feature_code.startswith("PCL") and row.country in nations:
            _take_over(nations[row.country], row)
            continue
        kind = _kind(row)
        if kind is None or (kind == "city" and row.population < smallest):
            continue
        entry = Entry(kind, row.name, row.geonameid, row.lat, row.lon, row.population)
        entry.country = alpha3.get(row.country, "")
        entry.aliases = latin_names(row.others.split(","))
        if kind in ("admin1", "admin2"):
            entry.aliases |= {without_type_words(name) for name in (row.name, *entry.aliases)}
            parts[_codes(row, kind)] = entry
        others.append((entry, row))
    for entry, row in others:
        if entry.kind != "admin1":
            entry.admin1 = parts.get((row.country, row.admin1))
        if entry.kind not in ("admin1", "admin2"):
            entry.admin2 = parts.get((row.country, row.admin1, row.admin2))
    found = [entry for entry, _ in others]
    known = {(entry.kind, entry.name) for entry in found}
    features = [each for each in own_features() if (each.kind, each.name) not in known]
    entries = [*nations.values(), *features, *found]
    add_own_aliases(entries, lenient=True)
    give_way_to_parts(list(nations.values()), [*features, *parts.values()])
    return entries


def _codes(row: _Row, kind: str) -> tuple[str, ...]:
    code = (row.country, row.admin1)
    return code if kind == "admin1" else (*code, row.admin2)


def _take_over(nation: Entry, row: _Row) -> None:
    if nation.geonameid == row.geonameid:
        nation.lat, nation.lon, nation.population = row.lat, row.lon, row.population


def _kind(row: _Row) -> str | None:
    if row.feature_class == "P":
        return "city"
    return _KIND_BY_CODE.get(row.feature_code)


def _rows(dump: Path) -> Iterator[_Row]:
    with _opened(dump) as file:
        for number, line in enumerate(file, start=1):
            if not line.strip():
                continue
            cells = line.rstrip("\n").split("\t")
            try:
                yield _row(cells)
            except (IndexError, ValueError) as error:
                raise SetupError(
                    f"Line {number} of {dump} is no line of a GeoNames dump: it has {len(cells)} "
                    f"columns of {_COLUMNS}, or a number that cannot be read ({error}). Give the "
                    "file as it comes from https://download.geonames.org/export/dump."
                ) from error


def _row(cells: list[str]) -> _Row:
    return _Row(
        geonameid=int(cells[0]),
        name=cells[1],
        others=cells[3],
        lat=float(cells[4]),
        lon=float(cells[5]),
        feature_class=cells[6],
        feature_code=cells[7],
        country=cells[8],
        admin1=cells[10],
        admin2=cells[11],
        population=int(cells[14] or 0),
    )


@contextmanager
def _opened(dump: Path) -> Iterator[io.TextIOBase]:
    if not dump.is_file():
        raise SetupError(
            f"There is no GeoNames dump at {dump}; give a .txt or .zip file from "
            "https://download.geonames.org/export/dump."
        )
    if not zipfile.is_zipfile(dump):
        with dump.open(encoding="utf-8", newline="\n") as file:
            yield file
        return
    with zipfile.ZipFile(dump) as archive:
        tables = [name for name in archive.namelist() if name.endswith(".txt")]
        tables = [name for name in tables if "readme" not in name.lower()]
        if len(tables) != 1:
            raise SetupError(
                f"The archive {dump} holds {len(tables)} tables ({', '.join(tables) or 'none'}); "
                "a GeoNames dump holds one .txt file."
            )
        with archive.open(tables[0]) as raw:
            yield io.TextIOWrapper(raw, encoding="utf-8", newline="\n")
