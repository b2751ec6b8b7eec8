"""Whether what a predicate names came about, for words of every kind: verbs of being and having,
light verbs, nouns and adjectives as well as acts.

What holds for acts (`status`) holds for them too. Beyond that, here words are judged that a coder
of acts never looks at: orders to the reader, questions, infinitives, the clause that an "if" rests
on, and whatever shares the fate of the word over it ("you will sit there, *watching*").
"""

from __future__ import annotations

from dataclasses import dataclass

from whimbrel.coding.frames import noun_frame, verb_frame
from whimbrel.coding.lexicon import word_list
from whimbrel.coding.status import Finding, status_of
from whimbrel.reading.text import Reading, Token
from whimbrel.records import Span, Status

_MAX_CLIMB = 6
_SUBJECTS = ("nsubj", "nsubjpass", "csubj", "expl")
_FACTUALITY = {
    Status.HAPPENED: 2.6,
    Status.ONGOING: 2.6,
    Status.ANNOUNCED: 0.8,
    Status.THREATENED: 0.0,
    Status.POSSIBLE: 0.0,
    Status.DENIED: -1.8,
    Status.DID_NOT_HAPPEN: -2.0,
}
_TENSES = frozenset({"VBZ", "VBP"})
_OPEN = frozenset({Status.ANNOUNCED, Status.POSSIBLE, Status.THREATENED})
_TOLD_AS_FACT = Finding(Status.HAPPENED, (), "told as fact")


@dataclass(frozen=True, slots=True)
class Judgement:
    """A status with how sure it is, and the reason in words."""

    status: Status
    factuality: float
    confidence: float
    reason: str


def judge(reading: Reading, trigger: Span) -> Judgement:
    """What the text tells of the words in the span."""
    token = head_of(reading, trigger)
    found = _TOLD_AS_FACT if token is None else finding_of(reading, token)
    sure = 0.8 if found.status.is_real else 0.7
    return Judgement(found.status, _FACTUALITY[found.status], sure, found.reason)


def head_of(reading: Reading, span: Span) -> Token | None:
    """The word of the span that governs its others."""
    inside = reading.tokens_in(span.start, span.end)
    numbers = {token.i for token in inside}
    return next((t for t in inside if t.head == t.i or t.head not in numbers), None)


def finding_of(reading: Reading, token: Token, climbed: int = 0) -> Finding:
    """The status of the word and what decided it."""
    own = (
        _from_manner_of_speaking(reading, token)
        or _from_participle(reading, token)
        or _from_obligation(reading, token)
    )
    if own is not None:
        return own
    noun = token.pos in ("NOUN", "PROPN")
    frame = noun_frame(reading, token.i) if noun else verb_frame(reading, token.i)
    found = status_of(reading, frame)
    if found.status is not Status.HAPPENED:
        return found
    return (
        _from_degree(reading, token)
        or _from_any(reading, token)
        or _from_order(reading, token)
        or _from_question(reading, token)
        or _from_condition(reading, token)
        or _from_topic(reading, token)
        or _from_infinitive(reading, token, climbed)
        or _from_above(reading, token, climbed)
        or found
    )


def _list(name: str) -> frozenset[str]:
    return word_list(name, "predicates")


def _from_manner_of_speaking(reading: Reading, token: Token) -> Finding | None:
    """ "I would like ...", "I must admit", "thank you": said is done; "until" and the past."""
    helpers = {d.lower for d in reading.dependents(token.i, "aux")}
    if token.lemma in _list("wanting") and helpers & {"would", "'d", "should"}:
        return Finding(Status.HAPPENED, (token.i,), "a wish that is held")
    if token.lemma in _list("done_by_saying"):
        if not helpers and not reading.dependents(token.i, *_SUBJECTS) and token.dep == "ROOT":
            return Finding(Status.HAPPENED, (token.i,), "done by saying it")
        head = reading.tokens[token.head]
        speaker = head if token.dep == "xcomp" and head.lemma in ("have", "want", "like") else token
        first = any(d.lower in ("i", "we") for d in reading.dependents(speaker.i, "nsubj"))
        if first and (helpers & {"must", "would", "'d", "can", "should"} or speaker is head):
            return Finding(Status.HAPPENED, (token.i,), "done by saying it")
    if token.tag == "VBD" and not helpers:
        for mark in reading.dependents(token.i, "mark"):
            if mark.lower in ("until", "till"):
                return Finding(Status.HAPPENED, (mark.i,), f"the past after '{mark.text}'")
    return None


