"""Build the register's offices: who held which office of state from when to when, from 1990 on.

    python -m training.offices SOURCE

SOURCE is the folder with the actor dictionaries of the Open Event Data Alliance (Phoenix, 2014),
from whose facts the spells up to about 2008 come. Later ones, and foreign and defence ministers,
are in `office_facts/` from general knowledge and are marked `unverified`. Writes
`data/offices.tsv` and, for holders that `persons.tsv` lacks, `data/register/holders.tsv`; prints
what was cleaned away.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from difflib import SequenceMatcher
from functools import cache
from pathlib import Path

from training.office_chains import EARLIEST, FACTS, Term, leader_terms, minister_terms
from whimbrel.resolving.folding import fold
from whimbrel.resolving.petrarch import read_entries
from whimbrel.resolving.proper_names import proper_name
from whimbrel.resolving.register_files import DATA, rows
from whimbrel.resolving.transliteration import same_sound, sound_key

DICTIONARY = "Phoenix.Countries.actors.txt"
PHOENIX, UNVERIFIED = "phoenix", "unverified"
OFFICE_COLUMNS = ("actor", "country", "of", "office", "from", "to", "source")
HOLDER_COLUMNS = ("id", "name", "aliases", "kind", "country", "source")
_CONTROL = re.compile(r"[\x00-\x1f]")
_ACTING_DAYS = 120
_ALIKE = 0.6
_SAME_DAYS = 45
_STYLES = re.compile(
    r"^(?:(?:GENERAL SECRETARY|RUSSIAN PRESIDENT|HOJATOLISLAM|SAYYED|SIR|DAME|SHEIKH|PRINCE|"
    r"QUEEN|LYONPO|"
    r"DATO'|DATUK|SERI|SAMDECH|RATU|BARON) )+(?=\S)"
)


@dataclass(frozen=True, slots=True)
class Spell:
    """A holder's spell; days as ISO dates of a day, a month or a year, empty where unknown."""

    holder: str
    country: str
    of: str
    office: str
    from_: str
    to: str
    source: str


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("source", type=Path, help="the folder with the dictionaries")
    arguments = parser.parse_args()
    cleaned: Counter[str] = Counter()
    spells = build(arguments.source / DICTIONARY, cleaned)
    write(spells)
    for what, count in sorted(cleaned.items()):
        print(f"{count:5} {what}")
    by_source = Counter(spell.source for spell in spells)
    print(f"{len(spells)} spells: " + ", ".join(f"{n} {name}" for name, n in by_source.items()))
    return 0


def build(dictionary: Path, cleaned: Counter[str]) -> list[Spell]:
    """All spells, by country, office and day; `cleaned` counts what was left out and why."""
    problems: list[str] = []
    with dictionary.open(encoding="utf-8") as lines:
        entries = list(read_entries(lines, problems))
    cleaned["dates that are none"] += len(problems)
    terms = [*leader_terms(entries), *minister_terms(entries)]
    dated = [_from_term(term) for term in terms if term.to is None or term.to >= EARLIEST]
    told = list(_known())
    dated = _corrected(dated, list(_corrections()), cleaned)
    found: list[Spell] = []
    offices = {(spell.country, spell.office) for spell in (*dated, *told)}
    for country, office in sorted(offices):
        of_office = [each for each in dated if (each.country, each.office) == (country, office)]
        known = [each for each in told if (each.country, each.office) == (country, office)]
        if office == "defence minister":
            found += [_confirmed(spell, of_office) for spell in known]
            cleaned["ministers that the source does not name left out"] += len(of_office)
        else:
            found += _joined(_cleaned(of_office, cleaned), known, cleaned)
    found += _others()
    return sorted(found, key=lambda each: (each.country, each.of, each.office, each.from_))


def _pairs(name: str) -> dict[tuple[str, str], str]:
    """(country, name) -> what a file of facts has behind the equals sign."""
    found = {}
    for line in (FACTS / name).read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            head, _, told = line.partition(" = ")
            country, _, holder = head.partition(" ")
            found[country, holder] = told
    return found


@cache
def _spellings() -> dict[tuple[str, str], str]:
    return _pairs("spellings.txt")


@cache
def _apart() -> dict[tuple[str, str], str]:
    return _pairs("apart.txt")


def _from_term(term: Term) -> Spell:
    bare = _STYLES.sub(
        "", _CONTROL.sub("", term.holder).partition("(")[0].replace("`", "'").strip()
    )
    holder = proper_name(re.sub(r"\s+'\s*", " ", bare))
    return Spell(
        holder=_spellings().get((term.country, holder), holder),
        country=term.country,
        of="",
        office=term.office,
        from_=term.from_.isoformat() if term.from_ else "",
        to=term.to.isoformat() if term.to else "",
        source=PHOENIX,
    )


