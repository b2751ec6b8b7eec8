"""Headlines in title case, shown to the tagger in small letters where no name is meant."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from whimbrel.reading.truecase import is_title_case, truecased

VERBS = frozenset({"refuses", "lay", "signs", "grants"})
BODY = "\n\nThe militia said on Monday it kept its arms. President Grants spoke of Iraq."


def lowered(headline: str, body: str = BODY) -> str:
    return truecased(headline + body, VERBS.__contains__).removesuffix(body)


@pytest.mark.parametrize(
    ("headline", "shown"),
    [
        pytest.param(
            "Iraqi Militia Refuses to Lay Down Arms",
            "Iraqi militia refuses to lay Down arms",
            id="verbs-and-words-the-body-writes-small",
        ),
        pytest.param(
            "Militia Signs Pact With Iraq", "Militia signs Pact With Iraq", id="first-word-stays"
        ),
        pytest.param(
            "Court Of Basra Hears Grants", "Court of Basra Hears Grants", id="a-name-in-the-body"
        ),
        pytest.param("UN Refuses LAY Men Arms", "UN refuses LAY Men arms", id="capitals-stay"),
        pytest.param("The militia refuses Arms.", "The militia refuses Arms.", id="a-sentence"),
        pytest.param("Militia Refuses Arms", "Militia Refuses Arms", id="too-short-to-tell"),
        pytest.param("MILITIA REFUSES TO LAY", "MILITIA REFUSES TO LAY", id="all-capitals"),
        pytest.param("Arms-Militia Refuses İt All", "Arms-Militia refuses İt All", id="lengths"),
    ],
)
def test_headlines(headline: str, shown: str) -> None:
    assert lowered(headline) == shown


def test_only_lines_at_the_top_are_headlines() -> None:
    headline = "Militia Refuses to Lay Arms"
    text = f"One.\nTwo.\nThree.\n{headline}{BODY}"
    assert truecased(text, VERBS.__contains__) == text
    assert "Militia refuses to lay arms" in truecased(f"One.\n{headline}{BODY}", VERBS.__contains__)


def test_a_text_of_one_line_is_no_headline() -> None:
    assert lowered("Militia Refuses to Lay Arms", "") == "Militia Refuses to Lay Arms"


def test_a_line_longer_than_any_headline_is_none() -> None:
    assert is_title_case("Militia Refuses Arms " * 5)
    assert not is_title_case("Militia Refuses Arms " * 100)


@given(text=st.text("aBİß \n’'-.", max_size=60))
def test_offsets_hold(text: str) -> None:
    shown = truecased(text, lambda word: True)
    assert len(shown) == len(text)
    assert [a.casefold() for a in shown] == [b.casefold() for b in text]
