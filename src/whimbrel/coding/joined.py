"""The coder that ships: the cue coder and the encoder as one.

Cues bring any codebook, a reason that can be read, and exact parties; the encoder brings recall and
judgement. Every act that either finds is weighed by both and gets one calibrated confidence: the
probability that such an act is told there, as measured on sentences that neither was made with.
Acts below `min_confidence` are left out.

The encoder learned the types of one codebook (`judging.LEARNED`). Of another one it
cannot say what is told, which may be nothing that it ever heard of: every act is the cues', and the
encoder judges its status and its parties alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from whimbrel.codebooks.scheme import Codebook
from whimbrel.coding.acts import Act
from whimbrel.coding.cues import CueCoder, is_codable
from whimbrel.coding.frames import noun_frame, verb_frame
from whimbrel.coding.judging import Judge, Known, confidence, known_types, logit, weights
from whimbrel.coding.matching import clause
from whimbrel.coding.roles import of_somebody
from whimbrel.coding.screening import may_tell
from whimbrel.coding.status import Finding, status_of
from whimbrel.encoder import Encoder, Scores
from whimbrel.encoder.scores import NONE
from whimbrel.reading.phrases import head_token
from whimbrel.reading.text import Reading, Sentence
from whimbrel.records import Span, Status

MIN_CONFIDENCE = 0.5
LONE_SENTENCE = 0.15
"""The likeliest act of a text of one sentence is told from here on where no threshold is asked for.

