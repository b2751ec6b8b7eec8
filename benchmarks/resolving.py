"""How well mentions are resolved: who is meant, and how often somebody wrong is named.

    python benchmarks/resolving.py [--show]

Reads `benchmarks/data/actor_bench.jsonl` and its `_second`, `_third` and `_fourth`; the rules were
mended with the first three after each was first measured (docs/offices.md). A line is a mention
in a short invented context with the day it was published, and the id of the actor meant, null where
a careful reader would leave it open or the register has nobody: offices with and without names,
surnames alone, spellings, offices not held (former, deputy), other people of the same surname,
capitals as governments and as towns, teams, bodies, groups.
What was resolved to no entry of the register counts as open. `--show` lists what differs.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from pathlib import Path
from typing import Any

from whimbrel.reading.parse import Reader
from whimbrel.records import Document, span_of
from whimbrel.resolving.actors import describe
from whimbrel.resolving.bodies import state_body_by_id
from whimbrel.resolving.countries import country_by_code
from whimbrel.resolving.register import actor_by_id

CASES = Path(__file__).parent / "data"
_SETS = ("actor_bench", "actor_bench_second", "actor_bench_third", "actor_bench_fourth")
RIGHT, OPEN, WRONG = "right", "open", "wrong"


def verdict(expected: str | None, found: str | None) -> str:
    if found is not None and not _is_known(found):
        found = None  # an id made from the words: nobody was recognised
    if found == expected:
        return RIGHT
    return OPEN if found is None else WRONG


def _is_known(actor_id: str) -> bool:
    if actor_by_id(actor_id) is not None or actor_id in country_by_code():
        return True
    return state_body_by_id(actor_id) is not None


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--show", action="store_true", help="list what differs")
    arguments = parser.parse_args()
    for name in _SETS:
        rows = [json.loads(line) for line in (CASES / f"{name}.jsonl").open(encoding="utf-8")]
        print(f"{name}:")
        _measure(rows, show=arguments.show)


def _measure(rows: list[dict[str, Any]], *, show: bool) -> None:
    documents = [Document(id=r["id"], text=r["text"], published=r["published"]) for r in rows]
    by_kind: dict[str, Counter[str]] = {}
    for row, (_, reading) in zip(rows, Reader().read_all(documents), strict=True):
        span = span_of(reading.text, row["start"], row["end"])
        found = describe(reading, span, published=row["published"])
        told = verdict(row["actor"], found.actor_id)
        counts = by_kind.setdefault(row["kind"], Counter())
        counts[told] += 1
        counts["to resolve"] += row["actor"] is not None
        counts["resolved"] += row["actor"] is not None and told == RIGHT
        if show and told != RIGHT:
            print(
                f"{told:5} {row['id']} {row['published']} {row['text']!r}: {row['mention']!r} is "
                f"{row['actor']}, got {found.actor_id} ({found.confidence})"
            )
    total = sum(by_kind.values(), Counter())
    for kind, counts in (*by_kind.items(), ("all", total)):
        cases = counts[RIGHT] + counts[OPEN] + counts[WRONG]
        print(
            f"{kind:18} {cases:4}  resolved {counts['resolved']}/{counts['to resolve']}"
            f"  wrong {counts[WRONG]}  open {counts[OPEN]}"
        )
    cases = total[RIGHT] + total[OPEN] + total[WRONG]
    print(f"resolved_correctly {total['resolved'] / total['to resolve']:.3f}")
    print(f"wrong_rather_than_open {total[WRONG] / cases:.3f}")


if __name__ == "__main__":
    main()
