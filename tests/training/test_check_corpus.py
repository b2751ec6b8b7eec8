"""The guards of the corpus let careful text pass and name what is wrong with the rest."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import Any

import pytest

from training.check_corpus import (
    GUARDS_FILE,
    Report,
    Sentence,
    check,
    check_composed,
    check_counts,
    check_dev_sets,
    check_neighbours,
    check_skeletons,
    check_spread,
    main,
)
from training.scheme import load_scheme
from training.similarity import TfIdf
from training.skeleton import skeletons
from training.units import CORPUS, kind_of, read_units, sentence_spans

Json = dict[str, Any]
GUARDS = tomllib.loads(GUARDS_FILE.read_text(encoding="utf-8"))
SCHEME = load_scheme()
NOUNS = "harbour orchard glacier library tunnel bakery lantern kettle meadow violin".split()
VERBS = "painted measured sold visited drew copied washed rented praised emptied".split()


def unit(text: str, batch: str = "b", events: list[Json] | None = None, **more: Any) -> Json:
    """A sentence without marks."""
    gold = {"mentions": [], "places": [], "times": [], "quantities": [], "events": events or []}
    fields = {"id": f"s-{text[:40]}", "text": text, "batch": batch, "near_miss": False}
    spread = {"region": "oceania", "register": "wire", "voice": "active"}
    return {**fields, **spread, **more, "gold": gold}


def event(kind: str, mode: str | None = None, status: str = "happened") -> Json:
    """An event with what the counts look at."""
    return {"type": kind, "modes": [mode] if mode else [], "status": status}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One stands here. Two stands there.", ["One stands here.", "Two stands there."]),
        ('"We go," he said. "Now."', ['"We go," he said.', '"Now."']),
        ("Mr. Ekdal met Col. Okidi.", ["Mr. Ekdal met Col. Okidi."]),
        ("A headline\nThe text.", ["A headline", "The text."]),
        ("It rose 2.5 per cent. 14 fell.", ["It rose 2.5 per cent.", "14 fell."]),
        ("", []),
    ],
)
def test_sentences_end_at_stops_and_line_ends(text: str, expected: list[str]) -> None:
    assert [text[start:end] for start, end in sentence_spans(text)] == expected


def test_swapped_names_and_numbers_leave_one_skeleton() -> None:
    texts = ["Yesterday Kisumu sent 14 boats.", "Yesterday Lyon sent 3 boats."]
    assert len({skeletons(unit(text))[0] for text in texts}) == 1
    assert skeletons(unit(texts[0])) == ["yesterday N sent # boats ."]


def test_marked_names_are_taken_out_whole() -> None:
    marked = unit("The old guard left.")
    marked["gold"]["mentions"] = [{"start": 0, "end": 13, "text": "The old guard"}]
    assert skeletons(marked) == ["N left ."]


def test_a_tagger_takes_nouns_out_as_well() -> None:
    marked = unit("Rain fell.")
    assert skeletons(marked, lambda _: [(0, 4, "NN"), (5, 9, "VBD")]) == ["N fell ."]


def test_a_repeated_skeleton_fails_its_batch_alone() -> None:
    frame = [
        unit(f"Then {name} sent 5 boats.", "frame") for name in ("Oslo", "Rome", "Suva", "Lima")
    ]
    plain = [unit(f"{verb} by nobody, the {noun} waits.", "plain")
             for verb, noun in zip(VERBS, NOUNS, strict=True)]  # fmt: skip
    guards = {"templates": {**GUARDS["templates"], "batch_sentences": 4}}
    report = Report()
    check_skeletons(frame + plain, guards, report)
    assert len(report.failures) == 1
    assert "Batch frame: 100.0% of its 4 sentences" in report.failures[0]
    three = Report()
    check_skeletons(frame[:3] + plain, guards, three)
    assert three.failures == []


def test_nearest_sentence_and_its_similarity() -> None:
    index = TfIdf(["the cat sat down", "a dog ran off", "the cat sat up"])
    near = index.nearest("the cat sat down", leave_out=0)
    assert near is not None
    assert near.index == 2
    assert 0.5 < near.similarity < 1
    exact = index.nearest("The cat sat down!")
    assert exact is not None
    assert (exact.index, round(exact.similarity, 6)) == (0, 1.0)
    assert TfIdf(["alone"]).nearest("alone", leave_out=0) is None
    assert TfIdf(["one"]).similarities("two").tolist() == [0.0]


def test_a_batch_of_sentences_that_are_alike_fails() -> None:
    alike = [Sentence(f"The mayor of the town opened the new {noun} today", "a") for noun in NOUNS]
    apart = [Sentence(f"{verb} {noun}", "z") for verb, noun in zip(VERBS, NOUNS, strict=True)]
    guards = {"templates": {**GUARDS["templates"], "batch_sentences": 5}}
    report = Report()
    sentences = alike + apart
    check_neighbours(sentences, list(range(len(sentences))), guards, report)
    assert [failure.split(":")[0] for failure in report.failures] == ["Batch a"]


def test_a_sentence_of_a_dev_set_is_found(tmp_path: Path) -> None:
    (tmp_path / "some_set").mkdir()
    row = {"text": "Rain fell. The blue ferry left the harbour before dawn with nine geese."}
    (tmp_path / "some_set" / "dev.jsonl").write_text(json.dumps(row) + "\n", encoding="utf-8")
    copied = Sentence("The blue ferry left the harbour before dawn with ten geese", "b")
    own = Sentence("Nobody expected snow at the bakery", "b")
    report = Report()
    check_dev_sets([copied, own], [0, 1], tmp_path, GUARDS, report)
    assert len(report.failures) == 1
    assert "is like a sentence of some_set" in report.failures[0]


def test_without_dev_sets_the_check_says_that_it_was_skipped(tmp_path: Path) -> None:
    report = Report()
    check_dev_sets([Sentence("x", "b")], [0], tmp_path / "none", GUARDS, report)
    assert report.failures == []
    assert "skipped" in report.lines[0]


def test_floors_and_balance_are_told_for_every_lack() -> None:
    report = Report()
    events = [event("COERCE", "arrest")] * 10 + [event("AID", None, "announced")]
    check_counts([unit("a", events=events)], SCHEME, GUARDS, report)
    told = "\n".join(report.unfinished)
    for expected in (
        "1 sentences, 9000 are needed",
        "COERCE/arrest has 10 events",
        "ASSAULT/drone has 0 events",
        "COERCE is 91% of all events",
        "not happened: 9.1% of the events",
    ):
        assert expected in told


def test_spread_counts_negatives_and_regions() -> None:
    report = Report()
    units = [unit("a", events=[event("AID")]), unit("b"), unit("c", near_miss=True)]
    check_spread(units, SCHEME, GUARDS, report)
    assert "without event: 2 (66.7% of the sentences)" in report.lines
    assert any("100% of the units are from oceania" in line for line in report.unfinished)
    assert not any(line.startswith("without event") for line in report.unfinished)


def test_composed_sentences_are_never_the_only_support() -> None:
    report = Report()
    own = [unit("a", events=[event("COERCE", "arrest")])]
    made = [unit("b", events=[event("COERCE", "cyber", "denied")]), unit("a")]
    check_composed(own, made, SCHEME, report)
    told = "\n".join(report.failures)
    assert "COERCE/cyber (mode) stands in composed sentences alone" in told
    assert "denied (status) stands in composed sentences alone" in told
    assert "one written by hand" not in told or "stands in batch b" in told
    assert "COERCE (type)" not in told


def test_the_command_fails_on_a_corpus_that_is_too_small(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "source").mkdir()
    seed = (CORPUS / "source" / "seed.txt").read_text(encoding="utf-8")
    (tmp_path / "source" / "seed.txt").write_text(seed, encoding="utf-8")
    arguments = ["--corpus", str(tmp_path), "--data", str(tmp_path / "none"), "--sample", "10"]
    assert main(arguments) == 1
    assert "sentences, 9000 are needed" in capsys.readouterr().err
    assert main([*arguments, "--growing"]) == 0
    (tmp_path / "source" / "bad.txt").write_text("@s oceania wire active\n[p1 x].\n", "utf-8")
    assert main(arguments) == 1
    assert "bad.txt:2" in capsys.readouterr().err


def test_a_written_batch_holds_no_template(tmp_path: Path) -> None:
    """Two batches alone, for speed; the command looks at the whole corpus."""
    (tmp_path / "source").mkdir()
    for name in ("seed.txt", "alder-01.txt"):
        batch = (CORPUS / "source" / name).read_text(encoding="utf-8")
        (tmp_path / "source" / name).write_text(batch, encoding="utf-8")
    report = check(tmp_path, tmp_path / "none", sample=60)
    assert report.failures == []
    assert {kind_of(row) for row in read_units(tmp_path)} == {"s", "p"}
