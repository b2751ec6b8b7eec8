"""Tables in a text: which cells hold figures, and the words at the head of their column and row.

A table is a run of lines, one a row, whose cells are parted by bars, tabs or wide gaps; a list of
lines like "Killed: 12" is one of two columns. Characters alone decide; sentences and what a parser
makes of them mean nothing in a table.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

_LINE = re.compile(r"[^\n]+")
_RULE = re.compile(r"[\s|:+=\-–—]*")
_BAR, _TAB, _GAP = re.compile(r"\|"), re.compile(r"\t"), re.compile(r" {2,}")
_ENTRY = re.compile(r"\s*(?P<label>[^\W\d][^:\n.!?]*):\s+(?P<figure>\S.*)")
_FIGURE = re.compile(r"[~<>≥≤+±]?\s?\d[\d.,\u00a0 ]*\+?\*?%?(?=\s*(?:[(\[/].*)?$)")
_LONGEST = 60
"""Characters of a cell; what is longer is a sentence."""
_MARKS = ("|", "\t", "  ", ":")


@dataclass(frozen=True, slots=True)
class Stretch:
    """Characters `[start, end)` of the text."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell that begins with a figure, with the heads of its column and of its row, if any."""

    start: int
    end: int
    column: Stretch | None
    row: Stretch | None


_Row = list[Stretch]


def cells_with_figures(text: str) -> list[Cell]:
    """The cells of the text's tables that begin with a figure, in the text's order."""
    if not any(mark in text for mark in _MARKS):
        return []
    return [cell for rows in _tables(text) for cell in _cells(text, rows)]


def _tables(text: str) -> Iterator[list[_Row]]:
    """Runs of two lines and more that are rows of the same make."""
    rows: list[_Row] = []
    make: re.Pattern[str] | None = None
    for line in _LINE.finditer(text):
        if _RULE.fullmatch(line.group()):
            continue  # a rule below the head, or nothing
        found, row = _row(text, line.start(), line.end())
        if found is not make:
            if len(rows) > 1:
                yield rows
            rows, make = [], found
        if row is not None:
            rows.append(row)
    if len(rows) > 1:
        yield rows


def _row(text: str, start: int, end: int) -> tuple[re.Pattern[str] | None, _Row | None]:
    """What parts the cells of a line, and the cells; nulls where it is no row of a table."""
    line = text[start:end]
    if entry := _ENTRY.fullmatch(line):
        label, figure = entry.span("label"), entry.span("figure")
        if _FIGURE.fullmatch(entry.group("figure").rstrip(" .;,")) and label[1] <= _LONGEST:
            return _ENTRY, [Stretch(start + a, start + b) for a, b in (label, figure)]
    for make in (_BAR, _TAB, _GAP):
        row = _parted(line, start, make)
        if len(row) > 1 and all(cell.end - cell.start <= _LONGEST for cell in row):
            return make, row
    return None, None


def _parted(line: str, start: int, make: re.Pattern[str]) -> _Row:
    """The line's cells without the blanks around them; none before a first or after a last bar."""
    first, last = len(line) - len(line.lstrip()), len(line.rstrip())
    if make is _BAR:
        first += line[first:last].startswith("|")
        last -= line[first:last].endswith("|")
    marks = [found.span() for found in make.finditer(line, first, last)]
    starts = [first, *(end for _, end in marks)]
    ends = [*(begin for begin, _ in marks), last]
    row = []
    for begin, end in zip(starts, ends, strict=True):
        content = line[begin:end]
        at = start + begin + len(content) - len(content.lstrip())
        row.append(Stretch(at, at + len(content.strip())))
    return row


def _cells(text: str, rows: Sequence[_Row]) -> Iterator[Cell]:
    head: _Row = []
    for row in rows:
        numbers = [i for i, cell in enumerate(row) if _begins_with_figure(text, cell)]
        if not numbers:
            head = row
            continue
        # A head that names no column of labels stands one to the left.
        shift = len(row) - len(head)
        label = row[0] if 0 not in numbers and row[0].end > row[0].start else None
        for i in numbers:
            named = head and shift in (0, 1) and i >= shift
            column = head[i - shift] if named else None
            yield Cell(row[i].start, row[i].end, column, label)


def _begins_with_figure(text: str, cell: Stretch) -> bool:
    return _FIGURE.match(text, cell.start, cell.end) is not None
