"""An entry of the register of actors, and the offices that a person held.

An entry is one line of a tab-separated file of `data/register/`; docs/actors.md tells what each
column holds. The columns, in order, of which a file may leave out those it does not need:

    id  name  aliases  kind  form  country  sectors  parent  successor  from  to  ownership  source

Offices are lines of `data/offices.tsv` (`actor` is an entry's id):

    actor  country  of  office  from  to  source
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from whimbrel.resolving.countries import country_of_name

KINDS = ("body", "organisation", "company", "group", "party", "movement", "outlet", "person")
"""Kinds of entries in the files; countries are of kind `state`, `dependency` or `territory`."""
OWNERSHIPS = ("state", "public", "private", "cooperative", "party", "nonprofit")
UNVERIFIED = "unverified"


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
        """Whether the office was held on that day; an end may be a month or a year."""
        return (self.from_ or "") <= day and (self.to is None or day[: len(self.to)] <= self.to)


@dataclass(frozen=True, slots=True)
class Actor:
    """An entry of the register.

    `parent` is the id of what it belongs to, is the wing of or speaks for, `successor` of what it
    became; `form` says what sort of its kind it is (a court, a mission, a newspaper); `source`
    where the facts are from, `unverified` where nobody has looked them up. `from_` and `to` are ISO
    days or years, null where unknown.
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
    form: str | None = None
    successor: str | None = None
    from_: str | None = None
    to: str | None = None
    ownership: str | None = None

    @property
    def names(self) -> tuple[str, ...]:
        """The name and the aliases as they are said, without what only tells namesakes apart."""
        return tuple(as_said(name) for name in self.written_names)

    @property
    def written_names(self) -> tuple[str, ...]:
        """The name and the aliases as the file has them."""
        return (self.name, *self.aliases)

    @property
    def is_verified(self) -> bool:
        """Whether a source is named for the entry."""
        return self.source != UNVERIFIED

    def is_there_on(self, day: str) -> bool:
        """Whether it is not known to have ended before that day or to have begun after it."""
        begun = self.from_ is None or self.from_ <= day
        return begun and (self.to is None or day[: len(self.to)] <= self.to)

    def spell_on(self, day: str | None) -> Spell | None:
        """The office held on that day; the last one known where no day is given."""
        if day is None:
            return self.spells[-1] if self.spells else None
        return next((spell for spell in self.spells if spell.holds_on(day)), None)


@cache
def as_said(name: str) -> str:
    """The name without the country that only tells namesakes apart ("Labour Party (UK)").

    Brackets that hold no country belong to the name ("Communist Party of India (Maoist)"), and one
    word that is no acronym keeps them: "Unity (Latvia)" is not meant by every "Unity".
    """
    bare, _, rest = name.partition(" (")
    if not rest.endswith(")") or not country_of_name(rest[:-1]):
        return name
    is_enough = " " in bare.removeprefix("The ") or bare.isupper()
    return bare if is_enough else name
