"""The record as JSON: out of the types, into the types, and the schema that describes them.

pydantic does the validating, here at the edge and nowhere else.
"""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Mapping
from enum import Enum
from functools import cache
from typing import TYPE_CHECKING, Any

from whimbrel.errors import SetupError
from whimbrel.records import Record, json_name

if TYPE_CHECKING:
    from pydantic import TypeAdapter


@cache
def _field_names(kind: type) -> tuple[tuple[str, str], ...]:
    return tuple((each.name, json_name(each.name)) for each in dataclasses.fields(kind))


_PLAIN = frozenset({str, int, float, bool, type(None)})


def to_dict(value: Any) -> Any:
    """Plain dicts, lists and scalars of a record type, under the contract's names."""
    if type(value) in _PLAIN:
        return value
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        # Most fields are plain; asking here spares a call for each.
        return {
            name: each if type(each := getattr(value, attribute)) in _PLAIN else to_dict(each)
            for attribute, name in _field_names(type(value))
        }
    if isinstance(value, tuple | list):
        return [to_dict(each) for each in value]
    if isinstance(value, Mapping):
        return {key: to_dict(each) for key, each in value.items()}
    if isinstance(value, str | int | float):
        return value.value if isinstance(value, Enum) else value
    raise TypeError(f"{type(value).__name__} is no part of the record")


def to_json(record: Record) -> str:
    """One line of JSON, keys in the contract's order, text unescaped where JSON allows."""
    return json.dumps(to_dict(record), ensure_ascii=False, separators=(",", ":"))


@cache
def _adapter() -> TypeAdapter[Record]:
    from pydantic import TypeAdapter

    return TypeAdapter(Record)


def record_from_dict(value: Mapping[str, Any]) -> Record:
    """The record that a parsed JSON object holds.

    Fields of a later version are ignored. Raises `SetupError` where the object is no record.
    """
    from pydantic import ValidationError

    try:
        return _adapter().validate_python(value)
    except ValidationError as error:
        first = error.errors()[0]
        path = ".".join(str(part) for part in first["loc"]) or "the object"
        raise SetupError(
            f"This is no record of version 1: {path}: {first['msg']} "
            f"(found {first['input']!r:.80})."
        ) from error


def record_from_json(line: str) -> Record:
    """The record on one line of JSON; raises as `record_from_dict`."""
    try:
        value = json.loads(line)
    except json.JSONDecodeError as error:
        raise SetupError(f"This is no JSON: {error.msg} at character {error.pos}.") from error
    return record_from_dict(value)


def json_schema() -> dict[str, Any]:
    """JSON Schema (draft 2020-12) of a record, generated from the types."""
    schema = _adapter().json_schema(by_alias=True)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Whimbrel record, version 1",
        **{key: value for key, value in schema.items() if key != "title"},
    }
