"""Cues as some public sets write them: everything between source and content.

By the record's convention a cue is the verb without auxiliaries ("said"). Where the wider
convention is asked for it is "did not immediately say in an interview".
"""

from __future__ import annotations

from collections.abc import Sequence

from whimbrel.coding.attribution.scene import Attribution, Range, Scene
from whimbrel.records import Span

_BEFORE = 8
_BEHIND = 7
"""How many tokens a cue may grow to either side."""
_SMALL = frozenset({"ADP", "ADV", "AUX", "PART"})
_DIVIDING = frozenset({"CCONJ", "SCONJ", "PUNCT"})
_RELATIVES = frozenset({"who", "which", "that", "whom", "whose"})


def whole_cue(scene: Scene, found: Attribution, sources: Sequence[Span]) -> list[Range]:
    """The cue grown up to its source on the one side and its content on the other."""
    if len(found.cue) != 1 or found.anchor is None or not found.content:
        return found.cue
    first = scene.token_from(found.cue[0][0])
    last = scene.token_from(found.cue[0][1]) - 1
    if last < first:
        return found.cue
    if found.frame not in ("according", "line", "signature"):
        first = _grown_left(scene, found, sources, first)
        last = _grown_right(scene, found, last)
    return [scene.characters(first, last)]


def _grown_left(scene: Scene, found: Attribution, sources: Sequence[Span], first: int) -> int:
    """Over auxiliaries, adverbs and governing verbs, to the end of the source."""
    tokens = scene.tokens
    ends = max((s.end for s in sources if s.end <= tokens[first].start), default=None)
    content = max((end for _, end in found.content if end <= tokens[first].start), default=0)
    floor = max(ends or 0, content)
    at = first
    while at > 0 and first - at < _BEFORE:
        before = tokens[at - 1]
        if before.start < floor or before.sentence != tokens[first].sentence:
            break
        if before.pos in _DIVIDING or before.lower in _RELATIVES:
            break
        if scene.quote_of[before.i] is not None:
            break
        at -= 1
    if ends is not None and at > 0 and tokens[at - 1].end <= ends:
        return at  # the whole way to the source
    while first > at and tokens[first - 1].pos in ("AUX", "ADV", "PART"):
        first -= 1
    return first


def _grown_right(scene: Scene, found: Attribution, last: int) -> int:
    """Over a particle or preposition right before the content; circumstances stay outside."""
    tokens = scene.tokens
    starts = [start for start, _ in found.content if start >= tokens[last].end]
    if not starts:
        return last
    content = scene.token_from(min(starts))
    between = tokens[last + 1 : content]
    if 0 < len(between) <= _BEHIND and all(each.pos in _SMALL for each in between):
        return content - 1
    return last


def whole_content(scene: Scene, ranges: Sequence[Range]) -> list[Range]:
    """The content with its "that", its quotation marks and the stop inside them."""
    return [(_with_opening(scene, start), _with_closing(scene, end)) for start, end in ranges]


def _with_opening(scene: Scene, start: int) -> int:
    quote = scene.quote_at(start)
    if quote is not None and scene.quotes[quote].inner >= start - 1:
        start = min(start, scene.quotes[quote].start)
    before = scene.token_from(start) - 1
    if before >= 0 and scene.tokens[before].lower == "that" and _is_mark(scene, before):
        return scene.tokens[before].start
    return start


def _with_closing(scene: Scene, end: int) -> int:
    quote = scene.quote_at(end - 1)
    if quote is not None and scene.quotes[quote].inner_end <= end + 2:
        return max(end, scene.quotes[quote].end)
    return end


def _is_mark(scene: Scene, i: int) -> bool:
    return scene.tokens[i].dep == "mark" or scene.tokens[i].tag == "IN"
