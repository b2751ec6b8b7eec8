"""JSON Lines: the input contract, and lines that break it."""

from __future__ import annotations

import gzip
import json
import tracemalloc
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import zstandard
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from whimbrel.documents import sources
from whimbrel.records import Document, Failure, Span

Found = list[Document | Failure]


def read(path: Path, data: bytes, **options: Any) -> Found:
    path.write_bytes(data)
    return list(sources.read([path], **options))


def lines_of(*values: Any) -> bytes:
    return b"".join(json.dumps(value).encode() + b"\n" for value in values)


def only_document(found: Found) -> Document:
    (one,) = found
    assert isinstance(one, Document), one
    return one


def only_failure(found: Found) -> Failure:
    (one,) = found
    assert isinstance(one, Failure), one
    return one


def test_all_fields_of_the_contract(tmp_path: Path) -> None:
    value = {
        "id": "d1",
        "text": "Police shelled 🕊 the town.",
        "title": "Town shelled",
        "published": "2012-01-03T10:00:00+03:00",
        "outlet": "Wire",
        "url": "https://wire.example/1",
        "lang": "en",
        "authors": ["A. B.", "C. D."],
        "triggers": [{"start": 7, "end": 14, "text": "shelled"}],
        "gold": {"events": []},
    }
    assert only_document(read(tmp_path / "a.jsonl", lines_of(value))) == Document(
        id="d1",
        text="Police shelled 🕊 the town.",
        title="Town shelled",
        published="2012-01-03T10:00:00+03:00",
        outlet="Wire",
        url="https://wire.example/1",
        lang="en",
        authors=("A. B.", "C. D."),
        triggers=(Span(start=7, end=14, text="shelled"),),
    )


def test_nulls_and_numbers_as_ids(tmp_path: Path) -> None:
    found = only_document(
        read(
            tmp_path / "a.jsonl", lines_of({"id": 17, "text": "x", "title": None, "authors": None})
        )
    )
    assert (found.id, found.title, found.authors) == ("17", None, ())


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    text=st.text(st.characters(exclude_categories=["Cs"]), min_size=1).filter(
        lambda text: not text.isspace()
    ),
    escaped=st.booleans(),
)
def test_any_text_comes_back_exactly(tmp_path: Path, text: str, escaped: bool) -> None:
    line = json.dumps({"text": text}, ensure_ascii=escaped).replace("\0", "\\u0000")
    assert only_document(read(tmp_path / "a.jsonl", line.encode())).text == text


@pytest.mark.parametrize(
    ("suffix", "pack"),
    [(".gz", gzip.compress), (".zst", zstandard.compress)],
)
def test_packed(tmp_path: Path, suffix: str, pack: Callable[[bytes], bytes]) -> None:
    # Two members or frames, as appending to a packed file leaves them.
    data = pack(lines_of({"text": "one"})) + pack(lines_of({"text": "two"}))
    found = read(tmp_path / f"a.jsonl{suffix}", data)
    assert [each.text for each in found if isinstance(each, Document)] == ["one", "two"]


@pytest.mark.parametrize(
    ("suffix", "pack"),
    [(".gz", gzip.compress), (".zst", zstandard.compress)],
)
@pytest.mark.parametrize("cut", [slice(None, -20), slice(0, 3)])
def test_packed_and_cut_off(
    tmp_path: Path, suffix: str, pack: Callable[[bytes], bytes], cut: slice
) -> None:
    data = pack(b"".join(lines_of({"text": f"document {n} {n * n}"}) for n in range(2000)))
    *_, last = read(tmp_path / f"a.jsonl{suffix}", data[cut])
    assert isinstance(last, Failure)
    assert "broken or cut off" in last.reason or "no JSON" in last.reason


