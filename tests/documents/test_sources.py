"""Which files are read, in which order, and what keeps a run from starting."""

from __future__ import annotations

import io
import logging
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from whimbrel.documents import sources
from whimbrel.errors import DocumentError, SetupError
from whimbrel.records import Document, Failure, document_id

STORY = "Mayor freed in Basra\n\nBASRA - Kidnappers freed the mayor on Tuesday, police said.\n"


def write(path: Path, text: str = STORY) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="")
    return path


def texts(found: Iterator[Document | Failure]) -> list[str]:
    return [each.text if isinstance(each, Document) else f"! {each.where}" for each in found]


def only_document(found: Iterator[Document | Failure]) -> Document:
    (one,) = found
    assert isinstance(one, Document)
    return one


def test_sources_are_read_in_the_order_given(tmp_path: Path) -> None:
    last, first = write(tmp_path / "a.txt", "first words"), write(tmp_path / "b.txt", "other words")
    assert texts(sources.read([first, str(last)])) == ["other words", "first words"]


def test_folder_is_read_with_all_below_it_sorted_without_hidden_files(tmp_path: Path) -> None:
    write(tmp_path / "b.txt", "three")
    write(tmp_path / "a" / "z.txt", "one")
    write(tmp_path / "a" / "zz" / "a.jsonl", '{"text": "two"}\n')
    write(tmp_path / ".hidden.txt", "no")
    write(tmp_path / ".git" / "a.txt", "no")
    assert texts(sources.read([tmp_path])) == ["one", "two", "three"]


def test_folder_says_how_many_files_of_other_formats_it_passed_over(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    write(tmp_path / "a.txt", "one")
    write(tmp_path / "b.docx", "x")
    write(tmp_path / "c.docx", "x")
    write(tmp_path / "README", "x")
    with caplog.at_level(logging.WARNING):
        assert texts(sources.read([tmp_path])) == ["one"]
    assert "Skipped 3 files of other formats" in caplog.text
    assert "no suffix: 1, .docx: 2" in caplog.text


def test_links_to_folders_are_not_followed(tmp_path: Path) -> None:
    write(tmp_path / "a.txt", "one")
    (tmp_path / "loop").symlink_to(tmp_path, target_is_directory=True)
    assert texts(sources.read([tmp_path])) == ["one"]


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("*.txt", ["two", "one"]),
        ("**/*.txt", ["two", "one", "three"]),
        ("*", ["two", "one", "three"]),
        ("**", ["two", "one", "three"]),
        ("[b].txt", ["one"]),
        ("*.md", ["notes"]),
    ],
)
def test_globs(tmp_path: Path, pattern: str, expected: list[str]) -> None:
    write(tmp_path / "b.txt", "one")
    write(tmp_path / "a.txt", "two")
    write(tmp_path / "c" / "d.txt", "three")
    write(tmp_path / "n.md", "notes")
    assert texts(sources.read([str(tmp_path / pattern)])) == expected


def test_file_whose_name_looks_like_a_glob_is_read(tmp_path: Path) -> None:
    assert texts(sources.read([str(write(tmp_path / "a[1].txt", "one"))])) == ["one"]


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("missing.txt", "does not exist"),
        ("missing/", "does not exist"),
        ("*.jsonl", "matches no file"),
        ("empty", "holds no file that can be read"),
        ("unreadable", "holds no file that can be read"),
    ],
)
def test_sources_that_keep_a_run_from_starting(tmp_path: Path, name: str, words: str) -> None:
    good = write(tmp_path / "good.txt")
    (tmp_path / "empty").mkdir()
    write(tmp_path / "unreadable" / "a.docx")
    with pytest.raises(SetupError, match=words) as caught:
        sources.read([good, str(tmp_path / name)])
    assert name.rstrip("/") in str(caught.value)


def test_web_address_is_refused_with_advice() -> None:
    with pytest.raises(SetupError, match="Save the page"):
        sources.read(["https://news.example/a.html"])


def test_no_source_is_refused() -> None:
    with pytest.raises(SetupError, match="No source"):
        sources.read([])


@pytest.mark.parametrize("day", ["2012-02-30", "2012-13-01", "Tuesday", "", "03/01/2012", "2012"])
def test_impossible_publication_option_keeps_a_run_from_starting(tmp_path: Path, day: str) -> None:
    with pytest.raises(SetupError, match="no date that exists"):
        sources.read([write(tmp_path / "a.txt")], published=day)


def test_one_bad_document_does_not_end_the_stream(tmp_path: Path) -> None:
    write(tmp_path / "a.txt", "one")
    (tmp_path / "b.txt").write_bytes(b"\x00\x01\x02")
    write(tmp_path / "c.txt", "three")
    first, bad, last = sources.read([tmp_path])
    assert isinstance(first, Document)
    assert isinstance(last, Document)
    assert isinstance(bad, Failure)
    assert bad.where.endswith("b.txt")
    assert bad.stage == "documents"


