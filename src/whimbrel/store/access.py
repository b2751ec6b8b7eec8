"""Opening the file among others who want it too.

DuckDB lets one process write, or several read. Whoever wants the file tries until it is free. So
that busy readers cannot starve a writer, a writer first takes a turnstile, through which every
reader has to pass: while it is taken, no new reader comes in, and those inside soon leave. Whoever
has to wait says so by a second lock, so that a process that keeps the file open (`inbox.Owner`)
knows when to let others in.
"""

from __future__ import annotations

import os
import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb

from whimbrel.errors import RunError, SetupError
from whimbrel.store import schema
from whimbrel.store.locks import FileLock, held, is_free

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

# No connection ever reaches another file, the network or an extension; ad-hoc SQL cannot undo it.
_CONFIG: dict[str, str | bool | int | float | list[str]] = {
    "enable_external_access": "false",
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "allow_community_extensions": "false",
    "python_enable_replacements": "false",
    "lock_configuration": "true",
}
_HOLDER = re.compile(r"PID (\d+)")
_RETRY = 0.005


class Access:
    """The way to one record file. `wait`: seconds to wait for others who hold it."""

    def __init__(self, path: Path, wait: float) -> None:
        self.path = path
        self.wait = wait
        self.inbox = path.with_name(path.name + ".inbox")
        self._turnstile = self.inbox / "turnstile.lock"
        self._waiting = self.inbox / "waiting.lock"
        self.owner_lock = self.inbox / "owner.lock"

    @contextmanager
    def reading(self) -> Iterator[DuckDBPyConnection]:
        """The file, open for reading. Raises `SetupError` where there is none."""
        self.check_exists()
        connection = self._open_up_to_date()
        try:
            yield connection
        finally:
            connection.close()

    @contextmanager
    def writing(self) -> Iterator[DuckDBPyConnection]:
        """The file, open for writing, made where there is none, its tables up to date."""
        connection = self.open_for_writing()
        try:
            yield connection
        finally:
            close(connection)

    def open_for_writing(self) -> DuckDBPyConnection:
        """An open connection; the caller closes it. New readers are let in again at once, and
        wait for DuckDB's own lock.
        """
        self.make_inbox()
        deadline = time.monotonic() + self.wait
        with held(self._turnstile, deadline) as got:
            if not got:
                raise self._kept_out("")
            if not self.path.exists():
                self._create()
            connection = self._open(deadline, read_only=False, pass_turnstile=False)
            try:
                with explained(self.path):
                    schema.migrate(connection, str(self.path))
            except BaseException:
                connection.close()
                raise
            return connection

    def make_inbox(self) -> None:
        """Make the folder beside the file. Raises `SetupError` where it cannot be made."""
        try:
            self.inbox.mkdir(exist_ok=True)
        except FileNotFoundError:
            raise SetupError(
                f"{self.path} cannot be written: there is no folder {self.path.parent}. "
                f"Make the folder, or name another file."
            ) from None
        except OSError as error:
            raise RunError(
                f"{self.path} cannot be written: {self.inbox} could not be made "
                f"({error.strerror}). Check the rights to the folder and the room on the disk."
            ) from error

    def check_exists(self) -> None:
        """Raise `SetupError` where there is no file."""
        if not self.path.exists():
            raise SetupError(
                f"There is no file {self.path}. "
                f"Make it with `whimbrel code SOURCES --into {self.path}`, or name another file."
            )

    def somebody_waits(self) -> bool:
        """Whether another process waits for the file."""
        return not is_free(self._waiting)

    def owner(self) -> str | None:
        """Who keeps the file open and reads the inbox (as signed), `None` where nobody does."""
        if is_free(self.owner_lock):
            return None
        return FileLock(self.owner_lock).signature() or "another process"

    def _open_up_to_date(self) -> DuckDBPyConnection:
        deadline = time.monotonic() + self.wait
        connection = self._open(deadline, read_only=True, pass_turnstile=True)
        try:
            with explained(self.path):
                version = schema.version_of(connection, str(self.path))
        except BaseException:
            connection.close()
            raise
        if version == schema.migrations()[-1].number:
            return connection
        connection.close()
        close(self.open_for_writing())
        return self._open(deadline, read_only=True, pass_turnstile=True)

    def _open(
        self, deadline: float, *, read_only: bool, pass_turnstile: bool
    ) -> DuckDBPyConnection:
        waiting = FileLock(self._waiting)
        try:
            while True:
                if pass_turnstile:
                    self._pass_turnstile(deadline)
                with explained(self.path):
                    try:
                        return duckdb.connect(str(self.path), read_only=read_only, config=_CONFIG)
                    except (duckdb.IOException, duckdb.ConnectionException) as error:
                        if not _is_held_elsewhere(error):
                            raise
                        if time.monotonic() > deadline:
                            raise self._kept_out(str(error)) from error
                if not waiting.is_held:
                    waiting.acquire(shared=True, create=False)
                time.sleep(_RETRY)
        finally:
            waiting.release()

    def _pass_turnstile(self, deadline: float) -> None:
        # Where the lock cannot be had (a read-only folder, no writer ever), DuckDB's own is enough.
        if self._turnstile.exists() and os.access(self._turnstile, os.R_OK | os.W_OK):
            with held(self._turnstile, deadline, shared=True):
                pass

    def _create(self) -> None:
        """Make the file whole or not at all: a run killed here must not leave half a file."""
        fresh = self.path.with_name(f"{self.path.name}.new-{os.getpid()}")
        try:
            with explained(self.path):
                connection = duckdb.connect(str(fresh), config=_CONFIG)
                try:
                    schema.migrate(connection, str(self.path))
                finally:
                    connection.close()
            os.rename(fresh, self.path)
        except OSError as error:
            raise RunError(f"{self.path} could not be made: {error.strerror}.") from error
        finally:
            for left in (fresh, fresh.with_name(fresh.name + ".wal")):
                left.unlink(missing_ok=True)

    def _kept_out(self, message: str) -> RunError:
        found = _HOLDER.search(message)
        holder = f"process {found.group(1)}" if found else self.owner() or "another process"
        return RunError(
            f"{self.path} is held by {holder}, and was not free within {self.wait:g} seconds. "
            f"Close that program or wait for it, then run the command again; nothing was lost."
        )


