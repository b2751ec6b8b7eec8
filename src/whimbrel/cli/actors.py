"""`whimbrel actors`: who is in the register, and a register file of one's own."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from whimbrel import api
from whimbrel.cli.actors_import import import_
from whimbrel.cli.output import print_lines, say, text_output
from whimbrel.errors import SetupError

if TYPE_CHECKING:
    from whimbrel.resolving.actor_lookup import ActorMatch
    from whimbrel.resolving.entries import Actor, Spell

app = typer.Typer(
    help="Look into the register of actors, and add to it.",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)
app.command("import")(import_)
_SHOWN = 40
_HOW = {"name": "", "spelling": "spelled otherwise", "part": "part of the name"}

CountryOption = Annotated[
    str | None, typer.Option("--country", help="Only of this country (ISO 3166 alpha-3).")
]


class ExportFormat(StrEnum):
    """How the register is written."""

    TSV = "tsv"
    JSONL = "jsonl"


@app.command()
def find(
    name: Annotated[str, typer.Argument(help="A name, an alias, a stand-in or a part of one.")],
    on: Annotated[
        str | None, typer.Option("--on", help="Only what was there on this day (YYYY-MM-DD).")
    ] = None,
    country: CountryOption = None,
) -> None:
    """Find entries by name, near spellings and parts of names after the name itself."""
    found = api.find_actors(name, on=on, country=country)
    if not found:
        raise SetupError(f"The register has nobody named {name!r}.")
    print_lines(_line(match, on) for match in found[:_SHOWN])
    if len(found) > _SHOWN:
        say(f"These are the first {_SHOWN} of {len(found):,}; --country or --on leave fewer.")


def _line(match: ActorMatch, on: str | None) -> str:
    actor = match.actor
    spell = actor.spell_on(on) if on else None
    cells = (
        actor.id,
        actor.name,
        actor.kind,
        actor.country or "-",
        " ".join(actor.sectors),
        _office(spell) if spell else "",
        _HOW[match.how],
    )
    return "  ".join(cell for cell in cells if cell)


@app.command()
def show(
    actor_id: Annotated[str, typer.Argument(help="An entry's id, e.g. hezbollah or IRQ-police.")],
) -> None:
    """Show an entry in full: names, links, offices and where it is from."""
    print_lines(_in_full(api.show_actor(actor_id)))


def _in_full(actor: Actor) -> Iterator[str]:
    from whimbrel.resolving.actor_lookup import belonging

    yield f"{actor.name} ({actor.id})"
    rows = (
        ("kind", " ".join(each for each in (actor.form, actor.kind) if each)),
        ("ownership", actor.ownership),
        ("country", actor.country),
        ("sectors", " ".join(actor.sectors)),
        ("names", ", ".join(actor.aliases)),
        ("time", _time(actor.from_, actor.to)),
        ("parent", actor.parent),
        ("successor", actor.successor),
        ("parent of", ", ".join(each.id for each in belonging(actor.id))),
        ("source", actor.source),
    )
    yield from (f"  {label:10}{value}" for label, value in rows if value)
    for spell in actor.spells:
        yield f"  office    {_office(spell)}, {_time(spell.from_, spell.to)} [{spell.source}]"


def _office(spell: Spell) -> str:
    place = spell.country or spell.of
    return f"{spell.office} of {place}" if place else spell.office


def _time(first: str | None, last: str | None) -> str:
    return f"{first or '?'} to {last or '?'}" if first or last else ""


@app.command()
def add(
    name: Annotated[str | None, typer.Argument(help="The usual name.")] = None,
    file: Annotated[
        Path | None,
        typer.Option("--file", envvar="WHIMBREL_ACTORS", help="Your register file; made if new."),
    ] = None,
    id_: Annotated[
        str | None, typer.Option("--id", help="The id; that of a shipped entry changes it.")
    ] = None,
    alias: Annotated[
        list[str] | None, typer.Option("--alias", help="Another name; may be repeated.")
    ] = None,
    kind: Annotated[str | None, typer.Option("--kind", help="group, party, person ...")] = None,
    country: Annotated[
        str | None, typer.Option("--country", help="ISO 3166 alpha-3; none for bodies of several.")
    ] = None,
    sectors: Annotated[
        str | None, typer.Option("--sectors", help="Sectors divided by blanks, the main one first.")
    ] = None,
    parent: Annotated[str | None, typer.Option("--parent", help="Id of what it is of.")] = None,
    successor: Annotated[
        str | None, typer.Option("--successor", help="Id of what it became.")
    ] = None,
    from_: Annotated[str | None, typer.Option("--from", help="First day or year.")] = None,
    to: Annotated[str | None, typer.Option("--to", help="Last day or year.")] = None,
    office: Annotated[
        list[str] | None,
        typer.Option(
            "--office", help="Of a person: 'prime minister (IRQ) 2006-05-20..2014-09-08'."
        ),
    ] = None,
    source: Annotated[str | None, typer.Option("--source", help="Where it is from.")] = None,
) -> None:
    """Add an entry to a register file of your own, or change a shipped one there."""
    cells = {
        "name": name,
        "id": id_,
        "aliases": "|".join(alias or ()),
        "kind": kind,
        "country": country,
        "sectors": sectors,
        "parent": parent,
        "successor": successor,
        "from": from_,
        "to": to,
        "spells": "|".join(office or ()),
        "source": source,
    }
    actor = api.add_actor(file, **{key: value for key, value in cells.items() if value})
    print_lines([f"{actor.id}: {actor.name} is in {file}."])


@app.command()
def check(
    file: Annotated[
        Path | None,
        typer.Argument(
            help="A register file of yours; the shipped ones without it.", metavar="FILE"
        ),
    ] = None,
) -> None:
    """Name every fault of a register file; the exit code is 2 where there is one."""
    from whimbrel.resolving.register import VERSION

    faults = api.check_actors(file)
    where = str(file) if file else f"The shipped register (version {VERSION})"
    if faults:
        print_lines(faults)
        raise SetupError(f"{where} has {_count(len(faults))}.")
    print_lines([f"{where} is without fault."])


def _count(number: int) -> str:
    return "one fault" if number == 1 else f"{number} faults"


@app.command()
def export(
    kind: Annotated[str | None, typer.Option("--kind", help="Only entries of this kind.")] = None,
    country: CountryOption = None,
    everything: Annotated[
        bool, typer.Option("--all", help="With countries, and the bodies that every state has.")
    ] = False,
    format_: Annotated[
        ExportFormat, typer.Option("--format", "-f", help="tsv can be used as a register file.")
    ] = ExportFormat.TSV,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="Write to this file, not to the screen.")
    ] = None,
) -> None:
    """Write the register out, a line an entry."""
    import json

    from whimbrel.resolving.register_files import COLUMNS

    rows = api.export_actors(kind=kind, country=country, everything=everything)
    with text_output(output) as out:
        if format_ is ExportFormat.TSV:
            out.write("\t".join(COLUMNS) + "\n")
            out.writelines("\t".join(row[name] for name in COLUMNS) + "\n" for row in rows)
        else:
            out.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    sys.stdout.flush()
