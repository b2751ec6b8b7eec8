"""How many coded events are right in text that nobody tuned to: a sample, judged by reading.

    python benchmarks/precision.py draw FOLDER [--count 300] [--seed S]
    python benchmarks/precision.py score [JUDGED ...]

`draw` codes the dev parts of lgl, trnews, ecbplus and polnear into FOLDER, draws events spread
evenly over types and tenths of confidence, and writes `sample.jsonl` (what to judge, with the
text around; not to be published, the texts have owners) and `sheet.jsonl` (the events alone).
A judge fills in four fields of a sheet, each true or false: `type` (the text tells an act of this
type there), `actor` and `recipient` (everybody named and nobody wrong; true if rightly empty) and
`status`. `score` prints precision, weighted back to the share of each stratum, and how far two
judges agree; without names it scores the samples in `benchmarks/judged`, each judged twice.
`WHIMBREL_DATA` names the folder with the data (default `../shared`).
"""

from __future__ import annotations

import argparse
import json
import os
import random
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
DATA = Path(os.environ.get("WHIMBREL_DATA", ROOT.parent / "shared"))
SETS = ("lgl", "trnews", "ecbplus", "polnear")
JUDGED = ROOT / "benchmarks" / "judged"
FIELDS = ("type", "actor", "recipient", "status")
AROUND = 300
"""Characters of text shown on either side of the sentence."""

Json = dict[str, Any]


def draw(folder: Path, count: int, seed: int) -> None:
    """Code the sets and write the sample."""
    folder.mkdir(parents=True, exist_ok=True)
    events = [event for name in SETS for event in _events(name, folder)]
    strata: dict[tuple[str, int], list[Json]] = defaultdict(list)
    for event in events:
        strata[event["told"]["type"], min(9, int(event["confidence"] * 10))].append(event)
    rng = random.Random(seed)
    picked: list[Json] = []
    queues = {key: rng.sample(held, len(held)) for key, held in sorted(strata.items())}
    while len(picked) < min(count, len(events)):
        for key in sorted(queues):
            if queues[key] and len(picked) < count:
                picked.append({**queues[key].pop(), "of": len(strata[key])})
    drawn: dict[tuple[str, int], int] = defaultdict(int)
    for event in picked:
        drawn[event["told"]["type"], min(9, int(event["confidence"] * 10))] += 1
    for event in picked:
        key = (event["told"]["type"], min(9, int(event["confidence"] * 10)))
        # How many events of all that were coded the sampled one stands for.
        event["weight"] = round(event.pop("of") / drawn[key], 4)
    rng.shuffle(picked)
    _write(folder / "sample.jsonl", picked)
    _write(folder / "sheet.jsonl", [_without_text(event) for event in picked])
    print(f"{len(events)} events coded, {len(picked)} drawn into {folder / 'sample.jsonl'}")


def _events(name: str, folder: Path) -> Iterator[Json]:
    out = folder / f"{name}.jsonl"
    if not out.exists():
        subprocess.run(
            [sys.executable, "-m", "whimbrel", "code", str(DATA / "data" / name / "dev.jsonl"),
             "--jsonl", str(out), "--quiet"],
            check=False,
        )  # fmt: skip
    for line in out.read_text(encoding="utf-8").splitlines():
        record = json.loads(line)
        for event in record["events"]:
            yield _row(name, record, event)


def _row(name: str, record: Json, event: Json) -> Json:
    start, end = event["sentence"]["start"], event["sentence"]["end"]
    return {
        "set": name,
        "document": record["id"],
        "start": event["trigger"]["start"],
        "end": event["trigger"]["end"],
        "confidence": event["confidence"],
        "told": {
            "type": event["type"],
            "mode": event["mode"],
            "trigger": event["trigger"]["text"],
            "actors": [party["text"] for party in event["actors"]],
            "recipients": [party["text"] for party in event["recipients"]],
            "status": event["status"],
        },
        "published": record["published"],
        "before": record["text"][max(0, start - AROUND) : start],
        "sentence": record["text"][start:end],
        "after": record["text"][end : end + AROUND],
    }


def _without_text(event: Json) -> Json:
    kept = ("set", "document", "start", "end", "confidence", "weight")
    return {
        **{name: event[name] for name in kept},
        "coded": event["told"]["type"],
        "status_coded": event["told"]["status"],
        **dict.fromkeys(FIELDS),
    }


def _write(path: Path, rows: Sequence[Json]) -> None:
    path.write_text("".join(f"{json.dumps(row)}\n" for row in rows), encoding="utf-8")


def score(paths: Sequence[Path]) -> None:
    """Print precision by each judge, and their agreement where there are two."""
    sheets = [_read(path) for path in paths]
    for path, rows in zip(paths, sheets, strict=True):
        print(path.name)
        for least in (0.0, 0.8):
            held = [row for row in rows if row["confidence"] >= least]
            shares = {name: _share(held, (name,)) for name in FIELDS}
            shares["type, actor and recipient"] = _share(held, FIELDS[:3])
            shares["all four"] = _share(held, FIELDS)
            figures = ", ".join(f"{name} {share:.3f}" for name, share in shares.items())
            print(f"  confidence from {least:.1f} ({len(held)}): {figures}")
    if len(sheets) == 2:
        for name in FIELDS:
            pairs = [(a[name], b[name]) for a, b in zip(*sheets, strict=True)]
            same = sum(a == b for a, b in pairs) / len(pairs)
            print(f"agreement on {name}: {same:.3f}, kappa {_kappa(pairs):.3f}")


def _read(path: Path) -> list[Json]:
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    empty = [n for n, row in enumerate(rows, 1) if any(row[name] is None for name in FIELDS)]
    if empty:
        raise SystemExit(f"{path}:{empty[0]}: not judged yet; each of {FIELDS} is true or false.")
    return rows


def _share(rows: Sequence[Json], names: Sequence[str]) -> float:
    """The weighted share of rows that are right in every field."""
    total = sum(row["weight"] for row in rows)
    right = sum(row["weight"] for row in rows if all(row[name] for name in names))
    return right / total if total else 0.0


def _kappa(pairs: Sequence[tuple[bool, bool]]) -> float:
    """Cohen's kappa (Educational and Psychological Measurement 20, 1960)."""
    same = sum(a == b for a, b in pairs) / len(pairs)
    first, second = (sum(each) / len(pairs) for each in zip(*pairs, strict=True))
    chance = first * second + (1 - first) * (1 - second)
    return (same - chance) / (1 - chance) if chance < 1 else 1.0


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    verbs = parser.add_subparsers(dest="verb", required=True)
    drawing = verbs.add_parser("draw")
    drawing.add_argument("folder", type=Path)
    drawing.add_argument("--count", type=int, default=300)
    drawing.add_argument("--seed", type=int, default=1)
    scoring = verbs.add_parser("score")
    scoring.add_argument("sheets", type=Path, nargs="*")
    asked = parser.parse_args()
    if asked.verb == "draw":
        draw(asked.folder, asked.count, asked.seed)
    elif asked.sheets:
        score(asked.sheets)
    else:
        for sample in ("first", "second", "third"):
            score(sorted(JUDGED.glob(f"{sample}-*.jsonl")))


if __name__ == "__main__":
    main()
