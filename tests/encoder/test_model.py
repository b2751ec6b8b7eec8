"""The shipped network: what it says of a sentence depends on nothing but the sentence."""

import json
import random
from collections.abc import Iterable
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from whimbrel.encoder import Encoder, load_encoder, model_hashes
from whimbrel.encoder.model import SHIPPED
from whimbrel.errors import SetupError

ROOT = Path(__file__).resolve().parents[2]
SAMPLE = ROOT / "training/corpus/composed/sample.jsonl"
COUNT = 200


def sentences() -> list[str]:
    lines = SAMPLE.read_text(encoding="utf-8").splitlines()[:COUNT]
    return [json.loads(line)["text"] for line in lines]


def bytes_of(texts: Iterable[str]) -> dict[str, bytes]:
    encoder = load_encoder()
    found = {}
    for text in texts:
        scores = encoder.read(text)
        found[text] = b"".join(
            np.ascontiguousarray(each).tobytes()
            for each in (scores.outputs, scores.sentence, scores.embedding)
        )
    return found


def test_scores_do_not_depend_on_order_or_workers() -> None:
    texts = sentences()
    assert len(texts) == COUNT
    alone = bytes_of(texts)
    for seed in range(3):
        shuffled = list(texts)
        random.Random(seed).shuffle(shuffled)
        assert bytes_of(shuffled) == alone
    with ProcessPoolExecutor(2) as pool:
        halves = list(pool.map(bytes_of, (texts[::2], texts[1::2])))
    assert halves[0] | halves[1] == alone


def test_a_long_text_is_read_in_windows() -> None:
    text = "The army shelled the town. " * 60
    scores = load_encoder().read(text)
    assert len(scores.pieces.ids) == len(scores.outputs)
    assert len({each.label for each in scores.triggers()}) >= 1
    assert np.linalg.norm(scores.embedding) == pytest.approx(1, abs=1e-5)


@pytest.mark.parametrize("text", ["", " ", "?", "\ud800", "漢字"])
def test_odd_texts_have_scores(text: str) -> None:
    scores = load_encoder().read(text)
    assert len(scores.pieces.ids) == len(scores.outputs)


def test_a_missing_file_is_said(tmp_path: Path) -> None:
    with pytest.raises(SetupError, match=r"encoder\.onnx is missing; install Whimbrel again"):
        Encoder(tmp_path)


def test_a_broken_file_is_said(tmp_path: Path) -> None:
    for name in ("tokenizer.json", "heads.json"):
        (tmp_path / name).write_bytes((SHIPPED / name).read_bytes())
    (tmp_path / "encoder.onnx").write_bytes(b"no network")
    with pytest.raises(SetupError, match=r"encoder\.onnx cannot be read"):
        Encoder(tmp_path)


def test_the_shipped_files_are_small_and_hold_no_pickle() -> None:
    files = [path for path in SHIPPED.iterdir() if path.is_file()]
    assert {path.name for path in files} == {
        "card.md", "encoder.onnx", "heads.json", "relevance.json", "tokenizer.json",
    }  # fmt: skip
    assert sum(path.stat().st_size for path in files) < 30_000_000
    assert list(model_hashes()) == ["whimbrel-encoder"]
