"""Writes the pages that come from the code: `record.md` from the types, `cli.md` from the commands.

python docs/generate.py            write the pages anew
python docs/generate.py --check    say which of them are out of date; exit code 1 if any is
"""

from __future__ import annotations

import argparse
import dataclasses
import inspect
import sys
import types
import typing
from collections.abc import Iterator, Mapping
from enum import Enum
from pathlib import Path
from typing import Any, Literal, get_args, get_origin

from whimbrel import records

HERE = Path(__file__).resolve().parent
WIDTH = 96
# Out first the record and what it holds, in the order of its fields; then what goes in.
TYPES = (
    "Record CoderIdentity Span Mention Event Participant EventClaim EventDate Claim Via Place Time "
    "Quantity Cause Document Failure"
).split()
_SIMPLE = {str: "string", int: "integer", float: "number", bool: "boolean", type(None): "null"}


def record_page() -> str:
    """The reference of the record: every type with its fields."""
    parts = [
        "# The record, field by field",
        "Written by `python docs/generate.py` from `src/whimbrel/records.py`; change it there.",
        "`whimbrel code --jsonl FILE` writes one `Record` a line; `whimbrel schema` prints the "
        f"same as JSON Schema. {_about_all_types()}",
        "Fields without a default are always there. Readers ignore fields that they do not know.",
    ]
    for name in TYPES:
        parts += _type_section(getattr(records, name))
    parts += ["## Status", inspect.cleandoc(records.Status.__doc__ or "")]
    parts.append("\n".join(f"- `{status.value}`" for status in records.Status))
    return "\n\n".join(parts) + "\n"


def _about_all_types() -> str:
    _, _, told = (records.__doc__ or "").partition("\n\n")
    return " ".join(told.split()).replace("`None`", "null").replace("empty tuple", "empty list")


def _type_section(kind: Any) -> Iterator[str]:
    yield f"## {kind.__name__}"
    yield inspect.cleandoc(kind.__doc__).replace("`from_`", "`from`")
    hints = typing.get_type_hints(kind)
    rows = ["| field | type | default |", "| --- | --- | --- |"]
    for field in dataclasses.fields(kind):
        written = _written(hints[field.name]).replace("|", "\\|")
        rows.append(f"| `{records.json_name(field.name)}` | {written} | {_default(field)} |")
    yield "\n".join(rows)


def _written(kind: Any) -> str:
    """A type in words: "list of Span", "string or null"."""
    origin, inner = get_origin(kind), get_args(kind)
    if kind in _SIMPLE:
        return _SIMPLE[kind]
    if origin is Literal:
        return ", ".join(f"`{value}`" for value in inner)
    if origin in (typing.Union, types.UnionType):
        return " or ".join(_written(each) for each in inner)
    if origin is tuple:
        return f"list of {_written(inner[0])}"
    if origin is Mapping:
        return f"object of {_written(inner[1])}"
    return f"[{kind.__name__}](#{kind.__name__.lower()})"


def _default(field: Any) -> str:
    if field.default_factory is not dataclasses.MISSING:
        return "`{}`"
    if field.default is dataclasses.MISSING:
        return ""
    if field.default is None:
        return "null"
    if isinstance(field.default, tuple):
        return "`[]`"
    value = field.default.value if isinstance(field.default, Enum) else field.default
    return f"`{value}`" if value != "" else '`""`'


def cli_page() -> str:
    """The reference of the command line: the help of every command."""
    from typer.main import get_command

    from whimbrel.cli.app import app

    parts = [
        "# The command line",
        "Written by `python docs/generate.py` from the commands' own help.",
        "Exit codes: 0 all went well, 1 some documents failed or the run was stopped, 2 nothing "
        "could be done. Results go to standard output, everything else to standard error.",
    ]
    for name, help_text in _helps(get_command(app), None, "whimbrel"):
        parts += [f"## {name}", f"```text\n{help_text}\n```"]
    return "\n\n".join(parts) + "\n"


def _helps(command: Any, parent: Any, name: str) -> Iterator[tuple[str, str]]:
    context = command.context_class(
        command,
        info_name=name,
        parent=parent,
        terminal_width=WIDTH,
        max_content_width=WIDTH,
        **(command.context_settings if parent is None else {}),
    )
    help_text = "\n".join(line.rstrip() for line in command.get_help(context).split("\n"))
    yield context.command_path, help_text.strip("\n")
    for inner, child in getattr(command, "commands", {}).items():
        if not child.hidden:
            yield from _helps(child, context, inner)


PAGES = {"record.md": record_page, "cli.md": cli_page}


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--check", action="store_true", help="only say what is out of date")
    check = parser.parse_args().check
    stale = []
    for name, page in PAGES.items():
        path, text = HERE / name, page()
        if path.is_file() and path.read_text(encoding="utf-8") == text:
            continue
        stale.append(name)
        if not check:
            path.write_text(text, encoding="utf-8")
    if stale:
        print(f"{'Out of date' if check else 'Written'}: {', '.join(stale)}")
    return 1 if stale and check else 0


if __name__ == "__main__":
    sys.exit(main())
