"""`whimbrel code`: the whole way, from files to a record."""

from __future__ import annotations

import json
import os
import pty
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from whimbrel import api, from_json
from whimbrel.records import Document, Failure

Run = Callable[..., Any]

LINES = [
    {"id": "b", "text": "Gunmen attacked a police station in Mosul on Tuesday."},
    {"id": "a", "text": "The government praised the agreement.", "published": "2012-01-04"},
    {"id": "c", "text": "Gunmen attacked a police station in Mosul on Tuesday.", "outlet": "Wire"},
]


@pytest.fixture
def dispatches(tmp_path: Path) -> Path:
    """Three documents, two of them copies of one text, out of alphabetical order."""
    path = tmp_path / "dispatches.jsonl"
    path.write_text("".join(json.dumps(each) + "\n" for each in LINES), encoding="utf-8")
    return path


def test_into_jsonl_one_record_a_line_in_input_order(
    run: Run, dispatches: Path, tmp_path: Path
) -> None:
    outcome = run("code", dispatches, "--jsonl", tmp_path / "out.jsonl")
    assert (outcome.code, outcome.out) == (0, "")
    lines = (tmp_path / "out.jsonl").read_text(encoding="utf-8").splitlines()
    records = [from_json(line) for line in lines]
    assert [each.id for each in records] == ["b", "a", "c"]
    assert [event.type for event in records[0].events] == ["ASSAULT"]
    assert records[2].outlet == "Wire"


def test_jsonl_on_standard_output(run: Run, dispatches: Path) -> None:
    outcome = run("code", dispatches, "--jsonl", "-", "--quiet")
    assert [from_json(line).id for line in outcome.out.splitlines()] == ["b", "a", "c"]
    assert (outcome.code, outcome.err) == (0, "")


def test_into_a_record_file_and_again(run: Run, dispatches: Path, tmp_path: Path) -> None:
    record = tmp_path / "record.duckdb"
    first = run("code", dispatches, "--into", record)
    assert first.code == 0
    assert "3 documents" in first.err
    before = run("list", "events", "-r", record, "-f", "json").out
    assert run("code", dispatches, "--into", record).code == 0
    assert run("list", "events", "-r", record, "-f", "json").out == before
    assert len(json.loads(run("list", "documents", "-r", record, "-f", "json").out)) == 3


def test_without_a_destination_it_is_shown(run: Run, dispatches: Path) -> None:
    outcome = run("code", dispatches)
    assert outcome.code == 0
    assert outcome.out.count("In the sentences:") == 1
    assert "-> ASSAULT" in outcome.out
    assert "[trigger: attacked]" in outcome.out
    assert "3 documents" in outcome.err


def test_the_closing_line_counts_documents_without_date(run: Run, dispatches: Path) -> None:
    closing = run("code", dispatches, "--jsonl", "-").err.splitlines()[-1]
    for words in ("3 documents", "events", "claims", "0 failures", " s", "2 "):
        assert words in closing


