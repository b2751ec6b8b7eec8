"""Files, folders, globs and standard input, read as documents: lazily, in order, one at a time.

What keeps a run from starting (a path that does not exist, a glob that matches nothing) is raised
before the first document. What is wrong with one document is a `Failure` in its place.
"""

from __future__ import annotations

import glob
import io
import itertools
import logging
import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from whimbrel.documents import jsonlines, pages, plain, tables
from whimbrel.documents.build import DEFAULT_MAX_BYTES, Intake, document
from whimbrel.documents.dates import checked_moment
from whimbrel.documents.encoding import as_utf8
from whimbrel.documents.streams import (
    PACKED,
    lines,
    megabytes,
    opened,
    standard_input,
    too_large,
    whole,
)
from whimbrel.errors import DocumentError, SetupError
from whimbrel.records import Document, Failure

__all__ = ["DEFAULT_MAX_BYTES", "STANDARD_INPUT", "document", "read"]

STANDARD_INPUT = "-"
"""The source that means standard input."""

_log = logging.getLogger(__name__)

_PLAIN = (".txt", ".text")
_PAGES = (".html", ".htm", ".xhtml")
_JSON_LINES = (".jsonl", ".ndjson")
_TABLES = (".csv", ".tsv")
_READ_IN_FOLDERS = frozenset((*_PLAIN, *_PAGES, *_JSON_LINES, *_TABLES))

_FromStream = Callable[[io.BufferedReader, str, Intake], Iterator[Document | Failure]]


def read(
    sources: Iterable[str | Path] | str | Path,
    *,
    published: str | None = None,
    outlet: str | None = None,
    columns: Mapping[str, str] | None = None,
    max_bytes: int = DEFAULT_MAX_BYTES,
) -> Iterator[Document | Failure]:
    """The documents of files, folders, globs and `-` (standard input), in order, one at a time.

    Formats go by the name: `.txt` (headline on the first line), `.html`, `.jsonl` (the input
    contract), `.csv` and `.tsv` (a document a row), each also packed as `.gz` or `.zst`. Folders
    are read with all below them, sorted by name, without hidden files and other formats. Standard
    input and files with other names are plain text, or JSON Lines where the first line is an
    object.

    `published` (ISO) and `outlet` stand in for documents that have none. `columns` maps a field to
    the name of the table column that holds it. A single document of more than `max_bytes` bytes is
    a failure. Memory stays within a few times that limit, however many documents there are.

    Raises `SetupError` before anything is read where a source does not exist, matches or holds
    nothing, where `published` is no date, or where `columns` names an unknown field or column.
    """
    if isinstance(sources, str | Path):
        sources = [sources]
    intake = Intake(
        published=checked_moment(published),
        outlet=outlet,
        columns=dict(columns or {}),
        max_bytes=max_bytes,
    )
    groups = _resolved(sources)
    _check_tables(groups, intake.columns)
    return _read_all(groups, intake)


def _read_all(groups: list[_Group], intake: Intake) -> Iterator[Document | Failure]:
    for group in groups:
        for found in group:
            if isinstance(found, Failure):
                yield found
            else:
                yield from _read_one(found, intake)


def _read_one(path: Path | None, intake: Intake) -> Iterator[Document | Failure]:
    where = "standard input" if path is None else _shown(path)
    try:
        if path is None:
            yield from _unnamed_format(standard_input(), where, intake)
        else:
            _refuse_large_file(path, intake.max_bytes)
            with opened(path) as stream:
                yield from _reader_of(path)(stream, where, intake)
    except DocumentError as error:
        yield Failure(where=where, reason=str(error))


def _reader_of(path: Path) -> _FromStream:
    suffix = _format(path)
    if suffix in _PLAIN:
        return _plain
    if suffix in _PAGES:
        return _page
    if suffix in _TABLES:
        return tables.documents
    if suffix in _JSON_LINES or suffix == ".json":
        return jsonlines.documents
    return _unnamed_format


def _plain(stream: io.BufferedReader, where: str, intake: Intake) -> Iterator[Document]:
    yield plain.document_of(whole(stream, intake.max_bytes), intake)


def _page(stream: io.BufferedReader, where: str, intake: Intake) -> Iterator[Document]:
    yield pages.document_of(whole(stream, intake.max_bytes), intake)


def _unnamed_format(
    stream: io.BufferedReader, where: str, intake: Intake
) -> Iterator[Document | Failure]:
    """JSON Lines where the first line with text is an object, else one plain text."""
    stream, warnings = as_utf8(stream)
    numbered = lines(stream, intake.max_bytes)
    begun = b""
    for number, line in numbered:
        if isinstance(line, DocumentError):
            raise line
        if _is_object(line):
            rest = itertools.chain([(number, line)], numbered)
            yield from jsonlines.documents_of_lines(rest, where, intake, stream, warnings)
            return
        begun += line
        if line.strip() or len(begun) > intake.max_bytes:
            break
    yield plain.document_of(whole(stream, intake.max_bytes, begun), intake, warnings)


