"""The clause that a verb reports: after it, before it, or around it."""

from __future__ import annotations

from itertools import islice

from whimbrel.coding.attribution.scene import Range, Scene
from whimbrel.coding.attribution.words import words
from whimbrel.reading.text import Token

FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
"""Penn tags of finite verbs."""
SUBJECTS = ("nsubj", "nsubjpass")
_CIRCUMSTANCE = 12
"""How many tokens of circumstance may stand between a verb and the "that" of its clause."""
REACH = 300
"""How many tokens of a sentence are looked at; without it one endless sentence takes for ever."""


def clause_after(scene: Scene, verb: Token) -> list[Range]:
    """The finite clause that follows a verb as its content."""
    for head in scene.reading.dependents(verb.i, "ccomp"):
        if head.i > verb.i and scene.left(head.i) > verb.i and _is_finite(scene, head):
            return split_clauses(scene, head)
    return []


def _is_finite(scene: Scene, head: Token) -> bool:
    if scene.wide or head.tag in FINITE or scene.child(head.i, "mark") is not None:
        return True
    return any(
        t.tag in FINITE or t.tag == "VB"
        for t in scene.reading.dependents(head.i, "aux", "auxpass", "cop")
    )


def split_clauses(scene: Scene, head: Token) -> list[Range]:
    """The clause of content, and each further one coordinated with it by its own "that"."""
    first, last = scene.left(head.i), scene.right(head.i)
    ranges, start = [], after_opening(scene, head, first)
    open_ = [head]
    while open_:
        each = open_.pop(0)
        for other in scene.reading.dependents(each.i, "conj"):
            mark = scene.child(other.i, "mark")
            if mark is not None and mark.lower == "that":
                cut = before_conjunction(scene, mark.i - 1, start)
                ranges.append(scene.characters(start, cut))
                start = mark.i + 1
            open_.append(other)
    if start <= last:
        ranges.append(scene.characters(start, _before_remark(scene, start, last)))
    return ranges


def _before_remark(scene: Scene, first: int, last: int) -> int:
    """The last token of a content, a relative clause in the outlet's own voice at its end cut."""
    for i in range(last, max(first, last - REACH), -1):
        token = scene.tokens[i]
        if token.tag in ("WDT", "WP") and token.lower in ("which", "who"):
            head = scene.tokens[token.head]
            remark = scene.tokens[i - 1].text == "," and scene.quote_of[i] is None
            if remark and head.dep == "relcl" and scene.right(head.i) >= last - 1 and i - 2 > first:
                return i - 2
    return last


def before_conjunction(scene: Scene, i: int, floor: int) -> int:
    while i > floor and (
        scene.tokens[i].pos in ("CCONJ", "PUNCT") or scene.tokens[i].dep in ("cc", "punct")
    ):
        i -= 1
    return i


def after_opening(scene: Scene, head: Token, first: int) -> int:
    """The first token of a clause after its "that", and after a conjunction or comma before it."""
    while first < head.i:
        token = scene.tokens[first]
        conjunction = token.dep == "mark" or (token.lower == "that" and token.tag == "IN")
        if (conjunction and token.lower in ("that", "because", "as", "while", "although")) or (
            token.pos in ("CCONJ", "PUNCT") and scene.quote_of[first] is None
        ):
            first += 1
        else:
            break
    return first


def is_parenthesis(scene: Scene, verb: Token) -> bool:
    """Whether a verb read as a relative clause is set in between: "The change, she said, is"."""
    subject = scene.child(verb.i, *SUBJECTS)
    if subject is None or subject.tag in ("WDT", "WP"):
        return False
    first = scene.left(subject.i)
    inner = scene.tokens[first : subject.i]
    return scene.tokens[first - 1].text == "," and not any(t.tag in ("WDT", "WP") for t in inner)