def test_run_wide_date_and_outlet(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Talks\n\nTroops left the town on Tuesday.")
    outcome = run(
        "code", tmp_path / "a.txt", "--jsonl", "-", "--published", "2012-01-04", "--outlet", "Wire"
    )
    record = from_json(outcome.out)
    assert (record.published, record.outlet) == ("2012-01-04", "Wire")


def test_the_same_folder_with_another_day_is_corrected(run: Run, tmp_path: Path) -> None:
    folder, record = tmp_path / "news", tmp_path / "record.duckdb"
    folder.mkdir()
    (folder / "a.txt").write_text("Talks\n\nTroops left the town on Tuesday.")
    own = {"text": "Rebels left the town on Tuesday.", "published": "2012-01-04"}
    (folder / "b.jsonl").write_text(json.dumps(own))
    (folder / "c.csv").write_text("id,text\nc,Soldiers left the town on Tuesday.\n")
    days = ([], ["--published", "2021-05-05"], ["--published", "2021-05-13"])
    for day in days:
        assert run("code", folder, "--into", record, *day).code == 0
        rows = json.loads(run("list", "events", "-r", record, "-f", "json").out)
    assert [(row["published"], row["date_from"]) for row in rows] == [
        ("2012-01-04", "2012-01-03"),
        ("2021-05-13", "2021-05-11"),
        ("2021-05-13", "2021-05-11"),
    ]


def test_columns_of_a_table(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("nr,story\n7,Troops left the town.\n")
    outcome = run(
        "code", tmp_path / "a.csv", "--jsonl", "-", "--column", "text=story", "--column", "id=nr"
    )
    assert from_json(outcome.out).id == "7"


def test_a_broken_line_is_named_and_the_rest_is_coded(
    run: Run, dispatches: Path, tmp_path: Path
) -> None:
    good = dispatches.read_text(encoding="utf-8").splitlines()
    dispatches.write_text("\n".join([good[0], '{"id": "broken', good[1]]), encoding="utf-8")
    record = tmp_path / "record.duckdb"
    outcome = run("code", dispatches, "--into", record, "--jsonl", tmp_path / "out.jsonl")
    assert outcome.code == 1
    assert f"{dispatches}:2" in outcome.err
    assert "1 failure" in outcome.err
    assert len((tmp_path / "out.jsonl").read_text(encoding="utf-8").splitlines()) == 2
    failures = json.loads(run("list", "failures", "-r", record, "-f", "json").out)
    assert [each["where"] for each in failures] == [f"{dispatches}:2"]


def test_another_text_of_a_known_id_needs_replace(run: Run, tmp_path: Path) -> None:
    path, record = tmp_path / "a.jsonl", tmp_path / "record.duckdb"
    path.write_text(json.dumps({"id": "a", "text": "Troops left the town."}))
    assert run("code", path, "--into", record).code == 0
    path.write_text(json.dumps({"id": "a", "text": "Rebels left the town."}))
    refused = run("code", path, "--into", record)
    assert refused.code == 1
    assert "--replace" in refused.err
    assert run("code", path, "--into", record, "--replace").code == 0
    assert "Rebels" in run("show", record, "--document", "a").out


GERMAN = (
    "Die Regierung hat am Dienstag neue Gespräche mit den Rebellen angekündigt. "
    "Die Verhandlungen sollen in der kommenden Woche in der Hauptstadt beginnen."
)


def test_another_language_is_a_failure_unless_any_is_coded(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(GERMAN, encoding="utf-8")
    refused = run("code", tmp_path / "a.txt", "--jsonl", "-")
    assert (refused.code, refused.out) == (1, "")
    assert "German" in refused.err
    assert run("code", tmp_path / "a.txt", "--jsonl", "-", "--any-language").code == 0


def test_a_codebook_of_ones_own(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "harbour"
    (folder / "types").mkdir(parents=True)
    (folder / "codebook.toml").write_text('name = "harbour"\nversion = "1"\n')
    (folder / "types" / "sail.toml").write_text(
        'name = "SAIL"\ndefinition = "A ship leaves."\n[[cue]]\nverb = ["sail"]\nactor = ["subj"]\n'
    )
    (tmp_path / "a.txt").write_text("Ferry leaves\n\nThe navy sailed for Basra on Tuesday.")
    outcome = run("code", tmp_path / "a.txt", "--jsonl", "-", "--codebook", folder)
    record = from_json(outcome.out)
    assert [event.type for event in record.events] == ["SAIL"]
    assert record.coder.codebook.startswith("harbour 1")


@pytest.mark.parametrize("name", ["both", "cues", "encoder"])
def test_a_coder_by_name(run: Run, dispatches: Path, name: str) -> None:
    outcome = run("code", dispatches, "--jsonl", "-", "--quiet", "--coder", name)
    records = [from_json(line) for line in outcome.out.splitlines()]
    assert {record.coder.name for record in records} == {f"whimbrel-{name}"}
    assert [event.type for event in records[0].events] == ["ASSAULT"]
    by_encoder = ["Encoder: " in event.rationale for event in records[0].events]
    assert by_encoder == [name != "cues"]


def test_cues_and_encoder_joined_are_the_default(run: Run, dispatches: Path) -> None:
    plain = run("code", dispatches, "--jsonl", "-").out
    assert run("code", dispatches, "--jsonl", "-", "--coder", "both").out == plain
    assert run("code", dispatches, "--jsonl", "-", "--coder", "cues").out != plain


@pytest.mark.parametrize("name", ["both", "cues", "encoder"])
def test_nothing_is_certain(run: Run, dispatches: Path, name: str) -> None:
    arguments = ("code", dispatches, "--jsonl", "-", "--coder", name, "--min-confidence", "1")
    outcome = run(*arguments)
    assert outcome.code == 0
    assert [from_json(line).events for line in outcome.out.splitlines()] == [(), (), ()]


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["none.txt"], "'none.txt' does not exist"),
        (["{file}", "--published", "2012-02-31"], "'2012-02-31' is no date"),
        (["{file}", "--column", "text"], "'text' is not of the form FIELD=COLUMN"),
        (["{file}", "--column", "txet=a"], "txet"),
        (["{file}", "--codebook", "nope"], "no codebook 'nope'"),
        (["{file}", "--pipeline", "nope"], "'nope' is not installed"),
        (["{file}", "--coder", "cue"], "'cue' is not one of 'both', 'cues', 'encoder'"),
        (["{file}", "--min-confidence", "1.5"], "Invalid value for '--min-confidence'"),
        (["{file}", "--min-confidence", "half"], "Invalid value for '--min-confidence'"),
        (["{file}", "--jsonl", "no/such/folder/out.jsonl"], "no/such/folder/out.jsonl"),
        (["{file}", "--into", "no/such/folder/out.duckdb"], "no/such/folder"),
    ],
)
def test_what_keeps_a_run_from_starting(
    run: Run, dispatches: Path, arguments: list[str], sentence: str
) -> None:
    if "--jsonl" not in arguments and "--into" not in arguments:
        arguments = [*arguments, "--jsonl", "-"]
    outcome = run("code", *(each.replace("{file}", str(dispatches)) for each in arguments))
    assert (outcome.code, outcome.out) == (2, "")
    assert outcome.err.startswith("whimbrel: ")
    assert sentence in outcome.err


def test_ctrl_c_keeps_what_was_coded(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stopped(*_: object, **__: object) -> Iterator[Document | Failure]:
        for number in range(200):
            yield Document(id=str(number), text=f"Troops left the town on day {number}.")
        raise KeyboardInterrupt

    monkeypatch.setattr(api, "read", stopped)
    record = tmp_path / "record.duckdb"
    outcome = run("code", "x.txt", "--into", record)
    assert outcome.code == 1
    assert "Stopped." in outcome.err
    assert "Traceback" not in outcome.err
    kept = json.loads(run("list", "documents", "-r", record, "-f", "json").out)
    assert len(kept) > 0


def test_progress_is_shown_on_a_terminal_only(dispatches: Path) -> None:
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "whimbrel", "code", str(dispatches), "--jsonl", "-"]
    running = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=theirs)
    assert running.stdout is not None
    records = running.stdout.read()
    running.wait()
    os.close(theirs)
    seen = os.read(ours, 100_000).decode()
    os.close(ours)
    assert len(records.splitlines()) == 3
    assert "a second" in seen  # the bar
    assert "3 documents, " in seen  # the closing line


def test_a_source_is_never_written_over(run: Run, dispatches: Path) -> None:
    before = dispatches.read_bytes()
    outcome = run("code", dispatches, "--jsonl", dispatches)
    assert outcome.code == 2
    assert "would be written over a source of this run" in outcome.err
    assert dispatches.read_bytes() == before
