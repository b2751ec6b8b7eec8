"""Quantities: every number with a unit, person or thing, what it counts, and between which bounds.

Ages, ordinals, scores, names with numbers, and numbers inside times are none.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from whimbrel.coding.cells import Cell, cells_with_figures
from whimbrel.coding.counted import (
    Counted,
    counted_by,
    counted_in_cell,
    first_token,
    is_person,
)
from whimbrel.coding.figures import Figure, figures_in
from whimbrel.coding.lexicon import table
from whimbrel.coding.times import times as times_of
from whimbrel.reading.text import Reading
from whimbrel.records import CountedThing, Quantity, Span, Time


def quantities(reading: Reading, times: Sequence[Time] | None = None) -> tuple[Quantity, ...]:
    """The quantities of a reading, in the text's order, with ids `q0`, `q1`, ...

    `times` are the reading's times, found here where they are not given. `of` and `claim_id` stay
    null; `part_of` is set for "61 detainees, eleven of them minors" and "including two children".
    """
    if not reading.tokens:
        return ()
    taken = _ordered(times_of(reading) if times is None else times)
    found: list[_Seen] = []
    cells = cells_with_figures(reading.text)
    for figure in figures_in(reading.text, taken):
        if figure.kind == "plain" and (cell := _cell_of(figure, cells)) is not None:
            found += _seen_in_cell(reading, figure, cell, f"q{len(found)}")
            continue
        if _is_name_or_score(reading.text, figure):
            continue
        seen = _seen(reading, figure, found)
        if seen is not None:
            found.append(seen)
    return tuple(seen.quantity for seen in found)


def _ordered(times: Sequence[Time]) -> list[Span]:
    return sorted(times, key=lambda time: time.start)


@dataclass(frozen=True, slots=True)
class _Seen:
    quantity: Quantity
    sentence: int
    counted: Counted | None


# ------------------------------------------------------------------- numbers that count nothing

_NAME_BEFORE = re.compile(r"([^\W\d_]+\.?)[\s-]+$")
_AGE_AFTER = re.compile(r"[\s-]?(?:year|month|week)s?[\s-]+olds?\b|\s?,?\s+years\s+of\s+age")
_SIZE_AFTER = re.compile(
    r"[-–](?:yard|man|member|strong|point|nation|seat|party|page|story|storey)\b", re.IGNORECASE
)
_FIGURE_AFTER = re.compile(r"\s?[-–:]\s?\d")
_FIGURE_BEFORE = re.compile(r"\d\s?[-–:]\s?$")
_PLURAL_AFTER = re.compile(
    r"\s+(?:more\s+|other\s+)?(?:[a-z]+s|people|men|women|children|police)\b"
)
_YEAR = re.compile(r"(?:1[5-9]|20)\d\d")
_KNOWN = re.compile(r"\b(?:the|these|those|both)\s+$", re.IGNORECASE)
_IN_THE = re.compile(r"\bin\s+the\s+$", re.IGNORECASE)


def _is_name_or_score(text: str, figure: Figure) -> bool:
    """Whether the number is a name, an age, a score, a bare year or otherwise counts nothing."""
    if figure.kind != "plain":
        return False
    before = text[max(0, figure.start - 16) : figure.start]
    own = text[figure.start : figure.end]
    counts_plural = _PLURAL_AFTER.match(text, figure.end)
    word = _NAME_BEFORE.search(before)
    if word and _names_a_thing(word.group(1)):
        return True
    if _AGE_AFTER.match(text, figure.end) or _is_age(text, figure):
        return True
    if _SIZE_AFTER.match(text, figure.end) or re.fullmatch(r"0\d+", own):
        return True
    if _FIGURE_AFTER.match(text, figure.end) or _FIGURE_BEFORE.search(before):
        return True
    if re.fullmatch(r"\d\d?[-–]\d\d?", own) and not counts_plural:
        return True  # a score
    if _YEAR.fullmatch(own) and not counts_plural:
        return True
    if figure.number.kind == "vague" and _IN_THE.search(before):
        return True  # "damage in the millions"
    return own.lower() in ("two", "three") and bool(_KNOWN.search(before))


def _names_a_thing(word: str) -> bool:
    lists = table("quantities")["not_counts"]
    return word.lower() in lists["before"] or (word[0].isupper() and word.lower() in lists["named"])


def _is_age(text: str, figure: Figure) -> bool:
    """A number up to 120 between commas or in brackets after a name."""
    if not re.fullmatch(r"\d{1,3}", text[figure.start : figure.end]) or figure.number.high > 120:
        return False
    before = text[max(0, figure.start - 30) : figure.start]
    after = text[figure.end : figure.end + 5]
    if re.search(r"[A-Z][\w’'-]+\s?\(\s?$", before) and after.startswith((")", ",", " )")):
        return True
    named = re.search(r"[A-Z][\w’'-]+\s?,\s$", before)
    return bool(named) and bool(re.match(r"\s?[,.;)]|\s+and\b", after))


# ------------------------------------------------------------------- from figure to quantity


def _cell_of(figure: Figure, cells: Sequence[Cell]) -> Cell | None:
    """The cell that begins with the figure, but for a sign before it."""
    at = bisect_right(cells, figure.start, key=lambda cell: cell.start) - 1
    near = at >= 0 and figure.start - cells[at].start <= 2 and figure.end <= cells[at].end
    return cells[at] if near else None


def _seen_in_cell(reading: Reading, figure: Figure, cell: Cell, number: str) -> list[_Seen]:
    """The quantity in a table's cell; none where it may be a year, a score or a mere number."""
    counted = counted_in_cell(reading, cell)
    if not counted.told and _is_name_or_score(reading.text, figure):
        return []
    sentence = reading.tokens[first_token(reading, figure.start)].sentence
    quantity = _quantity(reading, figure, number, counted.what, counted.unit, None)
    return [_Seen(quantity, sentence, None)]


