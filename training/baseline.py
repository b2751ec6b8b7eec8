"""A plain baseline for event types: tf-idf of words and logistic regression (scikit-learn).

    python -m training.baseline [--data DIR] [--composed N] [--seed S]

Trained on the sentences of half of the batches, tested on the other half and on plover_gsr dev. The
gap between the two is a measure of how narrow the corpus is; it is no coder. Several types may
hold for a sentence, or none. `--composed N` adds N composed sentences to the training half.
"""

from __future__ import annotations

import argparse
import os
import random
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from training.annotate import CORPUS
from training.scheme import load_scheme
from training.units import kind_of, read_composed, read_jsonl, read_units

Json = dict[str, Any]
_FOLDS = 3
ROOT = Path(__file__).resolve().parents[1]


@dataclass(frozen=True)
class Score:
    """Figures of one test set, each from 0 to 1; `none_*` are for sentences without event."""

    sentences: int
    precision: float
    recall: float
    micro_f1: float
    macro_f1: float
    top_type: float
    none_precision: float
    none_recall: float


def halves(batches: Sequence[str], seed: int) -> tuple[set[str], set[str]]:
    """The batches in two halves, drawn by a seed."""
    names = sorted(set(batches))
    random.Random(seed).shuffle(names)
    middle = (len(names) + 1) // 2
    return set(names[:middle]), set(names[middle:])


def types_of(unit: Json) -> set[str]:
    """The types of a unit's events, those marked optional too."""
    return {event["type"] for event in unit["gold"]["events"]}


def _ratio(part: int, whole: int) -> float:
    return part / whole if whole else 0.0


def _f1(precision: float, recall: float) -> float:
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def score(
    gold: Sequence[set[str]],
    found: Sequence[set[str]],
    top: Sequence[str],
    accepted: Sequence[set[str]],
) -> Score:
    """Scores of found type sets; `top` is the single best type, right if it is in `accepted`."""
    right = sum(len(g & f) for g, f in zip(gold, found, strict=True))
    precision = _ratio(right, sum(map(len, found)))
    recall = _ratio(right, sum(map(len, gold)))
    each = [
        _micro_f1([types & {name} for types in gold], [types & {name} for types in found])
        for name in sorted({name for types in gold for name in types})
    ]
    told = [n for n, types in enumerate(gold) if types]
    empty = sum(not types for types in gold)
    said_empty = sum(not types for types in found)
    both_empty = sum(not g and not f for g, f in zip(gold, found, strict=True))
    return Score(
        len(gold), precision, recall, _f1(precision, recall), _ratio_of(each),
        _ratio(sum(top[n] in accepted[n] for n in told), len(told)),
        _ratio(both_empty, said_empty), _ratio(both_empty, empty),
    )  # fmt: skip


def _ratio_of(values: Sequence[float]) -> float:
    return sum(values) / len(values) if values else 0.0


def _micro_f1(gold: Sequence[set[str]], found: Sequence[set[str]]) -> float:
    right = sum(len(g & f) for g, f in zip(gold, found, strict=True))
    return _f1(_ratio(right, sum(map(len, found))), _ratio(right, sum(map(len, gold))))


