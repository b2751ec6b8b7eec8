"""Actor dictionaries in the layout of TABARI and PETRARCH.

    NAME_  # comment            an entry's first name, words divided by underscores
    +ALIAS_                     another name of it
        [IRQGOV 060520-140908]  a code, and when it holds: from-to, <before, >after

Codes may also stand behind the name. Years of two digits up to 30 are of this century.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date

_CODE = re.compile(r"\[\s*(?P<code>[A-Z0-9~-]+)\s*(?P<dates>[^\]]*)\]")
_DATES = re.compile(
    r"(?:(?P<sign>[<>])\s*(?P<one>\d{6,8})|(?P<from>\d{6,8})\s*-\s*(?P<to>\d{6,8})|(?P<day>\d{6,8}))"
)
_PIVOT = 30


@dataclass(frozen=True, slots=True)
class DatedCode:
    """An actor code with the days between which it holds; null where open. `line` counts from 1."""

    code: str
    from_: date | None
    to: date | None
    line: int


@dataclass(slots=True)
class DictionaryEntry:
    """An entry: names as written, without the marks of the layout."""

    name: str
    line: int
    aliases: list[str] = field(default_factory=list)
    codes: list[DatedCode] = field(default_factory=list)


def read_entries(lines: Iterable[str], problems: list[str]) -> Iterator[DictionaryEntry]:
    """The entries of a dictionary; what cannot be read is told in `problems` and left out."""
    current: DictionaryEntry | None = None
    for number, line in enumerate(lines, 1):
        text = line.partition("#")[0].rstrip()
        words = text.strip()
        if not words or words.startswith("<!--"):
            continue
        if words.startswith("+"):
            if current is None:
                problems.append(f"line {number}: an alias stands before any name")
            elif name := _name(words[1:]):
                current.aliases.append(name)
            continue
        if not words.startswith("["):
            if current is not None:
                yield current
            name = _name(words.partition("[")[0])
            current = DictionaryEntry(name, number) if name else None
            if current is None:
                problems.append(f"line {number}: {words!r} has no name")
                continue
        elif current is None:
            problems.append(f"line {number}: a code stands before any name")
            continue
        current.codes.extend(_codes(words, number, problems))
    if current is not None:
        yield current


def _name(written: str) -> str:
    return " ".join(written.replace("_", " ").split())


def _codes(words: str, line: int, problems: list[str]) -> Iterator[DatedCode]:
    for found in _CODE.finditer(words):
        dates = found["dates"].strip()
        if not dates:
            yield DatedCode(found["code"], None, None, line)
            continue
        read = _DATES.fullmatch(dates)
        try:
            if read is None:
                raise ValueError("not a date")
            if read["one"]:
                day = _day(read["one"])
                first, last = (None, day) if read["sign"] == "<" else (day, None)
            elif read["day"]:
                first = last = _day(read["day"])
            else:
                first, last = _day(read["from"]), _day(read["to"])
        except ValueError:
            problems.append(f"line {line}: the dates {dates!r} are none")
            continue
        if first and last and first > last:
            problems.append(f"line {line}: {dates!r} ends before it begins")
            continue
        yield DatedCode(found["code"], first, last, line)


def _day(digits: str) -> date:
    if len(digits) == 7:
        raise ValueError(digits)
    if len(digits) == 6:
        year = int(digits[:2])
        digits = f"{20 if year <= _PIVOT else 19}{digits}"
    return date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
