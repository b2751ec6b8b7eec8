"""Documents a batch at a time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from whimbrel.records import Document, Failure


def batches(
    items: Iterable[Document | Failure], size: int, characters: int
) -> Iterator[list[Document | Failure]]:
    """The items in order, `size` at a time, or fewer where their texts reach `characters`."""
    batch: list[Document | Failure] = []
    so_far = 0
    for item in items:
        batch.append(item)
        so_far += len(item.text) if isinstance(item, Document) else 0
        if len(batch) >= size or so_far >= characters:
            yield batch
            batch, so_far = [], 0
    if batch:
        yield batch
