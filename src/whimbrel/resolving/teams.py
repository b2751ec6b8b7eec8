"""Countries that play: "Iraq lost 2-1 to Iran in the Asian Cup" tells of no state."""

from __future__ import annotations

import re

from whimbrel.reading.text import Reading
from whimbrel.records import Span

_SPORTS = re.compile(
    r"\b(?:world cup|asian cup|cup final|semi-?finals?|quarter-?finals?|"
    r"penalty shoot-?out|extra time|"
    r"football|footballers?|soccer|rugby|cricket|hockey|basketball|olympics?|olympic games|"
    r"goalkeepers?|midfielders?|strikers?|league title|grand slam|half-?time|group stage|"
    r"qualifiers?|test match|innings|wickets?|hat-?trick)\b",
    re.IGNORECASE,
)
_PLAYING = re.compile(
    r"\b(?:beat|beats|beaten|lost|loses|won|wins|drew|draws|scored|scores|defeated|thrashed|"
    r"edged|hosted|face|faced|play|played|plays|qualified|eliminated|knocked)\b",
    re.IGNORECASE,
)


def is_team(reading: Reading, span: Span) -> bool:
    """Whether a country's name stands for its team: its sentence has a word of a sport and one of
    playing."""
    sentence = reading.sentence_at(span.start)
    if sentence is None:
        return False
    text = reading.text[sentence.start : sentence.end]
    if _PLAYING.search(text) is None:
        return False
    return _SPORTS.search(text) is not None
