"""The register's files: reading the shipped ones, and a file of the user's laid over them.

A user's file has the shipped files' columns, as many of them as it needs, and may have one more,
`spells`, with the offices a person held, divided by "|":

    prime minister (IRQ) 2006-05-20..2014-09-08|vice president (IRQ) 2014-09-09..

An entry with a shipped id changes that entry: a cell that holds something replaces the shipped one.

Shipped entries stay lines of text until somebody asks for them (`Line`), since most never are.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from whimbrel.errors import SetupError
from whimbrel.resolving.entries import Actor, Spell

DATA = Path(__file__).parent / "data"
FILES = ("bodies", "organisations", "groups", "parties", "outlets", "persons", "holders")
"""The shipped files, in the order in which they are read; each begins with id, name, aliases."""

COLUMNS = (
    "id name aliases kind form country sectors parent successor from to ownership spells source"
).split()
_SPELL = re.compile(
    r"(?P<office>[^()|]+?)(?: \((?P<country>[A-Z]{3})\))? (?P<from>[\d-]*)\.\.(?P<to>[\d-]*)"
)


@dataclass(frozen=True, slots=True)
class Line:
    """A shipped entry as it stands in its file, with the lines of the offices it held."""

    columns: Sequence[str]
    text: str
    spells: Sequence[str] = ()

    @property
    def written_names(self) -> tuple[str, ...]:
        """The name and the aliases, without reading the rest of the line."""
        _, name, aliases, _ = self.text.split("\t", 3)
        return (name, *_parts(aliases))

    def entry(self) -> Actor:
        """The entry."""
        row = dict(zip(self.columns, self.text.split("\t"), strict=True))
        spells = sorted(map(_office, self.spells), key=lambda spell: spell.from_ or spell.to or "")
        return _entry(row, tuple(spells))


def shipped_lines() -> dict[str, Line]:
    """The lines of the entries that come with Whimbrel, by id."""
    offices: dict[str, list[str]] = {}
    for line in _lines(DATA / "offices.tsv")[1:]:
        offices.setdefault(line[: line.index("\t")], []).append(line)
    found = {}
    for name in FILES:
        head, *lines = _lines(DATA / "register" / f"{name}.tsv")
        columns = head.split("\t")
        for line in lines:
            id_ = line[: line.index("\t")]
            found[id_] = Line(columns, line, offices.get(id_, ()))
    return found


@cache
def shipped() -> tuple[Actor, ...]:
    """The entries that come with Whimbrel, with their offices."""
    return tuple(line.entry() for line in shipped_lines().values())


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


def changed(actor: Actor | None, row: dict[str, str]) -> Actor:
    """The entry as a line of the user's file has it; a new one where there was none."""
    new = _entry(row, tuple(_spell(each) for each in _parts(row.get("spells", ""))))
    if actor is None:
        return replace(
            new,
            name=new.name or new.id,
            kind=new.kind or "organisation",
            source=new.source or "own",
        )
    given = {field: value for field in Actor.__dataclass_fields__ if (value := getattr(new, field))}
    return replace(actor, **given)


def written(actor: Actor) -> dict[str, str]:
    """The entry's cells by column, as a user's file has them."""
    return {
        "id": actor.id,
        "name": actor.name,
        "aliases": "|".join(actor.aliases),
        "kind": actor.kind,
        "form": actor.form or "",
        "country": actor.country or "",
        "sectors": " ".join(actor.sectors),
        "parent": actor.parent or "",
        "successor": actor.successor or "",
        "from": actor.from_ or "",
        "to": actor.to or "",
        "ownership": actor.ownership or "",
        "spells": "|".join(_written_spell(spell) for spell in actor.spells),
        "source": actor.source,
    }


def rows(path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    """The lines of a tab-separated file with their numbers, cells by the column's name."""
    lines = _lines(path)
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


def _lines(path: Path) -> list[str]:
    try:
        return path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is no UTF-8 text"
        raise SetupError(f"The register file {path} cannot be read: {reason}.") from error


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


def _office(line: str) -> Spell:
    _, country, of, office, first, last, source = line.split("\t")
    return Spell(
        office=office,
        country=country or None,
        of=of or None,
        from_=first or None,
        to=last or None,
        source=source,
    )


def _spell(text: str) -> Spell:
    found = _SPELL.fullmatch(text)
    assert found is not None, text
    return Spell(
        office=found["office"],
        country=found["country"],
        of=None,
        from_=found["from"] or None,
        to=found["to"] or None,
        source="own",
    )


def _written_spell(spell: Spell) -> str:
    place = f" ({spell.country})" if spell.country else ""
    return f"{spell.office}{place} {spell.from_ or ''}..{spell.to or ''}"


def laid_over(entries: dict[str, Line], own: Iterable[dict[str, str]]) -> dict[str, Line | Actor]:
    """The user's entries, then the shipped ones that they do not change."""
    first: dict[str, Line | Actor] = {
        row["id"]: changed(line.entry() if (line := entries.get(row["id"])) else None, row)
        for row in own
    }
    return first | {id_: line for id_, line in entries.items() if id_ not in first}
