"""One act told twice is one event: which later words take up an act told before.

A headline's act is told again in the body; "the attack" takes up an attack; the same verb with the
same parties tells the same act. The most explicit telling stands for the event, the others become
its further mentions.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from whimbrel.coding.acts import Act
from whimbrel.reading.phrases import mention_at
from whimbrel.reading.text import Reading
from whimbrel.records import Span

_NEAR_SENTENCES = 6
_TRIED = 60
"""Tellings of the same type that a word may take up, counted back from it; a headline's may be
taken up from anywhere."""
_ARTICLES = ("the ", "a ", "an ", "its ", "his ", "their ")


@dataclass(slots=True)
class Telling:
    """An act with the other acts that tell the same. `main` is the most explicit one."""

    main: Act
    others: list[Act] = field(default_factory=list)

    @property
    def all(self) -> list[Act]:
        return [self.main, *self.others]


class _Parties:
    """What tells one party from another inside a document."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._keys: dict[Span, str] = {}

    def share(self, spans: Sequence[Span], before: Sequence[Span]) -> bool | None:
        """Whether two lists of parties share one; null where one of the lists is empty."""
        if not spans or not before:
        return None
    known = [party_key(reading, span) for span in before]
    return any(_same_party(party_key(reading, span), key) for span in spans for key in known)


def _same_party(one: str, other: str) -> bool:
    """Whether two keys are equal, or one says the other with more words ("U.S.", "U.S. forces")."""
    if one == other:
        return True
    short, long = sorted((one.split(), other.split()), key=len)
    return bool(short) and len(short) < len(long) and long[: len(short)] == short


def _sentences_between(reading: Reading, before: Act, act: Act) -> int:
    one, other = reading.sentence_at(before.trigger.start), reading.sentence_at(act.trigger.start)
    return abs(other.i - one.i) if one and other else 0
