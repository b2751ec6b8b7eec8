"""Documents read one beside the other, so that a text which cannot be read spoils no other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from whimbrel.documents.batching import batches
from whimbrel.documents.language import in_english
from whimbrel.errors import DocumentError, SetupError
from whimbrel.reading.parse import Reader
from whimbrel.reading.text import Reading
from whimbrel.records import Document, Failure

BATCH_DOCUMENTS = 32
BATCH_CHARACTERS = 200_000


def read_each(
    reader: Reader, documents: Sequence[Document]
) -> Iterator[tuple[Document, Reading | Failure]]:
    """Each document with its reading, or with the failure that says why there is none."""
    try:
        readings = list(reader.read_all(documents))
    except SetupError:
        raise
    except Exception:  # one document of the batch spoils it: read them one by one
        for document in documents:
            yield document, _read_alone(reader, document)
        return
    yield from readings


def readings_of(
    items: Iterable[Document | Failure], reader: Reader, *, any_language: bool = False
) -> Iterator[tuple[Document, Reading] | Failure]:
    """Each document with its reading, lazily and in order; failures stand in their places."""
    for batch in batches(items, BATCH_DOCUMENTS, BATCH_CHARACTERS):
        checked = [item if any_language else in_english(item) for item in batch]
        readings = read_each(reader, [item for item in checked if isinstance(item, Document)])
        for item in checked:
            if isinstance(item, Failure):
                yield item
                continue
            document, reading = next(readings)
            yield reading if isinstance(reading, Failure) else (document, reading)


def _read_alone(reader: Reader, document: Document) -> Reading | Failure:
    try:
        reading = reader.read(document)
        _ = reading.analysis
    except Exception as error:
        return could_not(document, "reading", error)
    return reading


def could_not(document: Document, stage: str, error: Exception) -> Failure:
    """The failure of one document in a room."""
    said = str(error) if isinstance(error, DocumentError) else f"{type(error).__name__}: {error}"
    return Failure(
        where=document.id,
        document_id=document.id,
        stage=stage,
        reason=f"Document {document.id} could not be coded: {said}",
    )
