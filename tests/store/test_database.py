"""What goes in comes out whole; what is known stays as it is; what is newer takes its place."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st
from synthetic import CODER, NEWER, document, record

from whimbrel.contract import to_dict, to_json
from whimbrel.errors import RunError, SetupError
from whimbrel.records import Failure
from whimbrel.store import rows
from whimbrel.store.database import Database, json_line

TABLES = ("documents", "codings", *rows.DETAILS, "failures", "runs", "schema_migrations")


def contents(path: Path) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table, in the order in which they lie there."""
    with duckdb.connect(str(path), read_only=True) as connection:
        return {
            table: connection.execute(
                f"select * from {table if table == 'schema_migrations' else f'stored.{table}'}"  # noqa: S608
            ).fetchall()
            for table in TABLES
        }


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "record.duckdb"


@pytest.fixture
def filled(path: Path) -> Path:
    documents = [document(n) for n in range(6)]
    Database(path).add(documents, [record(each) for each in documents])
    return path


def test_a_record_comes_back_as_it_was(filled: Path) -> None:
    made = record(document(3))
    assert Database(filled).record("doc-00003") == made
    assert [json_line(each) for each in Database(filled).record_dicts(["doc-00003"])] == [
        to_json(made)
    ]


def test_an_unknown_id_has_no_record(filled: Path) -> None:
    assert Database(filled).record("nobody") is None


def test_warnings_of_the_source_come_back_with_the_coders_own(path: Path) -> None:
    noticed = replace(document(1), warnings=("Read as windows-1252.",))
    copy = replace(noticed, id="copy", outlet="Gamma", warnings=())
    Database(path).add([noticed, copy], [record(noticed)])
    found = Database(path).record("copy")
    assert Database(path).record(noticed.id) == record(noticed)
    assert found == replace(
        record(noticed), id="copy", outlet="Gamma", warnings=("coded by the tests",)
    )


def test_adding_twice_changes_nothing_at_all(filled: Path) -> None:
    before = contents(filled)
    documents = [document(n) for n in range(6)]
    failure = Failure(where="a.jsonl:3", reason="This is no JSON.")
    Database(filled).add([], [], [failure], run="r1")
    with_failure = contents(filled)
    assert len(with_failure["failures"]) == len(with_failure["runs"]) == 1
    added = Database(filled).add(
        documents, [record(each) for each in documents], [failure], run="r2"
    )
    assert (added.documents, added.codings, added.failures) == (0, 0, 0)
    assert contents(filled) == with_failure
    assert with_failure | {"failures": [], "runs": []} == before


def test_a_newer_coder_replaces_its_rows_and_nothing_else(filled: Path) -> None:
    before = contents(filled)
    changed = document(2)
    added = Database(filled).add([changed], [record(changed, NEWER)])
    after = contents(filled)
    assert (added.documents, added.codings) == (0, 1)
    assert after["documents"] == before["documents"]
    assert {table: len(found) for table, found in after.items()} == {
        table: len(found) for table, found in before.items()
    }
    assert Database(filled).record(changed.id) == record(changed, NEWER)
    assert Database(filled).record("doc-00001") == record(document(1))


def test_a_copy_stays_a_document_of_its_own_and_is_coded_once(filled: Path) -> None:
    copy = replace(document(4), id="copy", outlet="Gamma", url=None)
    split = Database(filled).pending([copy], CODER)
    assert (split.to_code, split.copies) == ((), (copy,))
    Database(filled).add(split.copies)
    assert len(contents(filled)["codings"]) == 6
    outlets = {row["outlet"] for row in Database(filled).events(text="№4").rows()}
    assert outlets == {"Alpha", "Gamma"}
    assert Database(filled).record("copy") == replace(
        record(document(4)), id="copy", outlet="Gamma", url=None
    )


def test_pending_splits_a_batch(filled: Path) -> None:
    new, twin = document(10), replace(document(10), id="twin")
    other = document(1, text="Police raided Mosul on 5 January, 12 of Ali's men died, he said.")
    split = Database(filled).pending([new, twin, document(2), other, new], CODER)
    assert split.to_code == (new,)
    assert split.copies == (twin,)
    assert split.unchanged == (document(2), new)
    assert [each.document_id for each in split.conflicts] == [other.id]
    assert "characters" in split.conflicts[0].reason or "character" in split.conflicts[0].reason
    again = Database(filled).pending([document(2)], NEWER)
    assert again.to_code == (document(2),)


def test_pending_of_a_file_that_is_not_there_makes_none(path: Path) -> None:
    assert Database(path).pending([document(1)], CODER).to_code == (document(1),)
    assert not path.exists()


@pytest.mark.parametrize(
    "changes",
    [
        {"text": "Rebels raided Mosul on 5 January, 12 of Ali's men died, they said."},
        {"title": "Another"},
        {"outlet": "Gamma"},
        {"url": None},
        {"published": "1999-01-01", "outlet": "Gamma"},
    ],
    ids="+".join,
)
def test_a_known_id_with_other_contents_is_refused_unless_replaced(
    filled: Path, changes: dict[str, str | None]
) -> None:
    before = contents(filled)
    other = document(1, **changes)
    added = Database(filled).add([other], [record(other)])
    (refused,) = added.refused
    assert refused.document_id == other.id
    assert "--replace" in refused.reason
    assert [row["reason"] for row in Database(filled).failures().rows()] == [refused.reason]
    assert contents(filled) | {"failures": []} == before

    Database(filled).add([other], [record(other)], replace=True)
    assert Database(filled).record(other.id) == record(other)
    assert len(Database(filled).failures()) == 0
    after = contents(filled)
    assert {table: len(found) for table, found in after.items()} == {
        table: len(found) for table, found in before.items()
    }


