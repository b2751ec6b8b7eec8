"""The queue of a run: every document keeps its place from coming in to going out."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from whimbrel.contract import to_json
from whimbrel.records import Document, Failure, Record


@dataclass(slots=True, eq=False)
class Place:
    """A document's place in the queue: what came in, and by and by what came out.

    `leader` is the place of the same text, which is coded for both. `stored` is the record's JSON
    form where it comes from the store. `is_known`: the store has the document already.
    """

    document: Document | None
    result: Record | Failure | None = None
    leader: Place | None = None
    stored: dict[str, Any] | None = None
    is_known: bool = False
    is_copy: bool = False

    def is_ready(self) -> bool:
        """Whether the document may leave; a copy takes its leader's result over."""
        if self.leader is not None and self.leader.result is not None and self.document:
            self.result, self.leader = _of_copy(self.leader, self.document), None
            self.is_copy = True
        if self.result is not None or self.stored is not None:
            return True
        return self.is_known and self.leader is None


def place_of(item: Document | Failure) -> Place:
    """A new place for what came in. A document that no file can hold has failed already."""
    if isinstance(item, Failure):
        return Place(document=None, result=item)
    try:
        for part in (item.id, item.text, item.title, item.published, item.outlet, item.url):
            (part or "").encode()
    except UnicodeEncodeError as error:
        return Place(document=item, result=_unwritable(item, error))
    return Place(document=item)


def _unwritable(document: Document, error: UnicodeEncodeError) -> Failure:
    shown = document.id.encode("utf-8", "backslashreplace").decode()
    return Failure(
        where=shown,
        document_id=shown,
        stage="documents",
        reason=(
            f"Document {shown} holds half a character (a lone surrogate, "
            f"{error.object[error.start : error.start + 1]!a}, at offset {error.start}), "
            f"which no file can hold. Mend the text where it was written."
        ),
    )


def _of_copy(leader: Place, document: Document) -> Record | Failure:
    """What the leader's result is for a document of the same text."""
    result, original = leader.result, leader.document
    assert result is not None
    assert original is not None
    if isinstance(result, Failure):
        reason = f"{result.reason} (Its text is that of document {original.id}.)"
        return replace(result, where=document.id, document_id=document.id, reason=reason)
    own = result.warnings[len(original.warnings) :]
    return replace(
        result,
        id=document.id,
        outlet=document.outlet,
        url=document.url,
        warnings=(*document.warnings, *own),
    )


def line_of(place: Place) -> str:
    """The record of a finished document as a line of JSON."""
    if isinstance(place.result, Record):
        return to_json(place.result)
    from whimbrel.store.database import json_line

    assert place.stored is not None
    return json_line(place.stored)


def counts_of(place: Place) -> tuple[int, int]:
    """How many events and claims the document has."""
    if isinstance(place.result, Record):
        return len(place.result.events), len(place.result.claims)
    assert place.stored is not None
    return len(place.stored["events"]), len(place.stored["claims"])
