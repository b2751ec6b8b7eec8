"""Batch files become gold with exact offsets, and every kind of mistake is named."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from training.annotate import CORPUS, jsonl, main, read_batch
from training.scheme import load_scheme
from training.values import days_of, is_timex, number_in, timex_type

SCHEME = load_scheme()
HEAD = "@s east-africa wire active 2021-05-05\n"


def batch(tmp_path: Path, source: str) -> tuple[list[dict[str, Any]], list[str]]:
    """Units and messages of a batch file with this content."""
    path = tmp_path / "b.txt"
    path.write_text(source, encoding="utf-8")
    units, problems = read_batch(path, SCHEME)
    return [row for rows in units.values() for row in rows], [
        f"{problem.line}: {problem.message}" for problem in problems
    ]


def gold(tmp_path: Path, block: str) -> dict[str, Any]:
    """The gold of a single block, which must be free of mistakes."""
    rows, problems = batch(tmp_path, HEAD + block)
    assert problems == []
    found: dict[str, Any] = rows[0]["gold"]
    return found


def spans_of(value: Any) -> list[dict[str, Any]]:
    """Every span anywhere in a gold value."""
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else []
    found = [span for part in inner for span in spans_of(part)]
    if isinstance(value, dict) and value.get("start") is not None:
        found.append(value)
    return found


@pytest.mark.parametrize("row", read_batch(CORPUS / "source" / "seed.txt", SCHEME)[0]["s"])
def test_seed_spans_are_slices_of_the_text(row: dict[str, Any]) -> None:
    for span in spans_of(row["gold"]):
        assert row["text"][span["start"] : span["end"]] == span["text"]


def test_seed_shows_every_type_and_status() -> None:
    units, problems = read_batch(CORPUS / "source" / "seed.txt", SCHEME)
    assert problems == []
    events = [e for rows in units.values() for row in rows for e in row["gold"]["events"]]
    assert {event["type"] for event in events} == set(SCHEME.modes)
    assert {event["status"] for event in events} == set(SCHEME.statuses)


BATCHES = sorted((CORPUS / "source").glob("*.txt")) + sorted((CORPUS / "articles").glob("*.txt"))


@pytest.mark.parametrize("batch", BATCHES, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_the_built_corpus_is_current(batch: Path) -> None:
    units, mistakes = read_batch(batch, SCHEME)
    assert not mistakes
    for kind, folder in (("s", "sentences"), ("p", "passages"), ("a", "articles")):
        built = CORPUS / folder / f"{batch.stem}.jsonl"
        if units.get(kind):
            assert built.read_text(encoding="utf-8") == jsonl(units[kind])


def test_event_with_everything(tmp_path: Path) -> None:
    found = gold(
        tmp_path,
        "[p1:PERSON Åsa Dahl], [r1 a judge], [u1 said] [c1 [p2=p1 she] was [e1 beaten] by "
        "[h1 at least] [p3:GROUP [q1:other:persons 3] men] in [l1:KEN:city Kisumu] on "
        "[d1=2021-05-04 Tuesday]].\n"
        "e1 ASSAULT/beat+primitive a=p3 r=p2 q=q1 at=l1 on=d1 ctx=crime,gender\nc1 p1 alleges\n",
    )
    event, claim = found["events"][0], found["claims"][0]
    assert (event["mode"], event["modes"]) == ("beat", ["beat", "primitive"])
    assert event["contexts"] == ["crime", "gender"]
    assert event["recipients"][0]["name"] == "Åsa Dahl"
    assert event["recipients"][0]["ref"]["start"] == 0
    assert event["place"]["country"] == "KEN"
    assert (event["date"]["from"], event["date"]["text"]) == ("2021-05-04", "Tuesday")
    assert (event["quantities"][0]["low"], event["quantities"][0]["high"]) == (3, None)
    assert event["claim_id"] == claim["id"] == "c0"
    assert claim["speaker"]["name"] == "Åsa Dahl"
    assert found["mentions"][0]["role"] == "a judge"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ('"[c1 It is over]," [p1:GROUP they] [u1 said].', "direct"),
        ("[p1:GROUP They] [u1 said] [c1 it is over].", "indirect"),
        ('[p1:GROUP They] [u1 said] [c1 it is "over"].', "mixed"),
    ],
)
def test_kind_of_claim_follows_from_quotation_marks(tmp_path: Path, text: str, kind: str) -> None:
    assert gold(tmp_path, f"{text}\nc1 p1\n")["claims"][0]["kind"] == kind


def test_claims_nest_and_the_innermost_holds_the_event(tmp_path: Path) -> None:
    found = gold(
        tmp_path,
        "[p1:PERSON Ana] [u1 said] [c1 [p2:PERSON Bo] [u2 claims] [c2 [p3:PERSON Cy] [e1 fled]]].\n"
        "e1 RETREAT/resign a=p3\nc1 p1\nc2 p2 alleges\n",
    )
    assert [claim["within"] for claim in found["claims"]] == [None, "c0"]
    assert found["events"][0]["claim_id"] == "c1"


def test_cause_finds_its_events_and_surface_marks_may_cross(tmp_path: Path) -> None:
    found = gold(
        tmp_path,
        "[p1:GROUP Crowds] [e1 marched] [x1s because of] [x1c the [e2 raid]].\n"
        "x1e ~ Crowds marched\ne1 PROTEST/demo a=p1\ne2 COERCE/seize\n",
    )
    cause = found["causes"][0]
    assert (cause["effect_event"], cause["cause_event"], cause["sign"]) == ("e0", "e1", 1)


def test_two_events_share_one_trigger_and_brackets_are_escaped(tmp_path: Path) -> None:
    rows, problems = batch(
        tmp_path,
        HEAD + "[p1:GROUP They] would [e1,e2 fight] \\[sic\\].\n"
        "e1 THREATEN/violence a=p1\ne2 ASSAULT threatened a=p1\n",
    )
    assert problems == []
    assert rows[0]["text"] == "They would fight [sic]."
    assert [e["trigger"]["start"] for e in rows[0]["gold"]["events"]] == [11, 11]


def test_passage_lines_are_sentences_and_blank_lines_part_paragraphs(tmp_path: Path) -> None:
    rows, problems = batch(
        tmp_path,
        "@p east-africa wire mixed\nHeadline\n\nOne. \nTwo [e1 raids].\nThree.\ne1 COERCE/seize\n",
    )
    assert problems == []
    assert rows[0]["text"] == "Headline\n\nOne. Two raids. Three."
    assert rows[0]["gold"]["events"][0]["sentence"]["text"] == "Two raids."


def test_articles_hold_no_event_and_have_a_title(tmp_path: Path) -> None:
    source = "@a oceania local active 2024-07-16 topic=sport\nRovers win\n\nIt rained.\n"
    rows, problems = batch(tmp_path, source)
    assert problems == []
    assert (rows[0]["title"], rows[0]["topic"]) == ("Rovers win", "sport")
    assert batch(tmp_path, source + "[e1 Raid].\ne1 COERCE/seize\n")[1] == [
        "1: an article (@a) holds no event"
    ]


def test_header_fields_are_taken_over_and_ids_follow_the_text(tmp_path: Path) -> None:
    rows, _ = batch(tmp_path, HEAD + "A.\n@s . local\nB.\n@s\nC.\n")
    assert [row["register"] for row in rows] == ["wire", "local", "local"]
    assert [row["published"] for row in rows] == ["2021-05-05", None, None]
    moved, _ = batch(tmp_path, HEAD + "C.\n")
    assert moved[0]["id"] == rows[2]["id"]


BAD = [
    ("A [sic] b.", "2: '[sic] b.' opens no mark"),
    ("A b] c.", "2: ']' closes no mark"),
    ("[p1:PERSON Ana b.", "2: the mark '[p1:PERSON ...' is never closed"),
    ("[p1:HERO Ana] b.", "2: p1: 'HERO' is no kind"),
    ("[p1 Ana] b.", "2: p1 has no kind"),
    ("[p1=p9 She] b.", "2: p1 refers to p9"),
    ("[p1=p1 She] b.", "2: p1 refers to p1"),
    ("[p1:PERSON Ana] and [p1:PERSON Bo].", "2: p1 marks two spans"),
    ("[l1 Kisumu] b.", "2: l1 has no country"),
    ("[l1:ZZZ Kisumu] b.", "2: l1: 'ZZZ' is no"),
    ("[d1=2021-02-30 then] b.", "2: d1: '2021-02-30' is no TIMEX3 value of type DATE"),
    ("[d1=2021|2022-01-01..2021-01-01 then].", "2: d1: '2022-01-01..2021-01-01' is no range"),
    ("[q1:killed many] b.", "2: q1: cannot read a number"),
    ("[q1:sheep 3] b.", "2: 'sheep' is no quantity"),
    ("[q1:money $3] b.", "2: q1 needs a unit"),
    ("[q1:killed=9..3 some] b.", "2: q1: cannot read a number"),
    ("[h1 give or take] [q1:killed 3].", "2: unknown hedge 'give or take'"),
    ("[h1 about] three.", "2: h1 hedges q1"),
    ("[e1 Raid].", "2: e1 has no line"),
    ("Raid.\ne1 COERCE/seize", "3: e1 has a line but marks no words"),
    ("[e1 Raid].\ne1 RAID", "3: 'RAID' is no event type"),
    ("[e1 Raid].\ne1 COERCE/demo", "3: 'demo' is no mode of COERCE"),
    ("[e1 Raid].\ne1 COERCE maybe", "3: 'maybe' is no status"),
    ("[e1 Raid].\ne1 COERCE ctx=legal,raids", "3: 'raids' is no context"),
    ("[e1 Raid].\ne1 COERCE a=p3", "3: 'p3' is no mention of this block"),
    ("[e1 Raid].\ne1 COERCE who=p3", "3: e1: unknown key 'who='"),
    ("[e1 Raid].\ne1 COERCE on=d1", "3: e1: on=d1 names no time"),
    ("[e1 Raid].\ne1 COERCE claim=c1", "3: 'c1' is no claim of this block"),
    ("[e1 Raid].\ne1 COERCE\ne1 COERCE", "4: e1 has two attribute lines"),
    ("[e1,e2 Raid].\ne1 COERCE\ne2 COERCE", "4: e2 and e1 have one trigger and type"),
    ("[c1 It] is.", "2: c1 has no line"),
    ("[p1:GROUP They] say [c1 it].\nc1 p1", "3: c1 has no cue"),
    ("[p1:GROUP They] [u1 say] [c1 it].\nc1 asserts p1", "3: c1: first comes the source"),
    ("[p1:GROUP They] [u1 say] [c1 it].\nc1 p1 shouts", "3: 'shouts' is no stance"),
    ("[u1 said] b.", "2: u1 is the cue of c1"),
    ("[x1c A] b.", "2: x1 needs one [x1c cause]"),
    ("A b a.\np1:PERSON ~ x", "3: 'x' stands 0 times in the text"),
    ("A b b.\np1:PERSON ~ b", "3: 'b' stands 2 times in the text"),
    ("One.\nTwo.", "1: a sentence (@s) is one line"),
    ("[e1 A] b.\ne1 COERCE\nmore", "4: text after attribute lines"),
    ("", "1: the block has no text"),
]


@pytest.mark.parametrize(("block", "message"), BAD)
def test_mistakes_are_named_with_their_line(tmp_path: Path, block: str, message: str) -> None:
    _, problems = batch(tmp_path, f"{HEAD}{block}\n")
    assert any(problem.startswith(message) for problem in problems), problems


@pytest.mark.parametrize(
    ("header", "message"),
    [
        ("@s mars wire active", "'mars' is no region"),
        ("@s east-africa wire", "'.' is no voice"),
        ("@s east-africa wire active big", "'big' is one field too many"),
        ("@s east-africa wire active 2021-13-01", "'2021-13-01' is no day"),
        ("@s east-africa wire active mood=grim", "unknown option 'mood='"),
        ("@p east-africa wire active", "a passage (@p) has 3 to 6 lines"),
    ],
)
def test_headers_are_checked(tmp_path: Path, header: str, message: str) -> None:
    assert any(message in p for p in batch(tmp_path, f"{header}\nA.\n")[1])


@pytest.mark.parametrize(
    ("phrase", "bounds"),
    [
        ("14", (14, 14)),
        ("1,200", (1200, 1200)),
        ("$3.5 million", (3500000, 3500000)),
        ("140 km", (140, 140)),
        ("twenty-two", (22, 22)),
        ("Two hundred thousand", (200000, 200000)),
        ("a dozen", (12, 12)),
        ("one hundred and five", (105, 105)),
        ("three thousand two hundred", (3200, 3200)),
        ("Dozens", (24, 99)),
        ("3 to 4", None),
        ("a few", None),
    ],
)
def test_numbers_are_read_from_words(phrase: str, bounds: tuple[int, int] | None) -> None:
    assert number_in(phrase, SCHEME) == bounds


@pytest.mark.parametrize(
    ("value", "kind", "days"),
    [
        ("2021-05-04", "DATE", ("2021-05-04", "2021-05-04")),
        ("2021-05-04TNI", "TIME", ("2021-05-04", "2021-05-04")),
        ("2021-05-04T06:30", "TIME", ("2021-05-04", "2021-05-04")),
        ("2020-02", "DATE", ("2020-02-01", "2020-02-29")),
        ("2021-W46-WE", "DATE", ("2021-11-20", "2021-11-21")),
        ("2021-Q4", "DATE", ("2021-10-01", "2021-12-31")),
        ("199", "DATE", ("1990-01-01", "1999-12-31")),
        ("2021-SU", "DATE", None),
        ("XXXX-WXX-2", "DATE", None),
        ("PAST_REF", "DATE", None),
        ("P3D", "DURATION", None),
        ("PT2H", "DURATION", None),
        ("P2DE", "DURATION", None),
    ],
)
def test_timex_values(value: str, kind: str, days: tuple[str, str] | None) -> None:
    assert timex_type(value) == kind
    assert is_timex(kind, value)
    assert days_of(kind, value) == days


@pytest.mark.parametrize("value", ["", "P", "PT", "2021-13", "yesterday", "21-05-04", "P3"])
def test_malformed_timex_values(value: str) -> None:
    assert not is_timex(timex_type(value), value)


def test_check_writes_nothing_and_build_writes_only_sound_batches(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    good, bad = tmp_path / "good.txt", tmp_path / "bad.txt"
    good.write_text(HEAD + "A calm day.\n", encoding="utf-8")
    bad.write_text(HEAD + "A [b] day.\n", encoding="utf-8")
    out = tmp_path / "out"
    assert main(["check", str(good), "--out", str(out)]) == 0
    assert not out.exists()
    assert main(["build", str(good), str(bad), "--out", str(out)]) == 1
    assert f"{bad}:2: " in capsys.readouterr().err
    assert [path.name for path in out.rglob("*.jsonl")] == ["good.jsonl"]
    row = json.loads((out / "sentences" / "good.jsonl").read_text(encoding="utf-8"))
    assert (row["text"], row["batch"], row["gold"]["events"]) == ("A calm day.", "good", [])


def test_a_text_that_stands_twice_is_a_mistake(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    paths = [tmp_path / "one.txt", tmp_path / "two.txt"]
    for path in paths:
        path.write_text(HEAD + "A calm day.\n", encoding="utf-8")
    assert main(["check", *map(str, paths)]) == 1
    assert "stands in" in capsys.readouterr().err
