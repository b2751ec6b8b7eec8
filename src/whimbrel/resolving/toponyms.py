"""Which place in the world each place name means.

All names of a text are decided together. Each name starts from its candidates' prior (population,
kind, first name or other name); what the words beside it say ("X, Louisiana", "Iraqi city of X")
is all but binding; then the candidates vote for their country, province and neighbourhood, names
with one candidate the loudest, and every name listens to the others' votes.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from itertools import pairwise
from math import exp, log10, sqrt

from whimbrel.coding.places import toponyms
from whimbrel.documents.clean import dateline
from whimbrel.reading.text import Reading
from whimbrel.records import Place, Span
from whimbrel.resolving.countries import countries, country_by_code, country_of_adjective
from whimbrel.resolving.country_words import country_mentions
from whimbrel.resolving.folding import fold
from whimbrel.resolving.gazetteer import Candidate, Gazetteer, open_gazetteer
from whimbrel.resolving.votes import Votes, admin1_of

_MOST_CANDIDATES = 60
_FAINT = 0.01
_ROUNDS = 3
_KIND_BONUS = {
    "continent": 4.0,
    "country": 2.5,
    "admin1": 0.0,
    "admin2": -1.5,
    "city": 0.0,
    "region": 5.5,
    "sea": 5.5,
    "island": 5.0,
    "lake": 5.5,
    "river": 5.5,
    "mountain": 5.5,
    "facility": 5.5,
}
_ALIAS_LOSS = 0.4
_UNLIKE_ALIAS_LOSS = 2.2
_CAPITAL_BONUS = 1.0
_NAMESAKE_BONUS = 0.8
_NAMESAKE_SHARE = 0.25
_NESTED = 6.0
_NESTED_IN_SHORT_FORM = 9.0
_SHARPNESS = 1.0


@dataclass(slots=True)
class _Group:
    """All mentions of one name; `chances` runs parallel to `candidates`."""

    key: str
    candidates: tuple[Candidate, ...]
    spans: list[Span] = field(default_factory=list)
    scores: list[float] = field(default_factory=list)
    chances: list[float] = field(default_factory=list)

    @property
    def weight(self) -> float:
        return sqrt(len(self.spans))


def places(
    reading: Reading, *, gazetteer: Gazetteer | None = None, wide: bool = False
) -> tuple[Place, ...]:
    """The places that a text names, found and resolved; `wide` as in `coding.places.toponyms`."""
    gazetteer = gazetteer or open_gazetteer()
    return resolve(reading, toponyms(reading, known=gazetteer, wide=wide), gazetteer=gazetteer)


def resolve(
    reading: Reading, spans: Sequence[Span], *, gazetteer: Gazetteer | None = None
) -> tuple[Place, ...]:
    """A place for each span, in the spans' order; all null where the gazetteer lacks the name."""
    return _Resolver(reading, spans, gazetteer or open_gazetteer()).places()


_TOLD_WEIGHT = 0.6
"""What a country's name, people or body weighs against a place's."""
_GUESSED = 0.3
"""Confidence in the country of a place that the gazetteer lacks."""
_CLEAR_LEAD = 0.6
_FEWEST = 2
"""Places it takes where the text names no country; one alone may be far from the others."""
_SMALL = 20_000
"""A place of fewer people is one of many of its name."""


