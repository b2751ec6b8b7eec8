"""The cue coder: acts from a codebook's cues and the dependency parse.

For each word that starts a cue, the most demanding cue whose conditions hold gives the type; its
slots say who acted on whom. Speech acts look into their complement, for their mode and for what
they absorb ("demanded that troops leave" is one act, the demand).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from whimbrel.codebooks.scheme import Codebook, Cue, EventType, Pos
from whimbrel.coding.acts import Act
from whimbrel.coding.frames import Frame, noun_frame, verb_frame
from whimbrel.coding.roles import fill, spans
from whimbrel.coding.status import Finding, status_of
from whimbrel.reading.phrases import members
from whimbrel.reading.text import Reading, Sentence, Token
from whimbrel.records import Span, Status

_POS: dict[str, Pos] = {"VERB": "verb", "NOUN": "noun", "PROPN": "noun", "ADJ": "adjective"}
_ACTOR_SLOTS: dict[Pos, tuple[str, ...]] = {
    "verb": ("subj",),
    "noun": ("subj",),
    "adjective": ("subj",),
}
_RECIPIENT_SLOTS: dict[Pos, tuple[str, ...]] = {
    "verb": ("obj", "iobj", "against"),
    "noun": ("obj", "against", "on"),
    "adjective": ("to", "of", "with", "against"),
}
_BELOW = ("cobj",)
_CLAUSAL = ("xcomp", "ccomp", "pcomp")
_WILLING = frozenset({"will", "would", "wo", "'ll", "'d"})
# Clauses in a complement that tell background, not what is asked, refused or promised.
_BACKGROUND = frozenset({"relcl", "advcl", "appos", "parataxis"})


@dataclass(slots=True)
class _Candidate:
    """A cue that fits at a token, with what it governs."""

    cue: Cue
    token: Token
    frame: Frame
    others: tuple[int, ...]
    complement: tuple[int, ...]
    mode: str | None = None
    modes: tuple[str, ...] = ()
    mode_reason: str = ""
    mode_tokens: tuple[int, ...] = ()
    also: list[int] = field(default_factory=list)


class CueCoder:
    """Codes by the cues of whatever codebook it is given."""

    name = "cues"

    def acts(self, reading: Reading, codebook: Codebook) -> tuple[Act, ...]:
        """The acts told in the text, in the order of their triggers."""
        found: list[Act] = []
        for sentence in reading.sentences:
            if not _is_off_topic(reading, sentence, codebook):
                found.extend(_acts_of_sentence(reading, codebook, sentence))
        return tuple(found)


def _is_off_topic(reading: Reading, sentence: Sentence, codebook: Codebook) -> bool:
    words = {token.lemma for token in reading.sentence_tokens(sentence)}
    return len(words & codebook.off_topic) >= codebook.off_topic_at


def _acts_of_sentence(
    reading: Reading, codebook: Codebook, sentence: Sentence
) -> Iterator[Act]:
    first = _candidates(reading, codebook, sentence, {})
    told = {c.token.i: c for c in first}
    candidates = _candidates(reading, codebook, sentence, told)
    told = {c.token.i: c for c in candidates}
    for candidate in candidates:
        _find_mode(reading, codebook, candidate, told)
    kept = _without_absorbed(reading, candidates)
    passed = _passed_statuses(kept)
    for candidate in _without_doubles(reading, kept):
        act = _act(reading, codebook, candidate, sentence, passed.get(candidate.token.i))
        if act is not None:
            yield act


def _candidates(
    reading: Reading,
    codebook: Codebook,
    sentence: Sentence,
    told: Mapping[int, _Candidate],
) -> list[_Candidate]:
    found = []
    for token in reading.sentence_tokens(sentence):
        pos = _POS.get(token.pos)
        if pos is None or (token.tag in ("NNP", "NNPS") and reading.name_at.get(token.i) is not None):
            continue
        cues = codebook.cues.get((pos, token.lemma)) or _participle_cues(codebook, token)
        if not cues:
            continue
        candidate = _best(reading, token, cues, told)
        if candidate is not None:
            found.append(candidate)
    return found


def _participle_cues(codebook: Codebook, token: Token) -> Sequence[Cue]:
    # The tagger takes many participles for adjectives or nouns ("the detained men", "bombing").
    if token.pos == "ADJ" and token.lower.endswith("ed"):
        return ()
    return codebook.cues.get(("noun", token.lower), ()) if token.tag == "VBG" else ()


def _best(
    reading: Reading, token: Token, cues: Sequence[Cue], told: Mapping[int, _Candidate]
) -> _Candidate | None:
    noun = cues[0].pos == "noun"
    frame = noun_frame(reading, token.i) if noun else verb_frame(reading, token.i)
    if cues[0].pos == "adjective":
        frame = _adjective_frame(reading, token)
    complement = _complement(reading, frame, noun=noun)
    _look_into_complement(reading, frame, complement)
    for cue in cues:
        others = _find_words(reading, token, cue)
        if others is None:
            continue
        holders = [*others, *_objects_of(reading, cue, frame)]
        whole = frame if not holders else _with_prepositions_of(reading, frame, others, holders)
        if _fits(reading, cue, token, whole, complement, told):
            return _Candidate(cue, token, whole, others, complement)
    return None


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


def _with_prepositions_of(
    reading: Reading, frame: Frame, others: Iterable[int], holders: Iterable[int]
) -> Frame:
    """"opened fire on X": the preposition may hang on any word of the cue."""
    preps = {prep: list(objects) for prep, objects in frame.preps.items()}
    for other in holders:
        if reading.tokens[other].pos in ("NOUN", "PROPN", "ADJ", "ADV", "ADP"):
            below = noun_frame(reading, other, depth=99)
            for prep, objects in below.preps.items():
                known = preps.setdefault(prep, [])
                known.extend(each for each in objects if each not in known)
    return replace(
        frame, preps=preps, object=[each for each in frame.object if each not in set(others)]
    )


def _find_words(reading: Reading, token: Token, cue: Cue) -> tuple[int, ...] | None:
    """Tokens of the cue's further words among what depends on the trigger, null where one lacks."""
    if not cue.other_words:
        return ()
    near = [
        child
        for child in _descendants(reading, token.i, 2)
        if abs(child.i - token.i) <= 8 and child.dep not in ("relcl", "advcl", "ccomp", "conj")
    ]
    if token.i + 1 < len(reading.tokens):
        near.append(reading.tokens[token.i + 1])
    found = []
    for word in cue.other_words:
        fit = next((t.i for t in near if word in (t.lemma, t.lower)), None)
        if fit is None:
            return None
        found.append(fit)
    return tuple(found)


