"""Which words introduce which quotation."""

from __future__ import annotations

import re

from whimbrel.coding.attribution.cues import cue_range, frames_of
from whimbrel.coding.attribution.sayers import is_passive, sources_of
from whimbrel.coding.attribution.scene import Attribution, Range, Scene
from whimbrel.coding.attribution.words import noun_stances
from whimbrel.reading.phrases import members
from whimbrel.reading.text import Token

_QUOTING = frozenset({"that", "quote", "obj-that", "question"})
_CONJUNCTIONS = frozenset({"And", "But", "So", "Yet", "Or"})
_BLANK_LINE = re.compile(r"\n[ \t\r]*\n")
_SIGNATURE = re.compile(r"[^\S\n]*(―|—|–|--)[^\S\n]*([A-Z][^\n,;:\"“”]{1,40}?)\.?(?=,|\n|$)")
_REACH = 45
"""How many tokens a cue may stand from its quotation."""


def quoted_claims(scene: Scene) -> list[Attribution]:
    """The claims whose content is a quotation that stands as a sentence of its own."""
    by_anchor: dict[int, Attribution] = {}
    found: list[Attribution] = []
    last: Attribution | None = None
    last_end = 0
    waiting: list[int] = []
    for index, quote in enumerate(scene.quotes):
        if not scene.text[quote.inner : quote.inner_end].strip():
            continue
        current = _introduced(scene, index, by_anchor)
        if current is None and _is_statement(scene, index) and _opens_a_sentence(scene, index):
            if last is not None and _continues(scene, last, last_end, quote.start):
                current = last
            elif _is_resumed(scene, index):
                waiting.append(index)
                continue
            else:
                current = last = _free_standing(scene, waiting[0] if waiting else index)
        if current is None:
            continue
        if not current.content:
            found.append(current)
        current.content += [_inside(scene, each) for each in (*waiting, index)]
        waiting.clear()
        last, last_end = current, quote.end
    return found


def _introduced(scene: Scene, index: int, by_anchor: dict[int, Attribution]) -> Attribution | None:
    """The attribution that a cue or a signature makes; the same one for the same cue."""
    anchor = _cue_of(scene, index, by_anchor)
    if anchor is None:
        return _signature(scene, index)
    if anchor not in by_anchor:
        by_anchor[anchor] = _attribution(scene, anchor)
    return by_anchor[anchor]


def _inside(scene: Scene, index: int) -> Range:
    return scene.quotes[index].inner, scene.quotes[index].inner_end


def _is_resumed(scene: Scene, index: int) -> bool:
    """Whether a quotation is left open because the next paragraph goes on with it."""
    quote = scene.quotes[index]
    if quote.closed or index + 1 == len(scene.quotes):
        return False
    return not scene.text[quote.end : scene.quotes[index + 1].start].strip()


def _attribution(scene: Scene, anchor: int) -> Attribution:
    token = scene.tokens[anchor]
    frames = [f for f in frames_of(scene, token) if f.name in _QUOTING]
    if token.pos == "NOUN":
        owner = scene.child(anchor, "poss")
        sources = members(scene.reading, owner.i) if owner else []
        return Attribution(
            anchor, [scene.characters(anchor, anchor)], sources, [], "asserts", "quote"
        )
    return Attribution(
        anchor,
        [cue_range(scene, token, "quote")],
        _speaker_near(scene, token),
        [],
        frames[0].stance if frames else "asserts",
        "quote",
    )


def _speaker_near(scene: Scene, verb: Token) -> list[int]:
    """The source of a cue beside a quotation: its subject, also where it follows the verb."""
    if not is_passive(scene, verb):
        for each in scene.reading.dependents(verb.i, "nsubj"):
            if scene.quote_of[each.i] is None:
                return sources_of(scene, verb) or members(scene.reading, each.i)
    inverted = _noun_after(scene, verb)
    if inverted is not None and verb.lemma != "tell":
        return members(scene.reading, inverted)
    found = sources_of(scene, verb) or []
    outside = [i for i in found if scene.quote_of[i] is None]
    if outside:
        return outside
    before = _noun_before(scene, verb)
    return [before] if before is not None else []


def _noun_before(scene: Scene, verb: Token) -> int | None:
    """The name or pronoun right before a verb that the parser took for no subject."""
    i = verb.i - 1
    while i >= 0 and scene.tokens[i].pos in ("ADV", "AUX"):
        i -= 1
    if i < 0 or scene.tokens[i].sentence != verb.sentence or scene.quote_of[i] is not None:
        return None
    return i if scene.tokens[i].pos in ("PROPN", "PRON", "NOUN") else None