class _Resolver:
    def __init__(self, reading: Reading, spans: Sequence[Span], gazetteer: Gazetteer) -> None:
        self.reading = reading
        self.gazetteer = gazetteer
        self.spans = sorted(spans, key=lambda span: (span.start, span.end))
        self.order = spans
        self.groups: dict[str, _Group] = {}
        self.group_of: dict[tuple[int, int], _Group] = {}
        self._nested: set[tuple[str, str]] = set()
        self._around: str | None = None
        self._named: set[str | None] = set()
        self._told = self._countries_told()

    def _countries_told(self) -> Counter[str]:
        """How often the text names each country apart from the places: "Kenyan police"."""
        found: Counter[str] = Counter()
        tokens, at = self.reading.tokens, 0
        for told in country_mentions(self.reading):
            if told.ethnic:
                continue
            start, end = tokens[told.first].start, tokens[told.last].end
            while at < len(self.spans) and self.spans[at].end <= start:
                at += 1
            if at == len(self.spans) or self.spans[at].start >= end:
                found[told.country] += 1
        return found

    def places(self) -> tuple[Place, ...]:
        for span in self.spans:
            self._file(span)
        self._score_alone()
        self._obey_neighbours()
        for _ in range(_ROUNDS):
            self._listen(self._vote())
        return tuple(self._place(span) for span in self.order)

    def _country_around(self) -> str | None:
        """The country of the dateline, else that of most of what the text names, where one has a
        clear lead; else null."""
        if self._around is None:
            votes: Counter[str] = Counter(self._told)
            for group in self.groups.values():
                if group.candidates:
                    votes[self._best(group).country or ""] += len(group.spans)
            country, count = votes.most_common(1)[0] if votes else ("", 0)
            clear = count >= _CLEAR_LEAD * votes.total() and (
                count >= _FEWEST or country in self._told
            )
            self._around = self._country_of_dateline() or (country if clear else "")
            self._named.update(self._told)
            self._named.update(
                place.country
                for group in self.groups.values()
                for place in group.candidates
                if place.kind == "country" or place.population >= _SMALL
            )
        return self._around or None

    def _country_of_dateline(self) -> str | None:
        head = dateline(self.reading.text, self.reading.title)
        if head is None:
            return None
        for span in self.spans:
            group = self.group_of[span.start, span.end]
            if span.overlaps(head.place) and group.candidates:
                return self._best(group).country
        return None

    def _file(self, span: Span) -> None:
        key = fold(span.text)
        group = self.groups.get(key)
        if group is None:
            group = _Group(key, self._candidates(span.text))
            self.groups[key] = group
        group.spans.append(span)
        self.group_of[span.start, span.end] = group

    def _candidates(self, text: str) -> tuple[Candidate, ...]:
        code = country_of_adjective(text)
        if code is not None:
            return tuple(
                place
                for place in self.gazetteer.find(country_by_code()[code].name)
                if place.kind == "country" and place.country == code
            )
        if fold(text) in _DIRECTIONS:
            return ()
        continent = _OF_CONTINENT.get(fold(text))
        if continent is not None:
            return tuple(
                place
                for place in self.gazetteer.find(continent)
                if place.kind in ("continent", "region")
            )
        if fold(text) in _PEOPLES:
            return ()
        found = self.gazetteer.find(text) or self._division(text) or self._facility(text)
        if text.isupper() and len(text.replace(".", "")) <= 3:
            # "EU" is no town in Normandy.
            found = tuple(each for each in found if each.alias and each.kind in _SHORT_KINDS)
        found = _without_capitals_of_its_name(found)
        if len(found) > _MOST_CANDIDATES:
            found = tuple(sorted(found, key=_prior, reverse=True)[:_MOST_CANDIDATES])
        return found

    def _division(self, text: str) -> tuple[Candidate, ...]:
        """What a division is filed as without its type: "Kelbajar district" under "Kelbajar"."""
        name, _, kind = text.rpartition(" ")
        if not name or fold(kind) not in _DIVISIONS:
            return ()
        return tuple(
            each for each in self.gazetteer.find(name) if each.kind in ("admin1", "admin2", "city")
        )

    def _facility(self, text: str) -> tuple[Candidate, ...]:
        """The town after which a facility is named: "Manila Cathedral" stands in Manila."""
        words = text.split()
        if len(words) < 2 or fold(words[-1]) not in _FACILITIES:
            return ()
        for length in range(len(words) - 1, 0, -1):
            found = self.gazetteer.find(" ".join(words[:length]))
            if found:
                return tuple(
                    replace(each, kind="facility") for each in found if each.kind == "city"
                )
        return ()

    # ------------------------------------------------------------ each name by itself

    def _score_alone(self) -> None:
        for group in self.groups.values():
            group.scores = [
                _prior(place) + _likeness(place, group.key) for place in group.candidates
            ]
            self._prefer_towns(group)
            group.chances = _chances(group.scores)

    def _prefer_towns(self, group: _Group) -> None:
        """Of a province and the town it is named for, the town, if it holds much of the people."""
        parts = {place.number: place.population for place in group.candidates}
        for at, place in enumerate(group.candidates):
            if place.kind != "city":
                continue
            for part in (place.admin1, place.admin2):
                if part in parts and place.population >= _NAMESAKE_SHARE * parts[part]:
                    group.scores[at] += log10((parts[part] + 10) / (place.population + 10))
                    group.scores[at] += _NAMESAKE_BONUS
                    break
            if place.country and _is_capital(group.key, place.country):
                group.scores[at] += _CAPITAL_BONUS

    # ------------------------------------------------------------ what stands beside a name

    def _obey_neighbours(self) -> None:
        for here, there in pairwise(self.spans):
            between = self.reading.text[here.end : there.start]
            if len(between) > 40 or "\n" in between:
                continue
            words = between.lower().split()
            inner = self.group_of[here.start, here.end]
            outer = self.group_of[there.start, there.end]
            if between.strip() == "," or _NESTING.get(" ".join(words)):
                self._nest(inner, outer)
            elif _INVERTED.get(" ".join(words)) or " ".join(words) in {"'s", "’s"}:
                self._nest(outer, inner)

    def _nest(self, inner: _Group, outer: _Group) -> None:
        """Favour candidates of `inner` that lie in a candidate of `outer`, and those of `outer`."""
        if inner is outer or (inner.key, outer.key) in self._nested:
            return
        self._nested.add((inner.key, outer.key))
        short = any(span.text.endswith(".") or len(span.text) == 2 for span in outer.spans)
        bonus = _NESTED_IN_SHORT_FORM if short else _NESTED
        wide = [
            place for place in outer.candidates if place.kind in ("country", "admin1", "admin2")
        ]
        held: set[int] = set()
        for at, place in enumerate(inner.candidates):
            holders = [other.number for other in wide if _lies_in(place, other)]
            if holders:
                inner.scores[at] += bonus
                held.update(holders)
        if held:
            for at, other in enumerate(outer.candidates):
                if other.number in held:
                    outer.scores[at] += bonus / 2
        inner.chances = _chances(inner.scores)
        outer.chances = _chances(outer.scores)

    # ------------------------------------------------------------ all names together

    def _vote(self) -> Votes:
        votes = Votes()
        for group in self.groups.values():
            for place, chance in zip(group.candidates, group.chances, strict=True):
                if chance * group.weight > _FAINT:
                    votes.cast(place, chance * group.weight)
        for code, count in self._told.items():
            votes.countries[code] += _TOLD_WEIGHT * sqrt(count)
        return votes

    def _listen(self, votes: Votes) -> None:
        total = sum(group.weight for group in self.groups.values()) or 1.0
        total += _TOLD_WEIGHT * sum(sqrt(count) for count in self._told.values())
        for group in self.groups.values():
            if len(group.candidates) < 2:
                continue
            # A name's own votes do not count for it.
            own = Votes()
            for place, chance in zip(group.candidates, group.chances, strict=True):
                if chance * group.weight > _FAINT:
                    own.cast(place, chance * group.weight)
            others = max(total - group.weight, 0.7)
            group.chances = _chances(
                [
                    score + votes.pull(place, own, others)
                    for place, score in zip(group.candidates, group.scores, strict=True)
                ]
            )

    # ------------------------------------------------------------ the answer

    def _place(self, span: Span) -> Place:
        group = self.group_of[span.start, span.end]
        country = self._country_around()
        if not group.candidates or self._is_namesake(group, country):
            return Place(
                start=span.start,
                end=span.end,
                text=span.text,
                country=country,
                confidence=_GUESSED if country else 0.0,
            )
        chosen = self._best(group)
        admin1 = admin1_of(chosen)
        return Place(
            start=span.start,
            end=span.end,
            text=span.text,
            geonameid=chosen.geonameid,
            name=chosen.name,
            lat=chosen.lat,
            lon=chosen.lon,
            country=chosen.country,
            admin1=self.gazetteer.place(admin1).name if admin1 is not None else None,
            precision=chosen.precision,
            confidence=round(max(group.chances), 3),
        )

    def _best(self, group: _Group) -> Candidate:
        return group.candidates[max(range(len(group.chances)), key=lambda at: group.chances[at])]

    def _is_namesake(self, group: _Group, country: str | None) -> bool:
        """Whether the gazetteer knows only some small place in a country that the text, clear
        about its own, never names: "Bab" in Tripoli is no village in Slovakia."""
        best = self._best(group)
        small = best.kind == "facility" or (
            best.kind in ("city", "admin2") and best.population < _SMALL
        )
        return (
            small
            and country is not None
            and best.country is not None
            and not any(each.country in self._named for each in group.candidates)
        )


