"""Who says what: from the verbs and nouns of attribution to source, cue and content."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from whimbrel.coding.claim_words import Frame, noun_stances, verb_frames, words
from whimbrel.coding.clauses import Range, Scene
from whimbrel.reading.phrases import members
from whimbrel.reading.text import Token
from whimbrel.records import Stance

_SUBJECTS = ("nsubj", "nsubjpass")
_FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
_RELATIVES = frozenset({"who", "which", "that", "whom", "whose"})
_TOPICAL = frozenset({"about", "for", "on", "of", "to", "against", "at", "with", "over", "from"})
_NEAR = 7
_REFLEXIVES = frozenset({"himself", "herself", "itself", "themselves", "myself", "ourselves"})
_PLAIN_PRONOUNS = frozenset({"it", "that", "this", "them", "so"})


@dataclass(slots=True)
class Attribution:
    """A claim in the making. `sources` are the heads of the phrases that name the source, `anchor`
    the token of the cue (null for a quotation without one)."""

    anchor: int | None
    cue: list[Range]
    sources: list[int]
    content: list[Range]
    stance: Stance
    frame: str
    confidence: float = 0.9
    outlets: list[int] = field(default_factory=list)
    source_range: Range | None = None


def verb_of(scene: Scene, token: Token) -> str:
    """The lexicon's form of a verb: its lemma, with its particle if it has one."""
    particle = scene.child(token.i, "prt")
    if particle is not None and particle.i > token.i:
        return f"{token.lemma} {particle.lower}"
    return token.lemma


def frames_of(scene: Scene, token: Token) -> tuple[Frame, ...]:
    """The frames of a token that is a verb of attribution, else none."""
    if token.pos not in ("VERB", "AUX") and not token.tag.startswith("VB"):
        return ()
    table = verb_frames(scene.wide)
    return table.get(verb_of(scene, token)) or table.get(token.lemma, ())


# --------------------------------------------------------------- the source


def sources_of(scene: Scene, verb: Token) -> list[int] | None:
    """Heads of the phrases that name who says it: empty for a passive without agent.

    Null where the verb has no subject at all, so that nobody can be meant.
    """
    if is_passive(scene, verb):
        return _agents(scene, verb)
    subject = subject_of(scene, verb)
    if subject is None:
        return None
    if subject.lower == "it" and scene.child(verb.i, "auxpass"):
        return []
    return members(scene.reading, subject.i)


def is_passive(scene: Scene, verb: Token) -> bool:
    if verb.tag != "VBN":
        return False
    if scene.child(verb.i, "auxpass", "nsubjpass", "agent") is not None:
        return True
    return verb.dep in ("acl", "advcl", "relcl") and scene.child(verb.i, "nsubj", "aux") is None


def _agents(scene: Scene, verb: Token) -> list[int]:
    by = scene.child(verb.i, "agent")
    person = scene.child(by.i, "pobj") if by else None
    return members(scene.reading, person.i) if person else []


def subject_of(scene: Scene, verb: Token) -> Token | None:
    """The subject of an active verb: its own, the antecedent of a relative, or its governor's."""
    for _ in range(12):
        own = [t for t in scene.reading.dependents(verb.i, *_SUBJECTS)]
        if own:
            subject = own[-1] if own[-1].i < verb.i else own[0]
            if scene.wide:
                return subject
            if subject.lower in _RELATIVES and verb.dep == "relcl":
                return scene.tokens[verb.head]
            if subject.lower in ("who", "which"):
                return scene.tokens[verb.head] if verb.head != verb.i else None
            return subject
        governor = scene.tokens[verb.head]
        if governor.i == verb.i:
            return None
        if verb.dep in ("acl", "relcl"):
            return governor if governor.pos in ("NOUN", "PROPN", "PRON") else None
        if verb.dep == "pcomp":
            governor = scene.tokens[governor.head]
        if not governor.tag.startswith("VB") and governor.pos not in ("VERB", "AUX", "ADJ"):
            return None
        if governor.i == verb.i:
            return None
        if is_passive(scene, governor) and verb.dep != "conj":
            return scene.child(governor.i, "nsubjpass")
        verb = governor
    return None


