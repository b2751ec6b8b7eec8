"""The inline markup of batch files: text written once, spans marked in square brackets.

A mark is `[HEAD words]`; HEAD is one or more marks joined by commas without blanks, each an id with
its attributes: `p1:PERSON`, `p2=p1`, `q1:killed=14`, `d1=2021-05-04|2021-05-04..2021-05-05`, `x1c`.
Marks nest. `\\[`, `\\]` and `\\\\` stand for the characters themselves. All offsets are Unicode
code points into the text without marks, half open.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

BLOCK_START = re.compile(r"@([spa])(?:\s+(.*))?$")
ATTRIBUTE_LINE = re.compile(r"([ecqxpldhruv]\d+\S*)(\s|$)")
_HEAD = re.compile(
    r"(?P<id>[ecqxpldhruv]\d+)(?P<part>[a-z+]?)(?P<attrs>(?::[^:=|]+)*)"
    r"(?:=(?P<value>[^|]+))?(?:\|(?P<range>.+))?"
)


@dataclass(frozen=True)
class Span:
    """A stretch of the text; offsets count code points from 0, half open."""

    start: int
    end: int
    text: str

    def as_json(self) -> dict[str, int | str]:
        """The span as the record writes it."""
        return {"start": self.start, "end": self.end, "text": self.text}

    def within(self, other: Span) -> bool:
        """Whether this span lies in `other` (equal spans do)."""
        return other.start <= self.start and self.end <= other.end


@dataclass(frozen=True)
class Mark:
    """One id put on one span."""

    id: str
    part: str
    attrs: tuple[str, ...]
    value: str | None
    range: str | None
    span: Span
    line: int


@dataclass(frozen=True)
class Problem:
    """Something wrong in a batch file; `line` counts from 1."""

    file: str
    line: int
    message: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.message}"


@dataclass
class Block:
    """One unit as written: header, lines of text and attribute lines, each with its line number."""

    kind: str
    header: str
    line: int
    text_lines: list[tuple[int, str]] = field(default_factory=list)
    attribute_lines: list[tuple[int, str]] = field(default_factory=list)


@dataclass(frozen=True)
class Marked:
    """Text without its marks; `sentences` holds the span of every line of text."""

    text: str
    marks: list[Mark]
    sentences: list[Span]


class MarkupError(ValueError):
    """Malformed markup; `line` counts from 1 in the batch file."""

    def __init__(self, line: int, message: str) -> None:
        super().__init__(message)
        self.line = line


def split_blocks(source: str) -> tuple[list[Block], list[tuple[int, str]]]:
    """The blocks of a batch file, and the (line, message) of what stands outside any block.

    Lines that begin with `#` are comments. Blank lines inside a text part paragraphs.
    """
    blocks: list[Block] = []
    stray: list[tuple[int, str]] = []
    for number, raw in enumerate(source.splitlines(), 1):
        line = raw.strip()
        start = BLOCK_START.match(line)
        if line.startswith("#"):
            continue
        if start:
            blocks.append(Block(start[1], start[2] or "", number))
        elif not line:
            if blocks and not blocks[-1].attribute_lines:
                blocks[-1].text_lines.append((number, ""))
        elif not blocks:
            stray.append((number, "text before the first @s, @p or @a line"))
        elif ATTRIBUTE_LINE.match(line):
            blocks[-1].attribute_lines.append((number, line))
        elif blocks[-1].attribute_lines:
            stray.append((number, "text after attribute lines; does a new block lack its @ line?"))
        else:
            blocks[-1].text_lines.append((number, line))
    return blocks, stray


def read_marks(lines: list[tuple[int, str]], surface: list[tuple[int, str, str]]) -> Marked:
    """Take the marks out of the lines of a block.

    Lines are joined by a blank, paragraphs (blank lines) by an empty line. `surface` holds
    (line, head, words) of marks given by their words, which must stand in the text exactly once.
    Raises `MarkupError` at the first mistake.
    """
    text: list[str] = []
    size = 0
    open_marks: list[tuple[str, int, int]] = []
    found: list[tuple[str, int, int, int]] = []
    sentences: list[tuple[int, int]] = []
    gap = ""
    for number, line in lines:
        if not line:
            gap = "\n\n" if text else ""
            continue
        text.append(gap)
        size += len(gap)
        gap, start, at = " ", size, 0
        while at < len(line):
            char, width = line[at], 1
            if char == "\\" and line[at + 1 : at + 2] in ("[", "]", "\\"):
                char, width = line[at + 1], 2
            elif char == "[":
                head = re.match(r"\[([a-z]\d+[^\s\]]*)\s", line[at:])
                if not head:
                    raise MarkupError(
                        number, f"'{line[at : at + 12]}' opens no mark (write \\[ for a bracket)"
                    )
                open_marks.append((head[1], size, number))
                char, width = "", head.end()
            elif char == "]":
                if not open_marks:
                    raise MarkupError(number, "']' closes no mark (write \\] for a bracket)")
                opened, begin, on_line = open_marks.pop()
                found.append((opened, begin, size, on_line))
                char = ""
            text.append(char)
            size += len(char)
            at += width
        sentences.append((start, size))
    if open_marks:
        raise MarkupError(open_marks[-1][2], f"the mark '[{open_marks[-1][0]} ...' is never closed")
    whole = "".join(text)
    for number, head_text, words in surface:
        found.append((head_text, *_only_place(whole, words, number), number))
    marks = [
        mark
        for head_text, begin, end, number in found
        for mark in _heads(head_text, Span(begin, end, whole[begin:end]), number)
    ]
    marks.sort(key=lambda mark: (mark.span.start, -mark.span.end))
    return Marked(whole, marks, [Span(a, b, whole[a:b]) for a, b in sentences])


def _only_place(text: str, words: str, line: int) -> tuple[int, int]:
    """Where `words` stand in `text`; raises `MarkupError` unless exactly once."""
    found = list(re.finditer(rf"(?<!\w){re.escape(words)}(?!\w)", text))
    if len(found) != 1:
        raise MarkupError(line, f"'{words}' stands {len(found)} times in the text, not once")
    return found[0].span()


def _heads(head: str, span: Span, line: int) -> list[Mark]:
    if not span.text or span.text != span.text.strip():
        raise MarkupError(line, f"the mark '[{head}' is empty or padded with blanks")
    marks = []
    for part in head.split(","):
        match = _HEAD.fullmatch(part)
        if not match:
            raise MarkupError(line, f"'{part}' is no mark: an id like p1, then :KIND, =value")
        attrs = tuple(match["attrs"].split(":")[1:])
        marks.append(
            Mark(match["id"], match["part"], attrs, match["value"], match["range"], span, line)
        )
    return marks
