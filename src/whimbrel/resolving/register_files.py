"""The register's files: reading the shipped ones, and a file of the user's laid over them.

A user's file has the shipped files' columns, as many of them as it needs, and may have one more,
`spells`, with the offices a person held, divided by "|":

    prime minister (IRQ) 2006-05-20..2014-09-08|vice president (IRQ) 2014-09-09..

An entry with a shipped id changes that entry: a cell that holds something replaces the shipped one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path

from whimbrel.errors import SetupError
from whimbrel.resolving.entries import Actor, Spell

DATA = Path(__file__).parent / "data"
FILES = ("bodies", "organisations", "groups", "parties", "outlets", "persons", "holders")
"""The shipped files, in the order in which they are read."""

COLUMNS = (
    "id name aliases kind form country sectors parent successor from to ownership spells source"
).split()
_SPELL = re.compile(
    r"(?P<office>[^()|]+?)(?: \((?P<country>[A-Z]{3})\))? (?P<from>[\d-]*)\.\.(?P<to>[\d-]*)"
)


@cache
def shipped() -> tuple[Actor, ...]:
    """The entries that come with Whimbrel, with their offices."""
    spells = _spells(DATA / "offices.tsv")
    return tuple(
        _entry(row, spells.get(row["id"], ()))
        for name in FILES
        for _, row in rows(DATA / "register" / f"{name}.tsv")
    )


def read_own(path: Path) -> list[dict[str, str]]:
    """The lines of a user's file. Raises `SetupError` naming the file, line and column at fault."""
    found = []
    for number, row in rows(path):
        if not row.get("id"):
            raise SetupError(f"{path}:{number}: the column `id` is empty; every entry has an id.")
        for each in _parts(row.get("spells", "")):
            if _SPELL.fullmatch(each) is None:
                raise SetupError(
                    f"{path}:{number}: {each!r} in the column `spells` is not written as "
                    "`office (COUNTRY) FROM..TO`."
                )
        found.append(row)
    return found


def laid_over(entries: Iterable[Actor], own: Iterable[dict[str, str]]) -> Iterator[Actor]:
    """The user's entries, then the shipped ones that they do not change."""
    known = {actor.id: actor for actor in entries}
    changed = {row["id"]: _changed(known.get(row["id"]), row) for row in own}
    yield from changed.values()
    yield from (actor for id_, actor in known.items() if id_ not in changed)


def _changed(actor: Actor | None, row: dict[str, str]) -> Actor:
    new = _entry(row, tuple(_spell(each) for each in _parts(row.get("spells", ""))))
    if actor is None:
        return replace(new, name=new.name or new.id, kind=new.kind or "organisation")
    given = {
        field: value
        for field in Actor.__dataclass_fields__
        if (value := getattr(new, field)) or not getattr(actor, field)
    }
    return replace(actor, **given)


def rows(path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    """The lines of a tab-separated file with their numbers, cells by the column's name."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is no UTF-8 text"
        raise SetupError(f"The register file {path} cannot be read: {reason}.") from error
    columns = lines[0].split("\t") if lines else []
    for number, line in enumerate(lines[1:], 2):
        if not line:
            continue
        cells = line.split("\t")
        if len(cells) != len(columns):
            raise SetupError(
                f"{path}:{number}: {len(cells)} cells where the first line names {len(columns)} "
                "columns; cells are divided by tabs."
            )
        yield number, dict(zip(columns, cells, strict=True))


def _entry(row: dict[str, str], spells: tuple[Spell, ...]) -> Actor:
    given = row.get
    return Actor(
        id=row["id"],
        name=given("name", ""),
        aliases=_parts(given("aliases", "")),
        kind=given("kind", ""),
        country=given("country") or None,
        sectors=tuple(given("sectors", "").split()),
        parent=given("parent") or None,
        source=given("source", ""),
        spells=spells,
        form=given("form") or None,
        successor=given("successor") or None,
        from_=given("from") or None,
        to=given("to") or None,
        ownership=given("ownership") or None,
    )


def _parts(cell: str) -> tuple[str, ...]:
    return tuple(cell.split("|")) if cell else ()


def _spells(path: Path) -> dict[str, tuple[Spell, ...]]:
    found: dict[str, list[Spell]] = {}
    for _, row in rows(path):
        spell = Spell(
            office=row["office"],
            country=row["country"] or None,
            of=row["of"] or None,
            from_=row["from"] or None,
            to=row["to"] or None,
            source=row["source"],
        )
        found.setdefault(row["actor"], []).append(spell)
    return {actor: tuple(spells) for actor, spells in found.items()}


def _spell(written: str) -> Spell:
    found = _SPELL.fullmatch(written)
    assert found is not None, written
    return Spell(
        office=found["office"],
        country=found["country"],
        of=None,
        from_=found["from"] or None,
        to=found["to"] or None,
        source="own",
    )
