"""Compose annotated sentences from frames of our own: operators around acts.

    python -m training.compose [--count N] [--seed S] [--out DIR] [--sample]

Writes `composed-NN.jsonl` files of 5,000 sentences in the shapes of `annotate build`; `--sample`
writes the first 500 of the default seed to `sample.jsonl`, which is kept in the repository. The
same seed gives the same sentences. Each sentence is first written in the batch format and then read
by the same parser and checker as every other batch, so offsets and codes hold to the same rules.
Frames: frames/operators.toml, acts.toml, negatives.toml, actors.toml, countries.tsv, verbs.toml.
"""

from __future__ import annotations

import argparse
import random
import re
import sys
import tempfile
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from training.annotate import CORPUS, jsonl, read_batch
from training.inflect import FRAMES, inflect
from training.scene import Placed, Scene, choose, countries, verb_phrase
from training.scheme import load_scheme

Json = dict[str, Any]
FILE_SIZE = 5000
COUNT, SEED, SAMPLE = 30000, 1, 500
NEGATIVE_SHARE = 0.3
DOUBLE_SHARE = 0.12
_PASSIVE = re.compile(r"<([\w-]+)((?: [\w-]+)*)> (\{\^?\w+\})(?!')(.*)$")
_FORMS = ("base", "pres", "past", "pp", "ing")
_STATE = ("army", "airforce", "state", "gov", "leader")
_ASKING = re.compile(r"u1 (?:asked|begged|appealed to|requested|implored|proposed)\]")
_REGISTERS = ["wire", "wire", "wire", "sitrep", "communique", "broadcast", "local"]
_TOLD = [
    "{c}, {s} {u}",
    "{s} {u} that {c}",
    "{s} {u} {c}",
    "According to {s}, {c}",
    "{c}, according to {s}",
]
_IDS = re.compile(r"(?<![\w-])([ecqxpldhruv])(\d+)")


@dataclass(frozen=True)
class Act:
    """One kind of act and its wordings (a table of frames/acts.toml)."""

    code: str
    by: list[str]
    vps: list[str]
    nouns: list[str]
    joint: list[str]
    ctx: str
    speech: bool
    counts: str
    threat: str
    no: list[str]

    @property
    def type(self) -> str:
        """The event type without mode."""
        return self.code.partition("/")[0]


@dataclass(frozen=True)
class Operator:
    """One way to say something of an act (a table of frames/operators.toml)."""

    name: str
    fits: str
    texts: list[str]
    lines: list[str] = field(default_factory=list)
    inner: str = ""
    code: str = ""
    head: str = "e9"
    when: str = ""
    ends: list[str] = field(default_factory=list)
    by_b: str = "state igo ngo opposition leader"
    only: list[str] = field(default_factory=list)
    voice: str = "active"
    register: str = ""
    claimable: bool = False
    weight: int = 1


@dataclass(frozen=True)
class Frames:
    """All frames, read once."""

    acts: list[Act]
    operators: list[Operator]
    tables: dict[str, Json]
    negatives: list[Json]


@cache
def frames() -> Frames:
    """The frames of the folder; raises `TypeError` for a key that is unknown."""
    acts = tomllib.loads((FRAMES / "acts.toml").read_text(encoding="utf-8"))
    table = tomllib.loads((FRAMES / "operators.toml").read_text(encoding="utf-8"))
    negatives = tomllib.loads((FRAMES / "negatives.toml").read_text(encoding="utf-8"))
    operators = [Operator(**row) for row in table.pop("operator")]
    return Frames(
        [_act(code, row) for code, row in acts.items()], operators, table, negatives["frame"]
    )


def _act(code: str, row: Json) -> Act:
    return Act(
        code.partition("#")[0], row["by"].split(), row["vps"], row.get("nouns", []),
        row.get("joint", []), row.get("ctx", ""), row.get("speech", False), row.get("counts", ""),
        row.get("threat", ""), row.get("no", "").split(),
    )  # fmt: skip