def _noun_after(scene: Scene, verb: Token) -> int | None:
    """The head of a noun phrase right behind a verb that the parser took for no subject."""
    i = verb.i + 1
    tokens = scene.tokens
    if i >= len(tokens) or tokens[i].sentence != verb.sentence or scene.quote_of[i] is not None:
        return None
    if tokens[i].pos not in ("PROPN", "DET", "NOUN", "PRON", "ADJ", "NUM"):
        return None
    while tokens[i].head > i and tokens[i].head != verb.i and tokens[i].head - verb.i < 12:
        i = tokens[i].head
    if tokens[i].dep in ("npadvmod", "tmod"):
        return None  # "said Monday"
    return i if tokens[i].pos in ("PROPN", "NOUN", "PRON") else None


# ---------------------------------------------------------------- the quotation


def _is_statement(scene: Scene, index: int) -> bool:
    """Whether a quotation is a sentence, and not single words taken up."""
    quote = scene.quotes[index]
    inner = scene.text[quote.inner : quote.inner_end].strip()
    starts = inner[:1].isupper() or inner[:1].isdigit() or inner[:1] in "…[‘'\"“"
    return starts and (len(inner.split()) > 2 or inner[-1] in ".,?!")


def _opens_a_sentence(scene: Scene, index: int) -> bool:
    before = _before(scene, index)
    return before == "" or before in ".?!:\n”\"’'"


def _before(scene: Scene, index: int) -> str:
    """The mark or letter before a quotation, a line break included; empty at the text's start."""
    text = scene.text
    start = scene.quotes[index].start
    at = _skip_blanks(text, start - 1)
    first = scene.token_from(start)
    if at >= 0 and text[at] == "\n" and first < len(scene.tokens):
        sentence = scene.reading.sentences[scene.tokens[first].sentence]
        if sentence.first != first:  # a soft line break in mid-sentence
            while at >= 0 and text[at].isspace():
                at -= 1
    if text[max(0, at) : at + 1] == "\n" and text[max(0, at - 4) : at].rstrip().endswith(":"):
        return ":"  # a quotation set in a paragraph of its own
    conjunction = text[max(0, at - 3) : at + 1].split()[-1:]
    if conjunction and conjunction[0] in _CONJUNCTIONS:
        earlier = _skip_blanks(text, at - len(conjunction[0]))
        if earlier < 0 or text[earlier] in '.?!\n”"':
            at = earlier
    return text[at] if at >= 0 else ""


def _skip_blanks(text: str, at: int) -> int:
    while at >= 0 and text[at].isspace() and text[at] != "\n":
        at -= 1
    return at


def _same_paragraph(text: str, start: int, end: int) -> bool:
    return _BLANK_LINE.search(text, start, end) is None


def _after(scene: Scene, index: int) -> str:
    at = scene.quotes[index].end
    rest = scene.text[at : at + 3].lstrip(" ")
    return rest[:1]


# ----------------------------------------------------------------------- the cue


def _cue_of(scene: Scene, index: int, known: dict[int, Attribution]) -> int | None:
    colon = _before(scene, index) == ":"
    if colon or not _opens_a_sentence(scene, index):
        found = _cue_before(scene, index, known)
        if found is not None:
            return found
    if _opens_a_sentence(scene, index) and _is_open_ended(scene, index):
        return _cue_after(scene, index)
    return None


def _is_open_ended(scene: Scene, index: int) -> bool:
    """Whether the sentence goes on after the quotation."""
    quote = scene.quotes[index]
    inner_last = scene.text[quote.inner : quote.inner_end].rstrip()[-1:]
    following = _after(scene, index)
    if following == ",":
        return True
    if inner_last in ".”":
        return following.islower()
    return inner_last in ",?!—–-…’'" or following.islower() or following in "—–-"


def _cue_after(scene: Scene, index: int) -> int | None:
    tokens = scene.tokens
    end = scene.quotes[index].end
    start = scene.token_from(end)
    for i in range(start, min(start + _REACH, len(tokens))):
        token = tokens[i]
        if scene.quote_of[i] is not None or token.text in (".", ";", ":"):
            return None
        if i > start and not _same_paragraph(scene.text, tokens[i - 1].end, token.start):
            return None
        if token.dep in ("relcl", "acl") and i > start + 1:
            continue
        if _can_quote(scene, token):
            return i
    return None


def _can_quote(scene: Scene, token: Token) -> bool:
    if is_passive(scene, token) or token.dep == "amod":
        return False
    return any(f.name in _QUOTING for f in frames_of(scene, token))


