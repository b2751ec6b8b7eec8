"""Turn batch files of marked text into checked JSONL in the record's shapes.

    python -m training.annotate check [FILE ...]
    python -m training.annotate build [--out DIR] [FILE ...]

Without files, all of `corpus/source/*.txt` and `corpus/articles/*.txt` are read. `check` prints one
`file:line: message` for every mistake and exits with 1 if there is any; `build` does the same and
writes `sentences/`, `passages/` and `articles/` only where a file has no mistake. The format is
described in GUIDELINES.md. Offsets are Unicode code points into `text`, half open.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from training.markup import (
    Block,
    Mark,
    Marked,
    MarkupError,
    Problem,
    Span,
    read_marks,
    split_blocks,
)
from training.scheme import Scheme, load_scheme
from training.values import bounds_written, date_range, days_of, is_timex, number_in, timex_type

CORPUS = Path(__file__).with_name("corpus")
FOLDERS = {"s": "sentences", "p": "passages", "a": "articles"}
Json = dict[str, Any]
_QUOTES = '"\u201c\u201d'


@dataclass(frozen=True)
class Header:
    """What the @ line of a block says; a block may take fields over from the one before."""

    region: str
    register: str
    voice: str
    published: str | None
    options: dict[str, str]


@dataclass
class Line:
    """An attribute line: the id, the bare words and the key=value pairs after it."""

    id: str
    number: int
    words: list[str] = field(default_factory=list)
    pairs: dict[str, str] = field(default_factory=dict)


class Unit:
    """One block being turned into gold; mistakes are gathered in `problems`, never raised."""

    def __init__(self, block: Block, file: str, scheme: Scheme) -> None:
        self.block, self.file, self.scheme = block, file, scheme
        self.problems: list[Problem] = []
        self.lines: dict[str, Line] = {}
        self.marked = Marked("", [], [])
        self.marks: dict[str, list[Mark]] = {}
        self.mentions: dict[str, Json] = {}
        self.places: dict[str, Json] = {}
        self.times: dict[str, Json] = {}
        self.quantities: dict[str, Json] = {}
        self.claims: dict[str, Json] = {}
        self.events: dict[str, Json] = {}
        self.causes: dict[str, Json] = {}

    def wrong(self, line: int, message: str) -> None:
        """Note a mistake on a line of the batch file."""
        self.problems.append(Problem(self.file, line, message))

    def read(self) -> None:
        """Read marks and attribute lines, then build and check everything they name."""
        surface = self._attribute_lines()
        try:
            self.marked = read_marks(self.block.text_lines, surface)
        except MarkupError as error:
            self.wrong(error.line, str(error))
            return
        if not self.marked.text:
            self.wrong(self.block.line, "the block has no text")
        for mark in self.marked.marks:
            self.marks.setdefault(mark.id, []).append(mark)
        self._mentions()
        self._places()
        self._times()
        self._quantities()
        self._claims()
        self._events()
        self._causes()
        self._leftovers()

    def _attribute_lines(self) -> list[tuple[int, str, str]]:
        """Sort attribute lines into `self.lines`; return the marks given by surface words."""
        surface: list[tuple[int, str, str]] = []
        for number, raw in self.block.attribute_lines:
            head, _, rest = raw.partition(" ")
            if rest.startswith("~ "):
                surface.append((number, head, rest[2:].strip()))
                continue
            if not re.fullmatch(r"[ecqxpd]\d+", head):
                self.wrong(number, f"'{head}' takes no attribute line (e, c, q, x, p and d do)")
                continue
            if head in self.lines:
                self.wrong(number, f"{head} has two attribute lines")
                continue
            line = Line(head, number)
            for token in rest.split():
                key, equals, value = token.partition("=")
                if equals and key in line.pairs:
                    self.wrong(number, f"{head}: '{key}=' is given twice")
                if equals:
                    line.pairs[key] = value
                else:
                    line.words.append(token)
            self.lines[head] = line
        return surface

    def _of(self, letter: str, part: str = "") -> Iterator[tuple[str, list[Mark]]]:
        """The ids with this letter and the marks on them with this part, in the text's order."""
        for name, marks in self.marks.items():
            fitting = [mark for mark in marks if mark.part == part]
            if name[0] == letter and fitting:
                yield name, fitting

    def _one(self, letter: str) -> Iterator[tuple[str, Mark]]:
        """As `_of`, for ids that take one span alone."""
        for name, marks in self._of(letter):
            if len(marks) > 1:
                self.wrong(marks[1].line, f"{name} marks two spans; give each its own number")
            yield name, marks[0]

    def member(self, line: int, value: str, allowed: Iterable[str], what: str) -> bool:
        """Whether `value` is allowed; notes a mistake with the list if not."""
        known = sorted(allowed)
        if value in known:
            return True
        shown = ", ".join(known) if len(known) <= 40 else "see scheme.toml"
        self.wrong(line, f"'{value}' is no {what} ({shown})")
        return False

    def _keys(self, line: Line, allowed: str) -> None:
        for key in line.pairs:
            if key not in allowed.split():
                self.wrong(line.number, f"{line.id}: unknown key '{key}=' (known: {allowed})")

    # Mentions, places, times, quantities

    def _mentions(self) -> None:
        heads: dict[str, tuple[str, int]] = {}
        for name, mark in self._one("p"):
            attrs, head = list(mark.attrs), None
            if mark.value is not None:
                head, *more = mark.value.split(":")
                attrs += more
                heads[name] = (head, mark.line)
            self.mentions[name] = self._mention(mark, attrs, name)
        for name, mark in self._one("l"):
            attrs = [attr for attr in mark.attrs if attr in self.scheme.mention_kinds] or ["GPE"]
            self.mentions[name] = self._mention(mark, attrs, name)
            if mark.attrs and mark.attrs[0] in self.scheme.countries:
                self.mentions[name]["country"] = mark.attrs[0]
        for name, (head, line) in heads.items():
            self._resolve(name, head, line, heads)
        for name, line_ in self.lines.items():
            if name in self.mentions:
                self._keys(line_, "name")
                # Blanks separate attributes, so a name on a line has underscores for them.
                self.mentions[name]["name"] = line_.pairs.get("name", "").replace("_", " ") or None
        self._roles()

    def _mention(self, mark: Mark, attrs: list[str], name: str) -> Json:
        kind, country, sectors = None, None, []
        for attr in attrs:
            if attr in self.scheme.mention_kinds:
                kind = attr
            elif attr in self.scheme.sectors:
                sectors.append(attr)
            elif attr in self.scheme.countries:
                country = attr
            else:
                kinds = ", ".join(self.scheme.mention_kinds)
                self.wrong(
                    mark.line, f"{name}: '{attr}' is no kind ({kinds}), country or sector code"
                )
        if kind is None and mark.value is None:
            self.wrong(mark.line, f"{name} has no kind; write [{name}:PERSON ...] or [{name}=p1 ..")
        return {
            **mark.span.as_json(), "id": name, "kind": kind, "actor_id": None, "head": None,
            "role": None, "country": country, "sectors": sectors, "name": None,
        }  # fmt: skip

    def _resolve(self, name: str, head: str, line: int, heads: dict[str, tuple[str, int]]) -> None:
        """Follow a chain of heads to its end and take over what the mention itself leaves out."""
        seen = {name}
        while head in heads and head not in seen:
            seen.add(head)
            head = heads[head][0]
        if head in seen or head not in self.mentions:
            self.wrong(line, f"{name} refers to {head}, which is no other mention of this block")
            return
        mention, target = self.mentions[name], self.mentions[head]
        mention["head"] = head
        for key in ("kind", "country", "sectors"):
            mention[key] = mention[key] or target[key]

    def _roles(self) -> None:
        for name, marks in self._of("r"):
            owner = self.mentions.get("p" + name[1:])
            if owner is None:
                self.wrong(marks[0].line, f"{name} is the role of p{name[1:]}, which is not marked")
            else:
                owner["role"] = marks[0].span.text

    def _places(self) -> None:
        for name, mark in self._one("l"):
            country: str | None = None
            precision: str | None = None
            if not mark.attrs:
                self.wrong(mark.line, f"{name} has no country; write [{name}:KEN ...] or [{name}:-")
            for attr in mark.attrs:
                if attr in self.scheme.precisions:
                    precision = attr
                elif attr in self.scheme.countries:
                    country = attr
                elif attr not in ("-", "GPE", "LOC", "FAC"):
                    self.wrong(mark.line, f"{name}: '{attr}' is no country, precision or kind")
            self.places[name] = {
                **mark.span.as_json(), "geonameid": None, "name": None, "lat": None, "lon": None,
                "country": country, "admin1": None, "precision": precision,
            }  # fmt: skip

    def _times(self) -> None:
        for name, mark in self._one("d"):
            value = mark.value or ""
            kind, colon, rest = value.partition(":")
            if colon and kind in ("DATE", "TIME", "DURATION", "SET"):
                value = rest
            else:
                kind = timex_type(value)
            if not is_timex(kind, value):
                self.wrong(mark.line, f"{name}: '{value}' is no TIMEX3 value of type {kind}")
                continue
            days = days_of(kind, value)
            if mark.range:
                days = date_range(mark.range)
                if days is None:
                    self.wrong(mark.line, f"{name}: '{mark.range}' is no range of days")
            first, last = days or (None, None)
            self.times[name] = {
                **mark.span.as_json(), "type": kind, "value": value, "from": first, "to": last,
            }  # fmt: skip

    def _quantities(self) -> None:
        hedges = {name[1:]: marks[0] for name, marks in self._of("h")}
        for name, mark in self._one("q"):
            what, *units = mark.attrs or [""]
            if not self.member(mark.line, what, self.scheme.quantities, "quantity"):
                continue
            unit = units[0] if units else self.scheme.quantities[what]
            if not unit:
                self.wrong(mark.line, f"{name} needs a unit: [{name}:{what}:UNIT ...]")
            hedge = hedges.pop(name[1:], None)
            low, high = self._bounds(name, mark, hedge)
            self.quantities[name] = {
                **mark.span.as_json(), "id": name, "what": what, "of": None, "part_of": None,
                "claim_id": None, "low": low, "high": high, "unit": unit.replace("_", " "),
                "hedge": hedge.span.text if hedge else None,
            }  # fmt: skip
        for number, mark in hedges.items():
            self.wrong(mark.line, f"h{number} hedges q{number}, which is not marked")
        for name, quantity in self.quantities.items():
            self._whole(name, quantity)

    def _bounds(self, name: str, mark: Mark, hedge: Mark | None) -> tuple[Any, Any]:
        """Low and high of a quantity; its words are read where no value is written."""
        written = mark.value
        bounds = bounds_written(written) if written else number_in(mark.span.text, self.scheme)
        if bounds is None:
            self.wrong(
                mark.line, f"{name}: cannot read a number; write =14, =3..9, =50.. or =..50 for it"
            )
            return None, None
        low, high = bounds
        effect = "near"
        if hedge:
            known = self.scheme.hedges
            if hedge.span.text.lower() not in known and not (written and ".." in written):
                self.wrong(
                    hedge.line, f"unknown hedge '{hedge.span.text}'; write the range, as =50.. "
                )
            effect = known.get(hedge.span.text.lower(), "near")
        if not (written and ".." in written):
            low, high = (low, None) if effect == "floor" else (low, high)
            low, high = (None, high) if effect == "ceiling" else (low, high)
        return low, high

    def _whole(self, name: str, quantity: Json) -> None:
        line = self.lines.get(name)
        if line is None:
            return
        self._keys(line, "of part claim")
        of, part = line.pairs.get("of"), line.pairs.get("part")
        if of and self.member(line.number, of, self.mentions, "mention of this block"):
            quantity["of"] = self._participant(of)
        if part and self.member(line.number, part, self.quantities, "quantity of this block"):
            quantity["part_of"] = part

    # Claims

    def _claims(self) -> None:
        for name, contents in self._of("c"):
            line = self.lines.get(name)
            if line is None:
                self.wrong(contents[0].line, f"{name} has no line; write '{name} p1 asserts'")
                continue
            self._keys(line, "via on within speaker cue")
            self.claims[name] = self._claim(line, [mark.span for mark in contents])
        for name, marks in self._of("u"):
            if "c" + name[1:] not in self.claims:
                self.wrong(marks[0].line, f"{name} is the cue of c{name[1:]}, which is not marked")
        for name, claim in self.claims.items():
            self._within(name, claim)
        for quantity in self.quantities.values():
            quantity["claim_id"] = self._innermost(_span(quantity))
        for name, quantity in self.quantities.items():
            if name in self.lines and "claim" in self.lines[name].pairs:
                quantity["claim_id"] = self._claim_named(self.lines[name])

    def _claim(self, line: Line, content: list[Span]) -> Json:
        cues = [mark.span for mark in self.marks.get("u" + line.id[1:], [])]
        if not cues and line.pairs.get("cue") != "-":
            self.wrong(line.number, f"{line.id} has no cue [u{line.id[1:]} ...]; or write cue=-")
        sources, stance, via = self._claim_words(line)
        via += self._via(line)
        date = None
        if "on" in line.pairs:
            date = self._date(line, line.pairs["on"])
        return {
            "id": line.id, "source": sources, "speaker": self._speaker(line, sources),
            "cue": [span.as_json() for span in cues],
            "content": [span.as_json() for span in content],
            "kind": quotation_kind(self.marked.text, content), "within": None, "date": date,
            "via": via, "stance": stance,
        }  # fmt: skip

    def _claim_words(self, line: Line) -> tuple[list[Json], str, list[Json]]:
        """Source, stance and via from the bare words of a claim's line."""
        sources: list[Json] = []
        via: list[Json] = []
        stance = "asserts"
        if not line.words or not re.fullmatch(r"-|[plv]\d+(,[plv]\d+)*", line.words[0]):
            self.wrong(line.number, f"{line.id}: first comes the source (p1, p1,p2, v1 or -)")
            return sources, stance, via
        first, *rest = line.words
        for name in [] if first == "-" else first.split(","):
            if name in self.mentions:
                sources.append(self._participant(name))
            elif name in self.marks:
                sources.append({**self.marks[name][0].span.as_json(), "mention": None, "ref": None})
                via += self._via_of(name, line)
            else:
                self.wrong(line.number, f"{line.id}: its source {name} is not marked")
        for word in rest:
            if word == "anon":
                via += [_only_span(source) | {"kind": "anonymous"} for source in sources]
            elif self.member(line.number, word, self.scheme.stances, "stance"):
                stance = word
        return sources, stance, via

    def _via(self, line: Line) -> list[Json]:
        named = line.pairs.get("via")
        return [v for name in named.split(",") for v in self._via_of(name, line)] if named else []

    def _via_of(self, written: str, line: Line) -> list[Json]:
        name, _, kind = written.partition(":")
        if name not in self.marks:
            self.wrong(line.number, f"{line.id}: via names {name}, which is not marked")
            return []
        mark = self.marks[name][0]
        kind = kind or (mark.attrs[0] if name[0] == "v" and mark.attrs else "")
        if not self.member(line.number, kind, self.scheme.via, f"kind of via (for {name})"):
            return []
        return [{**mark.span.as_json(), "kind": kind}]

    def _speaker(self, line: Line, sources: list[Json]) -> Json | None:
        """The person or body that speaks: the first source that is one, unless said otherwise."""
        written = line.pairs.get("speaker")
        if written == "-":
            return None
        if written:
            known = self.member(line.number, written, self.mentions, "mention of this block")
            return self._participant(written) if known else None
        for source in sources:
            mention = self.mentions.get(source["mention"] or "")
            head = self.mentions.get(mention["head"] or "", mention) if mention else None
            if head and head["kind"] in self.scheme.speaker_kinds:
                return source
        return None

    def _within(self, name: str, claim: Json) -> None:
        line = self.lines[name]
        written = line.pairs.get("within")
        if written:
            known = self.member(line.number, written, [*self.claims, "-"], "claim of this block")
            claim["within"] = written if known and written not in ("-", name) else None
            return
        inner = [_span(span) for span in claim["cue"] + claim["content"]]
        claim["within"] = self._smallest(
            [other for other in self.claims if other != name], inner, strictly=_size(claim)
        )

    def _innermost(self, span: Span) -> str | None:
        return self._smallest(list(self.claims), [span], strictly=0)

    def _smallest(self, names: list[str], spans: list[Span], strictly: int) -> str | None:
        """The claim with the shortest content, longer than `strictly`, that holds all spans."""
        holding = [
            name
            for name in names
            if _size(self.claims[name]) > strictly
            and all(
                any(span.within(_span(part)) for part in self.claims[name]["content"])
                for span in spans
            )
        ]
        return min(holding, key=lambda name: (_size(self.claims[name]), name), default=None)

    def _claim_named(self, line: Line) -> str | None:
        written = line.pairs["claim"]
        if written == "-":
            return None
        known = self.member(line.number, written, self.claims, "claim of this block")
        return written if known else None

    # Events and causes

    def _participant(self, name: str) -> Json:
        """A participant made of a mention; the canonical name is that of the mention's head."""
        mention = self.mentions[name]
        head = self.mentions.get(mention["head"] or "")
        return {
            **_only_span(mention), "mention": name, "actor_id": None,
            "name": mention["name"] or (head or mention)["name"] or (head or mention)["text"],
            "country": mention["country"], "sectors": mention["sectors"],
            "ref": _only_span(head) if head else None,
        }  # fmt: skip

    def _events(self) -> None:
        for name, trigger in self._one("e"):
            line = self.lines.get(name)
            if line is None:
                self.wrong(trigger.line, f"{name} has no line; write '{name} COERCE/arrest a=p1'")
                continue
            self._keys(line, "a r ctx q at on claim also")
            self.events[name] = self._event(line, trigger)
        seen: dict[tuple[int, str], str] = {}
        for name, event in self.events.items():
            key = (event["trigger"]["start"], event["type"])
            if key in seen:
                self.wrong(
                    self.lines[name].number, f"{name} and {seen[key]} have one trigger and type"
                )
            seen[key] = name

    def _event(self, line: Line, trigger: Mark) -> Json:
        code, *words = line.words or [""]
        kind, slash, rest = code.partition("/")
        modes = rest.split("+") if slash else []
        if self.member(line.number, kind, self.scheme.modes, "event type"):
            for mode in modes:
                self.member(line.number, mode, self.scheme.modes[kind], f"mode of {kind}")
        status = "happened"
        for word in words:
            if word != "opt" and self.member(line.number, word, self.scheme.statuses, "status"):
                status = word
        contexts = _listed(line.pairs.get("ctx"))
        for context in contexts:
            self.member(line.number, context, self.scheme.contexts, "context")
        told = [mark.span for mark in self.marks[line.id] if mark.part == "+"]
        return {
            "id": line.id, "type": kind, "mode": modes[0] if modes else None, "modes": modes,
            "contexts": contexts, "trigger": trigger.span.as_json(),
            "sentence": self._sentence(trigger.span), "mentions": [s.as_json() for s in told],
            "actors": self._participants(line, "a"), "recipients": self._participants(line, "r"),
            "place": self._named(line, "at", self.places, "place"),
            "date": self._date(line, line.pairs["on"]) if "on" in line.pairs else None,
            "status": status,
            "quantities": [
                self.quantities[name]
                for name in _listed(line.pairs.get("q"))
                if self.member(line.number, name, self.quantities, "quantity of this block")
            ],
            "claim_id": self._claim_named(line)
            if "claim" in line.pairs
            else self._innermost(trigger.span),
            "claims": self._other_claims(line), "optional": "opt" in words,
        }  # fmt: skip

    def _participants(self, line: Line, key: str) -> list[Json]:
        return [
            self._participant(name)
            for name in _listed(line.pairs.get(key))
            if self.member(line.number, name, self.mentions, f"mention of this block ({key}=)")
        ]

    def _named(self, line: Line, key: str, table: dict[str, Json], what: str) -> Json | None:
        name = line.pairs.get(key)
        if name and self.member(line.number, name, table, f"{what} of this block ({key}=)"):
            return table[name]
        return None

    def _date(self, line: Line, written: str) -> Json | None:
        """A date from `d1`, `d1|2021-05-01..2021-05-04` or a range of days alone."""
        name, bar, days = written.partition("|")
        time = self.times.get(name)
        if time is None and (bar or date_range(name) is None):
            self.wrong(line.number, f"{line.id}: on={written} names no time and no range of days")
            return None
        if not bar and time:
            first, last = time["from"], time["to"]
        else:
            found = date_range(days if bar else name)
            if found is None:
                self.wrong(line.number, f"{line.id}: '{days}' is no range of days")
                return None
            first, last = found
        span = _only_span(time) if time else {"start": None, "end": None, "text": None}
        return {"from": first, "to": last, **span}

    def _sentence(self, span: Span) -> Json:
        """The line of text that holds a span: in batch files a line is a sentence."""
        for sentence in self.marked.sentences:
            if span.within(sentence):
                return sentence.as_json()
        self.wrong(self.block.line, f"the trigger '{span.text}' runs over two lines of text")
        return span.as_json()

    def _other_claims(self, line: Line) -> list[Json]:
        others = []
        for written in _listed(line.pairs.get("also")):
            claim, _, status = written.partition(":")
            if self.member(line.number, claim, self.claims, "claim of this block") and self.member(
                line.number, status, self.scheme.statuses, "status"
            ):
                others.append({"claim_id": claim, "status": status})
        return others

    def _causes(self) -> None:
        for name, marks in self.marks.items():
            if name[0] != "x":
                continue
            parts = {mark.part: mark.span for mark in marks}
            if sorted(parts) not in (["c", "e"], ["c", "e", "s"]) or len(parts) != len(marks):
                self.wrong(
                    marks[0].line, f"{name} needs one [{name}c cause], one [{name}e effect] and "
                    f"at most one [{name}s signal]"
                )  # fmt: skip
                continue
            self.causes[name] = self._cause(name, parts, marks[0].line)

    def _cause(self, name: str, parts: dict[str, Span], number: int) -> Json:
        line = self.lines.get(name, Line(name, number))
        self._keys(line, "ce ee claim")
        relation, sign = "because", "+1"
        for word in line.words:
            if word in ("+1", "-1", "?"):
                sign = word
            elif self.member(line.number, word, self.scheme.relations, "relation, +1, -1 or ?"):
                relation = word
        if relation in self.scheme.unsigned_relations:
            sign = "?"
        holding = {
            claim
            for claim in self.claims
            if all(
                any(parts[part].within(_span(s)) for s in self.claims[claim]["content"])
                for part in "ce"
            )
        }
        inner = min(holding, key=lambda claim: _size(self.claims[claim]), default=None)
        signal = parts.get("s")
        return {
            "id": name, "cause": parts["c"].as_json(), "effect": parts["e"].as_json(),
            "signal": signal.as_json() if signal else None,
            "sign": {"+1": 1, "-1": -1, "?": None}[sign], "relation": relation,
            "cause_event": self._event_in(line, "ce", parts["c"]),
            "effect_event": self._event_in(line, "ee", parts["e"]),
            "claim_id": self._claim_named(line) if "claim" in line.pairs else inner,
        }  # fmt: skip

    def _event_in(self, line: Line, key: str, span: Span) -> str | None:
        """The event written for a cause or effect, else the only one with its trigger inside."""
        written = line.pairs.get(key)
        if written:
            if written == "-":
                return None
            known = self.member(line.number, written, self.events, f"event of this block ({key}=)")
            return written if known else None
        inside = [n for n, event in self.events.items() if _span(event["trigger"]).within(span)]
        return inside[0] if len(inside) == 1 else None

    def _leftovers(self) -> None:
        """Lines without a mark, and parts of a mark that mean nothing."""
        for name, line in self.lines.items():
            spans = [mark for mark in self.marks.get(name, []) if mark.part != "+"]
            if not spans:
                self.wrong(line.number, f"{name} has a line but marks no words: [{name} ...]")
        allowed = {"e": ("", "+"), "x": ("c", "e", "s")}
        for name, marks in self.marks.items():
            for mark in marks:
                if mark.part not in allowed.get(name[0], ("",)):
                    self.wrong(mark.line, f"'{name}{mark.part}' is no mark")
                if mark.part == "+" and not any(other.part == "" for other in marks):
                    self.wrong(mark.line, f"{name}+ tells of {name}, which has no trigger")

    def gold(self) -> Json:
        """The annotation with ids numbered in the order of the text."""
        tables: dict[str, list[Json]] = {
            "mentions": list(self.mentions.values()),
            "events": list(self.events.values()),
            "claims": list(self.claims.values()),
            "places": list(self.places.values()),
            "times": list(self.times.values()),
            "quantities": list(self.quantities.values()),
            "causes": list(self.causes.values()),
        }
        for rows in tables.values():
            rows.sort(key=_position)
        new_ids = {
            row["id"]: f"{letter}{number}"
            for letter, key in zip("mecqx", _NUMBERED, strict=True)
            for number, row in enumerate(tables[key])
        }
        renumbered: Json = _renumber(tables, new_ids)
        return renumbered


