"""One filter for every list: what it leaves, in which order, and what it refuses."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from synthetic import document, record

from whimbrel.errors import SetupError
from whimbrel.records import EventDate, Status
from whimbrel.store.database import Database
from whimbrel.store.query import KINDS, Filter, Kind, day_from, day_to, listing

# document n: actor Police, Rebels, Protesters; outlet Alpha, Beta; published 2012-01-(n+1)
COUNT = 12


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Database:
    database = Database(tmp_path_factory.mktemp("query") / "record.duckdb")
    documents = [document(n) for n in range(COUNT)]
    records = [record(each) for each in documents]
    dates = {
        1: EventDate(from_="2011-12-20", to="2012-01-02"),
        2: EventDate(from_=None, to="2011-11-30"),
        3: None,
    }
    for n, date in dates.items():
        event = replace(records[n].events[0], date=date, status=Status.POSSIBLE)
        records[n] = replace(records[n], events=(event,))
    database.add(documents, records)
    return database


def numbers(rows: list[dict[str, Any]]) -> list[int]:
    return sorted(int(row["document"].removeprefix("doc-")) for row in rows)


EVENTS: list[tuple[dict[str, Any], set[int]]] = [
    ({}, set(range(COUNT))),
    ({"actor": "police"}, {0, 3, 6, 9}),
    ({"actor": "of iraq"}, set(range(COUNT))),
    ({"actor": "%"}, set()),
    ({"actor": "o'brien"}, set()),
    ({"type": "assault"}, {0, 1, 3, 4, 6, 7, 9, 10, 2, 5, 8, 11}),
    ({"type": "COERCE"}, set()),
    ({"type": ("COERCE", "ASSAULT"), "actor": "rebels"}, {1, 4, 7, 10}),
    ({"country": "syr"}, set(range(COUNT))),
    ({"country": "FRA"}, set()),
    ({"country": ("FRA", "IRQ")}, set(range(COUNT))),
    ({"status": "possible"}, {1, 2, 3}),
    ({"status": ("possible", "happened"), "outlet": "BETA"}, {1, 3, 5, 7, 9, 11}),
    ({"outlet": "Alp"}, set()),
    ({"text": "№7"}, {7}),
    ({"text": "raid 1"}, {1, 10, 11}),
    ({"text": "no such words"}, set()),
    ({"document": "doc-00004"}, {4}),
    ({"event": "e7"}, {0, 1, 3, 4, 6, 7, 9, 10}),
    ({"from_": "2012-01-03"}, {0, 4, 5, 6, 7, 8, 9, 10, 11}),
    ({"from_": "2012-01-01", "to": "2012-01-01"}, {1}),
    ({"to": "2011-12"}, {1, 2}),
    ({"to": "2011-12-19"}, {2}),
    ({"from_": "2011", "to": "2011"}, {1, 2}),
    ({"from_": "2013"}, set()),
]


@pytest.mark.parametrize(("chosen", "expected"), EVENTS, ids=str)
def test_events(database: Database, chosen: dict[str, Any], expected: set[int]) -> None:
    found = database.events(**chosen).rows()
    if "event" in chosen:
        expected = {n for n in range(COUNT) if record(document(n)).events[0].id == chosen["event"]}
    assert numbers(found) == sorted(expected)


OTHERS: list[tuple[Kind, dict[str, Any], set[int]]] = [
    ("documents", {"from_": "2012-01-03", "to": "2012-01-04"}, {2, 3}),
    ("documents", {"outlet": "alpha", "text": "RAID 1"}, {10}),
    ("documents", {"status": "possible", "actor": "police"}, {3}),
    ("documents", {"actor": "police", "from_": "2012-01-05"}, {6, 9}),
    ("claims", {"actor": "rebels"}, {1, 4, 7, 10}),
    ("claims", {"country": "IRQ", "document": "doc-00002"}, set()),
    ("mentions", {"actor": "protest", "outlet": "beta"}, {5, 11}),
    ("mentions", {"to": "2012-01-01"}, {0}),
    ("failures", {"text": "anything"}, set()),
]


@pytest.mark.parametrize(("kind", "chosen", "expected"), OTHERS, ids=str)
def test_other_lists(
    database: Database, kind: Kind, chosen: dict[str, Any], expected: set[int]
) -> None:
    assert numbers(database.find(kind, Filter(**chosen)).rows()) == sorted(expected)


@pytest.mark.parametrize("kind", KINDS)
def test_the_order_is_always_the_same(database: Database, kind: Kind) -> None:
    found = database.find(kind).rows()
    assert database.find(kind).rows() == found
    assert database.find(kind, Filter(limit=5)).rows() == found[:5]


def test_the_steps_can_be_read() -> None:
    query = listing("events", Filter(type="ASSAULT", to="2012"))
    assert query.sql.splitlines() == [
        "with",
        "events_by_type as (",
        "    select * from events",
        "    where upper(type) in $type",
        "),",
        "events_by_to as (",
        "    select * from events_by_type",
        "    where coalesce(date_from, date_to) <= $to",
        ")",
        "select * exclude (published_day) from events_by_to",
        "order by published_day nulls last, document, trigger_start, event",
    ]
    assert query.parameters == {"type": ["ASSAULT"], "to": day_to("2012-12-31")}


REFUSED: list[tuple[Kind, dict[str, Any], str]] = [
    ("events", {"status": "hapened"}, "no status 'hapened'. It is one of happened"),
    ("events", {"country": "Iraq"}, "'Iraq' is no country code"),
    ("events", {"from_": "January"}, "'January' is no date. Write it as"),
    ("events", {"from_": "2012-02-30"}, "no such day as 2012-02-30"),
    ("events", {"to": "2012-13"}, "no such day as 2012-13"),
    ("events", {"from_": "2012-02", "to": "2012-01"}, "the end comes first"),
    ("events", {"limit": -1}, "is no limit"),
    ("claims", {"status": "happened"}, "Claims cannot be filtered by status. They can by actor"),
    ("failures", {"from_": "2012"}, "Failures cannot be filtered by from"),
]


@pytest.mark.parametrize(("kind", "chosen", "says"), REFUSED, ids=str)
def test_what_cannot_be_meant(kind: Kind, chosen: dict[str, Any], says: str) -> None:
    with pytest.raises(SetupError, match=says):
        listing(kind, Filter(**chosen))


@pytest.mark.parametrize(
    ("value", "first", "last"),
    [
        ("2012", "2012-01-01", "2012-12-31"),
        ("2012-02", "2012-02-01", "2012-02-29"),
        ("2011-12-31", "2011-12-31", "2011-12-31"),
    ],
)
def test_days_months_and_years(value: str, first: str, last: str) -> None:
    assert (str(day_from(value)), str(day_to(value))) == (first, last)


def test_the_path_of_a_record_may_hold_quotes(tmp_path: Path) -> None:
    database = Database(tmp_path / 'it\'s a "record".duckdb')
    database.add([document(1)], [record(document(1))])
    assert len(database.events()) == 1
