"""Entities of the FollowTheMoney model as actors of the register.

One JSON object a line, or one JSON list: `{"id", "schema", "properties": {name: [values]}}`. Read
are people, organisations, companies and public bodies, and the positions that people held
(`Position`, `Occupancy`); everything else is passed over.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Any

from whimbrel.resolving.countries import countries
from whimbrel.resolving.imported import ImportedActor
from whimbrel.resolving.offices import office_at

_KINDS = {
    "Person": "person",
    "Organization": "organisation",
    "LegalEntity": "organisation",
    "Company": "company",
    "PublicBody": "body",
}
_TOPICS = (
    ("pol.party", "PTY"),
    ("role.judge", "JUD"),
    ("mil", "MIL"),
    ("gov.igo", "IGO"),
    ("gov.judicial", "JUD"),
    ("gov.legislative", "LEG"),
    ("gov.security", "COP"),
    ("gov", "GOV"),
    ("role.journo", "JRN"),
    ("role.act", "CVL"),
)
_DATE = re.compile(r"\d{4}(?:-\d{2}(?:-\d{2})?)?")
_NO_OFFICE = re.compile(r"[()|\t]+")
_LATIN = re.compile(r"[A-Za-z\u00c0-\u024f\u1e00-\u1eff]")


def actors_of_entities(lines: Iterable[str], problems: list[str]) -> Iterator[ImportedActor]:
    """The actors among the entities; lines that are no entity are told in `problems`."""
    entities = list(_entities(lines, problems))
    posts = {each["id"]: each for each in entities if each["schema"] == "Position"}
    held: dict[str, list[str]] = {}
    for entity in entities:
        if entity["schema"] == "Occupancy":
            for holder in _values(entity, "holder"):
                spells = (_spell(posts.get(post), entity) for post in _values(entity, "post"))
                held.setdefault(holder, []).extend(filter(None, spells))
    for entity in entities:
        kind = _KINDS.get(entity["schema"])
        if kind is None:
            continue
        names = [name for name in _values(entity, "name", "alias") if _LATIN.search(name)]
        if not names:
            problems.append(f"the entity {entity['id']!r} has no name in Latin letters")
            continue
        sectors = _sectors(entity)
        yield ImportedActor(
            name=names[0],
            aliases=tuple(dict.fromkeys(names[1:])),
            kind="party" if "PTY" in sectors and kind == "organisation" else kind,
            country=_country(entity),
            sectors=sectors or (("GOV",) if kind == "body" else ()),
            spells=tuple(dict.fromkeys(held.get(entity["id"], ()))) if kind == "person" else (),
        )


def _entities(lines: Iterable[str], problems: list[str]) -> Iterator[Mapping[str, Any]]:
    text = list(lines)
    found: Iterable[tuple[int, Any]]
    if text and text[0].lstrip().startswith("["):
        try:
            found = enumerate(json.loads("".join(text)), 1)
        except ValueError as error:
            problems.append(f"the list cannot be read as JSON ({error})")
            return
        told = "entity"
    else:
        found = ((number, line) for number, line in enumerate(text, 1) if line.strip())
        told = "line"
    for number, given in found:
        entity = given
        if isinstance(given, str):
            try:
                entity = json.loads(given)
            except ValueError as error:
                problems.append(f"{told} {number}: no JSON ({error})")
                continue
        if _is_entity(entity):
            yield entity
        else:
            problems.append(f"{told} {number}: no entity with `id`, `schema` and `properties`")


def _is_entity(given: Any) -> bool:
    return (
        isinstance(given, dict)
        and isinstance(given.get("id"), str)
        and isinstance(given.get("schema"), str)
        and isinstance(given.get("properties"), dict)
    )


def _values(entity: Mapping[str, Any], *names: str) -> list[str]:
    """The texts of some properties; an entity inside another stands for its id."""
    found = []
    for name in names:
        given = entity["properties"].get(name, [])
        for value in given if isinstance(given, list) else [given]:
            if isinstance(value, str) and value.strip():
                found.append(" ".join(value.split()))
            elif isinstance(value, dict) and isinstance(value.get("id"), str):
                found.append(value["id"])
    return found


def _country(entity: Mapping[str, Any]) -> str | None:
    codes = _values(entity, "nationality", "citizenship", "country", "jurisdiction", "mainCountry")
    return next((_alpha3()[code.upper()] for code in codes if code.upper() in _alpha3()), None)


@cache
def _alpha3() -> dict[str, str]:
    return {country.alpha2: country.alpha3 for country in countries() if country.alpha2}


def _sectors(entity: Mapping[str, Any]) -> tuple[str, ...]:
    topics = _values(entity, "topics")
    found = [
        next((sector for prefix, sector in _TOPICS if topic.startswith(prefix)), "")
        for topic in topics
    ]
    return tuple(dict.fromkeys(filter(None, found)))


def _spell(post: Mapping[str, Any] | None, occupancy: Mapping[str, Any]) -> str | None:
    """The office as the register's column holds it; null where the post is not in the file."""
    names = _values(post, "name") if post is not None else []
    if post is None or not names:
        return None
    name = _NO_OFFICE.sub(" ", names[0])
    words = name.lower().split()
    of = next((at for at, word in enumerate(words) if word in ("of", "for") and at), len(words))
    known = [office_at(words[:end], end) for end in range(len(words), of - 1, -1)]
    office = next((found[0] for found in known if found and found[1] == 0), " ".join(name.split()))
    country = _country(post)
    first, last = (_date(occupancy, "startDate"), _date(occupancy, "endDate"))
    return f"{office}{f' ({country})' if country else ''} {first}..{last}"


def _date(entity: Mapping[str, Any], name: str) -> str:
    found = [_DATE.match(value) for value in _values(entity, name)]
    return next((each.group() for each in found if each), "")
