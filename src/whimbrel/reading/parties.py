"""The parties of a document: the mentions that mean one and the same person, body or group."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property

from whimbrel.reading.lexicon import word_list
from whimbrel.reading.text import Reading, Token
from whimbrel.records import Mention

MALE, FEMALE = "male", "female"
_DEFINITE = frozenset({"the", "this", "that", "these", "those", "both"})
_OWNERS = frozenset({"his", "her", "its", "their", "our", "my"})


@dataclass(frozen=True, slots=True)
class Seen:
    """A mention with what its head token tells. `place` counts mentions in the text's order."""

    mention: Mention
    place: int
    head: Token
    is_name: bool
    is_pronoun: bool
    is_plural: bool
    is_definite: bool
    modifiers: frozenset[str]
    gender: str | None

    @property
    def noun(self) -> str:
        return self.head.lemma


@dataclass(slots=True, eq=False)
class Party:
    """One referent. `nouns` are the common nouns said of it, `offices` the words of its offices."""

    seen: list[Seen] = field(default_factory=list)
    gender: str | None = None
    nouns: set[str] = field(default_factory=set)
    offices: set[frozenset[str]] = field(default_factory=set)
    best: Seen | None = None
    last_place: int = -1

    def add(self, seen: Seen) -> None:
        self.seen.append(seen)
        self.gender = self.gender or seen.gender
        self.last_place = max(self.last_place, seen.place)
        if self.best is None or _fullness(seen) > _fullness(self.best):
            self.best = seen
        if seen.mention.role:
            self.offices.add(words_of(seen.mention.role))
            self.nouns.add(office_noun(seen.mention.role))
        if not seen.is_name and not seen.is_pronoun:
            self.nouns.add(seen.noun)

    @property
    def has_name(self) -> bool:
        return self.best is not None and self.best.is_name

    @property
    def fullest(self) -> Mention:
        """The longest name; without a name the first description; else the first pronoun."""
        if self.best is None:
            raise ValueError("A party has at least one mention.")
        return self.best.mention

    def absorb(self, other: Party) -> None:
        for seen in other.seen:
            self.add(seen)
        self.nouns |= other.nouns
        self.offices |= other.offices


def _fullness(seen: Seen) -> tuple[bool, bool, int, int]:
    length = len(seen.mention.text) if seen.is_name else 0
    return seen.is_name, not seen.is_pronoun, length, -seen.place


def words_of(text: str) -> frozenset[str]:
    """The content words of a title or description, lower case."""
    words = (word.strip(",.'’") for word in text.lower().replace("-", " ").split())
    return frozenset(w for w in words if w and w not in word_list("empty_words"))


def office_noun(role: str) -> str:
    """The word of an office that names it: the last before any "of" ("prime minister of Mali")."""
    before = role.lower().split(" of ")[0].split(" for ")[0].split()
    return before[-1] if before else ""


def see(reading: Reading, mention: Mention, place: int, head: Token, is_pronoun: bool) -> Seen:
    is_name = not is_pronoun and head.i in reading.name_at
    dependents = reading.dependents(head.i)
    determiners = {d.lower for d in dependents if d.dep in ("det", "predet", "poss")}
    return Seen(
        mention=mention,
        place=place,
        head=head,
        is_name=is_name,
        is_pronoun=is_pronoun,
        is_plural=_is_plural(reading, head, is_name, is_pronoun),
        is_definite=bool(determiners & (_DEFINITE | _OWNERS)),
        modifiers=frozenset() if is_name or is_pronoun else _modifiers(reading, mention, head),
        gender=_gender(reading, mention, head, is_name, is_pronoun),
    )


def _is_plural(reading: Reading, head: Token, is_name: bool, is_pronoun: bool) -> bool:
    if is_pronoun:
        return head.lower in word_list("plural_pronouns")
    if is_name:
        return head.tag == "NNPS" and reading.name_at[head.i].kind == "NORP"
    return head.tag in ("NNS", "NNPS") or head.lower in word_list("plural_collectives")


def _modifiers(reading: Reading, mention: Mention, head: Token) -> frozenset[str]:
    inside = reading.tokens_in(mention.start, mention.end)
    return frozenset(
        token.lemma
        for token in inside
        if token.i != head.i
        and token.pos in ("NOUN", "PROPN", "ADJ", "NUM", "VERB", "PRON")
        and token.lower not in word_list("empty_words")
    )


def _gender(
    reading: Reading, mention: Mention, head: Token, is_name: bool, is_pronoun: bool
) -> str | None:
    if is_pronoun:
        return {"h": MALE, "s": FEMALE}.get(head.lower[0]) if head.lower != "her" else FEMALE
    nouns = {head.lemma} if not is_name else set()
    if is_name and mention.kind == "PERSON":
        before = reading.tokens_in(max(0, mention.start - 2), mention.start)
        if before and before[-1].lower in word_list("male_titles", "names"):
            return MALE
        if before and before[-1].lower in word_list("female_titles", "names"):
            return FEMALE
        if mention.role:
            nouns |= {office_noun(mention.role)}
        first = mention.text.split()[0].lower()
        if first in word_list("male", "given_names"):
            return MALE
        if first in word_list("female", "given_names"):
            return FEMALE
    if nouns & word_list("male", "nouns"):
        return MALE
    return FEMALE if nouns & word_list("female", "nouns") else None


class Parties:
    """The parties of one reading, filled step by step by the passes of `coreference`."""

    def __init__(self, reading: Reading, seen: Iterable[Seen]) -> None:
        self.reading = reading
        self.seen = tuple(seen)
        self.party_of: dict[str, Party] = {}

    @cached_property
    def by_head(self) -> dict[int, Seen]:
        """What is seen at each head token."""
        found: dict[int, Seen] = {}
        for seen in self.seen:
            found.setdefault(seen.head.i, seen)
        return found

    def join(self, seen: Seen, party: Party) -> None:
        """Let the mention mean the party."""
        self.party_of[seen.mention.id] = party
        party.add(seen)

    def begin(self, seen: Seen) -> Party:
        """A new party with this mention alone."""
        party = Party()
        self.join(seen, party)
        return party

    def merge(self, kept: Party, other: Party) -> None:
        """Let two parties be one."""
        if kept is other:
            return
        for seen in other.seen:
            self.party_of[seen.mention.id] = kept
        kept.absorb(other)

    def of(self, seen: Seen) -> Party | None:
        return self.party_of.get(seen.mention.id)
