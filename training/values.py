"""Numbers and times as values: what a number phrase says, and which days a TIMEX3 value covers."""

from __future__ import annotations

import datetime
import re
from calendar import monthrange

from training.scheme import Scheme

Number = int | float
Bounds = tuple[Number | None, Number | None]

_SMALL = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_UNITS = {word: value for value, word in enumerate(_SMALL)}
_UNITS |= {word: 10 * value for value, word in enumerate(_TENS, 2)}
_SCALES = {
    "dozen": 12, "hundred": 100, "thousand": 10**3, "million": 10**6, "billion": 10**9,
    "trillion": 10**12, "m": 10**6, "bn": 10**9,
}  # fmt: skip
_DIGITS = re.compile(r"\d[\d,]*(?:\.\d+)?")


def number_in(phrase: str, scheme: Scheme) -> Bounds | None:
    """The lowest and highest number that `phrase` names, or None where it cannot be told.

    Reads digits with a scale word ("$3 million"), number words up to the trillions ("twenty-two")
    and the vague words of the scheme ("dozens"). Two numbers in a phrase are not guessed at.
    """
    lowered = phrase.lower().strip()
    if lowered in scheme.vague:
        return scheme.vague[lowered]
    digits = _DIGITS.findall(lowered)
    if digits:
        value = _digits_value(lowered, digits)
    else:
        value = _words_value(re.findall(r"[a-z]+", lowered))
    return None if value is None else (value, value)


def _digits_value(phrase: str, digits: list[str]) -> Number | None:
    if len(digits) > 1:
        return None
    after = re.match(r"[\s-]*([a-z]+)", phrase[phrase.index(digits[0]) + len(digits[0]) :])
    scale = _SCALES.get(after.group(1), 1) if after else 1
    exact = float(digits[0].replace(",", "")) * scale
    return round(exact) if abs(exact - round(exact)) < 1e-6 else exact


def _words_value(words: list[str]) -> int | None:
    """The value of leading number words; None if the phrase does not begin with one."""
    total, current, seen = 0, 0, False
    for position, word in enumerate(words):
        if word in _UNITS:
            current, seen = current + _UNITS[word], True
        elif word in _SCALES and len(word) > 2 and (seen or words[:position] in (["a"], ["an"])):
            scaled = max(current, 1) * _SCALES[word]
            seen = True
            # "two hundred thousand": what stands below the scale word is multiplied by it.
            current, total = (scaled, total) if _SCALES[word] <= 100 else (0, total + scaled)
        elif (word in ("a", "an") and position == 0) or (word == "and" and seen):
            continue
        else:
            break
    return total + current if seen else None


def bounds_written(written: str) -> Bounds | None:
    """The bounds in `14`, `20..99`, `50..` or `..50`; None if the form is none of these."""
    match = re.fullmatch(r"(-?\d+(?:\.\d+)?)?(?:(\.\.)(-?\d+(?:\.\d+)?)?)?", written)
    if not match or not (match[1] or match[3]):
        return None
    low = _plain(match[1])
    high = _plain(match[3]) if match[2] else low
    if low is not None and high is not None and low > high:
        return None
    return low, high


def _plain(digits: str | None) -> Number | None:
    if digits is None:
        return None
    return float(digits) if "." in digits else int(digits)


_DATE = (
    r"(?:(?:\d{4}|XXXX)(?:-(?:\d{2}|XX)(?:-(?:\d{2}|XX))?"
    r"|-W(?:\d{2}|XX)(?:-(?:WE|[1-7]))?|-Q[1-4X]|-H[1-2X]|-(?:SP|SU|FA|WI))?|\d{3}X?)"
)
_CLOCK = r"T(?:MO|AF|EV|NI|MI|DT|\d{2}(?::\d{2})?)"
_LENGTH = r"P(?:(?:\d+(?:\.\d+)?|X)(?:Y|M|W|D|DE|CE|WE))*(?:T(?:(?:\d+(?:\.\d+)?|X)[HMS])+)?"
_FORMS = {
    "DATE": re.compile(rf"{_DATE}|PAST_REF|PRESENT_REF|FUTURE_REF"),
    "TIME": re.compile(rf"(?:{_DATE})?{_CLOCK}"),
    "DURATION": re.compile(_LENGTH),
    "SET": re.compile(rf"{_LENGTH}|(?:{_DATE})(?:{_CLOCK})?"),
}


def timex_type(value: str) -> str:
    """The TIMEX3 type that a value has by its form (a SET has to be said)."""
    if re.match(r"P[\dXT]", value):
        return "DURATION"
    return "TIME" if re.search(r"(^|[\dXEIPUA])T(\d|[MAEND])", value) else "DATE"


def is_timex(kind: str, value: str) -> bool:
    """Whether `value` is a TIMEX3 value of type `kind`, with a day that exists."""
    if len(value) < 2 or value == "PT" or not _FORMS[kind].fullmatch(value):
        return False
    day = re.match(r"\d{4}-\d{2}-\d{2}", value)
    month = re.match(r"\d{4}-(\d{2})", value)
    try:
        if day:
            datetime.date.fromisoformat(day[0])
    except ValueError:
        return False
    return not month or 1 <= int(month[1]) <= 12


def days_of(kind: str, value: str) -> tuple[str, str] | None:
    """First and last day of a DATE or TIME value, or None where the value does not say.

    Seasons are left out: they are those of the place, which the value does not know.
    """
    if kind not in ("DATE", "TIME"):
        return None
    for pattern, days in (
        (r"(\d{4}-\d{2}-\d{2})(?:T.*)?", lambda m: (m[1], m[1])),
        (r"(\d{4})-(\d{2})", lambda m: (f"{m[0]}-01", f"{m[0]}-{_length(m):02}")),
        (r"(\d{4})-W(\d{2})(-WE|-[1-7])?", lambda m: _week(int(m[1]), int(m[2]), m[3])),
        (r"(\d{4})-Q([1-4])", lambda m: _months(int(m[1]), 3 * int(m[2]) - 2, 3)),
        (r"(\d{4})-H([12])", lambda m: _months(int(m[1]), 6 * int(m[2]) - 5, 6)),
        (r"(\d{4})", lambda m: (f"{m[1]}-01-01", f"{m[1]}-12-31")),
        (r"(\d{3})X?", lambda m: (f"{m[1]}0-01-01", f"{m[1]}9-12-31")),
    ):
        match = re.fullmatch(pattern, value)
        if match:
            return days(match)
    return None


def _length(match: re.Match[str]) -> int:
    return monthrange(int(match[1]), int(match[2]))[1]


def _months(year: int, first: int, count: int) -> tuple[str, str]:
    last = first + count - 1
    return f"{year}-{first:02}-01", f"{year}-{last:02}-{monthrange(year, last)[1]:02}"


def _week(year: int, week: int, part: str | None) -> tuple[str, str] | None:
    first, last = {None: (1, 7), "-WE": (6, 7)}.get(part, (0, 0))
    if part and not first:
        first = last = int(part[1:])
    try:
        days = [datetime.date.fromisocalendar(year, week, day) for day in (first, last)]
    except ValueError:
        return None
    return days[0].isoformat(), days[1].isoformat()


def date_range(written: str) -> tuple[str, str] | None:
    """The days in `2021-05-01..2021-05-04` or a single day; None if malformed or reversed."""
    first, _, last = written.partition("..")
    last = last or first
    try:
        ordered = datetime.date.fromisoformat(first) <= datetime.date.fromisoformat(last)
    except ValueError:
        return None
    return (first, last) if ordered and len(first) == len(last) == 10 else None
