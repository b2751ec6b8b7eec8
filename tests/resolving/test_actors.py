"""Country and sectors of parties, on real readings."""

from __future__ import annotations

import pytest

from whimbrel.reading.parse import Reader
from whimbrel.records import Document, Participant, span_of
from whimbrel.resolving.actors import describe, new_id


def described(
    reader: Reader, text: str, phrase: str, published: str | None = "2012-01-04", n: int = 0
) -> Participant:
    reading = reader.read(Document(id="d", text=text, published=published))
    start = -1
    for _ in range(n + 1):
        start = text.index(phrase, start + 1)
    return describe(reading, span_of(text, start, start + len(phrase)), published=published)


CASES = [
    # text, phrase, country, a sector (or null for none)
    ("Iraqi police arrested two men.", "Iraqi police", "IRQ", "COP"),
    ("Turkish warplanes bombed rebel camps.", "Turkish warplanes", "TUR", "MIL"),
    ("A Colombian lawmaker accused the army.", "A Colombian lawmaker", "COL", "LEG"),
    ("Rebels in Darfur attacked a convoy.", "Rebels", "SDN", "REB"),
    ("Hezbollah condemned the raid.", "Hezbollah", "LBN", "REB"),
    ("The Kremlin denied the report.", "The Kremlin", "RUS", "GOV"),
    ("Moscow denied the report.", "Moscow", "RUS", "GOV"),
    ("Kenya signed the treaty.", "Kenya", "KEN", None),
    ("U.N. peacekeepers left the town.", "U.N. peacekeepers", None, "MIL"),
    ("The African Union sent envoys.", "The African Union", None, "IGO"),
    ("Somali pirates seized a ship.", "Somali pirates", "SOM", "CRM"),
    ("Ethnic Albanians marched in Serbia.", "Ethnic Albanians", "SRB", "CVL"),
    ("Peru's foreign minister resigned.", "Peru's foreign minister", "PER", "GOV"),
    (
        "Thousands of Peru's civilian refugees fled.",
        "Thousands of Peru's civilian refugees",
        "PER",
        "REF",
    ),
    (
        "The wives of Peruvian army officers marched.",
        "The wives of Peruvian army officers",
        "PER",
        "MIL",
    ),
    ("Hostage-takers in Peru fired.", "Hostage-takers in Peru", "PER", "CRM"),
    ("Iraqi Kurds fled.", "Iraqi Kurds", "IRQ", "CVL"),
    ("Experts of the African Union left.", "Experts of the African Union", None, "IGO"),
    ("Al-Qaeda commanders met.", "Al-Qaeda commanders", None, "IMG"),
    ("Aid - much of it - came late.", "-", None, None),
]


@pytest.mark.parametrize(("text", "phrase", "country", "sector"), CASES)
def test_country_and_sector(
    reader: Reader, text: str, phrase: str, country: str | None, sector: str | None
) -> None:
    found = described(reader, text, phrase)
    assert found.country == country
    assert (sector in found.sectors) if sector else found.sectors == ()
    assert found.text == phrase
    assert 0 < found.confidence <= 1


HOSTS = [
    # text, an office in it, its country (null where nothing but the host names one)
    ("The president will visit Ankara on Tuesday.", "The president", None),
    ("The president plans to travel to Paris for talks.", "The president", None),
    ("The foreign minister met the German chancellor in Berlin.", "The foreign minister", None),
    (
        "The German chancellor received the premier in Berlin.",
        "the premier",
        None,
    ),
    ("The prime minister held talks with Russian officials.", "The prime minister", None),
    ("The president paid a visit to Japan. Japan is an ally.", "The president", None),
    ("The president cancelled a trip to Poland.", "The president", None),
    # What else the text speaks of suggests a country as before.
    ("The president will visit Ankara, Greek media said.", "The president", "GRC"),
    ("Iraq is in turmoil. The president met Iraqi officials.", "The president", "IRQ"),
    ("The president returned to Ankara on Tuesday.", "The president", "TUR"),
    ("The president ordered troops to leave Ankara.", "The president", "TUR"),
    ("The president of Chile visited Ankara.", "The president of Chile", "CHL"),
    ("Protesters met Turkish officials.", "Protesters", "TUR"),
]


