"""Who an actor is: the register's entry, or country and sectors read from the words about it.

    describe(reading, span, published="2012-01-04") -> Participant

Looked at in turn: the register, the words of the phrase itself, the office said with the name, the
fuller mention that a short form refers back to, and at last, with less confidence, the country
that the document speaks of most, without those whose guest or partner the actor is.
"""

from __future__ import annotations

import re
from functools import lru_cache
from hashlib import blake2b

from whimbrel.reading.phrases import mention_of_token
from whimbrel.reading.shares import Share
from whimbrel.reading.text import Reading
from whimbrel.records import Mention, Participant, Span
from whimbrel.resolving.actor_reasons import reason_for
from whimbrel.resolving.actor_words import View
from whimbrel.resolving.bodies import state_body
from whimbrel.resolving.countries import country_by_code
from whimbrel.resolving.entries import UNVERIFIED, Actor
from whimbrel.resolving.folding import fold
from whimbrel.resolving.office_holders import (
    holder_meant,
    is_courtesy,
    is_somebody_else,
    spelled_otherwise,
)
from whimbrel.resolving.phrase_facts import Found, bare, is_pronoun, of_entry, unowned
from whimbrel.resolving.register import register
from whimbrel.resolving.shares import look_at_share, share_named

_NATIONS = re.compile(r"\b(?:nation|country)['’]s\b")
_OF_STATE = frozenset({"GOV", "MIL", "COP", "JUD", "LEG", "SPY"})
_SURE, _LIKELY, _DOUBTFUL, _CONTEXT, _OPEN = 0.9, 0.8, 0.7, 0.5, 0.3


def describe(
    reading: Reading, span: Span, *, published: str | None = None, until: str | None = None
) -> Participant:
    """The participant that a span names: who it is, of which country and sectors.

    `published` is the day (ISO) at which offices are looked up; with `until` it is the first of the
    days between which that day lies. What is only inferred from the document's other words has a
    lower `confidence`; what stays unknown is null or empty.
    """
    view = _view_of(reading)
    asked = (span.start, span.end, published, until)
    if asked not in view.answers:
        view.answers[asked] = _describe(view, span, published, until)
    return view.answers[asked]


def antecedent(reading: Reading, span: Span) -> Span:
    """The fullest mention of whom a pronoun stands for; the span itself where it is no pronoun, or
    stands for nobody that the text names."""
    if not is_pronoun(span.text):
        return span
    mention = _view_of(reading).mention_at(span)
    if mention is None or mention.head is None:
        return span
    head = reading.mention_by_id[mention.head]
    return span if is_pronoun(head.text) else reading.span(head.start, head.end)


def _describe(view: View, span: Span, published: str | None, until: str | None) -> Participant:
    share = share_named(view.reading, span)
    if share is not None:
        return _describe_share(view, share, span, published, until)
    mention = view.mention_at(span)
    fullest = view.fullest(mention)
    pronoun = is_pronoun(span.text)
    said = fullest if pronoun and fullest is not None else span
    found = Found() if pronoun and fullest is None else view.look_at(said, published)
    if mention is not None and mention.role:
        found.add(view.look_at_role(mention))
    if not _ask_the_party(view, found, span, mention, published):
        fullest = None
    if found.country is None and not found.stateless:
        found.country = view.country_suggested(span, found)
        found.guessed = found.country is not None
    if published is not None and not (pronoun and fullest is None):
        _ask_the_offices(view, found, said, fullest or mention, published, until)
    body = _state_body(view, span, found, fullest, published)
    name = actor_id = None
    if body is not None:
        name, actor_id = body.name, body.id
    elif not pronoun or fullest is not None:
        name = _name(said, fullest, found)
        actor_id = _actor_id(view, said, name, fullest or mention, found)
    return Participant(
        start=span.start,
        end=span.end,
        text=span.text,
        mention=mention.id if mention else None,
        actor_id=actor_id,
        name=name,
        country=found.country,
        sectors=found.sectors,
        confidence=_confidence(found),
        reason=reason_for(view, span, fullest, found, body, published),
    )


def _describe_share(
    view: View, share: Share, span: Span, published: str | None, until: str | None
) -> Participant:
    """The participant for which a country stands that shares a plural with others."""
    mention = mention_of_token(view.reading, share.owner)
    found, name = look_at_share(view, share, span, published, until)
    body = _state_body(view, span, found, None, published)
    known = found.actor or body
    return Participant(
        start=span.start,
        end=span.end,
        text=span.text,
        mention=mention.id if mention else None,
        actor_id=known.id if known else new_id(name, found.country),
        name=known.name if known else name,
        country=found.country,
        sectors=found.sectors,
        confidence=_confidence(found),
        reason=reason_for(view, span, None, found, body, published),
    )


def _is_the_nations(view: View, span: Span, found: Found) -> bool:
    """Whether a phrase speaks of "the nation's" body in a text that names one country only."""
    return _NATIONS.search(span.text) is not None and view.countries_named == {found.country}


