"""The evidence view in the terminal."""

from __future__ import annotations

import io
from typing import Any

import pytest
from rich.console import Console, RenderableType

from whimbrel.evidence import document_view, legend, printable
from whimbrel.records import (
    Cause,
    Claim,
    CoderIdentity,
    Event,
    EventClaim,
    EventDate,
    Participant,
    Place,
    Quantity,
    Record,
    Span,
    Status,
    Via,
)

TEXT = (
    "Troops leave Alda\n\n"
    "The army pulled 500 soldiers out of Alda on Monday because of the rain, "
    "a cable leaked by the Post said. Norland denied it."
)


def at(words: str, type_: type[Any] = Span, /, **fields: Any) -> Any:
    start = TEXT.index(words, TEXT.index("\n\n"))
    return type_(start=start, end=start + len(words), text=words, **fields)


def record(text: str = TEXT, **fields: Any) -> Record:
    return Record(
        id="d1",
        text=text,
        coder=CoderIdentity(name="test", version="0", codebook="test"),
        **fields,
    )


SENTENCE = at(TEXT.split("\n\n")[1].split(" Norland", maxsplit=1)[0])
ARMY = at("The army", Participant, name="Army of Norland", country="NOR", sectors=("MIL",))
CLAIM = Claim(
    id="c1",
    source=(at("a cable"),),
    cue=(at("said"),),
    content=(at("The army pulled 500 soldiers out of Alda on Monday"),),
    via=(at("a cable", Via, kind="document"), at("the Post", Via, kind="leak")),
    date=EventDate(from_="2001-01-02", to="2001-01-02"),
)
DENIAL = Claim(
    id="c2",
    source=(at("Norland"),),
    speaker=at("Norland", Participant, name="Norland"),
    cue=(at("denied"),),
    content=(at("it"),),
    stance="denies",
)
SOLDIERS = at(
    "500 soldiers",
    Quantity,
    id="q1",
    what="troops",
    low=500,
    high=500,
    unit="persons",
    hedge="about",
)
EVENT = Event(
    id="e1",
    type="RETREAT",
    mode="withdraw",
    trigger=at("pulled"),
    sentence=SENTENCE,
    actors=(ARMY,),
    recipients=(at("Alda", Participant),),
    place=at("Alda", Place, country="NOR"),
    date=EventDate(
        from_="2001-01-01", to="2001-01-01", start=at("Monday").start, end=at("Monday").end
    ),
    quantities=(SOLDIERS,),
    claim_id="c1",
    claims=(EventClaim(claim_id="c2", status=Status.DENIED),),
    rationale="verb 'pull out'",
    confidence=0.7,
)
CAUSE = Cause(
    id="k1", cause=at("the rain"), effect=at("pulled 500 soldiers"), sign=1, effect_event="e1"
)
FULL = record(
    outlet="The Wire",
    published="2001-01-03",
    events=(EVENT,),
    claims=(CLAIM, DENIAL),
    quantities=(SOLDIERS,),
    causes=(CAUSE,),
    warnings=("The text was read as windows-1252.",),
)


def plain(view: RenderableType) -> str:
    out = io.StringIO()
    Console(file=out, width=1000, color_system=None).print(view)
    return out.getvalue()


def coloured(view: RenderableType) -> str:
    out = io.StringIO()
    Console(
        file=out, width=1000, color_system="standard", force_terminal=True, no_color=False
    ).print(view)
    return out.getvalue()


@pytest.mark.parametrize(
    "line",
    [
        "Troops leave Alda",
        "The Wire · 2001-01-03 · d1",
        " 1  Army of Norland (NOR MIL) -> RETREAT/withdraw -> Alda",
        "    happened · 2001-01-01 · Alda (NOR) · about 500 troops",
        "    according to a cable (via a cable (document), the Post (leak); said 2001-01-02)",
        "    denied, according to Norland",
        "    because: the rain",
        "    verb 'pull out' (confidence 0.70)",
        "    Norland denies: it",
        "    The text was read as windows-1252.",
    ],
)
def test_everything_about_an_event_is_told(line: str) -> None:
    lines = [each.rstrip() for each in plain(document_view(FULL, colour=False)).splitlines()]
    assert line in lines


def test_marked_words_stand_in_brackets_without_colour() -> None:
    assert (
        "“[actor: The army] [trigger: pulled] [quantity: 500 soldiers] out of [recipient: Alda] on "
        "[date: Monday] because of the rain, a cable leaked by the Post [cue: said].”"
    ) in plain(document_view(FULL, colour=False))


