"""The register of known actors: bodies, organisations, groups, parties, outlets and people.

The shipped entries (`entries.Actor`, one a line of `data/register/*.tsv`; docs/actors.md tells what
the columns hold) with a file of the user's own laid over them, which WHIMBREL_ACTORS names.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path

from whimbrel.resolving.entries import Actor, as_said
from whimbrel.resolving.folding import fold
from whimbrel.resolving.register_files import Line, laid_over, read_own, shipped_lines

VERSION = "2"
"""Version of the shipped data."""
FILE_VARIABLE = "WHIMBREL_ACTORS"

_ARTICLES = frozenset({"al", "el", "ul", "ad", "as", "the"})
_SHORT_FORM = 5


class Register:
    """Entries that can be asked for by id and by name; `own` are the ids of the user's."""

    def __init__(
        self, entries: Mapping[str, Line | Actor], own: Collection[str] = frozenset()
    ) -> None:
        self._entries = dict(entries)
        self._own = frozenset(own)
        self._by_key: dict[str, list[tuple[str, str]]] = {}
        for id_, entry in entries.items():
            for written in entry.written_names:
                said = as_said(written) if written.endswith(")") else written
                self._by_key.setdefault(register_key(said), []).append((id_, written))

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

    def of_kind(self, kind: str) -> Iterator[Actor]:
        """The entries of a kind."""
        for id_, entry in self._entries.items():
            if isinstance(entry, Actor) or f"\t{kind}\t" in entry.text:
                actor = self._read(id_)
                if actor.kind == kind:
                    yield actor

    def get(self, actor_id: str) -> Actor | None:
        """The entry with that id."""
        return self._read(actor_id) if actor_id in self._entries else None

    def named(self, name: str, countries: Collection[str] | None = None) -> tuple[Actor, ...]:
        """All entries of that name or alias, in the register's order.

        Short forms in capitals ("IS", "PA") must be so written, what is written in small letters is
        no name that has capitals, and an Arabic article stays with a name of one word: "Haq" is not
        "Al-Haq". A name in brackets ("SAF (Sudan)") has namesakes that the register may lack: it
        counts only where its country is among those of the text, if `countries` are given. Where
        the user's file knows the name, only its entries are meant.
        """
        bearers = self._by_key.get(register_key(name))
        if bearers is None:
            return ()
        found = {}
        for id_, written in bearers:
            said = as_said(written)
            if id_ in found or not _may_be(name, said):
                continue
            actor = self._read(id_)
            if said == written or countries is None or actor.country in countries:
                found[id_] = actor
        own = [actor for id_, actor in found.items() if id_ in self._own]
        return tuple(own or found.values())

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
    # "ad-Din" and "as-Sisi" begin with articles, "National Ad Council" holds none.
    kept = [
        word
        for word in words
        if word not in _ARTICLES or (word in ("ad", "as") and f"{word}-" not in name.lower())
    ]
    return " ".join(kept) or key


def _may_be(name: str, written: str) -> bool:
    if written.isupper() and len(written) <= _SHORT_FORM:
        return name.replace(".", "").strip().isupper()
    if name.islower() and not written.islower():
        return False
    return not _is_article_and_word(written) or _is_article_and_word(name)


def _is_article_and_word(name: str) -> bool:
    words = fold(name).split()
    return len(words) == 2 and words[0] in _ARTICLES and words[0] not in ("ul", "the")


def choose(
    found: Sequence[Actor], *groups: Collection[str], day: str | None = None
) -> Actor | None:
    """The one of several namesakes that is meant, null where that stays open.

    Those that were not there on the `day` are left out; of office holders of one name the last to
    have come to an office by then is meant. Each group is of countries that the phrase
    or its document names, the surest first: a namesake that is alone in being of one of them is
    meant; at last one that alone belongs to no country.
    """
    there = [actor for actor in found if day is None or actor.is_there_on(day)]
    if len(there) == 1 or len(found) == 1:
        return (there or found)[0]
    holders = [actor for actor in there if actor.spells]
    if day is not None and len(holders) > 1 and len(holders) == len(there):
        last = max(_came(actor, day) for actor in holders)
        there = [actor for actor in holders if _came(actor, day) == last]
        if last and len(there) == 1:
            return there[0]
    for fits in (
        *([actor for actor in there if actor.country in group] for group in groups),
        [actor for actor in there if actor.country is None],
    ):
        if fits:
            return fits[0] if len(fits) == 1 else None
    return None


def _came(actor: Actor, day: str) -> str:
    """When somebody last came to an office by a day; empty where never."""
    return max((start for spell in actor.spells if (start := spell.from_ or "") <= day), default="")


def find_actor(name: str, countries: Collection[str] = ()) -> Actor | None:
    """The actor of that name or alias; null where there is none, or several fit equally well."""
    return choose(register().named(name, countries), countries)


def actor_by_id(actor_id: str) -> Actor | None:
    """The actor with that id."""
    return register().get(actor_id)


def actors() -> tuple[Actor, ...]:
    """All entries but the countries, the user's own first."""
    return register().actors


def register() -> Register:
    """The shipped register with the user's file, if WHIMBREL_ACTORS names one, laid over it."""
    return _register(os.environ.get(FILE_VARIABLE) or None)


def reload() -> None:
    """Read the files again at the next question, as after a change of the user's file."""
    _register.cache_clear()


@cache
def _register(own: str | None) -> Register:
    lines = shipped_lines()
    if own is None:
        return Register(lines)
    rows = read_own(Path(own))
    return Register(laid_over(lines, rows), own={row["id"] for row in rows})


def own_register() -> dict[str, str]:
    """The user's file as part of a coder's identity: its hash by "actors"; empty without one."""
    own = os.environ.get(FILE_VARIABLE)
    if not own:
        return {}
    read_own(Path(own))  # complains where it cannot be used
    return {"actors": hashlib.sha256(Path(own).read_bytes()).hexdigest()}
