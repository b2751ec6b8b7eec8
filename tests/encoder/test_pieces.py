"""What the encoder gets to see of a text."""

import pytest

from whimbrel.encoder.pieces import LOWER, TITLE, UPPER, Pieces, shape_of


@pytest.mark.parametrize(
    ("word", "shape"),
    [("troops", LOWER), ("Mali", TITLE), ("NATO", UPPER), ("A", TITLE), ("2012", LOWER)],
)
def test_letter_case(word: str, shape: int) -> None:
    assert shape_of(word) == shape


def test_pieces_inside_a_span_are_those_that_lie_whole_in_it() -> None:
    pieces = Pieces([101, 7, 8, 9, 102], [(0, 0), (0, 4), (4, 6), (7, 9), (0, 0)], [0] * 5)
    assert pieces.inside(0, 6) == [1, 2]
    assert pieces.inside(1, 9) == [2, 3]
    assert pieces.inside(6, 7) == []
