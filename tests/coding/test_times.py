"""When, as the text says it: the cases of `times.toml`, and what must hold for any text."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from time import process_time
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from whimbrel.coding.times import time_warnings, times, times_in
from whimbrel.reading.text import Reading
from whimbrel.records import Time

CASES = tomllib.loads((Path(__file__).parent / "times.toml").read_text(encoding="utf-8"))["case"]


def row(time: Time) -> list[str]:
    return [time.text, time.type, time.value or "", time.from_ or "", time.to or ""]


@pytest.mark.parametrize("case", CASES, ids=[case["text"][:40] for case in CASES])
def test_case(case: dict[str, Any]) -> None:
    found = times_in(case["text"], published=case.get("published"))
    assert [row(time) for time in found] == case["times"]


def test_offsets_are_code_points_into_the_text() -> None:
    text = "\U0001f600 Naïve — on\u00a0Tuesday, 5 March 2013.\r\n\r\nNext day: calm, in 2011."
    for time in times_in(text, published="2013-03-10"):
        assert text[time.start : time.end] == time.text
    assert [t.text for t in times_in(text, published="2013-03-10")][:1] == ["Tuesday, 5 March 2013"]


def test_no_parse_is_asked_for() -> None:
    def analyse() -> Any:
        raise AssertionError("times looked at the tokens")

    reading = Reading("They met on Monday.", analyse, published="2012-01-05")
    assert [time.value for time in times(reading)] == ["2012-01-02"]


def test_an_impossible_date_is_warned_of() -> None:
    found = times_in("It ended on 31 February 2012, not on 29 February 2012.")
    assert [time.from_ for time in found] == [None, "2012-02-29"]
    (warning,) = time_warnings(found)
    assert "31 February 2012" in warning
    assert "does not exist" in warning


def test_a_date_of_which_day_and_month_may_be_swapped_stays_open() -> None:
    found = times_in("Signed on 03/04/2012, read on 25/04/2012.", published="2013-01-01")
    assert [time.from_ for time in found] == [None, "2012-04-25"]
    (warning,) = time_warnings(found, published="2013-01-01")
    assert "03/04/2012" in warning
    (told,) = times_in("Signed on 03/04/2012.", published="2012-03-20")
    assert told.from_ == "2012-03-04"


def test_dates_that_hang_on_the_publication_are_warned_of_once() -> None:
    found = times_in("On Monday, Tuesday and Friday, and yesterday, they met.")
    (warning,) = time_warnings(found)
    assert "4 dates were left open ('Monday', 'Tuesday', 'Friday', ...)" in warning


def test_a_megabyte_takes_time_by_its_length() -> None:
    """No expression looks through the whole text: four times the text, about four times as long."""

    def seconds(count: int) -> float:
        text = "on the eve of the vote on Monday troops fired at 0400 on Tuesday. " * count
        began = process_time()
        assert times_in(text, published="2012-03-15")
        return process_time() - began

    seconds(10)
    assert seconds(4000) < 4 * 3 * max(seconds(1000), 0.05)


def test_an_unknown_publication_date_is_like_none() -> None:
    (time,) = times_in("It ended on Monday.", published="soon")
    assert time.value == "XXXX-WXX-1"


def test_timeml_gives_references_and_keeps_periods_whole() -> None:
    text = "It is now calm; by the end of May 2011 it was not."
    values = [time.value for time in times_in(text, published="2012-01-05", timeml=True)]
    assert values == ["PRESENT_REF", "2011-05"]
    assert [time.value for time in times_in(text, published="2012-01-05")] == ["2011-05-31"]


@given(st.text(alphabet="0123456789:/-., \nADMYTadmy", max_size=60))
@settings(max_examples=150, deadline=None)
def test_any_figures_give_ordered_times_inside_the_text(text: str) -> None:
    found = times_in(text, published="2012-01-05")
    at = 0
    for time in found:
        assert at <= time.start < time.end <= len(text)
        assert text[time.start : time.end] == time.text
        at = time.end


WORDS = [
    *"on in the a last next this three 31 2012 May March Monday night noon week weeks ago".split(),
    *"later early late end of between and from to every half year quarter second spring".split(),
    *"9999 century decades before after at 24:61 0 1,000,000 Christmas since until . , '".split(),
]


@given(
    st.lists(st.sampled_from(WORDS), max_size=14),
    st.sampled_from([None, "2012-02-29", "0001-01-01", "9999-12-31"]),
)
@settings(max_examples=300, deadline=None)
def test_any_time_words_give_sound_intervals(words: list[str], published: str | None) -> None:
    for time in times_in(" ".join(words), published=published):
        assert (time.from_ is None) == (time.to is None)
        assert time.from_ is None or (time.to is not None and time.from_ <= time.to)


def test_a_long_text_takes_time_in_proportion() -> None:
    import time as clock

    text = "They met on Monday, two weeks after the 3 March 2011 raid, at 10 a.m. in London. "

    def seconds(times_over: int) -> float:
        start = clock.process_time()
        times_in(text * times_over, published="2012-01-05")
        return clock.process_time() - start

    seconds(10)
    assert seconds(1600) < 16 * max(0.02, seconds(200))


def test_values_on_the_dispatches(shared_data: Path) -> None:
    lines = (
        (shared_data / "data" / "dispatches" / "dev.jsonl").read_text(encoding="utf-8").splitlines()
    )
    gold = right = given_ = 0
    for line in lines:
        document = json.loads(line)
        found = times_in(document["text"], published=document["published"])
        given_ += len(found)
        for want in document["gold"]["times"]:
            gold += 1
            right += any(
                time.start < want["end"]
                and want["start"] < time.end
                and time.value == want["value"]
                for time in found
            )
    assert 2 * right / (gold + given_) > 0.9
