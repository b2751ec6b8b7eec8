"""The cue coder on a codebook of another world, with the real reader."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from whimbrel.codebooks.codebook import load
from whimbrel.codebooks.scheme import Codebook
from whimbrel.coding.acts import Act
from whimbrel.coding.cues import CueCoder
from whimbrel.reading.parse import Reader
from whimbrel.records import Document

HERE = Path(__file__).parent
CASES: list[dict[str, Any]] = tomllib.loads((HERE / "acts.toml").read_text(encoding="utf-8"))[
    "case"
]


@pytest.fixture(scope="module")
def harbour() -> Codebook:
    return load(HERE / "harbour")


def written(act: Act) -> str:
    what = f"{act.type}/{act.mode}" if act.mode else act.type
    actors = "; ".join(span.text for span in act.actors)
    recipients = "; ".join(span.text for span in act.recipients)
    told = f"{actors} > {what} > {recipients} | {act.trigger.text} | {act.status.value}"
    return told.replace(">  |", "> |")


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case["text"][:40]))
def test_acts(case: dict[str, Any], reader: Reader, harbour: Codebook) -> None:
    acts = CueCoder().acts(reader.read(Document(id="d", text=case["text"])), harbour)
    assert [written(act) for act in acts] == case["acts"]


def test_every_act_says_why(reader: Reader, harbour: Codebook) -> None:
    text = "Gunmen may attack the port."
    (act,) = CueCoder().acts(reader.read(Document(id="d", text=text)), harbour)
    assert act.rationale == (
        "RAM by verb 'attack'; mode gunfire by 'Gunmen'; actor as 'subj'; recipient as 'obj'; "
        "status possible: 'may' before it."
    )
    assert [span.text for span in act.evidence["status"]] == ["may"]
    assert [span.text for span in act.evidence["mode"]] == ["Gunmen"]


def test_spans_point_into_the_text(reader: Reader, harbour: Codebook) -> None:
    text = "😀 The army — “at dawn” — attacked Kata’ib al-Nūr near Ṣanʿāʾ, killing 3."
    for act in CueCoder().acts(reader.read(Document(id="d", text=text)), harbour):
        for span in (act.trigger, act.clause, *act.actors, *act.recipients):
            assert text[span.start : span.end] == span.text
