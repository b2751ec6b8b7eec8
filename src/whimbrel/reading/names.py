"""Names as the name finder saw them, with its common slips mended.

A small model finds most names and errs in their kind and at their edges. The mending is general:
whole words, no titles and articles, lists of well-known names, what stands before and after a name
("in X", "X fighters", "Mr X"), and one kind for all places where a document says the same name.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache

from whimbrel.reading.lexicon import people_words, place_names, word_list
from whimbrel.reading.spelling import fold, name_parts, same_word
from whimbrel.reading.text import Name, Reading, Token
from whimbrel.records import MentionKind

_DASHES = frozenset({"-", "--", "–", "—", "•", "*", "/", ":", ";", "(", ")", "|", '"', "“", "”"})
_ARTICLES = frozenset({"the", "a", "an"})
_PARTICLES = frozenset(
    {"al", "el", "bin", "ibn", "bint", "abu", "van", "von", "de", "der", "da", "ul"}
)
_INNER_MARKS = str.maketrans("", "", "-‑'’")
_SURE = 100
_INSIDE = frozenset({"in", "near", "at", "outside", "around", "across", "throughout"})


@dataclass(frozen=True, slots=True)
class _Found:
    """A name from token `first` to token `last`, both included."""

    first: int
    last: int
    kind: MentionKind


def corrected_names(reading: Reading) -> tuple[Name, ...]:
    """The names in the text's order, none overlapping another: without titles and articles, whole
    words only, well-known and repeated names added, one kind for each name of the document."""
    found = [piece for name in reading.names for piece in _pieces(reading, name)]
    found = [_widened(reading, each) for each in found]
    found = _with_known(reading, _apart(found))
    found = [each for each in found if not _is_no_name(reading, each, found)]
    found = _with_titled(reading, found)
    found = _with_acronyms(reading, found)
    found = _with_kinds(reading, found)
    found = _with_repetitions(reading, found)
    tokens = reading.tokens
    return tuple(Name(tokens[f.first].start, tokens[f.last].end, f.kind) for f in _apart(found))


def _text(reading: Reading, found: _Found) -> str:
    return reading.text[reading.tokens[found.first].start : reading.tokens[found.last].end]


def _pieces(reading: Reading, name: Name) -> Iterator[_Found]:
    """The parts of a raw name between blank lines, spaced dashes and the like, edges trimmed."""
    run: list[Token] = []
    end = _end_of_letters(name.start, reading.text[name.start : name.end])
    for token in (*reading.tokens_in(name.start, end), None):
        ends = token is None or (run and "\n\n" in reading.text[run[-1].end : token.start])
        if ends or (token is not None and token.text in _DASHES and _stands_alone(reading, token)):
            trimmed = _trimmed(run, name.kind)
            if trimmed:
                yield _Found(trimmed[0].i, trimmed[-1].i, name.kind)
            run = []
        if token is not None and not (token.text in _DASHES and _stands_alone(reading, token)):
            run.append(token)


def _end_of_letters(start: int, text: str) -> int:
    # Footnote marks stick to a name: "University.[1]".
    return start + next((at for at, c in enumerate(text) if c in "[]{}<>"), len(text))


def _stands_alone(reading: Reading, token: Token) -> bool:
    around = reading.text[max(0, token.start - 1) : token.end + 1]
    return token.text not in "-–" or any(c.isspace() for c in around) or token.start == 0


def _trimmed(run: list[Token], kind: MentionKind) -> list[Token]:
    while run and (run[-1].tag == "POS" or run[-1].pos == "PUNCT" or run[-1].lower in ("'s", "’s")):
        run = run[:-1]
    if len(run) > 2 and run[1].lower in _given_names():
        kind = "PERSON"
    titles = word_list("titles", "names") if kind == "PERSON" else frozenset()
    while run and (
        run[0].lower in _ARTICLES
        or run[0].lower in titles
        or run[0].pos in ("PUNCT", "SYM", "ADP", "CCONJ")
        or run[0].lower in _INSIDE
        or (run[0].text.islower() and len(run) > 2 and run[1].text == "-" and kind != "PERSON")
        or (kind == "PERSON" and is_role_word(run[0]))
    ):
        run = run[1:]
    return run


def is_role_word(token: Token) -> bool:
    """Whether the token names an office, a function or a kind of person."""
    lemma = token.lemma.lower()
    return lemma in word_list("roles", "nouns") or token.lower in word_list("roles", "nouns")


def _widened(reading: Reading, found: _Found) -> _Found:
    """Whole words across hyphens and apostrophes, and the proper nouns that belong to the name."""
    tokens, first, last, kind = reading.tokens, found.first, found.last, found.kind
    while first > 0 and _belongs_before(reading, first, last):
        first -= 1
    while last + 1 < len(tokens) and _belongs_after(reading, first, last, kind):
        last += 1
    while tokens[last].text in ("-", "'", "’") and last > first:
        last -= 1
    return replace(found, first=first, last=last)


def _touches(left: Token, right: Token) -> bool:
    return left.end == right.start


def _belongs_before(reading: Reading, first: int, last: int) -> bool:
    before, token = reading.tokens[first - 1], reading.tokens[first]
    if _touches(before, token):
        particle = before.lower in _PARTICLES
        hyphen = before.text in ("-", "‑") and reading.tokens[first - 2].lower in _PARTICLES
        return particle or (first > 1 and hyphen)
    if not _may_be_part(before) or before.lower in word_list("calendar_words"):
        return False
    if _text(reading, _Found(first - 1, first - 1, "ORG")) in (people_words() | place_names()):
        return False
    return before.dep in ("compound", "nmod") and first <= before.head <= last


def _belongs_after(reading: Reading, first: int, last: int, kind: MentionKind) -> bool:
    tokens = reading.tokens
    token, after = tokens[last], tokens[last + 1]
    if _touches(token, after):
        if after.tag == "POS" or after.lower in ("'s", "’s"):
            return False
        if after.text in ("-", "‑", "'", "’"):
            following = tokens[last + 2] if last + 2 < len(tokens) else None
            joined = (
                following is not None and _touches(after, following) and following.text[0].isalpha()
            )
            proper = kind == "PERSON" or (following is not None and following.text[0].isupper())
            return joined and proper and not _is_compound_tail(following)
        return token.text in ("-", "‑", "'", "’")
    if not _may_be_part(after, plural=True):
        return False
    if after.lower in word_list("body_words", "names") and after.text[0].isupper():
        return True
    return token.dep == "compound" and token.head == last + 1 and after.tag == "NNPS"


def _is_compound_tail(token: Token | None) -> bool:
    return (
        token is not None
        and token.tag[:2] in ("VB", "JJ", "NN")
        and token.lower
        in (
            "led",
            "backed",
            "based",
            "born",
            "controlled",
            "held",
            "run",
            "era",
            "style",
            "made",
            "funded",
            "allied",
            "occupied",
            "linked",
            "ruled",
            "trained",
        )
    )


def _may_be_part(token: Token, plural: bool = False) -> bool:
    if token.tag not in ("NNP", "NNPS") or not token.text[:1].isupper():
        return False
    if plural and token.tag == "NNPS":
        return True
    if token.lower in _INSIDE:
        return False
    return token.lower not in word_list("titles", "names") and not is_role_word(token)


def _apart(found: list[_Found]) -> list[_Found]:
    """Without overlaps: the longer of two wins, then the earlier; neighbours stay apart."""
    kept: list[_Found] = []
    taken: set[int] = set()
    for each in sorted(found, key=lambda f: (f.first - f.last, f.first)):
        places = range(each.first, each.last + 1)
        if not taken.intersection(places):
            kept.append(each)
            taken.update(places)
    return sorted(kept, key=lambda f: f.first)


@cache
def _known() -> dict[str, list[tuple[str, MentionKind]]]:
    """Well-known names by their first word, longest first."""
    kinds: dict[str, MentionKind] = {}
    for word in people_words():
        kinds[word] = "NORP"
    for word in word_list("known_regions", "names"):
        kinds[word] = "LOC"
    for word in place_names():
        kinds[word] = "GPE"
    for word in word_list("known_bodies", "names"):
        kinds[word] = "ORG"
    found: dict[str, list[tuple[str, MentionKind]]] = defaultdict(list)
    for phrase, kind in kinds.items():
        found[_first_word(phrase)].append((phrase, kind))
    for phrases in found.values():
        phrases.sort(key=lambda pair: -len(pair[0]))
    return dict(found)


_LETTERS = re.compile(r"[^\W_]*")


def _first_word(text: str, start: int = 0) -> str:
    return _LETTERS.match(text, start).group()  # type: ignore[union-attr]


_STRAIGHT = str.maketrans({"’": "'", "ʼ": "'", "‘": "'", "‑": "-", "\u00a0": " ", "\n": " "})


def _known_at(text: str, start: int) -> tuple[int, MentionKind] | None:
    """The longest well-known name that starts here: its end and kind."""
    word = _first_word(text, start)
    options = _known().get(word)
    if options is None and word.isupper() and len(word) > 3:
        options = _known().get(word.title())
    for phrase, kind in options or ():
        end = start + len(phrase)
        said = text[start:end].translate(_STRAIGHT)
        same = said == phrase or (said.isupper() and len(said) > 3 and said == phrase.upper())
        if same and not text[end : end + 1].isalnum():
            return end, kind
    return None


def _with_known(reading: Reading, found: list[_Found]) -> list[_Found]:
    """Well-known names added; where one covers raw names, it takes their place."""
    known: list[_Found] = []
    skip_to = 0
    for token in reading.tokens:
        if token.start < skip_to or not token.text[0].isupper():
            continue
        hit = _known_at(reading.text, token.start)
        if hit is None:
            continue
        inside = reading.tokens_in(token.start, hit[0])
        if inside[-1].end != hit[0] or _touches_word_before(reading, token):
            continue
        known.append(_Found(token.i, inside[-1].i, hit[1]))
        skip_to = hit[0]
    spots = {(f.first, f.last) for f in known}
    return _apart([*known, *(f for f in found if (f.first, f.last) not in spots)])


def _touches_word_before(reading: Reading, token: Token) -> bool:
    before = reading.text[max(0, token.start - 1) : token.start]
    return before.isalnum()


def _with_titled(reading: Reading, found: list[_Found]) -> list[_Found]:
    """Names that the name finder passed over after a person's title: "Lt. Col. Ana Ruiz"."""
    covered = {i for each in found for i in range(each.first, each.last + 1)}
    tokens = reading.tokens
    extra = []
    for token in tokens:
        if token.i in covered or not is_title(token) or token.tag != "NNP":
            continue
        first = token.i + 1
        if first < len(tokens) and tokens[first].text == "." and _touches(token, tokens[first]):
            first += 1
        last = first
        while last < len(tokens) and last not in covered and _is_plain_name_part(tokens[last]):
            last += 1
        if last > first and tokens[first].sentence == token.sentence:
            extra.append(_Found(first, last - 1, "PERSON"))
            covered.update(range(first, last))
    return sorted([*found, *extra], key=lambda each: each.first)


