"""For a process that keeps the file open, such as the page's server: the owner and its inbox.

While there is an owner, coding runs do not open the file. They put each batch as a Parquet file
into the folder beside it, by rename, so that a batch is there whole or not at all; the owner takes
each in once, by name. An owner that dies leaves its lock free; the next to open the file takes in
what lies there.
"""

from __future__ import annotations

import os
import threading
import time
import uuid
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Self

import pyarrow as pa
import pyarrow.parquet as pq

from whimbrel.errors import RunError, SetupError
from whimbrel.records import Failure
from whimbrel.store import rows
from whimbrel.store.access import Access, explained
from whimbrel.store.locks import FileLock
from whimbrel.store.writing import Batch, write

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_TICK = 0.05
_KEEP = 0.5
"""Seconds for which the owner keeps the file at least, before it gives way."""
_MOMENT = 1.0
"""Seconds that others get at most when the owner gives way."""


def put(folder: Path, batch: Batch) -> str:
    """Put a batch into the inbox; the name it got. Names sort by time.

    Raises `RunError` where it cannot be written; nothing half-written can be taken in.
    """
    name = f"{time.time_ns():020d}-{os.getpid()}-{uuid.uuid4().hex[:8]}.parquet"
    unfinished = folder / f"{name}.part"
    try:
        with unfinished.open("wb") as file:
            pq.write_table(batch.to_arrow(), file)
            file.flush()
            os.fsync(file.fileno())
        os.replace(unfinished, folder / name)
    except OSError as error:
        unfinished.unlink(missing_ok=True)
        raise RunError(
            f"A batch could not be put into {folder}: {error.strerror or error}. "
            f"What was stored before is kept. Make room and run the same command again."
        ) from error
    return name


def waiting(folder: Path) -> list[Path]:
    """The batches in the inbox, oldest first."""
    return sorted(folder.glob("*.parquet")) if folder.is_dir() else []


def take_in(connection: DuckDBPyConnection, folder: Path) -> int:
    """Take in every batch of the inbox, each in one transaction; how many there were.

    A batch that cannot be read is set aside (`.broken`) and listed among the failures.
    """
    taken = waiting(folder)
    for file in taken:
        try:
            batch = Batch.from_arrow(pq.read_table(pa.BufferReader(file.read_bytes())))
        except FileNotFoundError:
            continue
        except (pa.ArrowException, OSError, ValueError, KeyError) as error:
            batch = Batch(failures=[rows.failure_row(_broken(file, error))])
            write(connection, batch)
            file.rename(file.with_suffix(".broken"))
            continue
        write(connection, batch, inbox_name=file.name)
        file.unlink(missing_ok=True)
    return len(taken)


class Owner:
    """Keeps the file open, takes in what coding runs put into the inbox, lets others in between.

        with Owner(path) as owner:
            Database(path, through=owner).events()

    A thread of its own takes in batches and gives the file away for a moment when somebody waits
    for it. Raises `RunError` where the file has an owner already.
    """

    def __init__(self, path: str | Path, *, wait: float = 30.0) -> None:
        self.access = Access(Path(path), wait)
        self._lock: FileLock | None = None
        self._connection: DuckDBPyConnection | None = None
        self._kept = ExitStack()
        self._users = 0
        self._giving_way = False
        self._opened_at = 0.0
        self._changing = threading.Condition()
        self._stopping = threading.Event()
        self._thread: threading.Thread | None = None
        self.trouble: Exception | None = None

    def __enter__(self) -> Self:
        self.access.make_inbox()
        lock = FileLock(self.access.owner_lock)
        deadline = time.monotonic() + 1.0
        # Those who ask whether there is an owner hold the lock for a blink.
        while not lock.acquire():
            if time.monotonic() > deadline:
                raise RunError(
                    f"{self.access.path} is kept open already by "
                    f"{self.access.owner() or 'another process'}. Use that one, or end it first."
                )
            time.sleep(_TICK / 5)
        lock.sign(f"process {os.getpid()}")
        self._lock = lock
        try:
            with self.connection():
                pass
        except BaseException:
            lock.release()
            raise
        self._thread = threading.Thread(target=self._work, name="whimbrel-owner", daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stopping.set()
        if self._thread is not None:
            self._thread.join()
        if self._lock is not None:
            self._lock.release()

    @contextmanager
    def connection(self) -> Iterator[DuckDBPyConnection]:
        """A connection of one's own to the open file, for one thread."""
        with self._changing:
            self._changing.wait_for(lambda: not self._giving_way)
            if self._connection is None:
                self._connection, self._kept = self.access.keep()
                self._opened_at = time.monotonic()
            self._users += 1
            connection = self._connection.cursor()
        try:
            yield connection
        finally:
            connection.close()
            with self._changing:
                self._users -= 1
                self._changing.notify_all()

    def _work(self) -> None:
        while not self._stopping.is_set():
            try:
                self._take_in()
                if self._has_kept_it_long() and self.access.somebody_waits():
                    self._let_others_in()
                self.trouble = None
            except (RunError, SetupError) as error:
                # Tried again at the next turn: the batches stay where they are.
                self.trouble = error
            self._stopping.wait(_TICK)
        self._close_when_unused()

    def _take_in(self) -> None:
        if waiting(self.access.inbox):
            with self.connection() as connection, explained(self.access.path):
                take_in(connection, self.access.inbox)

    def _has_kept_it_long(self) -> bool:
        with self._changing:
            since = time.monotonic() - self._opened_at
            return self._connection is not None and since > _KEEP

    def _let_others_in(self) -> None:
        with self._changing:
            # New askers wait too, or they would keep the file for ever.
            self._giving_way = True
            try:
                self._close_when_unused()
                deadline = time.monotonic() + _MOMENT
                while self.access.somebody_waits() and time.monotonic() < deadline:
                    time.sleep(_TICK / 10)
            finally:
                self._giving_way = False
                self._changing.notify_all()

    def _close_when_unused(self) -> None:
        with self._changing:
            self._changing.wait_for(lambda: self._users == 0)
            self._connection, kept, self._kept = None, self._kept, ExitStack()
        kept.close()


def wait_for_owner(access: Access, seconds: float) -> None:
    """Wait until the inbox is empty; at most `seconds`, and only while it has an owner."""
    deadline = time.monotonic() + seconds
    while waiting(access.inbox) and access.owner() and time.monotonic() < deadline:
        time.sleep(_TICK)


def _broken(file: Path, error: Exception) -> Failure:
    return Failure(
        where=str(file.with_suffix(".broken")),
        stage="store",
        reason=(
            f"A batch in the inbox could not be read ({error}). It was set aside. "
            f"Run the coding again; documents that are stored already are skipped."
        ),
    )