def fits(operator: Operator, act: Act) -> bool:
    """Whether an operator can be put around an act."""
    tables = frames().tables
    if any(operator.name.startswith(name) for name in act.no):
        return False
    if operator.only and act.type not in operator.only:
        return False
    hostile = act.type in tables["threat"] and not act.speech
    kind = act.type in tables["given"] and not act.speech
    answer = {
        "any": True,
        "deed": not act.speech,
        "hostile": hostile,
        "hostilenoun": hostile and bool(act.nouns),
        "blamed": hostile,
        "kind": kind,
        "kindnoun": kind and bool(act.nouns),
        "wanted": kind or act.code == "SUPPORT" or act.type == "SANCTION",
        "stoppable": act.type in tables["stopped"] and not act.speech,
        "joint": bool(act.joint),
        "noun": bool(act.nouns) and "noun" not in act.no,
        "passive": any(passive_of(vp) for vp in act.vps) and act.type != "CONSULT",
    }
    return answer[operator.fits]


def passive_of(vp: str) -> tuple[str, str, str, str] | None:
    """(verb, particle, recipient slot, rest) of a phrase that can be turned round."""
    match = _PASSIVE.match(choose(vp, random.Random(0)))
    return (match[1], match[2], match[3], match[4]) if match else None


def _usable(text: str, act: Act) -> bool:
    return "{noun" not in text or (bool(act.nouns) and "noun" not in act.no)


