"""The same codebook in another order, or under other names.

Neither may change what is coded: the order of files and the sound of a label say nothing. See
`whimbrel.analyse.behaviour`, which tests that.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import TypeVar

from whimbrel.codebooks.scheme import Codebook, EventType

Key = TypeVar("Key")
Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Renaming:
    """New names of types, and of modes by type and mode; what is not named keeps its name."""

    types: Mapping[str, str] = field(default_factory=dict)
    modes: Mapping[tuple[str, str], str] = field(default_factory=dict)

    def type(self, name: str) -> str:
        return self.types.get(name, name)

    def mode(self, type_: str, name: str) -> str:
        return self.modes.get((type_, name), name)

    def act(self, name: str) -> str:
        """The new name of a `TYPE` or a `TYPE/mode`."""
        type_, slash, mode = name.partition("/")
        return f"{self.type(type_)}/{self.mode(type_, mode)}" if slash else self.type(type_)


def reversed_order(codebook: Codebook) -> Codebook:
    """Types, modes, cues, contexts, sectors and CAMEO rows, each from the last to the first."""
    return replace(
        codebook,
        types={
            name: replace(
                found,
                modes=_reversed(found.modes),
                cues=found.cues[::-1],
                takes=found.takes[::-1],
            )
            for name, found in _reversed(codebook.types).items()
        },
        contexts=_reversed(codebook.contexts),
        sectors=_reversed(codebook.sectors),
        cameo=codebook.cameo[::-1],
        base=None if codebook.base is None else reversed_order(codebook.base),
    )


def exchanged_names(codebook: Codebook) -> tuple[Codebook, Renaming]:
    """Every type under the name of the next one."""
    names = list(codebook.types)
    renaming = Renaming(types=dict(zip(names, [*names[1:], *names[:1]], strict=True)))
    return renamed(codebook, renaming), renaming


def generic_names(codebook: Codebook) -> tuple[Codebook, Renaming]:
    """Types called LABEL_1, LABEL_2 and so on, their modes MODE_1, MODE_2."""
    renaming = Renaming(
        types={name: f"LABEL_{number}" for number, name in enumerate(codebook.types, 1)},
        modes={
            (found.name, mode): f"MODE_{number}"
            for found in codebook.types.values()
            for number, mode in enumerate(found.modes, 1)
        },
    )
    return renamed(codebook, renaming), renaming


def renamed(codebook: Codebook, renaming: Renaming) -> Codebook:
    """The codebook under other names, in all places where it names its types and modes."""
    types = [_renamed_type(found, renaming) for found in codebook.types.values()]
    return replace(
        codebook,
        types={found.name: found for found in types},
        contexts={
            name: replace(context, acts=_acts(context.acts, renaming))
            for name, context in codebook.contexts.items()
        },
        cameo=tuple(
            replace(
                row,
                type=_or_none(row.type, renaming.type),
                mode=renaming.mode(row.type, row.mode) if row.type and row.mode else row.mode,
            )
            for row in codebook.cameo
        ),
        refusal=_or_none(codebook.refusal, renaming.type),
        demand=_or_none(codebook.demand, renaming.type),
    )


def _renamed_type(found: EventType, renaming: Renaming) -> EventType:
    def mode_name(mode: str | None) -> str | None:
        return None if mode is None else renaming.mode(found.name, mode)

    return replace(
        found,
        name=renaming.type(found.name),
        includes=tuple(map(renaming.type, found.includes)),
        default_mode=mode_name(found.default_mode),
        announced_as=_or_none(found.announced_as, renaming.type),
        pledged_as=_or_none(found.pledged_as, renaming.type),
        modes={
            renaming.mode(found.name, name): replace(
                mode,
                name=renaming.mode(found.name, name),
                embedded=_acts(mode.embedded, renaming),
            )
            for name, mode in found.modes.items()
        },
        cues=tuple(
            replace(
                cue,
                type=renaming.type(cue.type),
                mode=mode_name(cue.mode),
                embedded=_acts(cue.embedded, renaming),
            )
            for cue in found.cues
        ),
        takes=tuple(
            replace(take, type=renaming.type(take.type), mode=mode_name(take.mode))
            for take in found.takes
        ),
    )


def _acts(acts: frozenset[str], renaming: Renaming) -> frozenset[str]:
    return frozenset(renaming.act(name) for name in acts)


def _or_none(name: str | None, new: Callable[[str], str]) -> str | None:
    return None if name is None else new(name)


def _reversed(table: Mapping[Key, Value]) -> dict[Key, Value]:
    return dict(reversed(list(table.items())))
