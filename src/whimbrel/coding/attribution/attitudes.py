"""What people think, want and feel without a word said: read only where that is asked for.

By the record's convention these are no claims. Some public sets annotate them; there they come
from raised subjects ("is expected to"), adjectives ("is confident of"), nouns ("his support for")
and speakers before a colon.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from whimbrel.coding.attribution.sayers import subject_of
from whimbrel.coding.attribution.scene import Attribution, Range, Scene
from whimbrel.coding.attribution.words import attitude_words
from whimbrel.reading.phrases import members
from whimbrel.reading.text import Token

_TOPICAL = frozenset({"about", "against", "for", "in", "of", "on", "over", "to", "toward", "with"})
_SPEAKER_LINE = re.compile(r"^[ \t]*[\"“]?([A-Z][^:\n\"“”?!]{1,40}):[ \t]+(\S[^\n]+)", re.MULTILINE)


def attitude_claims(scene: Scene) -> Iterator[Attribution]:
    """All of them, in the order of their kinds."""
    for token in scene.tokens:
        if scene.quote_of[token.i] is not None:
            continue
        if token.tag.startswith("VB"):
            yield from _raised(scene, token)
        elif token.pos == "NOUN" and token.lemma in attitude_words("nouns"):
            yield from _noun(scene, token)
        elif token.pos == "ADJ" and token.lower in attitude_words("adjectives"):
            yield from _adjective(scene, token)
    yield from _speaker_lines(scene)


def _made(
    scene: Scene, cue: Range, anchor: int, sources: list[int], content: list[Range], frame: str
) -> Attribution:
    return Attribution(anchor, [cue], sources, content, "asserts", frame, confidence=0.5)


def _raised(scene: Scene, verb: Token) -> Iterator[Attribution]:
    active = verb.lemma in attitude_words("raising")
    passive = verb.tag == "VBN" and verb.lemma in attitude_words("raised")
    passive = passive and scene.child(verb.i, "auxpass") is not None
    if not active and not passive:
        return
    if scene.child(verb.i, "agent") is not None:
        return
    subject = scene.child(verb.i, "nsubj", "nsubjpass")
    complement = scene.child(verb.i, "xcomp", "oprd", "acomp", "prep")
    if subject is None or complement is None or complement.i < verb.i:
        return
    first = min((t.i for t in scene.reading.dependents(verb.i, "aux", "auxpass")), default=verb.i)
    content = [
        scene.characters(scene.left(subject.i), scene.right(subject.i)),
        scene.characters(scene.left(complement.i), scene.right(complement.i)),
    ]
    yield _made(scene, scene.characters(first, verb.i), verb.i, [], content, "raised")


def _noun(scene: Scene, noun: Token) -> Iterator[Attribution]:
    """ "His support for the deal", "the decision to leave", "voters have doubts about him"."""
    sources = _holders(scene, noun)
    content = _topic(scene, noun)
    if sources is not None and content is not None:
        cue = scene.characters(noun.i, noun.i)
        yield _made(scene, cue, noun.i, sources, [content], "attitude")


def is_held(scene: Scene, verb: Token) -> bool:
    """Whether a verb gives an attitude to its subject ("voiced doubts about"): the noun is read."""
    noun = scene.child(verb.i, "dobj")
    if noun is None or verb.lemma not in attitude_words("holding"):
        return False
    return noun.lemma in attitude_words("nouns") and _topic(scene, noun) is not None


def _topic(scene: Scene, noun: Token) -> Range | None:
    """What an attitude is about: "to leave", "about him"."""
    for each in scene.reading.dependents(noun.i, "acl", "prep"):
        if each.i < noun.i:
            continue
        first = scene.left(each.i)
        if each.dep == "prep":
            if each.lower not in _TOPICAL or first - noun.i > 3:
                continue
            first = each.i + 1
        elif not any(t.lower == "to" for t in scene.reading.dependents(each.i, "aux")):
            continue
        if first <= scene.right(each.i):
            return scene.characters(first, scene.right(each.i))
    return None


def _holders(scene: Scene, noun: Token) -> list[int] | None:
    """Who holds an attitude: the noun's owner, or the subject of the verb that takes the noun."""
    owner = scene.child(noun.i, "poss")
    if owner is not None:
        return [owner.i]
    verb = scene.tokens[noun.head]
    if noun.dep == "dobj" and verb.lemma in attitude_words("holding"):
        subject = subject_of(scene, verb)
        return None if subject is None else members(scene.reading, subject.i)
    return None


def _adjective(scene: Scene, adjective: Token) -> Iterator[Attribution]:
    verb = scene.tokens[adjective.head]
    if adjective.dep not in ("acomp", "oprd") or verb.lemma not in (
        "be",
        "feel",
        "remain",
        "become",
    ):
        return
    subject = subject_of(scene, verb)
    if subject is None or subject.lower in ("it", "there", "that", "this"):
        return
    for each in scene.reading.dependents(adjective.i, "prep", "xcomp", "ccomp"):
        if each.i < adjective.i:
            continue
        first = scene.left(each.i)
        if each.dep == "prep":
            first = each.i + 1
        if first <= scene.right(each.i):
            cue = scene.characters(verb.i if verb.i < adjective.i else adjective.i, adjective.i)
            content = scene.characters(first, scene.right(each.i))
            sources = members(scene.reading, subject.i)
            yield _made(scene, cue, adjective.i, sources, [content], "adjective")
            return


def _speaker_lines(scene: Scene) -> Iterator[Attribution]:
    """Lines that begin with who speaks: "Ministry: no talks", "LEE: Thank you"."""
    for match in _SPEAKER_LINE.finditer(scene.text):
        first = scene.token_from(match.start(1))
        last = scene.token_from(match.end(1)) - 1
        inside = scene.tokens[first : last + 1]
        if not inside or len(inside) > 6 or any(t.tag in ("VBD", "VBZ", "MD") for t in inside):
            continue
        if not any(t.pos in ("PROPN", "NOUN") for t in inside):
            continue
        top = next((t.i for t in inside if not first <= t.head <= last or t.head == t.i), last)
        colon = (match.end(1), match.end(1) + 1)
        made = _made(scene, colon, top, [top], [match.span(2)], "line")
        made.source_range = match.span(1)
        yield made
