"""Plain text: one document a file, its headline on the first line."""

from __future__ import annotations

from whimbrel.documents.build import Intake, document
from whimbrel.documents.clean import headline
from whimbrel.documents.encoding import decode
from whimbrel.records import Document


def document_of(data: bytes, intake: Intake, warnings: tuple[str, ...] = ()) -> Document:
    """The document of a plain text's bytes. The text is exactly theirs, but for a byte order mark.

    `warnings` are what was noticed before, and come first.
    Raises `DocumentError` where they are no text or hold none.
    """
    text, complaints = decode(data)
    return document(
        text,
        title=headline(text),
        published=intake.published,
        dated_by_run=intake.published is not None,
        outlet=intake.outlet,
        warnings=(*warnings, *complaints),
    )
