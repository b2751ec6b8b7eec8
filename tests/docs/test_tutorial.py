"""The tutorial's commands run as printed, and print what the page says where it says so exactly."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "tutorial.md"
FENCE = re.compile(r"^```(\w+)( exact)?\n(.*?)^```$", re.DOTALL | re.MULTILINE)


@dataclass(frozen=True)
class Step:
    """A block that runs, and the lines that must be in what it prints."""

    heading: str
    language: str
    code: str
    expected: tuple[str, ...] = ()


def steps() -> list[Step]:
    found: list[Step] = []
    page = PAGE.read_text(encoding="utf-8")
    for block in FENCE.finditer(page):
        language, exact, body = block.groups()
        if language in ("sh", "python"):
            heading = re.findall(r"^## (.*)$", page[: block.start()], re.MULTILINE)[-1]
            found.append(Step(heading, language, body))
        elif exact:
            last = found[-1]
            lines = (*last.expected, *body.splitlines())
            found[-1] = Step(last.heading, last.language, last.code, lines)
    return found


STEPS = steps()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty folder with the examples, as a new user has it."""
    folder = tmp_path_factory.mktemp("tutorial")
    shutil.copytree(ROOT / "examples", folder / "examples")
    command = folder / "bin" / "whimbrel"
    command.parent.mkdir()
    command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m whimbrel "$@"\n', encoding="utf-8")
    command.chmod(0o755)
    return folder


@pytest.mark.parametrize("number", range(len(STEPS)), ids=lambda n: f"{n}-{STEPS[n].heading}")
def test_step(number: int, folder: Path) -> None:
    step = STEPS[number]
    command = (
        ["bash", "-euo", "pipefail", "-c", step.code]
        if step.language == "sh"
        else [sys.executable, "-c", step.code]
    )
    environment = {
        **{name: value for name, value in os.environ.items() if name != "WHIMBREL_RECORD"},
        "PATH": f"{folder / 'bin'}{os.pathsep}{os.environ['PATH']}",
        "PYTHONPATH": str(ROOT / "src"),
        "COLUMNS": "120",
    }
    done = subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, timeout=120
    )
    assert done.returncode == 0, done.stderr
    printed = " ".join((done.stdout + done.stderr).split())
    for line in step.expected:
        assert " ".join(line.split()) in printed


def test_the_page_shows_the_way_from_end_to_end() -> None:
    assert len(STEPS) >= 10
    told = " ".join(step.code for step in STEPS)
    for verb in ("code", "list", "show", "sql", "score", "codebook check"):
        assert f"whimbrel {verb} " in told
    assert sum(bool(step.expected) for step in STEPS) >= 7
