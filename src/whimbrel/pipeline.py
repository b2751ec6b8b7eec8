"""Documents in, records out: the whole way of one text through the rooms.

    for result in Pipeline(codebook="plover").code(documents): ...

Lazy, in the documents' order, one result for each document: its record, or the failure that says
why there is none. With several workers the same results come in the same order.
"""

from __future__ import annotations

import multiprocessing
import signal
import sys
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from pathlib import Path

from whimbrel.codebooks.codebook import load
from whimbrel.codebooks.scheme import Codebook
from whimbrel.coding.acts import EventCoder
from whimbrel.coding.causes import causes
from whimbrel.coding.claims import claims
from whimbrel.coding.conversion import CONVERTED, by_conversion
from whimbrel.coding.cues import CueCoder
from whimbrel.coding.derived import derived
from whimbrel.coding.events import Surroundings, join
from whimbrel.coding.joined import JoinedCoder
from whimbrel.coding.linking import link_causes, link_claims, link_quantities
from whimbrel.coding.quantities import quantities
from whimbrel.coding.times import time_warnings, times
from whimbrel.documents.batching import batches
from whimbrel.documents.clean import dateline, headline_end
from whimbrel.documents.language import in_english
from whimbrel.encoder import load_encoder
from whimbrel.encoder import model_hashes as encoder_hashes
from whimbrel.errors import RunError, SetupError
from whimbrel.reading.each import BATCH_CHARACTERS, BATCH_DOCUMENTS, could_not, read_each
from whimbrel.reading.parse import DEFAULT_PIPELINE, Reader, load_pipeline, model_hashes
from whimbrel.reading.text import Reading
from whimbrel.records import (
    CoderIdentity,
    Document,
    EventDate,
    Failure,
    Participant,
    Record,
    Span,
)
from whimbrel.resolving.actors import antecedent, describe
from whimbrel.resolving.register import own_register
from whimbrel.resolving.toponyms import places
from whimbrel.version import __version__

WIDE = ("claims", "times", "places", "causes", "participants", "types")
"""Rooms that can also read by the wider conventions of public data sets."""
CODERS = ("both", "cues", "encoder")
"""The event coders: cues and encoder joined, or one of them alone, for study."""
WORKER_CHARACTERS = 40_000
"""With several workers batches are smaller, so that none waits long for another's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Settings:
    """What a worker needs to build the same coder as its parent."""

    codebook: str | Path
    pipeline: str
    coder: str
    min_confidence: float | None
    screen: bool
    any_language: bool
    wide: frozenset[str]


class Pipeline:
    """Codes documents with one codebook, one reader and one event coder.

    Raises `SetupError` where the codebook or the spaCy pipeline cannot be had, `workers` is under
    1, or a name or number is none. `coder` is one of `CODERS`, or a coder of your own, which then
    runs in this process only. Events less sure than `min_confidence` (0 to 1) are left out; by
    default those that are rather not told than told, and with `cues` alone none. `screen` spares
    the encoder sentences that can hardly tell an event (`coding.screening`). `wide` names rooms
    that read by the wider conventions of public data sets instead of the record's (places:
    adjectives and stand-ins too; claims: beliefs and attitudes too; times: TimeML; causes:
    conditions too; participants: a pronoun gives way to the mention that it stands for).
    """

    def __init__(
        self,
        codebook: str | Path = "plover",
        pipeline: str = DEFAULT_PIPELINE,
        *,
        workers: int = 1,
        any_language: bool = False,
        wide: Iterable[str] = (),
        coder: str | EventCoder = "both",
        min_confidence: float | None = None,
        screen: bool = False,
    ) -> None:
        own = None if isinstance(coder, str) else coder
        name = coder if isinstance(coder, str) else coder.name
        if own is None and name not in CODERS:
            raise SetupError(f"There is no coder {name!r}; of {', '.join(CODERS)}.")
        if min_confidence is not None and not 0 <= min_confidence <= 1:
            raise SetupError(f"A confidence lies between 0 and 1, found {min_confidence}.")
        if workers < 1:
            raise SetupError(f"There must be at least one worker, found {workers}.")
        unknown = sorted(set(wide) - set(WIDE))
        if unknown:
            raise SetupError(f"There is no wide reading of {unknown[0]!r}; of {', '.join(WIDE)}.")
        self._settings = _Settings(
            codebook=codebook,
            pipeline=pipeline,
            coder=name,
            min_confidence=min_confidence,
            screen=screen,
            any_language=any_language,
            wide=frozenset(wide),
        )
        self._workers = 1 if own is not None else workers
        self._room = _CodingRoom(self._settings, own)
        self.codebook: Codebook = self._room.codebook
        self.identity: CoderIdentity = self._room.identity

    def code(self, items: Iterable[Document | Failure]) -> Iterator[Record | Failure]:
        """One result for each item, in the items' order; failures pass through."""
        if self._workers == 1:
            for batch in batches(items, BATCH_DOCUMENTS, BATCH_CHARACTERS):
                yield from self._room.code(batch)
        else:
            yield from _code_in_workers(
                self._settings,
                self._workers,
                batches(items, BATCH_DOCUMENTS, WORKER_CHARACTERS),
            )


