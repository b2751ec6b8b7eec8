"""Which of a text's dates and places an act has, on readings written out by hand."""

from __future__ import annotations

from typing import Any

import pytest

from whimbrel.coding.acts import Act
from whimbrel.coding.whenwhere import capital_meant, date_of, place_of
from whimbrel.reading.text import Reading, reading_of
from whimbrel.records import Claim, Place, Span, Status, Time, span_of

PARTS = {"N": "NOUN", "P": "PROPN", "V": "VERB", "I": "ADP", "A": "AUX", "W": "ADV", ".": "PUNCT"}


def built(*sentences: str) -> Reading:
    """`word|part|dependency|head` for each word; heads count within the text."""
    rows = [[word.split("|") for word in sentence.split()] for sentence in sentences]
    tokens = [token for row in rows for token in row]
    starts = [sum(len(row) for row in rows[:n]) for n in range(len(rows))]
    return reading_of(
        [token[0] for token in tokens],
        [int(token[3]) for token in tokens],
        [token[2] for token in tokens],
        pos=[PARTS[token[1]] for token in tokens],
        tags=["NNP" if token[1] == "P" else "" for token in tokens],
        sentence_starts=starts,
        published="2012-01-04",
    )


def span(reading: Reading, word: str) -> Span:
    start = reading.text.index(word)
    return span_of(reading.text, start, start + len(word))


def act(reading: Reading, word: str, **more: Any) -> Act:
    clause = span_of(reading.text, 0, len(reading.text))
    return Act(type="RAM", trigger=span(reading, word), clause=clause, **more)


def day(reading: Reading, word: str, from_: str, to: str | None = None) -> Time:
    found = span(reading, word)
    return Time(
        start=found.start, end=found.end, text=word, type="DATE", from_=from_, to=to or from_
    )


def place(reading: Reading, word: str, precision: Any = "city") -> Place:
    found = span(reading, word)
    return Place(start=found.start, end=found.end, text=word, name=word, precision=precision)


CLAUSES = built(
    "Rebels|N|nsubj|1 struck|V|ROOT|1 Aden|P|dobj|1 on|I|prep|1 Monday|P|pobj|3 after|I|mark|8 "
    "troops|N|nsubj|8 had|A|aux|8 fled|V|advcl|1 on|I|prep|8 Sunday|P|pobj|9 .|.|punct|1",
    "Ships|N|nsubj|13 left|V|ROOT|13 .|.|punct|13",
)
DAYS = [day(CLAUSES, "Monday", "2012-01-02"), day(CLAUSES, "Sunday", "2012-01-01")]


@pytest.mark.parametrize(
    ("word", "found"),
    [
        pytest.param("struck", "Monday", id="own-clause"),
        pytest.param("fled", "Sunday", id="the-clause-below"),
        pytest.param("left", None, id="another-sentence"),
    ],
)
def test_the_date_of_the_acts_own_clause(word: str, found: str | None) -> None:
    date = date_of(CLAUSES, act(CLAUSES, word), DAYS, None)
    assert (date and date[1].text) == found


def test_a_claims_border_shuts_dates_out() -> None:
    inside = Claim(id="c0", content=(span_of(CLAUSES.text, 0, CLAUSES.text.index(" on Monday")),))
    assert date_of(CLAUSES, act(CLAUSES, "struck"), DAYS, inside) is None


def test_a_duration_or_an_open_expression_is_no_date() -> None:
    monday = DAYS[0]
    spell = Time(
        start=monday.start, end=monday.end, text=monday.text, type="DURATION", from_="2012-01-02"
    )
    open_ = Time(start=monday.start, end=monday.end, text=monday.text, type="DATE")
    assert date_of(CLAUSES, act(CLAUSES, "struck"), [spell], None) is None
    assert date_of(CLAUSES, act(CLAUSES, "struck"), [open_], None) is None


def test_what_goes_on_ends_on_the_day_of_publication() -> None:
    struck = act(CLAUSES, "struck", status=Status.ONGOING)
    found = date_of(CLAUSES, struck, DAYS, None)
    assert found is not None
    assert (found[0].from_, found[0].to) == ("2012-01-02", "2012-01-04")


LISTED = built(
    "Rebels|N|nsubj|1 struck|V|ROOT|1 on|I|prep|1 Sunday|P|pobj|2 and|I|cc|3 Monday|P|conj|3"
)


def test_days_of_a_list_are_one_interval() -> None:
    days = [day(LISTED, "Sunday", "2012-01-01"), day(LISTED, "Monday", "2012-01-02")]
    found = date_of(LISTED, act(LISTED, "struck"), days, None)
    assert found is not None
    assert (found[0].from_, found[0].to, found[0].text) == ("2012-01-01", "2012-01-02", "Sunday")


PLACED = built(
    "Rebels|N|nsubj|1 struck|V|ROOT|1 Aden|P|dobj|1 in|I|prep|1 Yemen|P|pobj|3 .|.|punct|1",
    "Chad|P|nsubj|7 met|V|ROOT|7 rebels|N|dobj|7 from|I|prep|8 Mali|P|pobj|9 in|I|prep|7 "
    "Oslo|P|pobj|11 .|.|punct|7",
)


def where(word: str, names: list[Place], **more: Any) -> str | None:
    asked = {"deed": True, **more}
    whom = asked.pop("whom", ())
    found = place_of(PLACED, act(PLACED, word, recipients=whom), names, None, **asked)
    return found.text if found else None


