"""One act told twice is one event; readings and acts put together by hand."""

from __future__ import annotations

from typing import Any

import pytest

from whimbrel.coding.acts import Act
from whimbrel.coding.merging import party_key, tellings
from whimbrel.reading.text import Reading, reading_of
from whimbrel.records import Status, Time, span_of

# A headline, then sentences that each tell an act at their second word.
SENTENCES = (
    "Port attacked",
    "Rebels attacked Aden",
    "They attacked Aden",
    "The attack ended",
    "Police arrested Rebels",
    "Twelve died there",
)
WORDS = [*" . ".join(SENTENCES).split(), "."]


def reading(copies: int = 1) -> Reading:
    words = WORDS * copies
    starts = [0, *(i + 1 for i, word in enumerate(words[:-1]) if word == ".")]
    return reading_of(words, sentence_starts=starts)


def act(number: int, type_: str = "RAM", *, who: str = "", whom: str = "", **more: Any) -> Act:
    """The act told by the second word of a sentence, counted from 0."""
    text = reading(number // len(SENTENCES) + 1).text
    at = [0]
    for _ in range(number):
        at.append(text.index(" . ", at[-1]) + 3)
    sentence = text[at[-1] :].split(" . ")[0]
    start = at[-1] + sentence.index(" ") + 1
    word = sentence.split()[1]
    clause = span_of(text, at[-1], at[-1] + len(sentence))

    def spans(said: str) -> tuple[Any, ...]:
        places = [(text.index(each, at[-1]), len(each)) for each in said.split()]
        return tuple(span_of(text, place, place + size) for place, size in places)

    return Act(
        type=type_,
        trigger=span_of(text, start, start + len(word)),
        clause=clause,
        actors=spans(who),
        recipients=spans(whom),
        lemma=more.pop("lemma", word.removesuffix("ed")),
        **more,
    )


HEAD = len("Port attacked")


@pytest.mark.parametrize(
    ("acts", "told"),
    [
        pytest.param([act(0), act(1, who="Rebels")], [(1, [0])], id="headline-told-in-the-body"),
        pytest.param(
            [act(0, mode="guns"), act(1, mode="bombs")], [(0, []), (1, [])], id="other-modes"
        ),
        pytest.param(
            [act(1, who="Rebels", whom="Aden"), act(2, who="They", whom="Aden")],
            [(1, []), (2, [])],
            id="other-actors",
        ),
        pytest.param(
            [act(1, who="Rebels", whom="Aden"), act(3, definite=True)], [(1, [3])], id="the-attack"
        ),
        pytest.param([act(1, who="Rebels"), act(3)], [(1, []), (3, [])], id="an-attack"),
        pytest.param(
            [act(1, who="Rebels"), act(4, "HOLD", definite=True)], [(1, []), (4, [])], id="types"
        ),
        pytest.param(
            [act(1, who="Rebels", whom="Aden"), act(7, who="Rebels", whom="Aden")],
            [(1, [7])],
            id="same-word-same-parties",
        ),
        pytest.param(
            [
                act(1, who="Rebels", whom="Aden"),
                act(7, who="Rebels", whom="Aden", status=Status.POSSIBLE),
            ],
            [(1, []), (7, [])],
            id="another-status",
        ),
        pytest.param(
            [act(1, who="Rebels", whom="Aden"), act(13, who="Rebels", whom="Aden")],
            [(1, []), (13, [])],
            id="too-far-apart",
        ),
        pytest.param(
            [act(4, who="Police"), act(5, outcome=True)], [(4, [5])], id="what-came-of-it"
        ),
        pytest.param(
            [act(5, outcome=True), act(6, who="Port")], [(5, []), (6, [])], id="outcome-comes-first"
        ),
        pytest.param(
            [act(1, who="Rebels", whom="Aden"), act(3, whom="ended", definite=True, also=())],
            [(1, []), (3, [])],
            id="an-attack-on-another",
        ),
    ],
)
def test_tellings(acts: list[Act], told: list[tuple[int, list[int]]]) -> None:
    found = tellings(reading(3), acts, HEAD)
    number = {each.trigger: n for each, n in zip(acts, _numbers(acts), strict=True)}
    assert [(number[t.main.trigger], [number[a.trigger] for a in t.others]) for t in found] == told


def _numbers(acts: list[Act]) -> list[int]:
    text = reading(3).text
    return [text[: each.trigger.start].count(" . ") for each in acts]


def test_a_party_told_with_a_day_of_its_own_is_another_act() -> None:
    text = reading(3)
    one, other = (act(n, who="Rebels", whom="Aden") for n in (1, 7))
    days = [_day(text, each, value) for each, value in ((one, "2012-01-02"), (other, "2012-01-03"))]
    assert len(tellings(text, [one, other], HEAD)) == 1
    assert len(tellings(text, [one, other], HEAD, days)) == 2


def _day(text: Reading, act: Act, day: str) -> Time:
    # The word of the trigger stands for the expression, so that both share a clause.
    trigger = act.trigger
    return Time(
        start=trigger.start, end=trigger.end, text=trigger.text, type="DATE", from_=day, to=day
    )


def test_parties_are_known_without_article_and_possessive() -> None:
    text = reading_of(["The", "army", "'s", "tanks"], text="The army's tanks")
    assert party_key(text, span_of(text.text, 0, 10)) == "army"


@pytest.mark.parametrize(
    ("between", "headline_end", "acts_left"),
    [
        pytest.param(3, 0, 4, id="within-reach"),
        pytest.param(70, 0, 72, id="out-of-reach"),
        pytest.param(70, len(" . ".join(SENTENCES[:2])), 71, id="a-headlines-act-from-anywhere"),
    ],
)
def test_how_far_back_an_act_is_taken_up(between: int, headline_end: int, acts_left: int) -> None:
    text = reading(between + 2)
    first = act(1, who="Rebels")
    others = [act(n * 6 + 4, mode=f"m{n}", who="Police") for n in range(between)]
    last = act(between * 6 + 7, who="Rebels", definite=True)
    assert len(tellings(text, [first, *others, last], headline_end)) == acts_left
