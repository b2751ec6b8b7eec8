"""Records as rows: what each table gets of a coding, and the coding given back whole.

Rows are made from the record's JSON form (`contract.to_dict`), because that is also what travels
through the inbox. Dates stay strings here; the store turns them into days and an impossible one
into null.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import pyarrow as pa

from whimbrel.contract import to_dict
from whimbrel.records import (
    CoderIdentity,
    Document,
    Failure,
    Record,
    content_key,
    json_name,
    publication_day,
)

Row = dict[str, Any]

PARSED = "parsed_body"
"""The key under which a coding's row carries its body unwritten, to spare reading it again. It is
no column, and does not travel."""

_OF_DOCUMENT = ("id", "text", "title", "published", "outlet", "url")
_OF_CODING = ("lang", "coder", "warnings")
_RECORD_FIELDS = tuple(json_name(each.name) for each in dataclasses.fields(Record))


def identity_row(coder: CoderIdentity) -> Row:
    """The columns that say who coded."""
    return {
        "coder": coder.name,
        "version": coder.version,
        "codebook": coder.codebook,
        "models": _json(dict(coder.models)),
    }


def document_row(document: Document) -> Row:
    """The row of a document, without its time stamp."""
    return {
        "id": document.id,
        "content_key": content_key(document),
        "text": document.text,
        "title": document.title,
        "published": document.published,
        "published_day": publication_day(document.published),
        "outlet": document.outlet,
        "url": document.url,
        "lang": document.lang,
        "authors": list(document.authors),
        "warnings": list(document.warnings),
    }


def coded_rows(document: Document, record: Record) -> tuple[Row, Row]:
    """The rows of a document and of its coding, without their time stamps.

    What the document's own row holds stays out of the coding's: a copy of the text has its own id,
    outlet, url, and warnings of the source's reader (which come first among the record's).
    """
    whole = to_dict(record)
    noticed = len(document.warnings)
    at = noticed if record.warnings[:noticed] == document.warnings else 0
    body = {
        name: value for name, value in whole.items() if name not in (*_OF_DOCUMENT, *_OF_CODING)
    }
    own = document_row(document) | {"warnings": list(record.warnings[:at])}
    return own, {
        "content_key": own["content_key"],
        **identity_row(record.coder),
        "lang": record.lang,
        "warnings": list(record.warnings[at:]),
        "events": len(record.events),
        "claims": len(record.claims),
        "body": _json(body),
        PARSED: body,
    }


def record_of(document: Row, coding: Row) -> Row:
    """The record in its JSON form, put together from a document's row and its coding's."""
    whole = {
        **json.loads(coding["body"]),
        **{name: document[name] for name in _OF_DOCUMENT},
        "lang": coding["lang"],
        "coder": {
            "name": coding["coder"],
            "version": coding["version"],
            "codebook": coding["codebook"],
            "models": json.loads(coding["models"]),
        },
        "warnings": [*document["warnings"], *coding["warnings"]],
    }
    known = {name: whole[name] for name in _RECORD_FIELDS if name in whole}
    return known | {name: value for name, value in whole.items() if name not in known}


def failure_row(failure: Failure) -> Row:
    """The row of a failure, without its time stamp."""
    parts = (failure.document_id, failure.where, failure.stage, failure.reason)
    # A file's name may hold bytes that are no text.
    document, where, stage, reason = (
        part and part.encode("utf-8", "replace").decode() for part in parts
    )
    return {
        "key": hashlib.sha256(_json(parts).encode("utf-8", "surrogatepass")).hexdigest()[:32],
        "document_id": document,
        "where": where,
        "stage": stage,
        "reason": reason,
    }


def detail_rows(codings: Iterable[Row]) -> dict[str, list[Row]]:
    """The rows of every table of details, by table, from the codings' bodies."""
    tables: dict[str, list[Row]] = {name: [] for name in DETAILS}
    for coding in codings:
        body = coding[PARSED] if PARSED in coding else json.loads(coding["body"])
        for table, rows in _details(body):
            for row in rows:
                tables[table].append({"content_key": coding["content_key"], **row})
    return tables