def test_what_is_struck_is_where_it_happens_and_the_finest_place_wins() -> None:
    names = [place(PLACED, "Aden"), place(PLACED, "Yemen", "country")]
    assert where("struck", names, whom=(span(PLACED, "Aden"),)) == "Aden"
    assert where("struck", names) == "Aden"
    assert where("struck", names[1:]) == "Yemen"


def test_a_country_that_is_struck_is_no_place() -> None:
    aden = span(PLACED, "Aden")
    assert where("struck", [place(PLACED, "Aden", "country")], whom=(aden,)) is None


@pytest.mark.parametrize(
    ("name", "deed", "found"),
    [
        pytest.param("Oslo", False, "Oslo", id="words-spoken-there"),
        pytest.param("Mali", True, None, id="where-somebody-is-from"),
        pytest.param("Chad", True, None, id="who-acts"),
        pytest.param("Yemen", True, None, id="another-sentence"),
    ],
)
def test_places_by_their_prepositions(name: str, deed: bool, found: str | None) -> None:
    assert where("met", [place(PLACED, name)], deed=deed) == found


FROM = built(
    "The|W|det|1 withdrawal|N|nsubj|6 from|I|prep|1 Aden|P|pobj|2 in|I|prep|1 May|P|pobj|4 "
    "ended|V|ROOT|6 in|I|prep|6 Oslo|P|pobj|7 .|.|punct|6",
)


def test_what_hangs_on_the_act_s_own_noun_comes_first() -> None:
    names = [place(FROM, "Aden"), place(FROM, "Oslo")]
    found = place_of(FROM, act(FROM, "withdrawal"), names, None, deed=True)
    assert found is not None
    assert found.text == "Aden"


SPOKEN = built(
    "Police|N|nsubj|3 in|I|prep|0 Aden|P|pobj|1 struck|V|ROOT|3 and|I|cc|3 threatened|V|conj|3 "
    ".|.|punct|3"
)


def test_who_speaks_is_where_the_words_are_spoken() -> None:
    aden = place(SPOKEN, "Aden")
    threat = act(SPOKEN, "threatened", actors=(span(SPOKEN, "Police in Aden"),))
    assert place_of(SPOKEN, threat, [aden], None, deed=False) == aden
    country = place(SPOKEN, "Aden", "country")
    assert place_of(SPOKEN, threat, [country], None, deed=False) is None
    assert place_of(SPOKEN, act(SPOKEN, "threatened"), [aden], None, deed=False) is None


SEIZED = built(
    "Tripoli|P|ROOT|0 :|.|punct|0",
    "Rebels|N|nsubj|3 seized|V|ROOT|3 the|W|det|5 capital|N|dobj|3 .|.|punct|3",
)


def test_the_capital_is_the_datelines_place_where_that_is_one() -> None:
    tripoli, seizure = place(SEIZED, "Tripoli"), act(SEIZED, "seized")
    told = capital_meant(SEIZED, seizure, [tripoli], span(SEIZED, "Tripoli"))
    assert told == (tripoli, span(SEIZED, "capital"))
    assert capital_meant(SEIZED, seizure, [tripoli], None) is None
    misrata = Place(start=0, end=7, text="Tripoli", name="Misrata", precision="city")
    assert capital_meant(SEIZED, seizure, [misrata], span(SEIZED, "Tripoli")) is None


OWNED = built(
    "Unions|N|nsubj|1 ended|V|ROOT|1 Monday|P|poss|4 's|W|case|2 strike|N|dobj|1 .|.|punct|1"
)


def test_a_day_that_another_noun_has_is_not_the_act_s() -> None:
    monday = [day(OWNED, "Monday", "2012-01-02")]
    assert date_of(OWNED, act(OWNED, "ended"), monday, None) is None
    strike = date_of(OWNED, act(OWNED, "strike"), monday, None)
    assert strike is not None
    assert strike[0].text == "Monday"


SINCE = built(
    "Nine|N|nsubj|2 have|A|aux|2 died|V|ROOT|2 since|I|prep|2 Sunday|P|pobj|3 .|.|punct|2"
)


def test_since_with_a_perfect_reaches_up_to_the_publication() -> None:
    found = date_of(SINCE, act(SINCE, "died"), [day(SINCE, "Sunday", "2012-01-01")], None)
    assert found is not None
    assert (found[0].from_, found[0].to) == ("2012-01-01", "2012-01-04")


IN_POWER = built(
    "In|I|prep|6 power|N|pobj|0 since|I|prep|1 2007|N|pobj|2 ,|.|punct|6 he|P|nsubj|6"
    " vowed|V|ROOT|6 revenge|N|dobj|6 .|.|punct|6"
)


def test_since_when_somebody_is_in_power_is_not_when_he_acts() -> None:
    given = [day(IN_POWER, "2007", "2007-01-01")]
    assert date_of(IN_POWER, act(IN_POWER, "vowed"), given, None) is None
    assert date_of(IN_POWER, act(IN_POWER, "power"), given, None) is not None


def test_a_day_that_could_not_be_reckoned_is_named_and_open() -> None:
    monday = span(CLAUSES, "Monday")
    hanging = Time(
        start=monday.start, end=monday.end, text="Monday", type="DATE", value="XXXX-WXX-1"
    )
    found = date_of(CLAUSES, act(CLAUSES, "struck"), [hanging], None)
    assert found is not None
    assert (found[0].text, found[0].from_, found[0].to) == ("Monday", None, None)
