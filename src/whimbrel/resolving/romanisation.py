"""Chinese and Korean names in the older romanisations, as the register has them.

    pinyin_spellings("Teng Hsiao-ping")   "deng xiaoping" among others
    korean_spellings("Kim Chong-il")      "kim jong il" among others

The older systems write two sounds with one letter and an apostrophe, which news leaves out; so a
name has several possible spellings, and one counts only where the register has it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import product

from whimbrel.resolving.folding import fold

_HYPHENATED = re.compile(r"[A-Z][a-z'’]+ [A-Z][a-z'’]+-[A-Za-z][a-z'’]*")
# Wade-Giles initials and finals, longer ones first, with what pinyin may write for them.
_CHINESE_INITIALS = {
    "hs": ("x",),
    "ch": ("zh", "j", "ch", "q"),
    "ts": ("z", "c"),
    "tz": ("z", "c"),
    "sz": ("s",),
    "ss": ("s",),
    "sh": ("sh",),
    "t": ("d", "t"),
    "k": ("g", "k"),
    "p": ("b", "p"),
    "j": ("r",),
}
_CHINESE_FINALS = {
    "iung": ("iong",),
    "ung": ("ong",),
    "ieh": ("ie",),
    "ueh": ("ue",),
    "ien": ("ian",),
    "uei": ("ui",),
    "yeh": ("ye",),
    "yen": ("yan",),
    "ih": ("i",),
    "eh": ("e",),
    "o": ("o", "uo", "e"),
}
_KOREAN_INITIALS = {
    "ch": ("j", "ch"),
    "k": ("k", "g"),
    "t": ("d", "t"),
    "p": ("b", "p"),
}
_KOREAN_FINALS = {"yong": ("yong", "young"), "u": ("u", "oo")}


def pinyin_spellings(name: str) -> frozenset[str]:
    """What pinyin may make of a name of three syllables, folded; empty for other names."""
    return frozenset(
        f"{family} {first}{second}"
        for family, first, second in _syllables(name, _CHINESE_INITIALS, _CHINESE_FINALS)
    )


def korean_spellings(name: str) -> frozenset[str]:
    """What the usual spelling may make of a name of three syllables, folded."""
    return frozenset(" ".join(each) for each in _syllables(name, _KOREAN_INITIALS, _KOREAN_FINALS))


def _syllables(
    name: str,
    initials: Mapping[str, tuple[str, ...]],
    finals: Mapping[str, tuple[str, ...]],
) -> list[tuple[str, ...]]:
    if not _HYPHENATED.fullmatch(name):
        return []
    return [*product(*(_respelled(word, initials, finals) for word in fold(name).split()))]


def _respelled(
    syllable: str,
    initials: Mapping[str, tuple[str, ...]],
    finals: Mapping[str, tuple[str, ...]],
) -> list[str]:
    initial = next((each for each in initials if syllable.startswith(each)), "")
    rest = syllable[len(initial) :]
    final = next((each for each in finals if rest.endswith(each)), "")
    middle = rest[: len(rest) - len(final)]
    return [
        begun + middle + ended
        for begun in initials.get(initial, ("",))
        for ended in finals.get(final, ("",))
    ]