def is_said(scene: Scene, verb: Token) -> bool:
    """Whether the speech act is told as made: not negated, not hypothetical, not declined."""
    reading = scene.reading
    if scene.wide:
        return True
    if reading.dependents(verb.i, "neg"):
        return False
    for each in reading.dependents(verb.i, "aux", "preconj", "cc"):
        if each.lower in ("might", "may", "could", "should", "must", "ca", "neither", "will", "wo"):
            return False
    if verb.dep == "conj" and any(
        t.lower in ("nor", "neither") for t in reading.dependents(verb.head, "cc", "preconj")
    ):
        return False
    if verb.tag == "VB" and scene.child(verb.i, "aux") is not None:
        aux = scene.child(verb.i, "aux")
        if aux is not None and aux.lower == "to":
            governor = scene.tokens[verb.head]
            if governor.lemma in words("not_said") or governor.pos in ("ADJ", "NOUN"):
                return False
            return is_said(scene, governor) if governor.i != verb.i else True
    return True


# -------------------------------------------------------------- the content


def clause_extent(scene: Scene, verb: Token, subject: int | None) -> tuple[int, int]:
    """First and last token of the bare attribution clause: subject, verb, and what clings to them."""
    first = verb.i
    for child in scene.reading.children[verb.i]:
        token = scene.tokens[child]
        if child < verb.i and token.dep in ("aux", "advmod", "neg", "auxpass"):
            first = min(first, scene.left(child))
    if subject is not None and subject < verb.i and scene.tokens[subject].head == verb.i:
        first = min(first, scene.left(subject))
    last = verb.i
    while last + 1 < len(scene.tokens):
        following = scene.tokens[last + 1]
        if following.sentence != verb.sentence or following.pos == "PUNCT":
            break
        if scene.quote_of[last + 1] is not None:
            break
        last += 1
    return first, last


def _split_clauses(scene: Scene, head: Token) -> list[Range]:
    """The clause of content, and each further one coordinated with it by its own "that"."""
    first, last = scene.left(head.i), scene.right(head.i)
    ranges, start = [], _after_opening(scene, head, first)
    open_ = [head]
    while open_:
        each = open_.pop(0)
        for other in scene.reading.dependents(each.i, "conj"):
            mark = scene.child(other.i, "mark")
            if mark is not None and mark.lower == "that":
                cut = _before_conjunction(scene, mark.i - 1, start)
                ranges.append(scene.characters(start, cut))
                start = mark.i + 1
            open_.append(other)
    if start <= last:
        ranges.append(scene.characters(start, last))
    return ranges


def _before_conjunction(scene: Scene, i: int, floor: int) -> int:
    while i > floor and (
        scene.tokens[i].pos in ("CCONJ", "PUNCT") or scene.tokens[i].dep in ("cc", "punct")
    ):
        i -= 1
    return i


def _after_opening(scene: Scene, head: Token, first: int) -> int:
    """The first token of a clause after its "that", and after a conjunction or comma before it."""
    while first < head.i:
        token = scene.tokens[first]
        if (token.dep == "mark" and token.lower in ("that", "because", "as", "while", "although")) or (token.pos in ("CCONJ", "PUNCT") and scene.quote_of[first] is None):
            first += 1
        else:
            break
    return first


def clause_after(scene: Scene, verb: Token) -> list[Range]:
    """The finite clause that follows a verb as its content."""
    for head in scene.reading.dependents(verb.i, "ccomp"):
        if head.i > verb.i and scene.left(head.i) > verb.i and _is_finite(scene, head):
            return _split_clauses(scene, head)
    return []


def _is_finite(scene: Scene, head: Token) -> bool:
    if scene.wide or head.tag in _FINITE or scene.child(head.i, "mark") is not None:
        return True
    return any(t.tag in _FINITE or t.tag == "VB" for t in scene.reading.dependents(head.i, "aux", "auxpass", "cop"))


def clause_around(scene: Scene, verb: Token, subject: int | None) -> list[Range]:
    """The content of a cue set off by commas: "S, she said", "S1, she said, S2"."""
    first, last = clause_extent(scene, verb, subject)
    if subject is not None and subject > verb.i:
        last = max(last, min(scene.right(subject), last))
    if not _is_set_off(scene, verb, first) or _has_finite_verb(scene, verb.i + 1, last):
        return []
    start = _segment_start(scene, verb, first)
    host = scene.tokens[verb.head]
    if verb.dep in ("parataxis", "ccomp", "advcl", "conj") and not first <= host.i <= last:
        if host.i > last or verb.dep == "parataxis":
            return _host_around(scene, host, start, first, last) + _quote_behind(scene, last)
    found = []
    if start < first:
        start = _after_opening(scene, scene.tokens[first - 1], start)
        if _has_finite_verb(scene, start, first - 1) or scene.quote_of[first - 1] is not None:
            found.append(scene.characters(start, first - 1))
    if found:
        found += _quote_behind(scene, last) or _resumed(scene, verb, last)
    return found


