"""Questions that people ask of the register: who bears a name, what an entry says, what there is.

Unlike the resolving of texts, which must not guess, `find` also gives near spellings and names that
hold the words asked for.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import chain, count
from pathlib import Path
from typing import Literal

from whimbrel.errors import RunError, SetupError
from whimbrel.resolving.bodies import RULE, body_keys, state_body, state_body_by_id
from whimbrel.resolving.countries import countries, country_by_code
from whimbrel.resolving.entries import Actor
from whimbrel.resolving.folding import fold
from whimbrel.resolving.register import FILE_VARIABLE, register, register_key, reload
from whimbrel.resolving.register_check import faults_of_own, faults_of_shipped
from whimbrel.resolving.register_files import (
    COLUMNS,
    changed,
    read_own,
    shipped_lines,
    written,
)
from whimbrel.resolving.transliteration import sound_key

How = Literal["name", "spelling", "part"]


@dataclass(frozen=True, slots=True)
class ActorMatch:
    """An entry that bears a name: `how` by the name itself, another spelling, or a part of it."""

    actor: Actor
    how: How


def find(name: str, *, on: str | None = None, country: str | None = None) -> list[ActorMatch]:
    """The entries that a name may mean, the surest first.

    `on` (an ISO day) leaves out what was not there on it, `country` (alpha-3) what is of another.
    """
    key, sound = register_key(name), sound_key(name)
    matches: dict[How, list[ActorMatch]] = {"name": [], "spelling": [], "part": []}
    for actor in _all():
        how = _how(actor, key, sound)
        of_place = country is None or actor.country == country
        if how and of_place and (on is None or actor.is_there_on(on)):
            matches[how].append(ActorMatch(actor, how))
    return [*matches["name"], *matches["spelling"], *matches["part"]]


def _how(actor: Actor, key: str, sound: str) -> How | None:
    keys = [register_key(name) for name in actor.names]
    if key in keys:
        return "name"
    if any(_agrees(sound, name) for name in actor.names):
        return "spelling"
    return "part" if any(f" {key} " in f" {each} " for each in keys) else None


def _agrees(sound: str, name: str) -> bool:
    # One short word sounds like too many others.
    return len(sound) > 3 and sound_key(name) == sound


def show(actor_id: str) -> Actor:
    """The entry with an id: of the register, a country or a body that every state has.

    Raises `SetupError` where there is none.
    """
    found = register().get(actor_id) or state_body_by_id(actor_id)
    found = found or {actor.id: actor for actor in state_entries()}.get(actor_id)
    if found is None:
        raise SetupError(
            f"The register has no entry with the id {actor_id!r}; `whimbrel actors find NAME` "
            "looks for one by name."
        )
    return found


def belonging(actor_id: str) -> list[Actor]:
    """The entries whose parent an entry is."""
    return [actor for actor in register().actors if actor.parent == actor_id]


def export(
    *, kind: str | None = None, country: str | None = None, everything: bool = False
) -> Iterator[dict[str, str]]:
    """The entries as cells by column; `everything` adds the countries and the bodies by rule."""
    for actor in chain(_states(), _made_bodies(), _known()) if everything else _known():
        if kind in (None, actor.kind) and country in (None, actor.country):
            yield written(actor)


def _known() -> tuple[Actor, ...]:
    return register().actors


def _made_bodies() -> Iterator[Actor]:
    made = (state_body(each.alpha3, key) for each in countries() for key in body_keys())
    return (body for body in made if body.source == RULE)


def add(file: str | Path | None, row: Mapping[str, str]) -> Actor:
    """Put an entry into a register file of one's own, by default the one WHIMBREL_ACTORS names.

    `row` has cells by column; without `id` one is made from name and country. Raises `SetupError`
    naming the first fault, and then writes nothing; `RunError` where the file cannot be written.
    """
    path = Path(file) if file else _own_file()
    cells = {name: cell for name, cell in row.items() if cell}
    unknown = sorted(set(cells) - set(COLUMNS))
    if unknown:
        raise SetupError(f"There is no column {unknown[0]!r}; of {', '.join(COLUMNS)}.")
    if not cells.get("id") and not cells.get("name"):
        raise SetupError("An entry needs a name, or the id of the entry that it changes.")
    taken = {*shipped_lines(), *(row["id"] for row in (read_own(path) if path.exists() else ()))}
    cells.setdefault("id", _new_id(cells.get("name", ""), cells.get("country", ""), taken))
    cells.setdefault("source", "own")
    before = path.read_text(encoding="utf-8") if path.exists() else "\t".join(COLUMNS) + "\n"
    columns = before.split("\n", 1)[0].split("\t")
    lacking = sorted(set(cells) - set(columns))
    if lacking:
        raise SetupError(f"{path} has no column {lacking[0]!r}; add it to the first line.")
    line = "\t".join(" ".join(cells.get(name, "").split()) for name in columns)
    _write_checked(path, before.rstrip("\n") + f"\n{line}\n")
    reload()
    line_changed = shipped_lines().get(cells["id"])
    return changed(line_changed.entry() if line_changed else None, cells)


def check(file: str | Path | None = None) -> list[str]:
    """Every fault of a register file of one's own, or of the shipped ones, a sentence each."""
    return faults_of_own(Path(file)) if file is not None else faults_of_shipped()


def state_entries() -> tuple[Actor, ...]:
    """States, dependencies and territories as entries, with all that stands for them."""
    return _states()


@cache
def _states() -> tuple[Actor, ...]:
    return tuple(
        Actor(
            id=each.alpha3,
            name=each.name,
            aliases=(
                *each.variants,
                *each.adjectives,
                *each.people,
                *each.capitals,
                *each.standins,
            ),
            kind=each.status,
            country=each.alpha3,
            sectors=(),
            parent=each.of,
            source="iso",
        )
        for each in countries()
    )


def _all() -> Iterable[Actor]:
    return (*_states(), *_known())


def _own_file() -> Path:
    named = os.environ.get(FILE_VARIABLE)
    if not named:
        raise SetupError(
            f"Name the file to write to, or set {FILE_VARIABLE}; the shipped register stays as it "
            "is."
        )
    return Path(named)


def _new_id(name: str, country: str, taken: Collection[str]) -> str:
    """A fresh id from name and country."""
    words = "".join(c if c.isascii() and c.isalnum() else " " for c in fold(name)).split()
    stem = "-".join(words[:5]) or "actor"
    if country in country_by_code():
        stem = f"{stem}-{country.lower()}"
    numbered = (f"{stem}-{number}" for number in count(2))
    return next(id_ for id_ in chain((stem,), numbered) if id_ not in taken)


def _write_checked(path: Path, text: str) -> None:
    """Write a register file, if it is without fault."""
    unfinished = path.with_name(f".{path.name}.{os.getpid()}.unfinished")
    try:
        unfinished.write_text(text, encoding="utf-8")
        faults = faults_of_own(unfinished)
        if faults:
            raise SetupError(faults[0])
        unfinished.replace(path)
    except OSError as error:
        raise RunError(f"{path} cannot be written: {error.strerror or error}.") from error
    except SetupError as error:
        raise SetupError(str(error).replace(str(unfinished), str(path))) from error
    finally:
        unfinished.unlink(missing_ok=True)
