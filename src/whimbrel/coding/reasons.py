"""Reasons after small words: "a protest over", "beaten for", "at the minister's request"."""

from __future__ import annotations

from functools import cache

from whimbrel.coding.causal_verbs import Link
from whimbrel.coding.clause_spans import (
    clause_after,
    clause_before,
    clause_head,
    phrase_after,
    reach,
    trimmed,
)
from whimbrel.coding.lexicon import table
from whimbrel.reading.text import Reading, Token

PERIOD_NOUNS = frozenset(
    (
        "day",
        "week",
        "month",
        "year",
        "morning",
        "night",
        "evening",
        "weekend",
        "summer",
        "spring",
        "autumn",
        "winter",
        "beginning",
        "start",
        "end",
        "time",
        "century",
        "decade",
        "independence",
        "midnight",
        "noon",
    )
)


def at_request(reading: Reading, preposition: Token) -> Link | None:
    """As in "at the minister's request": the asking is the cause."""
    asked = table("causes")["asked"]["words"]
    for child in reading.dependents(preposition.i, "pobj"):
        owners = reading.dependents(child.i, "poss")
        governor = reading.tokens[preposition.head]
        if child.lemma not in asked or not owners:
            continue
        cause = trimmed(reading, preposition.i + 1, reach(reading, child.i)[1])
        head = clause_head(reading, governor)
        if head.i < preposition.i:
            effect = clause_before(reading, head, preposition.i)
        else:
            effect = clause_after(reading, head, (cause or (0, 0))[1] + 1)
        if cause is not None and effect is not None:
            return Link(cause, effect, (preposition.i, preposition.i), 1, "because")
    return None


@cache
def reason_words(preposition: str) -> frozenset[str]:
    return frozenset(table("causes")["reason_after"][preposition])


def after_reason_word(reading: Reading, preposition: Token) -> Link | None:
    """As in "a protest over the visit", "beaten for speaking": a reason after such words only."""
    tokens = reading.tokens
    governor = tokens[preposition.head]
    if governor.i >= preposition.i:
        return None
    objects = reading.dependents(
        preposition.i, "pobj" if preposition.lower == "over" else "pcomp", "pcomp"
    )
    if not objects:
        return None
    words = reason_words(preposition.lower)
    if governor.lemma not in words and preposition.lower == "over":
        above = (up for up in reading.ancestors(governor.i) if up.i < preposition.i)
        governor = next((up for up in above if up.lemma in words), governor)
    if governor.lemma not in words:
        return None
    cause = phrase_after(reading, preposition.i + 1, objects[0].i)
    if cause is None or objects[0].pos in ("NUM",) or objects[0].lemma in PERIOD_NOUNS:
        return None
    if governor.pos in ("NOUN", "PROPN") and governor.dep != "ROOT":
        effect = trimmed(reading, reach(reading, governor.i)[0], preposition.i - 1)
    else:
        effect = clause_before(reading, clause_head(reading, governor), preposition.i)
    if effect is None:
        return None
    return Link(cause, effect, (preposition.i, preposition.i), 1, "because")
