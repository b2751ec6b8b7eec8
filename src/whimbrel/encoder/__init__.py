"""The encoder: one small network that reads a sentence once for every trained judgement.

    scores = load_encoder().read("Rebels shelled the town.")

It runs on one thread, a sentence at a time and without padding, so that what it says of a sentence
depends on nothing but the sentence. `model/card.md` tells what it was trained on and how well it
does.
"""

from whimbrel.encoder.model import Encoder, load_encoder, model_hashes
from whimbrel.encoder.scores import Scores

__all__ = ["Encoder", "Scores", "load_encoder", "model_hashes"]
