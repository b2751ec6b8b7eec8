"""Whether what a predicate names came about: status for words of any kind."""

from __future__ import annotations

from dataclasses import dataclass

from whimbrel.coding.frames import noun_frame, verb_frame
from whimbrel.coding.status import Finding, status_of
from whimbrel.reading.text import Reading, Token
from whimbrel.records import Span, Status


@dataclass(frozen=True, slots=True)
class Judgement:
    """A status with how sure it is, and the reason in words."""

    status: Status
    factuality: float
    confidence: float
    reason: str


def judge(reading: Reading, trigger: Span) -> Judgement:
    """What the text tells of the word in the span."""
    token = head_of(reading, trigger)
    finding = None if token is None else _finding(reading, token)
    if finding is None:
        finding = Finding(Status.HAPPENED, (), "told as fact")
    return Judgement(finding.status, 0.0, 0.7, finding.reason)


def _finding(reading: Reading, token: Token) -> Finding:
    noun = token.pos in ("NOUN", "PROPN")
    frame = noun_frame(reading, token.i) if noun else verb_frame(reading, token.i)
    return status_of(reading, frame)


def head_of(reading: Reading, span: Span) -> Token | None:
    """The word of the span that governs its others."""
    inside = reading.tokens_in(span.start, span.end)
    numbers = {token.i for token in inside}
    return next((t for t in inside if t.head == t.i or t.head not in numbers), None)
