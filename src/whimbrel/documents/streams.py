"""Files as byte streams: unpacked on the way, cut into lines, held only up to the limit."""

from __future__ import annotations

import gzip
import io
import sys
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, cast

from whimbrel.errors import DocumentError

PACKED = (".gz", ".zst")
_BUFFER = 256_000
# Zstandard swells 4 bytes to 128 kB at most, so that this much input never becomes over 8 MB; with
# more at a time ordinary text is unpacked about twice as fast, and reading is not what takes time.
_ZSTANDARD_STEP = 256


@contextmanager
def opened(path: Path) -> Iterator[io.BufferedReader]:
    """A file's bytes, unpacked where its name ends in .gz or .zst.

    What is wrong with the file itself comes out as `DocumentError`.
    """
    try:
        with path.open("rb") as raw:
            yield _unpacked(raw, path.suffix.lower())
    except (EOFError, zlib.error, gzip.BadGzipFile, _ZstandardError) as error:
        raise DocumentError(
            f"The archive is broken or cut off ({error}); what came before was read. Fetch or pack "
            "it again."
        ) from error
    except PermissionError as error:
        raise DocumentError(
            "The file cannot be opened: permission denied. Allow yourself to read it, or leave it "
            "out."
        ) from error
    except OSError as error:
        raise DocumentError(f"The file cannot be read: {error.strerror or error}.") from error


def standard_input() -> io.BufferedReader:
    """The bytes of standard input."""
    stream = sys.stdin.buffer
    if isinstance(stream, io.BufferedReader):
        return stream
    return io.BufferedReader(cast(io.RawIOBase, stream), _BUFFER)


def _unpacked(raw: IO[bytes], suffix: str) -> io.BufferedReader:
    if suffix == ".gz":
        return io.BufferedReader(gzip.GzipFile(fileobj=raw, mode="rb"), _BUFFER)
    if suffix == ".zst":
        return io.BufferedReader(_Zstandard(raw), _BUFFER)
    if isinstance(raw, io.BufferedReader):
        return raw
    raise TypeError("a file opened for reading bytes is buffered")


class _ZstandardError(Exception):
    """The bytes are no zstandard."""


class _Zstandard(io.RawIOBase):
    """Zstandard, frame by frame. Unlike the library's reader it notices a frame cut off."""

    def __init__(self, raw: IO[bytes]) -> None:
        import zstandard

        self._raw = raw
        self._library = zstandard
        self._frame: zstandard.ZstdDecompressionObj | None = None
        self._packed = b""
        self._left = memoryview(b"")

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        while not self._left:
            if not self._packed:
                self._packed = self._raw.read(_ZSTANDARD_STEP)
                if not self._packed:
                    if self._frame is not None:
                        raise EOFError("it ends in the middle of a frame")
                    return 0
            self._left = memoryview(self._unpack())
        taken = min(len(buffer), len(self._left))
        buffer[:taken] = self._left[:taken]
        self._left = self._left[taken:]
        return taken

    def _unpack(self) -> bytes:
        if self._frame is None:
            self._frame = self._library.ZstdDecompressor().decompressobj()
        packed, self._packed = self._packed, b""
        try:
            data = self._frame.decompress(packed)
        except self._library.ZstdError as error:
            raise _ZstandardError(str(error)) from error
        if self._frame.eof:
            self._packed = self._frame.unused_data
            self._frame = None
        return data


def megabytes(size: int) -> str:
    """A size as people read it: "20.0 MB"."""
    return f"{size / 1_000_000:.1f} MB"


def too_large(seen: str, limit: int) -> DocumentError:
    """The refusal of a single document above the limit; `seen` says its size."""
    return DocumentError(
        f"The document is too large: {seen}, and the limit for a single document is "
        f"{megabytes(limit)}. Split it into its articles, or raise the limit."
    )


def whole(stream: io.BufferedReader, limit: int, begun: bytes = b"") -> bytes:
    """What was read before and all that is left; raises `DocumentError` above the limit."""
    data = begun + stream.read(max(limit + 1 - len(begun), 0))
    if len(data) > limit:
        raise too_large(f"it has more than {megabytes(limit)}", limit)
    return data


def lines(stream: io.BufferedReader, limit: int) -> Iterator[tuple[int, bytes | DocumentError]]:
    """Lines with their number from 1, ending included; only a line feed ends a line.

    A line above the limit is passed over without being held, and its refusal stands in its place.
    """
    number = 0
    # The limit is for what the line holds; its ending (CR LF) comes on top.
    while line := stream.readline(limit + 2):
        number += 1
        if len(line) < limit + 2 or line.endswith(b"\n"):
            yield number, line
            continue
        size = len(line) + _pass_over_line(stream)
        yield number, too_large(f"the line has {megabytes(size)}", limit)


def _pass_over_line(stream: io.BufferedReader) -> int:
    size = 0
    while piece := stream.readline(_BUFFER):
        size += len(piece)
        if piece.endswith(b"\n"):
            break
    return size
