"""From acts to events: further mentions, claims, status, dates, places, quantities, contexts.

What every coder shares stands here, so that a trained coder needs to give acts only.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from whimbrel.codebooks.scheme import Codebook
from whimbrel.coding.acts import Act
from whimbrel.coding.carrying import carried_on
from whimbrel.coding.lexicon import word_list
from whimbrel.coding.merging import Telling, tellings
from whimbrel.coding.offsets import Holders, Voices, in_order, starting_in
from whimbrel.coding.whenwhere import capital_meant, date_of, place_of
from whimbrel.reading.text import Reading
from whimbrel.records import (
    Claim,
    Event,
    EventClaim,
    EventDate,
    Participant,
    Place,
    Quantity,
    Span,
    Status,
    Time,
)

_MAX_CONTEXTS = 4
_MAX_TAKING_UP = 8
_MAX_SENTENCES_BACK = 2
# Figures that news gives in the sentences after the act itself.
_TOLD_LATER = frozenset({"killed", "wounded", "arrested", "protesters", "votes"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What the other rooms read in the same text, for the acts to be joined with."""

    claims: Sequence[Claim] = ()
    times: Sequence[Time] = ()
    places: Sequence[Place] = ()
    quantities: Sequence[Quantity] = ()
    dateline: Span | None = None
    body_start: int = 0
    voices: Voices = field(init=False)
    """The claims, found by what is said in them."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "times", in_order(self.times))
        object.__setattr__(self, "places", in_order(self.places))
        object.__setattr__(self, "voices", Voices(self.claims))


def join(
    reading: Reading,
    acts: Sequence[Act],
    codebook: Codebook,
    around: Surroundings,
    describe: Callable[[Span, EventDate | None], Participant],
) -> tuple[Event, ...]:
    """The document's events in the order of their triggers. `describe` says who a party was at the
    event's date."""
    acts = [
        _as_pledged(reading, codebook, around, _as_promised(codebook, act))
        for act in (_without_dateline(act, around.dateline) for act in acts)
    ]
    denied = _denied_before(reading, acts, around)
    found: list[Event] = []
    taken: dict[str, int] = {}
    all_tellings = tellings(reading, acts, around.body_start, around.times)
    counted = _shared_out(reading, all_tellings, codebook, around)
    for number, telling in enumerate(all_tellings):
        event = _event(
            reading, telling, codebook, around, describe, denied, counted.get(number, ())
        )
        count = taken.get(event.id, 0)
        taken[event.id] = count + 1
        found.append(event if not count else replace(event, id=f"{event.id}.{count + 1}"))
    return tuple(
        carried_on(
            reading,
            found,
            codebook,
            times=around.times,
            places=around.places,
            dateline=around.dateline,
        )
    )


def _as_promised(codebook: Codebook, act: Act) -> Act:
    """An announced act as the promise that it is, where the codebook has it so. It stays announced:
    its day and place are those of what is to come."""
    promised = codebook.types[act.type].announced_as
    if promised is None or act.status is not Status.ANNOUNCED:
        return act
    return _as_type(codebook, act, promised, f"Only announced, so {promised}.")


def _as_pledged(reading: Reading, codebook: Codebook, around: Surroundings, act: Act) -> Act:
    """An act to come that its own actor speaks of as the word given that it is, where the codebook
    has it so."""
    pledged = codebook.types[act.type].pledged_as
    if pledged is None or act.status is not Status.ANNOUNCED:
        return act
    claim = around.voices.innermost(act.trigger)
    if claim is None or not _speaks_of_itself(reading, claim, act):
        return act
    return _as_type(codebook, act, pledged, f"Its actor only says so, hence {pledged}.")


def _as_type(codebook: Codebook, act: Act, type_: str, why: str) -> Act:
    """The act under another type of the codebook, with that one's default mode."""
    mode = codebook.types[type_].default_mode
    return replace(
        act,
        type=type_,
        mode=mode,
        modes=(mode,) if mode else (),
        rationale=f"{act.rationale} {why}",
    )


def _speaks_of_itself(reading: Reading, claim: Claim, act: Act) -> bool:
    return any(
        source.overlaps(actor) or reading.tokens_in(actor.start, actor.end)[0].tag == "PRP"
        for source in claim.source
        for actor in act.actors
    )


def _without_dateline(act: Act, dateline: Span | None) -> Act:
    """The act without the dateline's place among its parties, where the parse put it there."""
    if dateline is None or not any(p.overlaps(dateline) for p in (*act.actors, *act.recipients)):
        return act
    return replace(
        act,
        actors=tuple(party for party in act.actors if not party.overlaps(dateline)),
        recipients=tuple(party for party in act.recipients if not party.overlaps(dateline)),
    )


