"""Tables (CSV, TSV): one document a row, its fields in named columns."""

from __future__ import annotations

import csv
import io
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from whimbrel.documents.build import Intake, dating, document
from whimbrel.documents.encoding import LineDecoder, as_utf8
from whimbrel.documents.streams import megabytes, opened, too_large
from whimbrel.errors import DocumentError, SetupError
from whimbrel.records import Document, Failure

FIELDS = ("id", "text", "title", "published", "outlet", "url", "lang", "authors")
_SEPARATORS = (",", ";", "\t", "|")
_AHEAD = 64_000


@dataclass(frozen=True, slots=True)
class Layout:
    """Which column (from 0) holds which field. `guessed` are the fields that nobody named."""

    separator: str
    header: tuple[str, ...]
    columns: Mapping[str, int]
    guessed: tuple[str, ...]


def documents(
    stream: io.BufferedReader, where: str, intake: Intake
) -> Iterator[Document | Failure]:
    """The documents of a table, row by row; a row that cannot be read is a failure at `where:line`.

    Columns that were guessed are said in a warning on the first document. Raises `DocumentError`
    where the table is no text, has no row, or no column that holds text; `SetupError` where the
    mapping names a column that it lacks.
    """
    stream, warnings = as_utf8(stream)
    rows = _Rows(stream, intake.max_bytes)
    layout = _layout(rows, where, intake.columns)
    notes = _guesses_said(layout, where)
    empty = True
    for number, row, complaints in _rows(rows, layout.separator):
        if isinstance(row, DocumentError):
            empty = False
            yield Failure(where=f"{where}:{number}", reason=str(row))
            continue
        if not any(cell.strip() for cell in row):
            continue
        empty = False
        try:
            found = _document(row, layout, intake, (*warnings, *complaints, *notes))
            notes = ()
            yield found
        except DocumentError as error:
            yield Failure(
                where=f"{where}:{number}", reason=str(error), document_id=_cell(row, layout, "id")
            )
    if empty:
        raise DocumentError("The table holds no document: it has a header and no row below it.")


def check_mapping(columns: Mapping[str, str]) -> None:
    """Raise `SetupError` where a mapping names a field that a document does not have."""
    unknown = sorted(set(columns) - set(FIELDS))
    if unknown:
        raise SetupError(
            f"The column mapping names the unknown field {unknown[0]!r}; a document's fields are "
            f"{', '.join(FIELDS)}."
        )


def check_columns(path: Path, where: str, columns: Mapping[str, str]) -> None:
    """Raise `SetupError` where a table lacks a column that the mapping names.

    A table that cannot be read at all passes: it will be a failure in its place.
    """
    try:
        with opened(path) as raw:
            stream, _ = as_utf8(raw)
            _layout(_Rows(stream, _AHEAD * 16), where, columns)
    except DocumentError:
        return


class _RowSizeError(Exception):
    """The row under way is above the limit."""


class _Rows:
    """Feeds a table's physical lines to the csv module and keeps each row within the limit.

    Quotation marks are counted, so that the end of a row above the limit can be found without
    holding it: a line break ends the row where the marks so far are even in number.
    """

    def __init__(self, stream: io.BufferedReader, limit: int) -> None:
        self._stream = stream
        self._limit = limit
        self._decoder = LineDecoder()
        self._line = 0
        self._size = 0
        self._quotes = 0
        self.row_line = 0
        self.broke_off = False
        self.warnings: tuple[str, ...] = ()

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        room = self._limit - self._size
        line = self._stream.readline(max(room, 0) + 2)
        if not line:
            # The csv module asks for more within a row only while a quotation mark is open.
            self.broke_off = self._size > 0
            raise StopIteration
        self._line += line.endswith(b"\n")
        if not self._size:
            self.row_line = self._line + (not line.endswith(b"\n"))
        self._size += len(line)
        self._quotes += line.count(b'"')
        if len(line) > room and not line.endswith(b"\n"):
            raise _RowSizeError
        try:
            return line.decode("utf-8")
        except UnicodeDecodeError:
            text, warnings = self._decoder.text(line, ahead=self._stream.peek(_AHEAD))
            self.warnings = tuple(dict.fromkeys((*self.warnings, *warnings)))
            return text

    def start_row(self) -> None:
        """Count from here: a new row begins."""
        self._size = self._quotes = 0
        self.warnings = ()

    def pass_over_row(self) -> int:
        """Skip what is left of the row; the row's whole size in bytes."""
        while block := self._stream.peek(_AHEAD):
            end = _end_of_row(block, in_quotes=self._quotes % 2 == 1)
            passed = self._stream.read(len(block) if end is None else end)
            self._size += len(passed)
            self._quotes += passed.count(b'"')
            self._line += passed.count(b"\n")
            if end is not None:
                break
        return self._size

    def too_large(self, size: int) -> DocumentError:
        return too_large(
            f"the row has {megabytes(size)}, or a quotation mark in it is never closed", self._limit
        )


