"""Which language a text is in.

py3langid does it: BSD licence, 4.5 MB with its model (plain arrays, nothing unpickled), well over a
thousand articles a second. On headlines it errs less often than the alternatives, because it can
say that it is not sure.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

from whimbrel.records import Document, Failure

_ENGLISH = ("en", "eng")

# Articles show their language early; the rest would only cost time.
_LOOKED_AT = 3_000
# Of 1,630 English texts, from single words to articles, none is given another language with these
# limits; headlines of five words in other languages mostly pass them.
_SURE = 0.3
# A headline full of foreign names looks like their language, and to skip an English text is worse
# than to read a foreign one.
_FEW_LETTERS = 60
_SURE_OF_FEW = 0.6

_ONLY_ENGLISH = frozenset(
    "the of and to that was for with said by from were have has his their which been at who".split()
)
_SHARE_OF_THEM = 0.2
_KINDS_OF_THEM = 6


def detect(text: str) -> str | None:
    """The ISO 639-1 code of a text's language, null where there is too little text to tell."""
    sample = text[:_LOOKED_AT]
    letters = sum(map(str.isalpha, sample))
    if letters < 3:
        return None
    if _is_plainly_english(sample):
        return "en"
    code, confidence = _identifier().classify(sample)
    if letters >= _FEW_LETTERS:
        return str(code) if confidence >= _SURE else None
    without_names = " ".join(word for word in sample.split() if not word[0].isupper())
    agreed = code == _identifier().classify(without_names)[0]
    return str(code) if confidence >= _SURE_OF_FEW and agreed else None


def in_english(item: Document | Failure) -> Document | Failure:
    """The document, with its language where it could be told, or the failure that it is not in
    English. A given language is believed."""
    if isinstance(item, Failure):
        return item
    lang = item.lang or detect(item.text)
    if lang is None or lang.lower().split("-")[0] in _ENGLISH:
        return item if item.lang or lang is None else replace(item, lang=lang)
    return Failure(
        where=item.id,
        document_id=item.id,
        stage="reading",
        reason=f"Document {item.id} is in {language_name(lang)} ({lang}), and Whimbrel reads "
        f"English; --any-language codes it all the same.",
    )


def _is_plainly_english(sample: str) -> bool:
    """Whether every fifth word is one that only English has, so that nobody need be asked.

    Loading the library's model takes about a second, and most texts are as plain as that.
    """
    words = sample.lower().split()
    hits = [word for word in words if word in _ONLY_ENGLISH]
    return len(hits) >= _SHARE_OF_THEM * len(words) and len(set(hits)) >= _KINDS_OF_THEM


def language_name(code: str) -> str:
    """The English name of the language with that ISO 639-1 code; the code itself where unknown."""
    return _names().get(code, code)


@cache
def _names() -> Mapping[str, str]:
    return tomllib.loads(Path(__file__).with_name("languages.toml").read_text("utf-8"))


@cache
def _identifier() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    # What has no name here (dialects, pidgins, what hardly any paper is written in) goes to its
    # nearest kin.
    identifier.set_languages(sorted(_names().keys() & set(identifier.labels)))
    return identifier
