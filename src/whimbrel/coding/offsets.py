"""Spans found by where they stand, without a look at every other span of the text.

A text may be a million characters long and hold tens of thousands of claims, dates and parties, so
whoever asks "what stands here?" for each of them must not go through all of them.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Generic, TypeVar

from whimbrel.records import Claim, Span

S = TypeVar("S", bound=Span)
T = TypeVar("T")

_REACH = 1_000
"""Characters of text that are looked up together."""


def _start(span: Span) -> int:
    return span.start


def in_order(spans: Iterable[S]) -> tuple[S, ...]:
    """The spans in the text's order, as `starting_in` wants them."""
    return tuple(sorted(spans, key=_start))


def starting_in(spans: Sequence[S], start: int, end: int) -> Sequence[S]:
    """Of spans in the text's order those that begin at or after `start` and before `end`."""
    return spans[bisect_left(spans, start, key=_start) : bisect_left(spans, end, key=_start)]


class Holders(Generic[T]):
    """Things known by a span of the text each, found by what the span holds."""

    def __init__(self, pairs: Iterable[tuple[Span, T]]) -> None:
        self._near: dict[int, list[tuple[Span, T]]] = defaultdict(list)
        for span, thing in pairs:
            for place in range(span.start // _REACH, span.end // _REACH + 1):
                self._near[place].append((span, thing))

    def of(self, span: Span) -> list[T]:
        """What is known by a span that contains this one, in the order in which it was given."""
        near = self._near.get(span.start // _REACH, ())
        return [thing for holder, thing in near if holder.contains(span)]


class Voices:
    """The claims of a text, found by what is said in them."""

    def __init__(self, claims: Sequence[Claim]) -> None:
        self._holders = Holders((part, claim) for claim in claims for part in claim.content)

    def innermost(self, span: Span) -> Claim | None:
        """The claim with the shortest content that holds the span; null in the outlet's own
        voice."""
        return min(self._holders.of(span), key=_length, default=None)


def _length(claim: Claim) -> int:
    return sum(part.end - part.start for part in claim.content)
