"""Headline and dateline: where a dispatch's body starts, and what stands before it.

Nothing is cut off: offsets are code points into the text as given.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from whimbrel.records import Span, span_of

_LINE = re.compile(r"[^\r\n]+")
_LONGEST_HEADLINE = 200
_CLEARLY_LONGER = 1.5
_SAME_HEADLINE = 0.6
_LINES_OF_HEADLINE = 3
_LINES_THAT_MAY_HOLD_A_DATELINE = 3
_LONGEST_DATELINE = 120
_LOOKED_AT = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Dateline:
    """What a dispatch says before its first sentence: "TRIPOLI, Lebanon, Jan 3 (Wire) -".

    `place` is the town, `region` the state or country after it, `date` the day as written, `agency`
    what stands in brackets. `body_start` is the offset of the first character after the dateline.
    """

    place: Span
    region: Span | None = None
    date: Span | None = None
    agency: Span | None = None
    body_start: int


_WORD = r"[^\W\d_](?:[^\W_]|['’ʼ‘`.]|-(?=[^\W_]))*"
_WORDS = rf"{_WORD}(?:[ \u00a0]{_WORD}){{0,3}}"
_MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?"
    r"|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\.?"
)
_WEEKDAY = (
    r"(?:Mon(?:day)?|Tue(?:s(?:day)?)?|Wed(?:nesday)?|Thu(?:rs(?:day)?)?|Fri(?:day)?"
    r"|Sat(?:urday)?|Sun(?:day)?)\.?"
)
_DAY = rf"(?:{_MONTH}[ ]\d{{1,2}}|\d{{1,2}}(?:st|nd|rd|th)?[ ]{_MONTH})(?:,?[ ]\d{{4}})?"
_DATE = rf"(?i:(?:{_WEEKDAY},?[ ])?{_DAY}|{_WEEKDAY})"

_DATELINE = re.compile(
    rf"""
    [ \t\u00a0]*
    (?i:(?:press|media|news)\ release[.:]\ +)?
    (?P<place>{_WORDS}?) (?:/{_WORDS})?
    (?:,[ ](?!{_DATE}\b)(?P<region>{_WORDS}?))?
    (?:,?[ ](?P<date>{_DATE}))?
    (?:,?[ ]?(?:\((?P<bracketed>[^()\r\n]{{2,40}})\)|/(?P<slashed>[^/\r\n]{{2,40}})/))?
    (?:
        (?P<dash>[ ]?(?:--+|[—–_])|[ ]-)\s*
        | (?P<stop>[.:])\s+
    )
    (?=(?P<next>\S))
    """,
    re.VERBOSE,
)

# Words that open a line before a dash or a full stop and belong to no place's name.
_NO_PLACES = frozenset(
    "a about after an and as at before by during for from he her his if in it its on or our she "
    "since that their they this to we when where which while who with you "
    "monday tuesday wednesday thursday friday saturday sunday january february april june july "
    "august september october november december "
    "advisory analysis breaking comment correction corrected editorial exclusive explainer fact "
    "factbox flash highlights interview live news note opinion profile q&a recap report review "
    "summary timeline update updated urgent watch".split()
)
_SMALL_WORDS = frozenset(
    "al and da das de del di do dos du el la las le les of san the und".split()
)


def dateline(text: str, title: str | None = None) -> Dateline | None:
    """The dateline at the start of the body, null where there is none.

    It is looked for at the start of the first lines after the headline, so that a byline may
    stand between. `title` helps to tell the headline.
    """
    start = headline_end(text, title)
    for count, line in enumerate(_lines_with_text(text, start)):
        if count == _LINES_THAT_MAY_HOLD_A_DATELINE:
            break
        found = _dateline_at(text, line.start())
        if found is not None:
            return found
    return None


def _lines_with_text(text: str, start: int) -> list[re.Match[str]]:
    found = []
    for line in _LINE.finditer(text, start):
        if not line.group().isspace():
            found.append(line)
        if len(found) > _LINES_THAT_MAY_HOLD_A_DATELINE:
            break
    return found


def _dateline_at(text: str, start: int) -> Dateline | None:
    found = _DATELINE.match(text, start, start + _LONGEST_DATELINE)
    if found is None:
        return None
    agency = "bracketed" if found["bracketed"] else "slashed"
    marked = bool(found["date"] or found[agency])
    if not found[agency] and text[found.end() : found.end() + _LOOKED_AT].isupper():
        return None  # in a text of capitals only, as teletypes wrote, names cannot be told
    if found["stop"] and not found["date"]:
        return None
    if not _names_a_place(found["place"], marked=marked, following=found["next"]):
        return None
    if found["region"] and not _is_capitalised(found["region"]):
        return None
    return Dateline(
        place=span_of(text, *found.span("place")),
        region=_span_of_group(text, found, "region"),
        date=_span_of_group(text, found, "date"),
        agency=_span_of_group(text, found, agency),
        body_start=found.end(),
    )


def _span_of_group(text: str, found: re.Match[str], group: str) -> Span | None:
    start, end = found.span(group)
    return span_of(text, start, end) if start >= 0 else None


def _names_a_place(words: str, *, marked: bool, following: str) -> bool:
    if words.split(maxsplit=1)[0].strip(".").lower() in _NO_PLACES:
        return False
    if words.isupper():
        return len(words) > 1
    # A name in small letters needs a date, an agency or at least a new sentence after the dash.
    return _is_capitalised(words) and (marked or not following.islower())


def _is_capitalised(words: str) -> bool:
    first, *others = words.split()
    return not first[0].islower() and all(
        not word[0].islower() or word.split("-")[0] in _SMALL_WORDS for word in others
    )


def headline(text: str) -> str | None:
    """The first line, if it looks like a headline: short, no sentence, and set apart from the rest.

    Null where the text has one line only or begins with its body.
    """
    lines = _lines_with_text(text, 0)
    if len(lines) < 2:
        return None
    first, second = lines[0], lines[1]
    line = first.group().strip()
    if len(line) > _LONGEST_HEADLINE or _dateline_at(text, first.start()) is not None:
        return None
    if len(line.split()) < 2 or line.endswith((",", ":")):
        return None
    if not (
        _has_blank_line(text[first.end() : second.start()])
        or _is_clearly_shorter(line, second.group().strip())
    ):
        return None
    if _ends_a_sentence(line) and _dateline_at(text, second.start()) is None:
        return None
    return line


def _is_clearly_shorter(line: str, following: str) -> bool:
    # A line that goes on in the next one, as in hard-wrapped text, is no headline.
    goes_on = following[0].islower() or following.isupper()
    return not goes_on and len(following) >= _CLEARLY_LONGER * len(line)


def _has_blank_line(between: str) -> bool:
    return len(re.findall(r"\r\n|\r|\n", between)) > 1


def _ends_a_sentence(line: str) -> bool:
    # "... Deal With U.S." is a headline still.
    return line.endswith((".", '."', ".”")) and not re.search(r"(?:\w\.){2,}$|\.\.\.$", line)


def headline_end(text: str, title: str | None = None) -> int:
    """The offset at which the body starts: after the first line if that is a headline, else 0.

    A first line that says nearly what `title` says is a headline; without that its shape decides.
    """
    lines = _lines_with_text(text, 0)
    if len(lines) < 2:
        return 0
    if title:
        # A long headline may run over several lines.
        likeness, count = max(
            (_likeness(text[lines[0].start() : lines[count - 1].end()], title), -count)
            for count in range(1, min(len(lines), _LINES_OF_HEADLINE + 1))
        )
        if likeness >= _SAME_HEADLINE:
            return lines[-count].start()
    return lines[1].start() if headline(text) is not None else 0


def _likeness(line: str, title: str) -> float:
    """The share of words that two headlines have in common, 0 to 1."""
    if len(line) > 2 * _LONGEST_HEADLINE:
        return 0.0
    ours, theirs = set(_words(line)), set(_words(title))
    return len(ours & theirs) / max(len(ours), len(theirs), 1)


def _words(line: str) -> list[str]:
    return re.findall(r"\w+", line.casefold())
