"""Cues and encoder weighed against each other: the real reader and codebook, and an encoder whose
scores are put together by hand."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pytest

from whimbrel.codebooks.codebook import load
from whimbrel.codebooks.scheme import Codebook
from whimbrel.codebooks.variants import exchanged_names, generic_names, reversed_order
from whimbrel.coding.acts import Act
from whimbrel.coding.cues import CueCoder
from whimbrel.coding.joined import LONE_SENTENCE, MIN_CONFIDENCE, JoinedCoder
from whimbrel.coding.judging import confidence, known_types, logit, weights
from whimbrel.encoder import Encoder, Scores
from whimbrel.encoder.pieces import Pieces
from whimbrel.encoder.scores import Head
from whimbrel.reading.parse import Reader
from whimbrel.records import Document, Status

PLOVER = load("plover")
HARBOUR = load(Path(__file__).parent / "harbour")

TYPES = ("none", "ASSAULT", "COERCE", "AID")
MODES = ("ASSAULT/heavy-weapons", "ASSAULT/aerial", "COERCE/arrest")
STATUSES = tuple(status.value for status in Status)
CONTEXTS = ("military", "health")
ROLES = ("actor", "recipient")


def heads() -> dict[str, Head]:
    found: dict[str, Head] = {}
    start = 0
    for name, labels in (
        ("type", TYPES), ("mode", MODES), ("status", STATUSES), ("contexts", CONTEXTS),
        *((f"{role}-{part}", ("",)) for role in ROLES for part in ("query", "key")),
    ):  # fmt: skip
        found[name] = Head(start, len(labels), labels)
        start += len(labels)
    return found


HEADS = heads()
SENTENCE = ("told", *PLOVER.types)
WIDTH = sum(head.width for head in HEADS.values())
SURE = 10.0


@dataclass(frozen=True, slots=True)
class Says:
    """What the encoder says of a word: labels with their log odds, and whom it takes for its
    parties."""

    type: Mapping[str, float]
    status: Mapping[str, float] | None = None
    mode: Mapping[str, float] | None = None
    contexts: Mapping[str, float] | None = None
    actor: str = ""
    recipient: str = ""
    sure: float = SURE


class ByHand(Encoder):
    """An encoder that says of each word what it was told to say, and of all others nothing."""

    def __init__(self, words: Mapping[str, Says], *, relevance: float = 0.9) -> None:
        self._words = words
        self._relevant = relevance

    def read(self, text: str) -> Scores:
        words = list(re.finditer(r"\w+|[^\w\s]", text))
        outputs = np.zeros((len(words), WIDTH), dtype=np.float32)
        outputs[:, HEADS["type"].start] = SURE
        outputs[:, self._column("contexts", "military")] = -SURE
        outputs[:, self._column("contexts", "health")] = -SURE
        for role in ROLES:
            outputs[:, HEADS[f"{role}-key"].start] = -SURE
        for i, word in enumerate(words):
            says = self._words.get(word[0])
            if says is None:
                continue
            outputs[i, HEADS["type"].start] = 0
            for head in ("type", "mode", "status", "contexts"):
                for label, odds in (getattr(says, head) or {}).items():
                    outputs[i, self._column(head, label)] = odds
            for role in ROLES:
                outputs[i, HEADS[f"{role}-query"].start] = 1
                for j, other in enumerate(words):
                    if other[0] == getattr(says, role):
                        outputs[j, HEADS[f"{role}-key"].start] = says.sure
        pieces = Pieces([0] * len(words), [word.span() for word in words], [0] * len(words))
        sentence, embedding = np.zeros(len(SENTENCE), np.float32), np.ones(1, np.float32)
        return Scores(pieces, outputs, sentence, embedding, HEADS, SENTENCE)

    def relevance(self, scores: Sequence[Scores]) -> float:
        return self._relevant

    def _column(self, head: str, label: str) -> int:
        return HEADS[head].start + HEADS[head].labels.index(label)


@dataclass(frozen=True, slots=True)
class Coded:
    """Codes a text by cues and by what an encoder says."""

    reader: Reader

    def __call__(
        self,
        text: str,
        words: Mapping[str, Says],
        *,
        codebook: Codebook = PLOVER,
        relevance: float = 0.9,
        min_confidence: float | None = 0.5,
        with_cues: bool = True,
    ) -> tuple[Act, ...]:
        coder = JoinedCoder(
            ByHand(words, relevance=relevance), min_confidence=min_confidence, with_cues=with_cues
        )
        return coder.acts(self.reader.read(Document(id="d", text=text)), codebook)

    def by_cues(self, text: str) -> tuple[Act, ...]:
        return CueCoder().acts(self.reader.read(Document(id="d", text=text)), PLOVER)


@pytest.fixture(scope="module")
def coded(reader: Reader) -> Coded:
    return Coded(reader)


ASSAULT = Says({"ASSAULT": SURE})
NOTHING: dict[str, Says] = {}
SHELLED = "Rebels shelled the town."


def test_an_act_of_a_cue_is_kept_with_a_confidence_of_both(coded: Coded) -> None:
    (alone,) = coded.by_cues(SHELLED)
    (act,) = coded(SHELLED, {"shelled": ASSAULT})
    assert (act.type, act.trigger, act.actors, act.recipients) == (
        "ASSAULT", alone.trigger, alone.actors, alone.recipients,
    )  # fmt: skip
    assert act.confidence > coded(SHELLED, {"shelled": Says({"ASSAULT": 1})})[0].confidence > 0.5
    assert alone.rationale in act.rationale
    assert "Encoder: ASSAULT 1.00, status happened" in act.rationale


def test_a_confidence_is_the_sigmoid_of_the_weighed_features() -> None:
    held = weights().confidence
    odds = held["bias"] + held["cue"] + held["type"] * logit(0.9)
    expected = 1 / (1 + math.exp(-odds))
    assert confidence({"cue": 1, "type": logit(0.9)}) == pytest.approx(expected)
    assert confidence({"cue": 1, "type": logit(0.99)}) > expected
    assert [logit(0), logit(0.5), logit(1)] == pytest.approx([-13.8155, 0, 13.8155], abs=1e-3)


def test_an_act_that_the_encoder_doubts_is_dropped(coded: Coded) -> None:
    assert coded(SHELLED, NOTHING) == ()
    (act,) = coded(SHELLED, NOTHING, min_confidence=0)
    assert (act.type, act.trigger.text) == ("ASSAULT", "shelled")
    assert 0 <= act.confidence < 0.5


def test_the_bar_is_where_it_was_set(coded: Coded) -> None:
    (act,) = coded(SHELLED, {"shelled": ASSAULT})
    assert coded(SHELLED, {"shelled": ASSAULT}, min_confidence=act.confidence - 0.01) == (act,)
    assert coded(SHELLED, {"shelled": ASSAULT}, min_confidence=act.confidence + 0.01) == ()


def test_of_a_sentence_that_stands_alone_the_likeliest_act_is_told(coded: Coded) -> None:
    odds = (-n / 4 for n in range(40))
    unsure = next(
        words
        for words in ({"shelled": Says({"ASSAULT": each})} for each in odds)
        if LONE_SENTENCE <= coded(SHELLED, words, min_confidence=0)[0].confidence < MIN_CONFIDENCE
    )
    (act,) = coded(SHELLED, unsure, min_confidence=None)
    assert act.type == "ASSAULT"
    # Not where a threshold is asked for, not of an article, and not of a sentence that tells
    # nothing.
    assert coded(SHELLED, unsure, min_confidence=0.5) == ()
    assert coded(f"{SHELLED} It rained.", unsure, min_confidence=None) == ()
    assert coded(SHELLED, NOTHING, min_confidence=None) == ()


def test_an_act_that_only_the_encoder_sees_is_added(coded: Coded) -> None:
    text = "The brigade unleashed havoc on the hamlet."
    assert coded.by_cues(text) == ()
    says = Says({"ASSAULT": SURE}, actor="brigade", recipient="hamlet")
    (act,) = coded(text, {"unleashed": says})
    assert (act.type, act.trigger.text, act.status) == ("ASSAULT", "unleashed", Status.HAPPENED)
    assert [span.text for span in act.actors] == ["The brigade"]
    assert [span.text for span in act.recipients] == ["the hamlet"]
    assert act.clause.start <= act.trigger.start < act.trigger.end <= act.clause.end
    assert act.rationale.startswith("Encoder: ASSAULT 1.00")


def test_the_rules_say_the_status_of_an_act_that_only_the_encoder_sees(coded: Coded) -> None:
    (act,) = coded("The brigade may unleash havoc on the hamlet.", {"unleash": ASSAULT})
    assert act.status is Status.POSSIBLE
    assert act.evidence["status"]


def test_what_hangs_on_a_cue_is_not_told_twice(coded: Coded) -> None:
    text = "Rebels shelled the town with a flotilla."
    assert len(coded(text, {"shelled": ASSAULT, "flotilla": ASSAULT})) == 1
    other = Says({"COERCE": SURE})
    types = [act.type for act in coded(text, {"shelled": ASSAULT, "flotilla": other})]
    assert types == ["ASSAULT", "COERCE"]


def test_a_party_that_the_encoder_is_sure_of_joins_those_of_the_rules(coded: Coded) -> None:
    says = {"shelled": Says({"ASSAULT": SURE}, actor="Band")}
    (act,) = coded("The captors shelled the town beside the Tindal Band.", says)
    assert [span.text for span in act.actors] == ["The captors", "the Tindal Band"]
    # Not what only describes them.
    (act,) = coded("The captors, who belong to the Tindal Band, shelled the town.", says)
    assert [span.text for span in act.actors] == ["The captors"]


def test_for_one_more_of_an_act_speaks_what_the_encoder_says_of_the_first(coded: Coded) -> None:
    seen = {"bombing": ASSAULT}
    first = "A bombing killed twelve people in Kirkuk."
    acts = coded(f"{first} A second bomb exploded an hour later.", seen)
    assert [act.trigger.text for act in acts] == ["bombing", "bomb"]
    # Not of any other that the encoder does not see, and not where it saw none before.
    assert len(coded(f"{first} The bomb exploded an hour later.", seen)) == 1
    assert coded("It rained. A second bomb exploded an hour later.", seen) == ()


def test_acts_stand_in_the_order_of_their_triggers(coded: Coded) -> None:
    text = "The brigade unleashed havoc on the hamlet after rebels shelled the town."
    acts = coded(text, {"unleashed": ASSAULT, "shelled": ASSAULT})
    assert [act.trigger.text for act in acts] == ["unleashed", "shelled"]


def test_a_cue_gives_way_to_a_type_that_the_encoder_is_sure_of(coded: Coded) -> None:
    (act,) = coded(SHELLED, {"shelled": Says({"COERCE": SURE, "ASSAULT": 2})})
    assert act.type == "COERCE"
    assert "heavy-weapons" not in (act.mode, *act.modes)  # a mode of the type it had
    (act,) = coded(SHELLED, {"shelled": Says({"COERCE": 5, "ASSAULT": 4.8})})
    assert act.type == "ASSAULT"


def test_what_is_refused_stays_a_refusal(coded: Coded) -> None:
    text = "A militia that fought in Iraq said on Tuesday it will not lay down its arms."
    acts = coded(text, {"lay": Says({"AID": SURE})}, min_confidence=0)
    assert [act.type for act in acts if act.trigger.text.startswith("lay")] == ["REJECT"]


def test_what_the_encoder_sees_refused_speaks_for_the_refusal(coded: Coded) -> None:
    text = "The rebels will not shell the town."
    (act,) = coded(text, {"shell": ASSAULT})
    assert (act.type, act.status, act.turned) == ("REJECT", Status.HAPPENED, True)
    assert coded(text, NOTHING) == ()
    says = Says({"ASSAULT": SURE}, status={"did_not_happen": 3 * SURE})
    assert coded(text, {"shell": says})[0].status is Status.HAPPENED


def test_a_party_that_countries_share_is_one_of_each(coded: Coded) -> None:
    text = "The armies of Armenia and Azerbaijan unleashed havoc on the hamlet."
    (act,) = coded(text, {"unleashed": Says({"ASSAULT": SURE}, actor="armies")})
    assert [span.text for span in act.actors] == ["The armies of Armenia", "Azerbaijan"]
    (act,) = coded(text, {"unleashed": Says({"ASSAULT": SURE}, actor="armies", sure=1.0)})
    assert [span.text for span in act.actors] == ["The armies of Armenia", "Azerbaijan"]


def test_in_an_article_the_encoder_must_be_surer_of_a_party(coded: Coded) -> None:
    text = "The brigade unleashed havoc on the hamlet."
    says = {"unleashed": Says({"ASSAULT": SURE}, actor="brigade", sure=0.3)}
    assert [span.text for span in coded(text, says)[0].actors] == ["The brigade"]
    assert coded(f"{text} It rained.", says)[0].actors == ()


def test_of_a_sentence_that_stands_alone_the_likeliest_party_is_given(coded: Coded) -> None:
    text = "The brigade unleashed havoc on the hamlet."
    says = {"unleashed": Says({"ASSAULT": SURE}, recipient="hamlet", sure=logit(0.6))}
    assert [span.text for span in coded(text, says)[0].recipients] == ["the hamlet"]
    assert coded(f"{text} It rained.", says)[0].recipients == ()
    unlikely = logit(weights().likeliest_party - 0.05)
    says = {"unleashed": Says({"ASSAULT": SURE}, recipient="hamlet", sure=unlikely)}
    assert coded(text, says)[0].recipients == ()


@pytest.mark.parametrize(
    ("odds", "status"),
    [(weights().status_rule + 1, Status.DENIED), (weights().status_rule - 1, Status.HAPPENED)],
)
def test_the_status_is_the_rules_unless_the_encoder_outweighs_it(
    coded: Coded, odds: float, status: Status
) -> None:
    (act,) = coded(SHELLED, {"shelled": Says({"ASSAULT": SURE}, status={"denied": odds})})
    assert act.status is status


def test_that_an_act_spared_everybody_is_settled_by_the_grammar(coded: Coded) -> None:
    denied = Says({"ASSAULT": SURE}, recipient="soldiers", status={"did_not_happen": SURE})
    (act,) = coded("No soldiers were killed in the attack.", {"attack": denied})
    assert (act.type, act.status, act.recipients) == ("ASSAULT", Status.HAPPENED, ())
    (alone,) = coded("There were no casualties in the bombing.", {"bombing": denied})
    assert alone.status is Status.HAPPENED


@pytest.mark.parametrize(
    ("odds", "mode"),
    [(weights().mode_rule + 1, "aerial"), (weights().mode_rule - 1, "heavy-weapons")],
)
def test_the_mode_is_the_rules_unless_the_encoder_outweighs_it(
    coded: Coded, odds: float, mode: str
) -> None:
    assert coded.by_cues(SHELLED)[0].mode == "heavy-weapons"
    says = Says({"ASSAULT": SURE}, mode={"ASSAULT/aerial": odds})
    (act,) = coded(SHELLED, {"shelled": says})
    assert act.mode == mode
    assert mode in act.modes


def test_contexts_of_both_are_kept(coded: Coded) -> None:
    says = Says({"ASSAULT": SURE}, contexts={"health": SURE})
    (act,) = coded(SHELLED, {"shelled": says})
    assert set(act.contexts) == {*coded.by_cues(SHELLED)[0].contexts, "health"}


def test_a_text_off_topic_lowers_the_confidence(coded: Coded) -> None:
    def at(text: str, relevance: float) -> float:
        words = {"shelled": Says({"ASSAULT": 4})}
        return coded(text, words, relevance=relevance, min_confidence=0)[0].confidence

    long = f"{SHELLED} It was cold. It was late. It was dark. It rained."
    assert at(long, 0.05) < at(long, 0.2) < at(long, 0.5) == at(long, 0.95)
    # Of one sentence alone little is sure.
    assert at(long, 0.05) < at(SHELLED, 0.05) < at(SHELLED, 0.5)


def test_the_encoder_alone_codes_without_cues(coded: Coded) -> None:
    assert JoinedCoder(ByHand({}), with_cues=False).name == "encoder"
    assert JoinedCoder(ByHand({})).name == "both"
    assert coded(SHELLED, NOTHING, min_confidence=0, with_cues=False) == ()
    (act,) = coded(SHELLED, {"shelled": ASSAULT}, with_cues=False)
    assert (act.type, act.trigger.text) == ("ASSAULT", "shelled")


# What the encoder knows of a codebook.


def test_its_own_codebook_is_known_by_its_own_names() -> None:
    known = known_types(PLOVER)
    assert known is not None
    assert known.types == {name: name for name in PLOVER.types}
    assert known.modes["RETREAT"] == {name: name for name in PLOVER.types["RETREAT"].modes}


@pytest.mark.parametrize("renamed", [generic_names, exchanged_names])
def test_it_is_known_under_other_names(renamed: object, coded: Coded) -> None:
    assert callable(renamed)
    codebook, renaming = renamed(PLOVER)
    known = known_types(codebook)
    assert known is not None
    assert known.types == {name: renaming.type(name) for name in PLOVER.types}
    text = "The brigade unleashed havoc on the hamlet."
    says = Says({"ASSAULT": SURE}, mode={"ASSAULT/aerial": SURE})
    (act,) = coded(text, {"unleashed": says}, codebook=codebook)
    assert act.type == renaming.type("ASSAULT")
    assert act.mode == renaming.mode("ASSAULT", "aerial")


def test_it_is_known_in_another_order() -> None:
    known, turned = known_types(PLOVER), known_types(reversed_order(PLOVER))
    assert known == turned


def without(codebook: Codebook, type_: str) -> Codebook:
    kept = {name: found for name, found in codebook.types.items() if name != type_}
    return replace(codebook, types=kept)


def test_a_part_of_it_is_known_and_nothing_else_is_found(coded: Coded) -> None:
    part = without(PLOVER, "ASSAULT")
    known = known_types(part)
    assert known is not None
    assert set(known.types) == set(part.types)
    text = "The brigade unleashed havoc on the hamlet."
    assert coded(text, {"unleashed": ASSAULT}, codebook=part) == ()


def test_a_type_of_another_meaning_is_not_known() -> None:
    aid = replace(PLOVER.types["AID"], definition="Ships that leave a port.")
    assert known_types(replace(PLOVER, types={**PLOVER.types, "AID": aid})) is None
    assert known_types(HARBOUR) is None


def test_acts_of_a_codebook_that_it_does_not_know_are_the_cues(coded: Coded) -> None:
    text = "Gunmen attacked the port after the brigade unleashed havoc on the hamlet."
    words = {"attacked": Says({"AID": SURE}, status={"denied": SURE}), "unleashed": ASSAULT}
    (act,) = coded(text, words, codebook=HARBOUR)
    assert (act.type, act.trigger.text, act.status) == ("RAM", "attacked", Status.DENIED)
    assert "Encoder: status denied" in act.rationale
    # What it has never heard of it cannot doubt, nor that the text is about it.
    for told, relevance in ((NOTHING, 0.9), (NOTHING, 0.01), (words, 0.9)):
        (same,) = coded(text, told, codebook=HARBOUR, relevance=relevance)
        assert (same.type, same.confidence) == ("RAM", act.confidence)
    assert coded(text, words, codebook=HARBOUR, min_confidence=1) == ()
