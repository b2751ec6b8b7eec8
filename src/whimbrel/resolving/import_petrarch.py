"""Entries of a TABARI/PETRARCH actor dictionary as actors of the register.

A code there is a row of three-letter parts: a country, region or kind of international body, then
what the actor is (`IRQGOV`, `NGOHRI`, `IRQGOVMIL`). Names of countries, towns and peoples, which
have a country's code and no more, are left out: Whimbrel knows those from its own tables.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from whimbrel.resolving.countries import country_by_code
from whimbrel.resolving.imported import ImportedActor
from whimbrel.resolving.petrarch import DatedCode, DictionaryEntry, read_entries
from whimbrel.resolving.proper_names import proper_name
from whimbrel.resolving.sectors import SECTORS

_OLD_CODES = {"KSV": "XKX", "TMP": "TLS", "ROM": "ROU", "ZAR": "COD", "WBG": "PSE"}
_MEANT = {
    "HLH": "MED",
    "MED": "JRN",
    "CVL": "CVL",
    "HRI": "SOC",
    "ENV": "SOC",
    "DEV": "SOC",
    "IMG": "IMG",
    "PTY": "PTY",
    "SEP": "REB",
    "INS": "REB",
    "RAD": "REB",
    "AGR": "AGR",
    "UNO": "UNO",
}
"""Parts of the layout's codes -> sectors, where they are not called the same."""
_KINDS = (
    ("IGO", "organisation"),
    ("NGO", "organisation"),
    ("UNO", "organisation"),
    ("MNC", "company"),
    ("IMG", "group"),
    ("REB", "group"),
    ("UAF", "group"),
    ("PTY", "party"),
    ("JRN", "outlet"),
    ("BUS", "company"),
    ("GOV", "body"),
    ("MIL", "body"),
    ("COP", "body"),
    ("JUD", "body"),
    ("LEG", "body"),
    ("SPY", "body"),
)
_OFFICES = {"GOV": "government office", "MIL": "military office", "JUD": "judicial office",
            "LEG": "seat in parliament"}  # fmt: skip
_FORMER = "ELI"
_INTERNATIONAL = frozenset({"IGO", "NGO", "MNC", "IMG", "INT"})
_ACRONYM = 4
_VOWEL = re.compile("[AEIOUY]")


def actors_of_dictionary(lines: Iterable[str], problems: list[str]) -> Iterator[ImportedActor]:
    """The actors of a dictionary; lines that cannot be read are told in `problems`."""
    for entry in read_entries(lines, problems):
        if not entry.codes:
            problems.append(f"line {entry.line}: {entry.name!r} has no code that could be read")
            continue
        actor = _actor(entry)
        if actor is not None:
            yield actor


def _actor(entry: DictionaryEntry) -> ImportedActor | None:
    read = [(code, *_parts(code.code)) for code in entry.codes]
    if not any(sectors for _, _, sectors in read):
        return None  # a country, a town, a people
    countries = [country for _, country, _ in read if country]
    dated = any(code.from_ or code.to for code in entry.codes)
    held = [
        _spell(code, country, sectors)
        for code, country, sectors in read
        if dated and sectors and sectors != (_FORMER,) and (code.from_ or code.to)
    ]
    undated = [sectors for code, _, sectors in read if not (code.from_ or code.to)]
    sectors = undated[0] if undated and not held else ()
    kind = "person" if held else _kind(sectors)
    return ImportedActor(
        name=_cased(entry.name, kind),
        aliases=tuple(_cased(alias, kind) for alias in entry.aliases),
        kind=kind,
        country=countries[0] if countries else None,
        sectors=tuple(sector for sector in sectors if sector in SECTORS),
        spells=tuple(held),
    )


def _cased(written: str, kind: str) -> str:
    """The name in its usual case; a body's one short word, or one without vowels, is an acronym."""
    is_word = " " not in written and written.isalpha()
    if is_word and kind != "person" and (len(written) <= _ACRONYM or not _VOWEL.search(written)):
        return written
    return proper_name(written)


def _parts(code: str) -> tuple[str | None, tuple[str, ...]]:
    """The country and the sectors of a code; regions and parts unknown here are left out."""
    country: str | None = None
    sectors: list[str] = []
    parts = [code[at : at + 3] for at in range(0, len(code) - 2, 3)]
    for at, part in enumerate(parts):
        told = _OLD_CODES.get(part, part)
        # Further back, "MUS" is no Mauritius but a faith.
        may_be_country = at == 0 or (at == 1 and parts[0] in _INTERNATIONAL and part != "MUS")
        if may_be_country and told in country_by_code():
            country = told
        elif _MEANT.get(part, part) in SECTORS:
            sectors.append(_MEANT.get(part, part))
    return country, tuple(dict.fromkeys(sectors))


def _kind(sectors: tuple[str, ...]) -> str:
    return next((kind for sector, kind in _KINDS if sector in sectors), "organisation")


def _spell(code: DatedCode, country: str | None, sectors: tuple[str, ...]) -> str:
    """The office as the register's column holds it; the layout does not say which one it was."""
    office = next((_OFFICES[each] for each in reversed(sectors) if each in _OFFICES), "office")
    place = f" ({country})" if country else ""
    first = code.from_.isoformat() if code.from_ else ""
    last = code.to.isoformat() if code.to else ""
    return f"{office}{place} {first}..{last}"
