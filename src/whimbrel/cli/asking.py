"""`whimbrel list`, `show` and `sql`: what is in a record file."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from whimbrel import api
from whimbrel.cli.options import DEFAULT_RECORD, FormatOption, OutputOption, RecordOption
from whimbrel.cli.output import write_rows
from whimbrel.errors import SetupError

if TYPE_CHECKING:
    from whimbrel.records import Record
    from whimbrel.store.database import Database


class Kind(StrEnum):
    """What can be listed."""

    DOCUMENTS = "documents"
    EVENTS = "events"
    CLAIMS = "claims"
    MENTIONS = "mentions"
    FAILURES = "failures"


# The columns that a person sees; the other formats give all of them.
TABLE_COLUMNS: dict[Kind, tuple[str, ...]] = {
    Kind.EVENTS: (
        "document",
        "event",
        "date_from",
        "actors",
        "type",
        "mode",
        "recipients",
        "status",
        "place",
        "according_to",
    ),
    Kind.DOCUMENTS: ("document", "published", "outlet", "title", "events", "claims"),
    Kind.CLAIMS: ("document", "claim", "according_to", "stance", "content"),
    Kind.MENTIONS: ("document", "mention", "kind", "text", "head", "role"),
    Kind.FAILURES: ("where", "stage", "reason"),
}


def list_(
    kind: Annotated[Kind, typer.Argument(help="What to list.")],
    record: RecordOption = DEFAULT_RECORD,
    type_: Annotated[
        list[str] | None, typer.Option("--type", help="Event type; may be repeated.")
    ] = None,
    actor: Annotated[
        str | None, typer.Option("--actor", help="Part of a participant's name.")
    ] = None,
    country: Annotated[
        list[str] | None,
        typer.Option("--country", help="ISO 3166 alpha-3 of a participant or the place."),
    ] = None,
    from_: Annotated[
        str | None, typer.Option("--from", help="First day: YYYY-MM-DD, YYYY-MM or YYYY.")
    ] = None,
    to: Annotated[
        str | None, typer.Option("--to", help="Last day: YYYY-MM-DD, YYYY-MM or YYYY.")
    ] = None,
    status: Annotated[
        list[str] | None, typer.Option("--status", help="happened, announced, denied, ...")
    ] = None,
    outlet: Annotated[
        list[str] | None, typer.Option("--outlet", help="Outlet; may be repeated.")
    ] = None,
    text: Annotated[
        str | None, typer.Option("--text", help="Words that stand in the document.")
    ] = None,
    document: Annotated[
        str | None, typer.Option("--document", help="One document by its id.")
    ] = None,
    limit: Annotated[int | None, typer.Option("--limit", min=1, help="Rows at most.")] = None,
    format_: FormatOption = None,
    output: OutputOption = None,
) -> None:
    """List documents, events, claims, mentions or failures of a record file."""
    from whimbrel.store.query import Filter

    chosen = Filter(
        type=_some(type_),
        actor=actor,
        country=_some(country),
        from_=from_,
        to=to,
        status=_some(status),
        outlet=_some(outlet),
        text=text,
        document=document,
        limit=limit,
    )
    result = api.open_record(record).find(kind.value, chosen)
    write_rows(result, format=format_, output=output, columns=TABLE_COLUMNS[kind])


def _some(values: Sequence[str] | None) -> tuple[str, ...] | None:
    return tuple(values) if values else None


def show(
    record: Annotated[
        Path,
        typer.Argument(
            envvar="WHIMBREL_RECORD", help="The record file to look into.", metavar="FILE"
        ),
    ] = DEFAULT_RECORD,
    document: Annotated[
        str | None, typer.Option("--document", help="One document by its id.")
    ] = None,
    event: Annotated[str | None, typer.Option("--event", help="One event by its id.")] = None,
) -> None:
    """Show what was coded, each event with the words that say so."""
    from rich.console import Console

    from whimbrel.evidence import document_view, has_colour, legend

    database = api.open_record(record)
    ids = _documents(database, record, document, event)
    console = Console(highlight=False)
    colour = has_colour(console)
    console.print(legend(colour=colour), end="\n\n")
    for each in ids:
        coded = _coded(database, record, each)
        if event is not None and event not in {found.id for found in coded.events}:
            raise SetupError(f"Document {each!r} in {record} has no event {event!r}.")
        console.print(document_view(coded, colour=colour, event_id=event))


def _documents(
    database: Database, record: Path, document: str | None, event: str | None
) -> list[str]:
    if document is not None:
        return [document]
    if event is None:
        return [row["document"] for row in database.documents()]
    ids = [row["document"] for row in database.events(event=event)]
    if not ids:
        raise SetupError(f"No document in {record} has an event {event!r}.")
    if len(ids) > 1:
        raise SetupError(
            f"{len(ids)} documents have an event {event!r}; say which with --document: "
            f"{', '.join(ids[:5])}{', ...' if ids[5:] else ''}."
        )
    return ids


def _coded(database: Database, record: Path, document: str) -> Record:
    found = database.record(document)
    if found is None:
        raise SetupError(
            f"{record} holds no record of a document {document!r}; `whimbrel list documents` names "
            "those that it holds."
        )
    return found


def sql(
    query: Annotated[str, typer.Argument(help="One SELECT.")],
    record: RecordOption = DEFAULT_RECORD,
    format_: FormatOption = None,
    output: OutputOption = None,
) -> None:
    """Ask a record file one question in SQL (read-only)."""
    write_rows(api.open_record(record).sql(query), format=format_, output=output)