def _from_participle(reading: Reading, token: Token) -> Finding | None:
    """ "the threat posed by them": the participle tells of the noun what is so already."""
    if token.dep == "acl" and token.tag == "VBN" and not reading.dependents(token.i, "aux"):
        return Finding(Status.HAPPENED, (token.i,), "a participle after its noun")
    return None


def _from_degree(reading: Reading, token: Token) -> Finding | None:
    """ "almost fell": it did not."""
    for child in reading.dependents(token.i, "advmod"):
        if child.lower in _list("not_quite") and child.i < token.i:
            return Finding(Status.DID_NOT_HAPPEN, (child.i,), f"'{child.text}' before it")
    return None


def _from_any(reading: Reading, token: Token) -> Finding | None:
    """ "there is not any plan": what is denied is the thing; otherwise "any" leaves it open."""
    for child in reading.dependents(token.i, "det"):
        if child.lower != "any":
            continue
        for above in reading.ancestors(token.i):
            if any(d.dep == "neg" for d in reading.dependents(above.i)):
                return Finding(Status.DID_NOT_HAPPEN, (child.i,), "'any' under a negation")
        return Finding(Status.POSSIBLE, (child.i,), "'any' before it")
    return None


def _from_order(reading: Reading, token: Token) -> Finding | None:
    """ "Leave it for two hours", "please verify", "let us go"."""
    if not _is_order(reading, token):
        return None
    return Finding(Status.POSSIBLE, (token.i,), "told as an order")


def _is_order(reading: Reading, token: Token) -> bool:
    if token.tag not in ("VB", "VBP") or token.pos not in ("VERB", "AUX"):
        return False
    if reading.dependents(token.i, *_SUBJECTS, "aux", "mark"):
        return False
    if token.lemma in _list("done_by_saying"):
        return False
    if token.dep == "conj":
        # A bare verb after one with a tense shares no auxiliary with it: it turns to the reader.
        head = reading.tokens[token.head]
        return _is_order(reading, head) or (token.tag == "VB" and head.tag in _TENSES)
    if token.dep == "ROOT":
        return True
    clausal = token.dep in ("ccomp", "parataxis", "dep", "advcl")
    return clausal and token.tag == "VB" and not _is_bare_after(reading, token)


def _is_bare_after(reading: Reading, token: Token) -> bool:
    """Whether the bare form belongs to a verb that takes one ("made him leave", "helped build")."""
    head = reading.tokens[token.head]
    return token.dep == "ccomp" and head.i < token.i and head.lemma in _list("with_bare_verb")


def _from_question(reading: Reading, token: Token) -> Finding | None:
    """ "Did he say it?": nobody knows. A question for who or when takes the rest for granted."""
    if token.dep not in ("ROOT", "conj", "ccomp") or token.pos not in ("VERB", "AUX", "ADJ"):
        return None
    subjects = reading.dependents(token.i, *_SUBJECTS)
    openers = [
        d for d in reading.dependents(token.i, "aux", "auxpass") if subjects and d.i < subjects[0].i
    ]
    if token.lemma == "be" and subjects and token.i < subjects[0].i:
        openers.append(token)
    sentence = reading.tokens[token.i].sentence
    bounds = reading.sentences[sentence]
    if not openers or "?" not in reading.text[reading.tokens[token.i].start : bounds.end]:
        return None
    first = min(each.i for each in openers)
    if any(d.tag in ("WDT", "WP", "WRB") and d.i < first for d in _below(reading, token)):
        return None
    return Finding(Status.POSSIBLE, (first,), "asked, not told")


def _below(reading: Reading, token: Token) -> list[Token]:
    return [reading.tokens[i] for i in reading.subtree(token.i)]