def _is_object(line: bytes) -> bool:
    if not line.lstrip().startswith(b"{"):
        return False
    try:
        jsonlines.json_object(line.decode("utf-8", "replace"))
    except DocumentError:
        return False
    return True


def _refuse_large_file(path: Path, limit: int) -> None:
    # Known before a byte is read. Packed files show their size only on the way.
    if path.suffix.lower() in PACKED or _format(path) not in (*_PLAIN, *_PAGES):
        return
    try:
        size = path.stat().st_size
    except OSError:
        return  # opening it will say why
    if size > limit:
        raise too_large(f"it has {megabytes(size)}", limit)


def _format(path: Path) -> str:
    """The suffix that tells the format, without that of the packing."""
    suffix = path.suffix.lower()
    return Path(path.stem).suffix.lower() if suffix in PACKED else suffix


def _shown(path: Path) -> str:
    # File names that are no text must not break what prints or stores them.
    return str(path).encode("utf-8", "backslashreplace").decode("utf-8")


@dataclass(frozen=True, slots=True)
class _Folder:
    """A folder's files of known formats, found as they are asked for."""

    path: Path

    def __iter__(self) -> Iterator[Path | Failure]:
        skipped: Counter[str] = Counter()
        yield from _files_below(self.path, skipped)
        _say_skipped(_shown(self.path), skipped)


_Group = list[Path | None] | _Folder


def _resolved(sources: Iterable[str | Path]) -> list[_Group]:
    groups = [_group_of(source) for source in sources]
    if not groups:
        raise SetupError(
            "No source was given; name files, folders or globs, or - for standard input."
        )
    if sum(group == [None] for group in groups) > 1:
        raise SetupError("Standard input (-) is named twice; it can be read only once.")
    return groups


def _group_of(source: str | Path) -> _Group:
    if source == STANDARD_INPUT:
        return [None]
    path = Path(source)
    try:
        if path.is_dir():
            return _checked_folder(path)
        if path.exists():
            return [path]
    except (OSError, ValueError) as error:
        raise SetupError(f"The source {str(source)!r} cannot be looked at: {error}.") from error
    if glob.has_magic(str(source)):
        return _matches(str(source))
    if str(source).startswith(("http://", "https://")):
        raise SetupError(
            f"The source {str(source)!r} is an address on the web; Whimbrel reads files. Save the "
            "page as .html and name the file."
        )
    raise SetupError(
        f"The source {str(source)!r} does not exist; name a file, a folder, a glob in quotation "
        "marks, or - for standard input."
    )


def _matches(pattern: str) -> list[Path | None]:
    found: list[Path | None] = []
    skipped: Counter[str] = Counter()
    ending = Path(pattern).suffix
    # "notes/*.md" means those files whatever their format; "notes/*" means what can be read.
    as_named = bool(ending) and not glob.has_magic(ending)
    for name in sorted(glob.glob(pattern, recursive=True)):
        path = Path(name)
        if path.is_dir():
            if not pattern.rstrip("/").endswith("**"):
                found.extend(each for each in _files_below(path, skipped) if isinstance(each, Path))
        elif as_named or _format(path) in _READ_IN_FOLDERS:
            found.append(path)
        else:
            skipped[path.suffix.lower()] += 1
    if not found:
        raise SetupError(
            f"The glob {pattern!r} matches no file that can be read; {_what_is_read()}"
        )
    _say_skipped(pattern, skipped)
    return list(dict.fromkeys(found))


def _checked_folder(path: Path) -> _Folder:
    if not any(isinstance(found, Path) for found in _files_below(path, Counter())):
        raise SetupError(
            f"The folder {_shown(path)!r} holds no file that can be read; {_what_is_read()}"
        )
    return _Folder(path)


def _what_is_read() -> str:
    return (
        "Whimbrel reads .txt, .html, .jsonl, .csv and .tsv, each also packed as .gz or .zst, and "
        "leaves hidden files out."
    )


def _files_below(folder: Path, skipped: Counter[str]) -> Iterator[Path | Failure]:
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError as error:
        yield Failure(
            where=_shown(folder), reason=f"The folder cannot be listed: {error.strerror}."
        )
        return
    for entry in entries:
        if entry.name.startswith("."):
            continue
        path = folder / entry.name
        if entry.is_dir(follow_symlinks=False):
            yield from _files_below(path, skipped)
        elif _format(path) in _READ_IN_FOLDERS:
            yield path
        else:
            skipped[path.suffix.lower()] += 1


def _say_skipped(where: str, skipped: Counter[str]) -> None:
    if skipped:
        kinds = ", ".join(f"{suffix or 'no suffix'}: {n}" for suffix, n in sorted(skipped.items()))
        _log.warning("Skipped %d files of other formats in %s (%s).", skipped.total(), where, kinds)


def _check_tables(groups: list[_Group], columns: Mapping[str, str]) -> None:
    tables.check_mapping(columns)
    if not columns:
        return
    for path in itertools.chain.from_iterable(groups):
        if isinstance(path, Path) and _format(path) in _TABLES:
            tables.check_columns(path, _shown(path), columns)
