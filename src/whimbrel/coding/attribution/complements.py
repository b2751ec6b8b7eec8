"""The content of a verb that is no clause: objects, infinitives, prepositional objects."""

from __future__ import annotations

from whimbrel.coding.attribution.clauses import (
    FINITE,
    before_conjunction,
    block_after,
    clause_after,
    clause_around,
    clause_by_eye,
    is_parenthesis,
)
from whimbrel.coding.attribution.scene import Range, Scene
from whimbrel.coding.attribution.words import attitude_words, words
from whimbrel.reading.phrases import members
from whimbrel.reading.text import Token

_SUBJECTS = ("nsubj", "nsubjpass")
_TOPICAL = frozenset({"about", "for", "on", "of", "to", "against", "at", "with", "over", "from"})
_ADDRESSING = frozenset({"to", "at", "with", "from"})
_REFLEXIVES = frozenset({"himself", "herself", "itself", "themselves", "myself", "ourselves"})
_PLAIN_PRONOUNS = frozenset({"it", "that", "this", "them", "so"})
_NEAR = 7
"""How many tokens an infinitive may stand from a verb that the parser did not give it to."""


def content_of(scene: Scene, verb: Token, frame: str, subject: int | None) -> list[Range]:
    """The content of a verb in one of its frames; empty where the verb is not so built."""
    if scene.wide and frame in ("inf", "obj"):
        passive = scene.child(verb.i, "nsubjpass")
        if passive is not None:
            return _told_of(scene, verb, passive)
    if frame == "that":
        return clause_after(scene, verb)
    if frame == "around":
        relative = verb.dep == "relcl" and not is_parenthesis(scene, verb)
        if relative or verb.tag == "VBG":
            return clause_by_eye(scene, verb)
        around = clause_around(scene, verb, subject) or clause_by_eye(scene, verb)
        return around or block_after(scene, verb)
    if frame in ("obj-that", "doc-that"):
        return clause_after(scene, verb)
    if frame == "question":
        return clause_after(scene, verb)
    if frame in ("inf", "ing"):
        return _own_infinitive(scene, verb, frame)
    if frame == "obj-inf":
        return _object_infinitive(scene, verb)
    if frame.endswith("-inf"):
        return _prepositional_infinitive(scene, verb, frame.removesuffix("-inf"))
    if frame in ("obj", "pronoun"):
        return _noun_phrase_content(scene, verb, frame)
    if frame.startswith("obj-"):
        return _object_and_complement(scene, verb, frame.removeprefix("obj-"))
    if frame == "any-prep":
        return _any_object(scene, verb)
    if frame in ("of", "to", "about", "for", "as"):
        prep = _preposition(scene, verb, frame)
        return _objects_of(scene, prep, with_preposition=frame == "to") if prep else []
    return []


def _told_of(scene: Scene, verb: Token, subject: Token) -> list[Range]:
    """Whom a passive tells of and what: "she ... to run", "he ... for his views"."""
    parts = [scene.characters(scene.left(subject.i), scene.right(subject.i))]
    for each in scene.reading.dependents(verb.i, "xcomp", "oprd", "prep"):
        if each.i > verb.i and scene.left(each.i) <= verb.i + 2:
            parts.append(scene.characters(scene.left(each.i), scene.right(each.i)))
            break
    return parts


def _object(scene: Scene, verb: Token) -> Token | None:
    found = [
        t
        for t in scene.reading.dependents(verb.i, "dobj", "dative", "nsubjpass")
        if t.i > verb.i or t.dep == "nsubjpass"
    ]
    return found[0] if found else None


def _preposition(scene: Scene, verb: Token, *lowers: str) -> Token | None:
    found = [
        t
        for t in scene.reading.dependents(verb.i, "prep", "dative", "mark", "prt", "agent")
        if t.lower in lowers and t.i > verb.i
    ]
    return found[0] if found else None


def _infinitive(scene: Scene, verb: Token, after: int) -> Token | None:
    """An infinitive that depends on the verb, or on its object, and follows token `after`."""
    for each in scene.reading.dependents(verb.i, "xcomp", "ccomp", "advcl"):
        if each.i > after and _is_infinitive(scene, each):
            return each
    return None


def _is_infinitive(scene: Scene, token: Token) -> bool:
    return any(t.lower == "to" for t in scene.reading.dependents(token.i, "aux"))