_NESTING = dict.fromkeys(("in", ", in", "in the", ", in the", ", the capital of", "of", "("), True)
_INVERTED = dict.fromkeys(
    (
        "city of",
        "town of",
        "village of",
        "province of",
        "port of",
        "capital",
        "capital of",
        "port city of",
        "capital,",
        "region of",
        "state of",
        "district of",
    ),
    True,
)


_OF_CONTINENT = {
    "european": "Europe",
    "asian": "Asia",
    "african": "Africa",
    "latin american": "Latin America",
    "south american": "South America",
    "north american": "North America",
}
"""What adjectives of more than a country stand for, where adjectives are asked for at all."""
_PEOPLES = frozenset({"arab", "arabs", "western", "kurdish", "kurds"})
"""Peoples and sides of the world that towns bear the names of."""
_SHORT_KINDS = frozenset({"country", "admin1", "city"})
_DIRECTIONS = frozenset(
    "west east north south western eastern northern southern southwest southeast northwest "
    "northeast central upper lower".split()
)
_DIVISIONS = frozenset(
    "province district governorate county region prefecture state oblast".split()
)
_FACILITIES = frozenset(
    "airport station stadium cathedral university hospital bridge square college zoo museum port "
    "prison harbor harbour arena courthouse palace library seminary observatory speedway".split()
)


