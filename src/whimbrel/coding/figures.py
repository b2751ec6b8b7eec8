"""Figures: numbers with their unit, hedge and bounds, from characters alone.

A figure's span holds the number words, and the unit too where it is a measure, money or a share
("140 km", "$3 billion", "a tenth"). A range ("between 1.5 and 1.6 million tonnes", "20 to 30") is
one figure. The hedge stands apart.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache

from whimbrel.coding.lexicon import table
from whimbrel.coding.numbers import Number, numbers_in
from whimbrel.records import Span


@dataclass(frozen=True, slots=True)
class Figure:
    """Characters `[start, end)`; `unit` is set for measures, money and shares only.

    `kind` is plain, money, measure or share; `hedge` as written, `low`/`high` already opened by it.
    """

    start: int
    end: int
    low: float | None
    high: float | None
    kind: str
    unit: str | None
    hedge: str | None
    number: Number


def figures_in(text: str, taken: Sequence[Span]) -> list[Figure]:
    """The figures of a text that overlap none of the taken spans (times)."""
    found: list[Figure] = []
    numbers = _untaken(numbers_in(text), taken)
    at = 0
    while at < len(numbers):
        number, used = _with_range(text, numbers, at)
        at += used
        figure = _figure(text, number)
        if figure is not None and (not found or found[-1].end <= figure.start):
            found.append(figure)
    return found


def _untaken(numbers: Sequence[Number], taken: Sequence[Span]) -> list[Number]:
    left: list[Number] = []
    at = 0
    for number in numbers:
        while at < len(taken) and taken[at].end <= number.start:
            at += 1
        if at == len(taken) or taken[at].start >= number.end:
            left.append(number)
    return left


_TO = re.compile(r"\s?[-–]\s?[$£€]?|\s+to\s+[$£€]?", re.IGNORECASE)
_OR = re.compile(r"\s+or\s+", re.IGNORECASE)
_AND = re.compile(r"\s+and\s+(?:[A-Z]{0,2}[$£€])?", re.IGNORECASE)
_BETWEEN = re.compile(r"\bbetween\s+(?:[A-Z]{0,2}[$£€])?$", re.IGNORECASE)
_FROM = re.compile(r"\bfrom\s+[$£€]?$", re.IGNORECASE)


def _with_range(text: str, numbers: Sequence[Number], at: int) -> tuple[Number, int]:
    """The number at an index, joined with the next one where the two bound a range."""
    number = numbers[at]
    if at + 1 == len(numbers):
        return number, 1
    upper = numbers[at + 1]
    joint = text[number.end : upper.start]
    before = text[max(0, number.start - 12) : number.start]
    joined = (
        (_AND.fullmatch(joint) and _BETWEEN.search(before))
        or _OR.fullmatch(joint)
        or (_TO.fullmatch(joint) and not _FROM.search(before))
    )
    if not joined or number.kind in ("share", "multiple"):
        return number, 1
    low = number.low
    if number.scale == 1 and upper.scale > 1 and low < upper.high / upper.scale * 10:
        low = round(low * upper.scale, 6)
    if low > upper.high:
        return number, 1
    return replace(upper, start=number.start, low=low), 2


# ------------------------------------------------------------------- units

_SYMBOL = re.compile(
    r"(?:(?:US|C|A|NZ|HK|S|R)?[$£€₹¥₦₽₺₩]|\b(?:USD|EUR|GBP|CAD|AUD|Rs\.?|dlrs))\s?$",
    re.IGNORECASE,
)
_AFTER = re.compile(r"[\s-]?(%|[^\W\d_]+)")
_PERCENT = re.compile(r"\s?(?:%|per\s?cent(?:age\s+points?)?\b|percent(?:age\s+points?)?\b)")
_HALF_PERCENT = re.compile(r"\s+an?\s+per\s?cent\b|\s+an?\s+percent\b")
_BLANKS = re.compile(r"\s+")


def _figure(text: str, number: Number) -> Figure | None:
    if number.kind == "share":
        return _share(text, number)
    if number.kind == "multiple":
        return _multiple(text, number)
    start, end = number.start, number.end
    low: float | None = number.low
    high: float | None = number.high
    before = text[max(0, start - 6) : start]
    kind, unit = "plain", None
    symbol = _SYMBOL.search(before)
    if symbol:
        start -= len(symbol.group())
        kind, unit = "money", _currency(symbol.group().strip(), text)
    elif _PERCENT.match(text, end):
        end = _end(_PERCENT.match(text, end), end)
        kind, unit = "measure", "percent"
    else:
        after = _AFTER.match(text, end)
        word = after.group(1).lower() if after else ""
        unit = _currency(word, text)
        if after and unit is not None:
            kind, end = "money", after.end(1)
            if word in ("cents", "pence") and unit != word:
                low, high = number.low / 100, number.high / 100
        elif after and word in ("times",):
            kind, unit, end = "measure", "times", after.end(1)
        elif after and (measure := _measure(word)):
            kind, unit, end = "measure", measure, after.end(1)
        elif _magnitude(text, start):
            unit, kind = "magnitude", "measure"
    minus = re.search(r"\bminus\s+$", text[max(0, start - 8) : start])
    if minus and low is not None and high is not None:
        start -= len(minus.group())
        low, high = -high, -low
    return _hedged(text, Figure(start, end, low, high, kind, unit, None, number))


def _end(found: re.Match[str] | None, otherwise: int) -> int:
    return found.end() if found else otherwise


def _magnitude(text: str, start: int) -> bool:
    return bool(re.search(r"\bmagnitude[\s-]+(?:of\s+)?$", text[max(0, start - 14) : start]))


def _measure(word: str) -> str | None:
    unit = table("quantities")["measures"].get(word)
    return unit if unit and word != "per" else None


def _currency(word: str, text: str) -> str | None:
    lists = table("quantities")
    word = word.lower()
    plain = lists["currencies"].get(word)
    if plain:
        return str(plain)
    if word == "peso" or word == "rupee":
        word += "s"
    if word not in lists["shared_currencies"]:
        return None
    return _state_named_most(text, word) or word


@lru_cache(maxsize=16)
def _state_named_most(text: str, word: str) -> str | None:
    states: dict[str, list[str]] = table("quantities")["shared_currencies"][word]
    counts = {code: sum(text.count(name) for name in names) for code, names in states.items()}
    best = max(counts, key=lambda code: counts[code])
    return best if counts[best] else None


_SHARE_AFTER = re.compile(
    r"\s+(?:of|more|less|higher|lower|fewer|as|that|since|from|in|on|to)\b|\s*[.,;:!?)]|\s*$",
    re.IGNORECASE,
)


def _share(text: str, number: Number) -> Figure | None:
    half_percent = _HALF_PERCENT.match(text, number.end)
    if half_percent:
        return _hedged(
            text,
            Figure(number.start, half_percent.end(), 0.5, 0.5, "share", "percent", None, number),
        )
    if not _SHARE_AFTER.match(text, number.end):
        return None
    if re.search(
        r"\b(?:first|second|other|in|last|better|at)\s+$",
        text[max(0, number.start - 8) : number.start],
    ):
        return None
    return _hedged(
        text,
        Figure(number.start, number.end, number.low, number.high, "share", "percent", None, number),
    )


def _multiple(text: str, number: Number) -> Figure | None:
    word = text[number.start : number.end].lower()
    if word in ("twice", "thrice") and not re.match(
        r"\s+(?:as|the|that|what|its|his|her|their)\b", text[number.end : number.end + 8]
    ):
        return None
    return _hedged(
        text,
        Figure(number.start, number.end, number.low, number.high, "measure", "times", None, number),
    )


# ------------------------------------------------------------------- hedges


@cache
def _hedge_pattern(place: str) -> re.Pattern[str]:
    hedges = table("quantities")["hedges"]
    kinds = [kind for kind in hedges if kind.startswith("after_") == (place == "after")]
    groups = "|".join(
        f"(?P<{kind}>"
        + "|".join(
            re.escape(phrase).replace(r"\ ", r"\s+")
            for phrase in sorted(hedges[kind], key=len, reverse=True)
        )
        + ")"
        for kind in kinds
    )
    if place == "after":
        return re.compile(rf"[\"'”’]?\s+(?:{groups})\b", re.IGNORECASE)
    return re.compile(rf"\b(?:{groups})\s+(?:the\s+|an?\s+(?=half|third|quarter))?$", re.IGNORECASE)


def _start_of_magnitude(text: str, start: int) -> int:
    window = max(0, start - 14)
    return window + max(0, text[window:start].lower().rfind("magnitude"))


_PARTICLE = re.compile(
    r"\b(?:hand|tak|took|turn|giv|gave|sign|bring|brought|pass|carr)\w*\s+over\s+$", re.IGNORECASE
)


def _hedged(text: str, figure: Figure) -> Figure:
    start = figure.start
    if figure.unit == "magnitude":
        start = _start_of_magnitude(text, start)
    elif figure.low != figure.high and _BETWEEN.search(text[max(0, start - 12) : start]):
        return replace(figure, hedge="between")
    window = text[max(0, start - 32) : start]
    if _PARTICLE.search(window):
        return figure  # "handed over 200,000 pesos"
    # Leftmost is longest, as the pattern ends at the number.
    before = _hedge_pattern("before").search(window)
    found = before or _hedge_pattern("after").match(text, figure.end)
    if not found:
        return figure
    kind = (found.lastgroup or "").removeprefix("after_")
    hedge = _BLANKS.sub(" ", found.group(found.lastgroup or 0))
    low, high = figure.low, figure.high
    if kind == "open_above" or kind == "above":
        high = None
    elif kind == "open_below" or kind == "below":
        low = None
    return replace(figure, low=low, high=high, hedge=hedge)
