"""`whimbrel gazetteer build`."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

Run = Callable[..., Any]

ROW = (
    "9999001\tBrackwater\tBrackwater\t\t-12.5\t33.25\tP\tPPL\tMW\t\t01\t\t\t\t5400\t\t900\t"
    "Africa/Blantyre\t2020-01-01\n"
)


def test_a_dump_becomes_a_gazetteer(run: Run, tmp_path: Path) -> None:
    dump = tmp_path / "MW.txt"
    dump.write_text(ROW, encoding="utf-8")
    out = tmp_path / "own.bin"
    outcome = run("gazetteer", "build", dump, "--out", out)
    assert outcome.code == 0
    assert str(out) in outcome.out
    from whimbrel.resolving.gazetteer import open_gazetteer

    assert open_gazetteer(out).find("Brackwater")


def test_no_dump(run: Run, tmp_path: Path) -> None:
    dump = tmp_path / "MW.txt"
    dump.write_text("three\tcells\tonly\n", encoding="utf-8")
    outcome = run("gazetteer", "build", dump, "--out", tmp_path / "own.bin")
    assert outcome.code == 2
    assert "MW.txt" in outcome.err
