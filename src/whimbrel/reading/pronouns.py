"""Whom a pronoun stands for."""

from __future__ import annotations

from bisect import bisect_right
from collections import deque
from dataclasses import dataclass

from whimbrel.reading.lexicon import word_list
from whimbrel.reading.parties import Parties, Party, Seen
from whimbrel.reading.quotation import quotations, speaker_of
from whimbrel.reading.text import Token

_FAR = 3
"""Sentences back that a pronoun may reach; one more for a name that is a text's main topic."""

_SPEAKERS = frozenset({"i", "me", "my", "mine", "myself", "we", "us", "our", "ours", "ourselves"})
_SUBJECT = frozenset({"nsubj", "nsubjpass"})
_OBJECT = frozenset({"dobj", "agent", "pobj", "dative"})
_CLOSE = 0.5


@dataclass(frozen=True, slots=True)
class _Candidate:
    party: Party | None
    """Null for a thing that is no party, which only competes for "it"."""
    score: float


class PronounReader:
    """Reads pronouns in the text's order; `note` every mention after it is read."""

    def __init__(self, parties: Parties) -> None:
        self._parties = parties
        self._reading = parties.reading
        self._recent: deque[Seen] = deque(maxlen=60)
        self._quotes = quotations(parties.reading.text)
        self._quote_starts = [start for start, _ in self._quotes]

    def note(self, seen: Seen) -> None:
        """Remember the mention for later pronouns."""
        self._recent.append(seen)

    def antecedent(self, seen: Seen) -> Party | None:
        """The party that the pronoun stands for, null where that is not clear."""
        word = seen.head.lower
        if word in _SPEAKERS:
            return None
        if word.endswith(("self", "selves")):
            return self._reflexive(seen)
        candidates = self._candidates(seen)
        if not candidates:
            return self._subject_ahead(seen)
        candidates.sort(key=lambda c: -c.score)
        best = candidates[0]
        rivals = [c for c in candidates[1:] if c.party is not best.party]
        if best.party is None or (rivals and best.score - rivals[0].score < _CLOSE):
            return None
        if best.party.gender is None and seen.gender is not None:
            best.party.gender = seen.gender
        return best.party

    def speaker(self, seen: Seen) -> Party | None:
        """Who says "I" or "we" in a quotation; ask when the whole text has been read."""
        return self._speaker(seen) if seen.head.lower in _SPEAKERS else None

    def _reflexive(self, seen: Seen) -> Party | None:
        """The party said last in the sentence that fits."""
        for earlier in reversed(self._recent):
            if earlier.head.sentence != seen.head.sentence:
                return None
            party = self._parties.of(earlier)
            if party is not None and self._fits(seen, earlier, party):
                return party
        return None

    def _speaker(self, seen: Seen) -> Party | None:
        quote = self._quote_around(seen.head)
        if quote is None:
            return None
        speaker = speaker_of(self._reading, quote)
        spoken = self._parties.by_head.get(speaker) if speaker is not None else None
        return self._parties.of(spoken) if spoken is not None else None

    def _quote_around(self, token: Token) -> tuple[int, int] | None:
        at = bisect_right(self._quote_starts, token.start) - 1
        return self._quotes[at] if at >= 0 and token.start < self._quotes[at][1] else None

    def _candidates(self, seen: Seen) -> list[_Candidate]:
        best: dict[int, _Candidate] = {}
        speaker, barred = self._speaker(seen), self._barred(seen)
        for earlier in self._recent:
            party = self._parties.of(earlier)
            back = seen.head.sentence - earlier.head.sentence
            if party is None or back > _FAR or any(party is other for other in barred):
                continue
            if not self._fits(seen, earlier, party):
                continue
            score = self._score(seen, earlier, back) + 0.3 * min(len(party.seen), 4)
            if party is speaker:
                # Who speaks of "him" inside quotation marks means another.
                score -= 4.0
            known = best.get(id(party))
            if known is None or score > known.score:
                best[id(party)] = _Candidate(party, score)
        found = list(best.values())
        return found + self._things(seen)

    def _fits(self, seen: Seen, earlier: Seen, party: Party) -> bool:
        word, kind = seen.head.lower, earlier.mention.kind
        if earlier.is_pronoun:
            kind = party.fullest.kind
        if earlier.mention.start <= seen.head.start < earlier.mention.end:
            return False
        if earlier.mention.kind == "NORP" and earlier.head.pos == "ADJ":
            return False
        if seen.gender is not None:
            person = kind in ("PERSON", "ROLE") and not earlier.is_plural
            return person and party.gender in (None, seen.gender)
        if word.startswith("it"):
            return kind in ("ORG", "GPE", "GROUP", "LOC") and not earlier.is_plural
        if kind in ("PERSON", "ROLE"):
            return False
        return earlier.is_plural or kind in ("GROUP", "ORG", "NORP")

    def _barred(self, seen: Seen) -> list[Party]:
        """Who the pronoun cannot mean: an object is not its own clause's subject."""
        reading, head = self._reading, seen.head
        if head.dep in ("poss", *_SUBJECT):
            return []
        verb = reading.tokens[head.head]
        while verb.dep in ("prep", "agent", "pobj", "dative") and verb.head != verb.i:
            verb = reading.tokens[verb.head]
        # "Police fired to drive them back": the subject of the higher verb does the driving.
        while verb.dep in ("xcomp", "advcl", "conj", "pcomp") and not reading.dependents(
            verb.i, "nsubj", "nsubjpass"
        ):
            verb = reading.tokens[verb.head]
        beside = [self._parties.by_head.get(i) for i in reading.children[verb.i]]
        parties = [self._parties.of(other) for other in beside if other is not None]
        return [party for party in parties if party is not None]

    def _score(self, seen: Seen, earlier: Seen, back: int) -> float:
        score = -2.0 * back
        dep = earlier.head.dep
        if dep in _SUBJECT and seen.head.dep in _OBJECT:
            score += 1.2
        elif dep in _SUBJECT:
            score += 2.5 if earlier.head.head == self._main_verb(earlier.head) else 1.5
        elif dep in _OBJECT:
            score += 1.2 if dep == "dobj" and seen.head.dep in _OBJECT else 0.5
        elif dep in ("compound", "amod", "nmod"):
            score -= 2.0
        elif dep == "poss":
            score -= 0.3
        if earlier.is_plural != seen.is_plural:
            score -= 1.0
        if (dep in _SUBJECT) == (seen.head.dep in _SUBJECT):
            score += 0.8
        if earlier.mention.kind in ("GPE", "LOC") and dep == "pobj":
            score -= 1.5
        if back == 0 and self._is_speaker_above(seen.head, earlier.head):
            score += 0.0 if self._quote_around(seen.head) else 2.0
        distance = seen.place - earlier.place
        return score - 0.05 * distance

    def _main_verb(self, token: Token) -> int:
        """The root of the token's sentence."""
        while token.head != token.i:
            token = self._reading.tokens[token.head]
        return token.i

    def _is_speaker_above(self, token: Token, subject: Token) -> bool:
        """Whether the pronoun stands in what the subject says: "X said he would"."""
        if subject.dep not in ("nsubj", "nsubjpass"):
            return False
        verb = self._reading.tokens[subject.head]
        if verb.lemma not in word_list("saying_verbs"):
            return False
        return any(above.i == verb.i for above in self._reading.ancestors(token.i))

    def _things(self, seen: Seen) -> list[_Candidate]:
        """Common nouns that are no party and compete for "it"."""
        reading, head = self._reading, seen.head
        if seen.gender is not None:
            return []
        tag = "NNS" if seen.is_plural else "NN"
        verb = reading.tokens[head.head]
        if head.dep == "nsubj" and verb.lemma in word_list("saying_verbs"):
            return []
        sentence = reading.sentences[head.sentence]
        start = reading.sentences[max(0, sentence.i - 1)].first
        found = []
        for token in reading.tokens[start : head.i]:
            if token.tag != tag or token.i in self._parties.by_head or token.i in reading.name_at:
                continue
            if token.dep not in ("nsubj", "nsubjpass", "dobj", "pobj"):
                continue
            if token.lower in word_list("calendar_words"):
                continue
            back = head.sentence - token.sentence
            role = {"nsubj": 2.5, "nsubjpass": 2.5, "dobj": 0.8}.get(token.dep, -0.5)
            found.append(_Candidate(None, role - 2.0 * back))
        return found

    def _subject_ahead(self, seen: Seen) -> Party | None:
        """ "Before he left, X said": a pronoun before the subject of its sentence."""
        reading = self._reading
        root = self._main_verb(seen.head)
        for subject in reading.dependents(root, "nsubj", "nsubjpass"):
            ahead = self._parties.by_head.get(subject.i)
            if ahead is None or subject.i <= seen.head.i or ahead.is_pronoun:
                continue
            party = self._parties.of(ahead)
            if party is not None and self._fits(seen, ahead, party):
                return party
        return None
