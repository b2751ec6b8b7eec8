"""Guards of the corpus against templates, copies and imbalance.

    python -m training.check_corpus [--sample N] [--growing] [--full] [--data DIR]

Prints what the corpus holds and one sentence for every guard that it breaks, and exits with 1 if it
breaks any. Thresholds are in guards.toml. Every guard but the similarities is cheap and always runs
on the whole; `--sample N` measures the similarities for N sentences only (for continuous checks).
`--growing` reports counts and balances that a half-written corpus cannot meet yet without failing.
`--full` finds nouns with a tagger for the skeletons. `--data` (else WHIMBREL_DATA, else ../shared)
is the folder whose `data/*/dev.jsonl` must not be repeated here.
"""

from __future__ import annotations

import argparse
import os
import random
import statistics
import sys
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from training.annotate import CORPUS
from training.scheme import Scheme, load_scheme
from training.similarity import TfIdf, words_of
from training.skeleton import Tagger, penn_tagger, skeletons
from training.units import (
    CorpusError,
    all_events,
    event_modes,
    kind_of,
    read_composed,
    read_jsonl,
    read_units,
    sentence_spans,
)

Json = dict[str, Any]
GUARDS_FILE = Path(__file__).with_name("guards.toml")
ROOT = Path(__file__).resolve().parents[1]


@dataclass
class Report:
    """What was measured (`lines`), what fails, and what fails only a finished corpus."""

    lines: list[str] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)
    unfinished: list[str] = field(default_factory=list)

    def say(self, line: str) -> None:
        """Note a figure."""
        self.lines.append(line)


@dataclass(frozen=True)
class Sentence:
    """One sentence of the corpus and the batch that holds it."""

    text: str
    batch: str


def sentences_of(units: Iterable[Json]) -> list[Sentence]:
    """Every sentence of every unit, passages and articles split at their stops."""
    return [
        Sentence(unit["text"][start:end], unit["batch"])
        for unit in units
        for start, end in sentence_spans(unit["text"])
    ]


def check_skeletons(
    units: list[Json], guards: Json, report: Report, tagger: Tagger | None = None
) -> None:
    """Per batch, the share of sentences whose skeleton occurs too often in the corpus."""
    limits = guards["templates"]
    by_batch: dict[str, list[str]] = defaultdict(list)
    for unit in units:
        by_batch[unit["batch"]] += skeletons(unit, tagger)
    counted = Counter(skeleton for found in by_batch.values() for skeleton in found)
    worst = 0.0
    for batch, found in sorted(by_batch.items()):
        repeated = [skeleton for skeleton in found if counted[skeleton] > limits["repeats"]]
        share = len(repeated) / len(found)
        if len(found) < limits["batch_sentences"]:
            continue
        worst = max(worst, share)
        if share >= limits["repeated_share"]:
            common = Counter(repeated).most_common(1)[0][0]
            report.failures.append(
                f"Batch {batch}: {share:.1%} of its {len(found)} sentences have a skeleton that "
                f"occurs more than {limits['repeats']} times (limit {limits['repeated_share']:.0%}"
                f"), such as '{common[:90]}': write them anew."
            )
    report.say(f"repeated skeletons: {worst:.2%} of the sentences of the worst batch")


def check_neighbours(
    sentences: list[Sentence], drawn: list[int], guards: Json, report: Report
) -> None:
    """Per batch, the median similarity to the nearest other sentence of the corpus."""
    limits = guards["templates"]
    index = TfIdf([sentence.text for sentence in sentences])
    nearest: dict[str, list[float]] = defaultdict(list)
    closest: tuple[float, str, str] = (0.0, "", "")
    for place in drawn:
        found = index.nearest(sentences[place].text, leave_out=place)
        if found is None:
            continue
        nearest[sentences[place].batch].append(found.similarity)
        pair = (found.similarity, sentences[place].text, sentences[found.index].text)
        closest = max(closest, pair)
    everything = [value for values in nearest.values() for value in values]
    if not everything:
        return
    report.say(
        f"similarity to the nearest sentence (tf-idf, {len(everything)} sentences): median "
        f"{statistics.median(everything):.3f}, highest {closest[0]:.3f} "
        f"('{closest[1][:50]}' and '{closest[2][:50]}')"
    )
    for batch, values in sorted(nearest.items()):
        median = statistics.median(values)
        if len(values) >= limits["batch_sentences"] and median >= limits["neighbour_median"]:
            report.failures.append(
                f"Batch {batch}: the median similarity to the nearest sentence is {median:.2f} "
                f"(limit {limits['neighbour_median']}): its sentences are too much alike."
            )


