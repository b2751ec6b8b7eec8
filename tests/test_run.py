"""A coding run: every document once, in order, and nothing lost when it is cut short."""

from __future__ import annotations

import io
import json
import resource
import signal
import subprocess
import sys
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent / "store"))

from synthetic import CODER, NEWER, SyntheticCoder, document, record

from whimbrel.contract import to_json
from whimbrel.errors import RunError, SetupError
from whimbrel.records import Document, Failure, Record
from whimbrel.run import Progress, code_into
from whimbrel.store.database import Database

BROKEN_LINE = Failure(where="in.jsonl:2", reason="This is no JSON.")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "record.duckdb"


def lines_of(file: Path) -> list[str]:
    return file.read_text(encoding="utf-8").splitlines()


def ids_of(file: Path) -> list[str]:
    return [json.loads(line)["id"] for line in lines_of(file)]


def documents(count: int) -> list[Document]:
    return [document(n) for n in range(count)]


def test_one_line_a_document_in_input_order(tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    coder = SyntheticCoder(refuses=frozenset({"doc-00003"}))
    summary = code_into([document(9), BROKEN_LINE, *documents(5)], coder, jsonl=out, batch=2)
    coded = [document(9), *(document(n) for n in (0, 1, 2, 4))]
    assert lines_of(out) == [to_json(record(each)) for each in coded]
    assert (summary.documents, summary.events, summary.claims, summary.failures) == (5, 5, 5, 2)
    assert [each.where for each in summary.failed] == ["in.jsonl:2", "doc-00003"]


def test_an_open_stream_gets_the_same_lines() -> None:
    stream = io.StringIO()
    code_into(documents(3), SyntheticCoder(), jsonl=stream)
    assert stream.getvalue() == "".join(to_json(record(each)) + "\n" for each in documents(3))
    assert not stream.closed


def test_known_documents_are_skipped_and_still_written_as_lines(tmp_path: Path, path: Path) -> None:
    code_into(documents(6), SyntheticCoder(), into=path, batch=4)
    coder = SyntheticCoder()
    out = tmp_path / "out.jsonl"
    summary = code_into(documents(9), coder, into=path, jsonl=out, batch=4)
    assert coder.asked == ["doc-00006", "doc-00007", "doc-00008"]
    assert (summary.documents, summary.skipped) == (3, 6)
    assert lines_of(out) == [to_json(record(each)) for each in documents(9)]
    assert len(Database(path).documents()) == 9
    assert "6 documents stored already and skipped" in summary.sentence


def test_a_newer_coder_codes_all_again(path: Path) -> None:
    code_into(documents(3), SyntheticCoder(), into=path)
    summary = code_into(documents(3), SyntheticCoder(NEWER), into=path)
    assert (summary.documents, summary.skipped) == (3, 0)
    assert {row["version"] for row in Database(path).documents().rows()} == {"2"}
    assert len(Database(path).events()) == 3


@pytest.mark.parametrize("stored", [True, False], ids=["into", "jsonl only"])
@pytest.mark.parametrize("batch", [1, 3, 64])
def test_copies_are_coded_once(tmp_path: Path, stored: bool, batch: int) -> None:
    first, other = document(1), document(2)
    copies = [replace(first, id=f"copy-{n}", outlet=f"Outlet {n}") for n in range(3)]
    coder = SyntheticCoder()
    out = tmp_path / "out.jsonl"
    into = tmp_path / "record.duckdb" if stored else None
    summary = code_into(
        [first, copies[0], other, *copies[1:]], coder, into=into, jsonl=out, batch=batch
    )
    assert coder.asked == [first.id, other.id]
    assert ids_of(out) == [first.id, "copy-0", other.id, "copy-1", "copy-2"]
    assert json.loads(lines_of(out)[3])["outlet"] == "Outlet 1"
    assert (summary.documents, summary.copies, summary.events) == (5, 3, 5)
    if into:
        assert len(Database(into).events()) == 5
        assert len(Database(into).sql("select * from stored.codings")) == 2


def test_copies_of_a_text_that_cannot_be_coded_fail_with_it(path: Path) -> None:
    copy = replace(document(1), id="copy")
    coder = SyntheticCoder(refuses=frozenset({document(1).id}))
    summary = code_into([document(1), copy], coder, into=path)
    assert [each.document_id for each in summary.failed] == [document(1).id, "copy"]
    assert document(1).id in summary.failed[1].reason


def test_one_id_with_two_texts(tmp_path: Path, path: Path) -> None:
    two = [document(1), document(1, text=document(2).text)]
    out = tmp_path / "out.jsonl"
    assert code_into(two, SyntheticCoder(), jsonl=out).failures == 0
    assert ids_of(out) == [two[0].id] * 2

    for batch, into in ((1, path), (64, tmp_path / "other.duckdb")):
        summary = code_into(two, SyntheticCoder(), into=into, jsonl=out, batch=batch)
        assert (summary.documents, summary.failures) == (1, 1)
        assert "the texts differ" in summary.failed[0].reason
        assert lines_of(out) == [to_json(record(two[0]))]
        assert len(Database(into).failures()) == 1

        replaced = code_into(two[1:], SyntheticCoder(), into=into, replace=True)
        assert (replaced.documents, replaced.failures) == (1, 0)
        assert Database(into).record(two[1].id) == record(two[1])
        assert len(Database(into).documents()) == 1


def test_the_same_document_twice_is_stored_once(tmp_path: Path, path: Path) -> None:
    out = tmp_path / "out.jsonl"
    summary = code_into([document(1), document(1)], SyntheticCoder(), into=path, jsonl=out)
    assert (summary.documents, summary.skipped) == (1, 1)
    assert ids_of(out) == [document(1).id] * 2


def test_failures_are_listed_once_however_often_the_run_is_made(path: Path) -> None:
    for _ in range(2):
        code_into([BROKEN_LINE, document(1)], SyntheticCoder(), into=path)
    (row,) = Database(path).failures().rows()
    assert (row["where"], row["reason"]) == ("in.jsonl:2", "This is no JSON.")


def test_half_a_character_is_a_failure_and_not_the_end(tmp_path: Path, path: Path) -> None:
    half = document(1, text=document(1).text + "\ud83d")
    out = tmp_path / "out.jsonl"
    summary = code_into([half, document(2)], SyntheticCoder(), into=path, jsonl=out)
    assert ids_of(out) == [document(2).id]
    assert "half a character" in summary.failed[0].reason


def test_documents_without_a_date_are_counted(path: Path) -> None:
    undated = [document(1, published=None), document(2, published="soon"), document(3)]
    summary = code_into(undated, SyntheticCoder(), into=path)
    assert summary.without_date == 2
    assert "2 documents without a date of publication" in summary.sentence


def test_progress_ends_with_everything(path: Path) -> None:
    told: list[Progress] = []
    code_into([BROKEN_LINE, *documents(5)], SyntheticCoder(), into=path, progress=told.append)
    assert (told[-1].documents, told[-1].failures) == (6, 1)


def test_no_more_is_held_than_the_batches_on_the_way(path: Path) -> None:
    """A run over a long stream does not run ahead of what it has written."""
    ahead, handed = [], 0

    def stream() -> Iterator[Document]:
        nonlocal handed
        for n in range(160):
            handed += 1
            yield document(n)

    class Watching(SyntheticCoder):
        def code(self, items: Iterable[Document | Failure]) -> Iterator[Record | Failure]:
            for number, result in enumerate(super().code(items)):
                ahead.append(handed - number)
                yield result

    code_into(stream(), Watching(), into=path, batch=16)
    assert max(ahead) <= 17


class Interrupted(SyntheticCoder):
    """Ctrl-C after so many documents."""

    after = 11

    def code(self, items: Iterable[Document | Failure]) -> Iterator[Record | Failure]:
        for number, result in enumerate(super().code(items)):
            if number == self.after:
                raise KeyboardInterrupt
            yield result


def test_ctrl_c_keeps_what_is_coded_and_the_next_run_goes_on(tmp_path: Path, path: Path) -> None:
    out = tmp_path / "out.jsonl"
    summary = code_into(documents(30), Interrupted(), into=path, jsonl=out, batch=4)
    assert summary.interrupted
    assert summary.documents == 11
    assert ids_of(out) == [each.id for each in documents(11)]
    assert len(Database(path).documents()) == 11
    coder = SyntheticCoder()
    summary = code_into(documents(30), coder, into=path, jsonl=out, batch=4)
    assert len(coder.asked) == 19
    assert not summary.interrupted
    assert lines_of(out) == [to_json(record(each)) for each in documents(30)]


CHILD = """
import sys, time
sys.path.insert(0, {tests!r})
from synthetic import SyntheticCoder, document
from whimbrel.run import code_into

class Slow(SyntheticCoder):
    def code(self, items):
        for result in super().code(items):
            time.sleep(0.004)
            yield result

summary = code_into(
    (document(n) for n in range({count})), Slow(), into={into!r}, jsonl={jsonl!r}, batch=8,
    progress=lambda now: print("at", now.documents, flush=True),
)
print("interrupted" if summary.interrupted else "done", summary.documents, flush=True)
"""


def _child(tmp_path: Path, count: int) -> subprocess.Popen[str]:
    code = CHILD.format(
        tests=str(Path(__file__).parent / "store"),
        count=count,
        into=str(tmp_path / "record.duckdb"),
        jsonl=str(tmp_path / "out.jsonl"),
    )
    return subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)


