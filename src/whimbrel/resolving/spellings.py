"""A person of the register under another spelling of the full name.

    person_spelled("Mouammar Kadhafi").id -> "gaddafi"

Asked among all people, whatever their country, so with more care than among the few who held an
office: all words of the name, written much alike besides sounding alike, and nobody else of that
sound.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from difflib import SequenceMatcher
from functools import lru_cache

from whimbrel.resolving.entries import Actor
from whimbrel.resolving.folding import fold
from whimbrel.resolving.register import Register, register
from whimbrel.resolving.romanisation import korean_spellings, pinyin_spellings
from whimbrel.resolving.transliteration import name_words, readings, same_sound, sound_key

_ALIKE = 0.55
_ALIKE_LAST = 0.7
_MANY = 10
_CHINESE = frozenset({"CHN", "TWN", "HKG", "MAC"})
_KOREAN = frozenset({"KOR", "PRK"})
_ONE_LETTER_TELLS = _CHINESE | _KOREAN | frozenset("VNM MMR KHM LAO THA SGP BTN".split())
"""Where names of few sounds are told apart by the letters that the sound leaves out."""


def person_spelled(name: str) -> Actor | None:
    """The one person whose full name may be so spelled; null where there is none, or several."""
    if " " not in name:
        return None
    by_sound = _people(register())
    found = _romanised(name, by_sound)
    if not found and not by_sound.is_common(name):
        found = _sounding(name, by_sound)
    return next(iter(found.values())) if len(found) == 1 else None


def _sounding(name: str, people: _People) -> dict[str, Actor]:
    return {
        actor.id: actor
        for key in _keys(name)
        for actor, known in people.sounding.get(key, ())
        if any(_are_one(one, other) for one in readings(name) for other in readings(known))
    }


def _romanised(name: str, people: _People) -> dict[str, Actor]:
    asked = [(each, _CHINESE) for each in pinyin_spellings(name)]
    asked += [(each, _KOREAN) for each in korean_spellings(name)]
    return {
        actor.id: actor
        for spelling, countries in asked
        for actor in people.east_asian.get(spelling, ())
        if actor.country in countries
    }


def _are_one(name: str, known: str) -> bool:
    words, others = name_words(name), name_words(known)
    if len(words) != len(others) or not same_sound(name, known):
        return False
    if words[-1].endswith("a") != others[-1].endswith("a"):
        return False  # "Akhmetova" is no "Akhmetov"
    shares = [
        SequenceMatcher(None, word, other).ratio()
        for word, other in zip(words, others, strict=True)
    ]
    return min(shares) >= _ALIKE and shares[-1] >= _ALIKE_LAST


def _keys(name: str) -> Iterator[str]:
    """The sounds of the last word of a name."""
    for reading in readings(name):
        key = sound_key(reading).split()
        if key:
            yield key[-1]


class _People:
    """The people of a register by the sound of the last name, and those whose names the older
    romanisations spell otherwise by folded name."""

    def __init__(self, known: Register) -> None:
        self.sounding: dict[str, list[tuple[Actor, str]]] = {}
        self.east_asian: dict[str, list[Actor]] = {}
        self._bearers: Counter[str] = Counter()
        for actor in known.of_kind("person"):
            self._bearers.update({word for name in actor.names for word in sound_key(name).split()})
            for name in actor.names:
                if " " not in name:
                    continue
                if actor.country in _CHINESE | _KOREAN:
                    self.east_asian.setdefault(fold(name), []).append(actor)
                if actor.country not in _ONE_LETTER_TELLS:
                    for key in set(_keys(name)):
                        self.sounding.setdefault(key, []).append((actor, name))

    def is_common(self, name: str) -> bool:
        """Whether many people bear each word of a name, so that strangers may bear them all."""
        return all(self._bearers[word] >= _MANY for word in sound_key(name).split())


@lru_cache(maxsize=2)
def _people(known: Register) -> _People:
    return _People(known)
