"""Causes by the convention of the Causal News Corpus: small words, and the extent of the spans.

There "demanding" is part of what is demanded, "after", "when" and "against" link a cause without
being a signal, and an effect begins with the clause's subject even where its verb is a second one.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from whimbrel.coding.causal_verbs import Link
from whimbrel.coding.clause_spans import (
    Stretch,
    clause_before,
    clause_head,
    governed,
    phrase_after,
    reach,
    trimmed,
)
from whimbrel.coding.lexicon import table
from whimbrel.coding.reasons import PERIOD_NOUNS, reason_words
from whimbrel.coding.roles import is_party
from whimbrel.reading.text import Reading, Sentence, Token

_ZONES = frozenset({"ist", "hrs", "gmt", "utc", "am", "pm"})
_HEAD_MATTER = 45
"""Tokens of a sentence among which a dateline or the time of a report is looked for."""
_CHAIN = 6


def tells_widely(reading: Reading, words: tuple[str, ...], at: int, end: int) -> bool:
    """Whether a small word tells a reason in the wider convention."""
    token = reading.tokens[at]
    governor = reading.tokens[token.head]
    word = " ".join(words)
    if word == "to":
        return token.dep == "aux" and governor.dep in ("advcl", "acl") and governor.i > at
    if word in ("as", "when"):
        return token.dep in ("mark", "advmod") and governor.dep == "advcl" and governor.i > at
    if token.tag == "VBG":
        return token.dep != "amod"
    if word not in ("for", "over", "against"):
        return True
    inner = governed(reading, at, end)
    if inner is None or inner.pos in ("NUM", "PRON") or inner.lemma in PERIOD_NOUNS:
        return False
    near = {governor.lemma, reading.tokens[governor.head].lemma}
    if word == "for":
        return inner.tag == "VBG" or bool(near & (reason_words("for") | reason_words("for_wide")))
    return bool(near & (reason_words("over") | reason_words("over_wide")))


def is_silent(reading: Reading, link: Link) -> bool:
    """Whether the word that links is no signal in the wider convention."""
    first = reading.tokens[link.signal[0]]
    alone = link.signal[0] == link.signal[1]
    silent = alone and first.lower in table("causes")["silent"]["words"]
    return silent or _is_told_of(reading, first)


def _is_told_of(reading: Reading, verb: Token) -> bool:
    """As in "they are protesting the fares": the protest itself is the effect."""
    return verb.lemma == "protest" and bool(reading.dependents(verb.i, "aux"))


def is_purpose(reading: Reading, link: Link) -> bool:
    """Whether a causal verb is an infinitive of purpose, which "to" links: "to stop them"."""
    verb = reading.tokens[link.signal[0]]
    to = any(each.lower == "to" for each in reading.dependents(verb.i, "aux"))
    return to and verb.dep in ("advcl", "acl")


def widened(reading: Reading, link: Link) -> Link:
    """A link with the spans that the wider convention gives it."""
    first = reading.tokens[link.signal[0]]
    cause, signal = link.cause, link.signal
    if first.lower == "in" and reading.tokens[first.i + 1].lower == "protest":
        cause, signal = (first.i, cause[1]), (first.i, first.i + 1)
    elif first.lower == "to" and signal[1] > first.i:
        signal = (first.i, first.i)
    elif _is_told_of(reading, first) and link.effect[0] < first.i:
        cause = (link.signal[1] + 1, cause[1])
        return replace(link, cause=cause, effect=(link.effect[0], first.i))
    elif first.tag == "VBG" and first.dep == "advcl" and link.effect[0] == first.i + 1:
        return replace(link, effect=(first.i, link.effect[1]))
    effect = _without_head_matter(reading, _with_subject(reading, link.effect))
    return replace(link, cause=_without_head_matter(reading, cause), effect=effect, signal=signal)


def _with_subject(reading: Reading, stretch: Stretch) -> Stretch:
    """A clause from its subject on where only a second verb of it was taken: "A met and left"."""
    first, last = stretch
    head = _head_of(reading, stretch)
    for _ in range(_CHAIN):
        own = reading.dependents(head.i, "nsubj", "nsubjpass", "expl")
        above = reading.tokens[head.head]
        if head.dep != "conj" or own or above.i >= first or above.pos not in ("VERB", "AUX"):
            break
        head = above
        subjects = reading.dependents(head.i, "nsubj", "nsubjpass", "expl")
        first = reach(reading, subjects[0].i)[0] if subjects else min(first, head.i)
    return (first, last) if first < stretch[0] else stretch


def _head_of(reading: Reading, stretch: Stretch) -> Token:
    first, last = stretch
    token = reading.tokens[first]
    while token.head != token.i and first <= token.head <= last:
        token = reading.tokens[token.head]
    return token


def _without_head_matter(reading: Reading, stretch: Stretch) -> Stretch:
    """The stretch behind a dateline ("LIMA :") or the time of a report ("05 : 30 IST")."""
    first, last = stretch
    start = first
    for token in reading.tokens[first : min(last, first + _HEAD_MATTER)]:
        if token.lower in _ZONES and token.text.isupper():
            start = token.i + 1
        elif token.text == ":" and token.i > first:
            before = reading.tokens[token.i - 1]
            if before.text.isupper() and len(before.text) > 2 and before.pos != "NUM":
                start = token.i + 1
    return trimmed(reading, start, last) or stretch


def by_harm(reading: Reading, sentence: Sentence) -> Iterator[Link]:
    """Harm and what did it: "the bomb went off, killing two", "two were hurt in the blast"."""
    words = table("causes")["harm"]
    for token in reading.sentence_tokens(sentence):
        if token.tag == "VBG" and token.dep == "advcl" and token.lemma in words["results"]:
            link = _result(reading, token)
        elif token.lower == "in" and token.dep == "prep":
            link = _harmed_in(reading, token)
        elif token.pos == "VERB" and token.lemma in words["brings"]:
            link = _brought(reading, token)
        else:
            continue
        if link is not None:
            yield link


def _result(reading: Reading, verb: Token) -> Link | None:
    head = clause_head(reading, reading.tokens[verb.head])
    if head.i > verb.i or reading.tokens[verb.i - 1].text not in (",", "and"):
        return None
    cause = clause_before(reading, head, verb.i)
    effect = trimmed(reading, verb.i, reach(reading, verb.i)[1])
    if cause is None or effect is None:
        return None
    return Link(cause, effect, (verb.i, verb.i), 1, "because")


def _brought(reading: Reading, verb: Token) -> Link | None:
    """As in "the strike crippled services", "the killings evoked protest"."""
    subjects = reading.dependents(verb.i, "nsubj")
    objects = reading.dependents(verb.i, "dobj")
    if not subjects or not objects or subjects[0].pos not in ("NOUN", "PRON"):
        return None
    subject = subjects[0]
    if subject.tag == "WDT":
        first = reading.tokens[verb.head]
        cause = trimmed(reading, reach(reading, first.i)[0], subject.i - 1)
        doer = first
    else:
        cause, doer = trimmed(reading, *reach(reading, subject.i)), subject
    if doer.pos != "NOUN" or is_party(reading, doer.i):
        return None
    if doer.lemma in table("quantities")["people"]["words"]:
        return None
    harm = verb.lemma in table("causes")["harm"]["results"]
    start = subject.i if subject.tag == "WDT" else verb.i
    end = reach(reading, verb.i)[1]
    effect = trimmed(reading, start if harm else verb.i + 1, end)
    if cause is None or effect is None or cause[0] <= effect[0] <= cause[1]:
        return None
    return Link(cause, effect, (verb.i, verb.i), 1, "because")


def _harmed_in(reading: Reading, preposition: Token) -> Link | None:
    words = table("causes")["harm"]
    verb = reading.tokens[preposition.head]
    things = reading.dependents(preposition.i, "pobj")
    if verb.i > preposition.i or verb.lemma not in words["verbs"]:
        return None
    if not things or things[0].lemma not in words["happenings"]:
        return None
    cause = phrase_after(reading, preposition.i + 1, things[0].i)
    effect = clause_before(reading, clause_head(reading, verb), preposition.i)
    if cause is None or effect is None:
        return None
    return Link(cause, effect, (preposition.i, preposition.i), 1, "because")
