"""The words that attribute: verbs and nouns of saying, and how they are built."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import cast

from whimbrel.coding.lexicon import table
from whimbrel.records import Stance


@dataclass(frozen=True, slots=True)
class Frame:
    """How one verb is built with its content. `quoted`: only where words of it are quoted."""

    name: str
    stance: Stance
    quoted: bool = False


@cache
def verb_frames(wide: bool) -> Mapping[str, tuple[Frame, ...]]:
    """For each verb ("say", "point out") its frames; of one name the telling stance holds."""
    found: dict[str, dict[str, Frame]] = {}
    for group in table("claims")["verb"]:
        if group.get("wide") and not wide:
            continue
        stance = cast(Stance, group["stance"])
        quoted = set(group.get("quoted_frames", ()))
        for verb in group["verbs"]:
            frames = found.setdefault(verb, {})
            for name in group["frames"]:
                known = frames.get(name)
                if known is None or (known.stance == "asserts" and stance != "asserts"):
                    frames[name] = Frame(name, stance, name in quoted and not wide)
    if wide:
        for name, verbs in table("attitudes")["verbs"].items():
            for verb in verbs:
                found.setdefault(verb, {}).setdefault(name, Frame(name, "asserts"))
    return {verb: tuple(frames.values()) for verb, frames in found.items()}


@cache
def noun_stances() -> Mapping[str, Stance]:
    """For each noun that can hold a clause of content ("claim", "warning") its stance."""
    return {
        noun: cast(Stance, stance)
        for stance, nouns in table("claims")["noun"].items()
        for noun in nouns
    }


@cache
def words(name: str) -> frozenset[str]:
    """A closed list of the lexicon by its name in the table `words`, lower case."""
    return frozenset(table("claims")["words"][name])


@cache
def attitude_words(name: str) -> frozenset[str]:
    """A list of the words for beliefs, wishes and attitudes, lower case."""
    return frozenset(table("attitudes")["words"][name])
