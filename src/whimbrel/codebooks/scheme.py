"""The codebook: event types with their modes, cues and definitions, and what surrounds them.

A codebook is a folder:

    codebook.toml       name, version, title, credit, off_topic words
    types/*.toml        one event type a file: quad, score, definition, modes, cues, examples; in a
                        codebook with a base also what it takes from the base
    words.toml          word classes, written `@class` in cues (optional)
    contexts.toml       contexts: definition, words, sectors (optional)
    sectors.toml        sectors of actors: definition, rank (optional)
    cameo.tsv           CAMEO codes of types, modes and contexts (optional)

docs/codebooks.md explains every key. Nothing in Whimbrel's code knows a type by name.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property
from typing import Literal, get_args

from whimbrel.records import Quad, Status

Pos = Literal["verb", "noun", "adjective"]
Slot = str
"""Where a participant stands: subj, obj, iobj, by, poss, compound, head, csubj and cobj (subject
and object of the complement's clause), or a preposition."""

QUADS: tuple[str, ...] = get_args(Quad)
POSITIONS: tuple[Pos, ...] = get_args(Pos)


@cache
def _parted(pos: Pos, words: tuple[str, ...]) -> tuple[str, tuple[str, ...]]:
    """The trigger's word of a cue, and the others."""
    at = 0
    if pos == "noun" and len(words) > 1:
        at = len(words) - 1
        for number, word in enumerate(words[1:]):
            if word in ("of", "for", "on", "in", "to", "against", "with"):
                at = number
                break
    return words[at], (*words[:at], *words[at + 1 :])


def _frame_in_words(cue: Cue) -> str:
    """Everything that the cue asks for, but its type's and mode's names, in a fixed order."""
    fields = (
        (name, getattr(cue, name))
        for name in Cue.__slots__
        if name not in ("type", "mode", "embedded")
    )
    return repr([(n, sorted(v) if isinstance(v, frozenset) else v) for n, v in fields])


@dataclass(frozen=True, slots=True, kw_only=True)
class Cue:
    """Words that tell an act of one type, with the frame that says who is who.

    `words` are lemmas: the trigger's, then those that must depend on it ("call", "off"). `object`,
    `subject` and `near` are sets of lemmas of which one must be the head of the object, of the
    subject, or anywhere in the clause; the `_not` sets must not. `embedded` are types (`TYPE` or
    `TYPE/mode`) of which one must be told in the complement. `absorbs` says that acts told in the
    complement are no events of their own; otherwise they get the status `passes`. `result` marks
    words for an outcome ("killed"): told beside an act of the same type, they tell that act.
    `own` asks that the complement tell what the actor itself will do ("warned that it would
    strike", not "warned that rain would come").
    """

    type: str
    pos: Pos
    words: tuple[str, ...]
    mode: str | None = None
    contexts: tuple[str, ...] = ()
    actor: tuple[Slot, ...] = ()
    recipient: tuple[Slot, ...] = ()
    joint: bool = False
    object: frozenset[str] = frozenset()
    object_not: frozenset[str] = frozenset()
    subject: frozenset[str] = frozenset()
    subject_not: frozenset[str] = frozenset()
    near: frozenset[str] = frozenset()
    near_not: frozenset[str] = frozenset()
    modifier_not: frozenset[str] = frozenset()
    embedded: frozenset[str] = frozenset()
    complement: Literal["none", "optional", "required"] = "none"
    absorbs: bool = False
    passes: Status | None = None
    status: Status | None = None
    things: bool = False
    result: bool = False
    own: bool = False
    needs: Literal["actor", "recipient", "party", "both", "nothing"] = "party"
    weight: float = 0.7

    @property
    def head_word(self) -> str:
        """The lemma of the trigger: of a noun phrase the last word, or the one before "of"."""
        return _parted(self.pos, self.words)[0]

    @property
    def other_words(self) -> tuple[str, ...]:
        """The words beside the trigger's."""
        return _parted(self.pos, self.words)[1]

    @property
    def specificity(self) -> int:
        """How much the cue asks for; the most demanding of the cues that fit decides."""
        return (
            3 * (len(self.words) - 1)
            + 3 * bool(self.embedded)
            + 2 * bool(self.object)
            + 2 * bool(self.subject)
            + 2 * bool(self.near)
            + (self.complement == "required")
        )

    @property
    def exclusions(self) -> int:
        """How many kinds of words the cue must not meet."""
        return sum(map(bool, (self.object_not, self.subject_not, self.near_not, self.modifier_not)))

    @property
    def breadth(self) -> int:
        """How many words its conditions admit; of two alike cues the narrower says more."""
        return len(self.object) + len(self.subject) + len(self.near) + len(self.embedded)

    @property
    def readable(self) -> str:
        """The cue in one short phrase, for rationales."""
        parts = [f"{self.pos} '{' '.join(self.words)}'"]
        if self.complement == "required":
            parts.append("with a complement")
        return " ".join(parts)


@dataclass(frozen=True, slots=True, kw_only=True)
class Take:
    """Which events of the base codebook are this type's, in a codebook that has a base.

    `acts` are types or `TYPE/mode` of the base. `words` are lemmas of which one must stand in the
    words that tell the event, `near` in its sentence; `actor` and `recipient` are sectors of which
    one must be a participant's; `status` are those of which it must have one.
    """

    type: str
    acts: frozenset[str]
    mode: str | None = None
    words: frozenset[str] = frozenset()
    near: frozenset[str] = frozenset()
    near_not: frozenset[str] = frozenset()
    actor: frozenset[str] = frozenset()
    recipient: frozenset[str] = frozenset()
    status: frozenset[str] = frozenset()

    @property
    def specificity(self) -> int:
        """How much it asks for beside the act; the most demanding of those that fit decides."""
        return (
            3 * bool(self.words)
            + 3 * bool(self.status)
            + 2 * bool(self.near)
            + 2 * bool(self.actor)
            + 2 * bool(self.recipient)
        )

    @property
    def readable(self) -> str:
        """The take in one short phrase."""
        asked = [
            f"{name} {', '.join(sorted(words)[:3])}{' ...' if len(words) > 3 else ''}"
            for name, words in (
                ("words", self.words),
                ("near", self.near),
                ("actor", self.actor),
                ("recipient", self.recipient),
                ("status", self.status),
            )
            if words
        ]
        return "; ".join([" ".join(sorted(self.acts)), *asked])

    @property
    def breadth(self) -> int:
        """How many words and sectors its conditions admit."""
        return len(self.words) + len(self.near) + len(self.actor) + len(self.recipient)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mode:
    """How an act is done. `topics` are lemmas in the clause, `embedded` types in the complement,
    that tell the mode where the cue itself does not."""

    name: str
    definition: str
    score: float | None = None
    topics: frozenset[str] = frozenset()
    embedded: frozenset[str] = frozenset()
    examples: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class EventType:
    """One type of act, with everything the codebook says about it. `family` is the group of types
    it belongs to in schemes that have such; `includes` names the types that are always this one
    too; `counts` are the kinds of quantities (`records.CountedThing`) that tell how large such an
    act was. `announced_as` names the type that such an act is while it is only announced: a visit
    to come is a promise. `pledged_as` does so for acts that their own actor says it will do, and
    leaves the status announced: "the army says it will withdraw" gives way by word only."""

    name: str
    definition: str
    not_for: str = ""
    family: str | None = None
    includes: tuple[str, ...] = ()
    quad: Quad | None = None
    score: float | None = None
    recipient_expected: bool = False
    default_mode: str | None = None
    announced_as: str | None = None
    pledged_as: str | None = None
    counts: tuple[str, ...] = ()
    modes: Mapping[str, Mode] = field(default_factory=dict)
    cues: tuple[Cue, ...] = ()
    takes: tuple[Take, ...] = ()
    examples: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """What a passage is about. Told by `words` in the sentence, or by `sectors` of a participant,
    or by the `acts` (types or `TYPE/mode`) that always carry it."""

    name: str
    definition: str
    words: frozenset[str] = frozenset()
    sectors: frozenset[str] = frozenset()
    acts: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Sector:
    """A kind of actor. The sector of the lowest `rank` is the primary one."""

    name: str
    definition: str
    rank: int = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class CameoRow:
    """A CAMEO code and the type, mode and contexts it stands for."""

    code: str
    type: str | None
    mode: str | None
    contexts: frozenset[str]


@dataclass(frozen=True, kw_only=True)
class Codebook:
    """A loaded and checked codebook. `fingerprint` is the SHA-256 of its files.

    With a `base` texts are coded with the base's cues, and its events are then put under this
    codebook's types by their `takes`; contexts and sectors are the base's.
    """

    name: str
    version: str
    title: str
    credit: str
    types: Mapping[str, EventType]
    contexts: Mapping[str, Context]
    sectors: Mapping[str, Sector]
    cameo: tuple[CameoRow, ...]
    fingerprint: str
    base: Codebook | None = None
    off_topic: frozenset[str] = frozenset()
    off_topic_at: int = 2
    """A sentence with this many of the `off_topic` lemmas tells no act of the codebook."""
    refusal: str | None = None
    """The type that "will not do it", said by the actor, is coded as; null for none."""
    demand: str | None = None
    """The type that "somebody said that X must do it" is coded as; null for none."""

    @property
    def identity(self) -> str:
        """Name, version and the first eight digits of the fingerprint."""
        return f"{self.name} {self.version} ({self.fingerprint[:8]})"

    @cached_property
    def cues(self) -> Mapping[tuple[Pos, str], tuple[Cue, ...]]:
        """The cues by part of speech and first word, the most demanding first."""
        found: dict[tuple[Pos, str], list[Cue]] = {}
        for event_type in self.types.values():
            for cue in event_type.cues:
                found.setdefault((cue.pos, cue.head_word), []).append(cue)
        return {key: tuple(sorted(cues, key=self._rank)) for key, cues in found.items()}

    def _rank(self, cue: Cue) -> tuple[float | str, ...]:
        """Most demanding first. Equals are told apart by what they say, never by their names or
        their place in a file, so that neither can change what is coded."""
        event_type = self.types[cue.type]
        mode = event_type.modes[cue.mode].definition if cue.mode else ""
        return (
            -cue.specificity,
            -cue.weight,
            -cue.exclusions,
            cue.breadth,
            event_type.definition,
            mode,
            _frame_in_words(cue),
        )

    def score(self, type_: str, mode: str | None) -> float | None:
        """The conflict-to-cooperation score of the mode, or of the type where the mode has none."""
        event_type = self.types[type_]
        if mode is not None and event_type.modes[mode].score is not None:
            return event_type.modes[mode].score
        return event_type.score

    def cameo_code(self, type_: str, mode: str | None, contexts: Iterable[str]) -> str | None:
        """The CAMEO code that says no more than what is known, null where none does.

        The row of the same type and mode with most of the contexts; the shortest code among equals.
        """
        known = frozenset(contexts)
        fits = [
            row
            for row in self.cameo
            if row.type == type_ and row.mode in (mode, None) and row.contexts <= known
        ]
        if not fits:
            return None
        best = max(
            fits,
            key=lambda row: (row.mode == mode, len(row.contexts), -len(row.code), -int(row.code)),
        )
        return best.code
