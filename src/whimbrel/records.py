"""The record: every type that the rooms share, frozen and slotted.

Offsets are Unicode code points into the document's text, half open `[start, end)`, so that
`text[start:end]` equals a span's `text`. A field that is unknown is `None` or an empty tuple,
never left out. Dates are ISO strings (`YYYY-MM-DD`), intervals inclusive on both ends. Countries
are ISO 3166 alpha-3 with `XKX` for Kosovo; bodies without a country have `None` and their kind in
`sectors` (`IGO`, `NGO`, `UNO`, ...).

JSON names equal the field names, except that `from_` is written `from`.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, ClassVar, Literal

SCHEMA_VERSION = 1
"""Version of the record's layout; version 1 grows by optional fields only."""


def json_name(field_name: str) -> str:
    """The name a field has in JSON: `from_` dodges a Python keyword."""
    return field_name.removesuffix("_")


# pydantic reads this at the edges; nothing inside imports pydantic.
_EDGE_CONFIG: dict[str, Any] = {"alias_generator": json_name, "populate_by_name": True}

MentionKind = Literal["PERSON", "ORG", "GPE", "NORP", "LOC", "FAC", "ROLE", "GROUP"]
ClaimKind = Literal["direct", "indirect", "mixed"]
Stance = Literal["asserts", "denies", "warns", "promises", "demands", "asks", "alleges"]
ViaKind = Literal["document", "outlet", "interview", "ceremony", "leak", "official", "anonymous"]
TimeType = Literal["DATE", "TIME", "DURATION", "SET"]
Precision = Literal["point", "city", "admin1", "country"]
CountedThing = Literal[
    "killed",
    "wounded",
    "arrested",
    "displaced",
    "troops",
    "personnel",
    "protesters",
    "money",
    "weapons",
    "votes",
    "other",
]
Relation = Literal["because", "purpose", "condition", "despite", "since"]
Quad = Literal["verbal-cooperation", "material-cooperation", "verbal-conflict", "material-conflict"]


class Status(StrEnum):
    """Did the coded event happen, as the text tells it?"""

    HAPPENED = "happened"
    ONGOING = "ongoing"
    ANNOUNCED = "announced"
    THREATENED = "threatened"
    POSSIBLE = "possible"
    DENIED = "denied"
    DID_NOT_HAPPEN = "did_not_happen"

    @property
    def is_real(self) -> bool:
        """Told as having happened or going on."""
        return self in (Status.HAPPENED, Status.ONGOING)


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """Characters of the document's text: `text[start:end] == span.text`, end exclusive."""

    __pydantic_config__: ClassVar[dict[str, Any]] = _EDGE_CONFIG

    start: int
    end: int
    text: str

    def overlaps(self, other: Span) -> bool:
        """Whether the two share a character."""
        return self.start < other.end and other.start < self.end

    def contains(self, other: Span) -> bool:
        """Whether the other lies wholly inside this one."""
        return self.start <= other.start and other.end <= self.end


