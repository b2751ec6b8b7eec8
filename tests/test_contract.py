"""The record as JSON: there and back without loss, as the published schema says."""

from __future__ import annotations

import dataclasses
import json
import re
import types
import typing
from collections.abc import Mapping
from enum import Enum
from pathlib import Path
from typing import Any, Literal, get_args, get_origin

import jsonschema  # type: ignore[import-untyped]
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from whimbrel import records
from whimbrel.contract import json_schema, record_from_dict, record_from_json, to_dict, to_json
from whimbrel.errors import SetupError
from whimbrel.pipeline import Pipeline
from whimbrel.records import CoderIdentity, Document, Record

HARBOUR = Path(__file__).parent / "coding" / "harbour"
VALIDATOR = jsonschema.Draft202012Validator(json_schema())
PLAIN: dict[Any, st.SearchStrategy[Any]] = {
    str: st.text(max_size=12),
    int: st.integers(-(2**53), 2**53),
    float: st.floats(allow_nan=False, allow_infinity=False),
    type(None): st.none(),
}


def anything(kind: Any) -> st.SearchStrategy[Any]:
    """Any value that a field of this type can hold."""
    if kind in PLAIN:
        return PLAIN[kind]
    origin, inner = get_origin(kind), get_args(kind)
    if origin is Literal:
        return st.sampled_from(inner)
    if origin in (typing.Union, types.UnionType):
        return st.one_of(*map(anything, inner))
    if origin is tuple:
        return st.lists(anything(inner[0]), max_size=2).map(tuple)
    if origin is Mapping:
        return st.dictionaries(anything(inner[0]), anything(inner[1]), max_size=2)
    if issubclass(kind, Enum):
        return st.sampled_from(list(kind))
    hints = typing.get_type_hints(kind)
    return st.builds(kind, **{f.name: anything(hints[f.name]) for f in dataclasses.fields(kind)})


def smallest() -> Record:
    coder = CoderIdentity(name="hand", version="1", codebook="harbour 1")
    return Record(id="d1", text="Ships left.", coder=coder)


@given(record=anything(Record))
@settings(max_examples=60, deadline=None)
def test_any_record_comes_back_as_it_went(record: Record) -> None:
    line = to_json(record)
    assert "\n" not in line
    assert record_from_json(line) == record


@given(record=anything(Record))
@settings(max_examples=25, deadline=None)
def test_any_record_keeps_to_the_schema(record: Record) -> None:
    VALIDATOR.validate(to_dict(record))


def test_a_coded_text_keeps_to_the_schema() -> None:
    text = "Rebels attacked Basra on Monday, the mayor said, killing at least 12 people."
    (record,) = Pipeline(HARBOUR).code([Document(id="d1", text=text, published="2012-01-04")])
    assert isinstance(record, Record)
    assert record.events
    assert record.claims
    VALIDATOR.validate(json.loads(to_json(record)))


def test_every_field_is_written_under_the_names_of_the_contract() -> None:
    written = to_dict(smallest())
    assert list(written) == [field.name for field in dataclasses.fields(Record)]
    assert (written["title"], written["events"]) == (None, [])
    day = to_dict(records.EventDate(from_="2012-01-03", to="2012-01-04"))
    assert (day["from"], day["to"], "from_" in day) == ("2012-01-03", "2012-01-04", False)


def test_a_status_is_written_as_its_word() -> None:
    said = to_dict(records.EventClaim(claim_id="c0", status=records.Status.DID_NOT_HAPPEN))
    assert said == {"claim_id": "c0", "status": "did_not_happen"}
    assert type(said["status"]) is str


def test_fields_of_a_later_version_are_ignored() -> None:
    later = {**to_dict(smallest()), "mood": "grim"}
    later["coder"] = {**later["coder"], "kept_by": "nobody"}
    assert record_from_dict(later) == smallest()


def test_text_outside_ascii_stays_readable() -> None:
    record = dataclasses.replace(smallest(), text="Ṣanʿāʾ 😀 e\u0301")
    assert "Ṣanʿāʾ 😀 e\u0301" in to_json(record)
    assert record_from_json(to_json(record)).text == record.text


@pytest.mark.parametrize(
    ("line", "said"),
    [
        pytest.param("{", "This is no JSON", id="cut-short"),
        pytest.param("[1]", "This is no record of version 1: the object", id="a-list"),
        pytest.param('{"id": "d1"}', "text: Field required", id="no-text"),
        pytest.param('{"id": 3, "text": "", "coder": {}}', "id: ", id="a-number-for-an-id"),
    ],
)
def test_a_broken_line_says_where(line: str, said: str) -> None:
    with pytest.raises(SetupError, match=re.escape(said)):
        record_from_json(line)


def test_a_fault_deep_inside_is_named_by_its_path() -> None:
    broken = to_dict(smallest())
    broken["claims"] = [{"id": "c0", "stance": "shrugs"}]
    with pytest.raises(SetupError, match=r"claims\.0\.stance.*found 'shrugs'"):
        record_from_dict(broken)


def test_what_is_no_part_of_a_record_is_refused() -> None:
    with pytest.raises(TypeError, match="set is no part of the record"):
        to_dict({"a"})


def test_the_schema_is_a_schema_and_names_what_is_required() -> None:
    jsonschema.Draft202012Validator.check_schema(json_schema())
    assert set(json_schema()["required"]) == {"id", "text", "coder"}
    with pytest.raises(jsonschema.ValidationError):
        VALIDATOR.validate({**to_dict(smallest()), "events": 3})
