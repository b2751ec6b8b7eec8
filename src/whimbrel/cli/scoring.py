"""`whimbrel score`: records against hand-coded documents."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from whimbrel import api
from whimbrel.cli.options import CodebookOption, PipelineOption
from whimbrel.cli.output import print_lines

if TYPE_CHECKING:
    from whimbrel.analyse.tallies import Score, Tally


class ScoreFormat(StrEnum):
    """How a score is written."""

    TABLE = "table"
    JSON = "json"


def score(
    gold: Annotated[Path, typer.Argument(help="Hand-coded documents, one JSON object a line.")],
    into: Annotated[
        Path | None, typer.Option("--into", help="Score the records in this record file.")
    ] = None,
    jsonl: Annotated[
        Path | None, typer.Option("--jsonl", help="Score the records in this JSONL file.")
    ] = None,
    codebook: CodebookOption = api.DEFAULT_CODEBOOK,
    pipeline: PipelineOption = None,
    differences: Annotated[
        int, typer.Option("--differences", min=0, help="Differences shown for each field.")
    ] = 5,
    format_: Annotated[ScoreFormat, typer.Option("--format", "-f")] = ScoreFormat.TABLE,
) -> None:
    """Compare records with hand-coded documents, field by field.

    Without --into or --jsonl the documents are coded now.
    """
    result = api.score(gold, into=into, jsonl=jsonl, codebook=codebook, pipeline=pipeline)
    if format_ is ScoreFormat.JSON:
        print(json.dumps(result.to_dict(), ensure_ascii=False, indent=2))  # noqa: T201
    else:
        print_lines(_report(result, differences))


def _report(result: Score, differences: int) -> Iterator[str]:
    yield f"{result.documents} documents, {len(result.missing)} without a record"
    yield from (f"  without a record: {each}" for each in result.missing[:differences])
    if result.other_text:
        yield f"{len(result.other_text)} records hold another text: {', '.join(result.other_text)}"
    yield ""
    yield from _tallies("found", result.found)
    yield ""
    yield f"{'agreed where both have it':28}{'share':>9}"
    for name, share in result.agreed.items():
        ratio = "-" if share.accuracy is None else f"{share.accuracy:.3f}"
        yield f"  {name:26}{ratio:>9}   {share.agreed} of {share.compared}"
    yield ""
    yield from _tallies("events by type", dict(sorted(result.by_type.items())))
    yield from _differences(result, differences)


def _tallies(title: str, tallies: Mapping[str, Tally]) -> Iterator[str]:
    heads = ("precision", "recall", "F1", "right", "false", "missed")
    yield f"{title:28}" + "".join(f"{head:>10}" for head in heads)
    for name, tally in tallies.items():
        shares = "".join(f"{each:10.3f}" for each in (tally.precision, tally.recall, tally.f1))
        yield f"  {name:26}{shares}{tally.right:10}{tally.false:10}{tally.missed:10}"


def _differences(result: Score, shown: int) -> Iterator[str]:
    if not shown:
        return
    for name in dict.fromkeys(each.field for each in result.differences):
        found = [each for each in result.differences if each.field == name]
        yield ""
        more = f", the first {shown}" if len(found) > shown else ""
        yield f"differences in {name}: {len(found)}{more}"
        for each in found[:shown]:
            yield f"  {each.document_id}: {each.what}: expected {each.expected}, got {each.got}"
