"""The chain through which a claim came: papers, outlets, interviews, leaks, unnamed people."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from whimbrel.coding.attribution.sayers import subject_of
from whimbrel.coding.attribution.scene import Attribution, Scene
from whimbrel.coding.attribution.speakers import is_anonymous, is_document, speaker_of
from whimbrel.coding.attribution.words import words
from whimbrel.reading.phrases import noun_phrase
from whimbrel.reading.text import Token
from whimbrel.records import Span, Via, ViaKind

_CIRCUMSTANTIAL = frozenset({"in", "on", "at", "during", "via", "through", "by", "to"})


def chain_of(scene: Scene, found: Attribution, sources: Iterable[Span]) -> tuple[Via, ...]:
    """Through whom or what the claim came, nearest to the speaker first."""
    named = list(zip(sources, found.sources, strict=False))
    chain = [_via(span, "anonymous") for span, head in named if is_anonymous(scene, head)]
    for span, head in named:
        if is_document(scene, head):
            chain.append(_via(span, "document"))
            chain.extend(_carriers(scene, scene.tokens[head]))
    if found.anchor is not None:
        anchor = scene.tokens[found.anchor]
        if found.frame == "noun" and anchor.lemma in words("document"):
            chain.append(_via(noun_phrase(scene.reading, anchor.i), "document"))
        chain.extend(circumstances(scene, anchor))
    for head in found.sources[:1]:
        # "The president, on state television, blamed ...": the parser gives it to the subject.
        if head < (found.anchor or 0) and (head in scene.reading.name_at or _set_off(scene, head)):
            chain.extend(_told_in(scene, scene.tokens[head]))
    for head in found.sources[:1]:
        chain.extend(_quoted_by(scene, head))
    chain.extend(_via(noun_phrase(scene.reading, outlet), "outlet") for outlet in found.outlets)
    return _without_repetition(chain)


def _set_off(scene: Scene, head: int) -> bool:
    """Whether commas set off what follows a source ("the envoy, in a letter, ...")."""
    return head + 1 < len(scene.tokens) and scene.tokens[head + 1].text == ","


def _quoted_by(scene: Scene, head: int) -> Iterator[Via]:
    """As in "the general, quoted by the state agency, said"."""
    for verb in scene.reading.dependents(head, "acl", "relcl"):
        by = scene.child(verb.i, "agent")
        who = scene.child(by.i, "pobj") if by is not None else None
        if who is not None and verb.i > head and verb.lemma in ("quote", "cite"):
            yield _via(noun_phrase(scene.reading, who.i), "outlet")


def _without_repetition(chain: list[Via]) -> tuple[Via, ...]:
    first: dict[tuple[int, int], Via] = {}
    for via in chain:
        first.setdefault((via.start, via.end), via)
    return tuple(first.values())


def _via(span: Span, kind: ViaKind) -> Via:
    return Via(start=span.start, end=span.end, text=span.text, kind=kind)


def circumstances(scene: Scene, verb: Token) -> list[Via]:
    """What a verb of saying tells of its occasion and addressee, where these carry the claim."""
    chain = _told_in(scene, verb)
    for thing in scene.reading.dependents(verb.i, "dobj", "dative"):
        if thing.i > verb.i and verb.lemma == "tell":
            chain.extend(_addressee(scene, thing))
    return chain


def _told_in(scene: Scene, governor: Token) -> list[Via]:
    chain: list[Via] = []
    for prep in scene.reading.dependents(governor.i, "prep"):
        thing = scene.child(prep.i, "pobj")
        if prep.lower in _CIRCUMSTANTIAL and thing is not None:
            chain.extend(_circumstance(scene, prep, thing))
    return chain


def _circumstance(scene: Scene, prep: Token, thing: Token) -> list[Via]:
    span = noun_phrase(scene.reading, thing.i)
    if thing.lower in words("interview"):
        return [_via(span, "interview")]
    if thing.lower in words("ceremony"):
        return [_via(span, "ceremony")]
    if thing.lower in words("broadcast") or thing.lemma in words("broadcast"):
        for inner in scene.reading.dependents(thing.i, "prep"):
            name = scene.child(inner.i, "pobj")
            if name is not None and name.pos == "PROPN" and inner.lower == "on":
                return [_via(noun_phrase(scene.reading, name.i), "outlet")]
        return [_via(span, "outlet")]
    if prep.lower != "to" and is_document(scene, thing.i):
        return [_via(span, "document"), *_carriers(scene, thing)]
    return []


def _carriers(scene: Scene, paper: Token) -> list[Via]:
    """Who made a paper known: "a cable released by ...", "a note carried by the state agency"."""
    found = []
    open_ = scene.reading.dependents(paper.i, "acl", "relcl")
    for verb in open_:
        open_ += scene.reading.dependents(verb.i, "conj")
        by = scene.child(verb.i, "agent")
        if verb.lemma in ("appear", "circulate"):
            by = scene.child(verb.i, "prep")
        who = scene.child(by.i, "pobj") if by is not None else None
        if who is None:
            continue
        span = noun_phrase(scene.reading, who.i)
        found.append(_via(span, _carrier_kind(scene, paper, verb, span)))
    return found


def _carrier_kind(scene: Scene, paper: Token, verb: Token, carrier: Span) -> ViaKind:
    """A secret paper made known is a leak; else what an outlet carries came through the outlet."""
    inside = scene.reading.tokens_in(carrier.start, carrier.end)
    if any(token.lower in words("outlet_name") for token in inside):
        return "outlet"
    if verb.lemma in words("leaking"):
        return "leak"
    if verb.lemma == "appear" and paper.lemma in words("secret"):
        return "leak"
    if verb.lemma not in words("publishing"):
        return "outlet"
    return "leak" if paper.lemma in words("secret") else "official"


@dataclass(frozen=True, slots=True)
class Occasion:
    """Where somebody spoke ("spoke at a ceremony"), told apart from what was said there.

    `start` and `end` are characters: from the verb to the end of its paragraph.
    """

    start: int
    end: int
    speaker: str
    via: tuple[Via, ...]


def occasions(scene: Scene) -> Iterator[Occasion]:
    """The occasions at which named people spoke, in the order of the text."""
    for verb in scene.tokens:
        if verb.lemma not in ("speak", "talk", "appear") or scene.quote_of[verb.i] is not None:
            continue
        via = tuple(_told_in(scene, verb))
        subject = subject_of(scene, verb) if via else None
        if subject is None:
            continue
        speaker = speaker_of(scene, noun_phrase(scene.reading, subject.i), subject.i)
        if speaker is not None and speaker.name is not None:
            yield Occasion(verb.start, scene.paragraph_end(verb.start), speaker.name, via)


def _addressee(scene: Scene, thing: Token) -> list[Via]:
    span = noun_phrase(scene.reading, thing.i)
    inside = scene.reading.tokens_in(span.start, span.end)
    if any(t.lower in words("outlet_name") and t.pos == "PROPN" for t in inside):
        return [_via(span, "outlet")]
    named = any(t.pos == "PROPN" for t in inside)
    if named and any(t.lower in words("broadcast") for t in inside):
        return [_via(span, "outlet")]
    own = (
        inside and inside[0].lower in ("this", "our", "the") and thing.lower in words("own_outlet")
    )
    return [_via(span, "interview")] if own or thing.lower in ("me", "us") else []
