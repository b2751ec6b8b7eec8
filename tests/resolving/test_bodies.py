"""Bodies that every state has, by rule."""

from __future__ import annotations

import pytest

from whimbrel.reading.parse import Reader
from whimbrel.records import Document, span_of
from whimbrel.resolving.actors import describe
from whimbrel.resolving.bodies import body_keys, body_named, body_said, state_body, state_body_by_id
from whimbrel.resolving.sectors import SECTORS


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("iraqi police", ("police", 1)),
        ("riot police", ("police", 2)),
        ("the foreign ministry", ("foreign-ministry", 2)),
        ("a policy", None),
    ],
)
def test_the_body_that_words_end_in(words: str, said: tuple[str, int] | None) -> None:
    assert body_said(words.split()) == said


def test_the_body_that_words_begin_with() -> None:
    assert body_named("ministry of the interior in baghdad".split()) == "interior-ministry"
    assert body_named("ministry of silly walks".split()) is None


def test_a_countrys_own_body_is_meant_where_it_has_one() -> None:
    assert state_body("ISR", "parliament").id == "knesset"
    assert state_body("ECU", "parliament").id == "ECU-parliament"
    assert state_body("CAN", "lower-house").id == "houseofcommons-can"
    assert state_body("USA", "supreme-court").id == "scotus"
    assert state_body("GBR", "parliament").id == "parliament-gbr"
    assert state_body("RUS", "parliament").id == "duma"


@pytest.mark.parametrize("key", body_keys())
def test_every_rule_is_found_by_its_id(key: str) -> None:
    body = state_body("AND", key)
    assert state_body_by_id(body.id) == body
    assert set(body.sectors) <= SECTORS


@pytest.mark.parametrize("id_", ["AND-nothing", "QQQ-police", "hezbollah"])
def test_ids_of_no_rule(id_: str) -> None:
    assert state_body_by_id(id_) is None


CASES = [
    # text, phrase, id (or null for one of the words' own)
    ("Iraqi police arrested two men.", "Iraqi police", "IRQ-police"),
    ("Police in Iraq arrested two men.", "Police in Iraq", "IRQ-police"),
    ("Iraq's police arrested two men.", "Iraq's police", "IRQ-police"),
    ("The Ministry of Health of Chad denied it.", "The Ministry of Health", "TCD-health-ministry"),
    ("Chad's interior ministry denied it.", "Chad's interior ministry", "TCD-interior-ministry"),
    ("Troops of Rwanda attacked a village.", "Troops of Rwanda", "RWA-armed-forces"),
    ("Former Iraqi police officers marched.", "Former Iraqi police officers", None),
    ("Basra police arrested two men.", "Basra police", None),
]


OWN = [
    ("In Washington the nation's highest court ruled.", "the nation's highest court", "scotus"),
    ("The lower chamber of Congress voted.", "The lower chamber of Congress", "ushouse"),
    ("The UN's nuclear watchdog asked for access.", "The UN's nuclear watchdog", "iaea"),
    ("China's legislature voted.", "China's legislature", "npc"),
    ("The Atlantic alliance met.", "The Atlantic alliance", "nato"),
]


@pytest.mark.parametrize(("text", "phrase", "id_"), OWN)
def test_bodies_of_the_register_in_other_words(
    reader: Reader, text: str, phrase: str, id_: str
) -> None:
    reading = reader.read(Document(id="d", text=text))
    start = text.index(phrase)
    assert describe(reading, span_of(text, start, start + len(phrase))).actor_id == id_


@pytest.mark.parametrize(("text", "phrase", "id_"), CASES)
def test_bodies_in_a_text(reader: Reader, text: str, phrase: str, id_: str | None) -> None:
    reading = reader.read(Document(id="d", text=text))
    start = text.index(phrase)
    found = describe(reading, span_of(text, start, start + len(phrase)))
    if id_ is None:
        assert found.actor_id is None or found.actor_id.startswith("new:")
    else:
        assert found.actor_id == id_
        assert "every state" in found.reason