def _from_obligation(reading: Reading, token: Token) -> Finding | None:
    """ "has to pick it up", "is going to come", "got to go": not yet. "Had to" told it as done."""
    if token.dep not in ("xcomp", "ccomp") or not _has_to(reading, token):
        return None
    head = reading.tokens[token.head]
    if head.lemma in ("have", "get") and head.tag not in ("VBD",):
        return Finding(Status.POSSIBLE, (head.i,), f"under '{head.text} to'")
    if head.lower in ("going", "gon", "gonna"):
        return Finding(Status.ANNOUNCED, (head.i,), f"under '{head.text} to'")
    return None


def _from_condition(reading: Reading, token: Token) -> Finding | None:
    """ "If it rains, the match *ends*": what rests on a condition. States hold without it."""
    if token.tag not in ("VB", "VBP", "VBZ") or token.lemma in _list("states"):
        return None
    for mark in reading.dependents(token.i, "mark"):
        if mark.lower == "so" and token.dep == "advcl":
            return Finding(Status.POSSIBLE, (mark.i,), "told as a purpose")
    for clause in reading.dependents(token.i, "advcl"):
        for mark in reading.dependents(clause.i, "mark"):
            if mark.lower in ("if", "unless"):
                return Finding(Status.POSSIBLE, (mark.i,), f"rests on a clause with '{mark.text}'")
    return None


def _has_to(reading: Reading, token: Token) -> bool:
    return any(d.lower in ("to", "na") for d in reading.dependents(token.i, "aux"))


def _from_topic(reading: Reading, token: Token) -> Finding | None:
    """ "Getting out is hard" tells of nobody who got out."""
    if token.dep == "csubj" and reading.tokens[token.head].tag not in ("VBD", "VBN"):
        return Finding(Status.POSSIBLE, (token.i,), "what is talked about")
    return None


def _from_infinitive(reading: Reading, token: Token, climbed: int) -> Finding | None:
    """ "to" and a verb tells what is aimed at, unless the word over it says that it came about."""
    if not _has_to(reading, token):
        return None
    head = reading.tokens[token.head]
    if head.i == token.i or token.dep == "conj":
        return Finding(Status.POSSIBLE, (token.i,), "an infinitive") if head.i == token.i else None
    if head.lemma in _list("brings_about"):
        return finding_of(reading, head, climbed + 1) if climbed < _MAX_CLIMB else None
    if token.dep == "advcl" and head.tag in ("VBD", "VBN"):
        return None
    return Finding(Status.POSSIBLE, (token.i,), f"an infinitive under '{head.text}'")


def _from_above(reading: Reading, token: Token, climbed: int) -> Finding | None:
    """What has no tense or subject of its own shares the fate of the word over it."""
    if token.head == token.i or climbed >= _MAX_CLIMB or not _shares_fate(reading, token):
        return None
    head = reading.tokens[token.head]
    if head.pos == "ADP" and token.dep == "pcomp":
        over = reading.tokens[head.head]
        if head.lower in _list("aimed_at") or over.lemma in _list("open_over_ing"):
            return Finding(Status.POSSIBLE, (head.i,), f"after '{over.text} {head.text}'")
    while head.pos in ("ADP", "ADV") and head.head != head.i:
        head = reading.tokens[head.head]
    above = finding_of(reading, head, climbed + 1)
    shared = token.dep == "conj" and token.tag == "VB" and not above.status.is_real
    return above if shared or above.status in _OPEN else None


def _shares_fate(reading: Reading, token: Token) -> bool:
    subjects = reading.dependents(token.i, *_SUBJECTS)
    if token.dep == "conj":
        return not subjects and token.tag not in ("VBD", "VBZ")
    if token.dep == "advcl":
        if token.tag == "VBG":
            return True
        opened = {d.lower for d in reading.dependents(token.i, "mark", "advmod")}
        perfect = any(d.lower in ("have", "has", "'ve") for d in reading.dependents(token.i, "aux"))
        present = token.tag in ("VBP", "VBZ", "VB") or perfect
        return present and bool(opened & _list("at_the_time"))
    if token.dep in ("xcomp", "ccomp") and token.tag == "VB":
        return not reading.dependents(token.i, "aux", "mark")
    if token.dep in ("pcomp", "xcomp"):
        return token.tag == "VBG"
    return token.dep == "relcl" and token.tag in ("VBP", "VBZ")
