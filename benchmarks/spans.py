"""Accuracy of times, quantities and causes alone, without the rest of the coder.

    python benchmarks/spans.py [times|quantities|causes|cnc ...] [--part dev] [--keep FOLDER]

`times` codes tempeval3 by TimeML's convention (`timeml=True`: vague words are references, "the end
of May" is May) and dispatches by the record's; `quantities` and `causes` code dispatches; `cnc`
codes the Causal News Corpus by its own wider convention (`wide=True`: conditions, demands and plain
infinitives are causes too). Predictions go through the reference scorers under `$WHIMBREL_DATA`.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from whimbrel.coding.causes import causes
from whimbrel.coding.quantities import quantities
from whimbrel.coding.times import times_in
from whimbrel.contract import to_dict
from whimbrel.reading.parse import Reader
from whimbrel.reading.text import Reading
from whimbrel.records import Document

ROOT = Path(__file__).resolve().parent.parent
DATA = Path(os.environ.get("WHIMBREL_DATA", ROOT.parent / "shared"))

RECORD_FIGURES = ("quantities", "quantity_numbers", "times", "time_intervals", "causes")
Line = dict[str, Any]


def readings(lines: list[Line]) -> Iterator[tuple[Line, Reading]]:
    """Each line with its reading."""
    documents = [
        Document(id=line["id"], text=line["text"], published=line.get("published"))
        for line in lines
    ]
    for line, (_, reading) in zip(lines, Reader().read_all(documents), strict=True):
        yield line, reading


def code_times(lines: list[Line]) -> Iterator[Line]:
    for line in lines:
        found = times_in(line["text"], published=line.get("published"), timeml=True)
        yield {"id": line["id"], "times": [to_dict(time) for time in found]}


def code_record(lines: list[Line]) -> Iterator[Line]:
    for line, reading in readings(lines):
        found = times_in(line["text"], published=line.get("published"))
        yield {
            "id": line["id"],
            "times": [to_dict(time) for time in found],
            "quantities": [to_dict(each) for each in quantities(reading, found)],
            "causes": [to_dict(each) for each in causes(reading)],
        }


def code_cnc(lines: list[Line]) -> Iterator[Line]:
    for line, reading in readings(lines):
        yield {"id": line["id"], "causes": [to_dict(c) for c in causes(reading, wide=True)]}


SETS: dict[str, tuple[str, Callable[[list[Line]], Iterator[Line]], tuple[str, ...]]] = {
    "tempeval3": ("score_claims.py", code_times, ("--set", "tempeval3")),
    "dispatches": ("score_record.py", code_record, ()),
    "cnc": ("score_claims.py", code_cnc, ("--set", "cnc")),
}
FIGURES = {
    "tempeval3": ("relaxed.f1", "strict.f1", "type.f1", "value.f1"),
    "cnc": ("causal.f1", "micro.overlap.f1", "micro.exact.f1", "fair.f1"),
}
ASKED = {
    "times": ("tempeval3", "dispatches"),
    "quantities": ("dispatches",),
    "causes": ("dispatches",),
    "cnc": ("cnc",),
}


def measure(name: str, part: str, folder: Path) -> None:
    """Code one set, score it, print its figures."""
    scorer, coder, arguments = SETS[name]
    gold, pred = DATA / "data" / name / f"{part}.jsonl", folder / f"{name}.jsonl"
    with gold.open(encoding="utf-8") as file:
        lines = [json.loads(line) for line in file]
    with pred.open("w", encoding="utf-8") as out:
        for record in coder(lines):
            out.write(json.dumps(record, ensure_ascii=False) + "\n")
    command = [sys.executable, str(DATA / "scorers" / scorer), *arguments]
    command += ["--gold", str(gold), "--pred", str(pred), "--json"]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    result = json.loads(done.stdout)
    if name == "dispatches":
        shown = {f"{key}.f1": result["f1"][key]["f1"] for key in RECORD_FIGURES}
    else:
        flat = result["metrics"]
        shown = {key: flat[key] for key in FIGURES[name]}
    for key, value in shown.items():
        print(f"{name:12}{key:22}{value:.3f}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", nargs="*", choices=[*ASKED, []], help="default: all")
    parser.add_argument("--part", default="dev", help="dev (default) or train")
    parser.add_argument("--keep", type=Path, help="keep the predictions in this folder")
    options = parser.parse_args()
    if not (DATA / "data").is_dir():
        sys.exit(f"There is no data folder {DATA}; name one by WHIMBREL_DATA.")
    wanted = [name for what in options.what or ASKED for name in ASKED[what]]
    with tempfile.TemporaryDirectory() as scratch:
        folder = options.keep or Path(scratch)
        folder.mkdir(parents=True, exist_ok=True)
        for name in dict.fromkeys(wanted):
            measure(name, options.part, folder)


if __name__ == "__main__":
    main()
