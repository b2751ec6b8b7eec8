"""Which office a phrase names, whose it is, and who therefore is meant.

"the Iraqi prime minister"      the holder on the day
"Prime Minister Nakatani"       the holder of that name on the day, or nobody
"the former Iraqi president"    nobody: an office that is not held names no one
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from whimbrel.reading.text import Reading, Token
from whimbrel.records import Span
from whimbrel.resolving.countries import (
    country_of_adjective,
    country_of_capital,
    country_of_name,
    country_of_standin,
)
from whimbrel.resolving.country_words import joined, names_in
from whimbrel.resolving.entries import Spell
from whimbrel.resolving.offices import (
    Holder,
    Turn,
    called_so,
    holders,
    is_gone,
    is_held,
    leaves_as_is,
    left_lately,
    makes_another,
    named_holders,
    office_at,
    turn_of,
)
from whimbrel.resolving.register import find_actor

_BEFORE_NAME = 8
_QUARTER = timedelta(days=91)
_CHANGE = timedelta(days=7)
_HANDOVER = timedelta(days=4)
_LATELY = timedelta(days=31)
_NEW = timedelta(days=400)
_PASSING = timedelta(days=730)
_MARKS = frozenset("'s ’s ' ’ the its their his her our this that".split())
_BELONGING = frozenset({"of", "in", "for", "from"})
_PLURALS = frozenset({"NNS", "NNPS"})


@dataclass(frozen=True, slots=True)
class OfficePhrase:
    """An office named in words: `place` is the alpha-3 code or organisation's id that they name,
    null where they name none; `held` tells whether they speak of one who holds it, `turn` whether
    of a new or a former one; `whose` is the place as it is written."""

    office: str
    place: str | None
    held: bool
    turn: Turn | None = None
    whose: str = ""


def office_of_phrase(
    reading: Reading, left: Sequence[Token], after: Sequence[Token]
) -> OfficePhrase | None:
    """The office of a phrase without a name: `left` are its words up to and with its head, `after`
    those of its "of" and "for"."""
    words = [token.lower for token in left]
    tail = [token.lower for token in after]
    best: tuple[str, int, int] | None = None
    for taken in range(min(len(tail), 4), -1, -1):
        found = office_at([*words, *tail[:taken]], len(words) + taken)
        if found is not None and found[1] < len(words):
            best = (*found, taken)
            break
    if best is None or (left[-1].tag in _PLURALS and not best[2]):
        return None
    office, start, taken = best
    if office == "leader" and _is_of_party(left[:start]):
        return None
    return _read(reading, office, left[:start], after[taken:])


def _is_of_party(before: Sequence[Token]) -> bool:
    """Whether a leader is one of a party or faith: "the Socialist leader of France"."""
    if not before or before[-1].pos != "ADJ" or not before[-1].text[:1].isupper():
        return False
    return country_of_adjective(before[-1].text) is None


def office_before_name(reading: Reading, span: Span) -> tuple[OfficePhrase, str] | None:
    """The office said right before a name, and the name ("U.S. Secretary of State Kerry")."""
    tokens = reading.tokens_in(span.start, span.end)
    if not tokens:
        return None
    before = _words_before(reading, tokens[0].i)
    words = [*before, *tokens]
    lower = [token.lower for token in words]
    # Some names are read with the office as their first words.
    for end in range(len(words) - 1, len(before) - 1, -1):
        told = end - 1 if lower[end - 1] == "," and end == len(before) else end
        found = office_at(lower, told, before_name=True) if told else None
        if found is not None:
            office, start = found
            phrase = _read(reading, office, words[:start], ())
            name = reading.text[words[end].start : words[-1].end]
            return (phrase, name) if phrase is not None and name[:1].isalpha() else None
    return None


def _words_before(reading: Reading, i: int) -> list[Token]:
    sentence = reading.tokens[i].sentence
    return [t for t in reading.tokens[max(0, i - _BEFORE_NAME) : i] if t.sentence == sentence]


def _read(
    reading: Reading, office: str, before: Sequence[Token], after: Sequence[Token]
) -> OfficePhrase | None:
    """Whose office it is; null where the words make another thing of it ("the bank's head")."""
    place, first, whose = _place_before(reading, list(before))
    said = [*_hyphenated(_without(whose, before[first:])), *_hyphenated(before[:first])[-2:]]
    said = [part for word in said for part in (word, *word.split("-"))]
    held = not any(makes_another(word) for word in said)
    turn = next((turn for word in reversed(said) if (turn := turn_of(word)) is not None), None)
    if after and after[0].lower in ("of", "for"):
        behind, said_behind = _place_after(reading, after[1:])
        if behind is None and (place is None or after[0].lower == "of"):
            return None  # "president of the bank", "China's president of the supreme court"
        if place is None:
            place, whose = behind, said_behind
    return OfficePhrase(office, place, held, turn, whose) if place != "" else None


def _without(whose: str, tokens: Sequence[Token]) -> Sequence[Token]:
    """The tokens after a place's name that they begin with: no leader is new in New Zealand."""
    for end in range(1, len(tokens) + 1 if whose else 1):
        if joined(tokens[:end]) == whose:
            return tokens[end:]
    return tokens


