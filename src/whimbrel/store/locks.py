"""Locks that die with their process, so that a killed run never shuts anybody out.

They live as files in the folder beside the record (`record.duckdb.inbox/`). What is locked is the
open file, not its being there: the files stay behind and mean nothing.
"""

from __future__ import annotations

import os
from pathlib import Path

try:
    import fcntl
except ImportError as error:  # pragma: no cover
    from whimbrel.errors import SetupError

    raise SetupError(
        "The record store needs file locks as Linux and macOS have them. On Windows, run Whimbrel "
        "inside WSL, or write JSONL with --jsonl."
    ) from error

POLL = 0.003
"""Seconds between two tries for a lock."""


class FileLock:
    """One lock on one file. Not for sharing between threads; make one for each use."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file: int | None = None

    def acquire(self, *, shared: bool = False, create: bool = True) -> bool:
        """Take the lock if it is free now. False where it is held, or the file cannot be opened
        (no such folder, no right to write).
        """
        flags = os.O_RDWR | (os.O_CREAT if create else 0)
        try:
            opened = os.open(self._path, flags, 0o666)
        except OSError:
            return False
        try:
            fcntl.flock(opened, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
        except OSError:
            os.close(opened)
            return False
        self._file = opened
        return True

    def release(self) -> None:
        """Give the lock back; nothing where it is not held."""
        if self._file is not None:
            # Unlocked by name, so that a child that inherited the open file does not keep it.
            fcntl.flock(self._file, fcntl.LOCK_UN)
            os.close(self._file)
            self._file = None

    @property
    def is_held(self) -> bool:
        """Whether this object holds the lock."""
        return self._file is not None

    def sign(self, text: str) -> None:
        """Write who holds the lock into its file, for messages."""
        if self._file is not None:
            os.ftruncate(self._file, 0)
            os.pwrite(self._file, text.encode(), 0)

    def signature(self) -> str:
        """What the last holder wrote, empty where nothing is known."""
        try:
            return self._path.read_text(encoding="utf-8").strip()
        except OSError:
            return ""


def is_free(path: Path) -> bool:
    """Whether nobody holds the lock on this file (also true where there is no such file)."""
    if not path.exists():
        return True
    lock = FileLock(path)
    if lock.acquire(create=False):
        lock.release()
        return True
    return not os.access(path, os.R_OK | os.W_OK)