def _wait_until_at(child: subprocess.Popen[str], number: int) -> None:
    assert child.stdout is not None
    for line in child.stdout:
        if line.startswith("at ") and int(line.split()[1]) >= number:
            return
    raise AssertionError("The child ended too early.")


@pytest.mark.parametrize("at", [9, 60])
def test_a_real_ctrl_c(tmp_path: Path, at: int) -> None:
    child = _child(tmp_path, 4000)
    _wait_until_at(child, at)
    child.send_signal(signal.SIGINT)
    out, _ = child.communicate(timeout=60)
    last = out.strip().splitlines()[-1].split()
    assert child.returncode == 0
    assert last[0] == "interrupted"
    kept = int(last[1])
    assert len(Database(tmp_path / "record.duckdb").documents()) == kept >= at
    assert ids_of(tmp_path / "out.jsonl")[:kept] == [each.id for each in documents(kept)]


def test_killed_again_and_again_a_run_still_comes_to_its_end(tmp_path: Path) -> None:
    into, done = tmp_path / "record.duckdb", 0
    for at in (12, 41, 77):
        child = _child(tmp_path, 4000)
        _wait_until_at(child, at)
        child.kill()
        child.wait()
        found = (
            Database(into)
            .sql(
                "select count(*) as documents, count(distinct document) as ids, "
                "(select count(*) from events) as events from documents"
            )
            .rows()[0]
        )
        assert found["documents"] == found["ids"] == found["events"]
        assert found["documents"] >= done, "A batch that was written is lost."
        done = found["documents"]
    assert done >= 64
    coder = SyntheticCoder()
    summary = code_into(documents(150), coder, into=into)
    assert len(coder.asked) == summary.documents == 150 - done
    assert len(Database(into).documents()) == 150


