"""Ties between what the rooms read: claims with their dates and speakers, quantities and causes
with the claims and events they belong to."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from whimbrel.coding.offsets import Voices, in_order, starting_in
from whimbrel.reading.text import Reading
from whimbrel.records import Cause, Claim, Event, EventDate, Participant, Quantity, Span, Time


def link_claims(
    reading: Reading,
    claims: Sequence[Claim],
    times: Sequence[Time],
    describe: Callable[[Span], Participant],
) -> tuple[Claim, ...]:
    """The claims with their speaker described and the day on which they were made."""
    times = in_order(times)
    return tuple(
        replace(
            claim, speaker=_described(claim.speaker, describe), date=_date(reading, claim, times)
        )
        for claim in claims
    )


def _described(
    speaker: Participant | None, describe: Callable[[Span], Participant]
) -> Participant | None:
    if speaker is None:
        return None
    known = describe(speaker)
    return replace(
        speaker,
        mention=speaker.mention or known.mention,
        actor_id=known.actor_id,
        name=speaker.name or known.name,
        country=known.country,
        sectors=known.sectors,
    )


def _date(reading: Reading, claim: Claim, times: Sequence[Time]) -> EventDate | None:
    """The dated expression of the cue's sentence that stands outside what is said."""
    if not claim.cue:
        return None
    sentence = reading.sentence_at(claim.cue[0].start)
    if sentence is None:
        return None
    free = [
        time
        for time in starting_in(times, sentence.start, sentence.end)
        if time.from_
        and time.end <= sentence.end
        and not any(part.overlaps(time) for part in claim.content)
    ]
    cue = claim.cue[0]
    near = min(free, key=lambda t: max(t.start - cue.end, cue.start - t.end), default=None)
    if near is None:
        return None
    return EventDate(from_=near.from_, to=near.to, start=near.start, end=near.end, text=near.text)


def link_quantities(
    reading: Reading, quantities: Sequence[Quantity], claims: Sequence[Claim]
) -> tuple[Quantity, ...]:
    """The quantities with the innermost claim they stand in."""
    found, voices = [], Voices(claims)
    for quantity in quantities:
        claim = voices.innermost(quantity)
        found.append(replace(quantity, claim_id=claim.id) if claim else quantity)
    return tuple(found)


def link_causes(
    causes: Sequence[Cause], events: Sequence[Event], claims: Sequence[Claim]
) -> tuple[Cause, ...]:
    """The causes with the events on either side, and the claim that holds both sides."""
    found, voices, told = [], Voices(claims), _Told(events)
    for cause in causes:
        claim = voices.innermost(cause.cause)
        held = claim is not None and any(part.contains(cause.effect) for part in claim.content)
        found.append(
            replace(
                cause,
                cause_event=told.inside(cause.cause),
                effect_event=told.inside(cause.effect),
                claim_id=claim.id if claim is not None and held else None,
            )
        )
    return tuple(found)


class _Told:
    """The events of a text by the words that tell them."""

    def __init__(self, events: Sequence[Event]) -> None:
        ranked = list(enumerate(events))
        triggers = {event.trigger: (rank, event.id) for rank, event in reversed(ranked)}
        others = {
            span: (rank, event.id) for rank, event in reversed(ranked) for span in event.mentions
        }
        self._layers = [(in_order(layer), layer) for layer in (triggers, others)]

    def inside(self, span: Span) -> str | None:
        """The first event told inside the span, main triggers before other mentions."""
        for words, events in self._layers:
            near = starting_in(words, span.start, span.end)
            told = [events[each] for each in near if span.contains(each)]
            if told:
                return min(told)[1]
        return None
