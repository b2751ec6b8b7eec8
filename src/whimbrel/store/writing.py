"""The one transaction that writes a batch: all of it or nothing, and twice is the same as once."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

import pyarrow as pa

from whimbrel.records import CoderIdentity, Document, Failure, Record
from whimbrel.store import rows
from whimbrel.store.rows import Row
from whimbrel.store.schema import now

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

# A document that is in the store already agrees with its row in these. Another day of publication
# alone corrects the row, the rest makes it another document.
_TELLING_APART = ("text", "title", "published", "outlet", "url", "lang")
_CORRECTED = {"published"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Added:
    """What one batch changed: new or replaced documents, codings made anew, and what the store had
    to refuse. `spooled` says that the batch waits in the inbox of the process that keeps the file.
    """

    documents: int = 0
    codings: int = 0
    failures: int = 0
    refused: tuple[Failure, ...] = ()
    spooled: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """Rows on their way into the store, whether at once or through the inbox."""

    documents: Sequence[Row] = ()
    codings: Sequence[Row] = ()
    failures: Sequence[Row] = ()
    replace: bool = False
    run: str | None = None

    def to_arrow(self) -> pa.Table:
        """The batch as a table of two columns, what a row is and its JSON."""
        parts = [
            *(("document", row) for row in self.documents),
            *(("coding", {name: row[name] for name in rows.CODINGS}) for row in self.codings),
            *(("failure", row) for row in self.failures),
            ("batch", {"replace": self.replace, "run": self.run}),
        ]
        return pa.table(
            {
                "part": pa.array([part for part, _ in parts], pa.string()),
                "row": pa.array([json.dumps(row) for _, row in parts], pa.string()),
            }
        )

    @classmethod
    def from_arrow(cls, table: pa.Table) -> Batch:
        """The batch that `to_arrow` made a table of."""
        parts: dict[str, list[Row]] = {}
        for part, row in zip(table["part"].to_pylist(), table["row"].to_pylist(), strict=True):
            parts.setdefault(part, []).append(json.loads(row))
        return cls(
            documents=parts.get("document", []),
            codings=parts.get("coding", []),
            failures=parts.get("failure", []),
            **parts["batch"][0],
        )


def batch_of(
    documents: Iterable[Document],
    records: Iterable[Record],
    failures: Iterable[Failure],
    *,
    replace: bool = False,
    run: str | None = None,
) -> Batch:
    """The batch of these documents, each with its record where there is one."""
    # Two texts under one id may meet in a batch that replaces, hence more than the id.
    coded = {(each.id, each.text, each.title, each.published): each for each in records}
    document_rows, codings = [], {}
    for document in documents:
        record = coded.get((document.id, document.text, document.title, document.published))
        if record is None:
            document_rows.append(rows.document_row(document))
        else:
            row, coding = rows.coded_rows(document, record)
            document_rows.append(row)
            codings[coding["content_key"]] = coding
    return Batch(
        documents=document_rows,
        codings=list(codings.values()),
        failures=[rows.failure_row(each) for each in failures],
        replace=replace,
        run=run,
    )


Verdict = Literal["new", "replacing", "unchanged", "conflict"]


@dataclass(slots=True)
class Sorted:
    """What the store knows of each document's id: `verdicts` has one for each document given.

    The rows stand under their ids; of several of one id, the last that holds.
    """

    verdicts: list[Verdict] = field(default_factory=list)
    new: dict[str, Row] = field(default_factory=dict)
    replacing: dict[str, Row] = field(default_factory=dict)
    unchanged: dict[str, Row] = field(default_factory=dict)
    conflicts: list[Failure] = field(default_factory=list)

    @property
    def to_write(self) -> list[Row]:
        """The rows of new documents and of those that take another's place."""
        return [*self.new.values(), *self.replacing.values()]


def sort_documents(
    connection: DuckDBPyConnection, documents: Sequence[Row], *, replace: bool
) -> Sorted:
    """Which documents are new, which are known, and which have the id of another text."""
    known = known_documents(connection, {row["id"] for row in documents})
    return sort_known(known, documents, replace=replace)


