"""The built-in codebook holds the whole scheme, and agrees with the training corpus."""

from __future__ import annotations

import tomllib
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

import whimbrel
from whimbrel.codebooks.codebook import load
from whimbrel.codebooks.scheme import Codebook
from whimbrel.coding.cues import CueCoder
from whimbrel.reading.parse import Reader
from whimbrel.records import Document, Status

HERE = Path(__file__).parent
SCHEME: dict[str, dict[str, Any]] = tomllib.loads((HERE / "plover.toml").read_text("utf-8"))
CORPUS: dict[str, Any] = tomllib.loads(
    (HERE.parents[1] / "training" / "scheme.toml").read_text("utf-8")
)


@pytest.fixture(scope="module")
def plover() -> Codebook:
    return load("plover")


def test_has_the_sixteen_types(plover: Codebook) -> None:
    assert set(plover.types) == set(SCHEME)
    assert len(plover.types) == 16


@pytest.mark.parametrize("name", sorted(SCHEME))
def test_type_is_as_in_the_manual(plover: Codebook, name: str) -> None:
    expected, found = SCHEME[name], plover.types[name]
    assert (found.quad, found.score) == (expected["quad"], expected["score"])
    assert found.recipient_expected == expected.get("recipient_expected", False)
    scores = {mode.name: mode.score for mode in found.modes.values()}
    wanted = {m: None if s == "none" else s for m, s in expected.get("modes", {}).items()}
    assert scores == wanted


@pytest.mark.parametrize("name", sorted(SCHEME))
def test_type_is_explained(plover: Codebook, name: str) -> None:
    found = plover.types[name]
    assert found.definition
    assert found.not_for
    assert 3 <= len(found.examples) <= 6
    assert all(mode.definition and mode.examples for mode in found.modes.values())


@pytest.mark.parametrize("name", sorted(SCHEME))
def test_type_has_cues_of_verbs_and_of_nouns(plover: Codebook, name: str) -> None:
    counts = Counter(cue.pos for cue in plover.types[name].cues)
    assert counts["verb"] >= 20, counts
    assert counts["noun"] >= 3, counts


@pytest.mark.parametrize("name", sorted(SCHEME))
def test_every_mode_can_be_told(plover: Codebook, name: str) -> None:
    event_type = plover.types[name]
    told = {cue.mode for cue in event_type.cues}
    dumb = [
        mode.name
        for mode in event_type.modes.values()
        if mode.name not in told and not mode.topics and not mode.embedded
    ]
    assert not dumb, f"nothing tells {name} {dumb}"


def test_agrees_with_the_training_corpus(plover: Codebook) -> None:
    modes = {name: set(t.modes) for name, t in plover.types.items()}
    assert modes == {name: set(found) for name, found in CORPUS["modes"].items()}
    assert set(plover.contexts) == set(CORPUS["contexts"])
    assert set(plover.sectors) == set(CORPUS["sectors"])


def test_contexts_and_sectors_are_complete(plover: Codebook) -> None:
    assert len(plover.contexts) == 37
    assert all(context.definition and context.words for context in plover.contexts.values())
    assert all(sector.definition for sector in plover.sectors.values())
    sectors = set(plover.sectors)
    assert all(context.sectors <= sectors for context in plover.contexts.values())


def test_ranks_put_functions_before_additions(plover: Codebook) -> None:
    rank = {name: sector.rank for name, sector in plover.sectors.items()}
    assert max(rank["GOV"], rank["MIL"], rank["REB"]) < rank["CVL"] < rank["OPP"] < rank["UNK"]


@pytest.mark.parametrize(
    ("code", "type_", "mode"),
    [
        ("034", "CONCEDE", None),  # promised concessions
        ("0355", "CONCEDE", None),
        ("055", "CONCEDE", None),  # apology
        ("0871", "CONCEDE", None),  # truce declared
        ("163", "SANCTION", "discontinue"),  # embargo
        ("116", "SANCTION", "convict"),  # guilty verdict
        ("1712", "ASSAULT", "destroy"),
        ("175", "ASSAULT", None),
        ("0842", "RETREAT", None),  # property returned
        ("1721", "COERCE", "restrict"),
        ("01", None, None),  # a statement is no event
    ],
)
def test_cameo_follows_the_manual(
    plover: Codebook, code: str, type_: str | None, mode: str | None
) -> None:
    (row,) = [row for row in plover.cameo if row.code == code]
    assert (row.type, row.mode) == (type_, mode)


def test_cameo_rows_name_known_contexts(plover: Codebook) -> None:
    assert {name for row in plover.cameo for name in row.contexts} <= set(plover.contexts)


@pytest.mark.parametrize(
    ("type_", "mode", "contexts", "code"),
    [
        ("COERCE", "arrest", ["legal"], "173"),
        ("COERCE", "curfew", [], "17"),
        ("COERCE", "curfew", ["pro-autocracy"], "1723"),
        ("PROTEST", "strike", [], "14"),
        ("ASSAULT", "explosives", ["terrorism"], "1832"),
        ("SANCTION", "convict", ["legal", "corruption"], "116"),
    ],
)
def test_cameo_code_says_no_more_than_is_known(
    plover: Codebook, type_: str, mode: str, contexts: list[str], code: str
) -> None:
    assert plover.cameo_code(type_, mode, contexts) == code


def test_scores_of_modes_go_before_those_of_types(plover: Codebook) -> None:
    assert plover.score("ASSAULT", "unconventional") == -10
    assert plover.score("ASSAULT", None) == -9
    assert plover.score("PROTEST", "vandalize") == -5
    assert plover.score("ACCUSE", None) == -3


def test_cues_of_one_word_are_sorted_by_what_they_ask_for(plover: Codebook) -> None:
    for cues in plover.cues.values():
        wants = [cue.specificity for cue in cues]
        assert wants == sorted(wants, reverse=True)


def test_identity_names_the_version_and_the_files(plover: Codebook) -> None:
    assert plover.identity == f"plover {plover.version} ({plover.fingerprint[:8]})"


@pytest.mark.parametrize(
    ("text", "type_"),
    [
        ("The presidents will meet in Oslo on Friday.", "AGREE"),
        ("Ghana's president will visit Togo next week.", "AGREE"),
        ("The presidents met in Oslo on Friday.", "CONSULT"),
        ("The minister may meet the rebels.", "CONSULT"),
    ],
)
@pytest.mark.parametrize("coder", ["both", "cues"])
def test_talks_to_come_are_a_promise(coder: str, text: str, type_: str) -> None:
    (event,) = whimbrel.code(text, coder=coder).events
    assert event.type == type_
    if type_ == "AGREE":
        assert event.status is Status.ANNOUNCED
        assert event.rationale.endswith("Only announced, so AGREE.")


@pytest.mark.parametrize(
    ("text", "triggers"),
    [
        ("A car bomb went off near a hospital.", ["car bomb"]),
        ("A roadside bomb exploded on Monday.", ["roadside bomb"]),
        ("The grenade detonated.", ["detonated"]),
        ("Police found a car bomb on Monday.", []),
        ("The gas tank exploded.", []),
        ("A wartime bomb went off in a field.", []),
    ],
)
def test_a_bomb_that_goes_off_is_an_attack_whoever_it_struck(
    plover: Codebook, reader: Reader, text: str, triggers: list[str]
) -> None:
    acts = CueCoder().acts(reader.read(Document(id="d", text=text)), plover)
    assert [act.trigger.text for act in acts] == triggers
    assert all((act.type, act.mode) == ("ASSAULT", "explosives") for act in acts)
