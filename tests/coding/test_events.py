"""From acts to events: tellings, claims, dates, places, figures, contexts, ids."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from whimbrel.codebooks.codebook import load
from whimbrel.codebooks.scheme import Codebook
from whimbrel.coding.acts import Act
from whimbrel.coding.events import Surroundings, join
from whimbrel.pipeline import Pipeline
from whimbrel.reading.text import Reading, reading_of
from whimbrel.records import (
    Claim,
    Document,
    Event,
    EventDate,
    Participant,
    Record,
    Span,
    Status,
    span_of,
)

HERE = Path(__file__).parent
CASES: list[dict[str, Any]] = tomllib.loads((HERE / "events.toml").read_text(encoding="utf-8"))[
    "case"
]
TEXT = "Rebels attacked Basra ."


@pytest.fixture(scope="module")
def harbour() -> Codebook:
    return load(HERE / "harbour")


@pytest.fixture(scope="module")
def coded() -> Callable[[str], Record]:
    pipeline = Pipeline(HERE / "harbour", coder="cues")

    def one(text: str) -> Record:
        document = Document(id="d", text=text, lang="en", published="2012-01-04")
        (record,) = pipeline.code([document])
        assert isinstance(record, Record), record
        return record

    return one


def _when(event: Event) -> str:
    if event.date is None:
        return ""
    days = dict.fromkeys(str(day) for day in (event.date.from_, event.date.to))
    return "..".join(days)


def _voices(record: Record, event: Event) -> str:
    """The claims about an event: "cue:status", the innermost first."""
    cues = {claim.id: claim.cue[0].text for claim in record.claims}
    if event.claims:
        return " ".join(f"{cues[each.claim_id]}:{each.status.value}" for each in event.claims)
    return f"{cues[event.claim_id]}:{event.status.value}" if event.claim_id else ""


def written(record: Record, event: Event, fields: Sequence[str]) -> str:
    what = f"{event.type}/{event.mode}" if event.mode else event.type
    actors = "; ".join(party.text for party in event.actors)
    told = {
        "status": event.status.value,
        "when": _when(event),
        "where": event.place.text if event.place else "",
        "counts": " ".join(quantity.text for quantity in event.quantities),
        "also": " ".join(span.text for span in event.mentions),
        "voices": _voices(record, event),
        "contexts": " ".join(event.contexts),
    }
    parts = [f"{actors} > {what} > {'; '.join(party.text for party in event.recipients)}".rstrip()]
    return " | ".join([*parts, *(f"{field}={told[field]}" for field in fields)]).strip()


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case["about"]))
def test_events(case: dict[str, Any], coded: Callable[[str], Record]) -> None:
    record = coded(case["text"])
    assert [written(record, event, case["fields"]) for event in record.events] == case["events"]


def test_every_event_shows_where_it_has_its_fields_from(coded: Callable[[str], Record]) -> None:
    (event,) = coded("Gunmen shelled crates of grain in Aden on Monday.").events
    shown = {name: [span.text for span in spans] for name, spans in event.evidence.items()}
    assert shown["date"] == ["Monday"]
    assert shown["place"] == ["Aden"]
    assert shown["mode"] == ["Gunmen"]
    assert shown["contexts"] == ["crates"]


def test_code_score_and_quad_come_from_the_codebook(coded: Callable[[str], Record]) -> None:
    (event,) = coded("Gunmen shelled crates of grain in Aden.").events
    assert (event.cameo, event.goldstein, event.quad) == ("1931", -10.0, "material-conflict")
    (event,) = coded("The army shelled the port.").events
    assert (event.cameo, event.goldstein) == ("190", -9.0)


def test_ids_are_made_of_the_triggers_offsets(coded: Callable[[str], Record]) -> None:
    before = coded("Rebels attacked Basra. Police arrested the captain.").events
    assert [event.id for event in before] == ["e7-15", "e30-38"]
    (after,) = coded("The rebels attack Basra. Police arrested the captain.").events[1:]
    assert after.trigger.text == "arrested"
    again = coded("Rebels attacked Basra. Police arrested the captain.").events
    assert [event.id for event in again] == [event.id for event in before]


# From here on without a parse: acts put in by hand.


def act(type_: str, word: str, **more: Any) -> Act:
    start = TEXT.index(word)
    clause = span_of(TEXT, 0, len(TEXT))
    return Act(type=type_, trigger=span_of(TEXT, start, start + len(word)), clause=clause, **more)


def joined(codebook: Codebook, acts: Sequence[Act], claims: Sequence[Claim] = ()) -> list[Event]:
    reading: Reading = reading_of(TEXT.split(), [1, 1, 1, 1], ["nsubj", "ROOT", "dobj", "punct"])
    around = Surroundings(claims=claims)
    return list(join(reading, acts, codebook, around, _party))


def _party(span: Span, _: EventDate | None = None) -> Participant:
    return Participant(start=span.start, end=span.end, text=span.text, sectors=("MIL",))


def test_two_acts_on_one_trigger_have_ids_of_their_own(harbour: Codebook) -> None:
    events = joined(harbour, [act("MENACE", "attacked"), act("RAM", "attacked")])
    assert [(event.type, event.id) for event in events] == [
        ("MENACE", "e7-15"),
        ("RAM", "e7-15.2"),
    ]


def test_a_partys_sector_tells_a_context(harbour: Codebook) -> None:
    rebels = span_of(TEXT, 0, 6)
    (event,) = joined(harbour, [act("HOLD", "attacked", actors=(rebels,))])
    assert event.contexts == ("guard",)


def test_an_announced_act_is_the_promise_that_its_type_names(harbour: Codebook) -> None:
    ram = replace(harbour.types["RAM"], announced_as="MENACE")
    codebook = replace(harbour, types={**harbour.types, "RAM": ram})
    to_come = act("RAM", "attacked", mode="gunfire", modes=("gunfire",), status=Status.ANNOUNCED)
    (event,) = joined(codebook, [to_come])
    assert (event.type, event.status) == ("MENACE", Status.ANNOUNCED)
    assert event.mode == codebook.types["MENACE"].default_mode
    assert event.rationale.endswith("Only announced, so MENACE.")
    for status in (Status.HAPPENED, Status.POSSIBLE, Status.DID_NOT_HAPPEN):
        (event,) = joined(codebook, [replace(to_come, status=status)])
        assert (event.type, event.mode) == ("RAM", "gunfire")
    (event,) = joined(harbour, [to_come])
    assert (event.type, event.status) == ("RAM", Status.ANNOUNCED)


def test_an_act_that_its_actor_says_it_will_do_is_the_pledge_that_its_type_names(
    harbour: Codebook,
) -> None:
    ram = replace(harbour.types["RAM"], pledged_as="MENACE")
    codebook = replace(harbour, types={**harbour.types, "RAM": ram})
    rebels, others = span_of(TEXT, 0, 6), span_of(TEXT, 7, 15)
    to_come = act("RAM", "attacked", actors=(rebels,), status=Status.ANNOUNCED)
    said = Claim(id="c0", source=(rebels,), content=(span_of(TEXT, 0, len(TEXT)),))
    (event,) = joined(codebook, [to_come], [said])
    assert (event.type, event.status) == ("MENACE", Status.ANNOUNCED)
    assert event.rationale.endswith("Its actor only says so, hence MENACE.")
    for claims in ([], [replace(said, source=(others,))]):
        (event,) = joined(codebook, [to_come], claims)
        assert event.type == "RAM"
    (event,) = joined(codebook, [replace(to_come, status=Status.HAPPENED)], [said])
    assert event.type == "RAM"


def test_of_nested_claims_the_shortest_holds_the_act(harbour: Codebook) -> None:
    outer = Claim(id="c0", content=(span_of(TEXT, 0, len(TEXT)),))
    inner = Claim(id="c1", content=(span_of(TEXT, 7, 21),), within="c0")
    (event,) = joined(harbour, [act("RAM", "attacked")], [outer, inner])
    assert event.claim_id == "c1"
    (event,) = joined(harbour, [act("RAM", "Rebels")], [outer, inner])
    assert event.claim_id == "c0"


def test_a_claim_whose_parts_lie_around_an_act_does_not_hold_it(harbour: Codebook) -> None:
    parted = Claim(id="c0", content=(span_of(TEXT, 0, 6), span_of(TEXT, 16, 21)))
    (event,) = joined(harbour, [act("RAM", "attacked")], [parted])
    assert event.claim_id is None


def test_whatever_somebody_denies_is_denied(harbour: Codebook) -> None:
    denial = Claim(id="c0", stance="denies", content=(span_of(TEXT, 0, 21),))
    done = act("RAM", "attacked", status=Status.DID_NOT_HAPPEN)
    (event,) = joined(harbour, [done], [denial])
    assert event.status is Status.DENIED
    assert "denied in a claim" in event.rationale
    (event,) = joined(harbour, [done], [replace(denial, stance="asserts")])
    assert event.status is Status.DID_NOT_HAPPEN
