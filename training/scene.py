"""The people, places and times of a composed sentence, each with its mark in the batch format."""

from __future__ import annotations

import datetime
import random
import re
import tomllib
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from training.inflect import FRAMES, inflect

Json = dict[str, Any]
_SLOT = re.compile(
    r"\{(?P<mute>~?)(?P<abroad>\^?)(?P<name>\w+)\}|\b(?P<own>ITS|HIS|SELF)\b"
    r"|\{\+(?P<code>\S+) (?P<also>[^}]+)\}"
    r"|#(?P<low>\d+)-(?P<high>\d+) (?P<unit>[\w-]+)"
)
_CHOICE = re.compile(r"\(([^()|]*(?:\|[^()|]*)+)\)")
_PLACES = ("town",)
_COUNTED = {
    "soldiers": "troops", "fighters": "troops", "officers": "personnel", "rifles": "weapons:rifles",
}  # fmt: skip
_COUNTED_CLASS = {"soldiers": "troops", "police_officers": "personnel"}
_WORDS = "two three four five six seven eight nine ten eleven twelve".split()


@dataclass(frozen=True)
class Country:
    """A country and what is found in it."""

    code: str
    region: str
    name: str
    adjective: str
    capital: str
    towns: list[str]
    forenames: list[str]
    surnames: list[str]


@dataclass(frozen=True)
class Placed:
    """A mention put into a sentence: its id, its marked words, and how it agrees."""

    id: str
    words: str
    plural: bool
    pronoun: str


@cache
def countries() -> list[Country]:
    """The countries of frames/countries.tsv."""
    rows = []
    for line in (FRAMES / "countries.tsv").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            code, region, name, adjective, capital, *lists = line.split("\t")
            towns, first, last = (words.split(",") for words in lists)
            rows.append(Country(code, region, name, adjective, capital, towns, first, last))
    return rows


@cache
def actor_classes() -> Json:
    """The classes of frames/actors.toml, and the invented names under `bird`."""
    table = tomllib.loads((FRAMES / "actors.toml").read_text(encoding="utf-8"))
    return {**table["class"], "bird": table["bird"]}


def choose(text: str, rng: random.Random) -> str:
    """The text with one alternative taken for every `(a|b)`."""
    return _CHOICE.sub(lambda match: rng.choice(match[1].split("|")), text)


