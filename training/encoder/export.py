"""Export the trained encoder to ONNX with 8-bit weights and activations.

    python -m training.encoder.export --start DIR --weights FILE --out DIR

Static quantisation: the ranges of activations are set once, from sentences of the corpus, so that
a sentence's scores depend on nothing but the sentence. Embeddings are kept as 8-bit rows with a
scale each; layer norms, softmax, GELU and the heads stay in 32 bits.
"""

from __future__ import annotations

import argparse
import json
import random
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import torch
from onnxruntime.quantization import (
    CalibrationDataReader,
    CalibrationMethod,
    QuantFormat,
    QuantType,
    quantize_static,
)
from tokenizers import Tokenizer
from torch import Tensor, nn

from training.encoder.examples import LONGEST, examples
from training.encoder.labels import ROLE_WIDTH, heads, sentence_labels
from training.encoder.model import TAPS, EncoderWithHeads
from training.units import read_units

CALIBRATION = 400
"""Sentences that set the ranges of activations."""
_DENSE_OF_A_LAYER = 6
"""Query, key, value, output, and the two of the feed-forward part."""


class _Exported(nn.Module):
    """One sentence in, without padding: piece outputs, sentence outputs, unit-length embedding."""

    def __init__(self, trained: EncoderWithHeads) -> None:
        super().__init__()
        embeddings = trained.body.embeddings
        words = embeddings.word_embeddings.weight.detach()
        scale = words.abs().amax(1, keepdim=True).clamp(min=1e-8) / 127
        self.register_buffer("words", (words / scale).round().to(torch.int8))
        self.register_buffer("scale", scale)
        self.register_buffer("positions", embeddings.position_embeddings.weight[:LONGEST].detach())
        self.register_buffer("letter_case", embeddings.token_type_embeddings.weight.detach())
        self.norm = embeddings.LayerNorm
        self.layers = trained.body.encoder.layer
        self.pieces, self.sentence = trained.pieces, trained.sentence
        self.embedding = trained.told_embedding
        config = trained.body.config
        self.count, self.width = config.num_attention_heads, config.hidden_size

    def forward(self, ids: Tensor, shapes: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        hidden = self.words[ids].float() * self.scale[ids]
        hidden = hidden + self.letter_case[shapes] + self.positions[: ids.shape[0]]
        hidden = self.norm(hidden)
        means = [hidden.mean(0)]
        for number, layer in enumerate(self.layers, 1):
            hidden = self._layer(layer, hidden)
            if number in TAPS:
                means.append(hidden.mean(0))
        told = self.embedding(torch.cat(means))
        return self.pieces(hidden), self.sentence(hidden[0]), told / told.norm()

    def _layer(self, layer: Any, hidden: Tensor) -> Tensor:
        own = layer.attention.self
        size = self.width // self.count

        def split(x: Tensor) -> Tensor:
            return x.reshape(-1, self.count, size).transpose(0, 1)

        query, key, value = (split(part(hidden)) for part in (own.query, own.key, own.value))
        weights = torch.softmax(query @ key.transpose(1, 2) * size**-0.5, -1)
        mixed = (weights @ value).transpose(0, 1).reshape(-1, self.width)
        out = layer.attention.output
        hidden = out.LayerNorm(out.dense(mixed) + hidden)
        wide = nn.functional.gelu(layer.intermediate.dense(hidden))
        return layer.output.LayerNorm(layer.output.dense(wide) + hidden)


class _Sentences(CalibrationDataReader):
    """Sentences of the corpus, as inputs of the graph."""

    def __init__(self, rows: Iterator[tuple[list[int], list[int]]]) -> None:
        self._rows = rows

    def get_next(self) -> dict[str, Any] | None:
        row = next(self._rows, None)
        if row is None:
            return None
        ids, shapes = row
        return {
            "ids": np.array(ids[:LONGEST], dtype=np.int64),
            "shapes": np.array(shapes[:LONGEST], dtype=np.int64),
        }


def calibration_sentences(tokenizer: Tokenizer) -> Iterator[tuple[list[int], list[int]]]:
    units = read_units()
    random.Random(7).shuffle(units)
    rows = [row for unit in units[:CALIBRATION] for row in examples([unit], tokenizer, heads())]
    return iter([(row.ids, row.shapes) for row in rows[:CALIBRATION]])


def export(start: Path, weights: Path, out: Path, layers: int) -> None:
    laid_out = heads()
    trained = EncoderWithHeads(start, laid_out, layers)
    trained.load_state_dict(torch.load(weights, map_location="cpu", weights_only=True))
    trained.eval()
    tokenizer = Tokenizer.from_file(str(start / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    out.mkdir(parents=True, exist_ok=True)
    tokenizer.save(str(out / "tokenizer.json"), pretty=False)
    with tempfile.TemporaryDirectory() as folder:
        plain = Path(folder) / "plain.onnx"
        _to_onnx(_Exported(trained).eval(), plain)
        _quantise(plain, out / "encoder.onnx", tokenizer, layers)
    description = {
        "longest": LONGEST,
        "role_width": ROLE_WIDTH,
        "sentence": list(sentence_labels()),
        "heads": {
            name: {"start": head.start, "width": head.width, "labels": list(head.labels)}
            for name, head in laid_out.items()
        },
    }
    (out / "heads.json").write_text(json.dumps(description, indent=1) + "\n", encoding="utf-8")


def _to_onnx(module: nn.Module, path: Path) -> None:
    ids = torch.arange(1000, 1020)
    torch.onnx.export(
        module,
        (ids, torch.zeros_like(ids)),
        str(path),
        input_names=["ids", "shapes"],
        output_names=["pieces", "sentence", "embedding"],
        dynamic_axes={"ids": {0: "pieces"}, "shapes": {0: "pieces"}, "pieces": {0: "pieces"}},
        opset_version=17,
        dynamo=False,
    )


def _quantise(plain: Path, out: Path, tokenizer: Tokenizer, layers: int) -> None:
    graph = onnx.load(str(plain)).graph
    initial = {each.name for each in graph.initializer}
    # Products of two activations (attention) and the heads stay in 32 bits.
    dense = [
        node.name
        for node in graph.node
        if node.op_type in ("MatMul", "Gemm")
        and any(name in initial and name.startswith("layers.") for name in node.input)
    ]
    if len(dense) != layers * _DENSE_OF_A_LAYER:
        raise ValueError(
            f"{len(dense)} products of the layers found in the exported graph, expected "
            f"{layers * _DENSE_OF_A_LAYER}; the exporter names its weights in another way now."
        )
    quantize_static(
        str(plain),
        str(out),
        _Sentences(calibration_sentences(tokenizer)),
        quant_format=QuantFormat.QDQ,
        op_types_to_quantize=["MatMul", "Gemm"],
        nodes_to_quantize=dense,
        per_channel=True,
        activation_type=QuantType.QUInt8,
        weight_type=QuantType.QInt8,
        calibrate_method=CalibrationMethod.MinMax,
        extra_options={"OpTypesToExcludeOutputQuantization": ["MatMul", "Gemm"]},
    )


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--start", type=Path, required=True)
    parser.add_argument("--weights", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--layers", type=int, default=6)
    asked = parser.parse_args(arguments)
    export(asked.start, asked.weights, asked.out, asked.layers)


if __name__ == "__main__":
    main()