_NUMBERED = ("mentions", "events", "claims", "quantities", "causes")
_REFERENCES = frozenset(
    ["id", "mention", "head", "claim_id", "within", "part_of", "cause_event", "effect_event"]
)


def _renumber(value: Any, new_ids: dict[str, str]) -> Any:
    """A copy of a JSON value in which every reference carries its new id."""
    if isinstance(value, list):
        return [_renumber(item, new_ids) for item in value]
    if isinstance(value, dict):
        return {
            key: new_ids[item]
            if key in _REFERENCES and isinstance(item, str)
            else _renumber(item, new_ids)
            for key, item in value.items()
        }
    return value


def _position(row: Json) -> tuple[int, int]:
    """Where a row of the gold begins; what ends later comes first."""
    if "trigger" in row:
        row = row["trigger"]
    elif "content" in row:
        starts = [s["start"] for part in ("source", "cue", "content") for s in row[part]]
        return min(starts), 0
    elif "cause" in row:
        return min(row["cause"]["start"], row["effect"]["start"]), 0
    return row["start"], -row["end"]


def _listed(value: str | None) -> list[str]:
    return value.split(",") if value else []


def _span(row: Json) -> Span:
    return Span(row["start"], row["end"], row["text"])


def _only_span(row: Json) -> Json:
    return {key: row[key] for key in ("start", "end", "text")}


