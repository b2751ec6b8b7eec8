"""Did it happen? Status by negation, modality, tense, conditions and governors."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from whimbrel.codebooks.codebook import load
from whimbrel.coding.cues import CueCoder
from whimbrel.coding.frames import Frame
from whimbrel.coding.status import status_of
from whimbrel.reading.parse import Reader
from whimbrel.reading.text import reading_of
from whimbrel.records import Document, Status

# Each sentence tells one attack; the words in brackets are the evidence.
SENTENCES = [
    ("Rebels attacked the port.", "happened", ""),
    ("Rebels had attacked the port.", "happened", ""),
    ("Rebels did not attack the port.", "did_not_happen", "not"),
    ("Rebels never attacked the port.", "did_not_happen", "never"),
    ("No rebels attacked the port.", "did_not_happen", ""),
    ("Rebels may attack the port.", "possible", "may"),
    ("Rebels might not attack the port.", "possible", "might not"),
    ("Rebels could attack the port.", "possible", "could"),
    ("Rebels will attack the port.", "announced", "will"),
    ("Rebels said they would attack the port.", "announced", "would"),
    ("Rebels are to attack the port.", "announced", "are"),
    ("Rebels plan to attack the port.", "announced", "plan"),
    ("Rebels are attacking the port.", "ongoing", "attacking"),
    ("Rebels still attack the port.", "ongoing", "still"),
    ("If rebels attack the port, ships will leave.", "possible", "If"),
    ("Rebels failed to attack the port.", "did_not_happen", "failed"),
    ("Rebels attacked the port without attacking the navy.", "happened", ""),
    ("The planned attack by rebels on the port worried sailors.", "announced", "planned"),
    # That it hurt nobody says nothing against the attack.
    ("No sailors were killed in the attack by rebels on the port.", "happened", ""),
    ("Nobody was hurt when rebels attacked the port.", "happened", ""),
    ("Nobody was hurt when rebels did not attack the port.", "did_not_happen", "not"),
    ("There were no casualties in the attack by rebels on the port.", "happened", ""),
    ("No casualties were reported in the attack by rebels on the port.", "happened", ""),
    ("The attack by rebels on the port killed no sailors.", "happened", ""),
    ("The attack by rebels on the port did not kill any sailors.", "happened", ""),
    ("The sailors were not killed in the attack by rebels on the port.", "happened", ""),
    ("No attack by rebels on the port killed sailors.", "did_not_happen", "No"),
    ("Nobody was killed in the planned attack by rebels on the port.", "announced", "planned"),
]


@pytest.fixture(scope="module")
def told(reader: Reader) -> Callable[[str], tuple[str, str]]:
    codebook = load(Path(__file__).parent / "harbour")

    def status(text: str) -> tuple[str, str]:
        acts = CueCoder().acts(reader.read(Document(id="d", text=text)), codebook)
        act = next(act for act in acts if act.type == "RAM")
        return act.status.value, " ".join(s.text for s in act.evidence.get("status", ()))

    return status


@pytest.mark.parametrize(("text", "status", "evidence"), SENTENCES, ids=str)
def test_status(
    text: str, status: str, evidence: str, told: Callable[[str], tuple[str, str]]
) -> None:
    found, shown = told(text)
    assert found == status
    if evidence:
        assert shown == evidence


def test_what_hangs_on_nothing_is_told_as_fact() -> None:
    reading = reading_of(["Attack"], pos=["NOUN"], tags=["NN"])
    found = status_of(reading, Frame(trigger=0, verb=0))
    assert (found.status, found.tokens, found.reason) == (Status.HAPPENED, (), "told as fact")


def test_a_chain_of_governors_is_climbed_only_so_far() -> None:
    count = 200
    reading = reading_of(
        ["seek"] * count,
        [0, *range(count - 1)],
        ["ROOT", *["xcomp"] * (count - 1)],
        pos=["VERB"] * count,
        tags=["VB"] * count,
    )
    assert status_of(reading, Frame(trigger=count - 1, verb=count - 1)).status in Status
