"""Who stands where around a trigger: deep subject, deep object, and the prepositions' objects.

Deep means after undoing passives, relative clauses, control ("ordered troops to leave": troops
leave) and light verbs ("the army launched an attack": the army attacks).
"""

from __future__ import annotations

from dataclasses import dataclass, field

from whimbrel.coding.lexicon import word_list
from whimbrel.reading.text import Reading, Token

_SUBJECTS = ("nsubj", "csubj")
_PASSIVE_SUBJECTS = ("nsubjpass", "csubjpass")
_RELATIVES = frozenset({"WDT", "WP", "WP$", "WRB"})
# "accused him of torturing", "stopped them from leaving": the object does the second act.
_OBJECT_CONTROL_PREPOSITIONS = frozenset({"of", "for", "from", "into", "with"})
_MAX_CLIMB = 6


@dataclass(slots=True)
class Frame:
    """Head tokens (indexes) around a trigger. `verb` is the token that carries tense and modality:
    the trigger itself, or the light verb over a noun; `preps` maps a preposition to its objects."""

    trigger: int
    verb: int
    subject: list[int] = field(default_factory=list)
    object: list[int] = field(default_factory=list)
    iobj: list[int] = field(default_factory=list)
    poss: list[int] = field(default_factory=list)
    compound: list[int] = field(default_factory=list)
    preps: dict[str, list[int]] = field(default_factory=dict)
    csubj: list[int] = field(default_factory=list)
    cobj: list[int] = field(default_factory=list)
    passive: bool = False
    light: bool = False


def is_passive(reading: Reading, i: int) -> bool:
    """Whether the verb at `i` is passive, auxiliary or not ("was held", "those held in May")."""
    token = reading.tokens[i]
    if any(d.dep in ("auxpass", "nsubjpass") for d in reading.dependents(i)):
        return True
    if token.tag not in ("VBN", "VBD"):
        return False
    if token.dep == "acl":
        return True
    has_aux = any(d.dep == "aux" for d in reading.dependents(i))
    has_object = any(d.dep == "dobj" for d in reading.dependents(i))
    if any(d.dep == "agent" for d in reading.dependents(i)) and not has_object:
        return True
    if _is_small_clause(reading, token) and not has_aux:
        return not has_object
    if token.dep == "conj" and token.tag == "VBN" and not has_aux:
        return is_passive(reading, token.head)
    return False


def _is_small_clause(reading: Reading, token: Token) -> bool:
    """ "ordered him detained": a participle told of the object."""
    if token.dep not in ("ccomp", "xcomp", "oprd", "dobj") or token.tag not in ("VBN", "VBD"):
        return False
    return reading.tokens[token.head].lemma in word_list("causatives")


def verb_frame(reading: Reading, i: int, depth: int = 0) -> Frame:
    """The frame of the verb at `i`."""
    frame = Frame(trigger=i, verb=i, passive=is_passive(reading, i))
    for child in reading.dependents(i):
        if child.dep in _SUBJECTS and not frame.passive:
            frame.subject.append(_antecedent(reading, child))
        elif child.dep in _PASSIVE_SUBJECTS or (child.dep in _SUBJECTS and frame.passive):
            frame.object.append(_antecedent(reading, child))
        elif child.dep in ("dobj", "oprd") and child.pos != "VERB":
            (frame.iobj if frame.passive else frame.object).append(_antecedent(reading, child))
        elif child.dep == "ccomp" and child.pos == "ADJ":
            # "holds the state responsible": the small clause's subject is held
            frame.object += [_antecedent(reading, d) for d in reading.dependents(child.i, "nsubj")]
        elif child.dep == "agent":
            frame.subject.extend(_objects(reading, child.i))
        elif child.dep in ("dative", "iobj"):
            found = _objects(reading, child.i)
            frame.iobj.extend(found or [child.i])
        elif child.dep == "prep":
            _add_preposition(reading, frame, child)
        elif child.dep == "prt":
            # "called on X" is at times parsed as particle with object below it
            _add_preposition(reading, frame, child)
    if not frame.passive and not frame.object:
        frame.object.extend(_shared_object(reading, i))
    if depth < _MAX_CLIMB:
        _inherit(reading, frame, depth)
    return frame


