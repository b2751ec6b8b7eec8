"""The encoder as a second opinion on the status of given words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from whimbrel.encoder import Encoder
from whimbrel.reading.text import Reading
from whimbrel.records import Span, Status


class EncodedStatus:
    """Scores triggers by the status head (`coding.triggers.StatusScorer`)."""

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder

    def score(self, reading: Reading, triggers: Sequence[Span]) -> list[Mapping[Status, float]]:
        """For each trigger the probability of each status; none for one outside any sentence."""
        read = {}
        found: list[Mapping[Status, float]] = []
        for trigger in triggers:
            sentence = reading.sentence_at(trigger.start)
            if sentence is None:
                found.append({})
                continue
            if sentence.i not in read:
                read[sentence.i] = self._encoder.read(reading.text[sentence.start : sentence.end])
            held = read[sentence.i].statuses(
                trigger.start - sentence.start, trigger.end - sentence.start
            )
            found.append({Status(name): share for name, share in held.items()})
        return found