def _size(claim: Json) -> int:
    return sum(part["end"] - part["start"] for part in claim["content"])


def quotation_kind(text: str, content: list[Span]) -> str:
    """`direct` if quotation marks enclose every span, `mixed` if some words, else `indirect`."""
    enclosed = [
        text[: span.start][-1:] in tuple(_QUOTES) and _closes_quotation(text[span.end :])
        for span in content
    ]
    if all(enclosed):
        return "direct"
    inside = any(mark in span.text for span in content for mark in _QUOTES)
    return "mixed" if inside or any(enclosed) else "indirect"


def _closes_quotation(after: str) -> bool:
    """Whether text goes on with a quotation mark, a comma or stop between at most."""
    return after[:2].lstrip(",.?!")[:1] in tuple('"\u201d')


def read_header(block: Block, before: Header | None, unit: Unit) -> Header | None:
    """The header of a block; `.` and missing fields are those of the block before."""
    words = block.header.split()
    options = dict(word.split("=", 1) for word in words if "=" in word)
    flags = {word: "yes" for word in words if word == "near"}
    published = [word for word in words if re.fullmatch(r"\d{4}-\d{2}-\d{2}", word)]
    fields = [w for w in words if w not in published and "=" not in w and w != "near"]
    if len(fields) > 3:
        unit.wrong(block.line, f"'{fields[3]}' is one field too many: region register voice date")
        return None
    inherited = (before.region, before.register, before.voice) if before else (".",) * 3
    fields += ["."] * (3 - len(fields))
    region, register, voice = (
        old if new == "." else new for new, old in zip(fields, inherited, strict=True)
    )
    scheme = unit.scheme
    if published and date_range(published[0]) is None:
        unit.wrong(block.line, f"'{published[0]}' is no day")
    for value, allowed, what in (
        (region, scheme.regions, "region"),
        (register, scheme.registers, "register"),
        (voice, scheme.voices, "voice"),
        (options.get("topic", "politics"), scheme.topics, "topic"),
    ):
        unit.member(block.line, value, allowed, what)
    for key in options:
        if key not in ("topic", "lang"):
            unit.wrong(block.line, f"unknown option '{key}=' (known: topic, lang)")
    return Header(region, register, voice, published[0] if published else None, options | flags)


