"""Scoring records against hand-coded documents."""

from __future__ import annotations

import copy
import importlib.util
import json
import os
import random
import re
from pathlib import Path
from typing import Any

import pytest

from whimbrel.analyse.scoring import score

TEXT = (
    "Miners freed\n"
    "Rebels of the Red Front freed 12 miners near Alda on Monday, the army said. "
    "It accused Norland of arming them. Norland denied that. "
    "The siege ended because of rain."
)


def span(words: str) -> dict[str, Any]:
    start = TEXT.index(words)
    return {"start": start, "end": start + len(words), "text": words}


def hand_coded() -> dict[str, Any]:
    sentence = span("Rebels of the Red Front freed 12 miners near Alda on Monday, the army said.")
    return {
        "events": [
            {
                "id": "e1",
                "type": "RETREAT",
                "mode": "release",
                "trigger": span("freed 12"),
                "mentions": [span("freed")],
                "sentence": sentence,
                "actors": [span("Rebels of the Red Front")],
                "recipients": [span("12 miners")],
                "place": {**span("Alda"), "lat": 10.0, "lon": 20.0, "country": "TCD"},
                "date": {"from": "2001-01-01", "to": "2001-01-01"},
                "status": "happened",
                "claim_id": "c1",
            },
            {
                "id": "e2",
                "type": "ACCUSE",
                "mode": "allege",
                "trigger": span("accused"),
                "sentence": span("It accused Norland of arming them."),
                "actors": [{**span("It"), "ref": span("army")}],
                "recipients": [span("Norland")],
                "status": "happened",
                "claim_id": None,
            },
            {
                "id": "e3",
                "type": "AID",
                "mode": None,
                "trigger": span("arming"),
                "sentence": span("It accused Norland of arming them."),
                "actors": [span("Norland")],
                "recipients": [],
                "status": "denied",
                "claim_id": None,
                "optional": True,
            },
        ],
        "claims": [
            {
                "id": "c1",
                "source": [span("army")],
                "speaker": "army",
                "cue": [span("said")],
                "content": [span("Rebels of the Red Front freed 12 miners near Alda on Monday")],
                "kind": "indirect",
                "stance": "asserts",
            }
        ],
        "times": [{**span("Monday"), "value": "2001-01-01"}],
        "quantities": [{**span("12"), "what": "other", "low": 12, "high": 12}],
        "places": [span("Alda")],
        "causes": [
            {"id": "k1", "cause": span("rain"), "effect": span("The siege ended"), "sign": 1}
        ],
    }


def gold() -> list[dict[str, Any]]:
    return [{"id": "a", "text": TEXT, "gold": hand_coded()}]


def record(**changed: Any) -> dict[str, dict[str, Any]]:
    return {"a": {"id": "a", "text": TEXT, **hand_coded(), **changed}}


def changed_event(**changed: Any) -> dict[str, dict[str, Any]]:
    events = hand_coded()["events"]
    return record(events=[{**events[0], **changed}, *events[1:]])


def test_a_record_that_says_the_same_is_perfect() -> None:
    result = score(gold(), record())
    assert {name: tally.f1 for name, tally in result.found.items()} == dict.fromkeys(
        result.found, 1.0
    )
    assert {share.accuracy for share in result.agreed.values()} == {1.0}
    assert result.differences == []


def test_gold_may_stand_at_the_top_of_the_document() -> None:
    result = score([{"id": "a", "text": TEXT, **hand_coded()}], record())
    assert result.found["events"].right == 2


def test_what_was_not_coded_by_hand_is_not_scored() -> None:
    only_times = [{"id": "a", "text": TEXT, "gold": {"times": hand_coded()["times"]}}]
    assert set(score(only_times, record()).found) == {"times"}


def test_a_document_without_record_is_all_missed() -> None:
    result = score(gold(), {})
    assert result.missing == ["a"]
    assert (result.found["events"].missed, result.found["events"].f1) == (2, 0.0)
    assert result.found["claims"].missed == 1


def test_a_record_of_another_text_is_named() -> None:
    assert score(gold(), record(text="Something else")).other_text == ["a"]


def test_an_optional_event_is_neither_missed_nor_false() -> None:
    result = score(gold(), record(events=hand_coded()["events"][:2]))
    assert (result.found["events"].missed, result.found["events"].false) == (0, 0)


@pytest.mark.parametrize(
    ("changed", "right"),
    [
        ({"trigger": span("freed")}, 2),
        ({"trigger": span("near")}, 2),  # same sentence, same parties
        ({"trigger": span("near"), "actors": [], "recipients": []}, 1),
        ({"trigger": span("ended"), "sentence": span("The siege ended because of rain.")}, 1),
        ({"type": "AID"}, 1),
    ],
)
def test_when_two_events_are_the_same(changed: dict[str, Any], right: int) -> None:
    assert score(gold(), changed_event(**changed)).found["events"].right == right


def test_the_wrong_type_is_a_difference_of_type() -> None:
    result = score(gold(), changed_event(type="CONCEDE"))
    assert result.found["events_of_any_type"].f1 == 1.0
    assert [(each.expected, each.got) for each in result.differences if each.field == "type"] == [
        ("RETREAT", "CONCEDE")
    ]


@pytest.mark.parametrize(
    ("actor", "agrees"),
    [
        (span("Rebels"), True),  # the head word
        (span("the Red Front"), True),  # the name after a word for its members
        (span("army"), False),
    ],
)
def test_when_two_actors_are_the_same(actor: dict[str, Any], agrees: bool) -> None:
    result = score(gold(), changed_event(actors=[actor]))
    assert result.found["actors"].right == (2 if agrees else 1)
    assert result.found["who_what_whom"].right == (2 if agrees else 1)


