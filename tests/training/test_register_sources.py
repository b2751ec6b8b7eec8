"""Which entries the Phoenix dictionaries confirm."""

from __future__ import annotations

from pathlib import Path

import pytest

from training.register_sources import DICTIONARIES, agrees, confirmed, unknown
from whimbrel.resolving.register import actor_by_id
from whimbrel.resolving.register_files import shipped


@pytest.mark.parametrize(
    ("actor", "code", "expected"),
    [
        ("hezbollah", "LBNREB", True),
        ("hezbollah", "SYRREB", False),
        ("hezbollah", "LBNGOV", False),
        ("hezbollah", "INTREB", True),
        ("uck", "KSVREB", True),
        ("un", "IGOUNO", True),
        ("reuters", "MED", True),
        ("fsb", "RUSSPY", True),
        ("gazprom", "MNC", False),
    ],
)
def test_a_code_agrees_in_country_and_kind(actor: str, code: str, expected: bool) -> None:
    entry = actor_by_id(actor)
    assert entry is not None
    assert agrees(entry, code) is expected


def test_a_dictionary_confirms_and_has_more(tmp_path: Path) -> None:
    for name in DICTIONARIES:
        (tmp_path / f"Phoenix.{name}.actors.txt").write_text("", encoding="utf-8")
    unverified = next(
        each for each in shipped() if each.kind == "group" and each.source == "unverified"
    )
    written = unverified.names[0].upper().replace(" ", "_")
    (tmp_path / "Phoenix.MilNonState.actors.txt").write_text(
        f"{written}_ [{unverified.country}REB]\n\nFRONT_OF_THE_UPPER_RIVER_(FUR)_ [MLIREB]\n",
        encoding="utf-8",
    )
    assert confirmed(tmp_path) == {unverified.id}
    assert list(unknown(tmp_path)) == ["MLIREB\tFront of the Upper River"]
