"""`whimbrel codebook list|show|check`."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from whimbrel.codebooks.codebook import load

Run = Callable[..., Any]

SAIL = """
name = "SAIL"
definition = "A ship leaves harbour."
not_for = "Ships that drift."
family = "traffic"
examples = ["The ferry sailed for Basra."]

[modes.early]
definition = "Before dawn."
examples = ["It sailed at four."]

[[cue]]
verb = ["sail"]
mode = "early"
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A codebook of one type, as a user would write it."""
    path = tmp_path / "harbour"
    (path / "types").mkdir(parents=True)
    (path / "codebook.toml").write_text('name = "harbour"\nversion = "1"\ntitle = "Harbour"\n')
    (path / "types" / "sail.toml").write_text(SAIL)
    return path


def test_list_names_the_built_in_one(run: Run) -> None:
    outcome = run("codebook", "list")
    assert (outcome.code, outcome.err) == (0, "")
    assert "plover" in [line.split()[0] for line in outcome.out.splitlines()]


def test_show_an_overview(run: Run, folder: Path) -> None:
    out = run("codebook", "show", folder).out
    assert out.startswith("Harbour (harbour 1 (")
    assert "SAIL  traffic\n  A ship leaves harbour." in out
    assert "modes: early" in out


def test_show_one_type_in_full(run: Run, folder: Path) -> None:
    out = run("codebook", "show", folder, "--type", "sail").out
    for words in (
        "family traffic",
        "Not for: Ships that drift.",
        "Before dawn.",
        "verb 'sail' -> early",
        "ferry",
    ):
        assert words in out


def test_show_plover_in_full(run: Run) -> None:
    plover = load("plover")
    overview = run("codebook", "show", "plover").out
    for name in plover.types:
        assert name in overview
        assert run("codebook", "show", "plover", "--type", name).code == 0


def test_show_what_a_codebook_takes_from_its_base(run: Run) -> None:
    overview = run("codebook", "show", "cameo").out
    assert f"Texts are coded with {load('plover').identity}." in overview
    out = run("codebook", "show", "cameo", "--type", "18").out
    assert "  ASSAULT/abduct -> 181\n" in out
    assert "  ASSAULT/abduct; near shield, shields -> 184\n" in out
    assert "cues" not in out


def test_check_a_good_one(run: Run, folder: Path) -> None:
    outcome = run("codebook", "check", folder)
    assert (outcome.code, outcome.err) == (0, "")
    assert outcome.out == f"{folder} can be used: 1 types, 1 modes.\n"


def test_check_names_every_fault(run: Run, folder: Path) -> None:
    broken = SAIL.replace('mode = "early"', 'mode = "late"') + '\n[[cue]]\nverb = ["go"]\nfoo = 1\n'
    (folder / "types" / "sail.toml").write_text(broken)
    outcome = run("codebook", "check", folder)
    assert outcome.code == 2
    assert len(outcome.out.splitlines()) == 2
    assert "unknown mode 'late'" in outcome.out
    assert "'foo'" in outcome.out
    assert "2 faults" in outcome.err


def test_check_an_installed_one(run: Run) -> None:
    outcome = run("codebook", "check", "conflict")
    assert (outcome.code, outcome.out) == (0, "conflict can be used: 25 types, 0 modes.\n")


def test_check_the_behaviour_of_a_good_one(run: Run, folder: Path) -> None:
    outcome = run("codebook", "check", folder, "--behaviour")
    assert (outcome.code, outcome.err) == (0, "")
    assert outcome.out.endswith("Order and names do not change what it codes.\n")


def test_check_the_behaviour_of_two_types_that_nothing_tells_apart(run: Run, folder: Path) -> None:
    (folder / "types" / "sail.toml").write_text(f'{SAIL}needs = "nothing"\n')
    (folder / "types" / "leave.toml").write_text(
        f'{SAIL}needs = "nothing"\n'.replace('"SAIL"', '"LEAVE"')
    )
    outcome = run("codebook", "check", folder, "--behaviour")
    assert outcome.code == 1
    first = outcome.out.splitlines()[0]
    text = "The ferry sailed for Basra."
    assert first == f"order: {text!r}: LEAVE/early (sailed) became SAIL/early (sailed)."
    assert "codes otherwise in 2 cases" in outcome.err


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["show", "no-such-codebook"], "no-such-codebook"),
        (["check", "no-such-folder"], "no-such-folder"),
        (["show", "{folder}", "--type", "DRIFT"], "has no type 'DRIFT'; it has SAIL"),
    ],
)
def test_slips(run: Run, folder: Path, arguments: list[str], sentence: str) -> None:
    outcome = run("codebook", *(each.replace("{folder}", str(folder)) for each in arguments))
    assert (outcome.code, outcome.out) == (2, "")
    assert outcome.err.startswith("whimbrel: ")
    assert sentence in outcome.err
