"""The pages that come from the code are current and complete."""

from __future__ import annotations

import dataclasses
import importlib.util
import inspect
import re
from pathlib import Path
from types import ModuleType

import pytest

from whimbrel import records

DOCS = Path(__file__).resolve().parents[2] / "docs"


@pytest.fixture(scope="module")
def generate() -> ModuleType:
    spec = importlib.util.spec_from_file_location("docs_generate", DOCS / "generate.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("name", ["record.md", "cli.md"])
def test_the_page_is_current(name: str, generate: ModuleType) -> None:
    assert set(generate.PAGES) == {"record.md", "cli.md"}
    written = (DOCS / name).read_text(encoding="utf-8")
    assert written == generate.PAGES[name](), "run: python docs/generate.py"


def test_every_type_and_field_has_its_place() -> None:
    page = (DOCS / "record.md").read_text(encoding="utf-8")
    for name, kind in inspect.getmembers(records, dataclasses.is_dataclass):
        assert f"## {name}\n" in page
        for field in dataclasses.fields(kind):
            assert f"| `{records.json_name(field.name)}` |" in page


def test_every_command_has_its_place() -> None:
    page = (DOCS / "cli.md").read_text(encoding="utf-8")
    for command in ("code", "list", "show", "sql", "score", "schema", "codebook check"):
        assert f"## whimbrel {command}\n" in page


def test_links_between_the_pages_hold() -> None:
    for page in DOCS.glob("*.md"):
        for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8")):
            assert (DOCS / target).exists(), f"{page.name} links to {target}"
