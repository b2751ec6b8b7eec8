"""What the encoder says of one sentence, asked for by characters and by label."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from whimbrel.encoder.pieces import Pieces

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array = NDArray[np.float32]

NONE = "none"


@dataclass(frozen=True, slots=True)
class Head:
    """Where a head's outputs stand among those of a piece, and what each means."""

    start: int
    width: int
    labels: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """Characters `[start, end)` with the likeliest label and its probability."""

    start: int
    end: int
    label: str
    probability: float


class Scores:
    """The encoder's outputs for one text; characters are code points of that text.

    `outputs` has a row for each piece; `embedding` is of unit length. Probabilities are softmax
    over a head's labels (types with "none" among them, modes of one type, statuses) or sigmoid
    where several may hold (contexts, parts of claims and causes, roles).
    """

    def __init__(
        self,
        pieces: Pieces,
        outputs: Array,
        sentence: Array,
        embedding: Array,
        heads: Mapping[str, Head],
        sentence_labels: Sequence[str],
    ) -> None:
        self.pieces = pieces
        self.embedding = embedding
        self.outputs = outputs
        self.sentence = sentence
        self._heads = heads
        self._sentence_labels = sentence_labels

    def of_sentence(self, label: str) -> float:
        """The probability that the sentence tells an event at all ("told"), a cause ("causal") or,
        by a type's label, an event of that type."""
        return _sigmoid_of(float(self.sentence[self._sentence_labels.index(label)]))

    def _of(self, name: str) -> Array:
        head = self._heads[name]
        return self.outputs[:, head.start : head.start + head.width]

    @cached_property
    def _types(self) -> Array:
        return _softmax(self._of("type"))

    @cached_property
    def _statuses(self) -> Array:
        return _softmax(self._of("status"))

    @cached_property
    def _contexts(self) -> Array:
        return _sigmoid(self._of("contexts"))

    @cached_property
    def _names(self) -> Array:
        return _softmax(self._of("names"))

    def types(self, start: int, end: int) -> dict[str, float]:
        """The probability of each type, and of none, for a trigger; the mean over its pieces."""
        return self._mean(self._types, self._heads["type"].labels, start, end)

    def statuses(self, start: int, end: int) -> dict[str, float]:
        """The probability of each status, were the words a trigger."""
        return self._mean(self._statuses, self._heads["status"].labels, start, end)

    def modes(self, start: int, end: int, type_: str) -> dict[str, float]:
        """The probability of each mode of the type, were the words its trigger."""
        labels = self._heads["mode"].labels
        columns = [i for i, label in enumerate(labels) if label.startswith(f"{type_}/")]
        names = [labels[i].partition("/")[2] for i in columns]
        if not columns:
            return {}
        return self._mean(_softmax(self._of("mode")[:, columns]), names, start, end)

    def contexts(self, start: int, end: int) -> dict[str, float]:
        """The probability of each context, were the words a trigger."""
        return self._mean(self._contexts, self._heads["contexts"].labels, start, end)

    def role(self, start: int, end: int, role: str) -> Array:
        """For each piece the probability that it is part of the trigger's `role`."""
        at = self.pieces.inside(start, end)
        keys = self._of(f"{role}-key")
        if not at:
            return keys[:, 0] * 0
        asked: Array = self._of(f"{role}-query")[at].mean(axis=0)
        return _sigmoid(keys @ asked / self._heads[f"{role}-key"].width ** 0.5)

    def triggers(self, at_least: float = 0.5) -> list[Found]:
        """Runs of pieces that rather tell an event than none, with the type that they tell."""
        return self._runs(1 - self._types[:, 0], self._types[:, 1:], at_least)

    def _runs(self, told: Array, types: Array, at_least: float) -> list[Found]:
        labels = self._heads["type"].labels[1:]
        runs: list[list[int]] = []
        best = types.argmax(axis=1)
        for i, (start, end) in enumerate(self.pieces.places):
            if start == end or told[i] < at_least:
                continue
            if runs and runs[-1][-1] == i - 1 and best[i] == best[i - 1]:
                runs[-1].append(i)
            else:
                runs.append([i])
        found = []
        for run in runs:
            mean = types[run].mean(axis=0)
            type_ = int(mean.argmax())
            start, end = self.pieces.places[run[0]][0], self.pieces.places[run[-1]][1]
            found.append(Found(start, end, labels[type_], float(mean[type_])))
        return found

    def names(self) -> list[Found]:
        """Mentions with their kind, by the likeliest tag of each piece."""
        labels = self._heads["names"].labels
        best = self._names.argmax(axis=1)
        found: list[Found] = []
        for i, (start, end) in enumerate(self.pieces.places):
            label = labels[int(best[i])]
            if start == end or label == NONE:
                continue
            part, _, kind = label.partition("-")
            goes_on = part == "I" or self._inside_word(i)
            if goes_on and found and found[-1].label == kind and found[-1].end >= start - 1:
                found[-1] = Found(found[-1].start, end, kind, found[-1].probability)
            else:
                found.append(Found(start, end, kind, float(self._names[i, best[i]])))
        return found

    def _inside_word(self, i: int) -> bool:
        return i > 0 and self.pieces.places[i - 1][1] == self.pieces.places[i][0]

    def _mean(self, held: Array, labels: Sequence[str], start: int, end: int) -> dict[str, float]:
        at = self.pieces.inside(start, end) or self._touching(start, end)
        if not at:
            return {}
        mean = held[at].mean(axis=0)
        return {label: float(value) for label, value in zip(labels, mean, strict=True)}

    def _touching(self, start: int, end: int) -> list[int]:
        places = self.pieces.places
        return [i for i, (a, b) in enumerate(places) if a < b and a < end and b > start]


def _softmax(held: Array) -> Array:
    import numpy as np

    raised = np.exp(held - held.max(axis=1, keepdims=True))
    shares: Array = (raised / raised.sum(axis=1, keepdims=True)).astype(np.float32)
    return shares


def _sigmoid(held: Array) -> Array:
    import numpy as np

    found: Array = np.asarray(1 / (1 + np.exp(-held)), dtype=np.float32)
    return found


def _sigmoid_of(value: float) -> float:
    import math

    return 1 / (1 + math.exp(-value))
