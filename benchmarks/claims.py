"""Claims on the dev parts of public sets, with the reference scorers, claims alone coded.

    python benchmarks/claims.py [polnear|dispatches ...] [--part dev] [--limit N] [--keep FOLDER]

Reads each document, finds its claims and writes one line of predictions a document (JSONL, `id` and
`claims`); then the set's reference scorer counts. PolNeAR also annotates beliefs, wishes and
attitudes and gives sources with their titles: it is coded with `claims(reading, wide=True)`, unless
`--narrow` asks for the record's own convention. `WHIMBREL_DATA` names the folder that holds `data/`
and `scorers/` (default `../shared`).
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from whimbrel.coding.claims import claims
from whimbrel.reading.parse import Reader
from whimbrel.records import Document

SHARED = Path(os.environ.get("WHIMBREL_DATA", Path(__file__).resolve().parents[2] / "shared"))


@dataclass(frozen=True, slots=True)
class Measured:
    """A set: its scorer with arguments, whether it is coded wide, and the figures to print."""

    scorer: tuple[str, ...]
    wide: bool
    figures: tuple[str, ...]


SETS = {
    "polnear": Measured(
        ("score_claims.py", "--set", "polnear"),
        wide=True,
        figures=(
            "metrics.source.overlap.f1",
            "metrics.cue.overlap.f1",
            "metrics.content.overlap.f1",
            "metrics.full.f1",
            "metrics.speaker.accuracy",
        ),
    ),
    "dispatches": Measured(
        ("score_record.py",),
        wide=False,
        figures=(
            "f1.claims.f1",
            "f1.claim_source.f1",
            "f1.claim_cue.f1",
            "accuracy.claim_kind.acc",
            "accuracy.speaker.acc",
            "accuracy.via.acc",
            "accuracy.via_of_null.acc",
        ),
    ),
}


def rows_of(name: str, part: str, limit: int | None) -> list[dict[str, Any]]:
    """The documents of a set with their gold. Exits with a sentence where the set is missing."""
    path = SHARED / "data" / name / f"{part}.jsonl"
    if not path.is_file():
        sys.exit(f"{path} is missing; WHIMBREL_DATA must name the folder that holds data/{name}.")
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    return rows[:limit]


def predict(rows: list[dict[str, Any]], *, wide: bool) -> list[dict[str, Any]]:
    documents = [Document(id=row["id"], text=row["text"], title=row.get("title")) for row in rows]
    return [
        {"id": document.id, "claims": [asdict(claim) for claim in claims(reading, wide=wide)]}
        for document, reading in Reader().read_all(documents)
    ]


def write(path: Path, rows: list[dict[str, Any]]) -> None:
    path.write_text(
        "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8"
    )


def score(measured: Measured, gold: Path, predicted: Path) -> dict[str, Any]:
    program, *arguments = measured.scorer
    command = [sys.executable, str(SHARED / "scorers" / program), *arguments]
    command += ["--gold", str(gold), "--pred", str(predicted), "--json"]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def figure(found: dict[str, Any], path: str) -> float:
    """A figure by its dotted path; a scorer may itself use dots in its names."""
    value: Any = found
    while path:
        keys = [key for key in value if path == key or path.startswith(f"{key}.")]
        key = max(keys, key=len)
        value, path = value[key], path[len(key) + 1 :]
    return float(value)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("sets", nargs="*", help=f"of {', '.join(SETS)}; default: all")
    parser.add_argument("--part", default="dev", help="the set's part, by its file's name")
    parser.add_argument("--limit", type=int, help="only the first N documents")
    parser.add_argument("--narrow", action="store_true", help="the record's convention everywhere")
    parser.add_argument("--keep", type=Path, help="keep gold and predictions in this folder")
    options = parser.parse_args()
    if unknown := [name for name in options.sets if name not in SETS]:
        parser.error(f"no set is called {unknown[0]!r}; there are {', '.join(SETS)}")
    with tempfile.TemporaryDirectory() as temporary:
        folder = options.keep or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        for name in options.sets or SETS:
            measured = SETS[name]
            rows = rows_of(name, options.part, options.limit)
            before = time.perf_counter()
            predicted = predict(rows, wide=measured.wide and not options.narrow)
            seconds = time.perf_counter() - before
            gold_file, file = folder / f"{name}-gold.jsonl", folder / f"{name}-predicted.jsonl"
            write(gold_file, rows)
            write(file, predicted)
            found = score(measured, gold_file, file)
            print(f"{name} {options.part}: {len(rows)} documents, {seconds:.0f} s with the parse")
            for path in measured.figures:
                print(f"  {path:36} {figure(found, path):.3f}")


if __name__ == "__main__":
    main()
