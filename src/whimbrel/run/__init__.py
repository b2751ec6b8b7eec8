"""A coding run: documents in, a record store and JSONL out, nothing lost on the way."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TextIO

from whimbrel.errors import SetupError
from whimbrel.export.jsonl import JsonLines
from whimbrel.records import Document, Failure
from whimbrel.run.course import Coder, Run
from whimbrel.run.summary import SHOWN_FAILURES, Progress, Summary

__all__ = ["BATCH", "SHOWN_FAILURES", "Coder", "Progress", "Summary", "code_into"]

BATCH = 128
"""Documents that are written to the store in one transaction."""


def code_into(
    items: Iterable[Document | Failure],
    coder: Coder,
    *,
    into: str | Path | None = None,
    jsonl: str | Path | TextIO | None = None,
    replace: bool = False,
    batch: int = BATCH,
    progress: Callable[[Progress], None] | None = None,
) -> Summary:
    """Code what comes in and write it down.

    `into` is a record file, written in batches of `batch` documents, each one transaction.
    Documents that it holds already under the coder's identity are not coded again. `jsonl` is a
    file to be written anew, or an open text stream: one record a line for each document that could
    be coded, in input order, those that the store had already included. A document that the
    store has with another day of publication takes its place; `replace` lets it also take the place
    of another text with the same id.

    Failures never stop the run: they go to the store's failures and into the summary. Ctrl-C ends
    it early with `Summary.interrupted` set: what was coded by then is kept, lines are whole, and
    with `into` the same call goes on from there. How many processes work is the coder's own affair.

    Raises `RunError` where the store or the JSONL file cannot be written (a full disk, a newer
    file); what was written before stays. Raises `SetupError` where neither `into` nor `jsonl` is
    given, or a folder for them is missing. `BrokenPipeError` of an open stream passes through.
    """
    if into is None and jsonl is None:
        raise SetupError("A run needs a place to write: give a record file, a JSONL file or both.")
    if batch < 1:
        raise SetupError(f"A batch holds at least one document, found {batch}.")
    database = None
    if into is not None:
        from whimbrel.store.database import Database

        database = Database(into)
        database.prepare()
    lines = None if jsonl is None else JsonLines(jsonl)
    run = Run(coder, database, lines, replaces=replace, batch=batch, progress=progress)
    return run.through(items)