@contextmanager
def explained(path: Path) -> Iterator[None]:
    """Turn DuckDB's errors about the file itself into a `RunError` that says what to do."""
    try:
        yield
    except duckdb.InterruptException as error:
        raise KeyboardInterrupt from error
    except duckdb.Error as error:
        raise RunError(_explanation(path, error)) from error


def _explanation(path: Path, error: duckdb.Error) -> str:
    message = str(error).splitlines()[0]
    if "not a valid DuckDB database" in message:
        size = path.stat().st_size if path.exists() else 0
        what = "is empty" if size == 0 else "is no DuckDB file"
        return (
            f"{path} {what}, so it cannot hold a record. Nothing was changed. "
            f"Name another file; one that does not exist yet is made."
        )
    if "Corrupt" in message or "not read enough bytes" in message:
        return (
            f"{path} is damaged ({message}). Whimbrel did not change it. "
            f"Restore it from a copy, or code the documents again into another file."
        )
    if "newer version" in message or "storage version" in message.lower():
        return (
            f"{path} was written by a newer DuckDB than the one installed here "
            f"({duckdb.__version__}). Nothing was changed. Update with `pip install -U duckdb`."
        )
    if "File too large" in message or "No space left" in message or "quota" in message.lower():
        return (
            f"{path} could not be written: the disk is full or the file may not grow ({message}). "
            f"What was stored before is kept. Make room and run the same command again."
        )
    return (
        f"{path} could not be used: {message}. What was stored before is kept. "
        f"Check the file, its rights and the room on the disk, then run the command again."
    )


def _is_held_elsewhere(error: duckdb.Error) -> bool:
    message = str(error)
    return "Could not set lock" in message or "different configuration" in message


def close(connection: DuckDBPyConnection) -> None:
    """Close a connection that has written."""
    # Closing writes the log into the file. Where that fails (a full disk), the log stays and the
    # next opening reads it: nothing is lost, so it is no error here.
    try:
        connection.close()
    except duckdb.Error:
        return
