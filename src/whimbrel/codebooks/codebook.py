"""Finding, reading and checking codebooks.

By name among the entry points of the group `whimbrel.codebooks` (the built-in ones come in by the
same door), or by the path of a folder. Every fault is named with its file and what was expected.
"""

from __future__ import annotations

import hashlib
import importlib.util
import tomllib
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from importlib.metadata import entry_points
from pathlib import Path
from typing import Any, get_args

from whimbrel.codebooks.scheme import (
    POSITIONS,
    QUADS,
    CameoRow,
    Codebook,
    Context,
    Cue,
    EventType,
    Mode,
    Sector,
)
from whimbrel.errors import SetupError
from whimbrel.records import CountedThing, Status

GROUP = "whimbrel.codebooks"
COUNTED = frozenset(get_args(CountedThing))
SLOTS = frozenset({"subj", "obj", "iobj", "by", "poss", "compound", "head", "csubj", "cobj"})

_TYPE_KEYS = frozenset(
    "name definition not_for quad score recipient_expected default_mode counts modes cue examples".split()
)
_MODE_KEYS = frozenset("definition score topics embedded examples".split())
_CUE_LISTS = frozenset(
    "verb noun adjective contexts actor recipient object object_not subject subject_not near "
    "near_not modifier_not embedded".split()
)
_CUE_WORDS = frozenset("mode complement passes status needs".split())
_CUE_FLAGS = frozenset("joint absorbs things result own".split())


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
    if isinstance(codebook, str) and codebook in names:
        return _folder_of_module(names[codebook])
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
    head = _table(folder / "codebook.toml", faults, required=True)
    words = _word_classes(folder / "words.toml", faults)
    types = _types(folder / "types", words, faults)
    contexts = _contexts(folder / "contexts.toml", words, faults)
    sectors = _sectors(folder / "sectors.toml", faults)
    cameo = _cameo(folder / "cameo.tsv", faults)
    for key in ("refusal", "demand"):
        if head.get(key) is not None and head[key] not in types:
            faults.append(
                f"{folder / 'codebook.toml'}: `{key}` names {head[key]!r}, which is no type of this "
                f"codebook."
            )
    for key in ("name", "version"):
        if not isinstance(head.get(key), str):
            faults.append(f"{folder / 'codebook.toml'}: the key {key!r} with a text is missing.")
    off_topic = _word_set(head, "off_topic", str(folder / "codebook.toml"), words, faults)
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


def _table(path: Path, faults: list[str], *, required: bool = False) -> dict[str, Any]:
    if not path.is_file():
        if required:
            faults.append(f"{path} is missing; a codebook needs it with `name` and `version`.")
        return {}
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        faults.append(f"{path} is no valid TOML: {error}.")
        return {}


def _word_classes(path: Path, faults: list[str]) -> dict[str, frozenset[str]]:
    found: dict[str, frozenset[str]] = {}
    for name, value in _table(path, faults).items():
        if not _is_texts(value):
            faults.append(f"{path}: the class {name!r} must be a list of words.")
            continue
        # A class may take up classes above it in the file.
        found[name] = frozenset(_expanded(value, found, f"{path}: class {name!r}", faults))
    return found


def _expanded(
    words: list[str], classes: Mapping[str, frozenset[str]], where: str, faults: list[str]
) -> Iterator[str]:
    for word in words:
        if not word.startswith("@"):
            yield word
        elif word[1:] in classes:
            yield from sorted(classes[word[1:]])
        else:
            faults.append(
                f"{where} names the word class {word!r}, which words.toml does not have "
                f"(or has further down)."
            )


def _is_texts(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(each, str) for each in value)


def _types(
    folder: Path, words: Mapping[str, frozenset[str]], faults: list[str]
) -> dict[str, EventType]:
    found: dict[str, EventType] = {}
    for path in sorted(folder.glob("*.toml")):
        table = _table(path, faults)
        event_type = _event_type(path, table, words, faults) if table else None
        if event_type is None:
            continue
        if event_type.name in found:
            faults.append(f"{path}: the type {event_type.name!r} is defined in another file too.")
        found[event_type.name] = event_type
    if not found:
        faults.append(f"{folder} holds no type; a codebook needs at least one types/NAME.toml.")
    return found


