"""Who says it, and whether it was said: subjects, agents, and what takes a verb back."""

from __future__ import annotations

from whimbrel.coding.attribution.scene import Scene
from whimbrel.coding.attribution.words import words
from whimbrel.reading.phrases import members
from whimbrel.reading.text import Token

_SUBJECTS = ("nsubj", "nsubjpass")
_CHAIN = 12
"""How many governors are climbed for a subject or a negation."""
_HYPOTHETICAL = frozenset("might may could should must ca neither will wo".split())
_FINITE = frozenset({"VBD", "VBZ", "VBP"})
_NOBODY = frozenset({"no", "nobody", "none", "neither", "nothing"})
_RELATIVES = frozenset({"who", "which", "that", "whom", "whose"})


def sources_of(scene: Scene, verb: Token) -> list[int] | None:
    """Heads of the phrases that name who says it: empty for a passive without agent.

    Null where the verb has no subject at all, so that nobody can be meant.
    """
    if is_passive(scene, verb):
        return _agents(scene, verb)
    subject = subject_of(scene, verb) or _misread_subject(scene, verb)
    if subject is None:
        return None
    if subject.lower == "it" and scene.child(verb.i, "auxpass"):
        return []
    return members(scene.reading, subject.i)


def _misread_subject(scene: Scene, verb: Token) -> Token | None:
    """The noun right before a finite verb that the parser took for an apposition.

    As in "In a cable released by the agency, Envoy Tom Reed wrote".
    """
    at = verb.i - 1
    while at >= 0 and scene.tokens[at].pos in ("ADV", "AUX"):
        at -= 1
    if verb.tag not in _FINITE or at < 0 or scene.tokens[at].sentence != verb.sentence:
        return None
    noun = scene.tokens[at]
    before = scene.left(at) - 1
    if noun.dep != "appos" or before < 0 or scene.tokens[before].text != ",":
        return None
    return noun


def is_passive(scene: Scene, verb: Token) -> bool:
    if verb.tag != "VBN":
        return False
    if scene.child(verb.i, "auxpass", "nsubjpass", "agent") is not None:
        return True
    return verb.dep in ("acl", "advcl", "relcl") and scene.child(verb.i, "nsubj", "aux") is None


def _agents(scene: Scene, verb: Token) -> list[int]:
    by = scene.child(verb.i, "agent")
    person = scene.child(by.i, "pobj") if by else None
    return members(scene.reading, person.i) if person else []


def subject_of(scene: Scene, verb: Token) -> Token | None:
    """The subject of an active verb: its own, the antecedent of a relative, or its governor's."""
    for _ in range(_CHAIN):
        own = scene.reading.dependents(verb.i, *_SUBJECTS)
        if own:
            subject = own[-1] if own[-1].i < verb.i else own[0]
            if scene.wide:
                return subject
            if subject.lower in _RELATIVES and verb.dep == "relcl":
                return scene.tokens[verb.head]
            if subject.lower in ("who", "which"):
                return scene.tokens[verb.head] if verb.head != verb.i else None
            return subject
        governor = scene.tokens[verb.head]
        if governor.i == verb.i:
            return None
        if verb.dep in ("acl", "relcl"):
            return governor if governor.pos in ("NOUN", "PROPN", "PRON") else None
        if verb.dep == "pcomp":
            while governor.dep in ("prep", "pobj") and governor.head != governor.i:
                governor = scene.tokens[governor.head]
        if not governor.tag.startswith("VB") and governor.pos not in ("VERB", "AUX", "ADJ"):
            return None
        if governor.i == verb.i:
            return None
        if is_passive(scene, governor) and verb.dep != "conj":
            return scene.child(governor.i, "nsubjpass")
        verb = governor
    return None


def is_said(scene: Scene, verb: Token) -> bool:
    """Whether the speech act is told as made: not negated, not hypothetical, not declined."""
    if scene.wide:
        return True
    for _ in range(_CHAIN):
        if _taken_back(scene, verb):
            return False
        if not _is_infinitive(scene, verb) or verb.head == verb.i:
            return True
        verb = scene.tokens[verb.head]
        if verb.lemma in words("not_said") or verb.pos in ("ADJ", "NOUN"):
            return False
    return False


def _is_infinitive(scene: Scene, verb: Token) -> bool:
    return verb.tag == "VB" and any(
        t.lower == "to" for t in scene.reading.dependents(verb.i, "aux")
    )


def _taken_back(scene: Scene, verb: Token) -> bool:
    reading = scene.reading
    if reading.dependents(verb.i, "neg"):
        return True
    if any(each.lower in ("if", "unless") for each in reading.dependents(verb.i, "mark")):
        return True
    before = reading.dependents(verb.i, "aux", "preconj", "cc")
    if any(each.lower in _HYPOTHETICAL for each in before):
        return True
    if any(
        each.lower in _NOBODY or (scene.child(each.i, "det") or each).lower in _NOBODY
        for each in reading.dependents(verb.i, *_SUBJECTS)
    ):
        return True
    return verb.dep == "conj" and any(
        t.lower in ("nor", "neither") for t in reading.dependents(verb.head, "cc", "preconj")
    )
