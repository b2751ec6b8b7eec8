"""What the words about an actor tell: the register's entry, the country, the sectors."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import cached_property
from itertools import chain

from whimbrel.reading.phrases import head_token
from whimbrel.reading.shares import shares
from whimbrel.reading.text import Reading, Token
from whimbrel.records import Mention, Participant, Span
from whimbrel.resolving.bodies import body_named, body_said
from whimbrel.resolving.countries import (
    country_of_adjective,
    country_of_name,
)
from whimbrel.resolving.country_words import (
    CountryMention,
    countries_told,
    country_in,
    country_mentions,
    country_of,
    is_state,
    joined,
    names_in,
)
from whimbrel.resolving.encounters import Encounter, encounters
from whimbrel.resolving.phrase_facts import (
    Found,
    bare,
    is_pronoun,
    of_entry,
    sectors_told,
    unowned,
    whole_phrase,
)
from whimbrel.resolving.register import choose, register
from whimbrel.resolving.sectors import (
    STATELESS,
    sectors_of_modifiers,
    sectors_of_noun,
    sectors_of_vague,
)
from whimbrel.resolving.teams import is_team

_BELONGING = frozenset({"of", "in", "from", "for", "at"})
_MODIFYING = ("compound", "amod", "nmod", "poss", "nummod", "npadvmod")
_ACTING = frozenset({"nsubj", "agent", "poss", "ROOT"})
_SAY_NOTHING = frozenset(
    "the a an its their his her our national federal central state nation country".split()
)


_ASKED = 50


class View:
    """A reading with what describing its actors needs again and again."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.answers: dict[tuple[int, int, str | None, str | None], Participant] = {}
        self._parties: dict[str, list[Mention]] = {}
        self._at: dict[tuple[int, int], Mention] = {}
        self._told: dict[tuple[int, int, str | None], Found] = {}
        for mention in reading.mentions:
            self._parties.setdefault(mention.head or mention.id, []).append(mention)
            self._at.setdefault((mention.start, mention.end), mention)
        for mentions in self._parties.values():
            mentions.sort(key=lambda mention: mention.head is not None)
            del mentions[_ASKED:]
        self._told_of = tuple(country_mentions(reading))
        self.main_country, self.main_is_clear = countries_told(self._told_of)
        self.countries_named = frozenset(each.country for each in self._told_of if each.by_name)

    def mention_at(self, span: Span) -> Mention | None:
        """The mention with the span's characters, else one with the same head word."""
        exact = self._at.get((span.start, span.end))
        if exact is not None:
            return exact
        head = head_token(self.reading, span)
        return self.reading.mention_heads.get(head.i) if head is not None else None

    def fullest(self, mention: Mention | None) -> Mention | None:
        """The mention that names the party best; null for a phrase that stands alone."""
        if mention is None:
            return None
        if mention.head is None:
            is_name = mention.kind == "PERSON" and not is_pronoun(mention.text)
            return mention if is_name else None
        return self.reading.mention_by_id.get(mention.head)

    def country_suggested(self, span: Span, found: Found) -> str | None:
        """The country that the document speaks of most. For an office none to which its holder
        goes, nor, where they meet, that of whom he meets: those are not his for that."""
        if "GOV" not in found.sectors:
            return self.main_country
        met = self._encounters_of(span)
        if not met:
            return self.main_country
        abroad = {
            told.country
            for each in met
            for told in self._told_among(each.hosts)
            if each.away and is_state(self.reading, told)
        }
        there = {
            (self.reading.tokens[told.first].sentence, told.country)
            for each in met
            for told in self._told_among(each.hosts)
        }
        return countries_told(
            told
            for told in self._told_of
            if told.country not in abroad
            and (self.reading.tokens[told.first].sentence, told.country) not in there
        )[0]

    def _encounters_of(self, span: Span) -> list[Encounter]:
        """The visits and meetings to which the party of a phrase comes."""
        mentions = (span, *self.party(self.mention_at(span)))
        heads = {head.i for each in mentions if (head := head_token(self.reading, each))}
        return [each for each in self._encounters if not heads.isdisjoint(each.guests)]

    def _told_among(self, tokens: frozenset[int]) -> Iterator[CountryMention]:
        return (told for told in self._told_of if told.first in tokens)

    @cached_property
    def _encounters(self) -> tuple[Encounter, ...]:
        return encounters(self.reading)

    def is_team(self, span: Span) -> bool:
        """Whether a country's name stands for a team in a sentence about sport."""
        return is_team(self.reading, span)

    def is_named(self, mention: Mention) -> bool:
        """Whether the mention is a name, not a body by common noun ("the parliament")."""
        head = head_token(self.reading, mention)
        if head is None or mention.kind not in ("PERSON", "ORG"):
            return False
        is_name = head.i in self.reading.name_at or head.pos == "PROPN"
        return is_name and head.text[:1].isupper()

    def party(self, mention: Mention | None) -> list[Mention]:
        """The mentions of the same party, the fullest first, then in the text's order; of a party
        that a long text names all the time the first `_ASKED`."""
        if mention is None:
            return []
        return self._parties.get(mention.head or mention.id, [])

    def look_at(self, span: Span, published: str | None) -> Found:
        """What a phrase itself tells, with the words that belong to it left and right."""
        asked = (span.start, span.end, published)
        if asked not in self._told:
            self._told[asked] = self._look_at(span, published)
        return replace(self._told[asked])

    def _look_at(self, span: Span, published: str | None) -> Found:
        head = head_token(self.reading, span)
        whole = whole_phrase(span.text, acts=head is None or head.dep in _ACTING)
        if whole is not None:
            return whole
        name = bare(span.text)
        found = self._from_register(name, [], published)
        if found.actor is None and not found.namesakes and unowned(name) != name:
            found = self._from_register(unowned(name), [], published)
        if found.actor is not None or found.namesakes:
            return found
        if head is None:
            return found
        before, after = self.around(head, span)
        found = self.read_phrase(head, before, after, published)
        if shares(self.reading, head.i):
            # "The presidents of Serbia and Kosovo", told of as one, are of no one country.
            found.country, found.stateless, found.body = None, True, None
        return found

    def look_at_role(self, mention: Mention) -> Found:
        """What the office said with a name tells ("Iraqi prime minister")."""
        role = mention.role or ""
        first = next(iter(self.reading.tokens_in(mention.start, mention.end)), None)
        words = role.lower().split()
        if first is not None and (at := first.i - len(words) - 1) >= 0:
            # The role leaves out "former" and "ousted", and "secretary-" before "general".
            begun = at - 1 if at and self.reading.tokens[at].text == "-" else at
            words[:0] = [t.lower for t in self.reading.tokens[begun : at + 1] if t.text != "-"]
        sectors = sectors_of_noun(words) or sectors_of_modifiers(words[:-1])
        vague = not sectors
        sectors = sectors or sectors_of_vague(words)
        vague = vague and "ELI" not in sectors
        country = None
        for word in role.split():
            country = country or country_of_adjective(word) or country_of_name(word)
        return Found(country=country, sectors=sectors, vague=vague)

    def around(self, head: Token, span: Span) -> tuple[list[Token], list[Token]]:
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

    def read_phrase(
        self, head: Token, before: list[Token], after: list[Token], published: str | None
    ) -> Found:
        """What the words of a phrase tell: those before its head, and those that belong to it
        behind."""
        found = Found()
        left = [*before, head]
        itself = self._register_at(head, left, published)
        if itself is not None:
            return itself
        part, part_tokens = self._register_inside(left, published)
        if part is None:
            part, part_tokens = self._register_inside(after, published)
        kept_left = [token for token in left if token.i not in part_tokens] or left
        kept_after = [token for token in after if token.i not in part_tokens]
        found.sectors, found.vague = sectors_told(kept_left, kept_after)
        if part is not None and country_of(self.reading, [head]) is not None:
            part = None  # "NATO member Norway" is Norway
        found.country = country_in(self.reading, left, nearest_last=True)
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
            found.country = country_in(self.reading, after, nearest_last=False)
        found.stateless = found.stateless or bool(
            STATELESS.intersection(found.sectors) and found.country is None
        )
        if found.actor is None and (part is None or _is_parliament(part)):
            found.body = self.body_of(left, after)
        return found

    def body_of(self, left: list[Token], after: list[Token]) -> str | None:
        """The body of a state that a phrase names with nothing but its country ("Iraqi police")."""
        named = body_named([left[-1].lower, *(token.lower for token in after)])
        whole = body_said([token.lower for token in (*left, *after)]) if after else None
        if named is not None:
            said = (named, 1)
        elif whole is not None and whole[1] > len(after):
            said = (whole[0], whole[1] - len(after))  # "the lower house of parliament"
        else:
            said_here = body_said([token.lower for token in left if token.tag != "POS"])
            if said_here is None or (after and not self._is_country(after[1:])):
                return None
            said = said_here
        key, length = said
        before = [token for token in left if token.tag != "POS"][:-length]
        rest = [token for token in before if token.lower not in _SAY_NOTHING]
        return key if not rest or self._is_country(rest) else None

    def _is_country(self, tokens: list[Token]) -> bool:
        if not tokens:
            return False
        name = bare(joined(tokens))
        return bool(country_of_name(name) or country_of_adjective(name))

    def _country_of_owner(self, before: list[Token], published: str | None) -> str | None:
        """The country of the one that "its" or "his" stands for."""
        for token in before:
            if token.tag != "PRP$":
                continue
            owner = self.fullest(self.mention_at(self.reading.span(token.start, token.end)))
            if owner is not None and owner.start != token.start:
                return self.look_at(owner, published).country
        return None

    def _register_at(self, head: Token, left: list[Token], published: str | None) -> Found | None:
        """The register's entry for a name that the phrase ends in ("rebel Tamil Tigers")."""
        for first, last in names_in(self.reading, left):
            if last == len(left) - 1 and last > first:
                found = self._from_register(joined(left[first : last + 1]), left[:first], published)
                if found.vague and first:
                    told, _ = sectors_told(left[:first], [])
                    found.sectors = told if "ELI" in told else found.sectors
                if found.actor is not None or found.namesakes:
                    return found
        name = self.reading.name_at.get(head.i)
        if head.pos == "PROPN" and len(left) > 1 and (name is None or name.kind != "PERSON"):
            found = self._from_register(head.text, left[:-1], published)
            if found.actor is not None and found.actor.kind != "person":
                return found
        return None

    def _from_register(self, name: str, before: list[Token], published: str | None) -> Found:
        """What the register has under a name; `before` are the words that may say of which country.

        Of namesakes the one that phrase and document speak of; where that stays open, only what
        they have in common.
        """
        said = country_in(self.reading, before, nearest_last=True) if before else None
        main = self.main_country if self.main_is_clear else None
        groups = [[each] for each in (said, main) if each is not None]
        context = {*self.countries_named, *chain(*groups)}
        bearers = register().named(name, context)
        meant = choose(bearers, *groups, self.countries_named, day=published)
        if meant is not None:
            return of_entry(meant, published)
        if not context:
            bearers = register().named(name)  # of any country, for all the text tells
        if not bearers:
            return Found()
        countries = {bearer.country for bearer in bearers}
        shared = [s for s in bearers[0].sectors if all(s in each.sectors for each in bearers)]
        return Found(
            country=next(iter(countries)) if len(countries) == 1 else said,
            sectors=tuple(shared),
            # "Japan's Democratic Party" is none of those of other countries.
            namesakes=() if said is not None and said not in countries else bearers,
        )

    def _register_inside(
        self, tokens: list[Token], published: str | None
    ) -> tuple[Found | None, frozenset[int]]:
        """The first register entry that the tokens name, and the indexes of its tokens."""
        for first, last in names_in(self.reading, tokens):
            begin = first + 1 if tokens[first].lower == "the" and first < last else first
            text = self.reading.text[tokens[begin].start : tokens[last].end]
            if text.islower():
                continue
            if country_of_name(text) or country_of_adjective(text):
                continue
            found = self._from_register(text, tokens[:first], published)
            if found.actor is not None:
                return found, frozenset(token.i for token in tokens[first : last + 1])
        return None, frozenset()


def _near_subtree(reading: Reading, i: int) -> list[int]:
    # A long clause after the head soon speaks of others.
    return [each for each in reading.subtree(i) if each - i <= 8]


def _is_parliament(found: Found) -> bool:
    return found.actor is not None and found.actor.form == "parliament"
