"""Tables: which column is what, and rows that are not what the header says."""

from __future__ import annotations

import gzip
import tracemalloc
from pathlib import Path
from typing import Any

import pytest

from whimbrel.documents import sources
from whimbrel.errors import SetupError
from whimbrel.records import Document, Failure

Found = list[Document | Failure]


def read(path: Path, text: str, **options: Any) -> Found:
    path.write_bytes(text.encode())
    return list(sources.read([path], **options))


def documents(found: Found) -> list[Document]:
    assert all(isinstance(each, Document) for each in found), found
    return [each for each in found if isinstance(each, Document)]


def test_named_columns_need_no_guess(tmp_path: Path) -> None:
    (found,) = documents(
        read(
            tmp_path / "a.csv",
            "id,text,title,published,outlet,url,lang,authors\n"
            'd1,"One, ""two""\r\nthree 🕊",T,2012-01-03,Wire,u,en,A. B.; C. D.\n',
        )
    )
    assert found == Document(
        id="d1",
        text='One, "two"\r\nthree 🕊',
        title="T",
        published="2012-01-03",
        outlet="Wire",
        url="u",
        lang="en",
        authors=("A. B.", "C. D."),
    )


@pytest.mark.parametrize(
    ("header", "said"),
    [
        ("Headline,Body,Date,Publisher,Link,Author", "text from 'Body'"),
        ("title,content,pub_date,source,url,byline", "published from 'pub_date'"),
        ("Article Title,Full-Text,Publication Date,Newspaper,href,writer", "title from 'Article T"),
    ],
)
def test_guesses_are_made_and_said_once(tmp_path: Path, header: str, said: str) -> None:
    row = "T,X,2012-01-03,Wire,u,A. B.\n"
    one, two = documents(read(tmp_path / "a.csv", f"{header}\n{row}{row}"))
    assert (one.title, one.text, one.published) == ("T", "X", "2012-01-03")
    assert (one.outlet, one.url, one.authors) == ("Wire", "u", ("A. B.",))
    assert said in one.warnings[0]
    assert not two.warnings


def test_mapping_overrules_guesses(tmp_path: Path) -> None:
    (found,) = documents(
        read(
            tmp_path / "a.csv",
            "text,summary,when\nlong,short,2012-01-03\n",
            columns={"text": "summary", "published": "when"},
        )
    )
    assert (found.text, found.published) == ("short", "2012-01-03")


def test_unknown_column_keeps_the_run_from_starting(tmp_path: Path) -> None:
    good = tmp_path / "a.txt"
    good.write_text("x", encoding="utf-8")
    table = tmp_path / "b.csv"
    table.write_text("text,day\nx,y\n", encoding="utf-8")
    with pytest.raises(SetupError, match="no column 'when'") as caught:
        sources.read([good, table], columns={"published": "when"})
    assert "'text', 'day'" in str(caught.value)


