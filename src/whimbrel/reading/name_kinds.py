"""Persons, bodies, places: the kind of each name, decided once for a whole document."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import replace

from whimbrel.reading.found_names import (
    PLACE_PREPOSITIONS,
    FoundName,
    given_names,
    is_role_word,
    said_name,
    stands_alone,
)
from whimbrel.reading.known_names import known_at
from whimbrel.reading.lexicon import people_words, word_list
from whimbrel.reading.spelling import Spellings, fold, name_parts
from whimbrel.reading.text import Reading, Token
from whimbrel.records import MentionKind

_SURE = 100
"""Weight of evidence that a name finder's opinion cannot outvote."""

_LAST_WORDS: tuple[tuple[str, MentionKind], ...] = (
    ("body_words", "ORG"),
    ("water_and_land_words", "LOC"),
    ("place_words", "GPE"),
    ("built_words", "FAC"),
)


def with_kinds(reading: Reading, found: list[FoundName]) -> list[FoundName]:
    """The names with one kind for each, by the votes of all places where the document says it."""
    votes: dict[str, Counter[MentionKind]] = defaultdict(Counter)
    keys = [fold(said_name(reading, each)) for each in found]
    for key, each in zip(keys, found, strict=True):
        votes[key].update(_votes(reading, each))
    best = {key: max(counts.items(), key=lambda pair: pair[1])[0] for key, counts in votes.items()}
    people = [name_parts(key) for key, kind in best.items() if kind == "PERSON"]
    surnames: Spellings[None] = Spellings()
    for surname in {parts[-1] for parts in people if len(parts) > 1}:
        surnames.add(surname, None)
    for key in best:
        parts = name_parts(key)
        if len(parts) != 1 or max(votes[key].values()) >= _SURE:
            continue
        if parts[0] in surnames:
            best[key] = "PERSON"
    return [replace(each, kind=best[key]) for key, each in zip(keys, found, strict=True)]


def _votes(reading: Reading, found: FoundName) -> Counter[MentionKind]:
    """How strongly this one place speaks for each kind."""
    votes: Counter[MentionKind] = Counter({found.kind: 1})
    tokens = reading.tokens
    said, last = said_name(reading, found), tokens[found.last]
    hit = known_at(reading.text, tokens[found.first].start)
    if hit and hit[0] == last.end:
        votes[hit[1]] += _SURE
        return votes
    if _is_dateline(reading, found):
        votes["GPE"] += _SURE
        return votes
    by_shape = kind_by_shape(said, last)
    if by_shape:
        votes[by_shape] += _SURE
        return votes
    if all(t.text in people_words() for t in tokens[found.first : found.last + 1]):
        votes["NORP"] += _SURE
        return votes
    for kind, weight in _context_votes(reading, found):
        votes[kind] += weight
    return votes


def _is_dateline(reading: Reading, found: FoundName) -> bool:
    """Whether the name opens a paragraph and a spaced dash follows: "SARIWA, Oct. 3 - "."""
    first, last = reading.tokens[found.first], reading.tokens[found.last]
    if found.first and "\n" not in reading.text[reading.tokens[found.first - 1].end : first.start]:
        return False
    for token in reading.tokens[last.i + 1 : last.i + 12]:
        if token.text in ("-", "–", "—", "--") and stands_alone(reading, token):
            return reading.text[first.start : token.start].count("\n") == 0
        if token.pos in ("VERB", "AUX", "DET"):
            return False
    return False


def kind_by_shape(said: str, last: Token) -> MentionKind | None:
    """The kind that a name's last word or its capitals tell; null where they tell none."""
    if " " in said:
        for list_name, kind in _LAST_WORDS:
            if last.lower in word_list(list_name, "names"):
                return kind
    letters = said.replace(".", "")
    if 2 <= len(letters) <= 5 and letters.isalnum() and letters.isupper():
        return "ORG"
    return None


def _context_votes(reading: Reading, found: FoundName) -> Iterator[tuple[MentionKind, int]]:
    tokens = reading.tokens
    first_word, _, rest = said_name(reading, found).partition(" ")
    if rest and first_word.lower() in given_names():
        yield "PERSON", 4
    before = tokens[found.first - 1] if found.first else None
    after = tokens[found.last + 1] if found.last + 1 < len(tokens) else None
    if before is not None and before.sentence == tokens[found.first].sentence:
        if before.lower in word_list("titles", "names") and before.text[0].isupper():
            yield "PERSON", _SURE
        elif before.lower in PLACE_PREPOSITIONS and not (after and after.tag == "POS"):
            yield "GPE", 4
        elif before.lower == "of" and found.first > 1:
            if tokens[found.first - 2].lower in word_list("place_words", "names"):
                yield "GPE", _SURE
        elif before.lemma in word_list("bands", "nouns"):
            yield "ORG", 3
    if after is not None and after.sentence == tokens[found.last].sentence:
        touching = after.start - tokens[found.last].end <= 1
        if touching and after.lower in word_list("place_words", "names"):
            yield "GPE", _SURE
        elif touching and after.pos == "NOUN" and after.lemma in word_list("bands", "nouns"):
            yield "ORG", 3
        elif after.lower == "who":
            yield "PERSON", 3
    yield from _votes_of_apposition(reading, found)


def _votes_of_apposition(reading: Reading, found: FoundName) -> Iterator[tuple[MentionKind, int]]:
    for i in range(found.first, found.last + 1):
        token = reading.tokens[i]
        others = reading.dependents(i, "appos")
        if token.dep == "appos":
            others = [*others, reading.tokens[token.head]]
        for other in others:
            if found.first <= other.i <= found.last or other.pos != "NOUN":
                continue
            if is_role_word(other) and other.tag == "NN":
                yield "PERSON", 4
            elif other.lemma in word_list("bands", "nouns") and other.tag == "NN":
                yield "ORG", 4
