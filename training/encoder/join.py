"""Set how rules and encoder are weighed, on the batches that the encoder was not trained on.

    python -m training.encoder.join [--model DIR] [--write]

Prints event, status, mode and party figures for cues, encoder and both, the reliability of the
joined confidence (five folds, by unit), and with `--write` puts the weights into
`src/whimbrel/coding/lexicon/judging.toml`.
"""

from __future__ import annotations

import argparse
import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from training.encoder.held_out import HELD_OUT
from training.units import kind_of, read_units
from whimbrel.codebooks.codebook import load
from whimbrel.codebooks.scheme import Codebook
from whimbrel.coding import judging
from whimbrel.coding.acts import Act
from whimbrel.coding.joined import JoinedCoder
from whimbrel.encoder import load_encoder
from whimbrel.encoder.model import SHIPPED
from whimbrel.reading.parse import Reader
from whimbrel.reading.text import Reading
from whimbrel.records import Document

Json = dict[str, Any]
FEATURES = (
    "cue", "cue_weight", "type", "alone_type", "some", "told", "tells", "off_topic", "actor",
    "recipient", "agree", "aside",
)  # fmt: skip
LEAST = 0.5
NEAR_MISS_WEIGHT = 0.25
ORDINARY = re.compile(r"^(cherry|linden|laurel)-")
"""Batches of ordinary news, where few sentences tell an event: as most of what is coded is."""
ORDINARY_WEIGHT = 3.0
ARTICLE_WEIGHT = 8.0
"""Whole articles about something else are few in the corpus and many in the news."""
LEXICON = Path(judging.__file__).with_name("lexicon") / "judging.toml"


@dataclass(frozen=True, slots=True)
class Case:
    """An act that was seen, whether the gold has it (null: optional there), and its unit."""

    unit: int
    act: Act
    features: dict[str, float]
    cue: bool
    right: bool | None
    gold: Json | None
    weight: float
    article: bool


def held_out_readings() -> list[tuple[Json, Reading]]:
    units = [unit for unit in read_units() if HELD_OUT.match(unit["batch"])]
    documents = [
        Document(id=unit["id"], text=unit["text"], published=unit["published"]) for unit in units
    ]
    readings = [reading for _, reading in Reader().read_all(documents)]
    return list(zip(units, readings, strict=True))


def cases(
    held: Sequence[tuple[Json, Reading]], coder: JoinedCoder, codebook: Codebook
) -> Iterator[Case]:
    """Every act seen in the units, matched with the gold events by trigger and type."""
    for number, (unit, reading) in enumerate(held):
        for seen in coder.weighed(reading, codebook):
            right, gold = _match(seen.act, unit["gold"]["events"])
            yield Case(
                number, seen.act, dict(seen.features), seen.cue, right, gold,
                _weight(unit), kind_of(unit) == "a",
            )  # fmt: skip


def _weight(unit: Json) -> float:
    if ORDINARY.match(unit["batch"]):
        return ORDINARY_WEIGHT
    return NEAR_MISS_WEIGHT if unit["near_miss"] else 1.0


def _match(act: Act, events: list[Json]) -> tuple[bool | None, Json | None]:
    def touches(span: Json) -> bool:
        return bool(span["start"] < act.trigger.end and act.trigger.start < span["end"])

    right: bool | None = False
    for event in events:
        told = [event["trigger"], *event["mentions"]]
        if any(map(touches, told)):
            if event["type"] == act.type:
                return (None if event["optional"] else True), event
            if event["optional"]:
                right = None
    return right, None


def fit(rows: Sequence[Case]) -> dict[str, float]:
    """Logistic regression over the features, in two steps.

    First on texts about politics and conflict, where units written to mislead count less, since
    the news has fewer of them. Then the weight of `off_topic` alone, with whole articles about
    something else, of which the news has more than the corpus.
    """
    from sklearn.linear_model import LogisticRegression

    known = [row for row in rows if row.right is not None]
    inside = [row for row in known if not row.article]
    model = LogisticRegression(C=1.0, max_iter=2000)
    plain = [name for name in FEATURES if name != "off_topic"]
    model.fit(
        [[row.features[name] for name in plain] for row in inside],
        [bool(row.right) for row in inside],
        [row.weight for row in inside],
    )
    held = dict(zip(plain, (float(w) for w in model.coef_[0]), strict=True))
    held = {"bias": float(model.intercept_[0]), **held}
    right = np.array([bool(row.right) for row in known])
    weight = np.array([ARTICLE_WEIGHT if row.article else 1.0 for row in known])

    def loss(candidate: float) -> float:
        chance = np.clip(chances(known, {**held, "off_topic": candidate}), 1e-6, 1 - 1e-6)
        told = np.where(right, np.log(chance), np.log(1 - chance))
        return float(-(weight * told).sum())

    return {**held, "off_topic": min(np.arange(-3, 0.01, 0.05).tolist(), key=loss)}


