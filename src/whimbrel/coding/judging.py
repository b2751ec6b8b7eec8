"""What the encoder judges about acts of one sentence, in the reading's own terms.

The encoder gives numbers for pieces of words; a `Judge` turns them into types, statuses, modes,
contexts and parties of a trigger, joined with what the rules found. How the two are weighed stands
in `judging.toml`, set on sentences that the encoder was not trained on (`training.encoder.join`).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property

from whimbrel.codebooks.codebook import load
from whimbrel.codebooks.scheme import Codebook
from whimbrel.coding.lexicon import table
from whimbrel.coding.roles import is_party
from whimbrel.encoder.scores import NONE, Found, Scores
from whimbrel.reading.phrases import head_token, mention_at, noun_phrase
from whimbrel.reading.shares import owners, party_phrase
from whimbrel.reading.text import Reading, Sentence, Token
from whimbrel.records import Mention, Span, Status

LEARNED = "plover"
"""The codebook whose types the encoder learned."""
_NOMINAL = ("NOUN", "PROPN", "PRON", "NUM")
_CONTENT = ("NOUN", "PROPN", "VERB", "ADJ", "ADV")
_HELPING = ("aux", "auxpass", "neg")
_LEAST = 1e-6
_NEVER = 2.0
_DESCRIBING = ("appos", "acl", "relcl", "prep", "poss", "nmod")


@dataclass(frozen=True, slots=True)
class Weights:
    """How rules and encoder are weighed against each other (see `judging.toml`)."""

    trigger_at_least: float
    retyped: float
    status_rule: float
    mode_rule: float
    mode_alone: float
    context_at_least: float
    party_kept: float
    party_added: float
    party_joined: float
    thing_added: float
    article_margin: float
    likeliest_party: float
    likeliest_thing: float
    confidence: Mapping[str, float]


@cache
def weights() -> Weights:
    """The shipped weights."""
    held = table("judging")
    return Weights(**held["weights"], confidence=held["confidence"])


@dataclass(frozen=True, slots=True)
class Known:
    """The types and modes of a codebook that the encoder learned, by its labels for them."""

    types: Mapping[str, str]
    modes: Mapping[str, Mapping[str, str]]
    """For each type of the codebook its modes by the encoder's labels."""


@cache
def _learned() -> Codebook:
    return load(LEARNED)


def known_types(codebook: Codebook) -> Known | None:
    """What the encoder knows of a codebook; null where it does not know all its types.

    It learned the types of `LEARNED` and knows them again by what their definitions say: a type by
    any other name is the same type, and another one under an old name is not.
    """
    learned = _learned()
    by_definition = {found.definition: found for found in codebook.types.values()}
    types = {
        label: by_definition[found.definition].name
        for label, found in learned.types.items()
        if found.definition in by_definition
    }
    if len(types) < len(codebook.types):
        return None
    modes = {}
    for label, name in types.items():
        own = {mode.definition: mode.name for mode in codebook.types[name].modes.values()}
        modes[name] = {
            mode.name: own[mode.definition]
            for mode in learned.types[label].modes.values()
            if mode.definition in own
        }
    return Known(types, modes)


