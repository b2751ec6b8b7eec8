"""Times: when, as the text says it, as TIMEX3 values and inclusive days.

Works on characters alone; no parse is asked for. Relative expressions ("Tuesday", "last month")
are resolved against the publication, anchored ones ("the next day", "less than a week later")
against the date named before them. Without a publication date relative ones keep a value with
`XXXX` or none, and no days.

`times` and `times_in` return times in the text's order, none overlapping another. Days that no
calendar has ("31 February 2012") stay open (`from_` and `to` null); `time_warnings` names them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from functools import cache

from whimbrel.coding.lexicon import table
from whimbrel.coding.timex.calendar import Period, is_impossible, valid_day
from whimbrel.coding.timex.dates import bare_day
from whimbrel.coding.timex.grammar import (
    Chunk,
    Context,
    Found,
    Meaning,
    Rule,
    Tense,
    dated,
    width,
)
from whimbrel.coding.timex.rules import RULES
from whimbrel.coding.timex.words import TimeWord, time_words, word_codes
from whimbrel.reading.text import Reading
from whimbrel.records import Time, publication_day

Part = TimeWord | Chunk
_NAMED_IN_A_WARNING = 3
_SENTENCE_END = (".", "!", "?")


def times(
    reading: Reading, *, published: str | None = None, timeml: bool = False
) -> tuple[Time, ...]:
    """The times of a reading; `published` (ISO) defaults to the reading's own."""
    return times_in(reading.text, published=published or reading.published, timeml=timeml)


def times_in(text: str, *, published: str | None = None, timeml: bool = False) -> tuple[Time, ...]:
    """The times of a text. Offsets are code points into it.

    `timeml` follows TimeML where the record differs: vague words (now, recently) are given as
    references, and "the end of May" has May's value.
    """
    words = time_words(text)
    parts = _grouped(_grouped(words, 1), 2)
    context = _context(words, published, timeml)
    found: list[tuple[Chunk, Meaning]] = []
    chunks = [part for part in parts if isinstance(part, Chunk)]
    for i, chunk in enumerate(chunks):
        following = chunks[i + 1] if i + 1 < len(chunks) else None
        context.enter(chunk, following)
        meaning = _meaning(chunk, following, context)
        if meaning is None:
            continue
        context.remember(chunk, meaning.period)
        if meaning.type == "TIME" and meaning.value and "T" in meaning.value:
            context.clock_anchor = meaning.value[meaning.value.index("T") :]
        found.append((chunk, meaning))
    return tuple(_time(text, chunk, meaning) for chunk, meaning in _ranges_in_order(text, found))


def time_warnings(times: Sequence[Time], *, published: str | None = None) -> tuple[str, ...]:
    """A sentence for each date that no calendar has or that can be read two ways, and one for all
    that hang on a day of publication which is not given."""
    warnings = []
    hanging = []
    for time in times:
        if time.from_ is not None or time.type not in ("DATE", "TIME"):
            continue
        value = time.value or ""
        where = f"The date {time.text!r} (characters {time.start} to {time.end})"
        if is_impossible(value):
            warnings.append(f"{where} does not exist; its days were left open.")
        elif value.endswith("-XX-XX"):
            warnings.append(
                f"{where} may name the day or the month first; its days were left open."
            )
        elif published is None and (time.type == "DATE" or value.startswith("XXXX")):
            hanging.append(time.text)
    if hanging:
        named = ", ".join(repr(text) for text in hanging[:_NAMED_IN_A_WARNING])
        more = "" if len(hanging) <= _NAMED_IN_A_WARNING else ", ..."
        warnings.append(
            f"Without a day of publication the days of {len(hanging)} date"
            f"{'s' if len(hanging) > 1 else ''} were left open ({named}{more}); give the document "
            "a 'published' day."
        )
    return tuple(warnings)


def _time(text: str, chunk: Chunk, meaning: Meaning) -> Time:
    return Time(
        start=chunk.start,
        end=chunk.end,
        text=text[chunk.start : chunk.end],
        type=meaning.type,
        value=meaning.value,
        from_=meaning.first.isoformat() if meaning.first else None,
        to=meaning.last.isoformat() if meaning.last else None,
    )


def _meaning(chunk: Chunk, following: Chunk | None, context: Context) -> Meaning | None:
    try:
        if chunk.rule.meaning is bare_day:
            return _bare_day(chunk, following, context)
        return chunk.rule.meaning(Found(chunk.parts, chunk.at), context)
    except (OverflowError, ValueError):
        # Counted past the calendar's ends ("4 million years ago").
        return None


def _bare_day(chunk: Chunk, following: Chunk | None, context: Context) -> Meaning | None:
    later = context.meaning_of(following) if following else None
    if later is None or later.period is None:
        return None
    month = later.period.first
    day = valid_day(month.year, month.month, int(chunk.lower))
    return dated(Period("day", day)) if day else None


