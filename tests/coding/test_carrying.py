"""The days and places that acts have from the sentences before them, read for real."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from whimbrel.pipeline import Pipeline
from whimbrel.records import Document, Record


@pytest.fixture(scope="module")
def told() -> Callable[[str], list[tuple[str, str | None, str | None]]]:
    pipeline = Pipeline()

    def one(text: str) -> list[tuple[str, str | None, str | None]]:
        (record,) = pipeline.code([Document(id="d", text=text, lang="en", published="2012-01-04")])
        assert isinstance(record, Record), record
        return [
            (
                event.trigger.text,
                event.place.text if event.place else None,
                event.date.text if event.date else None,
            )
            for event in record.events
        ]

    return one


Told = Callable[[str], list[tuple[str, str | None, str | None]]]


def test_a_deed_told_next_has_the_day_and_place_of_the_one_before(told: Told) -> None:
    text = "Rebels attacked a camp near Tikrit on Monday. Soldiers arrested nine men."
    assert told(text)[1] == ("arrested", "Tikrit", "Monday")


def test_a_place_named_before_is_the_scene(told: Told) -> None:
    text = "Shops in Tikrit were shut. Police arrested nine men."
    assert told(text) == [("arrested", "Tikrit", None)]


def test_a_dateline_is_the_scene_of_deeds_that_bodies_are_part_of(told: Told) -> None:
    text = "TIKRIT, Iraq (Wire) - Police arrested nine men. Norway imposed sanctions on Iran."
    assert [place for _, place, _ in told(text)] == ["TIKRIT", None]


def test_the_scene_is_nearer_than_the_dateline(told: Told) -> None:
    text = (
        "BAGHDAD, Iraq (Wire) - Rebels attacked a camp in Tikrit on Monday. "
        "Police arrested nine men."
    )
    assert [place for _, place, _ in told(text)] == ["Tikrit", "Tikrit"]


def test_words_have_no_scene(told: Told) -> None:
    text = "Rebels attacked a camp in Tikrit on Monday. Norway condemned Iran."
    assert told(text)[-1] == ("condemned", None, None)


def test_names_that_no_list_has_are_places_after_words_of_ground(told: Told) -> None:
    text = "Police sealed the road to Sandubar. Rebels shelled the village of Qarzuweh."
    assert [place for _, place, _ in told(text)] == ["Sandubar", "Qarzuweh"]
