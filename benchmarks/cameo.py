"""How well the CAMEO codes of the codebook `cameo` agree with hand-coded sentences.

    python benchmarks/cameo.py [--missed]

`petr2_gsr` (dev) has CAMEO codes. `plover_gsr` (dev) has PLOVER types and modes, whose roots follow
from the conversion table in `data/ontology`; the table lacks appeals (02), which PLOVER's REQUEST
holds too, so an appeal counts as missed there. Counted is the share of gold codes that some event
of their sentence has: by root (two digits), by base code (three) and in full. Beside the codebook
`cameo` stands what `plover` gives in the field `cameo`. `WHIMBREL_DATA` names the folder with
`data/` (default `../shared`).
"""

from __future__ import annotations

import argparse
import csv
import json
import os
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import whimbrel
from whimbrel import Document, Failure

ROOT = Path(__file__).resolve().parent.parent
DATA = Path(os.environ.get("WHIMBREL_DATA", ROOT.parent / "shared")) / "data"
LEVELS = {"root": 2, "base": 3, "full": 4}


def roots_by_act() -> Mapping[tuple[str, str], frozenset[str]]:
    """(PLOVER type, mode) -> the CAMEO roots that the conversion table gives them."""
    found: dict[tuple[str, str], set[str]] = {}
    with (DATA / "ontology" / "cameo_to_plover.tsv").open(encoding="utf-8") as lines:
        for row in csv.DictReader(lines, delimiter="\t"):
            root, type_ = row["cameo"][:2], row["plover_type"]
            found.setdefault((type_, row["plover_mode"]), set()).add(root)
            found.setdefault((type_, ""), set()).add(root)
    return {act: frozenset(roots) for act, roots in found.items()}


def sentences(name: str) -> Iterator[tuple[Document, list[dict[str, Any]]]]:
    """The sentences of a set that have gold events."""
    with (DATA / name / "dev.jsonl").open(encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            if row["text"].strip() and row["gold"]["events"]:
                document = Document(
                    id=row["id"], text=row["text"], published=row.get("published"), lang="en"
                )
                yield document, row["gold"]["events"]


def codes(documents: Sequence[Document], codebook: str) -> Iterator[tuple[str, ...]]:
    """The CAMEO codes of each document's events."""
    for record in whimbrel.code_all(documents, codebook=codebook):
        if isinstance(record, Failure):
            raise SystemExit(record.reason)
        yield tuple(event.cameo for event in record.events if event.cameo)


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--missed", action="store_true", help="print the sentences missed in full")
    missed = parser.parse_args().missed
    petr = list(sentences("petr2_gsr"))
    gsr = list(sentences("plover_gsr"))
    roots = roots_by_act()
    for codebook in ("cameo", "plover"):
        _print_petr(codebook, petr, missed=missed)
        _print_gsr(codebook, gsr, roots)
    return 0


def _print_petr(
    codebook: str, rows: Sequence[tuple[Document, list[dict[str, Any]]]], *, missed: bool
) -> None:
    right = dict.fromkeys(LEVELS, 0)
    total = 0
    for (document, gold), found in zip(rows, codes([d for d, _ in rows], codebook), strict=True):
        wanted = sorted({event["cameo"] for event in gold})
        total += len(wanted)
        for level, digits in LEVELS.items():
            cut = {code[:digits] for code in found}
            right[level] += sum(code[:digits] in cut for code in wanted)
        if missed and not set(wanted) & set(found):
            print(f"  {codebook}: {'/'.join(wanted)} not in {found}: {document.text}")
    for level in LEVELS:
        share = right[level] / total
        print(f"petr2_gsr   {codebook:8}{level:6}{right[level]:4} of {total:4}  {share:.3f}")


def _print_gsr(
    codebook: str,
    rows: Sequence[tuple[Document, list[dict[str, Any]]]],
    roots: Mapping[tuple[str, str], frozenset[str]],
) -> None:
    right = total = 0
    for (_, gold), found in zip(rows, codes([d for d, _ in rows], codebook), strict=True):
        cut = {code[:2] for code in found}
        for event in gold:
            wanted = roots.get((event["type"], event["mode"] or "")) or roots[event["type"], ""]
            total += 1
            right += bool(wanted & cut)
    print(f"plover_gsr  {codebook:8}root  {right:4} of {total:4}  {right / total:.3f}")


if __name__ == "__main__":
    raise SystemExit(main())
