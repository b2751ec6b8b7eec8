"""Older files are brought up to date in one step; newer ones are left alone."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest
from synthetic import document, record

from whimbrel.errors import RunError
from whimbrel.store import rows, schema
from whimbrel.store.database import Database
from whimbrel.store.schema import Migration


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "record.duckdb"


def file_of(path: Path, steps: tuple[Migration, ...], monkeypatch: pytest.MonkeyPatch) -> None:
    """A file as a Whimbrel that knew only these steps would have made it."""
    with monkeypatch.context() as patched:
        patched.setattr(schema, "migrations", lambda: steps)
        Database(path).prepare()


def test_steps_are_numbered_without_gaps() -> None:
    assert [step.number for step in schema.migrations()] == list(
        range(1, len(schema.migrations()) + 1)
    )


def test_the_steps_a_file_had_are_recorded(path: Path) -> None:
    Database(path).prepare()
    found = Database(path).sql("select number, name from schema_migrations order by number")
    assert [(row["number"], row["name"]) for row in found] == [
        (step.number, step.name) for step in schema.migrations()
    ]


@pytest.mark.parametrize("known", range(1, len(schema.migrations())))
@pytest.mark.parametrize("by", ["reading", "writing"])
def test_an_older_file_gets_what_it_lacks(
    path: Path, known: int, by: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    file_of(path, schema.migrations()[:known], monkeypatch)
    if by == "writing":
        Database(path).add([document(1)], [record(document(1))])
    assert len(Database(path).events()) == (by == "writing")


def test_a_later_step_finds_the_rows_of_before(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Database(path).add([document(1)], [record(document(1))])
    known = schema.migrations()
    add_weights = "alter table stored.events add column weight double"
    more = (*known, Migration(known[-1].number + 1, "weights", add_weights))
    monkeypatch.setattr(schema, "migrations", lambda: more)
    (row,) = Database(path).sql("select id, weight from stored.events").rows()
    assert row == {"id": record(document(1)).events[0].id, "weight": None}


def test_a_step_that_fails_leaves_nothing_behind(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    Database(path).add([document(1)], [record(document(1))])
    last = schema.migrations()[-1].number
    faulty = (
        *schema.migrations(),
        Migration(last + 1, "good", "create table stored.extra (a integer)"),
        Migration(last + 2, "bad", "create table stored.events (a integer)"),
    )
    with monkeypatch.context() as patched:
        patched.setattr(schema, "migrations", lambda: faulty)
        with pytest.raises(RunError):
            Database(path).events()
    assert len(Database(path).events()) == 1
    assert len(Database(path).sql("select * from schema_migrations")) == last
    names = Database(path).sql("select table_name from duckdb_tables()").rows()
    assert {"table_name": "extra"} not in names


def test_a_newer_file_is_left_alone(path: Path) -> None:
    Database(path).add([document(1)], [record(document(1))])
    with duckdb.connect(str(path)) as connection:
        connection.execute("insert into schema_migrations values (99, 'future', now()::timestamp)")
    before = path.read_bytes()
    for attempt in (Database(path).events, lambda: Database(path).add([document(2)])):
        with pytest.raises(RunError, match=r"newer Whimbrel .*version 99.*Nothing was changed"):
            attempt()
    assert path.read_bytes() == before


def test_another_programs_file_is_left_alone(path: Path) -> None:
    with duckdb.connect(str(path)) as connection:
        connection.execute("create table ledger (a integer)")
    before = path.read_bytes()
    for attempt in (Database(path).events, lambda: Database(path).add([document(2)])):
        with pytest.raises(RunError, match=r"no Whimbrel record: it holds main\.ledger"):
            attempt()
    assert path.read_bytes() == before


def test_every_column_that_is_written_is_in_its_table(path: Path) -> None:
    Database(path).prepare()
    tables = {
        "documents": [*rows.DOCUMENTS, "added_at"],
        "codings": [*rows.CODINGS, "coded_at"],
        "failures": [*rows.FAILURES, "failed_at"],
        **{name: ["content_key", "position", *columns] for name, columns in rows.DETAILS.items()},
    }
    for name, columns in tables.items():
        found = Database(path).sql(f"select * from stored.{name} limit 0")  # noqa: S608
        assert sorted(found.columns) == sorted(columns), name
