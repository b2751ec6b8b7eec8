"""The register of known actors: organisations, groups, parties, agencies and office holders."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from whimbrel.resolving.folding import fold

_DATA = Path(__file__).parent / "data"
_ARTICLES = frozenset({"al", "el", "ul", "ad", "as", "the"})


@dataclass(frozen=True, slots=True)
class Spell:
    """An office held from one day to another; null ends are open or unknown. ISO dates."""

    office: str
    country: str | None
    of: str | None
    from_: str | None
    to: str | None
    source: str

    def holds_on(self, day: str) -> bool:
        """Whether the office was held on that day."""
        return (self.from_ or "") <= day and (self.to is None or day <= self.to)


@dataclass(frozen=True, slots=True)
class Actor:
    """An entry of the register. `kind` is organisation, group, party or person.

    `parent` is the id of what it belongs to or speaks for; `source` says where the facts are from,
    `unverified` where nobody has looked them up.
    """

    id: str
    name: str
    aliases: tuple[str, ...]
    kind: str
    country: str | None
    sectors: tuple[str, ...]
    parent: str | None
    source: str
    spells: tuple[Spell, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """The name and the aliases."""
        return (self.name, *self.aliases)

    def spell_on(self, day: str | None) -> Spell | None:
        """The office held on that day; the last one known where no day is given."""
        if day is None:
            return self.spells[-1] if self.spells else None
        return next((spell for spell in self.spells if spell.holds_on(day)), None)


def register_key(name: str) -> str:
    """A name's key: folded, Arabic articles left out (al-Maliki, El Maliki and Maliki agree)."""
    words = fold(name).split()
    kept = [word for word in words if word not in _ARTICLES]
    return " ".join(kept or words)


def find_actor(name: str) -> Actor | None:
    """The actor of that name or alias. Short forms in capitals ("IS", "PA") must be so written."""
    found = _by_key().get(register_key(name))
    if found is None:
        return None
    actor, written = found
    if written.isupper() and len(written) <= 4 and not name.replace(".", "").strip().isupper():
        return None
    return actor


def actor_by_id(actor_id: str) -> Actor | None:
    """The actor with that id."""
    return _by_id().get(actor_id)


@cache
def actors() -> tuple[Actor, ...]:
    """All entries, in the file's order."""
    spells = _spells()
    return tuple(
        Actor(
            id=row["id"],
            name=row["name"],
            aliases=tuple(alias for alias in row["aliases"].split("|") if alias),
            kind=row["kind"],
            country=row["country"] or None,
            sectors=tuple(row["sectors"].split()),
            parent=row["parent"] or None,
            source=row["source"],
            spells=spells.get(row["id"], ()),
        )
        for row in _rows("actors.tsv")
    )


def _spells() -> dict[str, tuple[Spell, ...]]:
    found: dict[str, list[Spell]] = {}
    for row in _rows("offices.tsv"):
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


def _rows(file_name: str) -> Iterator[dict[str, str]]:
    with (_DATA / file_name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)


@cache
def _by_id() -> dict[str, Actor]:
    return {actor.id: actor for actor in actors()}


@cache
def _by_key() -> dict[str, tuple[Actor, str]]:
    # A first name beats an alias, an earlier entry a later one.
    found: dict[str, tuple[Actor, str]] = {}
    for actor in actors():
        found.setdefault(register_key(actor.name), (actor, actor.name))
    for actor in actors():
        for alias in actor.aliases:
            found.setdefault(register_key(alias), (actor, alias))
    return found