def _infinitive_end(scene: Scene, head: Token) -> int:
    """The last token of an infinitive, without a finite verb wrongly coordinated with it."""
    for other in scene.reading.dependents(head.i, "conj"):
        if other.i > head.i and other.tag in FINITE:
            return before_conjunction(scene, scene.left(other.i) - 1, head.i)
    return scene.right(head.i)


def _own_infinitive(scene: Scene, verb: Token, frame: str) -> list[Range]:
    for each in scene.reading.dependents(verb.i, "xcomp", "ccomp", "advcl"):
        if each.i < verb.i or (each.dep == "advcl" and each.i - verb.i > _NEAR):
            continue
        infinitive = _is_infinitive(scene, each) and scene.child(each.i, *_SUBJECTS) is None
        if (infinitive and frame == "inf") or (each.tag == "VBG" and frame == "ing"):
            first = max(scene.left(each.i), verb.i + 1)
            return [scene.characters(first, _infinitive_end(scene, each))]
    return []


def _object_infinitive(scene: Scene, verb: Token) -> list[Range]:
    infinitive = _infinitive(scene, verb, verb.i)
    thing = _object(scene, verb)
    if infinitive is None:
        if thing is None or thing.i < verb.i:
            return []
        inner = [
            t for t in scene.reading.dependents(thing.i, "acl", "relcl") if _is_infinitive(scene, t)
        ]
        if not inner:
            return []
        return [scene.characters(scene.left(thing.i), scene.right(inner[-1].i))]
    inner_subject = scene.child(infinitive.i, *_SUBJECTS)
    if thing is not None and thing.dep == "nsubjpass":
        return [scene.characters(scene.left(infinitive.i), _infinitive_end(scene, infinitive))]
    if inner_subject is not None and inner_subject.i > verb.i:
        thing = inner_subject
    if thing is None or thing.i > infinitive.i:
        return []
    return [scene.characters(scene.left(thing.i), _infinitive_end(scene, infinitive))]


def _prepositional_infinitive(scene: Scene, verb: Token, prep: str) -> list[Range]:
    marker = _preposition(scene, verb, prep)
    if marker is None:
        return _for_clause(scene, verb) if prep == "for" else []
    thing = scene.child(marker.i, "pobj")
    infinitive = _infinitive(scene, verb, marker.i)
    if infinitive is None and thing is not None:
        inner = [
            t
            for each in members(scene.reading, thing.i)
            for t in scene.reading.dependents(each, "acl", "relcl", "xcomp")
            if _is_infinitive(scene, t)
        ]
        infinitive = inner[-1] if inner else None
    if infinitive is None:
        inner = [t for t in scene.reading.dependents(marker.i, "pcomp") if _is_infinitive(scene, t)]
        infinitive = inner[-1] if inner else None
    if infinitive is None:
        return []
    return [scene.characters(marker.i + 1, _infinitive_end(scene, infinitive))]


def _for_clause(scene: Scene, verb: Token) -> list[Range]:
    for each in scene.reading.dependents(verb.i, "advcl", "ccomp", "xcomp"):
        mark = scene.child(each.i, "mark")
        if each.i > verb.i and mark is not None and mark.lower == "for":
            return [scene.characters(mark.i + 1, scene.right(each.i))]
    return []


def _noun_phrase_content(scene: Scene, verb: Token, frame: str) -> list[Range]:
    thing = _object(scene, verb)
    if thing is None or thing.dep == "dative":
        return []
    if frame == "pronoun" and thing.lower not in _PLAIN_PRONOUNS:
        return []
    if thing.lower in _REFLEXIVES or thing.lower in ("responsibility", "who", "what", "which"):
        return []
    last = scene.right(thing.i)
    behind = ("prep", "xcomp", "advcl", "ccomp", "acl", *(("oprd",) if scene.wide else ()))
    for each in scene.reading.dependents(verb.i, *behind):
        if each.i > last and scene.left(each.i) == last + 1 and _clings(scene, each):
            last = scene.right(each.i)
    return [scene.characters(scene.left(thing.i), last)]


def _clings(scene: Scene, token: Token) -> bool:
    """Whether a complement of the verb belongs to what its object tells of."""
    if token.dep == "oprd":
        return True
    if token.dep == "prep":
        return scene.wide or token.lower in ("for", "as", "over", "about", "against", "of")
    return _is_infinitive(scene, token) or token.tag == "VBG"