FULL = """
import resource, sys
sys.path.insert(0, {tests!r})
from synthetic import SyntheticCoder, document
from whimbrel.errors import RunError
from whimbrel.run import code_into

def limit():
    resource.setrlimit(resource.RLIMIT_FSIZE, ({size}, {size}))

code_into((document(n) for n in range(100)), SyntheticCoder(), **{target})
limit()
try:
    code_into((document(n) for n in range(4000)), SyntheticCoder(), **{target})
except RunError as error:
    print(error)
"""


@pytest.mark.parametrize(("kind", "size"), [("into", 2_200_000), ("jsonl", 500_000)])
def test_a_full_disk(tmp_path: Path, kind: str, size: int) -> None:
    """No file may grow over `size`, which is what a full disk looks like to the run."""
    assert resource.RLIMIT_FSIZE is not None
    name = {"into": "record.duckdb", "jsonl": "out.jsonl"}[kind]
    code = FULL.format(
        tests=str(Path(__file__).parent / "store"), size=size, target={kind: str(tmp_path / name)}
    )
    child = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=120
    )
    assert child.returncode == 0, child.stderr
    assert name in child.stdout
    assert "Make room and run the same command again." in child.stdout
    if kind == "jsonl":
        assert all(json.loads(line)["id"] for line in lines_of(tmp_path / name))
        assert (tmp_path / name).read_bytes().endswith(b"\n")
        return
    kept = len(Database(tmp_path / name).documents())
    assert 100 <= kept < 4000
    assert len(Database(tmp_path / name).events()) == kept
    code_into(documents(kept + 10), SyntheticCoder(), into=tmp_path / name)
    assert len(Database(tmp_path / name).documents()) == kept + 10


def test_a_fault_of_the_coder_keeps_what_was_coded(path: Path) -> None:
    class Faulty(SyntheticCoder):
        def code(self, items: Iterable[Document | Failure]) -> Iterator[Record | Failure]:
            for number, result in enumerate(super().code(items)):
                if number == 5:
                    raise ZeroDivisionError
                yield result

    with pytest.raises(ZeroDivisionError):
        code_into(documents(30), Faulty(), into=path)
    assert len(Database(path).documents()) == 5


def test_what_cannot_start(tmp_path: Path) -> None:
    with pytest.raises(SetupError, match="needs a place to write"):
        code_into([], SyntheticCoder())
    with pytest.raises(SetupError, match="there is no folder"):
        code_into([], SyntheticCoder(), into=tmp_path / "no" / "record.duckdb")
    with pytest.raises(SetupError, match="there is no folder"):
        code_into([], SyntheticCoder(), jsonl=tmp_path / "no" / "out.jsonl")
    (tmp_path / "text.duckdb").write_text("no database")
    coder = SyntheticCoder()
    with pytest.raises(RunError, match="is no DuckDB file"):
        code_into(documents(3), coder, into=tmp_path / "text.duckdb")
    assert coder.asked == []


def test_an_empty_run_leaves_an_empty_record(path: Path) -> None:
    assert code_into([], SyntheticCoder(), into=path).documents == 0
    assert len(Database(path).documents()) == 0


def test_the_coder_is_named_in_the_runs(path: Path) -> None:
    code_into([*documents(9), BROKEN_LINE], SyntheticCoder(), into=path, batch=4)
    code_into(documents(9), SyntheticCoder(), into=path)
    (row,) = Database(path).sql("select * from runs").rows()
    assert (row["coder"], row["documents"], row["failures"]) == (CODER.name, 9, 1)