@pytest.mark.parametrize(("text", "phrase", "country"), HOSTS)
def test_a_host_is_no_reason_for_the_country_of_a_guest(
    reader: Reader, text: str, phrase: str, country: str | None
) -> None:
    found = described(reader, text, phrase)
    assert found.country == country
    if country is None:
        assert (found.actor_id, found.confidence) == (None, 0.3)
        assert "names most" not in found.reason


def test_a_person_takes_office_and_country_from_the_title(reader: Reader) -> None:
    text = "Zambian Foreign Minister Chola Mwape met the press. Mwape said little."
    found = described(reader, text, "Chola Mwape")
    assert (found.country, found.sectors, found.name) == ("ZMB", ("GOV",), "Chola Mwape")
    again = described(reader, text, "Mwape", n=1)
    assert (again.country, again.sectors, again.name) == ("ZMB", ("GOV",), "Chola Mwape")
    assert again.actor_id == found.actor_id == new_id("Chola Mwape")


def test_offices_are_those_of_the_day(reader: Reader) -> None:
    text = "Nouri al-Maliki spoke on Wednesday."
    then = described(reader, text, "Nouri al-Maliki", "2012-01-04")
    assert (then.actor_id, then.country, then.sectors) == ("maliki", "IRQ", ("GOV",))
    later = described(reader, text, "Nouri al-Maliki", "2016-01-04")
    assert later.sectors == ("ELI",)


