"""The gazetteer: which places in the world bear a name.

One file, mapped into memory and read in place, so that opening it costs milliseconds and several
processes share it. Its layout, all numbers little endian:

    8 bytes   magic
    4 bytes   length of the header
    header    JSON: `sections` (name -> [offset, bytes]), `countries`, `kinds`, `about`
    sections  one column each (see COLUMNS), aligned to 8 bytes

Names are kept as 64-bit hashes of their folded form, sorted; `hits` holds beside each the number
of the place that bears it, with the top bit set where the name is not the place's first.
"""

from __future__ import annotations

import json
import mmap
import os
import struct
import sys
from bisect import bisect_left
from dataclasses import dataclass
from functools import cache, lru_cache
from hashlib import blake2b
from pathlib import Path
from typing import Any

from whimbrel.errors import SetupError
from whimbrel.records import Precision
from whimbrel.resolving.folding import fold

MAGIC = b"WHIMGAZ1"
DEFAULT_FILE = Path(__file__).parent / "data" / "gazetteer.bin"
FILE_VARIABLE = "WHIMBREL_GAZETTEER"

COLUMNS = {
    "geonameid": "I",
    "lat": "i",
    "lon": "i",
    "population": "I",
    "country": "H",
    "admin1": "I",
    "admin2": "I",
    "kind": "B",
    "name_start": "I",
    "keys": "Q",
    "hits": "I",
}
"""Column -> its number type. `lat`, `lon` in 1e-5 degrees, `NOWHERE` where unknown; `admin1` and
`admin2` are a place's number plus one, 0 for none; `country` counts in the header's list."""

NOWHERE = 2**31 - 1
ALIAS = 2**31

_PRECISION: dict[str, Precision] = {
    "continent": "country",
    "country": "country",
    "admin1": "admin1",
    "admin2": "admin1",
    "city": "city",
    "island": "admin1",
    "region": "admin1",
    "sea": "admin1",
    "river": "admin1",
    "lake": "admin1",
    "mountain": "admin1",
    "facility": "point",
}


@dataclass(frozen=True, slots=True)
class Candidate:
    """A place that bears a name. `number` counts in the gazetteer; `admin1`, `admin2` are numbers.

    `lat`, `lon` in degrees; `country` alpha-3; `alias` where the name asked for is not its first.
    """

    number: int
    geonameid: int | None
    name: str
    lat: float | None
    lon: float | None
    population: int
    country: str | None
    admin1: int | None
    admin2: int | None
    kind: str
    alias: bool

    @property
    def precision(self) -> Precision:
        return _PRECISION.get(self.kind, "admin1")


def key_of(name: str) -> int:
    """The 64-bit hash under which a name is filed."""
    return int.from_bytes(blake2b(fold(name).encode(), digest_size=8).digest(), "little")


class Gazetteer:
    """An opened gazetteer file. Raises `SetupError` where the file is missing or is none."""

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            with path.open("rb") as file:
                self._map = memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))
        except (OSError, ValueError) as error:
            raise SetupError(
                f"The gazetteer {path} could not be opened ({error}); build one with "
                "'whimbrel gazetteer build', or install Whimbrel anew."
            ) from error
        header = self._header()
        self.about: dict[str, Any] = header["about"]
        self._countries: list[str] = header["countries"]
        self._kinds: list[str] = header["kinds"]
        self._columns = {name: self._column(header, name) for name in COLUMNS}
        start, length = header["sections"]["names"]
        self._names = self._map[start : start + length]

    def _header(self) -> dict[str, Any]:
        if bytes(self._map[:8]) != MAGIC:
            raise SetupError(
                f"The file {self.path} is no gazetteer of Whimbrel's: it does not begin with "
                f"{MAGIC.decode()}. Build one with 'whimbrel gazetteer build'."
            )
        (length,) = struct.unpack("<I", self._map[8:12])
        header: dict[str, Any] = json.loads(bytes(self._map[12 : 12 + length]))
        return header

    def _column(self, header: dict[str, Any], name: str) -> Any:
        start, length = header["sections"][name]
        column = self._map[start : start + length].cast(COLUMNS[name])  # type: ignore[call-overload]
        if sys.byteorder == "little":
            return column
        from array import array

        swapped = array(COLUMNS[name], column)
        swapped.byteswap()
        return swapped

    def __len__(self) -> int:
        return len(self._columns["kind"])

    def find(self, name: str) -> tuple[Candidate, ...]:
        """The places that bear the name, in no order of merit; empty where none does."""
        return _find(self, name)

    def look_up(self, name: str) -> tuple[Candidate, ...]:
        """`find` without its memory of names asked before."""
        keys, hits = self._columns["keys"], self._columns["hits"]
        key = key_of(name)
        at = bisect_left(keys, key)
        found = []
        while at < len(keys) and keys[at] == key:
            found.append(self.place(hits[at] & ~ALIAS, alias=bool(hits[at] & ALIAS)))
            at += 1
        return tuple(found)

    def weight(self, name: str) -> int:
        """The population of the largest place that bears the name plus one; 0 where none does."""
        return _weight(self, name)

    def largest(self, name: str) -> int:
        """`weight` without its memory of names asked before."""
        return max((self._columns["population"][at] + 1 for at in self._numbers(name)), default=0)

    def _numbers(self, name: str) -> list[int]:
        keys, hits = self._columns["keys"], self._columns["hits"]
        key = key_of(name)
        at = bisect_left(keys, key)
        found = []
        while at < len(keys) and keys[at] == key:
            found.append(hits[at] & ~ALIAS)
            at += 1
        return found

    def place(self, number: int, *, alias: bool = False) -> Candidate:
        """The place of that number."""
        columns = self._columns
        lat, lon = columns["lat"][number], columns["lon"][number]
        starts = columns["name_start"]
        end = starts[number + 1] if number + 1 < len(self) else len(self._names)
        return Candidate(
            number=number,
            geonameid=columns["geonameid"][number] or None,
            name=bytes(self._names[starts[number] : end]).decode(),
            lat=None if lat == NOWHERE else lat / 1e5,
            lon=None if lon == NOWHERE else lon / 1e5,
            population=columns["population"][number],
            country=self._countries[columns["country"][number]] or None,
            admin1=columns["admin1"][number] - 1 if columns["admin1"][number] else None,
            admin2=columns["admin2"][number] - 1 if columns["admin2"][number] else None,
            kind=self._kinds[columns["kind"][number]],
            alias=alias,
        )


@lru_cache(maxsize=8192)
def _find(gazetteer: Gazetteer, name: str) -> tuple[Candidate, ...]:
    return gazetteer.look_up(name)


@lru_cache(maxsize=65536)
def _weight(gazetteer: Gazetteer, name: str) -> int:
    return gazetteer.largest(name)


@cache
def open_gazetteer(path: Path | None = None) -> Gazetteer:
    """The gazetteer at `path`, else at $WHIMBREL_GAZETTEER, else the one in the package."""
    chosen = path or Path(os.environ.get(FILE_VARIABLE) or DEFAULT_FILE)
    return Gazetteer(chosen)
