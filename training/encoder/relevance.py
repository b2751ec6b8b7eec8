"""Fit what tells a text on politics and conflict from others: one line over its embedding.

    python -m training.encoder.relevance --model DIR

Adds `relevance.json` to the model's folder. A document's embedding is the mean of its sentences';
texts with an event are told from those without, which the corpus has of all sorts (sport, trade,
weather, culture, courts, history). The held-out batches are left out and say how well it does.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from training.encoder.examples import sentences_of
from training.encoder.held_out import HELD_OUT
from training.units import kind_of, read_units
from whimbrel.encoder.model import SHIPPED, Encoder

Json = dict[str, Any]
ARTICLE_WEIGHT = 10
"""An article is a whole text, and there are few."""
FREEDOM = 10.0
DIGITS = 4


def embedding(encoder: Encoder, unit: Json) -> Any:
    """The mean over the unit's sentences."""
    texts = [unit["text"][start:end] for start, end in sentences_of(unit)]
    return np.mean([encoder.embed(text) for text in texts], axis=0)


def main(arguments: Sequence[str] | None = None) -> None:
    from sklearn.linear_model import LogisticRegression

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", type=Path, default=SHIPPED)
    folder = parser.parse_args(arguments).model
    encoder = Encoder(folder)
    units = read_units()
    vectors = np.array([embedding(encoder, unit) for unit in units])
    told = np.array([any(not e["optional"] for e in unit["gold"]["events"]) for unit in units])
    kinds = np.array([kind_of(unit) for unit in units])
    held = np.array([bool(HELD_OUT.match(unit["batch"])) for unit in units])
    model = LogisticRegression(C=FREEDOM, max_iter=3000)
    model.fit(vectors[~held], told[~held], np.where(kinds[~held] == "a", ARTICLE_WEIGHT, 1.0))
    chance = model.predict_proba(vectors)[:, 1]
    for name, rows in (
        ("articles without event", held & (kinds == "a")),
        ("passages", held & (kinds == "p") & told),
        ("sentences with event", held & (kinds == "s") & told),
        ("sentences without event", held & (kinds == "s") & ~told),
    ):
        quantiles = np.round(np.quantile(chance[rows], [0.1, 0.25, 0.5, 0.75, 0.9]), 2)
        print(f"{name} ({rows.sum()}): tenth, quarter, half, ... {quantiles}")
    line = {
        "bias": round(float(model.intercept_[0]), DIGITS),
        "weights": [round(float(w), DIGITS) for w in model.coef_[0]],
    }
    (folder / "relevance.json").write_text(json.dumps(line) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
