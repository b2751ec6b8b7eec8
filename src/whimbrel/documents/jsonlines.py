"""JSON Lines: one document a line, by the input contract."""

from __future__ import annotations

import io
import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from whimbrel.documents.build import Intake, dating, document
from whimbrel.documents.encoding import LineDecoder, as_utf8
from whimbrel.documents.streams import lines
from whimbrel.errors import DocumentError, SetupError
from whimbrel.records import Document, Failure, Span, span_of

_STRINGS = ("text", "title", "published", "outlet", "url", "lang")
_KNOWN = frozenset((*_STRINGS, "id", "authors", "triggers"))
# Hand coding travels with its documents; scoring reads it.
_PASSED_OVER = frozenset(("gold",))
_AHEAD = 64_000


def documents(
    stream: io.BufferedReader, where: str, intake: Intake
) -> Iterator[Document | Failure]:
    """The documents of a stream of JSON Lines; a broken line is a failure at `where:line`.

    Blank lines are passed over. Fields outside the contract are ignored, which is said once for
    each of them. Raises `DocumentError` where the stream is no text or has no line.
    """
    stream, warnings = as_utf8(stream)
    yield from documents_of_lines(lines(stream, intake.max_bytes), where, intake, stream, warnings)


def documents_of_lines(
    numbered: Iterable[tuple[int, bytes | DocumentError]],
    where: str,
    intake: Intake,
    stream: io.BufferedReader,
    warnings: tuple[str, ...] = (),
) -> Iterator[Document | Failure]:
    """As `documents`, from lines that are cut already; `stream` is what they come from."""
    decoder = LineDecoder()
    strange: set[str] = set()
    empty = True
    for number, line in numbered:
        if isinstance(line, bytes) and not line.strip():
            continue
        empty = False
        identity: str | None = None
        try:
            if isinstance(line, DocumentError):
                raise line
            text, complaints = _decoded(line, decoder, stream)
            value = json_object(text)
            identity = _identity(value)
            new = sorted(value.keys() - _KNOWN - _PASSED_OVER - strange)
            strange.update(new)
            yield _document(
                value, identity, intake, (*warnings, *complaints, *_ignored(new, where))
            )
        except DocumentError as error:
            yield Failure(where=f"{where}:{number}", reason=str(error), document_id=identity)
    if empty:
        raise DocumentError(
            "The file holds no document: it is empty. Expected one JSON object a line."
        )


def _decoded(
    line: bytes, decoder: LineDecoder, stream: io.BufferedReader
) -> tuple[str, tuple[str, ...]]:
    try:
        return line.decode("utf-8"), ()
    except UnicodeDecodeError:
        return decoder.text(line, ahead=stream.peek(_AHEAD))


def object_in_line(line: str, where: str) -> dict[str, Any]:
    """The JSON object in a line of a file that the run cannot do without.

    Raises `SetupError`, beginning with `where`, if it is none.
    """
    try:
        row = json.loads(line)
    except json.JSONDecodeError as error:
        raise SetupError(
            f"{where}: this is no JSON: {error.msg} at character {error.pos}."
        ) from error
    if not isinstance(row, dict):
        raise SetupError(f"{where}: expected a JSON object, found {type(row).__name__}.")
    return row


def json_object(text: str) -> Mapping[str, Any]:
    """The JSON object in a text. Raises `DocumentError` where it is broken or no object."""
    try:
        value = json.loads(text)
    except json.JSONDecodeError as error:
        raise DocumentError(
            f"The line is no JSON: {error.msg.lower()} at character {error.pos}. Expected one JSON "
            "object a line; mend the line or leave it out."
        ) from error
    except (RecursionError, ValueError) as error:
        raise DocumentError(
            "The line is JSON that is nested too deep or has a number too long to read. Expected a "
            "flat object with the document's fields."
        ) from error
    if not isinstance(value, dict):
        raise DocumentError(
            f"The line is a JSON {_kind(value)}, not an object. Expected "
            '{"text": ...} with the document\'s fields.'
        )
    return value


def _identity(value: Mapping[str, Any]) -> str | None:
    given = value.get("id")
    if given is None or given == "":
        return None
    if isinstance(given, str):
        return given
    # Data bases number their rows; a number says as well as its digits which document is meant.
    if isinstance(given, int) and not isinstance(given, bool):
        return str(given)
    raise _wrong_type("id", given, "a string")


def _document(
    value: Mapping[str, Any], identity: str | None, intake: Intake, warnings: tuple[str, ...]
) -> Document:
    strings = {name: _string(value, name) for name in _STRINGS}
    text = strings["text"]
    if text is None:
        fields = ", ".join(sorted(value)) or "none"
        raise DocumentError(
            f'The line has no field "text" (a document\'s text); its fields are: {fields}.'
        )
    dated = dating(strings["published"], intake)
    return document(
        text,
        id=identity,
        title=strings["title"],
        published=dated.day,
        dated_by_run=dated.by_run,
        outlet=strings["outlet"] or intake.outlet,
        url=strings["url"],
        lang=strings["lang"],
        authors=_authors(value.get("authors")),
        triggers=_triggers(value.get("triggers"), text),
        warnings=(*warnings, *dated.warnings),
    )


def _string(value: Mapping[str, Any], name: str) -> str | None:
    given = value.get(name)
    if given is None or isinstance(given, str):
        return given
    raise _wrong_type(name, given, "a string")


def _authors(given: Any) -> tuple[str, ...]:
    if given is None:
        return ()
    if isinstance(given, list) and all(isinstance(name, str) for name in given):
        return tuple(given)
    raise _wrong_type("authors", given, "a list of strings")


def _triggers(given: Any, text: str) -> tuple[Span, ...]:
    if given is None:
        return ()
    if not isinstance(given, list):
        raise _wrong_type("triggers", given, "a list of spans")
    return tuple(_trigger(each, text) for each in given)


def _trigger(given: Any, text: str) -> Span:
    start = given.get("start") if isinstance(given, dict) else None
    end = given.get("end") if isinstance(given, dict) else None
    if type(start) is not int or type(end) is not int:
        raise _wrong_type("triggers", given, 'spans {"start": ..., "end": ..., "text": ...}')
    there = text[max(start, 0) : end]
    if not 0 <= start < end <= len(text) or given.get("text", there) != there:
        raise DocumentError(
            f"A trigger does not fit the text: [{start}, {end}) is {there!r:.60}, and the trigger "
            f"says {given.get('text')!r:.60}. Offsets are code points, end exclusive."
        )
    return span_of(text, start, end)


def _ignored(names: list[str], where: str) -> tuple[str, ...]:
    if not names:
        return ()
    listed = ", ".join(f'"{name:.40}"' for name in names[:10]) + (
        ", ..." if len(names) > 10 else ""
    )
    return (f"Fields that are no part of a document were ignored in {where}: {listed}.",)


def _wrong_type(name: str, given: Any, expected: str) -> DocumentError:
    return DocumentError(
        f'The field "{name}" is a JSON {_kind(given)} ({given!r:.60}); expected {expected}.'
    )


def _kind(value: Any) -> str:
    if value is None:
        return "null"
    names = {dict: "object", list: "array", str: "string", bool: "boolean"}
    return names.get(type(value), "number")