def _state_body(
    view: View, span: Span, found: Found, fullest: Mention | None, published: str | None
) -> Actor | None:
    """The body of its state that the phrase, or the fullest mention of its party, names."""
    if found.actor is not None or found.country is None or found.stateless:
        return None
    said = view.look_at(fullest, published) if fullest is not None else found
    if said.body is None:
        return None
    if found.guessed and not _is_the_nations(view, span, found):
        return None  # whose it is, only the document's other words suggest
    return state_body(found.country, said.body)


def _ask_the_party(
    view: View, found: Found, span: Span, mention: Mention | None, published: str | None
) -> bool:
    """Fill what is open from the other mentions of the same party, the fullest first.

    False where one of them is somebody that the phrase cannot mean.
    """
    party = [other for other in view.party(mention) if not other.overlaps(span)]
    for other in party:
        if found.is_known:
            break
        told = view.look_at(other, published)
        if told.actor is not None and found.contradicts(told.actor):
            return False  # more likely another party than one with two sectors
        if other.head is not None:
            told.actor = None
        found.add(told)
        if other.role:
            found.add(view.look_at_role(other))
    return True


def _ask_the_offices(
    view: View, found: Found, said: Span, mention: Mention | None, day: str, until: str | None
) -> None:
    """Who held the office that the phrase or the words with the name speak of."""
    actor = found.actor
    if actor is not None and is_somebody_else(view, said, mention, actor, day, until):
        found.actor = actor = None
    if actor is not None:
        found.by_sound = actor.kind == "person" and mention is not None and " " in mention.text
        return
    holder = holder_meant(view, said, mention, found, day, until)
    if holder is None:
        _ask_other_spellings(view, found, said, mention, day)
        return
    found.actor, found.by_office = holder.actor, True
    found.doubtful = holder.spell.source == UNVERIFIED
    country = holder.spell.country
    if country is not None and (found.country is None or found.guessed):
        found.guessed = found.guessed and found.country == country
        found.country = country
    found.sectors = found.sectors or ("GOV",)


def _ask_other_spellings(
    view: View, found: Found, said: Span, mention: Mention | None, day: str
) -> None:
    """Whose full name the phrase may be in another spelling."""
    person = spelled_otherwise(view, said, mention, day)
    if person is None:
        return
    told = of_entry(person, day)
    found.actor, found.by_sound = person, True
    found.country, found.stateless, found.guessed = told.country, told.stateless, False
    found.sectors = told.sectors or found.sectors


def _name(span: Span, fullest: Mention | None, found: Found) -> str:
    said = bare(fullest.text if fullest else span.text)
    if (found.by_office or found.by_sound) and found.actor is not None:
        return found.actor.name
    known = [each for text in (said, bare(span.text)) for each in register().named(text)]
    known += register().named(unowned(said))
    if found.actor is not None and (found.actor in known or _ends_in_name(said, found.actor)):
        return found.actor.name
    if found.bare_country and found.country:
        return country_by_code()[found.country].name
    return said


def _ends_in_name(said: str, actor: Actor) -> bool:
    """Whether a phrase is a person's surname, however it is written ("CHAVEZ", "Mr Koirala")."""
    words = fold(said).split()
    if actor.kind != "person" or not words or len(words) > 2 or not said[-1:].isalpha():
        return False
    if len(words) == 2 and not is_courtesy(words[0]):
        return False
    return any(words[-1] == fold(name).split()[-1] for name in actor.names)


def _actor_id(
    view: View, span: Span, name: str, mention: Mention | None, found: Found
) -> str | None:
    if found.actor is not None and name == found.actor.name:
        return found.actor.id
    if found.bare_country:
        # A team is no state, and nobody else that the record could name.
        return None if view.is_team(span) else found.country
    if found.namesakes:
        return None
    if mention is not None and view.is_named(mention):
        # Every state has a "Supreme Court", and the register knows some "Labour Parties"; a person
        # or firm of one name is one.
        is_of_state = mention.kind == "ORG" and _OF_STATE.intersection(found.sectors)
        has_namesakes = is_of_state or register().named(name)
        return new_id(name, found.country if has_namesakes else None)
    is_body = mention is not None and mention.kind == "ORG"
    if found.country is None or (found.guessed and not is_body):
        return None
    return new_id(name, found.country)


def new_id(name: str, country: str | None = None) -> str:
    """The id of an actor outside the register: the same name (and country) gives the same id."""
    key = fold(name)
    digest = blake2b(f"{key}|{country or ''}".encode(), digest_size=4).hexdigest()
    return f"new:{'-'.join(key.split()[:4])}-{digest}"


def _confidence(found: Found) -> float:
    if found.actor is not None:
        if found.by_office:
            return _CONTEXT if found.guessed else _DOUBTFUL if found.doubtful else _LIKELY
        return _SURE if found.actor.is_verified else _SURE - 0.05
    if found.guessed:
        return _CONTEXT
    if found.country or found.stateless:
        return _LIKELY
    return _OPEN


@lru_cache(maxsize=4)
def _view_of(reading: Reading) -> View:
    # A few at a time: a view holds its whole reading.
    return View(reading)