def _matrix(rows: Sequence[Case]) -> Any:
    return np.array([[row.features[name] for name in FEATURES] for row in rows])


def chances(rows: Sequence[Case], held: dict[str, float]) -> Any:
    total = _matrix(rows) @ np.array([held[name] for name in FEATURES]) + held["bias"]
    return 1 / (1 + np.exp(-total))


def crossed(rows: Sequence[Case], folds: int = 5) -> Any:
    """Each act's confidence by weights that were fitted without its unit."""
    units = sorted({row.unit for row in rows})
    random.Random(3).shuffle(units)
    fold = {unit: i % folds for i, unit in enumerate(units)}
    found = np.zeros(len(rows))
    for k in range(folds):
        inside = [i for i, row in enumerate(rows) if fold[row.unit] == k]
        held = fit([row for row in rows if fold[row.unit] != k])
        found[inside] = chances([rows[i] for i in inside], held)
    return found


def event_f1(rows: Sequence[Case], kept: Any, gold: int) -> tuple[float, float, float]:
    """Precision, recall and F1 of events with type; optional ones count neither way."""
    told = [row for row, keep in zip(rows, kept, strict=True) if keep and row.right is not None]
    right = [row for row in told if row.right]
    found = len({(row.unit, row.gold["id"]) for row in right if row.gold})
    precision = len(right) / max(1, len(told))
    recall = found / gold
    return precision, recall, 2 * precision * recall / max(1e-9, precision + recall)


def reliability(rows: Sequence[Case], chance: Any) -> tuple[list[tuple[float, float, int]], float]:
    """Of each tenth of confidence: mean confidence, share right, count; and the expected
    calibration error."""
    known = [
        (c, bool(row.right)) for row, c in zip(rows, chance, strict=True) if row.right is not None
    ]
    bins, error = [], 0.0
    for low in np.arange(0, 1, 0.1):
        inside = [(c, r) for c, r in known if low <= c < low + 0.1 or (low > 0.89 and c >= 1)]
        if inside:
            mean = sum(c for c, _ in inside) / len(inside)
            share = sum(r for _, r in inside) / len(inside)
            bins.append((mean, share, len(inside)))
            error += abs(mean - share) * len(inside) / len(known)
    return bins, error


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", type=Path, default=SHIPPED)
    parser.add_argument("--write", action="store_true")
    asked = parser.parse_args(arguments)
    held = held_out_readings()
    codebook = load("plover")
    coder = JoinedCoder(load_encoder(asked.model))
    rows = list(cases(held, coder, codebook))
    gold = sum(not e["optional"] for unit, _ in held for e in unit["gold"]["events"])
    _print_figures(rows, gold)
    if asked.write:
        _write(fit(rows))


def _print_figures(rows: Sequence[Case], gold: int) -> None:
    print(f"{len(rows)} acts seen, {gold} events in the gold")
    _print_f1("cues alone", event_f1(rows, [row.cue for row in rows], gold))
    chance = crossed(rows)
    for least in (0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6, 0.7, 0.8):
        _print_f1(f"both from {least:.2f}", event_f1(rows, chance >= least, gold))
    bins, error = reliability(rows, chance)
    for mean, share, count in bins:
        print(f"  said {mean:.2f}  right {share:.2f}  ({count})")
    print(f"expected calibration error {error:.3f}")
    paired = [
        (row.act, row.gold)
        for row, c in zip(rows, chance, strict=True)
        if row.gold and row.right and c >= LEAST
    ]
    status = [gold["status"] == act.status.value for act, gold in paired]
    mode = [act.mode in gold["modes"] for act, gold in paired if gold["modes"]]
    print(f"status {sum(status) / len(status):.3f}  mode {sum(mode) / len(mode):.3f}")
    for role in ("actors", "recipients"):
        told = sum(len(getattr(act, role)) for act, _ in paired)
        wanted = sum(len(gold[role]) for _, gold in paired)
        hits = sum(
            any(
                span.start < want["end"] and want["start"] < span.end for span in getattr(act, role)
            )
            for act, gold in paired
            for want in gold[role]
        )
        precision, recall = hits / max(1, told), hits / max(1, wanted)
        _print_f1(role, (precision, recall, 2 * hits / max(1, told + wanted)))


def _print_f1(name: str, held: tuple[float, float, float]) -> None:
    print(f"{name:16} P {held[0]:.3f} R {held[1]:.3f} F1 {held[2]:.3f}")


def _write(fitted: dict[str, float]) -> None:
    text = LEXICON.read_text(encoding="utf-8")
    head = text[: text.index("[confidence]")]
    lines = "\n".join(f"{name} = {value:.4f}" for name, value in fitted.items())
    LEXICON.write_text(f"{head}[confidence]\n{lines}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
