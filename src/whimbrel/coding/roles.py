"""Which of the words around a trigger are parties: persons, bodies, countries, groups.

A thing (a plan, a building, a decision) is no party by itself; the party inside it is taken
instead: "criticised the government's plan" has the government as recipient. Where a cue says that
things count (a bombed bridge), they stand.
"""

from __future__ import annotations

from collections.abc import Iterable

from whimbrel.coding.frames import Frame
from whimbrel.coding.lexicon import word_list
from whimbrel.coding.status import is_denied_any, is_nobody
from whimbrel.reading.lexicon import word_list as reading_words
from whimbrel.reading.phrases import head_token, members, mention_of_token
from whimbrel.reading.shares import owners, party_phrase
from whimbrel.reading.text import Reading, Token
from whimbrel.records import Span, Status

_INSIDE_PREPOSITIONS = ("of", "by", "against", "from", "on", "with", "to", "between")
_SHORTEST_AGENT = 4
_ACTING_KINDS = ("PERSON", "ORG", "GPE", "NORP", "ROLE", "GROUP")


def is_party(reading: Reading, i: int) -> bool:
    """Whether the token heads a mention of somebody who can act."""
    token = reading.tokens[i]
    if token.pos in ("VERB", "ADP", "ADV", "PUNCT", "DET") and token.lower not in ("all", "both"):
        return False
    mention = mention_of_token(reading, i)
    if mention is not None:
        return mention.kind not in ("LOC", "FAC")
    if token.lower in reading_words("calendar_words"):
        return False
    if token.tag in ("NNP", "NNPS") and token.text[:1].isupper():
        return True
    if token.lemma in word_list("partitive") and _of(reading, i):
        return any(is_party(reading, each) for each in _of(reading, i))
    if token.pos == "NUM":
        # "detained 30": people, unless a unit or currency says otherwise
        return token.dep in ("dobj", "nsubjpass", "nsubj") and not reading.dependents(
            i, "nmod", "quantmod", "prep"
        )
    return token.lemma in word_list("people") or _is_agent_noun(token)


def _is_agent_noun(token: Token) -> bool:
    """A noun for a person by what they do: "dockers", "a harbour master"."""
    return (
        token.tag in ("NN", "NNS")
        and len(token.lemma) > _SHORTEST_AGENT
        and token.lemma.endswith(tuple(word_list("agent_endings")))
        and token.lemma not in word_list("no_agents")
    )


def _of(reading: Reading, i: int) -> list[int]:
    return [
        inner.i
        for prep in reading.dependents(i, "prep")
        if prep.lower == "of"
        for inner in reading.dependents(prep.i, "pobj")
    ]


def parties(reading: Reading, heads: Iterable[int], *, things: bool = False) -> list[int]:
    """The party heads among the words and their list members; inside a thing, its party."""
    found: list[int] = []
    for head in heads:
        for member in members(reading, head):
            if is_party(reading, member) or (things and _is_thing(reading, member)):
                # "The presidents of Serbia and Kosovo" are two parties.
                found += owners(reading, member) or [member]
            else:
                found.extend(_party_inside(reading, member))
    return list(dict.fromkeys(found))


def _is_thing(reading: Reading, i: int) -> bool:
    token = reading.tokens[i]
    if token.lower in reading_words("calendar_words"):
        return False
    return token.pos in ("NOUN", "PROPN") and token.lemma not in word_list("no_thing")


def _party_inside(reading: Reading, i: int, depth: int = 2) -> list[int]:
    """The party that a thing belongs to or is aimed at: "Chad's plan", "the ban on miners"."""
    for child in reading.dependents(i, "poss", "compound", "amod", "nmod"):
        mention = mention_of_token(reading, child.i)
        if child.tag != "PRP$" and mention is not None and mention.kind in _ACTING_KINDS:
            return [child.i]
    for prep in reading.dependents(i, "prep"):
        if prep.lower not in _INSIDE_PREPOSITIONS:
            continue
        objects = [each.i for each in reading.dependents(prep.i, "pobj")]
        found = [m for each in objects for m in members(reading, each) if is_party(reading, m)]
        if found:
            return found
        for each in objects if depth > 1 else ():
            deeper = _party_inside(reading, each, depth - 1)
            if deeper:
                return deeper
    return []


def slot_heads(reading: Reading, frame: Frame, slot: str, *, noun: bool) -> list[int]:
    """The tokens that stand in a slot of the frame (see docs/codebooks.md for the slots)."""
    if slot == "subj":
        if frame.subject or not noun:
            return frame.subject
        return frame.poss or [i for i in frame.compound if is_party(reading, i)]
    if slot == "obj":
        return frame.object or (frame.preps.get("of", []) if noun else [])
    if slot == "iobj":
        return frame.iobj
    if slot == "by":
        return frame.preps.get("by", []) or (frame.subject if frame.passive else [])
    if slot == "poss":
        return frame.poss
    if slot == "compound":
        return frame.compound
    if slot == "csubj":
        return frame.csubj
    if slot == "cobj":
        return frame.cobj
    if slot == "head":
        return [frame.trigger]
    return frame.preps.get(slot, [])


def fill(
    reading: Reading, frame: Frame, slots: tuple[str, ...], *, noun: bool, things: bool = False
) -> tuple[list[int], str | None]:
    """The parties in the first of the slots that holds any, with that slot's name."""
    for slot in slots:
        found = parties(reading, slot_heads(reading, frame, slot, noun=noun), things=things)
        if found:
            return found, slot
    return [], None


def spans(reading: Reading, heads: Iterable[int]) -> tuple[Span, ...]:
    """The minimal noun phrases around the heads, without repetition, in the text's order."""
    found = {(s.start, s.end): s for s in (party_phrase(reading, i) for i in heads)}
    kept = [
        span
        for key, span in sorted(found.items())
        if not any(other is not span and other.contains(span) for other in found.values())
    ]
    return tuple(kept)


def of_somebody(reading: Reading, parties: Iterable[Span], status: Status) -> tuple[Span, ...]:
    """The parties without "nobody", "no soldiers" and, not killed, "any soldiers": in what came
    about they had no part."""
    if status is Status.DID_NOT_HAPPEN:
        return tuple(parties)
    heads = ((party, head_token(reading, party)) for party in parties)
    return tuple(
        party
        for party, head in heads
        if head is None or not (is_nobody(reading, head.i) or is_denied_any(reading, head.i))
    )
