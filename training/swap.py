"""Swap countries, places, people and numbers in annotated units, so that names carry no label.

    python -m training.swap [--seed S] [--times N] FILE.jsonl ... > swapped.jsonl

Every country of a unit that is in frames/countries.tsv becomes another one, with its adjective, its
capital, its towns and its people; numbers of quantities become others of their size. All offsets
and texts of the annotation are set anew and stay exact. The same seed gives the same output.
"""

from __future__ import annotations

import argparse
import copy
import random
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from training.annotate import jsonl, unit_id
from training.scene import Country, countries
from training.units import kind_of, read_jsonl

Json = dict[str, Any]
_NUMBER_WORDS = "two three four five six seven eight nine ten eleven twelve".split()


@dataclass(frozen=True)
class Edit:
    """A stretch of the old text and what stands there in the new one."""

    start: int
    end: int
    new: str


def swap_unit(unit: Json, rng: random.Random) -> Json:
    """A copy of a unit with other names and numbers; `swapped_from` holds the id of the old one."""
    plan = _Plan(unit, rng)
    edits = plan.edits()
    new = copy.deepcopy(unit)
    text = _apply(unit["text"], edits)
    _move_spans(new["gold"], edits, text)
    plan.rename(new["gold"])
    plan.renumber(new["gold"])
    new["text"] = text
    if "title" in new:
        new["title"] = text.split("\n", 1)[0]
    new["region"] = plan.region(unit["region"])
    new["swapped_from"], new["id"] = unit["id"], unit_id(kind_of(unit), text)
    return new


def _apply(text: str, edits: list[Edit]) -> str:
    parts, at = [], 0
    for edit in edits:
        parts += [text[at : edit.start], edit.new]
        at = edit.end
    return "".join([*parts, text[at:]])


def _moved(position: int, edits: list[Edit]) -> int:
    """Where a position goes that lies inside no edit."""
    return position + sum(
        len(edit.new) - (edit.end - edit.start) for edit in edits if edit.end <= position
    )


def spans_in(value: Any) -> Iterator[Json]:
    """Every span (a dict with a start) anywhere in an annotation."""
    if isinstance(value, list):
        for item in value:
            yield from spans_in(item)
    elif isinstance(value, dict):
        if value.get("start") is not None:
            yield value
        for item in value.values():
            yield from spans_in(item)


def _move_spans(gold: Json, edits: list[Edit], text: str) -> None:
    for span in spans_in(gold):
        start, end = _moved(span["start"], edits), _moved(span["end"], edits)
        span.update(start=start, end=end, text=text[start:end])


