"""`whimbrel code`: read documents, code them, write the record."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TextIO

import typer

from whimbrel import api
from whimbrel.cli.options import (
    CodebookOption,
    Coder,
    CoderOption,
    MinConfidenceOption,
    PipelineOption,
    ScreenOption,
    WideOption,
)
from whimbrel.cli.output import say, spare_the_sources
from whimbrel.errors import SetupError
from whimbrel.records import Failure, Record, publication_day

if TYPE_CHECKING:
    from whimbrel.run import Progress, Summary


def code(
    sources: Annotated[
        list[str],
        typer.Argument(
            help="Files (.txt, .html, .jsonl, .csv), folders, globs, or - for standard input.",
            metavar="SOURCES...",
        ),
    ],
    into: Annotated[
        Path | None, typer.Option("--into", help="The record file (DuckDB) to write into.")
    ] = None,
    jsonl: Annotated[
        str | None,
        typer.Option("--jsonl", help="Write one record a line to this file; - prints them."),
    ] = None,
    codebook: CodebookOption = api.DEFAULT_CODEBOOK,
    coder: CoderOption = Coder.BOTH,
    min_confidence: MinConfidenceOption = None,
    screen: ScreenOption = False,
    published: Annotated[
        str | None,
        typer.Option(
            "--published",
            help="Publication date (ISO) of documents that have none; another one than the last "
            "time corrects theirs.",
            metavar="DATE",
        ),
    ] = None,
    outlet: Annotated[
        str | None, typer.Option("--outlet", help="Outlet of documents that name none.")
    ] = None,
    column: Annotated[
        list[str] | None,
        typer.Option(
            "--column",
            help="Which CSV column holds a field, e.g. --column text=body; may be repeated.",
            metavar="FIELD=COLUMN",
        ),
    ] = None,
    pipeline: PipelineOption = None,
    workers: Annotated[int, typer.Option("--workers", min=1, help="Processes that code.")] = 1,
    any_language: Annotated[
        bool, typer.Option("--any-language", help="Code documents in other languages as well.")
    ] = False,
    wide: WideOption = None,
    replace: Annotated[
        bool, typer.Option("--replace", help="Let a document replace another text of the same id.")
    ] = False,
    quiet: Annotated[
        bool, typer.Option("--quiet", "-q", help="No progress, no closing line.")
    ] = False,
) -> int:
    """Read documents and write down the events, claims, times, places and numbers in them.

    With neither --into nor --jsonl, what was found is shown and not kept.
    """
    spare_the_sources(sources, jsonl)
    documents = api.read(
        sources, published=published, outlet=outlet, columns=_columns(column or [])
    )
    if into is None and jsonl is None:
        results = api.code_all(
            documents,
            codebook=codebook,
            pipeline=pipeline,
            coder=coder.value,
            min_confidence=min_confidence,
            screen=screen,
            workers=workers,
            any_language=any_language,
            wide=wide or (),
        )
        summary = _show_all(results)
    else:
        printing = jsonl == "-" and sys.stdout.isatty()
        with _progress(quiet or printing) as progress:
            summary = api.code_into(
                documents,
                into=into,
                jsonl=_stdout() if jsonl == "-" else jsonl,
                codebook=codebook,
                pipeline=pipeline,
                coder=coder.value,
                min_confidence=min_confidence,
                screen=screen,
                workers=workers,
                any_language=any_language,
                wide=wide or (),
                replace=replace,
                progress=progress,
            )
    _report(summary, into, quiet)
    return 1 if summary.failures or summary.interrupted else 0


def _columns(pairs: Iterable[str]) -> dict[str, str]:
    columns = {}
    for pair in pairs:
        field, separator, name = pair.partition("=")
        if not (field and separator and name):
            raise SetupError(
                f"--column {pair!r} is not of the form FIELD=COLUMN, such as text=body."
            )
        columns[field.strip()] = name.strip()
    return columns


def _stdout() -> TextIO:
    return sys.stdout


def _show_all(results: Iterator[Record | Failure]) -> Summary:
    from rich.console import Console

    from whimbrel.evidence import document_view, has_colour, legend
    from whimbrel.run import SHOWN_FAILURES, Summary

    console = Console(highlight=False)
    colour = has_colour(console)
    started = time.monotonic()
    counts = dict.fromkeys(("documents", "events", "claims", "failures", "without_date"), 0)
    failed: list[Failure] = []
    interrupted = False
    try:
        for result in results:
            if isinstance(result, Failure):
                counts["failures"] += 1
                failed += [result] if len(failed) < SHOWN_FAILURES else []
                continue
            if not counts["documents"]:
                console.print(legend(colour=colour), end="\n\n")
            console.print(document_view(result, colour=colour))
            counts["documents"] += 1
            counts["events"] += len(result.events)
            counts["claims"] += len(result.claims)
            counts["without_date"] += publication_day(result.published) is None
    except KeyboardInterrupt:
        interrupted = True
    return Summary(
        **counts,
        seconds=time.monotonic() - started,
        interrupted=interrupted,
        failed=tuple(failed),
    )


@contextmanager
def _progress(quiet: bool) -> Iterator[Callable[[Progress], None] | None]:
    if quiet or not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import Progress as Bar
    from rich.progress import SpinnerColumn, TextColumn

    columns = (SpinnerColumn(), TextColumn("{task.description}", markup=False))
    # Standard output stays as it is: records may go there.
    console = Console(stderr=True)
    with Bar(*columns, console=console, transient=True, redirect_stdout=False) as bar:
        task = bar.add_task("starting", total=None)

        def tell(now: Progress) -> None:
            rate = now.documents / now.seconds if now.seconds else 0.0
            failures = f", {now.failures:,} failed" if now.failures else ""
            bar.update(
                task, description=f"{now.documents:,} documents, {rate:.1f} a second{failures}"
            )

        yield tell


def _report(summary: Summary, into: Path | None, quiet: bool) -> None:
    for failure in summary.failed:
        say(f"{failure.where}: {failure.reason}")
    unnamed = summary.failures - len(summary.failed)
    if unnamed > 0:
        where = f"; see `whimbrel list failures --record {into}`" if into else ""
        say(f"{unnamed:,} more failures are not shown{where}.")
    if summary.interrupted:
        kept = (
            "What was coded by then is kept; the same command goes on from there." if into else ""
        )
        say(f"Stopped. {kept}".strip())
    if not quiet:
        print(summary.sentence, file=sys.stderr)  # noqa: T201
