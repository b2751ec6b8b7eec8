"""Which cues fit at which words of a sentence, and what each governs there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from whimbrel.codebooks.scheme import Codebook, Cue, Pos
from whimbrel.coding.frames import Frame, noun_frame, verb_frame
from whimbrel.coding.roles import fill, is_party
from whimbrel.reading.lexicon import word_list as reading_words
from whimbrel.reading.phrases import members, mention_of_token
from whimbrel.reading.text import Reading, Sentence, Token

_POS: dict[str, Pos] = {
    "VERB": "verb",
    "AUX": "verb",
    "NOUN": "noun",
    "PROPN": "noun",
    "ADJ": "adjective",
}
ACTOR_SLOTS: dict[Pos, tuple[str, ...]] = {
    "verb": ("subj",),
    "noun": ("subj",),
    "adjective": ("subj",),
}
RECIPIENT_SLOTS: dict[Pos, tuple[str, ...]] = {
    "verb": ("obj", "iobj", "against"),
    "noun": ("obj", "against", "on"),
    "adjective": ("to", "of", "with", "against"),
}
CLAUSAL = ("xcomp", "ccomp", "pcomp")
# Clauses in a complement that tell background, not what is asked, refused or promised.
_BACKGROUND = frozenset({"relcl", "advcl", "appos", "parataxis"})
_OWN_SUBJECTS = frozenset("it he she they we i".split())
_FUNCTION_WORDS = frozenset({"ADP", "PART", "ADV", "SCONJ"})
_MAX_WORDS_APART = 10


@dataclass(slots=True)
class Candidate:
    """A cue that fits at a token, with what it governs: `others` are the cue's further words,
    `complement` the words of what a speech act is about, `below` the act told there. `stands` says
    that another word tells the act with all that it needs ("a bomb *exploded*")."""

    cue: Cue
    token: Token
    frame: Frame
    others: tuple[int, ...]
    complement: tuple[int, ...]
    below: Candidate | None = None
    mode: str | None = None
    modes: tuple[str, ...] = ()
    mode_reason: str = ""
    mode_tokens: tuple[int, ...] = ()
    also: list[int] = field(default_factory=list)
    stands: bool = False


@dataclass(frozen=True, slots=True)
class Parties:
    """Actors and recipients (head tokens) of a candidate, with the slots they came from."""

    actors: tuple[int, ...]
    recipients: tuple[int, ...]
    actor_slot: str | None
    recipient_slot: str | None


def candidates(
    reading: Reading,
    codebook: Codebook,
    sentence: Sentence,
    told: Mapping[int, Candidate],
) -> list[Candidate]:
    """The best fitting cue at each word of the sentence that starts one. `told` are the acts of an
    earlier pass, which cues that ask for an act in their complement look at."""
    found = []
    for token in reading.sentence_tokens(sentence):
        cues = _cues_at(reading, codebook, token)
        if cues:
            candidate = _best(reading, token, cues, told)
            if candidate is not None:
                found.append(candidate)
    return found


def _cues_at(reading: Reading, codebook: Codebook, token: Token) -> Sequence[Cue]:
    pos = _POS.get(token.pos)
    if pos is None or _tells_nothing(reading, token):
        return ()
    cues = codebook.cues.get((pos, token.lemma), ())
    if token.pos == "AUX":
        return [cue for cue in cues if cue.other_words]
    if not cues and token.tag == "VBG":
        # The tagger takes many nouns in -ing for verbs ("bombing").
        return codebook.cues.get(("noun", token.lower), ())
    return cues


def _tells_nothing(reading: Reading, token: Token) -> bool:
    """Words that tell no act where they stand: in a name, before a party or a thing ("riot police",
    "the kidnapped teacher")."""
    if token.tag in ("NNP", "NNPS") and (
        reading.name_at.get(token.i) is not None or token.lower in reading_words("calendar_words")
    ):
        return True
    if token.dep == "amod" and token.pos == "VERB":
        return True
    return token.dep == "compound" and token.pos == "NOUN" and is_party(reading, token.head)


def _best(
    reading: Reading, token: Token, cues: Sequence[Cue], told: Mapping[int, Candidate]
) -> Candidate | None:
    """The most demanding cue that fits and has the parties it needs; else the first that fits."""
    noun = cues[0].pos == "noun"
    frame = noun_frame(reading, token.i) if noun else verb_frame(reading, token.i)
    if cues[0].pos == "adjective":
        frame = _adjective_frame(reading, token)
    complement = _complement(reading, frame, noun=noun)
    _look_into_complement(reading, frame, complement)
    below = _words_below(reading, token)
    first: Candidate | None = None
    for cue in cues:
        others = _find_words(reading, token, cue, below)
        if others is None:
            continue
        holders = [*others, *_objects_of(reading, cue, frame)]
        whole = frame if not holders else _with_words_of(reading, frame, others, holders)
        if not _fits(reading, cue, token, whole, complement, told):
            continue
        candidate = Candidate(
            cue, token, whole, others, complement, below=_told_below(complement, told, token)
        )
        if has_needed(cue, parties_of(reading, candidate)):
            return candidate
        first = first or candidate
    return first


def _told_below(
    complement: tuple[int, ...], told: Mapping[int, Candidate], token: Token
) -> Candidate | None:
    return next((told[i] for i in complement if i in told and i != token.i), None)


def parties_of(reading: Reading, candidate: Candidate) -> Parties:
    """Who acts and on whom, by the cue's slots; of a speech act without recipient, whom the act in
    its complement is done to."""
    cue, frame = candidate.cue, candidate.frame
    noun = cue.pos == "noun"
    actors, actor_slot = fill(reading, frame, cue.actor or ACTOR_SLOTS[cue.pos], noun=noun)
    slots = cue.recipient or (() if cue.joint else RECIPIENT_SLOTS[cue.pos])
    recipients, slot = fill(reading, frame, slots, noun=noun, things=cue.things)
    if not recipients and cue.absorbs and not cue.joint:
        recipients, slot = _recipients_below(reading, candidate)
    recipients = [i for i in recipients if i not in actors]
    if cue.joint:
        actors, recipients = sorted({*actors, *recipients}), []
    return Parties(tuple(actors), tuple(recipients), actor_slot, slot if recipients else None)


def _recipients_below(reading: Reading, candidate: Candidate) -> tuple[list[int], str | None]:
    below = candidate.below
    if below is not None:
        noun = below.cue.pos == "noun"
        slots = below.cue.recipient or (() if below.cue.joint else RECIPIENT_SLOTS[below.cue.pos])
        found, slot = fill(reading, below.frame, slots, noun=noun)
        if found:
            return found, f"{slot} of '{below.token.text}'"
    found, slot = fill(reading, candidate.frame, ("cobj",), noun=candidate.cue.pos == "noun")
    return [i for i in found if _is_named(reading, i)], slot


def _is_named(reading: Reading, i: int) -> bool:
    """Whether the party has a name: in "offered to send a team" the team is no recipient."""
    mention = mention_of_token(reading, i)
    return mention is not None and mention.kind not in ("GROUP", "ROLE")


def has_needed(cue: Cue, parties: Parties) -> bool:
    """Whether the parties that the cue asks for are there."""
    actors, recipients = parties.actors, parties.recipients
    if cue.needs == "nothing":
        return True
    if cue.needs == "actor":
        return bool(actors)
    if cue.needs == "recipient":
        return bool(recipients)
    if cue.needs == "both":
        return len(actors) > 1 if cue.joint else bool(actors and recipients)
    return bool(actors or recipients)


def _adjective_frame(reading: Reading, token: Token) -> Frame:
    frame = verb_frame(reading, token.i)
    head = reading.tokens[token.head]
    if token.dep in ("acomp", "oprd", "attr", "xcomp") and not frame.subject:
        above = verb_frame(reading, head.i)
        frame.subject = above.subject or above.object
        frame.verb = head.i
    elif token.dep == "amod":
        frame.object = [head.i]
    return frame


def _objects_of(reading: Reading, cue: Cue, frame: Frame) -> list[int]:
    """The objects that the cue asks for: "lifted *sanctions* on X"."""
    return [i for i in frame.object if reading.tokens[i].lemma in cue.object]


def _with_words_of(
    reading: Reading, frame: Frame, others: Iterable[int], holders: Iterable[int]
) -> Frame:
    """ "opened fire on X", "welcomed Chad's plan": prepositions and possessors may hang on any word
    of the cue."""
    preps = {prep: list(objects) for prep, objects in frame.preps.items()}
    poss = list(frame.poss)
    for other in holders:
        if reading.tokens[other].pos in ("NOUN", "PROPN", "ADJ", "ADV", "ADP"):
            below = noun_frame(reading, other, depth=99)
            poss += [each for each in below.poss if each not in poss]
            for prep, objects in below.preps.items():
                known = preps.setdefault(prep, [])
                known.extend(each for each in objects if each not in known)
    gone = set(others)
    return replace(
        frame, preps=preps, poss=poss, object=[each for each in frame.object if each not in gone]
    )


def _words_below(reading: Reading, token: Token) -> list[int]:
    """Tokens that may be further words of a cue that starts at the token, in the text's order."""
    near = {
        child.i
        for child in _descendants(reading, token.i, 3)
        if abs(child.i - token.i) <= _MAX_WORDS_APART
    }
    if token.i + 1 < len(reading.tokens):
        near.add(token.i + 1)
    return sorted(near)