def _quote_behind(scene: Scene, last: int) -> list[Range]:
    """Quoted words that go on with what a cue in mid-sentence reports: "..., he said, "for now"."""
    if last + 2 >= len(scene.tokens) or scene.tokens[last + 1].text != ",":
        return []
    quote = scene.quote_of[last + 2]
    return [] if quote is None else [(scene.quotes[quote].start, scene.quotes[quote].end)]


def _has_finite_verb(scene: Scene, first: int, last: int) -> bool:
    """Whether a finite verb stands there, those of relative clauses aside."""
    for token in scene.tokens[first : last + 1]:
        if token.tag in _FINITE and token.dep != "relcl":
            if token.dep not in ("aux", "auxpass") or scene.tokens[token.head].dep != "relcl":
                return True
    return False


def _clause_by_eye(scene: Scene, verb: Token) -> list[Range]:
    """The clause after a verb where the parser saw no complement: "said that ...", "said she ..."."""
    i, tokens = verb.i + 1, scene.tokens
    while i < len(tokens) and tokens[i].sentence == verb.sentence and tokens[i].pos == "ADV":
        i += 1
    if i >= len(tokens) or tokens[i].sentence != verb.sentence:
        return []
    told = tokens[i].lower == "that" and tokens[i].tag == "IN"
    if not told and tokens[i].pos not in ("PRON", "DET", "PROPN", "NOUN", "ADJ", "NUM"):
        return []
    end = i
    while end + 1 < len(tokens) and tokens[end + 1].sentence == verb.sentence:
        if tokens[end + 1].text in (";", ":"):
            break
        end += 1
    first = i + 1 if told else i
    clause = tokens[first : min(end + 1, first + 25)]
    subject = any(t.dep in _SUBJECTS and t.head > t.i for t in clause)
    if first > end or not subject or not any(t.tag in _FINITE for t in clause):
        return []
    return [scene.characters(first, end)]


def _is_set_off(scene: Scene, verb: Token, first: int) -> bool:
    if first == 0 or scene.tokens[first - 1].sentence != verb.sentence:
        return False
    before = scene.tokens[first - 1]
    return before.text in (",", "-", "–", "—", "--") or scene.quote_of[first - 1] is not None


def _segment_start(scene: Scene, verb: Token, first: int) -> int:
    """Where the part of the sentence begins that a cue at its end reports."""
    i = first - 1
    while i > 0 and scene.tokens[i - 1].sentence == verb.sentence:
        if scene.tokens[i - 1].text in (";", ":") and scene.quote_of[i - 1] is None:
            break
        i -= 1
    return i


def _host_around(scene: Scene, host: Token, floor: int, first: int, last: int) -> list[Range]:
    start, end = max(scene.left(host.i), floor), scene.right(host.i)
    found = []
    if start < first:
        start = _after_opening(scene, host, start)
        if start < first - 1 or scene.tokens[start].pos != "PUNCT":
            found.append(scene.characters(start, first - 1))
    if last < end:
        found.append(scene.characters(last + 1, end))
    return found


def _resumed(scene: Scene, verb: Token, last: int) -> list[Range]:
    """What goes on after a cue in mid-sentence: "..., they said, but only if ..."."""
    i, tokens = last + 1, scene.tokens
    if i + 2 >= len(tokens) or tokens[i].text != "," or tokens[i + 1].sentence != verb.sentence:
        return []
    i += 1
    if tokens[i].pos != "CCONJ":
        return []
    end = i
    while end + 1 < len(tokens) and tokens[end + 1].sentence == verb.sentence:
        if tokens[end + 1].text in (";", ":"):
            break
        end += 1
    for each in tokens[i + 1 : end + 1]:
        if each.dep in _SUBJECTS and tokens[each.head].dep in ("conj", "ROOT"):
            return []
    return [scene.characters(i + 1, end)] if end > i else []


