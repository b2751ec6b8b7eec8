"""What a figure counts, from the counted noun and what befalls it."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import cast

from whimbrel.coding.cells import Cell, Stretch
from whimbrel.coding.figures import Figure
from whimbrel.coding.lexicon import table
from whimbrel.reading.text import Reading, Token
from whimbrel.records import CountedThing


@dataclass(frozen=True, slots=True)
class Counted:
    """What is counted: its kind, its unit (persons, or the noun), and the noun, null if left out.

    `told` says that the words around it decided the kind (rather than the noun, or nothing).
    """

    what: CountedThing
    unit: str | None
    noun: Token | None
    told: bool


@cache
def _words(section: str) -> dict[str, CountedThing]:
    lists = table("quantities")[section]
    return {word: cast(CountedThing, what) for what, words in lists.items() for word in words}


@cache
def _states() -> dict[str, CountedThing]:
    return {
        word: cast(CountedThing, what)
        for what, words in table("quantities")["states"].items()
        for word in words
    }


@cache
def _people() -> frozenset[str]:
    return frozenset(table("quantities")["people"]["words"])


_PERSONAL: frozenset[str] = frozenset(
    ("killed", "wounded", "arrested", "displaced", "protesters", "troops", "personnel")
)


def counted_by(reading: Reading, figure: Figure) -> Counted:
    """What a plain figure counts in its sentence."""
    number = last_token(reading, figure)
    noun = counted_noun(reading, number)
    at = noun or number
    what = _befallen(reading, at, number)
    if what is None:
        what = _toll(reading, number, noun)
    noun_kind = _words("deeds").get(noun.lemma) or _words("deeds").get(noun.lower) if noun else None
    person = noun is not None and is_person(noun)
    if what == "protesters" and noun_kind in ("troops", "personnel", "weapons"):
        what = None
    if what is not None and noun is not None and not (person or noun_kind or _of_people(noun)):
        what = None
    told = what is not None
    kind = what or noun_kind or "other"
    if what in ("arrested", "displaced") and noun_kind == "weapons":
        kind = "weapons"
    unit = "persons" if kind in _PERSONAL or person else _unit(noun, kind)
    if kind in ("troops", "personnel") and noun is not None and not person:
        unit = noun.lower
    return Counted(kind, unit, noun, told)


def counted_in_cell(reading: Reading, cell: Cell) -> Counted:
    """What the figure of a table's cell counts, by the words at the head of its column and row: the
    one that tells what befell people, else the column's. Of a table no sentence says anything."""
    heads = [head for head in (cell.column, cell.row) if head]
    told = [kind for head in heads if (kind := _kind_told(reading, head)) is not None]
    befell = [kind for kind in told if kind in _BEFALLING]
    what: CountedThing = (befell or told or ["other"])[0]
    people = any(is_person(token) for head in heads for token in _tokens_of(reading, head))
    unit = "persons" if what in _PERSONAL or people else _unit(None, what)
    return Counted(what, unit, None, bool(told))


_BEFALLING = ("killed", "wounded", "arrested", "displaced")


def _kind_told(reading: Reading, head: Stretch) -> CountedThing | None:
    """The one kind that the words of a table's head tell; none where they tell several ("killed and
    wounded")."""
    kinds: set[CountedThing] = set()
    for token in _tokens_of(reading, head):
        for known in (_states(), _words("tolls"), _words("deeds")):
            if kind := known.get(token.lower) or known.get(token.lemma):
                kinds.add(kind)
                break
    return kinds.pop() if len(kinds) == 1 else None


def _tokens_of(reading: Reading, head: Stretch) -> Sequence[Token]:
    return reading.tokens_in(head.start, head.end)


def _unit(noun: Token | None, kind: str) -> str | None:
    if kind == "votes":
        return "votes"
    return noun.lower if noun is not None else None


def _of_people(noun: Token) -> bool:
    return noun.pos == "PROPN" or noun.lower.endswith(("men", "women", "ers", "ists"))


def is_person(noun: Token) -> bool:
    """Whether a noun names people."""
    if noun.lemma in _people() or noun.lower in _people():
        return True
    what = _words("deeds").get(noun.lemma)
    if what in ("protesters", "personnel"):
        return True
    if noun.pos == "PROPN" and noun.lower.endswith(("ians", "eans", "cans", "ese", "is", "ites")):
        return True  # Haitians, Saudis
    return noun.lower.endswith(("men", "women")) and len(noun.lower) > 5


