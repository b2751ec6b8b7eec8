"""The network's files, and one sentence through it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from whimbrel.encoder.pieces import Pieces, pieces_of
from whimbrel.encoder.scores import Head, Scores
from whimbrel.errors import SetupError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

SHIPPED = Path(__file__).with_name("model")
NAME = "whimbrel-encoder"
_MODEL, _TOKENIZER, _HEADS = "encoder.onnx", "tokenizer.json", "heads.json"
_RELEVANCE = "relevance.json"


class Encoder:
    """The network in a folder: `encoder.onnx`, `tokenizer.json`, `heads.json` and, of use with
    whole texts, `relevance.json`.

    One thread, one sentence at a time. Raises `SetupError` where a file is missing or broken.
    """

    def __init__(self, folder: Path = SHIPPED) -> None:
        for name in (_MODEL, _TOKENIZER, _HEADS):
            if not (folder / name).is_file():
                raise SetupError(
                    f"The encoder's file {folder / name} is missing; install Whimbrel again."
                )
        self.folder = folder
        described = json.loads((folder / _HEADS).read_text(encoding="utf-8"))
        self._longest = int(described["longest"])
        self._heads = {
            name: Head(head["start"], head["width"], tuple(head["labels"]))
            for name, head in described["heads"].items()
        }
        self._sentence = tuple(described["sentence"])
        self._session = _session(folder / _MODEL)
        self._tokenizer = _tokenizer(folder / _TOKENIZER)

    def read(self, text: str) -> Scores:
        """The scores of one sentence; what is longer than the network sees is read in pieces."""
        import numpy as np

        pieces = pieces_of(self._tokenizer, text)
        parts = [self._run(each) for each in _windows(pieces, self._longest)]
        if len(parts) == 1:
            outputs, sentence, embedding = parts[0]
        else:
            # Each window has marks of its own at both ends; the text has one pair.
            inner = [part[0][1:-1] for part in parts]
            outputs = np.concatenate([parts[0][0][:1], *inner, parts[-1][0][-1:]])
            sentence = np.max([part[1] for part in parts], axis=0)
            embedding = np.mean([part[2] for part in parts], axis=0)
            embedding /= np.linalg.norm(embedding)
        return Scores(pieces, outputs, sentence, embedding, self._heads, self._sentence)

    def embed(self, text: str) -> NDArray[np.float32]:
        """The text's embedding: 384 numbers, of unit length."""
        return self.read(text).embedding

    def relevance(self, scores: Sequence[Scores]) -> float:
        """How likely a text is about politics or conflict, from the scores of its sentences."""
        import numpy as np

        weights, bias = self._relevance
        if not scores:
            return 0.5
        mean = np.mean([each.embedding for each in scores], axis=0)
        return float(1 / (1 + np.exp(-(mean @ weights + bias))))

    @cached_property
    def _relevance(self) -> tuple[NDArray[np.float32], float]:
        import numpy as np

        path = self.folder / _RELEVANCE
        if not path.is_file():
            raise SetupError(f"The encoder's file {path} is missing; install Whimbrel again.")
        line = json.loads(path.read_text(encoding="utf-8"))
        return np.array(line["weights"], dtype=np.float32), float(line["bias"])

    def _run(self, pieces: Pieces) -> tuple[Any, Any, Any]:
        import numpy as np

        outputs, sentence, embedding = self._session.run(
            ("pieces", "sentence", "embedding"),
            {
                "ids": np.array(pieces.ids, dtype=np.int64),
                "shapes": np.array(pieces.shapes, dtype=np.int64),
            },
        )
        return outputs, sentence, embedding


def _windows(pieces: Pieces, longest: int) -> list[Pieces]:
    if len(pieces.ids) <= longest:
        return [pieces]
    first, last = pieces.ids[0], pieces.ids[-1]
    found = []
    for start in range(1, len(pieces.ids) - 1, longest - 2):
        end = min(start + longest - 2, len(pieces.ids) - 1)
        found.append(
            Pieces(
                [first, *pieces.ids[start:end], last],
                [(0, 0), *pieces.places[start:end], (0, 0)],
                [0, *pieces.shapes[start:end], 0],
            )
        )
    return found


def _session(path: Path) -> Any:
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    try:
        return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
    except Exception as error:  # the runtime raises classes of its own for a broken file
        raise SetupError(
            f"The encoder's file {path} cannot be read ({error}); install Whimbrel again."
        ) from error


def _tokenizer(path: Path) -> Any:
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(path))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return tokenizer


@cache
def load_encoder(folder: Path = SHIPPED) -> Encoder:
    """The encoder in a folder, by default the shipped one, loaded once in a process."""
    return Encoder(folder)


def model_hashes(folder: Path = SHIPPED) -> dict[str, str]:
    """The encoder's name with the SHA-256 over its files, in the files' order."""
    return {NAME: _hash(folder)}


@cache
def _hash(folder: Path) -> str:
    seen = hashlib.sha256()
    for name in sorted((_MODEL, _TOKENIZER, _HEADS, _RELEVANCE)):
        seen.update(name.encode())
        seen.update((folder / name).read_bytes())
    return seen.hexdigest()
