"""What a run tells: how far it is, and in the end what it did."""

from __future__ import annotations

from dataclasses import dataclass

from whimbrel.records import Failure

SHOWN_FAILURES = 20
"""Failures that a summary holds itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far a run is: documents seen (coded, skipped and failed alike) and failures so far."""

    documents: int
    failures: int
    seconds: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """What a run did.

    `documents` counts what was coded or copied now, `copies` those of them whose text had been
    coded before; `events`, `claims` and `without_date` (no day of publication) belong to
    `documents`. `skipped` is what the store had already. `failed` holds the first failures, at most
    `SHOWN_FAILURES`.
    """

    documents: int = 0
    events: int = 0
    claims: int = 0
    failures: int = 0
    skipped: int = 0
    copies: int = 0
    without_date: int = 0
    seconds: float = 0.0
    interrupted: bool = False
    failed: tuple[Failure, ...] = ()

    @property
    def sentence(self) -> str:
        """The closing line, and what a reader should know besides."""
        counted = ", ".join(
            _count(getattr(self, f"{noun}s"), noun)
            for noun in ("document", "event", "claim", "failure")
        )
        said = [f"{counted} in {self.seconds:.1f} s."]
        if self.skipped:
            said.append(f"{_count(self.skipped, 'document')} stored already and skipped.")
        if self.without_date:
            said.append(
                f"{_count(self.without_date, 'document')} without a date of publication: "
                f"relative dates stay open there."
            )
        return " ".join(said)


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