def is_title(token: Token) -> bool:
    """Whether the token is a title in capitals that stands before a person's name."""
    return token.text[:1].isupper() and token.lower in word_list("titles", "names")


def _is_plain_name_part(token: Token) -> bool:
    letters = token.text.translate(_INNER_MARKS)
    if token.tag != "NNP" or not letters.isalpha() or letters.islower():
        return False
    taken = people_words() | place_names()
    if token.lower in word_list("body_words", "names"):
        return False
    return not is_title(token) and not is_role_word(token) and token.text not in taken


def _with_acronyms(reading: Reading, found: list[_Found]) -> list[_Found]:
    """Words in capitals that stand in brackets after a name, or twice in the text."""
    covered = {i for each in found for i in range(each.first, each.last + 1)}
    ends = {each.last for each in found}
    parts = {fold(reading.tokens[i].text) for i in covered}
    capitals = [
        token
        for token in reading.tokens
        if _is_acronym(token) and token.i not in covered and fold(token.text) not in parts
    ]
    counts = Counter(token.text for token in capitals)
    extra = [
        _Found(token.i, token.i, "ORG")
        for token in capitals
        if counts[token.text] > 1
        or (token.i > 1 and reading.tokens[token.i - 1].text == "(" and token.i - 2 in ends)
    ]
    return sorted([*found, *extra], key=lambda each: each.first)


