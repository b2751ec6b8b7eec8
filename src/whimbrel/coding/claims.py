"""Claims: everything a text says on somebody's word.

`claims(reading)` gives them in the order of the text. In `whimbrel.coding.attribution` quotations
find their cues first (`quotes`, `quoting`), then verbs and nouns what they report (`cues`,
`without_verbs`); `speakers`, `chain` and `stance` tell whom it comes from, through whom, and how.
"""

from __future__ import annotations

from dataclasses import replace

from whimbrel.coding.attribution.attitudes import attitude_claims
from whimbrel.coding.attribution.chain import chain_of, occasions
from whimbrel.coding.attribution.cues import verb_claims
from whimbrel.coding.attribution.quoting import quoted_claims
from whimbrel.coding.attribution.scene import Attribution, Range, Scene
from whimbrel.coding.attribution.speakers import source_span, speaker_of
from whimbrel.coding.attribution.stance import stance_of
from whimbrel.coding.attribution.whole_cues import whole_content, whole_cue
from whimbrel.coding.attribution.without_verbs import according_to, noun_claims
from whimbrel.reading.text import Reading
from whimbrel.records import Claim, ClaimKind, Participant, Span


def claims(reading: Reading, *, wide: bool = False) -> tuple[Claim, ...]:
    """All claims of a text, ids `c0`, `c1`, ... in the order of the text; offsets are code points.

    `wide` also takes beliefs, wishes and attitudes that nobody uttered, and gives sources with
    their titles: the convention of some public sets, not the record's.
    """
    scene = Scene(reading, wide=wide)
    found = quoted_claims(scene)
    taken = {each.anchor for each in found if each.anchor is not None}
    found += verb_claims(scene, taken)
    found += according_to(scene)
    found += noun_claims(scene)
    if wide:
        found += attitude_claims(scene)
    made = [claim for each in found if (claim := _claim(scene, each)) is not None]
    made.sort(key=_place)
    made = _with_occasions(scene, _with_authors(scene, _distinct(made)))
    nested = _nested(made)
    # Such sets give each word to one claim only: the outermost.
    return tuple(claim for claim in nested if claim.within is None) if wide else nested


_NESTING = 12
"""How many open contents are looked through for the one that holds a claim."""


def _place(claim: Claim) -> tuple[int, int]:
    spans = claim.source + claim.cue + claim.content
    return min(span.start for span in spans), max(span.end for span in claim.content)


def _claim(scene: Scene, found: Attribution) -> Claim | None:
    content = _spans(scene, found.content)
    if not content:
        return None
    heads = found.sources[:1] if scene.wide else found.sources
    sources = tuple(source_span(scene, head, found.anchor) for head in heads)
    if found.source_range is not None:
        sources = (scene.reading.span(*found.source_range),)
    speakers = (speaker_of(scene, span, head) for span, head in zip(sources, heads, strict=True))
    speaker = next(speakers, None)
    cue = found.cue
    if scene.wide:
        cue = whole_cue(scene, found, sources)
        content = tuple(scene.reading.span(*each) for each in whole_content(scene, _bare(content)))
    return Claim(
        id="",
        source=sources,
        speaker=speaker,
        cue=tuple(scene.reading.span(*each) for each in cue),
        content=content,
        kind=_kind(scene, content),
        via=chain_of(scene, found, sources),
        stance=stance_of(scene, found),
        confidence=found.confidence,
    )


def _spans(scene: Scene, ranges: list[Range]) -> tuple[Span, ...]:
    kept: list[Range] = []
    for each in sorted(r for r in (scene.tidy(*x) for x in ranges) if r is not None):
        if kept and each[0] < kept[-1][1]:
            kept[-1] = (kept[-1][0], max(kept[-1][1], each[1]))
        else:
            kept.append(each)
    return tuple(scene.reading.span(*each) for each in kept)


def _bare(spans: tuple[Span, ...]) -> list[Range]:
    return [(span.start, span.end) for span in spans]


def _kind(scene: Scene, content: tuple[Span, ...]) -> ClaimKind:
    quoted = [scene.is_quoted(span.start, span.end) for span in content]
    if all(quoted):
        return "direct"
    if any(quoted) or any(scene.has_quote(span.start, span.end) for span in content):
        return "mixed"
    return "indirect"


def _distinct(made: list[Claim]) -> list[Claim]:
    # Two cues for one content keep the first ("said in a statement saying").
    seen: set[tuple[tuple[int, int], ...]] = set()
    kept = []
    for claim in made:
        key = tuple((span.start, span.end) for span in claim.content)
        if key not in seen:
            seen.add(key)
            kept.append(claim)
    return kept


def _with_authors(scene: Scene, made: list[Claim]) -> list[Claim]:
    """ "The statement said": its author is whoever spoke in a statement before."""
    author: Participant | None = None
    found = []
    for each in made:
        claim = each
        by_paper = any(via.kind == "document" for via in claim.via)
        itself = by_paper and claim.speaker is None and _is_taken_up(claim)
        if itself and author is not None:
            claim = replace(claim, speaker=replace(author, confidence=0.6))
        elif by_paper and claim.speaker is not None:
            author = claim.speaker
        found.append(claim)
    return found


def _is_taken_up(claim: Claim) -> bool:
    """Whether the source is a paper known already ("the statement")."""
    return len(claim.source) == 1 and claim.source[0].text.lower().startswith(("the ", "that "))


def _with_occasions(scene: Scene, made: list[Claim]) -> list[Claim]:
    """ "She spoke at a ceremony. "...", she said": what is said there came through the ceremony."""
    waiting = list(occasions(scene))
    found, following, current = [], 0, None
    for each in made:
        claim = each
        at = _place(claim)[0]
        while following < len(waiting) and waiting[following].start <= at:
            current = waiting[following]
            following += 1
        if current is not None and at < current.end and claim.speaker is not None:
            told = all(via.kind == "anonymous" for via in claim.via)
            if told and claim.speaker.name == current.speaker:
                claim = replace(claim, via=claim.via + current.via)
        found.append(claim)
    return found


def _nested(made: list[Claim]) -> tuple[Claim, ...]:
    """The claims with their ids, each with the innermost claim in whose content its cue stands."""
    numbered = [replace(claim, id=f"c{number}") for number, claim in enumerate(made)]
    held = sorted((s.start, -s.end, claim.id) for claim in numbered for s in claim.content)
    asked = sorted((claim.cue[0].end - 1, claim.id) for claim in numbered if claim.cue)
    within: dict[str, str] = {}
    active: list[tuple[int, str]] = []
    following = 0
    for at, asker in asked:
        while following < len(held) and held[following][0] <= at:
            active.append((-held[following][1], held[following][2]))
            following += 1
        while active and active[-1][0] <= at:
            active.pop()
        for end, holder in reversed(active[-_NESTING:]):
            if end > at and holder != asker:
                within[asker] = holder
                break
    return tuple(replace(claim, within=within.get(claim.id)) for claim in numbered)
