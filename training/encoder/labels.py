"""What each head of the encoder tells apart, in the order of its outputs."""

from __future__ import annotations

from dataclasses import dataclass

from training.scheme import load_scheme

NONE = "none"
ROLES = ("actor", "recipient")
CLAIM_PARTS = ("source", "cue", "content")
CAUSE_PARTS = ("cause", "effect", "signal")
SENTENCE = ("told", "causal")
"""Outputs for the whole sentence; one for each type of event that it tells comes after them."""
ROLE_WIDTH = 64
"""Numbers in a query or key of the role head."""


@dataclass(frozen=True, slots=True)
class Head:
    """`width` outputs a piece, beginning at `start` of the heads' outputs. `labels` name them
    where each has a meaning of its own."""

    name: str
    start: int
    width: int
    labels: tuple[str, ...] = ()


def sentence_labels() -> tuple[str, ...]:
    """What the outputs for the whole sentence mean, in their order."""
    return (*SENTENCE, *load_scheme().modes)


def heads() -> dict[str, Head]:
    """The heads over pieces, laid side by side."""
    scheme = load_scheme()
    kinds = tuple(scheme.mention_kinds)
    labels: dict[str, tuple[str, ...]] = {
        "type": (NONE, *scheme.modes),
        "mode": tuple(f"{name}/{mode}" for name, modes in scheme.modes.items() for mode in modes),
        "status": tuple(scheme.statuses),
        "contexts": tuple(scheme.contexts),
        "names": (NONE, *(f"{part}-{kind}" for kind in kinds for part in "BI")),
        "claim": CLAIM_PARTS,
        "cause": CAUSE_PARTS,
    }
    widths = {name: len(held) for name, held in labels.items()}
    for role in ROLES:
        widths[f"{role}-query"] = widths[f"{role}-key"] = ROLE_WIDTH
    found, start = {}, 0
    for name, width in widths.items():
        found[name] = Head(name, start, width, labels.get(name, ()))
        start += width
    return found