def _event_type(
    path: Path, table: dict[str, Any], words: Mapping[str, frozenset[str]], faults: list[str]
) -> EventType | None:
    _name_unknown_keys(table, _TYPE_KEYS, str(path), faults)
    name = table.get("name")
    if not isinstance(name, str) or not isinstance(table.get("definition"), str):
        faults.append(f"{path}: a type needs the keys `name` and `definition` with a text each.")
        return None
    quad = table.get("quad")
    if quad is not None and quad not in QUADS:
        faults.append(f"{path}: the quad {quad!r} is none of {', '.join(QUADS)}.")
    modes = _modes(path, table.get("modes", {}), words, faults)
    default = table.get("default_mode")
    if default is not None and default not in modes:
        faults.append(f"{path}: the default mode {default!r} is none of {_listed(modes)}.")
    cues: list[Cue] = []
    for number, entry in enumerate(table.get("cue", []), 1):
        cues.extend(_cues(f"{path}: cue {number}", name, entry, modes, words, faults))
    return EventType(
        name=name,
        definition=table["definition"],
        not_for=table.get("not_for", ""),
        quad=quad,
        score=_number(table.get("score"), f"{path}: score", faults),
        recipient_expected=bool(table.get("recipient_expected", False)),
        default_mode=default,
        counts=_counted(path, table.get("counts", []), faults),
        modes=modes,
        cues=tuple(cues),
        examples=tuple(table.get("examples", ())),
    )


def _counted(path: Path, value: Any, faults: list[str]) -> tuple[str, ...]:
    if not _is_texts(value) or not set(value) <= COUNTED:
        faults.append(f"{path}: counts must be a list of {', '.join(sorted(COUNTED))}.")
        return ()
    return tuple(value)


def _listed(names: Mapping[str, Any]) -> str:
    return ", ".join(names) or "(the type has no modes)"


def _name_unknown_keys(
    table: Mapping[str, Any], known: frozenset[str], where: str, faults: list[str]
) -> None:
    for key in table:
        if key not in known:
            faults.append(
                f"{where}: unknown key {key!r}; known are {', '.join(sorted(known))}."
            )


def _number(value: Any, where: str, faults: list[str]) -> float | None:
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float):
        faults.append(f"{where} must be a number, found {value!r}.")
        return None
    return float(value)


def _modes(
    path: Path, table: Any, words: Mapping[str, frozenset[str]], faults: list[str]
) -> dict[str, Mode]:
    found: dict[str, Mode] = {}
    if not isinstance(table, dict):
        faults.append(f"{path}: `modes` must be a table of tables.")
        return found
    for name, entry in table.items():
        where = f"{path}: mode {name!r}"
        if not isinstance(entry, dict) or not isinstance(entry.get("definition"), str):
            faults.append(f"{where} needs a definition.")
            continue
        _name_unknown_keys(entry, _MODE_KEYS, where, faults)
        found[name] = Mode(
            name=name,
            definition=entry["definition"],
            score=_number(entry.get("score"), f"{where}: score", faults),
            topics=_word_set(entry, "topics", where, words, faults),
            embedded=_word_set(entry, "embedded", where, words, faults),
            examples=tuple(entry.get("examples", ())),
        )
    return found


def _word_set(
    entry: Mapping[str, Any],
    key: str,
    where: str,
    words: Mapping[str, frozenset[str]],
    faults: list[str],
) -> frozenset[str]:
    value = entry.get(key, [])
    if not _is_texts(value):
        faults.append(f"{where}: {key} must be a list of texts, found {value!r:.60}.")
        return frozenset()
    return frozenset(_expanded(value, words, f"{where}: {key}", faults))


