"""Hand-coded documents out of a JSONL file, checked before anything is compared with them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from whimbrel.documents.jsonlines import object_in_line
from whimbrel.errors import SetupError


def read_gold(path: str | Path) -> list[dict[str, Any]]:
    """The hand-coded documents of a file, one JSON object a line.

    Raises `SetupError` naming file and line for a missing file, a line that is no JSON object,
    a document without `id` or `text`, a second document of one id, and a span whose `text` is not
    what stands at its offsets.
    """
    try:
        lines = Path(path).read_text(encoding="utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not UTF-8"
        raise SetupError(f"{path} cannot be read: {reason}.") from error
    documents: dict[str, dict[str, Any]] = {}
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        document = _document(f"{path}:{number}", line)
        if document["id"] in documents:
            raise SetupError(f"{path}:{number}: the id {document['id']!r} was given before.")
        documents[document["id"]] = document
    if not documents:
        raise SetupError(f"{path} holds no document; expected one JSON object a line.")
    return list(documents.values())


def _document(where: str, line: str) -> dict[str, Any]:
    document = object_in_line(line, where)
    for field in ("id", "text"):
        if not isinstance(document.get(field), str):
            raise SetupError(f"{where}: a hand-coded document needs the field {field!r} (a text).")
    gold = document.get("gold", document)
    if not isinstance(gold, dict):
        raise SetupError(f"{where}: the field 'gold' must be an object with events, claims, ...")
    text = document["text"]
    for start, end, words in _spans(gold):
        if text[start:end] != words:
            raise SetupError(
                f"{where}: the span {start}..{end} should read {words!r}, but the text has "
                f"{text[start:end]!r} there. Offsets count Unicode code points from 0, end "
                "exclusive."
            )
    return document


def _spans(value: Any) -> Iterator[tuple[int, int, str]]:
    if isinstance(value, list):
        for each in value:
            yield from _spans(each)
    elif isinstance(value, Mapping):
        start, end, words = value.get("start"), value.get("end"), value.get("text")
        if isinstance(start, int) and isinstance(end, int) and isinstance(words, str):
            yield start, end, words
        for each in value.values():
            yield from _spans(each)