def clause_around(scene: Scene, verb: Token, subject: int | None) -> list[Range]:
    """The content of a cue set off by commas: "S, she said", "S1, she said, S2"."""
    first, last = clause_extent(scene, verb, subject)
    if subject is not None and subject > verb.i:
        last = max(last, min(scene.right(subject), last))
    if not _is_set_off(scene, verb, first) or _has_finite_verb(scene, verb.i + 1, last):
        return []
    start = _segment_start(scene, verb, first)
    host = _host(scene, verb, first, last)
    inside = verb.dep in ("parataxis", "ccomp", "advcl", "conj", "relcl")
    if inside and (host.i > last or (host.i < first and verb.dep == "parataxis")):
        return _host_around(scene, host, start, first, last) + _quote_behind(scene, last)
    found = []
    if start < first:
        start = after_opening(scene, scene.tokens[first - 1], start)
        if _is_circumstance(scene, verb, start, first):
            return []
        if _has_finite_verb(scene, start, first - 1) or scene.quote_of[first - 1] is not None:
            found.append(scene.characters(start, first - 1))
    if found:
        found += _quote_behind(scene, last) or _resumed(scene, verb, last)
    return found


def _host(scene: Scene, verb: Token, first: int, last: int) -> Token:
    """The verb that a parenthesis interrupts: its governor, or where that is only the front part
    of a longer clause ("The difference, he said, is that"), the head of it all."""
    host = scene.tokens[verb.head]
    if host.i < first:
        for above in islice(scene.reading.ancestors(host.i), _CIRCUMSTANCE):
            if above.i > last and above.sentence == verb.sentence:
                return above
    return host


def clause_extent(scene: Scene, verb: Token, subject: int | None) -> tuple[int, int]:
    """First and last token of the bare attribution clause: subject, verb, what clings to them."""
    first = verb.i
    for child in scene.reading.children[verb.i]:
        token = scene.tokens[child]
        if child < verb.i and token.dep in ("aux", "advmod", "neg", "auxpass"):
            first = min(first, scene.left(child))
    if subject is not None and subject < verb.i and scene.tokens[subject].head == verb.i:
        first = min(first, scene.left(subject))
    last = verb.i
    while last + 1 < min(len(scene.tokens), verb.i + REACH):
        following = scene.tokens[last + 1]
        if following.sentence != verb.sentence or following.pos == "PUNCT":
            break
        if scene.quote_of[last + 1] is not None:
            break
        last += 1
    return first, last


def _is_circumstance(scene: Scene, verb: Token, start: int, end: int) -> bool:
    """Whether what stands before a cue tells only when it was said: "Asked about it, he said"."""
    for each in scene.reading.dependents(verb.i, "advcl"):
        inside = start <= each.i < end and scene.left(each.i) <= start
        if inside and (each.tag in ("VBN", "VBG") or scene.child(each.i, "mark", "advmod")):
            return True
    return False


def _quote_behind(scene: Scene, last: int) -> list[Range]:
    """Quoted words that go on with what a cue in mid-sentence reports: "..., he said, "for now"."""
    if last + 2 >= len(scene.tokens) or scene.tokens[last + 1].text != ",":
        return []
    quote = scene.quote_of[last + 2]
    return [] if quote is None else [(scene.quotes[quote].start, scene.quotes[quote].end)]


def _has_finite_verb(scene: Scene, first: int, last: int) -> bool:
    """Whether a finite verb stands there, those of relative clauses aside."""
    for token in scene.tokens[first : last + 1]:
        main = scene.tokens[token.head] if token.dep in ("aux", "auxpass") else token
        if token.tag in FINITE and main.dep != "relcl":
            return True
    return False


def _is_set_off(scene: Scene, verb: Token, first: int) -> bool:
    if first == 0 or scene.tokens[first - 1].sentence != verb.sentence:
        return False
    before = scene.tokens[first - 1]
    return before.text in (",", "-", "–", "—", "--") or scene.quote_of[first - 1] is not None


def _segment_start(scene: Scene, verb: Token, first: int) -> int:
    """Where the part of the sentence begins that a cue at its end reports."""
    tokens, i = scene.tokens, first - 1
    floor = max(0, first - REACH)
    while i > floor and tokens[i - 1].sentence == verb.sentence:
        if tokens[i - 1].text in (";", ":") and scene.quote_of[i - 1] is None:
            break
        i -= 1
    return _after_dateline(scene, i, first)


