"""Which of the text's dates and places an act has.

The expression in the act's own clause that stands nearest to the trigger; else the one of its
sentence, as long as no claim's border lies between; for deeds, else the dateline's place in the
first sentence of the body. Where the text gives none, none is given.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from whimbrel.coding.acts import Act
from whimbrel.coding.lexicon import word_list
from whimbrel.coding.offsets import starting_in
from whimbrel.coding.timex.calendar import is_impossible
from whimbrel.reading.lexicon import capitals
from whimbrel.reading.phrases import head_token
from whimbrel.reading.text import Reading, Token
from whimbrel.records import Claim, EventDate, Place, Span, Status, Time

S = TypeVar("S", bound=Span)

_PLACE_PREPOSITIONS = frozenset(
    "in at near on outside inside around across from to into along off towards toward over within "
    "between throughout through north south east west beyond behind above under amid by".split()
)
_DETERMINERS = frozenset("the a an its his her their our this that these those".split())
_MAX_CLIMB = 6
# A clause of these kinds shares the date of the one above it.
_SHARING = frozenset({"conj", "xcomp", "ccomp", "advcl", "dep", "parataxis", "pcomp", "aux"})
_FINENESS = {"point": 3, "city": 3, "admin1": 2, "country": 1, None: 2}


def date_of(
    reading: Reading, act: Act, times: Sequence[Time], claim: Claim | None
) -> tuple[EventDate, Span] | None:
    """The act's date and the expression that gives it, null where its clause gives none.

    `times` are in the text's order.
    """
    near = _allowed(reading, act, times, claim)
    dated = [
        t
        for t in near
        if t.type in ("DATE", "TIME")
        and (t.from_ or t.to or is_open(reading, t))
        and (not _is_of_another(reading, act, t) or _tells_of(reading, act, t))
    ]
    ranked = [time for _, time in _by_clause(reading, act, dated)]
    if not ranked:
        return None
    found = ranked[0]
    from_, to = found.from_, found.to
    if _word_before(reading, found) == "since":
        still = act.status is Status.ONGOING or _is_perfect(reading, act)
        to = max(reading.published or "", found.to or "") if still else found.to
    elif act.status is Status.ONGOING and reading.published and (to or "") <= reading.published:
        to = reading.published
    elif (other := _coordinated(reading, found, ranked)) is not None:
        from_, to = min(from_ or "", other.from_ or ""), max(to or "", other.to or "")
    date = EventDate(from_=from_, to=to, start=found.start, end=found.end, text=found.text)
    return date, reading.span(found.start, found.end)


def _is_of_another(reading: Reading, act: Act, time: Time) -> bool:
    return _is_of_noun(reading, act, time) or _is_of_a_state(reading, act, time)


def _is_of_a_state(reading: Reading, act: Act, time: Time) -> bool:
    """ "In power since 2007, he vowed": the state that a noun names has lasted since then."""
    token = head_token(reading, time)
    since = None if token is None else reading.tokens[token.head]
    if since is None or since.lower != "since":
        return False
    noun = reading.tokens[since.head]
    own = (act.trigger, *act.also)
    return (
        noun.pos in ("NOUN", "PROPN")
        and noun.dep not in ("dobj", "nsubjpass")
        and not any(span.start <= noun.start < span.end for span in own)
    )


def _is_perfect(reading: Reading, act: Act) -> bool:
    """ "have died since 26 August": up to now; not "since 26 August, when they attacked"."""
    return any(
        aux.lemma == "have" or aux.lower in ("'ve", "’ve")
        for token in reading.tokens_in(act.trigger.start, act.trigger.end)
        for aux in reading.dependents(token.i, "aux", "auxpass")
    )


def _is_of_noun(reading: Reading, act: Act, time: Time) -> bool:
    """Whether the date belongs to another noun: "called off Thursday's strike", "end the pact of
    2011", "begun on 28 April". What killed somebody shares its day with the killing."""
    token = head_token(reading, time)
    if token is None or token.head == token.i:
        return False
    head = reading.tokens[token.head]
    if token.dep == "pobj" and head.lower == "of" and head.head != head.i:
        head = reading.tokens[head.head]
    elif token.dep not in ("poss", "nummod", "compound", "amod", "nmod"):
        return False
    elif token.dep != "poss" and _word_before(reading, time) not in _DETERMINERS:
        return False  # "Three days later rebels ...", where the parse took the day for theirs
    if head.pos not in ("NOUN", "PROPN") or time.start <= head.start < time.end:
        return False
    own = (act.trigger, *act.also)
    if any(span.start <= head.start < span.end for span in own):
        return False
    # "Monday's attack killed nine"
    return not (act.outcome and head.dep in ("nsubj", "nsubjpass", "agent", "pobj"))


