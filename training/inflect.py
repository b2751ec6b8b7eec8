"""The forms of an English verb, by rule and by the exceptions in frames/verbs.toml."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

FRAMES = Path(__file__).with_name("frames")
_SIBILANTS = ("s", "x", "z", "ch", "sh")


@cache
def _exceptions() -> dict[str, Any]:
    table = tomllib.loads((FRAMES / "verbs.toml").read_text(encoding="utf-8"))
    return {"irregular": table["irregular"], "doubled": frozenset(table["doubled"]["words"])}


def inflect(verb: str, form: str) -> str:
    """`verb` in a form: base, pres (third person), past, pp or ing."""
    known = _exceptions()["irregular"].get(verb)
    if form in ("past", "pp") and known:
        parts = known.split()
        return str(parts[0] if form == "past" else parts[-1])
    if form == "pres":
        return _third_person(verb)
    if form == "ing":
        return _stem(verb, "ing") + "ing"
    if form in ("past", "pp"):
        return _stem(verb, "ed") + "ed"
    if form == "base":
        return verb
    raise ValueError(f"'{form}' is no form of a verb (base, pres, past, pp, ing)")


def _after_consonant(verb: str) -> bool:
    return len(verb) > 1 and verb[-2] not in "aeiou"


def _third_person(verb: str) -> str:
    if verb.endswith("y") and _after_consonant(verb):
        return verb[:-1] + "ies"
    return verb + ("es" if verb.endswith(_SIBILANTS) or verb == "go" else "s")


def _stem(verb: str, ending: str) -> str:
    """What the ending is put to: "bann", "arriv", "carri"."""
    if verb in _exceptions()["doubled"]:
        return verb + verb[-1]
    if verb.endswith("ie") and ending == "ing":
        return verb[:-2] + "y"
    if verb.endswith("e") and not (ending == "ing" and verb.endswith(("ee", "oe", "ye"))):
        return verb[:-1]
    if verb.endswith("y") and ending == "ed" and _after_consonant(verb):
        return verb[:-1] + "i"
    return verb
