"""Headline and dateline. Cases: the text, its title, and what stands before the body."""

from __future__ import annotations

import time

import pytest

from whimbrel.documents.clean import dateline, headline_end

FOUND = [
    # line, place, region, date, agency
    ("BAGHDAD, Jan 3 (Wire) - The army left.", "BAGHDAD", None, "Jan 3", "Wire"),
    ("BAGHDAD — The army left.", "BAGHDAD", None, None, None),
    ("BAGHDAD - The army left.", "BAGHDAD", None, None, None),
    ("BAGHDAD -- The army left.", "BAGHDAD", None, None, None),
    ("BAGHDAD (Wire) – The army left.", "BAGHDAD", None, None, "Wire"),
    ("BAGHDAD (Wire)_ The army left.", "BAGHDAD", None, None, "Wire"),
    ("Odesa, 9 March. The port burned.", "Odesa", None, "9 March", None),
    ("Odesa, 9 March 2023: The port burned.", "Odesa", None, "9 March 2023", None),
    (
        "TRIPOLI, Lebanon, Sept. 4, 2018 (Wire) -- Fire.",
        "TRIPOLI",
        "Lebanon",
        "Sept. 4, 2018",
        "Wire",
    ),
    ("ST. LOUIS, Mo. - Police said.", "ST. LOUIS", "Mo.", None, None),
    ("NEW YORK/GENEVA, Dec 11 (Wire) - Talks.", "NEW YORK", None, "Dec 11", "Wire"),
    ("DAR ES SALAAM, Tanzania (Wire) - Talks.", "DAR ES SALAAM", "Tanzania", None, "Wire"),
    ("Rio de Janeiro (Wire) — Police said.", "Rio de Janeiro", None, None, "Wire"),
    ("SANA'A - Five aircraft left.", "SANA'A", None, None, None),
    ("Port-au-Prince, Tuesday - Five left.", "Port-au-Prince", None, "Tuesday", None),
    (
        "KYIV, Ukraine, Tuesday, January 3 - Five left.",
        "KYIV",
        "Ukraine",
        "Tuesday, January 3",
        None,
    ),
    ("ERBIL, Aug. 11 /NewsLine/ -- Aid came.", "ERBIL", None, "Aug. 11", "NewsLine"),
    (
        "Press release. Beira, 23 November 2020. The base closed.",
        "Beira",
        None,
        "23 November 2020",
        None,
    ),
    ("ÇANAKKALE - Five left.", "ÇANAKKALE", None, None, None),
]

NONE = [
    "The army - or what was left of it - went home.",
    "Protesters threw stones - police fired.",
    "Analysis - The war goes on.",
    "BREAKING NEWS - Three dead in fire.",
    "On October 1 - Two men left.",
    "Baghdad is quiet.",
    "He left on 9 March. The port burned.",
    "U.S. officials said (as before) - no.",
    "— Reported by staff",
    "ALL OF THIS - WAS SENT BY TELETYPE IN CAPITAL LETTERS ONLY.",
    "",
    "-",
    "Tuesday - The army left.",
]


@pytest.mark.parametrize(("line", "place", "region", "date", "agency"), FOUND)
@pytest.mark.parametrize(
    "before", ["", "Army leaves the city\n\n", "\n\n", "Army goes\r\n\r\nBy A. B.\r\n"]
)
def test_dateline(
    before: str, line: str, place: str, region: str | None, date: str | None, agency: str | None
) -> None:
    text = f"{before}{line}\n\nMore was said later in the day by people who live there."
    found = dateline(text)
    assert found is not None
    spans = (found.place, found.region, found.date, found.agency)
    assert tuple(span and span.text for span in spans) == (place, region, date, agency)
    for span in spans:
        assert span is None or text[span.start : span.end] == span.text
    assert line.endswith(text[found.body_start :].splitlines()[0])
    assert text[found.body_start].isupper()
    assert all(span is None or span.end <= found.body_start for span in spans)


def test_dateline_on_a_line_of_its_own() -> None:
    text = "\nHAVANA (Wire) --\n\nA court ruled."
    found = dateline(text)
    assert found is not None
    assert text[found.body_start :] == "A court ruled."


@pytest.mark.parametrize("line", NONE)
def test_no_dateline(line: str) -> None:
    assert dateline(f"{line}\n\nAnd more.") is None


def test_headline_with_a_dash_is_no_dateline() -> None:
    text = "Iraq - The army leaves\n\nSoldiers left on Tuesday."
    assert dateline(text, title="Iraq - The army leaves") is None


@pytest.mark.parametrize(
    ("text", "title", "body"),
    [
        ("Army leaves\n\nSoldiers left.", "Army leaves", "Soldiers left."),
        ("Army leaves\n\nSoldiers left.", None, "Soldiers left."),
        ("Army leaves.\n\nSoldiers left.", "Army leaves", "Soldiers left."),
        ("\n\nArmy leaves\r\n\r\n  Soldiers left.", None, "Soldiers left."),
        (
            "Army leaves;\nParliament is glad\n\nSoldiers left.",
            "Army leaves; Parliament is glad",
            "Soldiers left.",
        ),
        ("Soldiers left on Tuesday.\n\nPolice said so.", "Army leaves", "all"),
        ("Soldiers left on Tuesday.", "Soldiers left on Tuesday.", "all"),
        ("", None, "all"),
        ("\n\n", "x", "all"),
    ],
)
def test_headline_end(text: str, title: str | None, body: str) -> None:
    found = text[headline_end(text, title) :]
    assert found.lstrip() == (text.lstrip() if body == "all" else body)
    if body == "all":
        assert headline_end(text, title) == 0


@pytest.mark.parametrize("text", ["A " * 200_000, "A, " * 200_000, "\n" * 500_000, "A-" * 200_000])
def test_long_texts_take_no_time(text: str) -> None:
    started = time.monotonic()
    dateline(text, title="A title")
    headline_end(text, "A title")
    assert time.monotonic() - started < 5
