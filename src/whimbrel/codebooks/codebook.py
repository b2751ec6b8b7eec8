"""Finding, reading and checking codebooks.

By name among the entry points of the group `whimbrel.codebooks` (the built-in ones come in by the
same door), or by the path of a folder. Every fault is named with its file and what was expected.
"""

from __future__ import annotations

import hashlib
import importlib.util
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from importlib.metadata import entry_points
from pathlib import Path
from typing import Any

from whimbrel.codebooks.folder import cameo_rows, contexts_of, sectors_of, types_of
from whimbrel.codebooks.scheme import CameoRow, Codebook, Context, EventType
from whimbrel.codebooks.typefiles import is_one_of, table, word_classes, word_set
from whimbrel.errors import SetupError

GROUP = "whimbrel.codebooks"


def installed() -> dict[str, str]:
    """The codebooks that are installed: name -> the module that holds it."""
    return {point.name: point.value for point in entry_points(group=GROUP)}


def load(codebook: str | Path) -> Codebook:
    """The codebook of that name, or in that folder.

    Raises `SetupError` naming the first fault, or the installed names where there is none of it.
    """
    faults: list[str] = []
    found = _load(_folder_of(codebook), faults)
    if faults:
        more = f" ({len(faults) - 1} more; see `whimbrel codebook check`)" if faults[1:] else ""
        raise SetupError(faults[0] + more)
    assert found is not None
    return found


def check(codebook: str | Path) -> list[str]:
    """All faults of a codebook, a sentence each; empty where it can be used."""
    faults: list[str] = []
    _load(_folder_of(codebook), faults)
    return faults


def _folder_of(codebook: str | Path) -> Path:
    names = installed()
    if str(codebook) in names:
        return _folder_of_module(names[str(codebook)])
    folder = Path(codebook)
    if folder.is_dir():
        return folder
    raise SetupError(
        f"There is no codebook {str(codebook)!r}: installed are "
        f"{', '.join(sorted(names)) or 'none'}, and no folder of that name exists."
    )


@cache
def _folder_of_module(module: str) -> Path:
    spec = importlib.util.find_spec(module)
    if spec is None or not spec.submodule_search_locations:
        raise SetupError(f"The entry point {module!r} of {GROUP} is no package that holds files.")
    return Path(next(iter(spec.submodule_search_locations)))


def _load(folder: Path, faults: list[str]) -> Codebook | None:
    head = table(folder / "codebook.toml", faults, required=True)
    words = word_classes(folder / "words.toml", faults)
    types = types_of(folder / "types", words, faults)
    contexts = contexts_of(folder / "contexts.toml", words, faults)
    sectors = sectors_of(folder / "sectors.toml", faults)
    cameo = cameo_rows(folder / "cameo.tsv", faults)
    base = _base_of(folder, head, faults)
    for key in ("refusal", "demand"):
        if head.get(key) is not None and not is_one_of(head[key], types):
            faults.append(
                f"{folder / 'codebook.toml'}: `{key}` names {head[key]!r}, which is no type of "
                f"this codebook."
            )
    faults.extend(
        f"{folder}: the type {found.name} has {key} = {named!r}, which is no type of this codebook."
        for found in types.values()
        for key, named in (("announced_as", found.announced_as), ("pledged_as", found.pledged_as))
        if named is not None and not is_one_of(named, types)
    )
    for key in ("name", "version"):
        if not isinstance(head.get(key), str):
            faults.append(f"{folder / 'codebook.toml'}: the key {key!r} with a text is missing.")
    off_topic = word_set(head, "off_topic", str(folder / "codebook.toml"), words, faults)
    faults.extend(_broken_references(folder, types, contexts, cameo))
    faults.extend(_broken_takes(folder, types, base, has_base="base" in head))
    if faults:
        return None
    if base is not None:
        contexts, sectors = dict(base.contexts), dict(base.sectors)
    return Codebook(
        name=head["name"],
        version=head["version"],
        title=head.get("title", head["name"]),
        credit=head.get("credit", ""),
        types=types,
        contexts=contexts,
        sectors=sectors,
        cameo=cameo,
        fingerprint=_fingerprint(folder, base),
        base=base,
        off_topic=off_topic,
        off_topic_at=int(head.get("off_topic_at", 2)),
        refusal=head.get("refusal"),
        demand=head.get("demand"),
    )


