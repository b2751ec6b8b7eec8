"""Components of ours in the place of a spaCy pipeline's own."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

    Component = Callable[[Doc], Doc]


def replace_component(
    pipeline: Language, own: str, ours: str, make: Callable[[Language], Component | None]
) -> None:
    """Put the component `ours` in the place of the pipeline's `own`, where it has one and `make`,
    which builds ours from it, can: it gives null where the pipeline's is of another shape."""
    from spacy.language import Language as SpacyLanguage

    made = make(pipeline) if own in pipeline.pipe_names else None
    if made is None:
        return
    if not SpacyLanguage.has_factory(ours):

        def build(nlp: Language, name: str) -> Component | None:
            return make(nlp)

        SpacyLanguage.factory(ours, func=build)
    pipeline.add_pipe(ours, before=own)
    pipeline.remove_pipe(own)
