"""Types with their borders where the conversion table from CAMEO draws them."""

from __future__ import annotations

import pytest

from whimbrel.codebooks.codebook import load
from whimbrel.codebooks.scheme import Codebook
from whimbrel.coding import conversion
from whimbrel.coding.cues import CueCoder
from whimbrel.errors import SetupError
from whimbrel.pipeline import Pipeline, code_reading
from whimbrel.reading.parse import Reader
from whimbrel.records import CoderIdentity, Document, Event

PLOVER = load("plover")
IDENTITY = CoderIdentity(name="test", version="", codebook="")
CASES = [
    # sentence, its type by the manual, and by the table
    ("The rebels promised to release the hostages.", "CONCEDE", "AGREE"),
    ("The rebels said they will release the hostages.", "CONCEDE", "AGREE"),
    ("The mayor apologised to the miners.", "CONCEDE", "SUPPORT"),
    ("The rebels declared a truce.", "CONCEDE", "RETREAT"),
    ("The court convicted the mayor of bribery.", "SANCTION", "ACCUSE"),
    ("Norway imposed an embargo on Chad.", "SANCTION", "COERCE"),
    ("The mayor appealed to the miners for calm.", "REQUEST", None),
    ("The miners demanded that the mayor resign.", "REQUEST", "REQUEST"),
    ("Gunmen killed three villagers.", "ASSAULT", "ASSAULT"),
    ("The ministers met in Oslo.", "CONSULT", "CONSULT"),
]


def events(reader: Reader, text: str, *wide: str) -> tuple[Event, ...]:
    document = Document(id="d", text=text)
    return code_reading(
        document, reader.read(document), CueCoder(), PLOVER, IDENTITY, frozenset(wide)
    ).events


@pytest.mark.parametrize(("text", "manual", "table"), CASES, ids=[case[0][:40] for case in CASES])
def test_type(reader: Reader, text: str, manual: str, table: str | None) -> None:
    assert [event.type for event in events(reader, text)] == [manual]
    found = events(reader, text, "types")
    assert [event.type for event in found] == ([] if table is None else [table])
    for event in found:
        assert event.mode is None or event.mode in PLOVER.types[event.type].modes
        assert event.quad == PLOVER.types[event.type].quad
        assert (table == manual) != (event.rationale.endswith(f"CAMEO {event.cameo}."))


def test_what_the_table_leaves_alone_stays_as_it_is(reader: Reader) -> None:
    text = "Gunmen shot three villagers."
    assert events(reader, text, "types") == events(reader, text)


def test_the_codes_are_loaded_once_for_many_texts(
    reader: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def counted(name: str) -> Codebook:
        asked.append(name)
        return load(name)

    monkeypatch.setattr(conversion, "load", counted)
    conversion._cameo.cache_clear()
    for _ in range(2):
        events(reader, "The mayor apologised to the miners.", "types")
    assert asked == ["cameo"]


def test_another_codebook_has_no_types_of_the_table() -> None:
    with pytest.raises(SetupError, match="gives types of plover, found the codebook conflict"):
        Pipeline(codebook="conflict", wide=("types",))
