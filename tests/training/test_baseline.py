"""The baseline's scores, and that it learns what is plain to see."""

from __future__ import annotations

from typing import Any

import pytest

from training.baseline import Baseline, evaluate, gsr_types, halves, score, table

Json = dict[str, Any]


def test_halves_share_no_batch_and_keep_all() -> None:
    one, other = halves(["a", "b", "c", "a"], seed=0)
    assert one | other == {"a", "b", "c"}
    assert not one & other
    assert (one, other) == halves(["c", "b", "a"], seed=0)


def test_scores_of_types_and_of_no_event() -> None:
    gold: list[set[str]] = [{"AID"}, {"AID", "REJECT"}, set(), set()]
    found: list[set[str]] = [{"AID"}, {"REJECT", "SUPPORT"}, set(), {"AID"}]
    got = score(gold, found, ["AID", "SUPPORT", "AID", "AID"], gold)
    assert (got.precision, got.recall) == (2 / 4, 2 / 3)
    assert got.macro_f1 == pytest.approx((0.5 + 1) / 2)
    assert got.top_type == 1 / 2
    assert (got.none_precision, got.none_recall) == (1.0, 0.5)
    assert "| x | 4 | 0.500 | 0.667 |" in table({"x": got})


def test_nothing_found_scores_nothing() -> None:
    got = score([{"AID"}], [set()], ["AID"], [{"AID"}])
    assert (got.precision, got.recall, got.micro_f1, got.macro_f1) == (0, 0, 0, 0)


def test_accepted_alternatives_of_the_gold_standard_records() -> None:
    row = {"gold": {"events": [{"type": "AGREE", "alt_types": ["CONCEDE"]}, {"type": "AID"}]}}
    assert gsr_types(row) == ({"AGREE", "AID"}, {"AGREE", "AID", "CONCEDE"})


def test_it_learns_words_that_tell_a_type() -> None:
    pytest.importorskip("sklearn", reason="the baseline needs scikit-learn (extra 'training')")
    words = {"AID": "sent rice", "COERCE": "arrested monks"}
    texts = [f"{words[kind]} number {n}" for n in range(9) for kind in words]
    types = [{kind} for _ in range(9) for kind in words]
    found, top = Baseline(texts, types).predict(["they sent rice", "they arrested monks"])
    assert found == [{"AID"}, {"COERCE"}]
    assert top == ["AID", "COERCE"]


def test_both_test_sets_are_scored() -> None:
    pytest.importorskip("sklearn", reason="the baseline needs scikit-learn (extra 'training')")
    units: list[Json] = [
        {"text": f"{text} {n}", "batch": batch, "gold": {"events": [{"type": kind}]}}
        for batch in "abcd"
        for n in range(4)
        for kind, text in (("AID", "sent rice"), ("COERCE", "arrested monks"))
    ]
    gsr: list[Json] = [{"text": "sent rice", "gold": {"events": [{"type": "AID"}]}}]
    scores = evaluate(units, [], gsr, seed=0)
    assert scores["other half"].sentences == 16
    assert scores["other half"].micro_f1 == 1
    assert scores["plover_gsr dev"].top_type == 1