def sort_known(known: Sequence[Row], documents: Sequence[Row], *, replace: bool) -> Sorted:
    """The same, with the stored rows given. Documents count as known after their first time."""
    before = {row["id"]: row for row in known}
    stored = set(before)
    found = Sorted()
    for row in documents:
        key = row["id"]
        found.verdicts.append(verdict := _verdict(before.get(key), row, replace=replace))
        if verdict == "conflict":
            found.conflicts.append(_conflict(row, before[key]))
            continue
        if verdict == "unchanged":
            if key not in found.new and key not in found.replacing:
                found.unchanged[key] = row
            continue
        found.unchanged.pop(key, None)
        (found.replacing if key in stored else found.new)[key] = row
        before[key] = row
    return found


def _verdict(before: Row | None, row: Row, *, replace: bool) -> Verdict:
    if before is None:
        return "new"
    differing = _differing(before, row)
    if not differing:
        return "unchanged"
    return "replacing" if replace or _CORRECTED.issuperset(differing) else "conflict"


def _differing(before: Row, row: Row) -> list[str]:
    return [name for name in _TELLING_APART if before[name] != row[name]]


def known_documents(connection: DuckDBPyConnection, ids: Collection[str]) -> list[Row]:
    """The stored rows of these documents."""
    return select(connection, "select * from stored.documents where id in $ids", ids=sorted(ids))


def known_codings(
    connection: DuckDBPyConnection, keys: Collection[str], *, bodies: bool = False
) -> list[Row]:
    """The stored codings of these contents, without their bodies unless asked for."""
    columns = "*" if bodies else "content_key, coder, version, codebook, models"
    query = f"select {columns} from stored.codings where content_key in $keys"  # noqa: S608
    return select(connection, query, keys=sorted(keys))


def is_by(coding: Row, coder: CoderIdentity | Row) -> bool:
    """Whether this very coder (version, codebook and models too) made the coding."""
    identity = rows.identity_row(coder) if isinstance(coder, CoderIdentity) else coder
    names = ("coder", "version", "codebook", "models")
    return all(coding[name] == identity[name] for name in names)


def select(connection: DuckDBPyConnection, query: str, **parameters: Any) -> list[Row]:
    """The rows of a query as dicts."""
    answer = connection.execute(query, parameters)
    names = [column[0] for column in answer.description]
    return [dict(zip(names, row, strict=True)) for row in answer.fetchall()]


def write(connection: DuckDBPyConnection, batch: Batch, *, inbox_name: str | None = None) -> Added:
    """Write the batch in one transaction. With `inbox_name`, only if no batch of that name was.

    Codings that the same coder made before stay as they are; those of another version, codebook
    or coder are replaced, with all their details.
    """
    connection.begin()
    try:
        added = Added()
        if inbox_name is None or _enter_inbox_name(connection, inbox_name):
            added = _write(connection, batch)
        connection.commit()
    except BaseException:
        _roll_back(connection)
        raise
    return added


def _write(connection: DuckDBPyConnection, batch: Batch) -> Added:
    moment = now()
    found = sort_documents(connection, batch.documents, replace=batch.replace)
    to_write = found.to_write
    wanted = {row["content_key"] for row in (*to_write, *found.unchanged.values())}
    stored = {row["content_key"]: row for row in known_codings(connection, wanted)}
    codings = [
        coding
        for coding in batch.codings
        if (key := coding["content_key"]) in wanted
        and not (key in stored and is_by(stored[key], coding))
    ]
    _delete_codings(connection, [c["content_key"] for c in codings if c["content_key"] in stored])
    if found.replacing:
        _delete(connection, "documents", "id", list(found.replacing))
    _insert(connection, "documents", rows.DOCUMENTS, to_write, {"added_at": moment})
    _insert(connection, "codings", rows.CODINGS, codings, {"coded_at": moment})
    for table, details in rows.detail_rows(codings).items():
        columns = ["content_key", "position", *rows.DETAILS[table]]
        _insert(connection, table, columns, details, {})
    if found.replacing:
        _delete_orphans(connection)
    refused = tuple(found.conflicts)
    touched = {row["id"] for row in to_write}
    if codings:
        anew = {coding["content_key"] for coding in codings}
        touched |= {r["id"] for r in found.unchanged.values() if r["content_key"] in anew}
    failures = [*batch.failures, *map(rows.failure_row, refused)]
    new_failures = _write_failures(connection, failures, touched, moment)
    added = Added(
        documents=len(to_write), codings=len(codings), failures=new_failures, refused=refused
    )
    if batch.run and (to_write or codings or new_failures):
        _count_in_run(connection, batch, added, moment)
    return added


