"""Codes a text to the types of a codebook that nobody trained for.

A type is what its codebook says of it in words (definition, modes, examples) and what the user's
examples add. From these a small regression is fitted when the classifier is made; the codebook's
cues, matched on the parsed text, are added to what it says. Names and the order of types, files
and examples play no part.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Protocol

import numpy as np

from whimbrel.classifying.embedder import Embedder
from whimbrel.classifying.examples import Example, examples_in
from whimbrel.classifying.regression import Matrix, Weights, fit
from whimbrel.classifying.wording import Wording
from whimbrel.codebooks.scheme import Codebook
from whimbrel.coding.acts import Act
from whimbrel.errors import SetupError
from whimbrel.reading.text import Reading
from whimbrel.records import Status

_FREEDOM = 3.0
_WORDING_SHARE = 0.8
"""How much the wording counts beside the embedding."""
_WORDING_ALONE = 2.0

_CUE = 3.0
"""What a cue of full weight adds to the log-odds of its type."""
_CUE_ALONE = 5.0
"""The same where no embedding speaks beside it."""
_STEEPNESS = 1.3
"""Makes the scores of the likelier types as sure as they turn out right."""
_LEAST_SHARE = 0.09
"""What a type's texts weigh at least, measured against all that do not tell it."""
_TOO_NEAR = 0.6
"""Background as near as this to what a type is told by may be about that type, and is left out."""


class ActCoder(Protocol):
    """Finds acts by a codebook's cues, as `coding.cues.CueCoder` does."""

    def acts(self, reading: Reading, codebook: Codebook) -> tuple[Act, ...]:
        """The acts told in the text."""


@dataclass(frozen=True, slots=True)
class Classification:
    """`label` is the likeliest type, `labels` those at or over the threshold, the likeliest first;
    `scores` has the probability of every type."""

    label: str
    labels: tuple[str, ...]
    scores: dict[str, float]


class Classifier:
    """Classifies readings by one codebook. Without an embedder it goes by wording and cues alone.

    Raises `SetupError` where the codebook has fewer than two types.
    """

    def __init__(
        self,
        codebook: Codebook,
        coder: ActCoder,
        *,
        examples: Sequence[Example] = (),
        embedder: Embedder | None = None,
    ) -> None:
        if len(codebook.types) < 2:
            raise SetupError(
                f"Classifying needs a codebook with two types or more; {codebook.name} has "
                f"{len(codebook.types)}."
            )
        self._codebook = codebook
        self._coder = coder
        self._embedder = embedder
        # By content, so that neither names nor the order of files can tell.
        self._names = sorted(codebook.types, key=lambda name: _content(codebook, name))
        self._wider = _wider(codebook)
        self._fit(self._material(examples))

    def _fit(self, material: Mapping[str, frozenset[str]]) -> None:
        """Learn from texts with their types, against news of all sorts that tells none of them."""
        told = sorted(material)
        others = [text for text in _background() if text not in material]
        self._wording = Wording([*told, *others])
        known = np.stack([self._features(text) for text in told])
        apart = [row for row in map(self._features, others) if np.max(known @ row) < _TOO_NEAR]
        features = np.vstack([known, *apart])
        targets = np.zeros((len(features), len(self._names)))
        targets[: len(told)] = [self._answers(material[text]) for text in told]
        self._weights: Weights = fit(features, targets, _answer_weights(targets), freedom=_FREEDOM)

    def classify(self, reading: Reading, *, threshold: float = 0.5) -> Classification:
        """The types that the text tells."""
        log_odds = self._weights.log_odds(self._features(reading.text))
        log_odds += (_CUE if self._embedder else _CUE_ALONE) * self._votes(reading)
        chances = 1 / (1 + np.exp(-_STEEPNESS * log_odds))
        # Rounded before they are ranked: what is shown as equal is equal.
        scores = {
            name: round(float(chance), 4) for name, chance in zip(self._names, chances, strict=True)
        }
        for name, wider in self._wider.items():
            for above in wider:
                scores[above] = max(scores[above], scores[name])
        ranked = sorted(self._names, key=lambda name: -scores[name])
        return Classification(
            label=ranked[0],
            labels=tuple(name for name in ranked if scores[name] >= threshold),
            scores={name: scores[name] for name in self._codebook.types},
        )

    def _material(self, examples: Sequence[Example]) -> dict[str, frozenset[str]]:
        """Every text to learn from with its types; what stands at several types tells them all."""
        told = [
            (text, name)
            for name, event_type in self._codebook.types.items()
            for text in examples_in(event_type)
        ]
        found: dict[str, frozenset[str]] = {example.text: frozenset() for example in examples}
        told += [(example.text, name) for example in examples for name in example.labels]
        for text, name in told:
            found[text] = found.get(text, frozenset()) | self._wider[name]
        return found

    def _answers(self, labels: frozenset[str]) -> list[float]:
        return [float(name in labels) for name in self._names]

    def _features(self, text: str) -> Matrix:
        wording = self._wording.vector(text)
        if self._embedder is None:
            return _WORDING_ALONE * wording
        embedded = np.asarray(self._embedder.embed(text), dtype=np.float64)
        return np.concatenate([embedded, _WORDING_SHARE * wording])

    def _votes(self, reading: Reading) -> Matrix:
        """The confidence of each type's surest act, but of those told as not having happened."""
        surest: dict[str, float] = {}
        for act in self._coder.acts(reading, self._codebook):
            if act.status not in (Status.DID_NOT_HAPPEN, Status.DENIED):
                for name in self._wider.get(act.type, ()):
                    surest[name] = max(act.confidence, surest.get(name, 0.0))
        return np.array([surest.get(name, 0.0) for name in self._names])


def _answer_weights(targets: Matrix) -> Matrix:
    """A type of which little is told speaks up against all the others: its texts count more."""
    yes = targets.sum(axis=0)
    louder = np.maximum(1.0, _LEAST_SHARE * (len(targets) - yes) / np.maximum(1.0, yes))
    return np.where(targets == 1, louder, 1.0)


def _wider(codebook: Codebook) -> dict[str, frozenset[str]]:
    """For each type itself and all the types that include it, at whatever remove."""
    found = {name: frozenset((name,)) for name in codebook.types}
    for _ in codebook.types:
        for above in codebook.types.values():
            for name in above.includes:
                found[name] |= found[above.name]
    return found


@cache
def _background() -> tuple[str, ...]:
    lines = files(__package__).joinpath("background.txt").read_text(encoding="utf-8").splitlines()
    return tuple(line for line in lines if line and not line.startswith("#"))


def _content(codebook: Codebook, name: str) -> tuple[str, ...]:
    return tuple(examples_in(codebook.types[name]))
