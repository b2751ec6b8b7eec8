"""spaCy's name recogniser, its steps taken for many words at once.

spaCy takes one step a word and asks of each which of all its steps are allowed, which costs two
thirds of the recogniser's time. Outside of a name nothing but the word at hand matters, so that all
such steps can be weighed together; inside a name, where few words stand, two steps are possible.
The weights, the rules of what is allowed and so the names are spaCy's own.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Any

from whimbrel.reading.components import replace_component

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from spacy.language import Language
    from spacy.tokens import Doc

    Array = NDArray[np.float32]

_COMPONENT = "whimbrel_name_steps"
_FEATURES = 3
"""What the recogniser looks at: the word and, inside a name, its first word and the one before."""
_OUT = "O"


@dataclass(frozen=True, slots=True)
class Steps:
    """The recogniser's steps by their numbers: leaving a word out, taking it alone, and for each
    kind beginning, going on with and ending a name."""

    out: int
    alone: dict[int, str]
    begin: dict[int, str]
    within: dict[str, int]
    last: dict[str, int]


class NameSteps:
    """A pipeline component that sets the names that spaCy's recogniser would set."""

    def __init__(self, recogniser: Any, steps: Steps) -> None:
        model = recogniser.model
        self._vectors = model.layers[0]
        self._lower, upper = model.get_ref("lower"), model.get_ref("upper")
        self._weights: Array = upper.get_param("W")
        self._bias: Array = upper.get_param("b")
        self._steps = steps

    def __call__(self, doc: Doc) -> Doc:
        self._set([doc])
        return doc

    def pipe(self, docs: Iterable[Doc], *, batch_size: int = 128) -> Iterator[Doc]:
        """The texts with their names, read in batches."""
        rest = iter(docs)
        while batch := list(islice(rest, batch_size)):
            self._set(batch)
            yield from batch

    def _set(self, docs: list[Doc]) -> None:
        if not any(len(doc) for doc in docs):
            return
        features, _ = self._lower(self._vectors.predict(docs), False)
        nothing = features[0]
        bias = self._lower.get_param("b")
        words = features[1:]
        # Feature by feature, in the recogniser's order: sums of floats depend on it.
        summed = (words[:, 0] + nothing[1]) + nothing[2] + bias
        outside = self._scores(summed)
        at = 0
        for doc in docs:
            rows = slice(at, at + len(doc))
            at += len(doc)
            if len(doc):
                starts, blank = doc.to_array(["SENT_START", "IS_SPACE"]).T == 1
                found = list(self._names(words[rows], outside[rows], bias, starts, blank))
                _set_names(doc, found)

    def _scores(self, summed: Array) -> Array:
        hidden = summed.max(axis=-1)
        scores: Array = hidden @ self._weights.T + self._bias
        return scores

    def _names(
        self, words: Array, outside: Array, bias: Array, starts: Any, blank: Any
    ) -> Iterator[tuple[int, int, str]]:
        """First word, the word after the last one, and kind of each name of a text."""
        import numpy

        steps = self._steps
        # Words after which no name goes on: the last one of a sentence.
        closes = numpy.append(starts[1:], True)
        allowed = numpy.full(outside.shape, -numpy.inf, dtype=outside.dtype)
        for number in (steps.out, *steps.alone, *steps.begin):
            allowed[:, number] = outside[:, number]
        for number in (*steps.alone, *steps.begin):
            allowed[blank, number] = -numpy.inf
        for number in steps.begin:
            allowed[closes, number] = -numpy.inf
        best = allowed.argmax(axis=1)
        free = 0
        for first in numpy.flatnonzero(best != steps.out).tolist():
            if first < free:
                continue
            step = int(best[first])
            if step in steps.alone:
                free = first + 1
                yield first, free, steps.alone[step]
                continue
            kind = steps.begin[step]
            free = self._end(words, bias, closes, first, kind)
            yield first, free, kind

    def _end(self, words: Array, bias: Array, closes: Any, first: int, kind: str) -> int:
        """The word after the last one of a name that begins at `first`."""
        steps = (self._steps.within[kind], self._steps.last[kind])
        weights, added = self._weights[list(steps)], self._bias[list(steps)]
        for i in range(first + 1, len(words)):
            if closes[i]:
                return i + 1
            hidden = ((words[i, 0] + words[first, 1]) + words[i - 1, 2] + bias).max(axis=-1)
            go_on, end = weights @ hidden + added
            if end > go_on or (end == go_on and steps[1] < steps[0]):
                return i + 1
        return len(words)


def _set_names(doc: Doc, found: list[tuple[int, int, str]]) -> None:
    from spacy.tokens import Span

    doc.set_ents([Span(doc, first, end, label=kind) for first, end, kind in found])


def replace_name_recogniser(pipeline: Language) -> None:
    """Put `NameSteps` in the name recogniser's place, where it has the shape for it and nothing
    before it sets names."""
    replace_component(pipeline, "ner", _COMPONENT, _made)


def _made(pipeline: Language) -> NameSteps | None:
    steps = steps_of(pipeline)
    return None if steps is None else NameSteps(pipeline.get_pipe("ner"), steps)


def steps_of(pipeline: Language) -> Steps | None:
    """The recogniser's steps; null where it is of another shape."""
    recogniser: Any = pipeline.get_pipe("ner")
    model = getattr(recogniser, "model", None)
    if model is None or not (model.has_ref("lower") and model.has_ref("upper")):
        return None
    lower, upper = model.get_ref("lower"), model.get_ref("upper")
    plain = (
        lower.name == "precomputable_affine"
        and upper.name == "linear"
        and lower.get_dim("nF") == _FEATURES
        and lower.get_dim("nP") > 1
        and not model.attrs.get("unseen_classes")
        and recogniser.cfg.get("beam_width", 1) == 1
        and "entity_ruler" not in pipeline.pipe_names
    )
    if not plain:
        return None
    moves = recogniser.moves
    return _steps([moves.get_class_name(number) for number in range(moves.n_moves)])


def _steps(names: list[str]) -> Steps | None:
    by_letter: dict[str, dict[str, int]] = {letter: {} for letter in "BILU"}
    for number, name in enumerate(names):
        letter, _, kind = name.partition("-")
        if letter in by_letter and kind:
            by_letter[letter][kind] = number
    begin, within, last, alone = (by_letter[letter] for letter in "BILU")
    if _OUT not in names or not set(begin) <= set(within) & set(last):
        return None
    return Steps(
        out=names.index(_OUT),
        alone={number: kind for kind, number in alone.items()},
        begin={number: kind for kind, number in begin.items()},
        within=within,
        last=last,
    )
