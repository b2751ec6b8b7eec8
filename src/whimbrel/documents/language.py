"""Which language a text is in.

py3langid does it: BSD licence, 4.5 MB with its model (plain arrays, nothing unpickled), well over a
thousand articles a second. On headlines it errs less often than the alternatives, because it can
say that it is not sure.
"""

from __future__ import annotations

from functools import cache
from typing import Any

# Articles show their language early; the rest would only cost time.
_LOOKED_AT = 3_000
# Of 1,600 English texts, from single words to articles, none was given another language with as
# much confidence as this; headlines of five words in other languages mostly have more.
_SURE = 0.3
# Written by few papers and easily mistaken for others.
_LEFT_OUT = frozenset(("an", "eo", "la", "sa", "vo", "wa"))


def detect(text: str) -> str | None:
    """The ISO 639-1 code of a text's language, null where there is too little text to tell."""
    sample = text[:_LOOKED_AT]
    if sum(map(str.isalpha, sample)) < 3:
        return None
    code, confidence = _identifier().classify(sample)
    return str(code) if confidence >= _SURE else None


@cache
def _identifier() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    # Two letters: ISO 639-1. What lacks such a code (pidgins, dialects) goes to its nearest kin.
    codes = {code for code in identifier.labels if len(code) == 2}
    identifier.set_languages(sorted(codes - _LEFT_OUT))
    return identifier
