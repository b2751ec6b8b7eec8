"""Noun phrases by the record's convention, the members of lists, and the mention behind a span.

The convention: a person's name without title; else the noun phrase with its articles, numbers and
prepositional attributes, without relative clauses, participial clauses, appositions and the other
members of a list.
"""

from __future__ import annotations

from whimbrel.reading.lexicon import verb_prepositions, word_list
from whimbrel.reading.text import Reading, Token
from whimbrel.records import Mention, Span

_NOMINAL = frozenset({"NOUN", "PROPN", "PRON", "NUM", "ADJ", "X", "SYM"})
_LEFT = frozenset(
    {"det", "predet", "amod", "nummod", "compound", "poss", "quantmod", "nmod", "meta", "neg"}
)
_RIGHT = frozenset({"nummod", "prep"})


def noun_phrase(reading: Reading, token_i: int) -> Span:
    """The minimal noun phrase around the token at `token_i`, by the record's convention.

    A token in a person's name gives the name; an adjective of nationality gives itself; a pronoun
    gives itself. Anything else gives the phrase it heads: articles, numbers, adjectives and
    possessors before it, prepositional attributes after it ("a court in the Iraqi capital"). The
    possessive mark, appositions, clauses and further members of a list stay out.
    """
    first, last = phrase_tokens(reading, token_i)
    return _without_edge_marks(reading, first, last)


def phrase_tokens(reading: Reading, token_i: int) -> tuple[int, int]:
    """First and last token (both included) of `noun_phrase`, edge marks not yet cut."""
    name = reading.name_at.get(token_i)
    if name is not None:
        inside = reading.tokens_in(name.start, name.end)
        first, last = inside[0].i, inside[-1].i
        token_i = head_of_tokens(reading, first, last)
        head = reading.tokens[token_i]
        if name.kind in ("PERSON", "NORP") and (name.kind == "PERSON" or _is_attribute(head)):
            return first, last
    else:
        first = last = token_i
        head = reading.tokens[token_i]
    if head.pos == "PRON" and not reading.dependents(token_i, "prep", "relcl", "amod", "nummod"):
        return token_i, token_i
    first = min(first, _after_dateline(reading, _left_edge(reading, token_i), first))
    if name is None:
        last = max(last, _right_edge(reading, token_i, last))
    elif name.kind not in ("GPE", "LOC"):
        # A name is known by itself: of what is said after it only "of" and "for" are its own.
        last = max(last, _right_edge(reading, token_i, last, frozenset({"of", "for"})))
    return first, last


def members(reading: Reading, token_i: int) -> list[int]:
    """The heads of a list, in order: for the head of "A, B and C" the heads of A, B and C.

    Goes downwards from `token_i`, so ask it of the first member; a phrase that is no list gives
    itself alone.
    """
    found, open_ = [token_i], [token_i]
    while open_:
        for each in reading.dependents(open_.pop(), "conj"):
            if each.pos in _NOMINAL and each.tag != "JJ":
                found.append(each.i)
                open_.append(each.i)
    if found == [token_i]:
        found += _after_apposition(reading, token_i)
    return sorted(found)


def _after_apposition(reading: Reading, i: int) -> list[int]:
    """The member of a list behind an apposition, where the parse hung it on the verb: "they held
    Suu Kyi, the elected leader, and Win Myint"."""
    token = reading.tokens[i]
    last = max((max(reading.subtree(each.i)) for each in reading.dependents(i, "appos")), default=i)
    if last == i or token.head == i:
        return []
    for each in reading.dependents(token.head, "conj"):
        if each.pos not in ("NOUN", "PROPN"):
            continue
        between = reading.tokens[last + 1 : min(reading.subtree(each.i))]
        if [t.lower for t in between if t.pos != "PUNCT"] == ["and"]:
            return [each.i]
    return []


def head_token(reading: Reading, span: Span) -> Token | None:
    """The token of the span that governs the others; null where the span holds no token."""
    inside = reading.tokens_in(span.start, span.end)
    if not inside:
        return None
    return reading.tokens[head_of_tokens(reading, inside[0].i, inside[-1].i)]


def head_of_tokens(reading: Reading, first: int, last: int) -> int:
    """The token between `first` and `last` (both included) that governs the others.

    Of several with a governor outside, the last noun before any preposition wins, else the first.
    """
    tops = [
        token
        for token in reading.tokens[first : last + 1]
        if not first <= token.head <= last or token.head == token.i
    ]
    nominal = [t for t in tops if t.pos in ("NOUN", "PROPN", "PRON", "NUM") and t.dep != "pobj"]
    for group in (nominal, [t for t in tops if t.dep != "punct"], tops):
        if group:
            return group[0].i
    return last