class Judge:
    """The encoder's scores of a sentence, asked for by spans and tokens of the reading, in the
    names of the codebook. `known` is null for a codebook that it did not learn; `relevance` is the
    whole text's."""

    def __init__(
        self,
        reading: Reading,
        sentence: Sentence,
        scores: Scores,
        known: Known | None,
        relevance: float,
    ) -> None:
        self.relevance = relevance
        self._reading = reading
        self._sentence = sentence
        self._scores = scores
        self._known = known
        self._labels = {name: label for label, name in known.types.items()} if known else {}

    @property
    def knows_types(self) -> bool:
        """Whether the encoder learned the codebook's types, and so can say if an act is told."""
        return self._known is not None

    @property
    def told(self) -> float:
        """The probability that the sentence tells any event."""
        return self._scores.of_sentence("told")

    def tells(self, type_: str) -> float:
        """The probability that the sentence tells an act of the type anywhere; a half where the
        encoder knows no such type."""
        label = self._labels.get(type_)
        return 0.5 if label is None else self._scores.of_sentence(label)

    def triggers(self) -> list[tuple[Span, str, float]]:
        """Words that may tell an act of the codebook, with the likeliest type and its
        probability."""
        if self._known is None:
            return []
        found = []
        for each in self._scores.triggers(weights().trigger_at_least):
            span = self._span(each)
            if span is not None and each.label in self._known.types:
                found.append((span, self._known.types[each.label], each.probability))
        return found

    def _span(self, found: Found) -> Span | None:
        """The whole words of a trigger, from its first word of content to its last; null where it
        has none ("doesn't")."""
        at = self._sentence.start
        tokens = self._reading.tokens_in(found.start + at, found.end + at)
        told = [token.i for token in tokens if token.pos in _CONTENT and token.dep not in _HELPING]
        return self._reading.token_span(told[0], tokens[-1].i) if told else None

    def _local(self, span: Span) -> tuple[int, int]:
        return span.start - self._sentence.start, span.end - self._sentence.start

    def types(self, trigger: Span) -> dict[str, float]:
        """The probability of none, and of each type where the encoder knows the codebook."""
        held = self._scores.types(*self._local(trigger)) or {NONE: 1.0}
        names = self._known.types if self._known else {}
        named = {names[label]: share for label, share in held.items() if label in names}
        return {NONE: held[NONE], **named}

    def status(self, trigger: Span, by_rule: Status) -> tuple[Status, float]:
        """The status that rule and encoder together hold likeliest, with the encoder's share."""
        held = self._scores.statuses(*self._local(trigger))
        if not held:
            return by_rule, 0.0
        best = _likeliest(held, by_rule.value, weights().status_rule)
        return Status(best), held[best]

    def mode(self, trigger: Span, type_: str, by_rule: str | None) -> str | None:
        """The mode that rule and encoder together hold likeliest, null where the rules see none and
        the encoder is unsure; the rule's where the encoder knows no mode of the type."""
        if self._known is None or type_ not in self._labels:
            return by_rule
        names = self._known.modes[type_]
        scored = self._scores.modes(*self._local(trigger), self._labels[type_])
        held = {names[label]: share for label, share in scored.items() if label in names}
        if not held:
            return by_rule
        best = _likeliest(held, by_rule, weights().mode_rule)
        return best if by_rule is not None or held[best] >= weights().mode_alone else None

    def contexts(self, trigger: Span) -> tuple[str, ...]:
        """The contexts that the encoder sees, likeliest first."""
        held = self._scores.contexts(*self._local(trigger))
        ranked = sorted(held.items(), key=lambda item: (-item[1], item[0]))
        return tuple(name for name, value in ranked if value >= weights().context_at_least)

    def parties(
        self, trigger: Span, role: str, by_rule: Sequence[Span], taken: Sequence[Span] = ()
    ) -> tuple[Span, ...]:
        """The parties in a role: those of the rules that the encoder does not rule out, and those
        that the encoder is sure of, the surer where the rules have some. `taken` have the other
        role."""
        held = self._scores.role(*self._local(trigger), role)
        share = _share_of(self._scores, held, self._sentence.start)
        kept = [span for span in by_rule if share(*self._head(span)) >= weights().party_kept]
        found = list(kept)
        told = self._told_with(kept)
        for token in self._nominal:
            if token.i in told or share(token.start, token.end) < self._joins_from(
                token, beside_others=bool(kept)
            ):
                continue
            phrase = noun_phrase(self._reading, token.i)
            if not any(phrase.overlaps(other) for other in (*found, *taken, trigger)):
                others = (*found, *taken)
                found += [
                    each
                    for each in self._each_of(token)
                    if not any(each.overlaps(other) for other in others)
                ]
        if not found and len(self._reading.sentences) == 1:
            found = self._likeliest(share, (*taken, trigger))
        return tuple(sorted(found, key=lambda span: span.start))

    def _likeliest(self, share: Callable[[int, int], float], taken: Sequence[Span]) -> list[Span]:
        """The likeliest phrase, where it is likely at all: who gives one sentence wants what it
        tells, and all that can be known of it stands there."""
        likely = []
        for token in self._nominal:
            held = weights().likeliest_thing
            if token.i in self._parties:
                held = weights().likeliest_party
            chance = share(token.start, token.end)
            if chance < held:
                continue
            phrase = noun_phrase(self._reading, token.i)
            if not any(phrase.overlaps(other) for other in taken):
                likely.append((chance, -phrase.start, token))
        return self._each_of(max(likely, key=lambda each: each[:2])[2]) if likely else []

    def _each_of(self, token: Token) -> list[Span]:
        """The phrase of a party; of one that several countries share, that of each."""
        heads = owners(self._reading, token.i) or [token.i]
        return [party_phrase(self._reading, i) for i in heads]

    def _told_with(self, kept: Sequence[Span]) -> frozenset[int]:
        """Words that are another name of the parties, or describe them: "the captors, who belong
        to the Tindal Band", "Guinea ... itself"."""
        reading, found = self._reading, set[int]()
        parties = {_party_of(mention_at(reading, span)) for span in kept} - {None}
        for span in kept:
            head = head_token(reading, span)
            for inner in reading.dependents(head.i, *_DESCRIBING) if head is not None else ():
                found.update(reading.subtree(inner.i))
        for token in self._nominal if parties else ():
            if _party_of(reading.mention_heads.get(token.i)) in parties:
                found.add(token.i)
        return frozenset(found)

    def _joins_from(self, token: Token, *, beside_others: bool) -> float:
        margin = weights().article_margin if len(self._reading.sentences) > 1 else 0.0
        if token.i not in self._parties:
            return weights().thing_added + margin if not beside_others else _NEVER
        least = weights().party_joined if beside_others else weights().party_added
        return least + margin

    def _head(self, span: Span) -> tuple[int, int]:
        head = head_token(self._reading, span)
        return (head.start, head.end) if head is not None else (span.start, span.end)

    @cached_property
    def _nominal(self) -> list[Token]:
        tokens = self._reading.sentence_tokens(self._sentence)
        return [
            token
            for token in tokens
            if token.pos in _NOMINAL
            and token.dep not in ("compound", "nummod")
            and token.tag != "PRP$"
        ]

    @cached_property
    def _parties(self) -> frozenset[int]:
        return frozenset(t.i for t in self._nominal if is_party(self._reading, t.i))


def _party_of(mention: Mention | None) -> str | None:
    return None if mention is None else mention.head or mention.id


def _share_of(scores: Scores, held: Iterable[float], at: int) -> Callable[[int, int], float]:
    values = list(held)

    def share(start: int, end: int) -> float:
        pieces = scores.pieces.inside(start - at, end - at)
        return sum(float(values[i]) for i in pieces) / len(pieces) if pieces else 0.0

    return share


def _likeliest(held: Mapping[str, float], by_rule: str | None, weight: float) -> str:
    return max(
        held,
        key=lambda name: (
            math.log(max(held[name], _LEAST)) + (weight if name == by_rule else 0.0),
            name == by_rule,
        ),
    )


def logit(probability: float) -> float:
    """The log odds, held within bounds."""
    held = min(max(probability, _LEAST), 1 - _LEAST)
    return math.log(held / (1 - held))


def confidence(features: Mapping[str, float]) -> float:
    """The calibrated probability that an act is told as coded, from its features."""
    held = weights().confidence
    total = held["bias"] + sum(held[name] * value for name, value in features.items())
    return 1 / (1 + math.exp(-total))