def _hyphenated(tokens: Sequence[Token]) -> list[str]:
    """The words in small letters, those joined by hyphens as one ("would-be")."""
    words: list[str] = []
    for at, token in enumerate(tokens):
        is_joined = at and tokens[at - 1].end == token.start
        if is_joined and (token.text == "-" or tokens[at - 1].text == "-"):
            words[-1] += token.lower
        else:
            words.append(token.lower)
    return words


def _place_before(reading: Reading, before: list[Token]) -> tuple[str | None, int, str]:
    """The country or organisation right before an office, where it begins, and how it is written;
    "" where the words there say that it is somebody else's."""
    at = len(before)
    while at and (
        leaves_as_is(before[at - 1].lower)
        or makes_another(before[at - 1].lower)
        or before[at - 1].lower in _MARKS
        or (before[at - 1].pos == "ADJ" and not before[at - 1].text[:1].isupper())
        or before[at - 1].lower in ("-", "–")
    ):
        if before[at - 1].lower in ("the", "a", "an") or before[at - 1].tag == "PRP$":
            return None, at - 1, ""
        at -= 1
    if not at:
        return None, 0, ""
    word = before[at - 1]
    owns = at < len(before) and before[at].tag == "POS"
    if word.pos in ("NOUN", "PROPN") and word.head < word.i and not owns:
        return None, at, ""  # "at the Rio summit Prime Minister Rao", "in Paris President Kim"
    ranges = [pair for pair in names_in(reading, before[:at]) if pair[1] == at - 1]
    if ranges:
        first, last = ranges[0]
        whose = joined(before[first : last + 1])
        if first and before[first - 1].lower in _BELONGING:
            return "", first, whose  # "the Bank of Israel's president"
        return _place(whose) or "", first, whose
    return ("" if word.pos in ("NOUN", "PROPN") else None), at, ""


def _place_after(reading: Reading, after: Sequence[Token]) -> tuple[str | None, str]:
    tokens = [token for token in after if token.lower != "the"]
    if not tokens or not tokens[0].text[:1].isupper():
        return None, ""
    first, last = next(iter(names_in(reading, tokens)), (0, 0))
    if last + 1 < len(tokens) and (
        tokens[last + 1].lower in ("'s", "’s") or tokens[last + 1].pos in ("NOUN", "PROPN")
    ):
        return None, ""  # "of Iraq's central bank", "of the Iraqi parliament"
    whose = joined(tokens[first : last + 1])
    return _place(whose), whose


def _place(name: str) -> str | None:
    code = (
        country_of_name(name)
        or country_of_adjective(name)
        or country_of_standin(name)
        or country_of_capital(name)
    )
    if code is not None:
        return code
    actor = find_actor(name)
    return actor.id if actor is not None and actor.kind == "organisation" else None


