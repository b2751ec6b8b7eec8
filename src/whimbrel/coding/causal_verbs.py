"""Causal verbs: who or what brings about or prevents what ("led to", "sparked by", "to stop")."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Literal

from whimbrel.coding.clause_spans import (
    Stretch,
    clause_before,
    clause_head,
    reach,
    trimmed,
    without_appendix,
)
from whimbrel.coding.lexicon import table
from whimbrel.coding.roles import is_party
from whimbrel.reading.text import Reading, Sentence, Token
from whimbrel.records import Relation


@dataclass(frozen=True, slots=True)
class Link:
    """Cause, effect and signal as stretches of tokens (first and last, both included)."""

    cause: Stretch
    effect: Stretch
    signal: Stretch
    sign: Literal[-1, 1] | None
    relation: Relation


@cache
def _verbs(sign: str, pattern: str) -> frozenset[str]:
    return frozenset(table("causes")["verbs"][sign].get(pattern, ()))


@cache
def _weak() -> frozenset[str]:
    return frozenset(table("causes")["verbs"]["weak"]["words"])


@cache
def _pronouns() -> frozenset[str]:
    return frozenset(table("causes")["pronouns"]["words"])


def by_verbs(reading: Reading, sentence: Sentence) -> Iterator[Link]:
    """The links that causal verbs of a sentence tell."""
    for token in reading.sentence_tokens(sentence):
        if token.pos not in ("VERB", "NOUN", "AUX") or token.dep == "compound":
            continue
        link = _link(reading, sentence, token)
        if link is not None:
            yield link


def _link(reading: Reading, sentence: Sentence, verb: Token) -> Link | None:
    if verb.pos == "NOUN":
        return None
    raised = _effect_raised(reading, verb)
    if raised is not None:
        effect, signal = raised
        sign: Literal[-1, 1] = 1
    elif verb.lemma in _verbs("lowers", "object"):
        lowered = _object(reading, verb)
        if lowered is None:
            return _passive(reading, verb, -1)
        effect, signal, sign = lowered, (verb.i, verb.i), -1
    elif verb.lemma in _verbs("raises", "object"):
        return _passive(reading, verb, 1)
    elif verb.lemma in _verbs("raises", "from"):
        return _from(reading, verb)
    elif verb.lemma == "blame":
        return _blame(reading, verb)
    else:
        return None
    if _is_negated(reading, verb):
        return None
    cause = _agent(reading, sentence, verb)
    if cause is None or cause[0] <= effect[0] <= cause[1]:
        return None
    if verb.lemma in _weak() and not _tells_a_cause(reading, verb):
        return None
    return Link(cause, effect, signal, sign, "because")


def _is_negated(reading: Reading, verb: Token) -> bool:
    words = ("not", "n't", "never", "rarely", "seldom", "hardly", "no")
    return any(child.lower in words for child in reading.dependents(verb.i, "neg", "advmod"))


def _object(reading: Reading, verb: Token) -> Stretch | None:
    objects = reading.dependents(verb.i, "dobj", "ccomp")
    if not objects:
        return None
    first, last = reach(reading, objects[0].i)
    for child in reading.dependents(verb.i, "xcomp", "prep"):
        if child.i > objects[0].i and (child.dep == "xcomp" or child.lower == "from"):
            last = max(last, reach(reading, child.i)[1])
    return trimmed(reading, first, last)


def _effect_raised(reading: Reading, verb: Token) -> tuple[Stretch, Stretch] | None:
    """What the verb brings about, with the verb's own words."""
    if verb.lemma in _verbs("raises", "infinitive"):
        for child in reading.dependents(verb.i, "xcomp", "ccomp"):
            objects = reading.dependents(verb.i, "dobj") + reading.dependents(child.i, "nsubj")
            low, high = reach(reading, child.i)
            if objects and child.i > verb.i:
                first = min(low, *(reach(reading, each.i)[0] for each in objects))
                if first > verb.i:
                    found = trimmed(reading, first, high)
                    return (found, (verb.i, verb.i)) if found else None
    for preposition in ("to", "in"):
        if verb.lemma in _verbs("raises", preposition) and not reading.dependents(verb.i, "dobj"):
            for child in reading.dependents(verb.i, "prep"):
                objects = reading.dependents(child.i, "pobj", "pcomp")
                if child.lower == preposition and objects:
                    found = trimmed(reading, child.i + 1, reach(reading, objects[0].i)[1])
                    return (found, (verb.i, child.i)) if found else None
    if verb.lemma in _verbs("raises", "object"):
        found = _object(reading, verb)
        return (found, (verb.i, verb.i)) if found else None
    return None


def _passive(reading: Reading, verb: Token, sign: Literal[-1, 1]) -> Link | None:
    """As in "was sparked by the arrest", "clashes triggered by the arrest"."""
    tokens = reading.tokens
    agent = next(
        (
            child
            for child in reading.dependents(verb.i, "agent", "prep")
            if child.lower == "by" and child.i > verb.i
        ),
        None,
    )
    if agent is None:
        return None
    objects = reading.dependents(agent.i, "pobj", "pcomp")
    if not objects:
        return None
    cause = without_appendix(
        reading, trimmed(reading, agent.i + 1, reach(reading, objects[0].i)[1])
    )
    subjects = reading.dependents(verb.i, "nsubjpass", "nsubj")
    effect: Stretch | None = None
    if subjects:
        effect = trimmed(reading, *reach(reading, subjects[0].i))
    elif verb.dep in ("acl", "relcl") and tokens[verb.head].i < verb.i:
        effect = trimmed(reading, reach(reading, verb.head)[0], verb.i - 1)
    elif verb.dep == "conj":
        head = tokens[verb.head]
        subjects = reading.dependents(head.i, "nsubjpass", "nsubj")
        effect = trimmed(reading, *reach(reading, subjects[0].i)) if subjects else None
    elif verb.dep == "advcl":
        effect = clause_before(reading, clause_head(reading, tokens[verb.head]), verb.i)
    if (
        effect is not None
        and subjects
        and subjects[0].lower in ("which", "that")
        and verb.dep == "relcl"
    ):
        effect = trimmed(reading, reach(reading, verb.head)[0], subjects[0].i - 1)
    if cause is None or effect is None:
        return None
    return Link(cause, effect, (verb.i, agent.i), sign, "because")