class Composer:
    """One clause in the making: fills a text of an operator with an act and its people."""

    def __init__(self, operator: Operator, act: Act, rng: random.Random) -> None:
        self.operator, self.act, self.rng = operator, act, rng
        self.scene = Scene.draw(rng)
        self.scene.counts = act.counts
        kind = rng.choice(act.by)
        self.state_force = kind in _STATE
        self.actor = self.scene.mention(kind, self.scene.home, "p1")
        texts = [text for text in operator.texts if _usable(text, act)]
        self.text = choose(rng.choice(texts), rng) if texts else ""
        self.marked = "{A}" in self.text
        self.other: Placed | None = None
        self.source = ""
        self.when_ids: list[str] = []
        self.outer_time = False

    def clause(self) -> tuple[str, list[str]] | None:
        """The marked text and the attribute lines; None where the operator's texts do not fit."""
        if not self.text:
            return None
        text = re.sub(r"\{(\w+)(?::([\w ]+))?(#\w*)?\}", self._value, self.text)
        if self.operator.ends:
            text += self.rng.choice(self.operator.ends)
        # "Has freed" takes no time of its own.
        timeless = re.search(r"\{[RB]?has\}|may yet|for days|since dawn|For days", self.text)
        if self.operator.when and not timeless and self.rng.random() < 0.45:
            text = self._timed(text)
        return text, self._lines()

    # What stands for each name in braces

    def _value(self, match: re.Match[str]) -> str:
        name, argument, mark = match[1], match[2], match[3]
        actor = self.actor
        if name in _FORMS:
            return self._verb(name)
        if name == "do":
            shown = inflect(argument, "base" if actor.plural else "pres")
            return f"[{mark[1:]} {shown}]" if mark and mark[1:] else shown
        if name in ("has", "is", "was", "had"):
            return _agree(name, actor.plural)
        if name[0] == "B" and name[1:] in ("has", "is", "was"):
            return _agree(name[1:], self._other().plural)
        if name[0] == "R" and name[1:] in ("was", "has", "is"):
            return _agree(name[1:], self._passive().plural)
        return str(getattr(self, f"_say_{name.lower()}")())

    def _say_a(self) -> str:
        return self.actor.words

    def _say_b(self) -> str:
        return self._other().words

    def _say_it(self) -> str:
        return self.scene.pronoun(self.actor, "p4")

    def _say_r(self) -> str:
        return self._passive().words

    def _say_ppp(self) -> str:
        verb, particle = self._passive_parts[0], self._passive_parts[1]
        return f"[{self.operator.head} {inflect(verb, 'pp')}{particle}]"

    def _say_rest(self) -> str:
        return self.scene.phrase(self._passive_parts[3], self.actor) + self._place()

    def _say_noun(self) -> str:
        template = choose(self.rng.choice(self.act.nouns), self.rng)
        return self._phrase(template)

    def _say_nounbare(self) -> str:
        template = choose(self.rng.choice(self.act.nouns), self.rng)
        return self._phrase(re.sub(r"^(the|an?) ", "", template))

    def _say_joint(self) -> str:
        return self._phrase(choose(self.rng.choice(self.act.joint), self.rng))

    def _say_t(self) -> str:
        if self.rng.random() > 0.3:
            return ""
        self.outer_time = True
        return " " + self.scene.time("past", "d1")

    def _say_s(self) -> str:
        words, self.source = source(self.scene, self.rng, "p8")
        return words

    def _other(self) -> Placed:
        if self.other is None:
            country = self.rng.choice([self.scene.home, self.scene.third()])
            kinds = self.operator.by_b.split()
            if self.operator.name == "joint":
                kinds, country = [self.rng.choice(self.act.by)], self.scene.abroad
            kind = self.rng.choice(kinds)
            if kind == "state" and country is self.scene.home:
                country = self.scene.third()
            self.other = self.scene.mention(kind, country, "p2")
        return self.other

    def _passive(self) -> Placed:
        if not hasattr(self, "_turned"):
            parts = [found for vp in self.act.vps if (found := passive_of(vp))]
            self._passive_parts = self.rng.choice(parts)
            slot = self._passive_parts[2].strip("{}")
            country = self.scene.abroad if slot.startswith("^") else self.scene.home
            if slot == "town":
                self._turned = self.scene.town(country, "l10")
            else:
                self._turned = self.scene.mention(slot.strip("^"), country, "p10")
            self.scene.recipients.append(self._turned.id)
        return self._turned

    def _verb(self, form: str) -> str:
        template = choose(self.rng.choice(self.act.vps), self.rng)
        if self.actor.plural and form == "pres":
            form = "base"
        # "It was miners that ..." agrees with the actor as well: past forms do not show it.
        return self._phrase(verb_phrase(template, form)) + self._place()

    def _phrase(self, template: str) -> str:
        head = self.operator.head if self.operator.inner else ""
        mark = rf"[{head} \1]" if head else r"\1"
        return self.scene.phrase(re.sub(r"<([^>]+)>", mark, template), self.actor)

    def _place(self) -> str:
        deed = not self.act.speech and self.act.type not in ("CONSULT", "SANCTION", "COOPERATE")
        if self.scene.place or not deed or self.rng.random() > 0.25:
            return ""
        if self.operator.register == "headline" or not self.operator.inner:
            return ""
        return f" in {self.scene.town(self.scene.home).words}"

    def _timed(self, text: str) -> str:
        when = self.scene.time(self.operator.when, "d9")
        self.when_ids = ["d9"]
        front = self.rng.random() < 0.2 and not self.outer_time and text.startswith("[p")
        return f"{when[0].upper()}{when[1:]} {text}" if front else f"{text} {when}"

    # The attribute lines

    def _lines(self) -> list[str]:
        lines = [self._filled(line) for line in self.operator.lines]
        if self.operator.inner:
            code = self._filled(self.operator.code) or self.act.code
            line = f"e9 {code} {self._filled(self.operator.inner)}"
            absorbed = bool(self.operator.code)
            if self.scene.recipients and not absorbed:
                line += f" r={','.join(self.scene.recipients)}"
            if self.scene.quantities and not absorbed:
                line += f" q={','.join(self.scene.quantities)}"
            if self.scene.place and not absorbed:
                line += f" at={self.scene.place}"
            if self.when_ids and not absorbed:
                line += " on=d9"
            lines.append(line + self._ctx())
        if self.scene.also:
            status = "happened" if self.operator.inner.startswith("happened") else "ongoing"
            lines.append(f"e8 {self.scene.also} {status} a=p1" + self._ctx())
        return [line for line in lines if line]

    def _ctx(self) -> str:
        # The context "military" is for the forces of a state alone.
        contexts = [
            c for c in self.act.ctx.split(",") if c and (c != "military" or self.state_force)
        ]
        return f" ctx={','.join(contexts)}" if contexts else ""

    def _filled(self, line: str) -> str:
        """A line with ids for A, B, IT, S, R and the modes that follow from the act."""
        if not line:
            return ""
        tables, kind = frames().tables, self.act.type
        refused = tables["asked"].get(kind, "")
        threat = self.act.threat or tables["threat"].get(kind, "")
        if threat == "territory" and not any(r[0] == "l" for r in self.scene.recipients):
            threat = "restrict"
        pronoun = "{it}" in self.text
        words = {
            "asked": f"/{refused}" if refused else "",
            "refused": f"/{refused}" if refused else "",
            "threat": f"/{threat}" if threat else "",
            "given": tables["given"].get(kind, ""),
            "stopped": tables["stopped"].get(kind, ""),
            "asks": "asks" if _ASKING.search(self.text) else "demands",
            "stance": "promises" if kind in tables["given"] else "asserts",
            "whoA": "IT" if pronoun else "A",
            "whoC": "S" if "{S}" in self.text else "A",
            "outer_status": self._outer_status(),
        }
        line = re.sub(r"\{(\w+)\}", lambda m: words[m[1]], line)
        parties = [name for name in self.scene.recipients if name[0] in "pl"]
        if " r=R" in line:
            line = line.replace(" r=R", f" r={','.join(parties)}" if parties else "")
        line = re.sub(r"(?<![\w/])IT\b", "p4", line)
        line = re.sub(r"(?<![\w/])A\b", "p1", line)
        line = re.sub(r"(?<![\w/])B\b", "p2", line)
        line = re.sub(r"(?<![\w/])S\b", self.source or "p8", line)
        if line.startswith("e1 ") and " ctx=" not in line:
            line += self._ctx()
        if self.outer_time and line.startswith(("e1 ", "c1 ")):
            line += " on=d1"
        return line

    def _outer_status(self) -> str:
        if " will [e1" in self.text:
            return "announced"
        if " may [e1" in self.text:
            return "possible"
        return "did_not_happen" if " did not [e1" in self.text else "happened"


