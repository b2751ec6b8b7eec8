"""Names written in capitals, given their usual case.

proper_name("NURI_AL_MALIKI") -> "Nuri al-Maliki"
proper_name("FERNANDO_DE_LA_RUA") -> "Fernando de la Rua"
"""

from __future__ import annotations

import re

_LOW = frozenset(
    "de del della dei der den des da do dos das di du la las los le van von zu zum ter ten bin ibn "
    "bint e y af wa of and the for in on to with".split()
)
_AFTER_DE = frozenset({"la", "las", "los", "le"})
"""Words that are particles only behind "de": elsewhere "La" or "Le" begins or is a name."""
_ARTICLES = frozenset("al el ul ur as ash ad az".split())
_ROMAN = re.compile(r"[IVX]{2,}$")
_SCOTS = re.compile(
    r"mac(?=(?:allister|arthur|aulay|donald|donnell|dougall|farlane|gregor|innes|intosh|intyre|kay|"
    r"kenzie|kinnon|lachlan|laren|lean|leod|millan|namara|neill|pherson|sharry|taggart)$)"
)
_LONE_LETTER = re.compile(r"^[odlnm]['’`]\w", re.IGNORECASE)


def proper_name(written: str) -> str:
    """The name in its usual case; words divided by blanks or underscores.

    A name that is not all in capitals is only tidied: whoever wrote it knew its case.
    """
    words = written.replace("_", " ").split()
    if any(letter.islower() for letter in "".join(words)):
        return " ".join(words)
    told: list[str] = []
    for at, word in enumerate(words):
        low = word.lower()
        if at == 0 or at == len(words) - 1:
            told.append(_cased(word))
        elif low in _ARTICLES:
            told.append(low)
        elif low in _AFTER_DE:
            told.append(low if words[at - 1].lower() in ("de", "di") else _cased(word))
        else:
            told.append(low if low in _LOW else _cased(word))
    return _with_articles(told)


def _with_articles(words: list[str]) -> str:
    """Arabic articles joined to their nouns ("al Maliki" as "al-Maliki")."""
    text = " ".join(words)
    articles = "|".join(sorted(_ARTICLES, key=len, reverse=True))
    return re.sub(rf"(?<= )({articles}) (?=\w)", r"\1-", text)


def _cased(word: str) -> str:
    if _ROMAN.match(word):
        return word
    if re.fullmatch(r"(?:\w\.)+", word):
        return word.upper()
    parts = word.split("-")
    joined = len(parts) > 1
    return "-".join(
        part.lower() if joined and part.lower() in _ARTICLES else _cased_part(part)
        for part in parts
    )


def _cased_part(part: str) -> str:
    low = part.lower()
    if low.startswith("mc") and len(low) > 3:
        return "Mc" + low[2:].capitalize()
    scots = _SCOTS.match(low)
    if scots:
        return "Mac" + low[3:].capitalize()
    if _LONE_LETTER.match(low):
        return low[0].upper() + low[1] + low[2:].capitalize()
    # A stop in the middle: "Yar'Adua" begins anew, "Sa'id" does not.
    low = re.sub(r"(?<=[^aeiou'’`])(['’`])(\w)", lambda found: found[1] + found[2].upper(), low)
    return low[:1].upper() + low[1:]
