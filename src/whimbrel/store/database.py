"""The record store, as the rest of Whimbrel sees it.

    database = Database("record.duckdb")
    database.events(type="ASSAULT", country="IRQ", from_="2011-12-01").pandas()

The file is opened for each call and closed again, so that other processes get in between; a call
waits, within limits, while somebody else holds it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from whimbrel.records import CoderIdentity, Document, Failure, Record
from whimbrel.store.result import Result


@dataclass(frozen=True, slots=True, kw_only=True)
class Pending:
    """A batch of documents, split by what is still to be done with each. Input order throughout."""

    to_code: tuple[Document, ...] = ()
    copies: tuple[Document, ...] = ()
    unchanged: tuple[Document, ...] = ()
    conflicts: tuple[Failure, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Added:
    """What one `add` changed: new or replaced documents, and what it had to refuse."""

    documents: int = 0
    codings: int = 0
    refused: tuple[Failure, ...] = ()
    spooled: bool = False


class Database:
    """A record file. Making one touches nothing; the first `add` creates the file.

    `wait` is how many seconds a call waits for others who hold the file. Reading a file that does
    not exist raises `SetupError`; a file that is no record, is damaged, was written by a newer
    Whimbrel, or stays held by somebody else raises `RunError`.
    """

    def __init__(self, path: str | Path, *, must_exist: bool = False, wait: float = 30.0) -> None:
        raise NotImplementedError

    # Asking

    def documents(self, **filters: Any) -> Result:
        """The documents, one a row. Keywords: the fields of `query.Filter`."""
        raise NotImplementedError

    def events(self, **filters: Any) -> Result:
        """The events of every document, one flat row each. Keywords: the fields of `Filter`.

        Columns: document, event, date_from, date_to, type, mode, status, actors, recipients,
        actor_countries, recipient_countries, place, lat, lon, country, according_to, trigger,
        sentence, modes, contexts, quad, goldstein, cameo, confidence, rationale, claim_id,
        trigger_start, trigger_end, sentence_start, sentence_end, title, outlet, url, published.
        """
        raise NotImplementedError

    def claims(self, **filters: Any) -> Result:
        """The claims, one a row: who said it, the words, how it came."""
        raise NotImplementedError

    def mentions(self, **filters: Any) -> Result:
        """Who and what is named, one mention a row."""
        raise NotImplementedError

    def failures(self, **filters: Any) -> Result:
        """What could not be read, coded or stored, one a row with its reason."""
        raise NotImplementedError

    def record(self, document_id: str) -> Record | None:
        """The complete record of a document, as it was coded; `None` for an unknown id."""
        raise NotImplementedError

    def sql(self, query: str) -> Result:
        """The answer to one SELECT over the views (`events`, `claims`, `documents`, ...).

        Read-only, with file and network access shut. Raises `SetupError` for anything else than
        one SELECT, and for a query that DuckDB refuses.
        """
        raise NotImplementedError

    # Writing

    def pending(
        self, documents: Sequence[Document], coder: CoderIdentity, *, replace: bool = False
    ) -> Pending:
        """Split a batch: to be coded, copies of a text coded already, unchanged, refused."""
        raise NotImplementedError

    def add(
        self,
        documents: Sequence[Document],
        records: Sequence[Record] = (),
        failures: Iterable[Failure] = (),
        *,
        replace: bool = False,
    ) -> Added:
        """Write a batch in one short transaction: all of it or nothing."""
        raise NotImplementedError
