"""Looks the register's entries up in the Phoenix dictionaries, and names that source.

    python -m training.register_sources FOLDER [--write] [--unknown]

Only where they agree. FOLDER holds Phoenix.MilNonState.actors.txt,
Phoenix.International.actors.txt and Phoenix.Countries.actors.txt. An entry that is `unverified`
becomes `phoenix` where one of those has its name and gives it the same country and a code of the
same kind; nothing else of it is changed, so that dates, links and other spellings stay ours. What
they know and the register lacks is listed with --unknown: only a person takes it over, since the
dictionaries hold jokes and slips.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path

from whimbrel.resolving.countries import country_by_code
from whimbrel.resolving.entries import UNVERIFIED, Actor
from whimbrel.resolving.petrarch import read_entries
from whimbrel.resolving.proper_names import proper_name
from whimbrel.resolving.register import register_key
from whimbrel.resolving.register_files import DATA, shipped

DICTIONARIES = ("MilNonState", "International", "Countries")
CHECKED = ("bodies", "organisations", "groups", "parties", "outlets")
_SAME = {"KSV": "XKX", "COD": "COD", "ROM": "ROU", "TMP": "TLS", "SUN": "RUS", "WBG": "PSE"}
_REGIONS = frozenset(
    "IMG IGO NGO MNC INT MEA SAS SEA ASA EAF WAF CAF SAF NAF AFR CFR EIN CAS LAM CRB NMR WEU EUR "
    "EEU KKL SCN BAL BUD CHR MOS".split()
)
_KINDS = {
    "REB": {"REB", "PRM", "UAF", "CRM", "OPP", "PTY", "IMG", "PRE"},
    "OPP": {"OPP", "PTY", "REB", "SOC"},
    "MED": {"JRN"},
    "IGO": {"IGO", "UNO", "EUR"},
    "NGO": {"NGO", "SOC", "REL", "LAB"},
    "MNC": {"MNC", "BUS"},
    "SPY": {"SPY", "COP"},
    "COP": {"COP", "SPY"},
}
"""A Phoenix code's part -> sectors that mean the same here; other parts mean their own sector."""


def codes_by_name(folder: Path) -> dict[str, list[str]]:
    """Every name of the dictionaries, folded -> the codes that hold for it at all times."""
    found: dict[str, list[str]] = {}
    for name in DICTIONARIES:
        path = folder / f"Phoenix.{name}.actors.txt"
        lines = path.read_text(encoding="utf-8", errors="replace").splitlines()
        for entry in read_entries(lines, []):
            codes = [code.code for code in entry.codes if code.from_ is None and code.to is None]
            for written in (entry.name, *entry.aliases):
                bare = written.partition(" (")[0].rstrip("( ")
                found.setdefault(register_key(bare), []).extend(codes)
    return found


def agrees(actor: Actor, code: str) -> bool:
    """Whether a code gives the entry its country and a sector of its own."""
    place, parts = code[:3], {code[i : i + 3] for i in range(0, len(code), 3)}
    country = _SAME.get(place, place)
    if country in country_by_code():
        if country != actor.country:
            return False
        parts.discard(place)
    elif (place not in _REGIONS and place != "MED") or (
        place in ("IGO", "NGO", "MNC") and actor.country is not None
    ):
        return False
    meant = {sector for part in parts for sector in _KINDS.get(part, {part})}
    return bool(meant & set(actor.sectors))


def confirmed(folder: Path) -> set[str]:
    """The ids of the unverified entries that the dictionaries confirm."""
    codes = codes_by_name(folder)
    return {
        actor.id
        for actor in shipped()
        if actor.source == UNVERIFIED and actor.kind != "person"
        if any(agrees(actor, code) for n in actor.names for code in codes.get(register_key(n), ()))
    }


def unknown(folder: Path) -> Iterator[str]:
    """Groups that the dictionary of armed groups has and the register lacks."""
    known = {register_key(name) for actor in shipped() for name in actor.names}
    path = folder / "Phoenix.MilNonState.actors.txt"
    for entry in read_entries(path.read_text(encoding="utf-8").splitlines(), []):
        names = [name.partition(" (")[0] for name in (entry.name, *entry.aliases)]
        if entry.codes and not known & {register_key(name) for name in names}:
            yield f"{entry.codes[0].code}\t{' | '.join(proper_name(name) for name in names)}"


def write(ids: set[str]) -> None:
    """Put the source into the files."""
    for name in CHECKED:
        path = DATA / "register" / f"{name}.tsv"
        lines = path.read_text(encoding="utf-8").splitlines()
        told = [
            line.removesuffix(UNVERIFIED) + "phoenix"
            if line.split("\t", 1)[0] in ids and line.endswith(f"\t{UNVERIFIED}")
            else line
            for line in lines
        ]
        path.write_text("\n".join(told) + "\n", encoding="utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--write", action="store_true", help="name the source in the files")
    parser.add_argument("--unknown", action="store_true", help="list groups the register lacks")
    options = parser.parse_args()
    if options.unknown:
        print("\n".join(unknown(options.folder)))
        return
    ids = confirmed(options.folder)
    print(f"{len(ids)} entries agree with the Phoenix dictionaries.")
    if options.write:
        write(ids)


if __name__ == "__main__":
    main()