def _object(scene: Scene, verb: Token) -> Token | None:
    found = [
        t
        for t in scene.reading.dependents(verb.i, "dobj", "dative", "nsubjpass")
        if t.i > verb.i or t.dep == "nsubjpass"
    ]
    return found[0] if found else None


def _preposition(scene: Scene, verb: Token, *lowers: str) -> Token | None:
    found = [
        t
        for t in scene.reading.dependents(verb.i, "prep", "dative", "mark", "prt", "agent")
        if t.lower in lowers and t.i > verb.i
    ]
    return found[0] if found else None


def _infinitive(scene: Scene, verb: Token, after: int) -> Token | None:
    """An infinitive that depends on the verb, or on its object, and follows token `after`."""
    for each in scene.reading.dependents(verb.i, "xcomp", "ccomp", "advcl"):
        if each.i > after and _is_infinitive(scene, each):
            return each
    return None


def _is_infinitive(scene: Scene, token: Token) -> bool:
    return any(t.lower == "to" for t in scene.reading.dependents(token.i, "aux"))


def content_of(scene: Scene, verb: Token, frame: str, subject: int | None) -> list[Range]:
    """The content of a verb in one of its frames; empty where the verb is not so built."""
    if frame == "that":
        return clause_after(scene, verb)
    if frame == "around":
        if verb.dep in ("relcl", "acl") or verb.tag == "VBG":
            return _clause_by_eye(scene, verb)
        return clause_around(scene, verb, subject) or _clause_by_eye(scene, verb)
    if frame in ("obj-that", "doc-that"):
        return clause_after(scene, verb)
    if frame == "question":
        return clause_after(scene, verb)
    if frame in ("inf", "ing"):
        return _own_infinitive(scene, verb, frame)
    if frame == "obj-inf":
        return _object_infinitive(scene, verb)
    if frame.endswith("-inf"):
        return _prepositional_infinitive(scene, verb, frame.removesuffix("-inf"))
    if frame in ("obj", "pronoun"):
        return _noun_phrase_content(scene, verb, frame)
    if frame.startswith("obj-"):
        return _object_and_complement(scene, verb, frame.removeprefix("obj-"))
    if frame == "any-prep":
        return _any_object(scene, verb)
    if frame in ("of", "to", "about", "for", "as"):
        prep = _preposition(scene, verb, frame)
        return _objects_of(scene, prep, with_preposition=frame == "to") if prep else []
    return []


def _infinitive_end(scene: Scene, head: Token) -> int:
    """The last token of an infinitive, without a finite verb wrongly coordinated with it."""
    for other in scene.reading.dependents(head.i, "conj"):
        if other.i > head.i and other.tag in _FINITE:
            return _before_conjunction(scene, scene.left(other.i) - 1, head.i)
    return scene.right(head.i)


def _own_infinitive(scene: Scene, verb: Token, frame: str) -> list[Range]:
    for each in scene.reading.dependents(verb.i, "xcomp", "ccomp", "advcl"):
        if each.i < verb.i or (each.dep == "advcl" and each.i - verb.i > _NEAR):
            continue
        infinitive = _is_infinitive(scene, each) and scene.child(each.i, *_SUBJECTS) is None
        if (infinitive and frame == "inf") or (each.tag == "VBG" and frame == "ing"):
            first = max(scene.left(each.i), verb.i + 1)
            return [scene.characters(first, _infinitive_end(scene, each))]
    return []


def _object_infinitive(scene: Scene, verb: Token) -> list[Range]:
    infinitive = _infinitive(scene, verb, verb.i)
    thing = _object(scene, verb)
    if infinitive is None:
        if thing is None or thing.i < verb.i:
            return []
        inner = [
            t
            for t in scene.reading.dependents(thing.i, "acl", "relcl")
            if _is_infinitive(scene, t)
        ]
        if not inner:
            return []
        return [scene.characters(scene.left(thing.i), scene.right(inner[-1].i))]
    inner_subject = scene.child(infinitive.i, *_SUBJECTS)
    if thing is not None and thing.dep == "nsubjpass":
        return [scene.characters(scene.left(infinitive.i), _infinitive_end(scene, infinitive))]
    if inner_subject is not None and inner_subject.i > verb.i:
        thing = inner_subject
    if thing is None or thing.i > infinitive.i:
        return []
    return [scene.characters(scene.left(thing.i), _infinitive_end(scene, infinitive))]