def _write_failures(
    connection: DuckDBPyConnection, failures: Sequence[Row], coded: Collection[str], moment: Any
) -> int:
    # A document that is coded now has outlived its older failures.
    if coded:
        _delete(connection, "failures", "document_id", sorted(coded))
    keys = [row["key"] for row in failures]
    query = "select key from stored.failures where key in $keys"
    known = {row["key"] for row in select(connection, query, keys=keys)} if keys else set()
    new = {row["key"]: row for row in failures if row["key"] not in known}
    _insert(connection, "failures", rows.FAILURES, list(new.values()), {"failed_at": moment})
    return len(new)


def _count_in_run(connection: DuckDBPyConnection, batch: Batch, added: Added, moment: Any) -> None:
    coder = batch.codings[0] if batch.codings else {}
    connection.execute(
        """
        insert into stored.runs values ($id, $coder, $version, $codebook, $documents, $failures,
            $now, $now)
        on conflict (id) do update set
            coder = coalesce(coder, excluded.coder),
            version = coalesce(version, excluded.version),
            codebook = coalesce(codebook, excluded.codebook),
            documents = documents + excluded.documents,
            failures = failures + excluded.failures,
            written_at = excluded.written_at
        """,
        {
            "id": batch.run,
            **{name: coder.get(name) for name in ("coder", "version", "codebook")},
            "documents": max(added.documents, added.codings),
            "failures": added.failures,
            "now": moment,
        },
    )


def _enter_inbox_name(connection: DuckDBPyConnection, name: str) -> bool:
    if select(connection, "select name from stored.inbox where name = $name", name=name):
        return False
    connection.execute(
        "insert into stored.inbox values ($name, $now)", {"name": name, "now": now()}
    )
    return True


def _insert(
    connection: DuckDBPyConnection,
    table: str,
    columns: Sequence[str],
    new: Sequence[Row],
    stamps: dict[str, Any],
) -> None:
    if not new:
        return
    days = {name for name in columns if name in ("date_from", "date_to", "published_day")}
    chosen = [
        f'try_cast("{name}" as date) as "{name}"' if name in days else f'"{name}"'
        for name in columns
    ]
    stamped = [f'${name} as "{name}"' for name in stamps]
    connection.register("new_rows", rows.table_of(table, columns, new))
    try:
        connection.execute(
            f"insert into stored.{table} by name "  # noqa: S608
            f"select {', '.join([*chosen, *stamped])} from new_rows",
            stamps,
        )
    finally:
        connection.unregister("new_rows")


def _delete(connection: DuckDBPyConnection, table: str, column: str, values: Sequence[str]) -> None:
    connection.execute(
        f"delete from stored.{table} where {column} in $values",  # noqa: S608
        {"values": list(values)},
    )


def _delete_codings(connection: DuckDBPyConnection, keys: Sequence[str]) -> None:
    if keys:
        for table in ("codings", *rows.DETAILS):
            _delete(connection, table, "content_key", keys)


def _delete_orphans(connection: DuckDBPyConnection) -> None:
    """Codings of texts that no document has any more."""
    query = """
        select content_key from stored.codings
        where content_key not in (select content_key from stored.documents)
    """
    _delete_codings(connection, [row["content_key"] for row in select(connection, query)])


def _roll_back(connection: DuckDBPyConnection) -> None:
    import duckdb

    # A commit that failed has rolled back already.
    try:
        connection.rollback()
    except duckdb.Error:
        return


def _conflict(row: Row, before: Row) -> Failure:
    return Failure(
        where=row["id"],
        document_id=row["id"],
        stage="store",
        reason=(
            f"The record holds another document under the id {row['id']!r}: "
            f"{_difference(_differing(before, row)[0], before, row)}. The one that was there first "
            f"is kept. Give this one another id, or run with --replace to let it take the other's "
            f"place."
        ),
    )


def _difference(name: str, before: Row, row: Row) -> str:
    if name == "text":
        at = next(
            (
                i
                for i, (a, b) in enumerate(zip(before["text"], row["text"], strict=False))
                if a != b
            ),
            min(len(before["text"]), len(row["text"])),
        )
        return f"the texts differ from character {at} on"
    return f"its {name} is {before[name]!r}, here it is {row[name]!r}"
