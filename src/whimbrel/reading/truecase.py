"""Headlines in title case, lowered where a word is no name, so that the tagger sees verbs as verbs.

A tagger takes "Militia Refuses to Lay Down Arms" for one long name. A word is lowered where the
body writes it small, or where it is a verb's form that the body never writes with a capital in
mid-sentence. Letters change one for one, so offsets hold.
"""

from __future__ import annotations

import re
from collections.abc import Callable

_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_MIN_WORDS = 4
_SHARE_OF_CAPITALS = 0.7
_MAX_LETTERS = 500
"""No headline is longer; a text without line breaks is."""
_FINAL_MARKS = (".", ":", ";", ",")
_LOOK_AT_LINES = 3
"""Headlines stand at the top: the first lines of a text."""


def truecased(text: str, is_verb: Callable[[str], bool]) -> str:
    """The text with title-case lines at its top lowered; `is_verb` knows lower-case verb forms."""
    at = 0
    for _ in range(_LOOK_AT_LINES):
        end = text.find("\n", at)
        if end < 0:
            return text
        if is_title_case(text[at:end]):
            text = text[:at] + _lowered(text[at:end], text[end:], is_verb) + text[end:]
        at = end + 1
    return text


def is_title_case(line: str) -> bool:
    """Whether nearly all words of a line without a final stop begin with a capital."""
    line = line.strip()
    if len(line) > _MAX_LETTERS:
        return False
    words = _WORD.findall(line)
    if len(words) < _MIN_WORDS or line.endswith(_FINAL_MARKS) or line.isupper():
        return False
    return bool(sum(word[0].isupper() for word in words) >= _SHARE_OF_CAPITALS * len(words))


def _lowered(line: str, body: str, is_verb: Callable[[str], bool]) -> str:
    first = _WORD.search(line)

    def lower(found: re.Match[str]) -> str:
        word = found.group()
        small = word.lower()
        if found.start() == (first.start() if first else 0) or not word[0].isupper():
            return word
        if (word.isupper() and len(word) > 1) or len(small) != len(word):
            return word
        if _stands_in(body, small) or (is_verb(small) and not _is_named_in(body, word)):
            return small
        return word

    return _WORD.sub(lower, line)


def _stands_in(body: str, word: str) -> bool:
    return re.search(rf"(?<![\w’'-]){re.escape(word)}(?![\w’'-])", body) is not None


def _is_named_in(body: str, word: str) -> bool:
    """Whether the body writes the word with a capital in mid-sentence."""
    return re.search(rf"[\w,;] {re.escape(word)}(?!\w)", body) is not None
