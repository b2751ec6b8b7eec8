"""Whom a claim comes from: the words that name the source, and the speaker's name."""

from __future__ import annotations

from whimbrel.coding.attribution.scene import Scene
from whimbrel.coding.attribution.words import words
from whimbrel.reading.phrases import head_token, noun_phrase
from whimbrel.reading.text import Token
from whimbrel.records import Mention, Participant, Span

_ARTICLES = frozenset({"the", "a", "an", "this", "that", "these", "those"})
_OWNERS = frozenset({"his", "her", "its", "their", "my", "our"})
_BODIES = ("ORG", "GPE", "NORP", "LOC", "FAC")
_OWN_PREPOSITIONS = frozenset({"of", "for"})
_HUMAN_ENDINGS = ("er", "or", "ist", "ian", "man", "men", "woman", "women", "ee", "crat")
_LONG_PHRASE = 60
"""Tokens behind its head that the whole phrase of a source may have."""


def source_span(scene: Scene, head: int, anchor: int | None) -> Span:
    """The words that name a source: a name without title, else the noun phrase.

    A wide scene takes the whole phrase with title and apposition, up to the cue at `anchor`.
    """
    if scene.wide:
        return _whole_phrase(scene, head, anchor)
    return noun_phrase(scene.reading, named_head(scene, head))


def _whole_phrase(scene: Scene, head: int, anchor: int | None) -> Span:
    """All that a source's head governs, up to the cue, a quotation or a colon."""
    tokens = scene.tokens
    first, last = scene.left(head), min(scene.right(head), head + _LONG_PHRASE)
    if anchor is not None and anchor < head:
        first = max(first, anchor + 1)
    elif anchor is not None and anchor <= last:
        last = anchor - 1
    for i in range(head + 1, last + 1):
        if tokens[i].text == ":" or scene.quote_of[i] != scene.quote_of[head]:
            last = i - 1
            break
    for i in range(head - 1, first - 1, -1):
        if scene.quote_of[i] != scene.quote_of[head]:
            first = i + 1
            break
    while last > head and tokens[last].pos in ("PUNCT", "CCONJ") and tokens[last].text != ")":
        last -= 1
    while first < head and tokens[first].pos == "PUNCT":
        first += 1
    return scene.reading.token_span(first, max(last, head))


def named_head(scene: Scene, head: int) -> int:
    """The head of a source, or of the name in apposition to it: "its spokesman, Ann Lee"."""
    here = scene.reading.name_at.get(head)
    if here is not None and here.kind == "PERSON":
        return head
    for each in scene.reading.dependents(head, "appos"):
        name = scene.reading.name_at.get(each.i)
        named = name is None or name.kind in ("PERSON", "ORG", "GPE", "NORP")
        if each.i > head and each.pos == "PROPN" and named:
            return each.i
    return head


def is_document(scene: Scene, head: int) -> bool:
    """Whether a source is a paper or the like, which speaks for whoever wrote it."""
    token = scene.tokens[head]
    return token.lemma in words("document") or token.lower in words("document")


def speaker_of(scene: Scene, source: Span, head: int) -> Participant | None:
    """The person or body that speaks; null for crowds and for people without a name.

    For a paper it is the author, where the text gives one.
    """
    head = named_head(scene, head)
    if is_document(scene, head) and head not in scene.reading.name_at:
        author = _author(scene, head)
        if author is None:
            return None
        source, head = noun_phrase(scene.reading, author), author
    mention = mention_of(scene, head)
    meant = resolved(scene, mention)
    name = _name_of(scene, mention, meant, head)
    if name is None:
        return None
    return Participant(
        start=source.start,
        end=source.end,
        text=source.text,
        mention=mention.id if mention is not None else None,
        name=" ".join(name.split()),
        confidence=0.9 if meant is mention else 0.7,
    )


