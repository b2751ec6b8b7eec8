"""What comes out when records are compared with hand-coded documents."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(slots=True)
class Tally:
    """How much was found, found falsely, and missed."""

    right: int = 0
    false: int = 0
    missed: int = 0

    def count(self, right: int, expected: int, got: int) -> None:
        """Add a document: `right` of `expected` found, `got` given."""
        self.right += right
        self.missed += expected - right
        self.false += got - right

    @property
    def precision(self) -> float:
        return self.right / (self.right + self.false) if self.right else 0.0

    @property
    def recall(self) -> float:
        return self.right / (self.right + self.missed) if self.right else 0.0

    @property
    def f1(self) -> float:
        both = 2 * self.right + self.false + self.missed
        return 2 * self.right / both if both else 0.0


@dataclass(slots=True)
class Share:
    """How often a field agreed, of the times that both sides had something to compare."""

    agreed: int = 0
    compared: int = 0

    def add(self, agrees: bool) -> bool:
        self.compared += 1
        self.agreed += agrees
        return agrees

    @property
    def accuracy(self) -> float | None:
        return self.agreed / self.compared if self.compared else None


@dataclass(frozen=True, slots=True)
class Difference:
    """One place where the record and the hand-coded document differ."""

    document_id: str
    field: str
    what: str
    expected: str
    got: str


@dataclass(slots=True)
class Score:
    """The comparison of many documents.

    `found` holds what can be missed or invented, by field; `agreed` the fields of what was found on
    both sides; `by_type` the events by type; `missing` the ids of documents without a record, all
    of whose content counts as missed; `other_text` those whose record holds another text.
    """

    documents: int = 0
    missing: list[str] = field(default_factory=list)
    other_text: list[str] = field(default_factory=list)
    found: dict[str, Tally] = field(default_factory=dict)
    agreed: dict[str, Share] = field(default_factory=dict)
    by_type: dict[str, Tally] = field(default_factory=dict)
    differences: list[Difference] = field(default_factory=list)

    def to_dict(self) -> dict[str, Any]:
        """The score as plain JSON values."""

        def rows(tallies: Mapping[str, Tally]) -> dict[str, Any]:
            return {
                name: {
                    "precision": round(tally.precision, 4),
                    "recall": round(tally.recall, 4),
                    "f1": round(tally.f1, 4),
                    "right": tally.right,
                    "false": tally.false,
                    "missed": tally.missed,
                }
                for name, tally in tallies.items()
            }

        return {
            "documents": self.documents,
            "missing": self.missing,
            "other_text": self.other_text,
            "found": rows(self.found),
            "agreed": {
                name: {
                    "accuracy": None if share.accuracy is None else round(share.accuracy, 4),
                    "agreed": share.agreed,
                    "compared": share.compared,
                }
                for name, share in self.agreed.items()
            },
            "by_type": rows(dict(sorted(self.by_type.items()))),
            "differences": [
                {
                    "document": each.document_id,
                    "field": each.field,
                    "what": each.what,
                    "expected": each.expected,
                    "got": each.got,
                }
                for each in self.differences
            ],
        }
