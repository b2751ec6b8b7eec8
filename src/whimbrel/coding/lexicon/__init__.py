"""Word lists and tables of the coding room, in readable files beside this one, each read once."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def table(name: str) -> dict[str, Any]:
    """The content of `name.toml`."""
    return tomllib.loads(files(__package__).joinpath(f"{name}.toml").read_text(encoding="utf-8"))


@cache
def word_list(key: str, file: str = "grammar", section: str | None = None) -> frozenset[str]:
    """The list under `key` of a file (or of one of its sections), as a set."""
    content = table(file)
    return frozenset((content[section] if section else content)[key])
