"""Who held an office of state on a day: "the Iraqi prime minister" in 2012 is Nouri al-Maliki.

    holders("prime minister", "IRQ", "2012-05-01") -> (Holder(...),)

Spells are those of the register (`offices.tsv`). What the dated source left open counts as held
only as long as that source looked; a change of office on a day known to a month or a year leaves
that month or year to both.
"""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from functools import cache, lru_cache
from pathlib import Path

from whimbrel.resolving.entries import Actor, Spell
from whimbrel.resolving.folding import fold
from whimbrel.resolving.register import Register, register, register_key
from whimbrel.resolving.transliteration import is_written_alike, name_words, same_sound

_FILE = Path(__file__).parent / "data" / "office_words.toml"
_LONGEST = 5
_SEEN = {"phoenix": ("2003-01-01", "2008-12-31")}
"""Sources that looked from one day to another: an open end goes no further than that."""


@dataclass(frozen=True, slots=True)
class Holder:
    """Somebody in an office."""

    actor: Actor
    spell: Spell


class Turn(Enum):
    """Where a holder stands, in the words of a text."""

    NEW = "new"
    OUTGOING = "outgoing"
    ACTING = "acting"
    FORMER = "former"


@dataclass(frozen=True, slots=True)
class _Words:
    offices: dict[str, str]
    also: dict[str, tuple[str, ...]]
    before_name: dict[str, str]
    not_held: frozenset[str]
    may_stand_before: frozenset[str]
    leading: dict[str, str]
    leader_unclear: frozenset[str]
    turns: dict[str, tuple[str, ...]]
    gone: dict[str, str]


@cache
def _words() -> _Words:
    with _FILE.open("rb") as file:
        tables = tomllib.load(file)
    return _Words(
        offices={
            phrase: office for office, said in tables["offices"].items() for phrase in _parts(said)
        },
        also={office: tuple(_parts(said)) for office, said in tables["also"].items()},
        before_name={
            phrase: office
            for office, said in tables["before_name"].items()
            for phrase in _parts(said)
        },
        not_held=frozenset(_parts(tables["not_held"]["words"])),
        may_stand_before=frozenset(_parts(tables["may_stand_before"]["words"])),
        leading=dict.fromkeys(_parts(tables["leader"]["prime minister"]), "prime minister"),
        leader_unclear=frozenset(_parts(tables["leader"]["unclear"])),
        turns={turn: tuple(_parts(said)) for turn, said in tables["turn"].items()},
        gone={name: day for day, said in tables["gone"].items() for name in _parts(said)},
    )


def _parts(cell: str) -> list[str]:
    return cell.split("|")


def office_at(
    words: Sequence[str], end: int, *, before_name: bool = False
) -> tuple[str, int] | None:
    """The office whose name ends before `end`, and where its name begins; words in small letters.

    Right `before_name` some words name an office that else name none ("Secretary Rice").
    """
    for length in range(min(_LONGEST, end), 0, -1):
        said = " ".join(words[end - length : end])
        office = _words().offices.get(said)
        if office is None and before_name:
            office = _words().before_name.get(said)
        if office is not None:
            return office, end - length
    return None


def turn_of(word: str) -> Turn | None:
    """Whether a word with an office says that its holder is new, outgoing, acting or former."""
    for turn in Turn:
        if word in _words().turns[turn.value]:
            return turn
    return None


def turn_told(sentence: str) -> Turn | None:
    """Whether a sentence, in small letters, tells of coming to an office or of leaving one."""
    come = any(said in sentence for said in _words().turns["has_come"])
    gone = any(said in sentence for said in _words().turns["has_gone"])
    # "as his successor was sworn in", "after his predecessor resigned"
    come = come and "successor" not in sentence
    gone = gone and "predecessor" not in sentence
    if come == gone:
        return None
    return Turn.NEW if come else Turn.OUTGOING


def is_gone(whose: str, day: str) -> bool:
    """Whether the state of that name was no more on the day ("Soviet" in 1997)."""
    end = _words().gone.get(fold(whose))
    return end is not None and end <= day


def makes_another(word: str) -> bool:
    """Whether a word before an office says that it is not held ("former", "deputy", "a")."""
    return word in _words().not_held or word.startswith("ex-") or word.endswith("-elect")


def leaves_as_is(word: str) -> bool:
    """Whether a word may stand before an office without making it another ("new", "embattled")."""
    return word in _words().may_stand_before


