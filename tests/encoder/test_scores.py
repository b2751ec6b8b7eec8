"""Scores asked for by characters and label, from outputs put together by hand."""

import numpy as np
import pytest

from whimbrel.encoder.pieces import Pieces
from whimbrel.encoder.scores import Head, Scores

TEXT = "Rebels shelled it"
PLACES = [(0, 0), (0, 6), (7, 12), (12, 14), (15, 17), (0, 0)]
HEADS = {
    "type": Head(0, 3, ("none", "ASSAULT", "AID")),
    "mode": Head(3, 3, ("ASSAULT/heavy-weapons", "ASSAULT/beat", "AID/economic")),
    "status": Head(6, 2, ("happened", "denied")),
    "names": Head(8, 3, ("none", "B-GROUP", "I-GROUP")),
    "actor-query": Head(11, 2, ()),
    "actor-key": Head(13, 2, ()),
}


@pytest.fixture
def scores() -> Scores:
    outputs = np.zeros((6, 15), dtype=np.float32)
    outputs[:, 0] = 4
    outputs[2:4, 1] = 8
    outputs[2:4, 3] = 2
    outputs[2, 6] = 3
    outputs[:, 8] = 2
    outputs[1, 9] = 5
    outputs[2:4, 11] = 4
    outputs[:, 13] = -2
    outputs[1, 13] = 2
    sentence, embedding = np.array([2.0, -2.0, 3.0]), np.ones(4, dtype=np.float32) / 2
    labels = ("told", "causal", "ASSAULT")
    return Scores(Pieces([0] * 6, PLACES, [0] * 6), outputs, sentence, embedding, HEADS, labels)


def test_pieces_of_one_word_make_one_trigger(scores: Scores) -> None:
    (found,) = scores.triggers()
    assert (found.start, found.end, found.label) == (7, 14, "ASSAULT")
    assert found.probability == pytest.approx(0.98, abs=0.01)


def test_modes_are_weighed_within_their_type(scores: Scores) -> None:
    modes = scores.modes(7, 14, "ASSAULT")
    assert set(modes) == {"heavy-weapons", "beat"}
    assert sum(modes.values()) == pytest.approx(1)
    assert scores.modes(7, 14, "CONSULT") == {}


def test_a_trigger_is_scored_by_the_mean_over_its_pieces(scores: Scores) -> None:
    assert scores.statuses(7, 14)["happened"] == pytest.approx((0.9526 + 0.5) / 2, abs=1e-3)


def test_a_span_between_pieces_takes_the_piece_it_touches(scores: Scores) -> None:
    assert scores.statuses(8, 11)["happened"] == pytest.approx(0.9526, abs=1e-3)
    assert scores.statuses(14, 15) == {}


def test_a_role_is_a_share_for_each_piece(scores: Scores) -> None:
    share = scores.role(7, 14, "actor")
    assert share.shape == (6,)
    assert share[1] > 0.99
    assert share[4] < 0.01


def test_names_begin_and_end_with_their_tags(scores: Scores) -> None:
    assert [(each.start, each.end, each.label) for each in scores.names()] == [(0, 6, "GROUP")]


def test_sentence_outputs_are_probabilities(scores: Scores) -> None:
    for label, wanted in (("told", 0.88), ("causal", 0.12), ("ASSAULT", 0.95)):
        assert scores.of_sentence(label) == pytest.approx(wanted, abs=0.01)
