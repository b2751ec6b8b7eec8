from __future__ import annotations

import pytest

from whimbrel.resolving.sectors import sectors_of_modifiers, sectors_of_noun, sectors_of_vague


@pytest.mark.parametrize(
    ("phrase", "sectors"),
    [
        ("a senior lawmaker", ("LEG",)),
        ("the prime minister", ("GOV",)),
        ("security force", ("MIL",)),
        ("the former president", ("ELI",)),
        ("a former minister", ("ELI",)),
        ("ex-minister", ("ELI",)),
        ("aid worker", ("NGO",)),
        ("worker", ("LAB",)),
        ("rebel leader", ()),
        ("secretary general", ()),
        ("table", ()),
        ("", ()),
    ],
)
def test_nouns_that_say_enough(phrase: str, sectors: tuple[str, ...]) -> None:
    assert sectors_of_noun(phrase.split()) == sectors


@pytest.mark.parametrize(
    ("phrase", "sectors"),
    [("rebel", ("REB",)), ("the opposition", ("OPP",)), ("senior", ()), ("army", ("MIL",))],
)
def test_words_before_a_vague_noun(phrase: str, sectors: tuple[str, ...]) -> None:
    assert sectors_of_modifiers(phrase.split()) == sectors


def test_vague_nouns_have_a_default() -> None:
    assert sectors_of_vague(["the", "official"]) == ("GOV",)
    assert sectors_of_vague(["former", "official"]) == ("ELI",)
    assert sectors_of_vague(["chair"]) == ()
