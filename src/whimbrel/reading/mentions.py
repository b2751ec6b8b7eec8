"""Who and what is named in a text: names, roles, groups, bodies, and the pronouns for them.

A name's span is the name alone; the title or office said with it is the mention's `role`. A mention
without a name is the noun phrase by the record's convention (`phrases.noun_phrase`). `ROLE` is one
person described by office, function, nature or kinship, `GROUP` several people or a band, `ORG`
also a body by common noun ("the ministry"), `GPE` also "the country".
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from whimbrel.reading.found_names import is_role_word, is_title
from whimbrel.reading.lexicon import word_list
from whimbrel.reading.phrases import head_of_tokens, noun_phrase
from whimbrel.reading.text import Reading, Token
from whimbrel.records import Mention, MentionKind, Span

PRONOUNS: dict[str, MentionKind] = {
    **dict.fromkeys(("he", "him", "his", "himself"), "PERSON"),
    **dict.fromkeys(("she", "her", "hers", "herself"), "PERSON"),
    **dict.fromkeys(("i", "me", "my", "mine", "myself"), "PERSON"),
    **dict.fromkeys(("they", "them", "their", "theirs", "themselves"), "GROUP"),
    **dict.fromkeys(("we", "us", "our", "ours", "ourselves"), "GROUP"),
    **dict.fromkeys(("it", "its", "itself"), "ORG"),
}
"""Personal pronouns and the kind that each has until its antecedent is known."""


@dataclass(frozen=True, slots=True)
class _Seen:
    span: Span
    kind: MentionKind
    role: str | None = None


def find_mentions(reading: Reading) -> tuple[Mention, ...]:
    """The mentions in the text's order, with ids `m0`, `m1`, ... and no links yet.

    Pronouns are among them, with the kind that fits the pronoun; `coreference.link` gives them the
    kind of what they stand for and drops those that stand for nobody.
    """
    seen = [*_names(reading), *_descriptions(reading), *_pronouns(reading)]
    seen.sort(key=lambda each: (each.span.start, -each.span.end))
    return tuple(
        Mention(
            start=each.span.start,
            end=each.span.end,
            text=each.span.text,
            id=f"m{number}",
            kind=each.kind,
            role=each.role,
        )
        for number, each in enumerate(seen)
    )


def _names(reading: Reading) -> Iterator[_Seen]:
    for name in dict.fromkeys(reading.name_at.values()):
        inside = reading.tokens_in(name.start, name.end)
        role = role_of_name(reading, inside) if name.kind == "PERSON" else None
        yield _Seen(reading.span(name.start, name.end), name.kind, role)


def _descriptions(reading: Reading) -> Iterator[_Seen]:
    for token in reading.tokens:
        if token.pos not in ("NOUN", "PROPN", "ADJ", "X") or token.i in reading.name_at:
            continue
        kind = kind_of_noun(token)
        if kind is None or _is_part_of_name(reading, token) or _is_modifier(token):
            continue
        if kind == "GPE" and not _is_definite(reading, token):
            continue
        if kind == "ROLE" and _is_bare_predicate(reading, token):
            continue
        yield _Seen(noun_phrase(reading, token.i), kind)


def kind_of_noun(token: Token) -> MentionKind | None:
    """The kind of party that a common noun names; null where it names none."""
    if token.tag not in ("NN", "NNS", "NNP", "NNPS"):
        return None
    plural = token.tag in ("NNS", "NNPS")
    for form in (token.lower, token.lemma, token.lower.rstrip("s")):
        for list_name, one, many in _KINDS:
            if form in word_list(list_name, "nouns"):
                return many if plural and form != token.lower else one
    return None


_KINDS: tuple[tuple[str, MentionKind, MentionKind], ...] = (
    ("groups", "GROUP", "GROUP"),
    ("bodies", "ORG", "ORG"),
    ("roles", "ROLE", "GROUP"),
    ("persons", "ROLE", "GROUP"),
    ("polities", "GPE", "GPE"),
)


def _is_part_of_name(reading: Reading, token: Token) -> bool:
    # A title or an apposed office before a name is that name's role, no mention of its own.
    head = reading.tokens[token.head]
    if token.dep in ("compound", "nmod", "amod") and head.i in reading.name_at:
        return True
    following = reading.name_at.get(token.i + 1)
    return (
        following is not None
        and following.kind == "PERSON"
        and any(child.dep == "appos" for child in reading.dependents(token.i))
    )


def _is_modifier(token: Token) -> bool:
    return token.dep in ("compound", "nmod", "amod", "npadvmod")


def _is_bare_predicate(reading: Reading, token: Token) -> bool:
    """ "Taken hostage", "as president": one person's noun that stands alone and is no subject."""
    if token.dep in ("nsubj", "nsubjpass", "appos", "ROOT", "agent"):
        return False
    return not reading.dependents(token.i, "det", "poss", "nummod", "amod", "compound", "nmod")