def _prepositional_infinitive(scene: Scene, verb: Token, prep: str) -> list[Range]:
    marker = _preposition(scene, verb, prep)
    if marker is None:
        return _for_clause(scene, verb) if prep == "for" else []
    thing = scene.child(marker.i, "pobj")
    infinitive = _infinitive(scene, verb, marker.i)
    if infinitive is None and thing is not None:
        inner = [
            t
            for each in members(scene.reading, thing.i)
            for t in scene.reading.dependents(each, "acl", "relcl", "xcomp")
            if _is_infinitive(scene, t)
        ]
        infinitive = inner[-1] if inner else None
    if infinitive is None:
        inner = [
            t
            for t in scene.reading.dependents(marker.i, "pcomp")
            if _is_infinitive(scene, t)
        ]
        infinitive = inner[-1] if inner else None
    if infinitive is None:
        return []
    return [scene.characters(marker.i + 1, _infinitive_end(scene, infinitive))]


def _for_clause(scene: Scene, verb: Token) -> list[Range]:
    for each in scene.reading.dependents(verb.i, "advcl", "ccomp", "xcomp"):
        mark = scene.child(each.i, "mark")
        if each.i > verb.i and mark is not None and mark.lower == "for":
            return [scene.characters(mark.i + 1, scene.right(each.i))]
    return []


def _noun_phrase_content(scene: Scene, verb: Token, frame: str) -> list[Range]:
    thing = _object(scene, verb)
    if thing is None or thing.dep == "dative":
        return []
    if frame == "pronoun" and thing.lower not in _PLAIN_PRONOUNS:
        return []
    if thing.lower in _REFLEXIVES or thing.lower in ("responsibility", "who", "what", "which"):
        return []
    last = scene.right(thing.i)
    for each in scene.reading.dependents(verb.i, "prep", "xcomp", "advcl", "ccomp", "acl"):
        if each.i > last and scene.left(each.i) == last + 1 and _clings(scene, each):
            last = scene.right(each.i)
    return [scene.characters(scene.left(thing.i), last)]


def _clings(scene: Scene, token: Token) -> bool:
    """Whether a complement of the verb belongs to what its object tells of."""
    if token.dep == "prep":
        return token.lower in ("for", "as", "over", "about", "against", "of")
    return _is_infinitive(scene, token) or token.tag == "VBG"


def _objects_of(scene: Scene, prep: Token, *, with_preposition: bool) -> list[Range]:
    thing = scene.child(prep.i, "pobj", "pcomp")
    if thing is None:
        return []
    first = prep.i if with_preposition else prep.i + 1
    return [scene.characters(first, scene.right(thing.i))]


def _any_object(scene: Scene, verb: Token) -> list[Range]:
    for prep in scene.reading.dependents(verb.i, "prep"):
        if prep.i > verb.i and prep.lower in _TOPICAL and scene.left(prep.i) - verb.i < 3:
            found = _objects_of(scene, prep, with_preposition=False)
            if found:
                return found
    return []


def _object_and_complement(scene: Scene, verb: Token, shape: str) -> list[Range]:
    thing = _object(scene, verb)
    passive = thing is not None and thing.dep == "nsubjpass"
    if thing is not None and thing.lower in _REFLEXIVES:
        return []
    if shape == "pred":
        return _predicate(scene, verb, thing)
    if shape == "responsible":
        guilt = [
            t
            for t in scene.tokens[verb.i + 1 : verb.i + 20]
            if t.lower in words("responsible") and t.sentence == verb.sentence
        ]
        if not guilt or thing is None:
            return []
        return [scene.characters(scene.left(thing.i), scene.right(guilt[0].i))]
    marker = _preposition(scene, verb, shape)
    if marker is None and thing is not None and not passive:
        inside = [t for t in scene.reading.dependents(thing.i, "prep") if t.lower == shape]
        marker = inside[-1] if inside else None
    if marker is None:
        return []
    last = scene.right(marker.i)
    if shape == "at" and not any(t.pos == "NUM" for t in scene.tokens[marker.i : last + 1]):
        return []
    if passive and thing is not None:
        if shape in ("of", "with"):
            return [scene.characters(marker.i, last)]
        if shape in ("for", "on"):
            return [scene.characters(marker.i + 1, last)]
        return [
            scene.characters(scene.left(thing.i), scene.right(thing.i)),
            scene.characters(marker.i, last),
        ]
    if thing is None or thing.i > marker.i:
        if shape == "as" and scene.has_quote(*scene.characters(marker.i, last)):
            return _objects_of(scene, marker, with_preposition=False)
        return [scene.characters(marker.i, last)] if shape == "of" else []
    return [scene.characters(scene.left(thing.i), last)]