def _event(
    reading: Reading,
    telling: Telling,
    codebook: Codebook,
    around: Surroundings,
    describe: Callable[[Span, EventDate | None], Participant],
    denied: Mapping[Span, Claim],
    quantities: Sequence[Quantity],
) -> Event:
    act = telling.main
    claim = around.voices.innermost(act.trigger)
    claims = _claims_about(reading, telling, around.voices, denied)
    status, evidence, reason = _status(reading, act, claim, claims)
    evidence = {**act.evidence, **evidence}
    quad = codebook.types[act.type].quad
    deed = quad is None or quad.startswith("material")
    date = _date(reading, telling, around, status, deed=deed)
    if date is not None:
        evidence["date"] = (date[1],)
        if not act.verbal and status is Status.HAPPENED and _is_to_come(reading, date[0].from_):
            status, reason = Status.ANNOUNCED, "its date lies after the day of publication"
    place = next(filter(None, (
        place_of(reading, a, around.places, around.voices.innermost(a.trigger), deed=deed,
                 meeting=quad == "verbal-cooperation")
        for a in telling.all)), None)  # fmt: skip
    if place is not None:
        evidence["place"] = (reading.span(place.start, place.end),)
    elif (capital := capital_meant(reading, act, around.places, around.dateline)) is not None:
        place, words = capital
        evidence["place"] = (words, reading.span(place.start, place.end))
    day = date[0] if date else None
    actors = tuple(describe(span, day) for span in _parties(telling, "actors"))
    recipients = tuple(describe(span, day) for span in _parties(telling, "recipients"))
    contexts, context_spans = _contexts(reading, act, codebook, (*actors, *recipients))
    if context_spans:
        evidence["contexts"] = context_spans
    sentence = reading.sentence_at(act.trigger.start)
    mode = act.mode
    return Event(
        id=f"e{act.trigger.start}-{act.trigger.end}",
        type=act.type,
        mode=mode,
        modes=act.modes or ((mode,) if mode else ()),
        contexts=contexts,
        trigger=act.trigger,
        sentence=reading.span(sentence.start, sentence.end) if sentence else act.clause,
        mentions=_mentions(telling),
        actors=actors,
        recipients=recipients,
        place=place,
        date=date[0] if date else None,
        status=status,
        quantities=tuple(quantities),
        claim_id=claim.id if claim else None,
        claims=claims if len(claims) > 1 else (),
        evidence=evidence,
        cameo=codebook.cameo_code(act.type, mode, contexts),
        goldstein=codebook.score(act.type, mode),
        quad=quad,
        confidence=act.confidence,
        rationale=f"{act.rationale}{' Status: ' + reason + '.' if reason else ''}",
    )


def _date(
    reading: Reading, telling: Telling, around: Surroundings, status: Status, *, deed: bool
) -> tuple[EventDate, Span] | None:
    """The date that a telling of the act gives; of a word, or a deed only announced, else the day
    on which it was said."""
    for act in telling.all:
        claim = around.voices.innermost(act.trigger)
        found = date_of(reading, act, around.times, claim)
        if found is not None:
            return found
    claim = around.voices.innermost(telling.main.trigger)
    if claim is None or claim.date is None or (deed and status is not Status.ANNOUNCED):
        return None
    if claim.date.start is None or claim.date.end is None:
        return None
    return claim.date, reading.span(claim.date.start, claim.date.end)


def _mentions(telling: Telling) -> tuple[Span, ...]:
    """The other words that tell the act."""
    words = [*telling.main.also]
    for other in telling.others:
        words += [other.trigger, *other.also]
    return tuple(sorted(words, key=lambda span: span.start))


def _parties(telling: Telling, role: str) -> tuple[Span, ...]:
    """The parties of the main telling, or of the first other one that names any."""
    for act in telling.all:
        spans: tuple[Span, ...] = getattr(act, role)
        if spans:
            return spans
    return ()


def _denies(reading: Reading, claim: Claim, act: Act) -> bool:
    """Whether the claim contradicts the act: a cue of denying, or the act told as not done."""
    if claim.stance != "denies":
        return False
    if act.status is Status.DID_NOT_HAPPEN:
        return True
    cues = [t.lemma for cue in claim.cue for t in reading.tokens_in(cue.start, cue.end)]
    return bool(word_list("denied", "status", "governors") & set(cues))


def _claims_about(
    reading: Reading,
    telling: Telling,
    voices: Voices,
    denied: Mapping[Span, Claim],
) -> tuple[EventClaim, ...]:
    found: dict[str, EventClaim] = {}
    for act in telling.all:
        claim = voices.innermost(act.trigger)
        if claim is not None:
            status = Status.DENIED if _denies(reading, claim, act) else act.status
            found.setdefault(claim.id, EventClaim(claim_id=claim.id, status=status))
        denial = denied.get(act.trigger)
        if denial is not None:
            found.setdefault(denial.id, EventClaim(claim_id=denial.id, status=Status.DENIED))
    return tuple(found.values())


