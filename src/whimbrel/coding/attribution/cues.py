"""Claims made by verbs: which token is a cue, in which frame, and what it reports."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from whimbrel.coding.attribution.attitudes import is_held
from whimbrel.coding.attribution.clauses import SUBJECTS, clause_after, clause_around
from whimbrel.coding.attribution.complements import content_of
from whimbrel.coding.attribution.sayers import is_said, sources_of
from whimbrel.coding.attribution.scene import Attribution, Range, Scene
from whimbrel.coding.attribution.words import Frame, attitude_words, verb_frames, words
from whimbrel.reading.phrases import members
from whimbrel.reading.text import Token


def verb_claims(scene: Scene, taken: set[int]) -> Iterator[Attribution]:
    """Claims made by verbs, except by the verbs in `taken`, whose quotations are already known."""
    for verb in scene.tokens:
        frames = frames_of(scene, verb)
        if not frames or verb.i in taken:
            continue
        if scene.wide and scene.quote_of[verb.i] is not None:
            continue
        found = _claim_of(scene, verb, frames)
        if found is not None:
            yield found


def _claim_of(scene: Scene, verb: Token, frames: tuple[Frame, ...]) -> Attribution | None:
    if not is_said(scene, verb) or _keeps_unnamed(scene, verb):
        return None
    sources = sources_of(scene, verb)
    if sources is None:
        return None
    if verb.lemma == "quote" and (found := _quoted_as_saying(scene, verb, sources)) is not None:
        return found
    subject = sources[0] if sources else None
    for frame in _in_order(scene, verb, frames):
        if frame.name == "quote" or (scene.wide and frame.name == "obj" and is_held(scene, verb)):
            continue
        ranges = _in_quotation(scene, verb, content_of(scene, verb, frame.name, subject))
        ranges = [r for r in (scene.tidy(*each) for each in ranges) if r is not None]
        if not ranges or (frame.quoted and not any(scene.has_quote(*r) for r in ranges)):
            continue
        if not sources and frame.stance != "alleges" and not scene.wide:
            return None
        found = Attribution(
            verb.i, [cue_range(scene, verb, frame.name)], sources, ranges, frame.stance, frame.name
        )
        _cite(scene, verb, found)
        return found
    return None


def _keeps_unnamed(scene: Scene, verb: Token) -> bool:
    """As in "who asked not to be named": about the source, and nothing that it says."""
    if verb.lemma not in ("ask", "request", "insist", "wish", "decline", "refuse"):
        return False
    below = scene.reading.dependents(verb.i, "xcomp", "ccomp", "advcl")
    return any(
        each.lemma in words("naming") and scene.child(each.i, "auxpass") is not None
        for each in below
    )


def _in_quotation(scene: Scene, verb: Token, ranges: list[Range]) -> list[Range]:
    """What a cue inside a quotation reports ends with that quotation."""
    index = scene.quote_of[verb.i]
    if index is None:
        return ranges
    quote = scene.quotes[index]
    cut = [(max(start, quote.inner), min(end, quote.inner_end)) for start, end in ranges]
    return [(start, end) for start, end in cut if start < end]


def _cite(scene: Scene, verb: Token, found: Attribution) -> None:
    """In "the paper reported ..., citing an officer" the officer is the source."""
    for each in scene.reading.dependents(verb.i, "advcl"):
        cited = scene.child(each.i, "dobj")
        if each.lower in ("citing", "quoting") and cited is not None and each.i > verb.i:
            found.outlets = found.sources[:1]
            found.sources = members(scene.reading, cited.i)
            found.cue.append(scene.characters(each.i, each.i))
            starts = scene.token_from(found.content[0][0]) == each.i
            told = clause_after(scene, each) if starts else []
            found.content = told or [_before(content, scene, each) for content in found.content]
            return


def _before(content: Range, scene: Scene, token: Token) -> Range:
    start = scene.tokens[scene.left(token.i)].start
    return (content[0], start) if content[0] < start < content[1] else content


def _quoted_as_saying(scene: Scene, verb: Token, outlets: list[int]) -> Attribution | None:
    """In "the agency quoted the leader as saying ..." the leader says it, the agency is a link."""
    person = scene.child(verb.i, "dobj", "nsubjpass")
    preps = scene.reading.dependents(verb.i, "prep")
    if person is not None:
        preps += scene.reading.dependents(person.i, "prep")
    for prep in preps:
        saying = scene.child(prep.i, "pcomp")
        if prep.lower == "as" and saying is not None and saying.tag == "VBG" and person is not None:
            first = scene.child(verb.i, *SUBJECTS)
            content = clause_after(scene, saying) or clause_around(
                scene, verb, first.i if first is not None else None
            )
            if content:
                sources = members(scene.reading, person.i)
                cue = [scene.characters(saying.i, saying.i)]
                return Attribution(
                    saying.i, cue, sources, content, "asserts", "that", outlets=outlets[-1:]
                )
    return None


def _in_order(scene: Scene, verb: Token, frames: tuple[Frame, ...]) -> list[Frame]:
    """The frames, a clause around the cue tried last and not inside a quotation."""
    order = list(frames)
    clause = next((f for f in frames if f.name == "that"), None)
    around = verb.lemma not in words("never_around") and verb.dep != "acl" and verb.tag != "VB"
    if clause is not None and around and scene.quote_of[verb.i] is None:
        order.append(replace(clause, name="around"))
    if scene.wide and verb.lemma in verb_frames(False):
        # There a verb of speech or thought counts with whatever it is built.
        stance = frames[0].stance
        if verb.lemma not in attitude_words("objectless"):
            order.append(Frame("obj", stance))
        if verb.lemma not in attitude_words("prepositionless"):
            order.append(Frame("any-prep", stance))
    return order


def frames_of(scene: Scene, token: Token) -> tuple[Frame, ...]:
    """The frames of a token that is a verb of attribution, else none."""
    if token.pos not in ("VERB", "AUX") and not token.tag.startswith("VB"):
        return ()
    table = verb_frames(scene.wide)
    frames = table.get(verb_of(scene, token)) or table.get(token.lemma)
    if frames is None and token.lower.startswith(f"{token.lemma}e"):
        # Lemmatisers take "hopes" for a form of "hop".
        frames = table.get(f"{token.lemma}e")
    return frames or ()


def verb_of(scene: Scene, token: Token) -> str:
    """The lexicon's form of a verb: its lemma, with its particle if it has one."""
    particle = scene.child(token.i, "prt")
    if particle is not None and particle.i > token.i:
        return f"{token.lemma} {particle.lower}"
    return token.lemma


def cue_range(scene: Scene, verb: Token, frame: str) -> Range:
    """The verb with its particle, or with its frame's preposition where that comes next."""
    last = verb.i
    particle = scene.child(verb.i, "prt")
    if particle is not None and particle.i == verb.i + 1:
        last = particle.i
    preposition = frame.removesuffix("-inf")
    if frame != preposition and last + 1 < len(scene.tokens):
        last += scene.tokens[last + 1].lower == preposition
    return scene.characters(verb.i, last)
