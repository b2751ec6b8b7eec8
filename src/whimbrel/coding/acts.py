"""The seam between what reads acts off a text and what makes them events.

A coder gives `Act`s: the trigger, the type, who, to whom and the status as the sentence tells it.
Joining (coding/events.py) adds what all coders share: further mentions, claims, dates, places,
quantities, contexts. The cue coder stands behind this seam today; a trained one fits beside it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

from whimbrel.codebooks.scheme import Codebook
from whimbrel.reading.text import Reading
from whimbrel.records import Span, Status


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """One act as a coder found it. `clause` is the span that tells it, for dates and places.

    `also` are other words of the sentence that tell the same act; `outcome` says that the trigger
    tells what came of an act ("killed") and may be one told beside it; `definite` says that the
    trigger is a noun with "the", "this" or a possessor, which may take up an act told before;
    `lemma` is the trigger's; `turned` says that its own words tell another act, of which the
    grammar makes this one ("will not lay down its arms"); `settled` says that the status is beyond
    doubt by the grammar.
    """

    type: str
    mode: str | None = None
    modes: tuple[str, ...] = ()
    contexts: tuple[str, ...] = ()
    trigger: Span
    clause: Span
    actors: tuple[Span, ...] = ()
    recipients: tuple[Span, ...] = ()
    status: Status = Status.HAPPENED
    evidence: Mapping[str, tuple[Span, ...]] = field(default_factory=dict)
    confidence: float = 0.5
    rationale: str = ""
    also: tuple[Span, ...] = ()
    outcome: bool = False
    definite: bool = False
    verbal: bool = True
    lemma: str = ""
    turned: bool = False
    settled: bool = False


class EventCoder(Protocol):
    """Reads acts off a reading with a codebook. Deterministic; knows no type by name."""

    name: str

    def acts(self, reading: Reading, codebook: Codebook) -> tuple[Act, ...]:
        """The acts told in the text, in the order of their triggers."""
        ...