@pytest.mark.parametrize("suffix", [".gz", ".zst"])
def test_named_as_packed_but_is_not(tmp_path: Path, suffix: str) -> None:
    found = only_failure(read(tmp_path / f"a.jsonl{suffix}", lines_of({"text": "one"})))
    assert "archive is broken" in found.reason


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (b'{"text": "one"', "no JSON: "),
        (b"not json", "no JSON: "),
        (b'["text", "one"]', "is a JSON array, not an object"),
        (b'"one"', "is a JSON string, not an object"),
        (b"null", "is a JSON null, not an object"),
        (b'{"body": "one", "id": "d"}', 'no field "text"'),
        (b'{"text": 5}', '"text" is a JSON number'),
        (b'{"text": null}', 'no field "text"'),
        (b'{"text": ""}', "holds no text"),
        (b'{"text": " \\n "}', "holds no text"),
        (b'{"text": "x", "title": ["t"]}', '"title" is a JSON array'),
        (b'{"text": "x", "published": 20120103}', '"published" is a JSON number'),
        (b'{"text": "x", "authors": "A. B."}', '"authors" is a JSON string'),
        (b'{"text": "x", "authors": [1]}', '"authors" is a JSON array'),
        (b'{"text": "x", "id": true}', '"id" is a JSON boolean'),
        (b'{"text": "x", "id": {"a": 1}}', '"id" is a JSON object'),
        (b'{"text": "x", "triggers": {}}', '"triggers" is a JSON object'),
        (b'{"text": "x", "triggers": [{"start": "0", "end": 1}]}', '"triggers" is a JSON object'),
        (b'{"text": "x", "triggers": [{"start": 0, "end": 2}]}', "does not fit the text"),
        (b'{"text": "xy", "triggers": [{"start": 0, "end": 1, "text": "y"}]}', "does not fit"),
        (b'{"text": "half \\ud83d a pair"}', "half of a surrogate pair"),
        (b'{"text": "x", "title": "\\udc00"}', 'field "title" has half of a surrogate pair'),
        (b'{"text": "x", "n": ' + b"[" * 100_000 + b"}", "nested too deep|no JSON"),
        (b'{"text": "x", "n": ' + b"1" * 10_000 + b"}", "number too long"),
    ],
)
def test_broken_line_is_named_and_the_rest_is_read(tmp_path: Path, line: bytes, words: str) -> None:
    path = tmp_path / "a.jsonl"
    first, bad, last = read(path, b'{"text": "one"}\n\n' + line + b'\n{"text": "two"}\n')
    assert isinstance(first, Document)
    assert isinstance(last, Document)
    assert isinstance(bad, Failure)
    assert bad.where == f"{path}:3"
    assert any(part in bad.reason for part in words.split("|")), bad.reason


def test_failure_carries_the_id_where_the_line_has_one(tmp_path: Path) -> None:
    found = only_failure(read(tmp_path / "a.jsonl", lines_of({"id": "d9", "text": ""})))
    assert found.document_id == "d9"


def test_unknown_fields_are_ignored_and_said_once(tmp_path: Path) -> None:
    one, two, three = read(
        tmp_path / "a.jsonl",
        lines_of(
            {"text": "1", "gold": {}, "mood": 1},
            {"text": "2", "mood": 1},
            {"text": "3", "colour": 1, "mood": 1},
        ),
    )
    assert isinstance(one, Document)
    assert isinstance(two, Document)
    assert isinstance(three, Document)
    assert len(one.warnings) == 1
    assert '"mood"' in one.warnings[0]
    assert "gold" not in one.warnings[0]
    assert not two.warnings
    assert '"colour"' in three.warnings[0]
    assert "mood" not in three.warnings[0]


@pytest.mark.parametrize("day", ["2012-02-31", "2012-13-01", "yesterday", "2012-01-03T25:00"])
def test_impossible_date_is_said_and_the_document_is_read(tmp_path: Path, day: str) -> None:
    found = only_document(read(tmp_path / "a.jsonl", lines_of({"text": "x", "published": day})))
    assert found.published is None
    assert repr(day) in found.warnings[0]
    assert "undated" in found.warnings[0]


def test_impossible_date_gives_way_to_the_runs_date(tmp_path: Path) -> None:
    data = lines_of({"text": "x", "published": "2012-02-31"})
    found = only_document(read(tmp_path / "a.jsonl", data, published="2012-03-01"))
    assert found.published == "2012-03-01"
    assert "2012-02-31" in found.warnings[0]
    assert "2012-03-01" in found.warnings[0]


