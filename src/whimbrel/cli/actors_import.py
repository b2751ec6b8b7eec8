"""`whimbrel actors import`: actors from files of other tools, as a register file of one's own."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from whimbrel import api
from whimbrel.cli.output import print_lines, say

_SHOWN = 5


class ActorFormat(StrEnum):
    """What can be read."""

    PETRARCH = "petrarch"
    FTM = "ftm"


def import_(
    source: Annotated[Path, typer.Argument(help="A file of actors.", metavar="FILE")],
    format_: Annotated[
        ActorFormat,
        typer.Option(
            "--format",
            help="petrarch: an actor dictionary of TABARI or PETRARCH; ftm: FollowTheMoney JSON.",
        ),
    ],
    out: Annotated[Path, typer.Option("--out", help="The register file to write.")] = Path(
        "actors.tsv"
    ),
) -> int:
    """Write actors of another tool as a register file; WHIMBREL_ACTORS names it to later runs."""
    done = api.import_actors(source, format_.value, out)
    print_lines(
        [
            f"{done.entries:,} actors in {out}, {done.known:,} of them with names for shipped "
            f"entries, {done.spells:,} spells of office. Set WHIMBREL_ACTORS={out} to use it."
        ]
    )
    for problem in done.problems[:_SHOWN]:
        say(problem)
    if len(done.problems) > _SHOWN:
        say(f"... and {len(done.problems) - _SHOWN:,} more that could not be taken.")
    return 1 if done.problems else 0
