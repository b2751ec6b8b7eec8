"""Who an actor is: the register's entry, or country and sectors read from the words about it.

    describe(reading, span, published="2012-01-04") -> Participant

Looked at in turn: the register, the words of the phrase itself, the office said with the name, the
fuller mention that a short form refers back to, and at last, with less confidence, the country
that the document speaks of most.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from hashlib import blake2b
from itertools import pairwise
from weakref import WeakKeyDictionary

from whimbrel.reading.mentions import PRONOUNS
from whimbrel.reading.phrases import head_token
from whimbrel.reading.text import Reading, Token
from whimbrel.records import Mention, Participant, Span
from whimbrel.resolving.countries import (
    country_by_code,
    country_of_adjective,
    country_of_capital,
    country_of_name,
    country_of_standin,
    names_of_countries,
)
from whimbrel.resolving.folding import fold
from whimbrel.resolving.gazetteer import open_gazetteer
from whimbrel.resolving.register import Actor, actor_by_id, actors, find_actor
from whimbrel.resolving.sectors import (
    STATELESS,
    sectors_of_modifiers,
    sectors_of_noun,
    sectors_of_vague,
)

_LONGEST_NAME = 6
_PLACE_SIZE = 20_000
_OPENING = 40  # tokens: headline, dateline and lead say where a story plays
_DIRECTIONS = frozenset("north south east west northern southern eastern western central".split())
_OF_STATE = frozenset({"GOV", "MIL", "COP", "JUD", "LEG", "SPY"})
_FEATURES = frozenset({"region", "island", "facility"})
_BELONGING = frozenset({"of", "in", "from", "for", "at"})
_MODIFYING = ("compound", "amod", "nmod", "poss", "nummod", "npadvmod")
_ACTING = frozenset({"nsubj", "agent", "poss", "ROOT"})
_SURE, _LIKELY, _CONTEXT, _OPEN = 0.9, 0.8, 0.5, 0.3
_LOOK_UPS: tuple[Callable[[str], object], ...] = (
    country_of_name,
    find_actor,
    country_of_standin,
    country_of_adjective,
    country_of_capital,
)
_LEADING = re.compile(r"^(?:the|a|an|its|their|his|her|some|several|many)\s+", re.IGNORECASE)


@dataclass(slots=True)
class _Found:
    """What is known so far.

    `guessed` where the country is only the document's, `vague` where the sectors are only what
    such a noun is mostly taken for.
    """

    actor: Actor | None = None
    country: str | None = None
    sectors: tuple[str, ...] = ()
    stateless: bool = False
    bare_country: bool = False
    guessed: bool = False
    vague: bool = False

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

    def add(self, other: _Found) -> None:
        """Fill what is still open."""
        self.actor = self.actor or other.actor
        if self.country is None and not self.stateless:
            self.country = other.country
        if not self.sectors or (self.vague and other.sectors and not other.vague):
            self.sectors, self.vague = other.sectors, other.vague
        self.stateless = self.stateless or (other.stateless and self.country is None)


def describe(reading: Reading, span: Span, *, published: str | None = None) -> Participant:
    """The participant that a span names: who it is, of which country and sectors.

    `published` is the day (ISO) at which offices are looked up. What is only inferred from the
    document's other words has a lower `confidence`; what stays unknown is null or empty.
    """
    view = _view_of(reading)
    asked = (span.start, span.end, published)
    if asked not in view.answers:
        view.answers[asked] = _describe(view, span, published)
    return view.answers[asked]


def _describe(view: _View, span: Span, published: str | None) -> Participant:
    mention = view.mention_at(span)
    fullest = view.fullest(mention)
    is_pronoun = _is_pronoun(span.text)
    said = fullest if is_pronoun and fullest is not None else span
    found = _Found() if is_pronoun and fullest is None else view.look_at(said, published)
    if mention is not None and mention.role:
        found.add(view.look_at_role(mention))
    if not _ask_the_party(view, found, span, mention, published):
        fullest = None
    if found.country is None and not found.stateless:
        found.country = view.main_country
        found.guessed = found.country is not None
    name = None if is_pronoun and fullest is None else _name(said, fullest, found)
    return Participant(
        start=span.start,
        end=span.end,
        text=span.text,
        mention=mention.id if mention else None,
        actor_id=_actor_id(view, name, fullest or mention, found) if name else None,
        name=name,
        country=found.country,
        sectors=found.sectors,
        confidence=_confidence(found),
    )


def _ask_the_party(
    view: _View, found: _Found, span: Span, mention: Mention | None, published: str | None
) -> bool:
    """Fill what is open from the other mentions of the same party, the fullest first.

    False where one of them is somebody that the phrase cannot mean.
    """
    party = [other for other in view.party(mention) if not other.overlaps(span)]
    party.sort(key=lambda other: other.head is not None)
    for other in party:
        if found.is_known:
            break
        told = view.look_at(other, published)
        if told.actor is not None and found.contradicts(told.actor):
            return False  # more likely another party than one with two sectors
        if other.head is not None:
            told.actor = None
        found.add(told)
        if other.role:
            found.add(view.look_at_role(other))
    return True


def _name(span: Span, fullest: Mention | None, found: _Found) -> str:
    said = _bare(fullest.text if fullest else span.text)
    if found.actor is not None and found.actor in (find_actor(said), find_actor(_bare(span.text))):
        return found.actor.name
    if found.bare_country and found.country:
        return country_by_code()[found.country].name
    return said


def _actor_id(view: _View, name: str, mention: Mention | None, found: _Found) -> str | None:
    if found.actor is not None and name == found.actor.name:
        return found.actor.id
    if found.bare_country:
        return found.country
    if mention is not None and view.is_named(mention):
        # Every state has a "Supreme Court"; a person or firm of one name is one.
        is_of_state = mention.kind == "ORG" and _OF_STATE.intersection(found.sectors)
        return new_id(name, found.country if is_of_state else None)
    is_body = mention is not None and mention.kind == "ORG"
    if found.country is None or (found.guessed and not is_body):
        return None
    return new_id(name, found.country)


def new_id(name: str, country: str | None = None) -> str:
    """The id of an actor outside the register: the same name (and country) gives the same id."""
    key = fold(name)
    digest = blake2b(f"{key}|{country or ''}".encode(), digest_size=4).hexdigest()
    return f"new:{'-'.join(key.split()[:4])}-{digest}"


def _confidence(found: _Found) -> float:
    if found.actor is not None:
        return _SURE if found.actor.source != "unverified" else _SURE - 0.05
    if found.guessed:
        return _CONTEXT
    if found.country or found.stateless:
        return _LIKELY
    return _OPEN


def _is_pronoun(text: str) -> bool:
    return text.lower() in PRONOUNS and text != "US"


def _bare(text: str) -> str:
    return _LEADING.sub("", text)


class _View:
    """A reading with what describing its actors needs again and again."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.answers: dict[tuple[int, int, str | None], Participant] = {}
        self._parties: dict[str, list[Mention]] = {}
        for mention in reading.mentions:
            self._parties.setdefault(mention.head or mention.id, []).append(mention)
        self.main_country = self._main_country()

    # ------------------------------------------------------------ mentions

    def mention_at(self, span: Span) -> Mention | None:
        """The mention with the span's characters, else one with the same head word."""
        best = None
        head = head_token(self.reading, span)
        for mention in self.reading.mentions:
            if (mention.start, mention.end) == (span.start, span.end):
                return mention
            if head is not None and mention.start <= head.start and head.end <= mention.end:
                its_head = head_token(self.reading, mention)
                if its_head is not None and its_head.i == head.i:
                    best = best or mention
        return best

    def fullest(self, mention: Mention | None) -> Mention | None:
        if mention is None:
            return None
        if mention.head is None:
            is_name = mention.kind == "PERSON" and not _is_pronoun(mention.text)
            return mention if is_name else None
        return self.reading.mention_by_id.get(mention.head)

    def is_named(self, mention: Mention) -> bool:
        """Whether the mention is a name, not a body by common noun ("the parliament")."""
        head = head_token(self.reading, mention)
        if head is None or mention.kind not in ("PERSON", "ORG"):
            return False
        is_name = head.i in self.reading.name_at or head.pos == "PROPN"
        return is_name and head.text[:1].isupper()

    def party(self, mention: Mention | None) -> list[Mention]:
        if mention is None:
            return []
        return self._parties.get(mention.head or mention.id, [])

    # ------------------------------------------------------------ one phrase

    def look_at(self, span: Span, published: str | None) -> _Found:
        """What a phrase itself tells, with the words that belong to it left and right."""
        head = head_token(self.reading, span)
        whole = _whole_phrase(span.text, acts=head is None or head.dep in _ACTING)
        if whole is not None:
            return whole
        found = _from_register(find_actor(_bare(span.text)), published)
        if found.actor is not None:
            return found
        if head is None:
            return found
        before, after = self._around(head, span)
        return self._read_phrase(head, before, after, published)

    def look_at_role(self, mention: Mention) -> _Found:
        """What the office said with a name tells ("Iraqi prime minister")."""
        role = mention.role or ""
        first = next(iter(self.reading.tokens_in(mention.start, mention.end)), None)
        words = role.lower().split()
        if first is not None and (at := first.i - len(words) - 1) >= 0:
            # The role leaves out "former" and "ousted".
            words.insert(0, self.reading.tokens[at].lower)
        sectors = sectors_of_noun(words) or sectors_of_modifiers(words[:-1])
        vague = not sectors
        sectors = sectors or sectors_of_vague(words)
        country = None
        for word in role.split():
            country = country or country_of_adjective(word) or country_of_name(word)
        return _Found(country=country, sectors=sectors, vague=vague)

    def _around(self, head: Token, span: Span) -> tuple[list[Token], list[Token]]:
        """The tokens that qualify the head: those before it and those of its "of" and "in"."""
        reading = self.reading
        before = {token.i for token in reading.tokens_in(span.start, head.start)}
        after = {token.i for token in reading.tokens_in(head.end, span.end)}
        for child in reading.dependents(head.i, *_MODIFYING):
            if child.i < head.i:
                before.update(reading.subtree(child.i))
        for child in reading.dependents(head.i, "prep"):
            if child.lower in _BELONGING and child.i > head.i:
                after.update(_near_subtree(reading, child.i))
        for child in reading.dependents(head.i, "appos"):
            after.update(_near_subtree(reading, child.i))
        for clause in reading.dependents(head.i, "acl") if head.pos != "PROPN" else ():
            after.update(_near_subtree(reading, clause.i))
        tokens = reading.tokens
        return (
            [tokens[i] for i in sorted(before) if i < head.i],
            [tokens[i] for i in sorted(after) if i > head.i],
        )

    def _read_phrase(
        self, head: Token, before: list[Token], after: list[Token], published: str | None
    ) -> _Found:
        found = _Found()
        left = [*before, head]
        itself = self._register_at(head, left, published)
        if itself is not None:
            return itself
        part, part_tokens = self._register_inside(left, published)
        if part is None:
            part, part_tokens = self._register_inside(after, published)
        kept_left = [token for token in left if token.i not in part_tokens] or left
        kept_after = [token for token in after if token.i not in part_tokens]
        found.sectors, found.vague = _sectors(kept_left, kept_after)
        if part is not None and self._country_of([head]) is not None:
            part = None  # "NATO member Norway" is Norway
        found.country = self._country_in(left, nearest_last=True)
        if part is not None:
            if part.stateless:
                # "UN peacekeepers" are the UN's; "UN troops in Mali" are not Mali's.
                found.country = None
                found.stateless = True
                found.sectors = tuple(dict.fromkeys((*part.sectors, *found.sectors)))
            else:
                found.country = found.country or part.country
                if found.vague or not found.sectors:
                    found.sectors, found.vague = part.sectors, False
            if part.actor is not None and part.actor.kind == "person":
                found.actor = part.actor
                found.sectors = found.sectors or part.sectors
        if found.country is None and not found.stateless:
            found.country = self._country_of_owner(before, published)
        if found.country is None and not found.stateless:
            found.country = self._country_in(after, nearest_last=False)
        found.stateless = found.stateless or bool(
            STATELESS.intersection(found.sectors) and found.country is None
        )
        return found

    def _country_of_owner(self, before: list[Token], published: str | None) -> str | None:
        """The country of the one that "its" or "his" stands for."""
        for token in before:
            if token.tag != "PRP$":
                continue
            owner = self.fullest(self.mention_at(self.reading.span(token.start, token.end)))
            if owner is not None and owner.start != token.start:
                return self.look_at(owner, published).country
        return None

    def _register_at(self, head: Token, left: list[Token], published: str | None) -> _Found | None:
        """The register's entry for a name that the phrase ends in ("rebel Tamil Tigers")."""
        for first, last in self._ngrams(left):
            if last == len(left) - 1 and last > first:
                actor = find_actor(_joined(left[first : last + 1]))
                if actor is not None:
                    return _from_register(actor, published)
        if head.pos == "PROPN" and len(left) > 1:
            actor = find_actor(head.text)
            if actor is not None and actor.kind != "person":
                return _from_register(actor, published)
        return None

    def _register_inside(
        self, tokens: list[Token], published: str | None
    ) -> tuple[_Found | None, frozenset[int]]:
        """The first register entry that the tokens name, and the indexes of its tokens."""
        for first, last in self._ngrams(tokens):
            if not tokens[first].text[:1].isupper():
                continue
            text = self.reading.text[tokens[first].start : tokens[last].end]
            if country_of_name(text) or country_of_adjective(text):
                continue
            actor = find_actor(text)
            if actor is not None:
                covered = frozenset(token.i for token in tokens[first : last + 1])
                return _from_register(actor, published), covered
        return None, frozenset()

    def _country_in(self, tokens: list[Token], *, nearest_last: bool) -> str | None:
        found: list[str] = []
        for first, last in self._ngrams(tokens):
            code = self._country_of(tokens[first : last + 1])
            if code is None or (first and tokens[first - 1].lower == "ethnic"):
                continue
            if found and nearest_last and last == len(tokens) - 1 and _is_people(tokens[last]):
                # "Bosnian Serbs", "Kosovo Albanians": the country stands first.
                continue
            found.append(code)
        if not found:
            return None
        return found[-1] if nearest_last else found[0]

    def _country_of(self, tokens: list[Token]) -> str | None:
        if tokens[0].lower == "the":
            tokens = tokens[1:]
        while tokens and tokens[0].lower in _DIRECTIONS:
            if country_of_name(_joined(tokens)) or country_of_adjective(_joined(tokens)):
                break  # "South Africa"
            tokens = tokens[1:]
        if not tokens:
            return None
        text = self.reading.text[tokens[0].start : tokens[-1].end]
        if not text[:1].isupper():
            return None
        code = (
            country_of_name(text)
            or country_of_adjective(text)
            or country_of_standin(text)
            or country_of_capital(text)
        )
        if code is not None or tokens[0].pos != "PROPN":
            return code
        return _country_of_place(text) if self._is_place_name(tokens) else None

    def _is_place_name(self, tokens: list[Token]) -> bool:
        name = self.reading.name_at.get(tokens[0].i)
        return name is not None and name.kind in ("GPE", "LOC")

    def _ngrams(self, tokens: list[Token]) -> list[tuple[int, int]]:
        """Ranges to look names up in: at each capitalised token the longest name, else itself."""
        found = []
        at = 0
        while at < len(tokens):
            if not tokens[at].text[:1].isupper() and tokens[at].lower != "the":
                at += 1
                continue
            last = self._longest_name(tokens, at)
            found.append((at, last))
            at = last + 1
        return found

    def _longest_name(self, tokens: list[Token], first: int) -> int:
        furthest = first
        if fold(tokens[first].text) in _openings():
            furthest = min(first + _LONGEST_NAME, len(tokens)) - 1
        for last in range(furthest, first, -1):
            if not tokens[last].text[:1].isupper():
                continue
            if tokens[last].i - tokens[first].i == last - first:
                text = _joined(tokens[first : last + 1])
                if any(look_up(text) for look_up in _LOOK_UPS):
                    return last
        name = self.reading.name_at.get(tokens[first].i)
        last = first
        if name is not None and name.kind in ("GPE", "LOC") and name.start == tokens[first].start:
            while last + 1 < len(tokens) and tokens[last + 1].end <= name.end:
                last += 1
        return last

    # ------------------------------------------------------------ the document

    def _main_country(self) -> str | None:
        """The country that the document names most, with its adjectives, people and capital."""
        counts: Counter[str] = Counter()
        tokens = list(self.reading.tokens)
        for first, last in self._ngrams(tokens):
            code = self._country_of(tokens[first : last + 1])
            if code is None:
                actor = find_actor(_joined(tokens[first : last + 1]))
                code = actor.country if actor else None
            if code is not None and not (first and tokens[first - 1].lower == "ethnic"):
                counts[code] += 2 if first < _OPENING else 1
        if not counts:
            return None
        # The earlier named wins a tie: Counter keeps the order of first sight.
        return counts.most_common(1)[0][0]


