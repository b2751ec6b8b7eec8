"""How the places of a text vote for their countries, provinces and neighbourhoods."""

from __future__ import annotations

from collections import defaultdict
from math import sqrt

from whimbrel.resolving.gazetteer import Candidate

_COUNTRY_PULL = 3.0
_ADMIN1_PULL = 3.5
_NEIGHBOUR_PULL = 4.0


class Votes:
    """How much of a text's weight lies in each country, province and square degree."""

    def __init__(self) -> None:
        self.countries: dict[str, float] = defaultdict(float)
        self.provinces: dict[int, float] = defaultdict(float)
        self.cells: dict[tuple[int, int], float] = defaultdict(float)

    def cast(self, place: Candidate, votes: float) -> None:
        if place.country:
            self.countries[place.country] += votes
        admin1 = admin1_of(place)
        if admin1 is not None:
            self.provinces[admin1] += votes
        cell = _cell(place)
        if cell is not None:
            self.cells[cell] += votes

    def pull(self, place: Candidate, own: Votes, others: float) -> float:
        """What these votes, less its own name's, add to a candidate; `others` is their whole."""
        pull = 0.0
        if place.country:
            share = self.countries.get(place.country, 0.0) - own.countries.get(place.country, 0.0)
            pull += _COUNTRY_PULL * _root(share / others)
        admin1 = admin1_of(place)
        if admin1 is not None:
            share = self.provinces.get(admin1, 0.0) - own.provinces.get(admin1, 0.0)
            pull += _ADMIN1_PULL * _root(share / others)
        cell = _cell(place)
        if cell is not None:
            lat, lon = cell
            share = 0.0
            for up in (-1, 0, 1):
                for right in (-1, 0, 1):
                    near = (lat + up, lon + right)
                    if near in self.cells:
                        share += self.cells[near] - own.cells.get(near, 0.0)
            pull += _NEIGHBOUR_PULL * _root(share / others)
        return pull


def _root(share: float) -> float:
    return sqrt(share) if share > 0 else 0.0


def admin1_of(place: Candidate) -> int | None:
    """The province that the place is or lies in."""
    return place.number if place.kind == "admin1" else place.admin1


def _cell(place: Candidate) -> tuple[int, int] | None:
    if place.lat is None or place.lon is None or place.kind in ("country", "continent", "sea"):
        return None
    return round(place.lat), round(place.lon)
