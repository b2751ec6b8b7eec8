"""From annotated units to what the encoder learns from: word pieces with a label for each head.

One example is one sentence. Spans are those of the corpus, clipped to the sentence; a piece
carries a span's label if it lies inside the span. `SKIP` marks pieces and heads that a sentence
says nothing about: optional events, parts of the annotation that a data set does not have.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from tokenizers import Tokenizer

from training.encoder.labels import CAUSE_PARTS, CLAIM_PARTS, ROLES, Head
from training.units import sentence_spans
from whimbrel.encoder.pieces import pieces_of

Json = dict[str, Any]
SKIP = -100
LONGEST = 128
"""Pieces; what a sentence has beyond them is not seen."""


@dataclass(slots=True)
class Example:
    """Labels of one sentence, a list entry for each piece. `triggers` are (pieces, actor pieces,
    recipient pieces); `told` says whether there is an event, null where that is not annotated;
    `types` for each type whether one is told, `SKIP` where that can be argued either way."""

    text: str
    ids: list[int]
    shapes: list[int]
    type: list[int]
    mode: list[int]
    status: list[int]
    contexts: list[list[int]] | None
    names: list[int]
    claim: list[tuple[int, int, int]] | None
    cause: list[tuple[int, int, int]] | None
    triggers: list[tuple[list[int], list[int], list[int]]] = field(default_factory=list)
    told: bool | None = None
    causal: bool | None = None
    types: list[int] | None = None


def sentences_of(unit: Json) -> Iterator[tuple[int, int]]:
    """Where the unit's sentences stand; a sentence unit is one whatever its stops."""
    text = unit["text"]
    if str(unit["id"]).startswith("s-"):
        yield 0, len(text)
    else:
        yield from sentence_spans(text)


def examples(
    units: Iterable[Json], tokenizer: Tokenizer, heads: dict[str, Head]
) -> Iterator[Example]:
    """The examples of units of the corpus."""
    for unit in units:
        for start, end in sentences_of(unit):
            yield _example(unit, start, end, tokenizer, heads)


def _example(
    unit: Json, start: int, end: int, tokenizer: Tokenizer, heads: dict[str, Head]
) -> Example:
    text, gold = unit["text"][start:end], unit["gold"]
    pieces = pieces_of(tokenizer, text)
    count = len(pieces.ids)

    def within(span: Json | None) -> list[int]:
        if span is None:
            return []
        return pieces.inside(max(span["start"], start) - start, min(span["end"], end) - start)

    made = Example(
        text=text,
        ids=pieces.ids,
        shapes=pieces.shapes,
        type=[0] * count,
        mode=[SKIP] * count,
        status=[SKIP] * count,
        contexts=[[SKIP] * heads["contexts"].width for _ in range(count)],
        names=_names(gold["mentions"], within, count, heads["names"]),
        claim=_claim(gold["claims"], within, count),
        cause=None,
        told=False,
        types=[0] * (heads["type"].width - 1),
    )
    for event in gold["events"]:
        _label_event(made, event, within, heads)
    return made


def _names(mentions: list[Json], within: Any, count: int, head: Head) -> list[int]:
    labels = [0] * count
    for mention in sorted(mentions, key=lambda m: m["end"] - m["start"], reverse=True):
        for rank, i in enumerate(within(mention)):
            labels[i] = head.labels.index(f"{'I' if rank else 'B'}-{mention['kind']}")
    return labels


def _claim(claims: list[Json], within: Any, count: int) -> list[tuple[int, int, int]]:
    flags = [[0] * len(CLAIM_PARTS) for _ in range(count)]
    for claim in claims:
        for number, part in enumerate(CLAIM_PARTS):
            for span in claim[part]:
                for i in within(span):
                    flags[i][number] = 1
    return [(a, b, c) for a, b, c in flags]


def _label_event(made: Example, event: Json, within: Any, heads: dict[str, Head]) -> None:
    trigger = within(event["trigger"])
    others = [i for span in event["mentions"] for i in within(span)]
    if trigger or others:
        assert made.types is not None
        number = heads["type"].labels.index(event["type"]) - 1
        if not event["optional"]:
            made.types[number] = 1
        elif not made.types[number]:
            made.types[number] = SKIP
    if event["optional"]:
        for i in (*trigger, *others):
            made.type[i] = SKIP
        made.told = made.told or (None if trigger else False)
        return
    kind = heads["type"].labels.index(event["type"])
    for i in (*trigger, *others):
        made.type[i] = kind
    if not trigger:
        return
    made.told = True
    for i in trigger:
        if event["mode"]:
            made.mode[i] = heads["mode"].labels.index(f"{event['type']}/{event['mode']}")
        made.status[i] = heads["status"].labels.index(event["status"])
        assert made.contexts is not None
        made.contexts[i] = [int(name in event["contexts"]) for name in heads["contexts"].labels]
    sides = [[i for span in event[f"{role}s"] for i in within(span)] for role in ROLES]
    made.triggers.append((trigger, *sides))


_BLANK_BEFORE = re.compile(r" (?=[.,;:!?)%]|'s\b|'\s|n't\b)")
_BLANK_AFTER = re.compile(r"(?<=[(\$]) ")


def causal_examples(
    rows: Iterable[Json], tokenizer: Tokenizer, heads: dict[str, Head], rng: random.Random
) -> Iterator[Example]:
    """The examples of sentences annotated for cause and effect only (the Causal News Corpus), with
    blanks before marks closed up in two of three, since running text has none."""
    for row in rows:
        text, keep = _closed_up(row["text"]) if rng.random() < 2 / 3 else (row["text"], None)
        pieces = pieces_of(tokenizer, text)
        flags = [[0] * len(CAUSE_PARTS) for _ in pieces.ids]
        for cause in row["gold"]["causes"]:
            spans = [(0, cause["cause"]), (1, cause["effect"])]
            spans += [(2, span) for span in cause.get("signals") or []]
            for number, span in spans:
                start, end = span["start"], span["end"]
                if keep is not None:
                    start, end = keep[start], keep[end - 1] + 1
                for i in pieces.inside(start, end):
                    flags[i][number] = 1
        skipped = [SKIP] * len(pieces.ids)
        yield Example(
            text=text,
            ids=pieces.ids,
            shapes=pieces.shapes,
            type=skipped,
            mode=skipped,
            status=skipped,
            contexts=None,
            names=skipped,
            claim=None,
            cause=[(a, b, c) for a, b, c in flags],
            causal=bool(row["gold"]["causal"]),
        )


def _closed_up(text: str) -> tuple[str, list[int]]:
    """The text without the blanks that tokenising put in, and for each old character its place."""
    gone = {match.start() for match in _BLANK_BEFORE.finditer(text)}
    gone |= {match.start() for match in _BLANK_AFTER.finditer(text)}
    keep, at = [], 0
    for i in range(len(text)):
        keep.append(at)
        at += i not in gone
    return "".join(c for i, c in enumerate(text) if i not in gone), keep