def is_open(reading: Reading, time: Time) -> bool:
    """Whether it names a day that could not be reckoned: a text without a day of publication, or a
    day that no calendar has."""
    value = time.value or ""
    if reading.published is None and time.type == "DATE":
        return True
    hanging = value.startswith("XXXX-") and time.type != "SET"
    return hanging or value.endswith("-XX-XX") or is_impossible(value)


def _coordinated(reading: Reading, time: Time, others: Sequence[Time]) -> Time | None:
    """In "on Sunday night and Monday" the other day."""
    for other in others:
        between = reading.text[time.end : other.start].split()
        if other.start > time.end and between and between[0] in ("and", "to") and len(between) <= 3:
            return other
    return None


def _by_clause(reading: Reading, act: Act, spans: Sequence[S]) -> list[tuple[int, S]]:
    """Times or places of the act's own clause (rank 0 and 1), then of the clauses it hangs on, the
    nearest first.

    One in another clause (a relative clause of one of the parties, say) belongs to something else;
    and what a relative clause tells has nothing from the sentence around it.
    """
    trigger = _token_at(reading, act.trigger)
    if trigger is None:
        return []
    inside = set(reading.subtree(trigger.i)) if trigger.pos in ("NOUN", "PROPN") else set()
    chain = _clauses_over(reading, trigger)
    ranked: list[tuple[int, int, S]] = []
    for span in spans:
        token = _token_at(reading, span)
        if token is None:
            continue
        verb = clause_verb(reading, token)
        within = token.i in inside and (verb not in inside or _describes(reading, verb, trigger))
        if within or _is_told_of(reading, chain[0], span):
            rank = 0
        elif verb in chain:
            rank = 1 + chain.index(verb)
        elif _is_later_member(reading, verb, chain[0]):
            rank = 2 + len(chain)
        else:
            continue
        ranked.append((rank, _distance(act.trigger, span), span))
    return [(rank, span) for rank, _, span in sorted(ranked, key=lambda each: each[:2])]


def _token_at(reading: Reading, span: Span) -> Token | None:
    return head_token(reading, span)


def _describes(reading: Reading, verb: int, trigger: Token) -> bool:
    """ "talks hosted by the union in Zawiya": the participle tells of the noun that it follows."""
    token = reading.tokens[verb]
    return token.dep == "acl" and token.head == trigger.i


def _tells_of(reading: Reading, act: Act, time: Span) -> bool:
    trigger = _token_at(reading, act.trigger)
    return trigger is not None and _is_told_of(reading, clause_verb(reading, trigger), time)


def _is_told_of(reading: Reading, verb: int, time: Span) -> bool:
    """ "since 26 August, when the brigade attacked": the clause tells of that day."""
    token = reading.tokens[verb]
    if token.dep not in ("relcl", "acl", "advcl") or token.head == token.i:
        return False
    head = reading.tokens[token.head]
    return time.start <= head.start < time.end


def clause_verb(reading: Reading, token: Token) -> int:
    """The verb of the clause that holds the token; the sentence's root where there is none."""
    if token.pos in ("VERB", "AUX"):
        return token.i
    last = token
    for above in reading.ancestors(token.i):
        if above.pos in ("VERB", "AUX"):
            return above.i
        last = above
    return last.i


