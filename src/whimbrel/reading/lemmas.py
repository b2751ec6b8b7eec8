"""spaCy's rule lemmatizer, with every answer remembered.

The rules look at a word, its part of speech and its features alone. spaCy remembers what the rules
answer for inflected forms, but for base forms, which are most words, works it out each time; that
was a tenth of the small pipeline's time.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Token

_MOST = 200_000
"""Answers kept before all are forgotten, so that memory stays flat over any number of texts."""


def remember_lemmas(pipeline: Language) -> None:
    """Make the pipeline's lemmatizer remember; one that goes by no rules is left as it is."""
    if "lemmatizer" not in pipeline.pipe_names:
        return
    component: Any = pipeline.get_pipe("lemmatizer")
    if getattr(component, "mode", None) == "rule":
        component.lemmatize = remembering(component.lemmatize)


def remembering(lemmatize: Callable[[Token], list[str]]) -> Callable[[Token], list[str]]:
    """The same answers, asked for once for each word with its part of speech and features."""
    known: dict[tuple[int, int, int], list[str]] = {}

    def answer(token: Token) -> list[str]:
        key = (token.orth, token.pos, token.morph.key)  # type: ignore[attr-defined]
        found = known.get(key)
        if found is None:
            if len(known) >= _MOST:
                known.clear()
            found = known[key] = lemmatize(token)
        return found

    return answer