def first_token(reading: Reading, start: int) -> int:
    """Index of the token that holds the character at `start`, or the next one."""
    at = bisect_left(reading.token_starts, start)
    between = at == len(reading.tokens) or reading.tokens[at].start > start
    if at > 0 and between and reading.tokens[at - 1].end > start:
        at -= 1
    return min(at, len(reading.tokens) - 1)


def last_token(reading: Reading, figure: Figure) -> Token:
    """The last token of the figure."""
    at = bisect_left(reading.token_starts, figure.end)
    return reading.tokens[max(0, at - 1)]


_NOUN_TAGS = ("NOUN", "PROPN")
_APART = (",", ";", "and", "of", "in")


def counted_noun(reading: Reading, number: Token) -> Token | None:
    """The noun that the number counts, null where it is left out ("killing two")."""
    tokens = reading.tokens
    sentence = reading.sentences[number.sentence]
    at = number.i + 1
    if at < sentence.last and tokens[at].lower == "of":
        return _noun_after_of(reading, at + 1, sentence.last)
    head = tokens[number.head]
    near = number.i < head.i <= number.i + 7 and head.pos in _NOUN_TAGS
    if near and not any(t.lower in _APART for t in tokens[number.i + 1 : head.i]):
        return head
    return _next_noun(reading, at, sentence.last)


def _noun_after_of(reading: Reading, at: int, end: int) -> Token | None:
    tokens = reading.tokens
    while at < end and at < len(tokens) and tokens[at].pos in ("DET", "ADJ", "NUM", "ADV", "PRON"):
        at += 1
    if at < end and tokens[at].pos in _NOUN_TAGS:
        return _last_of_run(reading, at, end)
    return None


def _next_noun(reading: Reading, at: int, end: int) -> Token | None:
    tokens = reading.tokens
    steps = 0
    while at < end and steps < 5:
        token = tokens[at]
        if token.pos in _NOUN_TAGS:
            return _last_of_run(reading, at, end)
        if token.pos == "ADJ" or (
            token.tag in ("VBN", "VBG", "JJ") and _before_noun(reading, at, end)
        ):
            at, steps = at + 1, steps + 1
            continue
        if token.lower in ("more", "other", "-", "further"):
            at, steps = at + 1, steps + 1
            continue
        return None
    return None


def _before_noun(reading: Reading, at: int, end: int) -> bool:
    return at + 1 < end and reading.tokens[at + 1].pos in _NOUN_TAGS


def _last_of_run(reading: Reading, at: int, end: int) -> Token:
    tokens = reading.tokens
    while (
        at + 1 < end
        and tokens[at + 1].pos in _NOUN_TAGS
        and tokens[at + 1].start <= tokens[at].end + 1
    ):
        at += 1
    return tokens[at]


# ------------------------------------------------------------------- what befalls them


def _befallen(reading: Reading, at: Token, number: Token) -> CountedThing | None:
    """What the verbs around the counted noun say of it."""
    tokens = reading.tokens
    for before in (number, at):
        following = tokens[before.i + 1] if before.i + 1 < len(tokens) else None
        if following is not None and following.sentence == at.sentence:
            told = _states().get(following.lower)
            if told is not None:
                return told
    for child in reading.dependents(at.i, "acl", "relcl"):
        if what := _of_clause(reading, child):
            return what
    top = _role_bearer(reading, at, number)
    governor = tokens[top.head]
    if top.dep == "nsubjpass":
        return _befell(reading, governor) or _reported(reading, governor)
    if top.dep in ("nsubj",):
        return _did(reading, governor)
    if top.dep in ("dobj", "attr", "oprd"):
        return _befell(reading, governor)
    if top.dep == "pobj" and governor.lower in ("to", "for"):
        return _given_to(reading, tokens[governor.head])
    if top.dep == "pobj" and governor.lower == "of":
        return (
            _words("deeds").get(tokens[governor.head].lemma)
            if _is_deed(tokens[governor.head])
            else None
        )
    return None


def _is_deed(token: Token) -> bool:
    what = _words("deeds").get(token.lemma)
    return what in ("killed", "wounded", "arrested", "displaced")


def _given_to(reading: Reading, verb: Token) -> CountedThing | None:
    """As in "granted asylum to 3,200 people"."""
    for child in reading.dependents(verb.i, "dobj"):
        if _is_deed(child):
            return _words("deeds").get(child.lemma)
    return None