def _clauses_over(reading: Reading, trigger: Token) -> list[int]:
    """The verb of the trigger's clause and those of the clauses that it hangs on."""
    found = [clause_verb(reading, trigger)]
    while len(found) < _MAX_CLIMB:
        token = reading.tokens[found[-1]]
        if token.dep not in _SHARING or token.head == token.i:
            break
        above = clause_verb(reading, reading.tokens[token.head])
        if above in found:
            break
        found.append(above)
    return found


def _is_later_member(reading: Reading, verb: int, first: int) -> bool:
    """In "fired and arrested many on Sunday" the day of the last verb is the first one's too."""
    token = reading.tokens[verb]
    while token.dep == "conj" and not reading.dependents(token.i, "nsubj", "nsubjpass"):
        if token.head == first:
            return True
        token = reading.tokens[token.head]
    return False


def _allowed(reading: Reading, act: Act, spans: Sequence[S], claim: Claim | None) -> list[S]:
    """Those in the act's sentence on its side of a claim's border."""
    sentence = reading.sentence_at(act.trigger.start)
    if sentence is None:
        return []
    near = starting_in(spans, sentence.start, sentence.end)
    found = [span for span in near if span.end <= sentence.end]
    if claim is None:
        return found
    return [s for s in found if any(part.contains(s) for part in claim.content)]


def _distance(one: Span, other: Span) -> int:
    return max(one.start - other.end, other.start - one.end, 0)


def _word_before(reading: Reading, span: Span) -> str:
    before = reading.text[max(0, span.start - 12) : span.start].split()
    return before[-1].lower() if before else ""


def place_of(
    reading: Reading,
    act: Act,
    places: Sequence[Place],
    claim: Claim | None,
    *,
    deed: bool,
    meeting: bool = False,
) -> Place | None:
    """The place that the act's sentence gives it, else null. Of a speech act (neither `deed` nor
    `meeting`) it must hang on the very word. `places` are in the text's order."""
    targets = act.recipients if deed else ()
    located = [
        place
        for place in _allowed(reading, act, places, claim)
        if (
            _is_location(reading, place, act)
            or _is_target(place, targets)
            or _is_object(reading, place, act)
        )
        and not _is_state_addressed(reading, place, act)
    ]
    if not deed and not meeting:
        return finest([place for place in located if _hangs_on(reading, place, act)]) or finest(
            [place for place in located if _is_where_an_actor_is(reading, place, act)]
        )
    if not deed:
        located = [place for place in located if _is_met_in(reading, place, act)]
    ranked = _by_clause(reading, act, located)
    own = [place for rank, place in ranked if rank <= 1]
    return (
        finest([place for rank, place in ranked if rank == 0])
        or finest(own)
        or (finest([place for _, place in ranked]) if deed else None)
    )


def dateline_place(places: Sequence[Place], dateline: Span | None) -> Place | None:
    """The place that the dateline names, of places in the text's order."""
    if dateline is None:
        return None
    # Asked for every act: only places up to the dateline's end are looked at.
    near = starting_in(places, 0, dateline.end)
    return next((place for place in near if place.overlaps(dateline)), None)


def capital_meant(
    reading: Reading, act: Act, places: Sequence[Place], dateline: Span | None
) -> tuple[Place, Span] | None:
    """The dateline's place, and the words, where the act is told of "the capital" and the dateline
    is one; null else."""
    place = dateline_place(places, dateline)
    if place is None or (place.name or place.text) not in capitals():
        return None
    for token in reading.tokens_in(act.clause.start, act.clause.end):
        if token.lemma == "capital" and token.pos == "NOUN":
            own = reading.dependents(token.i)
            if any(t.lower == "the" for t in own) and not any(t.lower == "of" for t in own):
                return place, reading.token_span(token.i, token.i)
    return None


def _is_state_addressed(reading: Reading, place: Place, act: Act) -> bool:
    """ "sanctions on Iran": the state that an act is aimed at is no place."""
    if place.precision != "country":
        return False
    prep = _preposition_over(reading, place)
    addressed = prep is not None and prep.lower in ("on", "toward", "towards")
    return addressed and any(party.overlaps(place) for party in act.recipients)


