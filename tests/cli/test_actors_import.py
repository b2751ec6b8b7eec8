"""`whimbrel actors import`."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

Run = Callable[..., Any]


def test_a_dictionary(run: Run, tmp_path: Path) -> None:
    source, out = tmp_path / "own.actors.txt", tmp_path / "mine.tsv"
    source.write_text("HARBOUR_WATCH_OF_ALDA_ [NGOFRA]\n", encoding="utf-8")
    outcome = run("actors", "import", source, "--format", "petrarch", "--out", out)
    assert outcome.code == 0
    assert "1 actors in" in outcome.out
    assert "WHIMBREL_ACTORS" in outcome.out
    assert "Harbour Watch of Alda" in out.read_text(encoding="utf-8")


def test_what_could_not_be_taken_is_counted(run: Run, tmp_path: Path) -> None:
    source = tmp_path / "own.json"
    source.write_text(
        '{"id": "a", "schema": "Person", "properties": {"name": ["Ada Fenn"]}}\n' + "no\n" * 9,
        encoding="utf-8",
    )
    outcome = run("actors", "import", source, "--format", "ftm", "--out", tmp_path / "mine.tsv")
    assert outcome.code == 1
    assert "and 4 more" in outcome.err


def test_a_file_without_actors(run: Run, tmp_path: Path) -> None:
    source = tmp_path / "own.actors.txt"
    source.write_text("", encoding="utf-8")
    outcome = run("actors", "import", source, "--format", "petrarch", "--out", tmp_path / "m.tsv")
    assert outcome.code == 2
    assert "no actors" in outcome.err
