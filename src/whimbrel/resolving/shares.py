"""Who one country's part of a shared plural is: Serbia's in "the presidents of Serbia and Kosovo".

What it is, the plural's words tell.
"""

from __future__ import annotations

from dataclasses import replace

from whimbrel.reading.phrases import head_token, noun_phrase, phrase_tokens
from whimbrel.reading.shares import Share, share_of, share_phrase, shares
from whimbrel.reading.text import Reading, Token
from whimbrel.records import Span
from whimbrel.resolving.actor_words import View
from whimbrel.resolving.country_words import joined
from whimbrel.resolving.entries import UNVERIFIED
from whimbrel.resolving.office_holders import holder_of
from whimbrel.resolving.office_phrases import office_of_phrase
from whimbrel.resolving.phrase_facts import Found


def share_named(reading: Reading, span: Span) -> Share | None:
    """The part of a shared plural for which a span stands, with the plural or without; null where
    it is none."""
    head = head_token(reading, span)
    if head is None:
        return None
    alone = share_of(reading, head.i)
    if alone is not None:
        return (
            alone if span in (noun_phrase(reading, head.i), share_phrase(reading, alone)) else None
        )
    return next((s for s in shares(reading, head.i) if share_phrase(reading, s) == span), None)


def look_at_share(
    view: View, share: Share, span: Span, day: str | None, until: str | None
) -> tuple[Found, str]:
    """What is known of a country's part, and its name."""
    noun = view.reading.tokens[share.noun]
    before, after = _words(view.reading, share)
    found = view.read_phrase(noun, before, after, day)
    one = replace(noun, text=noun.lemma, lower=noun.lemma, tag="NN")
    # "The leaders" are one of each; "Greek and Turkish leaders" may be many.
    is_one = any(each.lower == "the" for each in view.reading.dependents(share.noun, "det"))
    office = office_of_phrase(view.reading, [*before, one], after) if is_one else None
    if office is None:
        found.body = found.body or view.body_of([*before, one], after)
        return found, _name(before, noun, after)
    holder = holder_of(view, office, span, day, until) if day is not None else None
    if holder is not None:
        found.actor, found.by_office = holder.actor, True
        found.doubtful = holder.spell.source == UNVERIFIED
        found.sectors = found.sectors or ("GOV",)
    return found, _name(before, one, after)


def _words(reading: Reading, share: Share) -> tuple[list[Token], list[Token]]:
    """The words of a part before its noun, and after it."""
    first, last = phrase_tokens(reading, share.owner)
    owner = list(reading.tokens[first : last + 1])
    before = [reading.tokens[i] for i in share.before]
    if share.joint is None:
        # Read as if it stood alone before the noun, not behind another country.
        end = phrase_tokens(reading, share.noun)[1]
        after = list(reading.tokens[share.noun + 1 : end + 1])
        return [*(replace(each, head=share.noun) for each in owner), *before], after
    return before, [reading.tokens[share.joint], *owner]


def _name(before: list[Token], noun: Token, after: list[Token]) -> str:
    words = (" ".join(token.text for token in before), noun.text, joined(after) if after else "")
    return " ".join(each for each in words if each)
