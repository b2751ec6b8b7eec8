"""Agreement per field: full for a copy, and lower where just that field was changed."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

import pytest

from training.agreement import Agreement, compare, dice, main, pairs, same_participant
from training.annotate import CORPUS, jsonl, read_batch
from training.annotate import main as annotate
from training.draw_sample import draw, spread
from training.draw_sample import main as draw_main
from training.scheme import load_scheme
from training.units import CorpusError

Json = dict[str, Any]
SEED = [
    row
    for rows in read_batch(CORPUS / "source" / "seed.txt", load_scheme())[0].values()
    for row in rows
]


def f1(total: Agreement, name: str) -> float:
    """The F1 of a field."""
    found = total.fields[name].f1
    assert found is not None
    return found


def changed(text: str, change: Any) -> Agreement:
    """The agreement on the unit with this text in it, after a change to the second side."""
    gold = next(row for row in SEED if text in row["text"])
    second = copy.deepcopy(gold)
    change(second["gold"])
    return compare([gold], [second])


def test_a_copy_agrees_in_every_field() -> None:
    total = compare(SEED, copy.deepcopy(SEED))
    assert total.units == len(SEED)
    assert all(count.f1 in (None, 1.0) for count in total.fields.values())
    assert total.fields["event and type"].gold > 40


def set_event(key: str, value: Any) -> Any:
    """A change to one field of the first event."""

    def change(gold: Json) -> None:
        gold["events"][0][key] = value

    return change


ARREST = "Police in Gulu"


@pytest.mark.parametrize(
    ("change", "lowered"),
    [
        (set_event("type", "ASSAULT"),
         {"event and type", "type (paired events)", "who did what to whom"}),
        (set_event("mode", "seize"), {"mode (events of one type)"}),
        (set_event("status", "denied"), {"status (events of one type)"}),
        (set_event("actors", []), {"actors (events of one type)", "who did what to whom"}),
        (set_event("recipients", []), {"recipients (events of one type)", "who did what to whom"}),
        (set_event("place", None), {"place of event"}),
        (set_event("date", None), {"date of event"}),
        (set_event("contexts", ["crime"]), {"contexts"}),
        (lambda gold: gold["times"].clear(), {"time", "time and value"}),
        (lambda gold: gold["times"][0].update(value="2021-05-11"), {"time and value"}),
        (lambda gold: gold["mentions"][0].update(kind="GROUP"), {"mention and kind"}),
    ],
)  # fmt: skip
def test_a_change_lowers_its_own_fields_alone(change: Any, lowered: set[str]) -> None:
    total = changed(ARREST, change)
    assert {n for n, count in total.fields.items() if count.f1 not in (None, 1.0)} == lowered


@pytest.mark.parametrize(
    ("text", "change", "lowered"),
    [
        ("At least 14 farmers", lambda g: g["claims"].clear(), {"claim (content Dice >= .5)"}),
        ("At least 14 farmers", lambda g: g["claims"][0].update(stance="denies"), {"claim stance"}),
        ("At least 14 farmers", lambda g: g["claims"][0]["source"].clear(), {"claim source"}),
        ("At least 14 farmers", lambda g: g["quantities"][0].update(low=15),
         {"quantity, what and bounds"}),
        ("The Ministry of Electricity", lambda g: g["causes"][0].update(sign=-1),
         {"cause and sign"}),
    ],
)  # fmt: skip
def test_claims_quantities_and_causes(text: str, change: Any, lowered: set[str]) -> None:
    total = changed(text, change)
    assert {n for n, count in total.fields.items() if count.f1 not in (None, 1.0)} == lowered


def test_a_missing_event_counts_against_both_and_an_optional_one_does_not() -> None:
    gold = next(row for row in SEED if ARREST in row["text"])
    second = copy.deepcopy(gold)
    second["gold"]["events"].clear()
    assert f1(compare([gold], [second]), "event and type") == 0
    gold = copy.deepcopy(gold)
    gold["gold"]["events"][0]["optional"] = True
    assert compare([gold], [second]).fields["event and type"].f1 is None
    with_other = copy.deepcopy(gold)
    assert f1(compare([gold], [with_other]), "event and type") == 1


def test_participants_agree_by_what_they_refer_to() -> None:
    he = {"start": 50, "end": 52, "ref": {"start": 0, "end": 5}}
    assert same_participant(he, {"start": 0, "end": 5, "ref": None})
    assert not same_participant(he, {"start": 10, "end": 15, "ref": None})


def test_likeness_of_spans_and_pairs_one_to_one() -> None:
    a, b = {"start": 0, "end": 10}, {"start": 5, "end": 15}
    assert dice([a], [b]) == 0.5
    assert dice([], []) == 0
    assert pairs([a, b], [a], lambda x, y: dice([x], [y])) == [(a, a)]


def test_a_changed_text_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    other = copy.deepcopy(SEED[0]) | {"text": "Something else."}
    with pytest.raises(CorpusError, match="must not change the text"):
        compare(SEED, [other])
    files = [tmp_path / name for name in ("gold.jsonl", "second.jsonl")]
    files[0].write_text(jsonl(SEED), encoding="utf-8")
    files[1].write_text(jsonl([other]), encoding="utf-8")
    assert main([str(path) for path in files]) == 1
    files[1].write_text(jsonl(SEED[:3]), encoding="utf-8")
    assert main([str(path) for path in files]) == 0
    assert "| event and type |" in capsys.readouterr().out


def corpus_of_two(tmp_path: Path) -> Path:
    """A corpus folder with the seed batch and a second batch."""
    (tmp_path / "source").mkdir()
    seed = (CORPUS / "source" / "seed.txt").read_text(encoding="utf-8")
    (tmp_path / "source" / "seed.txt").write_text(seed, encoding="utf-8")
    lines = [f"@s oceania wire active near\nThe {n} ferries \\[page {n}\\] rest." for n in range(8)]
    (tmp_path / "source" / "two.txt").write_text("\n\n".join(lines) + "\n", encoding="utf-8")
    return tmp_path


def test_a_sample_is_blank_spread_over_batches_and_made_of_corpus_texts(tmp_path: Path) -> None:
    corpus = corpus_of_two(tmp_path)
    text, ids = draw(corpus, 10, 2, seed=1)
    assert (text, ids) == draw(corpus, 10, 2, seed=1)
    assert [i[0] for i in ids] == ["s"] * 10 + ["p"] * 2
    assert " near" not in text
    assert text.count("oceania wire active\nThe ") == 5
    assert not any(line.startswith(("e1", "c1", "p1")) for line in text.splitlines())


def test_a_blank_sample_can_be_built_and_compared(tmp_path: Path) -> None:
    corpus = corpus_of_two(tmp_path)
    out = tmp_path / "blind"
    arguments = ["--corpus", str(corpus), "--sentences", "9", "--passages", "2", "--out", str(out)]
    assert draw_main(arguments) == 0
    ids = (tmp_path / "blind.ids").read_text(encoding="utf-8").split()
    assert annotate(["build", str(tmp_path / "blind.txt"), "--out", str(tmp_path / "built")]) == 0
    sources = [str(corpus / "source" / name) for name in ("seed.txt", "two.txt")]
    assert annotate(["build", *sources, "--out", str(tmp_path / "gold")]) == 0
    gold = sorted((tmp_path / "gold").glob("*/*.jsonl"))
    for folder in ("sentences", "passages"):
        second = tmp_path / "built" / folder / "blind.jsonl"
        assert main([*map(str, gold), str(second)]) == 0
        assert all(line.split('"')[3] in ids for line in second.read_text("utf-8").splitlines())


def test_small_batches_do_not_end_the_draw() -> None:
    import random

    rows = [{"id": n, "batch": "a" if n else "b"} for n in range(5)]
    assert len(spread(rows, 4, random.Random(0))) == 4
    assert len(spread(rows, 9, random.Random(0))) == 5