def _objects_of(scene: Scene, prep: Token, *, with_preposition: bool) -> list[Range]:
    thing = scene.child(prep.i, "pobj", "pcomp")
    if thing is None:
        return []
    first = prep.i if with_preposition else prep.i + 1
    return [scene.characters(first, scene.right(thing.i))]


def _any_object(scene: Scene, verb: Token) -> list[Range]:
    topical = _TOPICAL - _ADDRESSING if verb.lemma in attitude_words("addressing") else _TOPICAL
    for prep in scene.reading.dependents(verb.i, "prep"):
        if prep.i > verb.i and prep.lower in topical and scene.left(prep.i) - verb.i < 3:
            found = _objects_of(scene, prep, with_preposition=False)
            if found:
                return found
    return []


def _object_and_complement(scene: Scene, verb: Token, shape: str) -> list[Range]:
    thing = _object(scene, verb)
    passive = thing is not None and thing.dep == "nsubjpass"
    if thing is not None and thing.lower in _REFLEXIVES:
        return []
    if shape == "pred":
        return _predicate(scene, verb, thing)
    if shape == "responsible":
        guilt = [
            t
            for t in scene.tokens[verb.i + 1 : verb.i + 20]
            if t.lower in words("responsible") and t.sentence == verb.sentence
        ]
        return [scene.characters(verb.i + 1, scene.right(guilt[0].i))] if guilt else []
    marker = _preposition(scene, verb, shape)
    if marker is None and thing is not None and not passive:
        inside = [t for t in scene.reading.dependents(thing.i, "prep") if t.lower == shape]
        marker = inside[-1] if inside else None
    if marker is None:
        return []
    last = scene.right(marker.i)
    if shape == "at" and not any(t.pos == "NUM" for t in scene.tokens[marker.i : last + 1]):
        return []
    if passive and thing is not None:
        if shape in ("of", "with"):
            return [scene.characters(marker.i, last)]
        if shape in ("for", "on"):
            return [scene.characters(marker.i + 1, last)]
        return [
            scene.characters(scene.left(thing.i), scene.right(thing.i)),
            scene.characters(marker.i, last),
        ]
    if thing is None or thing.i > marker.i:
        if shape == "as" and scene.has_quote(*scene.characters(marker.i, last)):
            return _objects_of(scene, marker, with_preposition=False)
        return [scene.characters(marker.i, last)] if shape == "of" else []
    return [scene.characters(scene.left(thing.i), last)]


def _predicate(scene: Scene, verb: Token, thing: Token | None) -> list[Range]:
    """The object and what it is called: "the draft a step backwards", "it unlawful"."""
    parts = [
        t
        for t in scene.reading.dependents(verb.i, "oprd", "ccomp", "xcomp", "dobj", "attr", "acomp")
        if t.i > verb.i
    ]
    if thing is not None and thing.dep == "nsubjpass":
        if not parts:
            return []
        return [
            scene.characters(scene.left(thing.i), scene.right(thing.i)),
            scene.characters(scene.left(parts[0].i), scene.right(parts[-1].i)),
        ]
    inner = [t for p in parts for t in scene.reading.dependents(p.i, "nsubj") if p.dep == "ccomp"]
    quoted = _quote_after(scene, thing) if thing is not None else None
    if thing is not None and quoted is not None:
        return [(scene.tokens[scene.left(thing.i)].start, quoted)]
    first = thing if thing is not None else (inner[0] if inner else None)
    if first is None and len(parts) > 1 and parts[0].dep == "oprd":
        first = parts[0]  # "called Trump a liar", both taken for what he is called
    if first is None or not parts:
        return []
    last = max(scene.right(p.i) for p in parts)
    if last <= scene.right(first.i) and len(parts) < 2 and not inner:
        start, end = scene.characters(scene.left(first.i), last)
        return [(start, end)] if scene.has_quote(start, end) else []
    return [scene.characters(scene.left(first.i), last)]


def _quote_after(scene: Scene, thing: Token) -> int | None:
    """Where a quotation ends that begins right behind the phrase of a noun."""
    i = max(thing.i, scene.right(thing.i))
    for at in (thing.i + 1, i + 1):
        if at < len(scene.tokens) and scene.tokens[at].sentence == thing.sentence:
            quote = scene.quote_of[at]
            if quote is not None and scene.quotes[quote].start == scene.tokens[at].start:
                return scene.quotes[quote].end
    return None
