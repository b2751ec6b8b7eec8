"""Average the weights of two training runs and read the sentence embedding off them anew.

    python -m training.encoder.average --start DIR --cnc FILE --out DIR WEIGHTS WEIGHTS

The second run goes on from the first. Their average does better than either on text unlike the
corpus (weight averaging: Wortsman et al., ICML 2022).
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import torch
from tokenizers import Tokenizer
from transformers import BertModel

from training.encoder.labels import heads
from training.encoder.model import EncoderWithHeads
from training.encoder.train import Material, fit_embedding

COMPOSED, SHARE = 4000, 3
"""The embedding is fitted on one in three examples of an epoch with so many composed ones."""


def average(start: Path, cnc: Path, out: Path, runs: Sequence[Path], layers: int) -> None:
    """Write `weights.pt` into `out`."""
    held = [torch.load(path, weights_only=True) for path in runs]
    mean = {
        name: sum(each[name] for each in held) / len(held)
        if value.is_floating_point() and all(name in each for each in held)
        else value
        for name, value in held[-1].items()
    }
    model = EncoderWithHeads(start, heads(), layers)
    model.load_state_dict(mean, strict=False)
    tokenizer = Tokenizer.from_file(str(start / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    begun_from: Any = BertModel.from_pretrained(str(start), add_pooling_layer=False).eval()
    rows = Material(tokenizer, cnc, 0, COMPOSED).epoch(1)[::SHARE]
    near = fit_embedding(model, begun_from, rows)
    print(f"sentence embedding: cosine {near:.3f} to that of the model begun from")
    out.mkdir(parents=True, exist_ok=True)
    torch.save(model.state_dict(), out / "weights.pt")


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--start", type=Path, required=True)
    parser.add_argument("--cnc", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--layers", type=int, default=6)
    parser.add_argument("runs", type=Path, nargs="+")
    asked = parser.parse_args(arguments)
    average(asked.start, asked.cnc, asked.out, asked.runs, asked.layers)


if __name__ == "__main__":
    main()