class _Plan:
    """What becomes what in one unit."""

    def __init__(self, unit: Json, rng: random.Random) -> None:
        self._text, self._gold, self._rng = unit["text"], unit["gold"], rng
        by_code = {c.code: c for c in countries() if not c.name.startswith("the ")}
        found = sorted({code for span in spans_in(self._gold) if (code := span.get("country"))})
        # A country that is only named, not coded, takes part as well.
        found += [
            code for code, c in sorted(by_code.items())
            if code not in found and self._names(c)
        ]  # fmt: skip
        known = [code for code in found if code in by_code]
        others = [code for code in sorted(by_code) if code not in found]
        targets = rng.sample(others, len(known))
        self._country = {old: by_code[new] for old, new in zip(known, targets, strict=True)}
        self._old = {code: by_code[code] for code in known}
        self._words: dict[str, str] = {}
        self._numbers: dict[int, tuple[float, float]] = {}

    def _names(self, country: Country) -> bool:
        names = "|".join(map(re.escape, [country.name, country.adjective, country.capital]))
        return re.search(rf"\b(?:{names})\b", self._text) is not None

    def edits(self) -> list[Edit]:
        """The edits in the order of the text; none overlaps another or cuts a span of the gold."""
        self._countries()
        self._towns()
        self._people()
        found = [
            Edit(match.start(), match.end(), self._words[match[0]])
            for match in re.finditer(self._pattern(), self._text)
        ] if self._words else []  # fmt: skip
        found += self._quantities(found)
        found = [edit for edit in found if not self._cuts(edit)]
        found += self._articles(found)
        return sorted(found, key=lambda edit: edit.start)

    def _pattern(self) -> str:
        longest_first = sorted(self._words, key=lambda word: (-len(word), word))
        return rf"(?<!\w)(?:{'|'.join(map(re.escape, longest_first))})(?!\w)"

    def _countries(self) -> None:
        for code, old in self._old.items():
            new = self._country[code]
            self._words |= {
                old.name: new.name, old.adjective: new.adjective, old.capital: new.capital,
            }  # fmt: skip

    def _towns(self) -> None:
        for place in self._gold["places"]:
            new = self._country.get(place["country"])
            plain = re.fullmatch(r"[A-Z][\w'’-]*(?: [A-Z][\w'’-]*)*", place["text"])
            if new and plain and place["text"] not in self._words:
                self._words[place["text"]] = self._unused(new.towns)
        for mention in self._gold["mentions"]:
            # A town that stands for its government ("Delhi", where the table has "New Delhi").
            new = self._country.get(mention["country"] or "")
            plain = re.fullmatch(r"[A-Z][\w'’-]*(?: [A-Z][\w'’-]*)*", mention["text"])
            if new and plain and mention["kind"] == "GPE" and mention["text"] not in self._words:
                self._words[mention["text"]] = new.capital

    def _people(self) -> None:
        """Full names first; a later family name alone follows them."""
        people = [m for m in self._gold["mentions"] if m["kind"] == "PERSON"]
        for mention in sorted(people, key=lambda m: -len(m["text"].split())):
            name = mention["text"]
            plain = re.fullmatch(r"[A-Z][\w'’-]*(?: [\w'’-]+)*", name)
            if not plain or name in self._words:
                continue
            new = self._country.get(mention["country"] or "") or self._rng.choice(countries())
            if len(name.split()) > 1:
                forename, surname = self._unused(new.forenames), self._unused(new.surnames)
                self._words[name] = f"{forename} {surname}"
                self._words.setdefault(name.split()[-1], surname)
            else:
                self._words[name] = self._unused(new.surnames)

    def _unused(self, names: list[str]) -> str:
        taken = set(self._words.values())
        free = [n for n in names if n not in taken and n not in self._text]
        return self._rng.choice(free or names)

    def _cuts(self, edit: Edit) -> bool:
        """Whether a span of the gold begins or ends inside the stretch."""
        return any(
            edit.start < position < edit.end
            for span in spans_in(self._gold)
            for position in (span["start"], span["end"])
        )

    def _quantities(self, taken: list[Edit]) -> list[Edit]:
        """Exact numbers from two on become others of their size; ranges and money words stay."""
        found = []
        for quantity in self._gold["quantities"]:
            text, values = quantity["text"], {quantity["low"], quantity["high"]} - {None}
            if len(values) != 1 or any(
                e.start < quantity["end"] and quantity["start"] < e.end for e in taken
            ):
                continue
            old = values.pop()
            new = self._number(text, old)
            if new is not None:
                shown = new[1].capitalize() if text[0].isupper() else new[1]
                found.append(Edit(quantity["start"], quantity["end"], shown))
                self._numbers[quantity["start"]] = (old, new[0])
        return found

    def _number(self, text: str, old: float) -> tuple[int, str] | None:
        """(value, words) of another number of the size; None if the words are no bare number."""
        if text.lower() in _NUMBER_WORDS:
            value = self._rng.choice([n for n in range(2, 13) if n != old])
            return value, _NUMBER_WORDS[value - 2]
        # Years and numbers below two are left: "one" changes the noun.
        if not re.fullmatch(r"\d{1,3}(?:,\d{3})*|\d+", text) or old < 2:
            return None
        step = 1 if old < 100 else 10 ** (len(str(int(old))) - 2)
        value = max(2, round(int(old * self._rng.uniform(0.5, 2)) / step) * step)
        return value, f"{value:,}" if "," in text or value >= 1000 else str(value)

    def _articles(self, edits: list[Edit]) -> list[Edit]:
        """ "A Kenyan" becomes "an Iraqi"."""
        found = []
        for edit in edits:
            before = re.search(r"\b([Aa])(n?) $", self._text[: edit.start])
            if before:
                vowel = re.match(r"(?i)[aeio]|ug|uz", edit.new) is not None
                article = before[1] + ("n" if vowel else "")
                if article != before[0].strip():
                    found.append(Edit(before.start(), before.end() - 1, article))
        return found

    def rename(self, gold: Json) -> None:
        """Set country codes, roles and canonical names in moved spans."""
        pattern = self._pattern() if self._words else None
        for span in spans_in(gold):
            if span.get("country") in self._country:
                span["country"] = self._country[span["country"]].code
            for key in ("name", "role"):
                if pattern and span.get(key):
                    span[key] = re.sub(pattern, lambda m: self._words[m[0]], span[key])

    def renumber(self, gold: Json) -> None:
        """Set the bounds of the quantities whose words changed, copies in events too."""
        new_by_id = {
            quantity["id"]: self._numbers[quantity["start"]]
            for quantity in self._gold["quantities"]
            if quantity["start"] in self._numbers
        }
        for span in spans_in(gold):
            if "low" in span and span.get("id") in new_by_id:
                old, new = new_by_id[span["id"]]
                for key in ("low", "high"):
                    span[key] = new if span[key] == old else span[key]

    def region(self, old: str) -> str:
        """The region of the countries that stand for those of the old region."""
        for code, country in self._old.items():
            if country.region == old:
                return self._country[code].region
        return old


def main(arguments: list[str] | None = None) -> int:
    """Entry point: swapped units as JSON lines; returns 0."""
    parser = argparse.ArgumentParser(prog="swap", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--times", type=int, default=1, help="copies of every unit")
    options = parser.parse_args(arguments)
    for turn in range(options.times):
        for unit in read_jsonl(options.files):
            # A generator for each unit: adding units changes no other one.
            rng = random.Random(f"{options.seed}/{turn}/{unit['id']}")
            sys.stdout.write(jsonl([swap_unit(unit, rng)]))
    return 0


if __name__ == "__main__":
    sys.exit(main())
