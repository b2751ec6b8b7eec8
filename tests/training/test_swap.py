"""Swapped units have other names and numbers, and every offset of theirs is true."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import pytest

from training.annotate import CORPUS, jsonl, read_batch
from training.scene import countries
from training.scheme import load_scheme
from training.swap import main, spans_in, swap_unit
from training.units import read_jsonl

Json = dict[str, Any]
SEED = [
    row
    for rows in read_batch(CORPUS / "source" / "seed.txt", load_scheme())[0].values()
    for row in rows
]
BLOCK = """@p east-africa wire active 2021-05-05
[p1:GPE:KEN Kenya] sent [q1:personnel 40] officers to [l1:KEN:city Kisumu], it was reported.
[p2:PERSON:KEN Grace Otieno] was [e1 arrested] by [p3:ORG:KEN Kenyan police] in [d1=2021-05 May].
[p4=p2 Otieno] is a Kenyan lawyer from [l2:KEN:city Kisumu], and [p5:GPE:IRQ Baghdad] sent a note.
[q3:other:persons Dozens] of people brought [q2:other:letters two] letters on foot.
e1 COERCE/arrest a=p3 r=p2 at=l1 on=d1 q=q1
"""


def rows_of(tmp_path: Path, block: str) -> list[Json]:
    """The rows of a batch file with this content."""
    path = tmp_path / "b.txt"
    path.write_text(block, encoding="utf-8")
    units, problems = read_batch(path, load_scheme())
    assert problems == []
    return [row for rows in units.values() for row in rows]


@pytest.mark.parametrize("row", [*SEED, *read_jsonl([CORPUS / "composed" / "sample.jsonl"])[:150]])
def test_every_span_is_a_slice_of_the_new_text(row: Json) -> None:
    new = swap_unit(row, random.Random(7))
    for span in spans_in(new["gold"]):
        assert new["text"][span["start"] : span["end"]] == span["text"]
    assert sum(1 for _ in spans_in(new["gold"])) == sum(1 for _ in spans_in(row["gold"]))


def test_one_country_becomes_one_country_with_its_people_and_towns(tmp_path: Path) -> None:
    (row,) = rows_of(tmp_path, BLOCK)
    by_code = {country.code: country for country in countries()}
    for seed in range(20):
        new = swap_unit(row, random.Random(seed))
        for old in ("Kenya", "Kenyan", "Kisumu", "Otieno", "Baghdad"):
            assert old not in new["text"].split()
        mentions = {m["id"]: m for m in new["gold"]["mentions"]}
        target = by_code[mentions["m0"]["country"]]
        assert mentions["m0"]["text"] == target.name
        assert new["text"].count(target.adjective) >= 2
        person = next(m for m in mentions.values() if m["kind"] == "PERSON" and not m["head"])
        again = next(m for m in mentions.values() if m["head"] == person["id"])
        assert person["text"].endswith(" " + again["text"])
        towns = [place["text"] for place in new["gold"]["places"]]
        assert towns[0] == towns[1]
        assert towns[0] in target.towns
        assert new["region"] == target.region
        assert f"a{'n' if target.adjective[0] in 'AEIO' or target.code == 'UGA' else ''} " in (
            new["text"].split(" is ")[1][:3]
        ) or target.code in ("UZB", "UKR")


def test_numbers_change_with_their_bounds_and_words_of_range_stay(tmp_path: Path) -> None:
    (row,) = rows_of(tmp_path, BLOCK)
    seen = set()
    for seed in range(10):
        gold = swap_unit(row, random.Random(seed))["gold"]
        officers, dozens, letters = gold["quantities"]
        assert officers["low"] == officers["high"] == int(officers["text"])
        assert gold["events"][0]["quantities"][0]["low"] == officers["low"]
        assert 20 <= officers["low"] <= 80
        assert (
            letters["text"] in "two three four five six seven eight nine ten eleven twelve".split()
        )
        assert (dozens["text"], dozens["low"], dozens["high"]) == ("Dozens", 24, 99)
        seen.add(officers["low"])
    assert len(seen) > 3


def test_an_open_bound_stays_open(tmp_path: Path) -> None:
    text = "@s oceania wire active\n[h1 At least] [q1:other:boats 30] boats sank.\n"
    (quantity,) = swap_unit(rows_of(tmp_path, text)[0], random.Random(1))["gold"]["quantities"]
    assert quantity["high"] is None
    assert quantity["low"] == int(quantity["text"]) != 30


def test_labels_stay(tmp_path: Path) -> None:
    (row,) = rows_of(tmp_path, BLOCK)
    new = swap_unit(row, random.Random(3))
    keep = ("type", "mode", "status", "contexts", "date", "claim_id")
    old_event, new_event = row["gold"]["events"][0], new["gold"]["events"][0]
    for key in keep:
        if key != "date":
            assert new_event[key] == old_event[key]
    assert new_event["date"]["from"] == old_event["date"]["from"]
    assert new["swapped_from"] == row["id"] != new["id"]
    assert row["text"].startswith("Kenya sent 40")


def test_the_command_gives_the_same_for_the_same_seed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "seed.jsonl"
    path.write_text(jsonl(SEED[:5]), encoding="utf-8")
    outputs = []
    for seed in ("1", "1", "2"):
        assert main([str(path), "--seed", seed, "--times", "2"]) == 0
        outputs.append(capsys.readouterr().out)
    assert outputs[0] == outputs[1] != outputs[2]
    assert len(outputs[0].splitlines()) == 10
