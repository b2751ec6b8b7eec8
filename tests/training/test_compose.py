"""Composed sentences come out of the same checker as written ones, and say what they should."""

from __future__ import annotations

import random
from collections import Counter
from typing import Any

import pytest

from training import compose
from training.compose import Act, Operator, blocks, composed, finished, fits, frames, headline
from training.inflect import inflect
from training.scene import Scene, choose, countries, verb_phrase
from training.scheme import load_scheme
from training.units import CORPUS, all_events, event_modes, read_jsonl

Json = dict[str, Any]


def act(code: str) -> Act:
    """The first act of a code."""
    return next(act for act in frames().acts if act.code == code)


def operator(name: str) -> Operator:
    """An operator by its name."""
    return next(operator for operator in frames().operators if operator.name == name)


def made(name: str, code: str, seed: int = 0) -> Json:
    """One sentence of an operator around an act, as its gold row."""
    for attempt in range(50):
        rng = random.Random(100 * seed + attempt)
        composer = compose.Composer(operator(name), act(code), rng)
        clause = composer.clause()
        if clause:
            text, lines = clause
            block = "\n".join(["@s global wire active 2021-05-05", finished(text), *lines])
            return composed("test", [block])[0]
    raise AssertionError(f"{name} cannot be put around {code}")


@pytest.mark.parametrize(
    ("verb", "form", "expected"),
    [
        ("arrest", "past", "arrested"),
        ("seize", "past", "seized"),
        ("deny", "pres", "denies"),
        ("deny", "pp", "denied"),
        ("ban", "ing", "banning"),
        ("free", "ing", "freeing"),
        ("lie", "ing", "lying"),
        ("march", "pres", "marches"),
        ("withdraw", "past", "withdrew"),
        ("take", "pp", "taken"),
        ("tear-gas", "past", "tear-gassed"),
        ("expel", "pp", "expelled"),
        ("send", "base", "send"),
    ],
)
def test_verbs_are_inflected(verb: str, form: str, expected: str) -> None:
    assert inflect(verb, form) == expected


def test_an_unknown_form_is_refused() -> None:
    with pytest.raises(ValueError, match="'participle' is no form"):
        inflect("go", "participle")


@pytest.mark.parametrize(
    ("template", "form", "expected"),
    [
        ("<cut off> power to {town}", "past", "<cut off> power to {town}"),
        ("hold a naval <drill>", "ing", "holding a naval <drill>"),
        ("<sexually assault> {people}", "past", "<sexually assaulted> {people}"),
        ("fly a drone <attack>", "past", "flew a drone <attack>"),
    ],
)
def test_the_verb_of_a_phrase_takes_the_form(template: str, form: str, expected: str) -> None:
    assert verb_phrase(template, form) == expected


# What each operator makes of an act: types and statuses in the order of the text, and the stances.
CASES = [
    ("told", "COERCE/arrest", {"COERCE": "happened"}, []),
    ("passive", "ASSAULT/beat", {"ASSAULT": "happened"}, []),
    ("announced", "AID", {"AID": "announced"}, []),
    ("possible", "REJECT/meet", {"REJECT": "possible"}, []),
    ("ongoing", "PROTEST/strike", {"PROTEST": "ongoing"}, []),
    ("not", "MOBILIZE/troops", {"MOBILIZE": "did_not_happen"}, []),
    ("failed", "RETREAT/withdraw", {"RETREAT": "did_not_happen"}, []),
    ("denied", "ASSAULT/torture", {"ASSAULT": "denied"}, ["denies"]),
    ("asked", "RETREAT/release", {"REQUEST": "happened"}, None),
    ("must", "RETREAT/withdraw", {"REQUEST": "happened"}, ["demands"]),
    ("refuse", "CONSULT/visit", {"REJECT": "happened"}, []),
    ("promise", "AID", {"AGREE": "happened"}, ["promises"]),
    ("promise", "RETREAT/withdraw", {"CONCEDE": "happened"}, ["promises"]),
    ("vow-not", "ASSAULT/heavy-weapons", {"CONCEDE": "happened"}, ["promises"]),
    ("threat", "PROTEST/strike", {"THREATEN": "happened", "PROTEST": "threatened"}, ["warns"]),
    ("accuse", "ASSAULT/aerial", {"ACCUSE": "happened", "ASSAULT": "happened"}, ["alleges"]),
    ("accused", "COERCE/cyber", {"ACCUSE": "happened", "COERCE": "happened"}, ["alleges"]),
    ("condemn", "COERCE/censor", {"ACCUSE": "happened", "COERCE": "happened"}, []),
    ("stop", "AID", {"SANCTION": None}, []),
    ("stop", "ASSAULT/heavy-weapons", {"RETREAT": None}, []),
]


