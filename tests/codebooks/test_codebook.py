"""Codebooks from folders: what loads, and one clear sentence for every fault."""

from __future__ import annotations

from pathlib import Path

import pytest

from whimbrel.codebooks.codebook import check, installed, load
from whimbrel.errors import SetupError
from whimbrel.records import Status

HEAD = 'name = "harbour"\nversion = "1"\n'
TYPE = """
name = "MOOR"
definition = "A ship ties up."
family = "harbour-work"
score = 1.5
quad = "material-cooperation"

[modes.night]
definition = "After dark."
topics = ["night"]

[[cue]]
verb = ["moor", "tie up", "@docking"]
mode = "night"
actor = ["subj", "by"]
recipient = ["at"]
needs = "actor"
weight = 0.9
"""
WORDS = 'docking = ["dock", "berth"]\n'


def folder(
    tmp_path: Path,
    *,
    head: str = HEAD,
    types: dict[str, str] | None = None,
    words: str = WORDS,
    **files: str,
) -> Path:
    """A codebook folder of one type, some of its files replaced or added."""
    (tmp_path / "types").mkdir()
    (tmp_path / "codebook.toml").write_text(head, encoding="utf-8")
    (tmp_path / "words.toml").write_text(words, encoding="utf-8")
    for name, text in (types or {"moor": TYPE}).items():
        (tmp_path / "types" / f"{name}.toml").write_text(text, encoding="utf-8")
    for name, text in files.items():
        (tmp_path / name.replace("_", ".")).write_text(text, encoding="utf-8")
    return tmp_path


def test_a_folder_loads(tmp_path: Path) -> None:
    codebook = load(folder(tmp_path))
    moor = codebook.types["MOOR"]
    assert (codebook.name, codebook.version, codebook.title) == ("harbour", "1", "harbour")
    assert moor.family == "harbour-work"
    assert (moor.score, moor.quad, list(moor.modes)) == (1.5, "material-cooperation", ["night"])
    assert sorted(cue.words for cue in moor.cues) == [
        ("berth",),
        ("dock",),
        ("moor",),
        ("tie", "up"),
    ]
    assert {cue.weight for cue in moor.cues} == {0.9}
    assert codebook.cues["verb", "tie"][0].other_words == ("up",)


def test_a_folder_of_one_type_needs_no_other_file(tmp_path: Path) -> None:
    (tmp_path / "types").mkdir()
    (tmp_path / "codebook.toml").write_text(HEAD)
    (tmp_path / "types" / "a.toml").write_text('name = "A"\ndefinition = "b"\n')
    codebook = load(str(tmp_path))
    assert (codebook.contexts, codebook.sectors, codebook.cameo) == ({}, {}, ())


def test_the_fingerprint_follows_the_files(tmp_path: Path) -> None:
    path = folder(tmp_path)
    before = load(path).fingerprint
    (path / "words.toml").write_text('docking = ["dock", "berth", "anchor"]\n')
    after = load(path).fingerprint
    (path / "notes.txt").write_text("no part of the codebook")
    assert before != after == load(path).fingerprint


def test_what_an_announced_act_is_is_read(tmp_path: Path) -> None:
    promise = 'name = "PROMISE"\ndefinition = "A ship will tie up."\n'
    path = folder(tmp_path, types={"moor": 'announced_as = "PROMISE"\n' + TYPE, "promise": promise})
    types = load(path).types
    assert (types["MOOR"].announced_as, types["PROMISE"].announced_as) == ("PROMISE", None)


def test_statuses_are_read(tmp_path: Path) -> None:
    text = TYPE + '\n[[cue]]\nverb = ["drift"]\ncomplement = "optional"\npasses = "threatened"\n'
    cues = load(folder(tmp_path, types={"moor": text})).cues["verb", "drift"]
    assert cues[0].passes is Status.THREATENED


@pytest.mark.parametrize("name", ["plover", "conflict", "cameo"])
def test_a_built_in_one_is_found_by_name(name: str) -> None:
    assert name in installed()
    assert load(name).name == name
    assert check(name) == []


def test_an_unknown_name_lists_the_installed_ones() -> None:
    with pytest.raises(SetupError, match=r"no codebook 'plovr'.*plover.*no folder"):
        load("plovr")


