"""How well records agree with hand-coded documents, field by field.

A hand-coded document is a JSON object with `id`, `text` and either a `gold` object or the record's
own fields beside them (`events`, `claims`, `times`, ...). Fields that it does not have were not
coded by hand and are not scored. An event marked `optional` is no miss where it is not found, and
nothing false where it is; a participant's `ref` is the span that a pronoun refers to.

    events          types equal, and triggers overlap or a party agrees within the sentence
    actors, ...     same head word, at least half of the longer span shared, or the same words
    who_what_whom   type, actor and recipient; every actor with every recipient
    claims          contents paired by their shared characters; half of them must agree
    quantities      spans overlap; what, low and high are equal
    times           spans overlap; the TIMEX3 value is equal
    causes          half of the characters of cause and of effect agree
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from whimbrel.analyse.matching import (
    HALF,
    Item,
    cause_fit,
    claim_fit,
    content_likeness,
    is_near,
    pair_events,
    pair_off,
    pair_same,
    plain_words,
    same_name,
    same_party,
    same_quantity,
    same_time,
    shared,
    spans_in,
)
from whimbrel.analyse.tallies import Difference, Score, Share, Tally

_Same = Callable[[Any, Any], float | bool]


def score(gold: Iterable[Item], records: Mapping[str, Item]) -> Score:
    """Compare hand-coded documents with records, given by their id (as plain JSON objects)."""
    total = Score()
    for document in gold:
        total.documents += 1
        record = records.get(document["id"])
        if record is None:
            total.missing.append(document["id"])
        elif record.get("text") != document["text"]:
            total.other_text.append(document["id"])
        _Comparison(total, document, record or {}).run()
    return total


class _Comparison:
    """One document against its record; adds to the score as it goes."""

    def __init__(self, total: Score, document: Item, record: Item) -> None:
        self.total = total
        self.id: str = document["id"]
        self.text: str = document["text"]
        self.gold: Item = document.get("gold", document)
        self.record = record
        first_line, _, rest = self.text.partition("\n")
        self.headline_end = len(first_line) if rest else 0

    def run(self) -> None:
        claims: dict[int, int] = {}
        if "claims" in self.gold:
            claims = self.compare_claims()
        if "events" in self.gold:
            self.compare_events(claims)
        self.compare_spans("quantities", same_quantity, _quantity_in_words)
        self.compare_spans("times", same_time, lambda time: f"{time['text']} = {time['value']}")
        self.compare_spans("places", shared, lambda place: str(place["text"]))
        if "causes" in self.gold:
            self.compare_causes()

    # Bookkeeping

    def tally(self, name: str) -> Tally:
        return self.total.found.setdefault(name, Tally())

    def share(self, name: str) -> Share:
        return self.total.agreed.setdefault(name, Share())

    def differs(self, name: str, what: str, expected: object, got: object) -> None:
        self.total.differences.append(Difference(self.id, name, what, str(expected), str(got)))

    def agree(self, name: str, what: str, expected: Any, got: Any) -> None:
        if not self.share(name).add(expected == got):
            self.differs(name, what, expected, got)

    def words(self, span: Item) -> str:
        return self.text[span["start"] : span["end"]]

    def in_headline(self, spans: Sequence[Item]) -> bool:
        return bool(spans) and all(span["end"] <= self.headline_end for span in spans)

    def same_party(self, expected: Item, got: Item) -> bool:
        return same_party(self.text, expected, got)

    # Events

    def compare_events(self, claims: Mapping[int, int]) -> None:
        gold: Sequence[Item] = self.gold["events"]
        got: Sequence[Item] = self.record.get("events") or []
        self.compare_detection(gold, got)
        pairs = pair_events(self.text, gold, got, by_type=True)
        self.count_events(gold, got, pairs)
        for role in ("actors", "recipients"):
            self.compare_parties(role, gold, got, pairs)
        self.compare_triples(gold, got, pairs)
        for i, j in pairs.items():
            if not gold[i].get("optional"):
                self.compare_attributes(gold[i], got[j])
                self.compare_event_claim(gold[i], got[j], claims)

    def compare_detection(self, gold: Sequence[Item], got: Sequence[Item]) -> None:
        pairs = pair_events(self.text, gold, got, by_type=False)
        needed = [i for i, event in enumerate(gold) if not event.get("optional")]
        right = sum(i in pairs for i in needed)
        self.tally("events_of_any_type").count(right, len(needed), len(got) - (len(pairs) - right))
        for i in needed:
            if i in pairs and got[pairs[i]].get("type") != gold[i]["type"]:
                self.differs(
                    "type", self.words(gold[i]["trigger"]), gold[i]["type"], got[pairs[i]]["type"]
                )

    def count_events(
        self, gold: Sequence[Item], got: Sequence[Item], pairs: Mapping[int, int]
    ) -> None:
        found = set(pairs.values())
        for i, event in enumerate(gold):
            if event.get("optional"):
                continue
            for tally in (self.tally("events"), self._type(event["type"])):
                tally.count(i in pairs, 1, i in pairs)
            if i not in pairs:
                self.differs("events", self.words(event["trigger"]), _act(event), "missed")
        for j, event in enumerate(got):
            if j not in found:
                for tally in (self.tally("events"), self._type(event["type"])):
                    tally.count(0, 0, 1)
                self.differs("events", self.words(event["trigger"]), "nothing", _act(event))

    def _type(self, name: str) -> Tally:
        return self.total.by_type.setdefault(name, Tally())

    def compare_parties(
        self, role: str, gold: Sequence[Item], got: Sequence[Item], pairs: Mapping[int, int]
    ) -> None:
        tally = self.tally(role)
        for i, event in enumerate(gold):
            if event.get("optional"):
                continue
            expected = spans_in(event.get(role))
            given = spans_in(got[pairs[i]].get(role)) if i in pairs else []
            right = len(pair_same(expected, given, self.same_party))
            tally.count(right, len(expected), len(given))
            if i in pairs and not right == len(expected) == len(given):
                self.differs(role, _act(event), self._names(expected), self._names(given))
        found = set(pairs.values())
        for j, event in enumerate(got):
            if j not in found:
                tally.count(0, 0, len(spans_in(event.get(role))))

    def _names(self, spans: Sequence[Item]) -> str:
        return " + ".join(self.words(span) for span in spans) or "nobody"

    def compare_triples(
        self, gold: Sequence[Item], got: Sequence[Item], pairs: Mapping[int, int]
    ) -> None:
        def same(one: Sequence[Item | None], other: Sequence[Item | None]) -> bool:
            return all(
                (a is None and b is None) or (a and b and self.same_party(a, b))
                for a, b in zip(one, other, strict=True)
            )

        tally = self.tally("who_what_whom")
        for i, event in enumerate(gold):
            if event.get("optional"):
                continue
            expected = _who_and_whom(event)
            given = _who_and_whom(got[pairs[i]]) if i in pairs else []
            tally.count(len(pair_same(expected, given, same)), len(expected), len(given))
        found = set(pairs.values())
        for j, event in enumerate(got):
            if j not in found:
                tally.count(0, 0, len(_who_and_whom(event)))

    def compare_attributes(self, gold: Item, got: Item) -> None:
        what = f"{_act(gold)} '{self.words(gold['trigger'])}'"
        if gold.get("mode") is not None:
            self.agree("mode", what, gold["mode"], got.get("mode"))
        if "status" in gold:
            self.agree("status", what, gold["status"], got.get("status"))
        if gold.get("date") is not None:
            self.agree("date", what, _days(gold["date"]), _days(got.get("date")))
        if gold.get("place") is not None:
            self.compare_place(what, gold["place"], got.get("place") or {})

    def compare_place(self, what: str, gold: Item, got: Item) -> None:
        if gold.get("country") is not None:
            self.agree("place_country", what, gold["country"], got.get("country"))
        if gold.get("lat") is not None and not self.share("place_point").add(is_near(gold, got)):
            self.differs("place_point", what, gold["text"], got.get("text"))

    def compare_event_claim(self, gold: Item, got: Item, claims: Mapping[int, int]) -> None:
        if "claims" not in self.gold or "claim_id" not in gold:
            return
        expected = _position(self.gold["claims"], gold["claim_id"])
        given = _position(self.record.get("claims") or [], got.get("claim_id"))
        counterpart = {j: i for i, j in claims.items()}
        if expected is None:
            # A speech act may stand in the claim whose cue is its own trigger.
            own = {
                i
                for i, claim in enumerate(self.gold["claims"])
                if any(shared(cue, gold["trigger"]) for cue in spans_in(claim.get("cue")))
            }
            agrees = given is None or counterpart.get(given) in own
        else:
            agrees = given is not None and counterpart.get(given) == expected
        if not self.share("event_claim").add(agrees):
            what = f"{_act(gold)} '{self.words(gold['trigger'])}'"
            self.differs("event_claim", what, gold["claim_id"], got.get("claim_id"))

    # Claims

    def compare_claims(self) -> dict[int, int]:
        gold: Sequence[Item] = self.gold["claims"]
        got: Sequence[Item] = self.record.get("claims") or []
        pairs = pair_off(
            (fit, i, j)
            for i, one in enumerate(gold)
            for j, other in enumerate(got)
            if (fit := claim_fit(one, other)) > 0
        )
        agreeing = {i: j for i, j in pairs.items() if content_likeness(gold[i], got[j]) >= HALF}
        paired, agreed = set(pairs.values()), set(agreeing.values())
        # A quotation that the headline repeats is not coded twice by hand; it is nothing false.
        counted = [
            j
            for j, claim in enumerate(got)
            if j in paired or not self.in_headline(spans_in(claim.get("content")))
        ]
        self.tally("claims").count(len(agreeing), len(gold), len(counted))
        self.compare_sources(gold, got, pairs, counted)
        for i, claim in enumerate(gold):
            if i in agreeing:
                self.compare_speaker(claim, got[agreeing[i]])
            else:
                self.differs("claims", self._claim(claim), "found", "missed")
        for j in counted:
            if j not in agreed:
                self.differs("claims", self._claim(got[j]), "nothing", "found")
        return pairs

    def _claim(self, claim: Item) -> str:
        said = " ... ".join(self.words(span) for span in spans_in(claim.get("content")))
        return f"{self._names(spans_in(claim.get('source')))}: {said}"

    def compare_sources(
        self,
        gold: Sequence[Item],
        got: Sequence[Item],
        pairs: Mapping[int, int],
        counted: Sequence[int],
    ) -> None:
        tally = self.tally("claim_sources")
        for i, claim in enumerate(gold):
            expected = spans_in(claim.get("source"))
            given = spans_in(got[pairs[i]].get("source")) if i in pairs else []
            right = len(pair_same(expected, given, self.same_party))
            tally.count(right, len(expected), len(given))
        paired = set(pairs.values())
        for j in counted:
            if j not in paired:
                tally.count(0, 0, len(spans_in(got[j].get("source"))))

    def compare_speaker(self, gold: Item, got: Item) -> None:
        what = self._claim(gold)
        if "kind" in gold:
            self.agree("claim_kind", what, gold["kind"], got.get("kind"))
        if "stance" in gold:
            self.agree("claim_stance", what, gold["stance"], got.get("stance"))
        if gold.get("speaker") is None:
            return
        expected, given = _name(gold["speaker"]), _name(got.get("speaker"))
        agrees = same_name(expected or "", given) or any(
            plain_words(given or "") == plain_words(self.words(span))
            for span in spans_in(gold.get("source"))
            if given
        )
        if not self.share("claim_speaker").add(agrees):
            self.differs("claim_speaker", what, expected, given)

    # The rest

    def compare_spans(self, name: str, same: _Same, in_words: Callable[[Item], str]) -> None:
        if name not in self.gold:
            return
        gold = [item for item in self.gold[name] if not _is_vague_time(item)]
        got = [item for item in spans_in(self.record.get(name)) if not _is_vague_time(item)]
        pairs = pair_same(gold, got, same)
        self.tally(name).count(len(pairs), len(gold), len(got))
        found = set(pairs.values())
        for i, item in enumerate(gold):
            if i not in pairs:
                near = [in_words(other) for other in got if shared(item, other)]
                self.differs(name, self.words(item), in_words(item), ", ".join(near) or "missed")
        for j, item in enumerate(got):
            if j not in found and not any(shared(item, other) for other in gold):
                self.differs(name, self.words(item), "nothing", in_words(item))

    def compare_causes(self) -> None:
        gold: Sequence[Item] = self.gold["causes"]
        got: Sequence[Item] = self.record.get("causes") or []
        pairs = pair_same(gold, got, cause_fit)
        found = set(pairs.values())
        counted = [
            j
            for j, cause in enumerate(got)
            if j in found
            or not self.in_headline([*spans_in(cause["cause"]), *spans_in(cause["effect"])])
        ]
        self.tally("causes").count(len(pairs), len(gold), len(counted))
        for i, j in pairs.items():
            self.agree("cause_sign", self._cause(gold[i]), gold[i].get("sign"), got[j].get("sign"))
        for i, cause in enumerate(gold):
            if i not in pairs:
                self.differs("causes", self._cause(cause), "found", "missed")
        for j in counted:
            if j not in found:
                self.differs("causes", self._cause(got[j]), "nothing", "found")

    def _cause(self, cause: Item) -> str:
        return f"{self.words(cause['cause'])} -> {self.words(cause['effect'])}"


def _act(event: Item) -> str:
    return f"{event['type']}/{event['mode']}" if event.get("mode") else str(event["type"])


def _who_and_whom(event: Item) -> list[tuple[Item | None, Item | None]]:
    actors: list[Item | None] = [*spans_in(event.get("actors"))] or [None]
    recipients: list[Item | None] = [*spans_in(event.get("recipients"))] or [None]
    return [(actor, recipient) for actor in actors for recipient in recipients]


def _days(date: Item | None) -> str:
    first = ((date or {}).get("from") or "")[:10]
    last = ((date or {}).get("to") or "")[:10] or first
    return f"{first}..{last}" if first else "undated"


def _position(claims: Sequence[Item], claim_id: str | None) -> int | None:
    if claim_id is None:
        return None
    return next((i for i, claim in enumerate(claims) if claim.get("id") == claim_id), None)


def _name(speaker: Any) -> str | None:
    if isinstance(speaker, Mapping):
        return speaker.get("name") or speaker.get("text")
    return str(speaker) if speaker is not None else None


def _is_vague_time(item: Item) -> bool:
    # PAST_REF, PRESENT_REF, FUTURE_REF: "recently", "now", "soon".
    return str(item.get("value") or "").endswith("_REF")


def _quantity_in_words(item: Item) -> str:
    low, high = (
        "" if bound is None else f"{bound:g}" for bound in (item.get("low"), item.get("high"))
    )
    return f"{item.get('what')} {low}..{high}"