def _author(scene: Scene, paper: int) -> int | None:
    owner = scene.child(paper, "poss")
    if owner is not None:
        return owner.i
    for prep in scene.reading.dependents(paper, "prep"):
        thing = scene.child(prep.i, "pobj")
        if prep.lower not in ("by", "from", "of") or thing is None:
            continue
        if thing.pos == "PROPN" or thing.lemma in words("body"):
            return thing.i
    for each in scene.reading.dependents(paper, "amod", "compound", "nmod"):
        name = scene.reading.name_at.get(each.i)
        if name is not None and name.kind in ("NORP", "GPE", "ORG"):
            return each.i
    return None


def mention_of(scene: Scene, head: int) -> Mention | None:
    """The mention that a token heads, else the shortest that holds it."""
    return scene.reading.mention_heads.get(head) or scene.mention_around(head)


def resolved(scene: Scene, mention: Mention | None) -> Mention | None:
    """The full mention that a chain of short ones leads back to."""
    seen: set[str] = set()
    while mention is not None and mention.head is not None and mention.id not in seen:
        seen.add(mention.id)
        mention = scene.reading.mention_by_id.get(mention.head)
    return mention


def _name_of(scene: Scene, mention: Mention | None, meant: Mention | None, head: int) -> str | None:
    if meant is None:
        return _name_of_body(scene, head)
    if meant.kind == "PERSON":
        return meant.text
    top = head_token(scene.reading, meant)
    if meant.kind in _BODIES and not (top is not None and top.i == head and top.pos == "NOUN"):
        # A dateline or headline in capitals names nobody better than the text itself does.
        shouted = meant.text.isupper() and len(meant.text) > 6
        short = mention if shouted and mention is not None and mention.kind in _BODIES else meant
        return _without_article(short.text)
    return _name_of_body(scene, top.i if top is not None else head)


def _name_of_body(scene: Scene, head: int) -> str | None:
    token = scene.tokens[head]
    if token.pos == "PROPN":
        name = scene.reading.name_at.get(head)
        if name is not None and name.kind == "PERSON":
            return scene.text[name.start : name.end]
        if token.tag == "NNPS" and name is None:
            return None
        return _without_place(scene, head)
    if token.lower == "police" or (token.tag != "NNS" and _is_body(token)):
        return _without_place(scene, head)
    return None


def _is_body(token: Token) -> bool:
    return token.lemma in words("body") or token.lower in words("body")


def _without_place(scene: Scene, head: int) -> str:
    """The phrase of a body without article and without where it sits ("the embassy in Lima")."""
    span = noun_phrase(scene.reading, head)
    end = span.end
    for each in scene.reading.dependents(head, "prep"):
        if each.i > head and each.lower not in _OWN_PREPOSITIONS and span.start < each.start < end:
            end = each.start
    return _without_article(scene.text[span.start : end].rstrip())


def _without_article(text: str) -> str:
    first, _, rest = text.partition(" ")
    return rest if rest and first.lower() in _ARTICLES | _OWNERS else text


def is_anonymous(scene: Scene, head: int) -> bool:
    """Whether a source is an unnamed person or people that no office or relation picks out."""
    head = named_head(scene, head)
    token = scene.tokens[head]
    if token.pos == "PRON":
        meant = resolved(scene, mention_of(scene, head))
        if meant is None or meant.kind == "PERSON" or meant.kind in _BODIES:
            return False
        top = head_token(scene.reading, meant)
        return top is not None and top.pos != "PRON" and is_anonymous(scene, top.i)
    if token.pos not in ("NOUN", "NUM", "ADJ") or head in scene.reading.name_at:
        return False
    if is_document(scene, head) or token.lower == "police" or not _is_human(scene, token):
        return False
    if token.tag == "NNS":
        return token.lemma not in words("acting_body") and not _in_office(token)
    return not _in_office(token) and not _is_body(token)


def _is_human(scene: Scene, token: Token) -> bool:
    mention = scene.reading.mention_heads.get(token.i)
    if mention is not None and mention.kind in ("GROUP", "ROLE"):
        return True
    if token.lemma in words("people") or token.lower in words("people"):
        return True
    return token.pos == "NOUN" and token.lemma.endswith(_HUMAN_ENDINGS)


def _in_office(token: Token) -> bool:
    return token.lemma in words("office") or token.lower in words("office")
