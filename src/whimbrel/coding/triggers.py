"""The status of given words: did what they name come about?

The rules judge each trigger; a scorer's probabilities, where there is one, are weighed against
them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from whimbrel.coding.predicates import Judgement, judge
from whimbrel.reading.text import Reading
from whimbrel.records import Span, Status

_RULES_SHARE = 0.5
_OPEN = frozenset({Status.ANNOUNCED, Status.THREATENED, Status.POSSIBLE})


class StatusScorer(Protocol):
    """A second opinion on triggers, such as a model's."""

    def score(self, reading: Reading, triggers: Sequence[Span]) -> Sequence[Mapping[Status, float]]:
        """For each trigger the probability of each status. They sum to 1; an absent one is 0."""


@dataclass(frozen=True, slots=True)
class TriggerStatus:
    """What the text tells of one trigger. `factuality` runs from -3 (did not come about, for sure)
    over 0 (open) to 3 (came about, for sure)."""

    trigger: Span
    status: Status
    factuality: float
    confidence: float
    reason: str


def trigger_statuses(
    reading: Reading, triggers: Sequence[Span], scorer: StatusScorer | None = None
) -> tuple[TriggerStatus, ...]:
    """The status of each trigger, in the order given."""
    judged = [judge(reading, trigger) for trigger in triggers]
    if scorer is None:
        return tuple(map(_by_rules, triggers, judged))
    return tuple(map(_by_both, triggers, judged, scorer.score(reading, triggers)))


def _by_rules(trigger: Span, judged: Judgement) -> TriggerStatus:
    return TriggerStatus(
        trigger, judged.status, judged.factuality, judged.confidence, judged.reason
    )


def _by_both(trigger: Span, judged: Judgement, scores: Mapping[Status, float]) -> TriggerStatus:
    """Rules and scorer share the decision; factuality is what both expect."""
    weights = {status: (1 - _RULES_SHARE) * scores.get(status, 0.0) for status in Status}
    weights[judged.status] += _RULES_SHARE * judged.confidence
    total = sum(weights.values())
    # `Status` lists the realised ones first, so that a tie is told as fact.
    status = max(Status, key=lambda each: weights[each])
    expected = sum(3 * _direction(each) * scores.get(each, 0.0) for each in Status)
    factuality = _RULES_SHARE * judged.factuality + (1 - _RULES_SHARE) * expected
    agrees = status is judged.status
    return TriggerStatus(
        trigger,
        status,
        round(factuality, 2),
        round(weights[status] / total, 2) if total else judged.confidence,
        judged.reason if agrees else f"the scorer outweighs: {judged.reason}",
    )


def _direction(status: Status) -> int:
    if status.is_real:
        return 1
    return 0 if status in _OPEN else -1
