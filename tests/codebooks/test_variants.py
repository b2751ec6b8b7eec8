"""Codebooks in another order and under other names: the same in all but that."""

from __future__ import annotations

import pytest

from whimbrel.codebooks.codebook import load
from whimbrel.codebooks.scheme import Codebook
from whimbrel.codebooks.variants import (
    Renaming,
    exchanged_names,
    generic_names,
    renamed,
    reversed_order,
)

CODEBOOKS = [load("plover"), load("conflict"), load("cameo")]
by_name = pytest.mark.parametrize("codebook", CODEBOOKS, ids=lambda found: found.name)


@by_name
def test_order_changes_nothing_but_order(codebook: Codebook) -> None:
    turned = reversed_order(codebook)
    assert list(turned.types) == list(codebook.types)[::-1]
    assert list(turned.contexts) == list(codebook.contexts)[::-1]
    assert turned != codebook or len(codebook.types) == 1
    assert reversed_order(turned) == codebook


@by_name
def test_cues_of_a_word_stand_in_an_order_of_their_own(codebook: Codebook) -> None:
    assert reversed_order(codebook).cues == codebook.cues


@by_name
def test_exchanged_names_are_the_same_names_elsewhere(codebook: Codebook) -> None:
    exchanged, renaming = exchanged_names(codebook)
    assert set(exchanged.types) == set(codebook.types)
    for name, found in codebook.types.items():
        other = exchanged.types[renaming.type(name)]
        assert renaming.type(name) != name
        assert (other.definition, len(other.cues)) == (found.definition, len(found.cues))
        assert {cue.type for cue in other.cues} <= {other.name}


@by_name
def test_generic_names_leave_no_name(codebook: Codebook) -> None:
    generic, _ = generic_names(codebook)
    assert next(iter(generic.types)) == "LABEL_1"
    names = set(generic.types) | {
        name.split("/")[0]
        for found in generic.types.values()
        for told in (*found.cues, *found.modes.values())
        for name in told.embedded
    }
    assert not names & set(codebook.types)


def test_references_follow_their_names() -> None:
    plover = CODEBOOKS[0]
    names = Renaming(types={"ASSAULT": "X"}, modes={("ASSAULT", "drone"): "y"})
    other = renamed(plover, names)
    acts = {act for context in other.contexts.values() for act in context.acts}
    assert "X/unconventional" in acts or "X" in acts
    assert {row.type for row in other.cameo} - {row.type for row in plover.cameo} == {"X"}
    assert "y" in other.types["X"].modes
    assert other.score("X", "y") == plover.score("ASSAULT", "drone")
    assert (other.refusal, other.demand) == (plover.refusal, plover.demand)