CUE = '\n[[cue]]\nverb = ["drift"]\n'
FAULTS = [
    # what is wrong, files, what the message says
    ("unknown mode", {"types": {"moor": TYPE + CUE + 'mode = "day"\n'}},
     "moor.toml: cue 2: unknown mode 'day'; MOOR has night"),
    ("unknown slot", {"types": {"moor": TYPE + CUE + 'actor = ["sub-ject"]\n'}},
     "cue 2: actor: 'sub-ject' is no slot; use"),
    ("unknown class", {"types": {"moor": TYPE + CUE + 'object = ["@rope"]\n'}},
     "cue 2: object names the word class '@rope', which words.toml does not have"),
    ("type twice", {"types": {"moor": TYPE, "moor2": TYPE}},
     "moor2.toml: the type 'MOOR' is defined in another file too"),
    ("unknown key", {"types": {"moor": TYPE + CUE + 'weigth = 0.5\n'}},
     "cue 2: unknown key 'weigth'; known are"),
    ("unknown key of a type", {"types": {"moor": 'colour = "red"\n' + TYPE}},
     "moor.toml: unknown key 'colour'"),
    ("no words", {"types": {"moor": TYPE + '\n[[cue]]\nmode = "night"\n'}},
     "cue 2 has no words; give verb, noun, adjective"),
    ("words no list", {"types": {"moor": TYPE + '\n[[cue]]\nverb = "drift"\n'}},
     "cue 2: verb must be a list of texts, found 'drift'"),
    ("weight no number", {"types": {"moor": TYPE + CUE + 'weight = "high"\n'}},
     "cue 2: weight must be a number, found 'high'"),
    ("unknown status", {"types": {"moor": TYPE + CUE + 'passes = "feared"\n'}},
     "cue 2: passes 'feared' is none of happened"),
    ("unknown need", {"types": {"moor": TYPE + CUE + 'needs = "all"\n'}},
     "cue 2: needs 'all' is none of party"),
    ("unknown complement", {"types": {"moor": TYPE + CUE + 'complement = "always"\n'}},
     "cue 2: complement 'always' is none of none, optional, required"),
    ("unknown act below", {"types": {"moor": TYPE + CUE + 'embedded = ["SAIL"]\n'}},
     "'SAIL' is no type, or no mode of its type, of this codebook"),
    ("unknown mode below", {"types": {"moor": TYPE + CUE + 'embedded = ["MOOR/day"]\n'}},
     "'MOOR/day' is no type, or no mode of its type, of this codebook"),
    ("unknown quad", {"types": {"moor": TYPE.replace("material-coop", "maritime-coop")}},
     "the quad 'maritime-cooperation' is none of"),
    ("family no text", {"types": {"moor": TYPE.replace('"harbour-work"', "3")}},
     "moor.toml: family must be a text, found 3"),
    ("includes that is no list", {"types": {"moor": 'includes = "SINK"\n' + TYPE}},
     "moor.toml: includes must be a list of types, found 'SINK'"),
    ("includes without such a type", {"types": {"moor": 'includes = ["SINK"]\n' + TYPE}},
     "MOOR: includes 'SINK', which is no other type of this codebook"),
    ("announced as no type", {"types": {"moor": 'announced_as = "SAIL"\n' + TYPE}},
     "the type MOOR has announced_as = 'SAIL', which is no type of this codebook"),
    ("pledged as no type", {"types": {"moor": 'pledged_as = "SAIL"\n' + TYPE}},
     "the type MOOR has pledged_as = 'SAIL', which is no type of this codebook"),
    ("announced as no text", {"types": {"moor": "announced_as = 3\n" + TYPE}},
     "the type MOOR has announced_as = 3, which is no type of this codebook"),
    ("announced as types", {"types": {"moor": 'announced_as = ["MOOR"]\n' + TYPE}},
     "the type MOOR has announced_as = ['MOOR'], which is no type of this codebook"),
    ("no definition", {"types": {"moor": 'name = "MOOR"\n'}},
     "moor.toml: a type needs the keys `name` and `definition` with a text each"),
    ("mode without definition", {"types": {"moor": TYPE + "\n[modes.day]\nscore = 1\n"}},
     "moor.toml: mode 'day' needs a definition"),
    ("unknown default", {"types": {"moor": 'default_mode = "day"\n' + TYPE}},
     "the default mode 'day' is none of night"),
    ("default mode no text", {"types": {"moor": 'default_mode = ["night"]\n' + TYPE}},
     "the default mode ['night'] is none of night"),
    ("mode of a cue no text", {"types": {"moor": TYPE + CUE + 'mode = ["night"]\n'}},
     "cue 2: unknown mode ['night']; MOOR has night"),
    ("refusal no text", {"head": HEAD + 'refusal = ["MOOR"]\n'},
     "codebook.toml: `refusal` names ['MOOR'], which is no type of this codebook"),
    ("demand without such a type", {"head": HEAD + 'demand = "SAIL"\n'},
     "codebook.toml: `demand` names 'SAIL', which is no type of this codebook"),
    ("no name", {"head": 'version = "1"\n'},
     "codebook.toml: the key 'name' with a text is missing"),
    ("no valid TOML", {"head": 'name = "harbour\n'},
     "codebook.toml is no valid TOML"),
    ("class no list", {"words": 'docking = "dock"\n'},
     "words.toml: the class 'docking' must be a list of words"),
    ("class further down", {"words": 'docking = ["@mooring"]\nmooring = ["dock"]\n'},
     "class 'docking' names the word class '@mooring', which words.toml does not have (or has "
     "further down)"),
    ("unknown act of a context", {"contexts_toml": '[sea]\ndefinition = "Sea."\nacts = ["SAIL"]\n'},
     "context sea: 'SAIL' is no type, or no mode of its type"),
    ("unknown context", {"types": {"moor": TYPE + CUE + 'contexts = ["sea"]\n'}},
     "unknown context 'sea'"),
    ("sector no table", {"sectors_toml": 'GOV = "government"\n'},
     "sectors.toml: 'GOV' must be a table with a definition"),
    ("unknown type of a code", {"cameo_tsv": "code\ttype\tmode\tcontexts\n01\tSAIL\t\t\n"},
     "cameo.tsv: code 01: 'SAIL' is no type or mode"),
    ("own base", {"head": HEAD + 'base = "nowhere"\n'},
     "codebook.toml: base: There is no codebook"),
    ("base no text", {"head": HEAD + "base = 3\n"},
     "codebook.toml: base must be an installed codebook's name or a folder, found 3"),
    ("base with a base", {"head": HEAD + 'base = "cameo"\n'},
     "codebook.toml: base: 'cameo' has a base of its own; name that one"),
    ("cues beside a base", {"head": HEAD + 'base = "plover"\n'},
     "MOOR has cues of its own; in a codebook with a base only `take` is used"),
    ("contexts beside a base", {"head": HEAD + 'base = "plover"\n', "contexts_toml": ""},
     "contexts.toml is of no use: contexts and sectors are those of the base"),
    ("take without a base", {"types": {"moor": TYPE + '\n[[take]]\nacts = ["AID"]\n'}},
     "MOOR takes events, but codebook.toml names no `base` to take them from"),
    ("take of nothing", {"types": {"moor": TYPE + '\n[[take]]\nnear = ["sea"]\n'}},
     "moor.toml: take 1 takes nothing; name `acts` of the base codebook"),
    ("take of no act", {"head": HEAD + 'base = "plover"\n',
                        "types": {"moor": TYPE + '\n[[take]]\nacts = ["AID/sea"]\n'}},
     "MOOR: 'AID/sea' is no type, or no mode of its type, of plover"),
    ("take into no mode", {"types": {"moor": TYPE + '\n[[take]]\nacts = ["AID"]\nmode = "day"\n'}},
     "moor.toml: take 1: unknown mode 'day'; MOOR has night"),
    ("broken line of codes", {"cameo_tsv": "code\ttype\tmode\tcontexts\n01 MOOR\n"},
     "cameo.tsv:2: expected a code, a type, a mode and contexts, parted by tabs; found '01 MOOR'"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("files", "message"), [row[1:] for row in FAULTS], ids=[row[0] for row in FAULTS]
)
def test_every_fault_is_named(tmp_path: Path, files: dict[str, str], message: str) -> None:
    path = folder(tmp_path, **files)  # type: ignore[arg-type]
    found = check(path)
    assert any(message in fault for fault in found), found
    assert all(fault.rstrip().endswith(".") for fault in found)
    with pytest.raises(SetupError):
        load(path)


def test_all_faults_are_counted_and_the_first_is_said(tmp_path: Path) -> None:
    text = TYPE + CUE + 'mode = "day"\nneeds = "all"\n'
    path = folder(tmp_path, types={"moor": text})
    assert len(check(path)) == 2
    with pytest.raises(SetupError, match=r"\(1 more; see `whimbrel codebook check`\)$"):
        load(path)


def test_a_folder_without_types_says_so(tmp_path: Path) -> None:
    (tmp_path / "codebook.toml").write_text(HEAD)
    (fault,) = check(tmp_path)
    assert "holds no type; a codebook needs at least one types/NAME.toml" in fault


def test_a_folder_without_a_head_says_so(tmp_path: Path) -> None:
    path = folder(tmp_path)
    (path / "codebook.toml").unlink()
    assert "codebook.toml is missing" in check(path)[0]