def unit_id(kind: str, text: str) -> str:
    """An id that depends on the text alone, so that annotating again keeps it."""
    return f"{kind}-{hashlib.sha256(text.encode()).hexdigest()[:12]}"


def read_batch(path: Path, scheme: Scheme) -> tuple[dict[str, list[Json]], list[Problem]]:
    """The units of a batch file by kind (`s`, `p`, `a`), and every mistake found in it."""
    blocks, stray = split_blocks(path.read_text(encoding="utf-8"))
    problems = [Problem(str(path), line, message) for line, message in stray]
    units: dict[str, list[Json]] = {}
    before: Header | None = None
    for block in blocks:
        unit = Unit(block, str(path), scheme)
        header = read_header(block, before, unit)
        before = header or before
        unit.read()
        if header:
            _check_kind(unit, header)
        problems += unit.problems
        if header and not unit.problems:
            units.setdefault(block.kind, []).append(_row(unit, header, path.stem))
    return units, problems


def _check_kind(unit: Unit, header: Header) -> None:
    """Whether a unit is what its header says it is."""
    line, lines = unit.block.line, len(unit.marked.sentences)
    if unit.block.kind == "s" and lines > 1:
        unit.wrong(line, "a sentence (@s) is one line; use @p for a passage")
    if unit.block.kind == "p" and not 3 <= lines <= 7:
        unit.wrong(line, f"a passage (@p) has 3 to 6 lines and perhaps a headline, not {lines}")
    if unit.block.kind == "a" and unit.events:
        unit.wrong(line, "an article (@a) holds no event")
    if "near" in header.options and unit.events:
        unit.wrong(line, "'near' is for a near miss and this block holds an event")


