"""How well places are found and resolved, on public sets, with the reference scorer.

    python benchmarks/places.py [SET ...] [--given] [--narrow] [--keep FOLDER]

Sets: lgl, trnews, gwn (default: all three). These sets also mark names that stand for people or
governments, names inside names, and adjectives; so the wide reading of places is measured, and the
record's narrower one with `--narrow`. `--given` takes the marked spans and only resolves them.
`WHIMBREL_DATA` names the folder that holds `data/` and `scorers/` (default `../shared`).
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

from whimbrel.reading.parse import Reader
from whimbrel.reading.text import Reading
from whimbrel.records import Document, Place, span_of
from whimbrel.resolving.toponyms import places, resolve

SHARED = Path(os.environ.get("WHIMBREL_DATA", Path(__file__).resolve().parents[2] / "shared"))
SETS = ("lgl", "trnews", "gwn")


def readings(path: Path) -> Iterator[tuple[dict[str, Any], Reading]]:
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    documents = [
        Document(
            id=row["id"], text=row["text"], title=row.get("title"), published=row.get("published")
        )
        for row in rows
    ]
    for row, (_, reading) in zip(rows, Reader().read_all(documents), strict=True):
        yield row, reading


def predict(row: dict[str, Any], reading: Reading, arguments: argparse.Namespace) -> list[Place]:
    if arguments.given:
        marked = [span_of(reading.text, p["start"], p["end"]) for p in row["gold"]["places"]]
        return list(resolve(reading, marked))
    return list(places(reading, wide=not arguments.narrow))


def measure(name: str, folder: Path, arguments: argparse.Namespace) -> None:
    gold = SHARED / "data" / name / "dev.jsonl"
    predicted = folder / f"{name}.jsonl"
    seconds = 0.0
    with predicted.open("w", encoding="utf-8") as out:
        for row, reading in readings(gold):
            _ = reading.name_at
            started = time.process_time()
            found = predict(row, reading, arguments)
            seconds += time.process_time() - started
            out.write(json.dumps({"id": row["id"], "places": [asdict(p) for p in found]}) + "\n")
    scorer = SHARED / "scorers" / "score_places.py"
    command = [sys.executable, str(scorer), "--set", name, "--gold", str(gold)]
    scored = subprocess.run(
        [*command, "--pred", str(predicted), "--json"], check=True, capture_output=True, text=True
    )
    report(name, json.loads(scored.stdout), seconds)


def report(name: str, scores: dict[str, Any], seconds: float) -> None:
    exact, overlap = scores["recognition"]["exact"], scores["recognition"]["overlap"]
    every, matched = scores["resolution_all_gold"], scores["resolution_matched"]
    print(
        f"{name}: found F1 {exact['f1']:.3f} exact, {overlap['f1']:.3f} overlapping; "
        f"all gold acc@161 {every['acc161']:.3f}, id {every['id_accuracy']:.3f}; "
        f"of those found acc@161 {matched['acc161']:.3f}, id {matched['id_accuracy']:.3f}; "
        f"{seconds:.1f} s"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("sets", nargs="*", default=list(SETS), metavar="SET")
    parser.add_argument("--given", action="store_true", help="resolve the marked spans only")
    parser.add_argument("--narrow", action="store_true", help="the record's convention")
    parser.add_argument("--keep", type=Path, help="keep the predictions in this folder")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        folder = arguments.keep or Path(scratch)
        folder.mkdir(parents=True, exist_ok=True)
        for name in arguments.sets:
            measure(name, folder, arguments)


if __name__ == "__main__":
    main()
