"""The closed vocabularies of the corpus, read from `scheme.toml`."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

SCHEME_FILE = Path(__file__).with_name("scheme.toml")


@dataclass(frozen=True)
class Scheme:
    """What a batch file may name; every field is a closed list or a table keyed by one."""

    modes: dict[str, list[str]]
    statuses: list[str]
    contexts: list[str]
    stances: list[str]
    via: list[str]
    mention_kinds: list[str]
    speaker_kinds: list[str]
    precisions: list[str]
    relations: list[str]
    unsigned_relations: list[str]
    registers: list[str]
    voices: list[str]
    regions: list[str]
    topics: list[str]
    sectors: list[str]
    countries: frozenset[str]
    quantities: dict[str, str]
    hedges: dict[str, str]
    vague: dict[str, tuple[int, int]]


@cache
def load_scheme(path: Path = SCHEME_FILE) -> Scheme:
    """The vocabularies in `path`; raises `TypeError` if the file has an unknown or missing key."""
    table: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))
    table["countries"] = frozenset(table["countries"].split())
    table["hedges"] = {word: effect for effect, words in table["hedges"].items() for word in words}
    table["vague"] = {word: (low, high) for word, (low, high) in table["vague"].items()}
    return Scheme(**table)
