"""Start-up, help, version, schema, and what becomes of errors."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from typing import Any

import pytest

from whimbrel import __version__, api
from whimbrel.cli import main

Run = Callable[..., Any]

HEAVY = (
    "altair",
    "duckdb",
    "fastapi",
    "numpy",
    "onnxruntime",
    "pandas",
    "polars",
    "pyarrow",
    "pydantic",
    "spacy",
    "trafilatura",
)


def python(code: str) -> str:
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return done.stdout


@pytest.mark.parametrize("start", ["import whimbrel", "import whimbrel.cli"])
def test_starting_loads_nothing_heavy(start: str) -> None:
    loaded = python(f"{start}; import sys; print(*sys.modules)").split()
    assert "whimbrel" in loaded
    assert [name for name in HEAVY if name in loaded] == []


def test_help_loads_nothing_heavy() -> None:
    out = python(
        "import sys, whimbrel.cli; whimbrel.cli.main(['--help']); print('LOADED', *sys.modules)"
    )
    help_text, _, loaded = out.partition("LOADED ")
    assert "codebook" in help_text
    assert [name for name in HEAVY if name in loaded.split()] == []


@pytest.mark.parametrize(
    "command",
    ["code", "list", "show", "sql", "score", "codebook", "schema", "version"],
)
def test_every_command_has_help(run: Run, command: str) -> None:
    outcome = run(command, "--help")
    assert (outcome.code, outcome.err) == (0, "")
    assert f"Usage: whimbrel {command}" in outcome.out


@pytest.mark.parametrize("arguments", [["version"], ["--version"]])
def test_version(run: Run, arguments: list[str]) -> None:
    outcome = run(*arguments)
    assert (outcome.code, outcome.out) == (0, f"whimbrel {__version__}\n")


def test_schema_is_the_records(run: Run) -> None:
    assert json.loads(run("schema").out) == api.schema()


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["cdoe"], "whimbrel: No such command 'cdoe'"),
        (["code"], "whimbrel: Missing argument 'SOURCES...'. See `whimbrel code --help`."),
        (["code", "x.txt", "--wrokers", "2"], "whimbrel: No such option"),
        (["code", "x.txt", "--workers", "0"], "whimbrel: Invalid value for '--workers'"),
    ],
)
def test_a_slip_is_one_sentence(run: Run, arguments: list[str], sentence: str) -> None:
    outcome = run(*arguments)
    assert (outcome.code, outcome.out) == (2, "")
    assert outcome.err.startswith(sentence)
    assert outcome.err.count("\n") == 1


def _raise(error: BaseException) -> Callable[[], None]:
    def fail() -> None:
        raise error

    return fail


def test_the_unforeseen_is_a_sentence_and_with_debug_a_traceback(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(api, "schema", _raise(ValueError("odd\x1b[2J")))
    outcome = run("schema")
    assert outcome.code == 2
    assert "ValueError: odd" in outcome.err
    assert "\x1b" not in outcome.err
    assert "Traceback" not in outcome.err
    with pytest.raises(ValueError, match="odd"):
        main(["--debug", "schema"])


def test_ctrl_c_is_a_sentence(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(api, "schema", _raise(KeyboardInterrupt()))
    outcome = run("schema")
    assert (outcome.code, outcome.err) == (1, "whimbrel: Stopped.\n")


def test_a_closed_pipe_is_silent() -> None:
    # `true` never reads: the pipe's other end is closed when the command writes.
    command = f"{sys.executable} -m whimbrel schema | true"
    done = subprocess.run(["sh", "-c", command], capture_output=True, text=True)
    assert done.stderr == ""


def test_the_module_runs_like_the_command() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "whimbrel", "list", "events", "-r", "none.duckdb"],
        capture_output=True,
        text=True,
    )
    assert done.returncode == 2
    assert done.stderr.startswith("whimbrel: ")
    assert "none.duckdb" in done.stderr
