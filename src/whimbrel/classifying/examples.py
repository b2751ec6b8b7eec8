"""Texts whose types somebody has told, as material to learn from."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from whimbrel.codebooks.scheme import EventType
from whimbrel.documents.jsonlines import object_in_line
from whimbrel.errors import SetupError


@dataclass(frozen=True, slots=True)
class Example:
    """A text and all the types it tells; none where it tells none of the codebook's."""

    text: str
    labels: frozenset[str]


def read_examples(path: str | Path, types: Collection[str]) -> list[Example]:
    """The examples in a JSONL file: `text`, and `label`, `labels`, `gold.label` or `gold.labels`.

    Raises `SetupError` naming file and line where a line is none, or names a type that is not
    among `types`.
    """
    try:
        lines = Path(path).read_text(encoding="utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not UTF-8"
        raise SetupError(f"The examples {path} cannot be read: {reason}.") from error
    found = [
        _example(object_in_line(line, f"{path}:{number}"), f"{path}:{number}", types)
        for number, line in enumerate(lines, 1)
        if line.strip()
    ]
    if not found:
        raise SetupError(f"{path} holds no example; expected one JSON object a line.")
    return found


def examples_of(rows: Iterable[Mapping[str, Any]], types: Collection[str]) -> list[Example]:
    """As `read_examples`, from rows that are read already."""
    return [_example(row, f"Example {number}", types) for number, row in enumerate(rows, 1)]


def examples_in(event_type: EventType) -> Iterator[str]:
    """What the codebook itself says in words of a type: its definition, its modes, its examples."""
    yield event_type.definition
    yield from event_type.examples
    for mode in event_type.modes.values():
        yield mode.definition
        yield from mode.examples


def _example(row: Mapping[str, Any], where: str, types: Collection[str]) -> Example:
    text = row.get("text")
    if not isinstance(text, str) or not text.strip():
        raise SetupError(f"{where}: an example needs the field 'text' with a text.")
    labels = _labels(row, where)
    unknown = sorted(labels - frozenset(types))
    if unknown:
        raise SetupError(
            f"{where}: {unknown[0]!r} is no type of this codebook; it has "
            f"{', '.join(sorted(types))}."
        )
    return Example(text=text, labels=labels)


def _labels(row: Mapping[str, Any], where: str) -> frozenset[str]:
    for holder in (row, row.get("gold")):
        if not isinstance(holder, Mapping):
            continue
        if isinstance(holder.get("label"), str):
            return frozenset((holder["label"],))
        given = holder.get("labels")
        if isinstance(given, list) and all(isinstance(each, str) for each in given):
            return frozenset(given)
    raise SetupError(
        f"{where}: an example needs 'label' (a type's name) or 'labels' (a list of names, empty "
        "where the text tells none), at the top or under 'gold'."
    )
