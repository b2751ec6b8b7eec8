"""Text out of bytes: UTF-8 unless something else is certain or a library finds it.

A byte order mark is part of the encoding, not of the text, and is dropped. What is not UTF-8 is
said in a warning; what is no text at all (a PDF, an archive) is refused.
"""

from __future__ import annotations

import codecs
import io

from whimbrel.errors import DocumentError

# The longer marks first: UTF-32's begins with UTF-16's.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

_BINARY_KINDS = (
    (b"%PDF-", "a PDF"),
    (b"PK\x03\x04", "a zip archive or an office document"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old office document"),
    (b"{\\rtf1", "an RTF document"),
    (b"\x1f\x8b\x08", "a gzip archive; if it is packed text, let its name end in .gz"),
    (b"\x28\xb5\x2f\xfd", "a zstandard archive; if it is packed text, let its name end in .zst"),
    (b"BZh91AY&SY", "a bzip2 archive"),
    (b"\xfd7zXZ\x00", "an xz archive"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive"),
    (b"\x89PNG\r\n\x1a\n", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"PAR1", "a Parquet file"),
    (b"SQLite format 3\x00", "an SQLite database"),
)

_SAMPLE = 64_000
_NEAR_IN_COHERENCE = 0.07
_NEAR_IN_CHAOS = 0.02


def refuse_binary(head: bytes) -> None:
    """Raise `DocumentError` where a file's first bytes show that it is no text."""
    for magic, kind in _BINARY_KINDS:
        if head.startswith(magic):
            raise DocumentError(f"The file is no text: it is {kind}. Turn it into text first.")
    if _mark_of(head) in (None, "utf-8") and b"\x00" in head:
        raise DocumentError(
            "The file is no text: it has zero bytes, as binary files do. Turn it into text (UTF-8) "
            "first."
        )


def _mark_of(head: bytes) -> str | None:
    return next((name for mark, name in _MARKS if head.startswith(mark)), None)


def _without_mark(data: bytes) -> bytes:
    return next((data[len(mark) :] for mark, _ in _MARKS if data.startswith(mark)), data)


def decode(data: bytes, declared: str | None = None) -> tuple[str, tuple[str, ...]]:
    """The text of a whole file's bytes, with a warning where they are not UTF-8.

    `declared` is the encoding that the file itself names, as a web page does; it is tried after
    UTF-8. Raises `DocumentError` for binary files and where no encoding fits.
    """
    refuse_binary(data)
    mark = _mark_of(data)
    if mark is not None:
        try:
            text = _without_mark(data).decode(mark)
        except UnicodeDecodeError as error:
            raise DocumentError(
                f"The file begins with the byte order mark of {mark.upper()}, but byte "
                f"{error.start} does not fit that encoding. Save it again as UTF-8."
            ) from error
        return text, () if mark == "utf-8" else (_said_by_mark(mark),)
    try:
        return data.decode("utf-8"), ()
    except UnicodeDecodeError:
        pass
    if declared is not None:
        try:
            return data.decode(declared), (_not_utf8(declared, "as it says itself"),)
        except (UnicodeDecodeError, LookupError):
            pass
    return _by_likeness(data)


class LineDecoder:
    """Decodes one file's lines: UTF-8, and for those that are not, one encoding found once."""

    def __init__(self) -> None:
        self._other: str | None = None

    def text(self, line: bytes, ahead: bytes = b"") -> tuple[str, tuple[str, ...]]:
        """The text of a line; `ahead` are bytes that follow it and help to find the encoding.

        Raises `DocumentError` where no encoding fits.
        """
        try:
            return line.decode("utf-8"), ()
        except UnicodeDecodeError:
            pass
        if self._other is None:
            # A file put together from several may change its encoding from line to line.
            alike = [each for each in ahead[:_SAMPLE].split(b"\n") if not _is_utf8(each)]
            self._other = likely_encoding(b"\n".join([line[:_SAMPLE], *alike]))
        if self._other is not None:
            try:
                return line.decode(self._other), (_not_utf8(self._other, "the most likely one"),)
            except UnicodeDecodeError:
                pass
        return _by_likeness(line)


def _is_utf8(line: bytes) -> bool:
    try:
        line.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _by_likeness(data: bytes) -> tuple[str, tuple[str, ...]]:
    sampled = likely_encoding(data[:_SAMPLE])
    candidates = [sampled] if len(data) <= _SAMPLE else [sampled, likely_encoding(data)]
    for name in candidates:
        if name is None:
            continue
        try:
            return data.decode(name), (_not_utf8(name, "the most likely one"),)
        except UnicodeDecodeError:
            continue
    raise DocumentError(
        "The text is not UTF-8, and no other encoding fits it. Save it again as UTF-8."
    )


def likely_encoding(data: bytes) -> str | None:
    """The encoding that the bytes are most likely written in, null where none fits.

    Windows-1252 wins where it is about as likely as the first choice: it is what English text in an
    older encoding is written in, and few accents cannot tell it from its neighbours.
    """
    from charset_normalizer import from_bytes

    matches = list(from_bytes(data))
    if not matches:
        return None
    best = matches[0]
    for match in matches:
        near = (
            match.coherence >= best.coherence - _NEAR_IN_COHERENCE
            and match.chaos <= best.chaos + _NEAR_IN_CHAOS
        )
        if near and "cp1252" in match.could_be_from_charset:
            return "cp1252"
    return str(best.encoding)


def _not_utf8(name: str, why: str) -> str:
    shown = codecs.lookup(name).name
    shown = shown.replace("cp125", "windows-125") if shown.startswith("cp125") else shown
    return f"The text is not UTF-8; it was read as {shown}, {why}. Check the accents."


def _said_by_mark(name: str) -> str:
    return f"The text is not UTF-8; it was read as {name.upper()}, as its byte order mark says."


def as_utf8(stream: io.BufferedReader) -> tuple[io.BufferedReader, tuple[str, ...]]:
    """The stream as UTF-8 without its byte order mark, with a warning where it was something else.

    Streams without a mark pass unchanged. Raises `DocumentError` where the beginning is binary.
    """
    head = stream.peek(_SAMPLE)[:_SAMPLE]
    refuse_binary(head)
    mark = _mark_of(head)
    if mark is None:
        return stream, ()
    stream.read(len(head) - len(_without_mark(head)))
    if mark == "utf-8":
        return stream, ()
    return io.BufferedReader(_Recoded(stream, mark), _SAMPLE), (_said_by_mark(mark),)


class _Recoded(io.RawIOBase):
    """The bytes of another encoding as UTF-8; what does not fit becomes U+FFFD."""

    def __init__(self, stream: io.BufferedReader, encoding: str) -> None:
        self._stream = stream
        self._decoder = codecs.getincrementaldecoder(encoding)(errors="replace")
        self._left = b""
        self._ended = False

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        while not self._left and not self._ended:
            data = self._stream.read(_SAMPLE)
            self._ended = not data
            self._left = self._decoder.decode(data, final=self._ended).encode("utf-8")
        taken = self._left[: len(buffer)]
        buffer[: len(taken)] = taken
        self._left = self._left[len(taken) :]
        return len(taken)