def span_of(text: str, start: int, end: int) -> Span:
    """The span of `text[start:end]`."""
    return Span(start=start, end=end, text=text[start:end])


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A text to be coded, with what its outlet says about it.

    `id` is by default a hash of text, title, outlet, url and the document's own date. A day given
    for the whole run (`--published`) is no part of it: the same source coded again with another day
    is the same document, and its day is corrected. `published` is an ISO date or datetime. `lang`
    is an ISO 639-1 code; a given one is believed.
    `triggers` is read by `whimbrel status` alone. `warnings` are what the reader of the source
    noticed (another encoding, an impossible date) and go into the record.
    """

    __pydantic_config__: ClassVar[dict[str, Any]] = _EDGE_CONFIG

    id: str
    text: str
    title: str | None = None
    published: str | None = None
    outlet: str | None = None
    url: str | None = None
    lang: str | None = None
    authors: tuple[str, ...] = ()
    triggers: tuple[Span, ...] = ()
    warnings: tuple[str, ...] = ()


def _digest(*parts: str | None) -> str:
    # Lengths go in so that ("ab", "c") and ("a", "bc") differ; None differs from "".
    seen = hashlib.sha256()
    for part in parts:
        data = b"" if part is None else part.encode("utf-8", "surrogatepass")
        seen.update(f"{-1 if part is None else len(data)}:".encode())
        seen.update(data)
    return seen.hexdigest()


def document_id(
    text: str,
    title: str | None = None,
    outlet: str | None = None,
    url: str | None = None,
    published: str | None = None,
) -> str:
    """The default id of a document: 20 hex digits of a hash of what tells it apart."""
    return _digest(text, title, outlet, url, published)[:20]


def content_key(document: Document) -> str:
    """Hash of what coding depends on, so that copies of one text are coded once (64 hex digits)."""
    return _digest(document.text, document.title, document.published, document.lang)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention(Span):
    """Who or what is named. `head` is the id of the mention that a short form refers back to."""

    id: str
    kind: MentionKind
    actor_id: str | None = None
    head: str | None = None
    role: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Participant(Span):
    """A party to an event, or a claim's speaker. `mention` is a mention's id, `name` canonical.

    `reason` says in words what decided who it is; `confidence` how far to trust that.
    """

    mention: str | None = None
    actor_id: str | None = None
    name: str | None = None
    country: str | None = None
    sectors: tuple[str, ...] = ()
    confidence: float = 1.0
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place(Span):
    """A named place. `lat` and `lon` in degrees (WGS 84), null where the gazetteer lacks it."""

    geonameid: int | None = None
    name: str | None = None
    lat: float | None = None
    lon: float | None = None
    country: str | None = None
    admin1: str | None = None
    precision: Precision | None = None
    confidence: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Time(Span):
    """A time expression. `value` is TIMEX3; `from_` and `to` inclusive ISO dates, null if open."""

    type: TimeType
    value: str | None = None
    from_: str | None = None
    to: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EventDate:
    """When an event took place, and the expression that says so (null span: from a dateline)."""

    __pydantic_config__: ClassVar[dict[str, Any]] = _EDGE_CONFIG

    from_: str | None = None
    to: str | None = None
    start: int | None = None
    end: int | None = None
    text: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantity(Span):
    """A number with a unit, person or thing. `low`/`high` inclusive; null means open on that side.

    `of` is whose (whose dead), `part_of` the id of the quantity that contains it.
    """

    id: str
    what: CountedThing
    of: Participant | None = None
    part_of: str | None = None
    claim_id: str | None = None
    low: float | None = None
    high: float | None = None
    unit: str | None = None
    hedge: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Via(Span):
    """One link of the chain through which a claim came."""

    kind: ViaKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """Something said, by whom, and through whom it came (`via`, nearest to the speaker first)."""

    __pydantic_config__: ClassVar[dict[str, Any]] = _EDGE_CONFIG

    id: str
    source: tuple[Span, ...] = ()
    speaker: Participant | None = None
    cue: tuple[Span, ...] = ()
    content: tuple[Span, ...] = ()
    kind: ClaimKind = "indirect"
    within: str | None = None
    date: EventDate | None = None
    via: tuple[Via, ...] = ()
    stance: Stance = "asserts"
    confidence: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class EventClaim:
    """One of several claims about one event, with the status the event has in it."""

    __pydantic_config__: ClassVar[dict[str, Any]] = _EDGE_CONFIG

    claim_id: str
    status: Status


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Who did what to whom. `evidence` maps a field's name to the spans that decided it."""

    __pydantic_config__: ClassVar[dict[str, Any]] = _EDGE_CONFIG

    id: str
    type: str
    mode: str | None = None
    modes: tuple[str, ...] = ()
    contexts: tuple[str, ...] = ()
    trigger: Span
    sentence: Span
    mentions: tuple[Span, ...] = ()
    actors: tuple[Participant, ...] = ()
    recipients: tuple[Participant, ...] = ()
    place: Place | None = None
    date: EventDate | None = None
    status: Status = Status.HAPPENED
    quantities: tuple[Quantity, ...] = ()
    claim_id: str | None = None
    claims: tuple[EventClaim, ...] = ()
    evidence: Mapping[str, tuple[Span, ...]] = field(default_factory=dict)
    cameo: str | None = None
    goldstein: float | None = None
    quad: Quad | None = None
    confidence: float = 1.0
    rationale: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cause:
    """Why: `cause` brings about (+1) or prevents (-1) `effect`; `signal` is the connective."""

    __pydantic_config__: ClassVar[dict[str, Any]] = _EDGE_CONFIG

    id: str
    cause: Span
    effect: Span
    signal: Span | None = None
    sign: Literal[-1, 1] | None = None
    relation: Relation = "because"
    cause_event: str | None = None
    effect_event: str | None = None
    claim_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CoderIdentity:
    """What made a record: coder, its version, the codebook and the hashes of the models."""

    __pydantic_config__: ClassVar[dict[str, Any]] = _EDGE_CONFIG

    name: str
    version: str
    codebook: str
    models: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """All that Whimbrel read in one document."""

    __pydantic_config__: ClassVar[dict[str, Any]] = _EDGE_CONFIG

    schema: int = SCHEMA_VERSION
    id: str
    text: str
    title: str | None = None
    published: str | None = None
    outlet: str | None = None
    url: str | None = None
    lang: str | None = None
    coder: CoderIdentity
    mentions: tuple[Mention, ...] = ()
    events: tuple[Event, ...] = ()
    claims: tuple[Claim, ...] = ()
    places: tuple[Place, ...] = ()
    times: tuple[Time, ...] = ()
    quantities: tuple[Quantity, ...] = ()
    causes: tuple[Cause, ...] = ()
    warnings: tuple[str, ...] = ()


_ISO_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})")


def publication_day(published: str | None) -> str | None:
    """The `YYYY-MM-DD` part of a publication date or datetime, null where there is none."""
    found = _ISO_DAY.match(published) if published else None
    return found.group(0) if found else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """A document that could not be read or coded. It travels in the stream beside the records.

    `where` is the file, with `:line` where there is one; `stage` the room that failed (documents,
    reading, coding, store); `reason` one clear sentence. `document_id` is null where the document
    never got far enough to have one.
    """

    where: str
    reason: str
    stage: str = "documents"
    document_id: str | None = None
