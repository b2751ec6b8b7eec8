"""A coding run: documents in, a record store and JSONL out, nothing lost on the way."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, TextIO

from whimbrel.records import CoderIdentity, Document, Failure, Record

BATCH = 64
"""Documents that are written to the store in one transaction."""


class Coder(Protocol):
    """What a run needs of a pipeline: one output for each input, in their order, lazily."""

    @property
    def identity(self) -> CoderIdentity: ...

    def code(self, items: Iterable[Document | Failure]) -> Iterator[Record | Failure]: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far a run is: documents seen (coded, skipped and failed alike) and failures so far."""

    documents: int
    failures: int
    seconds: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """What a run did. `documents` counts what was coded or copied now, `skipped` what the store
    had already; `events` and `claims` those of `documents` alone; `without_date` documents without
    a day of publication. `failed` holds the first failures (at most `SHOWN_FAILURES`).
    """

    documents: int = 0
    events: int = 0
    claims: int = 0
    failures: int = 0
    skipped: int = 0
    copies: int = 0
    without_date: int = 0
    seconds: float = 0.0
    interrupted: bool = False
    failed: tuple[Failure, ...] = ()

    @property
    def sentence(self) -> str:
        """The closing line: "12 documents, 80 events, 31 claims, 0 failures in 4.2 s." """
        raise NotImplementedError


SHOWN_FAILURES = 20


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
    be coded, in input order, those that the store had already included. `replace` lets a document
    take the place of another text with the same id.

    Failures never stop the run: they go to the store's failures and into the summary. Ctrl-C ends
    it early with `Summary.interrupted` set: what was coded by then is kept, lines are whole, and
    the same command goes on from there. How many processes work is the coder's own affair.

    Raises `RunError` where the store or the JSONL file cannot be written (a full disk, a newer
    file); what was written before stays. Raises `SetupError` where neither `into` nor `jsonl` is
    given.
    """
    raise NotImplementedError
