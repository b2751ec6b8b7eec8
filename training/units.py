"""The corpus as the tools read it: units parsed from the batch files, composed ones from JSONL.

A unit is one line of the built JSONL (`id, text, region, ..., gold`). Its kind is the first letter
of its id: `s` sentence, `p` passage, `a` article without event.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from training.annotate import CORPUS, read_batch, source_files
from training.scheme import load_scheme

Json = dict[str, Any]
COMPOSED = "composed"
# A stop, then perhaps a closing mark, a blank and something that can open a sentence.
_SENTENCE_END = re.compile(r"(?<=[.!?])[\"”')\]]*\s+(?=[\"“'(\[]?[A-Z0-9])|\n+")
_NO_END = re.compile(r"(?:\b[A-Z]|\b(?:Mr|Mrs|Ms|Dr|St|Gen|Col|Lt|Sgt|Rep|Sen|Gov|No|vs))\.$")


class CorpusError(ValueError):
    """The corpus cannot be read as it stands."""


def kind_of(unit: Json) -> str:
    """`s`, `p` or `a`."""
    return str(unit["id"])[0]


def read_units(corpus: Path = CORPUS, *, strict: bool = True) -> list[Json]:
    """All individually written units, from the batch files in their fixed order.

    Raises `CorpusError` if a batch has a mistake: what the checker refuses is no corpus. Without
    `strict`, units with a mistake are left out instead (for looking at a batch half-written).
    """
    scheme = load_scheme()
    units: list[Json] = []
    for path in source_files(corpus):
        read, problems = read_batch(path, scheme)
        if problems and strict:
            raise CorpusError(
                f"{problems[0]} (and {len(problems) - 1} more mistakes in this file); run "
                "python -m training.annotate check"
            )
        units += [row for rows in read.values() for row in rows]
    return units


def read_jsonl(paths: Iterable[Path]) -> list[Json]:
    """The rows of JSONL files; raises `CorpusError` with file and line for one that is not JSON."""
    rows: list[Json] = []
    for path in paths:
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            try:
                rows.append(json.loads(line))
            except json.JSONDecodeError as error:
                raise CorpusError(f"{path}:{number}: this line is no JSON ({error.msg})") from error
    return rows


def read_composed(corpus: Path = CORPUS) -> list[Json]:
    """The composed units under `corpus/composed`, each once."""
    rows = read_jsonl(sorted((corpus / COMPOSED).glob("*.jsonl")))
    return list({row["id"]: row for row in rows}.values())


def event_modes(event: Json) -> list[str]:
    """`TYPE/mode` of every mode of an event; the bare type where it has none."""
    return [f"{event['type']}/{mode}" for mode in event["modes"]] or [event["type"]]


def all_events(units: Iterable[Json]) -> Iterator[Json]:
    """Every event of the units."""
    for unit in units:
        yield from unit["gold"]["events"]


def sentence_spans(text: str) -> list[tuple[int, int]]:
    """Where sentences stand, by their stops and line ends: code points, half open."""
    spans: list[tuple[int, int]] = []
    start = 0
    for match in _SENTENCE_END.finditer(text):
        if "\n" not in match[0] and _NO_END.search(text[start : match.start()]):
            continue
        # A closing quotation mark belongs to the sentence that it closes.
        end = match.start() + len(match[0].rstrip())
        if text[start:end].strip():
            spans.append((start, end))
        start = match.end()
    if text[start:].strip():
        spans.append((start, len(text.rstrip())))
    return spans
