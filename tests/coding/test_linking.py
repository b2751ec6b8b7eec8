"""Ties between what the rooms read: speakers, days of saying, whose figures, causes and events."""

from __future__ import annotations

from typing import Any

from whimbrel.coding.linking import link_causes, link_claims, link_quantities
from whimbrel.reading.text import Reading, reading_of
from whimbrel.records import Cause, Claim, Event, Participant, Quantity, Span, Time, span_of

SENTENCE = "On Monday the mayor said on Tuesday that 12 policemen fled because of the attack ."
READING: Reading = reading_of(
    SENTENCE.split(),
    [4, 0, 3, 4, 4, 4, 5, 10, 9, 10, 4, 10, 11, 14, 11, 4],
    "prep pobj det nsubj ROOT prep pobj mark nummod nsubj ccomp prep pcomp det pobj punct".split(),
    pos="ADP PROPN DET NOUN VERB ADP PROPN SCONJ NUM NOUN VERB SCONJ ADP DET NOUN PUNCT".split(),
    tags="IN NNP DT NN VBD IN NNP IN CD NNS VBD IN IN DT NN .".split(),
    lemmas=(
        "on monday the mayor say on tuesday that 12 policeman flee because of the attack ."
    ).split(),
)


def span(words: str) -> Span:
    start = SENTENCE.index(words)
    return span_of(SENTENCE, start, start + len(words))


def like(kind: Any, words: str, **more: Any) -> Any:
    found = span(words)
    return kind(start=found.start, end=found.end, text=found.text, **more)


def described(party: Span) -> Participant:
    return Participant(
        start=party.start,
        end=party.end,
        text=party.text,
        actor_id="x.mayor",
        name="Ana Ruiz",
        country="ESP",
        sectors=("GOV",),
    )


CLAIM = Claim(
    id="c0",
    source=(span("the mayor"),),
    speaker=like(Participant, "the mayor", confidence=0.7),
    cue=(span("said"),),
    content=(span("12 policemen fled because of the attack"),),
)


def times(*days: tuple[str, str]) -> list[Time]:
    return [like(Time, word, type="DATE", from_=day, to=day) for word, day in days]


def test_a_speaker_is_described_and_keeps_its_confidence() -> None:
    (claim,) = link_claims(READING, [CLAIM], [], described)
    assert claim.speaker is not None
    assert (claim.speaker.name, claim.speaker.country) == ("Ana Ruiz", "ESP")
    assert (claim.speaker.sectors, claim.speaker.confidence) == (("GOV",), 0.7)
    assert claim.date is None


def test_a_claim_without_speaker_stays_without() -> None:
    nobody = Claim(id="c0", cue=(span("said"),))
    (claim,) = link_claims(READING, [nobody], [], described)
    assert claim.speaker is None


def test_the_day_nearest_to_the_cue_is_the_day_of_saying() -> None:
    days = times(("Tuesday", "2012-01-03"), ("Monday", "2012-01-02"))
    (claim,) = link_claims(READING, [CLAIM], days, described)
    assert claim.date is not None
    assert (claim.date.text, claim.date.from_) == ("Tuesday", "2012-01-03")


def test_a_day_in_a_relative_clause_beside_the_cue_is_not_the_day_of_saying() -> None:
    text = "The union said it would free its leader , who was arrested on Sunday ."
    reading = reading_of(
        text.split(),
        [1, 2, 2, 5, 5, 2, 7, 5, 7, 11, 11, 7, 11, 12, 2],
        (
            "det nsubj ROOT nsubj aux ccomp poss dobj punct nsubjpass auxpass relcl prep pobj punct"
        ).split(),
        pos="DET NOUN VERB PRON AUX VERB PRON NOUN PUNCT PRON AUX VERB ADP PROPN PUNCT".split(),
    )
    sunday = text.index("Sunday")
    claim = Claim(
        id="c0",
        cue=(span_of(text, 10, 14),),
        content=(span_of(text, 15, text.index(" ,")),),
    )
    day = Time(
        start=sunday,
        end=sunday + 6,
        text="Sunday",
        type="DATE",
        from_="2012-01-01",
        to="2012-01-01",
    )
    (dated,) = link_claims(reading, [claim], [day], described)
    assert dated.date is None


def test_a_day_inside_what_is_said_is_not_the_day_of_saying() -> None:
    inside = times(("12", "2012-01-12"))
    (claim,) = link_claims(READING, [CLAIM], inside, described)
    assert claim.date is None


def quantity(words: str, **more: Any) -> Any:
    return like(Quantity, words, **{"id": "q0", "what": "displaced", "low": 12.0, **more})


def test_a_figure_has_its_claim_and_its_people() -> None:
    (found,) = link_quantities(READING, [quantity("12")], [CLAIM], described)
    assert found.claim_id == "c0"
    assert found.of is not None
    assert found.of.text == "12 policemen"


def test_a_figure_outside_every_claim_is_the_outlets() -> None:
    (found,) = link_quantities(READING, [quantity("Monday", what="other")], [CLAIM], described)
    assert (found.claim_id, found.of) == (None, None)


def event(id_: str, trigger: str, *others: str) -> Event:
    mentions = tuple(span(word) for word in others)
    return Event(
        id=id_, type="RAM", trigger=span(trigger), sentence=span(SENTENCE), mentions=mentions
    )


CAUSE = Cause(
    id="k0", cause=span("the attack"), effect=span("12 policemen fled"), signal=span("because of")
)


def test_causes_know_their_events_and_the_claim_that_holds_both_sides() -> None:
    events = [event("e1", "fled"), event("e2", "attack")]
    (cause,) = link_causes([CAUSE], events, [CLAIM])
    assert (cause.cause_event, cause.effect_event, cause.claim_id) == ("e2", "e1", "c0")


def test_a_claim_that_holds_one_side_alone_is_not_the_causes() -> None:
    half = Claim(id="c1", content=(span("the attack"),))
    (cause,) = link_causes([CAUSE], [], [half])
    assert (cause.cause_event, cause.effect_event, cause.claim_id) == (None, None, None)


def test_a_main_trigger_comes_before_another_events_further_mention() -> None:
    events = [event("e1", "said", "attack"), event("e2", "attack")]
    (cause,) = link_causes([CAUSE], events, [])
    assert cause.cause_event == "e2"
    (cause,) = link_causes([CAUSE], events[:1], [])
    assert cause.cause_event == "e1"