def _descendants(reading: Reading, i: int, depth: int) -> Iterator[Token]:
    for child in reading.dependents(i):
        yield child
        if depth > 1:
            yield from _descendants(reading, child.i, depth - 1)


def _fits(
    reading: Reading,
    cue: Cue,
    token: Token,
    frame: Frame,
    complement: tuple[int, ...],
    told: Mapping[int, _Candidate],
) -> bool:
    objects = _lemmas(reading, frame.object or frame.preps.get("of", []))
    subjects = _lemmas(reading, frame.subject or frame.poss)
    if (cue.object and not cue.object & objects) or cue.object_not & objects:
        return False
    if (cue.subject and not cue.subject & subjects) or cue.subject_not & subjects:
        return False
    if cue.modifier_not:
        modifiers = reading.dependents(token.i, "compound", "amod", "nmod", "npadvmod", "poss")
        if any({m.lemma, m.lower} & cue.modifier_not for m in modifiers):
            return False
    if cue.near or cue.near_not:
        around = {reading.tokens[i].lemma for i in _clause(reading, frame)}
        if (cue.near and not cue.near & around) or cue.near_not & around:
            return False
    if cue.complement == "required" and not _has_clause(reading, frame, complement):
        return False
    if cue.own and not _is_own(reading, frame, complement):
        return False
    if cue.embedded:
        return any(_is_told(cue.embedded, told[i]) for i in complement if i in told)
    return True


_OWN_SUBJECTS = frozenset("it he she they we i".split())


def _is_own(reading: Reading, frame: Frame, complement: tuple[int, ...]) -> bool:
    """Whether the complement's clause has the frame's subject: none of its own, or a pronoun."""
    for i in complement:
        token = reading.tokens[i]
        if token.pos in ("VERB", "AUX") and token.dep in (*_CLAUSAL, "acl", "advcl"):
            own = reading.dependents(i, "nsubj", "nsubjpass")
            return all(each.lower in _OWN_SUBJECTS for each in own)
    return not complement or not any(
        reading.tokens[i].pos in ("VERB", "AUX") for i in complement
    )


def _lemmas(reading: Reading, heads: Iterable[int]) -> set[str]:
    found = set()
    for head in heads:
        for member in members(reading, head):
            found.update((reading.tokens[member].lemma, reading.tokens[member].lower))
    return found