def _find_words(
    reading: Reading, token: Token, cue: Cue, below: Sequence[int]
) -> tuple[int, ...] | None:
    """Tokens of the cue's further words among what depends on the trigger, null where one lacks."""
    words = cue.other_words
    if not words:
        return ()
    near = list(below)
    if cue.pos == "verb":
        near = [i for i in below if i > token.i]
        if token.dep == "acl":
            # "talks hosted by X" tells "host talks"
            near.append(token.head)
    found: list[int] = []
    for number, word in enumerate(words):
        last = number == len(words) - 1
        for i in near:
            here = reading.tokens[i]
            if i in found or word not in (here.lemma, here.lower):
                continue
            if cue.pos != "verb" or _follows_verb(reading, token, i, found, last=last):
                found.append(i)
                break
        else:
            return None
    return tuple(found)


def _follows_verb(
    reading: Reading, verb: Token, i: int, before: Sequence[int], *, last: bool
) -> bool:
    """Whether a function word of a verb phrase stands where the phrase has it ("called for talks",
    not "called a rally for Friday"); other words may stand anywhere after the verb."""
    token = reading.tokens[i]
    if token.pos not in _FUNCTION_WORDS or token.dep in ("advmod", "acomp"):
        return True
    if token.dep == "aux" or token.head not in (verb.i, *before):
        return False
    objects = reading.dependents(i, "pobj")
    if any(each.lower in reading_words("calendar_words") for each in objects):
        return False
    if not last or token.dep == "prt":
        return True
    start = before[-1] if before else verb.i
    return all(reading.tokens[j].pos in ("ADV", "PART") for j in range(start + 1, i))