def _is_target(place: Place, targets: Sequence[Span]) -> bool:
    """ "bombed Santo Domingo": what is struck is where it happens, countries apart."""
    return place.precision != "country" and any(target.contains(place) for target in targets)


def _is_object(reading: Reading, place: Place, act: Act) -> bool:
    """ "overran Kukawa", "closed the Jowhar bridge": the ground that the act is done to."""
    if place.precision == "country":
        return False
    token = head_token(reading, place)
    for _ in range(_MAX_CLIMB):
        if token is None or token.head == token.i:
            return False
        head = reading.tokens[token.head]
        if token.dep in ("dobj", "nsubjpass", "attr"):
            return act.trigger.start <= head.start < act.trigger.end
        if token.dep == "pobj" and head.lower == "of":
            above = reading.tokens[head.head]
            if act.trigger.start <= above.start < act.trigger.end:
                return True  # "the shelling of Homs"
            if above.lemma not in word_list("place_nouns"):
                return False
            token = above
        elif token.dep in ("compound", "nmod", "conj", "appos"):
            token = head
        else:
            return False
    return False


def is_located(reading: Reading, place: Place) -> bool:
    """Whether a preposition of place stands over the name: "in Tikrit", "on the Tikrit road"; not
    one that tells where somebody is from."""
    return _is_location(reading, place, None)


def _is_location(reading: Reading, place: Place, act: Act | None) -> bool:
    """As `is_located`; "from" also after an act's own noun: "the withdrawal from Iraq"."""
    prep = _preposition_over(reading, place)
    if prep is None:
        return False
    if prep.lower != "from":
        return True
    head = reading.tokens[prep.head]
    own = act is not None and act.trigger.start <= head.start < act.trigger.end
    return own or head.pos in ("VERB", "AUX")


def _preposition_over(reading: Reading, place: Place) -> Token | None:
    token = head_token(reading, place)
    for _ in range(_MAX_CLIMB):
        if token is None or token.head == token.i:
            return None
        head = reading.tokens[token.head]
        if token.dep == "pobj" and head.lower in _PLACE_PREPOSITIONS:
            return head
        if token.dep == "pobj" and head.lower == "of":
            # "the town of Sinjar" stands where the town stands, "the army of Chad" nowhere
            above = reading.tokens[head.head]
            if above.lower == "out":
                return above
            if above.lemma not in word_list("place_nouns"):
                return None
            token = above
            continue
        if token.dep not in ("compound", "poss", "nmod", "appos", "conj", "amod", "npadvmod"):
            return None
        token = head
    return None


def _is_met_in(reading: Reading, place: Place, act: Act) -> bool:
    """Whether people may meet or agree there: a place they are in or visit, and no party."""
    if _is_object(reading, place, act):
        return True
    prep = _preposition_over(reading, place)
    if prep is None or prep.lower in ("to", "into", "towards", "toward", "from", "of", "over"):
        return False
    return not any(party.overlaps(place) for party in (*act.actors, *act.recipients))


def _hangs_on(reading: Reading, place: Place, act: Act) -> bool:
    """Whether the place's preposition depends on the trigger, and no party holds the place."""
    prep = _preposition_over(reading, place)
    if prep is None or prep.lower in ("to", "into", "towards", "toward", "from", "of", "over"):
        return False
    if any(party.overlaps(place) for party in (*act.actors, *act.recipients)):
        return False
    head = reading.tokens[prep.head]
    return act.trigger.start <= head.start < act.trigger.end


def _is_where_an_actor_is(reading: Reading, place: Place, act: Act) -> bool:
    """ "Police in Naypyitaw ... threatened to shoot": who speaks is there."""
    if place.precision == "country":
        return False
    prep = _preposition_over(reading, place)
    if prep is None or prep.lower not in ("in", "at", "near", "outside"):
        return False
    head = reading.tokens[prep.head]
    return any(actor.start <= head.start < actor.end for actor in act.actors)


def finest(places: Sequence[Place]) -> Place | None:
    """The most exact of the places, the first among equals."""
    return max(places, key=lambda p: (_FINENESS[p.precision], -p.start), default=None)