def _row(unit: Unit, header: Header, batch: str) -> Json:
    text = unit.marked.text
    row: Json = {
        "id": unit_id(unit.block.kind, text), "text": text, "published": header.published,
        "lang": header.options.get("lang", "en"), "region": header.region,
        "register": header.register, "voice": header.voice, "batch": batch,
        "near_miss": "near" in header.options, "topic": header.options.get("topic"),
    }  # fmt: skip
    if unit.block.kind == "a":
        row["title"] = text.split("\n", 1)[0]
    return row | {"gold": unit.gold()}


def repeated_texts(read: dict[Path, dict[str, list[Json]]]) -> list[Problem]:
    """Texts that stand twice in the corpus, in one batch or in two."""
    first: dict[str, Path] = {}
    problems = []
    for path, units in read.items():
        for row in (row for rows in units.values() for row in rows):
            if row["id"] in first:
                problems.append(
                    Problem(str(path), 1, f"'{row['text'][:50]}' stands in {first[row['id']]} too")
                )
            first[row["id"]] = path
    return problems


def jsonl(rows: list[Json]) -> str:
    """Rows as JSON lines, a line feed after each."""
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


def source_files(corpus: Path) -> list[Path]:
    """All batch files of a corpus folder, in a fixed order."""
    return sorted([*corpus.glob("source/*.txt"), *corpus.glob("articles/*.txt")])