OFFICES = [
    # text, phrase, published, id (null where it stays open)
    ("The Iraqi prime minister spoke.", "The Iraqi prime minister", "2012-05-01", "maliki"),
    ("The Iraqi prime minister spoke.", "The Iraqi prime minister", "2024-05-01", "sudani"),
    # "New" is of the country's name: he had been there for seven years.
    (
        "New Zealand's prime minister left.",
        "New Zealand's prime minister",
        "2015-02-11",
        "john-key-nzl",
    ),
    ("Iraq's prime minister spoke.", "Iraq's prime minister", "2016-05-01", "abadi"),
    ("The prime minister of Iraq spoke.", "The prime minister of Iraq", "2016-05-01", "abadi"),
    ("U.S. Secretary of State Kerry spoke.", "Kerry", "2014-05-01", "kerry"),
    ("The UN secretary-general spoke.", "The UN secretary-general", "2010-05-01", "ban"),
    # Not the one who holds it.
    (
        "The former Iraqi prime minister spoke.",
        "The former Iraqi prime minister",
        "2012-05-01",
        None,
    ),
    ("Iraq's deputy prime minister spoke.", "Iraq's deputy prime minister", "2012-05-01", None),
    ("The Bank of Israel's president spoke.", "The Bank of Israel's president", "2012-05-01", None),
    ("The premier of Ontario spoke.", "The premier of Ontario", "2016-05-01", None),
    # A few days after a change news still speaks of the one before.
    ("The Iraqi prime minister spoke.", "The Iraqi prime minister", "2014-09-10", None),
    # A surname is one's who was there, and not a stranger's.
    ("Israeli Prime Minister Lapid spoke.", "Lapid", "2022-08-04", "yair-lapid-isr"),
    ("Israeli Prime Minister Lapid spoke.", "Lapid", "2012-08-04", None),
    ("Khan, a taxi driver, left Pakistan.", "Khan", "2021-05-01", None),
    ("Rami Maliki left Iraq.", "Rami Maliki", "2012-05-01", None),
    ("Nuri Al Maliki left Iraq.", "Nuri Al Maliki", "2012-05-01", "maliki"),
    # Three days after a change, and no longer, unless the words tell which of the two is meant.
    ("The Nigerian president spoke.", "The Nigerian president", "1999-06-03", "obasanjo"),
    (
        "The new French president took his oath.",
        "The new French president",
        "2012-05-15",
        "hollande",
    ),
    (
        "Britain's foreign secretary smiled hours after his appointment.",
        "Britain's foreign secretary",
        "2010-05-12",
        "william-hague-gbr",
    ),
    (
        "The outgoing French president spoke.",
        "The outgoing French president",
        "2012-05-16",
        "sarkozy",
    ),
    ("Kenya's new president spoke.", "Kenya's new president", "2010-05-12", None),
    (
        "The former French president left the palace after handing over.",
        "The former French president",
        "2012-05-16",
        "sarkozy",
    ),
    ("The former French president spoke.", "The former French president", "2012-05-16", None),
    (
        "Egypt's interim president spoke.",
        "Egypt's interim president",
        "2013-08-10",
        "adly-mansour-egy",
    ),
    ("Egypt's acting president spoke.", "Egypt's acting president", "2005-08-10", None),
    # Whose the office is: a capital's country; not a state's that is gone, nor a stage's.
    ("Berlin's chancellor spoke.", "Berlin's chancellor", "2006-12-01", "merkel"),
    ("The Bank of Israel's president left.", "The Bank of Israel's president", "2018-02-02", None),
    (
        "The president of the Soviet Union spoke.",
        "The president of the Soviet Union",
        "1997-09-10",
        None,
    ),
    ("An actor played the Polish president.", "the Polish president", "1997-09-10", None),
    ("The would-be president of Peru spoke.", "The would-be president of Peru", "2000-09-11", None),
    (
        "NATO's secretary-general asked for more.",
        "NATO's secretary-general",
        "2017-02-15",
        "stoltenberg",
    ),
    # An office and a surname, with no country or with one only guessed.
    (
        "At the Rio summit Prime Minister Rao spoke.",
        "Prime Minister Rao",
        "1992-06-12",
        "p-v-narasimha-rao-ind",
    ),
    (
        "Foreign Minister Frattini flew to Damascus.",
        "Foreign Minister Frattini",
        "2011-02-14",
        "franco-frattini-ita",
    ),
    ("President Kim of South Korea spoke.", "President Kim", "2000-06-14", "kim-dae-jung-kor"),
    (
        "Prime Minister Abdullah of Malaysia spoke.",
        "Prime Minister Abdullah",
        "2004-03-23",
        "abdullah-ahmad-badawi-mys",
    ),
    ("Prime Minister May spoke in Brussels.", "Prime Minister May", "2017-12-01", "may"),
    # Somebody else's office, or another's coming and leaving.
    (
        "The Socialist leader of France left.",
        "The Socialist leader of France",
        "2007-12-01",
        None,
    ),
    (
        "China's president of the supreme court spoke.",
        "China's president of the supreme court",
        "2003-03-01",
        None,
    ),
    (
        "The US president left as his successor was sworn in.",
        "The US president",
        "2021-01-20",
        None,
    ),
    # A surname after the full name, and one that is another's.
    (
        "Girija Prasad Koirala won in Nepal. Mr Koirala smiled.",
        "Mr Koirala",
        "2008-04-14",
        "girija-prasad-koirala-npl",
    ),
    ("HUGO CHAVEZ WINS IN VENEZUELA. Later Chavez spoke.", "Chavez", "1998-12-08", "chavez"),
    ("Nurse Anita Modi ran. For Ms Modi it was the third.", "Ms Modi", "2014-05-19", None),
    ("Medvedev, a Russian tennis player, lost.", "Medvedev", "2018-03-05", None),
    # Spellings of a full name, whatever country the text tells of.
    ("An American envoy met Mouammar Kadhafi.", "Mouammar Kadhafi", "2007-12-11", "gaddafi"),
    ("Abdel Fatah al-Sisi won the Egyptian vote.", "Abdel Fatah al-Sisi", "2014-05-28", "sisi"),
    # Of two of one name the last to have come to an office by the day.
    ("George Bush left.", "George Bush", "1992-05-01", "george-h-w-bush"),
    ("George Bush left.", "George Bush", "2005-05-01", "george-w-bush"),
    # Teams are no states.
    ("France beat Croatia in the World Cup final.", "France", "2018-07-15", None),
]


