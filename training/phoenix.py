"""Names and codes out of a dictionary in the PETRARCH layout, as facts to be checked.

    for told in read(Path("Phoenix.MilNonState.actors.txt")): ...

A block is a name, lines of further names that begin with "+", and codes in square brackets, with
days where they hold for a time only. Comments (from "#") are no facts and are left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

_CODE = re.compile(r"\[([^\]]*)\]")
_SHORT_NAME = re.compile(r"\(([^()]{2,12})\)?$")


@dataclass(slots=True)
class Told:
    """A block: its names as words in capitals, and its codes ("IRQREB"), those with days apart."""

    names: list[str] = field(default_factory=list)
    codes: list[str] = field(default_factory=list)
    dated: list[str] = field(default_factory=list)

    @property
    def country(self) -> str:
        """The first three letters of the first code; they may be a region's."""
        return self.codes[0][:3] if self.codes else ""


def read(path: Path) -> Iterator[Told]:
    """The blocks of a dictionary, in the file's order."""
    told = Told()
    for line in path.read_text(encoding="utf-8", errors="replace").splitlines():
        text = line.split("#", 1)[0].rstrip()
        if not text.strip():
            continue
        if not text.startswith(("+", "\t", " ", "[")):
            if told.names:
                yield told
            told = Told()
        for code in _CODE.findall(text):
            (told.dated if " " in code.strip() else told.codes).append(code.strip())
        told.names += _names(_CODE.sub("", text))
    if told.names:
        yield told


def _names(text: str) -> Iterator[str]:
    name = re.sub(r"[_\s]+", " ", text.lstrip("+")).strip(" ;,")
    short = _SHORT_NAME.search(name)
    if short:
        yield name[: short.start()].strip()
        yield short[1].strip()
    elif name:
        yield name
