"""Behavioural tests of a codebook: changes that must not change what is coded, and whether they do.

    order      types, modes, cues and contexts stand in the reverse order
    exchanged  every type has the name of the next one; the coding may change by those names alone
    generic    types are called LABEL_1, LABEL_2 ..., modes MODE_1, MODE_2 ...

The texts are the codebook's own examples and some plain sentences. Everything of an event is
compared but its rationale, which is prose with names in it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from whimbrel.codebooks.scheme import Codebook
from whimbrel.codebooks.variants import (
    Renaming,
    exchanged_names,
    generic_names,
    reversed_order,
)
from whimbrel.coding.acts import EventCoder
from whimbrel.pipeline import code_reading, event_coder
from whimbrel.reading.parse import Reader
from whimbrel.reading.text import Reading
from whimbrel.records import CoderIdentity, Document, Event

PLAIN = (
    "The government and the rebels signed a ceasefire on Monday after two weeks of talks in Oslo.",
    "Soldiers shot at a bus near the border and killed three passengers, the governor said.",
    "Thousands of workers marched through the capital to demand higher wages.",
    "The minister refused to meet the union and warned that strikers would be arrested.",
    "Police arrested eleven students and searched the office of a newspaper.",
    "The army said it had retaken the town of Alda; the militia denied that it had left.",
    "Troops must leave the valley by Friday, the president said.",
    "The two countries will not sell arms to the island, their envoys told the council.",
    "A bomb exploded outside the embassy. Nobody claimed the attack, which wounded two guards.",
    "Rain fell on the coast, and the market opened late.",
)
_IDENTITY = CoderIdentity(name="behaviour", version="", codebook="")


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """A text that is coded otherwise than before. `before` and `after` are the events' types,
    modes and triggers in the text's order, under the codebook's own names."""

    test: str
    text: str
    before: tuple[str, ...]
    after: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.test}: {self.text!r}: {_listed(self.before)} became {_listed(self.after)}."


def differences(
    codebook: Codebook,
    texts: Iterable[str] | None = None,
    *,
    reader: Reader | None = None,
    coder: EventCoder | None = None,
) -> Iterator[Difference]:
    """What is coded otherwise when only order or names change; nothing where all is well.

    Without `texts`: the codebook's examples and the plain sentences. Without `coder`: the one that
    codes by default.
    """
    chosen = tuple(texts) if texts is not None else (*examples(codebook), *PLAIN)
    reader = reader or Reader()
    coder = coder or event_coder()
    documents = [Document(id=str(number), text=text) for number, text in enumerate(chosen)]
    readings = [reader.read(document) for document in documents]
    variants = tuple(_variants(codebook))
    for document, reading in zip(documents, readings, strict=True):
        code = _events_of(document, reading, coder)
        before = _without_prose(code(codebook))
        for test, variant, renaming in variants:
            after = _named_back(_without_prose(code(variant)), codebook, renaming)
            if after != before:
                yield Difference(
                    test=test,
                    text=document.text,
                    before=_readable(before, after),
                    after=_readable(after, before),
                )


def examples(codebook: Codebook) -> tuple[str, ...]:
    """The examples of all types and modes, once each."""
    found: list[str] = []
    for event_type in codebook.types.values():
        found.extend(event_type.examples)
        for mode in event_type.modes.values():
            found.extend(mode.examples)
    return tuple(dict.fromkeys(found))


def _variants(codebook: Codebook) -> Iterator[tuple[str, Codebook, Renaming]]:
    yield "order", reversed_order(codebook), Renaming()
    yield "exchanged", *exchanged_names(codebook)
    yield "generic", *generic_names(codebook)


def _events_of(
    document: Document, reading: Reading, coder: EventCoder
) -> Callable[[Codebook], tuple[Event, ...]]:
    def code(codebook: Codebook) -> tuple[Event, ...]:
        return code_reading(document, reading, coder, codebook, _IDENTITY).events

    return code


def _without_prose(events: Iterable[Event]) -> tuple[Event, ...]:
    return tuple(replace(event, rationale="") for event in events)


def _named_back(
    events: Iterable[Event], codebook: Codebook, renaming: Renaming
) -> tuple[Event, ...]:
    types = {renaming.type(name): name for name in codebook.types}
    modes = {
        (name, renaming.mode(name, mode)): mode
        for name, found in codebook.types.items()
        for mode in found.modes
    }
    return tuple(_event_named_back(event, types, modes) for event in events)


def _event_named_back(
    event: Event, types: Mapping[str, str], modes: Mapping[tuple[str, str], str]
) -> Event:
    type_ = types[event.type]
    return replace(
        event,
        type=type_,
        mode=None if event.mode is None else modes[type_, event.mode],
        modes=tuple(modes[type_, mode] for mode in event.modes),
    )


def _readable(events: Sequence[Event], others: Sequence[Event]) -> tuple[str, ...]:
    """The events in short; where that would look the same, with everything that differs."""
    short = tuple(_short(event) for event in events)
    if short != tuple(_short(event) for event in others):
        return short
    return tuple(
        f"{_short(event)} {_fields(event, other)}"
        for event, other in zip(events, others, strict=True)
    )


def _short(event: Event) -> str:
    return f"{event.type}{f'/{event.mode}' if event.mode else ''} ({event.trigger.text})"


def _fields(event: Event, other: Event) -> str:
    names = [name for name in Event.__slots__ if getattr(event, name) != getattr(other, name)]
    return ", ".join(f"{name}={getattr(event, name)!r}" for name in names)


def _listed(events: Sequence[str]) -> str:
    return ", ".join(events) or "no event"
