"""Actors that users bring: dictionaries of the TABARI/PETRARCH layout and FollowTheMoney entities.

    import_actors("my.actors.txt", "petrarch", "mine.tsv")

What comes out is a register file as docs/actors.md tells of, to be named by WHIMBREL_ACTORS. An
entry that the shipped register has under the same name and country gets the shipped id and only
adds its names; every other gets an id made from name and country.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from whimbrel.errors import RunError, SetupError
from whimbrel.resolving.entries import Actor
from whimbrel.resolving.folding import fold
from whimbrel.resolving.import_followthemoney import actors_of_entities
from whimbrel.resolving.import_petrarch import actors_of_dictionary
from whimbrel.resolving.imported import ImportedActor
from whimbrel.resolving.register import register, register_key
from whimbrel.resolving.register_files import COLUMNS

ActorFormat = Literal["petrarch", "ftm"]
_READERS: dict[str, Callable[[Iterable[str], list[str]], Iterator[ImportedActor]]] = {
    "petrarch": actors_of_dictionary,
    "ftm": actors_of_entities,
}
_NO_CELL = re.compile(r"[\t\r\n|]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class ActorImport:
    """What an import wrote: entries in all, how many of them add to shipped ones, spells of office,
    and a sentence for each line or entity that could not be taken."""

    entries: int
    known: int
    spells: int
    problems: tuple[str, ...] = field(default=())


def import_actors(source: str | Path, format_: str, out: str | Path) -> ActorImport:
    """Read a file of actors and write it as a register file.

    Raises `SetupError` where the source cannot be read, the format is unknown or the file holds no
    actor of that format, `RunError` where the register file cannot be written.
    """
    source, out = Path(source), Path(out)
    read = _READERS.get(format_)
    if read is None:
        known = ", ".join(_READERS)
        raise SetupError(f"There is no actor format {format_!r}; there are {known}.")
    problems: list[str] = []
    try:
        with source.open(encoding="utf-8-sig") as lines:
            found = list(_merged(read(lines, problems)))
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is no UTF-8 text"
        raise SetupError(f"The actors in {source} cannot be read: {reason}.") from error
    if not found:
        first = f" ({problems[0]})" if problems else ""
        raise SetupError(f"{source} holds no actors in the format {format_}{first}.")
    ids = _Ids()
    rows = [_row(each, ids, source.name) for each in found]
    _write(out, rows)
    return ActorImport(
        entries=len(rows),
        known=ids.known,
        spells=sum(len(each.spells) for each in found),
        problems=tuple(f"{source}: {problem}" for problem in problems),
    )


def _merged(actors: Iterable[ImportedActor]) -> Iterator[ImportedActor]:
    """Entries of one name, country and kind as one."""
    found: dict[tuple[str, str | None, str], ImportedActor] = {}
    for actor in actors:
        key = (register_key(actor.name), actor.country, actor.kind)
        before = found.get(key)
        found[key] = actor if before is None else before.with_more(actor)
    return iter(found.values())


class _Ids:
    """Ids of imported actors: the shipped one of the same name and country, else a new one."""

    def __init__(self) -> None:
        self._taken: set[str] = set()
        self.known = 0

    def of(self, actor: ImportedActor) -> tuple[str, Actor | None]:
        """The id, and the shipped entry that has it already."""
        same = [
            each
            for each in register().named(actor.name)
            if each.country == actor.country and (each.kind == "person") == (actor.kind == "person")
        ]
        if len(same) == 1 and same[0].id not in self._taken:
            self.known += 1
            self._taken.add(same[0].id)
            return same[0].id, same[0]
        words = re.findall(r"[a-z0-9]+", fold(actor.name)) or ["actor"]
        stem = "-".join([*words[:8], *([actor.country.lower()] if actor.country else [])])
        id_, count = stem, 1
        while id_ in self._taken or register().get(id_) is not None:
            count += 1
            id_ = f"{stem}-{count}"
        self._taken.add(id_)
        return id_, None


def _row(actor: ImportedActor, ids: _Ids, source: str) -> dict[str, str]:
    id_, shipped = ids.of(actor)
    names = {register_key(name): name for name in (shipped.names if shipped else ())}
    mine = dict(names)
    for name in (actor.name, *actor.aliases):
        mine.setdefault(register_key(name), name)
    first = shipped.names[0] if shipped else actor.name
    aliases = [name for key, name in mine.items() if key != register_key(first) and key]
    cells = {
        "id": id_,
        "aliases": "|".join(map(_cell, aliases)),
        # What the shipped entry says of itself stays.
        "name": "" if shipped else _cell(actor.name),
        "kind": "" if shipped else actor.kind,
        "country": "" if shipped else actor.country or "",
        "sectors": "" if shipped and shipped.sectors else " ".join(actor.sectors),
        "spells": "" if shipped and shipped.spells else "|".join(actor.spells),
        "source": _cell(source),
    }
    return {column: cells.get(column, "") for column in COLUMNS}


def _cell(text: str) -> str:
    return _NO_CELL.sub(" ", text).strip()


def _write(out: Path, rows: list[dict[str, str]]) -> None:
    lines = ["\t".join(COLUMNS), *("\t".join(row[name] for name in COLUMNS) for row in rows)]
    unfinished = out.with_name(f"{out.name}.part-{os.getpid()}")
    try:
        unfinished.write_text("\n".join(lines) + "\n", encoding="utf-8")
        os.replace(unfinished, out)
    except OSError as error:
        unfinished.unlink(missing_ok=True)
        raise RunError(f"The register file {out} cannot be written: {error.strerror}.") from error
