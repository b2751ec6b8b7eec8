"""The regression and the wording that it learns from."""

from __future__ import annotations

import numpy as np
import pytest

from whimbrel.classifying.regression import fit
from whimbrel.classifying.wording import Wording


def test_it_parts_what_can_be_parted() -> None:
    random = np.random.default_rng(3)
    sides = np.repeat([0, 1], 20)
    features = random.normal(size=(40, 90)) * 0.2
    features[:, 5] += sides
    targets = np.stack([sides, 1 - sides], axis=1).astype(float)
    found = fit(features, targets, np.ones_like(targets), freedom=3.0).log_odds(features)
    assert ((found > 0) == (targets > 0)).all()


def test_it_reaches_the_bottom() -> None:
    """At the least penalised loss its slope is nothing."""
    random = np.random.default_rng(4)
    features = random.normal(size=(30, 12))
    targets = (random.random((30, 3)) > 0.6).astype(float)
    heavy = 1 + 3 * targets
    weights = fit(features, targets, heavy, freedom=2.0)
    missed = heavy * (1 / (1 + np.exp(-weights.log_odds(features))) - targets)
    centred = features - features.mean(axis=0)
    assert np.abs(centred.T @ missed + weights.slopes / 2.0).max() < 1e-3
    assert np.abs(missed.sum(axis=0)).max() < 1e-2


def test_wording_counts_what_texts_share() -> None:
    wording = Wording(["The grenade was thrown.", "Grenades were found.", "A wedding."])
    same = wording.vector("grenades") @ wording.vector("a grenade")
    assert same > 0.5
    assert wording.vector("wedding") @ wording.vector("grenade") == 0
    assert np.linalg.norm(wording.vector("grenade")) == pytest.approx(1)
    assert not wording.vector("zzz").any()