Who gives one sentence has chosen it, as lists of headlines and of leads are, and it is likelier to
tell something than any sentence of an article."""
_WHOLE_TEXT = 4
"""Sentences from which on a text is judged by what it is about."""
_BESIDE = frozenset("relcl acl advcl appos".split())
_OF_ONE_ACT = frozenset("dobj pobj prt prep xcomp nsubj nsubjpass compound aux".split())
"""How a word hangs on another with which it tells one act ("launched an offensive")."""

_ONE_MORE = frozenset("second third fourth fifth another further similar".split())
_OF_ENCODER = ("type", "some", "told", "tells")
"""Features in which the encoder says whether an act is told."""


@dataclass(frozen=True, slots=True)
class Seen:
    """An act that one of the two found, with what both say of it."""

    act: Act
    features: Mapping[str, float]
    cue: bool


class JoinedCoder:
    """Codes by cues and encoder together, or by the encoder alone. `screen` leaves sentences out
    that can hardly tell an event (`coding.screening`)."""

    name = "both"

    def __init__(
        self,
        encoder: Encoder,
        *,
        min_confidence: float | None = None,
        with_cues: bool = True,
        screen: bool = False,
    ) -> None:
        self._screen = screen
        self._encoder = encoder
        self._cues = CueCoder() if with_cues else None
        self._min_confidence = min_confidence
        if not with_cues:
            self.name = "encoder"
        self._knowing: tuple[Codebook, Known | None] | None = None

    def acts(self, reading: Reading, codebook: Codebook) -> tuple[Act, ...]:
        """The acts told in the text, in the order of their triggers."""
        # What is shown is what is measured: an act of 0.93 is none less sure than 0.93.
        held = tuple(
            replace(seen.act, confidence=round(confidence(seen.features), 2))
            for seen in self.weighed(reading, codebook)
        )
        asked = self._min_confidence
        kept = _from(held, MIN_CONFIDENCE if asked is None else asked)
        if kept or not held or len(reading.sentences) > 1 or asked is not None:
            return kept
        return _from((max(held, key=lambda act: act.confidence),), LONE_SENTENCE)

    def _known(self, codebook: Codebook) -> Known | None:
        if self._knowing is None or self._knowing[0] is not codebook:
            self._knowing = codebook, known_types(codebook)
        return self._knowing[1]

    def weighed(self, reading: Reading, codebook: Codebook) -> Iterator[Seen]:
        """Every act that either sees in the text, weighed by both, in the order of triggers."""
        read = {
            sentence.i: self._encoder.read(reading.text[sentence.start : sentence.end])
            for sentence in reading.sentences
            if is_codable(reading, sentence, codebook)
            and (not self._screen or may_tell(reading, sentence, codebook))
        }
        relevance = _relevance(self._encoder, list(read.values()))
        known = self._known(codebook)
        before: list[Seen] = []
        for sentence in reading.sentences:
            if sentence.i in read:
                judge = Judge(reading, sentence, read[sentence.i], known, relevance)
                for seen in self._weighed(reading, codebook, sentence, judge):
                    before.append(_as_further(reading, seen, before))
                    yield before[-1]

    def _weighed(
        self, reading: Reading, codebook: Codebook, sentence: Sentence, judge: Judge
    ) -> list[Seen]:
        by_cues = self._cues.sentence_acts(reading, codebook, sentence) if self._cues else []
        seen = judge.triggers()
        found = [
            _judged(reading, codebook, judge, act, _seen_beside(reading, act, seen))
            for act in by_cues
        ]
        found += (
            _seen_by_encoder(reading, codebook, judge, trigger, type_)
            for trigger, type_, _ in seen
            if not _is_told(reading, trigger, type_, by_cues)
        )
        return sorted(found, key=lambda seen: (seen.act.trigger.start, seen.act.trigger.end))


def _from(acts: tuple[Act, ...], least: float) -> tuple[Act, ...]:
    return tuple(act for act in acts if act.confidence >= least)


def _relevance(encoder: Encoder, sentences: Sequence[Scores]) -> float:
    """How likely the text is about politics or conflict; of a few sentences little is sure."""
    share = min(1.0, len(sentences) / _WHOLE_TEXT)
    return 0.5 + (encoder.relevance(sentences) - 0.5) * share


def _is_told(reading: Reading, trigger: Span, type_: str, acts: Sequence[Act]) -> bool:
    """Whether an act of the cues has the trigger, or one of the type hangs on it in its clause."""
    for act in acts:
        if any(span.overlaps(trigger) for span in (act.trigger, *act.also)):
            return True
        if act.type == type_ and _hangs_on(reading, act.trigger, trigger):
            return True
    return False


def _hangs_on(reading: Reading, one: Span, other: Span) -> bool:
    first, second = head_token(reading, one), head_token(reading, other)
    if first is None or second is None:
        return False
    for low, high in ((first, second), (second, first)):
        if low.head == high.i and low.dep in _OF_ONE_ACT:
            return True
        above = reading.tokens[low.head]
        if above.dep == "prep" and above.head == high.i:
            return True
    return False


def _seen_beside(reading: Reading, act: Act, seen: Sequence[tuple[Span, str, float]]) -> float:
    """How likely the encoder holds the act at another word of it: "a bomb exploded" may have the
    bomb as its cue and the exploding as what the encoder sees."""
    return max(
        (
            share
            for trigger, type_, share in seen
            if type_ == act.type and _hangs_on(reading, act.trigger, trigger)
        ),
        default=0.0,
    )


def _judged(reading: Reading, codebook: Codebook, judge: Judge, act: Act, beside: float) -> Seen:
    """An act of the cues with the encoder's say: its type, status, mode and parties. `beside` is
    the encoder's probability of the type at another word of the act."""
    types = judge.types(act.trigger)
    best = max((t for t in types if t != NONE), key=lambda t: types[t], default=act.type)
    features = _features(reading, judge, act, act.confidence, agree=best == act.type, beside=beside)
    # "Will not lay down its arms": the words tell what is refused, the grammar that it is.
    by_grammar = act.type in (codebook.refusal, codebook.demand)
    if best != act.type and not by_grammar and types[best] >= weights().retyped:
        # What speaks for the encoder's type against what speaks for the cue's.
        other = replace(act, type=best, mode=None, modes=())
        others = _features(reading, judge, other, 0.0, agree=False)
        if confidence(others) > confidence(features):
            act, features = other, others
    return Seen(_completed(reading, judge, act), features, cue=True)


def _as_further(reading: Reading, seen: Seen, before: Sequence[Seen]) -> Seen:
    """An act of the cues told as one more of those before it ("a second bomb"), for which speaks
    what the encoder, who reads each sentence by itself, says of the last of them."""
    if not seen.cue or not _is_one_more(reading, seen.act.trigger):
        return seen
    for earlier in reversed(before):
        if _is_alike(earlier.act, seen.act) and confidence(earlier.features) >= MIN_CONFIDENCE:
            held = {k: max(seen.features[k], earlier.features[k])
                    for k in _OF_ENCODER if k in seen.features}  # fmt: skip
            return replace(seen, features={**seen.features, **held})
    return seen


def _is_one_more(reading: Reading, trigger: Span) -> bool:
    token = head_token(reading, trigger)
    if token is None:
        return False
    return any(each.lower in _ONE_MORE for each in reading.dependents(token.i, "amod", "det"))


def _is_alike(one: Act, other: Act) -> bool:
    same_mode = one.mode is not None and one.mode == other.mode
    return one.type == other.type and (same_mode or one.lemma == other.lemma)


