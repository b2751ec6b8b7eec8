"""Claims that no verb makes: "according to X", and nouns with a clause ("the claim that ...")."""

from __future__ import annotations

from collections.abc import Iterator

from whimbrel.coding.attribution.clauses import REACH, SUBJECTS, after_opening, split_clauses
from whimbrel.coding.attribution.sayers import is_passive, subject_of
from whimbrel.coding.attribution.scene import Attribution, Range, Scene
from whimbrel.coding.attribution.words import noun_stances
from whimbrel.reading.phrases import members
from whimbrel.reading.text import Token

_NAME = 12
"""How many tokens behind its head the phrase of a source is looked through for a comma."""
_RELATIVES = frozenset({"who", "which", "that", "whom", "whose"})


def according_to(scene: Scene) -> Iterator[Attribution]:
    """Claims made by "according to X", before, after or inside what is said."""
    tokens = scene.tokens
    for token in tokens[:-1]:
        if token.lower != "according" or tokens[token.i + 1].lower != "to":
            continue
        if scene.quote_of[token.i] is not None:
            continue
        source = scene.child(token.i + 1, "pobj") or scene.child(token.i, "pobj")
        if source is None:
            continue
        sources = members(scene.reading, source.i)
        content = _around_according(scene, token, max(scene.right(token.i), scene.right(source.i)))
        source_range = None
        comma = _comma_after(scene, source)
        if not content and comma is not None:
            # The parser took what is said for an apposition of who says it.
            content = _around_according(scene, token, comma)
            if scene.wide:
                source_range = scene.characters(scene.left(source.i), comma - 1)
        if content:
            cue = scene.characters(token.i, token.i + 1)
            found = Attribution(token.i, [cue], sources, content, "asserts", "according")
            found.source_range = source_range
            yield found


def _comma_after(scene: Scene, source: Token) -> int | None:
    for token in scene.tokens[source.i + 1 : source.i + _NAME]:
        if token.sentence == source.sentence and token.text == ",":
            return token.i
    return None


def _around_according(scene: Scene, token: Token, last: int) -> list[Range]:
    tokens = scene.tokens
    first = token.i
    start, end = first, last
    floor, ceiling = max(0, first - REACH), min(len(tokens) - 1, last + REACH)
    while start > floor and tokens[start - 1].sentence == token.sentence:
        if tokens[start - 1].text == ";" and scene.quote_of[start - 1] is None:
            break
        start -= 1
    while end < ceiling and tokens[end + 1].sentence == token.sentence:
        if tokens[end + 1].text == ";" and scene.quote_of[end + 1] is None:
            break
        end += 1
    found: list[Range] = []
    if start < first:
        begin = after_opening(scene, tokens[first], start)
        if begin < first:
            found.append(scene.characters(begin, first - 1))
    if not found and last < end:
        return [scene.characters(last + 1, end)]
    if last < end and tokens[last + 1].text == "," and _goes_on(scene, last + 2, end):
        begin = last + 2
        if tokens[begin].pos == "CCONJ":
            begin += 1
        found.append(scene.characters(begin, end))
    return found


def _goes_on(scene: Scene, first: int, end: int) -> bool:
    """Whether what follows a parenthesis belongs to the clause before it."""
    tokens = scene.tokens
    if first > end:
        return False
    if tokens[first].pos == "CCONJ":
        rest = tokens[first + 1 : end + 1]
        return not any(t.dep in SUBJECTS and t.lower not in _RELATIVES for t in rest[:6])
    return tokens[first].tag in ("VBD", "VBZ", "VBP", "MD", "VB")


def noun_claims(scene: Scene) -> Iterator[Attribution]:
    """Claims made by a noun with a clause: "the claim that ...", "its statement that ..."."""
    stances = noun_stances()
    for noun in scene.tokens:
        if noun.pos != "NOUN" or noun.lemma not in stances or scene.quote_of[noun.i] is not None:
            continue
        clause = None
        for each in scene.reading.dependents(noun.i, "ccomp", "acl", "relcl"):
            mark = scene.child(each.i, "mark")
            if mark is not None and mark.lower == "that" and each.i > noun.i:
                clause = each
        if clause is None:
            continue
        sources, cue = _noun_source(scene, noun)
        if not sources and not scene.wide:
            continue
        yield Attribution(
            noun.i,
            [cue],
            sources,
            split_clauses(scene, clause),
            stances[noun.lemma],
            "noun",
            confidence=0.7,
        )


def _noun_source(scene: Scene, noun: Token) -> tuple[list[int], Range]:
    here = scene.characters(noun.i, noun.i)
    owner = scene.child(noun.i, "poss")
    verb = scene.tokens[noun.head]
    if noun.dep in ("dobj", "pobj", "nsubjpass") and (owner is None or owner.pos == "PRON"):
        if noun.dep == "pobj":
            verb = scene.tokens[verb.head]
        subject = subject_of(scene, verb) if verb.tag.startswith("VB") else None
        if subject is not None and not is_passive(scene, verb):
            return members(scene.reading, subject.i), here
    if owner is not None:
        return members(scene.reading, owner.i), here
    for prep in scene.reading.dependents(noun.i, "prep"):
        if prep.lower in ("by", "from", "of"):
            thing = scene.child(prep.i, "pobj")
            if thing is not None:
                return members(scene.reading, thing.i), here
    for each in scene.reading.dependents(noun.i, "amod", "compound"):
        name = scene.reading.name_at.get(each.i)
        if name is not None and name.kind in ("NORP", "GPE", "ORG", "PERSON"):
            return [each.i], here
    return [], here
