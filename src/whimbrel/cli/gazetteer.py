"""`whimbrel gazetteer`: a bigger gazetteer from a GeoNames dump of one's own."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from whimbrel import api
from whimbrel.cli.output import print_lines

app = typer.Typer(
    help="Build a gazetteer of your own.",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)


@app.callback()
def _only() -> None:
    # With a callback typer keeps the one command's name.
    pass


@app.command()
def build(
    dump: Annotated[Path, typer.Argument(help="A GeoNames dump, .txt or .zip.", metavar="DUMP")],
    out: Annotated[Path, typer.Option("--out", help="The gazetteer file to write.")] = Path(
        "gazetteer.bin"
    ),
    smallest: Annotated[
        int, typer.Option("--smallest", min=0, help="Leave out towns with fewer people.")
    ] = 0,
) -> int:
    """Build a gazetteer file from a GeoNames dump; WHIMBREL_GAZETTEER names it to later runs."""
    count = api.build_gazetteer(dump, out, smallest=smallest)
    print_lines([f"{count:,} places in {out}. Set WHIMBREL_GAZETTEER={out} to use it."])
    return 0
