"""Spans found by where they stand: the same as a look at every one of them."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from whimbrel.coding.offsets import Holders, Voices, in_order, starting_in
from whimbrel.records import Claim, Span


def span(start: int, length: int) -> Span:
    return Span(start=start, end=start + length, text="x" * min(length, 3))


SPANS = st.lists(st.builds(span, st.integers(0, 5_000), st.integers(0, 3_000)), max_size=20)
PLACES = st.builds(span, st.integers(0, 8_000), st.integers(0, 40))


@given(spans=SPANS, start=st.integers(0, 8_000), length=st.integers(0, 3_000))
def test_starting_in_is_what_a_look_at_all_finds(
    spans: list[Span], start: int, length: int
) -> None:
    found = starting_in(in_order(spans), start, start + length)
    assert list(found) == [s for s in in_order(spans) if start <= s.start < start + length]


@given(spans=SPANS, place=PLACES)
def test_holders_are_what_a_look_at_all_finds(spans: list[Span], place: Span) -> None:
    holders = Holders((each, number) for number, each in enumerate(spans))
    expected = [number for number, each in enumerate(spans) if each.contains(place)]
    assert holders.of(place) == expected


@given(spans=SPANS, place=PLACES)
def test_the_innermost_claim_has_the_shortest_content(spans: list[Span], place: Span) -> None:
    claims = [Claim(id=f"c{number}", content=(each,)) for number, each in enumerate(spans)]
    found = Voices(claims).innermost(place)
    holding = [claim for claim in claims if claim.content[0].contains(place)]
    assert found == min(holding, key=lambda c: c.content[0].end - c.content[0].start, default=None)
