"""Ties between what the rooms read: claims with their dates and speakers, quantities and causes
with the claims and events they belong to."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from whimbrel.coding.offsets import Voices, in_order, starting_in
from whimbrel.coding.roles import is_party
from whimbrel.coding.whenwhere import clause_verb
from whimbrel.reading.phrases import head_token, noun_phrase
from whimbrel.reading.text import Reading
from whimbrel.records import Cause, Claim, Event, EventDate, Participant, Quantity, Span, Time

# Counted people that belong to a side.
_OF_PEOPLE = frozenset(
    {"killed", "wounded", "arrested", "displaced", "troops", "personnel", "protesters"}
)


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
        reason=known.reason,
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
    free = [time for time in free if not _in_another_clause(reading, time, cue)]
    near = min(free, key=lambda t: max(t.start - cue.end, cue.start - t.end), default=None)
    if near is None:
        return None
    return EventDate(from_=near.from_, to=near.to, start=near.start, end=near.end, text=near.text)


def _in_another_clause(reading: Reading, time: Time, cue: Span) -> bool:
    """Whether a relative clause that the cue stands outside of holds the time: "said it would free
    the chairman, who was arrested on Sunday"."""
    token, said = head_token(reading, time), head_token(reading, cue)
    if token is None or said is None:
        return False
    verb = clause_verb(reading, token)
    return reading.tokens[verb].dep in ("relcl", "acl") and said.i not in reading.subtree(verb)


def link_quantities(
    reading: Reading,
    quantities: Sequence[Quantity],
    claims: Sequence[Claim],
    describe: Callable[[Span], Participant],
) -> tuple[Quantity, ...]:
    """The quantities with the innermost claim they stand in, and whose the counted people are."""
    found, voices = [], Voices(claims)
    for quantity in quantities:
        claim = voices.innermost(quantity)
        counted = _counted_people(reading, quantity) if quantity.what in _OF_PEOPLE else None
        found.append(
            replace(
                quantity,
                claim_id=claim.id if claim else quantity.claim_id,
                of=describe(counted) if counted else quantity.of,
            )
        )
    return tuple(found)


def _counted_people(reading: Reading, quantity: Quantity) -> Span | None:
    """The phrase for the people that a number counts ("12 policemen"), null where none is said."""
    token = head_token(reading, quantity)
    if token is None:
        return None
    if token.dep in ("nummod", "quantmod", "compound", "amod"):
        token = reading.tokens[token.head]
    if token.tag not in ("NN", "NNS", "NNP", "NNPS") or not is_party(reading, token.i):
        return None
    return noun_phrase(reading, token.i)


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