def _cue_before(scene: Scene, index: int, known: dict[int, Attribution]) -> int | None:
    before = _before(scene, index)
    quote = scene.quotes[index]
    tokens = scene.tokens
    last = scene.token_from(quote.start) - 1
    if last < 0:
        return None
    statement = _is_statement(scene, index)
    floor = scene.quotes[index - 1].end if index else 0
    fallback: int | None = None
    for i in range(last, max(-1, last - _REACH), -1):
        token = tokens[i]
        if token.start < floor or token.sentence < tokens[last].sentence - (before == ":"):
            break
        if token.text in (".", "?", "!"):
            break
        if not _same_paragraph(scene.text, token.end, tokens[min(token.i + 1, last)].start):
            break
        near = last - i <= (1 if before == "," else 0) + (tokens[last].lower == "that")
        if _can_quote(scene, token):
            split = i in known and (before == "," or _goes_on(scene, last))
            if statement or before == ":" or split or (before == "," and near):
                if statement and not _fits_before(scene, i, last, before):
                    continue
                return i
            return None
        if before == ":" and fallback is None and _can_introduce(scene, token):
            fallback = i
    return fallback


def _goes_on(scene: Scene, last: int) -> bool:
    """Whether a conjunction leads on to a further quotation: "...", he said, but "..."."""
    return scene.tokens[last].pos == "CCONJ" and scene.tokens[last - 1].text == ","


def _fits_before(scene: Scene, i: int, last: int, before: str) -> bool:
    """Whether a cue reaches the quotation: nothing between them but addressee and circumstance."""
    if before in (",", ":"):
        return True
    between = scene.tokens[i + 1 : last + 1]
    return (
        all(
            t.pos in ("PRON", "ADV", "PART", "PROPN", "DET", "ADP") or t.lower == "that"
            for t in between
        )
        and len(between) < 6
    )


def _can_introduce(scene: Scene, token: Token) -> bool:
    if token.pos == "NOUN" and token.lemma in noun_stances():
        return scene.child(token.i, "poss") is not None
    if not token.tag.startswith("VB"):
        return False
    return (
        token.dep in ("ROOT", "conj", "advcl", "ccomp", "parataxis")
        and scene.child(token.i, "nsubj") is not None
    )


# ---------------------------------------------------------- without a cue


def _signature(scene: Scene, index: int) -> Attribution | None:
    """The name that signs a quotation behind a dash at the end of its line."""
    found = _SIGNATURE.match(scene.text, scene.quotes[index].end)
    if found is None:
        return None
    first, last = scene.token_from(found.start(2)), scene.token_from(found.end(2)) - 1
    names = [t for t in scene.tokens[first : last + 1] if t.pos == "PROPN"]
    if not names or names[0].i != first:
        return None
    signed = Attribution(None, [found.span(1)], [names[-1].i], [], "asserts", "signature")
    if scene.wide:
        signed.source_range = found.span(2)
    return signed


def _continues(scene: Scene, last: Attribution, last_end: int, start: int) -> bool:
    """Whether a quotation goes on with the one before: nothing but the cue's sentence between."""
    between = scene.text[last_end:start]
    if not between.strip():
        return True
    if last.anchor is None:
        return False
    anchor = scene.tokens[last.anchor]
    sentences = _sentences_between(scene, last_end, start)
    if not last_end <= anchor.start < start:
        # The cue stood before the first quotation; a new sentence between breaks off.
        return not any(ch.isalpha() for ch in between)
    return len(sentences) <= 1


def _sentences_between(scene: Scene, start: int, end: int) -> list[int]:
    first = scene.token_from(start)
    found: list[int] = []
    for token in scene.tokens[first:]:
        if token.start >= end:
            break
        if token.pos == "PUNCT":
            continue
        if not found or token.sentence != found[-1]:
            found.append(token.sentence)
    return found


def _free_standing(scene: Scene, index: int) -> Attribution | None:
    """A quotation without a cue, given to the subject of the sentence before it."""
    quote = scene.quotes[index]
    at = scene.token_from(quote.start) - 1
    if at < 0:
        return None
    sentence = scene.reading.sentences[scene.tokens[at].sentence]
    for token in scene.tokens[sentence.first : sentence.last]:
        if token.dep == "nsubj" and scene.tokens[token.head].dep == "ROOT":
            person = scene.reading.name_at.get(token.i)
            if (person is not None and person.kind == "PERSON") or token.lower in ("he", "she"):
                return Attribution(None, [], [token.i], [], "asserts", "free", confidence=0.5)
    return None
