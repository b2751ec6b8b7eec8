"""Quotation marks: where words are quoted, in one pass over the text.

Typographic and straight, double and single marks; apostrophes are told from single marks. A
quotation that runs over several paragraphs, each opened anew and only the last one closed, gives
one `Quotation` a paragraph. Any other that is never closed ends with its sentence.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_OPENERS = {"“": "”", "„": "”“", "«": "»", "‘": "’"}
_CLOSERS = frozenset("”»’")
_STRAIGHT = frozenset(('"', "'", "''", "``"))
_MARK = re.compile("''|``|[“”„«»‘’\"']|\n[ \t\r]*\n|\n")
_ELISIONS = frozenset({"em", "til", "tis", "twas", "cause", "n", "the", "s"})
_SINGLE_CLOSING = re.compile(r"[’'](?=[\s.,;:!?)—-]|$)")
_OPENING = re.compile(r"\s*[“„«\"]")
_SENTENCE_END = re.compile(r"[.!?](?=\s)")
_WORD = re.compile(r"[^\W\d_]+|\d+s?")


@dataclass(frozen=True, slots=True)
class Quotation:
    """Quoted words: characters `[start, end)` with the marks, `[inner, inner_end)` without.

    `depth` is 0 outside any other quotation. `closed` is false where the closing mark is missing.
    """

    start: int
    end: int
    inner: int
    inner_end: int
    depth: int = 0
    closed: bool = True


@dataclass(slots=True)
class _Open:
    at: int
    mark: str


def quotations(text: str) -> tuple[Quotation, ...]:
    """All quotations of a text by their start, nested ones included. Takes linear time."""
    found: list[Quotation] = []
    open_: list[_Open] = []
    for match in _MARK.finditer(text):
        mark, at = match.group(), match.start()
        if mark[0] == "\n":
            if len(mark) > 1 or _line_ends_a_paragraph(text, at):
                _end_paragraph(text, at, open_, found)
        elif mark in _STRAIGHT:
            _straight(text, at, mark, open_, found)
        elif mark == "”" and not open_ and _begins_a_line(text, at):
            _open(at, "“", open_)  # the wrong one of the two marks
        elif (mark == "“" and any(each.mark == "„" for each in open_)) or (
            mark in _CLOSERS and not (mark == "’" and _is_apostrophe(text, at, open_))
        ):
            _close(text, at, mark, open_, found)
        elif mark in _OPENERS and not (mark == "‘" and _is_apostrophe(text, at, open_)):
            _open(at, mark, open_)
    _end_paragraph(text, len(text), open_, found)
    found.sort(key=lambda each: (each.start, -each.end))
    return tuple(found)


def _begins_a_line(text: str, at: int) -> bool:
    """Whether only blanks stand before a mark in its line, and a word right behind it."""
    before = text[max(0, at - 3) : at].rstrip(" \t")
    return (not before or before.endswith("\n")) and text[at + 1 : at + 2].isalnum()


def _open(at: int, mark: str, open_: list[_Open]) -> None:
    # The same mark opened twice within a paragraph: the first one was never closed or no mark.
    if open_ and open_[-1].mark == mark:
        open_.pop()
    open_.append(_Open(at, mark))


def _straight(text: str, at: int, mark: str, open_: list[_Open], found: list[Quotation]) -> None:
    if mark == "'" and _is_apostrophe(text, at, open_):
        return
    end = at + len(mark)
    before = text[at - 1] if at else " "
    after = text[end] if end < len(text) else " "
    opens = (before.isspace() or before in "([{-–—\"'“‘/") and not after.isspace()
    mark = "''" if mark == "``" else mark
    if any(each.mark == mark for each in open_):
        if opens and mark == "'" and before.isspace():
            return
        _close(text, at, mark, open_, found)
    elif mark == '"' and not opens and any(each.mark == "“" for each in open_):
        _close(
            text, at, "”", open_, found
        )  # opened by a typographic mark, closed by a straight one
    elif opens or (mark != "'" and before.isspace() == after.isspace()):
        open_.append(_Open(at, mark))


def _close(text: str, at: int, mark: str, open_: list[_Open], found: list[Quotation]) -> None:
    for depth in range(len(open_) - 1, -1, -1):
        opener = open_[depth]
        if mark == opener.mark or mark in _OPENERS.get(opener.mark, ""):
            width = len(opener.mark)
            found.append(Quotation(opener.at, at + len(mark), opener.at + width, at, depth=depth))
            del open_[depth:]
            return


def _end_paragraph(text: str, at: int, open_: list[_Open], found: list[Quotation]) -> None:
    # Single marks left open are taken for apostrophes, double ones for a quotation left open.
    if open_ and open_[0].mark not in "‘'":
        opener = open_[0]
        end = opener.at + len(text[opener.at : at].rstrip())
        if not _OPENING.match(text, at):
            sentence = _SENTENCE_END.search(text, opener.at, end)
            end = sentence.end() if sentence else end
        inner = opener.at + len(opener.mark)
        if end > inner:
            found.append(Quotation(opener.at, end, inner, end, closed=False))
    open_.clear()


def _line_ends_a_paragraph(text: str, at: int) -> bool:
    """Whether a single line break follows the end of a sentence (and is no soft wrap)."""
    before = text[max(0, at - 3) : at].rstrip()
    return before.endswith((".", "!", "?", '"', "”", "’", "'", ":"))


def _is_apostrophe(text: str, at: int, open_: list[_Open]) -> bool:
    before = text[at - 1] if at else " "
    after = text[at + 1] if at + 1 < len(text) else " "
    if before.isalnum() and after.isalnum():
        return True
    is_open = any(each.mark in "‘'" for each in open_)
    if before.isalnum() and not is_open:
        return True  # a plural possessor: the farmers' union
    if before in "sS" and is_open and after == " " and _another_closes(text, at):
        return True
    if not before.isalnum() and (after.isalnum()):
        word = _WORD.match(text, at + 1)
        if word and word.group()[0].isdigit() and word.group().endswith("s"):
            return True  # the '90s
        if word and (word.group().lower() in _ELISIONS or word.group()[0].isdigit()):
            return not is_open and not _another_closes(text, at)
    return False


def _another_closes(text: str, at: int) -> bool:
    """Whether a further single closing mark stands nearby in the same line."""
    line = text[at + 1 : at + 200].partition("\n")[0]
    closing = _SINGLE_CLOSING.search(line)
    return closing is not None and closing.start() > 0