def _agree(name: str, plural: bool) -> str:
    forms = {"has": "have", "is": "are", "was": "were", "had": "had"}
    return forms[name] if plural else name


def source(scene: Scene, rng: random.Random, name: str) -> tuple[str, str]:
    """A source of a claim: its marked words and what its claim line says of it."""
    kind = rng.choice(
        ["source", "minister", "anonymous", "ngo", "person", "igo", "outlet", "official"]
    )
    placed = scene.mention(kind, rng.choice([scene.home, scene.third()]), name)
    unnamed = kind == "anonymous" or (kind == "official" and " diplomat" in placed.words)
    return placed.words, f"{name} anon" if unnamed else name


def told(scene: Scene, text: str, lines: list[str], rng: random.Random) -> tuple[str, list[str]]:
    """The clause put into somebody's mouth."""
    words, who = source(scene, rng, "p8")
    cue = rng.choice(["said", "reported", "confirmed", "stated", "wrote", "claimed"])
    via = ""
    if rng.random() < 0.15 and cue == "said":
        outlet = scene.mention("outlet", scene.home, "p7")
        via, addressed = " via=p7:outlet", f"[u8 told] {outlet.words}"
    else:
        addressed = f"[u8 {cue}]"
    start = text[0].upper() == text[0] and not text.startswith("[")
    shape = rng.choice(_TOLD)
    if start and not shape.startswith("{c}"):
        shape = "{c}, {s} {u}"
    if "ccording to" in shape:
        shape = shape.replace("According to", "[u8 According to]")
        shape = shape.replace("according to", "[u8 according to]")
        via = ""
    text = shape.format(c=f"[c8 {text}]", s=words, u=addressed)
    return text, [*lines, f"c8 {who}{via}"]