def _is_people(token: Token) -> bool:
    """Whether the token is a people's name in the plural ("Serbs"), not a country's adjective."""
    return token.tag in ("NNPS", "NNS") and country_of_adjective(token.text) is not None


@cache
def _openings() -> frozenset[str]:
    """Words with which a known name of several words may begin; others need no look-up."""
    names = [*names_of_countries(), *(name for actor in actors() for name in actor.names)]
    keys = [fold(name).split() for name in names]
    return frozenset({key[0] for key in keys if len(key) > 1} | {"the", "al", "el"})


def _joined(tokens: list[Token]) -> str:
    pieces = [tokens[0].text]
    for left, right in pairwise(tokens):
        pieces.append(" " * min(right.start - left.end, 1) + right.text)
    return "".join(pieces)


def _near_subtree(reading: Reading, i: int) -> list[int]:
    # A long clause after the head soon speaks of others.
    return [each for each in reading.subtree(i) if each - i <= 8]


def _whole_phrase(text: str, *, acts: bool) -> _Found | None:
    """A country by name, adjective, people, capital or stand-in, with nothing else.

    A capital that `acts` is its government; one that is acted on may as well be the town.
    """
    bare = re.sub(r"['’]s?$", "", _bare(text.strip()))
    code = country_of_name(bare) or country_of_name(text.strip())
    if code is not None:
        return _Found(country=code, bare_country=True)
    code = country_of_standin(bare)
    if code is not None:
        actor = find_actor(bare)
        return _Found(actor=actor, country=code, sectors=actor.sectors if actor else ("GOV",))
    code = country_of_adjective(bare)
    if code is not None:
        is_people = bare.endswith("s") and country_of_adjective(bare[:-1]) == code
        return _Found(country=code, sectors=("CVL",) if is_people else ())
    code = country_of_capital(bare)
    if code is not None:
        return _Found(country=code, sectors=("GOV",) if acts else (), bare_country=acts)
    return None