def _clause(reading: Reading, frame: Frame) -> list[int]:
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
            if child.dep in _CLAUSAL or (child.dep in ("dobj", "acl", "advcl") and child.i > top):
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
        for child in reading.children[i]:
            token = reading.tokens[child]
            if child in seen or (token.dep in _BACKGROUND and not _is_infinitive(reading, token)):
                continue
            if token.dep == "acl" and token.tag in ("VBN", "VBD"):
                continue
            seen.add(child)
            open_.append(child)
    return tuple(sorted(found))


def _look_into_complement(
    reading: Reading, frame: Frame, complement: tuple[int, ...]
) -> None:
    """Give the frame the subject and object of the first clause below a speech act."""
    for i in complement:
        token = reading.tokens[i]
        if token.pos != "VERB" or token.dep not in (*_CLAUSAL, "acl", "advcl"):
            continue
        below = verb_frame(reading, i)
        own = reading.dependents(i, "nsubj", "nsubjpass", "agent")
        frame.csubj = below.subject if own else []
        frame.cobj = below.object or [each for found in below.preps.values() for each in found]
        return


def _is_infinitive(reading: Reading, token: Token) -> bool:
    return any(child.lower == "to" for child in reading.dependents(token.i, "aux"))


def _has_clause(reading: Reading, frame: Frame, complement: tuple[int, ...]) -> bool:
    return any(
        reading.tokens[i].pos in ("VERB", "AUX")
        and reading.tokens[i].dep in (*_CLAUSAL, "acl", "advcl", "dobj")
        for i in complement
    )


def _is_told(acts: frozenset[str], candidate: _Candidate) -> bool:
    cue = candidate.cue
    return cue.type in acts or (cue.mode is not None and f"{cue.type}/{cue.mode}" in acts)


def _find_mode(
    reading: Reading, codebook: Codebook, candidate: _Candidate, told: Mapping[int, _Candidate]
) -> None:
    """The mode from the cue, from what is told in the complement, or from topic words."""
    event_type = codebook.types[candidate.cue.type]
    ranked = list(_ranked_modes(reading, event_type, candidate, told))
    if candidate.cue.mode is not None:
        ranked.insert(0, (candidate.cue.mode, "by the cue", ()))
    elif not ranked and event_type.default_mode is not None:
        ranked.append((event_type.default_mode, "by default", ()))
    if ranked:
        candidate.mode, candidate.mode_reason, candidate.mode_tokens = ranked[0]
        candidate.modes = tuple(dict.fromkeys(mode for mode, _, _ in ranked))


def _ranked_modes(
    reading: Reading,
    event_type: EventType,
    candidate: _Candidate,
    told: Mapping[int, _Candidate],
) -> Iterator[tuple[str, str, tuple[int, ...]]]:
    speech = candidate.cue.complement != "none" and candidate.complement
    for mode in event_type.modes.values():
        for i in candidate.complement if mode.embedded else ():
            if i in told and i != candidate.token.i and _is_told(mode.embedded, told[i]):
                yield mode.name, f"by '{reading.tokens[i].text}' in the complement", (i,)
                break
    scope = candidate.complement if speech else _mode_scope(reading, candidate)
    for mode in event_type.modes.values():
        hits = tuple(i for i in scope if reading.tokens[i].lemma in mode.topics)
        if hits:
            yield mode.name, f"by '{reading.tokens[hits[0]].text}'", hits[:1]


def _mode_scope(reading: Reading, candidate: _Candidate) -> list[int]:
    return _clause(reading, candidate.frame)


def _without_absorbed(
    reading: Reading, candidates: Sequence[_Candidate]
) -> list[_Candidate]:
    """Drop what stands in the complement of an absorbing act, or is a word of a longer cue."""
    gone: set[int] = set()
    for candidate in candidates:
        gone.update(candidate.others)
        if candidate.cue.object:
            gone.update(_object_heads(reading, candidate))
    for candidate in candidates:
        if candidate.token.i in gone or not candidate.cue.absorbs:
            continue
        gone.update(i for i in candidate.complement if i != candidate.token.i)
    return [candidate for candidate in candidates if candidate.token.i not in gone]


def _object_heads(reading: Reading, candidate: _Candidate) -> Iterator[int]:
    for head in candidate.frame.object:
        for member in members(reading, head):
            if reading.tokens[member].lemma in candidate.cue.object:
                yield member