def _details(body: Mapping[str, Any]) -> Iterator[tuple[str, Iterable[Row]]]:
    events, claims = body.get("events", []), body.get("claims", [])
    sayers = {claim["id"]: _according_to(claim) for claim in claims}
    yield "events", (_event(at, event, sayers) for at, event in enumerate(events))
    yield "claims", (_claim(at, claim) for at, claim in enumerate(claims))
    yield "participants", _numbered(_participants(events, claims))
    yield "mentions", _numbered(body.get("mentions", []))
    yield "places", _numbered(body.get("places", []))
    yield "times", ({**time, **_days(time)} for time in _numbered(body.get("times", [])))
    yield "quantities", _numbered(_quantities(body.get("quantities", []), events))
    yield "causes", (_cause(at, cause) for at, cause in enumerate(body.get("causes", [])))


def _event(position: int, event: Row, sayers: Mapping[str, str | None]) -> Row:
    place = event["place"] or {}
    return {
        **event,
        **_days(event["date"]),
        **_located("trigger", event["trigger"]),
        **_located("sentence", event["sentence"]),
        "position": position,
        "actors": _names(event["actors"]),
        "recipients": _names(event["recipients"]),
        "actor_countries": _countries(event["actors"]),
        "recipient_countries": _countries(event["recipients"]),
        "date_text": (event["date"] or {}).get("text"),
        "place": place.get("name") or place.get("text"),
        "place_text": place.get("text"),
        "place_precision": place.get("precision"),
        **{name: place.get(name) for name in ("geonameid", "lat", "lon", "country", "admin1")},
        "according_to": sayers.get(event["claim_id"]),
    }


def _claim(position: int, claim: Row) -> Row:
    speaker, content = claim["speaker"] or {}, claim["content"]
    return {
        **claim,
        **_days(claim["date"]),
        "position": position,
        "according_to": _according_to(claim),
        "source": _texts(claim["source"]),
        "speaker": _name(speaker) if speaker else None,
        "speaker_country": speaker.get("country"),
        "speaker_actor_id": speaker.get("actor_id"),
        "cue": _texts(claim["cue"]),
        "content": _texts(content),
        "content_start": content[0]["start"] if content else None,
        "content_end": content[-1]["end"] if content else None,
        "via": "; ".join(f"{link['text']} ({link['kind']})" for link in claim["via"]) or None,
    }


def _cause(position: int, cause: Row) -> Row:
    return {
        **cause,
        **_located("cause", cause["cause"]),
        **_located("effect", cause["effect"]),
        "position": position,
        "signal": (cause["signal"] or {}).get("text"),
    }


def _participants(events: Sequence[Row], claims: Sequence[Row]) -> Iterator[Row]:
    for event in events:
        for part, field in (("actor", "actors"), ("recipient", "recipients")):
            yield from ({**each, "part": part, "of": event["id"]} for each in event[field])
    for claim in claims:
        if claim["speaker"]:
            yield {**claim["speaker"], "part": "speaker", "of": claim["id"]}


def _quantities(quantities: Sequence[Row], events: Sequence[Row]) -> Iterator[Row]:
    # An event's own quantities are copies; one that is listed with an event alone is kept too.
    telling: dict[str, list[str]] = {}
    all_of_them = {quantity["id"]: quantity for quantity in quantities}
    for event in events:
        for quantity in event["quantities"]:
            telling.setdefault(quantity["id"], []).append(event["id"])
            all_of_them.setdefault(quantity["id"], quantity)
    for quantity in all_of_them.values():
        whose = quantity["of"]
        yield {
            **quantity,
            "of": _name(whose) if whose else None,
            "events": telling.get(quantity["id"], []),
        }


def _numbered(rows: Iterable[Row]) -> Iterator[Row]:
    return ({**row, "position": position} for position, row in enumerate(rows))