def _without_capitals_of_its_name(found: tuple[Candidate, ...]) -> tuple[Candidate, ...]:
    """Without divisions of their country's own name, and towns known by it as a second one:
    "Mexico" is not its city."""
    own = {each.country for each in found if each.kind == "country" and not each.alias}
    return tuple(
        each
        for each in found
        if each.country not in own
        or not (each.kind == "admin1" or (each.kind == "city" and each.alias))
    )


def _prior(place: Candidate) -> float:
    return log10(place.population + 10) + _KIND_BONUS.get(place.kind, 0.0)


def _likeness(place: Candidate, key: str) -> float:
    """What a candidate loses for bearing the name only as a second one."""
    if not place.alias or place.kind not in ("city", "admin1", "admin2"):
        return 0.0
    alike = fold(place.name)[:3] == key[:3] or place.population > 1_000_000
    return -_ALIAS_LOSS if alike else -_UNLIKE_ALIAS_LOSS


@cache
def _capital_keys() -> frozenset[tuple[str, str]]:
    return frozenset(
        (fold(capital), country.alpha3) for country in countries() for capital in country.capitals
    )


def _is_capital(key: str, country: str) -> bool:
    return (key, country) in _capital_keys()


def _chances(scores: Sequence[float]) -> list[float]:
    if not scores:
        return []
    top = max(scores)
    raw = [exp(_SHARPNESS * (score - top)) for score in scores]
    total = sum(raw)
    return [each / total for each in raw]


def _lies_in(place: Candidate, other: Candidate) -> bool:
    if place.number == other.number:
        return False
    if other.kind == "country":
        return place.country == other.country and place.kind != "country"
    return other.number in (place.admin1, place.admin2)
