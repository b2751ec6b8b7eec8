"""Opening the file among others who want it too.

DuckDB lets one process write, or several read, and turns others away at some cost. So Whimbrel's
processes queue before it, at locks of their own: a room that is for readers together or for one
writer, and before it a turnstile through which everybody passes. A writer holds the turnstile while
the readers inside leave, so that busy readers cannot starve it. Whoever has to wait says so by a
third lock: one who keeps the file open (`inbox.Owner`) or writes often then lets others go first.
"""

from __future__ import annotations

import os
import re
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb

from whimbrel.errors import RunError, SetupError
from whimbrel.store import schema
from whimbrel.store.locks import POLL, FileLock, is_free

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
# For the one connection that copies a file into a fresh one: it attaches files, and runs no SQL but
# the store's own.
_REWRITE_CONFIG = {
    **{name: value for name, value in _CONFIG.items() if name != "enable_external_access"},
    "lock_configuration": "false",
}
OLD = "old"
"""The name under which a file that is being rewritten is attached."""
_HOLDER = re.compile(r"PID (\d+)")
_RETRY = 0.05
_COURTESY = 0.2
"""Seconds for which a writer lets those go first who wait already."""


@dataclass(slots=True)
class Rewrite:
    """A fresh file on its way into the place of an old one, which is attached as `OLD`; it gets
    there only if it was made `complete`."""

    connection: DuckDBPyConnection
    complete: bool = False