def dev_texts(data: Path) -> list[tuple[str, str]]:
    """(set, sentence) of the texts and titles in `data/*/dev.jsonl`."""
    return [
        (path.parent.name, text[start:end])
        for path in sorted(data.glob("*/dev.jsonl"))
        for row in read_jsonl([path])
        for text in (row["text"], row.get("title") or "")
        for start, end in sentence_spans(text)
    ]


def check_dev_sets(
    sentences: list[Sentence], drawn: list[int], data: Path, guards: Json, report: Report
) -> None:
    """No sentence of the corpus may be near a sentence of a dev set."""
    if not data.is_dir():
        report.say(f"dev sets: skipped, {data} is no folder (set WHIMBREL_DATA to its parent)")
        return
    limits = guards["templates"]
    texts = [pair for pair in dev_texts(data) if len(words_of(pair[1])) >= limits["dev_words"]]
    index = TfIdf([text for _, text in texts], background=(s.text for s in sentences))
    highest = 0.0
    for place in drawn:
        found = index.nearest(sentences[place].text)
        if found is None:
            continue
        highest = max(highest, found.similarity)
        if found.similarity > limits["dev_similarity"]:
            name, text = texts[found.index]
            report.failures.append(
                f"Batch {sentences[place].batch}: '{sentences[place].text[:70]}' is like a "
                f"sentence of {name} ({found.similarity:.2f}: '{text[:70]}'): write another."
            )
    report.say(
        f"similarity to {len(texts)} sentences of dev sets: highest {highest:.3f} of "
        f"{len(drawn)} sentences"
    )


def _shares(counts: Counter[str], known: Iterable[str], total: int) -> dict[str, float]:
    return {name: counts[name] / max(total, 1) for name in known}


def _listed(counts: Counter[str]) -> str:
    return ", ".join(f"{name} {n}" for name, n in counts.most_common())


def check_counts(units: list[Json], scheme: Scheme, guards: Json, report: Report) -> None:
    """How many units and events there are, and how they are spread."""
    floors, balance = guards["floors"], guards["balance"]
    kinds = Counter(kind_of(unit) for unit in units)
    events = list(all_events(units))
    for kind, name in (("s", "sentences"), ("p", "passages"), ("a", "articles")):
        report.say(f"{name}: {kinds[kind]} of {floors[name]}")
        if kinds[kind] < floors[name]:
            report.unfinished.append(
                f"The corpus has {kinds[kind]} {name}, {floors[name]} are needed."
            )
    report.say(f"events: {len(events)}")
    every_mode = [f"{kind}/{mode}" for kind, modes in scheme.modes.items() for mode in modes]
    for what, known, found in (
        ("type", scheme.modes, Counter(event["type"] for event in events)),
        ("mode", every_mode, Counter(mode for event in events for mode in event_modes(event))),
        ("status", scheme.statuses, Counter(event["status"] for event in events)),
    ):
        report.say(f"by {what}: {_listed(found)}")
        floor = balance[f"events_per_{what}"]
        report.unfinished += [
            f"{name} has {found[name]} events written one by one, {floor} are needed ({what})."
            for name in known
            if found[name] < floor
        ]
    types = Counter(event["type"] for event in events)
    for name, share in _shares(types, scheme.modes, len(events)).items():
        if share > balance["largest_type_share"]:
            report.unfinished.append(f"{name} is {share:.0%} of all events: write other types.")
    told = Counter(event["status"] for event in events)
    _at_least(report, "not happened", len(events) - told["happened"], len(events),
              balance["not_happened_share"], "of the events")  # fmt: skip


def check_spread(units: list[Json], scheme: Scheme, guards: Json, report: Report) -> None:
    """Negatives and near misses among the sentences; regions, registers and voices of all units."""
    balance = guards["balance"]
    singles = [unit for unit in units if kind_of(unit) == "s"]
    empty = [unit for unit in singles if not unit["gold"]["events"]]
    near = [unit for unit in empty if unit["near_miss"]]
    _at_least(report, "without event", len(empty), len(singles),
              balance["no_event_share"], "of the sentences")  # fmt: skip
    _at_least(report, "near misses", len(near), len(empty),
              balance["near_miss_share"], "of the sentences without event")  # fmt: skip
    for what, known in (
        ("region", scheme.regions), ("register", scheme.registers), ("voice", scheme.voices)
    ):  # fmt: skip
        counts = Counter(unit[what] for unit in units)
        report.say(f"by {what}: {_listed(counts)}")
        low = balance[f"smallest_{what}_share"]
        for name, share in _shares(counts, known, len(units)).items():
            # "mixed" and "global" are what is left over, not something to aim at.
            if share < low and name not in ("mixed", "global"):
                report.unfinished.append(
                    f"Only {share:.1%} of the units are {name} ({what}), {low:.1%} are needed."
                )
            if what == "region" and share > balance["largest_region_share"]:
                report.unfinished.append(
                    f"{share:.0%} of the units are from {name}: write of other regions."
                )


