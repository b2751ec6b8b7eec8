"""`whimbrel forget`: what somebody may ask to have removed from a record."""

from __future__ import annotations

from typing import Annotated

import typer

from whimbrel import api
from whimbrel.cli.options import DEFAULT_RECORD, RecordOption
from whimbrel.cli.output import print_lines


def forget(
    document: Annotated[
        str | None, typer.Option("--document", help="The id of a document.", metavar="ID")
    ] = None,
    actor: Annotated[
        str | None,
        typer.Option(
            "--actor", help="An actor's id: every document that names it goes.", metavar="ID"
        ),
    ] = None,
    outlet: Annotated[
        str | None,
        typer.Option("--outlet", help="An outlet: all its documents go.", metavar="NAME"),
    ] = None,
    record: RecordOption = DEFAULT_RECORD,
    yes: Annotated[
        bool, typer.Option("--yes", help="Do it; without this it is only counted.")
    ] = False,
) -> int:
    """Remove documents and all that was drawn from them, so that the file holds them no more."""
    found = api.forget(record, document=document, actor=actor, outlet=outlet, dry_run=not yes)
    amount = f"{_counted(found.documents, 'document')} and {_counted(found.failures, 'failure')}"
    if not found.documents and not found.failures:
        print_lines([f"{record} holds nothing of it."])
        return 0
    if not yes:
        print_lines([f"{amount} would be removed from {record} for good. Run it with --yes."])
        return 0
    print_lines([f"{amount} removed; {record} was written anew without them."])
    return 0


def _counted(count: int, what: str) -> str:
    return f"{count} {what}{'' if count == 1 else 's'}"
