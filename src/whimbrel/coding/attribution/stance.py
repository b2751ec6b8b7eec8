"""What a source does with its content where its cue is neutral: promise, deny, allege, warn."""

from __future__ import annotations

from collections.abc import Iterator

from whimbrel.coding.attribution.scene import Attribution, Scene
from whimbrel.coding.attribution.words import words
from whimbrel.reading.text import Token
from whimbrel.records import Stance

_NEUTRAL = frozenset({"that", "around", "quote", "according", "noun", "obj-that"})
_QUESTIONS = frozenset("whether if what why who whom whose which how when where".split())
_FUTURE = frozenset({"will", "'ll", "’ll", "would", "wo", "shall"})
_SELF = frozenset({"i", "we", "it", "he", "she", "they"})
_OWN = frozenset({"my", "our", "its", "his", "her", "their"})
_PAST = frozenset({"VBD", "VBN"})
_LOOK = 40
"""How many tokens of a content are looked at."""


def stance_of(scene: Scene, found: Attribution) -> Stance:
    """The stance of a cue, sharpened for the neutral ones by tense, negation and words of harm."""
    if _asks(scene, found):
        return "asks"
    announced = found.anchor is not None and scene.tokens[found.anchor].lemma == "announce"
    if announced and found.stance == "promises":
        return "asserts" if _tells_of_the_past(scene, found) else "promises"
    if found.anchor is not None and scene.tokens[found.anchor].lemma == "insist":
        return "demands" if _is_subjunctive(scene, found) else "asserts"
    if found.stance != "asserts" or found.frame not in _NEUTRAL:
        return found.stance
    for verb in _main_verbs(scene, found):
        own = _is_own(scene, verb)
        harm = verb.lemma in words("harm")
        negated = _is_negated(scene, verb)
        if any(t.lower in _FUTURE for t in scene.reading.dependents(verb.i, "aux")):
            if own:
                return "denies" if negated else "warns" if harm else "promises"
        elif negated and (harm or own):
            return "denies" if harm else "asserts"
        elif harm and not own and _has_doer(scene, verb):
            return "alleges"
    return "asserts"


def _asks(scene: Scene, found: Attribution) -> bool:
    """Whether a cue of asking has a question as its content, and no demand."""
    if found.anchor is None or scene.tokens[found.anchor].lemma not in words("asking"):
        return False
    start, end = found.content[0]
    first = scene.tokens[min(scene.token_from(start), len(scene.tokens) - 1)]
    return first.lower in _QUESTIONS or scene.text[end - 1 : end + 1].rstrip().endswith("?")


def _is_subjunctive(scene: Scene, found: Attribution) -> bool:
    """As in "insists that troops leave", "insists that they must leave"."""
    verb = next(_main_verbs(scene, found), None)
    if verb is None:
        return False
    helpers = [t.lower for t in scene.reading.dependents(verb.i, "aux", "auxpass")]
    if any(each in ("should", "must", "be") for each in helpers):
        return True
    return not helpers and (verb.tag == "VB" or (verb.tag == "VBP" and _is_singular(scene, verb)))


def _is_singular(scene: Scene, verb: Token) -> bool:
    subject = scene.child(verb.i, "nsubj")
    return subject is not None and subject.tag in ("NN", "NNP")


def _main_verbs(scene: Scene, found: Attribution) -> Iterator[Token]:
    """The verbs of the content's own clauses, those of its relative clauses left out."""
    for start, end in found.content[:2]:
        first = scene.token_from(start)
        for token in scene.tokens[first : first + _LOOK]:
            if token.start >= end:
                break
            if token.pos == "VERB" and token.dep not in ("relcl", "acl", "amod", "xcomp"):
                yield token


def _is_own(scene: Scene, verb: Token) -> bool:
    """Whether the source itself, or what is its own, is the subject."""
    subject = scene.child(verb.i, "nsubj", "nsubjpass")
    if subject is None and verb.dep == "conj":
        subject = scene.child(verb.head, "nsubj", "nsubjpass")
    if subject is None:
        return False
    owner = scene.child(subject.i, "poss")
    return subject.lower in _SELF or (owner is not None and owner.lower in _OWN)


def _has_doer(scene: Scene, verb: Token) -> bool:
    return scene.child(verb.i, "nsubj", "agent") is not None


def _is_negated(scene: Scene, verb: Token) -> bool:
    if scene.child(verb.i, "neg") is not None:
        return True
    subject = scene.child(verb.i, "nsubj", "nsubjpass")
    determiner = scene.child(subject.i, "det") if subject is not None else None
    return determiner is not None and determiner.lower == "no"


def _tells_of_the_past(scene: Scene, found: Attribution) -> bool:
    verb = next(_main_verbs(scene, found), None)
    if verb is None or verb.tag not in _PAST:
        return False
    return not any(t.lower in _FUTURE for t in scene.reading.dependents(verb.i, "aux"))
