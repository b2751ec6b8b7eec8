"""Tables found from characters alone."""

from __future__ import annotations

import pytest

from whimbrel.coding.cells import Stretch, cells_with_figures


def words(text: str, stretch: Stretch | None) -> str | None:
    return None if stretch is None else text[stretch.start : stretch.end]


@pytest.mark.parametrize(
    ("text", "cells"),
    [
        ("Town | Dead\n---|---\nHoms | 12\n", [("12", "Dead", "Homs")]),
        ("| Town | Dead |\n\n| Homs | ~12 |\n", [("~12", "Dead", "Homs")]),
        ("Dead\tHurt\nHoms\t12\t30\n", [("12", "Dead", "Homs"), ("30", "Hurt", "Homs")]),
        ("Town  Dead\nHoms  12 (3 girls)\n", [("12 (3 girls)", "Dead", "Homs")]),
        ("Dead: 12\nHurt: 30.\n", [("12", None, "Dead"), ("30.", None, "Hurt")]),
        ("Homs | 12\nAleppo | 7\n", [("12", None, "Homs"), ("7", None, "Aleppo")]),
        ("Town | Dead\n\nA truce held.\n\nHoms | 12\n", []),
        ("Police came.  12 men died.\nThey left.  30 fled.\n", []),
        ("The toll: 12\nNothing more was known.\n", []),
        ("", []),
    ],
)
def test_cells_have_the_heads_of_column_and_row(
    text: str, cells: list[tuple[str, str | None, str | None]]
) -> None:
    found = cells_with_figures(text)
    assert [
        (text[cell.start : cell.end], words(text, cell.column), words(text, cell.row))
        for cell in found
    ] == cells
