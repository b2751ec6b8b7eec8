"""The evidence view: a record in the terminal, each event with the words that say so.

Article text is never trusted: it is set as plain text, so that nothing in it is read as mark-up,
and without control characters, so that nothing in it steers the terminal.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from rich.console import Console, ConsoleOptions, Group, RenderableType
from rich.text import Text

from whimbrel.records import (
    Cause,
    Claim,
    Event,
    EventDate,
    Participant,
    Place,
    Quantity,
    Record,
    Span,
)

STYLES = {
    "actor": "bold cyan",
    "recipient": "bold magenta",
    "trigger": "bold black on yellow",
    "date": "blue",
    "place": "green",
    "quantity": "red",
    "status": "italic yellow",
    "cue": "underline",
}
"""What is marked in a sentence and how. Where two overlap the earlier one wins."""

_INDENT = 4
_BREAKS = dict.fromkeys((9, 10, 11, 12, 13, 0x85, 0x2028, 0x2029), " ")
# C0 and C1 controls, directional overrides (they reorder what follows), lone surrogates.
_UNSAFE = dict.fromkeys(
    [*range(0x20), *range(0x7F, 0xA0), *range(0x202A, 0x202F), *range(0x2066, 0x206A)],
    "\N{REPLACEMENT CHARACTER}",
)
_SURROGATES = dict.fromkeys(range(0xD800, 0xE000), "\N{REPLACEMENT CHARACTER}")
_PRINTABLE = {**_UNSAFE, **_SURROGATES, **_BREAKS}


def printable(text: str) -> str:
    """The text in one line without anything that steers a terminal; one character for one."""
    return text.translate(_PRINTABLE)


def has_colour(console: Console) -> bool:
    """Whether colours reach the reader: a terminal that knows them, and no wish for none."""
    return console.color_system is not None and not console.no_color


@dataclass(frozen=True, slots=True)
class _Mark:
    start: int
    end: int
    label: str


def legend(*, colour: bool) -> Text:
    """One line that explains the marks."""
    line = Text().append("In the sentences: ", style="dim")
    for label, style in STYLES.items():
        line.append(label, style=style) if colour else line.append(f"[{label}: ...]")
        line.append(" ")
    line.rstrip()
    return line


def document_view(record: Record, *, colour: bool, event_id: str | None = None) -> RenderableType:
    """A document with its events, claims, causes and warnings; one event alone by its id.

    Without `colour` the marked words stand in brackets with their label. An unknown `event_id`
    gives the heading alone.
    """
    parts: list[RenderableType] = [_Indented(_heading(record), indent=0)]
    events = [each for each in record.events if event_id in (None, each.id)]
    parts += [_event_view(record, event, i, colour) for i, event in enumerate(events, 1)]
    if event_id is None:
        if not events:
            parts.append(_Indented(Text("No political event found.", style="dim")))
        parts += _sections(record)
    return Group(*parts, Text())


def _heading(record: Record) -> Text:
    first_line = next((line for line in record.text.splitlines() if line.strip()), "")
    headline = Text(printable(record.title or first_line).strip()[:200], style="bold")
    source = [record.outlet or "outlet unknown", record.published or "publication date unknown"]
    headline.append("\n" + printable(" · ".join([*source, record.id])), style="dim")
    return headline


def _sections(record: Record) -> Iterator[RenderableType]:
    told = {event.claim_id for event in record.events}
    claims = [_claim_line(record, claim, claim.id in told) for claim in record.claims]
    yield from _section("Claims", claims)
    told_causes = {id(cause) for event in record.events for cause in _causes_of(record, event)}
    yield from _section(
        "Causes", [_cause_line(cause) for cause in record.causes if id(cause) not in told_causes]
    )
    in_events = {quantity.id for event in record.events for quantity in event.quantities}
    figures = [each for each in record.quantities if each.id not in in_events]
    if figures:
        yield from _section("Other figures", [Text(", ".join(map(_figure, figures)))])
    yield from _section("Warnings", [Text(printable(each)) for each in record.warnings])


def _section(title: str, lines: list[Text]) -> Iterator[RenderableType]:
    if lines:
        yield Text(f"\n  {title}", style="bold dim")
        yield from map(_Indented, lines)


@dataclass(frozen=True, slots=True)
class _Indented:
    """Text whose wrapped lines all begin further right, without blanks after them.

    `lead` stands in the first line's indent.
    """

    text: Text
    indent: int = _INDENT
    lead: str = ""

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> Iterator[Text]:
        width = max(options.max_width - self.indent, 20)
        lead = self.lead
        for line in self.text.wrap(console, width):
            line.rstrip()
            yield Text().append(lead.ljust(self.indent), style="dim").append_text(line)
            lead = ""


# One event


def _event_view(record: Record, event: Event, number: int, colour: bool) -> RenderableType:
    head = _Indented(_act(event), lead=f"{number:>2}")
    lines = [_facts(event), *_sayers(record, event), *_reasons(record, event)]
    lines.append(_sentence(record, event, colour))
    why = f"{event.rationale} " if event.rationale else ""
    lines.append(Text(printable(f"{why}(confidence {event.confidence:.2f})"), style="dim italic"))
    return Group(Text(), head, *map(_Indented, lines))


def _act(event: Event) -> Text:
    act = Text()
    act.append(_parties(event.actors) or "somebody", style=STYLES["actor"])
    kind = f"{event.type}/{event.mode}" if event.mode else event.type
    act.append(" -> ").append(printable(kind), style="bold yellow")
    if event.recipients:
        act.append(" -> ").append(_parties(event.recipients), style=STYLES["recipient"])
    return act


def _parties(participants: Iterable[Participant]) -> str:
    return printable(" + ".join(_party(each) for each in participants))


def _party(participant: Participant) -> str:
    codes = [code for code in (participant.country, *participant.sectors) if code]
    name = participant.name or participant.text
    return f"{name} ({' '.join(codes)})" if codes else name


def _facts(event: Event) -> Text:
    facts = [
        str(event.status).replace("_", " "),
        _date(event.date) or "undated",
        *([_place(event.place)] if event.place else []),
        *map(_figure, event.quantities),
        *([f"context: {', '.join(event.contexts)}"] if event.contexts else []),
    ]
    return Text(printable(" · ".join(facts)))


def _date(date: EventDate | None) -> str:
    if date is None:
        return ""
    days = [day for day in dict.fromkeys((date.from_, date.to)) if day]
    return " to ".join(days) or (date.text or "")


def _place(place: Place) -> str:
    name = place.name or place.text
    return f"{name} ({place.country})" if place.country else name


def _figure(quantity: Quantity) -> str:
    low, high = quantity.low, quantity.high
    if low is not None and low == high:
        number = f"{low:,.15g}"
    elif high is None:
        number = quantity.text if low is None else f"{low:,.15g} or more"
    else:
        number = f"up to {high:,.15g}" if low is None else f"{low:,.15g} to {high:,.15g}"
    hedged = f"{quantity.hedge} {number}" if quantity.hedge and low == high else number
    unit = quantity.unit if quantity.unit not in (None, "persons") else ""
    what = "" if quantity.what in ("other", "money") else quantity.what
    whose = f"of {quantity.of.name or quantity.of.text}" if quantity.of else ""
    if not unit and not what:
        unit = f"“{quantity.text}”"
    return printable(" ".join(part for part in (hedged, unit, what, whose) if part))


def _sayers(record: Record, event: Event) -> Iterator[Text]:
    claims = {claim.id: claim for claim in record.claims}
    innermost = claims.get(event.claim_id or "")
    if innermost:
        yield Text(printable(f"according to {_chain(innermost, claims)}"))
    for other in event.claims:
        claim = claims.get(other.claim_id)
        if claim and other.claim_id != event.claim_id:
            status = str(other.status).replace("_", " ")
            yield Text(printable(f"{status}, according to {_chain(claim, claims)}"))


def _chain(claim: Claim, claims: dict[str, Claim]) -> str:
    links = [_sayer(claim)]
    seen = {claim.id}
    while claim.within in claims and claim.within not in seen:
        claim = claims[claim.within]
        seen.add(claim.id)
        links.append(f"as told by {_sayer(claim)}")
    return ", ".join(links)


def _sayer(claim: Claim) -> str:
    via = ", ".join(f"{each.text} ({each.kind})" for each in claim.via)
    notes = [f"via {via}"] if via else []
    if said := _date(claim.date):
        notes.append(f"said {said}")
    return _speaker(claim) + (f" ({'; '.join(notes)})" if notes else "")


def _speaker(claim: Claim) -> str:
    if claim.speaker:
        return claim.speaker.name or claim.speaker.text
    return ", ".join(span.text for span in claim.source) or "a source that is not named"


def _reasons(record: Record, event: Event) -> Iterator[Text]:
    for cause in _causes_of(record, event):
        if cause.effect_event == event.id:
            told = "in spite of" if cause.relation == "despite" else cause.relation
            prevented = " (against it)" if cause.sign == -1 else ""
            yield Text(printable(f"{told}: {cause.cause.text}{prevented}"))
        else:
            verb = "prevents" if cause.sign == -1 else "leads to"
            yield Text(printable(f"{verb}: {cause.effect.text}"))


def _causes_of(record: Record, event: Event) -> list[Cause]:
    return [each for each in record.causes if event.id in (each.effect_event, each.cause_event)]


# The sentence with its marks


def _sentence(record: Record, event: Event, colour: bool) -> Text:
    start, end = event.sentence.start, event.sentence.end
    labels: list[str | None] = [None] * (end - start)
    ranks = {label: rank for rank, label in enumerate(STYLES)}
    for mark in sorted(_marks(record, event), key=lambda each: -ranks[each.label]):
        for offset in range(max(mark.start, start), min(mark.end, end)):
            labels[offset - start] = mark.label
    words = printable(record.text[start:end])
    line = Text("“")
    for label, piece in _runs(words, labels):
        if label is None:
            line.append(piece)
        elif colour:
            line.append(piece, style=STYLES[label])
        else:
            line.append(f"[{label}: {piece}]")
    return line.append("”")


def _runs(words: str, labels: list[str | None]) -> Iterator[tuple[str | None, str]]:
    first = 0
    for i in range(1, len(words) + 1):
        if i == len(words) or labels[i] != labels[first]:
            yield labels[first], words[first:i]
            first = i


def _marks(record: Record, event: Event) -> Iterator[_Mark]:
    spans: dict[str, list[Span]] = {
        "trigger": [event.trigger, *event.mentions],
        "actor": list(event.actors),
        "recipient": list(event.recipients),
        "place": [event.place] if event.place else [],
        "quantity": list(event.quantities),
        "status": list(event.evidence.get("status", ())),
        "cue": [cue for claim in record.claims if claim.id == event.claim_id for cue in claim.cue],
    }
    for label, found in spans.items():
        yield from (_Mark(span.start, span.end, label) for span in found)
    if event.date and event.date.start is not None and event.date.end is not None:
        yield _Mark(event.date.start, event.date.end, "date")


# Claims and causes


def _claim_line(record: Record, claim: Claim, has_event: bool) -> Text:
    claims = {each.id: each for each in record.claims}
    line = Text(printable(_chain(claim, claims)), style="bold")
    line.append(f" {claim.stance}: ", style="dim")
    line.append(printable(" ... ".join(span.text for span in claim.content)))
    if has_event:
        line.append(" (an event above)", style="dim")
    return line


def _cause_line(cause: Cause) -> Text:
    signal = f" ({cause.signal.text})" if cause.signal else ""
    arrow = {1: "brings about", -1: "prevents", None: "goes with"}[cause.sign]
    return Text(
        printable(f"{cause.cause.text} {arrow} {cause.effect.text} [{cause.relation}{signal}]")
    )