def holders(office: str, place: str, first: str, last: str | None = None) -> tuple[Holder, ...]:
    """Who held the office of a country, or of an organisation's id, on a day or between two.

    Where nobody is known to have, the offices that the word may also mean are asked.
    """
    of_place = _offices(register()).by_place.get(place, {})
    for named in _meant_by(office, place):
        found = [each for each in of_place.get(named, ()) if is_held(each.spell, first, last)]
        if found:
            return tuple({each.actor.id: each for each in found}.values())
    return ()


def left_lately(office: str, place: str, first: str, last: str) -> tuple[Holder, ...]:
    """Who left the office between two days, and does not hold it on the second."""
    of_place = _offices(register()).by_place.get(place, {})
    for named in _meant_by(office, place):
        left = [
            each
            for each in of_place.get(named, ())
            if each.spell.to is not None
            and first <= each.spell.to <= last
            and not is_held(each.spell, last)
        ]
        if left:
            return tuple({each.actor.id: each for each in left}.values())
    return ()


def _meant_by(office: str, place: str) -> tuple[str, ...]:
    """The offices that a word for one may mean in a country, the likeliest first."""
    words = _words()
    meant = (office, *words.also.get(office, ()))
    if office != "leader" or place in words.leader_unclear:
        return meant
    if place in words.leading:
        return (*meant, words.leading[place], *words.also[words.leading[place]])
    return (*meant, "president", "king", "emir", "sultan")


def called_so(name: str, place: str | None, office: str) -> tuple[Holder, ...]:
    """Holders of an office of whose name one word is `name`, be it the first or in the middle.

    "President Kim" is Kim Dae-jung, "Prime Minister Abdullah" Abdullah Ahmad Badawi.
    """
    known = _offices(register())
    word = fold(name)
    asked = known.by_word.get(word, ())
    meant = {office, *_words().also.get(office, ())}
    return tuple(
        each
        for each in asked
        if each.spell.office in meant and place in (None, each.spell.country or each.spell.of)
    )


def named_holders(name: str, place: str | None, office: str | None = None) -> tuple[Holder, ...]:
    """Holders of a country's offices, of any country where that is null, who bear that name.

    A surname alone is enough. The spelling decides; only where nobody is so spelled, the sound.
    """
    known = _offices(register())
    meant = {office, *_words().also.get(office, ())} if office is not None else None
    asked = known.by_surname.get(_last(name), ()) if place is None else known.of(place)
    asked = [each for each in asked if meant is None or each.spell.office in meant]
    key = f" {register_key(name)}"
    written = tuple(
        each
        for each in asked
        if any(f" {register_key(other)}".endswith(key) for other in each.actor.names)
    )
    if written or place is None:
        return written
    return tuple(
        each
        for each in asked
        if any(_sounds_as(name, n) and is_written_alike(name, n) for n in each.actor.names)
    )


def _sounds_as(name: str, other: str) -> bool:
    """A surname as the other's last word, a full name as another full one."""
    if " " not in name:
        return same_sound(name, other.rsplit(maxsplit=1)[-1])
    # "Al Gore" is one word without what may be an article.
    return len(name_words(other)) > 1 and same_sound(name, other)


def is_held(spell: Spell, first: str, last: str | None = None) -> bool:
    """Whether an office was held on a day, or at some time between two.

    On the day of a change it is the new holder's; a month or a year of change is both's.
    """
    last = last or first
    seen_from, seen_to = _SEEN.get(spell.source, ("", "9999"))
    start, end = spell.from_ or seen_from, spell.to or seen_to
    if start[: len(last)] > last[: len(start)]:
        return False
    told = end[: len(first)]
    return first[: len(end)] < told or (len(end) < len(first) and first[: len(end)] == told)


class _Offices:
    """The spells of a register by place and office, and by the holder's last name."""

    def __init__(self, known: Register) -> None:
        self.by_place: dict[str, dict[str, list[Holder]]] = {}
        self.by_surname: dict[str, list[Holder]] = {}
        self.by_word: dict[str, list[Holder]] = {}
        for actor in known.holders:
            for spell in actor.spells:
                holder = Holder(actor, spell)
                offices = self.by_place.setdefault(spell.country or spell.of or "", {})
                offices.setdefault(spell.office, []).append(holder)
                for surname in {_last(name) for name in actor.names}:
                    self.by_surname.setdefault(surname, []).append(holder)
                for word in {word for name in actor.names for word in fold(name).split()}:
                    self.by_word.setdefault(word, []).append(holder)

    def of(self, place: str) -> list[Holder]:
        """All spells of a country or an organisation."""
        return [each for spells in self.by_place.get(place, {}).values() for each in spells]


@lru_cache(maxsize=2)
def _offices(known: Register) -> _Offices:
    return _Offices(known)


def _last(name: str) -> str:
    return (fold(name).split() or [""])[-1]