def _at_least(report: Report, name: str, part: int, whole: int, least: float, of: str) -> None:
    share = part / max(whole, 1)
    report.say(f"{name}: {part} ({share:.1%} {of})")
    if share < least:
        report.unfinished.append(f"{name}: {share:.1%} {of}, at least {least:.0%} are needed.")


def check_composed(units: list[Json], composed: list[Json], scheme: Scheme, report: Report) -> None:
    """What the composed files hold, and that nothing is told by them alone."""
    events = list(all_events(composed))
    empty = sum(not unit["gold"]["events"] for unit in composed)
    report.say(f"composed, apart: {len(composed)} sentences, {len(events)} events, {empty} without")
    own = list(all_events(units))
    for what, of in (
        ("type", lambda event: [event["type"]]),
        ("mode", event_modes),
        ("status", lambda event: [event["status"]]),
    ):
        written = {name for event in own for name in of(event)}
        alone = {name for event in events for name in of(event)} - written
        report.failures += [
            f"{name} ({what}) stands in composed sentences alone: write some one by one."
            for name in sorted(alone)
        ]
    known = [f"{kind}/{mode}" for kind, modes in scheme.modes.items() for mode in modes]
    modes = Counter(mode for event in events for mode in event_modes(event))
    if composed:
        report.say("composed by mode: " + _listed(modes))
        lacking = [mode for mode in known if not modes[mode]]
        report.say("modes without a composed event: " + (", ".join(lacking) or "none"))
    texts = {unit["text"] for unit in units}
    report.failures += [
        f"The composed sentence '{unit['text'][:70]}' stands in batch {unit['batch']} and one "
        "written by hand: change the frame."
        for unit in composed
        if unit["text"] in texts
    ]


def check(
    corpus: Path,
    data: Path,
    *,
    sample: int | None = None,
    seed: int = 0,
    full: bool = False,
    growing: bool = False,
) -> Report:
    """Run every guard on a corpus folder.

    Raises `CorpusError` if it cannot be read; while `growing`, mistaken units are left out.
    """
    guards = tomllib.loads(GUARDS_FILE.read_text(encoding="utf-8"))
    scheme, report = load_scheme(), Report()
    units, composed = read_units(corpus, strict=not growing), read_composed(corpus)
    sentences = sentences_of(units)
    drawn = list(range(len(sentences)))
    if sample is not None and sample < len(drawn):
        drawn = sorted(random.Random(seed).sample(drawn, sample))
    check_counts(units, scheme, guards, report)
    check_spread(units, scheme, guards, report)
    check_composed(units, composed, scheme, report)
    check_skeletons(units, guards, report, penn_tagger() if full else None)
    check_neighbours(sentences, drawn, guards, report)
    check_dev_sets(sentences, drawn, data, guards, report)
    return report


def main(arguments: list[str] | None = None) -> int:
    """Entry point; returns 1 if any guard is broken, else 0."""
    parser = argparse.ArgumentParser(
        prog="check_corpus", description=(__doc__ or "").split("\n")[0]
    )
    parser.add_argument("--corpus", type=Path, default=CORPUS)
    parser.add_argument("--data", type=Path, help="folder of the sets with dev.jsonl")
    parser.add_argument("--sample", type=int, metavar="N", help="similarities of N sentences only")
    parser.add_argument("--seed", type=int, default=0, help="which sample is drawn")
    parser.add_argument("--full", action="store_true", help="find nouns with a tagger (slow)")
    parser.add_argument("--growing", action="store_true", help="do not fail what is half-written")
    options = parser.parse_args(arguments)
    shared = Path(os.environ.get("WHIMBREL_DATA", ROOT.parent / "shared"))
    try:
        report = check(
            options.corpus, options.data or shared / "data",
            sample=options.sample, seed=options.seed, full=options.full, growing=options.growing,
        )  # fmt: skip
    except CorpusError as error:
        print(error, file=sys.stderr)
        return 1
    print("\n".join(report.lines))
    failures = report.failures
    if options.growing:
        print("\n".join(["not yet:", *report.unfinished] if report.unfinished else []))
    else:
        failures = report.unfinished + failures
    for failure in failures:
        print(failure, file=sys.stderr)
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