def _shared_object(reading: Reading, i: int) -> list[int]:
    """In "harassed and even attacked journalists" the first verb has the second's object."""
    own = [d for d in reading.dependents(i) if d.i > i]
    for later in own:
        if later.dep != "conj" or later.pos != "VERB":
            continue
        between = [
            d for d in own if d.i < later.i and d.dep not in ("cc", "punct", "advmod", "conj")
        ]
        if between or reading.dependents(later.i, "nsubj", "nsubjpass"):
            return []
        found = [_antecedent(reading, d) for d in reading.dependents(later.i, "dobj")]
        if found:
            return found
    return []


def _add_preposition(reading: Reading, frame: Frame, prep: Token) -> None:
    found = _objects(reading, prep.i)
    if found:
        frame.preps.setdefault(prep.lower, []).extend(found)
    for child in reading.dependents(prep.i, "prep"):
        # "along with X", "out of X"
        deeper = _objects(reading, child.i)
        if deeper:
            frame.preps.setdefault(child.lower, []).extend(deeper)


def _objects(reading: Reading, i: int) -> list[int]:
    return [_antecedent(reading, child) for child in reading.dependents(i, "pobj")]


def _antecedent(reading: Reading, token: Token) -> int:
    """The noun that a relative pronoun stands for, else the token itself."""
    if token.tag not in _RELATIVES and not (token.lower == "that" and token.pos == "PRON"):
        return token.i
    for above in reading.ancestors(token.i):
        if above.dep == "relcl":
            return above.head
    return token.i


def _inherit(reading: Reading, frame: Frame, depth: int) -> None:
    """Fill a missing subject (or passive subject) from the clause above."""
    token = reading.tokens[frame.verb]
    if frame.passive and not frame.subject and _is_small_clause(reading, token):
        # who has it done stands for who does it
        above = verb_frame(reading, token.head, depth + 1)
        frame.subject.extend(above.subject)
        if not frame.object:
            frame.object.extend(above.object)
        return
    missing = not (frame.object if frame.passive else frame.subject)
    if token.dep == "acl" and token.tag in ("VBN", "VBD") and frame.passive:
        if not frame.object:
            frame.object.append(token.head)
        return
    if not missing:
        return
    found = inherited_subject(reading, token, depth)
    if frame.passive:
        frame.object.extend(found)
    else:
        frame.subject.extend(found)


def inherited_subject(reading: Reading, token: Token, depth: int = 0) -> list[int]:
    """The subject that a verb without one takes from what it depends on."""
    if token.head == token.i or depth >= _MAX_CLIMB:
        return []
    head = reading.tokens[token.head]
    if token.dep == "pcomp" or (token.dep == "pobj" and head.pos == "ADP"):
        return _under_preposition(reading, head, depth)
    if token.dep == "acl":
        if token.tag == "VBG":
            # "signed a decree granting asylum": the text does nothing, its author does
            authors = _authors(reading, head, depth) if head.lemma in word_list("texts") else []
            return authors or [head.i]
        return noun_frame(reading, head.i, depth + 1).subject
    if token.dep == "relcl":
        return [head.i]
    if head.pos not in ("VERB", "AUX"):
        if head.pos == "ADJ" and token.dep == "xcomp":
            return inherited_subject(reading, head, depth + 1) or _own_subject(reading, head)
        return []
    if token.dep in ("xcomp", "ccomp"):
        above = verb_frame(reading, head.i, depth + 1)
        if above.object and head.lemma not in word_list("subject_control"):
            return above.object
        if above.iobj and not above.passive:
            return above.iobj
        return above.subject or above.object
    if token.dep in ("conj", "advcl", "dep", "parataxis"):
        above = verb_frame(reading, head.i, depth + 1)
        return above.object if above.passive and token.dep != "dep" else above.subject
    return []


def _authors(reading: Reading, text: Token, depth: int) -> list[int]:
    """Who made a text: its possessor or "by", else the subject of the verb over it."""
    frame = noun_frame(reading, text.i, depth + 1)
    found = frame.subject or frame.poss
    above = reading.tokens[text.head]
    if not found and text.dep == "dobj" and above.pos == "VERB":
        found = verb_frame(reading, above.i, depth + 1).subject
    return found


def _own_subject(reading: Reading, token: Token) -> list[int]:
    """The subject of the copula over an adjective."""
    head = reading.tokens[token.head]
    return [_antecedent(reading, each) for each in reading.dependents(head.i, *_SUBJECTS)]


