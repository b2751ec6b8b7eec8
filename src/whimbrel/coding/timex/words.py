"""A text as the time grammar sees it: words with their classes, one code character each.

The classes a word belongs to (month, weekday, unit, `last`, ...) come from `lexicon/times.toml`;
numbers, clock times and dates in figures are seen here. Every set of classes has one code
character, so that a whole text becomes a string of codes and the grammar's rules are regular
expressions over it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from typing import NamedTuple

from whimbrel.coding.lexicon import table
from whimbrel.coding.numbers import Number, numbers_in

CHUNK_KINDS = (
    "date_day",
    "date_month",
    "date_year",
    "date_other",
    "time",
    "duration",
    "set",
    "reference_time",
    "masked",
)
CHUNK_SETS = [frozenset({kind}) for kind in CHUNK_KINDS]

OTHER = " "
"""The code of a word that has no class."""


class TimeWord(NamedTuple):
    """Characters `[start, end)`, the word in lower case, its classes, and its number if any.

    A named tuple, as one is made for every word of every text.
    """

    start: int
    end: int
    lower: str
    kinds: frozenset[str]
    value: float | None = None


_NONE: frozenset[str] = frozenset()
_CAPITAL = frozenset({"capital"})

_LEXER = re.compile(
    r"""
    (?P<plain>\b[^\W\d_]{3,}(?=[ ,]))
  | (?P<break>\n\s*\n)
  | (?P<iso>\b\d{4}-\d{2}-\d{2}(?:T\d[\d:.]*(?:Z|[+-]\d\d:?\d\d)?)?\b)
  | (?P<slash>\b\d{1,2}/\d{1,2}/\d{2}(?:\d\d)?\b)
  | (?P<decade>(?:['’‘]\d0|\b\d{3}0)['’]?s\b)
  | (?P<ordinal>\b\d{1,3}(?:st|nd|rd|th)\b)
  | (?P<clock>\b(?:[01]\d|2[0-3])[0-5]\d(?=\s?(?:gmt|utc|hours|hrs|local\stime)\b
          |\s+on\s+(?:mon|tues|wednes|thurs|fri|satur|sun)day\b)
      |(?:(?<=\bat\s)|(?<=\bto\s)|(?<=\bof\s)|(?<=\bby\s)|(?<=\bfrom\s)|(?<=\buntil\s))
          0\d[0-5]\d\b(?![\d,.:/-]\d)
      |\b\d{1,2}(?::\d{2}(?::\d\d)?|[.]\d{2}(?=\s?[ap]\.?m\b))(?![\d,]))
  | (?P<meridian>\b[ap]\.m\.?|(?<=\d)\s?[ap]m\b|\b[ap]m\b)
  | (?P<oclock>\bo['’]clock\b)
  | (?P<quarter>\bQ[1-4]\b)
  | (?P<possessive>['’]s\b)
  | (?P<word>[^\W\d_]+(?:['’](?!s\b)[^\W\d_]+)?\.?)
  | (?P<digits>\d[\d,.]*)
  | (?P<hyphen>[-\u2010\u2011\u2013\u2014])
  | (?P<comma>,)
  | (?P<stop>[.!?;:()"“”\[\]])
  | (?P<money>[$£€¥₹#])
    """,
    re.VERBOSE | re.IGNORECASE,
)


@cache
def word_classes() -> dict[str, frozenset[str]]:
    """Classes of each word of the lexicon, by lower-cased word."""
    lists = table("times")
    found: dict[str, set[str]] = {}

    def put(word: str, kind: str) -> None:
        found.setdefault(word, set()).add(kind)

    for kind, words in lists["classes"].items():
        for word in words:
            put(word, kind)
    weak = set(lists["weak"]["words"])
    for group, kind in (("months", "month"), ("weekdays", "weekday")):
        for word in lists[group]:
            put(word, f"{kind}_weak" if word in weak else kind)
    named = set(lists["lunar_weak"]["words"])
    for word in lists["lunar_months"]:
        put(word, "lunar_weak" if word in named else "lunar_month")
    for pair in lists["lunar_pairs"]:
        head, tail = pair.split()
        put(head, "lunar_head")
        put(tail, "lunar_tail")
    for word, unit in lists["units"].items():
        put(word, "unit" if word == unit else "units")
        if word == "quarter":
            put(word, "quarter_word")
        if unit == "day":
            put(word, "day_word")
    for group, kind in (
        ("ordinals", "ordinal"),
        ("seasons", "season"),
        ("parts", "part"),
        ("exact_times", "exact"),
        ("deictic_days", "deictic"),
        ("frequencies", "frequency"),
        ("references", "reference"),
        ("decades", "decade_name"),
        ("solar_months", "solar_month"),
    ):
        for word in lists[group]:
            put(word, kind)
    for phrase in lists["feasts"]:
        for i, word in enumerate(phrase.replace("'s", " 's").split()):
            put(word, "feast" if i == 0 else "feast_more")
    for word in lists["weekdays"]:
        if len(word) > 5:
            put(word + "s", "weekdays_plural")
    put("night", "night_word")
    for word in lists["names"]["words"]:
        put(word, "name_month")
    return {word: frozenset(kinds) for word, kinds in found.items()}


def time_words(text: str) -> list[TimeWord]:
    """The words, marks and numbers of a text, in its order."""
    numbers = {number.start: number for number in numbers_in(text)}
    classes = word_classes()
    words: list[TimeWord] = []
    at = 0
    while found := _LEXER.search(text, at):
        start, kind = found.start(), found.lastgroup
        number = numbers.get(start)
        if kind == "plain" and number is None:
            # The common case first: a word that means nothing here.
            at = found.end()
            lower = text[start:at].lower()
            if lower not in classes:
                kinds = _CAPITAL if text[start].isupper() else _NONE
                words.append(TimeWord(start, at, lower, kinds))
                continue
        if number and kind in ("plain", "word", "digits") and _is_count(text, number):
            word = _number_word(text, number)
            century = words[-1] if words else None
            if century is not None and _spells_year(century, word):
                word = _year_word(text, words.pop(), word)
            words.append(word)
            at = number.end
            continue
        words.extend(_words_of(found, text))
        at = found.end()
    return words


def _is_count(text: str, number: Number) -> bool:
    # "a third night" is no share; only halves and quarters measure time.
    lower = text[number.start : number.end].lower()
    return number.kind != "share" or lower in ("half", "a quarter")


def _number_word(text: str, number: Number) -> TimeWord:
    lower = text[number.start : number.end].lower()
    kinds = {"number"}
    value: float | None = number.low if number.low == number.high else None
    if number.kind == "share":
        return TimeWord(number.start, number.end, lower, frozenset({"half"}), value)
    if number.kind == "multiple":
        return TimeWord(number.start, number.end, lower, frozenset(), None)
    if lower == "several":
        kinds = {"few"}
    if value is not None and value == int(value) and number.scale == 1:
        if re.fullmatch(r"\d{4}", lower) and 1000 <= value < 2100:
            kinds.add("year")
        if 1 <= value <= 31 and (lower.isdigit() and len(lower) <= 2):
            kinds.add("dom")
        if 0 <= value <= 24 and len(lower) <= 6:
            kinds.add("hour" if lower.isdigit() else "hour_word")
    return TimeWord(number.start, number.end, lower, frozenset(kinds), value)


def _spells_year(century: TimeWord, word: TimeWord) -> bool:
    """As in "nineteen ninety-six"."""
    spelled = "number" in century.kinds and century.lower.isalpha() and word.lower[0].isalpha()
    return (
        spelled
        and word.value is not None
        and 17 <= (century.value or 0) <= 20
        and 10 <= (word.value or 0) <= 99
    )


def _year_word(text: str, century: TimeWord, word: TimeWord) -> TimeWord:
    value = (century.value or 0) * 100 + (word.value or 0)
    lower = text[century.start : word.end].lower()
    return TimeWord(century.start, word.end, lower, frozenset({"number", "year"}), value)


def _words_of(found: re.Match[str], text: str) -> list[TimeWord]:
    kind = found.lastgroup or ""
    start, end = found.span()
    if kind in ("word", "plain"):
        return _plain_word(found.group(), start, text)
    lower = found.group().lower().strip()
    if kind == "meridian":
        start = end - len(found.group().lstrip())
    value = None
    if kind == "ordinal":
        value = float(re.sub(r"\D", "", lower))
        kinds = {"ordinal", "dom"} if 1 <= value <= 31 else {"ordinal"}
        return [TimeWord(start, end, lower, frozenset(kinds), value)]
    if kind == "digits":
        if re.fullmatch(r"(?:19|20)\d\d", lower):  # mid-1996
            return [TimeWord(start, end, lower, frozenset({"number", "year"}), float(lower))]
        return [TimeWord(start, end, lower, frozenset())]
    return [TimeWord(start, end, lower, frozenset({kind}), value)]


@cache
def _abbreviated() -> frozenset[str]:
    return frozenset(table("times")["abbreviated"]["words"])


def _plain_word(word: str, start: int, text: str) -> list[TimeWord]:
    bare = word.removesuffix(".")
    lower = bare.lower().replace("’", "'")
    kinds = word_classes().get(lower, frozenset())
    end = start + len(bare)
    if "month_weak" in kinds or "weekday_weak" in kinds:
        if not bare[0].isupper():
            kinds -= {"month_weak", "weekday_weak"}
        elif bare.isupper() and len(bare) > 3 and lower == "may":
            kinds -= {"month_weak"}
    if "frequency" in kinds and bare[0].isupper() and not _opens_sentence(text, start):
        kinds = frozenset()  # the Daily Star
    if kinds & _HIJRI and not bare[0].isupper():
        kinds -= _HIJRI
    if lower == "fall" and bare[0].isupper():
        kinds = frozenset()
    if not kinds and bare[0].isupper() and len(bare) > 1:
        kinds = _CAPITAL
    value = _value(lower) if kinds else None
    words = [TimeWord(start, end, lower, kinds, value)]
    if word.endswith("."):
        if lower in _abbreviated() and kinds & {"month", "month_weak", "weekday", "weekday_weak"}:
            return [TimeWord(start, end + 1, lower, kinds, value)]
        if len(lower) > 1:
            words.append(TimeWord(end, end + 1, ".", frozenset({"stop"})))
    return words


_HIJRI = frozenset(("lunar_month", "lunar_weak", "solar_month", "lunar_head"))


def _opens_sentence(text: str, start: int) -> bool:
    before = text[max(0, start - 3) : start].strip(" \"“'‘")
    return not before or before[-1] in ".!?\n"


def _value(lower: str) -> float | None:
    lists = table("times")
    for group in ("months", "weekdays", "ordinals", "lunar_months", "solar_months"):
        if lower in lists[group]:
            return float(lists[group][lower])
    return None


class Codes:
    """One character for every set of classes, and regular expressions over such characters."""

    def __init__(self, sets: Iterable[frozenset[str]]) -> None:
        known = sorted({tuple(sorted(kinds)) for kinds in sets} - {()})
        self._codes = {frozenset(kinds): chr(0x4E00 + i) for i, kinds in enumerate(known)}

    def coded(self, sets: Iterable[frozenset[str]]) -> str:
        """The characters of some sets; `OTHER` for the empty one."""
        get = self._codes.get
        return "".join([get(kinds, OTHER) for kinds in sets])

    def compile(self, pattern: str) -> re.Pattern[str]:
        """Turn names of classes into sets of codes: `last (number units|unit)`; blanks are free."""
        return re.compile(re.sub(r"[a-z_]+", self._members, pattern).replace(" ", ""))

    def _members(self, found: re.Match[str]) -> str:
        members = [code for kinds, code in self._codes.items() if found.group() in kinds]
        if not members:
            raise ValueError(f"No word of the time grammar has the class {found.group()!r}.")
        return "[" + "".join(members) + "]"


@cache
def word_codes() -> Codes:
    """The codes of everything that `time_words` can see."""
    weak = {"month_weak", "weekday_weak"}
    sets = set(word_classes().values())
    sets |= {kinds - weak for kinds in sets}
    numbers = [
        ["number"],
        ["number", "year"],
        ["number", "dom"],
        ["number", "hour"],
        ["number", "dom", "hour"],
        ["number", "hour_word"],
        ["few"],
        ["half"],
        ["ordinal", "dom"],
        ["ordinal"],
    ]
    marks = [
        "break",
        "iso",
        "slash",
        "decade",
        "clock",
        "meridian",
        "oclock",
        "quarter",
        "possessive",
        "hyphen",
        "comma",
        "stop",
        "money",
        "capital",
    ]
    sets |= {frozenset(kinds) for kinds in numbers} | {frozenset({mark}) for mark in marks}
    return Codes([*sets, *CHUNK_SETS])
