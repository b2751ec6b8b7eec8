"""Types of whole texts and status of given words, on the dev parts of public sets.

    python benchmarks/judging.py [SET ...] [--examples N] [--embedder MODULE:NAME] [--keep FOLDER]

`case2021_task2` and `india_police_events` are classified by the codebooks in
`benchmarks/codebooks`, from their words alone and with `--examples` texts of each label: of
`case2021_task2` the first ones of dev, which are then left out of the count; of
`india_police_events` the first ones of its train part, with as many texts that have no label.
`uds_ih2` and `uw_factuality` give the words whose status is asked. The reference scorers count.
`WHIMBREL_DATA` names the folder with `data/` and `scorers/` (default `../shared`). `--embedder`
names an object (or a class to be made without arguments) with the method `embed`, to try another
sentence encoder.
"""

from __future__ import annotations

import argparse
import importlib
import json
import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

import whimbrel
from whimbrel.records import Document, Failure, span_of

ROOT = Path(__file__).resolve().parent.parent
SHARED = Path(os.environ.get("WHIMBREL_DATA", ROOT.parent / "shared"))
CODEBOOKS = Path(__file__).resolve().parent / "codebooks"
CLASSIFIED = {"case2021_task2": "case2021", "india_police_events": "india_police"}
JUDGED = ("uds_ih2", "uw_factuality")
FIGURES = {
    "case2021_task2": (
        "subtask1.weighted_f1",
        "subtask2.weighted_f1",
        "weighted_f1",
        "macro_f1",
        "accuracy",
    ),
    "india_police_events": ("macro_f1",),
    **{
        name: tuple(f"metrics.{k}" for k in ("happened.f1", "macro.f1", "accuracy", "mae"))
        for name in JUDGED
    },
}
Row = dict[str, Any]


def rows_of(name: str, part: str) -> list[Row]:
    """The texts of a set with their gold. Exits with a sentence where the set is missing."""
    path = SHARED / "data" / name / f"{part}.jsonl"
    if not path.is_file():
        sys.exit(f"{path} is missing; WHIMBREL_DATA must name the folder that holds data/{name}.")
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def first_of_each(rows: list[Row], wanted: int) -> list[Row]:
    """The first `wanted` texts of each label, and as many without one."""
    taken: Counter[str] = Counter()
    found = []
    for row in rows:
        gold = row["gold"]
        labels = gold["labels"] if "labels" in gold else [gold["label"]]
        if any(taken[label] < wanted for label in labels or ["(none)"]):
            found.append(row)
            taken.update(labels or ["(none)"])
    return found


def in_order(rows: list[Row]) -> list[Row]:
    """The rows by the number in their id."""
    return sorted(rows, key=lambda row: int(row["id"].rsplit("-", 1)[1]))


def classified(
    rows: list[Row], codebook: Path, examples: list[Row], embedder: Any
) -> Iterator[Row]:
    documents = (Document(id=row["id"], text=row["text"], lang="en") for row in rows)
    for found in whimbrel.classify(
        documents, codebook=codebook, examples=examples, embedder=embedder
    ):
        if isinstance(found, Failure):
            sys.exit(found.reason)
        yield {"id": found[0], **asdict(found[1])}


def judged(rows: list[Row]) -> Iterator[Row]:
    documents = (
        Document(
            id=row["id"],
            text=row["text"],
            lang="en",
            triggers=tuple(span_of(row["text"], t["start"], t["end"]) for t in row["triggers"]),
        )
        for row in rows
    )
    for found in whimbrel.status_all(documents):
        if isinstance(found, Failure):
            sys.exit(found.reason)
        yield {"id": found[0], "events": [asdict(each) for each in found[1]]}


def score(name: str, rows: list[Row], predicted: list[Row], folder: Path) -> Row:
    """What the reference scorer says."""
    paths = []
    for kind, lines in (("gold", rows), ("predicted", predicted)):
        paths.append(folder / f"{name}-{kind}.jsonl")
        paths[-1].write_text(
            "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines), "utf-8"
        )
    program = "score_claims.py" if name in JUDGED else "score_events.py"
    command = [sys.executable, str(SHARED / "scorers" / program), "--set", name]
    command += ["--gold", str(paths[0]), "--pred", str(paths[1]), "--json"]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    found: Row = json.loads(done.stdout)
    return found


def figure(found: Row, path: str) -> Any:
    """The figure at a dotted path, whose first part is followed by one key."""
    first, _, rest = path.partition(".")
    value = found[first][rest] if rest else found[path]
    return value["acc"] if isinstance(value, dict) and "acc" in value else value


def shown(title: str, name: str, found: Row) -> None:
    for path in FIGURES[name]:
        value = figure(found, path)
        print(f"{title:36}{path:28}{value if isinstance(value, str) else f'{value:.3f}'}")
    if name == "india_police_events":
        for label, each in found["per_class"].items():
            print(f"{title:36}  {label:26}{each['f1']:.3f}  p {each['p']:.3f}  r {each['r']:.3f}")


def embedder_named(name: str | None) -> Any:
    if name is None:
        return None
    module, _, attribute = name.partition(":")
    found = getattr(importlib.import_module(module), attribute)
    return found() if isinstance(found, type) else found


def run_classified(name: str, wanted: int, embedder: Any, folder: Path) -> None:
    codebook = CODEBOOKS / CLASSIFIED[name]
    rows = rows_of(name, "dev")
    if name == "case2021_task2":
        rows = in_order(rows)
    for count in dict.fromkeys((0, wanted)):
        examples: list[Row] = []
        counted = rows
        if count and name == "case2021_task2":
            examples = first_of_each(rows, count)
            known = {row["id"] for row in examples}
            counted = [row for row in rows if row["id"] not in known]
        elif count:
            examples = first_of_each(rows_of(name, "train"), count)
        before = time.perf_counter()
        predicted = list(classified(counted, codebook, examples, embedder))
        title = f"{name} {count} examples"
        print(f"{title}: {len(counted)} texts, {time.perf_counter() - before:.0f} s")
        shown(title, name, score(name, counted, predicted, folder))


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("sets", nargs="*", help=f"of {', '.join(FIGURES)}; default: all")
    parser.add_argument("--examples", type=int, default=5, help="texts of each label; default 5")
    parser.add_argument("--embedder", help="MODULE:NAME of another embedder")
    parser.add_argument("--keep", type=Path, help="keep gold and predictions in this folder")
    options = parser.parse_args()
    if unknown := [name for name in options.sets if name not in FIGURES]:
        parser.error(f"no set is called {unknown[0]!r}; there are {', '.join(FIGURES)}")
    embedder = embedder_named(options.embedder)
    with tempfile.TemporaryDirectory() as temporary:
        folder = options.keep or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        for name in options.sets or FIGURES:
            if name in CLASSIFIED:
                run_classified(name, options.examples, embedder, folder)
            else:
                rows = rows_of(name, "dev")
                shown(name, name, score(name, rows, list(judged(rows)), folder))


if __name__ == "__main__":
    main()
