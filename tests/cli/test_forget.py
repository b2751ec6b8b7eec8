"""`whimbrel forget`."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., Any]


@pytest.fixture
def record(record_file: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(record_file, tmp_path / "record.duckdb"))


def test_it_counts_first_and_does_it_when_told(run: Run, record: Path) -> None:
    outcome = run("forget", "--outlet", "the wire", "--record", record)
    assert outcome.code == 0
    assert "1 document and 0 failures would be removed" in outcome.out
    assert "first" in run("list", "documents", "--record", record).out
    outcome = run("forget", "--outlet", "the wire", "--record", record, "--yes")
    assert outcome.code == 0
    assert "1 document and 0 failures removed" in outcome.out
    listed = run("list", "documents", "--record", record).out
    assert "first" not in listed
    assert "second" in listed


def test_nothing_of_it(run: Run, record: Path) -> None:
    outcome = run("forget", "--document", "nobody", "--record", record, "--yes")
    assert outcome.code == 0
    assert "holds nothing of it" in outcome.out


@pytest.mark.parametrize("asked", [(), ("--document", "a", "--actor", "b")])
def test_one_thing_at_a_time(run: Run, record: Path, asked: tuple[str, ...]) -> None:
    outcome = run("forget", *asked, "--record", record)
    assert outcome.code == 2
    assert "Name one thing to forget" in outcome.err


def test_no_record(run: Run, tmp_path: Path) -> None:
    outcome = run("forget", "--document", "a", "--record", tmp_path / "none.duckdb")
    assert outcome.code == 2
    assert "no file" in outcome.err
