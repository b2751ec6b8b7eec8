"""Which of the text's dates and places an act has.

The expression in the act's own clause that stands nearest to the trigger; else the one of its
sentence, as long as no claim's border lies between; for deeds, else the dateline's place in the
first sentence of the body. Where the text gives none, none is given.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from whimbrel.coding.acts import Act
from whimbrel.reading.text import Reading
from whimbrel.records import Claim, EventDate, Place, Span, Status, Time

_PLACE_PREPOSITIONS = frozenset(
    "in at near on outside inside around across from to into along off towards toward of over "
    "within between throughout north south east west".split()
)
_FINENESS = {"point": 3, "city": 3, "admin1": 2, "country": 1, None: 2}


def date_of(
    reading: Reading, act: Act, times: Sequence[Time], claim: Claim | None
) -> tuple[EventDate, Span] | None:
    """The act's date and the expression that gives it, null where the text gives none."""
    dated = [t for t in times if t.type in ("DATE", "TIME") and (t.from_ or t.to)]
    found = _nearest(reading, act, _allowed(reading, act, dated, claim))
    if found is None:
        return None
    from_, to = found.from_, found.to
    if _word_before(reading, found) == "since":
        to = reading.published if act.status is Status.ONGOING else found.to
    elif act.status is Status.ONGOING and reading.published and (to or "") <= reading.published:
        to = reading.published
    date = EventDate(from_=from_, to=to, start=found.start, end=found.end, text=found.text)
    return date, reading.span(found.start, found.end)


def _allowed[S: Span](
    reading: Reading, act: Act, spans: Iterable[S], claim: Claim | None
) -> list[S]:
    """Those in the act's sentence on its side of a claim's border."""
    sentence = reading.sentence_at(act.trigger.start)
    if sentence is None:
        return []
    found = [s for s in spans if sentence.start <= s.start and s.end <= sentence.end]
    if claim is None:
        return found
    return [s for s in found if any(part.contains(s) for part in claim.content)]


def _nearest[S: Span](reading: Reading, act: Act, spans: Sequence[S]) -> S | None:
    inside = [s for s in spans if act.clause.contains(s)]
    return min(inside or spans, key=lambda s: _distance(act.trigger, s), default=None)


def _distance(one: Span, other: Span) -> int:
    return max(one.start - other.end, other.start - one.end, 0)


def _word_before(reading: Reading, span: Span) -> str:
    before = reading.text[max(0, span.start - 12) : span.start].split()
    return before[-1].lower() if before else ""


def place_of(
    reading: Reading,
    act: Act,
    places: Sequence[Place],
    claim: Claim | None,
    *,
    deed: bool,
    dateline: Span | None,
    body_start: int,
) -> Place | None:
    """The act's place, null where the text gives none. A speech act (`deed` false) has one only
    where its own clause says so."""
    parties = (*act.actors, *act.recipients)
    near = [
        place
        for place in _allowed(reading, act, places, claim)
        if not any(party.start == place.start and party.end == place.end for party in parties)
        and (_word_before(reading, place) in _PLACE_PREPOSITIONS or not deed)
    ]
    inside = [place for place in near if act.clause.contains(place)]
    if not deed:
        inside = [
            place
            for place in inside
            if _word_before(reading, place) in ("in", "at", "near", "from")
            and place.start > act.trigger.end
            and not any(party.contains(place) for party in parties)
        ]
        return _finest(act, inside)
    found = _finest(act, inside) or _finest(act, near)
    if found is not None:
        return found
    return _dateline_place(reading, act, places, dateline, body_start)


def _finest(act: Act, places: Sequence[Place]) -> Place | None:
    return max(
        places,
        key=lambda p: (_FINENESS[p.precision], -_distance(act.trigger, p)),
        default=None,
    )


def _dateline_place(
    reading: Reading, act: Act, places: Sequence[Place], dateline: Span | None, body_start: int
) -> Place | None:
    if dateline is None:
        return None
    first = reading.sentence_at(body_start)
    here = reading.sentence_at(act.trigger.start)
    if first is None or here is None or here.i > first.i:
        return None
    return next((place for place in places if place.overlaps(dateline)), None)
