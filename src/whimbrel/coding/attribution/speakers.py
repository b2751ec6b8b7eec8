"""Whom a claim comes from, by name, and the chain through which it came."""

from __future__ import annotations

from collections.abc import Iterable

from whimbrel.coding.attribution.scene import Attribution, Scene
from whimbrel.coding.attribution.words import words
from whimbrel.reading.phrases import mention_of_token, noun_phrase
from whimbrel.reading.text import Token
from whimbrel.records import Mention, Participant, Span, Via, ViaKind

_ARTICLES = frozenset({"the", "a", "an", "this", "that", "these", "those"})
_OWNERS = frozenset({"his", "her", "its", "their", "my", "our"})
_PEOPLE = ("PERSON",)
_BODIES = ("ORG", "GPE", "NORP", "LOC", "FAC")


_LONG_APPOSITION = 10
"""Tokens above which an apposition is no longer taken for part of a name."""


def source_span(scene: Scene, head: int, anchor: int | None) -> Span:
    """The words that name a source: a name without title, else the noun phrase.

    A wide scene takes the whole phrase with title and apposition, up to the cue at `anchor`.
    """
    if scene.wide:
        return _whole_phrase(scene, head, anchor)
    named = _named_apposition(scene, head)
    return noun_phrase(scene.reading, head if named is None else named)


def _whole_phrase(scene: Scene, head: int, anchor: int | None) -> Span:
    first, last = scene.left(head), scene.right(head)
    for each in scene.reading.dependents(head, "relcl", "acl", "appos"):
        start, end = scene.left(each.i), scene.right(each.i)
        if each.i < head or start - 1 <= head:
            continue
        set_off = scene.tokens[start - 1].text in (",", "(", "-", "–", "—")
        if set_off and (each.dep != "appos" or end - start > _LONG_APPOSITION):
            last = min(last, start - 1)
    if anchor is not None and head < anchor <= last:
        last = anchor - 1
    while last > head and scene.tokens[last].pos in ("PUNCT", "CCONJ"):
        last -= 1
    return scene.reading.token_span(first, max(last, head))


def _named_apposition(scene: Scene, head: int) -> int | None:
    """The name in apposition to a description: "its spokesman, Ann Lee"."""
    here = scene.reading.name_at.get(head)
    if here is not None and here.kind in _PEOPLE:
        return None
    for each in scene.reading.dependents(head, "appos"):
        name = scene.reading.name_at.get(each.i)
        named = name is None or name.kind in ("PERSON", "ORG", "GPE", "NORP")
        if each.i > head and each.pos == "PROPN" and named:
            return each.i
    return None


def speaker_of(scene: Scene, source: Span, head: int) -> Participant | None:
    """The person or body that speaks; null for crowds and for people without a name."""
    mention = _mention_for(scene, head, source)
    meant = _resolved(scene, mention)
    name = _name_of(scene, meant, head)
    if name is None:
        return None
    return Participant(
        start=source.start,
        end=source.end,
        text=source.text,
        mention=mention.id if mention is not None else None,
        name=name,
        confidence=0.9 if meant is mention else 0.7,
    )


def _mention_for(scene: Scene, head: int, source: Span) -> Mention | None:
    mention = mention_of_token(scene.reading, head)
    if mention is None or mention.kind in ("PERSON", "ROLE", "GROUP"):
        return mention
    # A name inside a longer phrase ("the Manila court") is not who speaks.
    token = scene.tokens[head]
    holds_head = mention.start <= token.start and token.end <= mention.end
    return mention if holds_head else None


def _resolved(scene: Scene, mention: Mention | None) -> Mention | None:
    seen: set[str] = set()
    while mention is not None and mention.head is not None and mention.id not in seen:
        seen.add(mention.id)
        mention = scene.reading.mention_by_id.get(mention.head)
    return mention


def _name_of(scene: Scene, meant: Mention | None, head: int) -> str | None:
    if meant is not None and meant.kind in _PEOPLE:
        return meant.text
    if meant is not None:
        inside = scene.reading.tokens_in(meant.start, meant.end)
        holds_head = meant.start <= scene.tokens[head].start < meant.end
        if meant.kind in _BODIES and not (holds_head and scene.tokens[head].pos == "NOUN"):
            return _without_article(meant.text)
        if not holds_head and inside:
            from whimbrel.reading.phrases import head_token

            top = head_token(scene.reading, meant)
            return _name_of_body(scene, top.i) if top is not None else None
    return _name_of_body(scene, head)


def _name_of_body(scene: Scene, head: int) -> str | None:
    token = scene.tokens[head]
    if token.pos == "PROPN":
        name = scene.reading.name_at.get(head)
        if name is not None and name.kind == "PERSON":
            return scene.text[name.start : name.end]
        if token.tag == "NNPS" and name is None:
            return None
        return _without_article(noun_phrase(scene.reading, head).text)
    plural = token.tag in ("NNS", "NNPS")
    if not plural and (token.lemma in words("body") or token.lower in words("body")):
        if token.lower == "bulletin":
            return None
        return _without_article(noun_phrase(scene.reading, head).text)
    if token.lower == "police":
        return "police"
    return None