def headline(text: str) -> str:
    """A headline has no articles, and no mark is left empty by that."""
    return re.sub(r"(?<=[\s])(?:the|an|a) (?=\S)", "", " " + text).strip()


def shift(text: str, by: int) -> str:
    """The marks or the line with every id raised by `by`, to join two clauses in one block."""
    return _IDS.sub(lambda match: f"{match[1]}{int(match[2]) + by}", text)


def shift_marks(text: str, by: int) -> str:
    """As `shift`, in the heads of marks alone."""
    return re.sub(r"\[[a-z]\d+\S*(?=\s)", lambda match: shift(match[0], by), text)


def capitalised(text: str) -> str:
    """The first letter of the words (not of a mark's head) as a capital."""
    match = re.match(r"(?:\[\S+ )*", text)
    at = match.end() if match else 0
    return text[:at] + text[at : at + 1].upper() + text[at + 1 :]


def finished(text: str, *, stop: bool = True) -> str:
    """The sentence with its capital, its full stop and possessives after s."""
    text = re.sub(r"(s\]*)'s\b", r"\1'", text)
    return capitalised(text) + ("." if stop else "")


def _draw_act(rng: random.Random) -> Act:
    """An act; types with few wordings (no modes) come as often as the table `share` says."""
    share = frames().tables["share"]
    acts = frames().acts
    return rng.choices(acts, [float(share.get(act.type, 1)) for act in acts])[0]


def positive(rng: random.Random) -> tuple[str, Operator] | None:
    """A block with an event, and the operator that made it; None if the draw does not fit."""
    act = _draw_act(rng)
    fitting = [operator for operator in frames().operators if fits(operator, act)]
    operator = rng.choices(fitting, [operator.weight for operator in fitting])[0]
    composer = Composer(operator, act, rng)
    made = composer.clause()
    if made is None:
        return None
    text, lines = made
    scene = composer.scene
    if operator.register == "headline":
        text, register = headline(text), "headline"
    else:
        register = rng.choice(
            ["wire", "wire", "wire", "sitrep", "communique", "broadcast", "local"]
        )
        if operator.claimable and rng.random() < 0.3:
            text, lines = told(scene, text, lines, rng)
    text = finished(text, stop=register != "headline")
    return _block(scene, register, operator.voice, text, lines), operator


def _block(scene: Scene, register: str, voice: str, text: str, lines: list[str]) -> str:
    day = f" {scene.published}" if scene.dated else ""
    header = f"@s {scene.home.region} {register} {voice}{day}"
    return "\n".join([header, text, *lines])


def double(rng: random.Random) -> str | None:
    """Two short clauses in one sentence, each with its own event."""
    parts: list[tuple[Scene, str, list[str]]] = []
    for _ in range(2):
        act = _draw_act(rng)
        plain = [o for o in frames().operators if o.name in _COORDINATED and fits(o, act)]
        composer = Composer(rng.choice(plain), act, rng)
        if parts:
            # One day of publication for both halves.
            composer.scene.published = parts[0][0].published
        made = composer.clause()
        if made is None:
            return None
        parts.append((composer.scene, *made))
    (scene, first, lines), (other, second, more) = parts
    if re.match(r"[A-Z]", second):
        return None
    scene.dated = scene.dated or other.dated
    joiner = rng.choice([", and ", ", but ", "; ", ", while ", ", and meanwhile "])
    text = finished(first + joiner + shift_marks(second, 40))
    return _block(scene, "wire", "active", text, lines + [_shift_line(line) for line in more])


_COORDINATED = (
    "told", "passive", "ongoing", "announced", "possible", "not", "refuse", "threat", "accuse",
    "asked", "denied", "promise", "stop", "condemn",
)  # fmt: skip


def _shift_line(line: str) -> str:
    return shift(line, 40)


