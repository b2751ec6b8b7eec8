"""One of the many hands at a file, as a process: `hand.py read|own PATH SECONDS`.

Prints "ready" once it has started, and one line of JSON at the end: how long each asking took.
"""

from __future__ import annotations

import json
import random
import sys
import time
from pathlib import Path

from whimbrel.store.database import Database
from whimbrel.store.inbox import Owner


def read(path: Path, seconds: float) -> list[float]:
    """Ask again and again, without a pause; every answer must be whole."""
    until = time.monotonic() + seconds
    took = []
    while time.monotonic() < until:
        started = time.monotonic()
        (row,) = Database(path, wait=60).sql(
            "select (select count(*) from documents) as documents, "
            "(select count(*) from events) as events"
        )
        took.append(time.monotonic() - started)
        assert row["documents"] == row["events"], "A batch was seen half written."
    return took


def own(path: Path, seconds: float) -> list[float]:
    """Come, keep the file a while, ask through the owner, go; again and again."""
    chance = random.Random(7)
    until = time.monotonic() + seconds
    took = []
    while time.monotonic() < until:
        with Owner(path, wait=60) as owner:
            leaves = time.monotonic() + chance.uniform(0.2, 1.0)
            while time.monotonic() < leaves:
                started = time.monotonic()
                Database(path, through=owner).events(country="IRQ", limit=20)
                took.append(time.monotonic() - started)
                time.sleep(0.02)
        time.sleep(chance.uniform(0.0, 0.4))
    return took


if __name__ == "__main__":
    what, path, seconds = sys.argv[1:]
    print("ready", flush=True)  # noqa: T201
    times = {"read": read, "own": own}[what](Path(path), float(seconds))
    print(json.dumps({"times": times}))  # noqa: T201
