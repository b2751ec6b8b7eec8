"""Removing what a person or a publisher may ask to have removed, down to the file's bytes.

Whole documents go, with everything drawn from them: their text names the person too. DuckDB leaves
deleted text lying in its file, so the rest is copied into a fresh file, which takes the old one's
place by rename: a run that is killed has either done all of it or nothing. Only the day, the kind
and the count are kept of it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from whimbrel.errors import RunError
from whimbrel.store import inbox, rows
from whimbrel.store.access import OLD, Access
from whimbrel.store.schema import now

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

ForgetKind = Literal["document", "actor", "outlet"]

_DOCUMENTS: dict[str, str] = {
    "document": "select id from old.stored.documents where id = $value",
    "outlet": "select id from old.stored.documents where lower(outlet) = lower($value)",
    "actor": """
        select id from old.stored.documents where content_key in (
            select content_key from old.stored.participants where actor_id = $value
            union select content_key from old.stored.mentions where actor_id = $value
            union select content_key from old.stored.claims where speaker_actor_id = $value
        )
    """,
}
# A document that was never stored may have left its id, and what is wrong with it, here.
_FAILURES = """
    select key from old.stored.failures
    where document_id in (select id from gone) or "where" in (select id from gone)
        or ($kind = 'document' and (document_id = $value or "where" = $value))
"""
_KEPT = {
    "documents": "id not in (select id from gone)",
    "failures": "key not in (select key from gone_failures)",
    **dict.fromkeys(
        ("codings", *rows.DETAILS), "content_key not in (select content_key from spent)"
    ),
    **dict.fromkeys(("runs", "inbox", "forgotten"), "true"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Forgotten:
    """How much was, or would be, removed."""

    documents: int = 0
    failures: int = 0


def forget(access: Access, kind: ForgetKind, value: str, *, dry_run: bool = False) -> Forgotten:
    """Remove a document by its id, every document that names an actor, or an outlet's documents.

    Waits for others who hold the file, and first takes in what lies in the inbox. With `dry_run`
    the file stays as it is. Raises `SetupError` where there is no file, `RunError` where another
    process keeps it open, or it cannot be written.
    """
    access.check_exists()
    owner = access.owner()
    if owner is not None:
        raise RunError(
            f"{access.path} is kept open by {owner}, and what is to be forgotten can only leave "
            f"the file when nobody uses it. End that process, then run the command again."
        )
    with access.rewriting(lambda connection: inbox.take_in(connection, access.inbox)) as rewrite:
        found = _mark(rewrite.connection, kind, value)
        if not dry_run and found != Forgotten():
            _copy_the_rest(rewrite.connection)
            rewrite.connection.execute(
                "insert into stored.forgotten values ($now, $kind, $documents, $failures)",
                {
                    "now": now(),
                    "kind": kind,
                    "documents": found.documents,
                    "failures": found.failures,
                },
            )
            rewrite.complete = True
    if rewrite.complete:
        _clear_inbox(access)
    return found


def _mark(connection: DuckDBPyConnection, kind: ForgetKind, value: str) -> Forgotten:
    """Put what is to go into temporary tables; how much it is."""
    connection.execute(
        f"create temp table gone as {_DOCUMENTS[kind]}",
        {"value": value},
    )
    connection.execute(
        f"create temp table gone_failures as {_FAILURES}", {"kind": kind, "value": value}
    )
    # A copy of the text under another id, or from another outlet, keeps its coding.
    connection.execute(
        """
        create temp table spent as
        select content_key from old.stored.documents where id in (select id from gone)
        except
        select content_key from old.stored.documents where id not in (select id from gone)
        """
    )
    documents, failures = (_count(connection, each) for each in ("gone", "gone_failures"))
    return Forgotten(documents=documents, failures=failures)


def _copy_the_rest(connection: DuckDBPyConnection) -> None:
    connection.begin()
    for table, kept in _KEPT.items():
        connection.execute(
            f"insert into stored.{table} by name "  # noqa: S608
            f"select * from {OLD}.stored.{table} where {kept}"
        )
    connection.commit()


def _count(connection: DuckDBPyConnection, table: str) -> int:
    ((count,),) = connection.execute(f"select count(*) from {table}").fetchall()  # noqa: S608
    return int(count)


def _clear_inbox(access: Access) -> None:
    """Batches set aside as broken, or left half-written, may hold what was to go."""
    for pattern in ("*.broken", "*.part"):
        for file in access.inbox.glob(pattern):
            file.unlink(missing_ok=True)
