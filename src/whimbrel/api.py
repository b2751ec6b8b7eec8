"""The Python API: the command line's verbs as functions.

Everything heavy (spaCy, DuckDB, pydantic) is imported inside the function that needs it, so that
`import whimbrel` stays cheap.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

from whimbrel.errors import DocumentError, SetupError
from whimbrel.records import (
    Cause,
    Claim,
    Document,
    Failure,
    Place,
    Quantity,
    Record,
    Span,
    Time,
    span_of,
)

if TYPE_CHECKING:
    from whimbrel.analyse.tallies import Score
    from whimbrel.classifying.classifier import Classification, Classifier
    from whimbrel.classifying.embedder import Embedder
    from whimbrel.coding.triggers import StatusScorer, TriggerStatus
    from whimbrel.pipeline import Pipeline
    from whimbrel.reading.text import Reading
    from whimbrel.resolving.actor_lookup import ActorMatch
    from whimbrel.resolving.entries import Actor
    from whimbrel.resolving.importing import ActorImport
    from whimbrel.run import Progress, Summary
    from whimbrel.store.database import Database
    from whimbrel.store.forgetting import ForgetKind, Forgotten

DEFAULT_CODEBOOK = "plover"
DEFAULT_CODER = "both"
DEFAULT_MIN_CONFIDENCE = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class CodebookCheck:
    """What is wrong with a codebook, a sentence each: `faults` of its files, because of which it
    cannot be used, and `differences` in what it codes when only order or names change."""

    faults: tuple[str, ...] = ()
    differences: tuple[str, ...] = ()


def code(
    text: str | Document,
    *,
    title: str | None = None,
    published: str | None = None,
    outlet: str | None = None,
    url: str | None = None,
    lang: str | None = None,
    codebook: str | Path = DEFAULT_CODEBOOK,
    pipeline: str | None = None,
    coder: str = DEFAULT_CODER,
    min_confidence: float | None = None,
    screen: bool = False,
    any_language: bool = False,
    wide: Iterable[str] = (),
) -> Record:
    """The record of one text.

    `published` is an ISO date or datetime; relative dates ("on Tuesday") resolve against it and
    stay unresolved without it. `coder` is `both` (cues and encoder joined), `cues` or `encoder`;
    events less sure than `min_confidence` (0 to 1; null: the coder's own measure) are left out.
    `screen` spares the encoder sentences that can hardly tell an event. `wide` names rooms (claims,
    times, places, causes, participants, types) that read by the wider conventions of public data
    sets, for comparisons.
    A headline is coded only where it is part of `text`; `title` serves as context. A `Document`
    brings its own title, date, outlet, url and language.

    Raises `DocumentError` where the text cannot be coded (it is empty, or in another language) and
    `SetupError` where `published` is no date or the codebook or spaCy pipeline cannot be loaded.
    """
    document = (
        text
        if isinstance(text, Document)
        else _document(
            text,
            title=title,
            published=_checked_day(published),
            outlet=outlet,
            url=url,
            lang=lang,
        )
    )
    room = _pipeline(
        str(codebook),
        pipeline,
        coder,
        min_confidence,
        screen,
        any_language,
        frozenset(wide),
        _folder_state(codebook),
    )
    for result in room.code([document]):
        if isinstance(result, Failure):
            raise DocumentError(result.reason)
        return result
    raise DocumentError(f"Document {document.id} gave neither a record nor a failure.")


def code_all(
    documents: Iterable[Document | Failure | str],
    *,
    codebook: str | Path = DEFAULT_CODEBOOK,
    pipeline: str | None = None,
    workers: int = 1,
    coder: str = DEFAULT_CODER,
    min_confidence: float | None = None,
    screen: bool = False,
    any_language: bool = False,
    wide: Iterable[str] = (),
) -> Iterator[Record | Failure]:
    """The records of many documents, in their order, read and coded lazily in batches.

    A document that cannot be coded comes out as a `Failure` in its place, and the rest goes on.
    Failures that come in (from `read`) are passed through. Raises `SetupError` as `code` does.
    """
    room = _new_pipeline(
        str(codebook), pipeline, coder, min_confidence, screen, workers, any_language, wide
    )
    return room.code(_document(each) if isinstance(each, str) else each for each in documents)


def code_into(
    documents: Iterable[Document | Failure],
    *,
    into: str | Path | None = None,
    jsonl: str | Path | TextIO | None = None,
    codebook: str | Path = DEFAULT_CODEBOOK,
    pipeline: str | None = None,
    workers: int = 1,
    coder: str = DEFAULT_CODER,
    min_confidence: float | None = None,
    screen: bool = False,
    any_language: bool = False,
    wide: Iterable[str] = (),
    replace: bool = False,
    progress: Callable[[Progress], None] | None = None,
) -> Summary:
    """Code documents into a record file, a JSONL file, or both; what the run did.

    What the record file holds already under the same coder is not coded again. A document that it
    holds with another day of publication is corrected; `replace` lets one take the place of another
    text of the same id. Raises `SetupError` as `code` does, and
    `RunError` where a file cannot be written.
    """
    from whimbrel import run

    room = _new_pipeline(
        str(codebook), pipeline, coder, min_confidence, screen, workers, any_language, wide
    )
    return run.code_into(
        documents, room, into=into, jsonl=jsonl, replace=replace, progress=progress
    )


def classify(
    texts: Iterable[str | Document | Failure],
    *,
    codebook: str | Path = DEFAULT_CODEBOOK,
    examples: str | Path | Iterable[Mapping[str, Any]] = (),
    min_confidence: float = DEFAULT_MIN_CONFIDENCE,
    embedder: Embedder | None = None,
    pipeline: str | None = None,
    any_language: bool = False,
) -> Iterator[tuple[str, Classification] | Failure]:
    """Which of a codebook's types each text tells: pairs of its id and a `Classification`, lazily.

    What a type is, is learned at the call from the codebook's definitions, cues and example
    sentences and from `examples`: a JSONL file, or objects with `text` and `label` or `labels`.
    `labels` of a result are the types with a score of `min_confidence` or more, none, one or
    several; `label` is the best in any case. `embedder` replaces what gives texts their vectors.

    A text that cannot be classified comes out as a `Failure`. Raises `SetupError` where the
    codebook or the examples cannot be used.
    """
    from whimbrel.classifying.classifier import Classifier
    from whimbrel.classifying.examples import examples_of, read_examples
    from whimbrel.codebooks.codebook import load
    from whimbrel.coding.cues import CueCoder
    from whimbrel.encoder import load_encoder

    if not 0 <= min_confidence <= 1:
        raise SetupError(f"The least confidence must lie between 0 and 1, found {min_confidence}.")
    book = load(codebook)
    if isinstance(examples, str | Path):
        known = read_examples(examples, book.types)
    else:
        known = examples_of(examples, book.types)
    classifier = Classifier(book, CueCoder(), examples=known, embedder=embedder or load_encoder())
    return _classified(classifier, _readings(texts, pipeline, any_language), min_confidence)


def status(
    text: str | Document, spans: Iterable[Span | tuple[int, int]] = (), **options: Any
) -> tuple[TriggerStatus, ...]:
    """Whether what the words at `spans` name came about, as the text tells it.

    A span is a `Span` or a pair of offsets; a `Document` brings its own `triggers`. Options and
    errors as for `status_all`; raises `DocumentError` where a span does not lie in the text.
    """
    document = text if isinstance(text, Document) else _document(text)
    triggers = tuple(_checked_span(document.text, each) for each in spans)
    document = replace(document, triggers=triggers or document.triggers)
    for result in status_all([document], **options):
        if isinstance(result, Failure):
            raise DocumentError(result.reason)
        return result[1]
    raise DocumentError(f"Document {document.id} gave neither a status nor a failure.")


def status_all(
    documents: Iterable[Document | Failure],
    *,
    scorer: StatusScorer | None = None,
    pipeline: str | None = None,
    any_language: bool = False,
) -> Iterator[tuple[str, tuple[TriggerStatus, ...]] | Failure]:
    """For each document its id and the status of each of its `triggers`, lazily, in order.

    `scorer` adds a second opinion to the rules, as probabilities
    (`whimbrel.coding.encoded_status.EncodedStatus` is the encoder's; on public sets the rules alone
    do better, so there is none by default). A document that cannot be read
    comes out as a `Failure`.
    """
    from whimbrel.coding.triggers import trigger_statuses

    for found in _readings(documents, pipeline, any_language):
        if isinstance(found, Failure):
            yield found
        else:
            document, reading = found
            yield document.id, trigger_statuses(reading, document.triggers, scorer)


def read(
    sources: str | Path | Iterable[str | Path],
    *,
    published: str | None = None,
    outlet: str | None = None,
    columns: Mapping[str, str] | None = None,
) -> Iterator[Document | Failure]:
    """The documents in files, folders and globs (`.txt`, `.html`, `.jsonl`, `.csv`, `-`), lazily.

    `published` and `outlet` stand in where a document has none of its own; `columns` maps a
    document's field to a CSV column. What cannot be read comes out as a `Failure`. Raises
    `SetupError` where a source does not exist or `published` is no date.
    """
    from whimbrel.documents import sources as documents

    return documents.read(sources, published=published, outlet=outlet, columns=columns)


def open_record(path: str | Path) -> Database:
    """The record store in a DuckDB file, to be asked with `.events(...)` and its like.

    Raises `SetupError` where there is no such file. Asking it raises `RunError` where the file
    is no record, is damaged, or was written by a newer Whimbrel.
    """
    from whimbrel.store.database import Database

    return Database(path, must_exist=True)


def forget(
    record: str | Path,
    *,
    document: str | None = None,
    actor: str | None = None,
    outlet: str | None = None,
    dry_run: bool = False,
) -> Forgotten:
    """Remove a document, all documents that name an actor (by id), or all of an outlet, from a
    record file, with everything drawn from them; how much it was.

    The file is written anew, so that their text stands nowhere in it. It then says that, when and
    how much was removed, not what. `dry_run` only counts. Raises `SetupError` where there is no
    such file or not one thing is named, `RunError` where another process keeps the file.
    """
    asked: dict[ForgetKind, str | None] = {"document": document, "actor": actor, "outlet": outlet}
    named = [(kind, value) for kind, value in asked.items() if value]
    if len(named) != 1:
        raise SetupError("Name one thing to forget: a document, an actor or an outlet.")
    ((kind, value),) = named
    return open_record(record).forget(kind, value, dry_run=dry_run)


def import_actors(source: str | Path, format_: str, out: str | Path) -> ActorImport:
    """Write actors of another tool (format `petrarch`: a TABARI or PETRARCH dictionary, `ftm`:
    FollowTheMoney JSON) as a register file of one's own; what it holds and what was left out.

    WHIMBREL_ACTORS names the file to later runs. Raises `SetupError` where the source cannot be
    read or holds no such actors, `RunError` where the file cannot be written.
    """
    from whimbrel.resolving import importing

    return importing.import_actors(source, format_, out)


def find_actors(
    name: str, *, on: str | None = None, country: str | None = None
) -> list[ActorMatch]:
    """The register's entries that a name may mean, the surest first.

    `on` (an ISO day) leaves out what was not there on it, `country` (alpha-3) what is of another.
    """
    from whimbrel.resolving import actor_lookup

    return actor_lookup.find(name, on=on, country=country)


def show_actor(actor_id: str) -> Actor:
    """The register's entry with an id. Raises `SetupError` where there is none."""
    from whimbrel.resolving import actor_lookup

    return actor_lookup.show(actor_id)


def add_actor(file: str | Path | None = None, **cells: str) -> Actor:
    """Put an entry into a register file of one's own, by default the one WHIMBREL_ACTORS names.

    `cells` are those of the columns (docs/actors.md); without `id` one is made from name and
    country. Raises `SetupError` naming the first fault, and then writes nothing.
    """
    from whimbrel.resolving import actor_lookup

    return actor_lookup.add(file, cells)


def check_actors(file: str | Path | None = None) -> list[str]:
    """Every fault of a register file of one's own, or of the shipped ones, a sentence each."""
    from whimbrel.resolving import actor_lookup

    return actor_lookup.check(file)


def export_actors(
    *, kind: str | None = None, country: str | None = None, everything: bool = False
) -> Iterator[dict[str, str]]:
    """The register's entries as cells by column.

    `everything` adds the countries and the bodies that every state has by rule.
    """
    from whimbrel.resolving import actor_lookup

    return actor_lookup.export(kind=kind, country=country, everything=everything)


def build_gazetteer(dump: str | Path, out: str | Path, *, smallest: int = 0) -> int:
    """Write a gazetteer from a GeoNames dump (`.txt` or `.zip`); the number of its places.

    Towns with fewer than `smallest` people are left out. Raises `SetupError` naming the file or
    line that is no dump.
    """
    from whimbrel.resolving.gazetteer_dump import build_from_dump

    return build_from_dump(Path(dump), Path(out), smallest=smallest)


def check_codebook(codebook: str | Path, *, behaviour: bool = False) -> CodebookCheck:
    """The faults of a codebook (an installed one's name, or a folder).

    With `behaviour` a codebook without faults codes its own examples and some plain sentences
    again with its types in another order, under each other's names and under generic ones; where
    that changes more than the names, it is a difference. Raises `SetupError` where there is no
    such codebook.
    """
    from whimbrel.codebooks.codebook import check, load

    faults = check(codebook)
    if faults or not behaviour:
        return CodebookCheck(faults=tuple(faults))
    from whimbrel.analyse.behaviour import differences

    return CodebookCheck(differences=tuple(map(str, differences(load(codebook)))))


def to_json(record: Record) -> str:
    """One line of JSON, as `whimbrel code --jsonl` writes it."""
    from whimbrel import contract

    return contract.to_json(record)


def from_json(line: str) -> Record:
    """The record on one line of JSON. Raises `SetupError` where it is no record."""
    from whimbrel import contract

    return contract.record_from_json(line)


def schema() -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of a record."""
    from whimbrel import contract

    return contract.json_schema()


def score(
    gold: str | Path | Iterable[Mapping[str, Any]],
    records: Iterable[Record] | None = None,
    *,
    into: str | Path | None = None,
    jsonl: str | Path | None = None,
    codebook: str | Path = DEFAULT_CODEBOOK,
    pipeline: str | None = None,
) -> Score:
    """Compare records with hand-coded documents (a JSONL file, or JSON objects), field by field.

    The records are those given, those of a record file (`into`) or those of a JSONL file; without
    any of them the documents are coded now. Raises `SetupError` where a file cannot be read or
    holds something else.
    """
    from whimbrel.analyse import scoring
    from whimbrel.analyse.gold import read_gold

    documents = read_gold(gold) if isinstance(gold, str | Path) else list(gold)
    if records is None:
        records = _records_for(documents, into, jsonl, codebook, pipeline)
    from whimbrel import contract

    return scoring.score(documents, {each.id: contract.to_dict(each) for each in records})


def claims(text: str | Document, **options: Any) -> tuple[Claim, ...]:
    """What is said in a text, by whom and through whom. Options and errors as for `code`."""
    return code(text, **options).claims


def times(text: str | Document, **options: Any) -> tuple[Time, ...]:
    """The time expressions of a text. Options and errors as for `code`."""
    return code(text, **options).times


def places(text: str | Document, **options: Any) -> tuple[Place, ...]:
    """The named places of a text. Options and errors as for `code`."""
    return code(text, **options).places


def quantities(text: str | Document, **options: Any) -> tuple[Quantity, ...]:
    """The numbers of people, things and money in a text. Options and errors as for `code`."""
    return code(text, **options).quantities


def causes(text: str | Document, **options: Any) -> tuple[Cause, ...]:
    """Why things came about, as a text tells it. Options and errors as for `code`."""
    return code(text, **options).causes


def _classified(
    classifier: Classifier,
    readings: Iterable[tuple[Document, Reading] | Failure],
    min_confidence: float,
) -> Iterator[tuple[str, Classification] | Failure]:
    for found in readings:
        if isinstance(found, Failure):
            yield found
        else:
            document, reading = found
            yield document.id, classifier.classify(reading, threshold=min_confidence)


def _readings(
    texts: Iterable[str | Document | Failure], pipeline: str | None, any_language: bool
) -> Iterator[tuple[Document, Reading] | Failure]:
    from whimbrel.reading.each import readings_of
    from whimbrel.reading.parse import DEFAULT_PIPELINE, Reader, load_pipeline

    load_pipeline(pipeline or DEFAULT_PIPELINE)
    documents = (_document(each) if isinstance(each, str) else each for each in texts)
    return readings_of(documents, Reader(pipeline or DEFAULT_PIPELINE), any_language=any_language)


def _checked_span(text: str, given: Span | tuple[int, int]) -> Span:
    start, end = (given.start, given.end) if isinstance(given, Span) else given
    if not 0 <= start < end <= len(text):
        raise DocumentError(
            f"The span [{start}, {end}) does not lie in the text, which has {len(text)} "
            "characters. Offsets are code points, end exclusive."
        )
    return span_of(text, start, end)


def _records_for(
    gold: Sequence[Mapping[str, Any]],
    into: str | Path | None,
    jsonl: str | Path | None,
    codebook: str | Path,
    pipeline: str | None,
) -> Iterator[Record]:
    if into is not None and jsonl is not None:
        raise SetupError("Records are taken from a record file or a JSONL file; name one of them.")
    if into is not None:
        database = open_record(into)
        found = (database.record(document["id"]) for document in gold)
        return (record for record in found if record is not None)
    if jsonl is not None:
        return _records_in(Path(jsonl))
    fields = ("id", "title", "published", "outlet", "url", "lang")
    documents = (
        _document(each["text"], **{name: each[name] for name in fields if each.get(name)})
        for each in gold
    )
    results = code_all(documents, codebook=codebook, pipeline=pipeline)
    return (result for result in results if isinstance(result, Record))


def _records_in(path: Path) -> Iterator[Record]:
    try:
        with path.open(encoding="utf-8") as lines:
            for number, line in enumerate(lines, 1):
                try:
                    yield from_json(line)
                except SetupError as error:
                    raise SetupError(f"{path}:{number}: {error}") from error
    except OSError as error:
        raise SetupError(f"{path} cannot be read: {error.strerror}.") from error


def _document(text: str, **known: Any) -> Document:
    from whimbrel.documents import sources

    return sources.document(text, **known)


def _checked_day(published: str | None) -> str | None:
    from whimbrel.documents.dates import checked_moment

    return checked_moment(published)


def _new_pipeline(
    codebook: str,
    pipeline: str | None,
    coder: str,
    min_confidence: float | None,
    screen: bool,
    workers: int,
    any_language: bool,
    wide: Iterable[str],
) -> Pipeline:
    from whimbrel.pipeline import Pipeline
    from whimbrel.reading.parse import DEFAULT_PIPELINE

    return Pipeline(
        codebook,
        pipeline or DEFAULT_PIPELINE,
        coder=coder,
        min_confidence=min_confidence,
        screen=screen,
        workers=workers,
        any_language=any_language,
        wide=wide,
    )


@lru_cache(maxsize=4)
def _pipeline(
    codebook: str,
    pipeline: str | None,
    coder: str,
    min_confidence: float | None,
    screen: bool,
    any_language: bool,
    wide: frozenset[str],
    state: float,
) -> Pipeline:
    # `state` is only a key: an edited codebook folder is loaded anew.
    return _new_pipeline(codebook, pipeline, coder, min_confidence, screen, 1, any_language, wide)


def _folder_state(codebook: str | Path) -> float:
    folder = Path(codebook)
    if not folder.is_dir():
        return 0.0
    return max((path.stat().st_mtime for path in folder.rglob("*")), default=0.0)
