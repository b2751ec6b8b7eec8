"""Names made comparable: without case, diacritics, apostrophes, hyphens and stops."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_LETTERS = str.maketrans(
    {
        "ø": "o",
        "ł": "l",
        "đ": "d",
        "ð": "d",
        "þ": "th",
        "ß": "ss",
        "æ": "ae",
        "œ": "oe",
        "ı": "i",
        "ə": "a",
        "ħ": "h",
        "'": None,
        "’": None,
        "‘": None,
        "ʻ": None,
        "ʼ": None,
        "`": None,
        "´": None,
        ".": None,
    }
)
_NO_WORD = re.compile(r"[^\w&]+")
# The same for names in ASCII, which most are, at a fraction of the cost.
_ASCII = {
    code: None if chr(code) in "'`." else " "
    for code in range(128)
    if not chr(code).isalnum() and chr(code) not in "_&"
}
_LONG_FORMS = {"st": "saint", "ste": "sainte", "mt": "mount", "ft": "fort", "&": "and"}


@lru_cache(maxsize=65536)
def fold(name: str) -> str:
    """The key under which a name is kept: `St. Barthélemy` and `Saint-Barthelemy` share one."""
    text = name.casefold()
    if text.isascii():
        words = text.translate(_ASCII).split()
    else:
        text = unicodedata.normalize("NFKD", text)
        text = "".join(letter for letter in text if not unicodedata.combining(letter))
        words = [word for word in _NO_WORD.split(text.translate(_LETTERS)) if word]
    if len(words) > 1:
        if words[0] == "the":
            words = words[1:]
        words = [_LONG_FORMS.get(word, word) for word in words]
    return " ".join(words)
