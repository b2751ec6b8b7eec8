"""The `Reading` of a document: what every later room looks at.

A reading is lazy. Its text is there at once; sentences, tokens, heads and names are asked of the
analyser the first time somebody looks, so that a coder which needs no parse never pays for one.
Tests build one from words and heads (`reading_of`), without any model.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from whimbrel.records import Mention, MentionKind, Span, span_of


@dataclass(frozen=True, slots=True)
class Token:
    """A word or a mark. `i` indexes `Reading.tokens`; `head` is the governor's index (its own at a
    root); `start`/`end` are code points into the text; `pos` is Universal, `tag` Penn Treebank,
    `dep` ClearNLP as spaCy's English pipelines give it. White space is no token."""

    i: int
    start: int
    end: int
    text: str
    lower: str
    lemma: str
    pos: str
    tag: str
    dep: str
    head: int
    sentence: int


@dataclass(frozen=True, slots=True)
class Sentence:
    """Tokens `[first, last)` of the reading, characters `[start, end)` of the text."""

    i: int
    first: int
    last: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Name:
    """A name that a name finder saw: characters `[start, end)`, and its kind."""

    start: int
    end: int
    kind: MentionKind


@dataclass(frozen=True, slots=True)
class Analysis:
    """What an analyser says about a text."""

    tokens: tuple[Token, ...]
    sentences: tuple[Sentence, ...]
    names: tuple[Name, ...]


class Reading:
    """A text with its tokens, sentences, heads, names and mentions, each made when first asked for.

    `text` is the document's text as stored; all offsets point into it. `title` and `published`
    (`YYYY-MM-DD` or null) are the document's.
    """

    def __init__(
        self,
        text: str,
        analyse: Callable[[], Analysis],
        *,
        title: str | None = None,
        published: str | None = None,
    ) -> None:
        self.text = text
        self.title = title
        self.published = published
        self._analyse = analyse

    @cached_property
    def analysis(self) -> Analysis:
        return self._analyse()

    @property
    def tokens(self) -> tuple[Token, ...]:
        return self.analysis.tokens

    @property
    def sentences(self) -> tuple[Sentence, ...]:
        return self.analysis.sentences

    @property
    def names(self) -> tuple[Name, ...]:
        return self.analysis.names

    @cached_property
    def children(self) -> tuple[tuple[int, ...], ...]:
        """For each token the indexes of the tokens that it governs, in the text's order."""
        found: list[list[int]] = [[] for _ in self.tokens]
        for token in self.tokens:
            if token.head != token.i:
                found[token.head].append(token.i)
        return tuple(tuple(each) for each in found)

    @cached_property
    def token_starts(self) -> tuple[int, ...]:
        return tuple(token.start for token in self.tokens)

    @cached_property
    def mentions(self) -> tuple[Mention, ...]:
        """Who and what is named, in the text's order, with what each short form refers back to."""
        from whimbrel.reading.coreference import link
        from whimbrel.reading.mentions import find_mentions

        return link(self, find_mentions(self))

    @cached_property
    def mention_by_id(self) -> dict[str, Mention]:
        return {mention.id: mention for mention in self.mentions}

    @cached_property
    def name_at(self) -> dict[int, Name]:
        """The name that each token of a name stands in, corrected; other tokens are absent."""
        from whimbrel.reading.names import corrected_names

        return {
            token.i: name
            for name in corrected_names(self)
            for token in self.tokens_in(name.start, name.end)
        }

    @cached_property
    def mention_heads(self) -> dict[int, Mention]:
        """The mention that each token heads; where several share a head, the first."""
        from whimbrel.reading.phrases import head_token

        found: dict[int, Mention] = {}
        for mention in self.mentions:
            head = head_token(self, mention)
            if head is not None:
                found.setdefault(head.i, mention)
        return found

    def dependents(self, i: int, *deps: str) -> list[Token]:
        """The tokens that token `i` governs, those with one of the relations if any is named."""
        found = [self.tokens[child] for child in self.children[i]]
        return [token for token in found if token.dep in deps] if deps else found

    def subtree(self, i: int) -> list[int]:
        """Indexes of token `i` and everything below it, in the text's order."""
        found, open_ = [i], [i]
        while open_:
            for child in self.children[open_.pop()]:
                found.append(child)
                open_.append(child)
        return sorted(found)

    def ancestors(self, i: int) -> Iterator[Token]:
        """The governors of token `i`, nearest first."""
        while self.tokens[i].head != i:
            i = self.tokens[i].head
            yield self.tokens[i]

    def sentence_tokens(self, sentence: Sentence) -> tuple[Token, ...]:
        return self.tokens[sentence.first : sentence.last]

    @cached_property
    def _sentence_starts(self) -> tuple[int, ...]:
        return tuple(sentence.start for sentence in self.sentences)

    def sentence_at(self, offset: int) -> Sentence | None:
        """The sentence that holds the character at `offset`."""
        at = bisect_right(self._sentence_starts, offset) - 1
        if at < 0 or offset >= self.sentences[at].end:
            return None
        return self.sentences[at]

    def tokens_in(self, start: int, end: int) -> tuple[Token, ...]:
        """The tokens that lie in part or whole within characters `[start, end)`."""
        first = max(0, bisect_left(self.token_starts, start) - 1)
        last = bisect_left(self.token_starts, end)
        return tuple(token for token in self.tokens[first:last] if token.end > start)

    def span(self, start: int, end: int) -> Span:
        return span_of(self.text, start, end)

    def token_span(self, first: int, last: int) -> Span:
        """The span from token `first` to token `last`, both included."""
        return span_of(self.text, self.tokens[first].start, self.tokens[last].end)


def reading_of(
    words: Sequence[str],
    heads: Sequence[int] | None = None,
    deps: Sequence[str] | None = None,
    *,
    pos: Sequence[str] | None = None,
    tags: Sequence[str] | None = None,
    lemmas: Sequence[str] | None = None,
    names: Sequence[tuple[int, int, MentionKind]] = (),
    sentence_starts: Sequence[int] = (0,),
    published: str | None = None,
    text: str | None = None,
) -> Reading:
    """A reading put together by hand: words joined by blanks unless `text` is given.

    `heads` are token indexes, `names` triples of first token, last token (included) and kind.
    """
    text = " ".join(words) if text is None else text
    count = len(words)
    heads = list(range(count)) if heads is None else heads
    starts, at = [], 0
    for word in words:
        at = text.index(word, at)
        starts.append(at)
        at += len(word)
    firsts = [*sentence_starts, count]
    sentence_of = [
        number
        for number in range(len(firsts) - 1)
        for _ in range(firsts[number], firsts[number + 1])
    ]
    tokens = tuple(
        Token(
            i=i,
            start=starts[i],
            end=starts[i] + len(word),
            text=word,
            lower=word.lower(),
            lemma=lemmas[i] if lemmas else word.lower(),
            pos=pos[i] if pos else "X",
            tag=tags[i] if tags else "",
            dep=deps[i] if deps else "dep",
            head=heads[i],
            sentence=sentence_of[i],
        )
        for i, word in enumerate(words)
    )
    sentences = tuple(
        Sentence(
            i=number,
            first=firsts[number],
            last=firsts[number + 1],
            start=starts[firsts[number]],
            end=tokens[firsts[number + 1] - 1].end,
        )
        for number in range(len(firsts) - 1)
        if firsts[number + 1] > firsts[number]
    )
    analysis = Analysis(
        tokens=tokens,
        sentences=sentences,
        names=tuple(Name(starts[a], tokens[b].end, kind) for a, b, kind in names),
    )
    return Reading(text, lambda: analysis, published=published)