def _under_preposition(reading: Reading, prep: Token, depth: int) -> list[int]:
    above = reading.tokens[prep.head]
    if above.i == prep.i or depth >= _MAX_CLIMB:
        return []
    if above.pos in ("VERB", "AUX"):
        frame = verb_frame(reading, above.i, depth + 1)
        if frame.object and prep.lower in _OBJECT_CONTROL_PREPOSITIONS:
            return frame.object
        return frame.object if frame.passive else frame.subject
    if above.pos in ("NOUN", "PROPN"):
        return noun_frame(reading, above.i, depth + 1).subject
    if above.pos == "ADP":
        return _under_preposition(reading, above, depth + 1)
    return []


def noun_frame(reading: Reading, i: int, depth: int = 0) -> Frame:
    """The frame of the noun at `i`: possessors, modifiers, prepositions, a light verb over it."""
    frame = Frame(trigger=i, verb=i)
    token = reading.tokens[i]
    for child in reading.dependents(i):
        if child.dep == "poss":
            frame.poss.append(child.i)
        elif child.dep in ("compound", "amod", "nmod"):
            frame.compound.append(child.i)
        elif child.dep in ("prep", "agent"):
            _add_preposition(reading, frame, child)
    if depth < _MAX_CLIMB:
        _take_light_verb(reading, frame, token, depth)
        if token.dep == "conj":
            _share_list(reading, frame, token, depth)
    frame.subject.extend(each for each in frame.preps.get("by", []) if each not in frame.subject)
    return frame


def _share_list(reading: Reading, frame: Frame, token: Token, depth: int) -> None:
    """In "the arrest and torture of X" both nouns have the modifiers of either."""
    above = noun_frame(reading, token.head, depth + 1)
    frame.poss = frame.poss or above.poss
    frame.subject = frame.subject or list(above.subject)
    if above.light and not frame.light:
        frame.verb, frame.light = above.verb, True


def _take_light_verb(reading: Reading, frame: Frame, token: Token, depth: int) -> None:
    head = reading.tokens[token.head]
    if token.dep == "pobj" and head.head != head.i:
        _under_light_preposition(reading, frame, token, head, depth)
        return
    if head.i == token.i or head.pos != "VERB":
        return
    is_object = token.dep in ("dobj", "nsubjpass")
    if is_object and head.lemma in word_list("light"):
        above = verb_frame(reading, head.i, depth + 1)
        frame.verb, frame.light = head.i, True
        frame.subject.extend(above.subject)
        frame.iobj.extend(above.iobj)
        _add_prepositions_of(frame, above)
    elif is_object and head.lemma in word_list("light_reversed"):
        above = verb_frame(reading, head.i, depth + 1)
        frame.verb, frame.light = head.i, True
        frame.object.extend(above.subject)
        _add_prepositions_of(frame, above)
    elif token.dep == "nsubj" and head.lemma in word_list("occur"):
        frame.verb, frame.light = head.i, True
        _add_prepositions_of(frame, verb_frame(reading, head.i, depth + 1))
    elif is_object and head.lemma in word_list("operators_over_nouns"):
        # "called off a strike", "threatened an attack": the subject is whose act it is
        frame.verb, frame.light = head.i, True
        frame.subject.extend(verb_frame(reading, head.i, depth + 1).subject)


def _under_light_preposition(
    reading: Reading, frame: Frame, token: Token, prep: Token, depth: int
) -> None:
    """ "came under attack", "went on strike", "engaged in talks"."""
    above = reading.tokens[prep.head]
    phrase = f"{above.lemma} {prep.lower}"
    if above.pos not in ("VERB", "AUX"):
        return
    if phrase in word_list("light_with_preposition"):
        over = verb_frame(reading, above.i, depth + 1)
        frame.verb, frame.light = above.i, True
        frame.subject.extend(over.object if over.passive else over.subject)
        _add_prepositions_of(frame, over, but=prep.lower)
    elif phrase in word_list("light_reversed_with_preposition"):
        over = verb_frame(reading, above.i, depth + 1)
        frame.verb, frame.light = above.i, True
        frame.object.extend(over.object if over.passive else over.subject)
        _add_prepositions_of(frame, over, but=prep.lower)


def _add_prepositions_of(frame: Frame, above: Frame, but: str | None = None) -> None:
    for prep, objects in above.preps.items():
        if prep != but:
            frame.preps.setdefault(prep, []).extend(
                each for each in objects if each != frame.trigger
            )
