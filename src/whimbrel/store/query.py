"""One filter for every list, turned into SQL with parameters, step by named step."""

from __future__ import annotations

import calendar
import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from typing import Any, Literal, get_args

from whimbrel.errors import SetupError
from whimbrel.records import Status

Kind = Literal["documents", "events", "claims", "mentions", "failures"]
KINDS: tuple[Kind, ...] = get_args(Kind)

Words = str | tuple[str, ...] | list[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """What to list. A field that is `None` asks nothing; several values of one field mean any.

    `type`, `status`, `country` and `outlet` take one value or several; letter case is ignored.
    `actor` is a part of a name, of an actor id or of the words of the text. `country` is an ISO
    3166 alpha-3 code of any participant or of the place. `from_` and `to` are `YYYY-MM-DD`,
    `YYYY-MM` or `YYYY`, inclusive: events whose own date overlaps them (an undated event never
    does); for documents, claims and mentions the day of publication. `text` is words that stand in
    the document or its title (of a failure: in its reason or place). `document` and `event` are
    ids. `limit` caps the rows. Documents take the fields of events too: those that hold such an
    event.

    Raises `SetupError` for a value that cannot be meant.
    """

    type: Words | None = None
    actor: str | None = None
    country: Words | None = None
    from_: str | None = None
    to: str | None = None
    status: Words | None = None
    outlet: Words | None = None
    text: str | None = None
    document: str | None = None
    event: str | None = None
    limit: int | None = None

    def __post_init__(self) -> None:
        for status in _several(self.status):
            if status.lower() not in set(Status):
                raise SetupError(
                    f"There is no status {status!r}. It is one of {', '.join(Status)}."
                )
        for country in _several(self.country):
            if not re.fullmatch(r"[A-Za-z]{3}", country):
                raise SetupError(
                    f"{country!r} is no country code. Give three letters as in ISO 3166 alpha-3, "
                    f"such as IRQ for Iraq."
                )
        first, last = day_from(self.from_), day_to(self.to)
        if first and last and first > last:
            raise SetupError(f"No day lies from {self.from_} to {self.to}: the end comes first.")
        if self.limit is not None and self.limit < 0:
            raise SetupError(f"A limit of {self.limit} rows is no limit. Give 0 or more.")

    @property
    def asked(self) -> tuple[str, ...]:
        """The names of the fields that ask something, `limit` apart."""
        names = (each.name for each in fields(self))
        return tuple(n for n in names if n != "limit" and getattr(self, n) is not None)


@dataclass(frozen=True, slots=True)
class Query:
    """SQL and its parameters."""

    sql: str
    parameters: Mapping[str, Any]


_OF_EVENTS = ("type", "actor", "country", "status", "event")
_OF_DOCUMENTS = ("from_", "to", "outlet", "text", "document")
_APPLICABLE: dict[Kind, tuple[str, ...]] = {
    "documents": (*_OF_EVENTS, *_OF_DOCUMENTS),
    "events": (*_OF_EVENTS, *_OF_DOCUMENTS),
    "claims": ("actor", "country", *_OF_DOCUMENTS),
    "mentions": ("actor", *_OF_DOCUMENTS),
    "failures": ("document", "text"),
}
_LEFT_OUT = {
    "documents": "text, published_day, content_key",
    "events": "published_day",
    "claims": "published_day",
    "mentions": "published_day",
}
_ORDER = {
    "documents": "published_day nulls last, document",
    "events": "published_day nulls last, document, trigger_start, event",
    "claims": "published_day nulls last, document, content_start nulls last, claim",
    "mentions": 'published_day nulls last, document, "start", "end", mention',
    "failures": 'failed_at, "where", document nulls first, stage, reason',
}

# What each field asks of the view that it filters. `{list}` is the list's own condition.
_PARTICIPANT = """(document, event) in (
        select document, "of" from participants
        where part in ('actor', 'recipient') and (
            contains(lower(name), lower($actor)) or contains(lower(text), lower($actor))
            or contains(lower(actor_id), lower($actor))))"""
_SPEAKER = """(contains(lower(according_to), lower($actor))
        or contains(lower(source), lower($actor))
        or contains(lower(speaker_actor_id), lower($actor)))"""
_NAMED = "(contains(lower(text), lower($actor)) or contains(lower(actor_id), lower($actor)))"
_COUNTRY = """(list_has_any(actor_countries, $country)
        or list_has_any(recipient_countries, $country) or country in $country)"""
_WORDS = """document in (
        select document from documents
        where contains(lower(text), lower($text)) or contains(lower(title), lower($text)))"""
_REASON = """(contains(lower(reason), lower($text)) or contains(lower("where"), lower($text)))"""

_PUBLISHED = {
    "from_": "published_day >= $from_",
    "to": "published_day <= $to",
    "outlet": "lower(outlet) in $outlet",
    "text": _WORDS,
    "document": "document = $document",
}
_CONDITIONS: dict[Kind, dict[str, str]] = {
    "documents": _PUBLISHED,
    "events": {
        **_PUBLISHED,
        "type": "upper(type) in $type",
        "actor": _PARTICIPANT,
        "country": _COUNTRY,
        "status": "status in $status",
        "event": "event = $event",
        # A date that is open on one side reaches as far as it can.
        "from_": "coalesce(date_to, date_from) >= $from_",
        "to": "coalesce(date_from, date_to) <= $to",
    },
    "claims": {**_PUBLISHED, "actor": _SPEAKER, "country": "speaker_country in $country"},
    "mentions": {**_PUBLISHED, "actor": _NAMED},
    "failures": {"document": "document = $document", "text": _REASON},
}


def listing(kind: Kind, chosen: Filter) -> Query:
    """The query that lists what the filter leaves, in an order that is always the same.

    Raises `SetupError` where the kind cannot be filtered by a field that is asked.
    """
    if kind not in KINDS:
        raise SetupError(f"There is no list of {kind!r}. There is {', '.join(KINDS)}.")
    foreign = [name for name in chosen.asked if name not in _APPLICABLE[kind]]
    if foreign:
        raise SetupError(
            f"{kind.capitalize()} cannot be filtered by {_shown(foreign)}. "
            f"They can by {_shown(_APPLICABLE[kind])}."
        )
    steps: list[str] = []
    source: str = kind
    if kind == "documents" and any(name in _OF_EVENTS for name in chosen.asked):
        events = _narrowed("events", "events", [n for n in chosen.asked if n in _OF_EVENTS], steps)
        steps.append(
            "with_such_event as (\n    select * from documents\n"  # noqa: S608
            f"    where document in (select document from {events})\n)"
        )
        source = "with_such_event"
    own = [name for name in chosen.asked if name in _CONDITIONS[kind]]
    source = _narrowed(kind, source, own, steps)
    columns = f"* exclude ({_LEFT_OUT[kind]})" if kind in _LEFT_OUT else "*"
    with_steps = "with\n" + ",\n".join(steps) + "\n" if steps else ""
    limit = "" if chosen.limit is None else f"\nlimit {int(chosen.limit)}"
    return Query(
        f"{with_steps}select {columns} from {source}\n"  # noqa: S608
        f"order by {_ORDER[kind]}{limit}",
        {name: _value(name, getattr(chosen, name)) for name in chosen.asked},
    )


def _narrowed(kind: Kind, source: str, names: list[str], steps: list[str]) -> str:
    """Add a step for each field; the name of the last one."""
    for name in names:
        step = f"{kind}_by_{name.rstrip('_')}"
        condition = _CONDITIONS[kind][name]
        steps.append(f"{step} as (\n    select * from {source}\n    where {condition}\n)")  # noqa: S608
        source = step
    return source


def _value(name: str, value: Any) -> Any:
    match name:
        case "type" | "country":
            return [each.upper() for each in _several(value)]
        case "status" | "outlet":
            return [each.lower() for each in _several(value)]
        case "from_":
            return day_from(value)
        case "to":
            return day_to(value)
        case _:
            return value


def _several(value: Words | None) -> tuple[str, ...]:
    if value is None:
        return ()
    return (value,) if isinstance(value, str) else tuple(value)


def _shown(names: tuple[str, ...] | list[str]) -> str:
    return ", ".join(name.rstrip("_") for name in names)


_DAY = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")


def day_from(value: str | None) -> date | None:
    """The first day of a day, month or year. Raises `SetupError` where there is no such."""
    parts = _parts(value)
    return _day(value, parts[0], parts[1] or 1, parts[2] or 1) if parts else None


def day_to(value: str | None) -> date | None:
    """The last day of a day, month or year. Raises `SetupError` where there is no such."""
    parts = _parts(value)
    if not parts:
        return None
    year, month, day = parts[0], parts[1] or 12, parts[2]
    if day is None:
        day = calendar.monthrange(max(year, 1), month)[1] if 1 <= month <= 12 else 1
    return _day(value, year, month, day)


def _parts(value: str | None) -> tuple[int, int | None, int | None] | None:
    if value is None:
        return None
    found = _DAY.fullmatch(value.strip())
    if not found:
        raise SetupError(f"{value!r} is no date. Write it as 2011-12-31, 2011-12 or 2011.")
    year, month, day = found.groups()
    return int(year), int(month) if month else None, int(day) if day else None


def _day(value: str | None, year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError as error:
        raise SetupError(f"There is no such day as {value}: {error}.") from error