def _base_of(folder: Path, head: Mapping[str, Any], faults: list[str]) -> Codebook | None:
    """The codebook whose cues code the texts, where `base` names one."""
    name = head.get("base")
    if name is None:
        return None
    where = f"{folder / 'codebook.toml'}: base"
    if not isinstance(name, str):
        faults.append(f"{where} must be an installed codebook's name or a folder, found {name!r}.")
        return None
    beside = folder / name
    try:
        found = _folder_of(name if name in installed() else beside)
        if "base" in table(found / "codebook.toml", []):
            faults.append(f"{where}: {name!r} has a base of its own; name that one.")
            return None
        return load(found)
    except SetupError as error:
        faults.append(f"{where}: {error}")
        return None


def _fingerprint(folder: Path, base: Codebook | None) -> str:
    seen = hashlib.sha256()
    if base is not None:
        seen.update(base.fingerprint.encode())
    for path in sorted(folder.rglob("*")):
        if path.suffix in (".toml", ".tsv") and path.is_file():
            seen.update(path.relative_to(folder).as_posix().encode())
            seen.update(path.read_bytes())
    return seen.hexdigest()


def _broken_references(
    folder: Path,
    types: Mapping[str, EventType],
    contexts: Mapping[str, Context],
    cameo: tuple[CameoRow, ...],
) -> Iterator[str]:
    def is_act(name: str) -> bool:
        return _is_act(name, types)

    def unknown(acts: frozenset[str], where: str, show: Callable[[str], str]) -> Iterator[str]:
        for act in sorted(acts):
            if not is_act(act):
                yield f"{where}: {show(act)} is no type, or no mode of its type, of this codebook."

    for event_type in types.values():
        where = f"{folder}: {event_type.name}"
        for name in event_type.includes:
            if name not in types or name == event_type.name:
                yield f"{where}: includes {name!r}, which is no other type of this codebook."
        for mode in event_type.modes.values():
            yield from unknown(mode.embedded, f"{where}: mode {mode.name}", repr)
        for cue in event_type.cues:
            yield from unknown(cue.embedded, f"{where}: {cue.readable}", repr)
            for name in cue.contexts:
                if name not in contexts:
                    yield f"{where}: {cue.readable}: unknown context {name!r}."
    for context in contexts.values():
        yield from unknown(context.acts, f"{folder}: context {context.name}", repr)
    for row in cameo:
        act = f"{row.type}/{row.mode}" if row.mode else row.type
        if act and not is_act(act):
            yield f"{folder / 'cameo.tsv'}: code {row.code}: {act!r} is no type or mode."


def _broken_takes(
    folder: Path, types: Mapping[str, EventType], base: Codebook | None, *, has_base: bool
) -> Iterator[str]:
    for name in ("contexts.toml", "sectors.toml"):
        if has_base and (folder / name).is_file():
            yield f"{folder / name} is of no use: contexts and sectors are those of the base."
    for event_type in types.values():
        where = f"{folder}: {event_type.name}"
        if has_base and event_type.cues:
            yield f"{where} has cues of its own; in a codebook with a base only `take` is used."
        if event_type.takes and not has_base:
            yield f"{where} takes events, but codebook.toml names no `base` to take them from."
        for take in event_type.takes if base is not None else ():
            for act in sorted(take.acts):
                if base is not None and not _is_act(act, base.types):
                    yield f"{where}: {act!r} is no type, or no mode of its type, of {base.name}."


def _is_act(name: str, types: Mapping[str, EventType]) -> bool:
    type_name, _, mode = name.partition("/")
    return type_name in types and (not mode or mode in types[type_name].modes)