@pytest.mark.parametrize(("name", "code", "expected", "stances"), CASES)
def test_an_operator_gives_type_status_and_stance(
    name: str, code: str, expected: dict[str, str | None], stances: list[str] | None
) -> None:
    for seed in range(8):
        gold = made(name, code, seed)["gold"]
        found = {event["type"]: event["status"] for event in gold["events"]}
        assert set(found) == set(expected)
        assert all(status in (None, found[kind]) for kind, status in expected.items())
        if stances is not None:
            assert [claim["stance"] for claim in gold["claims"]] == stances


@pytest.mark.parametrize(
    ("name", "code", "kind", "mode"),
    [
        ("asked", "RETREAT/release", "REQUEST", "yield"),
        ("asked", "AID", "REQUEST", "assist"),
        ("asked", "CONSULT", "REQUEST", "meet"),
        ("asked", "SANCTION/expel", "REQUEST", "change"),
        ("refuse", "CONSULT/phone", "REJECT", "meet"),
        ("refuse", "AID", "REJECT", "assist"),
        ("threat", "ASSAULT/aerial", "THREATEN", "violence"),
        ("threat", "COERCE/arrest", "THREATEN", "arrest"),
        ("threat", "SANCTION/expel", "THREATEN", "expel"),
        ("threat", "PROTEST/strike", "THREATEN", "restrict"),
        ("stop", "COOPERATE", "SANCTION", "discontinue"),
    ],
)
def test_the_mode_follows_from_the_act(name: str, code: str, kind: str, mode: str) -> None:
    events = made(name, code)["gold"]["events"]
    assert mode in [event["mode"] for event in events if event["type"] == kind]


def test_a_denied_act_stands_in_the_denial_and_a_threatened_one_in_the_threat() -> None:
    for name, code, status in (
        ("denied", "COERCE/arrest", "denied"), ("threat", "ASSAULT", "threatened")
    ):  # fmt: skip
        gold = made(name, code)["gold"]
        inner = [event for event in gold["events"] if event["status"] == status]
        assert [event["claim_id"] for event in inner] == ["c0"]


@pytest.mark.parametrize(
    ("name", "code"),
    [("promise", "COERCE/arrest"), ("refuse", "ASSAULT"), ("threat", "AID"), ("stop", "REJECT")],
)
def test_operators_keep_to_the_acts_that_they_fit(name: str, code: str) -> None:
    assert not fits(operator(name), act(code))


def test_a_headline_has_no_article_and_no_stop() -> None:
    assert headline("[p1:ORG the army] shells a town") == "[p1:ORG army] shells town"
    assert finished("[p1:ORG army] shells town", stop=False) == "[p1:ORG Army] shells town"
    assert (
        finished("[p1:ORG the troops]'s [e9 raid] ended") == "[p1:ORG The troops]' [e9 raid] ended."
    )


def test_the_same_seed_composes_the_same_and_another_seed_does_not() -> None:
    assert list(blocks(60, 3)) == list(blocks(60, 3))
    assert list(blocks(60, 3)) != list(blocks(60, 4))


def test_many_blocks_pass_the_checker_and_their_texts_differ() -> None:
    rows = composed("test", list(blocks(800, 11)))
    assert len({row["text"] for row in rows}) == 800
    assert 0.2 < sum(not row["gold"]["events"] for row in rows) / len(rows) < 0.4
    assert {event["status"] for event in all_events(rows)} == set(load_scheme().statuses)
    assert {event["type"] for event in all_events(rows)} == set(load_scheme().modes)
    for row in rows:
        assert "  " not in row["text"]
        assert "{" not in row["text"]
        assert "[" not in row["text"]
        assert "<" not in row["text"]


def test_every_mode_has_an_act_or_comes_of_an_operator() -> None:
    rows = composed("test", list(blocks(1500, 5)))
    found = Counter(mode for event in all_events(rows) for mode in event_modes(event))
    known = {f"{kind}/{mode}" for kind, modes in load_scheme().modes.items() for mode in modes}
    assert known - set(found) == set()


def test_countries_carry_no_label() -> None:
    """No country is named in far more blocks of one type than of another by design."""
    classes = {kind for act in frames().acts for kind in act.by}
    assert len(countries()) >= 60
    for kind in classes:
        seen = set()
        for seed in range(40):
            scene = Scene.draw(random.Random(seed))
            seen.add(scene.home.code)
            scene.mention(kind, scene.home, "p1")
        assert len(seen) > 20


def test_alternatives_are_chosen_one_for_each_bracket() -> None:
    assert choose("(a|a) b (c|c)", random.Random(0)) == "a b c"


def test_a_wrong_block_is_named() -> None:
    with pytest.raises(ValueError, match="A frame makes a wrong block"):
        composed("test", ["@s global wire active\n[e1 Rain] fell.\ne1 NOTHING"])


def test_the_kept_sample_is_what_the_frames_give() -> None:
    assert read_jsonl([CORPUS / "composed" / "sample.jsonl"]) == compose.sample()
