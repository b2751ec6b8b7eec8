"""PLOVER's types with their borders where the conversion table from CAMEO draws them.

Data sets that were turned from CAMEO into PLOVER by the table of September 2021 have some acts
under another type than the manual: a promised concession is AGREE, an apology SUPPORT, a declared
truce RETREAT, a verdict ACCUSE, an embargo COERCE, and appeals (CAMEO 02) have none. For comparing
with such sets the events are given their CAMEO codes and these the table's types.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cache
from importlib.resources import files

from whimbrel.codebooks.codebook import load
from whimbrel.codebooks.scheme import Codebook
from whimbrel.coding.derived import derived
from whimbrel.reading.text import Reading
from whimbrel.records import Event

CONVERTED = "plover"
"""The codebook whose types the table gives."""


def by_conversion(reading: Reading, events: Iterable[Event], codebook: Codebook) -> Iterator[Event]:
    """The events of `codebook` (`CONVERTED`) under the table's types, in their order; those that
    the table has no type for are left out."""
    given = tuple(events)
    codes = {event.id: event.mode for event in derived(reading, given, _cameo())}
    for event in given:
        code = codes.get(event.id)
        type_, mode = (event.type, None) if code is None else _by_table(code, event, codebook)
        if type_ == event.type:
            yield event
        elif type_ is not None:
            yield _retyped(event, type_, mode, code, codebook)


def _by_table(code: str, event: Event, codebook: Codebook) -> tuple[str | None, str | None]:
    """The table's type and mode of a code: those of the row whose code begins it and is longest."""
    for length in range(len(code), 1, -1):
        if code[:length] in _differing():
            return _differing()[code[:length]]
    rows = ((row.type, row.mode) for row in codebook.cameo if row.code == code)
    return next(rows, (event.type, None))


@cache
def _cameo() -> Codebook:
    # Loading reads and checks all its files: once in a process, not once a text.
    return load("cameo")


@cache
def _differing() -> dict[str, tuple[str | None, str | None]]:
    """The rows in which the table differs from the manual, each for the codes below it too."""
    path = files("whimbrel.codebooks.cameo").joinpath("conversion.tsv")
    rows = [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines()[1:]]
    return {code: (type_ or None, mode or None) for code, type_, mode in rows}


def _retyped(
    event: Event, type_: str, mode: str | None, code: str | None, codebook: Codebook
) -> Event:
    mode = mode or codebook.types[type_].default_mode
    return replace(
        event,
        type=type_,
        mode=mode,
        modes=(mode,) if mode else (),
        cameo=code,
        goldstein=codebook.score(type_, mode),
        quad=codebook.types[type_].quad,
        rationale=f"{event.rationale} {type_} by the conversion table's CAMEO {code}.",
    )
