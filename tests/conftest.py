"""What many tests share: the real reader, and the data that lies beside the repository."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from whimbrel.reading.parse import Reader

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="session")
def reader() -> Reader:
    """The real reader; its pipeline loads once, when a test first reads with it."""
    return Reader()


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder with `data/`, `articles/` and `scorers/`; without it the test is skipped."""
    folder = Path(os.environ.get("WHIMBREL_DATA", ROOT.parent / "shared")).resolve()
    if not (folder / "data").is_dir():
        pytest.skip(
            f"needs the shared data, and {folder} has no data/: set WHIMBREL_DATA to their folder"
        )
    return folder
