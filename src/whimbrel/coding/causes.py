"""Causes: what brought about or prevented what, as connectives and causal verbs tell it.

"Because of", "in protest at", "so that", "As a result, ..." and verbs such as "led to", "prompted
by", "prevented". A purpose is the cause of the act. `despite` and `since` are kept as told,
unsigned. "After" alone tells no cause.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal

from whimbrel.coding.causal_verbs import Link, by_verbs
from whimbrel.coding.clause_spans import (
    Stretch,
    clause_after,
    clause_before,
    clause_head,
    governed,
    reach,
    trimmed,
    up_to_mark,
    without_appendix,
)
from whimbrel.coding.lexicon import table
from whimbrel.coding.reasons import PERIOD_NOUNS, after_reason_word, at_request
from whimbrel.coding.wide_causes import by_harm, is_purpose, is_silent, tells_widely, widened
from whimbrel.reading.text import Reading, Sentence, Token
from whimbrel.records import Cause, Relation, Span

Frame = Literal["because", "purpose", "so", "reverse"]


@dataclass(frozen=True, slots=True)
class Connective:
    """Words in lower case and how they bind cause and effect."""

    words: tuple[str, ...]
    frame: Frame
    relation: Relation
    wide: bool


_LONGEST = 300
"""Tokens of a sentence; what is longer is a table or a list, where clauses mean nothing."""


def causes(reading: Reading, *, wide: bool = False) -> tuple[Cause, ...]:
    """The causes of a reading, in the text's order, with ids `k0`, `k1`, ...

    `wide` follows the Causal News Corpus: conditions, demands and plain infinitives count too.
    `cause_event`, `effect_event` and `claim_id` stay null.
    """
    links: list[Link] = []
    for sentence in reading.sentences:
        if sentence.last - sentence.first > _LONGEST:
            continue
        links.extend(_by_connectives(reading, sentence, wide))
        told = by_verbs(reading, sentence)
        if wide:
            told = (link for link in told if not is_purpose(reading, link))
            links.extend(by_harm(reading, sentence))
        links.extend(told)
    kept = _without_doubles(
        sorted(links, key=lambda link: (min(link.cause[0], link.effect[0]), link.signal))
    )
    if wide:
        kept = [widened(reading, link) for link in kept]
    return tuple(_cause(reading, link, number) for number, link in enumerate(kept))


def _cause(reading: Reading, link: Link, number: int) -> Cause:
    def span(stretch: Stretch) -> Span:
        return reading.token_span(*stretch)

    return Cause(
        id=f"k{number}",
        cause=span(link.cause),
        effect=span(link.effect),
        signal=None if is_silent(reading, link) else span(link.signal),
        sign=link.sign,
        relation=link.relation,
    )


def _without_doubles(links: Sequence[Link]) -> list[Link]:
    kept: list[Link] = []
    for link in links:
        overlapping = any(
            link.signal[0] <= other.signal[1] and other.signal[0] <= link.signal[1]
            for other in kept[-6:]
        )
        if not overlapping:
            kept.append(link)
    return kept


# ------------------------------------------------------------------- connectives


@cache
def _connectives() -> dict[str, tuple[Connective, ...]]:
    """Connectives by their first word, longest first."""
    found: dict[str, list[Connective]] = {}
    for group in table("causes")["connectives"]:
        frame: Frame = group["frame"]
        relation: Relation = group.get("relation", "purpose" if frame == "purpose" else "because")
        for phrase in group["words"]:
            words = tuple(phrase.split())
            found.setdefault(words[0], []).append(
                Connective(words, frame, relation, group.get("wide", False))
            )
    return {
        first: tuple(sorted(listed, key=lambda each: -len(each.words)))
        for first, listed in found.items()
    }


def _by_connectives(reading: Reading, sentence: Sentence, wide: bool) -> Iterator[Link]:
    tokens = reading.tokens
    at = sentence.first
    while at < sentence.last:
        connective = _connective_at(reading, at, sentence, wide)
        if connective is None:
            at += 1
            continue
        end = at + len(connective.words)
        link = _link(reading, sentence, connective, at, end, wide)
        if link is not None:
            yield link
        at = end
    for token in tokens[sentence.first : sentence.last]:
        if token.lower in ("over", "for") and not wide:
            link = after_reason_word(reading, token)
        elif token.lower == "at":
            link = at_request(reading, token)
        else:
            continue
        if link is not None:
            yield link


def _connective_at(reading: Reading, at: int, sentence: Sentence, wide: bool) -> Connective | None:
    tokens = reading.tokens
    for connective in _connectives().get(tokens[at].lower, ()):
        end = at + len(connective.words)
        if end > sentence.last or (connective.wide and not wide):
            continue
        if all(tokens[at + k].lower == word for k, word in enumerate(connective.words)):
            return connective
    return None


def _link(
    reading: Reading, sentence: Sentence, connective: Connective, at: int, end: int, wide: bool
) -> Link | None:
    if end >= sentence.last:
        return None
    if connective.frame == "so":
        return _so(reading, sentence, connective, at, end)
    if connective.frame == "reverse":
        return _reverse(reading, at, end)
    if connective.wide and not tells_widely(reading, connective.words, at, end):
        return None
    if connective.relation == "since" and (at != sentence.first or _is_temporal(reading, at, end)):
        return None  # "since" tells more than a time where a sentence opens with it
    cause = without_appendix(reading, _what_follows(reading, at, end))
    if cause is None:
        return None
    effect = _main_clause(reading, sentence, at, end, cause)
    if effect is None:
        return None
    if wide and connective.frame == "purpose":
        # The corpus counts "demanding" to what is demanded, but of "in order to" only the "to".
        cause = (end - 1 if connective.words[-1] == "to" else at, cause[1])
    sign: Literal[-1, 1] | None = (
        None if connective.relation in ("despite", "since", "condition") else 1
    )
    return Link(cause, effect, (at, end - 1), sign, connective.relation)


def _is_temporal(reading: Reading, at: int, end: int) -> bool:
    """As in "since Tuesday", "since then", "ever since": a plain time and no happening."""
    tokens = reading.tokens
    if at > 0 and tokens[at - 1].lower == "ever":
        return True
    following = tokens[end]
    if following.pos in ("NUM", "ADV", "PRON", "PUNCT") or following.lower in (
        "last",
        "then",
        "early",
        "late",
    ):
        return True
    head = governed(reading, at, end)
    if head is None:
        return True
    return head.pos not in ("NOUN", "VERB", "AUX") or head.lemma in PERIOD_NOUNS


def _what_follows(reading: Reading, at: int, end: int) -> Stretch | None:
    head = governed(reading, at, end)
    if head is None or head.i < end:
        return up_to_mark(reading, end)
    _, last = reach(reading, head.i)
    last = min(last, reading.sentences[reading.tokens[at].sentence].last - 1)
    return trimmed(reading, end, max(last, head.i))


def _anchor(reading: Reading, at: int, end: int, cause: Stretch) -> Token | None:
    """The token outside connective and cause on which the connective hangs."""
    tokens = reading.tokens
    inside = range(at, cause[1] + 1)
    token = tokens[at]
    for _ in range(8):
        if token.i not in inside:
            return token
        if token.head == token.i:
            break
        token = tokens[token.head]
    for i in range(end - 1, at - 1, -1):
        if tokens[i].head not in inside:
            return tokens[tokens[i].head]
    return None


def _main_clause(
    reading: Reading, sentence: Sentence, at: int, end: int, cause: Stretch
) -> Stretch | None:
    """The clause that the connective hangs on, before it or, where it opens the sentence, after."""
    tokens = reading.tokens
    anchor = _anchor(reading, at, end, cause)
    opens = trimmed(reading, sentence.first, at - 1) is None if at > sentence.first else True
    if opens or (anchor is not None and anchor.i > cause[1]):
        if anchor is not None and anchor.i > cause[1]:
            head = clause_head(reading, anchor)
            found = clause_after(reading, head, cause[1] + 1)
            if found is not None:
                return found
        return (
            trimmed(reading, cause[1] + 1, sentence.last - 1)
            if cause[1] + 1 < sentence.last
            else None
        )
    if anchor is None:
        return trimmed(reading, sentence.first, at - 1)
    head = clause_head(reading, anchor)
    if head.i >= at:
        return trimmed(reading, sentence.first, at - 1)
    if anchor.pos in ("NOUN", "PROPN") and head.pos not in ("VERB", "AUX"):
        first, _ = reach(reading, anchor.i)
        return trimmed(reading, first, at - 1)
    if tokens[at - 1].dep == "neg":
        return None
    return clause_before(reading, head, at)


def _so(
    reading: Reading, sentence: Sentence, connective: Connective, at: int, end: int
) -> Link | None:
    """As in "As a result, X": the effect follows; the cause is the clause or sentence before."""
    tokens = reading.tokens
    effect = trimmed(reading, end, sentence.last - 1)
    if effect is None:
        return None
    before = trimmed(reading, sentence.first, at - 1) if at > sentence.first else None
    if before is None or before[1] - before[0] < 2:
        if sentence.i == 0:
            return None
        earlier = reading.sentences[sentence.i - 1]
        cause = trimmed(reading, earlier.first, earlier.last - 1)
        if before is not None:
            # "They therefore left": the word stands after its subject.
            effect = (before[0], effect[1])
    else:
        cause = before
        if tokens[at].dep == "advmod" and len(connective.words) == 1:
            head = clause_head(reading, tokens[at])
            first, _ = reach(reading, head.i)
            conjunct_start = max(first, sentence.first)
            cause = (
                trimmed(reading, sentence.first, conjunct_start - 1)
                if conjunct_start > sentence.first
                else None
            )
            if cause is None and sentence.i > 0:
                earlier = reading.sentences[sentence.i - 1]
                cause = trimmed(reading, earlier.first, earlier.last - 1)
            effect = trimmed(reading, conjunct_start, sentence.last - 1)
    if cause is None or effect is None:
        return None
    relation: Relation = "purpose" if connective.words == ("so", "that") else "because"
    return Link(cause, effect, (at, end - 1), 1, relation)


def _reverse(reading: Reading, at: int, end: int) -> Link | None:
    """As in "The operation was a response to the bombing": the subject is the effect."""
    tokens = reading.tokens
    cause = _what_follows(reading, at, end)
    if cause is None:
        return None
    noun = next((t for t in tokens[at:end] if t.pos == "NOUN"), tokens[at])
    verb = tokens[noun.head]
    if noun.dep in ("attr", "oprd") or (noun.dep == "pobj" and verb.lower == "as"):
        clause = clause_head(reading, verb)
        if verb.lower == "as":
            effect = clause_before(reading, clause, verb.i)
            subjects = []
        else:
            subjects = reading.dependents(clause.i, "nsubj", "nsubjpass")
            effect = trimmed(reading, *reach(reading, subjects[0].i)) if subjects else None
        if effect is not None:
            return Link(cause, effect, (at, end - 1), 1, "because")
    if noun.dep == "appos":
        effect = trimmed(reading, reach(reading, verb.i)[0], at - 1)
        if effect is not None:
            return Link(cause, effect, (at, end - 1), 1, "because")
    return None
