"""Reads the files of a codebook's folder: types, contexts, sectors and CAMEO codes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from whimbrel.codebooks.scheme import CameoRow, Context, EventType, Sector
from whimbrel.codebooks.typefiles import event_type, name_unknown_keys, table, word_set


def types_of(
    folder: Path, words: Mapping[str, frozenset[str]], faults: list[str]
) -> dict[str, EventType]:
    found: dict[str, EventType] = {}
    for path in sorted(folder.glob("*.toml")):
        content = table(path, faults)
        read = event_type(path, content, words, faults) if content else None
        if read is None:
            continue
        if read.name in found:
            faults.append(f"{path}: the type {read.name!r} is defined in another file too.")
        found[read.name] = read
    if not found:
        faults.append(f"{folder} holds no type; a codebook needs at least one types/NAME.toml.")
    return found


def contexts_of(
    path: Path, words: Mapping[str, frozenset[str]], faults: list[str]
) -> dict[str, Context]:
    found: dict[str, Context] = {}
    for name, entry in _entries(path, faults):
        where = f"{path}: context {name!r}"
        name_unknown_keys(
            entry, frozenset({"definition", "words", "sectors", "acts"}), where, faults
        )
        found[name] = Context(
            name=name,
            definition=entry.get("definition", ""),
            words=word_set(entry, "words", where, words, faults),
            sectors=word_set(entry, "sectors", where, words, faults),
            acts=word_set(entry, "acts", where, words, faults),
        )
    return found


def sectors_of(path: Path, faults: list[str]) -> dict[str, Sector]:
    found: dict[str, Sector] = {}
    for name, entry in _entries(path, faults):
        where = f"{path}: sector {name!r}"
        name_unknown_keys(entry, frozenset({"definition", "rank"}), where, faults)
        found[name] = Sector(
            name=name, definition=entry.get("definition", ""), rank=int(entry.get("rank", 50))
        )
    return found


def _entries(path: Path, faults: list[str]) -> Iterator[tuple[str, dict[str, Any]]]:
    for name, entry in table(path, faults).items():
        if isinstance(entry, dict):
            yield name, entry
        else:
            faults.append(f"{path}: {name!r} must be a table with a definition.")


def cameo_rows(path: Path, faults: list[str]) -> tuple[CameoRow, ...]:
    if not path.is_file():
        return ()
    lines = path.read_text(encoding="utf-8").splitlines()
    found = []
    for number, line in enumerate(lines[1:], 2):
        cells = line.split("\t")
        if len(cells) != 4 or not cells[0].isdigit():
            faults.append(
                f"{path}:{number}: expected a code, a type, a mode and contexts, parted by tabs; "
                f"found {line!r:.60}."
            )
            continue
        code, type_name, mode, contexts = cells
        found.append(
            CameoRow(
                code=code,
                type=type_name or None,
                mode=mode or None,
                contexts=frozenset(contexts.split()),
            )
        )
    return tuple(found)
