"""Ties between what the rooms read: claims with their dates and speakers, quantities and causes
with the claims and events they belong to."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from whimbrel.coding.events import innermost_claim
from whimbrel.reading.text import Reading
from whimbrel.records import Cause, Claim, Event, EventDate, Participant, Quantity, Span, Time


def link_claims(
    reading: Reading,
    claims: Sequence[Claim],
    times: Sequence[Time],
    describe: Callable[[Span], Participant],
) -> tuple[Claim, ...]:
    """The claims with their speaker described and the day on which they were made."""
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
        for time in times
        if time.from_
        and sentence.start <= time.start
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
    found = []
    for quantity in quantities:
        claim = innermost_claim(quantity, claims)
        found.append(replace(quantity, claim_id=claim.id) if claim else quantity)
    return tuple(found)


def link_causes(
    causes: Sequence[Cause], events: Sequence[Event], claims: Sequence[Claim]
) -> tuple[Cause, ...]:
    """The causes with the events on either side, and the claim that holds both sides."""
    found = []
    for cause in causes:
        claim = innermost_claim(cause.cause, claims)
        held = claim is not None and any(part.contains(cause.effect) for part in claim.content)
        found.append(
            replace(
                cause,
                cause_event=_event_in(cause.cause, events),
                effect_event=_event_in(cause.effect, events),
                claim_id=claim.id if claim is not None and held else None,
            )
        )
    return tuple(found)


def _event_in(span: Span, events: Sequence[Event]) -> str | None:
    """The first event told inside the span, the main trigger before other mentions."""
    for event in events:
        if span.contains(event.trigger):
            return event.id
    return next(
        (event.id for event in events if any(span.contains(each) for each in event.mentions)), None
    )
