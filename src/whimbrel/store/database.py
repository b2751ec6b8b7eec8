"""The record store, as the rest of Whimbrel sees it.

    database = Database("record.duckdb")
    database.events(type="ASSAULT", country="IRQ", from_="2011-12-01").pandas()

The file is opened for each call and closed again, so that other processes get in between; a call
waits, within limits, while somebody else holds it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import duckdb

from whimbrel.contract import record_from_dict
from whimbrel.errors import RunError, SetupError
from whimbrel.records import CoderIdentity, Document, Failure, Record
from whimbrel.store import forgetting, inbox, rows, writing
from whimbrel.store.access import Access, explained
from whimbrel.store.forgetting import ForgetKind
from whimbrel.store.query import Filter, Kind, Query, listing
from whimbrel.store.result import Result
from whimbrel.store.writing import Added

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


Todo = Literal["code", "copy", "unchanged"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pending:
    """A batch of documents, split by what is still to be done with each, in input order.

    `copies` are new documents whose text the coder has coded already under another id: they need
    only be added. `unchanged` ones are in the store with their coding. `conflicts` have the id of
    another text.
    """

    to_code: tuple[Document, ...] = ()
    copies: tuple[Document, ...] = ()
    unchanged: tuple[Document, ...] = ()
    conflicts: tuple[Failure, ...] = ()


class Database:
    """A record file. Making one touches nothing; the first `add` creates the file.

    `wait` is how many seconds a call waits for others who hold the file; `through` an owner of this
    process that keeps it open. `must_exist` raises `SetupError` at once where there is no file.

    Every question raises `SetupError` where there is no file, and `RunError` where it is no record,
    is damaged, was written by a newer Whimbrel, or stays held by somebody else.
    """

    def __init__(
        self,
        path: str | Path,
        *,
        must_exist: bool = False,
        wait: float = 30.0,
        through: inbox.Owner | None = None,
    ) -> None:
        self.path = Path(path)
        self._access = Access(self.path, wait)
        self._owner = through
        if must_exist:
            self._access.check_exists()

    # Asking

    def documents(self, **filters: Any) -> Result:
        """The documents, one a row. Keywords: the fields of `query.Filter`.

        Columns: document, title, outlet, published, url, lang, authors, events and claims (how
        many), coder, version, codebook, coded_at, added_at (UTC).
        """
        return self.find("documents", Filter(**filters))

    def events(self, **filters: Any) -> Result:
        """The events of every document, one flat row each. Keywords: the fields of `query.Filter`.

        Columns: document, event, date_from, date_to, type, mode, status, actors and recipients
        (names joined by "; "), actor_countries, recipient_countries, place, lat, lon, country (of
        the place), according_to (the claim's speaker, else its source as written; null in the
        outlet's own voice), trigger, sentence, modes, contexts, quad, goldstein, cameo, confidence,
        rationale, claim_id, trigger_start, trigger_end, sentence_start, sentence_end (code points
        into the document's text), date_text, place_text, place_precision, admin1, geonameid, title,
        outlet, url, published.
        """
        return self.find("events", Filter(**filters))

    def claims(self, **filters: Any) -> Result:
        """The claims, one a row. Keywords: the fields of `query.Filter`.

        Columns: document, claim, according_to, cue, content, stance, kind, via, speaker,
        speaker_country, speaker_actor_id, source, within, date_from, date_to, confidence,
        content_start, content_end, title, outlet, url, published.
        """
        return self.find("claims", Filter(**filters))

    def mentions(self, **filters: Any) -> Result:
        """Who and what is named, one mention a row. Keywords: the fields of `query.Filter`.

        Columns: document, mention, kind, text, actor_id, head, role, start, end, title, outlet,
        url, published.
        """
        return self.find("mentions", Filter(**filters))

    def failures(self, **filters: Any) -> Result:
        """What could not be read, coded or stored, one a row. Keywords: `document`, `text`,
        `limit`.

        Columns: document (null where it never got an id), where, stage, reason, failed_at (UTC).
        """
        return self.find("failures", Filter(**filters))

    def find(self, kind: Kind, chosen: Filter | None = None) -> Result:
        """One of the lists above by its name. Raises `SetupError` where the filter does not fit."""
        return self._ask(listing(kind, chosen or Filter()))

    def record(self, document_id: str) -> Record | None:
        """The complete record of a document, as it was coded; `None` for an unknown id."""
        return next((record_from_dict(each) for each in self.record_dicts([document_id])), None)

    def record_dicts(self, document_ids: Iterable[str]) -> list[dict[str, Any]]:
        """Records in their JSON form, in the contract's order, for the ids that the store has."""
        wanted = list(document_ids)
        with self._reading() as connection:
            found = {row["id"]: row for row in writing.known_documents(connection, wanted)}
            documents = [found[each] for each in wanted if each in found]
            return _records_of(connection, documents)

    def records_of(self, documents: Sequence[Document]) -> dict[str, dict[str, Any]]:
        """Records in their JSON form by the documents' ids, where their text has been coded,
        whether or not the documents themselves are stored.
        """
        with self._reading() as connection:
            found = _records_of(connection, [rows.document_row(each) for each in documents])
        return {record["id"]: record for record in found}

    def sql(self, query: str) -> Result:
        """The answer to one SELECT over the views: `documents`, `events`, `claims`,
        `participants`, `mentions`, `places`, `times`, `quantities`, `causes`, `failures`, `runs`,
        `forgotten`.

        Read-only, with file and network access shut. Raises `SetupError` for anything else than
        one SELECT, and for a query that DuckDB refuses, with its reason.
        """
        with self._reading() as connection:
            _check_one_select(connection, query)
            connection.execute("begin transaction read only")
            try:
                return Result(connection.sql(query).to_arrow_table())
            except duckdb.Error as error:
                if isinstance(error, duckdb.IOException) or "Corrupt" in str(error):
                    raise
                raise SetupError(f"The query could not be answered: {error}") from error
            finally:
                connection.rollback()

    # Writing

    def prepare(self) -> None:
        """Make the file where there is none, and bring its tables up to date. Raises `SetupError`
        where its folder is missing, `RunError` where it cannot be written.
        """
        if self._owner is None and not self._access.owner():
            with self._writing() as connection:
                inbox.take_in(connection, self._access.inbox)

    def pending(
        self, documents: Sequence[Document], coder: CoderIdentity, *, replace: bool = False
    ) -> Pending:
        """Split a batch: to be coded, copies of a text coded already, unchanged, refused.

        Of several documents of one text in the batch the first is to be coded, the others are
        copies. A document that is stored with another day of publication is the same one, to be
        corrected; with `replace`, it may also take the place of another text with its id. A file
        that does not exist yet holds nothing.
        """
        parts: dict[str, list[Document]] = {"code": [], "copy": [], "unchanged": []}
        conflicts = []
        verdicts = self.verdicts(documents, coder, replace=replace)
        for document, verdict in zip(documents, verdicts, strict=True):
            if isinstance(verdict, Failure):
                conflicts.append(verdict)
            else:
                parts[verdict].append(document)
        return Pending(
            to_code=tuple(parts["code"]),
            copies=tuple(parts["copy"]),
            unchanged=tuple(parts["unchanged"]),
            conflicts=tuple(conflicts),
        )

    def verdicts(
        self,
        documents: Sequence[Document],
        coder: CoderIdentity,
        *,
        replace: bool = False,
        on_the_way: Iterable[Document] = (),
    ) -> list[Todo | Failure]:
        """What is still to be done with each document, as `pending`, one verdict for each.

        Documents `on_the_way` are being coded and written by the asker: they count as stored.
        """
        given = [rows.document_row(document) for document in documents]
        ahead = [rows.document_row(document) for document in on_the_way]
        known, coded = self._known(given, coder)
        coded |= {row["content_key"] for row in ahead}
        found = writing.sort_known([*known, *ahead], given, replace=replace)
        conflicts = iter(found.conflicts)
        todo: list[Todo | Failure] = []
        for row, verdict in zip(given, found.verdicts, strict=True):
            if verdict == "conflict":
                todo.append(next(conflicts))
            elif row["content_key"] not in coded:
                todo.append("code")
                coded.add(row["content_key"])
            else:
                todo.append("unchanged" if verdict == "unchanged" else "copy")
        return todo

    def _known(
        self, given: Sequence[rows.Row], coder: CoderIdentity
    ) -> tuple[list[rows.Row], set[str]]:
        """The stored documents of these ids, and the contents that this very coder has coded."""
        if not self.path.exists():
            return [], set()
        with self._reading() as connection:
            documents = writing.known_documents(connection, {row["id"] for row in given})
            codings = writing.known_codings(connection, {row["content_key"] for row in given})
        return documents, {row["content_key"] for row in codings if writing.is_by(row, coder)}

    def add(
        self,
        documents: Sequence[Document],
        records: Sequence[Record] = (),
        failures: Iterable[Failure] = (),
        *,
        replace: bool = False,
        run: str | None = None,
    ) -> Added:
        """Write a batch in one short transaction: all of it or nothing; twice is the same as once.

        `records` are those of the documents that were coded now; the other documents are copies of
        a text that the store, or a record of this batch, has a coding of. `run` names the run that
        the batch is counted in. Where another process keeps the file open, the batch goes into its
        inbox. Raises `RunError` where it cannot be written.
        """
        batch = writing.batch_of(documents, records, failures, replace=replace, run=run)
        if self._owner is None and self._access.owner():
            inbox.put(self._access.inbox, batch)
            return Added(documents=len(batch.documents), codings=len(batch.codings), spooled=True)
        with self._writing() as connection:
            inbox.take_in(connection, self._access.inbox)
            return writing.write(connection, batch)

    def settle(self, seconds: float = 10.0) -> None:
        """Wait until all batches in the inbox are in the file: at most `seconds` for an owner."""
        inbox.wait_for_owner(self._access, seconds)
        self._take_in_left_over()

    def forget(
        self, kind: ForgetKind, value: str, *, dry_run: bool = False
    ) -> forgetting.Forgotten:
        """Remove a `document` by its id, all documents that name an `actor` (by id), or all of an
        `outlet`, with everything drawn from them, so that the file holds their text no more.

        With `dry_run` it is only counted. Raises `SetupError` where there is no file, `RunError`
        where another process keeps it open or it cannot be written; then it is as it was.
        """
        if self._owner is not None:
            raise RunError(
                f"{self.path} is kept open by this process; what is to be forgotten can only leave "
                f"the file when nobody uses it."
            )
        return forgetting.forget(self._access, kind, value, dry_run=dry_run)

    # Getting at the file

    def _ask(self, query: Query) -> Result:
        with self._reading() as connection, explained(self.path):
            found = connection.sql(query.sql, params=dict(query.parameters))
            return Result(found.to_arrow_table())

    @contextmanager
    def _reading(self) -> Iterator[DuckDBPyConnection]:
        if self._owner is not None:
            with self._owner.connection() as connection:
                yield connection
            return
        self._take_in_left_over()
        with self._access.reading() as connection, explained(self.path):
            yield connection

    @contextmanager
    def _writing(self) -> Iterator[DuckDBPyConnection]:
        opened = self._access.writing() if self._owner is None else self._owner.connection()
        with opened as connection, explained(self.path):
            yield connection

    def _take_in_left_over(self) -> None:
        """Take in what an owner that died has left in the inbox."""
        if self._owner is None and inbox.waiting(self._access.inbox) and not self._access.owner():
            with self._writing() as connection:
                inbox.take_in(connection, self._access.inbox)


def json_line(record: dict[str, Any]) -> str:
    """One line of JSON of a record in its JSON form, as `contract.to_json` writes it."""
    return json.dumps(record, ensure_ascii=False, separators=(",", ":"))


def _records_of(
    connection: DuckDBPyConnection, documents: Sequence[rows.Row]
) -> list[dict[str, Any]]:
    keys = {row["content_key"] for row in documents}
    found = writing.known_codings(connection, keys, bodies=True)
    codings = {row["content_key"]: row for row in found}
    return [
        rows.record_of(document, codings[document["content_key"]])
        for document in documents
        if document["content_key"] in codings
    ]


def _check_one_select(connection: DuckDBPyConnection, query: str) -> None:
    try:
        statements = connection.extract_statements(query)
    except duckdb.Error as error:
        raise SetupError(f"This is no SQL that DuckDB understands: {error}") from error
    if len(statements) != 1:
        raise SetupError(
            f"One SELECT is expected, this is {len(statements)} statements. Ask one at a time."
        )
    kind = statements[0].type
    if kind != duckdb.StatementType.SELECT:
        raise SetupError(
            f"One SELECT is expected, this is {kind.name}. The record is only read here; "
            f"write `select ...` or `with ... select ...`."
        )
