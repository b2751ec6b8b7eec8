"""What classifying needs of a sentence encoder."""

from __future__ import annotations

from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Vector = NDArray[np.float32]


class Embedder(Protocol):
    """Gives a text a vector, near to those of texts that say like things.

    The same text has the same vector whatever was embedded before it.
    """

    def embed(self, text: str) -> Vector:
        """The text's vector, of unit length."""