def _is_acronym(token: Token) -> bool:
    word = token.text
    if not (3 <= len(word) <= 8 and word.isalpha() and word.isupper()):
        return False
    return token.tag == "NNP" and word.lower() not in word_list("acronyms_of_no_body")


def _is_no_name(reading: Reading, found: _Found, all_found: list[_Found]) -> bool:
    tokens = reading.tokens[found.first : found.last + 1]
    if all(t.lower in word_list("never_names", "names") for t in tokens):
        return True
    if not any(c.isupper() for t in tokens for c in t.text):
        return True
    after = reading.tokens[found.last + 1 : found.last + 2]
    if (
        after
        and is_role_word(after[0])
        and all(t.lower in word_list("title_parts") for t in tokens)
    ):
        return True
    if found.kind == "PERSON" and len(tokens) > 1:
        return False
    if not _in_headline(reading, found) or _known_at(reading.text, tokens[0].start):
        return False
    said = _text(reading, found)
    if _kind_by_shape(said, tokens[-1]):
        return False
    return not any(
        _text(reading, each) == said or said in _text(reading, each).split()
        for each in all_found
        if each.first != found.first
    )


def _in_headline(reading: Reading, found: _Found) -> bool:
    """Whether the name stands in a line without a full stop whose words nearly all begin with a
    capital."""
    start = reading.text.rfind("\n", 0, reading.tokens[found.first].start) + 1
    end = reading.text.find("\n", start)
    line = reading.text[start : end if end >= 0 else None].rstrip()
    words = [w for w in line.split() if w[0].isalpha()]
    return (
        len(words) >= 4
        and line[-1:] not in ".:?!"
        and sum(w[0].isupper() for w in words) >= 0.7 * len(words)
    )


