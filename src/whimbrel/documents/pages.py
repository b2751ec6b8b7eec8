"""Web pages: headline, date, outlet, author and the article without what stands around it.

trafilatura reads the page as it lies there: no script runs and nothing is fetched.
"""

from __future__ import annotations

import logging
import re
from functools import cache
from typing import Any

from whimbrel.documents.build import Dating, Intake, dating, document
from whimbrel.documents.encoding import decode
from whimbrel.errors import DocumentError
from whimbrel.records import Document

_DECLARED = re.compile(
    rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w.:-]{2,40})""", re.IGNORECASE
)
_HEAD = 4_096
_SHORTEST_SENTENCE = 25
_SENTENCE_END = re.compile("[.!?…。！？؟۔।]")
_META = re.compile(r"<meta\b[^>]{0,2000}>", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"""([\w:-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_NAMES_OF_DATE = frozenset(
    "article:published_time og:published_time datepublished date pubdate publishdate publish-date "
    "dc.date dc.date.issued dcterms.created sailthru.date parsely-pub-date".split()
)


def document_of(data: bytes, intake: Intake) -> Document:
    """The document of a page's bytes: the title on the first line, a blank line, the article.

    Raises `DocumentError` where the bytes are no text or the page has no article.
    """
    declared = _DECLARED.search(data[:_HEAD])
    page, warnings = decode(data, declared.group(1).decode("ascii") if declared else None)
    if not page.strip():
        raise DocumentError("The page holds no text: it is empty. Save it again.")
    found = _extract(page)
    paragraphs = _paragraphs(
        found.text if found is not None else None, getattr(found, "title", None)
    )
    if found is None or not any(_is_running_text(paragraph) for paragraph in paragraphs):
        raise DocumentError(
            "The page holds no article: no running text was found in it. It may be a list of "
            "links, or fill itself by a script; save the article's text instead."
        )
    dated = _published(page, found.date, intake)
    return document(
        "\n\n".join([*([found.title] if found.title else []), *paragraphs]),
        title=found.title,
        published=dated.day,
        dated_by_run=dated.by_run,
        outlet=found.sitename or found.hostname or intake.outlet,
        url=found.url,
        authors=(found.author or "").split(";"),
        warnings=(*warnings, *dated.warnings),
    )


def _extract(page: str) -> Any:
    extractor = _extractor()
    try:
        return extractor(page)
    except Exception as error:  # a hostile page must not end the run, whatever it breaks inside
        raise DocumentError(
            f"The page cannot be read: its HTML broke the extractor ({type(error).__name__}). Save "
            "the article's text instead."
        ) from error


@cache
def _extractor() -> Any:
    from copy import deepcopy

    import trafilatura
    from trafilatura.settings import DEFAULT_CONFIG

    # What they say about broken pages is said by our own failures.
    for name in ("trafilatura", "htmldate", "courlan", "justext"):
        logging.getLogger(name).addHandler(logging.NullHandler())
    # Below a minimum the extractor falls back to all words of the page in one paragraph, and the
    # usual minimum is longer than a short dispatch.
    config = deepcopy(DEFAULT_CONFIG)
    config["DEFAULT"]["MIN_EXTRACTED_SIZE"] = "60"

    def extract(page: str) -> Any:
        return trafilatura.bare_extraction(
            page,
            with_metadata=True,
            include_comments=False,
            include_tables=False,
            date_extraction_params={"extensive_search": False, "original_date": True},
            config=config,
        )

    return extract


def _paragraphs(text: str | None, title: str | None) -> list[str]:
    lines = [line.strip().removeprefix("- ") for line in (text or "").split("\n")]
    lines = [line for line in lines if line]
    if lines and title and _same(lines[0], title):
        lines = lines[1:]
    return lines


def _is_running_text(paragraph: str) -> bool:
    return len(paragraph) >= _SHORTEST_SENTENCE and _SENTENCE_END.search(paragraph) is not None


def _same(line: str, title: str) -> bool:
    return " ".join(line.split()).casefold() == " ".join(title.split()).casefold()


def _published(page: str, found: str | None, intake: Intake) -> Dating:
    # What the page states goes first: the extractor reads 2012-02-31 as the first of the month.
    return dating(_stated_date(page) or found, intake, any_spelling=True)


def _stated_date(page: str) -> str | None:
    """What the page's head gives as its date, whether it is one or not."""
    for tag in _META.finditer(page, 0, 200_000):
        attributes = {
            name.lower(): double or single
            for name, double, single in _ATTRIBUTE.findall(tag.group())
        }
        names = {attributes.get(key, "").lower() for key in ("property", "name", "itemprop")}
        if names & _NAMES_OF_DATE and attributes.get("content", "").strip():
            return str(attributes["content"])
    return None
