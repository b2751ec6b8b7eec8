"""Whom a description without a name takes up again: "the ministry", "the prime minister"."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from functools import cache

from whimbrel.reading.lexicon import country_of_name, word_groups, word_list
from whimbrel.reading.parties import Parties, Party, Seen, words_of
from whimbrel.reading.spelling import fold
from whimbrel.reading.text import Token
from whimbrel.records import Mention

_BACK_FOR_BANDS = 4
_TRIED = 40
_LEAD = 3
"""Sentences at a text's start in which a description may stand before the name it means."""
_DISTINGUISHING = frozenset(
    {
        "vice",
        "deputy",
        "former",
        "acting",
        "interim",
        "assistant",
        "foreign",
        "prime",
        "ex",
        "general",
    }
)


class DescriptionReader:
    """Reads descriptions in the text's order; `note` every mention after it is read."""

    def __init__(self, parties: Parties) -> None:
        self._parties = parties
        self._by_noun: dict[str, list[Seen]] = defaultdict(list)
        self._named: list[Seen] = []

    def note(self, seen: Seen) -> None:
        """Remember the mention for later descriptions."""
        party = self._parties.of(seen)
        if party is not None and party.has_name:
            self._named.append(seen)
        if seen.is_pronoun:
            return
        if seen.is_name:
            for noun in self._nouns_of_name(seen):
                self._by_noun[noun].append(seen)
        else:
            self._by_noun[seen.noun].append(seen)

    def _nouns_of_name(self, seen: Seen) -> set[str]:
        party = self._parties.of(seen)
        nouns = set(party.nouns) if party else set()
        if seen.mention.kind == "ORG":
            words = [word.lower() for word in seen.mention.text.split()]
            head = words[: words.index("of")] if "of" in words[1:] else words
            nouns.add(head[-1])
            if fold(words[-1]) != words[-1]:
                nouns.add(fold(words[-1]))
        return nouns | self._nouns_beside(seen)

    def _nouns_beside(self, seen: Seen) -> set[str]:
        """Common nouns said with the name: "the militia X", "the X bloc", "X, a party of..."."""
        reading, head = self._parties.reading, seen.head
        beside = reading.dependents(head.i, "compound", "appos", "nmod")
        if head.dep in ("compound", "appos", "nmod", "amod"):
            beside.append(reading.tokens[head.head])
        party_nouns = word_list("bands", "nouns") | word_list("bodies", "nouns")
        near = [
            t for t in beside if t.pos == "NOUN" and t.tag == "NN" and t.i not in reading.name_at
        ]
        return (
            {t.lemma for t in near if t.lemma in party_nouns}
            if seen.mention.kind == "ORG"
            else set()
        )

    def antecedent(self, seen: Seen) -> Party | None:
        """The party that the description takes up; null for a new or an unclear one."""
        predicated = self._said_of(seen)
        if predicated is not None:
            return predicated
        if not seen.is_definite or _has_owner(self._parties, seen):
            return None
        for nouns in (frozenset({seen.noun}), _synonyms(seen.noun)):
            found = self._same_noun(seen, nouns)
            if found is not None:
                return found
        if seen.noun in word_list("bands", "nouns"):
            return self._only_band(seen)
        if seen.mention.kind == "ROLE" and self._is_said_same(seen):
            return self._last_person(seen)
        if seen.mention.kind == "GPE" and not seen.is_plural and not seen.modifiers:
            return self._only_country(seen)
        return None

    def _said_of(self, seen: Seen) -> Party | None:
        """A description in apposition to a name or said of it: "X, the mayor", "X is mayor"."""
        reading, head = self._parties.reading, seen.head
        other: int | None = None
        if head.dep == "appos":
            other = head.head
        elif self._apposed_name(head) is not None:
            other = self._apposed_name(head)
        elif head.dep == "attr" and reading.tokens[head.head].lemma == "be":
            subjects = reading.dependents(head.head, "nsubj")
            if subjects and not reading.dependents(head.head, "neg", "aux"):
                other = subjects[0].i
        if other is None:
            return None
        beside = self._parties.by_head.get(other)
        if beside is None or beside.is_plural != seen.is_plural:
            return None
        if not _kinds_agree(beside.mention.kind, seen.mention.kind):
            return None
        return self._parties.of(beside)

    def _apposed_name(self, head: Token) -> int | None:
        reading = self._parties.reading
        for child in reading.dependents(head.i, "appos"):
            if child.i in reading.name_at:
                return child.i
        return None

    def _same_noun(self, seen: Seen, nouns: frozenset[str]) -> Party | None:
        tried: list[Party] = []
        for noun in nouns:
            for earlier in self._by_noun.get(noun, [])[: -_TRIED - 1 : -1]:
                party = self._parties.of(earlier)
                if party is None or any(party is other for other in tried):
                    continue
                if earlier.is_plural == seen.is_plural and self._agrees(seen, earlier, party):
                    tried.append(party)
        if not tried:
            return None
        if len(tried) > 1 and seen.modifiers:
            fuller = [p for p in tried if any(seen.modifiers <= s.modifiers for s in p.seen)]
            tried = fuller or tried
        named = [party for party in tried if party.has_name]
        return max(named if len(named) > 1 else tried, key=lambda party: party.last_place)

    def _agrees(self, seen: Seen, earlier: Seen, party: Party) -> bool:
        said = words_of(seen.mention.text) - {seen.noun, seen.head.lower}
        if not earlier.is_name:
            return seen.modifiers <= earlier.modifiers
        if earlier.mention.kind == "PERSON":
            return any(self._is_office(seen, said, office) for office in party.offices)
        return said <= words_of(earlier.mention.text)

    def _is_office(self, seen: Seen, said: frozenset[str], office: frozenset[str]) -> bool:
        if seen.noun not in office and seen.head.lower not in office:
            return False
        rest = office - {seen.noun, seen.head.lower}
        return said <= rest and not (rest & _DISTINGUISHING) - said

    def _only_band(self, seen: Seen) -> Party | None:
        """ "The group", "the movement": the one band named nearby."""
        if seen.modifiers:
            return None
        near = self._named_near(seen, lambda m: m.kind == "ORG" and not _is_state_body(m.text))
        return _most_said(near)

    def named_later(self, seen: Seen) -> Party | None:
        """The party that a lead describes before the text names it: "A Sunni militia said ... X,
        the Sunni militia". Ask when the whole text has been read."""
        first = bool(seen.mention.kind in ("ORG", "GROUP") and seen.head.sentence < _LEAD)
        if not first or seen.is_definite or seen.is_plural or seen.is_name or seen.is_pronoun:
            return None
        inside = self._parties.reading.tokens_in(seen.mention.start, seen.head.start)
        said_before = seen.modifiers & {token.lemma for token in inside}
        found: list[Party] = []
        for later in self._by_noun.get(seen.noun, ()):
            party = self._parties.of(later)
            if not later.is_name or party is None or any(party is other for other in found):
                continue
            if said_before <= self._words_beside(later):
                found.append(party)
        return found[0] if len(found) == 1 else None

    def _words_beside(self, seen: Seen) -> frozenset[str]:
        """Lemmas in the phrase around a name: "Sunni", "militia" in "Sunni militia X"."""
        reading = self._parties.reading
        top = seen.head
        if top.dep in ("compound", "appos", "nmod") and reading.tokens[top.head].pos == "NOUN":
            top = reading.tokens[top.head]
        return frozenset(reading.tokens[i].lemma for i in reading.subtree(top.i))

    def _is_said_same(self, seen: Seen) -> bool:
        return any(c.lower == "same" for c in self._parties.reading.dependents(seen.head.i, "amod"))

    def _last_person(self, seen: Seen) -> Party | None:
        """ "The same source": the person described or named last."""
        for place in range(seen.place - 1, -1, -1):
            earlier = self._parties.seen[place]
            if seen.head.sentence - earlier.head.sentence > 2:
                break
            if earlier.mention.kind in ("ROLE", "PERSON") and not earlier.is_pronoun:
                return self._parties.of(earlier)
        return None

    def _only_country(self, seen: Seen) -> Party | None:
        """ "The country": the one country named nearby."""
        near = self._named_near(seen, lambda m: m.text in country_of_name())
        return near[0] if len(near) == 1 else None

    def _named_near(self, seen: Seen, fits: Callable[[Mention], bool]) -> list[Party]:
        near: list[Party] = []
        for earlier in reversed(self._named):
            if seen.head.sentence - earlier.head.sentence > _BACK_FOR_BANDS:
                break
            party = self._parties.of(earlier)
            if party is None or not fits(party.fullest) or any(party is p for p in near):
                continue
            near.append(party)
        return near


def _most_said(near: list[Party]) -> Party | None:
    """The only one, or the one that the text names more often than any other."""
    ranked = sorted(near, key=lambda party: -len(party.seen))
    if len(ranked) > 1 and len(ranked[0].seen) == len(ranked[1].seen):
        return None
    return ranked[0] if ranked else None


def _has_owner(parties: Parties, seen: Seen) -> bool:
    """ "His lawyer", "the town's mayor": new unless said again in the same words."""
    owners = parties.reading.dependents(seen.head.i, "poss")
    return bool(owners)


def _kinds_agree(left: str, right: str) -> bool:
    person = {"PERSON", "ROLE"}
    return (left in person) == (right in person)


def _is_state_body(name: str) -> bool:
    return any(word in word_list("state_words", "names") for word in name.lower().split())


@cache
def _synonyms(noun: str) -> frozenset[str]:
    for group in word_groups("synonyms", "nouns"):
        if noun in group:
            return group - {noun}
    return frozenset()
