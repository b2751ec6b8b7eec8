"""Records as lines of JSON: whole lines only, whatever happens on the way."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, TextIO

from whimbrel.errors import RunError, SetupError


class JsonLines:
    """Writes lines to a file of its own, made anew, or to an open text stream.

    Raises `SetupError` where the file's folder is missing or is no place for a file, `RunError`
    where a line cannot be written; the file is then cut after the last whole line.
    """

    def __init__(self, target: str | Path | TextIO) -> None:
        self._path = Path(target) if isinstance(target, str | Path) else None
        self._stream = None if isinstance(target, str | Path) else target
        self._file: BinaryIO | None = None
        if self._path is not None:
            self._file = _opened(self._path)

    @property
    def is_broken(self) -> bool:
        """Whether the file was given up because it could not be written."""
        return self._path is not None and self._file is None

    def write(self, line: str) -> None:
        """Write one line, without its end of line."""
        if self._stream is not None:
            self._stream.write(line + "\n")
        elif self._file is not None:
            with self._whole_lines():
                self._file.write(line.encode() + b"\n")

    def flush(self) -> None:
        """Let readers see what was written."""
        if self._stream is not None:
            self._stream.flush()
        elif self._file is not None:
            with self._whole_lines():
                self._file.flush()

    def close(self) -> None:
        """Close the file; an open stream stays open."""
        if self._file is not None:
            file, self._file = self._file, None
            with self._whole_lines():
                file.close()

    @contextlib.contextmanager
    def _whole_lines(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            file, self._file = self._file, None
            if file is not None:
                # Closing tries once more to write what cannot be written.
                with contextlib.suppress(OSError):
                    file.close()
            assert self._path is not None
            _cut_after_last_line(self._path)
            raise RunError(
                f"{self._path} could not be written: {error.strerror}. The lines in it are whole. "
                f"Make room and run the same command again."
            ) from error


def _opened(path: Path) -> BinaryIO:
    try:
        return path.open("wb")
    except FileNotFoundError:
        raise SetupError(
            f"{path} cannot be written: there is no folder {path.parent}. "
            f"Make the folder, or name another file."
        ) from None
    except OSError as error:
        raise SetupError(f"{path} cannot be written: {error.strerror}.") from error


def _cut_after_last_line(path: Path) -> None:
    with path.open("rb+") as file:
        end = file.seek(0, 2)
        while end > 0:
            start = max(0, end - 65536)
            file.seek(start)
            found = file.read(end - start).rfind(b"\n")
            if found >= 0:
                file.truncate(start + found + 1)
                return
            end = start
        file.truncate(0)
