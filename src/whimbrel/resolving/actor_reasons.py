"""Why a party is who a record says it is, in words."""

from __future__ import annotations

from whimbrel.records import Mention, Span
from whimbrel.resolving.actor_words import View
from whimbrel.resolving.entries import UNVERIFIED, Actor, Spell
from whimbrel.resolving.phrase_facts import Found


def reason_for(
    view: View,
    span: Span,
    fullest: Mention | None,
    found: Found,
    body: Actor | None,
    day: str | None,
) -> str:
    """What decided, the surest first: "name in the register; office on 2012-01-04: president"."""
    told = [_who(found, body, day)]
    if fullest is not None and fullest.start != span.start:
        told.append(f'the same party as "{fullest.text}"')
    if found.guessed and view.main_country is not None:
        beside = "" if found.country == view.main_country else ", those that it deals with apart"
        told.append(f"{found.country} is the country the text names most{beside}")
    return "; ".join(each for each in told if each)


def _who(found: Found, body: Actor | None, day: str | None) -> str:
    if found.namesakes and found.actor is None:
        return f"left open between {', '.join(actor.id for actor in found.namesakes)}"
    if found.actor is not None:
        return _of_entry(found, found.actor, day)
    if body is not None:
        return f"a body that every state has, of {body.country}"
    if found.bare_country:
        return "name of a country or its capital"
    if found.country or found.stateless or found.sectors:
        return "described by its words"
    return "nothing known of it"


def _of_entry(found: Found, actor: Actor, day: str | None) -> str:
    unsure = " (unverified)" if actor.source == UNVERIFIED else ""
    spell = actor.spell_on(day) if actor.kind == "person" else None
    if found.by_office:
        held = f": {_office(spell)}" if spell is not None else ""
        return f"held the office on {day}{held}"
    if spell is not None and day is not None:
        return f"name in the register{unsure}; office on {day}: {_office(spell)}"
    return f"name in the register{unsure}"


def _office(spell: Spell) -> str:
    place = spell.country or spell.of
    return f"{spell.office} of {place}" if place else spell.office