def _located(name: str, span: Row) -> Row:
    return {name: span["text"], f"{name}_start": span["start"], f"{name}_end": span["end"]}


def _days(date: Row | None) -> Row:
    return {"date_from": date["from"], "date_to": date["to"]} if date else {}


def _name(participant: Row) -> str:
    return str(participant["name"] or participant["text"])


def _names(participants: Sequence[Row]) -> str | None:
    return "; ".join(map(_name, participants)) or None


def _countries(participants: Sequence[Row]) -> list[str]:
    return list(dict.fromkeys(each["country"] for each in participants if each["country"]))


def _texts(spans: Sequence[Row]) -> str | None:
    return " ... ".join(span["text"] for span in spans) or None


def _according_to(claim: Row) -> str | None:
    """Who says so, as a reader would put it: the speaker's name, else the source as written."""
    return _name(claim["speaker"]) if claim["speaker"] else _texts(claim["source"])


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


_WORDS = pa.list_(pa.string())
_KINDS: dict[str, pa.DataType] = {
    **dict.fromkeys(("authors", "warnings", "modes", "contexts", "sectors"), _WORDS),
    **dict.fromkeys(("actor_countries", "recipient_countries"), _WORDS),
    **dict.fromkeys(("position", "start", "end", "content_start", "content_end"), pa.int32()),
    **dict.fromkeys(("trigger_start", "trigger_end", "sentence_start"), pa.int32()),
    **dict.fromkeys(("sentence_end", "cause_start", "cause_end"), pa.int32()),
    **dict.fromkeys(("effect_start", "effect_end", "sign"), pa.int32()),
    **dict.fromkeys(("lat", "lon", "confidence", "goldstein", "low", "high"), pa.float64()),
    "geonameid": pa.int64(),
}
_SPAN = ("start", "end", "text")

DOCUMENTS = (
    "id content_key text title published published_day outlet url lang authors warnings"
).split()
CODINGS = "content_key coder version codebook models lang warnings events claims body".split()
FAILURES = "key document_id where stage reason".split()
DETAILS: dict[str, list[str]] = {
    "events": (
        "id type mode modes contexts status trigger trigger_start trigger_end sentence "
        "sentence_start sentence_end actors recipients actor_countries recipient_countries "
        "date_from date_to date_text place place_text geonameid lat lon country admin1 "
        "place_precision claim_id according_to cameo goldstein quad confidence rationale"
    ).split(),
    "claims": (
        "id according_to source speaker speaker_country speaker_actor_id cue content content_start "
        "content_end kind stance within via date_from date_to confidence"
    ).split(),
    "participants": [
        *("part", "of", *_SPAN, "mention", "actor_id", "name", "country", "sectors"),
        "confidence",
    ],
    "mentions": ["id", "kind", *_SPAN, "actor_id", "head", "role"],
    "places": [
        *(*_SPAN, "geonameid", "name", "lat", "lon", "country", "admin1", "precision"),
        "confidence",
    ],
    "times": [*_SPAN, "type", "value", "date_from", "date_to"],
    "quantities": [
        *("id", *_SPAN, "what", "low", "high", "unit", "hedge", "of", "part_of", "claim_id"),
        "events",
    ],
    "causes": (
        "id cause cause_start cause_end effect effect_start effect_end signal sign relation "
        "cause_event effect_event claim_id"
    ).split(),
}
"""The tables of details and their columns, besides `content_key` and `position`."""


def table_of(name: str, columns: Sequence[str], rows: Sequence[Row]) -> pa.Table:
    """An Arrow table of these columns. Keys of a row that are no column are left out."""
    return pa.table(
        [pa.array([row.get(each) for row in rows], _kind(name, each)) for each in columns],
        names=list(columns),
    )


def _kind(table: str, column: str) -> pa.DataType:
    if column in ("events", "claims"):
        return _WORDS if table == "quantities" else pa.int32()
    return _KINDS.get(column, pa.string())
