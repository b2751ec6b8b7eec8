"""`whimbrel classify` and `whimbrel status`: what texts tell, against a codebook or given words."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer

from whimbrel import api
from whimbrel.cli.options import CodebookOption, PipelineOption
from whimbrel.cli.output import say, spare_the_sources
from whimbrel.records import Failure

SourcesArgument = Annotated[
    list[str],
    typer.Argument(
        help="Files (.txt, .html, .jsonl, .csv), folders, globs, or - for standard input.",
        metavar="SOURCES...",
    ),
]
LinesOption = Annotated[
    str,
    typer.Option("--jsonl", help="Write one line a text to this file; - prints them (default)."),
]
AnyLanguageOption = Annotated[
    bool, typer.Option("--any-language", help="Take texts in other languages as well.")
]


def classify(
    sources: SourcesArgument,
    codebook: CodebookOption = api.DEFAULT_CODEBOOK,
    examples: Annotated[
        Path | None,
        typer.Option(
            "--examples",
            help="Texts with their types to learn from (JSONL: text, and label or labels).",
        ),
    ] = None,
    jsonl: LinesOption = "-",
    min_confidence: Annotated[
        float,
        typer.Option(
            "--min-confidence", min=0, max=1, help="The score from which a type counts as told."
        ),
    ] = api.DEFAULT_MIN_CONFIDENCE,
    pipeline: PipelineOption = None,
    any_language: AnyLanguageOption = False,
) -> int:
    """Tell which of a codebook's types each text is about, with a score for every type.

    A line has the text's id, its best type (label), all types with at least the least confidence
    (labels) and the scores.
    """
    spare_the_sources([*sources, *([str(examples)] if examples else [])], jsonl)
    found = api.classify(
        api.read(sources),
        codebook=codebook,
        examples=examples or (),
        min_confidence=min_confidence,
        pipeline=pipeline,
        any_language=any_language,
    )
    return _write(found, jsonl, asdict)


def status(
    sources: SourcesArgument,
    jsonl: LinesOption = "-",
    pipeline: PipelineOption = None,
    any_language: AnyLanguageOption = False,
) -> int:
    """Tell of given words (triggers) whether what they name came about.

    Texts come as JSON lines with the field "triggers", a list of spans. A line has the text's id
    and an event for each trigger, with status, factuality (-3 to 3) and confidence.
    """
    spare_the_sources(sources, jsonl)
    found = api.status_all(api.read(sources), pipeline=pipeline, any_language=any_language)
    return _write(found, jsonl, lambda events: {"events": [asdict(event) for event in events]})


def _write(
    found: Iterator[tuple[str, Any] | Failure],
    jsonl: str,
    fields: Callable[[Any], dict[str, Any]],
) -> int:
    """Write a line for each text; 1 where some failed."""
    import json

    from whimbrel.export.jsonl import JsonLines

    failed = 0
    lines = JsonLines(sys.stdout if jsonl == "-" else jsonl)
    try:
        for each in found:
            if isinstance(each, Failure):
                failed += 1
                say(f"{each.where}: {each.reason}")
            else:
                row = {"id": each[0], **fields(each[1])}
                lines.write(json.dumps(row, ensure_ascii=False))
    finally:
        lines.close()
    if failed:
        say(f"{failed:,} texts failed.")
    return 1 if failed else 0
