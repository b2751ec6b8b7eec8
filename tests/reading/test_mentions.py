"""Mentions: kinds, spans and roles."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from whimbrel.reading.parse import Reader
from whimbrel.reading.text import Reading
from whimbrel.records import Document

Built = Callable[..., Reading]


@pytest.mark.parametrize(
    ("sentence", "found"),
    [
        pytest.param(
            "The|DT|det|2 prime|JJ|amod|2 minister|NN|nsubj|3 left|VBD|ROOT|3",
            [("The prime minister", "ROLE")],
            id="office",
        ),
        pytest.param(
            "Ministers|NNS|nsubj|1 left|VBD|ROOT|1", [("Ministers", "GROUP")], id="plural-office"
        ),
        pytest.param(
            "The|DT|det|1 militia|NN|nsubj|2 left|VBD|ROOT|2", [("The militia", "GROUP")], id="band"
        ),
        pytest.param(
            "Police|NNS|nsubj|1|police left|VBD|ROOT|1", [("Police", "GROUP")], id="police"
        ),
        pytest.param(
            "The|DT|det|1 ministry|NN|nsubj|2 fell|VBD|ROOT|2", [("The ministry", "ORG")], id="body"
        ),
        pytest.param(
            "They|PRP|nsubj|1 took|VBD|ROOT|1 him|PRP|dobj|1 hostage|NN|oprd|1",
            [("They", "GROUP"), ("him", "PERSON")],
            id="bare-predicate-is-no-mention",
        ),
        pytest.param(
            "The|DT|det|1 table|NN|nsubj|2 broke|VBD|ROOT|2", [], id="a-thing-is-no-mention"
        ),
        pytest.param("It|PRP|nsubj|1 rained|VBD|ROOT|1|rain", [], id="weather"),
        pytest.param(
            "It|PRP|nsubj|1 was|VBD|ROOT|1|be clear|JJ|acomp|1 that|IN|mark|5 he|PRP|nsubj|5 "
            "lied|VBD|ccomp|1",
            [("he", "PERSON")],
            id="it-is-clear-that",
        ),
    ],
)
def test_mentions(built: Built, sentence: str, found: list[tuple[str, str]]) -> None:
    assert [(m.text, m.kind) for m in built(sentence).mentions] == found


@pytest.mark.parametrize(
    ("text", "name", "role"),
    [
        ("Shi'ite Prime Minister Nouri al-Maliki spoke.", "Nouri al-Maliki", "Prime Minister"),
        ("Iraq's Deputy Prime Minister Saleh al-Mutlaq left.", "Saleh al-Mutlaq",
         "Deputy Prime Minister"),
        ("Lena Okoro, the defence minister, resigned.", "Lena Okoro", "defence minister"),
        ("Musa Idris, one of the commanders of the militia, spoke.", "Musa Idris",
         "one of the commanders of the militia"),
        ("The ministry's spokesman, Tomas Brandt, left.", "Tomas Brandt", "ministry's spokesman"),
        ("General Paul Ochen, the army chief, flew to Geneva.", "Paul Ochen", "army chief"),
        ("Lt. Col. Ana Ruiz was wounded near the border.", "Ana Ruiz", "Lt. Col."),
        ("Mr Tomas Brandt refused to answer.", "Tomas Brandt", None),
    ],
)  # fmt: skip
def test_role(reader: Reader, text: str, name: str, role: str | None) -> None:
    mentions = reader.read(Document(id="d", text=text)).mentions
    assert [m.role for m in mentions if m.text == name] == [role]


def test_ids_follow_the_text(reader: Reader) -> None:
    reading = reader.read(
        Document(id="d", text="It rained. Rebels shot the mayor of Osh, and he died. It was late.")
    )
    assert [m.id for m in reading.mentions] == [f"m{i}" for i in range(len(reading.mentions))]
    assert [m.start for m in reading.mentions] == sorted(m.start for m in reading.mentions)