def _quote_after(scene: Scene, thing: Token) -> int | None:
    """Where a quotation ends that begins right behind the phrase of a noun."""
    i = max(thing.i, scene.right(thing.i))
    for at in (thing.i + 1, i + 1):
        if at < len(scene.tokens) and scene.tokens[at].sentence == thing.sentence:
            quote = scene.quote_of[at]
            if quote is not None and scene.quotes[quote].start == scene.tokens[at].start:
                return scene.quotes[quote].end
    return None


def _predicate(scene: Scene, verb: Token, thing: Token | None) -> list[Range]:
    """The object and what it is called: "the draft a step backwards", "it unlawful"."""
    parts = [
        t
        for t in scene.reading.dependents(verb.i, "oprd", "ccomp", "xcomp", "dobj", "attr", "acomp")
        if t.i > verb.i
    ]
    if thing is not None and thing.dep == "nsubjpass":
        if not parts:
            return []
        return [
            scene.characters(scene.left(thing.i), scene.right(thing.i)),
            scene.characters(scene.left(parts[0].i), scene.right(parts[-1].i)),
        ]
    inner = [t for p in parts for t in scene.reading.dependents(p.i, "nsubj") if p.dep == "ccomp"]
    quoted = _quote_after(scene, thing) if thing is not None else None
    if thing is not None and quoted is not None:
        return [(scene.tokens[scene.left(thing.i)].start, quoted)]
    first = thing if thing is not None else (inner[0] if inner else None)
    if first is None or not parts:
        return []
    last = max(scene.right(p.i) for p in parts)
    if last <= scene.right(first.i) and len(parts) < 2 and not inner:
        start, end = scene.characters(scene.left(first.i), last)
        return [(start, end)] if scene.has_quote(start, end) else []
    return [scene.characters(scene.left(first.i), last)]


# ------------------------------------------------- "according to" and nouns


def according_to(scene: Scene) -> Iterator[Attribution]:
    """Claims made by "according to X", before, after or inside what is said."""
    tokens = scene.tokens
    for token in tokens[:-1]:
        if token.lower != "according" or tokens[token.i + 1].lower != "to":
            continue
        if scene.quote_of[token.i] is not None:
            continue
        source = scene.child(token.i + 1, "pobj") or scene.child(token.i, "pobj")
        if source is None:
            continue
        sources = members(scene.reading, source.i)
        content = _around_according(scene, token, max(scene.right(token.i), scene.right(source.i)))
        if content:
            yield Attribution(
                token.i,
                [scene.characters(token.i, token.i + 1)],
                sources,
                content,
                "asserts",
                "according",
            )


def _around_according(scene: Scene, token: Token, last: int) -> list[Range]:
    tokens = scene.tokens
    first = token.i
    start, end = first, last
    while start > 0 and tokens[start - 1].sentence == token.sentence:
        if tokens[start - 1].text == ";" and scene.quote_of[start - 1] is None:
            break
        start -= 1
    while end + 1 < len(tokens) and tokens[end + 1].sentence == token.sentence:
        if tokens[end + 1].text == ";" and scene.quote_of[end + 1] is None:
            break
        end += 1
    found: list[Range] = []
    if start < first:
        begin = _after_opening(scene, tokens[first], start)
        if begin < first:
            found.append(scene.characters(begin, first - 1))
    if not found and last < end:
        return [scene.characters(last + 1, end)]
    if last < end and tokens[last + 1].text == "," and _goes_on(scene, last + 2, end):
        begin = last + 2
        if tokens[begin].pos == "CCONJ":
            begin += 1
        found.append(scene.characters(begin, end))
    return found


def _goes_on(scene: Scene, first: int, end: int) -> bool:
    """Whether what follows a parenthesis belongs to the clause before it."""
    tokens = scene.tokens
    if first > end:
        return False
    if tokens[first].pos == "CCONJ":
        rest = tokens[first + 1 : end + 1]
        return not any(t.dep in _SUBJECTS and t.lower not in _RELATIVES for t in rest[:6])
    return tokens[first].tag in ("VBD", "VBZ", "VBP", "MD", "VB")