class Baseline:
    """One logistic regression for each type over tf-idf of words and pairs of words.

    The threshold is the best one for micro F1 on the training half, by cross-validation.
    """

    def __init__(self, texts: Sequence[str], types: Sequence[set[str]]) -> None:
        from sklearn.feature_extraction.text import TfidfVectorizer
        from sklearn.linear_model import LogisticRegression
        from sklearn.model_selection import cross_val_predict

        self._vectors = TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True, min_df=1)
        features = self._vectors.fit_transform(texts)
        self._models = {}
        chances: dict[str, Any] = {}
        for name in load_scheme().modes:
            labels = [name in held for held in types]
            if _FOLDS <= sum(labels) <= len(labels) - _FOLDS:
                model = LogisticRegression(C=10, class_weight="balanced", max_iter=1000)
                chances[name] = cross_val_predict(
                    model, features, labels, cv=_FOLDS, method="predict_proba"
                )[:, 1]
                self._models[name] = model.fit(features, labels)
        self.threshold = max(
            (step / 100 for step in range(5, 96, 5)),
            key=lambda threshold: _micro_f1(types, self._above(chances, len(texts), threshold)),
        )

    @staticmethod
    def _above(chances: dict[str, Any], count: int, threshold: float) -> list[set[str]]:
        return [{name for name in chances if chances[name][n] > threshold} for n in range(count)]

    def predict(self, texts: Sequence[str]) -> tuple[list[set[str]], list[str]]:
        """For each text the types over the threshold, and the likeliest type."""
        features = self._vectors.transform(texts)
        chances = {name: m.predict_proba(features)[:, 1] for name, m in self._models.items()}
        found = self._above(chances, len(texts), self.threshold)
        top = [max(chances, key=lambda name, n=n: chances[name][n]) for n in range(len(texts))]  # type: ignore[misc]
        return found, top


def gsr_types(row: Json) -> tuple[set[str], set[str]]:
    """(types, types and accepted alternatives) of a plover_gsr row."""
    events = row["gold"]["events"]
    types = {event["type"] for event in events}
    return types, types | {name for event in events for name in event.get("alt_types", [])}


def evaluate(units: list[Json], extra: list[Json], gsr: list[Json], seed: int) -> dict[str, Score]:
    """Scores on the other half of the batches and, where given, on plover_gsr rows."""
    train, test = halves([unit["batch"] for unit in units], seed)
    learn = [unit for unit in units if unit["batch"] in train] + extra
    held = [unit for unit in units if unit["batch"] in test]
    model = Baseline([unit["text"] for unit in learn], [types_of(unit) for unit in learn])
    found, top = model.predict([unit["text"] for unit in held])
    gold = [types_of(unit) for unit in held]
    scores = {"other half": score(gold, found, top, gold)}
    if gsr:
        found, top = model.predict([row["text"] for row in gsr])
        pairs = [gsr_types(row) for row in gsr]
        scores["plover_gsr dev"] = score([p[0] for p in pairs], found, top, [p[1] for p in pairs])
    return scores


def table(scores: dict[str, Score]) -> str:
    """The scores as a markdown table."""
    lines = [
        "| test | sentences | P | R | micro F1 | macro F1 | top type | none P | none R |",
        "| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |",
    ]
    for name, s in scores.items():
        figures = (s.precision, s.recall, s.micro_f1, s.macro_f1, s.top_type, s.none_precision,
                   s.none_recall)  # fmt: skip
        lines.append(
            f"| {name} | {s.sentences} | " + " | ".join(f"{x:.3f}" for x in figures) + " |"
        )
    return "\n".join(lines)


def main(arguments: list[str] | None = None) -> int:
    """Entry point; returns 0."""
    parser = argparse.ArgumentParser(prog="baseline", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--corpus", type=Path, default=CORPUS)
    parser.add_argument("--data", type=Path, help="folder that holds plover_gsr/dev.jsonl")
    parser.add_argument("--composed", type=int, default=0, metavar="N")
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args(arguments)
    shared = Path(os.environ.get("WHIMBREL_DATA", ROOT.parent / "shared"))
    path = (options.data or shared / "data") / "plover_gsr" / "dev.jsonl"
    units = [u for u in read_units(options.corpus, strict=False) if kind_of(u) == "s"]
    extra: list[Json] = []
    if options.composed:
        extra = read_composed(options.corpus)[: options.composed]
        print(f"{len(extra)} composed sentences are added to the training half")
    if not path.exists():
        print(f"plover_gsr: skipped, {path} is not there (set WHIMBREL_DATA)")
    gsr = read_jsonl([path]) if path.exists() else []
    print(table(evaluate(units, extra, gsr, options.seed)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
