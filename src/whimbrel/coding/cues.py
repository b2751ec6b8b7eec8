"""The cue coder: acts from a codebook's cues and the dependency parse.

For each word that starts a cue, the most demanding cue whose conditions hold gives the type; its
slots say who acted on whom. Speech acts look into their complement, for their mode and for what
they absorb ("demanded that troops leave" is one act, the demand).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from whimbrel.codebooks.scheme import Codebook
from whimbrel.coding.acts import Act
from whimbrel.coding.doubles import passed_statuses, without_absorbed, without_doubles
from whimbrel.coding.frames import Frame, verb_frame
from whimbrel.coding.lexicon import word_list
from whimbrel.coding.matching import (
    Candidate,
    Parties,
    candidates,
    clause,
    has_needed,
    parties_of,
)
from whimbrel.coding.modes import find_mode, mode_told_by
from whimbrel.coding.roles import fill, of_somebody, spans
from whimbrel.coding.status import Finding, status_of
from whimbrel.reading.text import Reading, Sentence, Token
from whimbrel.records import Span, Status

_LONGEST_SENTENCE = 500
"""Tokens. What is longer is a table or a list; frames in it mean nothing and cost a square."""
_WILLING = frozenset({"will", "would", "wo", "'ll", "'d"})
_OBLIGING = frozenset({"must", "should", "ought"})


class CueCoder:
    """Codes by the cues of whatever codebook it is given; acts less sure than `min_confidence`
    are left out."""

    name = "cues"

    def __init__(self, *, min_confidence: float = 0.0) -> None:
        self._min_confidence = min_confidence

    def acts(self, reading: Reading, codebook: Codebook) -> tuple[Act, ...]:
        """The acts told in the text, in the order of their triggers."""
        found: list[Act] = []
        for sentence in reading.sentences:
            if is_codable(reading, sentence, codebook):
                found.extend(self.sentence_acts(reading, codebook, sentence))
        return tuple(act for act in found if act.confidence >= self._min_confidence)

    def sentence_acts(self, reading: Reading, codebook: Codebook, sentence: Sentence) -> list[Act]:
        """The acts of one sentence, in the order of their triggers."""
        return list(_acts_of_sentence(reading, codebook, sentence))


def is_codable(reading: Reading, sentence: Sentence, codebook: Codebook) -> bool:
    """Whether the sentence is one, and not about what the codebook calls off topic."""
    if sentence.last - sentence.first > _LONGEST_SENTENCE:
        return False
    return not _is_off_topic(reading, sentence, codebook)


def _is_off_topic(reading: Reading, sentence: Sentence, codebook: Codebook) -> bool:
    words = {token.lemma for token in reading.sentence_tokens(sentence)}
    return len(words & codebook.off_topic) >= codebook.off_topic_at


def _acts_of_sentence(reading: Reading, codebook: Codebook, sentence: Sentence) -> Iterator[Act]:
    told: dict[int, Candidate] = {}
    for _ in range(2):  # the second pass sees what stands in the complements
        found = candidates(reading, codebook, sentence, told)
        told = {candidate.token.i: candidate for candidate in found}
    for candidate in found:
        find_mode(reading, codebook, candidate, told)
    kept = without_absorbed(reading, found)
    passed = passed_statuses(kept)
    for candidate in without_doubles(reading, kept):
        act = _act(reading, codebook, candidate, sentence, passed.get(candidate.token.i))
        if act is not None:
            yield act


def _act(
    reading: Reading,
    codebook: Codebook,
    candidate: Candidate,
    sentence: Sentence,
    passed: tuple[Status, int] | None,
) -> Act | None:
    parties = parties_of(reading, candidate)
    if not (candidate.stands or has_needed(candidate.cue, parties)):
        return None
    finding = _finding(reading, candidate, passed)
    turned = _refused(codebook, reading, candidate, finding, parties) or _demanded(
        codebook, reading, candidate, finding, parties
    )
    if turned is not None:
        candidate, parties, reason = turned
        finding = Finding(Status.HAPPENED, finding.tokens, reason)
    if _is_standing_deed(reading, codebook, candidate, finding, sentence):
        finding = Finding(Status.ONGOING, (candidate.token.i,), "a deed told in the present")
    cue = candidate.cue
    noun = cue.pos == "noun"
    within = clause(reading, candidate.frame)
    return Act(
        type=cue.type,
        mode=candidate.mode,
        modes=candidate.modes,
        contexts=cue.contexts,
        trigger=_trigger(reading, candidate),
        clause=reading.token_span(
            max(within[0], sentence.first), min(within[-1], sentence.last - 1)
        ),
        actors=of_somebody(reading, spans(reading, parties.actors), finding.status),
        recipients=of_somebody(reading, spans(reading, parties.recipients), finding.status),
        status=finding.status,
        evidence=_evidence(reading, candidate, finding),
        confidence=_confidence(candidate, parties, finding),
        rationale=_rationale(candidate, parties, finding),
        also=_token_spans(reading, candidate.also),
        outcome=cue.result,
        definite=noun and _is_definite(reading, candidate.token),
        verbal=not noun,
        lemma=candidate.token.lemma,
        turned=turned is not None,
        settled=finding.settled,
    )


def _confidence(candidate: Candidate, parties: Parties, finding: Finding) -> float:
    """How sure the cue is, more with both sides told, less without an actor or a plain status."""
    both = parties.actors and (parties.recipients or candidate.cue.joint)
    found = candidate.cue.weight + (0.08 if both else 0.0)
    found -= 0.15 * (not parties.actors) + 0.05 * (finding.status is not Status.HAPPENED)
    return round(min(0.99, max(0.05, found)), 2)


def _evidence(
    reading: Reading, candidate: Candidate, finding: Finding
) -> dict[str, tuple[Span, ...]]:
    evidence = {"status": _token_spans(reading, finding.tokens)} if finding.tokens else {}
    if candidate.mode_tokens:
        evidence["mode"] = _token_spans(reading, candidate.mode_tokens)
    return evidence


def _rationale(candidate: Candidate, parties: Parties, finding: Finding) -> str:
    reasons = [f"{candidate.cue.type} by {candidate.cue.readable}"]
    if candidate.mode:
        reasons.append(f"mode {candidate.mode} {candidate.mode_reason}")
    if parties.actor_slot:
        reasons.append(f"actor as '{parties.actor_slot}'")
    if parties.recipient_slot:
        reasons.append(f"recipient as '{parties.recipient_slot}'")
    reasons.append(f"status {finding.status.value}: {finding.reason}")
    return "; ".join(reasons) + "."


def _refused(
    codebook: Codebook,
    reading: Reading,
    candidate: Candidate,
    finding: Finding,
    parties: Parties,
) -> tuple[Candidate, Parties, str] | None:
    """The act as a refusal, where "will not" or "would not" stands before it."""
    if finding.status is not Status.DID_NOT_HAPPEN or codebook.refusal is None:
        return None
    modals = [t for t in reading.dependents(candidate.frame.verb, "aux") if t.lower in _WILLING]
    if not modals or not parties.actors or candidate.frame.passive:
        return None
    turned = _as_speech(codebook, candidate, codebook.refusal, "by what is refused")
    return turned, parties, "the actor says it will not do it"


def _demanded(
    codebook: Codebook,
    reading: Reading,
    candidate: Candidate,
    finding: Finding,
    parties: Parties,
) -> tuple[Candidate, Parties, str] | None:
    """The act as a demand, where somebody says that another "must" or "should" do it."""
    if codebook.demand is None or finding.status is not Status.POSSIBLE:
        return None
    modals = [t for t in reading.dependents(candidate.frame.verb, "aux") if t.lower in _OBLIGING]
    said = _said_by(reading, reading.tokens[candidate.frame.verb])
    if not modals or said is None:
        return None
    speakers, _ = fill(reading, said, ("subj",), noun=False)
    if not speakers:
        return None
    addressed = tuple(i for i in parties.actors or parties.recipients if i not in speakers)
    turned = _as_speech(codebook, candidate, codebook.demand, "by what is demanded")
    asked = Parties(tuple(speakers), addressed, "subj of what is said", "subj")
    return turned, asked, f"somebody says that it '{modals[0].text}' be done"


def _said_by(reading: Reading, token: Token) -> Frame | None:
    """The frame of the verb of saying that governs the clause, null where there is none."""
    while token.dep == "conj":
        token = reading.tokens[token.head]
    head = reading.tokens[token.head]
    if token.dep in ("ccomp", "advcl") and head.i != token.i:
        return verb_frame(reading, head.i) if head.lemma in _saying() else None
    for child in reading.dependents(token.i, "ccomp", "parataxis", "advcl"):
        if child.lemma in _saying() and reading.dependents(child.i, "nsubj"):
            return verb_frame(reading, child.i)
    return None


def _saying() -> frozenset[str]:
    return word_list("verbs", "status", "said")


def _as_speech(codebook: Codebook, candidate: Candidate, type_: str, reason: str) -> Candidate:
    found = mode_told_by(codebook.types[type_], candidate)
    mode = found.name if found is not None else None
    return replace(
        candidate,
        cue=replace(candidate.cue, type=type_, mode=mode),
        mode=mode,
        modes=(mode,) if mode else (),
        mode_reason=reason,
        mode_tokens=(),
    )


def _is_standing_deed(
    reading: Reading,
    codebook: Codebook,
    candidate: Candidate,
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


def _finding(reading: Reading, candidate: Candidate, passed: tuple[Status, int] | None) -> Finding:
    if candidate.cue.status is not None:
        return Finding(candidate.cue.status, (), "by the cue")
    own = status_of(reading, candidate.frame)
    if passed is not None and own.status in (Status.HAPPENED, Status.POSSIBLE, Status.ANNOUNCED):
        status, over = passed
        return Finding(status, (over,), f"under '{reading.tokens[over].text}'")
    return own


def _trigger(reading: Reading, candidate: Candidate) -> Span:
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
    ) or any(d.lower == "such" for d in reading.dependents(token.i, "amod", "predet"))
