"""One document out of loose parts: checked, dated, with the default id."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from whimbrel.documents.dates import published_of
from whimbrel.errors import DocumentError
from whimbrel.records import Document, Span, document_id

DEFAULT_MAX_BYTES = 20_000_000
"""The largest single document that is read: 20 MB of text."""

_LANGUAGE_TAG = re.compile(r"([A-Za-z]{2,3})(?:[-_].*)?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Intake:
    """What the caller says for all documents of a run.

    `published` (ISO) and `outlet` stand in where a document has none of its own. `columns` maps a
    document's field to the table column that holds it. `max_bytes` limits a single document.
    """

    published: str | None = None
    outlet: str | None = None
    columns: Mapping[str, str] = field(default_factory=dict)
    max_bytes: int = DEFAULT_MAX_BYTES


@dataclass(frozen=True, slots=True, kw_only=True)
class Dating:
    """When a document was published, whether only the run says so, and what is to be said of it."""

    day: str | None
    by_run: bool
    warnings: tuple[str, ...] = ()


def document(
    text: str,
    *,
    id: str | None = None,  # noqa: A002 - the contract's name
    title: str | None = None,
    published: str | None = None,
    outlet: str | None = None,
    url: str | None = None,
    lang: str | None = None,
    authors: Iterable[str] = (),
    triggers: Iterable[Span] = (),
    warnings: Iterable[str] = (),
    dated_by_run: bool = False,
) -> Document:
    """A document; its default id is a hash of text, title, outlet, url and date.

    The text is kept exactly. `published` is an ISO date or datetime; one that does not exist leaves
    the document undated, with a warning. `dated_by_run` says that it is no date of the document's
    own: then it is no part of the id, and the same source read again with another date gives the
    same document. `lang` is an ISO 639-1 code or a tag that begins with one.
    Blank metadata counts as none.

    Raises `DocumentError` where the text holds nothing but white space, or characters that are no
    text (lone surrogates).
    """
    if not text or text.isspace():
        raise DocumentError(
            "The document holds no text: it is empty or has nothing but white space. Leave it out, "
            "or check what wrote it."
        )
    title, outlet, url = _unless_blank(title), _unless_blank(outlet), _unless_blank(url)
    names = tuple(name.strip() for name in authors if name.strip())
    for name, value in (
        ("text", text),
        ("id", id),
        ("title", title),
        ("outlet", outlet),
        ("url", url),
    ):
        _refuse_surrogates(name, value)
    for value in names:
        _refuse_surrogates("authors", value)
    day, complaints = published_of(published)
    return Document(
        id=id or document_id(text, title, outlet, url, None if dated_by_run else day),
        text=text,
        title=title,
        published=day,
        outlet=outlet,
        url=url,
        lang=_language(lang),
        authors=names,
        triggers=tuple(triggers),
        warnings=(*warnings, *complaints),
    )


def dating(published: str | None, intake: Intake, *, any_spelling: bool = False) -> Dating:
    """A document's own date, else the run's, with the warnings that this deserves."""
    day, complaints = published_of(published, any_spelling=any_spelling)
    if day is not None or intake.published is None:
        return Dating(day=day, by_run=False, warnings=complaints)
    stand_in = f"The date {intake.published} that was given for the run stands in."
    return Dating(
        day=intake.published,
        by_run=True,
        warnings=tuple(
            complaint.replace("The document is taken as undated.", stand_in)
            for complaint in complaints
        ),
    )


def _unless_blank(value: str | None) -> str | None:
    return value if value is not None and value.strip() else None


def _language(tag: str | None) -> str | None:
    """`en` for "en", "EN", "en-US" and "eng"; other tags by their first part, in small letters."""
    tag = _unless_blank(tag)
    if tag is None:
        return None
    found = _LANGUAGE_TAG.fullmatch(tag.strip())
    code = (found.group(1) if found else tag.strip()).lower()
    return "en" if code in ("eng", "english") else code


def _refuse_surrogates(name: str, value: str | None) -> None:
    if value is None or value.isascii():
        return
    try:
        value.encode("utf-8")
    except UnicodeEncodeError as error:
        raise DocumentError(
            f'The field "{name}" has half of a surrogate pair (U+{ord(value[error.start]):04X}) at '
            f"character {error.start}, which is no character. Write the text again as UTF-8."
        ) from error