def _cues(
    where: str,
    type_name: str,
    entry: Any,
    modes: Mapping[str, Mode],
    words: Mapping[str, frozenset[str]],
    faults: list[str],
) -> Iterator[Cue]:
    if not isinstance(entry, dict):
        faults.append(f"{where} must be a table.")
        return
    _name_unknown_keys(
        entry, _CUE_LISTS | _CUE_WORDS | _CUE_FLAGS | {"weight"}, where, faults
    )
    mode = entry.get("mode")
    if mode is not None and mode not in modes:
        faults.append(f"{where}: unknown mode {mode!r}; {type_name} has {_listed(modes)}.")
    if not any(entry.get(pos) for pos in POSITIONS):
        faults.append(f"{where} has no words; give {', '.join(POSITIONS)} or several of them.")
    common = {
        "type": type_name,
        "mode": mode,
        "contexts": tuple(entry.get("contexts", ())),
        "actor": _slots(entry, "actor", where, faults),
        "recipient": _slots(entry, "recipient", where, faults),
        **{key: bool(entry.get(key, False)) for key in _CUE_FLAGS},
        **{
            key: _word_set(entry, key, where, words, faults)
            for key in _CUE_LISTS - {"contexts", "actor", "recipient", *POSITIONS}
        },
        "complement": _choice(entry, "complement", ("none", "optional", "required"), where, faults),
        "needs": _choice(
            entry, "needs", ("party", "actor", "recipient", "both", "nothing"), where, faults
        ),
        "passes": _status(entry, "passes", where, faults),
        "status": _status(entry, "status", where, faults),
        "weight": _number(entry.get("weight"), f"{where}: weight", faults) or 0.7,
    }
    for pos in POSITIONS:
        for phrase in sorted(_word_set(entry, pos, where, words, faults)):
            yield Cue(pos=pos, words=tuple(phrase.split()), **common)


def _slots(entry: Mapping[str, Any], key: str, where: str, faults: list[str]) -> tuple[str, ...]:
    value = entry.get(key, [])
    if not _is_texts(value):
        faults.append(f"{where}: {key} must be a list of slots, found {value!r:.60}.")
        return ()
    for slot in value:
        if slot not in SLOTS and not slot.isalpha():
            faults.append(
                f"{where}: {key}: {slot!r} is no slot; use {', '.join(sorted(SLOTS))} or a "
                f"preposition."
            )
    return tuple(value)


def _choice(
    entry: Mapping[str, Any], key: str, allowed: tuple[str, ...], where: str, faults: list[str]
) -> str:
    value = entry.get(key, allowed[0])
    if value not in allowed:
        faults.append(f"{where}: {key} {value!r} is none of {', '.join(allowed)}.")
        return allowed[0]
    return str(value)


def _status(entry: Mapping[str, Any], key: str, where: str, faults: list[str]) -> Status | None:
    value = entry.get(key)
    if value is None:
        return None
    try:
        return Status(value)
    except ValueError:
        faults.append(f"{where}: {key} {value!r} is none of {', '.join(Status)}.")
        return None


def _contexts(
    path: Path, words: Mapping[str, frozenset[str]], faults: list[str]
) -> dict[str, Context]:
    found: dict[str, Context] = {}
    for name, entry in _entries(path, faults):
        where = f"{path}: context {name!r}"
        _name_unknown_keys(
            entry, frozenset({"definition", "words", "sectors", "acts"}), where, faults
        )
        found[name] = Context(
            name=name,
            definition=entry.get("definition", ""),
            words=_word_set(entry, "words", where, words, faults),
            sectors=_word_set(entry, "sectors", where, words, faults),
            acts=_word_set(entry, "acts", where, words, faults),
        )
    return found


def _sectors(path: Path, faults: list[str]) -> dict[str, Sector]:
    found: dict[str, Sector] = {}
    for name, entry in _entries(path, faults):
        where = f"{path}: sector {name!r}"
        _name_unknown_keys(entry, frozenset({"definition", "rank"}), where, faults)
        found[name] = Sector(
            name=name, definition=entry.get("definition", ""), rank=int(entry.get("rank", 50))
        )
    return found


def _entries(path: Path, faults: list[str]) -> Iterator[tuple[str, dict[str, Any]]]:
    for name, entry in _table(path, faults).items():
        if isinstance(entry, dict):
            yield name, entry
        else:
            faults.append(f"{path}: {name!r} must be a table with a definition.")


def _cameo(path: Path, faults: list[str]) -> tuple[CameoRow, ...]:
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