def _from(reading: Reading, verb: Token) -> Link | None:
    subjects = reading.dependents(verb.i, "nsubj")
    for child in reading.dependents(verb.i, "prep"):
        objects = reading.dependents(child.i, "pobj")
        if child.lower == "from" and objects and subjects:
            cause = trimmed(reading, child.i + 1, reach(reading, objects[0].i)[1])
            effect = trimmed(reading, *reach(reading, subjects[0].i))
            if cause and effect:
                return Link(cause, effect, (verb.i, child.i), 1, "because")
    return None


def _blame(reading: Reading, verb: Token) -> Link | None:
    """As in "blamed the outage on an attack", "blamed an attack for the outage"."""
    objects = reading.dependents(verb.i, "dobj")
    if not objects:
        return None
    for child in reading.dependents(verb.i, "prep") + reading.dependents(objects[0].i, "prep"):
        inner = reading.dependents(child.i, "pobj", "pcomp")
        if child.lower not in ("on", "for") or not inner:
            continue
        first = trimmed(reading, reach(reading, objects[0].i)[0], child.i - 1)
        second = trimmed(reading, child.i + 1, reach(reading, inner[0].i)[1])
        if first is None or second is None:
            continue
        cause, effect = (second, first) if child.lower == "on" else (first, second)
        return Link(cause, effect, (verb.i, verb.i), 1, "because")
    return None


# ------------------------------------------------------------------- what does it


@cache
def _list(section: str) -> frozenset[str]:
    return frozenset(table("causes")[section]["words"])


def _tells_a_cause(reading: Reading, verb: Token) -> bool:
    """Whether a weak verb is causal here: as a purpose, or with a subject that is no person."""
    if _has_to(reading, verb) and verb.dep in ("advcl", "acl"):
        return verb.lemma in _list("purposes")
    subject = _subject_above(reading, verb)
    if subject is None or subject.lower in _PERSONS or is_party(reading, subject.i):
        return False
    if len(subject.text) > 1 and subject.text.isupper():
        return False
    return subject.lemma not in table("quantities")["people"]["words"]


_PERSONS = ("he", "she", "they", "i", "we", "who", "you")


def _has_to(reading: Reading, verb: Token) -> bool:
    return any(child.lower == "to" for child in reading.dependents(verb.i, "aux"))


def _subject_above(reading: Reading, verb: Token) -> Token | None:
    """The verb's subject, or that of the verb that governs it ("is meant to stop")."""
    top = verb
    for _ in range(4):
        subjects = reading.dependents(top.i, "nsubj", "nsubjpass")
        if subjects:
            return subjects[0]
        if top.dep not in ("xcomp", "conj") or top.head == top.i:
            return None
        top = reading.tokens[top.head]
        if top.dep == "xcomp" or top.i == verb.i:
            continue
        if verb.dep == "xcomp" and top.lemma not in _list("governors"):
            return None
    return None


def _agent(
    reading: Reading, sentence: Sentence, verb: Token, *, passive: bool = False
) -> Stretch | None:
    """The cause: the verb's subject; what a pronoun takes up; the clause a participle closes."""
    tokens = reading.tokens
    subjects = reading.dependents(verb.i, "nsubj", "csubj", *(("nsubjpass",) if passive else ()))
    if subjects:
        return _subject(reading, sentence, verb, subjects[0])
    governor = tokens[verb.head]
    if verb.dep == "ROOT" or governor.i >= verb.i:
        return None
    before = _to_before(reading, verb)
    if verb.dep == "acl" and not _has_to(reading, verb):
        return trimmed(reading, reach(reading, governor.i)[0], verb.i - 1)
    if verb.dep == "relcl":
        return trimmed(reading, reach(reading, governor.i)[0], governor.i)
    if verb.dep == "conj":
        return _agent(reading, sentence, governor, passive=passive)
    if verb.dep in ("xcomp", "ccomp") and governor.lemma in _list("governors"):
        return _agent(reading, sentence, governor, passive=True)
    if verb.dep in ("xcomp", "ccomp", "advcl", "acl"):
        return clause_before(reading, clause_head(reading, governor), before)
    return None


def _to_before(reading: Reading, verb: Token) -> int:
    below = [
        child.i for child in reading.dependents(verb.i, "aux", "mark", "advmod") if child.i < verb.i
    ]
    return min(below, default=verb.i)


def _subject(reading: Reading, sentence: Sentence, verb: Token, subject: Token) -> Stretch | None:
    if subject.lower not in _pronouns() or reading.children[subject.i]:
        return trimmed(reading, *reach(reading, subject.i))
    if verb.dep == "relcl":
        antecedent = reading.tokens[verb.head]
        if antecedent.i < subject.i:
            return trimmed(reading, reach(reading, antecedent.i)[0], subject.i - 1)
    before = trimmed(reading, sentence.first, subject.i - 1) if subject.i > sentence.first else None
    if before is not None and before[1] - before[0] >= 2:
        return before
    if sentence.i == 0:
        return None
    earlier = reading.sentences[sentence.i - 1]
    return trimmed(reading, earlier.first, earlier.last - 1)
