"""How well the country and sectors of actors and recipients are told, phrases given.

    python benchmarks/actors.py [--show] [--keep FOLDER] [--coded FILE]

The marked actor and recipient phrases of plover_gsr are described one by one, so that nothing but
the description is measured. That set writes IGO or NGO where the record has no country: a body
without country is given its first sector there. `--show` lists what differs. `--coded` takes whole
records (of `benchmarks/accuracy.py plover_gsr --keep FOLDER`) and tells apart what was lost because
a party was not found in its role from what was then described otherwise. `WHIMBREL_DATA` names the
folder that holds `data/` and `scorers/` (default `../shared`).
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from dataclasses import asdict
from pathlib import Path
from typing import Any

from whimbrel.reading.parse import Reader
from whimbrel.reading.text import Reading
from whimbrel.records import Document, span_of
from whimbrel.resolving.actors import describe
from whimbrel.resolving.sectors import STATELESS

SHARED = Path(os.environ.get("WHIMBREL_DATA", Path(__file__).resolve().parents[2] / "shared"))
FIGURES = ("actors_country", "recipients_country", "actors_sector", "recipients_sector")
_SAME_AS_IGO = ("IGO", "UNO", "EUR")


def described(reading: Reading, party: dict[str, Any]) -> dict[str, Any]:
    span = span_of(reading.text, party["start"], party["end"])
    found = asdict(describe(reading, span, published=reading.published))
    kinds = [sector for sector in found["sectors"] if sector in STATELESS]
    if found["country"] is None and kinds:
        found["country"] = "IGO" if kinds[0] in _SAME_AS_IGO else kinds[0]
    return found


def differs(gold: dict[str, Any], found: dict[str, Any]) -> bool:
    wrong_sector = gold["sectors"] and gold["sectors"][0] not in found["sectors"]
    return gold["country"] != found["country"] or bool(wrong_sector)


def predict(row: dict[str, Any], reading: Reading, *, show: bool) -> dict[str, Any]:
    events = []
    for event in row["gold"]["events"]:
        told: dict[str, Any] = {"type": event["type"], "mode": event["mode"]}
        for role in ("actors", "recipients"):
            told[role] = [described(reading, party) for party in event[role]]
            for gold, found in zip(event[role], told[role], strict=True):
                if show and differs(gold, found):
                    print(
                        f"{gold['text']}: gold {gold['country']} {gold['sectors']}, "
                        f"got {found['country']} {list(found['sectors'])} ({found['name']})"
                    )
        events.append(told)
    return {"id": row["id"], "events": events}


def of_found_parties(rows: list[dict[str, Any]], coded: Path) -> None:
    """How many gold parties overlap one of the records' in the same role, and how many of those
    have its country and first sector."""
    records = {each["id"]: each for each in map(json.loads, coded.read_text("utf-8").splitlines())}
    for role in ("actors", "recipients"):
        parties = right_country = with_sector = right_sector = found = 0
        for row in rows:
            events = records.get(row["id"], {}).get("events", ())
            told = [party for event in events for party in event[role]]
            for gold in (party for event in row["gold"]["events"] for party in event[role]):
                parties += 1
                near = [p for p in told if p["start"] < gold["end"] and gold["start"] < p["end"]]
                if not near:
                    continue
                found += 1
                right_country += any(gold["country"] in countries_of(each) for each in near)
                if gold["sectors"]:
                    with_sector += 1
                    right_sector += any(gold["sectors"][0] in each["sectors"] for each in near)
        print(f"{role} found {found / parties:.3f} of {parties}")
        print(f"{role}_country of those found {right_country / found:.3f} of {found}")
        print(f"{role}_sector of those found {right_sector / with_sector:.3f} of {with_sector}")


def countries_of(party: dict[str, Any]) -> set[str | None]:
    """A party's country; for a body without one what the set writes in its place."""
    if party["country"] is not None:
        return {"KOS", "XKX"} if party["country"] == "XKX" else {party["country"]}
    kinds = {sector for sector in party["sectors"] if sector in STATELESS}
    return kinds | ({"IGO"} if kinds & set(_SAME_AS_IGO) else set())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--show", action="store_true", help="list what differs")
    parser.add_argument("--keep", type=Path, help="keep the predictions in this folder")
    parser.add_argument("--coded", type=Path, help="whole records: what is lost where")
    arguments = parser.parse_args()
    gold = SHARED / "data" / "plover_gsr" / "dev.jsonl"
    rows = [json.loads(line) for line in gold.read_text(encoding="utf-8").splitlines()]
    if arguments.coded:
        of_found_parties(rows, arguments.coded)
        return
    documents = [Document(id=row["id"], text=row["text"]) for row in rows]
    with tempfile.TemporaryDirectory() as scratch:
        folder = arguments.keep or Path(scratch)
        folder.mkdir(parents=True, exist_ok=True)
        predicted = folder / "plover_gsr.jsonl"
        with predicted.open("w", encoding="utf-8") as out:
            for row, (_, reading) in zip(rows, Reader().read_all(documents), strict=True):
                out.write(json.dumps(predict(row, reading, show=arguments.show)) + "\n")
        scorer = SHARED / "scorers" / "score_events.py"
        command = [sys.executable, str(scorer), "--set", "plover_gsr", "--gold", str(gold)]
        scored = subprocess.run(
            [*command, "--pred", str(predicted), "--json"],
            check=True,
            capture_output=True,
            text=True,
        )
    scores = json.loads(scored.stdout)
    for figure in FIGURES:
        print(f"{figure} {scores[figure]['acc']:.3f} of {scores[figure]['n']}")


if __name__ == "__main__":
    main()
