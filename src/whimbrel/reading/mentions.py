"""Who and what is named in a text."""

from __future__ import annotations

from whimbrel.reading.text import Reading
from whimbrel.records import Mention


def find_mentions(reading: Reading) -> tuple[Mention, ...]:
    """The mentions in the text's order, with ids `m0`, `m1`, ... and no links yet."""
    names = sorted({(n.start, n.end, n.kind) for n in reading.name_at.values()})
    return tuple(
        Mention(start=start, end=end, text=reading.text[start:end], id=f"m{number}", kind=kind)
        for number, (start, end, kind) in enumerate(names)
    )
