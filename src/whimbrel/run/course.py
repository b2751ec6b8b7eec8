"""The course of a run: what is coded, what is known already, when it is written."""

from __future__ import annotations

import contextlib
import time
import uuid
from collections import OrderedDict, deque
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Protocol

from whimbrel.documents.batching import batches
from whimbrel.errors import RunError
from whimbrel.export.jsonl import JsonLines
from whimbrel.records import (
    CoderIdentity,
    Document,
    Failure,
    Record,
    content_key,
    publication_day,
)
from whimbrel.run.queue import Place, counts_of, line_of, place_of
from whimbrel.run.summary import SHOWN_FAILURES, Progress, Summary

if TYPE_CHECKING:
    from whimbrel.store.database import Database, Todo

_BATCH_CHARACTERS = 4_000_000
_BATCH_SECONDS = 15.0
_PROGRESS_SECONDS = 0.1


class Coder(Protocol):
    """What a run needs of a pipeline: one output for each input, in their order, lazily."""

    @property
    def identity(self) -> CoderIdentity:
        """Who codes; what the store has from this very coder is not coded again."""

    def code(self, items: Iterable[Document | Failure]) -> Iterator[Record | Failure]:
        """One record or failure for each item. It may read ahead, in this thread."""


class Run:
    """One run: a queue in input order, from which finished documents leave at the head."""

    def __init__(
        self,
        coder: Coder,
        database: Database | None,
        lines: JsonLines | None,
        *,
        replaces: bool,
        batch: int,
        progress: Callable[[Progress], None] | None,
    ) -> None:
        self._coder = coder
        self._database = database
        self._lines = lines
        self._replaces = replaces
        self._batch = batch
        self._progress = progress
        self._name = uuid.uuid4().hex
        self._started = self._written_at = time.monotonic()
        self._told_at = 0.0
        self._queue: deque[Place] = deque()
        self._being_coded: deque[Place] = deque()
        # The latest texts, so that a copy is not coded again; at least all that are on the way.
        self._leaders: OrderedDict[str, Place] = OrderedDict()
        self._unwritten: list[Place] = []
        self._failures: list[Failure] = []
        self._summary = Summary()

    def through(self, items: Iterable[Document | Failure]) -> Summary:
        """Take everything through; the summary of it."""
        outputs = iter(self._coder.code(self._feed(items)))
        try:
            self._consume(outputs)
        except KeyboardInterrupt:
            self._summary = replace(self._summary, interrupted=True)
            _close(outputs)
            self._keep_what_is_done()
        except RunError:
            _close(outputs)
            if self._lines is not None and self._lines.is_broken:
                self._lines = None
                with contextlib.suppress(RunError):
                    self._write()
            raise
        except BaseException:
            _close(outputs)
            self._keep_what_is_done()
            raise
        finally:
            if self._lines is not None:
                self._lines.close()
        self._tell(at_once=True)
        return replace(self._summary, seconds=self._seconds())

    def _consume(self, outputs: Iterator[Record | Failure]) -> None:
        for output in outputs:
            self._being_coded.popleft().result = output
            self._let_out()
        self._let_out()
        self._write()
        if self._database is not None:
            self._database.settle()

    def _keep_what_is_done(self) -> None:
        self._let_out()
        self._write()

    # In

    def _feed(self, items: Iterable[Document | Failure]) -> Iterator[Document]:
        """The documents that are to be coded; whatever comes in gets its place in the queue."""
        for batch in batches(items, self._batch, _BATCH_CHARACTERS):
            places = [place_of(item) for item in batch]
            to_code = self._decide([place for place in places if place.result is None])
            self._queue.extend(places)
            # What needs no coding leaves here, or a run over known documents would pile up.
            self._let_out()
            for place, document in to_code:
                self._being_coded.append(place)
                yield document

    def _decide(self, places: Sequence[Place]) -> list[tuple[Place, Document]]:
        """Find out what is to be done for each; those that are to be coded."""
        documents = [place.document for place in places if place.document is not None]
        to_code: list[tuple[Place, Document]] = []
        to_fetch: list[tuple[Place, Document]] = []
        for place, document, todo in zip(places, documents, self._todo(documents), strict=True):
            key = content_key(document)
            if isinstance(todo, Failure):
                place.result = todo
                continue
            place.is_known = todo == "unchanged"
            if todo != "code" and key in self._leaders:
                place.leader = self._leaders[key]
            elif todo == "code":
                self._lead(key, place)
                to_code.append((place, document))
            elif todo == "copy" or self._lines is not None:
                to_fetch.append((place, document))
        return to_code + self._fetch(to_fetch)

    def _todo(self, documents: Sequence[Document]) -> Sequence[Todo | Failure]:
        if self._database is None:
            seen = set(self._leaders)
            todo: list[Todo] = []
            for key in map(content_key, documents):
                todo.append("copy" if key in seen else "code")
                seen.add(key)
            return todo
        on_the_way = [
            place.document for place in (*self._queue, *self._unwritten) if place.document
        ]
        return self._database.verdicts(
            documents, self._coder.identity, replace=self._replaces, on_the_way=on_the_way
        )

    def _fetch(self, places: Sequence[tuple[Place, Document]]) -> list[tuple[Place, Document]]:
        """Fetch stored records; those that are not there after all, to be coded."""
        if not places or self._database is None:
            return []
        found = self._database.records_of([document for _, document in places])
        missing = []
        for place, document in places:
            place.stored = found.get(document.id)
            if place.stored is None:
                place.is_known = False
                missing.append((place, document))
        return missing

    def _lead(self, key: str, place: Place) -> None:
        self._leaders[key] = place
        while len(self._leaders) > 4 * self._batch:
            oldest = next(iter(self._leaders))
            if self._leaders[oldest].result is None:
                break
            del self._leaders[oldest]

    # Out

    def _let_out(self) -> None:
        while self._queue and self._queue[0].is_ready():
            place = self._queue[0]
            if isinstance(place.result, Failure):
                self._fail(place.result)
            else:
                self._keep(place)
            self._queue.popleft()
            if self._is_time_to_write():
                self._write()
            self._tell()

    def _keep(self, place: Place) -> None:
        if self._lines is not None:
            self._lines.write(line_of(place))
        done = self._summary
        if place.is_known:
            self._summary = replace(done, skipped=done.skipped + 1)
            return
        events, claims = counts_of(place)
        copied = place.is_copy or place.stored is not None
        published = place.document.published if place.document else None
        self._summary = replace(
            done,
            documents=done.documents + 1,
            events=done.events + events,
            claims=done.claims + claims,
            copies=done.copies + copied,
            without_date=done.without_date + (publication_day(published) is None),
        )
        self._unwritten.append(place)

    def _fail(self, failure: Failure) -> None:
        done = self._summary
        shown = done.failed if len(done.failed) >= SHOWN_FAILURES else (*done.failed, failure)
        self._summary = replace(done, failures=done.failures + 1, failed=shown)
        self._failures.append(failure)

    def _is_time_to_write(self) -> bool:
        waiting = len(self._unwritten) + len(self._failures)
        late = time.monotonic() - self._written_at > _BATCH_SECONDS
        return waiting >= self._batch or (waiting > 0 and late)

    def _write(self) -> None:
        """Write what is done. Should it be cut short, doing it again is no harm."""
        if self._lines is not None:
            self._lines.flush()
        if self._database is not None and (self._unwritten or self._failures):
            added = self._database.add(
                [place.document for place in self._unwritten if place.document],
                [place.result for place in self._unwritten if isinstance(place.result, Record)],
                self._failures,
                replace=self._replaces,
                run=self._name,
            )
            self._unwritten, self._failures = [], []
            for refused in added.refused:
                # Another run was quicker with this id; the store has listed it.
                self._fail(refused)
        self._unwritten, self._failures = [], []
        self._written_at = time.monotonic()

    def _seconds(self) -> float:
        return time.monotonic() - self._started

    def _tell(self, *, at_once: bool = False) -> None:
        now = time.monotonic()
        if self._progress is None or (now - self._told_at < _PROGRESS_SECONDS and not at_once):
            return
        self._told_at = now
        done = self._summary
        seen = done.documents + done.skipped + done.failures
        self._progress(
            Progress(documents=seen, failures=done.failures, seconds=now - self._started)
        )


def _close(outputs: Iterator[Record | Failure]) -> None:
    if isinstance(outputs, Generator):
        outputs.close()
