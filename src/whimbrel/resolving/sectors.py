"""What a description's words tell about somebody's sector ("rebel leader", "army officer").

Sectors are PLOVER's codes. The noun at the end decides where it says enough ("lawmaker"); a vague
noun ("leader", "official") leaves it to the words before it, and last to a default.
"""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_FILE = Path(__file__).parent / "data" / "sectors.toml"
_LONGEST = 4
STATELESS = frozenset({"IGO", "UNO", "EUR", "NGO", "IMG", "MNC"})
"""Sectors of bodies that belong to no country."""

SECTORS = frozenset(
    "GOV MIL COP JUD LEG SPY REB PRM PTY UAF IGO UNO EUR NGO ISM IMG MNC CRM JRN REL EDU MED BUS "
    "LAB AGR REF SOC ELI CVL OPP PRE UNK".split()
)
"""PLOVER's sectors, as the codebook lists them."""

_LOST_BY_LEAVING = frozenset({"GOV", "LEG", "MIL"})


@dataclass(frozen=True, slots=True)
class _Lexicon:
    nouns: dict[str, str]
    modifiers: dict[str, str]
    vague: dict[str, str]
    former: frozenset[str]


@cache
def _lexicon() -> _Lexicon:
    with _FILE.open("rb") as file:
        tables = tomllib.load(file)
    return _Lexicon(
        nouns=_by_phrase(tables["nouns"]),
        modifiers=_by_phrase(tables["modifiers"]),
        vague=_by_phrase(tables["vague"]),
        former=frozenset(tables["former"]["words"].split("|")),
    )


def _by_phrase(table: dict[str, str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for sector, phrases in table.items():
        for phrase in phrases.replace("\n", "").split("|"):
            found.setdefault(phrase.strip(), sector)
    return found


def sectors_of_noun(words: Sequence[str]) -> tuple[str, ...]:
    """The sectors that the noun at the end of a phrase tells by itself; empty where it is vague.

    `words` are lower-case, the noun last, as lemmas or as written.
    """
    found, length = _at_end(words, _lexicon().nouns)
    if found is None or length < _at_end(words, _lexicon().vague)[1]:
        return ()  # a "secretary general" is no general
    return _unless_former((found,), words)


def sectors_of_modifiers(words: Sequence[str]) -> tuple[str, ...]:
    """The sectors that the words before a vague noun tell, the nearest to the noun first."""
    lexicon = _lexicon()
    for end in range(len(words), 0, -1):
        found, length = _at_end(words[:end], lexicon.modifiers)
        if not found:
            found, length = _at_end(words[:end], lexicon.nouns)
        vague, longer = _at_end(words[:end], lexicon.vague)
        if longer > length > 0:
            found = vague  # a "secretary general" is no general here either
        if found:
            return _unless_former((found,), words)
    return ()


def sectors_of_vague(words: Sequence[str]) -> tuple[str, ...]:
    """The default of a vague noun at the end of a phrase."""
    found, _ = _at_end(words, _lexicon().vague)
    return _unless_former((found,), words) if found else ()


def _at_end(words: Sequence[str], table: dict[str, str]) -> tuple[str | None, int]:
    """The sector of the longest phrase of the table that the words end in, and its length."""
    for length in range(min(_LONGEST, len(words)), 0, -1):
        phrase = " ".join(words[len(words) - length :])
        if phrase in table:
            return table[phrase], length
    return None, 0


def _unless_former(sectors: tuple[str, ...], words: Sequence[str]) -> tuple[str, ...]:
    if any(word in _lexicon().former or word.startswith("ex-") for word in words):
        return tuple("ELI" if sector in _LOST_BY_LEAVING else sector for sector in sectors)
    return sectors