def _descendants(reading: Reading, i: int, depth: int) -> Iterator[Token]:
    for child in reading.dependents(i):
        if child.dep in ("relcl", "advcl", "conj") or (
            child.dep == "ccomp" and child.pos in ("VERB", "AUX")
        ):
            continue
        yield child
        if depth > 1:
            yield from _descendants(reading, child.i, depth - 1)


def _fits(
    reading: Reading,
    cue: Cue,
    token: Token,
    frame: Frame,
    complement: tuple[int, ...],
    told: Mapping[int, Candidate],
) -> bool:
    objects = _lemmas(reading, frame.object or frame.preps.get("of", []))
    if (cue.object and not cue.object & objects) or cue.object_not & objects:
        return False
    if cue.subject or cue.subject_not:
        subjects = _lemmas(reading, frame.subject or frame.poss)
        if (cue.subject and not cue.subject & subjects) or cue.subject_not & subjects:
            return False
    if cue.modifier_not:
        modifiers = reading.dependents(token.i, "compound", "amod", "nmod", "npadvmod", "poss")
        if any({m.lemma, m.lower} & cue.modifier_not for m in modifiers):
            return False
    if cue.near or cue.near_not:
        around = _words_around(reading, frame)
        if (cue.near and not cue.near & around) or cue.near_not & around:
            return False
    if cue.complement == "required" and not _has_clause(reading, complement):
        return False
    if cue.own and not _is_own(reading, complement):
        return False
    if cue.embedded:
        return any(is_told(cue.embedded, told[i]) for i in _on_top(complement, told))
    return True


def _words_around(reading: Reading, frame: Frame) -> set[str]:
    """Lemmas of the clause; over a noun also the verb that governs it."""
    around = {reading.tokens[i].lemma for i in clause(reading, frame)}
    if frame.verb == frame.trigger and reading.tokens[frame.trigger].pos == "NOUN":
        verb = next((t for t in reading.ancestors(frame.trigger) if t.pos in ("VERB", "AUX")), None)
        if verb is not None:
            around.add(verb.lemma)
    return around


def _on_top(complement: tuple[int, ...], told: Mapping[int, Candidate]) -> Iterator[int]:
    """The acts of a complement that stand under no other absorbing act in it."""
    under: set[int] = set()
    for i in complement:
        if i in told and told[i].cue.absorbs:
            under.update(j for j in told[i].complement if j != i)
    return (i for i in complement if i in told and i not in under)


