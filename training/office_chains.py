"""Offices out of the leaders' entries of a dictionary that names none.

The dictionary lists a country's leaders office by office, each office in the order of time, and
gives each entry the days in office. `office_facts/chains.txt` says where in that order the next
office begins. Somebody who held two offices stands under one of them with the spells of both: a
spell belongs where it fits between the spells of others.
"""

from __future__ import annotations

import calendar
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from whimbrel.resolving.petrarch import DatedCode, DictionaryEntry

FACTS = Path(__file__).parent / "office_facts"
DROPPED = "-"
EARLIEST = date(1990, 1, 1)
_LONG = timedelta(days=700)
_BESIDE = timedelta(days=3)
_SHARED = timedelta(days=60)
"""Longer than this two people do not hold one office."""
CODES = {"KSV": "XKX", "TMP": "TLS", "MUS": "MRT", "ROM": "ROU", "ZAR": "COD"}
"""Codes of the source that are not ISO 3166; it gives Mauritania the code of Mauritius."""
_ROUNDS = 4
MINISTERS_FROM = date(2003, 1, 1)
"""The day at which the source's ministers begin: a spell from that day on began at an unknown one.
The day at which the source's ministers begin: a spell from that day on began at an unknown one."""


@dataclass(frozen=True, slots=True)
class Term:
    """Somebody in an office, as the source has it: days, null where it does not say."""

    holder: str
    country: str
    office: str
    from_: date | None
    to: date | None


@dataclass(frozen=True, slots=True)
class _Office:
    title: str
    opening: str


@dataclass(frozen=True, slots=True)
class _Leader:
    holder: str
    days: tuple[DatedCode, ...]
    at: int


def country_of(code: str) -> str:
    """The ISO code of a code of the source."""
    return CODES.get(code[:3], code[:3])


def leader_terms(entries: Iterable[DictionaryEntry]) -> Iterator[Term]:
    """Heads of state and of government with their terms."""
    by_country: dict[str, list[DictionaryEntry]] = {}
    for entry in entries:
        if entry.codes:
            by_country.setdefault(country_of(entry.codes[0].code), []).append(entry)
    for country, offices, dropped in read_chains():
        yield from _terms_of(country, offices, dropped, by_country.get(country, []))


def read_chains() -> Iterator[tuple[str, list[tuple[str, str]], list[str]]]:
    """Country, its offices with the first name of each, and names of entries to leave out."""
    for line in (FACTS / "chains.txt").read_text(encoding="utf-8").splitlines():
        if not line or line.startswith("#"):
            continue
        country, _, rest = line.partition(" ")
        told, *dropped = rest.split(" ! ")
        offices = []
        for each in told.split("; "):
            title, _, opening = each.partition(" @ ")
            offices.append((title.strip(), opening.strip()))
        yield country, offices, [name.strip() for name in dropped]


def _terms_of(
    country: str,
    titles: Sequence[tuple[str, str]],
    dropped: Sequence[str],
    entries: Sequence[DictionaryEntry],
) -> Iterator[Term]:
    offices = [_Office(title, opening) for title, opening in titles]
    leaders = list(_leaders(offices, dropped, entries))
    spells = [(leader, code) for leader in leaders for code in leader.days]
    held = [leader.at for leader, _ in spells]
    for _ in range(_ROUNDS):
        held = [_best_office(at, spells, held, len(offices)) for at in range(len(spells))]
    for (leader, code), at in zip(spells, held, strict=True):
        if offices[at].title != DROPPED:
            yield Term(leader.holder, country, offices[at].title, code.from_, code.to)


def _leaders(
    offices: Sequence[_Office], dropped: Sequence[str], entries: Sequence[DictionaryEntry]
) -> Iterator[_Leader]:
    at = 0
    for entry in entries:
        if not any(code.code[3:] == "ELI" for code in entry.codes):
            continue  # ministers
        while at + 1 < len(offices) and entry.name.startswith(offices[at + 1].opening):
            at += 1
        days = tuple(_days_in_office(entry))
        if days and not any(entry.name.startswith(name) for name in dropped):
            yield _Leader(entry.name, days, at)


def _days_in_office(entry: DictionaryEntry) -> list[DatedCode]:
    """The spells that are given to the day; those of whole months are ministers' offices."""
    spells = [
        code
        for code in entry.codes
        if code.code[3:] == "GOV" and code.from_ and (code.to is None or code.to >= EARLIEST)
    ]
    exact = [code for code in spells if not in_months(code)]
    return exact or [code for code in spells if code.to is None or code.to - code.from_ > _LONG]


def in_months(code: DatedCode) -> bool:
    """Whether a spell is told in whole months, as the source does for ministers."""
    if code.from_ is None or code.from_.day != 1:
        return False
    if code.to is None:
        return True
    # The source lets every February end on the 28th.
    last = calendar.monthrange(code.to.year, code.to.month)[1]
    return code.to.day == (28 if code.to.month == 2 else last)


def _best_office(
    index: int, spells: Sequence[tuple[_Leader, DatedCode]], held: Sequence[int], count: int
) -> int:
    """The office whose other holders left where a spell begins or came where it ends.

    Where nothing fits better it is the one under which the entry stands, unless others fill it.
    """
    leader, code = spells[index]
    fits = [0] * count
    overlaps = [timedelta(0)] * count
    for (other, theirs), at in zip(spells, held, strict=True):
        if other is not leader:
            fits[at] += _are_near(code.from_, theirs.to) + _are_near(code.to, theirs.from_)
            overlaps[at] += _overlap(code, theirs)
    filled = [overlap > _SHARED for overlap in overlaps]
    if fits[leader.at] and not filled[leader.at]:
        return leader.at
    return max(range(count), key=lambda at: (fits[at] - filled[at], at == leader.at))


def _are_near(day: date | None, other: date | None) -> bool:
    return day is not None and other is not None and abs(day - other) <= _BESIDE


def _overlap(one: DatedCode, other: DatedCode) -> timedelta:
    end = date(2014, 1, 30)
    start = max(one.from_ or date.min, other.from_ or date.min)
    return max(min(one.to or end, other.to or end) - start, timedelta(0))


def minister_terms(entries: Iterable[DictionaryEntry]) -> Iterator[Term]:
    """Terms of those whose code is that of defence.

    It is also that of ministers of the interior and of security, so that it can only confirm.
    """
    for entry in entries:
        if any(code.code[3:] == "ELI" for code in entry.codes):
            continue
        for code in entry.codes:
            if code.code[3:] == "GOVMIL" and in_months(code):
                start = code.from_ if code.from_ != MINISTERS_FROM else None
                yield Term(entry.name, country_of(code.code), "defence minister", start, code.to)