def test_line_above_the_limit_is_passed_over_without_being_held(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    long = b'{"text": "' + b"word " * 10_000_000 + b'"}\n'
    path.write_bytes(b'{"text": "one"}\n' + long + b'{"text": "two"}\n')
    del long
    tracemalloc.start()
    found = list(sources.read([path], max_bytes=1_000_000))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    one, bad, two = found
    assert isinstance(one, Document)
    assert isinstance(two, Document)
    assert isinstance(bad, Failure)
    assert bad.where == f"{path}:2"
    assert "the line has 50.0 MB" in bad.reason
    assert "limit for a single document is 1.0 MB" in bad.reason
    assert peak < 8_000_000


@pytest.mark.parametrize(
    ("suffix", "pack"),
    [(".gz", gzip.compress), (".zst", zstandard.compress)],
)
def test_archive_that_swells_is_passed_over_without_being_held(
    tmp_path: Path, suffix: str, pack: Callable[[bytes], bytes]
) -> None:
    data = pack(b'{"text": "' + b"\x20" * 50_000_000 + b'"}\n{"text": "two"}\n')
    assert len(data) < 60_000
    tracemalloc.start()
    bad, two = read(tmp_path / f"a.jsonl{suffix}", data, max_bytes=1_000_000)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert isinstance(bad, Failure)
    assert "too large" in bad.reason
    assert isinstance(two, Document)
    assert peak < 20_000_000


def test_memory_is_flat_in_the_number_of_documents(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    line = lines_of({"text": "word " * 200})

    def peak(count: int) -> int:
        path.write_bytes(line * count)
        tracemalloc.start()
        assert sum(1 for _ in sources.read([path])) == count
        _, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return most

    peak(10)  # imports
    assert peak(5_000) < peak(100) + 1_000_000


@pytest.mark.parametrize("data", [b"", b"\n \n\n", b"\xef\xbb\xbf"])
def test_file_without_lines_is_a_failure(tmp_path: Path, data: bytes) -> None:
    assert "holds no document" in only_failure(read(tmp_path / "a.jsonl", data)).reason


def test_binary_file_is_a_failure(tmp_path: Path) -> None:
    assert "Parquet" in only_failure(read(tmp_path / "a.jsonl", b"PAR1\x15\x04\x15")).reason


def test_byte_order_mark_is_dropped(tmp_path: Path) -> None:
    found = only_document(read(tmp_path / "a.jsonl", b"\xef\xbb\xbf" + lines_of({"text": "x"})))
    assert found.text == "x"
    assert not found.warnings


def test_utf16_is_read_and_said(tmp_path: Path) -> None:
    found = read(tmp_path / "a.jsonl", '{"text": "Żó 🕊"}\r\n{"text": "b"}\r\n'.encode("utf-16"))
    assert [each.text for each in found if isinstance(each, Document)] == ["Żó 🕊", "b"]
    assert all("UTF-16" in each.warnings[0] for each in found if isinstance(each, Document))


def test_line_in_another_encoding_is_read_and_said(tmp_path: Path) -> None:
    text = "The mayor of Bogotá said the café was hit by a bomb on Tuesday morning."
    line = json.dumps({"text": text}, ensure_ascii=False)
    found = read(tmp_path / "a.jsonl", line.encode("cp1252") + b"\n" + line.encode() + b"\n")
    one, two = found
    assert isinstance(one, Document)
    assert isinstance(two, Document)
    assert one.text == two.text == text
    assert "windows-1252" in one.warnings[0]
    assert not two.warnings


def test_only_a_line_feed_ends_a_line(tmp_path: Path) -> None:
    text = "a\u2028b\u0085c\x0bd"
    line = json.dumps({"text": text}, ensure_ascii=False).encode()
    assert only_document(read(tmp_path / "a.jsonl", line)).text == text


def test_files_named_json_are_json_lines(tmp_path: Path) -> None:
    assert only_document(read(tmp_path / "a.json", b'{"text": "one"}')).text == "one"
    assert "JSON array" in only_failure(read(tmp_path / "a.json", b'[{"text": "one"}]')).reason