class Access:
    """The way to one record file. `wait`: seconds to wait for others who hold it."""

    def __init__(self, path: Path, wait: float) -> None:
        self.path = path
        self.wait = wait
        self.inbox = path.with_name(path.name + ".inbox")
        self.owner_lock = self.inbox / "owner.lock"
        self._turnstile = self.inbox / "turnstile.lock"
        self._room = self.inbox / "room.lock"
        self._waiting_lock = self.inbox / "waiting.lock"

    @contextmanager
    def reading(self) -> Iterator[DuckDBPyConnection]:
        """The file, open for reading. Raises `SetupError` where there is none."""
        self.check_exists()
        with self._in_room(shared=True) as deadline:
            connection = self._connect(deadline, read_only=True)
            try:
                with explained(self.path):
                    version = schema.version_of(connection, str(self.path))
                if version == schema.migrations()[-1].number:
                    yield connection
                    return
            finally:
                connection.close()
        with self.writing():
            pass
        with self.reading() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[DuckDBPyConnection]:
        """The file, open for writing, made where there is none, its tables up to date."""
        with ExitStack() as held:
            held.enter_context(self._turnstile_taken())
            yield held.enter_context(self._written())

    @contextmanager
    def rewriting(self, before: Callable[[DuckDBPyConnection], object]) -> Iterator[Rewrite]:
        """A fresh file with all tables, empty, that takes the old one's place in the end.

        `before` is done with the old file first. Others wait outside all the while.
        """
        self.check_exists()
        fresh = self._fresh_path()
        with self._turnstile_taken(), self._in_room(shared=False) as deadline:
            connection = self._connect(deadline, read_only=False)
            try:
                with explained(self.path):
                    schema.migrate(connection, str(self.path))
                    before(connection)
            finally:
                close(connection)
            try:
                with explained(self.path):
                    connection = duckdb.connect(str(fresh), config=_REWRITE_CONFIG)
                    try:
                        schema.migrate(connection, str(self.path))
                        quoted = str(self.path).replace("'", "''")
                        connection.execute(f"attach '{quoted}' as {OLD} (read_only)")
                        rewrite = Rewrite(connection)
                        yield rewrite
                    finally:
                        connection.close()
                if rewrite.complete:
                    _put_in_place(fresh, self.path)
            except OSError as error:
                raise RunError(
                    f"{self.path} could not be rewritten ({error.strerror}). It is as it was. Make "
                    f"room on the disk or set its rights, then run the command again."
                ) from error
            finally:
                _unlink(fresh)

    def keep(self) -> tuple[DuckDBPyConnection, ExitStack]:
        """The same for one who keeps the file open, with what is to be closed in the end. Others
        wait, and say so (`somebody_waits`).
        """
        with self._turnstile_taken(), ExitStack() as held:
            connection = held.enter_context(self._written())
            return connection, held.pop_all()

    @contextmanager
    def _written(self) -> Iterator[DuckDBPyConnection]:
        with self._in_room(shared=False) as deadline:
            if not self.path.exists():
                self._create()
            connection = self._connect(deadline, read_only=False)
            try:
                with explained(self.path):
                    schema.migrate(connection, str(self.path))
                yield connection
            finally:
                close(connection)

    @contextmanager
    def _turnstile_taken(self) -> Iterator[None]:
        self.make_inbox()
        # Or one who writes again and again would always be the first at the turnstile.
        until = time.monotonic() + _COURTESY
        while self.somebody_waits() and time.monotonic() < until:
            time.sleep(POLL)
        turnstile = FileLock(self._turnstile)
        self._wait_for(turnstile.acquire)
        try:
            yield
        finally:
            turnstile.release()

    @contextmanager
    def _in_room(self, *, shared: bool) -> Iterator[float]:
        """Readers together or one writer alone. Yields until when to wait for programs that know
        nothing of these locks.
        """
        room = FileLock(self._room)
        deadline = time.monotonic() + self.wait
        if not shared:
            deadline = self._wait_for(room.acquire)
        elif self._has_locks():
            deadline = self._wait_for(lambda: self._enter_as_reader(room))
        try:
            yield deadline
        finally:
            room.release()

    def _has_locks(self) -> bool:
        # A reader makes no files. Where no writer ever was, or the locks are not his to touch (a
        # read-only folder), DuckDB's own lock is enough.
        locks = (self._turnstile, self._room)
        return all(os.access(lock, os.R_OK | os.W_OK) for lock in locks)

    def _enter_as_reader(self, room: FileLock) -> bool:
        turnstile = FileLock(self._turnstile)
        if not turnstile.acquire(shared=True, create=False):
            return False
        turnstile.release()
        return room.acquire(shared=True, create=False)

    def _wait_for(self, acquire: Callable[[], bool]) -> float:
        """Try until it is acquired; the time when the waiting would have ended."""
        deadline = time.monotonic() + self.wait
        waiting = FileLock(self._waiting_lock)
        try:
            while not acquire():
                if time.monotonic() > deadline:
                    raise self._kept_out("")
                if not waiting.is_held:
                    waiting.acquire(shared=True)
                time.sleep(POLL)
        finally:
            waiting.release()
        return deadline

    def _connect(self, deadline: float, *, read_only: bool) -> DuckDBPyConnection:
        while True:
            with explained(self.path):
                try:
                    return duckdb.connect(str(self.path), read_only=read_only, config=_CONFIG)
                except (duckdb.IOException, duckdb.ConnectionException) as error:
                    if not _is_held_elsewhere(error):
                        raise
                    if time.monotonic() > deadline:
                        raise self._kept_out(str(error)) from error
            time.sleep(_RETRY)

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
        return not is_free(self._waiting_lock)

    def owner(self) -> str | None:
        """Who keeps the file open and reads the inbox (as signed), `None` where nobody does."""
        if is_free(self.owner_lock):
            return None
        return FileLock(self.owner_lock).signature() or "another process"

    def _create(self) -> None:
        """Make the file whole or not at all: a run killed here must not leave half a file."""
        fresh = self._fresh_path()
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
            _unlink(fresh)

    def _fresh_path(self) -> Path:
        return self.path.with_name(f"{self.path.name}.new-{os.getpid()}")

    def _kept_out(self, message: str) -> RunError:
        found = _HOLDER.search(message)
        holder = f"process {found.group(1)}" if found else self.owner() or "another process"
        return RunError(
            f"{self.path} is held by {holder}, and was not free within {self.wait:g} seconds. "
            f"Close that program or wait for it, then run the command again; nothing was lost."
        )


def _put_in_place(fresh: Path, path: Path) -> None:
    with fresh.open("rb") as file:
        os.fsync(file.fileno())
    os.replace(fresh, path)
    # The old file's log, if closing it left one, holds what the old file held.
    path.with_name(path.name + ".wal").unlink(missing_ok=True)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _unlink(fresh: Path) -> None:
    for left in (fresh, fresh.with_name(fresh.name + ".wal")):
        left.unlink(missing_ok=True)


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
