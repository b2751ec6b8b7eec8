"""One file, many hands: nothing lost, nothing doubled, everybody gets a turn."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path

import duckdb
import pyarrow.parquet as pq
import pytest
from synthetic import SyntheticCoder, document, record

from whimbrel.errors import RunError
from whimbrel.run import code_into
from whimbrel.store import inbox
from whimbrel.store.database import Database
from whimbrel.store.inbox import Owner
from whimbrel.store.writing import batch_of

HAND = Path(__file__).with_name("hand.py")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "record.duckdb"


def hand(what: str, path: Path, seconds: float) -> subprocess.Popen[str]:
    """A process at the file, once it has started."""
    command = [sys.executable, str(HAND), what, str(path), str(seconds)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    return process


def times_of(process: subprocess.Popen[str]) -> list[float]:
    out, err = process.communicate(timeout=120)
    assert process.returncode == 0, err
    return list(json.loads(out)["times"])


def assert_whole(path: Path, count: int) -> None:
    """Every document once, with its one event and claim, and the same record as it was coded."""
    database = Database(path)
    database.settle()
    assert inbox.waiting(path.with_name(path.name + ".inbox")) == []
    assert [
        row["document"] for row in database.sql("select document from documents order by 1")
    ] == [document(n).id for n in range(count)]
    assert len(database.events()) == len(database.claims()) == count
    assert database.failures().rows() == []
    for n in (0, count // 2, count - 1):
        assert database.record(document(n).id) == record(document(n))


def test_a_run_six_busy_readers_and_an_owner_that_comes_and_goes(path: Path) -> None:
    Database(path).prepare()
    hands = [hand("read", path, 5) for _ in range(6)] + [hand("own", path, 5)]
    summary = code_into((document(n) for n in range(200)), SyntheticCoder(), into=path, batch=15)
    assert (summary.documents, summary.failures) == (200, 0)
    for each in hands:
        assert len(times_of(each)) > 1
    assert_whole(path, 200)


def test_a_run_finds_an_owner_and_leaves_its_batches_in_the_inbox(path: Path) -> None:
    with Owner(path) as owner:
        through = Database(path, through=owner)
        summary = code_into((document(n) for n in range(60)), SyntheticCoder(), into=path, batch=10)
        # A run that has ended leaves nothing behind in the inbox.
        assert len(through.events()) == 60
        assert owner.trouble is None
        ledger = through.sql("select name from stored.inbox").rows()
    assert summary.documents == 60
    assert len(ledger) == 6
    assert_whole(path, 60)


def test_a_batch_of_one_name_is_taken_in_once(path: Path) -> None:
    Database(path).add([document(0)], [record(document(0))])
    folder = path.with_name(path.name + ".inbox")
    documents = [document(1), document(2)]
    name = inbox.put(folder, batch_of(documents, map(record, documents), []))
    kept = (folder / name).read_bytes()
    assert len(Database(path).documents()) == 3
    with duckdb.connect(str(path)) as connection:
        connection.execute("delete from stored.documents where id = 'doc-00002'")
    # As after a death between the transaction and the removal of the file.
    (folder / name).write_bytes(kept)
    assert len(Database(path).documents()) == 2
    assert inbox.waiting(folder) == []


def test_a_file_half_written_is_no_batch(path: Path) -> None:
    Database(path).prepare()
    folder = path.with_name(path.name + ".inbox")
    name = inbox.put(folder, batch_of([document(1)], [record(document(1))], []))
    (folder / name).rename(folder / f"{name}.part")
    assert inbox.waiting(folder) == []
    assert len(Database(path).documents()) == 0


def test_a_batch_that_cannot_be_read_is_set_aside_and_listed(path: Path) -> None:
    Database(path).prepare()
    folder = path.with_name(path.name + ".inbox")
    (folder / "1.parquet").write_bytes(b"no parquet")
    inbox.put(folder, batch_of([document(1)], [record(document(1))], []))
    (row,) = Database(path).failures().rows()
    assert row["where"].endswith("1.broken")
    assert len(Database(path).documents()) == 1
    assert inbox.waiting(folder) == []


def test_an_owner_killed_again_and_again_loses_nothing(path: Path) -> None:
    Database(path).prepare()
    folder = path.with_name(path.name + ".inbox")
    for turn in range(4):
        owner = hand("own", path, 60)
        for n in range(turn * 20, turn * 20 + 20, 4):
            documents = [document(n + each) for each in range(4)]
            inbox.put(folder, batch_of(documents, map(record, documents), []))
            time.sleep(0.05 * turn)
        owner.kill()
        owner.communicate()
    assert_whole(path, 80)


def test_there_is_one_owner_at_a_time(path: Path) -> None:
    with Owner(path), pytest.raises(RunError, match=r"is kept open already by process \d+"):
        Owner(path).__enter__()
    with Owner(path):
        pass


def test_an_owner_gives_the_file_away_to_those_who_wait(path: Path) -> None:
    with Owner(path) as owner:
        Database(path, through=owner).add([document(1)], [record(document(1))])
        reader = hand("read", path, 2)
        assert len(times_of(reader)) > 1
        assert len(Database(path, through=owner).events()) == 1


HOLDER = """
import duckdb, sys, time
connection = duckdb.connect({path!r})
print("in", flush=True)
time.sleep({seconds})
"""


@pytest.fixture
def holder(path: Path) -> subprocess.Popen[str]:
    """A program that knows nothing of Whimbrel's locks and keeps the file."""
    Database(path).add([document(1)], [record(document(1))])
    code = HOLDER.format(path=str(path), seconds=3)
    process = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    process.stdout.readline()
    return process


def test_a_program_that_keeps_the_file_is_named(path: Path, holder: subprocess.Popen[str]) -> None:
    for attempt in (
        Database(path, wait=0.3).events,
        lambda: Database(path, wait=0.3).add([document(2)]),
    ):
        with pytest.raises(RunError, match=f"held by process {holder.pid}.*0.3 seconds"):
            attempt()
    holder.kill()
    holder.wait()


def test_a_program_that_keeps_the_file_is_waited_for(
    path: Path, holder: subprocess.Popen[str]
) -> None:
    assert len(Database(path).events()) == 1
    holder.wait()


def test_batches_travel_as_parquet_that_others_can_read(path: Path) -> None:
    Database(path).prepare()
    folder = path.with_name(path.name + ".inbox")
    name = inbox.put(folder, batch_of([document(1)], [record(document(1))], [], replace=True))
    assert pq.read_table(folder / name)["part"].to_pylist() == ["document", "coding", "batch"]
