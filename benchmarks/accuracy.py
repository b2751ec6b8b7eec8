"""Accuracy of whole records on the dev parts of public sets, with the reference scorers.

    python benchmarks/accuracy.py [SET ...] [--out FILE.json] [--keep FOLDER]

Codes each set with the command line, as a user would (`whimbrel code dev.jsonl --jsonl ...`),
runs the reference scorer over the result and prints the figures named in `SETS`. The data are no
part of the project: `WHIMBREL_DATA` names the folder with `data/` and `scorers/` (default
`../shared`).
`plover_gsr` is also compared in contexts, which no scorer counts: the share of gold contexts found.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
DATA = Path(os.environ.get("WHIMBREL_DATA", ROOT.parent / "shared"))


@dataclass(frozen=True, slots=True)
class Measured:
    """A set: its scorer with the arguments, the figures to print (dotted paths), and the room
    that reads by the set's convention instead of the record's."""

    scorer: str
    arguments: tuple[str, ...]
    figures: tuple[str, ...]
    wide: str | None = None


_RECORD = tuple(
    f"f1.{k}.f1"
    for k in (
        "events_any_type",
        "events",
        "actors",
        "recipients",
        "triples",
        "claims",
        "claim_source",
        "quantities",
        "times",
        "time_intervals",
        "causes",
    )
) + tuple(
    f"accuracy.{k}.acc"
    for k in (
        "mode",
        "status",
        "status_not_happened",
        "date_equal",
        "date_of_null",
        "place_country",
        "place_of_null",
        "speaker",
        "via",
        "event_claim_inside",
    )
)
_EVENTS = ("type_micro.f1", "top_type.acc", "mode.acc", "joint.f1")

SETS: dict[str, Measured] = {
    "dispatches": Measured("score_record.py", (), (*_RECORD, "no_event_documents.per_document")),
    "plv": Measured(
        "score_plv.py",
        (),
        ("any.accuracy", "any.macro_f1", "linked.accuracy", "linked.macro_f1", "any.abstained"),
        wide="participants",
    ),
    "plover_gsr": Measured(
        "score_events.py",
        ("--set", "plover_gsr"),
        (
            *_EVENTS,
            "actors_country.acc",
            "recipients_country.acc",
            "actors_sector.acc",
            "recipients_sector.acc",
        ),
        wide="participants",
    ),
    "cameo_ner": Measured(
        "score_events.py",
        ("--set", "cameo_ner"),
        ("micro_overlap.f1", "source_overlap.f1", "target_overlap.f1", "micro_top_overlap.f1"),
        wide="participants",
    ),
    "cameo_class": Measured(
        "score_events.py", ("--set", "cameo_class"), ("accuracy.acc", "macro_f1")
    ),
    "polnear": Measured(
        "score_claims.py",
        ("--set", "polnear"),
        tuple(
            f"metrics.{k}"
            for k in (
                "content.overlap.f1",
                "source.overlap.f1",
                "cue.overlap.f1",
                "full.f1",
                "speaker.accuracy",
            )
        ),
        wide="claims",
    ),
    "tempeval3": Measured(
        "score_claims.py",
        ("--set", "tempeval3"),
        tuple(f"metrics.{k}" for k in ("relaxed.f1", "strict.f1", "value.f1")),
        wide="times",
    ),
    "cnc": Measured(
        "score_claims.py",
        ("--set", "cnc"),
        tuple(f"metrics.{k}" for k in ("causal.f1", "micro.exact.f1", "micro.overlap.f1")),
        wide="causes",
    ),
    **{
        name: Measured(
            "score_places.py",
            ("--set", name),
            ("recognition.overlap.f1", "resolution_all_gold.acc161", "resolution_matched.acc161"),
            wide="places",
        )
        for name in ("lgl", "trnews", "gwn")
    },
}


def code(gold: Path, out: Path, wide: str | None) -> None:
    """Code a set with the command line."""
    command = [sys.executable, "-m", "whimbrel", "code", str(gold), "--jsonl", str(out), "--quiet"]
    subprocess.run([*command, *(["--wide", wide] if wide else [])], check=False)


def score(measured: Measured, gold: Path, pred: Path) -> dict[str, Any]:
    """What the reference scorer says, as it prints it with --json."""
    done = subprocess.run(
        [
            sys.executable,
            str(DATA / "scorers" / measured.scorer),
            *measured.arguments,
            "--gold",
            str(gold),
            "--pred",
            str(pred),
            "--json",
        ],
        check=True,
        capture_output=True,
        text=True,
    )
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def figure(result: dict[str, Any], path: str) -> Any:
    """The figure at a dotted path; keys may hold dots themselves."""
    if path in result:
        return result[path]
    value: Any = result
    parts = path.split(".")
    while parts and isinstance(value, dict):
        for size in range(len(parts), 0, -1):
            key = ".".join(parts[:size])
            if key in value:
                value, parts = value[key], parts[size:]
                break
        else:
            return None
    return value


def context_agreement(gold: Path, pred: Path) -> dict[str, float]:
    """Of `plover_gsr`'s gold contexts the share that an event of the same sentence has."""
    coded = {record["id"]: record for record in _lines(pred)}
    hits = total = given = 0
    for line in _lines(gold):
        want = {c for event in line["gold"]["events"] for c in event.get("contexts", ())}
        got = {
            c for event in coded.get(line["id"], {}).get("events", ()) for c in event["contexts"]
        }
        total += len(want)
        hits += len(want & got)
        given += len(got)
    return {"contexts.recall": hits / max(1, total), "contexts.precision": hits / max(1, given)}


def _lines(path: Path) -> Iterable[dict[str, Any]]:
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sets", nargs="*", choices=[*SETS, []], help="default: all of them")
    parser.add_argument("--out", type=Path, help="write all figures as JSON")
    parser.add_argument("--keep", type=Path, help="keep the coded records in this folder")
    options = parser.parse_args()
    if not DATA.is_dir():
        sys.exit(f"There is no data folder {DATA}; name one by WHIMBREL_DATA.")
    everything: dict[str, Any] = {}
    with tempfile.TemporaryDirectory() as scratch:
        folder = options.keep or Path(scratch)
        folder.mkdir(parents=True, exist_ok=True)
        for name in options.sets or SETS:
            gold, pred = DATA / "data" / name / "dev.jsonl", folder / f"{name}.jsonl"
            code(gold, pred, SETS[name].wide)
            result = score(SETS[name], gold, pred)
            if name == "plover_gsr":
                result |= context_agreement(gold, pred)
            everything[name] = result
            for path in (*SETS[name].figures, *(k for k in result if k.startswith("contexts."))):
                value = figure(result, path)
                shown = f"{value:.3f}" if isinstance(value, float) else value
                print(f"{name:14}{path:36}{shown}", flush=True)
    if options.out:
        options.out.write_text(json.dumps(everything, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
