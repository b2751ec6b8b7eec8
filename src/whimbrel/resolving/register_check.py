"""Faults of a register file, a sentence each, with the file and line where they stand."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

from whimbrel.resolving.countries import country_by_code
from whimbrel.resolving.entries import KINDS, OWNERSHIPS, Actor
from whimbrel.resolving.register import register_key
from whimbrel.resolving.register_files import COLUMNS, DATA, FILES, read_own, rows, shipped
from whimbrel.resolving.sectors import SECTORS

_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_DAY = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")


def faults_of_own(path: Path) -> list[str]:
    """What is wrong with a user's file; ids may be shipped ones. Raises `SetupError` as reading
    does."""
    known = {actor.id for actor in shipped()}
    own = read_own(path)
    known.update(row["id"] for row in own)
    return [*_faults_of_file(path, known, whole=False), *_double_ids([path])]


def faults_of_shipped() -> list[str]:
    """What is wrong with the files that come with Whimbrel."""
    entries = shipped()
    known = {actor.id for actor in entries}
    paths = [DATA / "register" / f"{name}.tsv" for name in FILES]
    sources = {row["key"] for _, row in rows(DATA / "register" / "sources.tsv")}
    found = _double_ids(paths)
    for path in paths:
        found += _faults_of_file(path, known, whole=True)
    found += [
        f"{actor.id}: the source {actor.source!r} is not in sources.tsv."
        for actor in entries
        if actor.source not in sources
    ]
    return [*found, *_namesakes(entries)]


def _faults_of_file(path: Path, known: set[str], *, whole: bool) -> list[str]:
    found = []
    for number, row in rows(path):
        if number == 2:
            found += [
                f"{path}:1: there is no column {name!r}; the columns are {', '.join(COLUMNS)}."
                for name in row
                if name not in COLUMNS
            ]
        found += [f"{path}:{number}: {fault}" for fault in _faults(row, known, whole=whole)]
    return found


def _faults(row: dict[str, str], known: set[str], *, whole: bool) -> Iterator[str]:
    if not _ID.fullmatch(row["id"]):
        yield f"the id {row['id']!r} is not of small letters, digits and hyphens."
    if whole:
        for name in ("name", "kind", "source"):
            if not row.get(name):
                yield f"the column {name!r} is empty."
    kind, country = row.get("kind"), row.get("country")
    if kind and kind not in KINDS:
        yield f"the kind {kind!r} is none of {', '.join(KINDS)}."
    if country and country not in country_by_code():
        yield f"the country {country!r} is no ISO 3166 alpha-3 code (Kosovo is XKX)."
    if row.get("ownership") and row["ownership"] not in OWNERSHIPS:
        yield f"the ownership {row['ownership']!r} is none of {', '.join(OWNERSHIPS)}."
    yield from (
        f"the sector {sector!r} is none of {', '.join(sorted(SECTORS))}."
        for sector in row.get("sectors", "").split()
        if sector not in SECTORS
    )
    for link in ("parent", "successor"):
        if row.get(link) and row[link] not in known:
            yield f"the {link} {row[link]!r} is no entry's id."
        if row.get(link) == row["id"]:
            yield f"it is its own {link}."
    days = [row.get("from", ""), row.get("to", "")]
    yield from (f"{day!r} is no day or year." for day in days if day and not _DAY.fullmatch(day))
    if all(days) and days[0] > days[1]:
        yield f"it ends ({days[1]}) before it begins ({days[0]})."


def _double_ids(paths: Iterable[Path]) -> list[str]:
    seen: dict[str, str] = {}
    found = []
    for path in paths:
        for number, row in rows(path):
            if row["id"] in seen:
                found.append(
                    f"{path}:{number}: the id {row['id']!r} is taken by {seen[row['id']]}."
                )
            seen.setdefault(row["id"], f"{path.name}:{number}")
    return found


def _namesakes(entries: Iterable[Actor]) -> Iterator[str]:
    """Entries of one country that nothing but their ids tells apart; people may share a name."""
    bearers: dict[tuple[str, str | None], set[str]] = defaultdict(set)
    for actor in entries:
        for name in actor.names if actor.kind != "person" else ():
            bearers[register_key(name), actor.country].add(actor.id)
    for (name, country), ids in sorted(bearers.items(), key=str):
        if len(ids) > 1:
            yield f"{' and '.join(sorted(ids))} of {country or 'no country'} are both {name!r}."
