"""Write the words that make a sentence worth reading for events beside the codebook's cues.

    python -m training.telling_words

A word of the corpus that is a trigger, or part of one, in at least `SHARE` of the places where it
stands. `coding/screening.py` reads the list.
"""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

from training.units import read_units

SHARE = 0.2
OUT = Path(__file__).resolve().parents[1] / "src/whimbrel/coding/lexicon/telling.txt"
_WORD = re.compile(r"[\w-]+")


def telling_words() -> list[str]:
    """The words, in lower case and in order."""
    seen: Counter[str] = Counter()
    telling: Counter[str] = Counter()
    for unit in read_units():
        seen.update(word.lower() for word in _WORD.findall(unit["text"]))
        for event in unit["gold"]["events"]:
            for span in (event["trigger"], *event["mentions"]):
                telling.update(word.lower() for word in _WORD.findall(span["text"]))
    return sorted(word for word in telling if telling[word] >= SHARE * seen[word])


def main() -> None:
    words = telling_words()
    OUT.write_text("".join(f"{word}\n" for word in words), encoding="utf-8")
    print(f"{len(words)} words")


if __name__ == "__main__":
    main()