@dataclass
class Scene:
    """Two countries, a day of publication, and counters for the marks."""

    rng: random.Random
    home: Country
    abroad: Country
    published: datetime.date
    dated: bool = False
    recipients: list[str] = field(default_factory=list)
    quantities: list[str] = field(default_factory=list)
    place: str | None = None
    counts: str = ""
    also: str = ""
    _next: dict[str, int] = field(default_factory=dict)

    @classmethod
    def draw(cls, rng: random.Random) -> Scene:
        """A scene between two different countries on a day of 2003 to 2025."""
        home, abroad = rng.sample(countries(), 2)
        day = datetime.date(2003, 1, 1) + datetime.timedelta(days=rng.randrange(8400))
        return cls(rng, home, abroad, day)

    def third(self) -> Country:
        """A country that is neither of the two."""
        others = [c for c in countries() if c not in (self.home, self.abroad)]
        return self.rng.choice(others)

    def fresh(self, letter: str) -> str:
        """A new id for what no line names in advance; those begin at 11."""
        self._next[letter] = self._next.get(letter, 10) + 1
        return f"{letter}{self._next[letter]}"

    def mention(self, kind: str, country: Country, name: str) -> Placed:
        """A member of a class of actors from a country, marked under the id `name`."""
        row = actor_classes()[kind]
        rng = self.rng
        counted = "counted" in row and rng.random() < 0.6
        text = choose(row["counted"] if counted else rng.choice(row["texts"]), rng)
        plural = text.startswith("pl:")
        role, text = _role(text)
        attrs = [row["kind"], *row.get("sectors", [])]
        if kind not in ("igo", "ngo", "ties", "monitors", "gunmen"):
            attrs.insert(1, country.code)
        if kind == "person" and role in ("journalist", "bishop", "businessman"):
            attrs.append({"journalist": "JRN", "bishop": "REL", "businessman": "BUS"}[role])
        number = self._count(kind, name) if counted else ""
        inner = number + self._fill(text, country, nested=row["kind"] == "FAC")
        words = f"[{name}:{':'.join(attrs)} {inner}]"
        hedge = re.match(r"(\[h\d+ [^\]]+\] )(.*)", number)
        if hedge:
            # The hedge stands before the phrase that it hedges.
            words = f"{hedge[1]}[{name}:{':'.join(attrs)} {inner[len(hedge[1]) :]}]"
        if role:
            words = f"[r{name[1:]} {self._fill(role, country)}] {words}"
        person = rng.choice(row["person"].split()) if "person" in row else "it"
        return Placed(name, words, plural, "they" if plural else person)

    def _count(self, kind: str, name: str) -> str:
        quantity = "q" + name[1:]
        self.quantities.append(quantity)
        number = self.rng.choice([2, 3, 4, 5, 6, 7, 8, 9, 11, 12, 14, 17, 23, 31, 40, 56, 120])
        shown = _WORDS[number - 2] if number < 13 and self.rng.random() < 0.6 else str(number)
        hedge = ""
        if self.rng.random() < 0.2:
            hedge = f"[h{name[1:]} {self.rng.choice(['at least', 'about', 'more than', 'some'])}] "
        what = self.counts or _COUNTED_CLASS.get(kind, "other:persons")
        return f"{hedge}[{quantity}:{what} {shown}] "

    def _fill(self, text: str, country: Country, *, nested: bool = False) -> str:
        rng = self.rng

        def value(match: re.Match[str]) -> str:
            key = match[1]
            if key == "person":
                return f"{rng.choice(country.forenames)} {rng.choice(country.surnames)}"
            if key == "bird":
                return str(rng.choice(actor_classes()["bird"]))
            if key in ("town", "capital"):
                town = country.capital if key == "capital" else rng.choice(country.towns)
                if not nested:
                    return town
                self.place = self.fresh("l")
                return f"[{self.place}:{country.code}:city {town}]"
            return {"adj": country.adjective, "country": country.name}[key]

        return re.sub(r"\{(\w+)\}", value, text)

    def town(self, country: Country, name: str | None = None) -> Placed:
        """A town of a country, marked as a place."""
        name = name or self.fresh("l")
        self.place = name
        words = f"[{name}:{country.code}:city {self.rng.choice(country.towns)}]"
        return Placed(name, words, False, "it")

    def phrase(self, template: str, actor: Placed) -> str:
        """A verb or noun phrase with its slots filled; recipients are noted."""

        def value(match: re.Match[str]) -> str:
            if match["own"]:
                return self._own(match["own"], actor)
            if match["code"]:
                self.also = match["code"]
                return f"[e8 {match['also']}]"
            if match["low"]:
                return self._amount(int(match["low"]), int(match["high"]), match["unit"])
            country = self.abroad if match["abroad"] else self.home
            if match["name"] in _PLACES:
                placed = self.town(country)
            else:
                placed = self.mention(match["name"], country, self.fresh("p"))
            if not match["mute"]:
                self.recipients.append(placed.id)
            return placed.words

        return _SLOT.sub(value, template)

    def _own(self, what: str, actor: Placed) -> str:
        if what == "SELF":
            return {"they": "themselves", "it": "itself", "he": "himself", "she": "herself"}[
                actor.pronoun
            ]
        owner = {"they": "their", "it": "its", "he": "his", "she": "her"}[actor.pronoun]
        return f"[{self.fresh('p')}={actor.id} {owner}]"

    def _amount(self, low: int, high: int, unit: str) -> str:
        name = self.fresh("q")
        self.quantities.append(name)
        number = self.rng.randrange(low, high)
        number = number if number < 100 else round(number, -2)
        return f"[{name}:{_COUNTED.get(unit, 'other:' + unit)} {number:,}] {unit}"

    def pronoun(self, actor: Placed, name: str) -> str:
        """The actor again, as a pronoun that is a mention of its own."""
        return f"[{name}={actor.id} {actor.pronoun}]"

    def time(self, when: str, name: str) -> str:
        """A time before or after the day of publication, with its preposition."""
        rng, day = self.rng, self.published
        self.dated = True
        sign = 1 if when == "future" else -1
        near = day + datetime.timedelta(days=sign * rng.randrange(1, 7))
        far = day + datetime.timedelta(days=sign * rng.randrange(8, 60))
        week = (day + datetime.timedelta(days=sign * 7)).isocalendar()
        one = day + datetime.timedelta(days=sign)
        return rng.choice(
            [f"on [{name}={near} {near:%A}]"] * 5
            + [f"on [{name}={far} {far.day} {far:%B}]"] * 2
            + [
                f"[{name}={one} {'tomorrow' if sign > 0 else 'yesterday'}]",
                f"[{name}={week.year}-W{week.week:02} {'next' if sign > 0 else 'last'} week]",
                f"in [{name}={far:%Y-%m} {far:%B}]",
            ]
        )


def _role(text: str) -> tuple[str, str]:
    """(role, text) of an actor's text, its prefixes taken off."""
    if text.startswith("r:"):
        role, _, name = text[2:].partition("|")
        return role, name
    return "", text.removeprefix("pl:")


def verb_phrase(template: str, form: str) -> str:
    """A verb phrase with its verb in a form; the verb is the first word but for an adverb."""
    match = re.match(r"(<?)((?:sexually )?)([\w-]+)", template)
    if not match:
        raise ValueError(f"'{template}' begins with no verb")
    return match[1] + match[2] + inflect(match[3], form) + template[match.end() :]
