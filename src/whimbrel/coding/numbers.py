"""Numbers as news writes them: digits, words, scales, and vague words that stand for a range.

`numbers_in` works on characters alone. "1,200", "1,00,000", "1.000.000", "five and a half",
"twenty-two", "two hundred and six", "$11 billion" (the number), "dozens", "hundreds of thousands".
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Literal

from whimbrel.coding.lexicon import table

NumberKind = Literal["digits", "words", "vague", "share", "multiple"]

_DIGITS = (
    r"(?:\d{1,3}(?:,\d{2,3})+(?:\.\d+)?"  # 1,200,000 and 1,00,000
    r"|\d{1,3}(?:\.\d{3}){2,}"  # 1.000.000
    r"|\d+[ ]\d/\d|\d+½"
    r"|\d{1,3}(?:[\u00a0\u202f]\d{3})+"  # 1 200 000, with blanks that do not break
    r"|\d+(?:\.\d+)?)"
)


_BEYOND = 1e18
"""Longer rows of digits are account numbers, keys and the like."""


@dataclass(frozen=True, slots=True)
class Number:
    """Characters `[start, end)` of a text that name a number; `low == high` where it is exact.

    `scale` is the power word's value (million: 1e6), 1 where there is none; shares are in per cent.
    """

    start: int
    end: int
    low: float
    high: float
    kind: NumberKind
    scale: float = 1


def _either(words: list[str]) -> str:
    longest_first = sorted(words, key=len, reverse=True)
    return "(?:" + "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in longest_first) + ")"


@cache
def _pattern() -> re.Pattern[str]:
    words = table("numbers")
    ones, teens, tens = (_either(list(words[group])) for group in ("ones", "teens", "tens"))
    scales = _either(list(words["scales"]))
    short = _either(list(words["short_scales"]))
    below_100 = rf"(?:{tens}(?:[\s-]{ones})?|{teens}|{ones})"
    # "two hundred and six thousand": a head, then scales with what follows each.
    spelled = (
        rf"(?:{below_100}|an?(?=\s+{scales}\b))"
        rf"(?:[\s-]+{scales}\b(?:,?\s+(?:and\s+)?{below_100}\b(?![\s-]+(?:per\s|percent)))?)*"
    )
    return re.compile(
        rf"""(?<![\w.])(?<!\d[,/:])(?<![A-Za-z]-)(?:
          (?P<vague>{_either(list(words["vague"]))})\b
        | (?P<share>{_either(list(words["shares"]))})\b(?!-)
        | (?P<multiple>{_either(list(words["multiples"]))})\b
        | (?P<digits>{_DIGITS})(?!\d|[/:]\d)
          (?:[\s-]?(?P<scale>{scales}(?:\s+{scales})?\b)|(?P<short>{short})\b|(?![a-z]))
        | (?P<words>{spelled})\b
        )""",
        re.IGNORECASE | re.VERBOSE,
    )


def numbers_in(text: str) -> tuple[Number, ...]:
    """Every number in the text, in its order, none overlapping another."""
    numbers = (_number(found) for found in _pattern().finditer(text))
    return tuple(number for number in numbers if number.high < _BEYOND)


def _number(found: re.Match[str]) -> Number:
    words = table("numbers")
    start, end = found.span()
    key = re.sub(r"\s+", " ", found.group().lower())
    kind: NumberKind
    scale = 1.0
    if found["vague"]:
        low, high = words["vague"][key]
        kind = "vague"
    elif found["share"]:
        low = high = words["shares"][key]
        kind = "share"
    elif found["multiple"]:
        low = high = words["multiples"][key]
        kind = "multiple"
    elif found["digits"]:
        scale = _scale(found)
        low = high = round(_digits_value(found["digits"]) * scale, 6)
        kind = "digits"
    else:
        low = high = spelled_value(key)
        kind = "words"
    return Number(start, end, float(low), float(high), kind, scale)


def _scale(found: re.Match[str]) -> float:
    words = table("numbers")
    if found["short"]:
        return float(words["short_scales"][found["short"].lower()])
    value = 1.0
    for word in (found["scale"] or "").lower().split():
        value *= words["scales"][word]
    return value


def _digits_value(digits: str) -> float:
    if digits.endswith("½"):
        return float(digits[:-1]) + 0.5
    if "/" in digits:
        whole, over = digits.split(" ")
        upper, lower = over.split("/")
        return float(whole) + (float(upper) / float(lower) if float(lower) else 0.0)
    if re.fullmatch(r"\d{1,3}(?:\.\d{3}){2,}", digits):
        return float(digits.replace(".", ""))
    return float(re.sub(r"[,\s]", "", digits))


def spelled_value(words: str) -> float:
    """The value of a number in words: "two hundred and six thousand" is 206000."""
    lists = table("numbers")
    small = lists["ones"] | lists["teens"] | lists["tens"] | {"a": 1, "an": 1}
    total = current = 0.0
    for word in re.split(r"[\s,-]+", words.lower()):
        if word in small:
            current += small[word]
        elif word == "hundred":
            current = max(current, 1) * 100
        elif word in lists["scales"]:
            total += max(current, 1) * lists["scales"][word]
            current = 0
    return total + current
