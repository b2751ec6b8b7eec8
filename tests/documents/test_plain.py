"""Plain text: exact to the character, whatever its encoding."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

import pytest
import zstandard
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from whimbrel.documents import sources
from whimbrel.records import Document, Failure


def read_one(path: Path, data: bytes, **options: int) -> Document | Failure:
    path.write_bytes(data)
    (found,) = sources.read([path], **options)  # type: ignore[arg-type]
    return found


def document(path: Path, data: bytes) -> Document:
    found = read_one(path, data)
    assert isinstance(found, Document), found
    return found


def failure(path: Path, data: bytes, **options: int) -> Failure:
    found = read_one(path, data, **options)
    assert isinstance(found, Failure)
    assert found.where == str(path)
    return found


EXACT = [
    "Two lines\r\nwith CRLF\r\n\r\nand a lone \r return\n",
    "Doves 🕊🇮🇶 and families 👨‍👩‍👧 over the city",
    "Combining: e\u0301 n\u0303, not é ñ",
    "نوري المالكي said on Tuesday",
    "\n\n  \nLeading blank lines are kept",
    "line\u2028separator, next\u0085line, form\ffeed",
    "zero\u200bwidth \ufeff in the middle",
]


@pytest.mark.parametrize("text", EXACT)
def test_text_is_exactly_the_files(tmp_path: Path, text: str) -> None:
    found = document(tmp_path / "a.txt", text.encode())
    assert found.text == text
    assert not found.warnings


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    text=st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")).filter(
        lambda text: not text.isspace() and text != "" and not text.startswith(("\ufeff", "%PDF"))
    )
)
def test_any_text_comes_back_exactly(tmp_path: Path, text: str) -> None:
    assert document(tmp_path / "a.txt", text.encode()).text == text


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32"])
def test_byte_order_mark_is_encoding_and_no_text(tmp_path: Path, encoding: str) -> None:
    found = document(tmp_path / "a.txt", "Żołnierze 🕊".encode(encoding))
    assert found.text == "Żołnierze 🕊"
    assert bool(found.warnings) == (encoding != "utf-8-sig")
    if found.warnings:
        assert encoding.upper() in found.warnings[0]


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("Bogotá, 3 March. The mayor of Bogotá said the blast was a crime.", "cp1252"),
        ("The café in Besançon was hit, José said.", "latin-1"),
        ("México y España firmaron un acuerdo sobre la extradición.", "latin-1"),
        ("The police said “three men” were hurt – more to come", "cp1252"),
        ("Türkiye Irak sınırına asker gönderdi, dedi bakan. Çatışmalar sürüyor.", "cp1254"),
        ("Россия вывела войска из города, сообщил министр.", "cp1251"),
        ("قال مسؤول عراقي يوم الثلاثاء إن القوات انسحبت", "cp1256"),
        ("伊拉克总理周二宣布,军队将撤出该市。", "gb18030"),
    ],
)
def test_other_encodings_are_found_and_said(tmp_path: Path, text: str, encoding: str) -> None:
    found = document(tmp_path / "a.txt", text.encode(encoding))
    assert found.text == text
    assert "not UTF-8; it was read as" in found.warnings[0]


@pytest.mark.parametrize("pack", [gzip.compress, zstandard.compress])
def test_packed_text(tmp_path: Path, pack: object) -> None:
    name = "a.txt.gz" if pack is gzip.compress else "a.txt.zst"
    assert document(tmp_path / name, pack(b"some words")).text == "some words"  # type: ignore[operator]


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Mayor freed in Basra\n\nKidnappers freed the mayor.", "Mayor freed in Basra"),
        ("\n\n Mayor freed in Basra \r\n\r\nKidnappers freed the mayor.", "Mayor freed in Basra"),
        (
            "Mayor freed in Basra\nKidnappers freed the mayor of the port on Tuesday.",
            "Mayor freed in Basra",
        ),
        ("Iraq signs arms deal with U.S.\n\nThe deal is large.", "Iraq signs arms deal with U.S."),
        ("Mayor freed in Basra.\n\nBASRA (Wire) - Kidnappers freed him.", "Mayor freed in Basra."),
        ("One line alone", None),
        ("Kidnappers freed the mayor on Tuesday.\n\nPolice said so.", None),
        (
            "Kidnappers freed the mayor of the port\ncity on Tuesday after a long night of talks.",
            None,
        ),
        ("BASRA, Iraq (Wire) -\n\nKidnappers freed the mayor.", None),
        ("word " * 60 + "\n\nMore.", None),
    ],
)
def test_headline(tmp_path: Path, text: str, title: str | None) -> None:
    found = document(tmp_path / "a.txt", text.encode())
    assert found.title == title
    assert found.text == text


@pytest.mark.parametrize("data", [b"", b" \n\t\r\n", b"\xef\xbb\xbf", "\u2003\n".encode()])
def test_file_without_text_is_a_failure(tmp_path: Path, data: bytes) -> None:
    assert "holds no text" in failure(tmp_path / "a.txt", data).reason


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"\x7fELF\x02\x01\x01\x00\x00", "zero bytes"),
        (b"words and then \x00 a zero byte", "zero bytes"),
        (b"%PDF-1.7\n...", "a PDF"),
        (b"PK\x03\x04words", "office document"),
        (gzip.compress(b"words"), r"end in \.gz"),
        (b"{\\rtf1\\ansi words}", "RTF"),
    ],
)
def test_binary_file_is_a_failure(tmp_path: Path, data: bytes, words: str) -> None:
    found = failure(tmp_path / "a.txt", data)
    assert re.search(words, found.reason)


def test_wrong_byte_order_mark_is_a_failure(tmp_path: Path) -> None:
    found = failure(tmp_path / "a.txt", b"\xff\xfea\x00b")
    assert "byte order mark of UTF-16-LE" in found.reason


def test_document_of_200_megabytes_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    with path.open("wb") as file:
        file.truncate(200_000_000)  # a hole in the file: no byte is written, and none may be read
    (found,) = sources.read([path])
    assert isinstance(found, Failure)
    assert "200.0 MB" in found.reason
    assert "limit for a single document is 20.0 MB" in found.reason
    assert "Split it" in found.reason


def test_archive_that_swells_is_refused_at_the_limit(tmp_path: Path) -> None:
    bomb = gzip.compress(b"word " * 400_000)
    assert len(bomb) < 10_000
    assert "more than 0.1 MB" in failure(tmp_path / "a.txt.gz", bomb, max_bytes=100_000).reason


def test_text_at_the_limit_is_read(tmp_path: Path) -> None:
    assert isinstance(read_one(tmp_path / "a.txt", b"a" * 1000, max_bytes=1000), Document)
    assert isinstance(read_one(tmp_path / "a.txt", b"a" * 1001, max_bytes=1000), Failure)