def _from_register(actor: Actor | None, published: str | None) -> _Found:
    if actor is None:
        return _Found()
    country, sectors = actor.country, actor.sectors
    if actor.kind == "person":
        country, sectors = _person(actor, published)
    stateless = country is None and bool(STATELESS.intersection(sectors))
    return _Found(actor=actor, country=country, sectors=sectors, stateless=stateless)


def _person(actor: Actor, published: str | None) -> tuple[str | None, tuple[str, ...]]:
    spell = actor.spell_on(published)
    parent = actor_by_id(actor.parent) if actor.parent else None
    if parent is not None:
        sectors = parent.sectors if "REB" in parent.sectors else (*parent.sectors, "GOV")
        return parent.country, tuple(dict.fromkeys(sectors))
    if spell is not None:
        return spell.country or actor.country, ("GOV",)
    held_before = [each for each in actor.spells if each.to and published and each.to < published]
    return actor.country, ("ELI",) if held_before else ()


def _sectors(left: list[Token], after: list[Token]) -> tuple[tuple[str, ...], bool]:
    """Sectors by the noun, the words before it, the words after it, the vague noun's default.

    The second value tells whether it is only the default.
    """
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
    if _is_people(left[-1]):
        return ("CVL",), False
    behind = [token.lemma for token in after]
    for end in range(1, len(behind) + 1):
        found = sectors_of_noun(behind[:end])
        if found:
            return found, False
    return sectors_of_vague([token.lemma for token in left]), True


def _country_of_place(name: str) -> str | None:
    """The country of the place of that name, where one is clearly the largest."""
    own = [each for each in open_gazetteer().find(name) if not each.alias or each.kind != "city"]
    places = sorted(own, key=lambda each: -each.population)
    named = [place for place in places if place.kind in _FEATURES]
    if named:
        return named[0].country
    if not places or places[0].population < _PLACE_SIZE:
        return None
    others = [each for each in places[1:] if each.country != places[0].country]
    if others and others[0].population * 5 > places[0].population:
        return None
    return places[0].country


_views: WeakKeyDictionary[Reading, _View] = WeakKeyDictionary()


def _view_of(reading: Reading) -> _View:
    view = _views.get(reading)
    if view is None:
        view = _views[reading] = _View(reading)
    return view
