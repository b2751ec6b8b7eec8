"""The codebook of CAMEO codes: all codes of the scheme, and a code for whatever PLOVER codes."""

from __future__ import annotations

from collections import Counter

import pytest

from whimbrel.codebooks.codebook import load

CAMEO = load("cameo")
PLOVER = load("plover")
CODES = {*CAMEO.types, *(mode for found in CAMEO.types.values() for mode in found.modes)}
TAKEN = {act for found in CAMEO.types.values() for take in found.takes for act in take.acts}


def test_has_twenty_roots_with_their_codes() -> None:
    assert list(CAMEO.types) == [f"{number:02}" for number in range(1, 21)]
    for root, found in CAMEO.types.items():
        assert all(code.startswith(root) and len(code) in (3, 4) for code in found.modes), root
        assert found.default_mode == f"{root}0"


def test_four_digits_go_with_the_three_they_start_with() -> None:
    assert {code[:3] for code in CODES if len(code) == 4} <= CODES


def test_has_every_code_of_the_conversion_table() -> None:
    assert {row.code for row in PLOVER.cameo} <= CODES
    assert {row.code for row in CAMEO.cameo} == CODES
    assert all((row.mode or row.type) == row.code for row in CAMEO.cameo)


@pytest.mark.parametrize("root", CAMEO.types)
def test_root_is_explained(root: str) -> None:
    found = CAMEO.types[root]
    assert found.definition
    assert found.not_for
    assert len(found.examples) >= 3
    assert found.score is not None
    assert all(m.definition and m.score is not None for m in found.modes.values())
    assert max(Counter(m.definition for m in found.modes.values()).values()) == 1


@pytest.mark.parametrize("type_", PLOVER.types)
def test_every_type_of_the_base_is_taken(type_: str) -> None:
    modes = PLOVER.types[type_].modes
    assert type_ in TAKEN or all(f"{type_}/{mode}" in TAKEN for mode in modes)


def test_only_statements_take_nothing() -> None:
    assert [root for root, found in CAMEO.types.items() if not found.takes] == ["01"]


def test_scores_are_those_of_the_scale() -> None:
    assert CAMEO.score("01", "010") == 0
    assert CAMEO.score("05", "057") == 8
    assert CAMEO.score("13", None) == -6
    assert CAMEO.score("18", "1823") == -10


def test_a_change_of_the_base_is_a_change_of_the_codebook() -> None:
    assert CAMEO.base == PLOVER
    assert CAMEO.contexts == PLOVER.contexts
    assert CAMEO.fingerprint != PLOVER.fingerprint