def _seen(reading: Reading, figure: Figure, found: Sequence[_Seen]) -> _Seen | None:
    sentence = reading.tokens[first_token(reading, figure.start)].sentence
    number = f"q{len(found)}"
    if figure.kind != "plain":
        what: CountedThing = "money" if figure.kind == "money" else "other"
        return _Seen(_quantity(reading, figure, number, what, figure.unit, None), sentence, None)
    counted = counted_by(reading, figure)
    whole = _whole(reading, figure, found, sentence)
    lower = reading.text[figure.start : figure.end].lower()
    if lower == "one" and not _counts_one(reading, figure, counted, whole):
        return None
    kind, unit = counted.what, counted.unit
    if not counted.told and whole is not None and kind in ("other",):
        kind, unit = whole.quantity.what, whole.quantity.unit
    elif counted.noun is None and not counted.told:
        earlier = _same_sentence(found, sentence) or (found[-1] if found else None)
        near = sentence if earlier is not None and earlier.counted is None else sentence - 1
        if earlier is not None and earlier.sentence >= near:
            kind, unit = earlier.quantity.what, earlier.quantity.unit
    part_of = whole.quantity.id if whole else None
    return _Seen(_quantity(reading, figure, number, kind, unit, part_of), sentence, counted)


def _quantity(
    reading: Reading,
    figure: Figure,
    number: str,
    what: CountedThing,
    unit: str | None,
    part_of: str | None,
) -> Quantity:
    return Quantity(
        start=figure.start,
        end=figure.end,
        text=reading.text[figure.start : figure.end],
        id=number,
        what=what,
        part_of=part_of,
        low=figure.low,
        high=figure.high,
        unit=unit,
        hedge=figure.hedge,
    )


_NEAR = 20
"""How many quantities back an elliptical number looks; a table is one long sentence."""


def _same_sentence(found: Sequence[_Seen], sentence: int) -> _Seen | None:
    for seen in reversed(found[-_NEAR:]):
        if seen.sentence != sentence:
            return None
        if seen.counted is not None:
            return seen
    return None


_INCLUDING = re.compile(
    r"(?:including|among\s+them|among\s+whom|of\s+whom|of\s+which|of\s+them)\s+(?:at\s+least\s+|some\s+|about\s+)?$",
    re.IGNORECASE,
)
_OF_THEM = re.compile(r"\s+of\s+(?:them|whom|those|these|the\s+dead)\b", re.IGNORECASE)


def _whole(reading: Reading, figure: Figure, found: Sequence[_Seen], sentence: int) -> _Seen | None:
    """The quantity that this one is said to be a part of."""
    before = reading.text[max(0, figure.start - 32) : figure.start]
    if _INCLUDING.search(before) or _OF_THEM.match(reading.text, figure.end):
        return _same_sentence(found, sentence) or (
            found[-1] if found and found[-1].sentence >= sentence - 1 else None
        )
    return None


def _counts_one(reading: Reading, figure: Figure, counted: Counted, whole: _Seen | None) -> bool:
    """As in "One soldier was hurt" counts; "one of the reasons", "one day", "one takes" do not."""
    if whole is not None:
        return whole.quantity.unit == "persons"
    if re.match(r"\s+of\s", reading.text[figure.end : figure.end + 5]):
        return False
    noun = counted.noun
    if noun is None:
        return counted.told and reading.text[figure.start].islower()
    if noun.i - first_token(reading, figure.start) > 4:
        return False
    return (
        counted.told or (is_person(noun) and counted.what != "other") or counted.what == "weapons"
    )