def test_unknown_field_in_the_mapping_keeps_the_run_from_starting(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("text\nx\n", encoding="utf-8")
    with pytest.raises(SetupError, match="unknown field 'date'"):
        sources.read([tmp_path], columns={"date": "text"})


def test_table_without_a_column_for_text_is_a_failure(tmp_path: Path) -> None:
    (bad,) = read(tmp_path / "a.csv", "alpha,beta\n1,2\n")
    assert isinstance(bad, Failure)
    assert "'alpha', 'beta'" in bad.reason
    assert "column mapping" in bad.reason


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_separators(tmp_path: Path, separator: str) -> None:
    row = separator.join
    text = row(["id", "text", "title"]) + "\n" + row(["d1", "words", "T"]) + "\n"
    (found,) = documents(read(tmp_path / ("a.tsv" if separator == "\t" else "a.csv"), text))
    assert (found.id, found.text, found.title) == ("d1", "words", "T")


@pytest.mark.parametrize("row", ["one", "one,two,three"])
def test_ragged_row_is_named_and_the_rest_is_read(tmp_path: Path, row: str) -> None:
    path = tmp_path / "a.csv"
    first, bad, last = read(path, f'id,text\n1,"a\nb"\n\n{row}\n2,c\n')
    assert isinstance(first, Document)
    assert isinstance(last, Document)
    assert isinstance(bad, Failure)
    assert bad.where == f"{path}:5"
    assert f"{row.count(',') + 1} cells and the header 2" in bad.reason


def test_row_without_text_is_a_failure_with_its_id(tmp_path: Path) -> None:
    (bad,) = read(tmp_path / "a.csv", "id,text\nd7,\n")
    assert isinstance(bad, Failure)
    assert bad.document_id == "d7"
    assert "holds no text" in bad.reason


def test_quotation_mark_that_is_never_closed(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    first, bad = read(path, 'id,text\n1,a\n2,"b\n3,c\n4,d\n')
    assert isinstance(first, Document)
    assert isinstance(bad, Failure)
    assert bad.where == f"{path}:3"
    assert "never closed" in bad.reason


@pytest.mark.parametrize("text", ["", "\n\n", "id,text\n", "id,text\n,\n"])
def test_table_without_rows_is_a_failure(tmp_path: Path, text: str) -> None:
    (bad,) = read(tmp_path / "a.csv", text)
    assert isinstance(bad, Failure)
    assert "holds no document" in bad.reason


def test_large_field_is_read_up_to_the_limit(tmp_path: Path) -> None:
    long = "word\n" * 100_000
    (found,) = documents(read(tmp_path / "a.csv", f'id,text\n1,"{long}"\n'))
    assert found.text == long


@pytest.mark.parametrize("field", ["word " * 800_000, "word\n" * 800_000, 'a ""b"" ' * 100_000])
def test_row_above_the_limit_is_passed_over_without_being_held(tmp_path: Path, field: str) -> None:
    path = tmp_path / "a.csv"
    path.write_text(f'id,text\n1,"{field}"\n2,"b\nc"\n', encoding="utf-8")
    del field
    tracemalloc.start()
    bad, last = sources.read([path], max_bytes=500_000)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert isinstance(bad, Failure)
    assert bad.where == f"{path}:2"
    assert "too large" in bad.reason
    assert isinstance(last, Document)
    assert (last.id, last.text) == ("2", "b\nc")
    assert peak < 6_000_000


@pytest.mark.parametrize(
    ("written", "read_as"),
    [
        ("2012-01-03", "2012-01-03"),
        ("20120103", "2012-01-03"),
        ("2012-01-03 10:30:00", "2012-01-03 10:30:00"),
        ("3 January 2012", "2012-01-03"),
        ("Jan 3, 2012", "2012-01-03"),
        ("Tue, 03 Jan 2012 10:30:00 GMT", "2012-01-03T10:30:00+00:00"),
        ("25/12/2011", "2011-12-25"),
        ("2011/12/25", "2011-12-25"),
        ("03/01/2012", None),
        ("31/02/2012", None),
        ("January 2012", None),
        ("2012", None),
        ("3 January", None),
        ("11-12-10", None),
        ("Tuesday", None),
        ("n/a", None),
    ],
)
def test_dates_in_other_spellings(tmp_path: Path, written: str, read_as: str | None) -> None:
    (found,) = documents(read(tmp_path / "a.csv", f'text,published\nx,"{written}"\n'))
    assert found.published == read_as
    assert bool(found.warnings) == (read_as is None)
    if read_as is None:
        assert repr(written) in found.warnings[0]


def test_packed_table(tmp_path: Path) -> None:
    path = tmp_path / "a.csv.gz"
    path.write_bytes(gzip.compress(b"text\nwords\n"))
    (found,) = documents(list(sources.read([path], columns={"text": "text"})))
    assert found.text == "words"


def test_other_encodings_are_found_and_said(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    text = "The mayor of Bogotá said the café was hit by a bomb."
    path.write_bytes(f"text\n{text}\nplain words\n".encode("cp1252"))
    one, two = documents(list(sources.read([path])))
    assert one.text == text
    assert "windows-1252" in one.warnings[0]
    assert not two.warnings
    path.write_bytes(f"text\n{text}\n".encode("utf-16"))
    (one,) = documents(list(sources.read([path])))
    assert one.text == text
    assert "UTF-16" in one.warnings[0]


def test_byte_order_mark_is_no_part_of_the_first_column(tmp_path: Path) -> None:
    (found,) = documents(read(tmp_path / "a.csv", "\ufefftext,title\nx,T\n"))
    assert found.text == "x"
    assert not found.warnings


def test_binary_file_is_a_failure(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"PK\x03\x04\x14\x00")
    (bad,) = sources.read([path])
    assert isinstance(bad, Failure)
    assert "office document" in bad.reason