@pytest.mark.parametrize(("text", "phrase", "published", "expected"), OFFICES)
def test_who_is_meant_by_an_office_or_a_surname(
    reader: Reader, text: str, phrase: str, published: str, expected: str | None
) -> None:
    found = described(reader, text, phrase, published)
    known = found.actor_id if found.actor_id and not found.actor_id.startswith("new:") else None
    assert known == expected


def test_an_office_is_less_sure_than_a_name_and_less_so_where_nobody_looked_it_up(
    reader: Reader,
) -> None:
    text = "The Iraqi prime minister met Nouri al-Maliki."
    dated = described(reader, text, "The Iraqi prime minister", "2012-05-01")
    unverified = described(reader, text, "The Iraqi prime minister", "2016-05-01")
    assert unverified.confidence < dated.confidence <= 0.8


def test_between_two_days_of_one_holder_it_is_he(reader: Reader) -> None:
    text = "The Iraqi prime minister spoke."
    reading = reader.read(Document(id="d", text=text, published="2024-01-01"))
    span = span_of(text, 0, 24)
    within = describe(reading, span, published="2012-01-01", until="2012-12-31")
    across = describe(reading, span, published="2014-01-01", until="2014-12-31")
    assert within.actor_id == "maliki"
    assert across.actor_id not in ("maliki", "abadi")


def test_what_the_document_alone_tells_is_less_sure(reader: Reader) -> None:
    text = "Clashes went on in Peru on Friday. The government blamed nobody."
    found = described(reader, text, "The government")
    assert (found.country, found.sectors) == ("PER", ("GOV",))
    assert found.confidence <= 0.5


def test_nothing_known_stays_open(reader: Reader) -> None:
    found = described(reader, "Gunmen fired at a bus.", "Gunmen", None)
    assert (found.country, found.sectors, found.actor_id) == (None, ("UAF",), None)


def test_new_ids_are_stable_and_apart() -> None:
    assert new_id("Front of the North") == new_id("front of the north")
    assert new_id("Front of the North") != new_id("Front of the South")
    assert new_id("police", "PER") != new_id("police", "KEN")


REASONS = [
    # text, phrase, published, what the reason says
    ("Nouri al-Maliki spoke.", "Nouri al-Maliki", "2012-01-04", "office on 2012-01-04: prime"),
    ("Hezbollah condemned the raid.", "Hezbollah", None, "name in the register"),
    ("The Labour Party won.", "The Labour Party", None, "left open between"),
    ("The Democratic Party won.", "The Democratic Party", None, "name in the register"),
    ("A Sunni lawmaker from Iraq spoke.", "A Sunni lawmaker", None, "described by its words"),
    ("Chad denied it.", "Chad", None, "name of a country"),
    ("Gunmen fired at a bus.", "Gunmen", None, "described by its words"),
]


@pytest.mark.parametrize(("text", "phrase", "published", "told"), REASONS)
def test_every_resolution_has_a_reason(
    reader: Reader, text: str, phrase: str, published: str | None, told: str
) -> None:
    assert told in described(reader, text, phrase, published).reason


def test_namesakes_that_a_text_does_not_tell_apart_stay_open(reader: Reader) -> None:
    text = "The Dutch and the Norwegian foreign ministers met. The Labour Party applauded."
    found = described(reader, text, "The Labour Party")
    assert (found.actor_id, found.sectors) == (None, ("PTY",))
    assert "left open between ap-nor, pvda" in found.reason
    assert described(reader, text.replace("Norwegian", "Swedish"), "The Labour Party").name == (
        "Labour Party (Netherlands)"
    )
