"""The register of known actors: bodies, organisations, groups, parties, outlets and people.

The shipped entries (`entries.Actor`, one a line of `data/register/*.tsv`; docs/actors.md tells what
the columns hold) with a file of the user's own laid over them, which WHIMBREL_ACTORS names.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable
from functools import cache
from pathlib import Path

from whimbrel.resolving.entries import Actor
from whimbrel.resolving.folding import fold
from whimbrel.resolving.register_files import laid_over, read_own, shipped

VERSION = "2"
"""Version of the shipped data; a record's coder identity names it."""
FILE_VARIABLE = "WHIMBREL_ACTORS"

_ARTICLES = frozenset({"al", "el", "ul", "ad", "as", "the"})
_SHORT_FORM = 5


class Register:
    """Entries that can be asked for by id and by name."""

    def __init__(self, entries: Iterable[Actor]) -> None:
        self.actors = tuple(entries)
        self._by_id = {actor.id: actor for actor in self.actors}
        self._by_key: dict[str, list[tuple[Actor, str]]] = {}
        for actor in self.actors:
            for written in actor.names:
                bearers = self._by_key.setdefault(register_key(written), [])
                if all(bearer is not actor for bearer, _ in bearers):
                    bearers.append((actor, written))

    def get(self, actor_id: str) -> Actor | None:
        """The entry with that id."""
        return self._by_id.get(actor_id)

    def named(self, name: str) -> tuple[Actor, ...]:
        """All entries of that name or alias, those whose first name it is before the others.

        Short forms in capitals ("IS", "PA") must be so written.
        """
        bearers = self._by_key.get(register_key(name))
        if not bearers:
            return ()
        found = [(actor, written) for actor, written in bearers if _is_so_written(name, written)]
        found.sort(key=lambda pair: pair[0].names[0] != pair[1])
        return tuple(actor for actor, _ in found)


def register_key(name: str) -> str:
    """A name's key: folded, Arabic articles left out (al-Maliki, El Maliki and Maliki agree)."""
    words = fold(name).split()
    kept = [word for word in words if word not in _ARTICLES]
    return " ".join(kept or words)


def _is_so_written(name: str, written: str) -> bool:
    if not written.isupper() or len(written) > _SHORT_FORM:
        return True
    return name.replace(".", "").strip().isupper()


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
    entries = shipped()
    return Register(laid_over(entries, read_own(Path(own))) if own else entries)