_COLLECTIVES = ("total", "number", "group", "crowd", "column", "contingent", "majority", "rest")


def _role_bearer(reading: Reading, token: Token, number: Token) -> Token:
    """The noun that stands for the counted ones in the clause: "a total of 133 demonstrators"."""
    top = _top_conjunct(reading, token)
    preposition = reading.tokens[top.head]
    if top.dep == "pobj" and preposition.lower == "of":
        whole = reading.tokens[preposition.head]
        if whole.lower in _COLLECTIVES or number.i - 3 <= whole.i <= number.i:
            return _top_conjunct(reading, whole)
    return top


def _top_conjunct(reading: Reading, token: Token) -> Token:
    tokens = reading.tokens
    for _ in range(6):
        if token.dep in ("conj", "appos", "compound", "nummod") and token.head != token.i:
            if tokens[token.head].pos in ("VERB", "AUX"):
                break
            token = tokens[token.head]
        else:
            break
    return token


def _of_clause(reading: Reading, verb: Token) -> CountedThing | None:
    if verb.tag == "VBN" and not reading.dependents(verb.i, "nsubj"):
        return _befell(reading, verb)
    if reading.dependents(verb.i, "nsubjpass"):
        return _befell(reading, verb)
    if verb.dep == "relcl":
        return _did(reading, verb)
    return None


def _befell(reading: Reading, verb: Token) -> CountedThing | None:
    return _words("befell").get(verb.lemma)


def _reported(reading: Reading, verb: Token) -> CountedThing | None:
    """As in "were reported killed", "are feared dead", "were found injured"."""
    for child in reading.dependents(verb.i, "xcomp", "oprd", "acomp", "ccomp"):
        if what := _states().get(child.lower) or _befell(reading, child):
            return what
    return None


def _did(reading: Reading, verb: Token) -> CountedThing | None:
    if verb.tag == "VBN" and reading.dependents(verb.i, "auxpass"):
        return _befell(reading, verb)
    found = _words("did").get(verb.lemma) or _suffered(reading, verb) or _voted(reading, verb)
    if found is None and verb.lemma in table("quantities")["gathered"]["protesters"]:
        found = _at_a_protest(reading, verb)
    if found is None and verb.tag == "VBN" and not reading.dependents(verb.i, "aux"):
        # "four wounded", a clause that left its "were" out.
        return _befell(reading, verb)
    if found is None and verb.lemma == "be":
        for child in reading.dependents(verb.i, "acomp", "attr"):
            if told := _states().get(child.lower):
                return told
    return found


def _suffered(reading: Reading, verb: Token) -> CountedThing | None:
    """As in "suffered a slight wound", "sustained injuries", "lost their lives"."""
    if verb.lemma not in ("suffer", "sustain", "lose", "receive"):
        return None
    for child in reading.dependents(verb.i, "dobj"):
        if verb.lemma == "lose" and child.lemma == "life":
            return "killed"
        if verb.lemma != "lose" and child.lemma in ("wound", "injury", "burn"):
            return "wounded"
    return None


def _voted(reading: Reading, verb: Token) -> CountedThing | None:
    """As in "Thirteen members were in favour, three against"."""
    if verb.lemma != "be":
        return None
    for child in reading.dependents(verb.i, "prep"):
        inner = reading.dependents(child.i, "pobj")
        if child.lower == "against" or (inner and inner[0].lower in ("favour", "favor")):
            return "votes"
    return None


def _at_a_protest(reading: Reading, verb: Token) -> CountedThing | None:
    words = table("quantities")["gathered"]["words"]
    sentence = reading.sentences[verb.sentence]
    told = any(token.lower in words for token in reading.sentence_tokens(sentence))
    return "protesters" if told else None


def _toll(reading: Reading, number: Token, noun: Token | None) -> CountedThing | None:
    """A noun that stands before the bare figure: "put the crowd at 20,000"."""
    if noun is not None:
        return None
    tokens = reading.tokens
    sentence = reading.sentences[number.sentence]
    for i in range(number.i - 1, max(sentence.first - 1, number.i - 12), -1):
        if what := _words("tolls").get(tokens[i].lower):
            return what
    for token in tokens[number.i + 1 : min(sentence.last, number.i + 4)]:
        if what := _states().get(token.lower):
            return what
    return None