def _denied_before(
    reading: Reading, acts: Sequence[Act], around: Surroundings
) -> dict[Span, Claim]:
    """Triggers of acts that a later "denied it", "denied the charge" is about.

    Such a denial tells no act of its own; it is about what others claimed in its sentence or the
    one before.
    """
    triggers = in_order(act.trigger for act in acts)
    found: dict[Span, Claim] = {}
    for denial in around.claims:
        if denial.stance != "denies" or not denial.cue or not _takes_up(reading, denial, triggers):
            continue
        cue = denial.cue[0].start
        here = reading.sentence_at(cue)
        first = reading.sentences[max(0, here.i - 1)].start if here else 0
        for trigger in starting_in(triggers, first, cue):
            claim = around.voices.innermost(trigger)
            if claim is not None and claim.stance != "denies":
                found[trigger] = denial
    return found


def _takes_up(reading: Reading, denial: Claim, triggers: Sequence[Span]) -> bool:
    words = [t.lower for part in denial.content for t in reading.tokens_in(part.start, part.end)]
    if len(words) > _MAX_TAKING_UP or not set(words) & word_list("takes_up", "status", "denials"):
        return False
    return not any(
        part.contains(trigger)
        for part in denial.content
        for trigger in starting_in(triggers, part.start, part.end)
    )


def _status(
    reading: Reading, act: Act, claim: Claim | None, claims: Sequence[EventClaim]
) -> tuple[Status, Mapping[str, tuple[Span, ...]], str]:
    """The act's status with its claims: whatever somebody denies is denied."""
    denying = next((each for each in claims if each.status is Status.DENIED), None)
    if denying is not None:
        cue = claim.cue if claim is not None and claim.id == denying.claim_id else ()
        return Status.DENIED, {"status": tuple(cue)} if cue else {}, "denied in a claim about it"
    return act.status, {}, ""


def _is_to_come(reading: Reading, day: str | None) -> bool:
    return bool(day and reading.published and day > reading.published)


def _shared_out(
    reading: Reading, all_tellings: Sequence[Telling], codebook: Codebook, around: Surroundings
) -> dict[int, list[Quantity]]:
    """Which telling (by number) each quantity belongs to.

    One that a party holds is that act's; else a kind that the codebook counts for a type goes to
    the nearest act of such a type in its sentence, or in the two before it.
    """
    told = [(number, act) for number, telling in enumerate(all_tellings) for act in telling.all]
    holders = Holders((p, n) for n, act in told for p in (*act.actors, *act.recipients))
    struck = Holders((p, n) for n, act in told for p in act.recipients)
    by_sentence: dict[int, list[tuple[int, Act]]] = defaultdict(list)
    for number, act in told:
        sentence = reading.sentence_at(act.trigger.start)
        if sentence is not None:
            by_sentence[sentence.i].append((number, act))
    found: dict[int, list[Quantity]] = {}
    for quantity in around.quantities:
        holding = (struck if quantity.what == "other" else holders).of(quantity)
        numbers = sorted(set(holding))
        for number in numbers or _nearest_counting(reading, quantity, by_sentence, codebook):
            found.setdefault(number, []).append(quantity)
    return found


def _nearest_counting(
    reading: Reading,
    quantity: Quantity,
    by_sentence: Mapping[int, Sequence[tuple[int, Act]]],
    codebook: Codebook,
) -> list[int]:
    here = reading.sentence_at(quantity.start)
    if here is None:
        return []
    reach = _MAX_SENTENCES_BACK if quantity.what in _TOLD_LATER else 0
    for back in range(reach + 1):
        near = [
            (max(act.trigger.start - quantity.end, quantity.start - act.trigger.end, 0), number)
            for number, act in by_sentence.get(here.i - back, ())
            if quantity.what in codebook.types[act.type].counts
        ]
        if near:
            return [min(near)[1]]
    return []


def _contexts(
    reading: Reading, act: Act, codebook: Codebook, parties: Sequence[Participant]
) -> tuple[tuple[str, ...], tuple[Span, ...]]:
    """The contexts of the act: by its cue, its type and mode, its clause's words, its parties."""
    tokens = reading.tokens_in(act.clause.start, act.clause.end)
    sectors = {sector for party in parties for sector in party.sectors}
    hits: dict[str, int] = dict.fromkeys(act.contexts, 9)
    first: dict[str, int] = {}
    spans: list[Span] = []
    for context in codebook.contexts.values():
        telling = [t for t in tokens if t.lemma in context.words or t.lower in context.words]
        for token in telling[:1]:
            first[context.name] = token.i
            spans.append(reading.token_span(token.i, token.i))
        weight = 2 * len(telling) + bool(context.sectors & sectors)
        weight += 3 * bool({act.type, f"{act.type}/{act.mode}"} & context.acts)
        if weight:
            hits[context.name] = hits.get(context.name, 0) + weight

    def rank(name: str) -> tuple[int, int, str]:
        # Equals by where the text tells them; never by their place in the codebook.
        return -hits[name], first.get(name, len(reading.tokens)), name

    ranked = sorted(hits, key=rank)
    return tuple(ranked[:_MAX_CONTEXTS]), tuple(sorted(spans, key=lambda s: s.start))
