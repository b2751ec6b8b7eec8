"""Agreement of two annotations of the same texts, field by field.

    python -m training.agreement GOLD.jsonl [GOLD.jsonl ...] SECOND.jsonl

Units are paired by their text. Events are paired by overlapping triggers, one to one, those of one
type first; an event marked optional on one side and absent on the other counts neither way. F1 is
symmetric: which side is called gold does not matter. The table is markdown.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from training.units import CorpusError, read_jsonl

Json = dict[str, Any]
DICE = 0.5


@dataclass
class Count:
    """How many items both sides share, and how many each has."""

    both: int = 0
    gold: int = 0
    second: int = 0

    def add(self, both: int, gold: int, second: int) -> None:
        """Count some more."""
        self.both, self.gold, self.second = self.both + both, self.gold + gold, self.second + second

    @property
    def f1(self) -> float | None:
        """2 * both / (gold + second); for one label an item this is plain accuracy."""
        return 2 * self.both / (self.gold + self.second) if self.gold + self.second else None


@dataclass
class Agreement:
    """The counts of every field, in the order in which they are printed."""

    units: int = 0
    fields: dict[str, Count] = field(default_factory=dict)

    def add(self, name: str, both: int, gold: int, second: int) -> None:
        """Count for a field."""
        self.fields.setdefault(name, Count()).add(both, gold, second)

    def table(self) -> str:
        """A markdown table: field, items of each side, items shared, F1."""
        lines = ["| field | gold | second | both | F1 |", "| --- | ---: | ---: | ---: | ---: |"]
        for name, n in self.fields.items():
            shown = "" if n.f1 is None else f"{n.f1:.3f}"
            lines.append(f"| {name} | {n.gold} | {n.second} | {n.both} | {shown} |")
        return "\n".join(lines)


def overlap(one: Json, other: Json) -> int:
    """How many code points two spans share."""
    return int(max(0, min(one["end"], other["end"]) - max(one["start"], other["start"])))


def dice(one: Sequence[Json], other: Sequence[Json]) -> float:
    """Twice the shared code points over all, for two lists of spans without overlaps inside."""
    shared = sum(overlap(a, b) for a in one for b in other)
    size = sum(span["end"] - span["start"] for side in (one, other) for span in side)
    return 2 * shared / size if size else 0.0


def pairs(
    gold: Sequence[Json], second: Sequence[Json], likeness: Callable[[Json, Json], float]
) -> list[tuple[Json, Json]]:
    """Items paired one to one, the most alike first; likeness 0 is no pair."""
    ranked = sorted(
        (
            (-likeness(one, other), i, j)
            for i, one in enumerate(gold)
            for j, other in enumerate(second)
        ),
    )
    used_gold: set[int] = set()
    used_second: set[int] = set()
    found = []
    for negative, i, j in ranked:
        if negative < 0 and i not in used_gold and j not in used_second:
            used_gold.add(i)
            used_second.add(j)
            found.append((gold[i], second[j]))
    return found


def same_participant(one: Json, other: Json) -> bool:
    """Whether two participants overlap, as written or by what they refer to."""
    return any(
        overlap(a, b) > 0
        for a in (one, one.get("ref"))
        for b in (other, other.get("ref"))
        if a and b
    )


def _participants(one: Sequence[Json], other: Sequence[Json]) -> int:
    return len(pairs(one, other, lambda a, b: float(same_participant(a, b))))


def _whom(event: Json) -> list[tuple[Json | None, Json | None]]:
    """Who did it to whom: every actor with every recipient, None where there is none."""
    return [(a, r) for a in event["actors"] or [None] for r in event["recipients"] or [None]]


def _same_whom(
    one: tuple[Json | None, Json | None], other: tuple[Json | None, Json | None]
) -> bool:
    return all(
        a is b is None or (a is not None and b is not None and same_participant(a, b))
        for a, b in zip(one, other, strict=True)
    )


def _told(events: Sequence[Json], paired: Sequence[Json]) -> list[Json]:
    """The events that count: optional ones only where the other side has them."""
    return [e for e in events if not e.get("optional") or any(e is other for other in paired)]


def _triggers(one: Json, other: Json) -> float:
    shared = max(
        overlap(a, b)
        for a in (one["trigger"], *one["mentions"])
        for b in (other["trigger"], *other["mentions"])
    )
    same = one["type"] == other["type"]
    main = overlap(one["trigger"], other["trigger"])
    return (same * 10_000 + (main > 0) * 1000 + shared) if shared else 0.0


def compare_events(total: Agreement, gold: Json, second: Json) -> None:
    """Count the events of a unit and the fields of those that both sides have."""
    found = pairs(gold["events"], second["events"], _triggers)
    typed = [(a, b) for a, b in found if a["type"] == b["type"]]
    ours = _told(gold["events"], [a for a, _ in found])
    theirs = _told(second["events"], [b for _, b in found])
    total.add("event (trigger overlap)", len(found), len(ours), len(theirs))
    total.add("event and type", len(typed), len(ours), len(theirs))
    whom_ours = [pair for event in ours for pair in _whom(event)]
    whom_theirs = [pair for event in theirs for pair in _whom(event)]
    shared = sum(_shared_whom(_whom(a), _whom(b)) for a, b in typed)
    total.add("who did what to whom", shared, len(whom_ours), len(whom_theirs))
    total.add("type (paired events)", len(typed), len(found), len(found))
    for name, key in (("mode", "mode"), ("status", "status")):
        same = sum(a[key] == b[key] for a, b in typed)
        total.add(f"{name} (events of one type)", same, len(typed), len(typed))
    for key in ("actors", "recipients"):
        for a, b in typed:
            total.add(f"{key} (events of one type)", _participants(a[key], b[key]),
                      len(a[key]), len(b[key]))  # fmt: skip
    for key, same_value in (("place", _same_span), ("date", _same_date)):
        for a, b in typed:
            both = bool(a[key] and b[key] and same_value(a[key], b[key]))
            total.add(f"{key} of event", both, bool(a[key]), bool(b[key]))
    for a, b in typed:
        both_contexts = len(set(a["contexts"]) & set(b["contexts"]))
        total.add("contexts", both_contexts, len(set(a["contexts"])), len(set(b["contexts"])))
        total.add("inside a claim", (a["claim_id"] is None) == (b["claim_id"] is None), 1, 1)


def _shared_whom(
    one: list[tuple[Json | None, Json | None]], other: list[tuple[Json | None, Json | None]]
) -> int:
    left = list(other)
    shared = 0
    for pair in one:
        match = next((n for n, candidate in enumerate(left) if _same_whom(pair, candidate)), None)
        if match is not None:
            left.pop(match)
            shared += 1
    return shared


def _same_span(one: Json, other: Json) -> bool:
    return overlap(one, other) > 0


def _same_date(one: Json, other: Json) -> bool:
    return (one["from"], one["to"]) == (other["from"], other["to"])


def compare_claims(total: Agreement, gold: Json, second: Json) -> None:
    """Claims with content alike, and the fields of those."""

    def alike(one: Json, other: Json) -> float:
        value = dice(one["content"], other["content"])
        return value if value >= DICE else 0.0

    ours, theirs = gold["claims"], second["claims"]
    found = pairs(ours, theirs, alike)
    total.add("claim (content Dice >= .5)", len(found), len(ours), len(theirs))
    for a, b in found:
        total.add("claim source", _participants(a["source"], b["source"]),
                  len(a["source"]), len(b["source"]))  # fmt: skip
        total.add(
            "claim cue", len(pairs(a["cue"], b["cue"], overlap)), len(a["cue"]), len(b["cue"])
        )
        total.add("claim stance", a["stance"] == b["stance"], 1, 1)


def compare_spans(total: Agreement, gold: Json, second: Json) -> None:
    """Mentions, places, times, quantities and causes."""
    for name, key, fields in (
        ("mention", "mentions", ()),
        ("mention and kind", "mentions", ("kind",)),
        ("place", "places", ()),
        ("time", "times", ()),
        ("time and value", "times", ("type", "value")),
        ("quantity", "quantities", ()),
        ("quantity, what and bounds", "quantities", ("what", "low", "high")),
    ):
        found = pairs(gold[key], second[key], _closest)
        both = sum(all(a[f] == b[f] for f in fields) for a, b in found)
        total.add(name, both, len(gold[key]), len(second[key]))
    ours, theirs = gold["causes"], second["causes"]
    found = pairs(ours, theirs, _causes)
    total.add("cause (both spans overlap)", len(found), len(ours), len(theirs))
    total.add("cause and sign", sum(a["sign"] == b["sign"] for a, b in found),
              len(ours), len(theirs))  # fmt: skip


def _closest(one: Json, other: Json) -> float:
    """Spans that are alike pair before those that merely overlap."""
    return dice([one], [other])


def _causes(one: Json, other: Json) -> float:
    cause, effect = (overlap(one[key], other[key]) for key in ("cause", "effect"))
    return float(min(cause, effect))


def compare(gold: Sequence[Json], second: Sequence[Json]) -> Agreement:
    """The agreement over all units of `second`; raises `CorpusError` for a text not in `gold`."""
    by_text = {unit["text"]: unit for unit in gold}
    total = Agreement()
    for unit in second:
        known = by_text.get(unit["text"])
        if known is None:
            raise CorpusError(
                f"'{unit['text'][:60]}' (unit {unit['id']}) is in the second annotation alone: "
                "a second annotator must not change the text"
            )
        total.units += 1
        for part in (compare_events, compare_claims, compare_spans):
            part(total, known["gold"], unit["gold"])
    return total


def main(arguments: list[str] | None = None) -> int:
    """Entry point; returns 1 if the two files cannot be compared."""
    parser = argparse.ArgumentParser(prog="agreement", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("gold", type=Path, nargs="+", help="gold files, then the second annotation")
    parser.add_argument("second", type=Path)
    options = parser.parse_args(arguments)
    try:
        total = compare(read_jsonl(options.gold), read_jsonl([options.second]))
    except CorpusError as error:
        print(error, file=sys.stderr)
        return 1
    print(f"{total.units} units\n\n{total.table()}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
