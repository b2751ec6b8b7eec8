"""The types of the record: spans, ids, and what tells documents apart."""

from __future__ import annotations

import dataclasses
import inspect
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from whimbrel import records
from whimbrel.records import (
    Document,
    Span,
    Status,
    content_key,
    document_id,
    json_name,
    publication_day,
    span_of,
)

TYPES = [
    kind
    for _, kind in inspect.getmembers(records, inspect.isclass)
    if dataclasses.is_dataclass(kind)
]


@pytest.mark.parametrize("kind", TYPES, ids=lambda kind: kind.__name__)
def test_every_type_is_frozen_slotted_and_says_what_it_is(kind: Any) -> None:
    assert kind.__dataclass_params__.frozen
    assert "__slots__" in vars(kind)
    assert kind.__doc__
    assert not kind.__doc__.startswith(f"{kind.__name__}(")


@given(text=st.text(max_size=30), data=st.data())
def test_a_span_is_the_text_between_its_offsets(text: str, data: st.DataObject) -> None:
    end = data.draw(st.integers(0, len(text)))
    start = data.draw(st.integers(0, end))
    assert span_of(text, start, end).text == text[start:end]


@pytest.mark.parametrize(
    ("one", "other", "overlap", "contain"),
    [
        ((0, 4), (2, 6), True, False),
        ((0, 4), (4, 6), False, False),
        ((0, 6), (2, 4), True, True),
        ((2, 4), (0, 6), True, False),
        ((2, 4), (2, 4), True, True),
    ],
)
def test_spans_overlap_and_contain(
    one: tuple[int, int], other: tuple[int, int], overlap: bool, contain: bool
) -> None:
    left, right = span_of("abcdefgh", *one), span_of("abcdefgh", *other)
    assert (left.overlaps(right), right.overlaps(left)) == (overlap, overlap)
    assert left.contains(right) == contain


PARTS = st.tuples(st.text(max_size=4), *[st.none() | st.text(max_size=4)] * 4)


@given(one=PARTS, other=PARTS)
def test_ids_differ_where_documents_do(one: Any, other: Any) -> None:
    assert (document_id(*one) == document_id(*other)) == (one == other)


def test_an_id_stays_what_it_was() -> None:
    assert document_id("Ships left.") == "e63239cbcd712f5e6a68"
    assert document_id("a", "bc") != document_id("ab", "c")
    assert document_id("a", None) != document_id("a", "")


def test_copies_share_what_coding_depends_on() -> None:
    one = Document(id="1", text="Ships left.", outlet="Wire", url="https://a.example/1")
    copy = dataclasses.replace(one, id="2", outlet="Post", url=None)
    assert content_key(one) == content_key(copy)
    for change in ({"text": "Ships came."}, {"title": "T"}, {"published": "2012"}, {"lang": "en"}):
        assert content_key(one) != content_key(dataclasses.replace(one, **change))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("published", "day"),
    [
        ("2012-01-03", "2012-01-03"),
        ("2012-01-03T22:10:00+03:00", "2012-01-03"),
        ("January 2012", None),
        ("", None),
        (None, None),
    ],
)
def test_the_day_of_publication(published: str | None, day: str | None) -> None:
    assert publication_day(published) == day


def test_what_is_real_has_happened_or_goes_on() -> None:
    assert [status.value for status in Status if status.is_real] == ["happened", "ongoing"]


def test_only_one_name_dodges_a_keyword() -> None:
    names = {field.name for kind in TYPES for field in dataclasses.fields(kind)}
    assert {name for name in names if json_name(name) != name} == {"from_"}


def test_a_record_cannot_be_changed() -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        Span(start=0, end=1, text="a").start = 3  # type: ignore[misc]
