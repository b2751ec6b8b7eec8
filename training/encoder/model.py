"""The encoder with its heads, in PyTorch, as it is trained."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn
from transformers import BertModel

from training.encoder.labels import Head, sentence_labels

SHAPES = 3
"""Letter cases that the input tells apart (see `examples.shape_of`)."""


TAPS = (0, 2, 4, 6)
"""Layers whose means over pieces the sentence embedding is read from (0: the word embeddings)."""


class EncoderWithHeads(nn.Module):
    """MiniLM with one linear layer for all heads over pieces and one for the sentence.

    `embedding` holds the body near the sentence embedding of the model that training begins from;
    `told_embedding`, fitted when training is over, reads that embedding off all `TAPS`.
    """

    def __init__(self, start: Path, heads: dict[str, Head], layers: int) -> None:
        super().__init__()
        self.body: Any = BertModel.from_pretrained(str(start), add_pooling_layer=False)
        self.body.encoder.layer = self.body.encoder.layer[:layers]
        self.body.config.num_hidden_layers = layers
        self._tell_shapes_apart()
        width = self.body.config.hidden_size
        last = list(heads.values())[-1]
        self.pieces = nn.Linear(width, last.start + last.width)
        self.sentence = nn.Linear(width, len(sentence_labels()))
        self.embedding = nn.Linear(width, width)
        with torch.no_grad():
            self.embedding.weight.copy_(torch.eye(width))
            self.embedding.bias.zero_()
        self.told_embedding = nn.Linear(width * len(TAPS), width)
        self.dropout = nn.Dropout(0.1)

    def _tell_shapes_apart(self) -> None:
        # The second input of BERT tells sentences of a pair apart; here it tells letter case.
        old = self.body.embeddings.token_type_embeddings.weight.data
        new = nn.Embedding(SHAPES, old.shape[1])
        with torch.no_grad():
            new.weight.copy_(old[:1].repeat(SHAPES, 1))
            new.weight[1:] += torch.randn(SHAPES - 1, old.shape[1]) * 0.01
        self.body.embeddings.token_type_embeddings = new
        self.body.config.type_vocab_size = SHAPES

    def forward(self, ids: Tensor, shapes: Tensor, mask: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Outputs of the piece heads (batch, pieces, outputs), of the sentence head (batch, labels)
        and the sentence embeddings (batch, width), not yet of unit length."""
        hidden = self.body(
            input_ids=ids, token_type_ids=shapes, attention_mask=mask
        ).last_hidden_state
        mean = mean_over(hidden, mask)
        hidden = self.dropout(hidden)
        return self.pieces(hidden), self.sentence(hidden[:, 0]), self.embedding(mean)

    def taps(self, ids: Tensor, shapes: Tensor, mask: Tensor) -> Tensor:
        """What `told_embedding` reads: the means over pieces of the tapped layers, side by side."""
        states = self.body(
            input_ids=ids, token_type_ids=shapes, attention_mask=mask, output_hidden_states=True
        ).hidden_states
        return torch.cat([mean_over(states[each], mask) for each in TAPS], -1)


def mean_over(hidden: Tensor, mask: Tensor) -> Tensor:
    """The mean over the pieces that are no padding."""
    weights = mask.unsqueeze(-1).to(hidden.dtype)
    found: Tensor = (hidden * weights).sum(1) / weights.sum(1)
    return found