def test_nothing_is_read_before_it_is_asked_for(tmp_path: Path) -> None:
    first, second = write(tmp_path / "a.txt", "one"), write(tmp_path / "b.txt", "two")
    stream = sources.read([first, second])
    assert next(stream).text == "one"  # type: ignore[union-attr]
    second.write_text("changed", encoding="utf-8")
    assert next(stream).text == "changed"  # type: ignore[union-attr]


def test_file_that_went_away_is_a_failure(tmp_path: Path) -> None:
    path = write(tmp_path / "a.txt")
    stream = sources.read([path])
    path.unlink()
    (bad,) = stream
    assert isinstance(bad, Failure)
    assert "No such file" in bad.reason


def test_defaults_stand_in_only_where_a_document_has_none(tmp_path: Path) -> None:
    path = write(
        tmp_path / "a.jsonl",
        '{"text": "one", "published": "2011-12-21", "outlet": "Wire"}\n{"text": "two"}\n',
    )
    one, two = sources.read([path], published="2012-01-03", outlet="Desk")
    assert isinstance(one, Document)
    assert isinstance(two, Document)
    assert (one.published, one.outlet) == ("2011-12-21", "Wire")
    assert (two.published, two.outlet) == ("2012-01-03", "Desk")


class Input:
    """Standard input with the bytes given."""

    def __init__(self, data: bytes) -> None:
        self.buffer = io.BytesIO(data)


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (STORY.encode(), [STORY]),
        (b'{"text": "one"}\n\n{"text": "two"}', ["one", "two"]),
        (b'\n\n  {"text": "one"}\n{"text": \n', ["one", "! standard input:4"]),
        (b"\n\n{sic} is what he wrote\n", ["\n\n{sic} is what he wrote\n"]),
        (b"\xef\xbb\xbf" + "ما".encode(), ["ما"]),
        ("one\ntwo".encode("utf-16"), ["one\ntwo"]),
        (b"  \n \n", ["! standard input"]),
        (b"", ["! standard input"]),
        (b"%PDF-1.4 ...", ["! standard input"]),
    ],
)
def test_standard_input(monkeypatch: pytest.MonkeyPatch, data: bytes, expected: list[str]) -> None:
    monkeypatch.setattr(sys, "stdin", Input(data))
    assert texts(sources.read(["-"])) == expected


def test_standard_input_can_be_read_only_once() -> None:
    with pytest.raises(SetupError, match="named twice"):
        sources.read(["-", "-"])


def test_standard_input_has_the_size_limit_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", Input(b"word\n" * 1000))
    (bad,) = sources.read(["-"], max_bytes=1000)
    assert isinstance(bad, Failure)
    assert "too large" in bad.reason


def test_document_has_the_default_id() -> None:
    made = sources.document(STORY, title="T", published="2012-01-03", outlet="O", url="u")
    assert made.id == document_id(STORY, "T", "O", "u", "2012-01-03")
    assert sources.document(STORY, id="mine").id == "mine"
    assert sources.document(STORY).id != made.id


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.txt", STORY),
        ("a.jsonl", '{"text": "one"}\n'),
        ("a.csv", "title,text\nT,one\n"),
        ("a.html", f"<html><body><article><p>{STORY}</p></article></body></html>"),
    ],
)
def test_the_day_given_for_the_run_is_no_part_of_the_id(
    tmp_path: Path, name: str, content: str
) -> None:
    path = write(tmp_path / name, content)
    days = [None, "2012-01-03", "2012-01-04"]
    found = [only_document(sources.read([path], published=day)) for day in days]
    assert [each.published for each in found] == days
    assert len({each.id for each in found}) == 1


def test_a_date_of_its_own_is_part_of_the_id(tmp_path: Path) -> None:
    dated = [
        write(tmp_path / f"{day}.jsonl", f'{{"text": "one", "published": "{day}"}}')
        for day in ("2012-01-03", "2012-01-04")
    ]
    assert len({only_document(sources.read(path)).id for path in dated}) == 2


def test_document_without_text_is_refused() -> None:
    with pytest.raises(DocumentError, match="holds no text"):
        sources.document(" \n\t")


def test_document_with_half_a_character_is_refused() -> None:
    with pytest.raises(DocumentError, match=r"surrogate pair \(U\+D83D\) at character 3"):
        sources.document("abc\ud83d")


@pytest.mark.parametrize(
    ("given", "kept"),
    [("en", "en"), ("EN", "en"), ("en-GB", "en"), ("eng", "en"), ("pt_BR", "pt"), (" ", None)],
)
def test_language_tags(given: str, kept: str | None) -> None:
    assert sources.document("x", lang=given).lang == kept