def who_holds(
    phrase: OfficePhrase, place: str, first: str, last: str | None, told: Turn | None = None
) -> Holder | None:
    """The one who held the office; null where nobody or several did.

    For some days after a change news still speaks of the one before: then it stays open, unless
    the words with the office or its sentence, `told`, say that one has come or gone.
    """
    if is_gone(phrase.whose, first):
        return None
    if not phrase.held:
        return _passing(phrase, place, first, last, told)
    now = holders(phrase.office, place, first, last)
    if phrase.turn is Turn.NEW and last is None:
        # A "new" one who has long been there is the next one, who is not there yet.
        now = tuple(each for each in now if (each.spell.from_ or "") >= moved(first, -_NEW))
        return now[0] if len(now) == 1 else None
    before = holders(phrase.office, place, moved(first, -_HANDOVER), last or first)
    if len(before) == 1:
        return before[0]
    if last is not None:
        return None
    turn = phrase.turn or told
    if turn is Turn.NEW:
        return now[0] if len(now) == 1 else None
    if turn is Turn.OUTGOING:
        left = [each for each in before if each.actor not in [one.actor for one in now]]
        return left[0] if len(left) == 1 else None
    return None


def _passing(
    phrase: OfficePhrase, place: str, first: str, last: str | None, told: Turn | None
) -> Holder | None:
    """Who held an office for a time only ("the interim president"), or, where the sentence tells
    of the leaving, has just left it ("the former president, who resigned on Sunday")."""
    if last is not None:
        return None
    if phrase.turn is Turn.ACTING:
        found = [
            each for each in holders(phrase.office, place, first) if _is_short(each.spell, first)
        ]
    elif phrase.turn is Turn.FORMER and told is Turn.OUTGOING:
        found = [*left_lately(phrase.office, place, moved(first, -_LATELY), first)]
    else:
        return None
    return found[0] if len(found) == 1 else None


def _is_short(spell: Spell, day: str) -> bool:
    """Whether one who held an office may be called acting on a day: he did not hold it long, or
    has only come."""
    start, end = spell.from_ or "", spell.to or "9999"
    return start >= moved(day, -_QUARTER) or end <= moved(start, _PASSING)


def who_is_called(
    name: str, phrase: OfficePhrase | None, place: str | None, first: str, last: str | None
) -> Holder | None:
    """The holder of that name who fits office, place and day; null where none or several do.

    One who left or came shortly before or after the day is as good, where no office is said even
    some months; one called by an office not held any more held it before.
    """
    office = phrase.office if phrase is not None and phrase.office != "leader" else None
    found = _fitting(named_holders(name, place, office), phrase, first, last)
    if not found and phrase is not None and " " not in name:
        found = _fitting(called_so(name, place, phrase.office), phrase, first, last)
    return found[0] if len(found) == 1 else None


def _fitting(
    bearers: Sequence[Holder], phrase: OfficePhrase | None, first: str, last: str | None
) -> list[Holder]:
    """Those who held an office on the day or near it, one spell of each."""
    if phrase is not None and not phrase.held and phrase.turn is not Turn.ACTING:
        fitting = [each for each in bearers if (each.spell.from_ or "") <= first]
    else:
        # A party's leader, too, may come to an office soon.
        is_exact = phrase is not None and phrase.held and phrase.office != "leader"
        near = _CHANGE if is_exact else _QUARTER
        fitting = [each for each in bearers if is_held(each.spell, first, last)] or [
            each
            for each in bearers
            if is_held(each.spell, moved(first, -near), moved(last or first, near))
        ]
    return [*{each.actor.id: each for each in fitting}.values()]


def moved(day: str, by: timedelta) -> str:
    """A day some time on or back; one known to a month or year only as it is."""
    try:
        return (date.fromisoformat(day) + by).isoformat()
    except ValueError:
        return day