def _features(
    reading: Reading,
    judge: Judge,
    act: Act,
    cue_weight: float,
    *,
    agree: bool,
    beside: float = 0.0,
) -> dict[str, float]:
    """What speaks for an act and against it; `cue_weight` is 0 where no cue has its type."""
    if not judge.knows_types:
        return _features_of_cues(reading, act, cue_weight)
    types = judge.types(act.trigger)
    some = max(1 - types[NONE], beside)
    # "Will not lay down its arms": that the encoder sees the laying down speaks for the refusal.
    named = max(types.keys() - {NONE}, key=lambda t: types[t]) if act.turned else act.type
    share = max(types.get(act.type, 0.0), types.get(named, 0.0), beside)
    return {
        **_features_of_cues(reading, act, cue_weight),
        "type": logit(share),
        "alone_type": 0.0 if cue_weight else logit(share),
        "some": logit(some),
        "told": logit(judge.told),
        "tells": logit(max(judge.tells(act.type), judge.tells(named))),
        "off_topic": max(0.0, -logit(judge.relevance)),
        "agree": float((agree or act.turned) and cue_weight > 0),
    }


def _features_of_cues(reading: Reading, act: Act, cue_weight: float) -> dict[str, float]:
    return {
        "cue": float(cue_weight > 0),
        "cue_weight": cue_weight,
        "actor": float(bool(act.actors)),
        "recipient": float(bool(act.recipients)),
        "aside": float(_is_aside(reading, act.trigger)),
    }


def _is_aside(reading: Reading, trigger: Span) -> bool:
    """Whether the act is told beside what the sentence tells: in a clause that describes somebody,
    or says when or why."""
    token = head_token(reading, trigger)
    if token is None:
        return False
    path = (token, *reading.ancestors(token.i))
    return any(each.dep in _BESIDE for each in path)


def _completed(reading: Reading, judge: Judge, act: Act) -> Act:
    """The act with status, mode, contexts and parties as both judge them."""
    status, share = judge.status(act.trigger, act.status)
    if act.turned or act.settled:
        # What was not done is what is refused or asked; the refusal and the demand were made.
        status = act.status
    actors = judge.parties(act.trigger, "actor", act.actors, act.recipients)
    recipients = judge.parties(act.trigger, "recipient", act.recipients, actors)
    actors = of_somebody(reading, actors, status)
    recipients = of_somebody(reading, recipients, status)
    mode = judge.mode(act.trigger, act.type, act.mode)
    modes = act.modes if mode in act.modes or mode is None else (mode, *act.modes)
    said = f"{act.rationale} " if act.rationale else ""
    chance = judge.types(act.trigger).get(act.type, 0.0)
    typed = f"{act.type} {chance:.2f}, " if judge.knows_types else ""
    return replace(
        act,
        status=status,
        mode=mode,
        modes=modes,
        contexts=tuple(dict.fromkeys((*act.contexts, *judge.contexts(act.trigger)))),
        actors=actors,
        recipients=recipients,
        rationale=f"{said}Encoder: {typed}status {status.value} {share:.2f}.",
    )


def _seen_by_encoder(
    reading: Reading, codebook: Codebook, judge: Judge, trigger: Span, type_: str
) -> Seen:
    """An act that only the encoder saw, with the rules' say on its status and clause."""
    token = head_token(reading, trigger)
    if token is None:
        finding, spanned, verbal, lemma = Finding(Status.HAPPENED, (), ""), trigger, True, ""
    else:
        verbal = token.pos in ("VERB", "AUX")
        frame = verb_frame(reading, token.i) if verbal else noun_frame(reading, token.i)
        finding, lemma = status_of(reading, frame), token.lemma
        within = clause(reading, frame)
        here = reading.sentence_at(trigger.start)
        first, last = (here.first, here.last - 1) if here else (within[0], within[-1])
        spanned = reading.token_span(max(within[0], first), min(within[-1], last))
    status = finding.status
    if type_ == codebook.refusal and status is Status.DID_NOT_HAPPEN:
        # What was not done is what is refused; the refusal was.
        status = Status.HAPPENED
    act = Act(
        type=type_, trigger=trigger, clause=spanned, status=status, verbal=verbal, lemma=lemma,
        evidence={"status": (trigger,)} if status is not Status.HAPPENED else {},
        settled=finding.settled,
    )  # fmt: skip
    held = _completed(reading, judge, act)
    return Seen(held, _features(reading, judge, held, 0.0, agree=False), cue=False)