# ------------------------------------------------------------------- matching the rules


@cache
def _compiled(layer: int) -> tuple[tuple[Rule, re.Pattern[str]], ...]:
    codes = word_codes()
    return tuple((rule, codes.compile(rule.pattern)) for rule in RULES if rule.layer == layer)


def _grouped(parts: Sequence[Part], layer: int) -> list[Part]:
    """Replace what the layer's rules match by chunks: leftmost first, then longest."""
    codes = word_codes()
    coded = codes.coded(part.kinds for part in parts)
    spans = [
        (found.start(), -found.end(), order)
        for order, (_, pattern) in enumerate(_compiled(layer))
        for found in pattern.finditer(coded)
        if found.end() > found.start()
    ]
    spans.sort()
    grouped: list[Part] = []
    starts = _word_indexes(parts)
    at = 0
    for first, minus_last, order in spans:
        if first < at:
            continue
        grouped.extend(parts[at:first])
        at = -minus_last
        taken = tuple(parts[first:at])
        rule = _compiled(layer)[order][0]
        grouped.append(
            Chunk(
                taken[0].start, taken[-1].end, frozenset({rule.makes}), rule, taken, starts[first]
            )
        )
    grouped.extend(parts[at:])
    return grouped


def _word_indexes(parts: Sequence[Part]) -> list[int]:
    indexes, at = [], 0
    for part in parts:
        indexes.append(at)
        at += width(part.parts) if isinstance(part, Chunk) else 1
    return indexes


# ------------------------------------------------------------------- what stands around


def _context(words: list[TimeWord], published: str | None, timeml: bool) -> Context:
    day = publication_day(published)
    try:
        here = date.fromisoformat(day) if day else None
    except ValueError:
        here = None

    def tense_at(first: int, last: int) -> Tense | None:
        return _tense(words, first, last)

    def word_before(at: int) -> str:
        return _word_before(words, at)

    def standing(at: int) -> bool:
        return _cue_before(words, at, "standing")

    def counting(at: int) -> bool:
        return _cue_before(words, at, "counting")

    def counts_things(at: int) -> bool:
        return _counts_things(words, at)

    def told_at(noun: str, before: int) -> int | None:
        return _told_at(words, noun, before)

    breaks = tuple(i for i, word in enumerate(words) if "break" in word.kinds)
    return Context(
        here,
        timeml,
        tense_at,
        word_before,
        standing,
        counting,
        counts_things,
        breaks,
        told_at=told_at,
    )


@cache
def _cues() -> dict[str, frozenset[str]]:
    return {kind: frozenset(listed) for kind, listed in table("times")["tense"].items()}


def _tense(words: list[TimeWord], first: int, last: int) -> Tense | None:
    """The tense of the nearest verb or cue before the expression, else after it."""
    cues = _cues()
    if last < len(words) and "possessive" in words[last].kinds:
        return "past"  # "Wednesday's ruling"
    if (
        first >= 2
        and words[first - 1].lower == "for"
        and words[first - 2].lower in cues["for_verbs"]
    ):
        had = any(word.lower == "had" for word in words[max(0, first - 5) : first])
        return "past" if had else "future"
    if _stands_before_a_term(words, first, last) or _is_set_for(words, first, last):
        return "future"
    for i in range(first - 1, max(-1, first - 15), -1):
        if _ends_sentence(words[i]):
            break
        if tense := _tense_of(words, i):
            return tense
    for i in range(last, min(len(words), last + 12)):
        if _ends_sentence(words[i]):
            break
        if tense := _tense_of(words, i):
            return tense
    return None


_WITHIN_A_TERM = frozenset("the end of on midnight noon early late mid - –".split())


def _stands_before_a_term(words: list[TimeWord], first: int, last: int) -> bool:
    """As in "until Friday", "before the end of May", where nothing is told as long past."""
    at = first - 1
    while at >= 0 and words[at].lower in _WITHIN_A_TERM:
        at -= 1
    if at < 0 or words[at].lower not in ("until", "till", "before", "by"):
        return False
    if words[at].lower == "by" and (at == 0 or _ends_sentence(words[at - 1])):
        return False  # "By Thursday ninety had gone"
    near = words[max(0, at - 8) : at] + words[last : last + 6]
    return not any(word.lower in ("had", "was", "were") for word in near)


def _goes_on(words: list[TimeWord], last: int) -> bool:
    after = words[last].lower if last < len(words) else ""
    return after in ("to", "until", "till", "through", "-", "–", "on", "night", "onwards")


def _is_set_for(words: list[TimeWord], first: int, last: int) -> bool:
    """As in "called a vigil for Saturday": what is set for a day lies ahead, unless it had been."""
    if first < 1 or words[first - 1].lower not in ("for", "from"):
        return False
    if "weekday" not in words[last - 1].kinds:
        return False
    if words[first - 1].lower == "from" and _goes_on(words, last):
        return False  # "from Monday to Wednesday"
    near = words[max(0, first - 8) : first] + words[last : last + 4]
    return not any(word.lower in ("had", "was", "were") for word in near)


