"""The day and place that an act has from the sentences before it.

A deed told right after another, in the same paragraph, has its day. A deed that bodies are part of
(an attack, an arrest, a march; not a tariff) has the place of the scene: that of the deed before,
or the one named last within a few sentences, or that of the heading or dateline.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from whimbrel.codebooks.scheme import Codebook
from whimbrel.coding.offsets import starting_in
from whimbrel.coding.whenwhere import dateline_place, finest, is_located
from whimbrel.reading.text import Reading, Sentence
from whimbrel.records import Event, EventDate, Place, Span, Status, Time

_NEIGHBOURS = 2
"""How many sentences on a deed still has the place of the one before."""
_FEW_DAYS = 3
_BODILY = frozenset({"killed", "wounded", "arrested", "displaced", "protesters", "troops"})
"""An act that counts these takes place somewhere."""
_GATHERED = "protesters"
"""A gathering is told by a noun as often as by a verb."""
_TOLD_OF_A_SCENE = frozenset(
    {Status.HAPPENED, Status.ONGOING, Status.DENIED, Status.DID_NOT_HAPPEN}
)


def carried_on(
    reading: Reading,
    events: Sequence[Event],
    codebook: Codebook,
    *,
    times: Sequence[Time],
    places: Sequence[Place],
    dateline: Span | None,
) -> Iterable[Event]:
    """The events, in the order of their triggers, with the days and places that they have from
    what was told before."""
    scenes = _Scenes(reading, places, dateline)
    before: Event | None = None
    for told in events:
        event = told
        kind = codebook.types[event.type]
        deed = kind.quad is None or kind.quad.startswith("material")
        if (
            deed
            and event.status is Status.HAPPENED
            and before
            and event.date is None
            and _follows(reading, before, event, times)
        ):
            evidence = {**event.evidence, "date": before.evidence.get("date", ())}
            event = replace(event, date=before.date, evidence=evidence)
        bodily = deed and bool(_BODILY & set(kind.counts))
        if (
            event.place is None
            and bodily
            and event.status in _TOLD_OF_A_SCENE
            and (_GATHERED in kind.counts or not _is_noun(reading, event))
        ):
            place = scenes.at(event)
            if place is not None:
                span = reading.span(place.start, place.end)
                event = replace(event, place=place, evidence={**event.evidence, "place": (span,)})
        if event.place is not None and deed:
            scenes.enter(event)
        if event.date is not None and deed and event.status.is_real:
            before = event
        yield event


def _is_noun(reading: Reading, event: Event) -> bool:
    """Whether a noun tells the event: "the arrests" may be anybody's, anywhere."""
    return any(
        token.pos in ("NOUN", "PROPN")
        for token in reading.tokens_in(event.trigger.start, event.trigger.end)[:1]
    )


class _Scenes:
    """Where the text is while it tells its deeds."""

    def __init__(self, reading: Reading, places: Sequence[Place], dateline: Span | None) -> None:
        self._reading = reading
        self._named: dict[int, list[Place]] = {}
        self._mentioned: dict[int, list[Place]] = {}
        self._last: Event | None = None
        for place in places:
            sentence = reading.sentence_at(place.start)
            if sentence is None or place.precision == "country":
                continue
            sure = is_located(reading, place) or _is_heading(reading, sentence)
            (self._named if sure else self._mentioned).setdefault(sentence.i, []).append(place)
        self._opening = dateline_place(places, dateline)

    def enter(self, event: Event) -> None:
        """The text tells of this event, which has a place."""
        self._last = event

    def at(self, event: Event) -> Place | None:
        """Where the text is when it comes to an event without a place of its own."""
        here = self._reading.sentence_at(event.trigger.start)
        if here is None:
            return None
        last = self._last
        before = self._reading.sentence_at(last.trigger.start) if last is not None else None
        for back in range(_NEIGHBOURS + 1):
            if last is not None and before is not None and before.i == here.i - back:
                return last.place
            if (named := _before(self._named.get(here.i - back, ()), event)) is not None:
                return named
        for back in range(_NEIGHBOURS + 1):
            if (named := _before(self._mentioned.get(here.i - back, ()), event)) is not None:
                return named
        return self._opening


def _before(places: Sequence[Place], event: Event) -> Place | None:
    """The most exact of the places named before the event is told."""
    return finest([place for place in places if place.start < event.trigger.start])


def _is_heading(reading: Reading, sentence: Sentence) -> bool:
    """Whether it is the text's first and tells nothing: "Butig, Tuesday." """
    if sentence.i:
        return False
    tokens = reading.tokens[sentence.first : sentence.last]
    return not any(token.pos in ("VERB", "AUX") for token in tokens)


def _is_short(told: EventDate) -> bool:
    """Whether it is a day, or a few in a row: "on Sunday night and Monday"."""
    if told.from_ == told.to:
        return True
    if told.from_ is None or told.to is None:
        return False
    first, last = (date.fromisoformat(day[:10]) for day in (told.from_, told.to))
    return (last - first).days < _FEW_DAYS


def _follows(reading: Reading, before: Event, event: Event, times: Sequence[Time]) -> bool:
    first = reading.sentence_at(before.trigger.start)
    second = reading.sentence_at(event.trigger.start)
    if first is None or second is None or not 0 <= second.i - first.i <= 1:
        return False
    if "\n" in reading.text[before.trigger.end : event.trigger.start].strip():
        return False
    if before.date is None or not _is_short(before.date):
        return False
    dated = [t for t in starting_in(times, second.start, second.end) if t.from_]
    return first.i == second.i or not dated