class _CodingRoom:
    """The loaded parts, and the way of a batch of documents through them."""

    def __init__(self, settings: _Settings, coder: EventCoder | None = None) -> None:
        load_pipeline(settings.pipeline)
        self.codebook = load(settings.codebook)
        self._coder = coder or event_coder(
            settings.coder, settings.min_confidence, screen=settings.screen
        )
        self._reader = Reader(settings.pipeline)
        self._any_language = settings.any_language
        self._wide = settings.wide
        if "types" in self._wide and self.codebook.fingerprint != load(CONVERTED).fingerprint:
            raise SetupError(
                f"The wide reading of types gives types of {CONVERTED}, found the codebook "
                f"{self.codebook.name}; leave one of the two out."
            )
        self.identity = CoderIdentity(
            name="-".join(("whimbrel", self._coder.name, *_named(self._wide))),
            version=__version__,
            codebook=self.codebook.identity,
            models={
                **model_hashes(settings.pipeline),
                **(encoder_hashes() if settings.coder in ("both", "encoder") else {}),
                **own_register(),
            },
        )

    def code(self, batch: Sequence[Document | Failure]) -> list[Record | Failure]:
        checked = [self._checked(item) for item in batch]
        documents = [item for item in checked if isinstance(item, Document)]
        coded = iter(self._coded(documents))
        return [next(coded) if isinstance(item, Document) else item for item in checked]

    def _checked(self, item: Document | Failure) -> Document | Failure:
        return item if self._any_language else in_english(item)

    def _coded(self, documents: Sequence[Document]) -> list[Record | Failure]:
        return [
            self._record_or_failure(document, reading)
            for document, reading in read_each(self._reader, documents)
        ]

    def _record_or_failure(
        self, document: Document, reading: Reading | Failure
    ) -> Record | Failure:
        if isinstance(reading, Failure):
            return reading
        try:
            return code_reading(
                document, reading, self._coder, self.codebook, self.identity, self._wide
            )
        except (SetupError, RunError):
            raise
        except Exception as error:  # a fault in one text must not end the run
            return could_not(document, "coding", error)


def event_coder(
    name: str = "both", min_confidence: float | None = None, *, screen: bool = False
) -> EventCoder:
    """One of `CODERS`, by default the one that codes where nobody asks for another."""
    if name == "cues":
        return CueCoder(min_confidence=min_confidence or 0.0)
    return JoinedCoder(
        load_encoder(),
        min_confidence=min_confidence,
        with_cues=name == "both",
        screen=screen,
    )


def _named(wide: Iterable[str]) -> Iterator[str]:
    return (f"wide-{room}" for room in sorted(wide))


def code_reading(
    document: Document,
    reading: Reading,
    coder: EventCoder,
    codebook: Codebook,
    identity: CoderIdentity,
    wide: frozenset[str] = frozenset(),
) -> Record:
    """The record of one read document."""
    head = dateline(document.text, document.title)
    body_start = headline_end(document.text, document.title)
    found_times = times(reading, published=reading.published, timeml="times" in wide)
    found_places = places(reading, wide="places" in wide)
    found_claims = claims(reading, wide="claims" in wide)
    found_quantities = quantities(reading, found_times)

    def describe_party(span: Span, date: EventDate | None = None) -> Participant:
        if "participants" in wide:
            span = antecedent(reading, span)
        if date is not None and date.from_ and date.to and _is_past(date.to, reading.published):
            return describe(reading, span, published=date.from_, until=date.to)
        return describe(reading, span, published=reading.published)

    found_claims = link_claims(reading, found_claims, found_times, describe_party)
    found_quantities = link_quantities(reading, found_quantities, found_claims, describe_party)
    coded_with = codebook.base or codebook
    acts = coder.acts(reading, coded_with)
    around = Surroundings(
        claims=found_claims,
        times=found_times,
        places=found_places,
        quantities=found_quantities,
        dateline=head.place if head else None,
        body_start=max(body_start, head.body_start if head else 0),
    )
    events = join(reading, acts, coded_with, around, describe_party)
    if codebook.base is not None:
        events = tuple(derived(reading, events, codebook))
    if "types" in wide:
        events = tuple(by_conversion(reading, events, codebook))
    return Record(
        id=document.id,
        text=document.text,
        title=document.title,
        published=document.published,
        outlet=document.outlet,
        url=document.url,
        lang=document.lang,
        coder=identity,
        mentions=reading.mentions,
        events=events,
        claims=found_claims,
        places=found_places,
        times=found_times,
        quantities=found_quantities,
        causes=link_causes(causes(reading, wide="causes" in wide), events, found_claims),
        warnings=(*document.warnings, *time_warnings(found_times, published=reading.published)),
    )


def _is_past(day: str, published: str | None) -> bool:
    return published is None or day < published


_worker_rooms: list[_CodingRoom] = []
"""In a worker process: its one room."""


def _start_worker(settings: _Settings) -> None:
    # The parent hears Ctrl-C and closes the pool in good order.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _worker_rooms[:] = [_CodingRoom(settings)]


def _code_batch(batch: Sequence[Document | Failure]) -> list[Record | Failure]:
    return _worker_rooms[0].code(batch)


def _code_in_workers(
    settings: _Settings, workers: int, batches: Iterable[Sequence[Document | Failure]]
) -> Iterator[Record | Failure]:
    # Forked workers share the loaded models; where forking is unsafe they load their own.
    context = multiprocessing.get_context("fork" if sys.platform == "linux" else "spawn")
    pool = ProcessPoolExecutor(
        workers, mp_context=context, initializer=_start_worker, initargs=(settings,)
    )
    waiting: deque[Future[list[Record | Failure]]] = deque()
    try:
        for batch in batches:
            waiting.append(pool.submit(_code_batch, batch))
            if len(waiting) > workers + 1:
                yield from waiting.popleft().result()
        while waiting:
            yield from waiting.popleft().result()
    except BrokenProcessPool as error:
        raise RunError(
            "A worker process ended without a word, most likely for want of memory; run again with "
            "fewer --workers (what is stored stays stored)."
        ) from error
    finally:
        pool.shutdown(wait=False, cancel_futures=True)