def _with_kinds(reading: Reading, found: list[_Found]) -> list[_Found]:
    votes: dict[str, Counter[MentionKind]] = defaultdict(Counter)
    keys = [fold(_text(reading, each)) for each in found]
    for key, each in zip(keys, found, strict=True):
        votes[key].update(_votes(reading, each))
    best = {key: max(counts.items(), key=lambda pair: pair[1])[0] for key, counts in votes.items()}
    people = [name_parts(key) for key, kind in best.items() if kind == "PERSON"]
    surnames = {parts[-1] for parts in people if len(parts) > 1}
    for key in best:
        parts = name_parts(key)
        if len(parts) != 1 or max(votes[key].values()) >= _SURE:
            continue
        if any(same_word(parts[0], surname) for surname in surnames):
            best[key] = "PERSON"
    return [replace(each, kind=best[key]) for key, each in zip(keys, found, strict=True)]


def _votes(reading: Reading, found: _Found) -> Counter[MentionKind]:
    """How strongly this one place speaks for each kind."""
    votes: Counter[MentionKind] = Counter({found.kind: 1})
    tokens = reading.tokens
    said, last = _text(reading, found), tokens[found.last]
    hit = _known_at(reading.text, tokens[found.first].start)
    if hit and hit[0] == last.end:
        votes[hit[1]] += _SURE
        return votes
    if _is_dateline(reading, found):
        votes["GPE"] += _SURE
        return votes
    by_shape = _kind_by_shape(said, last)
    if by_shape:
        votes[by_shape] += _SURE
        return votes
    if all(t.text in people_words() for t in tokens[found.first : found.last + 1]):
        votes["NORP"] += _SURE
        return votes
    for kind, weight in _context_votes(reading, found):
        votes[kind] += weight
    return votes


def _is_dateline(reading: Reading, found: _Found) -> bool:
    """Whether the name opens a paragraph and a spaced dash follows: "SARIWA, Oct. 3 - "."""
    first, last = reading.tokens[found.first], reading.tokens[found.last]
    if found.first and "\n" not in reading.text[reading.tokens[found.first - 1].end : first.start]:
        return False
    for token in reading.tokens[last.i + 1 : last.i + 12]:
        if token.text in ("-", "–", "—", "--") and _stands_alone(reading, token):
            return reading.text[first.start : token.start].count("\n") == 0
        if token.pos in ("VERB", "AUX", "DET"):
            return False
    return False


