"""Stretches of tokens that clauses and noun phrases cover, for cause and effect."""

from __future__ import annotations

from whimbrel.reading.text import Reading, Token

_EDGE = (
    ",",
    ";",
    ":",
    ".",
    "!",
    "?",
    "-",
    "--",
    "–",
    "—",
    '"',
    "“",
    "”",
    "'",
    "(",
    ")",
    "``",
    "''",
)
Stretch = tuple[int, int]
"""First and last token, both included."""


def trimmed(reading: Reading, first: int, last: int) -> Stretch | None:
    """The stretch without marks at its edges and without a leading conjunction."""
    tokens = reading.tokens
    while first <= last and (tokens[first].lower in _EDGE or tokens[first].dep == "cc"):
        first += 1
    while last >= first and (tokens[last].lower in _EDGE or tokens[last].dep == "cc"):
        last -= 1
    if first > last:
        return None
    return first, _with_closing_quote(reading, first, last)


_CLOSING = {"‘": "’", "“": "”"}


def _with_closing_quote(reading: Reading, first: int, last: int) -> int:
    """The last token, or the quotation mark after it where the stretch has opened one."""
    tokens = reading.tokens
    if last + 1 == len(tokens):
        return last
    opened = _CLOSING.keys() & {token.text for token in tokens[first : last + 1]}
    closes = any(_CLOSING[mark] == tokens[last + 1].text for mark in opened)
    return last + 1 if closes else last


def reach(reading: Reading, i: int) -> Stretch:
    """First and last token below token `i`, itself included."""
    below = reading.subtree(i)
    return below[0], below[-1]


def without_appendix(reading: Reading, stretch: Stretch | None) -> Stretch | None:
    """The noun phrase without what a comma adds: an apposition or a relative clause."""
    if stretch is None:
        return None
    first, last = stretch
    tokens = reading.tokens
    for i in range(first + 1, last):
        if tokens[i].lower != ",":
            continue
        for child in tokens[i + 1 : last + 1]:
            added = child.dep in ("appos", "relcl") and first <= child.head < i
            start, end = reach(reading, child.i)
            if added and start == i + 1 and end >= last - 1:
                return trimmed(reading, first, i - 1)
    return stretch


def phrase_after(reading: Reading, at: int, head: int) -> Stretch | None:
    """From token `at` to the end of what `head` governs, within the sentence."""
    sentence = reading.sentences[reading.tokens[at].sentence] if at < len(reading.tokens) else None
    if sentence is None:
        return None
    _, last = reach(reading, head)
    last = min(last, sentence.last - 1)
    return trimmed(reading, at, last) if last >= at else None


def up_to_mark(reading: Reading, at: int) -> Stretch | None:
    """From token `at` to the next comma or the sentence's end."""
    if at >= len(reading.tokens):
        return None
    sentence = reading.sentences[reading.tokens[at].sentence]
    last = at
    while last + 1 < sentence.last and reading.tokens[last + 1].lower not in (
        ",",
        ";",
        ".",
        ":",
        "—",
        "–",
    ):
        last += 1
    return trimmed(reading, at, last)


_CLAUSE_DEPS = (
    "ROOT",
    "ccomp",
    "advcl",
    "relcl",
    "conj",
    "acl",
    "pcomp",
    "csubj",
    "parataxis",
)


def clause_head(reading: Reading, token: Token) -> Token:
    """The verb (or root) of the clause that a token stands in."""
    while token.head != token.i:
        if token.pos in ("VERB", "AUX") and token.dep in _CLAUSE_DEPS:
            return token
        token = reading.tokens[token.head]
    return token


def clause_before(reading: Reading, head: Token, at: int) -> Stretch | None:
    """The clause of `head` as far as it stands before token `at`."""
    first, _ = _clause_reach(reading, head)
    if first >= at:
        return None
    return trimmed(reading, first, at - 1)


def clause_after(reading: Reading, head: Token, at: int) -> Stretch | None:
    """The clause of `head` as far as it stands at and after token `at`."""
    _, last = _clause_reach(reading, head)
    if last < at:
        return None
    return trimmed(reading, at, last)


def _clause_reach(reading: Reading, head: Token) -> Stretch:
    """The clause's own stretch: without the clauses hung on in front and other sentences' parts."""
    tokens = reading.tokens
    first, last = reach(reading, head.i)
    for child in sorted(reading.children[head.i]):
        token = tokens[child]
        if child >= head.i:
            break
        low, high = reach(reading, child)
        if low != first:
            break
        if token.dep in ("advcl", "cc", "punct", "mark", "ccomp", "parataxis"):
            first = high + 1
            continue
        break
    if head.dep == "relcl" or head.dep == "acl":
        noun = tokens[head.head]
        if noun.i < first:
            first = reach(reading, noun.i)[0]
    for child in sorted(reading.children[head.i], reverse=True):
        token = tokens[child]
        if child <= head.i:
            break
        if token.dep in ("cc", "punct") or (
            token.dep == "conj" and reading.dependents(child, "nsubj", "nsubjpass")
        ):
            low, high = reach(reading, child)
            if high == last:
                last = low - 1
                continue
        break
    return first, max(last, head.i)


def governed(reading: Reading, at: int, end: int) -> Token | None:
    """The head of what the connective introduces."""
    tokens = reading.tokens
    last = tokens[end - 1]
    objects = reading.dependents(last.i, "pobj", "pcomp")
    if objects:
        return objects[0]
    if tokens[last.head].i >= end and last.dep in ("mark", "advmod", "prep", "aux", "quantmod"):
        return tokens[last.head]
    first = tokens[at]
    for i in (at, end - 1):
        for child in reading.dependents(i, "pobj", "pcomp", "acl", "relcl", "xcomp", "prep"):
            if child.i >= end:
                return child
    if tokens[first.head].i >= end and first.dep in ("mark", "aux", "advmod"):
        return tokens[first.head]
    # The connective's own verb ("to protest X").
    if last.pos == "VERB":
        for child in reading.dependents(last.i, "dobj", "ccomp", "xcomp", "prep"):
            return child
    return None
