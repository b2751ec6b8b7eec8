"""The shipped encoder as a second opinion on the status of given words."""

from __future__ import annotations

import pytest

from whimbrel.coding.encoded_status import EncodedStatus
from whimbrel.coding.triggers import trigger_statuses
from whimbrel.encoder import load_encoder
from whimbrel.reading.parse import Reader
from whimbrel.reading.text import Reading
from whimbrel.records import Document, Span, Status, span_of

TEXT = "Rebels attacked the town on Monday. The army denied that it had shelled the market."


@pytest.fixture(scope="module")
def scorer() -> EncodedStatus:
    return EncodedStatus(load_encoder())


@pytest.fixture(scope="module")
def reading(reader: Reader) -> Reading:
    return reader.read(Document(id="d", text=TEXT))


def word(text: str) -> Span:
    start = TEXT.index(text)
    return span_of(TEXT, start, start + len(text))


def test_each_trigger_has_a_probability_for_each_status(
    scorer: EncodedStatus, reading: Reading
) -> None:
    scores = scorer.score(reading, [word("attacked"), word("shelled"), word("denied")])
    assert len(scores) == 3
    for held in scores:
        assert set(held) == set(Status)
        assert sum(held.values()) == pytest.approx(1, abs=1e-4)


def test_it_tells_deeds_from_what_is_denied(scorer: EncodedStatus, reading: Reading) -> None:
    done, denied = scorer.score(reading, [word("attacked"), word("shelled")])
    assert max(done, key=lambda each: done[each]) is Status.HAPPENED
    assert max(denied, key=lambda each: denied[each]) is Status.DENIED


def test_a_score_hangs_on_its_sentence_alone(
    scorer: EncodedStatus, reading: Reading, reader: Reader
) -> None:
    sentence = TEXT[TEXT.index("The army") :]
    start = sentence.index("shelled")
    alone = scorer.score(
        reader.read(Document(id="d", text=sentence)), [span_of(sentence, start, start + 7)]
    )
    assert scorer.score(reading, [word("shelled")]) == alone


def test_there_is_none_for_characters_outside_any_sentence(
    scorer: EncodedStatus, reader: Reader
) -> None:
    text = "\n\n\nRebels attacked the town."
    reading = reader.read(Document(id="d", text=text))
    outside, inside = scorer.score(reading, [span_of(text, 0, 1), span_of(text, 10, 18)])
    assert outside == {}
    assert len(inside) == len(Status)


def test_rules_and_encoder_that_agree_are_surer_than_rules_alone(
    scorer: EncodedStatus, reading: Reading
) -> None:
    triggers = [word("attacked"), word("shelled")]
    joined = trigger_statuses(reading, triggers, scorer)
    alone = trigger_statuses(reading, triggers)
    assert [each.status for each in joined] == [Status.HAPPENED, Status.DENIED]
    assert joined[0].factuality > 2 > -2 > joined[1].factuality
    assert [each.status for each in joined] == [each.status for each in alone]
