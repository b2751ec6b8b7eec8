"""Options that several commands share."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

DEFAULT_RECORD = Path("record.duckdb")


class Format(StrEnum):
    """How rows are written."""

    TABLE = "table"
    CSV = "csv"
    JSONL = "jsonl"
    JSON = "json"
    PARQUET = "parquet"


class Coder(StrEnum):
    """What finds events."""

    BOTH = "both"
    CUES = "cues"
    ENCODER = "encoder"


RecordOption = Annotated[
    Path,
    typer.Option("--record", "-r", envvar="WHIMBREL_RECORD", help="The record file to look into."),
]
FormatOption = Annotated[
    Format | None,
    typer.Option("--format", "-f", help="Default: by the ending of --output, else a table."),
]
OutputOption = Annotated[
    Path | None, typer.Option("--output", "-o", help="Write to this file instead of printing.")
]
CodebookOption = Annotated[
    str, typer.Option("--codebook", help="An installed codebook's name, or a folder with one.")
]
PipelineOption = Annotated[
    str | None, typer.Option("--pipeline", help="Another installed spaCy pipeline to read with.")
]
CoderOption = Annotated[
    Coder,
    typer.Option("--coder", help="Cues and encoder joined, or one of them alone, for study."),
]
MinConfidenceOption = Annotated[
    float | None,
    typer.Option(
        "--min-confidence",
        min=0,
        max=1,
        help="Leave out events less sure than this. [default: 0.5 where the encoder reads; of a "
        "text that is one sentence the likeliest from 0.15]",
    ),
]
ScreenOption = Annotated[
    bool,
    typer.Option("--screen", help="Read faster: skip sentences that can hardly tell an event."),
]
WideOption = Annotated[
    list[str] | None,
    typer.Option(
        "--wide",
        help="For comparisons: read claims, times, places, causes, participants or types by the "
        "convention of public data sets; may be repeated.",
        metavar="ROOM",
    ),
]
