"""What is forgotten leaves the file, down to its bytes; everything else stays as it was."""

from __future__ import annotations

import multiprocessing
from dataclasses import replace
from pathlib import Path

import duckdb
import pytest
from synthetic import document, record

from whimbrel.contract import to_dict
from whimbrel.errors import RunError, SetupError
from whimbrel.records import Document, Failure, Participant, Record
from whimbrel.store import access, inbox, rows, writing
from whimbrel.store.database import Database
from whimbrel.store.forgetting import Forgotten
from whimbrel.store.inbox import Owner

SECRET = "Zyx-Qwerty-7731"
"""Stands in the text, the title, the outlet and every name of the document that is to go."""


def secret_document() -> Document:
    return replace(
        document(100),
        id=f"id-{SECRET}",
        text=f"Police raided Mosul on 5 January, 12 of Ali's men died, Police said. {SECRET} " * 3,
        title=f"About {SECRET}",
        outlet=f"Outlet {SECRET}",
        url=f"https://example.org/{SECRET}",
        authors=(SECRET,),
    )


def with_actor(made: Record, actor_id: str) -> Record:
    """The record with all participants' actor set."""

    def named(party: Participant) -> Participant:
        return replace(party, actor_id=actor_id, name=f"Name of {actor_id}")

    return replace(
        made,
        mentions=tuple(replace(each, actor_id=actor_id) for each in made.mentions),
        events=tuple(
            replace(
                each,
                actors=tuple(map(named, each.actors)),
                recipients=tuple(map(named, each.recipients)),
            )
            for each in made.events
        ),
    )


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "record.duckdb"


@pytest.fixture
def filled(path: Path) -> Path:
    """Five documents, and one that holds the secret wherever it can."""
    secret = secret_document()
    documents = [document(n) for n in range(5)]
    database = Database(path)
    database.add(documents, [record(each) for each in documents], run="first")
    database.add(
        [secret],
        [with_actor(record(secret), f"new:{SECRET.lower()}")],
        [
            Failure(
                where=f"/news/{SECRET}.txt", document_id=secret.id, stage="reading", reason="No."
            )
        ],
        run="second",
    )
    database.add([], [], [Failure(where=secret.id, document_id=secret.id, reason=SECRET)])
    return path


def bytes_of(path: Path) -> bytes:
    """The bytes of the file and of everything beside it that belongs to it."""
    beside = [each for each in path.parent.rglob("*") if each.is_file()]
    assert path in beside
    return b"".join(each.read_bytes() for each in beside)


def everything(path: Path) -> str:
    """All cells of all tables, as text."""
    with duckdb.connect(str(path), read_only=True) as connection:
        found = connection.execute(
            "select table_schema, table_name from information_schema.tables "
            "where table_type = 'BASE TABLE'"
        ).fetchall()
        told = [
            str(connection.execute(f'select * from "{schema}"."{table}"').fetchall())  # noqa: S608
            for schema, table in found
        ]
    return "\n".join(told)


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("document", f"id-{SECRET}"),
        ("outlet", f"outlet {SECRET}"),
        ("actor", f"new:{SECRET.lower()}"),
    ],
)
def test_nothing_of_it_is_left(filled: Path, kind: str, value: str) -> None:
    assert SECRET.encode() in bytes_of(filled)
    assert SECRET in everything(filled)
    kept = {n: Database(filled).record(f"doc-{n:05}") for n in range(5)}
    found = Database(filled).forget(kind, value)  # type: ignore[arg-type]
    assert found == Forgotten(documents=1, failures=2)
    assert SECRET.lower() not in everything(filled).lower()
    assert SECRET.encode() not in bytes_of(filled)
    assert SECRET.lower().encode() not in bytes_of(filled)
    assert {n: Database(filled).record(f"doc-{n:05}") for n in range(5)} == kept
    for table in ("events", "claims", "participants", "mentions"):
        ((counted,),) = [
            tuple(row.values())
            for row in Database(filled).sql(f"select count(distinct document) from {table}")  # noqa: S608
        ]
        assert counted == 5


def test_only_that_it_was_done_is_kept(filled: Path) -> None:
    Database(filled).forget("document", f"id-{SECRET}")
    (row,) = Database(filled).sql("select * from forgotten")
    assert row["kind"] == "document"
    assert (row["documents"], row["failures"]) == (1, 2)
    assert set(row) == {"forgotten_at", "kind", "documents", "failures"}


