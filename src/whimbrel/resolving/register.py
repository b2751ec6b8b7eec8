"""The register of known actors: bodies, organisations, groups, parties, outlets and people.

The shipped entries (`entries.Actor`, one a line of `data/register/*.tsv`; docs/actors.md tells what
the columns hold) with a file of the user's own laid over them, which WHIMBREL_ACTORS names.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator, Mapping
from functools import cache
from pathlib import Path

from whimbrel.resolving.entries import Actor
from whimbrel.resolving.folding import fold
from whimbrel.resolving.register_files import Line, laid_over, read_own, shipped_lines

VERSION = "2"
"""Version of the shipped data; a record's coder identity names it."""
FILE_VARIABLE = "WHIMBREL_ACTORS"

_ARTICLES = frozenset({"al", "el", "ul", "ad", "as", "the"})
_SHORT_FORM = 5


class Register:
    """Entries that can be asked for by id and by name."""

    def __init__(self, entries: Mapping[str, Line | Actor]) -> None:
        self._entries = dict(entries)
        self._by_key: dict[str, list[tuple[str, str]]] = {}
        for id_, entry in entries.items():
            for written in entry.names:
                self._by_key.setdefault(register_key(written), []).append((id_, written))

    @property
    def actors(self) -> tuple[Actor, ...]:
        """All entries; those of the user's file first."""
        return tuple(self._read(id_) for id_ in self._entries)

    @property
    def holders(self) -> Iterator[Actor]:
        """The entries of those who held an office."""
        return (self._read(id_) for id_, entry in [*self._entries.items()] if entry.spells)

    @property
    def names(self) -> Iterator[str]:
        """All names of all entries, as written."""
        return (written for bearers in self._by_key.values() for _, written in bearers)

    def get(self, actor_id: str) -> Actor | None:
        """The entry with that id."""
        return self._read(actor_id) if actor_id in self._entries else None

    def named(self, name: str) -> tuple[Actor, ...]:
        """All entries of that name or alias, in the register's order.

        Short forms in capitals ("IS", "PA") must be so written, and what is written in small
        letters is no name that has capitals.
        """
        bearers = self._by_key.get(register_key(name))
        if bearers is None:
            return ()
        ids = dict.fromkeys(id_ for id_, written in bearers if _may_be(name, written))
        return tuple(self._read(id_) for id_ in ids)

    def _read(self, id_: str) -> Actor:
        entry = self._entries[id_]
        if isinstance(entry, Line):
            entry = self._entries[id_] = entry.entry()
        return entry


def register_key(name: str) -> str:
    """A name's key: folded, Arabic articles left out (al-Maliki, El Maliki and Maliki agree)."""
    key = fold(name)
    words = key.split()
    if _ARTICLES.isdisjoint(words):
        return key
    kept = [word for word in words if word not in _ARTICLES]
    return " ".join(kept) or key


def _may_be(name: str, written: str) -> bool:
    if written.isupper() and len(written) <= _SHORT_FORM:
        return name.replace(".", "").strip().isupper()
    return written.islower() or not name.islower()


def choose(found: Collection[Actor], countries: Collection[str] = ()) -> Actor | None:
    """The one of several namesakes that is meant, null where that stays open.

    `countries` are those that the phrase or its document names: a namesake of one of them is meant
    where it is alone in that; else one that belongs to no country, where it is alone in that.
    """
    if len(found) == 1:
        return next(iter(found))
    for fits in (
        [actor for actor in found if actor.country in countries],
        [actor for actor in found if actor.country is None],
    ):
        if len(fits) == 1:
            return fits[0]
        if fits:
            return None
    return None


def find_actor(name: str, countries: Collection[str] = ()) -> Actor | None:
    """The actor of that name or alias; null where there is none, or several fit equally well."""
    return choose(register().named(name), countries)


def actor_by_id(actor_id: str) -> Actor | None:
    """The actor with that id."""
    return register().get(actor_id)


def actors() -> tuple[Actor, ...]:
    """All entries but the countries, the user's own first."""
    return register().actors


def register() -> Register:
    """The shipped register with the user's file, if WHIMBREL_ACTORS names one, laid over it."""
    return _register(os.environ.get(FILE_VARIABLE) or None)


@cache
def _register(own: str | None) -> Register:
    lines = shipped_lines()
    return Register(laid_over(lines, read_own(Path(own))) if own else lines)
