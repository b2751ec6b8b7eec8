"""Rows on their way out: as a table for people, or in a format for programs."""

from __future__ import annotations

import csv
import json
import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

from whimbrel.cli.options import Format
from whimbrel.errors import RunError, SetupError

if TYPE_CHECKING:
    from whimbrel.store.result import Result

TABLE_ROWS = 1000
"""Rows that a table for people shows at most; the other formats give them all."""

# Width of a line where nothing is a terminal: no cell is cut.
_ENDLESS = 1_000_000


def write_rows(
    result: Result,
    *,
    format: Format | None,  # noqa: A002 - the option's name
    output: Path | None,
    columns: Sequence[str] = (),
) -> None:
    """Print the rows, or write them to `output`. `columns` are those of the table for people.

    Raises `SetupError` for a format that cannot go where it should, `RunError` where the file
    cannot be written.
    """
    form = format or _by_ending(output)
    if form is Format.PARQUET:
        _write_parquet(result, output)
        return
    with text_output(output) as out:
        if form is Format.TABLE:
            _write_table(result, out, columns)
        elif form is Format.CSV:
            _write_csv(result, out)
        else:
            _write_json(result, out, lines=form is Format.JSONL)


def _by_ending(output: Path | None) -> Format:
    if output is None:
        return Format.TABLE
    try:
        return Format(output.suffix.removeprefix(".").lower())
    except ValueError:
        raise SetupError(
            f"The ending of {output} names none of csv, json, jsonl, parquet; say which with "
            "--format."
        ) from None


@contextmanager
def text_output(output: Path | None) -> Iterator[TextIO]:
    """Standard output, or a file that bears its name only when it is whole."""
    if output is None:
        yield sys.stdout
        return
    with (
        _replacing(output) as unfinished,
        unfinished.open("w", encoding="utf-8", newline="") as out,
    ):
        yield out


@contextmanager
def _replacing(output: Path) -> Iterator[Path]:
    # Under its own name only when it is whole.
    unfinished = output.with_name(f".{output.name}.{os.getpid()}.unfinished")
    try:
        yield unfinished
        unfinished.replace(output)
    except OSError as error:
        raise RunError(f"{output} cannot be written: {error.strerror or error}.") from error
    finally:
        unfinished.unlink(missing_ok=True)


def _write_parquet(result: Result, output: Path | None) -> None:
    from pyarrow import parquet

    if output is not None:
        with _replacing(output) as unfinished:
            parquet.write_table(result.table, unfinished)
    elif sys.stdout.isatty():
        raise SetupError("Parquet is no text; name a file with --output, or send it into a pipe.")
    else:
        parquet.write_table(result.table, sys.stdout.buffer)


def _write_csv(result: Result, out: TextIO) -> None:
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(result.columns)
    for row in result:
        writer.writerow(
            "; ".join(map(str, cell)) if isinstance(cell, list) else cell for cell in row.values()
        )


def _write_json(result: Result, out: TextIO, *, lines: bool) -> None:
    def rows() -> Iterator[str]:
        for row in result:
            yield json.dumps(row, ensure_ascii=False, default=str)

    if lines:
        out.writelines(f"{row}\n" for row in rows())
        return
    out.write("[")
    for i, row in enumerate(rows()):
        out.write(f"{',' if i else ''}\n  {row}")
    out.write("\n]\n" if len(result) else "]\n")


def _write_table(result: Result, out: TextIO, columns: Sequence[str]) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    shown = [name for name in columns if name in result.columns] or result.columns
    table = Table(box=None, pad_edge=False, header_style="bold")
    for name in shown:
        table.add_column(Text(name), overflow="fold")
    for number, row in enumerate(result):
        if number == TABLE_ROWS:
            break
        table.add_row(*(Text(_cell(row[name])) for name in shown))
    console = Console(file=out, width=None if out.isatty() else _ENDLESS, highlight=False)
    console.print(table)
    if len(result) > TABLE_ROWS:
        say(f"These are the first {TABLE_ROWS:,} of {len(result):,} rows; --format csv has all.")


def _cell(value: Any) -> str:
    from whimbrel.evidence import printable

    if value is None:
        return ""
    if isinstance(value, list):
        return printable(", ".join(map(str, value)))
    if isinstance(value, float):
        return f"{value:.6g}"
    return printable(str(value))


def print_lines(lines: Iterable[str]) -> None:
    """Print plain lines without anything that steers the terminal."""
    from whimbrel.evidence import printable

    for line in lines:
        print(printable(line))  # noqa: T201


def spare_the_sources(sources: Iterable[str], jsonl: str | None) -> None:
    """Refuse to write the records over a file that is to be read."""
    if jsonl is None or jsonl == "-" or not Path(jsonl).exists():
        return
    target = Path(jsonl).resolve()
    for source in sources:
        named = Path(source)
        if named.exists() and (named.resolve() == target or named.resolve() in target.parents):
            raise SetupError(
                f"--jsonl {jsonl} would be written over a source of this run ({source}); name "
                f"another file outside the sources."
            )


def say(sentence: str) -> None:
    """Tell the reader something beside the result: on standard error, in one line."""
    from whimbrel.evidence import printable

    print(f"whimbrel: {printable(sentence)}", file=sys.stderr)  # noqa: T201
