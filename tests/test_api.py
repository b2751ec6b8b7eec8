"""The Python API: the same verbs as the command line's."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import jsonschema
import pytest

import whimbrel
from whimbrel import Document, DocumentError, Failure, Record, SetupError

TEXT = "Gunmen attacked a police station in Mosul on Tuesday, officials said. About 90 people fled."


@pytest.fixture(scope="module")
def record() -> Record:
    return whimbrel.code(TEXT, published="2012-01-04", outlet="Wire", title="Attack in Mosul")


def test_code_gives_a_record(record: Record) -> None:
    assert [event.type for event in record.events] == ["ASSAULT"]
    assert (record.published, record.outlet, record.title) == (
        "2012-01-04",
        "Wire",
        "Attack in Mosul",
    )
    assert record.lang == "en"


def test_every_span_is_text_of_the_document(record: Record) -> None:
    for span in [*record.mentions, *record.times, *record.places, *record.quantities]:
        assert TEXT[span.start : span.end] == span.text


def test_a_relative_date_resolves_against_the_publication_date(record: Record) -> None:
    assert [time.from_ for time in record.times] == ["2012-01-03"]
    assert [time.from_ for time in whimbrel.code(TEXT).times] == [None]


@pytest.mark.parametrize("day", ["yesterday", "2023-13-40", "2012-02-31", ""])
@pytest.mark.parametrize("call", [whimbrel.code, whimbrel.times, whimbrel.claims, whimbrel.read])
def test_a_day_of_publication_that_is_none_is_refused(
    call: Callable[..., object], day: str
) -> None:
    with pytest.raises(SetupError, match=f"publication date '{day}' is no date that exists"):
        call(TEXT, published=day)


def test_code_takes_a_document_as_it_is() -> None:
    record = whimbrel.code(Document(id="mine", text=TEXT, outlet="Harbour Post"))
    assert (record.id, record.outlet) == ("mine", "Harbour Post")


def test_the_same_text_gives_the_same_record(record: Record) -> None:
    again = whimbrel.code(TEXT, published="2012-01-04", outlet="Wire", title="Attack in Mosul")
    assert again == record


def test_json_there_and_back(record: Record) -> None:
    line = whimbrel.to_json(record)
    assert "\n" not in line
    assert whimbrel.from_json(line) == record


def test_a_record_keeps_to_the_published_schema(record: Record) -> None:
    schema = whimbrel.schema()
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(json.loads(whimbrel.to_json(record)), schema)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({"schema": 1, "id": 3}, schema)


@pytest.mark.parametrize("field", ["claims", "times", "places", "quantities", "causes"])
def test_one_field_of_a_text(record: Record, field: str) -> None:
    given = getattr(whimbrel, field)(
        TEXT, published="2012-01-04", outlet="Wire", title="Attack in Mosul"
    )
    assert given == getattr(record, field)


def test_code_all_keeps_the_order_and_passes_failures_on() -> None:
    broken = Failure(where="a.txt", reason="It is empty.")
    documents = [Document(id="1", text=TEXT), broken, Document(id="2", text="Rain fell."), TEXT]
    results = list(whimbrel.code_all(documents))
    assert results[1] == broken
    coded = [each for each in results if isinstance(each, Record)]
    assert [each.id for each in coded][:2] == ["1", "2"]
    assert coded[2].text == TEXT


def test_what_cannot_be_coded_is_raised() -> None:
    with pytest.raises(DocumentError, match="no text"):
        whimbrel.code("   ")
    with pytest.raises(DocumentError, match="any-language"):
        whimbrel.code("Die Regierung hat am Dienstag neue Gespräche mit den Rebellen angekündigt.")
    with pytest.raises(SetupError, match="nowhere"):
        whimbrel.code(TEXT, codebook="nowhere")


def test_read_then_code_into_then_open(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(f"Attack in Mosul\n\n{TEXT}", encoding="utf-8")
    path = tmp_path / "record.duckdb"
    summary = whimbrel.code_into(whimbrel.read(tmp_path, published="2012-01-04"), into=path)
    assert (summary.documents, summary.failures) == (1, 0)
    database = whimbrel.open(path)
    events = database.events(type="ASSAULT", from_="2012-01-01", to="2012-01")
    assert len(events) == 1
    assert list(events.pandas()["status"]) == ["happened"]
    assert events.polars()["document"].to_list() == events.arrow()["document"].to_pylist()


def test_open_wants_a_file_that_exists(tmp_path: Path) -> None:
    with pytest.raises(SetupError, match=r"none\.duckdb"):
        whimbrel.open(tmp_path / "none.duckdb")


def test_score_takes_objects_and_records(record: Record) -> None:
    gold = json.loads(whimbrel.to_json(record))
    result = whimbrel.score([gold], [record])
    assert {tally.f1 for tally in result.found.values() if tally.right} == {1.0}
    assert result.differences == []


def test_an_edited_codebook_folder_is_read_anew(tmp_path: Path) -> None:
    types = tmp_path / "types"
    types.mkdir()
    (tmp_path / "codebook.toml").write_text('name = "own"\nversion = "1"\n')
    type_ = 'name = "{}"\ndefinition = "x"\n[[cue]]\nverb = ["attack"]\nactor = ["subj"]\n'
    (types / "a.toml").write_text(type_.format("ONE"))
    assert [each.type for each in whimbrel.code(TEXT, codebook=tmp_path).events] == ["ONE"]
    (types / "a.toml").write_text(type_.format("OTHER"))
    assert [each.type for each in whimbrel.code(TEXT, codebook=tmp_path).events] == ["OTHER"]


def test_every_public_name_has_a_docstring() -> None:
    public = [getattr(whimbrel, name) for name in whimbrel.__all__ if name != "__version__"]
    assert [each.__name__ for each in public if not each.__doc__] == []


def test_check_codebook_tells_faults_and_differences(tmp_path: Path) -> None:
    assert whimbrel.check_codebook("plover").faults == ()
    types = tmp_path / "types"
    types.mkdir()
    (tmp_path / "codebook.toml").write_text('name = "own"\nversion = "1"\n')
    type_ = 'name = "{}"\ndefinition = "x"\nexamples = ["Men attack it."]\n{}'
    cue = '[[cue]]\nverb = ["attack"]\nneeds = "nothing"\n'
    (types / "a.toml").write_text(type_.format("ONE", cue))
    (types / "b.toml").write_text(type_.format("TWO", cue))
    found = whimbrel.check_codebook(tmp_path, behaviour=True)
    assert found.faults == ()
    assert any(each.startswith("order: 'Men attack it.'") for each in found.differences)
    (types / "b.toml").write_text(type_.format("ONE", cue))
    broken = whimbrel.check_codebook(tmp_path, behaviour=True)
    assert (len(broken.faults), broken.differences) == (1, ())