def test_marked_words_are_coloured() -> None:
    shown = coloured(document_view(FULL, colour=True))
    assert "\x1b[1;36mThe army\x1b[0m" in shown
    assert "\x1b[1;30;43mpulled\x1b[0m" in shown
    assert "[actor" not in shown


def test_the_legend_names_every_mark() -> None:
    assert "[trigger: ...]" in plain(legend(colour=False))
    assert "\x1b[1;36mactor\x1b[0m" in coloured(legend(colour=True))


def test_narrow_lines_stay_indented_and_bare_at_the_end() -> None:
    out = io.StringIO()
    Console(file=out, width=40, color_system=None).print(document_view(FULL, colour=False))
    lines = out.getvalue().splitlines()
    sentence = lines[lines.index("    “[actor: The army] [trigger: pulled]") :][:4]
    assert all(line.startswith("    ") and len(line) <= 40 for line in sentence)
    assert [line for line in lines if line != line.rstrip()] == []


def test_one_event_alone() -> None:
    other = Event(id="e2", type="AID", trigger=at("leaked"), sentence=SENTENCE)
    shown = plain(document_view(record(events=(EVENT, other)), colour=False, event_id="e2"))
    assert "AID" in shown
    assert "RETREAT" not in shown


def test_a_document_without_events_says_so() -> None:
    assert "No political event found." in plain(document_view(record(), colour=False))


def test_a_cause_of_no_event_stands_apart() -> None:
    cause = Cause(id="k2", cause=at("the rain"), effect=at("leaked"), sign=-1)
    shown = plain(document_view(record(events=(EVENT,), causes=(cause,)), colour=False))
    assert "the rain prevents leaked [because]" in shown


@pytest.mark.parametrize(
    ("bounds", "words"),
    [
        ({"low": 500, "high": 500}, "500 troops"),
        ({"low": 500, "high": None}, "500 or more troops"),
        ({"low": None, "high": 500}, "up to 500 troops"),
        ({"low": 200, "high": 999}, "200 to 999 troops"),
        ({"low": None, "high": None}, "500 soldiers troops"),
        ({"low": 1.1e10, "high": 1.1e10, "what": "money", "unit": "USD"}, "11,000,000,000 USD"),
        ({"low": 5, "high": 5, "what": "other"}, "5 “500 soldiers”"),
    ],
)
def test_figures(bounds: dict[str, Any], words: str) -> None:
    figure = at("500 soldiers", Quantity, **{"id": "q9", "what": "troops", **bounds})
    shown = plain(document_view(record(quantities=(figure,)), colour=False))
    assert words in [line.strip() for line in shown.splitlines()]


def test_a_claim_told_by_another_source() -> None:
    outer = Claim(id="c9", source=(at("the Post"),))
    inner = Claim(id="c8", source=(at("Norland"),), within="c9", content=(at("leaked"),))
    shown = plain(document_view(record(claims=(inner, outer)), colour=False))
    assert "Norland, as told by the Post asserts: leaked" in shown


HOSTILE = "[bold red]Breaking[/] \x1b]0;owned\x07\x1b[2J\u202etxt\x9b31m[/x]"


def test_text_is_neither_mark_up_nor_terminal_control() -> None:
    sentence = Span(start=0, end=len(HOSTILE), text=HOSTILE)
    event = Event(
        id="e1",
        type="AID",
        trigger=Span(start=10, end=18, text=HOSTILE[10:18]),
        sentence=sentence,
        actors=(Participant(start=0, end=4, text=HOSTILE, name=HOSTILE),),
    )
    claim = Claim(id="c1", source=(sentence,), content=(sentence,))
    hostile = record(
        HOSTILE,
        title=HOSTILE,
        outlet=HOSTILE,
        events=(event,),
        claims=(claim,),
        warnings=(HOSTILE,),
    )
    shown = plain(document_view(hostile, colour=False))
    assert "[bold red]Breaking[/]" in shown
    assert not set("\x1b\x07\x9b\u202e") & set(shown)


def test_printable_keeps_length_and_letters() -> None:
    text = "Ali\u0301 \U0001f600 علي\r\nx\ud800"
    assert len(printable(text)) == len(text)
    assert printable(text) == "Ali\u0301 \U0001f600 علي  x\N{REPLACEMENT CHARACTER}"
