"""Names as the name finder saw them, with its common slips mended.

A small model finds most names and errs in their kind and at their edges. The mending is general:
whole words, no titles and articles, lists of well-known names, what stands before and after a name
("in X", "X fighters", "Mr X"), and one kind for all places where a document says the same name.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import replace

from whimbrel.reading.found_names import (
    PLACE_PREPOSITIONS,
    FoundName,
    given_names,
    is_role_word,
    is_title,
    said_name,
    stands_alone,
)
from whimbrel.reading.known_names import first_word, known_at
from whimbrel.reading.lexicon import people_words, place_names, word_list
from whimbrel.reading.name_kinds import kind_by_shape, with_kinds
from whimbrel.reading.spelling import fold
from whimbrel.reading.text import Name, Reading, Token
from whimbrel.records import MentionKind

_DASHES = frozenset({"-", "--", "–", "—", "•", "*", "/", ":", ";", "(", ")", "|", '"', "“", "”"})
_ARTICLES = frozenset({"the", "a", "an"})
_PARTICLES = frozenset(
    {"al", "el", "bin", "ibn", "bint", "abu", "van", "von", "de", "der", "da", "ul"}
)
_INNER_MARKS = str.maketrans("", "", "-‑'’")


def corrected_names(reading: Reading) -> tuple[Name, ...]:
    """The names in the text's order, none overlapping another: without titles and articles, whole
    words only, well-known and repeated names added, one kind for each name of the document."""
    found = [piece for name in reading.names for piece in _pieces(reading, name)]
    found = [_widened(reading, each) for each in found]
    found = _with_known(reading, _apart(found))
    found = _without_capitals(reading, found)
    found = _with_titled(reading, found)
    found = _with_acronyms(reading, found)
    found = with_kinds(reading, found)
    found = _with_repetitions(reading, found)
    tokens = reading.tokens
    return tuple(Name(tokens[f.first].start, tokens[f.last].end, f.kind) for f in _apart(found))


def _pieces(reading: Reading, name: Name) -> Iterator[FoundName]:
    """The parts of a raw name between blank lines, spaced dashes and the like, edges trimmed."""
    run: list[Token] = []
    end = _end_of_letters(name.start, reading.text[name.start : name.end])
    for token in (*reading.tokens_in(name.start, end), None):
        ends = token is None or (run and "\n\n" in reading.text[run[-1].end : token.start])
        if ends or (token is not None and token.text in _DASHES and stands_alone(reading, token)):
            trimmed = _trimmed(run, name.kind)
            if trimmed:
                yield FoundName(trimmed[0].i, trimmed[-1].i, name.kind)
            run = []
        if token is not None and not (token.text in _DASHES and stands_alone(reading, token)):
            run.append(token)


def _end_of_letters(start: int, text: str) -> int:
    # Footnote marks stick to a name: "University.[1]".
    return start + next((at for at, c in enumerate(text) if c in "[]{}<>"), len(text))


def _trimmed(run: list[Token], kind: MentionKind) -> list[Token]:
    while run and (run[-1].tag == "POS" or run[-1].pos == "PUNCT" or run[-1].lower in ("'s", "’s")):
        run = run[:-1]
    if len(run) > 2 and run[1].lower in given_names():
        kind = "PERSON"
    titles = word_list("titles", "names") if kind == "PERSON" else frozenset()
    while run and (
        run[0].lower in _ARTICLES
        or run[0].lower in titles
        or run[0].pos in ("PUNCT", "SYM", "ADP", "CCONJ")
        or run[0].lower in PLACE_PREPOSITIONS
        or (run[0].text.islower() and len(run) > 2 and run[1].text == "-" and kind != "PERSON")
        or (kind == "PERSON" and is_role_word(run[0]))
    ):
        run = run[1:]
    return run


def _widened(reading: Reading, found: FoundName) -> FoundName:
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
    if before.text in people_words() or before.text in place_names():
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
    if token.lower in PLACE_PREPOSITIONS:
        return False
    return token.lower not in word_list("titles", "names") and not is_role_word(token)


def _apart(found: list[FoundName]) -> list[FoundName]:
    """Without overlaps: the longer of two wins, then the earlier; neighbours stay apart."""
    kept: list[FoundName] = []
    taken: set[int] = set()
    for each in sorted(found, key=lambda f: (f.first - f.last, f.first)):
        places = range(each.first, each.last + 1)
        if not taken.intersection(places):
            kept.append(each)
            taken.update(places)
    return sorted(kept, key=lambda f: f.first)


def _with_known(reading: Reading, found: list[FoundName]) -> list[FoundName]:
    """Well-known names added; where one covers raw names, it takes their place."""
    known: list[FoundName] = []
    skip_to = 0
    for token in reading.tokens:
        if token.start < skip_to or not token.text[0].isupper():
            continue
        hit = known_at(reading.text, token.start)
        if hit is None:
            continue
        inside = reading.tokens_in(token.start, hit[0])
        if inside[-1].end != hit[0] or _touches_word_before(reading, token):
            continue
        known.append(FoundName(token.i, inside[-1].i, hit[1]))
        skip_to = hit[0]
    spots = {(f.first, f.last) for f in known}
    return _apart([*known, *(f for f in found if (f.first, f.last) not in spots)])


def _touches_word_before(reading: Reading, token: Token) -> bool:
    before = reading.text[max(0, token.start - 1) : token.start]
    return before.isalnum()


def _with_titled(reading: Reading, found: list[FoundName]) -> list[FoundName]:
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
            extra.append(FoundName(first, last - 1, "PERSON"))
            covered.update(range(first, last))
    return sorted([*found, *extra], key=lambda each: each.first)


def _is_plain_name_part(token: Token) -> bool:
    letters = token.text.translate(_INNER_MARKS)
    if token.tag != "NNP" or not letters.isalpha() or letters.islower():
        return False
    if token.lower in word_list("body_words", "names"):
        return False
    if token.text in people_words() or token.text in place_names():
        return False
    return not is_title(token) and not is_role_word(token)


def _with_acronyms(reading: Reading, found: list[FoundName]) -> list[FoundName]:
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
        FoundName(token.i, token.i, "ORG")
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


def _without_capitals(reading: Reading, found: list[FoundName]) -> list[FoundName]:
    """The names without words that are none, above all words in capitals of a headline."""
    headlines, said = _Headlines(reading.text), _said(reading, found)
    return [each for each in found if not _is_no_name(reading, each, headlines, said)]


def _said(reading: Reading, found: list[FoundName]) -> Counter[str]:
    """How many of the names are these words, or hold this word."""
    counts: Counter[str] = Counter()
    for each in found:
        name = said_name(reading, each)
        counts.update({name, *name.split()})
    return counts


def _is_no_name(
    reading: Reading, found: FoundName, headlines: _Headlines, said: Counter[str]
) -> bool:
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
    if not headlines.hold(tokens[0].start) or known_at(reading.text, tokens[0].start):
        return False
    name = said_name(reading, found)
    return kind_by_shape(name, tokens[-1]) is None and said[name] < 2


class _Headlines:
    """The lines without a full stop whose words nearly all begin with a capital."""

    def __init__(self, text: str) -> None:
        self._starts: list[int] = []
        self._are: list[bool] = []
        start = 0
        for line in text.split("\n"):
            self._starts.append(start)
            self._are.append(_is_headline(line.rstrip()))
            start += len(line) + 1

    def hold(self, offset: int) -> bool:
        """Whether the character stands in such a line."""
        return self._are[bisect_right(self._starts, offset) - 1]


def _is_headline(line: str) -> bool:
    words = [w for w in line.split() if w[0].isalpha()]
    return (
        len(words) >= 4
        and line[-1:] not in ".:?!"
        and sum(w[0].isupper() for w in words) >= 0.7 * len(words)
    )


def _with_repetitions(reading: Reading, found: list[FoundName]) -> list[FoundName]:
    """Short and repeated names that the name finder passed over, as proper nouns elsewhere."""
    covered = {i for each in found for i in range(each.first, each.last + 1)}
    said: dict[str, MentionKind] = {}
    for each in found:
        text = said_name(reading, each)
        said.setdefault(text, each.kind)
        if each.kind == "PERSON" and " " in text:
            said.setdefault(text.split()[-1], "PERSON")
            said.setdefault(_without_article(text.split()[-1]), "PERSON")
    # For each first word the lengths of the names that begin with it, and the names as written.
    lengths: dict[str, set[int]] = defaultdict(set)
    written: dict[str, MentionKind] = {}
    for text, kind in said.items():
        if len(text) > 2:
            lengths[first_word(text)].add(len(text))
            written.setdefault(text, kind)
            written.setdefault(text.upper(), kind)
    extra: list[FoundName] = []
    for token in reading.tokens:
        if token.i in covered or not token.text[0].isalpha():
            continue
        word = first_word(token.text)
        if word.isupper() and len(word) > 3:
            word = word.title()
        for length in sorted(lengths.get(word, ()), reverse=True):
            end = token.start + length
            known = written.get(reading.text[token.start : end])
            if known is None or reading.text[end : end + 1].isalnum():
                continue
            inside = reading.tokens_in(token.start, end)
            if inside[-1].end == end and any(t.tag in ("NNP", "NNPS") for t in inside):
                extra.append(FoundName(token.i, inside[-1].i, known))
                break
    return [*found, *extra]


def _without_article(surname: str) -> str:
    for article in ("al-", "Al-", "el-", "El-"):
        if surname.startswith(article):
            return surname[len(article) :]
    return surname
