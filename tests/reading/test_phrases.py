"""Noun phrases by the record's convention, list members, and the mention behind a span."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from whimbrel.reading.phrases import head_token, members, mention_at, noun_phrase
from whimbrel.reading.text import Reading

Built = Callable[..., Reading]

COURT = (
    "A|DT|det|1 court|NN|nsubj|5 in|IN|prep|1 the|DT|det|4 capital|NN|pobj|2 sentenced|VBD|ROOT|5 "
    "two|CD|nummod|7 members|NNS|dobj|5 of|IN|prep|7 the|DT|det|10 party|NN|pobj|8 to|IN|prep|5 "
    "death|NN|pobj|11 .|.|punct|5"
)
CLASHES = (
    "Clashes|NNS|nsubj|1 killed|VBD|ROOT|1 the|DT|det|3 soldiers|NNS|dobj|1 who|WP|nsubj|5 "
    "guarded|VBD|relcl|3 the|DT|det|7 bridge|NN|dobj|5 ,|,|punct|7 a|DT|det|11 "
    "steel|NN|compound|11 span|NN|appos|7 built|VBN|acl|11 in|IN|prep|12 1960|CD|pobj|13 "
    ".|.|punct|1"
)
MINISTERS = (
    "The|DT|det|1 ministers|NNS|nsubj|8 of|IN|prep|1 trade|NN|pobj|2 ,|,|punct|3 farming|NN|conj|3 "
    "and|CC|cc|5 health|NN|conj|5 met|VBD|ROOT|8 envoys|NNS|dobj|8 from|IN|prep|9 Mali|NNP|pobj|10 "
    "and|CC|cc|11 Niger|NNP|conj|11 .|.|punct|8"
)
VILLAGERS = (
    "Some|DT|quantmod|1 40|CD|nummod|2 villagers|NNS|nsubj|8 ,|,|punct|2 a|DT|det|5 "
    "priest|NN|conj|2 and|CC|cc|5 police|NNS|conj|5 fled|VBD|ROOT|8 .|.|punct|8"
)
UNION = (
    "The|DT|det|1 union|NN|poss|3 's|POS|case|1 leader|NN|nsubj|8 ,|,|punct|3 Tomas|NNP|compound|6 "
    "Brandt|NNP|appos|3 ,|,|punct|3 refused|VBD|ROOT|8 .|.|punct|8"
)
ACCUSED = (
    "It|PRP|nsubj|1 accused|VBD|ROOT|1|accuse both|DT|det|3 sides|NNS|dobj|1 of|IN|prep|3 "
    "looting|NN|pobj|4 in|IN|prep|1 May|NNP|pobj|6 .|.|punct|1"
)


@pytest.mark.parametrize(
    ("sentence", "head", "phrase"),
    [
        pytest.param(COURT, 1, "A court in the capital", id="prepositional-attribute"),
        pytest.param(COURT, 7, "two members of the party", id="number-and-attribute"),
        pytest.param(CLASHES, 3, "the soldiers", id="no-relative-clause"),
        pytest.param(CLASHES, 7, "the bridge", id="no-apposition"),
        pytest.param(CLASHES, 11, "a steel span", id="no-participial-clause"),
        pytest.param(MINISTERS, 1, "The ministers of trade , farming and health", id="list-inside"),
        pytest.param(MINISTERS, 9, "envoys from Mali and Niger", id="names-inside"),
        pytest.param(VILLAGERS, 2, "Some 40 villagers", id="first-member-of-a-list"),
        pytest.param(VILLAGERS, 5, "a priest", id="second-member-of-a-list"),
        pytest.param(UNION, 3, "The union 's leader", id="possessor"),
        pytest.param(UNION, 1, "The union", id="possessor-without-its-mark"),
        pytest.param(UNION, 6, "Tomas Brandt", id="name-in-apposition"),
        pytest.param(ACCUSED, 3, "both sides", id="preposition-of-the-verb"),
        pytest.param(ACCUSED, 0, "It", id="pronoun"),
    ],
)
def test_noun_phrase(built: Built, sentence: str, head: int, phrase: str) -> None:
    assert noun_phrase(built(sentence), head).text == phrase


TITLED = (
    "Defence|NNP|compound|1 Minister|NNP|compound|3 Lena|NNP|compound|3 Okoro|NNP|nsubj|4 "
    "left|VBD|ROOT|4 the|DT|det|7 European|NNP|compound|7 Union|NNP|dobj|4 .|.|punct|4"
)


@pytest.mark.parametrize(
    ("head", "phrase"), [(3, "Lena Okoro"), (2, "Lena Okoro"), (7, "the European Union")]
)
def test_a_person_loses_title_and_a_body_keeps_its_article(
    built: Built, head: int, phrase: str
) -> None:
    reading = built(TITLED, names=[(2, 3, "PERSON"), (6, 7, "ORG")])
    assert noun_phrase(reading, head).text == phrase


def test_an_adjective_of_nationality_stands_for_itself(built: Built) -> None:
    reading = built(
        "Malian|JJ|amod|1 withdrawal|NN|ROOT|1 pleased|VBD|dep|1 them|PRP|dobj|2",
        names=[(0, 0, "NORP")],
    )
    assert noun_phrase(reading, 0).text == "Malian"


def test_a_dateline_stays_out(built: Built) -> None:
    reading = built(
        "SARIWA|NNP|nmod|3 -|HYPH|punct|3 Armed|JJ|amod|3 groups|NNS|nsubj|4 fought|VBD|ROOT|4"
    )
    assert noun_phrase(reading, 3).text == "Armed groups"


@pytest.mark.parametrize(
    ("sentence", "head", "found"),
    [(VILLAGERS, 2, [2, 5, 7]), (VILLAGERS, 5, [5, 7]), (COURT, 1, [1]), (MINISTERS, 3, [3, 5, 7])],
)
def test_members(built: Built, sentence: str, head: int, found: list[int]) -> None:
    assert members(built(sentence), head) == found


def test_members_leaves_out_joined_verbs(built: Built) -> None:
    reading = built("Rebels|NNS|nsubj|1 came|VBD|ROOT|1 and|CC|cc|1 left|VBD|conj|1")
    assert members(reading, 1) == [1]


def test_members_behind_an_apposition_count_where_the_parse_hangs_them_on_the_verb(
    built: Built,
) -> None:
    reading = built(
        "They|PRP|nsubj|1 held|VBD|ROOT|1 Kyi|NNP|dobj|1 ,|,|punct|2 the|DT|det|5 "
        "leader|NN|appos|2 "
        ",|,|punct|1 and|CC|cc|1 Myint|NNP|conj|1 .|.|punct|1"
    )
    assert members(reading, 2) == [2, 8]
    alone = built(
        "They|PRP|nsubj|1 held|VBD|ROOT|1 Kyi|NNP|dobj|1 and|CC|cc|1 Myint|NNP|conj|1 .|.|punct|1"
    )
    assert members(alone, 2) == [2]


def test_mention_at_goes_by_the_head(built: Built) -> None:
    reading = built(UNION, names=[(5, 6, "PERSON")])
    leader = mention_at(reading, reading.token_span(0, 3))
    assert leader is not None
    assert leader.text == "The union 's leader"
    within = mention_at(reading, reading.token_span(6, 6))
    assert within is not None
    assert within.text == "Tomas Brandt"
    assert mention_at(reading, reading.token_span(8, 8)) is None


def test_head_token_of_a_span_without_tokens_is_null(built: Built) -> None:
    reading = built(COURT)
    assert head_token(reading, reading.span(1, 1)) is None