def test_a_dry_run_only_counts(filled: Path) -> None:
    before = filled.read_bytes()
    database = Database(filled)
    assert database.forget("outlet", "alpha", dry_run=True) == Forgotten(documents=3)
    assert database.record("doc-00000") is not None
    assert list(database.sql("select * from forgotten")) == []
    assert len(filled.read_bytes()) == len(before)


def test_nothing_to_forget_leaves_the_file(filled: Path) -> None:
    assert Database(filled).forget("document", "nobody") == Forgotten()
    assert list(Database(filled).sql("select * from forgotten")) == []


def test_a_copy_of_the_text_keeps_its_coding(path: Path) -> None:
    first = document(1)
    copy = replace(first, id="copy", outlet="Gamma", url=None)
    Database(path).add([first, copy], [record(first)])
    Database(path).forget("document", first.id)
    kept = Database(path).record("copy")
    assert kept is not None
    assert to_dict(kept)["events"] == to_dict(record(first))["events"]
    Database(path).forget("outlet", "Gamma")
    with duckdb.connect(str(path), read_only=True) as connection:
        for table in ("codings", *rows.DETAILS):
            count = connection.execute(f"select count(*) from stored.{table}").fetchall()  # noqa: S608
            assert count == [(0,)], table


def test_what_lies_in_the_inbox_goes_too(filled: Path) -> None:
    late = replace(document(7), id="late", text=f"{SECRET} came late. Police raided Mosul.")
    folder = access.Access(filled, 1).inbox
    inbox.put(folder, writing.batch_of([late], [], []))
    (folder / "old.broken").write_text(SECRET, encoding="utf-8")
    Database(filled).forget("document", f"id-{SECRET}")
    assert Database(filled).forget("document", "late") == Forgotten(documents=1)
    assert SECRET.encode() not in bytes_of(filled)


def test_a_file_that_is_kept_open_is_refused(filled: Path) -> None:
    with Owner(filled), pytest.raises(RunError, match="kept open"):
        Database(filled).forget("document", "doc-00001")
    assert Database(filled).record("doc-00001") is not None


def test_an_older_file_gets_its_tables_first(filled: Path) -> None:
    with duckdb.connect(str(filled)) as connection:
        connection.execute("drop view forgotten")
        connection.execute("drop table stored.forgotten")
        connection.execute("delete from schema_migrations where number = 3")
    assert Database(filled).forget("document", "doc-00001") == Forgotten(documents=1)


def test_the_record_goes_on_afterwards(filled: Path) -> None:
    Database(filled).forget("actor", f"new:{SECRET.lower()}")
    added = Database(filled).add([document(9)], [record(document(9))])
    assert (added.documents, added.codings) == (1, 1)
    Database(filled).forget("document", "doc-00009")
    assert len(Database(filled).sql("select * from forgotten")) == 2


def test_what_a_killed_run_leaves_is_the_old_file(
    filled: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stop(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(access.os, "fsync", stop)
    with pytest.raises(RunError, match="No space left"):
        Database(filled).forget("document", f"id-{SECRET}")
    monkeypatch.undo()
    assert Database(filled).record(f"id-{SECRET}") is not None
    assert not list(filled.parent.glob("*.new-*"))


def test_no_file(tmp_path: Path) -> None:
    with pytest.raises(SetupError, match="no file"):
        Database(tmp_path / "none.duckdb").forget("document", "x")


def _ask_again_and_again(path: Path, done: multiprocessing.synchronize.Event, seen: list) -> None:  # type: ignore[type-arg,name-defined]
    while not done.is_set():
        (row,) = Database(path, wait=60).sql("select count(*) as n from documents")
        seen.append(row["n"])


def test_readers_see_all_or_nothing_of_it(filled: Path) -> None:
    with multiprocessing.get_context("spawn").Manager() as manager:
        done, seen = manager.Event(), manager.list()
        context = multiprocessing.get_context("spawn")
        reader = context.Process(target=_ask_again_and_again, args=(filled, done, seen))
        reader.start()
        try:
            while not seen:
                assert reader.exitcode is None
                reader.join(0.01)
            Database(filled, wait=60).forget("outlet", "Alpha")
            counted = len(seen)
            while len(seen) < counted + 3:
                assert reader.exitcode is None
                reader.join(0.01)
        finally:
            done.set()
            reader.join(60)
        assert set(seen) == {6, 3}
        assert reader.exitcode == 0
