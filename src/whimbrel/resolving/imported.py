"""An actor from a file that a user brings, before it has an id."""

from __future__ import annotations

from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportedActor:
    """`kind`, `sectors` and `country` as in the register; `spells` as its column of that name holds
    them (`prime minister (IRQ) 2006-05-20..2014-09-08`)."""

    name: str
    aliases: tuple[str, ...] = ()
    kind: str
    country: str | None = None
    sectors: tuple[str, ...] = ()
    spells: tuple[str, ...] = ()

    def with_more(self, other: ImportedActor) -> ImportedActor:
        """This actor with another entry's names, sectors and spells added."""

        def joined(mine: tuple[str, ...], theirs: tuple[str, ...]) -> tuple[str, ...]:
            return tuple(dict.fromkeys((*mine, *theirs)))

        return replace(
            self,
            aliases=joined(self.aliases, (other.name, *other.aliases)),
            sectors=joined(self.sectors, other.sectors),
            spells=joined(self.spells, other.spells),
        )