def _after_dateline(scene: Scene, start: int, end: int) -> int:
    """The token behind a dateline ("ACCRA, Ghana - "), else `start`."""
    if not scene.tokens[start].text.isupper():
        return start
    for token in scene.tokens[start : min(end, start + _CIRCUMSTANCE)]:
        if token.tag in FINITE:
            break
        if token.text in ("-", "–", "—", "--") and token.i + 1 < end:
            before, after = scene.text[token.start - 1], scene.text[token.end]
            if before.isspace() and after.isspace():
                return token.i + 1
    return start


def _host_around(scene: Scene, host: Token, floor: int, first: int, last: int) -> list[Range]:
    start, end = max(scene.left(host.i), floor), scene.right(host.i)
    found = []
    if start < first:
        start = after_opening(scene, host, start)
        if start < first - 1 or scene.tokens[start].pos != "PUNCT":
            found.append(scene.characters(start, first - 1))
    if last < end:
        found.append(scene.characters(last + 1, end))
    return found


def _last_in_reach(scene: Scene, verb: Token, i: int) -> int:
    """The last token from `i` on before a semicolon, a colon or the end of the verb's sentence."""
    tokens, ceiling = scene.tokens, min(len(scene.tokens), verb.i + REACH)
    while i + 1 < ceiling and tokens[i + 1].sentence == verb.sentence:
        if tokens[i + 1].text in (";", ":"):
            break
        i += 1
    return i


def _resumed(scene: Scene, verb: Token, last: int) -> list[Range]:
    """What goes on after a cue in mid-sentence: "..., they said, but only if ..."."""
    i, tokens = last + 1, scene.tokens
    if i + 2 >= len(tokens) or tokens[i].text != "," or tokens[i + 1].sentence != verb.sentence:
        return []
    i += 1
    if tokens[i].pos != "CCONJ":
        return []
    end = _last_in_reach(scene, verb, i)
    for each in tokens[i + 1 : end + 1]:
        if each.dep in SUBJECTS and tokens[each.head].dep in ("conj", "ROOT"):
            return []
    return [scene.characters(i + 1, end)] if end > i else []


def _that_after(scene: Scene, i: int, verb: Token) -> int:
    """The "that" behind circumstances between a verb and its clause ("said on Friday that")."""
    tokens = scene.tokens
    for token in tokens[i : i + _CIRCUMSTANCE]:
        if token.sentence != verb.sentence or token.tag in FINITE or token.text in (";", ":"):
            break
        if token.lower == "that" and token.dep == "mark":
            return token.i
    return len(tokens)


def clause_by_eye(scene: Scene, verb: Token) -> list[Range]:
    """The clause after a verb where the parser saw no complement: "said that", "said she"."""
    i, tokens = verb.i + 1, scene.tokens
    while i < len(tokens) and tokens[i].sentence == verb.sentence and tokens[i].pos == "ADV":
        i += 1
    if i >= len(tokens) or tokens[i].sentence != verb.sentence:
        return []
    told = False
    if tokens[i].pos == "ADP" or verb.lemma in words("telling"):
        i = _that_after(scene, i, verb)
        told = i < len(tokens)
    elif tokens[i].lower == "that" and tokens[i].tag == "IN":
        told = True
    if not told and (
        i >= len(tokens) or tokens[i].pos not in ("PRON", "DET", "PROPN", "NOUN", "ADJ", "NUM")
    ):
        return []
    end = _last_in_reach(scene, verb, i)
    first = i + 1 if told else i
    clause = tokens[first : min(end + 1, first + 25)]
    heads = [t for t in clause if t.dep in SUBJECTS and t.head > t.i]
    subject = told or (bool(heads) and scene.left(heads[0].i) <= first)
    if first > end or not subject or not any(t.tag in FINITE for t in clause):
        return []
    return [scene.characters(first, end)]


def block_after(scene: Scene, verb: Token) -> list[Range]:
    """The paragraph that a verb before a colon at its own paragraph's end introduces."""
    tokens = scene.tokens
    last = scene.reading.sentences[verb.sentence].last - 1
    if tokens[last].text != ":" or last - verb.i > _CIRCUMSTANCE or last + 1 >= len(tokens):
        return []
    if scene.text[tokens[last].end : tokens[last + 1].start].count("\n") == 0:
        return []
    end = scene.paragraph_end(tokens[last + 1].start)
    return [(tokens[last + 1].start, end)] if scene.quote_of[last + 1] is None else []
