"""Logistic regression for few texts and many features: one yes-or-no question a type, with a
common penalty, solved among the texts instead of the features.

Full batches from a zero start: the same texts give the same weights.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Matrix = NDArray[np.float64]

_STEPS = 400
_FLAT = 1e-9
_STILL = 1e-5


@dataclass(frozen=True, slots=True)
class Weights:
    """A linear reading of features: `features @ slopes + offsets` are the log-odds of each type."""

    slopes: Matrix
    offsets: Matrix

    def log_odds(self, features: Matrix) -> Matrix:
        """The log-odds of each type for one text or for a row of texts."""
        found: Matrix = features @ self.slopes + self.offsets
        return found


def fit(features: Matrix, targets: Matrix, weights: Matrix, *, freedom: float) -> Weights:
    """Weights for `targets` (texts x types; 1 where the text tells the type).

    `weights` (texts x types) say how much each answer counts; a greater `freedom` lets what is
    learned follow the texts more closely.
    """
    middle = features.mean(axis=0)
    centred = features - middle
    # The texts span few directions of the features: work along those.
    values, vectors = np.linalg.eigh(centred @ centred.T)
    kept = values > _FLAT * max(1.0, float(values[-1]))
    scale = np.sqrt(values[kept])
    rows = vectors[:, kept] * scale
    slopes, offsets = _descend(rows, targets, weights, freedom)
    lifted = centred.T @ (vectors[:, kept] / scale @ slopes)
    return Weights(lifted, offsets - middle @ lifted)


def _descend(
    rows: Matrix, targets: Matrix, weights: Matrix, freedom: float
) -> tuple[Matrix, Matrix]:
    """Nesterov's accelerated descent. The offset is a feature of its own that costs little."""
    rows = np.hstack([rows, np.ones((len(rows), 1))])
    penalty = np.ones((rows.shape[1], 1)) / freedom
    penalty[-1] = 1e-3
    # The columns of `rows` stand at right angles, so that each can have a step of its own.
    steepest = 0.25 * float(weights.max()) * np.square(rows).sum(axis=0)[:, None]
    step = 1 / (steepest + penalty)
    now = before = np.zeros((rows.shape[1], targets.shape[1]))
    for number in range(_STEPS):
        ahead = now + number / (number + 3) * (now - before)
        told = 1 / (1 + np.exp(-rows @ ahead))
        slope = rows.T @ (weights * (told - targets)) + penalty * ahead
        before, now = now, ahead - step * slope
        if np.abs(now - before).max() < _STILL:
            break
    return now[:-1], now[-1]
