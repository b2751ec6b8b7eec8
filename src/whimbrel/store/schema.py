"""The tables, and how an older file gets them: numbered SQL steps in `migrations/`.

Each step is a file `NNN_name.sql`. The steps that a file has had stand in its table
`schema_migrations`; the missing ones are made in one transaction. A step, once released, is never
edited: a change is a new step.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

import duckdb

from whimbrel.errors import RunError

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


@dataclass(frozen=True, slots=True)
class Migration:
    """One step: its number (from 1, without gaps), its name and its SQL."""

    number: int
    name: str
    sql: str


def now() -> datetime:
    """The present moment in UTC, without its zone, as every time stamp of the store is."""
    return datetime.now(UTC).replace(tzinfo=None)


@cache
def migrations() -> tuple[Migration, ...]:
    """All steps that this Whimbrel knows, in order."""
    folder = files("whimbrel.store") / "migrations"
    steps = []
    for file in sorted(folder.iterdir(), key=lambda each: each.name):
        if file.name.endswith(".sql"):
            number, _, name = file.name.removesuffix(".sql").partition("_")
            steps.append(Migration(int(number), name, file.read_text(encoding="utf-8")))
    return tuple(steps)


def version_of(connection: DuckDBPyConnection, path: str) -> int:
    """The number of the last step the file has had, 0 for a file without any table.

    Raises `RunError` where the file holds another program's tables, or steps that this Whimbrel
    does not know.
    """
    try:
        # All rows are fetched, always: DuckDB lets nothing else be asked before.
        ((last,),) = connection.execute("select max(number) from schema_migrations").fetchall()
    except duckdb.CatalogException:
        found = connection.execute(
            "select table_schema || '.' || table_name from information_schema.tables limit 1"
        ).fetchall()
        if not found:
            return 0
        raise RunError(
            f"{path} is a DuckDB file, but no Whimbrel record: it holds {found[0][0]} and no "
            f"table schema_migrations. Name another file."
        ) from None
    version = int(last or 0)
    known = migrations()[-1].number
    if version > known:
        raise RunError(
            f"{path} was written by a newer Whimbrel (its tables are of version {version}, this "
            f"Whimbrel knows version {known}). Nothing was changed. "
            f"Update Whimbrel with `pip install --upgrade whimbrel`, or name another file."
        )
    return version


def migrate(connection: DuckDBPyConnection, path: str) -> None:
    """Give the file every step it lacks, all in one transaction. Raises as `version_of`."""
    version = version_of(connection, path)
    missing = [step for step in migrations() if step.number > version]
    if not missing:
        return
    connection.begin()
    try:
        connection.execute(
            "create table if not exists schema_migrations "
            "(number integer primary key, name varchar not null, applied_at timestamp not null)"
        )
        for step in missing:
            connection.execute(step.sql)
            connection.execute(
                "insert into schema_migrations values ($number, $name, $now)",
                {"number": step.number, "name": step.name, "now": now()},
            )
        connection.commit()
    except BaseException:
        connection.rollback()
        raise
