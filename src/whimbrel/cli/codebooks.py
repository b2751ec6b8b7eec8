"""`whimbrel codebook`: which codebooks there are, what is in one, whether one can be used."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated

import typer

from whimbrel.cli.output import print_lines, say
from whimbrel.errors import SetupError

if TYPE_CHECKING:
    from whimbrel.codebooks.scheme import Codebook, EventType

app = typer.Typer(
    help="List, show and check codebooks.",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)

NameArgument = Annotated[
    str, typer.Argument(help="An installed codebook's name, or a folder with one.")
]


@app.command("list")
def list_() -> None:
    """List the installed codebooks."""
    from whimbrel.codebooks.codebook import installed

    print_lines(f"{name:16}{origin}" for name, origin in sorted(installed().items()))


@app.command()
def show(
    name: NameArgument,
    type_: Annotated[str | None, typer.Option("--type", help="One event type in full.")] = None,
) -> None:
    """Show the types of a codebook, or one type with its modes, cues and examples."""
    from whimbrel.codebooks.codebook import load

    codebook = load(name)
    if type_ is None:
        print_lines(_overview(codebook))
        return
    found = codebook.types.get(type_.upper()) or codebook.types.get(type_)
    if found is None:
        raise SetupError(
            f"The codebook {codebook.name} has no type {type_!r}; it has "
            f"{', '.join(codebook.types)}."
        )
    print_lines(_in_full(found))


def _overview(codebook: Codebook) -> Iterator[str]:
    yield f"{codebook.title} ({codebook.identity})"
    if codebook.credit:
        yield codebook.credit
    if codebook.base is not None:
        yield f"Texts are coded with {codebook.base.identity}."
    for found in codebook.types.values():
        yield ""
        yield "  ".join(filter(None, (found.name, found.family, found.quad)))
        yield f"  {found.definition}"
        if found.modes:
            yield f"  modes: {', '.join(found.modes)}"
    yield ""
    yield f"contexts: {', '.join(codebook.contexts) or 'none'}"
    yield f"sectors: {', '.join(codebook.sectors) or 'none'}"


def _in_full(found: EventType) -> Iterator[str]:
    score = "" if found.score is None else f", score {found.score:g}"
    yield f"{found.name}  {found.quad or 'no quad'}{score}"
    if found.family:
        yield f"family {found.family}"
    yield found.definition
    if found.not_for:
        yield f"Not for: {found.not_for}"
    for mode in found.modes.values():
        yield ""
        own = "" if mode.score is None else f" (score {mode.score:g})"
        yield f"mode {mode.name}{own}"
        yield f"  {mode.definition}"
        yield from (f"  e.g. {example}" for example in mode.examples)
    yield ""
    if found.takes:
        yield "taken from the base"
        yield from (f"  {take.readable} -> {take.mode or found.name}" for take in found.takes)
    else:
        yield f"{len(found.cues)} cues"
    for cue in found.cues:
        yield f"  {cue.readable}{f' -> {cue.mode}' if cue.mode else ''}"
    if found.examples:
        yield ""
        yield "examples"
        yield from (f"  {example}" for example in found.examples)


@app.command()
def check(
    name: NameArgument,
    behaviour: Annotated[
        bool,
        typer.Option(
            "--behaviour",
            help="Also code its examples and some plain sentences with types in another order, "
            "under exchanged and under generic names; the exit code is 1 where the coding changes.",
        ),
    ] = False,
) -> int:
    """Name every fault of a codebook; the exit code is 2 where there is one."""
    from whimbrel import api
    from whimbrel.codebooks.codebook import load

    found = api.check_codebook(name, behaviour=behaviour)
    if found.faults:
        print_lines(found.faults)
        raise SetupError(
            f"{name} cannot be used as a codebook: {_counted(len(found.faults), 'fault')}."
        )
    if found.differences:
        print_lines(found.differences)
        say(f"{name} codes otherwise in {_counted(len(found.differences), 'case')}.")
        return 1
    types = load(name).types.values()
    modes = sum(len(each.modes) for each in types)
    steady = " Order and names do not change what it codes." if behaviour else ""
    print_lines([f"{name} can be used: {len(types)} types, {modes} modes.{steady}"])
    return 0


def _counted(number: int, what: str) -> str:
    return f"one {what}" if number == 1 else f"{number} {what}s"
