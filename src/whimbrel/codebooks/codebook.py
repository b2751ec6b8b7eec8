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

from whimbrel.codebooks.folder import cameo_rows, contexts_of, sectors_of, types_of
from whimbrel.codebooks.scheme import CameoRow, Codebook, Context, EventType
from whimbrel.codebooks.typefiles import table, word_classes, word_set
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
    for key in ("refusal", "demand"):
        if head.get(key) is not None and head[key] not in types:
            faults.append(
                f"{folder / 'codebook.toml'}: `{key}` names {head[key]!r}, which is no type of "
                f"this codebook."
            )
    for key in ("name", "version"):
        if not isinstance(head.get(key), str):
            faults.append(f"{folder / 'codebook.toml'}: the key {key!r} with a text is missing.")
    off_topic = word_set(head, "off_topic", str(folder / "codebook.toml"), words, faults)
    faults.extend(_broken_references(folder, types, contexts, cameo))
    if faults:
        return None
    return Codebook(
        name=head["name"],
        version=head["version"],
        title=head.get("title", head["name"]),
        credit=head.get("credit", ""),
        types=types,
        contexts=contexts,
        sectors=sectors,
        cameo=cameo,
        fingerprint=_fingerprint(folder),
        off_topic=off_topic,
        off_topic_at=int(head.get("off_topic_at", 2)),
        refusal=head.get("refusal"),
        demand=head.get("demand"),
    )


def _fingerprint(folder: Path) -> str:
    seen = hashlib.sha256()
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
        type_name, _, mode = name.partition("/")
        return type_name in types and (not mode or mode in types[type_name].modes)

    def unknown(acts: frozenset[str], where: str, show: Callable[[str], str]) -> Iterator[str]:
        for act in sorted(acts):
            if not is_act(act):
                yield f"{where}: {show(act)} is no type, or no mode of its type, of this codebook."

    for event_type in types.values():
        where = f"{folder}: {event_type.name}"
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
