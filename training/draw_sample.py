"""Draw units for a blind second annotation.

    python -m training.draw_sample [--sentences N] [--passages M] [--seed S] --out NAME

Writes `NAME.txt`, the drawn units as blocks of the batch format without marks and attribute lines
(nor the header words that give an event away), and `NAME.ids`, one unit id a line. The units are
spread over the batches as evenly as these allow. When the blocks are annotated,
`annotate build NAME.txt --out DIR` makes the JSONL that `training.agreement` compares.
"""

from __future__ import annotations

import argparse
import random
import re
import sys
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from training.annotate import CORPUS, read_batch, source_files, unit_id
from training.markup import Marked, read_marks, split_blocks
from training.scheme import load_scheme

Json = dict[str, Any]


def spread(rows: Iterable[Json], count: int, rng: random.Random) -> list[Json]:
    """`count` rows, one from each batch in turn; fewer only where there are no more."""
    by_batch: dict[str, list[Json]] = defaultdict(list)
    for row in rows:
        by_batch[row["batch"]].append(row)
    for held in by_batch.values():
        rng.shuffle(held)
    drawn: list[Json] = []
    while len(drawn) < count and by_batch:
        turn = sorted(by_batch)
        rng.shuffle(turn)
        for batch in turn[: count - len(drawn)]:
            drawn.append(by_batch[batch].pop())
            if not by_batch[batch]:
                del by_batch[batch]
    return drawn


def plain_block(row: Json, marked: Marked) -> str:
    """The header and the lines of text of a unit, without anything that the annotator decides."""
    day = f" {row['published']}" if row["published"] else ""
    header = f"@{row['id'][0]} {row['region']} {row['register']} {row['voice']}{day}"
    lines, at = [header], 0
    for sentence in marked.sentences:
        if "\n\n" in marked.text[at : sentence.start]:
            lines.append("")
        lines.append(re.sub(r"([\[\]\\])", r"\\\1", sentence.text))
        at = sentence.end
    return "\n".join(lines)


def read_plain(corpus: Path) -> list[tuple[Json, Marked]]:
    """The faultless units of all batches, each with its text and sentences."""
    found = []
    for path in source_files(corpus):
        units, _ = read_batch(path, load_scheme())
        rows = {row["id"]: row for held in units.values() for row in held}
        for block in split_blocks(path.read_text(encoding="utf-8"))[0]:
            if any(number for number, _ in block.text_lines):
                try:
                    marked = read_marks(block.text_lines, [])
                except ValueError:
                    continue
                row = rows.get(unit_id(block.kind, marked.text))
                if row is not None:
                    found.append((row, marked))
    return found


def draw(corpus: Path, sentences: int, passages: int, seed: int) -> tuple[str, list[str]]:
    """The blank batch file and the ids of its units, in the order of the file."""
    rng = random.Random(seed)
    units = read_plain(corpus)
    marked = {row["id"]: text for row, text in units}
    drawn: list[Json] = []
    for kind, count in (("s", sentences), ("p", passages)):
        drawn += spread((row for row, _ in units if row["id"][0] == kind), count, rng)
    blocks = [plain_block(row, marked[row["id"]]) for row in drawn]
    return "\n\n".join(blocks) + "\n", [row["id"] for row in drawn]


def main(arguments: list[str] | None = None) -> int:
    """Entry point; returns 0."""
    parser = argparse.ArgumentParser(prog="draw_sample", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--corpus", type=Path, default=CORPUS)
    parser.add_argument("--sentences", type=int, default=300)
    parser.add_argument("--passages", type=int, default=40)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--out", type=Path, required=True, help="path without ending")
    options = parser.parse_args(arguments)
    text, ids = draw(options.corpus, options.sentences, options.passages, options.seed)
    for ending, content in ((".txt", text), (".ids", "\n".join(ids) + "\n")):
        path = options.out.with_name(options.out.name + ending)
        path.write_text(content, encoding="utf-8", newline="\n")
        print(path)
    print(f"{sum(i[0] == 's' for i in ids)} sentences, {sum(i[0] == 'p' for i in ids)} passages")
    return 0


if __name__ == "__main__":
    sys.exit(main())
