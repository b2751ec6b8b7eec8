"""The whole way of a text: order, failures, languages, workers, odd documents."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from whimbrel.codebooks.scheme import Codebook
from whimbrel.coding.acts import Act
from whimbrel.coding.cues import CueCoder
from whimbrel.contract import to_json
from whimbrel.errors import DocumentError, RunError, SetupError
from whimbrel.pipeline import CODERS, Pipeline
from whimbrel.reading.text import Reading
from whimbrel.records import Document, Failure, Record

HARBOUR = Path(__file__).parent / "coding" / "harbour"
SPANISH = (
    "El gobierno anunció el martes que las tropas se retirarán de la frontera antes de que "
    "termine el mes, según dijo la ministra de Defensa."
)


def document(id_: str, text: str = "Rebels attacked Basra on Monday.", **more: Any) -> Document:
    return Document(id=id_, text=text, published="2012-01-04", **more)


def documents(count: int) -> list[Document]:
    ports = ("Basra", "Aden", "Oslo", "Lima")
    return [
        document(f"d{n}", f"Rebels attacked {ports[n % 4]} on Monday. {n + 2} people were killed.")
        for n in range(count)
    ]


def outcome(result: Record | Failure) -> str:
    return result.id if isinstance(result, Record) else result.where


def record_of(pipeline: Pipeline, text: str, **more: Any) -> Record:
    (record,) = pipeline.code([document("d", text, **more)])
    assert isinstance(record, Record), record
    return record


@pytest.fixture(scope="module")
def pipeline() -> Pipeline:
    return Pipeline(HARBOUR)


def test_a_pronoun_gives_way_to_whom_it_stands_for_where_participants_are_read_wide() -> None:
    text = "Libya said on Tuesday that it had expelled two Danish envoys."
    for wide, wanted in (((), "it"), (("participants",), "Libya")):
        (event,) = record_of(Pipeline(coder="cues", wide=wide), text).events
        (actor,) = event.actors
        assert (actor.text, actor.name, actor.country) == (wanted, "Libya", "LBY")
        assert text[actor.start : actor.end] == wanted


class TroubledCoder:
    """The cue coder, but for words in a text that make it raise."""

    name = "troubled"

    def __init__(self, troubles: dict[str, Callable[[], Exception]]) -> None:
        self._troubles = troubles

    def acts(self, reading: Reading, codebook: Codebook) -> tuple[Act, ...]:
        for word, trouble in self._troubles.items():
            if word in reading.text:
                raise trouble()
        return CueCoder().acts(reading, codebook)


def test_one_result_a_document_in_order(pipeline: Pipeline) -> None:
    broken = Failure(where="in.jsonl:2", reason="This is no JSON.")
    given: list[Document | Failure] = [document("a"), broken, document("b", SPANISH), document("c")]
    assert [outcome(result) for result in pipeline.code(given)] == ["a", "in.jsonl:2", "b", "c"]


def test_a_failure_passes_through_untouched(pipeline: Pipeline) -> None:
    broken = Failure(where="in.jsonl:2", reason="This is no JSON.")
    assert list(pipeline.code([broken])) == [broken]


def test_nothing_in_nothing_out(pipeline: Pipeline) -> None:
    assert list(pipeline.code([])) == []


def test_it_is_lazy(pipeline: Pipeline) -> None:
    taken: list[int] = []

    def endless() -> Any:
        for number in range(10_000):
            taken.append(number)
            yield document(f"d{number}")

    assert outcome(next(pipeline.code(endless()))) == "d0"
    assert len(taken) < 100


def test_another_language_is_skipped_by_name(pipeline: Pipeline) -> None:
    (failure,) = pipeline.code([document("b", SPANISH)])
    assert isinstance(failure, Failure)
    assert (failure.document_id, failure.stage) == ("b", "reading")
    assert "Document b is in Spanish (es)" in failure.reason
    assert "--any-language" in failure.reason


@pytest.mark.parametrize(
    ("lang", "given", "kept"),
    [
        pytest.param(None, "Rebels attacked the port of Basra on Monday.", "en", id="detected"),
        pytest.param("en-GB", SPANISH, "en-GB", id="believed"),
        pytest.param("eng", SPANISH, "eng", id="three-letters"),
    ],
)
def test_a_given_language_is_believed(
    pipeline: Pipeline, lang: str | None, given: str, kept: str
) -> None:
    assert record_of(pipeline, given, lang=lang).lang == kept


def test_a_given_other_language_is_believed_too(pipeline: Pipeline) -> None:
    (failure,) = pipeline.code([document("a", lang="sw")])
    assert isinstance(failure, Failure)
    assert "is in Swahili (sw)" in failure.reason


def test_any_language_codes_it_all_the_same() -> None:
    (record,) = Pipeline(HARBOUR, any_language=True).code([document("b", SPANISH)])
    assert isinstance(record, Record)
    assert record.text == SPANISH


def test_two_workers_write_the_same_bytes() -> None:
    # Long enough for several batches; a failure and another language among them.
    given: list[Document | Failure] = [*documents(70), document("es", SPANISH)]
    given.insert(40, Failure(where="in.csv:41", reason="No text."))
    alone = list(Pipeline(HARBOUR).code(given))
    together = list(Pipeline(HARBOUR, workers=2).code(given))
    assert [written(each) for each in together] == [written(each) for each in alone]


def written(result: Record | Failure) -> str:
    return to_json(result) if isinstance(result, Record) else repr(result)


def test_a_record_does_not_hang_on_its_neighbours(pipeline: Pipeline) -> None:
    given = [*documents(12), document("long", "The navy attacked pirates off Yemen. " * 60)]
    before = {outcome(each): written(each) for each in pipeline.code(given)}
    random.Random(4).shuffle(given)
    assert {outcome(each): written(each) for each in pipeline.code(given)} == before
    for each in given[:4]:
        assert [written(result) for result in pipeline.code([each])] == [before[each.id]]


def test_copies_tell_the_same_and_keep_their_outlets(pipeline: Pipeline) -> None:
    one, other = pipeline.code([document("a", outlet="Wire"), document("b", outlet="Post")])
    assert isinstance(one, Record)
    assert isinstance(other, Record)
    assert (one.outlet, other.outlet) == ("Wire", "Post")
    assert replace(other, id="a", outlet="Wire") == one


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        pytest.param(ValueError("no such frame"), "ValueError: no such frame", id="a-fault"),
        pytest.param(DocumentError("It is too odd."), "coded: It is too odd.", id="explained"),
        pytest.param(RecursionError("deep"), "RecursionError: deep", id="too-deep"),
    ],
)
def test_a_room_that_raises_costs_one_document(error: Exception, reason: str) -> None:
    coder = TroubledCoder({"Oslo": lambda: error})
    results = list(Pipeline(HARBOUR, coder=coder).code(documents(4)))
    assert [type(each).__name__ for each in results] == ["Record", "Record", "Failure", "Record"]
    failed = results[2]
    assert isinstance(failed, Failure)
    assert (failed.document_id, failed.stage) == ("d2", "coding")
    assert reason in failed.reason


def test_a_text_that_cannot_be_read_spares_its_batch(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    pipeline = Pipeline(HARBOUR)
    reader = pipeline._room._reader
    analyse = reader._analyse

    def choosy(texts: list[str]) -> Any:
        if any("Oslo" in text for text in texts):
            raise ValueError("unreadable")
        return analyse(texts)

    monkeypatch.setattr(reader, "_analyse", choosy)
    results = list(pipeline.code(documents(4)))
    assert [type(each).__name__ for each in results] == ["Record", "Record", "Failure", "Record"]
    failed = results[2]
    assert isinstance(failed, Failure)
    assert (failed.stage, "unreadable" in failed.reason) == ("reading", True)


@pytest.mark.parametrize("error", [SetupError("No such table."), RunError("The disk is full.")])
def test_what_concerns_the_whole_run_ends_it(error: Exception) -> None:
    coder = TroubledCoder({"Oslo": lambda: error})
    with pytest.raises(type(error), match=str(error)):
        list(Pipeline(HARBOUR, coder=coder).code(documents(4)))


def test_a_worker_that_dies_is_said_in_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    import os

    from whimbrel import pipeline as room

    pipeline = Pipeline(HARBOUR, workers=2)
    # Forked workers take the change with them.
    monkeypatch.setattr(room._CodingRoom, "code", lambda self, batch: os._exit(9))
    with pytest.raises(RunError, match=r"worker process ended.*fewer --workers"):
        list(pipeline.code(documents(3)))


@pytest.mark.parametrize("workers", [0, -2])
def test_there_is_at_least_one_worker(workers: int) -> None:
    with pytest.raises(SetupError, match=f"at least one worker, found {workers}"):
        Pipeline(HARBOUR, workers=workers)


def test_an_unknown_pipeline_cannot_start() -> None:
    with pytest.raises(SetupError, match="'xx_none' is not installed"):
        Pipeline(HARBOUR, "xx_none")


ODD = {
    "one-word": "Ceasefire",
    "one-mark": ".",
    "numbers": "\n".join(f"{n}\t{n * 7}\t{n / 3:.2f}" for n in range(40)),
    "capitals": "REBELS ATTACKED BASRA ON MONDAY, POLICE SAID.",
    "no-letters": "😀😀 — … ¿? 12/12",
    "returns": "Rebels attacked Basra.\r\n\r\nPolice arrested two.\rEnd\r\n",
    "blank-start": "\n\n  Rebels attacked Basra.",
    "combining": "Kata\u0304\u02bfib attacked S\u0323an\u02bfa\u0304\u02be on Monday.",
    "right-to-left": "\u200fحزب الدعوة said rebels attacked Basra.\u200f",
    "no-end": "rebels attacked " * 300,
    "open-quote": 'The mayor said: "Rebels attacked Basra. ' * 20,
    "markup": "<p>Rebels attacked <b>Basra</b> &amp; Aden.</p>",
}


@pytest.mark.parametrize("name", ODD)
def test_odd_texts_are_coded_with_true_offsets(name: str, pipeline: Pipeline) -> None:
    text = ODD[name]
    record = record_of(pipeline, text, lang="en")
    assert record.text == text
    found: Sequence[Any] = [
        *record.mentions,
        *record.places,
        *record.times,
        *record.quantities,
        *(event.trigger for event in record.events),
        *(span for claim in record.claims for span in (*claim.source, *claim.cue, *claim.content)),
        *(span for event in record.events for spans in event.evidence.values() for span in spans),
    ]
    for span in found:
        assert text[span.start : span.end] == span.text
        assert span.text
    assert len({event.id for event in record.events}) == len(record.events)


def test_what_the_reader_of_the_source_noticed_goes_into_the_record(pipeline: Pipeline) -> None:
    record = record_of(pipeline, "Ships left.", lang="en", warnings=("Read as cp1252.",))
    assert record.warnings == ("Read as cp1252.",)


def test_without_a_date_of_publication_relative_days_stay_open(pipeline: Pipeline) -> None:
    (record,) = pipeline.code([replace(document("a"), published=None, lang="en")])
    assert isinstance(record, Record)
    (event,) = record.events
    assert event.date is not None
    assert (event.date.text, event.date.from_, event.date.to) == ("Monday", None, None)
    assert "Without a day of publication" in record.warnings[-1]
    assert [(time.text, time.from_) for time in record.times] == [("Monday", None)]


def test_a_record_names_what_made_it(pipeline: Pipeline) -> None:
    coder = record_of(pipeline, "Ships left.", lang="en").coder
    assert coder == pipeline.identity
    assert coder.codebook.startswith("harbour 1 (")
    assert coder.name == "whimbrel-both"
    assert len(coder.models) == 2
    assert "whimbrel-encoder" in coder.models
    assert {len(digest) for digest in coder.models.values()} == {64}


@pytest.mark.parametrize("name", CODERS)
def test_a_record_names_its_coder_and_the_models_that_it_read_with(name: str) -> None:
    identity = Pipeline(HARBOUR, coder=name).identity
    assert identity.name == f"whimbrel-{name}"
    assert ("whimbrel-encoder" in identity.models) == (name != "cues")


def test_an_unknown_coder_cannot_start() -> None:
    with pytest.raises(SetupError, match="no coder 'cue'; of both, cues, encoder"):
        Pipeline(HARBOUR, coder="cue")


@pytest.mark.parametrize("least", [-0.1, 1.5])
def test_a_confidence_lies_between_nothing_and_certainty(least: float) -> None:
    with pytest.raises(SetupError, match=f"between 0 and 1, found {least}"):
        Pipeline(HARBOUR, min_confidence=least)


@pytest.mark.parametrize("name", CODERS)
def test_the_least_confidence_holds_for_every_coder(name: str) -> None:
    text = "Rebels shelled the town on Monday. Police arrested two men."
    (every,) = Pipeline(coder=name, min_confidence=0).code([document("d", text)])
    assert isinstance(every, Record)
    found = sorted(event.confidence for event in every.events)
    assert len(found) >= 2
    (few,) = Pipeline(coder=name, min_confidence=found[-1]).code([document("d", text)])
    assert isinstance(few, Record)
    assert [e.confidence for e in few.events if e.confidence < found[-1]] == []
    assert few.events


def test_references_inside_a_record_hold(pipeline: Pipeline) -> None:
    text = (
        "The mayor of Basra said on Tuesday that rebels attacked the port, killing 12 people. "
        "The navy denied it. The harbour was shut because of the attack by rebels."
    )
    record = record_of(pipeline, text, lang="en")
    claims = {claim.id for claim in record.claims}
    mentions = {mention.id for mention in record.mentions}
    events = {event.id for event in record.events}
    assert {q.claim_id for q in record.quantities} <= {*claims, None}
    assert {e.claim_id for e in record.events} <= {*claims, None}
    assert {each.claim_id for e in record.events for each in e.claims} <= claims
    assert {c.within for c in record.claims} <= {*claims, None}
    assert {m.head for m in record.mentions} <= {*mentions, None}
    parties = [p for e in record.events for p in (*e.actors, *e.recipients)]
    assert {party.mention for party in parties} <= {*mentions, None}
    assert {c.cause_event for c in record.causes} <= {*events, None}


def test_an_office_is_who_held_it_at_the_events_date(pipeline: Pipeline) -> None:
    who = "the Iraqi prime minister"
    text = f"In May 2012 {who} attacked Basra. On Monday {who} attacked Aden."
    (record,) = pipeline.code([replace(document("d", text), published="2024-03-06")])
    assert isinstance(record, Record)
    assert [event.actors[0].actor_id for event in record.events] == ["maliki", "sudani"]
