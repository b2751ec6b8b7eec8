"""Events of a codebook with a base: which code they get, and what of them stays."""

from __future__ import annotations

from dataclasses import replace

import pytest

from whimbrel.codebooks.codebook import load
from whimbrel.codebooks.scheme import Codebook
from whimbrel.coding.cues import CueCoder
from whimbrel.pipeline import code_reading
from whimbrel.reading.parse import Reader
from whimbrel.records import CoderIdentity, Document, Event

CAMEO = load("cameo")
IDENTITY = CoderIdentity(name="test", version="", codebook="")

CASES = [
    # sentence, the codes of its events
    ("Gunmen killed three villagers near Mosul.", ["1823"]),
    ("Militiamen beat the clerk.", ["182"]),
    ("A roadside bomb killed two soldiers.", ["1833"]),
    ("A car bomb killed two guards.", ["1832"]),
    ("Troops shelled the town.", ["194"]),
    ("Jets bombed a rebel camp.", ["195"]),
    ("Rebels and soldiers clashed near the river.", ["190"]),
    ("Guerrillas massacred forty villagers.", ["202"]),
    ("Police arrested the editor.", ["173"]),
    ("The army besieged the town.", ["191"]),
    ("The rebels demanded the release of prisoners.", ["1053"]),
    ("The mayor appealed for tents.", ["0233"]),
    ("The opposition demanded that the premier resign.", ["1041"]),
    ("The minister resigned.", ["0831"]),
    ("Chad and Libya signed a treaty.", ["057"]),
    ("The president praised Chad.", ["051"]),
    ("Poland expelled two diplomats of Belarus.", ["161"]),
    ("The court convicted the mayor of bribery.", ["116"]),
    ("Rain fell on the coast.", []),
]


def events(reader: Reader, text: str, codebook: Codebook = CAMEO) -> tuple[Event, ...]:
    document = Document(id="d", text=text)
    reading = reader.read(document)
    return code_reading(document, reading, CueCoder(), codebook, IDENTITY).events


@pytest.mark.parametrize(("text", "codes"), CASES, ids=[text[:40] for text, _ in CASES])
def test_code(reader: Reader, text: str, codes: list[str]) -> None:
    found = events(reader, text)
    assert [event.cameo for event in found] == codes
    for event in found:
        assert event.mode == event.cameo
        assert event.cameo is not None
        assert event.type == event.cameo[:2]
        assert event.goldstein == CAMEO.score(event.type, event.mode)
        assert event.quad == CAMEO.types[event.type].quad


def test_everything_but_the_code_is_the_base_s(reader: Reader) -> None:
    text = "Gunmen attacked a bus near Mosul on Tuesday, officials said; rebels denied the attack."
    own = events(reader, text)
    assert CAMEO.base is not None
    base = events(reader, text, CAMEO.base)
    assert len(own) == len(base) > 0
    for one, other in zip(own, base, strict=True):
        assert one.rationale.startswith(other.rationale)
        assert f" cameo {one.type}/{one.mode} of {other.type}" in one.rationale
        unchanged = ("id", "trigger", "actors", "recipients", "status", "date", "place", "claims")
        for name in unchanged:
            assert getattr(one, name) == getattr(other, name), name


def test_the_word_that_decided_is_evidence(reader: Reader) -> None:
    (event,) = events(reader, "The mayor appealed for tents.")
    assert [span.text for span in event.evidence["mode"]] == ["tents"]
    assert event.rationale.endswith("cameo 02/0233 of REQUEST/assist by 'tents' and its own words.")


def test_what_nothing_takes_is_left_out(reader: Reader) -> None:
    types = {name: found for name, found in CAMEO.types.items() if name != "17"}
    assert events(reader, "Police arrested the editor.", replace(CAMEO, types=types)) == ()