def _passed_statuses(candidates: Iterable[_Candidate]) -> dict[int, tuple[Status, int]]:
    """trigger -> status that the speech act over it gives, with that speech act's token."""
    found: dict[int, tuple[Status, int]] = {}
    for candidate in candidates:
        if candidate.cue.passes is None:
            continue
        for i in candidate.complement:
            found.setdefault(i, (candidate.cue.passes, candidate.token.i))
    return found


def _without_doubles(reading: Reading, candidates: list[_Candidate]) -> list[_Candidate]:
    """One act told by a noun and by its effect is one: "the attack killed 12", "shot dead"."""
    by_token = {candidate.token.i: candidate for candidate in candidates}
    gone: set[int] = set()
    for candidate in candidates:
        main = _act_behind(reading, candidate, by_token, gone)
        if main is not None:
            _give(candidate, main)
            gone.add(candidate.token.i)
    return [candidate for candidate in candidates if candidate.token.i not in gone]


def _act_behind(
    reading: Reading,
    candidate: _Candidate,
    by_token: Mapping[int, _Candidate],
    gone: set[int],
) -> _Candidate | None:
    """The act of the same type that the candidate tells the effect or the manner of."""
    around: list[int] = []
    if candidate.cue.pos == "verb":
        frame = candidate.frame
        around += frame.subject
        for prep in ("in", "by", "during", "with", "from"):
            around += frame.preps.get(prep, ())
    if candidate.cue.result:
        around += _linked_verbs(reading, candidate)
    for i in around:
        other = by_token.get(i)
        if other is None or other is candidate or i in gone or other.cue.result:
            continue
        if other.cue.type == candidate.cue.type:
            return other
    return None


def _linked_verbs(reading: Reading, candidate: _Candidate) -> list[int]:
    """Verbs and nouns above and below a result word, up to a clause with a subject of its own."""
    found: list[int] = []
    token = candidate.token
    for above in reading.ancestors(token.i):
        if token.dep == "conj" and reading.dependents(token.i, "nsubj", "nsubjpass"):
            break
        found.append(above.i)
        token = above
    below = reading.subtree(candidate.token.i)
    found += [i for i in below if reading.tokens[i].dep not in ("conj", "ccomp")]
    return found


def _give(candidate: _Candidate, main: _Candidate) -> None:
    """Hand the parties of a double to the act it tells."""
    main.also.append(candidate.token.i)
    if not (main.frame.object or main.frame.preps.get("of") or main.frame.preps.get("on")):
        main.frame.object = [i for i in candidate.frame.object if i != main.token.i]
    if not (main.frame.subject or main.frame.poss):
        main.frame.subject = [i for i in candidate.frame.subject if i != main.token.i]
    if main.cue.pos == "noun" and candidate.cue.pos == "verb" and not main.frame.light:
        main.frame.verb = candidate.frame.verb


def _act(
    reading: Reading,
    codebook: Codebook,
    candidate: _Candidate,
    sentence: Sentence,
    passed: tuple[Status, int] | None,
) -> Act | None:
    cue, frame = candidate.cue, candidate.frame
    noun = cue.pos == "noun"
    actors, actor_slot = fill(reading, frame, cue.actor or _ACTOR_SLOTS[cue.pos], noun=noun)
    slots = cue.recipient or (() if cue.joint else _RECIPIENT_SLOTS[cue.pos])
    recipients, recipient_slot = fill(reading, frame, slots, noun=noun, things=cue.things)
    if not recipients and cue.absorbs and not cue.joint:
        recipients, recipient_slot = fill(reading, frame, _BELOW, noun=noun)
    recipients = [i for i in recipients if i not in actors]
    if cue.joint:
        actors, recipients = sorted({*actors, *recipients}), []
    if not _has_needed(cue, actors, recipients):
        return None
    finding = _finding(reading, candidate, passed)
    refused = _refused(reading, codebook, candidate, finding, actors)
    if refused is not None:
        cue, candidate = refused.cue, refused
        finding = Finding(Status.HAPPENED, finding.tokens, "the actor says it will not do it")
    if _is_standing_deed(reading, codebook, candidate, finding, sentence):
        finding = Finding(Status.ONGOING, (candidate.token.i,), "a deed told in the present")
    trigger = _trigger(reading, candidate)
    confidence = cue.weight + (0.08 if actors and (recipients or cue.joint) else 0.0)
    confidence -= 0.15 * (not actors) + 0.05 * (finding.status is not Status.HAPPENED)
    evidence = {"status": _token_spans(reading, finding.tokens)} if finding.tokens else {}
    if candidate.mode_tokens:
        evidence["mode"] = _token_spans(reading, candidate.mode_tokens)
    reasons = [f"{cue.type} by {cue.readable}"]
    if candidate.mode:
        reasons.append(f"mode {candidate.mode} {candidate.mode_reason}")
    if actor_slot:
        reasons.append(f"actor as '{actor_slot}'")
    if recipient_slot and recipients:
        reasons.append(f"recipient as '{recipient_slot}'")
    reasons.append(f"status {finding.status.value}: {finding.reason}")
    clause = _clause(reading, frame)
    return Act(
        type=cue.type,
        mode=candidate.mode,
        modes=candidate.modes,
        contexts=cue.contexts,
        trigger=trigger,
        clause=reading.token_span(
            max(clause[0], sentence.first), min(clause[-1], sentence.last - 1)
        ),
        actors=spans(reading, actors),
        recipients=spans(reading, recipients),
        status=finding.status,
        evidence=evidence,
        confidence=round(min(0.99, max(0.05, confidence)), 2),
        rationale="; ".join(reasons) + ".",
        also=_token_spans(reading, candidate.also),
        outcome=cue.result,
        definite=noun and _is_definite(reading, candidate.token),
        verbal=not noun,
        lemma=candidate.token.lemma,
    )


