"""Check the register's offices against a second source that is used for nothing else.

    python -m training.office_check SOURCE [--seed S] [--sample N] [--all]

SOURCE is the folder with `reign_leaders_2021_03.csv` (REIGN: who led each state, by day of start
and month of end). Draws N spells of `offices.tsv` and says for each what REIGN has: the same
person with the same year, another year, or nothing, which then is for a person to judge. `--all`
goes the other way and lists every leader of REIGN since 1990 whom the register lacks or has in
other years.
"""

from __future__ import annotations

import argparse
import csv
import random
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from whimbrel.resolving.register import actor_by_id
from whimbrel.resolving.register_files import DATA, rows
from whimbrel.resolving.transliteration import sound_key

REIGN = "reign_leaders_2021_03.csv"
_ISO = dict(
    pair.split("=")
    for pair in (
        "BHM=BHS HAI=HTI TRI=TTO BAR=BRB GRN=GRD SLU=LCA "
        "SVG=VCT AAB=ATG SKN=KNA GUA=GTM HON=HND SAL=SLV "
        "COS=CRI PAR=PRY URU=URY UKG=GBR IRE=IRL NTH=NLD "
        "FRN=FRA MNC=MCO SWZ=CHE SPN=ESP POR=PRT GMY=DEU "
        "AUS=AUT CZR=CZE SLO=SVK SNM=SMR MNG=MNE MAC=MKD "
        "CRO=HRV YUG=SRB BOS=BIH KOS=XKX SLV=SVN BUL=BGR "
        "MLD=MDA ROM=ROU LAT=LVA LIT=LTU GRG=GEO SWD=SWE "
        "DEN=DNK ICE=ISL CAP=CPV EQG=GNQ GAM=GMB MAA=MRT "
        "NIR=NER CDI=CIV GUI=GIN BFO=BFA SIE=SLE TOG=TGO "
        "CAO=CMR NIG=NGA CEN=CAF CHA=TCD CON=COG DRC=COD "
        "TAZ=TZA BUI=BDI ANG=AGO MZM=MOZ ZAM=ZMB ZIM=ZWE "
        "MAW=MWI SAF=ZAF LES=LSO BOT=BWA SWA=SWZ MAG=MDG "
        "MAS=MUS SEY=SYC MOR=MAR ALG=DZA LIB=LBY SUD=SDN "
        "LEB=LBN YAR=YEM KUW=KWT BAH=BHR UAE=ARE OMA=OMN "
        "TAJ=TJK KYR=KGZ KZK=KAZ MON=MNG ROK=KOR BHU=BTN "
        "BNG=BGD MYA=MMR SRI=LKA MAD=MDV NEP=NPL THI=THA "
        "CAM=KHM DRV=VNM MAL=MYS SIN=SGP BRU=BRN PHI=PHL "
        "INS=IDN ETM=TLS AUL=AUS NEW=NZL VAN=VUT SOL=SLB "
        "FIJ=FJI NAU=NRU MSI=MHL PAL=PLW"
    ).split()
)
_LEADING = (
    "president",
    "prime minister",
    "chancellor",
    "king",
    "emir",
    "sultan",
    "leader",
    "head of state",
    "supreme leader",
    "general secretary",
    "prince",
    "state counsellor",
    "queen",
    "emperor",
    "chief of cabinet",
)


@dataclass(frozen=True, slots=True)
class Leader:
    """A leader's spell in REIGN."""

    country: str
    name: str
    start: int
    end: int


def leaders(path: Path) -> Iterator[Leader]:
    """REIGN's spells that reach past 1990; what has no year is skipped."""
    with path.open(encoding="utf-8", errors="replace", newline="") as file:
        for row in csv.DictReader(file):
            if row["syear"] and int(row["eyear"] or 2021) >= 1990:
                country = _ISO.get(row["stateabb"], row["stateabb"])
                yield Leader(country, row["leader"], int(row["syear"]), int(row["eyear"] or 2021))


def same_person(one: str, other: str) -> bool:
    """Whether a name may be the other's, of which REIGN often has the surname or a second one
    only."""
    words, others = set(sound_key(one).split()), set(sound_key(other).split())
    long = {word for word in words & others if len(word) > 1}
    return bool(long)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("source", type=Path, help="the folder with REIGN")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--sample", type=int, default=200)
    parser.add_argument(
        "--all", action="store_true", help="list what REIGN has and the register lacks"
    )
    arguments = parser.parse_args()
    known = list(leaders(arguments.source / REIGN))
    spells = [row for _, row in rows(DATA / "offices.tsv")]
    if arguments.all:
        return _list_missing(known, spells)
    drawn = random.Random(arguments.seed).sample(spells, arguments.sample)
    found: Counter[str] = Counter()
    for row in sorted(drawn, key=lambda each: (each["country"], each["office"], each["from"])):
        verdict = _verdict(row, known)
        found[verdict] += 1
        print(
            verdict,
            *(row[key] for key in ("country", "office", "from", "to", "source")),
            _name(row["actor"]),
            sep="\t",
        )
    print(dict(found))
    return 0


def _name(actor_id: str) -> str:
    actor = actor_by_id(actor_id)
    return actor.name if actor else actor_id


def _verdict(row: dict[str, str], known: list[Leader]) -> str:
    if row["office"] not in _LEADING or not row["from"]:
        return "to judge"
    year = int(row["from"][:4])
    theirs = [each for each in known if each.country == row["country"]]
    bearers = [each for each in theirs if same_person(each.name, _name(row["actor"]))]
    if not bearers:
        return "to judge"
    if any(each.start == year for each in bearers):
        return "same"
    return (
        "to judge"
        if all(each.end < year or each.start > year + 1 for each in bearers)
        else "other year"
    )


def _list_missing(known: list[Leader], spells: list[dict[str, str]]) -> int:
    found: Counter[str] = Counter()
    for leader in known:
        mine = [
            row
            for row in spells
            if row["country"] == leader.country
            and row["office"] in _LEADING
            and same_person(leader.name, _name(row["actor"]))
        ]
        years = [row["from"][:4] for row in mine]
        if not mine:
            verdict = "lacking"
        elif str(leader.start) in years:
            verdict = "same"
        else:
            verdict = "other year"
        found[verdict] += 1
        if verdict != "same":
            print(verdict, leader.country, leader.name, leader.start, leader.end, years, sep="\t")
    print(dict(found))
    return 0


if __name__ == "__main__":
    sys.exit(main())