def test_the_antecedent_serves_for_the_pronoun() -> None:
    events = hand_coded()["events"]
    got = record(events=[events[0], {**events[1], "actors": [span("the army")]}])
    assert score(gold(), got).found["actors"].right == 2


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"mode": "withdraw"}, "mode"),
        ({"status": "announced"}, "status"),
        ({"date": {"from": "2001-01-01", "to": "2001-01-05"}}, "date"),
        ({"date": None}, "date"),
        ({"place": {**span("Alda"), "lat": 12.0, "lon": 20.0, "country": "TCD"}}, "place_point"),
        ({"place": {**span("Alda"), "lat": 10.5, "lon": 20.0, "country": "NER"}}, "place_country"),
        ({"claim_id": None}, "event_claim"),
    ],
)
def test_fields_of_an_event(changed: dict[str, Any], field: str) -> None:
    result = score(gold(), changed_event(**changed))
    wrong = {name for name, share in result.agreed.items() if share.accuracy != 1.0}
    assert wrong == {field}
    assert [each.field for each in result.differences] == [field]


def test_a_claim_needs_half_of_its_content() -> None:
    claim = {**hand_coded()["claims"][0], "content": [span("12 miners")]}
    result = score(gold(), record(claims=[claim]))
    assert (result.found["claims"].right, result.found["claims"].missed) == (0, 1)


def test_a_claim_in_the_headline_is_nothing_false() -> None:
    extra = {"id": "c2", "source": [], "cue": [], "content": [span("Miners freed")]}
    result = score(gold(), record(claims=[*hand_coded()["claims"], extra]))
    assert result.found["claims"].false == 0


@pytest.mark.parametrize(
    ("field", "changed"),
    [
        ("quantities", [{**span("12"), "what": "killed", "low": 12, "high": 12}]),
        ("quantities", [{**span("12"), "what": "other", "low": 12, "high": None}]),
        ("times", [{**span("Monday"), "value": "2001-W01"}]),
        ("causes", [{"cause": span("rain"), "effect": span("Norland denied that")}]),
    ],
)
def test_the_value_counts_and_the_span(field: str, changed: list[dict[str, Any]]) -> None:
    tally = score(gold(), record(**{field: changed})).found[field]
    assert (tally.right, tally.false, tally.missed) == (0, 1, 1)


def test_vague_times_are_left_out() -> None:
    times = [*hand_coded()["times"], {**span("ended"), "value": "PRESENT_REF"}]
    assert score(gold(), record(times=times)).found["times"].f1 == 1.0


# Against the reference scorer, on hand-coded dispatches that are damaged in every field.

DATA = Path(os.environ.get("WHIMBREL_DATA", Path(__file__).parents[2].parent / "shared"))
REFERENCE = DATA / "scorers" / "score_record.py"
DISPATCHES = DATA / "data" / "dispatches" / "dev.jsonl"

OUR_NAMES = {
    "events": "events",
    "events_any_type": "events_of_any_type",
    "actors": "actors",
    "recipients": "recipients",
    "triples": "who_what_whom",
    "claims": "claims",
    "claim_source": "claim_sources",
    "quantities": "quantities",
    "times": "times",
    "causes": "causes",
}


def _damaged(document: dict[str, Any], chance: random.Random) -> dict[str, Any]:
    gold = copy.deepcopy(document["gold"])
    text = document["text"]
    for event in gold["events"]:
        start = event["trigger"]["start"]
        sentence = next(
            found for found in re.finditer(r"[^\n]+?(?:[.!?]\s|\n|$)", text) if found.end() > start
        )
        event["sentence"] = {"start": sentence.start(), "end": sentence.end(), "text": "..."}
        if chance.random() < 0.2:
            event["type"] = chance.choice(["ASSAULT", "AID", "COERCE"])
        for role in ("actors", "recipients"):
            if event[role] and chance.random() < 0.2:
                event[role].pop()
            if chance.random() < 0.1:
                event[role] += [each for other in gold["events"] for each in other["actors"][:1]][
                    :1
                ]
        if chance.random() < 0.2:
            event["trigger"] = {**event["trigger"], "start": start - 9, "end": start - 4}
    for claim in gold["claims"]:
        for each in claim["content"]:
            if chance.random() < 0.4:
                each["end"] = each["start"] + max(1, (each["end"] - each["start"]) // 3)
    for quantity in gold["quantities"]:
        if chance.random() < 0.3:
            quantity["low"] = None
    for time in gold["times"]:
        if chance.random() < 0.3:
            time["value"] = "2000"
    for field, items in gold.items():
        gold[field] = [each for each in items if chance.random() < 0.85]
    return {"id": document["id"], "text": text, **gold}


@pytest.mark.skipif(not REFERENCE.exists(), reason=f"{REFERENCE} is absent (WHIMBREL_DATA)")
def test_agrees_with_the_reference_scorer() -> None:
    spec = importlib.util.spec_from_file_location("score_record", REFERENCE)
    assert spec is not None
    assert spec.loader is not None
    reference = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(reference)
    documents = [json.loads(line) for line in DISPATCHES.read_text(encoding="utf-8").splitlines()]
    chance = random.Random(7)
    records = {each["id"]: _damaged(each, chance) for each in documents}

    theirs = reference.score(documents, records)["f1"]
    ours = score(documents, records).found
    assert 0.5 < theirs["events"]["f1"] < 0.95  # the damage is felt
    assert {name: ours[mine].f1 for name, mine in OUR_NAMES.items()} == pytest.approx(
        {name: theirs[name]["f1"] for name in OUR_NAMES}, abs=0.02
    )
