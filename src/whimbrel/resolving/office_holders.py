"""Who is meant by an office, or by a surname with an office, on a day."""

from __future__ import annotations

import re
from datetime import timedelta
from itertools import pairwise

from whimbrel.reading.found_names import given_names, is_role_word, is_title
from whimbrel.reading.phrases import head_token
from whimbrel.reading.text import Token
from whimbrel.records import Mention, Span
from whimbrel.resolving.actor_words import View
from whimbrel.resolving.countries import country_of_adjective, country_of_name
from whimbrel.resolving.entries import Actor
from whimbrel.resolving.office_phrases import (
    OfficePhrase,
    moved,
    office_before_name,
    office_of_phrase,
    who_holds,
    who_is_called,
)
from whimbrel.resolving.offices import Holder, Turn, named_holders, turn_told
from whimbrel.resolving.phrase_facts import Found, bare, is_pronoun
from whimbrel.resolving.register import find_actor
from whimbrel.resolving.spellings import person_spelled
from whimbrel.resolving.transliteration import same_sound

_INTRODUCTION = 6
_SOON = timedelta(days=366)
_COURTESIES = frozenset("mr mrs ms miss dr".split())
_COURTESY = re.compile(rf"^(?:{'|'.join(sorted(_COURTESIES))})\.? ", re.IGNORECASE)
_PLAYING = frozenset({"play", "portray", "impersonate"})
_POLITICAL = frozenset("GOV MIL LEG PTY OPP ELI REB JUD COP SPY ISM".split())


def is_courtesy(word: str) -> bool:
    """Whether a word, in small letters, is only polite before a name."""
    return word in _COURTESIES


def holder_meant(
    view: View, span: Span, mention: Mention | None, found: Found, day: str, until: str | None
) -> Holder | None:
    """The office holder that a phrase or a name means; null where that stays open.

    `day` is when the phrase speaks of, or the first of the days up to `until` between which it is.
    """
    if is_pronoun(span.text):
        return None
    phrase = _phrase_of(view, span)
    if phrase is None:
        return _by_name(view, span, mention, found, day, until)
    if _is_played(view, span):
        return None
    if phrase.place is not None:
        return holder_of(view, phrase, span, day, until)
    told = _turn_told(view, span)
    place = found.country
    if place is None or (found.guessed and view.countries_named != {place}):
        return None
    holder = who_holds(phrase, place, day, until, told)
    if holder is not None and found.guessed and _is_named_beside(view, span, holder.actor):
        return None
    return holder


def holder_of(
    view: View, phrase: OfficePhrase, span: Span, day: str, until: str | None
) -> Holder | None:
    """Who held an office whose place is told, by the sentence in which it is spoken of."""
    if phrase.place is None:
        return None
    return who_holds(phrase, phrase.place, day, until, _turn_told(view, span))


def spelled_otherwise(view: View, span: Span, mention: Mention | None, day: str) -> Actor | None:
    """The person of the register whose full name a phrase spells otherwise."""
    if is_pronoun(span.text):
        return None
    named = _name_of(view, span, mention)
    if named is None or (mention is not None and not _may_be_known(view, mention)):
        return None
    person = person_spelled(named[0])
    if person is None or (person.spells and not _has_come(person, day)):
        return None
    return person


def _may_be_known(view: View, mention: Mention) -> bool:
    """Whether a mention is not told of as somebody unknown, by an office or by an apposition."""
    if _is_introduced(view, mention, mention):
        return False
    return mention.role is None or bool(_POLITICAL.intersection(view.look_at_role(mention).sectors))


def _has_come(person: Actor, day: str) -> bool:
    """Whether somebody had come to an office by a day, or was about to."""
    soon = moved(day, _SOON)
    return any((spell.from_ or "") <= soon for spell in person.spells)


def is_somebody_else(
    view: View, span: Span, mention: Mention | None, actor: Actor, day: str, until: str | None
) -> bool:
    """Whether the register's bearer of a name cannot be meant: the first name is another one, he
    came to an office only later, or the surname is told of as of somebody unknown."""
    if actor.kind == "person" and mention is None:
        return _is_introduced(view, span)
    if actor.kind != "person" or mention is None or mention.kind != "PERSON":
        return False
    name = bare(mention.text)
    if " " in name:
        return not any(same_sound(name, known) for known in actor.names if " " in known)
    if _is_called_otherwise(view, name, actor):
        return True
    if not actor.spells:
        return False
    if office_before_name(view.reading, span) is not None:
        return all((spell.from_ or "") > (until or day) for spell in actor.spells)
    if _office_said_with(view, span, mention) is not None:
        return False
    if mention.role is not None and actor.country not in view.countries_named:
        return True
    return _is_introduced(view, mention, mention)


def _is_called_otherwise(view: View, surname: str, actor: Actor) -> bool:
    """Whether the text gives the surname with another first name, and never with his own."""
    given = [
        f"{before.text} {token.text}"
        for before, token in pairwise(view.reading.tokens)
        if token.text == surname and _is_first_name(before, token)
    ]
    full = [name for name in actor.names if " " in name]
    return bool(given) and not any(same_sound(name, known) for name in given for known in full)