def noun_claims(scene: Scene) -> Iterator[Attribution]:
    """Claims made by a noun with a clause: "the claim that ...", "its statement that ..."."""
    stances = noun_stances()
    for noun in scene.tokens:
        if noun.pos != "NOUN" or noun.lemma not in stances or scene.quote_of[noun.i] is not None:
            continue
        clause = None
        for each in scene.reading.dependents(noun.i, "ccomp", "acl", "relcl"):
            mark = scene.child(each.i, "mark")
            if mark is not None and mark.lower == "that" and each.i > noun.i:
                clause = each
        if clause is None:
            continue
        sources, cue = _noun_source(scene, noun)
        if not sources and not scene.wide:
            continue
        yield Attribution(
            noun.i,
            [cue],
            sources,
            _split_clauses(scene, clause),
            stances[noun.lemma],
            "noun",
            confidence=0.7,
        )


def _noun_source(scene: Scene, noun: Token) -> tuple[list[int], Range]:
    here = scene.characters(noun.i, noun.i)
    owner = scene.child(noun.i, "poss")
    verb = scene.tokens[noun.head]
    if noun.dep in ("dobj", "pobj", "nsubjpass") and (owner is None or owner.pos == "PRON"):
        if noun.dep == "pobj":
            verb = scene.tokens[verb.head]
        subject = subject_of(scene, verb) if verb.tag.startswith("VB") else None
        if subject is not None and not is_passive(scene, verb):
            return members(scene.reading, subject.i), here
    if owner is not None:
        return members(scene.reading, owner.i), here
    for prep in scene.reading.dependents(noun.i, "prep"):
        if prep.lower in ("by", "from", "of"):
            thing = scene.child(prep.i, "pobj")
            if thing is not None:
                return members(scene.reading, thing.i), here
    for each in scene.reading.dependents(noun.i, "amod", "compound"):
        name = scene.reading.name_at.get(each.i)
        if name is not None and name.kind in ("NORP", "GPE", "ORG", "PERSON"):
            return [each.i], here
    return [], here


# ------------------------------------------------------------------- verbs


def verb_claims(scene: Scene, taken: set[int]) -> Iterator[Attribution]:
    """Claims made by verbs, except by the verbs in `taken`, whose quotations are already known."""
    for verb in scene.tokens:
        frames = frames_of(scene, verb)
        if not frames or verb.i in taken:
            continue
        if scene.wide and scene.quote_of[verb.i] is not None:
            continue
        found = _claim_of(scene, verb, frames)
        if found is not None:
            yield found


def _claim_of(scene: Scene, verb: Token, frames: tuple[Frame, ...]) -> Attribution | None:
    if not is_said(scene, verb):
        return None
    sources = sources_of(scene, verb)
    if sources is None:
        return None
    subject = sources[0] if sources else None
    for frame in _in_order(scene, verb, frames):
        if frame.name == "quote":
            continue
        ranges = content_of(scene, verb, frame.name, subject)
        ranges = [r for r in (scene.tidy(*each) for each in ranges) if r is not None]
        if not ranges or (frame.quoted and not any(scene.has_quote(*r) for r in ranges)):
            continue
        if not sources and frame.stance != "alleges" and not scene.wide:
            return None
        return Attribution(
            verb.i, [cue_range(scene, verb, frame.name)], sources, ranges, frame.stance, frame.name
        )
    return None


def _in_order(scene: Scene, verb: Token, frames: tuple[Frame, ...]) -> list[Frame]:
    """The frames with a clause that stands around the cue tried last, and not inside a quotation."""
    order = list(frames)
    clause = next((f for f in frames if f.name == "that"), None)
    around = verb.lemma not in words("never_around")
    if clause is not None and around and scene.quote_of[verb.i] is None:
        order.append(replace(clause, name="around"))
    return order


def cue_range(scene: Scene, verb: Token, frame: str) -> Range:
    """The verb with its particle, or with the preposition of its frame where it stands next to it."""
    last = verb.i
    particle = scene.child(verb.i, "prt")
    if particle is not None and particle.i == verb.i + 1:
        last = particle.i
    if frame.endswith("-inf") and frame != "obj-inf" and last + 1 < len(scene.tokens):
        if scene.tokens[last + 1].lower == frame.removesuffix("-inf"):
            last += 1
    return scene.characters(verb.i, last)
