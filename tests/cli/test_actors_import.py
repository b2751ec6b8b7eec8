"""`whimbrel actors import`, as the group of commands takes it in."""

from __future__ import annotations

from pathlib import Path

import typer
from typer.testing import CliRunner

from whimbrel.cli.actors_import import import_

app = typer.Typer()


@app.callback()
def _group() -> None:
    pass


app.command("import")(import_)


def test_a_dictionary(tmp_path: Path) -> None:
    source, out = tmp_path / "own.actors.txt", tmp_path / "mine.tsv"
    source.write_text("HARBOUR_WATCH_OF_ALDA_ [NGOFRA]\n", encoding="utf-8")
    arguments = ["import", str(source), "--format", "petrarch", "--out", str(out)]
    outcome = CliRunner().invoke(app, arguments, standalone_mode=False)
    assert outcome.return_value == 0
    assert "1 actors in" in outcome.output
    assert "WHIMBREL_ACTORS" in outcome.output
    assert "Harbour Watch of Alda" in out.read_text(encoding="utf-8")


def test_what_could_not_be_taken_is_counted(tmp_path: Path) -> None:
    source = tmp_path / "own.json"
    source.write_text(
        '{"id": "a", "schema": "Person", "properties": {"name": ["Ada Fenn"]}}\n' + "no\n" * 9,
        encoding="utf-8",
    )
    arguments = ["import", str(source), "--format", "ftm", "--out", str(tmp_path / "mine.tsv")]
    outcome = CliRunner().invoke(app, arguments, standalone_mode=False)
    assert outcome.return_value == 1
    assert "and 4 more" in outcome.output
