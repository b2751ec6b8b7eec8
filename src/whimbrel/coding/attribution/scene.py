"""A reading prepared for the search of claims, and a claim in the making."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from functools import cached_property

from whimbrel.coding.attribution.quotes import Quotation, quotations
from whimbrel.reading.text import Reading, Token
from whimbrel.records import Mention, Stance

Range = tuple[int, int]
"""Characters `[start, end)` of the text."""

_LOOK_BACK = 8
_LONG_PARAGRAPH = 5000
_STOPS = ".,;:!?-–—… \t\r\n"


@dataclass
class Scene:
    """A reading with its outermost quotations; all of it is made once, in linear time."""

    reading: Reading
    wide: bool = False

    @property
    def tokens(self) -> tuple[Token, ...]:
        return self.reading.tokens

    @property
    def text(self) -> str:
        return self.reading.text

    @cached_property
    def all_quotes(self) -> tuple[Quotation, ...]:
        return quotations(self.reading.text)

    @cached_property
    def quotes(self) -> tuple[Quotation, ...]:
        """The quotations that stand in no other."""
        return tuple(each for each in self.all_quotes if each.depth == 0)

    @cached_property
    def _quote_starts(self) -> list[int]:
        return [each.start for each in self.quotes]

    def quote_at(self, offset: int) -> int | None:
        """The index of the outermost quotation that holds the character, its marks included."""
        at = bisect_right(self._quote_starts, offset) - 1
        return at if at >= 0 and offset < self.quotes[at].end else None

    @cached_property
    def quote_of(self) -> list[int | None]:
        """For each token the outermost quotation that holds it."""
        return [self.quote_at(token.start) for token in self.tokens]

    def paragraph_end(self, offset: int) -> int:
        """Where the line that holds the character ends."""
        limit = min(len(self.text), offset + _LONG_PARAGRAPH)
        end = self.text.find("\n", offset, limit)
        return limit if end < 0 else end

    def token_from(self, offset: int) -> int:
        """The index of the first token that starts at `offset` or later."""
        return bisect_left(self.reading.token_starts, offset)

    @cached_property
    def edges(self) -> tuple[list[int], list[int]]:
        """For each token the first and the last token of what it governs."""
        tokens = self.tokens
        left, right = list(range(len(tokens))), list(range(len(tokens)))
        for i in self._leaves_first:
            head = tokens[i].head
            left[head] = min(left[head], left[i])
            right[head] = max(right[head], right[i])
        return left, right

    @cached_property
    def _leaves_first(self) -> list[int]:
        children, order = self.reading.children, []
        open_ = [token.i for token in self.tokens if token.head == token.i]
        while open_:
            i = open_.pop()
            order.append(i)
            open_.extend(children[i])
        return order[::-1]

    def left(self, i: int) -> int:
        return self.edges[0][i]

    def right(self, i: int) -> int:
        return self.edges[1][i]

    @cached_property
    def _mention_starts(self) -> list[int]:
        return [mention.start for mention in self.reading.mentions]

    def mention_around(self, i: int) -> Mention | None:
        """The shortest mention of a name that holds token `i`; looks back over a few only."""
        token = self.tokens[i]
        last = bisect_right(self._mention_starts, token.start)
        holding = [
            mention
            for mention in self.reading.mentions[max(0, last - _LOOK_BACK) : last]
            if token.end <= mention.end and mention.kind not in ("ROLE", "GROUP")
        ]
        return min(holding, key=lambda mention: mention.end - mention.start, default=None)

    def child(self, i: int, *deps: str) -> Token | None:
        """The first dependent with one of the relations."""
        found = self.reading.dependents(i, *deps)
        return found[0] if found else None

    def characters(self, first: int, last: int) -> Range:
        """The characters from token `first` to token `last`, both included."""
        return self.tokens[first].start, self.tokens[last].end

    def tidy(self, start: int, end: int) -> Range | None:
        """The range made whole and trimmed: no quotation is cut, no mark or stop left at an edge.

        Quotation marks go where they enclose the whole range. Null where nothing is left.
        """
        text = self.text
        start, end = self._skip_stops(start, end)
        first, last = self.quote_at(start), self.quote_at(max(start, end - 1))
        if first is not None and not self._only_closing(first, start):
            start = min(start, self.quotes[first].start)
        elif first is not None:
            start = self.quotes[first].end
        if last is not None and (first != last or end > start):
            end = max(end, self.quotes[last].end)
        start, end = self._skip_stops(start, end)
        if first is not None and first == last and self.quotes[first].start == start:
            start, end = self.quotes[first].inner, self.quotes[first].inner_end
            start, end = self._skip_stops(start, end)
        while end > start and text[end - 1] in "([{":
            end -= 1
        return (start, end) if end > start else None

    def _only_closing(self, quote: int, start: int) -> bool:
        return start >= self.quotes[quote].inner_end

    def _skip_stops(self, start: int, end: int) -> Range:
        text = self.text
        while start < end and text[start] in _STOPS:
            start += 1
        while end > start and text[end - 1] in ",;:-–—… \t\r\n.":
            if text[end - 1] == "." and _is_abbreviation(text, start, end):
                break
            end -= 1
        return start, end

    def is_quoted(self, start: int, end: int) -> bool:
        """Whether the whole range lies inside one outermost quotation."""
        at = self.quote_at(start)
        return at is not None and end <= self.quotes[at].end

    def has_quote(self, start: int, end: int) -> bool:
        """Whether part of the range is quoted."""
        at = bisect_left(self._quote_starts, start)
        touching = at < len(self.quotes) and self.quotes[at].start < end
        return touching or self.quote_at(start) is not None


def _is_abbreviation(text: str, start: int, end: int) -> bool:
    word = text[max(start, end - 8) : end].split()[-1:] or [""]
    return word[0].count(".") > 1 and len(word[0]) <= 8


@dataclass(slots=True)
class Attribution:
    """A claim in the making. `sources` are the heads of the phrases that name the source, `anchor`
    the token of the cue (null for a quotation without one)."""

    anchor: int | None
    cue: list[Range]
    sources: list[int]
    content: list[Range]
    stance: Stance
    frame: str
    confidence: float = 0.9
    outlets: list[int] = field(default_factory=list)
    source_range: Range | None = None