def _end_of_row(block: bytes, *, in_quotes: bool) -> int | None:
    """Where the row under way ends: after the first line break outside quotation marks."""
    at = 0
    while True:
        mark = block.find(b'"', at)
        if not in_quotes:
            line_end = block.find(b"\n", at, mark if mark >= 0 else len(block))
            if line_end >= 0:
                return line_end + 1
        if mark < 0:
            return None
        in_quotes = not in_quotes
        at = mark + 1


def _rows(
    lines: _Rows, separator: str
) -> Iterator[tuple[int, list[str] | DocumentError, tuple[str, ...]]]:
    while True:
        # The csv module's own limit is set for the whole process; ours is the one that holds.
        csv.field_size_limit(max(csv.field_size_limit(), 1 << 30))
        reader = csv.reader(lines, delimiter=separator)
        lines.start_row()
        try:
            row = next(reader)
        except StopIteration:
            return
        except _RowSizeError:
            size = lines.pass_over_row()
            yield lines.row_line, lines.too_large(size), ()
        except csv.Error as error:
            yield lines.row_line, DocumentError(f"The row is no CSV: {error}. Mend the row."), ()
        except DocumentError as error:
            yield lines.row_line, error, ()
        else:
            if lines.broke_off:
                yield lines.row_line, _never_closed(), ()
                return
            yield lines.row_line, row, lines.warnings


def _never_closed() -> DocumentError:
    return DocumentError(
        "A quotation mark that opens in this row is never closed, so that the row runs to the end "
        "of the file. Close it, or write a quotation mark inside a field twice."
    )


def _layout(rows: _Rows, where: str, mapping: Mapping[str, str]) -> Layout:
    rows.start_row()
    try:
        line = next((text for text in rows if text.strip()), None)
    except _RowSizeError:
        raise rows.too_large(rows.pass_over_row()) from None
    if line is None:
        raise DocumentError(
            "The table holds no document: it is empty. Expected a header row first."
        )
    separator = max(_SEPARATORS, key=lambda each: len(_cells(line, each)))
    header = tuple(cell.strip() for cell in _cells(line, separator))
    columns, guessed = _columns(header, where, mapping)
    return Layout(separator, header, columns, guessed)


def _cells(line: str, separator: str) -> list[str]:
    return next(csv.reader([line], delimiter=separator), [])


def _columns(
    header: Sequence[str], where: str, mapping: Mapping[str, str]
) -> tuple[dict[str, int], tuple[str, ...]]:
    found: dict[str, int] = {}
    for name, column in mapping.items():
        if column not in header:
            raise SetupError(
                f"The table {where} has no column {column!r}, which the mapping gives for "
                f"{name!r}; its columns are {_listed(header)}."
            )
        found[name] = header.index(column)
    named = [_normal(column) for column in header]
    guessed = []
    for name in FIELDS:
        if name in found:
            continue
        place = next((named.index(each) for each in _spellings()[name] if each in named), None)
        if place is not None and place not in found.values():
            found[name] = place
            guessed.append(name)
    if "text" not in found:
        raise DocumentError(
            f"The table has no column that is known to hold text; its columns are "
            f"{_listed(header)}. Say which one it is by a column mapping for text."
        )
    return found, tuple(guessed)


@cache
def _spellings() -> Mapping[str, tuple[str, ...]]:
    data = tomllib.loads(Path(__file__).with_name("columns.toml").read_text("utf-8"))
    return {name: tuple(spellings) for name, spellings in data.items()}


def _normal(column: str) -> str:
    return re.sub(r"[\s.\-]+", "_", column.strip().lower())


def _listed(header: Sequence[str]) -> str:
    shown = ", ".join(repr(column[:40]) for column in header[:20])
    return shown + (", ..." if len(header) > 20 else "")


def _guesses_said(layout: Layout, where: str) -> tuple[str, ...]:
    said = [
        f"{name} from {layout.header[layout.columns[name]]!r}"
        for name in layout.guessed
        if layout.header[layout.columns[name]] != name
    ]
    if not said:
        return ()
    return (
        f"Columns were guessed in {where}: {', '.join(said)}. A column mapping overrules this.",
    )


def _cell(row: Sequence[str], layout: Layout, name: str) -> str | None:
    place = layout.columns.get(name)
    return row[place] or None if place is not None and place < len(row) else None


def _document(
    row: Sequence[str], layout: Layout, intake: Intake, warnings: tuple[str, ...]
) -> Document:
    if len(row) != len(layout.header):
        raise DocumentError(
            f"The row has {len(row)} cells and the header {len(layout.header)}. Mend the row; text "
            "that holds the separator or a line break stands between quotation marks."
        )
    dated = dating(_cell(row, layout, "published"), intake, any_spelling=True)
    return document(
        _cell(row, layout, "text") or "",
        id=_cell(row, layout, "id"),
        title=_cell(row, layout, "title"),
        published=dated.day,
        dated_by_run=dated.by_run,
        outlet=_cell(row, layout, "outlet") or intake.outlet,
        url=_cell(row, layout, "url"),
        lang=_cell(row, layout, "lang"),
        authors=(_cell(row, layout, "authors") or "").split(";"),
        warnings=(*warnings, *dated.warnings),
    )
