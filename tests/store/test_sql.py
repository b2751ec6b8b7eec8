"""SQL of one's own: one SELECT, and nothing but the record within reach."""

from __future__ import annotations

from pathlib import Path

import pytest
from synthetic import document, record

from whimbrel.errors import SetupError
from whimbrel.store import rows
from whimbrel.store.database import Database
from whimbrel.store.inbox import Owner

VIEWS = ("documents", "failures", "runs", *rows.DETAILS)


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("sql") / "record.duckdb"
    documents = [document(n) for n in range(4)]
    Database(path).add(documents, map(record, documents))  # type: ignore[arg-type]
    return path


ANSWERED = [
    "select count(*) as n from events",
    "with raids as (select * from events where mode = 'raid') select count(*) as n from raids",
    "  -- a remark\n select count(*) as n from documents;  ",
    "from events select count(*) as n",
    "select count(*) as n from (values (1), (2), (3), (4))",
]


@pytest.mark.parametrize("query", ANSWERED)
def test_a_select_is_answered(path: Path, query: str) -> None:
    assert Database(path).sql(query).rows() == [{"n": 4}]


@pytest.mark.parametrize("view", VIEWS)
def test_every_table_of_details_has_a_view(path: Path, view: str) -> None:
    columns = Database(path).sql(f"select * from {view}").columns  # noqa: S608
    assert "content_key" not in columns or view == "documents"


@pytest.mark.parametrize("view", rows.DETAILS)
def test_views_have_the_rows_of_every_document(path: Path, view: str) -> None:
    found = Database(path).sql(f"select distinct document from {view}")  # noqa: S608
    assert len(found) == 4


REFUSED = {
    "copy out": "copy documents to '{folder}/out.csv'",
    "copy in": "copy stored.runs from '/etc/passwd'",
    "export": "export database '{folder}/out'",
    "attach a file": "attach '{folder}/other.duckdb' as other",
    "attach memory": "attach ':memory:' as other",
    "read_csv": "select * from read_csv('/etc/passwd')",
    "read_text": "select * from read_text('/etc/passwd')",
    "read_parquet": "select * from read_parquet('/etc/*')",
    "a file by name": "select * from '/etc/passwd'",
    "a csv by name": "select * from '{folder}/some.csv'",
    "a sub-query that reads": "select (select content from read_text('/etc/passwd')) as x",
    "a url": "select * from 'https://example.org/x.parquet'",
    "glob": "select * from glob('/etc/*')",
    "sniff_csv": "select * from sniff_csv('/etc/passwd')",
    "getenv": "select getenv('HOME')",
    "install": "install httpfs",
    "load": "load httpfs",
    "pragma": "pragma database_list",
    "call": "call pragma_version()",
    "set": "set threads = 1",
    "set access": "set enable_external_access = true",
    "reset": "reset lock_configuration",
    "several": "select 1; select 2",
    "several with a write": "select 1; delete from stored.events",
    "insert": "insert into stored.runs select * from stored.runs",
    "delete": "delete from stored.events",
    "update": "update stored.events set type = 'AID'",
    "drop": "drop view events",
    "create": "create table mine (a integer)",
    "temporary table": "create temp table mine as select 1",
    "writing with": "with x as (delete from stored.events returning *) select * from x",
    "writing with insert": (
        "with x as (insert into stored.inbox values ('a', now()::timestamp) returning *) "
        "select * from x"
    ),
    "a secret": "select * from duckdb_secrets()",
    "begin": "begin transaction",
    "checkpoint": "checkpoint",
    "explain": "explain analyze select 1",
    "vacuum": "vacuum",
    "nothing": "",
    "a remark alone": "-- nothing",
    "no sql": "who did what to whom",
    "no such table": "select * from evnets",
    "a python variable": "select * from REFUSED",
    "a query in a text": "select * from query('delete from stored.events')",
}


@pytest.mark.parametrize("through_owner", [False, True], ids=["alone", "through an owner"])
def test_anything_else_is_refused_and_does_nothing(path: Path, through_owner: bool) -> None:
    (path.parent / "some.csv").write_text("a\n1\n")
    before = sorted(each.name for each in path.parent.iterdir())

    def try_all(database: Database) -> None:
        for name, query in REFUSED.items():
            with pytest.raises(SetupError) as refusal:
                database.sql(query.format(folder=path.parent))
            assert str(refusal.value), name
        assert len(database.events()) == 4

    if through_owner:
        with Owner(path) as owner:
            try_all(Database(path, through=owner))
    else:
        try_all(Database(path))
    assert sorted(each.name for each in path.parent.iterdir()) == before
    assert len(Database(path).events()) == 4


def test_refusals_say_what_is_expected(path: Path) -> None:
    with pytest.raises(SetupError, match=r"this is DELETE\. The record is only read here"):
        Database(path).sql("delete from stored.events")
    with pytest.raises(SetupError, match=r"this is 2 statements\. Ask one at a time\."):
        Database(path).sql("select 1; select 2")
    with pytest.raises(SetupError, match="evnets does not exist"):
        Database(path).sql("select * from evnets")
