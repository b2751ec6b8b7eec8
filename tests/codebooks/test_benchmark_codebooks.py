"""The codebooks that public label sets are measured with: the sets' labels, each explained."""

from __future__ import annotations

from pathlib import Path

import pytest

from whimbrel.codebooks.codebook import check, load

FOLDER = Path(__file__).parents[2] / "benchmarks" / "codebooks"
LABELS = {
    "case2021": """
        ABDUCT_DISSAP AGREEMENT AIR_STRIKE ARMED_CLASH ARREST ART_MISS_ATTACK ATTACK ATTRIB
        CHANGE_TO_GROUP_ACT CHEM_WEAP DIPLO DISR_WEAP FORCE_AGAINST_PROTEST GOV_REGAINS_TERIT
        GRENADE HQ_ESTABLISHED MAN_MADE_DISASTER MOB_VIOL NATURAL_DISASTER
        NON_STATE_ACTOR_OVERTAKES_TER NON_VIOL_TERRIT_TRANSFER ORG_CRIME OTHER PEACE_PROTEST
        PROPERTY_DISTRUCT PROTEST_WITH_INTER REM_EXPLOS SEX_VIOL SUIC_BOMB VIOL_DEMONSTR
    """.split(),
    "india_police": "KILL ARREST FAIL FORCE ANY_ACTION".split(),
}


@pytest.mark.parametrize("name", LABELS)
def test_has_the_labels_of_the_set(name: str) -> None:
    assert check(FOLDER / name) == []
    assert sorted(load(FOLDER / name).types) == sorted(LABELS[name])


@pytest.mark.parametrize("name", LABELS)
def test_labels_are_explained(name: str) -> None:
    for found in load(FOLDER / name).types.values():
        assert found.definition, found.name
        assert found.not_for, found.name
        assert found.cues, found.name
        assert 12 <= len(found.examples) <= 15, found.name


@pytest.mark.parametrize("name", LABELS)
def test_no_example_stands_in_two_labels(name: str) -> None:
    examples = [text for found in load(FOLDER / name).types.values() for text in found.examples]
    assert len(set(examples)) == len(examples)
