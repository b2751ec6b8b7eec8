"""Names made comparable across spellings from other scripts.

    same_sound("Nuri al-Maliki", "Nouri Al Maliki") -> True

The key keeps a word's first sound and its consonants, since vowels, doubled letters and the letters
for one foreign sound are what transliterations differ in. It says that two spellings may be one
name, not that two people are one: ask it among the few people that already fit otherwise.
"""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from functools import lru_cache

from whimbrel.resolving.folding import fold

_ARTICLES = frozenset("al el ul ur ad as ash az the".split())
_PARTICLES = _ARTICLES | frozenset(
    "bin ibn bint ben ould wa de del der den da do dos das di du la las los van von e y af zu ter "
    "ten".split()
)
"""Left out inside a name; at its beginning only articles are ("al-Maliki", but "Ben Johnson")."""
# In order: several letters before one, so that "tch" is not read as "t" and "ch".
_SOUNDS = (
    (re.compile(r"(?<=[a-z]{4})ic$"), "is"),
    (re.compile(r"(?<=[aeo])w(?=[^aeiouy]|$)"), ""),
    (re.compile(r"tsch|tch|sch|ch|sh|cz"), "s"),
    (re.compile(r"zh|dzh|dj|ts|tz|j"), "z"),
    (re.compile(r"kh|gh|q|ck|c|g"), "k"),
    (re.compile(r"ph"), "f"),
    (re.compile(r"dh|th|t"), "d"),
    (re.compile(r"x"), "ks"),
    (re.compile(r"w|b"), "v"),
    (re.compile(r"[aeiouyh]"), ""),
    (re.compile(r"(.)\1+"), r"\1"),
)


_FEWEST = 2
_ALIKE = 0.5
_SERVANT_OF = re.compile(r"\babd(?:[aeu]l| (?:al|el|ul)) (?=\w)")


@lru_cache(maxsize=65536)
def sound_key(name: str) -> str:
    """The consonants of a name's words without articles and particles ("muhamed" as "mohammad").

    A word with hardly a consonant ("Li", "Roh") stands as it is written.
    """
    return " ".join(_sound(word) for word in name_words(name))


def name_words(name: str) -> list[str]:
    """A name's words, folded, without articles and particles; "Abd al-Fattah" is one of them."""
    words = _SERVANT_OF.sub("abdel", fold(name)).split()
    kept = [word for at, word in enumerate(words) if word not in (_PARTICLES if at else _ARTICLES)]
    return kept or words


def readings(name: str) -> tuple[str, ...]:
    """The name, and as it is where a "j" is said as in German or the Slavic languages."""
    soft = name.replace("j", "y").replace("J", "Y")
    return (name,) if soft == name else (name, soft)


def _sound(word: str) -> str:
    first = {"h": "h"}.get(word[0], "a" if word[0] in "aeiouy" else "")
    told = word
    for pattern, sound in _SOUNDS:
        told = pattern.sub(sound, told)
    if len(told) >= _FEWEST:
        return first + told
    return "=" + re.sub(r"(.)\1+", r"\1", word.replace("y", "i"))


def same_sound(one: str, other: str) -> bool:
    """Whether two spellings may be one name: the shorter is the longer's beginning, or its words
    stand in that order among the longer's, the last one as the last."""
    words, others = sound_key(one).split(), sound_key(other).split()
    if not words or not others:
        return False
    if _joined(words) == _joined(others):
        return True  # "Abdul Aziz", "Abdelaziz"
    shorter, longer = sorted((words, others), key=len)
    if len(shorter) > 1 and longer[: len(shorter)] == shorter:
        return True  # "Salva Kiir", "Salva Kiir Mayardit"
    if words[-1] != others[-1]:
        return False
    left = iter(longer)
    return all(word in left for word in shorter)


def is_written_alike(one: str, other: str) -> bool:
    """Whether the last word of a name shares half of its letters with a word of the other."""
    last = name_words(one)[-1]
    return any(SequenceMatcher(None, last, word).ratio() >= _ALIKE for word in name_words(other))


def _joined(words: list[str]) -> str:
    return words[0] + "".join(word.removeprefix("a") for word in words[1:])