def _refused(
    reading: Reading,
    codebook: Codebook,
    candidate: _Candidate,
    finding: Finding,
    actors: Sequence[int],
) -> _Candidate | None:
    """The act as a refusal, where "will not" or "would not" stands before it."""
    if finding.status is not Status.DID_NOT_HAPPEN or codebook.refusal is None or not actors:
        return None
    modals = [t for t in reading.dependents(candidate.frame.verb, "aux") if t.lower in _WILLING]
    if not modals or candidate.frame.passive:
        return None
    type_ = codebook.types[codebook.refusal]
    mode = next((m.name for m in type_.modes.values() if _is_told(m.embedded, candidate)), None)
    return replace(
        candidate,
        cue=replace(candidate.cue, type=type_.name, mode=mode),
        mode=mode,
        modes=(mode,) if mode else (),
        mode_reason="by what is refused",
    )


def _is_standing_deed(
    reading: Reading,
    codebook: Codebook,
    candidate: _Candidate,
    finding: Finding,
    sentence: Sentence,
) -> bool:
    """A deed in the simple present ("the gangs hold the port"), headlines apart."""
    quad = codebook.types[candidate.cue.type].quad
    token = reading.tokens[candidate.frame.verb]
    if finding.status is not Status.HAPPENED or quad is None or quad.startswith("verbal"):
        return False
    if token.tag not in ("VBZ", "VBP") or reading.text[sentence.end - 1] not in ".!?\"”'’":
        return False
    return not reading.dependents(token.i, "aux", "auxpass")


def _has_needed(cue: Cue, actors: list[int], recipients: list[int]) -> bool:
    if cue.needs == "nothing":
        return True
    if cue.needs == "actor":
        return bool(actors)
    if cue.needs == "recipient":
        return bool(recipients)
    if cue.needs == "both":
        return len(actors) > 1 if cue.joint else bool(actors and recipients)
    return bool(actors or recipients)


def _finding(
    reading: Reading, candidate: _Candidate, passed: tuple[Status, int] | None
) -> Finding:
    if candidate.cue.status is not None:
        return Finding(candidate.cue.status, (), "by the cue")
    own = status_of(reading, candidate.frame)
    if passed is not None and own.status in (Status.HAPPENED, Status.POSSIBLE, Status.ANNOUNCED):
        status, over = passed
        return Finding(status, (over,), f"under '{reading.tokens[over].text}'")
    return own


def _trigger(reading: Reading, candidate: _Candidate) -> Span:
    """The trigger's word with the words of its cue that stand right beside it."""
    first = last = candidate.token.i
    for other in sorted(candidate.others):
        if other == last + 1:
            last = other
    for other in sorted(candidate.others, reverse=True):
        if other == first - 1 and candidate.cue.pos == "noun":
            first = other
    return reading.token_span(first, last)


def _token_spans(reading: Reading, tokens: Iterable[int]) -> tuple[Span, ...]:
    return tuple(reading.token_span(i, i) for i in sorted(tokens))


def _is_definite(reading: Reading, token: Token) -> bool:
    determiners = reading.dependents(token.i, "det", "poss")
    return any(
        d.lower in ("the", "this", "that", "these", "those", "its", "his", "their", "her")
        for d in determiners
    ) or any(d.lower == "such" for d in reading.dependents(token.i, "amod", "predet")
    )
