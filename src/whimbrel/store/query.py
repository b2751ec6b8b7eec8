"""One filter for every list, turned into SQL with parameters."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal["documents", "events", "claims", "mentions", "failures"]
KINDS: tuple[Kind, ...] = ("documents", "events", "claims", "mentions", "failures")


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """What to list. A field that is `None` asks nothing; several values of one field mean any.

    `type`, `status`, `country` and `outlet` take one value or several; letter case is ignored.
    `actor` is a part of a name, an actor id or the words of the text. `country` is an ISO 3166
    alpha-3 code of any participant or of the place. `from_` and `to` are `YYYY-MM-DD`, `YYYY-MM`
    or `YYYY`, inclusive: events whose own date overlaps them (an undated event never does), for
    documents, claims and mentions the day of publication. `text` is words that stand in the
    document. `document` is a document's id, `event` an event's id. `limit` caps the rows.
    """

    type: str | tuple[str, ...] | None = None
    actor: str | None = None
    country: str | tuple[str, ...] | None = None
    from_: str | None = None
    to: str | None = None
    status: str | tuple[str, ...] | None = None
    outlet: str | tuple[str, ...] | None = None
    text: str | None = None
    document: str | None = None
    event: str | None = None
    limit: int | None = None
