"""Did it happen? The status of an act from negation, modality, tense, conditions and governors.

Looks from the act outwards: its own negation and auxiliaries, adjectives before a noun, words that
open the clause, then each governor until one decides. What decided goes into the evidence.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from whimbrel.coding.frames import Frame
from whimbrel.coding.lexicon import table
from whimbrel.reading.text import Reading, Token
from whimbrel.records import Status

_OVER = frozenset(
    {"xcomp", "ccomp", "pcomp", "acl", "dobj", "pobj", "prep", "nsubjpass", "oprd", "acomp", "attr",
     "nsubj", "advcl", "appos", "dative"}
)  # fmt: skip
_MAX_CLIMB = 5
_NONE = frozenset({"no", "neither"})
_GIVEN = frozenset("the this that these those its his her their".split())
"""Words before an act that is taken for known."""


@dataclass(frozen=True, slots=True)
class Finding:
    """A status, the tokens that decided it, and the reason in words."""

    status: Status
    tokens: tuple[int, ...]
    reason: str
    settled: bool = False
    """Whether the grammar leaves no doubt, whatever the words around it suggest."""


@cache
def _by_word(section: str) -> dict[str, str]:
    """word -> status name, the first entry of a section winning."""
    found: dict[str, str] = {}
    for name, words in table("status")[section].items():
        for word in words:
            found.setdefault(word, name)
    return found


@cache
def _words(section: str, name: str) -> frozenset[str]:
    return frozenset(table("status")[section][name])


def status_of(reading: Reading, frame: Frame) -> Finding:
    """The status of the act whose trigger and verb the frame names, as its sentence tells it."""
    found = None
    if frame.trigger != frame.verb or _is_noun(reading.tokens[frame.trigger]):
        found = _from_modifiers(reading, frame) or _from_counted_days(reading, frame.trigger)
    if found is None and (effect := _effect_missing(reading, frame.trigger)) is not None:
        reason = f"only '{reading.tokens[effect].text}' is negated, its effect"
        found = Finding(Status.HAPPENED, (), reason, settled=True)
    if found is None and frame.light:
        found = _from_light_verb(reading, frame.verb)
    return (
        found or _from_verb(reading, frame.verb, 0) or Finding(Status.HAPPENED, (), "told as fact")
    )


def _effect_missing(reading: Reading, i: int) -> int | None:
    """The word for an effect that the act at `i` did not have ("none was *killed* in the attack",
    "no *casualties* in the bombing"); null where no such word is negated, or the act as well.

    Such an act is taken for granted: it came about, whoever it spared.
    """
    effect = _effect_told(reading, reading.tokens[i])
    if effect is None:
        return None
    verb = effect if effect.pos in ("VERB", "AUX") else reading.tokens[effect.head]
    if _marker(reading, verb) or _modal(reading, verb) is not None:
        return None
    denied = _has_no(reading, effect) or _is_of_nobody(reading, verb)
    if not denied and _is_negated(reading, verb):
        # "Soldiers did not die in an attack" may deny the attack; "in the attack" cannot.
        denied = bool(_determiners(reading, i) & _GIVEN)
    return effect.i if denied else None


def _effect_told(reading: Reading, act: Token) -> Token | None:
    """The word for an effect that the act is the subject, the occasion or the time of."""
    head = reading.tokens[act.head]
    if act.dep in ("pobj", "pcomp") and head.lower in _words("effects", "within"):
        return _as_effect(reading, reading.tokens[head.head])
    if act.dep == "advcl":
        if _negation(reading, act) or _auxiliary(reading, act) or _going_on(reading, act):
            return None
        opened = {each.lower for each in reading.dependents(act.i, "advmod", "mark")}
        return _as_effect(reading, head) if opened & _words("effects", "opening") else None
    if act.dep != "nsubj" or _determiners(reading, act.i) & _NONE:
        return None
    return _as_effect(reading, head)


def _as_effect(reading: Reading, token: Token) -> Token | None:
    """The word itself where it names an effect, else the effect that the verb tells of."""
    if token.lemma in _words("effects", "verbs") and token.pos == "VERB":
        return token
    if token.lemma in _words("effects", "nouns"):
        return token
    if token.lemma in _words("effects", "bringing") | _words("effects", "reporting"):
        for child in reading.dependents(token.i, "dobj", "nsubjpass", "attr"):
            if child.lemma in _words("effects", "nouns"):
                return child
    return None


def _has_no(reading: Reading, effect: Token) -> bool:
    """Whether the effect is none ("no casualties"), or was done to nobody ("killed no one")."""
    objects = reading.dependents(effect.i, "dobj") if effect.pos == "VERB" else [effect]
    return any(is_nobody(reading, each.i) for each in objects)


def _is_of_nobody(reading: Reading, verb: Token) -> bool:
    return any(
        is_nobody(reading, each.i) for each in reading.dependents(verb.i, "nsubj", "nsubjpass")
    )


def _is_negated(reading: Reading, verb: Token) -> bool:
    return any(
        each.lower in _words("markers", "negation") and each.i < verb.i
        for each in reading.dependents(verb.i, "neg", "advmod")
    )


def is_nobody(reading: Reading, i: int) -> bool:
    """Whether a noun phrase says that there is none: "nobody", "no soldiers", "none of them"."""
    token = reading.tokens[i]
    return token.lower in ("nobody", "none") or bool(_determiners(reading, i) & _NONE)


def is_denied_any(reading: Reading, i: int) -> bool:
    """Whether a phrase with "any" stands under a negated verb: it "did not kill any soldiers"."""
    token = reading.tokens[i]
    is_any = token.lower in ("anyone", "anybody") or "any" in _determiners(reading, i)
    return is_any and _is_negated(reading, reading.tokens[token.head])


def _determiners(reading: Reading, i: int) -> set[str]:
    return {each.lower for each in reading.dependents(i, "det", "poss", "neg", "predet")}


def _from_light_verb(reading: Reading, verb: int) -> Finding | None:
    """ "announced the closure", "threatened a strike": the verb over the noun of action decides."""
    name = _by_word("governors").get(reading.tokens[verb].lemma)
    if name in (None, "transparent", "ongoing"):
        return None
    return _judge(reading, reading.tokens[verb], 0)


def _from_counted_days(reading: Reading, i: int) -> Finding | None:
    """ "the third day of a strike": it goes on."""
    token = reading.tokens[i]
    prep = reading.tokens[token.head]
    if token.dep != "pobj" or prep.lower != "of":
        return None
    day = reading.tokens[prep.head]
    if day.lemma in table("status")["spells"]["units"] and any(
        each.tag in ("JJ", "CD") for each in reading.dependents(day.i, "amod", "nummod")
    ):
        return Finding(Status.ONGOING, (day.i,), f"in its '{day.text}'")
    return None


def _is_noun(token: Token) -> bool:
    return token.pos in ("NOUN", "PROPN")


def _from_modifiers(reading: Reading, frame: Frame) -> Finding | None:
    """From what stands before a noun of action: "planned", "no"."""
    for child in reading.dependents(frame.trigger, "amod", "det", "neg", "advmod", "nmod"):
        if child.lower in ("no", "neither"):
            return Finding(Status.DID_NOT_HAPPEN, (child.i,), f"negated by '{child.text}'")
        name = _by_word("modifiers").get(child.lower)
        if name is not None and child.dep in ("amod", "nmod"):
            return Finding(Status(name), (child.i,), f"'{child.text}' before it")
    return None


def _from_verb(reading: Reading, i: int, climbed: int) -> Finding | None:
    token = reading.tokens[i]
    # A condition comes first: "if they do not leave" tells of no leaving, done or not done.
    own = _marker(reading, token) or _negation(reading, token) or _auxiliary(reading, token)
    if own is not None:
        return own
    above = _governor(reading, token, climbed)
    if above is not None:
        return above
    return _going_on(reading, token)


def _negation(reading: Reading, token: Token) -> Finding | None:
    for child in reading.dependents(token.i, "neg", "advmod", "preconj", "cc"):
        if child.lower in _words("markers", "negation") and child.i < token.i:
            modal = _modal(reading, token)
            if modal is not None and modal.lower in ("may", "might"):
                return Finding(Status.POSSIBLE, (modal.i, child.i), f"'{modal.text}' over it")
            return Finding(Status.DID_NOT_HAPPEN, (child.i,), f"negated by '{child.text}'")
    for child in reading.dependents(token.i, "nsubj", "nsubjpass"):
        if is_nobody(reading, child.i):
            return Finding(Status.DID_NOT_HAPPEN, (child.i,), "its subject is negated")
    return None


def _modal(reading: Reading, token: Token) -> Token | None:
    for child in reading.dependents(token.i, "aux"):
        if child.tag == "MD" or child.lower in _words("auxiliaries", "reported_future"):
            return child
    return None


def _auxiliary(reading: Reading, token: Token) -> Finding | None:
    modal = _modal(reading, token)
    if modal is None and token.dep == "conj" and not _has_own_subject(reading, token):
        # "will meet and sign": the second verb shares the auxiliary
        modal = _modal(reading, reading.tokens[token.head])
    if modal is None:
        return None
    if modal.lower in _words("auxiliaries", "announced"):
        return Finding(Status.ANNOUNCED, (modal.i,), f"'{modal.text}' before it")
    if modal.lower in _words("auxiliaries", "possible"):
        return Finding(Status.POSSIBLE, (modal.i,), f"'{modal.text}' before it")
    if modal.lower in _words("auxiliaries", "reported_future"):
        status = Status.ANNOUNCED if _is_reported(reading, token) else Status.POSSIBLE
        return Finding(status, (modal.i,), f"'{modal.text}' before it")
    return None


def _has_own_subject(reading: Reading, token: Token) -> bool:
    return bool(reading.dependents(token.i, "nsubj", "nsubjpass"))


def _is_reported(reading: Reading, token: Token) -> bool:
    said = _words("said", "verbs")
    if any(above.lemma in said for above in reading.ancestors(token.i)):
        return True
    return any(
        child.dep in ("ccomp", "parataxis", "advcl") and child.lemma in said
        for child in reading.dependents(token.i)
    )


def _marker(reading: Reading, token: Token) -> Finding | None:
    for child in reading.dependents(token.i, "mark", "advmod"):
        if child.lower in _words("markers", "possible") and child.i < token.i:
            return Finding(Status.POSSIBLE, (child.i,), f"inside a clause with '{child.text}'")
    return None


def _governor(reading: Reading, token: Token, climbed: int) -> Finding | None:
    """The nearest word over the act that says whether it came about."""
    if token.head == token.i or climbed >= _MAX_CLIMB:
        return None
    head = reading.tokens[token.head]
    if token.dep == "conj":
        if _has_own_subject(reading, token) and head.pos == "VERB":
            return None
        return _governor(reading, head, climbed + 1)
    if token.dep == "prep" and head.pos in ("NOUN", "PROPN", "VERB", "ADJ", "AUX"):
        return _judge(reading, head, climbed) if _takes_complement(reading, token) else None
    if token.dep not in _OVER:
        return None
    if token.dep in ("pobj", "pcomp"):
        if head.lower in ("without",):
            return Finding(Status.DID_NOT_HAPPEN, (head.i,), f"after '{head.text}'")
        return _governor(reading, head, climbed + 1)
    if token.dep == "advcl":
        return _purpose(reading, token)
    if token.dep in ("nsubj", "nsubjpass") and head.lemma not in table("status")["governors"][
        "announced"
    ] + table("status")["governors"]["did_not_happen"] + ["be"]:
        return _from_verb(reading, head.i, climbed + 1) if _only_occurs(reading, head) else None
    return _judge(reading, head, climbed)


_COMPLEMENT_PREPOSITIONS = frozenset({"of", "to", "for", "from", "on", "about", "with", "in", "at"})


def _takes_complement(reading: Reading, prep: Token) -> bool:
    """ "a threat of war", "called for talks", but not "warned in the talks"."""
    head = reading.tokens[prep.head]
    if prep.lower == "of":
        return head.pos != "VERB" or head.lemma in ("warn", "accuse", "think", "speak")
    if prep.lower in ("for", "from", "against"):
        return head.lemma in _by_word("governors")
    return prep.lower in ("to", "about", "over") and head.pos in ("VERB", "NOUN", "ADJ")


def _only_occurs(reading: Reading, verb: Token) -> bool:
    return not reading.dependents(verb.i, "dobj")


def _purpose(reading: Reading, token: Token) -> Finding | None:
    to = [child for child in reading.dependents(token.i, "aux") if child.lower == "to"]
    if to:
        return Finding(Status.POSSIBLE, (to[0].i,), "told as a purpose")
    return None


def _judge(reading: Reading, head: Token, climbed: int) -> Finding | None:
    if head.lemma == "be" and head.pos in ("AUX", "VERB"):
        return _is_to(reading, head)
    name = _by_word("governors").get(head.lemma) or _by_word("governors").get(head.lower)
    if name == "transparent" or (name is None and head.pos in ("VERB", "AUX")):
        if name is None and head.pos == "VERB":
            return None
        return _from_verb(reading, head.i, climbed + 1)
    if name is None:
        return (
            _from_modifiers(reading, Frame(trigger=head.i, verb=head.i)) if _is_noun(head) else None
        )
    if name == "ongoing":
        return _going_on(reading, head)
    negated = _negation(reading, head)
    status = Status(name)
    if negated is not None:
        # "did not fail to", "has not announced": the double negative is left open
        status = Status.POSSIBLE if status is Status.DID_NOT_HAPPEN else Status.DID_NOT_HAPPEN
        return Finding(status, (*negated.tokens, head.i), f"under negated '{head.text}'")
    return Finding(status, (head.i,), f"under '{head.text}'")


def _is_to(reading: Reading, be: Token) -> Finding | None:
    """ "are to pull back"."""
    for child in reading.dependents(be.i, "xcomp"):
        if any(each.lower == "to" for each in reading.dependents(child.i, "aux")):
            return Finding(Status.ANNOUNCED, (be.i,), f"'{be.text} to' before it")
    return None


def _going_on(reading: Reading, token: Token) -> Finding | None:
    """Present progressive, "still", and the perfect with "since"."""
    auxiliaries = [child.lower for child in reading.dependents(token.i, "aux", "auxpass")]
    present = {"is", "are", "'s", "'re", "am"} & set(auxiliaries)
    if token.tag == "VBG" and (present or {"has", "have"} & set(auxiliaries)):
        return Finding(Status.ONGOING, (token.i,), "told as going on")
    if {"has", "have", "'ve"} & set(auxiliaries):
        for child in reading.dependents(token.i, "prep", "advcl", "mark", "advmod"):
            since = [child, *reading.dependents(child.i, "mark")]
            for each in since:
                if each.lower == "for" and _is_spell(reading, each):
                    return Finding(Status.ONGOING, (each.i,), "going on for some time")
                if each.lower == "since":
                    return Finding(Status.ONGOING, (each.i,), "going on since then")
    for child in reading.dependents(token.i, "advmod"):
        if child.lower in ("still", "currently", "now") and token.tag in ("VBZ", "VBP", "VBG"):
            return Finding(Status.ONGOING, (child.i,), f"'{child.text}' going on")
    return None


def _is_spell(reading: Reading, prep: Token) -> bool:
    units = table("status")["spells"]["units"]
    return any(each.lemma in units for each in reading.dependents(prep.i, "pobj"))