def run(action: str, files: list[Path], out: Path) -> list[Problem]:
    """Check batch files and, for `build`, write JSONL under `out`; returns every mistake."""
    scheme = load_scheme()
    read: dict[Path, dict[str, list[Json]]] = {}
    problems: list[Problem] = []
    for path in files:
        read[path], wrong = read_batch(path, scheme)
        problems += wrong
        if action == "build" and not wrong:
            for kind, rows in read[path].items():
                target = out / FOLDERS[kind] / f"{path.stem}.jsonl"
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_text(jsonl(rows), encoding="utf-8", newline="\n")
    problems += repeated_texts(read)
    units = [row for batch in read.values() for rows in batch.values() for row in rows]
    events = sum(len(row["gold"]["events"]) for row in units)
    print(f"{len(files)} files, {len(units)} units, {events} events, {len(problems)} mistakes")
    return problems


def main(arguments: list[str] | None = None) -> int:
    """Entry point; returns 1 if any mistake was found, else 0."""
    parser = argparse.ArgumentParser(prog="annotate", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("action", choices=["check", "build"])
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--out", type=Path, default=CORPUS, help="folder for the JSONL")
    options = parser.parse_args(arguments)
    problems = run(options.action, options.files or source_files(CORPUS), options.out)
    for problem in problems:
        print(problem, file=sys.stderr)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