def _is_first_name(token: Token, surname: Token) -> bool:
    """Whether a word before a surname is a first name: no title, office, country or party."""
    if token.lower in given_names():
        return token.text.istitle()
    if token.pos != "PROPN" or token.head != surname.i or not token.text.istitle():
        return False
    if is_title(token) or is_role_word(token) or find_actor(token.text) is not None:
        return False
    return country_of_name(token.text) is None and country_of_adjective(token.text) is None


def _is_introduced(view: View, span: Span, mention: Mention | None = None) -> bool:
    """Whether the reader is told who it is, as of somebody unknown: "Khan, a driver, ..."."""
    after = [t.lower for t in view.reading.tokens_in(span.end, span.end + _INTRODUCTION)]
    if after[:1] != [","] or after[1:2] not in (["a"], ["an"]):
        return False
    return (
        mention is None
        or mention.role is None
        or not _POLITICAL.intersection(view.look_at_role(mention).sectors)
    )


def _by_name(
    view: View, span: Span, mention: Mention | None, found: Found, day: str, until: str | None
) -> Holder | None:
    named = _name_of(view, span, mention)
    if named is None:
        return None
    name, phrase = named
    place = phrase.place if phrase is not None and phrase.place else found.country
    if phrase is not None:
        holder = who_is_called(name, phrase, place, day, until)
        if holder is None and phrase.place is None and found.guessed:
            # The country is only the document's, and there is no such holder there.
            holder = who_is_called(name, phrase, None, day, until)
        return holder
    if place is None:
        return None
    if " " in name:
        people = {each.actor.id: each for each in named_holders(name, place)}
        return next(iter(people.values())) if len(people) == 1 else None
    if mention is not None and (
        mention.role is not None or (mention.kind != "PERSON" and not _COURTESY.match(mention.text))
    ):
        return None
    if _is_introduced(view, mention or span, mention):
        return None  # told of as somebody unknown, or no person's name
    holder = who_is_called(name, None, place, day, until)
    if holder is not None and _is_called_otherwise(view, name, holder.actor):
        return None
    return holder


def _name_of(
    view: View, span: Span, mention: Mention | None
) -> tuple[str, OfficePhrase | None] | None:
    """The name that a span is, without the office said before it; null where it is none."""
    head = head_token(view.reading, span)
    if head is None or head.pos != "PROPN":
        return None
    before = office_before_name(view.reading, span)
    if mention is not None and mention.kind == "PERSON":
        name = bare(mention.text)
        inside = office_before_name(view.reading, mention)
        if inside is not None:
            name = inside[1]
        phrase = before[0] if before is not None else _office_said_with(view, span, mention)
        return name, phrase
    name = _COURTESY.sub("", before[1] if before is not None else bare(span.text))
    if any(not word[:1].isupper() and "-" not in word for word in name.split()):
        return None
    return name, before[0] if before is not None else None


def _office_said_with(view: View, span: Span, mention: Mention) -> OfficePhrase | None:
    """The office that stands with one of the mentions of the same party."""
    for other in view.party(mention):
        if other.kind == "ROLE":
            phrase = _phrase_of(view, other)
        else:
            before = office_before_name(view.reading, other) if not other.overlaps(span) else None
            phrase = before[0] if before is not None else None
        if phrase is not None:
            return phrase
    return None


def _phrase_of(view: View, span: Span) -> OfficePhrase | None:
    head = head_token(view.reading, span)
    if head is None:
        return None
    before, after = view.around(head, span)
    if after and after[0].i == head.i + 1 and after[0].pos == "PROPN" and head.pos == "PROPN":
        return None  # "Prime Minister May", read as a minister with an apposition
    phrase = office_of_phrase(view.reading, [*before, head], after)
    if phrase is None and head.dep == "poss" and head.end < span.end:
        # In a sentence misread the owner may be the phrase's head.
        tokens = view.reading.tokens_in(span.start, span.end)
        phrase = office_of_phrase(view.reading, tokens, [])
    return phrase


def _is_named_beside(view: View, span: Span, actor: Actor) -> bool:
    """Whether the sentence names the holder too: the phrase then means another."""
    sentence = view.reading.sentence_at(span.start)
    if sentence is None:
        return False
    surnames = {name.split()[-1] for name in actor.names}
    tokens = view.reading.sentence_tokens(sentence)
    return any(t.text in surnames for t in tokens if not span.start <= t.start < span.end)


def _turn_told(view: View, span: Span) -> Turn | None:
    """Whether the sentence tells of coming to an office or of leaving one."""
    sentence = view.reading.sentence_at(span.start)
    if sentence is None:
        return None
    return turn_told(view.reading.text[sentence.start : sentence.end].lower())


def _is_played(view: View, span: Span) -> bool:
    """Whether somebody only plays the one that the phrase names, on a stage or a screen."""
    head = head_token(view.reading, span)
    if head is None or head.head == head.i:
        return False
    verb = view.reading.tokens[head.head]
    return verb.lemma in _PLAYING and head.dep in ("dobj", "obj", "nsubjpass", "nsubj:pass")
