"""How well noun phrases, references and names are read, against hand-annotated documents.

    python benchmarks/mentions.py [--data DIR] [--show KIND]

Prints: how often a hand-marked participant is exactly `noun_phrase` of its head token; how often
the antecedent of a pronoun or description is found, missed (left open) or wrong; and how many names
of re3d are found. DIR holds `dispatches/dev.jsonl` and `re3d/dev.jsonl` (default:
$WHIMBREL_DATA/data, else ../shared/data). `--show phrases|references|names` lists the errors.
"""

from __future__ import annotations

import argparse
import json
import os
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from whimbrel.reading.parse import Reader
from whimbrel.reading.phrases import head_token, mention_at, noun_phrase
from whimbrel.reading.spelling import fold
from whimbrel.reading.text import Reading
from whimbrel.records import Document, Mention, Span

# Marks of re3d that are names, by the kinds that may answer them.
_NAME_KINDS = {
    "PERSON": {"PERSON"},
    "ORG": {"ORG", "GPE", "NORP"},
    "LOC": {"GPE", "LOC", "FAC"},
    "NORP": {"NORP"},
}


def rows(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as lines:
        yield from (json.loads(line) for line in lines)


def read(reader: Reader, row: dict[str, Any]) -> Reading:
    return reader.read(
        Document(
            id=row["id"], text=row["text"], title=row.get("title"), published=row.get("published")
        )
    )


def span_of_gold(gold: dict[str, Any]) -> Span:
    return Span(start=gold["start"], end=gold["end"], text=gold["text"])


def gold_parties(row: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for event in row["gold"]["events"]:
        yield from event["actors"]
        yield from event["recipients"]
    for claim in row["gold"]["claims"]:
        yield from claim["source"]


def chain(reading: Reading, mention: Mention | None) -> str | None:
    return None if mention is None else (mention.head or mention.id)


def same_chain(reading: Reading, mention: Mention, ref: Span) -> bool:
    """Whether the reference lies in the mention's chain: by its own mention, or by overlap."""
    referred = mention_at(reading, ref)
    if referred is not None and chain(reading, referred) == chain(reading, mention):
        return True
    return any(
        each.overlaps(ref)
        and chain(reading, each) == chain(reading, mention)
        and head_token(reading, each) == head_token(reading, ref)
        for each in reading.mentions
    )


def dispatches(reader: Reader, path: Path, show: str | None) -> None:
    exact = overlap = total = 0
    references: Counter[str] = Counter()
    for row in rows(path):
        reading = read(reader, row)
        seen: set[tuple[int, int]] = set()
        for gold in gold_parties(row):
            span = span_of_gold(gold)
            if (span.start, span.end) in seen:
                continue
            seen.add((span.start, span.end))
            head = head_token(reading, span)
            assert head is not None
            found = noun_phrase(reading, head.i)
            total += 1
            exact += found == span
            gold_words = {t.i for t in reading.tokens_in(span.start, span.end)}
            found_words = {t.i for t in reading.tokens_in(found.start, found.end)}
            overlap += 2 * len(gold_words & found_words) / (len(gold_words) + len(found_words))
            if found != span and show == "phrases":
                print(f"{row['id']}  wanted {span.text!r}  found {found.text!r}")
            if gold.get("name"):
                right = is_named(reading, span, gold["name"])
                references["named"] += 1
                references["rightly named"] += right
                if not right and show == "references":
                    print(f"{row['id']}  name: {span.text!r} is {gold['name']!r}")
            if gold.get("ref"):
                outcome = reference_outcome(reading, span, span_of_gold(gold["ref"]))
                references[outcome] += 1
                if outcome != "found" and show == "references":
                    mention = mention_at(reading, span)
                    head_of = reading.mention_by_id.get(mention.head or "") if mention else None
                    print(
                        f"{row['id']}  {outcome}: {span.text!r} is {gold['ref']['text']!r}, "
                        f"read as {head_of.text if head_of else None!r}"
                    )
    print(
        f"noun phrases: {exact}/{total} exact = {exact / total:.3f}, words F1 {overlap / total:.3f}"
    )
    refs = references["found"] + references["open"] + references["wrong"]
    print(
        f"references:   {references['found']}/{refs} found = {references['found'] / refs:.3f}, "
        f"{references['open']} left open, {references['wrong']} wrong"
    )


def is_named(reading: Reading, span: Span, name: str) -> bool:
    """Whether the head of the span's mention says the name, but for its article and title."""
    mention = mention_at(reading, span)
    if mention is None:
        return False
    said = fold(reading.mention_by_id[mention.head or mention.id].text)
    return fold(name) in said or said.removeprefix("the ") in fold(name)


def reference_outcome(reading: Reading, span: Span, ref: Span) -> str:
    mention = mention_at(reading, span)
    if mention is None or (mention.head is None and not same_chain(reading, mention, ref)):
        return "open"
    return "found" if same_chain(reading, mention, ref) else "wrong"


def names(reader: Reader, path: Path, show: str | None) -> None:
    counts: Counter[str] = Counter()
    for row in rows(path):
        reading = read(reader, row)
        gold = {
            (g["start"], g["end"]): g["kind"]
            for g in row["gold"]["mentions"]
            if g["kind"] in _NAME_KINDS and is_name(g["text"])
        }
        trimmed = {_without_article(row["text"], *place): kind for place, kind in gold.items()}
        found = {
            (m.start, m.end): m.kind for m in reading.mentions if m.kind not in ("ROLE", "GROUP")
        }
        for place, kind in trimmed.items():
            counts["gold"] += 1
            counts["edges"] += place in found
            counts["right"] += found.get(place) in _NAME_KINDS[kind]
            if found.get(place) not in _NAME_KINDS[kind] and show == "names":
                near = [
                    f"{row['text'][s:e]} {k}"
                    for (s, e), k in found.items()
                    if s < place[1] and place[0] < e
                ]
                print(f"{row['id']}  wanted {row['text'][slice(*place)]!r} {kind}  found {near}")
    print(
        f"names:        {counts['right']}/{counts['gold']} found with kind = "
        f"{counts['right'] / counts['gold']:.3f}, edges {counts['edges'] / counts['gold']:.3f}"
    )


def is_name(text: str) -> bool:
    """Whether a mark of re3d is a name throughout; it marks descriptions with names in them too."""
    words = text.replace("-", " ").split()
    small = {"the", "of", "and", "for", "al", "in", "de"}
    return all(word[0].isupper() or word.lower() in small for word in words) and any(
        word[0].isupper() for word in words
    )


def _without_article(text: str, start: int, end: int) -> tuple[int, int]:
    first = text[start:end].split(" ", maxsplit=1)[0]
    return (start + len(first) + 1, end) if first.lower() in ("the", "a", "an") else (start, end)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument(
        "--data", type=Path, default=Path(os.environ.get("WHIMBREL_DATA", "../shared")) / "data"
    )
    parser.add_argument("--show", choices=("phrases", "references", "names"))
    options = parser.parse_args()
    reader = Reader()
    dispatches(reader, options.data / "dispatches" / "dev.jsonl", options.show)
    names(reader, options.data / "re3d" / "dev.jsonl", options.show)


if __name__ == "__main__":
    main()
