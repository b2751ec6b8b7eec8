"""Bodies that every state has, by rule: governments, ministries, parliaments, courts, police.

    body_said(("riot", "police")) -> ("police", 2)
    state_body("IRQ", "police").id -> "IRQ-police"

So "Iraqi police", "police in Iraq" and "Iraq's policemen" are one actor with no line of its own in
the register. Where the register has the country's own ("Knesset"), that entry is meant instead.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from whimbrel.resolving.countries import country_by_code
from whimbrel.resolving.entries import Actor
from whimbrel.resolving.register import Register, register
from whimbrel.resolving.register_files import DATA

_LONGEST = 5
_ID = re.compile(r"([A-Z]{3})-([a-z-]+)")
_HOUSES = frozenset({"lower-house", "upper-house"})
RULE = "rule"
"""The source of an entry that a rule makes."""


@dataclass(frozen=True, slots=True)
class _Rule:
    name: str
    sectors: tuple[str, ...]
    form: str | None
    own: bool


def body_said(words: Sequence[str]) -> tuple[str, int] | None:
    """The body that the words, in small letters, end in, and how many of them say it."""
    for length in range(min(_LONGEST, len(words)), 0, -1):
        key = _by_words().get(" ".join(words[len(words) - length :]))
        if key is not None:
            return key, length
    return None


def body_named(words: Sequence[str]) -> str | None:
    """The body whose name the words begin with ("ministry of the interior in ...")."""
    for length in range(min(_LONGEST + 1, len(words)), 1, -1):
        key = _by_words().get(" ".join(words[:length]))
        if key is not None:
            return key
    return None


def state_body(country: str, key: str) -> Actor:
    """The entry of a country's body."""
    rule = _rules()[key]
    own = _own_body(register(), country, key)
    if own is not None:
        return own
    return Actor(
        id=f"{country}-{key}",
        name=f"{rule.name} ({country_by_code()[country].name})",
        aliases=(),
        kind="body",
        country=country,
        sectors=rule.sectors,
        parent=country,
        source=RULE,
        form=rule.form or key,
    )


def state_body_by_id(actor_id: str) -> Actor | None:
    """The entry with that id, where a rule makes one."""
    found = _ID.fullmatch(actor_id)
    if found is None or found[1] not in country_by_code() or found[2] not in _rules():
        return None
    return state_body(found[1], found[2])


def body_keys() -> tuple[str, ...]:
    """The names of all rules."""
    return tuple(_rules())


@cache
def _rules() -> dict[str, _Rule]:
    return {
        key: _Rule(
            table["name"], tuple(table["sectors"].split()), table.get("form"), "own" in table
        )
        for key, table in _tables().items()
    }


@cache
def _by_words() -> dict[str, str]:
    return {
        phrase.strip(): key
        for key, table in _tables().items()
        for phrase in table["words"].replace("\n", "").split("|")
    }


@cache
def _tables() -> dict[str, dict[str, str]]:
    return tomllib.loads((DATA / "register" / "rules.toml").read_text(encoding="utf-8"))


@lru_cache(maxsize=4096)
def _own_body(known: Register, country: str, key: str) -> Actor | None:
    """The country's own body in the register; null where it has none, or several."""
    rule = _rules()[key]
    of_form = _own_bodies(known).get((country, rule.form), []) if rule.form else []
    if len(of_form) == 1:
        return of_form[0]
    if not rule.own:
        return None
    words = [word for word, of_rule in _by_words().items() if of_rule == key]
    for adjective in country_by_code()[country].adjectives:
        named = {
            actor.id: actor
            for word in words
            for actor in known.named(f"{adjective} {word}".title(), {country})
            if actor.kind == "body" and actor.country == country and actor.to is None
        }
        if named:
            return next(iter(named.values())) if len(named) == 1 else None
    return None


@lru_cache(maxsize=2)
def _own_bodies(known: Register) -> dict[tuple[str | None, str], list[Actor]]:
    """The register's bodies that are part of no other, by country and form; houses of a parliament
    are part of it."""
    found: dict[tuple[str | None, str], list[Actor]] = {}
    for actor in known.of_kind("body"):
        is_whole = actor.parent is None or actor.form in _HOUSES
        if actor.form and is_whole and actor.to is None:
            found.setdefault((actor.country, actor.form), []).append(actor)
    return found
