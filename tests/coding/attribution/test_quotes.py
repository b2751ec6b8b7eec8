"""Quotations: which marks quote, and which are apostrophes."""

from __future__ import annotations

import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from whimbrel.coding.attribution.quotes import quotations

CASES = [
    ("“One,” he said. “Two.”", ["One,", "Two."]),
    ('"One," he said. "Two."', ["One,", "Two."]),
    ("''One,'' he said.", ["One,"]),
    ("``One,'' he said.", ["One,"]),
    ("„Eins“ and «deux»", ["Eins", "deux"]),
    ("The Kata'ib and the Shi'ite party said it won't.", []),
    ("The Kata’ib and the Shi’ite party said it won’t.", []),
    ("The farmers' union and the miners’ wives met.", []),
    ("He said: 'We won't go, and the farmers' union agrees.' Then he left.",
     ["We won't go, and the farmers' union agrees."]),
    ("Back in the '90s and the ’80s.", []),
    ("A 'withdrawal' was announced.", ["withdrawal"]),
    ("”We left. Nobody stayed.”\nShe paused.", ["We left. Nobody stayed."]),
    ('The gate is 6\'2" tall and "safe".', ["safe"]),
    ("“He said ‘no’ twice.”", ["He said ‘no’ twice.", "no"]),
    ("“First part.\n\n“Second part,” she said.", ["First part.", "Second part,"]),
    ("“Never closed. He left. Others stayed.\n\nThe end.", ["Never closed."]),
    ("He left.” Nobody spoke.", []),
]  # fmt: skip


@pytest.mark.parametrize(("text", "wanted"), CASES, ids=[text[:40] for text, _ in CASES])
def test_quoted_words(text: str, wanted: list[str]) -> None:
    assert [text[each.inner : each.inner_end] for each in quotations(text)] == wanted


def test_depth_and_closing() -> None:
    outer, inner = quotations("“She said ‘go’ then.”")
    assert (outer.depth, inner.depth) == (0, 1)
    (left_open,) = quotations("“And so on.")
    assert not left_open.closed


@given(st.text(alphabet="aB .,\n'\"“”‘’„«»`5s", max_size=80))
def test_spans_lie_in_the_text_and_nest(text: str) -> None:
    found = quotations(text)
    for each in found:
        assert 0 <= each.start < each.inner <= each.inner_end <= each.end <= len(text)
    outermost = [each for each in found if each.depth == 0]
    for before, after in pairwise(outermost):
        assert before.end <= after.start


@pytest.mark.parametrize("unit", ["“a ", '"a ', "'a ", "‘a’ b ", "a’ ", "''"])
def test_time_grows_with_the_text_and_no_faster(unit: str) -> None:
    def seconds(count: int) -> float:
        text = unit * count
        before = time.process_time()
        quotations(text)
        return time.process_time() - before

    seconds(1000)
    assert seconds(80_000) < 24 * max(seconds(10_000), 0.02)