def _ends_sentence(word: TimeWord) -> bool:
    return word.lower in _SENTENCE_END or "break" in word.kinds


def _tense_of(words: list[TimeWord], i: int) -> Tense | None:
    cues = _cues()
    lower = words[i].lower
    if lower in cues["nouns_too"] and i and words[i - 1].lower in cues["determiners"]:
        return None  # "announced the plan"
    if lower in cues["future"]:
        scheduled = lower in cues["for_verbs"] or lower == "expected"
        had = scheduled and any(word.lower == "had" for word in words[max(0, i - 3) : i])
        return "past" if had else "future"
    if lower == "to" and 0 < i < len(words) - 1 and _is_infinitive(words, i):
        had = any(word.lower == "had" for word in words[max(0, i - 5) : i])
        return "past" if had else "future"
    if lower in cues["past"]:
        return "past"
    if lower.endswith("ed") and len(lower) > 3 and lower not in cues["not_past"]:
        # "to be paid", "will be returned": the tense stands before.
        before = [word.lower for word in words[max(0, i - 2) : i]]
        if before == ["to", "be"]:
            return "future"  # "guidelines to be published in November"
        return None if "be" in before else "past"
    return None


def _is_infinitive(words: list[TimeWord], i: int) -> bool:
    """As in "agreed to meet": a verb to come after the words that say so."""
    verb = words[i + 1]
    return (
        words[i - 1].lower in _cues()["before_infinitive"]
        and verb.lower.isalpha()
        and not verb.kinds
    )


def _word_before(words: list[TimeWord], at: int) -> str:
    if at == 0:
        return ""
    before = words[at - 1]
    if before.lower in ("times", "twice", "once", "thrice"):
        return "rate"
    counted = any("number" in word.kinds for word in words[max(0, at - 3) : at])
    if counted and ("number" in before.kinds or not before.kinds) and before.lower.isalnum():
        return "rate"
    return before.lower


def _counts_things(words: list[TimeWord], at: int) -> bool:
    """Whether the word looks like a plural noun: "2000 rounds" is no year."""
    if at >= len(words):
        return False
    lower, cues = words[at].lower, _cues()
    if lower in cues["people"]:
        return True
    plural = lower.endswith("s") and len(lower) > 3 and lower.isalpha()
    return plural and not words[at].kinds and lower not in cues["not_plural"]


_STEM = 4
_FURTHEST = 2000


def _told_at(words: list[TimeWord], noun: str, before: int) -> int | None:
    """Where the text told of a noun's act before: the last word that begins like it."""
    if len(noun) < _STEM:
        return None
    stem = noun[: max(_STEM, len(noun) - 3)]
    if len(noun) <= _STEM + 1:
        stem = noun[: len(noun) - 1]
    for i in range(before - 2, max(-1, before - _FURTHEST), -1):
        if words[i].lower.startswith(stem):
            return i
    return None


def _cue_before(words: list[TimeWord], at: int, kind: str) -> bool:
    """Whether one of the cues of that kind stands shortly before, in the same sentence."""
    cues = _cues()[kind]
    for i in range(at - 1, max(-1, at - 9), -1):
        if _ends_sentence(words[i]):
            return False
        if words[i].lower in cues:
            return True
    return False


# ------------------------------------------------------------------- ranges

_RANGE = re.compile(r"\s*(?:and|to|until|till|through|[-–—])\s*", re.IGNORECASE)
_BETWEEN = re.compile(r"\b(?:between|from)\s*$", re.IGNORECASE)


def _ranges_in_order(text: str, found: list[tuple[Chunk, Meaning]]) -> list[tuple[Chunk, Meaning]]:
    """In "between October and June" the first must lie before the second: a cycle earlier."""
    ordered = list(found)
    for i in range(len(ordered) - 1):
        (one, early), (two, late) = ordered[i], ordered[i + 1]
        if not _RANGE.fullmatch(text[one.end : two.start]):
            continue
        if not _BETWEEN.search(text[max(0, one.start - 12) : one.start]):
            continue
        if early.first and late.first and early.first > late.first and early.period:
            ordered[i] = (one, _a_cycle_earlier(early, one))
    return ordered


def _a_cycle_earlier(meaning: Meaning, chunk: Chunk) -> Meaning:
    period = meaning.period
    if period is None or meaning.type != "DATE":
        return meaning
    words = Found(chunk.parts, chunk.at)
    if words.has("year"):
        return meaning
    if period.grain == "month":
        return dated(period.shift(-12))
    if period.grain == "day" and words.has("weekday"):
        return dated(period.shift(-7))
    if period.grain == "day" and words.has("month", "month_weak"):
        day = valid_day(period.first.year - 1, period.first.month, period.first.day)
        return dated(Period("day", day)) if day else meaning
    return meaning
