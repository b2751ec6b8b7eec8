"""What each short form, description and pronoun refers back to inside its document.

Three passes over the mentions. Names that are spellings, parts or acronyms of one another are one
party; definite descriptions ("the ministry", "the prime minister", "the group") and pronouns are
then read in the text's order, each against the parties met so far. What two parties fit equally
well stays open: a link that is not there is better than a wrong one.
"""

from __future__ import annotations

from dataclasses import replace

from whimbrel.reading.descriptions import DescriptionReader
from whimbrel.reading.mentions import PRONOUNS
from whimbrel.reading.parties import Parties, Party, Seen, see
from whimbrel.reading.phrases import head_token
from whimbrel.reading.pronouns import PronounReader
from whimbrel.reading.same_name import gather_names
from whimbrel.reading.text import Reading
from whimbrel.records import Mention


def link(reading: Reading, mentions: tuple[Mention, ...]) -> tuple[Mention, ...]:
    """The mentions with `head` filled where the text makes clear who is meant.

    `head` is the id of the fullest mention of the chain (null on that mention itself). Pronouns
    take the kind of what they stand for; an "it" that stands for no party is no mention and goes.
    Ids count anew from `m0` in the text's order.
    """
    parties = Parties(reading, _look_at(reading, mentions))
    gather_names(parties)
    descriptions, pronouns = DescriptionReader(parties), PronounReader(parties)
    for seen in parties.seen:
        if seen.is_pronoun:
            _join_if_clear(parties, seen, pronouns.antecedent(seen))
        elif not seen.is_name:
            party = descriptions.antecedent(seen)
            if party is None:
                parties.begin(seen)
            else:
                parties.join(seen, party)
        descriptions.note(seen)
        pronouns.note(seen)
    for seen in parties.seen:
        # Who says "we" is often named only after the quotation.
        if seen.is_pronoun and parties.of(seen) is None:
            _join_if_clear(parties, seen, pronouns.speaker(seen))
    for seen in parties.seen:
        named, described = descriptions.named_later(seen), parties.of(seen)
        if named is not None and described is not None and not described.has_name:
            parties.merge(named, described)
    return _numbered(parties)


def _join_if_clear(parties: Parties, seen: Seen, party: Party | None) -> None:
    if party is not None:
        parties.join(seen, party)


def _look_at(reading: Reading, mentions: tuple[Mention, ...]) -> list[Seen]:
    found = []
    for place, mention in enumerate(mentions):
        head = head_token(reading, mention)
        if head is not None:
            is_pronoun = mention.text.lower() in PRONOUNS and head.i not in reading.name_at
            found.append(see(reading, mention, place, head, is_pronoun))
    return found


def _numbered(parties: Parties) -> tuple[Mention, ...]:
    kept = [
        seen
        for seen in parties.seen
        if parties.of(seen) is not None
        or not seen.head.lower.startswith("it")
        or not seen.is_pronoun
    ]
    new_id = {seen.mention.id: f"m{number}" for number, seen in enumerate(kept)}
    linked = []
    for seen in kept:
        mention = replace(seen.mention, id=new_id[seen.mention.id])
        party = parties.of(seen)
        if party is not None and party.fullest.id != seen.mention.id:
            fullest = party.fullest
            kind = fullest.kind if seen.is_pronoun else mention.kind
            mention = replace(mention, head=new_id[fullest.id], kind=kind)
        linked.append(mention)
    return tuple(linked)
