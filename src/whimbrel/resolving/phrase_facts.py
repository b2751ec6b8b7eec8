"""What one phrase tells of a party, with no look at the rest of its document."""

from __future__ import annotations

import re
from dataclasses import dataclass

from whimbrel.reading.lexicon import people_words
from whimbrel.reading.mentions import PRONOUNS
from whimbrel.reading.text import Token
from whimbrel.resolving.countries import (
    country_of_adjective,
    country_of_capital,
    country_of_name,
    country_of_standin,
)
from whimbrel.resolving.country_words import is_people
from whimbrel.resolving.entries import Actor
from whimbrel.resolving.register import actor_by_id, find_actor
from whimbrel.resolving.sectors import (
    STATELESS,
    sectors_of_modifiers,
    sectors_of_noun,
    sectors_of_vague,
)

_POSSESSIVE = re.compile(r"['’]s ")
_LEADING = re.compile(r"^(?:the|a|an|its|their|his|her|some|several|many)\s+", re.IGNORECASE)


@dataclass(slots=True)
class Found:
    """What is known so far.

    `guessed` where the country is only the document's, `vague` where the sectors are only what
    such a noun is mostly taken for, `by_office` where the actor is who held the office named,
    `by_sound` where the name is spelled otherwise, `doubtful` where nobody has looked that spell
    up. `body` is the rule of the state's body that the phrase names ("police"), `namesakes` are the
    entries of which it may name any.
    """

    actor: Actor | None = None
    country: str | None = None
    sectors: tuple[str, ...] = ()
    stateless: bool = False
    bare_country: bool = False
    guessed: bool = False
    vague: bool = False
    by_office: bool = False
    by_sound: bool = False
    body: str | None = None
    namesakes: tuple[Actor, ...] = ()
    doubtful: bool = False

    @property
    def is_known(self) -> bool:
        """Whether nothing is left to ask."""
        if self.actor is not None:
            return True
        return self.country is not None and bool(self.sectors) and not self.vague

    def contradicts(self, actor: Actor) -> bool:
        """Whether what is sure so far fits no such actor."""
        if not self.sectors or self.vague or not actor.sectors:
            return False
        return not set(self.sectors) & set(actor.sectors)

    def add(self, other: Found) -> None:
        """Fill what is still open."""
        self.actor = self.actor or other.actor
        if self.country is None and not self.stateless:
            self.country = other.country
        if not self.sectors or (self.vague and other.sectors and not other.vague):
            self.sectors, self.vague = other.sectors, other.vague
        self.stateless = self.stateless or (other.stateless and self.country is None)


def is_pronoun(text: str) -> bool:
    """Whether the text is a personal pronoun; "US" is none."""
    return text.lower() in PRONOUNS and text != "US"


def bare(text: str) -> str:
    """The text without a leading article or possessive."""
    return _LEADING.sub("", text)


def unowned(text: str) -> str:
    """The text with owners as plain words: "UN's nuclear watchdog" as "UN nuclear watchdog"."""
    return _POSSESSIVE.sub(" ", text)


def whole_phrase(text: str, *, acts: bool) -> Found | None:
    """A country by name, adjective, people, capital or stand-in, with nothing else.

    A capital that `acts` is its government; one that is acted on may as well be the town.
    """
    name = re.sub(r"['’]s?$", "", bare(text.strip()))
    code = country_of_name(name) or country_of_name(text.strip())
    if code is not None:
        return Found(country=code, bare_country=True)
    code = country_of_standin(name)
    if code is not None:
        actor = find_actor(name)
        return Found(actor=actor, country=code, sectors=actor.sectors if actor else ("GOV",))
    code = country_of_adjective(name)
    if code is not None:
        is_people = name.endswith("s") and country_of_adjective(name[:-1]) == code
        return Found(country=code, sectors=("CVL",) if is_people else ())
    code = country_of_capital(name)
    if code is not None:
        return Found(country=code, sectors=("GOV",) if acts else (), bare_country=acts)
    return None


def of_entry(actor: Actor | None, published: str | None) -> Found:
    if actor is None:
        return Found()
    country, sectors = actor.country, actor.sectors
    if actor.kind == "person":
        country, sectors = _person(actor, published)
    stateless = country is None and bool(STATELESS.intersection(sectors))
    # On an unknown day only the words can tell whether somebody still held an office.
    vague = actor.kind == "person" and published is None
    return Found(actor=actor, country=country, sectors=sectors, stateless=stateless, vague=vague)


def _person(actor: Actor, published: str | None) -> tuple[str | None, tuple[str, ...]]:
    spell = actor.spell_on(published)
    parent = actor_by_id(actor.parent) if actor.parent else None
    if parent is not None and (spell is not None or not actor.spells):
        sectors = parent.sectors if "REB" in parent.sectors else (*parent.sectors, "GOV")
        return parent.country, tuple(dict.fromkeys(sectors))
    if spell is not None:
        return spell.country or actor.country, ("GOV",)
    held_before = [each for each in actor.spells if each.to and published and each.to < published]
    return actor.country, ("ELI",) if held_before else ()


def _goes_on(tokens: list[Token], end: int) -> bool:
    """Whether the word before `end` only qualifies the next ("civilian" in "civilian refugees")."""
    if end >= len(tokens) or tokens[end].i != tokens[end - 1].i + 1:
        return False
    return tokens[end].pos == "NOUN" and tokens[end - 1].dep in ("amod", "compound", "nmod")


def sectors_told(left: list[Token], after: list[Token]) -> tuple[tuple[str, ...], bool]:
    """Sectors by the noun, the words before it, the words after it, the vague noun's default.

    The second value tells whether it is only the default.
    """
    left = [token for token in left if token.tag != "HYPH" and token.text != "-"] or left
    said = [token.lower for token in left]
    # Capitalised plurals ("Rebels ...") often keep their s in the lemma.
    singular = [*said[:-1], said[-1].removesuffix("s")]
    for words in ([token.lemma for token in left], said, singular):
        found = sectors_of_noun(words)
        if found:
            return found, False
    before = [token.lemma for token in left[:-1] if token.tag != "POS"]
    found = sectors_of_modifiers(before)
    if found:
        return found, False
    last = left[-1]
    if is_people(last) or (last.tag in ("NNPS", "NNS") and last.text in people_words()):
        return ("CVL",), False
    behind = [token.lemma for token in after]
    qualifying: tuple[str, ...] = ()
    for end in range(1, len(behind) + 1):
        found = sectors_of_noun(behind[:end])
        if found and not _goes_on(after, end):
            return found, False
        qualifying = qualifying or found
    if qualifying:
        return qualifying, False
    return sectors_of_vague([token.lemma for token in left]), True
