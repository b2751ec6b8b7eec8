"""Which names of a document are one party's: spellings, short forms and acronyms."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from itertools import pairwise

from whimbrel.reading.lexicon import country_of_name, people_words, place_names, word_list
from whimbrel.reading.parties import Parties, Party, Seen
from whimbrel.reading.spelling import Spellings, fold, name_parts, same_word


def gather_names(parties: Parties) -> None:
    """Give every name a party. Longer names come first, so that a short form finds its full one
    also where the headline has the short form."""
    names = [seen for seen in parties.seen if seen.is_name]
    persons = [seen for seen in names if seen.mention.kind == "PERSON"]
    others = [seen for seen in names if seen.mention.kind != "PERSON"]
    _gather_persons(parties, persons)
    _gather_others(parties, others)


def _gather_persons(parties: Parties, persons: list[Seen]) -> None:
    ordered = sorted(persons, key=lambda seen: (-len(name_parts(seen.mention.text)), seen.place))
    known = _KnownPersons()
    by_parts: dict[tuple[str, ...], Party] = {}
    for seen in ordered:
        parts = name_parts(seen.mention.text)
        party = by_parts.get(parts)
        if party is None:
            fits = _distinct(known.short_for(parts))
            fits = fits if len(fits) <= 1 else _of_gender(fits, seen)
            if len(fits) > 1:
                # Two people of one surname: nobody can say which is meant.
                parties.begin(seen)
                continue
            party = fits[0] if fits else None
        if party is None:
            party = parties.begin(seen)
        else:
            parties.join(seen, party)
        if parts not in by_parts:
            by_parts[parts] = party
            known.add(parts, party)


class _KnownPersons:
    """Persons by the words of their names, longest names first."""

    def __init__(self) -> None:
        # By the first letter of each word, then by the last word: what a short form shares with
        # its full name.
        self._by_last: dict[str, Spellings[tuple[tuple[str, ...], Party]]] = {}
        self._by_first: dict[str, list[Party]] = defaultdict(list)

    def add(self, parts: tuple[str, ...], party: Party) -> None:
        if not parts:
            return
        for letter in {part[0] for part in parts}:
            self._by_last.setdefault(letter, Spellings()).add(parts[-1], (parts, party))
        if len(parts) > 1:
            self._by_first[parts[0]].append(party)

    def short_for(self, short: tuple[str, ...]) -> list[Party]:
        """The persons whose name this may be a short form or another spelling of."""
        if not short or short[0][0] not in self._by_last:
            return []
        like = self._by_last[short[0][0]].like(short[-1])
        found = [party for full, party in like if _is_short_for(short, full)]
        return found + (self._by_first.get(short[0], []) if len(short) == 1 else [])


def _distinct(found: Iterable[Party]) -> list[Party]:
    return list({id(party): party for party in found}.values())


def _of_gender(fits: list[Party], seen: Seen) -> list[Party]:
    if seen.gender is None:
        return fits
    same = [party for party in fits if party.gender == seen.gender]
    return same or [party for party in fits if party.gender is None]


def _is_short_for(short: tuple[str, ...], full: tuple[str, ...]) -> bool:
    if len(short) == len(full):
        return all(same_word(a, b) for a, b in zip(short, full, strict=True))
    if len(short) > len(full):
        return False
    last = all(same_word(a, b) for a, b in zip(short, full[-len(short) :], strict=True))
    # "J. Smith" and middle names: first and last part agree.
    ends = (
        len(short) == 2
        and same_word(short[1], full[-1])
        and (short[0] == full[0] or (len(short[0]) == 1 and full[0].startswith(short[0])))
    )
    return last or ends


def _gather_others(parties: Parties, others: list[Seen]) -> None:
    by_key: dict[str, Party] = {}
    by_end: dict[tuple[str, ...], list[Party]] = defaultdict(list)
    by_shape: dict[tuple[str, int], Spellings[tuple[tuple[str, ...], Party]]] = {}
    by_initials: dict[str, list[Party]] = defaultdict(list)
    for seen in sorted(others, key=lambda s: (-len(name_parts(s.mention.text)), s.place)):
        text = seen.mention.text
        key, parts = _key(seen), name_parts(text)
        party = by_key.get(key)
        if party is None and parts:
            party = _only(
                _short_bodies(seen, parts, by_end)
                or _acronyms(text, by_initials)
                or _spellings(text, parts, by_shape.get(_shape(parts)))
            )
        if party is None:
            party = parties.begin(seen)
        else:
            parties.join(seen, party)
        if key not in by_key and parts:
            by_key[key] = party
            for start in range(1, len(parts)):
                by_end[parts[start:]].append(party)
            by_shape.setdefault(_shape(parts), Spellings()).add(parts[-1], (parts, party))
            for initials in _initials(text):
                by_initials[initials].append(party)
    _join_bracketed(parties, others)


def _key(seen: Seen) -> str:
    country = country_of_name().get(seen.mention.text)
    if country is not None:
        return country
    key = fold(seen.mention.text)
    # "the Georgian Dream party" and "Georgian Dream".
    first, _, last = key.rpartition(" ")
    return first if first and last in word_list("bands", "nouns") and " " in first else key


def _only(fits: list[Party]) -> Party | None:
    distinct = _distinct(fits)
    return distinct[0] if len(distinct) == 1 else None


def _short_bodies(
    seen: Seen, parts: tuple[str, ...], by_end: dict[tuple[str, ...], list[Party]]
) -> list[Party]:
    """ "The Junta" for "the Renamo Military Junta": the end of a longer name, a word for a body."""
    if seen.mention.kind not in ("ORG", "LOC", "FAC"):
        return []
    if parts[-1] not in word_list("body_words", "names"):
        return []
    return by_end.get(parts, [])


def _acronyms(text: str, by_initials: dict[str, list[Party]]) -> list[Party]:
    letters = text.replace(".", "")
    if not (2 <= len(letters) <= 8 and letters.isupper()):
        return []
    return by_initials.get(letters, [])


def _initials(text: str) -> set[str]:
    words = [word for word in text.replace("-", " ").split() if word[0].isalpha()]
    if len(words) < 2:
        return set()
    capitals = "".join(word[0] for word in words if word[0].isupper())
    return {capitals, "".join(word[0].upper() for word in words)}


def _shape(parts: tuple[str, ...]) -> tuple[str, int]:
    """What all spellings of a name have in common: its first letter and how many words it has."""
    return parts[0][0], len(parts)


def _spellings(
    text: str,
    parts: tuple[str, ...],
    known: Spellings[tuple[tuple[str, ...], Party]] | None,
) -> list[Party]:
    if known is None or _is_well_known(text):
        return []
    return [
        party
        for other, party in known.like(parts[-1])
        if all(same_word(a, b) for a, b in zip(parts, other, strict=True))
        and not _is_well_known(party.seen[0].mention.text)
    ]


def _is_well_known(text: str) -> bool:
    return text in people_words() or text in place_names()


def _join_bracketed(parties: Parties, others: list[Seen]) -> None:
    """ "the National Liberation Army (ELN)": a short form in brackets right after the name."""
    ordered = sorted(others, key=lambda seen: seen.mention.start)
    for before, after in pairwise(ordered):
        between = parties.reading.text[before.mention.end : after.mention.start]
        closing = parties.reading.text[after.mention.end : after.mention.end + 1]
        if between.strip() in ("(", '("', "(“") and closing in (")", '"', "”", ","):
            kept, other = parties.of(before), parties.of(after)
            if kept is not None and other is not None and before.mention.kind == after.mention.kind:
                parties.merge(kept, other)