@pytest.mark.parametrize("published", ["1999-01-01", None])
def test_another_day_of_publication_corrects_the_document(
    filled: Path, published: str | None
) -> None:
    before = contents(filled)
    dated = document(1, published=published)
    assert Database(filled).pending([dated], CODER).to_code == (dated,)
    added = Database(filled).add([dated], [record(dated)])
    assert (added.documents, added.refused) == (1, ())
    assert Database(filled).record(dated.id) == record(dated)
    after = contents(filled)
    assert {table: len(found) for table, found in after.items()} == {
        table: len(found) for table, found in before.items()
    }
    assert Database(filled).pending([dated], CODER).unchanged == (dated,)


def test_replacing_keeps_the_coding_that_a_copy_still_needs(filled: Path) -> None:
    copy = replace(document(1), id="copy")
    Database(filled).add([copy])
    other = document(1, title="Another")
    Database(filled).add([other], [record(other)], replace=True)
    assert Database(filled).record("copy") == replace(record(document(1)), id="copy")
    assert len(contents(filled)["codings"]) == 7


def test_a_document_that_is_coded_at_last_leaves_the_failures(path: Path) -> None:
    Database(path).add([], [], [Failure(where="x", document_id="doc-00001", reason="No.")])
    assert len(Database(path).failures(document="doc-00001")) == 1
    Database(path).add([document(1)], [record(document(1))])
    assert len(Database(path).failures()) == 0


def test_impossible_days_are_null_in_the_tables_and_kept_in_the_record(filled: Path) -> None:
    (row,) = Database(filled).sql("select * from times where document = 'doc-00001'").rows()
    assert str(row["date_from"]) == "2012-01-05"
    assert row["date_to"] is None
    kept = Database(filled).record("doc-00001")
    assert kept is not None
    assert kept.times[0].to == "2012-02-31"


@given(
    text=st.text(st.characters(exclude_categories=("Cs",)), max_size=60),
    title=st.none() | st.text(max_size=5),
)
def test_rows_give_the_record_back_whatever_the_text(text: str, title: str | None) -> None:
    source = replace(document(1), text=f"{document(1).text}{text}", title=title)
    made = record(source)
    own, coding = rows.coded_rows(source, made)
    assert rows.record_of(own, coding) == to_dict(made)


def test_odd_characters_survive_the_file(path: Path) -> None:
    odd = document(1)
    odd = replace(
        odd, text=odd.text + " \x00 \r\n e\u0301 \U0001f468\u200d\U0001f469 العراق \ufeff"
    )
    Database(path).add([odd], [record(odd)])
    assert Database(path).record(odd.id) == record(odd)


def test_results_in_every_shape(filled: Path) -> None:
    found = Database(filled).events()
    assert len(found) == len(found.rows()) == found.arrow().num_rows == 6
    assert list(found.pandas().columns) == found.polars().columns == found.columns
    row = found.rows()[0]
    assert (row["document"], row["actors"], row["recipients"]) == (
        "doc-00000",
        "Police of Iraq",
        "Ali",
    )
    assert (row["place"], row["country"], row["according_to"]) == ("Mosul", "IRQ", "Police of Iraq")
    text = document(0).text
    assert text[row["trigger_start"] : row["trigger_end"]] == row["trigger"] == "raided"


def test_a_data_frame_library_that_is_not_installed_is_named(
    filled: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    with pytest.raises(SetupError, match=r"polars is not installed.*whimbrel\[polars\]"):
        Database(filled).events().polars()


def test_reading_a_file_that_is_not_there(path: Path) -> None:
    with pytest.raises(SetupError, match=r"There is no file .*record\.duckdb"):
        Database(path).events()
    with pytest.raises(SetupError, match="There is no file"):
        Database(path, must_exist=True)
    assert list(path.parent.iterdir()) == []


@pytest.mark.parametrize(
    ("bytes_", "says"), [(b"", "is empty"), (b"id,text\n" * 9000, "is no DuckDB file")]
)
def test_a_file_that_is_no_database(path: Path, bytes_: bytes, says: str) -> None:
    path.write_bytes(bytes_)
    for attempt in (Database(path).events, lambda: Database(path).add([document(1)])):
        with pytest.raises(RunError, match=says):
            attempt()
    assert path.read_bytes() == bytes_


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(SetupError, match="there is no folder"):
        Database(tmp_path / "no" / "record.duckdb").add([document(1)])


def test_a_damaged_file_is_called_damaged(filled: Path) -> None:
    data = bytearray(filled.read_bytes())
    for start in range(12288 + 500, len(data), 4096):
        data[start : start + 200] = bytes(200)
    filled.write_bytes(data)
    with pytest.raises(RunError, match="is damaged"):
        Database(filled).documents()
