"""Small documents and records for the tests of the store, the same for the same number.

A module of its own, because processes that the tests start import it too.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from whimbrel.records import (
    Cause,
    Claim,
    CoderIdentity,
    Document,
    Event,
    EventDate,
    Failure,
    Mention,
    Participant,
    Place,
    Quantity,
    Record,
    Span,
    Status,
    Time,
    Via,
    span_of,
)

CODER = CoderIdentity(name="synthetic", version="1", codebook="plover 1", models={"m": "ab" * 32})
NEWER = replace(CODER, version="2")

COUNTRIES = ("IRQ", "SYR", "TUR")
ACTORS = ("Police", "Rebels", "Protesters")


def document(number: int, **changes: str | None) -> Document:
    """Document `number`; its actors, day and outlet follow from the number."""
    actor = ACTORS[number % 3]
    made = Document(
        id=f"doc-{number:05}",
        text=f"{actor} raided Mosul on 5 January, 12 of Ali's men died, {actor} said. №{number} 🐦",
        title=f"Raid {number}",
        published=f"2012-01-{number % 28 + 1:02}",
        outlet=("Alpha", "Beta")[number % 2],
        url=f"https://example.org/{number}",
        authors=("A. Writer",),
    )
    return replace(made, **changes)  # type: ignore[arg-type]


def _find(text: str, words: str) -> Span:
    start = text.index(words)
    return span_of(text, start, start + len(words))


def _at(span: Span) -> dict[str, object]:
    return {"start": span.start, "end": span.end, "text": span.text}


def record(document: Document, coder: CoderIdentity = CODER) -> Record:
    """A record of a synthetic document with one of everything."""
    text = document.text
    subject = text.split()[0]
    who = _find(text, subject)
    trigger = _find(text, "raided")
    number = len(subject)
    actor = Participant(
        **_at(who), mention="m0", actor_id=subject.lower(), name=f"{subject} of Iraq",
        country=COUNTRIES[number % 3], sectors=("COP",), confidence=0.9,
    )  # fmt: skip
    dead = Quantity(
        **_at(_find(text, "12")), id="q0", what="killed", low=12, high=12, unit="persons"
    )
    event = Event(
        id=f"e{trigger.start}",
        type=("ASSAULT", "COERCE")[number % 2],
        mode="raid",
        modes=("raid", "seize"),
        contexts=("military",),
        trigger=trigger,
        sentence=span_of(text, 0, len(text)),
        actors=(actor,),
        recipients=(Participant(**_at(_find(text, "Ali")), name="Ali", country="SYR"),),
        place=Place(**_at(_find(text, "Mosul")), name="Mosul", lat=36.3, lon=43.1, country="IRQ"),
        date=EventDate(from_="2012-01-05", to="2012-01-05", text="5 January"),
        status=Status.HAPPENED,
        quantities=(dead,),
        claim_id="c0",
        evidence={"status": (trigger,)},
        quad="material-conflict",
        rationale="a rule of the tests",
    )
    claim = Claim(
        id="c0", source=(who,), speaker=actor, cue=(_find(text, "said"),),
        content=(span_of(text, 0, _find(text, ", 12").start),), stance="alleges",
        via=(Via(**_at(who), kind="official"),),
    )  # fmt: skip
    cause = Cause(id="k0", cause=trigger, effect=_find(text, "died"), sign=1)
    return Record(
        id=document.id,
        text=text,
        title=document.title,
        published=document.published,
        outlet=document.outlet,
        url=document.url,
        lang=document.lang or "en",
        coder=coder,
        mentions=(Mention(**_at(who), id="m0", kind="GROUP", actor_id=subject.lower()),),
        events=(event,),
        claims=(claim,),
        places=(event.place,) if event.place else (),
        times=(
            Time(**_at(_find(text, "5 January")), type="DATE", from_="2012-01-05", to="2012-02-31"),
        ),
        quantities=(dead,),
        causes=(cause,),
        warnings=(*document.warnings, "coded by the tests"),
    )


@dataclass
class SyntheticCoder:
    """Codes synthetic documents; refuses the ids in `refuses`. Counts what it was asked to code."""

    identity: CoderIdentity = CODER
    refuses: frozenset[str] = frozenset()
    asked: list[str] = field(default_factory=list)

    def code(self, items: Iterable[Document | Failure]) -> Iterator[Record | Failure]:
        for item in items:
            if isinstance(item, Failure):
                yield item
                continue
            self.asked.append(item.id)
            if item.id in self.refuses:
                yield Failure(where=item.id, document_id=item.id, stage="coding", reason="Refused.")
            else:
                yield record(item, self.identity)