def _is_own(reading: Reading, complement: tuple[int, ...]) -> bool:
    """Whether the complement's clause has no subject of its own, or a pronoun."""
    for i in complement:
        token = reading.tokens[i]
        if token.pos in ("VERB", "AUX") and token.dep in (*CLAUSAL, "acl", "advcl"):
            own = reading.dependents(i, "nsubj", "nsubjpass")
            return all(each.lower in _OWN_SUBJECTS for each in own)
    return True


def _lemmas(reading: Reading, heads: Iterable[int]) -> set[str]:
    """Words and lemmas of the heads and their list members, with each word before them ("stealth
    bomber", which a suicide bomber is none of), and their mentions' kinds (`%KIND`)."""
    found: set[str] = set()
    for head in heads:
        for member in members(reading, head):
            token = reading.tokens[member]
            found.update((token.lemma, token.lower))
            before = reading.dependents(member, "compound", "amod")
            found.update(f"{word.lower} {token.lemma}" for word in before)
            mention = mention_of_token(reading, member)
            if mention is not None:
                found.add(f"%{mention.kind}")
    return found


def clause(reading: Reading, frame: Frame) -> list[int]:
    """The trigger's clause, without the clauses beside and below it that tell something else."""
    top = frame.verb
    found, open_ = [top], [top]
    while open_:
        for child in reading.children[open_.pop()]:
            dep = reading.tokens[child].dep
            if dep in ("relcl", "parataxis") or (
                dep in ("conj", "advcl", "ccomp") and reading.tokens[child].pos == "VERB"
            ):
                continue
            found.append(child)
            open_.append(child)
    if frame.trigger not in found:
        found.extend(reading.subtree(frame.trigger))
    return sorted(set(found))


def _complement(reading: Reading, frame: Frame, *, noun: bool) -> tuple[int, ...]:
    """Tokens of what a speech act is about: clauses, objects and "for"/"to" phrases under it."""
    heads: list[int] = []
    for top in {frame.trigger, frame.verb} if noun else {frame.trigger}:
        for child in reading.dependents(top):
            if child.i == frame.trigger:
                continue
            if child.i < top and not _is_quoted(reading, child):
                continue
            if child.dep in CLAUSAL or child.dep in ("dobj", "acl", "advcl"):
                if child.dep != "advcl" or _is_infinitive(reading, child):
                    heads.append(child.i)
            elif child.dep in ("prep", "prt") and child.i > top:
                heads.extend(c.i for c in reading.dependents(child.i, "pcomp", "pobj"))
            elif child.dep == "dative":
                heads.extend(c.i for c in reading.dependents(child.i, "acl"))
    found: list[int] = []
    open_ = heads
    seen = set(heads)
    while open_:
        i = open_.pop()
        found.append(i)
        for below in reading.children[i]:
            token = reading.tokens[below]
            if below in seen or (token.dep in _BACKGROUND and not _is_infinitive(reading, token)):
                continue
            if token.dep == "acl" and token.tag in ("VBN", "VBD"):
                continue
            seen.add(below)
            open_.append(below)
    return tuple(sorted(found))


def _is_quoted(reading: Reading, token: Token) -> bool:
    """Whether a clause before its verb stands in quotation marks."""
    subtree = reading.subtree(token.i)
    return any(reading.tokens[i].text in ('"', "“", "”", "``", "''") for i in subtree)


def _look_into_complement(reading: Reading, frame: Frame, complement: tuple[int, ...]) -> None:
    """Give the frame the subject and object of the first clause below a speech act."""
    for i in complement:
        token = reading.tokens[i]
        if token.pos != "VERB" or token.dep not in (*CLAUSAL, "acl", "advcl"):
            continue
        below = verb_frame(reading, i)
        own = reading.dependents(i, "nsubj", "nsubjpass", "agent")
        frame.csubj = below.subject if own else []
        frame.cobj = below.object or [each for found in below.preps.values() for each in found]
        return


def _is_infinitive(reading: Reading, token: Token) -> bool:
    return any(child.lower == "to" for child in reading.dependents(token.i, "aux"))


def _has_clause(reading: Reading, complement: tuple[int, ...]) -> bool:
    return any(
        reading.tokens[i].pos in ("VERB", "AUX")
        and reading.tokens[i].dep in (*CLAUSAL, "acl", "advcl", "dobj")
        for i in complement
    )


def is_told(acts: frozenset[str], candidate: Candidate) -> bool:
    cue = candidate.cue
    return cue.type in acts or (cue.mode is not None and f"{cue.type}/{cue.mode}" in acts)
