"""What the first filter drops, and which events of the unfiltered run are lost with it.

    python benchmarks/screening.py [SET ...]

For each set the share of sentences dropped, and the share of the unfiltered run's events that the
filtered run lacks (by document, trigger and type). For `india_police_events` the sentences with a
label that are dropped. `WHIMBREL_DATA` names the folder with the data (default `../shared`).
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

from whimbrel import api
from whimbrel.codebooks.codebook import load
from whimbrel.coding.joined import JoinedCoder
from whimbrel.coding.screening import may_tell
from whimbrel.encoder import load_encoder
from whimbrel.reading.parse import Reader

DATA = Path(os.environ.get("WHIMBREL_DATA", Path(__file__).resolve().parents[2] / "shared"))
SETS = ("lgl", "trnews", "ecbplus", "polnear", "india_police_events")
LABELLED = "india_police_events"


def main() -> None:
    codebook = load("plover")
    plain, screened = (JoinedCoder(load_encoder(), screen=screen) for screen in (False, True))
    for name in sys.argv[1:] or SETS:
        path = DATA / "data" / name / "dev.jsonl"
        labelled = set()
        if name == LABELLED:
            rows = map(json.loads, path.read_text(encoding="utf-8").splitlines())
            labelled = {row["id"] for row in rows if row["gold"]["labels"]}
        sentences = dropped = events = lost = lost_labels = 0
        for document, reading in Reader().read_all(api.read(path)):
            passing = [may_tell(reading, each, codebook) for each in reading.sentences]
            sentences += len(passing)
            dropped += passing.count(False)
            lost_labels += document.id in labelled and not any(passing)
            if name != LABELLED:
                whole, kept = (
                    {(act.type, act.trigger) for act in coder.acts(reading, codebook)}
                    for coder in (plain, screened)
                )
                events += len(whole)
                lost += len(whole - kept)
        share = f"{dropped / sentences:.1%} of {sentences} sentences dropped"
        if name == LABELLED:
            print(f"{name}: {share}, {lost_labels} of {len(labelled)} labelled sentences lost")
        else:
            print(f"{name}: {share}, {lost} of {events} events lost ({lost / events:.2%})")


if __name__ == "__main__":
    main()