def _is_definite(reading: Reading, token: Token) -> bool:
    return any(
        child.dep == "poss" or child.lower in ("the", "this", "that", "these", "those", "both")
        for child in reading.dependents(token.i, "det", "poss", "predet")
    )


def _pronouns(reading: Reading) -> Iterator[_Seen]:
    for token in reading.tokens:
        kind = PRONOUNS.get(token.lower)
        if kind is None or token.pos not in ("PRON", "DET"):
            continue
        if token.dep == "expl" or (token.lower == "it" and _is_empty_it(reading, token)):
            continue
        yield _Seen(reading.span(token.start, token.end), kind)


def _is_empty_it(reading: Reading, token: Token) -> bool:
    """The "it" of weather, time and clefts: "it rained", "it is clear that"."""
    if token.dep not in ("nsubj", "nsubjpass"):
        return False
    verb = reading.tokens[token.head]
    if verb.lemma in word_list("weather_verbs"):
        return True
    complements = reading.dependents(verb.i, "acomp", "attr")
    clauses = reading.dependents(verb.i, "ccomp", "xcomp", "advcl", "csubj")
    if verb.lemma in ("be", "seem", "appear", "become", "remain") and complements:
        inner = [
            c for each in complements for c in reading.dependents(each.i, "ccomp", "xcomp", "relcl")
        ]
        return bool(inner) or any(
            any(
                m.lower in ("that", "to", "whether") for m in reading.dependents(c.i, "mark", "aux")
            )
            for c in clauses
        )
    return verb.lemma in ("seem", "appear", "happen", "turn") and bool(clauses)


def role_of_name(reading: Reading, inside: tuple[Token, ...]) -> str | None:
    """The office said with a person's name, as written: before it ("Prime Minister"), or after it
    between commas ("the defence minister", "one of the commanders of the militia")."""
    title = _title_before(reading, inside[0].i)
    if title is None or words_are_ranks(title):
        return _apposed_office(reading, inside) or title
    return title


def words_are_ranks(title: str) -> bool:
    """Whether a title is a military rank or a courtesy alone, which an office outweighs."""
    return all(word in word_list("ranks", "names") for word in title.lower().split())


def _title_before(reading: Reading, first: int) -> str | None:
    start = first
    while start > 0 and _is_title_word(reading, start - 1, first):
        start -= 1
    words = reading.tokens[start:first]
    while words and words[0].lower in ("the", "and"):
        words = words[1:]
    if not any(is_role_word(word) or _is_rank(word) for word in words):
        return None
    return reading.text[words[0].start : words[-1].end]


def _is_rank(word: Token) -> bool:
    courtesy = ("mr", "mr.", "mrs", "mrs.", "ms", "ms.", "miss", "sir", "dr", "dr.")
    return word.lower in word_list("titles", "names") and word.lower not in courtesy


def _is_title_word(reading: Reading, i: int, first: int) -> bool:
    token = reading.tokens[i]
    if token.sentence != reading.tokens[first].sentence or i in reading.name_at:
        return False
    following = reading.tokens[i + 1]
    if "\n" in reading.text[token.end : following.start]:
        return False
    if is_role_word(token) or token.lower in word_list("titles", "names"):
        return token.tag not in ("NNS", "NNPS")
    if token.text == "." and token.start == reading.tokens[i - 1].end:
        return is_title(reading.tokens[i - 1])
    # Inside a title: "foreign", "finance", "-".
    return token.dep in ("compound", "amod", "nmod") and token.lower in word_list("title_parts")


def _apposed_office(reading: Reading, inside: tuple[Token, ...]) -> str | None:
    head = head_of_tokens(reading, inside[0].i, inside[-1].i)
    for child in reading.dependents(head, "appos"):
        if child.i > inside[-1].i and child.i not in reading.name_at:
            office = _office(reading, child)
            if office is not None:
                return office
    above = reading.tokens[reading.tokens[head].head]
    if reading.tokens[head].dep == "appos" and above.i not in reading.name_at:
        return _office(reading, above)
    return None


def _office(reading: Reading, token: Token) -> str | None:
    """The phrase of an office without its leading article."""
    holder = token
    if token.lower in ("one", "another", "some"):
        holders = [
            o for p in reading.dependents(token.i, "prep") for o in reading.dependents(p.i, "pobj")
        ]
        holder = holders[0] if holders else token
    if not is_role_word(holder) and kind_of_noun(holder) != "ROLE":
        return None
    text = noun_phrase(reading, token.i).text
    first, _, rest = text.partition(" ")
    return rest if first.lower() in ("the", "a", "an") and rest else text
