"""The commands together, and what becomes of errors."""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Sequence
from typing import Annotated

import typer

from whimbrel import api
from whimbrel.cli import (
    actors,
    asking,
    codebooks,
    coding,
    forgetting,
    gazetteer,
    judging,
    scoring,
)
from whimbrel.cli.output import say
from whimbrel.errors import WhimbrelError
from whimbrel.version import __version__

FAILED_PARTLY = 1
FAILED = 2
_TYPERS_CTRL_C = 130

# Plain help texts: the panels would cost a third of a second at every start.
app = typer.Typer(
    name="whimbrel",
    help="Reads news and writes down who did what to whom, where, when, and on whose word.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.command("code")(coding.code)
app.command("classify")(judging.classify)
app.command("status")(judging.status)
app.command("list")(asking.list_)
app.command("show")(asking.show)
app.command("sql")(asking.sql)
app.command("forget")(forgetting.forget)
app.command("score")(scoring.score)
app.add_typer(codebooks.app, name="codebook")
app.add_typer(actors.app, name="actors")
app.add_typer(gazetteer.app, name="gazetteer")


@app.command()
def schema() -> None:
    """Print the JSON Schema of a record."""
    import json

    print(json.dumps(api.schema(), indent=2, ensure_ascii=False))  # noqa: T201


@app.command()
def version() -> None:
    """Print the version."""
    _print_version(wanted=True)


def _print_version(wanted: bool) -> None:
    if wanted:
        print(f"whimbrel {__version__}")  # noqa: T201
        raise typer.Exit


@app.callback()
def _common(
    debug: Annotated[
        bool, typer.Option("--debug", help="Show Python's traceback when something goes wrong.")
    ] = False,
    version: Annotated[
        bool,
        typer.Option(
            "--version", callback=_print_version, is_eager=True, help="Print the version."
        ),
    ] = False,
) -> None:
    # `--debug` is looked up by `main`, which is where errors end.
    del debug, version


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; the exit code."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    _speak_utf8()
    _log_as_we_speak()
    try:
        code = app(given, standalone_mode=False, prog_name="whimbrel")
        sys.stdout.flush()
    except BrokenPipeError:
        _close_stdout()
        return FAILED_PARTLY
    except KeyboardInterrupt:
        code = _TYPERS_CTRL_C
    except SystemExit as stop:  # a broken pipe that typer saw first
        return stop.code if isinstance(stop.code, int) else FAILED
    except Exception as error:
        if "--debug" in given:
            raise
        return _complain(_sentence(error), FAILED)
    if code == _TYPERS_CTRL_C:
        return _complain("Stopped.", FAILED_PARTLY)
    return code if isinstance(code, int) else 0


def _sentence(error: Exception) -> str:
    if isinstance(error, WhimbrelError):
        return str(error)
    if hasattr(error, "format_message"):  # what typer says about options and arguments
        context = getattr(error, "ctx", None)
        command = context.command_path if context else "whimbrel"
        return f"{str(error.format_message()).rstrip('.')}. See `{command} --help`."
    what = f"{type(error).__name__}: {error}".rstrip(": .")
    return (
        f"Something unforeseen went wrong ({what}). Run it again with `whimbrel --debug ...` to "
        "see where, and please report it."
    )


def _complain(sentence: str, code: int) -> int:
    say(sentence)
    return code


def _speak_utf8() -> None:
    # Records are UTF-8 whatever the machine's locale says.
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="backslashreplace")


class _SameVoice(logging.Handler):
    """What the rooms log reaches the reader like every other sentence."""

    def emit(self, record: logging.LogRecord) -> None:
        say(record.getMessage())


def _log_as_we_speak() -> None:
    logger = logging.getLogger("whimbrel")
    if not any(isinstance(handler, _SameVoice) for handler in logger.handlers):
        logger.addHandler(_SameVoice(logging.WARNING))


def _close_stdout() -> None:
    # Python flushes standard output at exit and would complain about the broken pipe again.
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