def _without_article(text: str) -> str:
    first, _, rest = text.partition(" ")
    return rest if rest and first.lower() in _ARTICLES | _OWNERS else text


# --------------------------------------------------------------- the chain


def chain_of(scene: Scene, found: Attribution, sources: Iterable[Span]) -> tuple[Via, ...]:
    """Through whom or what the claim came, nearest to the speaker first."""
    chain = [
        _via(span, "anonymous")
        for span, head in zip(sources, found.sources, strict=False)
        if is_anonymous(scene, head)
    ]
    for span, head in zip(sources, found.sources, strict=False):
        if _is_document(scene, head):
            chain.append(_via(span, "document"))
            chain.extend(_carriers(scene, scene.tokens[head]))
    if found.anchor is not None:
        chain.extend(_circumstances(scene, scene.tokens[found.anchor]))
    for outlet in found.outlets:
        chain.append(_via(noun_phrase(scene.reading, outlet), "outlet"))
    return _without_repetition(chain)


def _without_repetition(chain: list[Via]) -> tuple[Via, ...]:
    seen: set[tuple[int, int]] = set()
    found = []
    for via in chain:
        if (via.start, via.end) not in seen:
            seen.add((via.start, via.end))
            found.append(via)
    return tuple(found)


def _via(span: Span, kind: ViaKind) -> Via:
    return Via(start=span.start, end=span.end, text=span.text, kind=kind)


def is_anonymous(scene: Scene, head: int) -> bool:
    """Whether a source is an unnamed person or people that no office or relation picks out."""
    token = scene.tokens[head]
    if token.pos == "PRON":
        meant = _resolved(scene, mention_of_token(scene.reading, head))
        if meant is None or meant.kind in _PEOPLE + _BODIES:
            return False
        inside = scene.reading.tokens_in(meant.start, meant.end)
        tops = [t for t in inside if t.pos in ("NOUN", "PROPN")]
        return bool(tops) and is_anonymous(scene, tops[-1].i) if token.i != head or tops else False
    if token.pos not in ("NOUN", "NUM", "ADJ") or head in scene.reading.name_at:
        return False
    if _named_apposition(scene, head) is not None:
        return False
    owner = scene.child(head, "poss")
    if owner is not None and owner.lower in _OWNERS and token.lemma in words("office"):
        return False
    if token.lemma in words("document") or token.lower in words("document"):
        return False
    plural = token.tag == "NNS"
    if plural:
        return token.lemma not in words("acting_body") and token.lower not in words("office")
    return token.lemma not in words("office") and token.lemma not in words("body")


def _is_document(scene: Scene, head: int) -> bool:
    token = scene.tokens[head]
    return token.lemma in words("document") or token.lower in words("document")


def _circumstances(scene: Scene, verb: Token) -> list[Via]:
    chain: list[Via] = []
    for prep in scene.reading.dependents(verb.i, "prep"):
        if prep.lower in ("in", "on", "at", "during", "via", "through", "by", "to"):
            thing = scene.child(prep.i, "pobj")
            if thing is not None:
                chain.extend(_circumstance(scene, prep, thing))
    for thing in scene.reading.dependents(verb.i, "dobj", "dative"):
        if thing.i > verb.i and verb.lemma == "tell":
            chain.extend(_addressee(scene, thing))
    return chain


def _circumstance(scene: Scene, prep: Token, thing: Token) -> list[Via]:
    span = noun_phrase(scene.reading, thing.i)
    lower = thing.lower
    if lower in words("interview"):
        return [_via(span, "interview")]
    if lower in words("ceremony"):
        return [_via(span, "ceremony")]
    if lower in words("broadcast") or thing.lemma in words("broadcast"):
        for inner in scene.reading.dependents(thing.i, "prep"):
            name = scene.child(inner.i, "pobj")
            if name is not None and name.pos == "PROPN":
                return [_via(noun_phrase(scene.reading, name.i), "outlet")]
        return [_via(span, "outlet")]
    if prep.lower != "to" and (lower in words("document") or thing.lemma in words("document")):
        return [_via(span, "document"), *_carriers(scene, thing)]
    return []


def _carriers(scene: Scene, thing: Token) -> list[Via]:
    """Who made a paper known: "a cable released by ...", "a note carried by the state agency"."""
    found = []
    for verb in scene.reading.dependents(thing.i, "acl", "relcl"):
        by = scene.child(verb.i, "agent")
        who = scene.child(by.i, "pobj") if by is not None else None
        if who is None:
            continue
        kind: ViaKind = "leak" if verb.lemma in words("leak") else "outlet"
        found.append(_via(noun_phrase(scene.reading, who.i), kind))
    return found


def _addressee(scene: Scene, thing: Token) -> list[Via]:
    span = noun_phrase(scene.reading, thing.i)
    inside = scene.reading.tokens_in(span.start, span.end)
    if any(t.lower in words("outlet_name") and t.pos == "PROPN" for t in inside):
        return [_via(span, "outlet")]
    first = inside[0].lower if inside else ""
    if thing.lower in ("me", "us") or (
        first in ("this", "our", "the") and thing.lower in words("own_outlet")
    ):
        return [_via(span, "interview")]
    return []