def _kind_by_shape(said: str, last: Token) -> MentionKind | None:
    if " " in said:
        for list_name, kind in _LAST_WORDS:
            if last.lower in word_list(list_name, "names"):
                return kind
    letters = said.replace(".", "")
    if 2 <= len(letters) <= 5 and letters.isalnum() and letters.isupper():
        return "ORG"
    return None


_LAST_WORDS: tuple[tuple[str, MentionKind], ...] = (
    ("body_words", "ORG"),
    ("water_and_land_words", "LOC"),
    ("place_words", "GPE"),
    ("built_words", "FAC"),
)


def _context_votes(reading: Reading, found: _Found) -> Iterator[tuple[MentionKind, int]]:
    tokens = reading.tokens
    first_word, _, rest = _text(reading, found).partition(" ")
    if rest and first_word.lower() in _given_names():
        yield "PERSON", 4
    before = tokens[found.first - 1] if found.first else None
    after = tokens[found.last + 1] if found.last + 1 < len(tokens) else None
    if before is not None and before.sentence == tokens[found.first].sentence:
        if before.lower in word_list("titles", "names") and before.text[0].isupper():
            yield "PERSON", _SURE
        elif before.lower in _INSIDE and not (after and after.tag == "POS"):
            yield "GPE", 4
        elif before.lower == "of" and found.first > 1:
            if tokens[found.first - 2].lower in word_list("place_words", "names"):
                yield "GPE", _SURE
        elif before.lemma in word_list("bands", "nouns"):
            yield "ORG", 3
    if after is not None and after.sentence == tokens[found.last].sentence:
        touching = after.start - tokens[found.last].end <= 1
        if touching and after.lower in word_list("place_words", "names"):
            yield "GPE", _SURE
        elif touching and after.pos == "NOUN" and after.lemma in word_list("bands", "nouns"):
            yield "ORG", 3
        elif after.lower == "who":
            yield "PERSON", 3
    yield from _votes_of_apposition(reading, found)


@cache
def _given_names() -> frozenset[str]:
    return word_list("male", "given_names") | word_list("female", "given_names")


def _votes_of_apposition(reading: Reading, found: _Found) -> Iterator[tuple[MentionKind, int]]:
    for i in range(found.first, found.last + 1):
        token = reading.tokens[i]
        others = reading.dependents(i, "appos")
        if token.dep == "appos":
            others = [*others, reading.tokens[token.head]]
        for other in others:
            if found.first <= other.i <= found.last or other.pos != "NOUN":
                continue
            if is_role_word(other) and other.tag == "NN":
                yield "PERSON", 4
            elif other.lemma in word_list("bands", "nouns") and other.tag == "NN":
                yield "ORG", 4


def _with_repetitions(reading: Reading, found: list[_Found]) -> list[_Found]:
    """Short and repeated names that the name finder passed over, as proper nouns elsewhere."""
    covered = {i for each in found for i in range(each.first, each.last + 1)}
    said: dict[str, MentionKind] = {}
    for each in found:
        text = _text(reading, each)
        said.setdefault(text, each.kind)
        if each.kind == "PERSON" and " " in text:
            said.setdefault(text.split()[-1], "PERSON")
            said.setdefault(_without_article(text.split()[-1]), "PERSON")
    by_first: dict[str, list[tuple[str, MentionKind]]] = defaultdict(list)
    for text, kind in said.items():
        if len(text) > 2:
            by_first[_first_word(text)].append((text, kind))
    extra: list[_Found] = []
    for token in reading.tokens:
        if token.i in covered or not token.text[0].isalpha():
            continue
        word = _first_word(token.text)
        if word.isupper() and len(word) > 3:
            word = word.title()
        for text, kind in sorted(by_first.get(word, ()), key=lambda pair: -len(pair[0])):
            end = token.start + len(text)
            here = reading.text[token.start : end]
            if (here != text and here != text.upper()) or reading.text[end : end + 1].isalnum():
                continue
            inside = reading.tokens_in(token.start, end)
            if inside[-1].end == end and any(t.tag in ("NNP", "NNPS") for t in inside):
                extra.append(_Found(token.i, inside[-1].i, kind))
                break
    return [*found, *extra]


def _without_article(surname: str) -> str:
    for article in ("al-", "Al-", "el-", "El-"):
        if surname.startswith(article):
            return surname[len(article) :]
    return surname
