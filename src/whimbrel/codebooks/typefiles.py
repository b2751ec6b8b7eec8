"""Reads a codebook's type files: event types with their modes and cues, every fault named."""

from __future__ import annotations

import tomllib
from collections.abc import Container, Iterator, Mapping
from pathlib import Path
from typing import Any, get_args

from whimbrel.codebooks.scheme import POSITIONS, QUADS, Cue, EventType, Mode, Take
from whimbrel.records import CountedThing, Status

COUNTED = frozenset(get_args(CountedThing))
SLOTS = frozenset({"subj", "obj", "iobj", "by", "poss", "compound", "head", "csubj", "cobj"})
_TYPE_KEYS = frozenset(
    "name definition not_for family includes quad score recipient_expected default_mode "
    "announced_as pledged_as counts modes cue take examples".split()
)
_MODE_KEYS = frozenset("definition score topics embedded examples".split())
_CUE_LISTS = frozenset(
    "verb noun adjective contexts actor recipient object object_not subject subject_not near "
    "near_not modifier_not embedded".split()
)
_TAKE_LISTS = frozenset("acts words near near_not actor recipient status".split())
_CUE_WORDS = frozenset("mode complement passes status needs".split())
_CUE_FLAGS = frozenset("joint absorbs things result own".split())


def event_type(
    path: Path, table: dict[str, Any], words: Mapping[str, frozenset[str]], faults: list[str]
) -> EventType | None:
    name_unknown_keys(table, _TYPE_KEYS, str(path), faults)
    name = table.get("name")
    if not isinstance(name, str) or not isinstance(table.get("definition"), str):
        faults.append(f"{path}: a type needs the keys `name` and `definition` with a text each.")
        return None
    quad = table.get("quad")
    if quad is not None and quad not in QUADS:
        faults.append(f"{path}: the quad {quad!r} is none of {', '.join(QUADS)}.")
    family = table.get("family")
    if family is not None and not (isinstance(family, str) and family):
        faults.append(f"{path}: family must be a text, found {family!r}.")
    includes = table.get("includes", [])
    if not _is_texts(includes):
        faults.append(f"{path}: includes must be a list of types, found {includes!r:.60}.")
        includes = []
    modes = _modes(path, table.get("modes", {}), words, faults)
    default = table.get("default_mode")
    if default is not None and not is_one_of(default, modes):
        faults.append(f"{path}: the default mode {default!r} is none of {_listed(modes)}.")
    cues: list[Cue] = []
    for number, entry in enumerate(table.get("cue", []), 1):
        cues.extend(_cues(f"{path}: cue {number}", name, entry, modes, words, faults))
    return EventType(
        name=name,
        definition=table["definition"],
        not_for=table.get("not_for", ""),
        family=family,
        includes=tuple(includes),
        quad=quad,
        score=_number(table.get("score"), f"{path}: score", faults),
        recipient_expected=bool(table.get("recipient_expected", False)),
        default_mode=default,
        announced_as=table.get("announced_as"),
        pledged_as=table.get("pledged_as"),
        counts=_counted(path, table.get("counts", []), faults),
        modes=modes,
        cues=tuple(cues),
        takes=tuple(_takes(path, name, table.get("take", []), modes, words, faults)),
        examples=tuple(table.get("examples", ())),
    )


def _counted(path: Path, value: Any, faults: list[str]) -> tuple[str, ...]:
    if not _is_texts(value) or not set(value) <= COUNTED:
        faults.append(f"{path}: counts must be a list of {', '.join(sorted(COUNTED))}.")
        return ()
    return tuple(value)


def _listed(names: Mapping[str, Any]) -> str:
    return ", ".join(names) or "(the type has no modes)"


def name_unknown_keys(
    table: Mapping[str, Any], known: frozenset[str], where: str, faults: list[str]
) -> None:
    for key in table:
        if key not in known:
            faults.append(f"{where}: unknown key {key!r}; known are {', '.join(sorted(known))}.")


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
        name_unknown_keys(entry, _MODE_KEYS, where, faults)
        found[name] = Mode(
            name=name,
            definition=entry["definition"],
            score=_number(entry.get("score"), f"{where}: score", faults),
            topics=word_set(entry, "topics", where, words, faults),
            embedded=word_set(entry, "embedded", where, words, faults),
            examples=tuple(entry.get("examples", ())),
        )
    return found


def word_set(
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


def is_one_of(value: Any, names: Container[str]) -> bool:
    """Whether the value is a text and one of the names; TOML may have put a list there."""
    return isinstance(value, str) and value in names


def _is_texts(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(each, str) for each in value)


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
    name_unknown_keys(entry, _CUE_LISTS | _CUE_WORDS | _CUE_FLAGS | {"weight"}, where, faults)
    mode = entry.get("mode")
    if mode is not None and not is_one_of(mode, modes):
        faults.append(f"{where}: unknown mode {mode!r}; {type_name} has {_listed(modes)}.")
    if not any(entry.get(pos) for pos in POSITIONS):
        faults.append(f"{where} has no words; give {', '.join(POSITIONS)} or several of them.")
    common: dict[str, Any] = {
        "type": type_name,
        "mode": mode,
        "contexts": tuple(entry.get("contexts", ())),
        "actor": _slots(entry, "actor", where, faults),
        "recipient": _slots(entry, "recipient", where, faults),
        **{key: bool(entry.get(key, False)) for key in _CUE_FLAGS},
        **{
            key: word_set(entry, key, where, words, faults)
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
        for phrase in sorted(word_set(entry, pos, where, words, faults)):
            yield Cue(pos=pos, words=tuple(phrase.split()), **common)


def _takes(
    path: Path,
    type_name: str,
    entries: Any,
    modes: Mapping[str, Mode],
    words: Mapping[str, frozenset[str]],
    faults: list[str],
) -> Iterator[Take]:
    for number, entry in enumerate(entries, 1):
        where = f"{path}: take {number}"
        if not isinstance(entry, dict):
            faults.append(f"{where} must be a table.")
            continue
        name_unknown_keys(entry, _TAKE_LISTS | {"mode"}, where, faults)
        mode = entry.get("mode")
        if mode is not None and not is_one_of(mode, modes):
            faults.append(f"{where}: unknown mode {mode!r}; {type_name} has {_listed(modes)}.")
        if not entry.get("acts"):
            faults.append(f"{where} takes nothing; name `acts` of the base codebook.")
        lists = {key: word_set(entry, key, where, words, faults) for key in _TAKE_LISTS}
        unknown = sorted(lists["status"] - set(Status))
        if unknown:
            faults.append(f"{where}: status {unknown[0]!r} is none of {', '.join(Status)}.")
        yield Take(type=type_name, mode=mode, **lists)


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


def table(path: Path, faults: list[str], *, required: bool = False) -> dict[str, Any]:
    if not path.is_file():
        if required:
            faults.append(f"{path} is missing; a codebook needs it with `name` and `version`.")
        return {}
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        faults.append(f"{path} is no valid TOML: {error}.")
        return {}


def word_classes(path: Path, faults: list[str]) -> dict[str, frozenset[str]]:
    found: dict[str, frozenset[str]] = {}
    for name, value in table(path, faults).items():
        if not _is_texts(value):
            faults.append(f"{path}: the class {name!r} must be a list of words.")
            continue
        # A class may take up classes above it in the file.
        found[name] = frozenset(_expanded(value, found, f"{path}: class {name!r}", faults))
    return found
