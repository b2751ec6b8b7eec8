"""The command line in-process, and a small record file to ask."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from whimbrel.cli import main
from whimbrel.records import (
    Claim,
    CoderIdentity,
    Document,
    Event,
    EventDate,
    Failure,
    Mention,
    Participant,
    Record,
    Status,
    span_of,
)
from whimbrel.store.database import Database


@dataclass(frozen=True)
class Outcome:
    """What a command left behind."""

    code: int
    out: str
    err: str


Run = Callable[..., Outcome]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs `whimbrel ARGUMENTS` in this process."""
    monkeypatch.delenv("WHIMBREL_RECORD", raising=False)

    def run_command(*arguments: object) -> Outcome:
        capsys.readouterr()
        code = main([str(each) for each in arguments])
        out, err = capsys.readouterr()
        return Outcome(code, out, err)

    return run_command


def _record(document: Document, type_: str, actor: str, trigger: str, status: Status) -> Record:
    text = document.text
    who, act = text.index(actor), text.index(trigger)
    party = Participant(start=who, end=who + len(actor), text=actor, name=actor, country="IRQ")
    return Record(
        id=document.id,
        text=text,
        title=document.title,
        published=document.published,
        outlet=document.outlet,
        lang="en",
        coder=CoderIdentity(name="test", version="1", codebook="test"),
        mentions=(Mention(start=who, end=who + len(actor), text=actor, id="m1", kind="ORG"),),
        events=(
            Event(
                id=f"e{act}",
                type=type_,
                trigger=span_of(text, act, act + len(trigger)),
                sentence=span_of(text, 0, len(text)),
                actors=(party,),
                date=EventDate(from_="2012-01-03", to="2012-01-03"),
                status=status,
                claim_id="c1",
            ),
        ),
        claims=(
            Claim(
                id="c1",
                source=(span_of(text, who, who + len(actor)),),
                content=(span_of(text, act, len(text)),),
            ),
        ),
    )


@pytest.fixture(scope="session")
def record_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two documents with an event each, and one failure. Not to be written to."""
    path = tmp_path_factory.mktemp("records") / "two.duckdb"
    first = Document(
        id="first",
        text="The ministry said it shelled Alda.",
        published="2012-01-04",
        outlet="The Wire",
    )
    second = Document(
        id="second",
        text="=The union, it says, will march.",
        published="2012-02-01",
        outlet="Harbour Post",
    )
    Database(path).add(
        [first, second],
        [
            _record(first, "ASSAULT", "The ministry", "shelled", Status.HAPPENED),
            _record(second, "PROTEST", "The union", "march", Status.ANNOUNCED),
        ],
        [Failure(where="bad.jsonl:3", reason="The line is no JSON.")],
    )
    return path