def _known() -> Iterator[Spell]:
    """The spells of `leaders.txt` and `ministers.txt`: each ends where the next begins."""
    for name in ("leaders.txt", "ministers.txt"):
        for line in (FACTS / name).read_text(encoding="utf-8").splitlines():
            if line.startswith("#") or not line:
                continue
            head, _, rest = line.partition(": ")
            country, _, office = head.partition(" ")
            changes = [each.split(" ", 1) for each in rest.split("; ")]
            ends = [start for start, _ in changes[1:]] + [""]
            for (start, holder), end in zip(changes, ends, strict=True):
                if holder != "-" and (not end or end >= EARLIEST.isoformat()[: len(end)]):
                    yield Spell(holder.strip(), country, "", office, start, end, UNVERIFIED)


def _corrections() -> Iterator[Spell]:
    """Spells that the dated source lacks or has under somebody else's name."""
    for line in (FACTS / "corrections.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("#") or not line:
            continue
        head, _, rest = line.partition(": ")
        country, _, office = head.partition(" ")
        for each in rest.split("; "):
            days, _, holder = each.partition(" ")
            start, _, end = days.partition("..")
            yield Spell(holder, country, "", office, start, end, UNVERIFIED)


def _corrected(
    dated: Sequence[Spell], corrections: Sequence[Spell], cleaned: Counter[str]
) -> list[Spell]:
    """The dated spells but those in whose midst a correction stands, and the corrections."""
    kept = [
        spell
        for spell in dated
        if not any(
            (spell.country, spell.office) == (other.country, other.office)
            and other.from_ <= _middle(spell) < (other.to or "9")
            for other in corrections
        )
    ]
    cleaned["dated spells that were somebody else's"] += len(dated) - len(kept)
    return [*kept, *(other for other in corrections if other.holder != "-")]


def _middle(spell: Spell) -> str:
    if not spell.from_ or not spell.to:
        return spell.from_ or spell.to
    first, last = _first_day(spell.from_), _first_day(spell.to)
    return (first + (last - first) / 2).isoformat()


def _others() -> Iterator[Spell]:
    for _, row in rows(FACTS / "others.tsv"):
        yield Spell(
            row["holder"],
            row["country"],
            row["of"],
            row["office"],
            row["from"],
            row["to"],
            UNVERIFIED,
        )


def _cleaned(spells: Sequence[Spell], cleaned: Counter[str]) -> list[Spell]:
    """One office's spells in order, one holder at a time."""
    kept: list[Spell] = []
    spells = [spell for spell in spells if not _holds_others(spell, spells)]
    for spell in sorted(spells, key=lambda each: (each.from_, each.to or "9")):
        before = kept[-1] if kept else None
        if before is None or (before.to and before.to <= spell.from_):
            kept.append(spell)
        elif same_sound(before.holder, spell.holder):
            kept[-1] = replace(before, to=max(before.to or "9", spell.to or "9").rstrip("9") or "")
            if "9" in (before.to or "9", spell.to or "9"):
                kept[-1] = replace(before, to="")
            cleaned["spells of one holder joined"] += 1
        elif spell.to and before.to and spell.to <= before.to and _days(spell) < _ACTING_DAYS:
            cleaned["acting holders within another's spell left out"] += 1
        elif spell.to and before.to and spell.to <= before.to:
            cleaned["spells within another's left out"] += 1
        else:
            kept[-1] = replace(before, to=spell.from_)
            cleaned["overlapping ends cut"] += 1
            kept.append(spell)
    return [spell for spell in kept if spell.from_ != spell.to]


def _holds_others(spell: Spell, spells: Iterable[Spell]) -> bool:
    """Whether two others came and went meanwhile: then it was another office."""
    return (
        sum(
            spell.from_ <= other.from_ and other.to <= (spell.to or "9")
            for other in spells
            if not same_sound(other.holder, spell.holder)
            and other.from_
            and other.to
            and _days(other) > _ACTING_DAYS
        )
        >= 2
    )


def _days(spell: Spell) -> int:
    return (_first_day(spell.to) - _first_day(spell.from_)).days


def _first_day(written: str) -> date:
    """The first day of a day, a month or a year."""
    return date.fromisoformat(
        written + "-01-01"[len(written) - 4 :] if len(written) < 10 else written
    )


def _joined(dated: list[Spell], known: list[Spell], cleaned: Counter[str]) -> list[Spell]:
    """The dated spells up to the first known one, then the known ones.

    What the two agree about keeps the dated source's day and name of source.
    """
    if not known:
        return dated
    first = known[0].from_
    dated = [each for each in dated if each.from_]
    earlier = [each for each in dated if each.from_ < first and not _is_same(each, known[0])]
    joined: list[Spell] = []
    for spell in earlier:
        if spell.to and spell.to <= first:
            joined.append(spell)
        else:
            joined.append(replace(spell, to=first, source=UNVERIFIED))
    cleaned["dated spells left to the known ones"] += len(dated) - len(earlier)
    return joined + [_confirmed(spell, dated) for spell in known]


def _confirmed(spell: Spell, dated: Iterable[Spell]) -> Spell:
    """The spell, under the dated source's name where that has the same one to within weeks."""
    for each in dated:
        if _is_same(spell, each) and each.to and spell.to and _are_near(spell.to, each.to):
            return replace(spell, source=PHOENIX)
    return spell


def _is_same(one: Spell, other: Spell) -> bool:
    return _may_be_one(one.holder, other.holder) and _are_near(one.from_, other.from_)


def _may_be_one(name: str, other: str) -> bool:
    """Whether two names sound alike and their last words are also written much alike."""
    if not same_sound(name, other):
        return False
    last, others = fold(name).split()[-1], fold(other).split()[-1]
    return SequenceMatcher(None, last, others).ratio() >= _ALIKE


def _are_near(one: str, other: str) -> bool:
    if len(one) < len("2000-01-01") or len(other) < len("2000-01-01"):
        return bool(one) and bool(other) and one[:4] == other[:4]
    return abs((date.fromisoformat(one) - date.fromisoformat(other)).days) <= _SAME_DAYS


def write(spells: Sequence[Spell]) -> None:
    """Write `offices.tsv`, and `holders.tsv` for those that no other file of the register has."""
    people = _People()
    lines = ["\t".join(OFFICE_COLUMNS)]
    # People of a country before the heads of organisations, so that their ids name the country; the
    # dated source's spellings last, which are without diacritics.
    in_turn = sorted(spells, key=lambda each: (not each.country, each.source == PHOENIX))
    ids = {spell: people.id_of(spell) for spell in in_turn}
    for spell in spells:
        actor = ids[spell]
        cells = (actor, spell.country, spell.of, spell.office, spell.from_, spell.to, spell.source)
        lines.append("\t".join(cells))
    (DATA / "offices.tsv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    holders = ["\t".join(HOLDER_COLUMNS), *people.lines()]
    (DATA / "register" / "holders.tsv").write_text("\n".join(holders) + "\n", encoding="utf-8")


class _People:
    """Ids of holders: those of `persons.tsv`, and new ones made from name and country."""

    def __init__(self) -> None:
        self._known: dict[str, list[tuple[str, str, str]]] = {}
        self._written: set[str] = set()
        for _, row in rows(DATA / "register" / "persons.tsv"):
            for name in (row["name"], *row["aliases"].split("|")):
                if " " in name:
                    bearer = (row["id"], row["country"], name)
                    self._known.setdefault(_last_sound(name), []).append(bearer)
            self._written.add(row["id"])
        self._new: dict[str, tuple[Spell, list[str]]] = {}

    def id_of(self, spell: Spell) -> str:
        """The holder's id; one who is not yet known gets an entry."""
        holder, _, home = spell.holder.partition(" @")
        spell = replace(spell, holder=holder, country=home or spell.country)
        apart = _apart().get((spell.country, f"{spell.office} {spell.holder}"))
        if apart is not None:
            return self._told_apart(apart, spell)
        bearers = self._known.get(_last_sound(spell.holder), [])
        fitting = [
            (id_, name)
            for id_, country, name in bearers
            if (not spell.country or not country or country == spell.country)
            and _may_be_one(name, spell.holder)
        ]
        exact = [id_ for id_, name in fitting if fold(name) == fold(spell.holder)]
        found = exact or [id_ for id_, _ in fitting]
        if found:
            id_ = found[0]
            if id_ in self._new and spell.holder not in self._new[id_][1]:
                self._new[id_][1].append(spell.holder)
            return id_
        place = spell.country or spell.of
        id_ = "-".join([*re.findall(r"[a-z0-9]+", fold(spell.holder)), place.lower()])
        self._new[id_] = (spell, [spell.holder])
        self._known.setdefault(_last_sound(spell.holder), []).append(
            (id_, spell.country, spell.holder)
        )
        return id_

    def _told_apart(self, apart: str, spell: Spell) -> str:
        """The id that a holder has of his own, with the names under which it is known."""
        id_, _, names = apart.partition(" ")
        if id_ not in self._written and id_ not in self._new:
            self._new[id_] = (spell, names.split("|"))
        return id_

    def lines(self) -> list[str]:
        """The new holders, sorted by id: the best spelling as name, the others as aliases."""
        told = []
        usual = _pairs("aliases.txt")
        for id_, (spell, spellings) in sorted(self._new.items()):
            name = spellings[0]
            aliases = [each for each in spellings if each != name]
            aliases += usual.pop((spell.country, name), "").split("|")
            aliases = [each for each in dict.fromkeys(aliases) if each]
            told.append(
                "\t".join((id_, name, "|".join(aliases), "person", spell.country, spell.source))
            )
        for (country, name), aliases in usual.items():
            print(f"no holder {name} ({country}) for the aliases {aliases}")
        return told


def _last_sound(name: str) -> str:
    return sound_key(name).split()[-1] if sound_key(name) else fold(name)


if __name__ == "__main__":
    sys.exit(main())
