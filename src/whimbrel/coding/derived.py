"""Events under a codebook that has a base: coded with the base, then put under its types.

The base's cues, parties, status and mergers stand as they are. Each event goes to the type and
mode of the most demanding `take` that fits it (`codebooks.scheme.Take`); one that none fits is left
out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from whimbrel.codebooks.scheme import Codebook, Take
from whimbrel.reading.text import Reading, Token
from whimbrel.records import Event, Participant, Span


def derived(reading: Reading, events: Iterable[Event], codebook: Codebook) -> Iterator[Event]:
    """The base's events as events of the codebook, in their order."""
    takes = _takes_by_act(codebook)
    for event in events:
        fitting = _fitting(reading, event, takes)
        if fitting is not None:
            yield _as_own(reading, event, codebook, fitting)


@dataclass(frozen=True, slots=True)
class _Fit:
    """A take that fits an event, with the words of the sentence that its `near` asks for."""

    take: Take
    told_by: tuple[Token, ...]


def _takes_by_act(codebook: Codebook) -> Mapping[str, tuple[Take, ...]]:
    """The takes of each act of the base, the most demanding first. Equals are told apart by what
    they say, never by names or places."""
    found: dict[str, list[Take]] = {}
    for event_type in codebook.types.values():
        for take in event_type.takes:
            for act in take.acts:
                found.setdefault(act, []).append(take)

    def rank(take: Take) -> tuple[int, int, str, str]:
        event_type = codebook.types[take.type]
        mode = event_type.modes[take.mode].definition if take.mode else ""
        return -take.specificity, take.breadth, event_type.definition, mode

    return {act: tuple(sorted(takes, key=rank)) for act, takes in found.items()}


def _fitting(reading: Reading, event: Event, takes: Mapping[str, tuple[Take, ...]]) -> _Fit | None:
    """The most demanding take of the event's type with its mode, or else of its type alone."""
    exact = takes.get(f"{event.type}/{event.mode}", ()) if event.mode else ()
    general = takes.get(event.type, ())
    words = {token.lemma for token in _told_in(reading, (event.trigger, *event.mentions))}
    sentence = reading.tokens_in(event.sentence.start, event.sentence.end)
    return _first_fit(event, exact, words, sentence) or _first_fit(event, general, words, sentence)


def _first_fit(
    event: Event, takes: Iterable[Take], words: set[str], sentence: Sequence[Token]
) -> _Fit | None:
    around = {token.lemma for token in sentence}
    for take in takes:
        if take.words and not take.words & words:
            continue
        if (take.near and not take.near & around) or take.near_not & around:
            continue
        if take.status and event.status.value not in take.status:
            continue
        if _lacks(take.actor, event.actors) or _lacks(take.recipient, event.recipients):
            continue
        return _Fit(take, tuple(token for token in sentence if token.lemma in take.near))
    return None


def _lacks(sectors: frozenset[str], parties: Iterable[Participant]) -> bool:
    return bool(sectors) and not any(sectors & set(party.sectors) for party in parties)


def _told_in(reading: Reading, spans: Iterable[Span]) -> Iterator[Token]:
    for span in spans:
        yield from reading.tokens_in(span.start, span.end)


def _as_own(reading: Reading, event: Event, codebook: Codebook, fit: _Fit) -> Event:
    take = fit.take
    event_type = codebook.types[take.type]
    mode = take.mode or event_type.default_mode
    evidence = {name: spans for name, spans in event.evidence.items() if name != "mode"}
    told_by = fit.told_by[:1]
    if told_by:
        evidence["mode"] = tuple(reading.token_span(token.i, token.i) for token in told_by)
    elif "mode" in event.evidence:
        evidence["mode"] = event.evidence["mode"]
    return replace(
        event,
        type=take.type,
        mode=mode,
        modes=(mode,) if mode else (),
        cameo=codebook.cameo_code(take.type, mode, event.contexts),
        goldstein=codebook.score(take.type, mode),
        quad=event_type.quad,
        evidence=evidence,
        rationale=f"{event.rationale} {_reason(event, codebook, take, mode, told_by)}",
    )


def _reason(
    event: Event, codebook: Codebook, take: Take, mode: str | None, told_by: tuple[Token, ...]
) -> str:
    own = f"{take.type}/{mode}" if mode else take.type
    base = f"{event.type}/{event.mode}" if event.mode else event.type
    clues = [f"'{token.text}'" for token in told_by]
    if take.words:
        clues.append("its own words")
    if take.actor or take.recipient:
        clues.append("a party's sector")
    if take.status:
        clues.append("its status")
    by = f" by {' and '.join(clues)}" if clues else ""
    return f"{codebook.name} {own} of {base}{by}."
