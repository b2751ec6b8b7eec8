"""What a wheel brings, and that the locks fit the project."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest
from hatchling.builders.wheel import WheelBuilder

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    return Path(next(WheelBuilder(str(ROOT)).build(directory=str(folder), versions=["standard"])))


def test_the_wheel_holds_every_file_of_the_package(wheel: Path) -> None:
    listed = subprocess.run(
        ["git", "ls-files", "src/whimbrel"], cwd=ROOT, capture_output=True, text=True
    )
    if listed.returncode:
        pytest.skip("this is no git checkout, so there is no list of the package's files")
    names = set(zipfile.ZipFile(wheel).namelist())
    expected = {
        name.removeprefix("src/") for name in listed.stdout.splitlines() if (ROOT / name).exists()
    }
    assert "whimbrel/py.typed" in expected
    assert expected - names == set()


def test_the_wheel_works_away_from_the_checkout(wheel: Path, tmp_path: Path) -> None:
    zipfile.ZipFile(wheel).extractall(tmp_path / "installed")
    code = (
        "import sys; sys.path.insert(0, 'installed')\n"
        "import whimbrel, whimbrel.cli\n"
        "assert 'installed' in whimbrel.__file__, whimbrel.__file__\n"
        "sys.exit(whimbrel.cli.main(['codebook', 'show', 'plover']))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert "ASSAULT" in done.stdout


def _pins(name: str) -> dict[str, str]:
    text = (ROOT / "requirements" / name).read_text(encoding="utf-8")
    return dict(re.findall(r"^([a-z0-9.-]+)==(\S+)", text, flags=re.MULTILINE))


def _names(requirements: list[str]) -> set[str]:
    found = {re.split(r"[\[<>=~!; ]", each, maxsplit=1)[0] for each in requirements}
    return {name.lower().replace("_", "-") for name in found} - {"whimbrel"}


def test_the_locks_cover_what_the_project_asks_for() -> None:
    extras = PROJECT["optional-dependencies"]
    assert _names(PROJECT["dependencies"]) - set(_pins("runtime.txt")) == set()
    assert _names(extras["test"] + extras["dev"]) - set(_pins("test.txt")) == set()


def test_the_test_lock_keeps_the_versions_of_the_runtime_lock() -> None:
    runtime, test = _pins("runtime.txt"), _pins("test.txt")
    assert {name: test.get(name) for name in runtime} == runtime


@pytest.mark.parametrize("name", ["runtime.txt", "test.txt"])
def test_the_locks_are_hashed_and_name_no_index(name: str) -> None:
    text = (ROOT / "requirements" / name).read_text(encoding="utf-8")
    blocks = re.split(r"^(?=[a-z])", text, flags=re.MULTILINE)[1:]
    assert [block.split()[0] for block in blocks if "--hash=sha256:" not in block] == []
    assert re.findall(r"https?://|--index-url|--find-links", text) == []


def test_nothing_that_runs_needs_torch() -> None:
    assert {"torch", "tensorflow", "jax"} & set(_pins("runtime.txt")) == set()
