"""When do two annotations of one text mean the same thing?

Everything here works on plain JSON objects, since hand-coded documents may hold only a part of a
record. A span is an object with `start` and `end`, code points into the text, end exclusive.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from math import asin, cos, radians, sin, sqrt
from typing import Any

NEAR_KM = 161.0
"""Two points up to this far apart (100 miles) are the same place."""

HALF = 0.5

Item = Mapping[str, Any]

_WORD = re.compile(r"[\w$€£.-]+(?:['’]\w+)?|,")
_ARTICLES = frozenset({"the", "a", "an"})
# A head noun ends where what follows begins: "the leader | of the group", "troops | who fled".
_AFTER_HEAD = frozenset(
    "of in from to at on for with by near who which that whose , and or against under over inside "
    "outside between into".split()
)
_PRONOUNS = frozenset(
    "he she it they him her them his its their who whom which i we us our you one some this that "
    "these those both all".split()
)
# "fighters of NAME": whoever answers NAME has named the same party.
_MEMBERS_OF = re.compile(
    r"\b(?:army|commanders|fighters|forces|government|gunmen|leaders|members|men|militants|"
    r"officials|police|rebels|soldiers|supporters|troops|units)"
    r"\s+(?:belonging to|from|loyal to|of)\s+(?:the\s+)?$",
    re.IGNORECASE,
)


def spans_in(value: Any) -> list[Item]:
    """The well-formed spans of a field that holds one, several or none."""
    items = [value] if isinstance(value, Mapping) else value or []
    return [
        item
        for item in items
        if isinstance(item, Mapping)
        and isinstance(item.get("start"), int)
        and isinstance(item.get("end"), int)
        and item["start"] < item["end"]
    ]


def shared(one: Item, other: Item) -> int:
    """How many characters two spans share."""
    return max(0, int(min(one["end"], other["end"]) - max(one["start"], other["start"])))


def likeness(some: Iterable[Item], others: Iterable[Item]) -> float:
    """Dice coefficient of the characters that two sets of spans cover, 0 to 1."""
    left, right = characters(some), characters(others)
    return 2 * len(left & right) / (len(left) + len(right)) if left or right else 0.0


def characters(spans: Iterable[Item]) -> set[int]:
    """The offsets of all characters in the spans."""
    return {offset for span in spans for offset in range(span["start"], span["end"])}


def plain_words(words: str) -> list[str]:
    """Lower-cased words without a leading article and without the possessive."""
    lowered = re.sub(r"['’]s\b", "", words.replace("\xa0", " ").lower())
    found = re.findall(r"[\w$€£.&'’-]+", lowered)
    while found and found[0] in _ARTICLES:
        found = found[1:]
    return found


def head_word(text: str, phrase: Item) -> int | None:
    """Where the head word of a noun phrase begins: the last word before a preposition or comma."""
    head = None
    for word in _WORD.finditer(text, phrase["start"], phrase["end"]):
        lowered = word.group().lower()
        if head is not None and lowered in _AFTER_HEAD:
            break
        if lowered not in _ARTICLES and lowered != ",":
            head = word.start()
    return head


def same_party(text: str, expected: Item, got: Item) -> bool:
    """Whether two participants are the same: by their span, their head word or their words.

    Where the expected one is a pronoun, its antecedent (`ref`) serves as well.
    """
    return any(
        _same_phrase(text, phrase, got) for phrase in [expected, *spans_in(expected.get("ref"))]
    )


def _same_phrase(text: str, expected: Item, got: Item) -> bool:
    common = shared(expected, got)
    if common:
        longer = max(expected["end"] - expected["start"], got["end"] - got["start"])
        if 2 * common >= longer or head_word(text, expected) == head_word(text, got):
            return True
        if _MEMBERS_OF.search(text, expected["start"], max(expected["start"], got["start"])):
            return True
    words = plain_words(text[expected["start"] : expected["end"]])
    if not words or (len(words) == 1 and words[0] in _PRONOUNS):
        return False
    return words in (
        plain_words(text[got["start"] : got["end"]]),
        plain_words(got.get("name") or ""),
    )


def same_name(expected: str, got: str | None) -> bool:
    """Whether two names can be one person's or body's: equal, or a surname and its full name."""
    one, other = plain_words(expected), plain_words(got or "")
    if not one or not other:
        return False
    if one == other:
        return True
    short = min(len(one), len(other)) == 1
    return one[-1] == other[-1] and (short or one[0] == other[0])


def same_number(one: float | None, other: float | None) -> bool:
    """Whether two bounds are equal; an open bound equals only an open one."""
    if one is None or other is None:
        return one is other
    return abs(one - other) <= 1e-6 * max(1.0, abs(one))


def pair_off(scored: Iterable[tuple[float, int, int]]) -> dict[int, int]:
    """One-to-one pairs `{i: j}` out of `(score, i, j)`, the best first."""
    pairs: dict[int, int] = {}
    taken: set[int] = set()
    for _, i, j in sorted(scored, key=lambda each: (-each[0], each[1], each[2])):
        if i not in pairs and j not in taken:
            pairs[i] = j
            taken.add(j)
    return pairs


def pair_same(
    expected: Sequence[Any], got: Sequence[Any], same: Callable[[Any, Any], float | bool]
) -> dict[int, int]:
    """One-to-one pairs of what is the same; `same` says how well two go together, 0 for not."""
    return pair_off(
        (fit, i, j)
        for i, one in enumerate(expected)
        for j, other in enumerate(got)
        if (fit := float(same(one, other))) > 0
    )


def pair_events(
    text: str, expected: Sequence[Item], got: Sequence[Item], *, by_type: bool
) -> dict[int, int]:
    """Which expected event each event found stands for.

    Two go together where their triggers overlap (or the trigger found is another mention of the
    act expected), or where they stand in one sentence and share an actor or a recipient. With
    `by_type` their types must be equal as well.
    """
    return pair_off(
        (fit, i, j)
        for i, one in enumerate(expected)
        for j, other in enumerate(got)
        if not by_type or one["type"] == other.get("type")
        if (fit := _event_fit(text, one, other)) is not None
    )


def _event_fit(text: str, expected: Item, got: Item) -> float | None:
    triggers = spans_in(got.get("trigger"))
    if not triggers:
        return None
    trigger = triggers[0]
    tellings = [*spans_in(expected["trigger"]), *spans_in(expected.get("mentions"))]
    told_there = any(shared(trigger, each) for each in tellings)
    parties = sum(
        bool(
            pair_same(
                spans_in(expected.get(role)),
                spans_in(got.get(role)),
                lambda one, other: same_party(text, one, other),
            )
        )
        for role in ("actors", "recipients")
    )
    if not told_there and not (parties and _stands_near(got, tellings)):
        return None
    fit: float = 4.0 * told_there + 2.0 * parties + 3.0 * (expected["type"] == got.get("type"))
    fit += bool(shared(trigger, expected["trigger"]))
    fit += 0.5 * (expected.get("mode") == got.get("mode"))
    fit += 0.5 * (expected.get("status") == got.get("status"))
    # An event that need not be found takes only what no other one claims.
    return fit - 100.0 * bool(expected.get("optional"))


def _stands_near(got: Item, tellings: Sequence[Item]) -> bool:
    return any(
        sentence["start"] <= each["start"] < sentence["end"]
        for sentence in spans_in(got.get("sentence"))
        for each in tellings
    )


def is_near(gold: Item, got: Item) -> bool:
    """Whether two points are at most `NEAR_KM` apart."""
    if got.get("lat") is None or got.get("lon") is None:
        return False
    here, there = radians(gold["lat"]), radians(got["lat"])
    turn = radians(got["lon"] - gold["lon"])
    chord = sin((there - here) / 2) ** 2 + cos(here) * cos(there) * sin(turn / 2) ** 2
    return 2 * 6371.0 * asin(min(1.0, sqrt(chord))) <= NEAR_KM


def content_likeness(one: Item, other: Item) -> float:
    """How much of the contents of two claims is the same, 0 to 1."""
    return likeness(spans_in(one.get("content")), spans_in(other.get("content")))


def claim_fit(one: Item, other: Item) -> float:
    """How well two claims go together, 0 for not at all."""
    fit = content_likeness(one, other)
    same_cue = any(
        shared(a, b) for a in spans_in(one.get("cue")) for b in spans_in(other.get("cue"))
    )
    return fit + 0.1 * same_cue if fit else 0.0


def same_quantity(one: Item, other: Item) -> float:
    """How well two quantities of one kind and size go together, 0 where they differ."""
    equal = (
        one.get("what") == other.get("what")
        and same_number(one.get("low"), other.get("low"))
        and same_number(one.get("high"), other.get("high"))
    )
    return shared(one, other) if equal else 0.0


def same_time(one: Item, other: Item) -> float:
    """How well two time expressions of one value go together, 0 where they differ."""
    return shared(one, other) if one.get("value") == other.get("value") else 0.0


def cause_fit(one: Item, other: Item) -> float:
    """How well two causes go together, 0 where cause or effect differ by more than half."""
    fit = min(
        likeness(spans_in(one[side]), spans_in(other.get(side))) for side in ("cause", "effect")
    )
    return fit if fit >= HALF else 0.0