def negative(rng: random.Random) -> str:
    """A block without event: near misses and political vocabulary that does nothing."""
    frame = rng.choice(frames().negatives)
    scene = Scene.draw(rng)
    text = choose(choose(rng.choice(frame["texts"]), rng), rng)
    words = dict(frame)
    text = re.sub(
        r"\{(p\d+):(\w+)\}",
        lambda m: scene.mention(m[2], scene.home, m[1]).words,
        text,
    )
    text = text.replace("{town}", "{TOWN}")
    while "{TOWN}" in text:
        text = text.replace("{TOWN}", scene.town(scene.home).words, 1)
    text = re.sub(r"\{(past|future)\}", lambda m: scene.time(m[1], scene.fresh("d")), text)
    text = re.sub(r"#(\d+)-(\d+)", lambda m: str(rng.randint(int(m[1]), int(m[2]))), text)
    near = " near" if words.get("near") else ""
    register = rng.choice(words.get("register", "local wire broadcast").split())
    day = f" {scene.published}" if scene.dated else ""
    topic = f" topic={words['topic']}" if "topic" in words else ""
    header = f"@s {scene.home.region} {register} active{day}{near}{topic}"
    return "\n".join([header, finished(text), *words.get("lines", [])])


def blocks(count: int, seed: int) -> Iterator[str]:
    """`count` different blocks of the batch format."""
    rng = random.Random(seed)
    seen: set[str] = set()
    while len(seen) < count:
        drawn = rng.random()
        if drawn < NEGATIVE_SHARE:
            block: str | None = negative(rng)
        elif drawn < NEGATIVE_SHARE + DOUBLE_SHARE:
            block = double(rng)
        else:
            made = positive(rng)
            block = made[0] if made else None
        if block is None or _words(block) in seen:
            continue
        seen.add(_words(block))
        yield block


def _words(block: str) -> str:
    """The text of a block without its marks."""
    return re.sub(r"\[\S+ |\]", "", block.split("\n")[1])


def composed(batch: str, parts: list[str]) -> list[Json]:
    """The rows of blocks; raises `ValueError` at the first mistake, with the block."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"{batch}.txt"
        path.write_text("\n\n".join(parts) + "\n", encoding="utf-8")
        units, problems = read_batch(path, load_scheme())
        if problems:
            line = problems[0].line
            lines = path.read_text(encoding="utf-8").splitlines()
            raise ValueError(
                f"A frame makes a wrong block ({problems[0].message}):\n"
                + "\n".join(lines[max(0, line - 4) : line + 3])
            )
    return units["s"]


def sample() -> list[Json]:
    """The first rows of the default seed, as they stand in `composed-01.jsonl`."""
    made = blocks(SAMPLE, SEED)
    return composed("composed-01", list(made))


def write(count: int, seed: int, out: Path) -> list[Path]:
    """Write the composed files and return their paths."""
    out.mkdir(parents=True, exist_ok=True)
    made, written = blocks(count, seed), []
    for number in range(1, (count - 1) // FILE_SIZE + 2):
        size = min(FILE_SIZE, count - FILE_SIZE * (number - 1))
        batch = f"composed-{number:02}"
        rows = composed(batch, [next(made) for _ in range(size)])
        path = out / f"{batch}.jsonl"
        path.write_text(jsonl(rows), encoding="utf-8", newline="\n")
        written.append(path)
    return written


def main(arguments: list[str] | None = None) -> int:
    """Entry point; returns 0."""
    parser = argparse.ArgumentParser(prog="compose", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--count", type=int, default=COUNT)
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--out", type=Path, default=CORPUS / "composed")
    parser.add_argument("--sample", action="store_true", help="write sample.jsonl alone")
    options = parser.parse_args(arguments)
    if options.sample:
        target = options.out / "sample.jsonl"
        target.write_text(jsonl(sample()), encoding="utf-8", newline="\n")
        print(target)
        return 0
    for path in write(options.count, options.seed, options.out):
        print(path)
    print(f"{options.count} sentences from {len(frames().acts)} acts, "
          f"{len(frames().operators)} operators, {len(frames().negatives)} frames without event, "
          f"{len(countries())} countries")  # fmt: skip
    return 0


if __name__ == "__main__":
    sys.exit(main())