def mention_at(reading: Reading, span: Span) -> Mention | None:
    """The mention whose head is the head of the span ("the group" for "the group of gunmen").

    Where the span's head is no mention's head but stands in a name, the mention of that name; null
    where there is none.
    """
    head = head_token(reading, span)
    if head is None:
        return None
    return mention_of_token(reading, head.i)


def mention_of_token(reading: Reading, token_i: int) -> Mention | None:
    """The mention headed by the token, else that of the name it stands in, else null."""
    by_head = reading.mention_heads.get(token_i)
    if by_head is not None:
        return by_head
    name = reading.name_at.get(token_i)
    if name is None:
        return None
    inside = reading.tokens_in(name.start, name.end)
    return reading.mention_heads.get(head_of_tokens(reading, inside[0].i, inside[-1].i))


def _is_attribute(token: Token) -> bool:
    return token.pos == "ADJ" or token.dep in ("amod", "compound", "nmod", "poss")


def _left_edge(reading: Reading, i: int) -> int:
    edge = i
    for child in reversed([c for c in reading.children[i] if c < i]):
        token = reading.tokens[child]
        if token.dep in _LEFT or (token.dep == "advmod" and _is_before_number(reading, child)):
            edge = min(edge, _leftmost(reading, child))
        elif token.dep != "punct" or token.text in ('"', "“", "”", ":", ";", "(", ")"):
            break
    return edge


def _after_dateline(reading: Reading, edge: int, first: int) -> int:
    """The phrase without a dateline or a date that the parse has drawn into it."""
    for i in range(first - 1, edge - 1, -1):
        token = reading.tokens[i]
        if token.text in ("-", "–", "—", "--", "|", ":") and _has_room(reading, token):
            return i + 1
    while edge < first and _is_date_part(reading, edge):
        edge += 1
    return edge


def _has_room(reading: Reading, token: Token) -> bool:
    return reading.text[token.start - 1 : token.start].isspace()


def _is_date_part(reading: Reading, i: int) -> bool:
    token, following = reading.tokens[i], reading.tokens[i + 1]
    if token.pos == "NUM" and token.text.isdecimal():
        return following.pos == "PROPN" and following.lower in word_list("calendar_words")
    return token.pos == "PROPN" and token.lower in word_list("calendar_words")


def _leftmost(reading: Reading, i: int) -> int:
    return min(reading.subtree(i))


def _is_before_number(reading: Reading, i: int) -> bool:
    following = reading.tokens[i + 1] if i + 1 < len(reading.tokens) else None
    return following is not None and following.pos == "NUM"


def _right_edge(
    reading: Reading, i: int, last: int, prepositions: frozenset[str] | None = None
) -> int:
    edge = max(i, last)
    for child in reading.children[i]:
        if child <= edge:
            continue
        token = reading.tokens[child]
        if token.dep not in _RIGHT or child != edge + 1:
            break
        if prepositions is not None and token.lower not in prepositions:
            break
        if token.dep == "nummod":
            edge = child
        elif not _is_attribute_preposition(reading, token) or _is_of_the_verb(reading, i, token):
            break
        else:
            edge = _end_of_attribute(reading, token)
    return edge


def _is_attribute_preposition(reading: Reading, prep: Token) -> bool:
    if prep.lower in word_list("adverbial_prepositions"):
        return False
    objects = reading.dependents(prep.i, "pobj")
    if not objects:
        return False
    return not any(t.lower in word_list("calendar_words") or _is_year(t) for t in objects)


def _is_of_the_verb(reading: Reading, noun_i: int, prep: Token) -> bool:
    """Whether the verb asks for the preposition: "accused both sides of looting"."""
    noun = reading.tokens[noun_i]
    if noun.dep not in ("dobj", "nsubjpass", "pobj"):
        return False
    verb = reading.tokens[noun.head]
    return noun.dep == "dobj" and prep.lower in verb_prepositions().get(verb.lemma, ())


def _is_year(token: Token) -> bool:
    return token.pos == "NUM" and len(token.text) == 4 and token.text.isdecimal()


def _end_of_attribute(reading: Reading, prep: Token) -> int:
    # The objects of an attribute keep their list: "the leaders of Mali and Niger".
    edge = prep.i
    for thing in reading.dependents(prep.i, "pobj"):
        for each in members(reading, thing.i):
            edge = max(edge, phrase_tokens(reading, each)[1])
    return edge


def _without_edge_marks(reading: Reading, first: int, last: int) -> Span:
    tokens = reading.tokens
    while last > first and (tokens[last].pos == "PUNCT" or tokens[last].tag in ("POS", ".", ",")):
        last -= 1
    while last > first and not tokens[first].text[0].isalnum() and tokens[first].pos != "SYM":
        first += 1
    return reading.token_span(first, last)
