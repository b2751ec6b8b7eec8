"""Whimbrel reads news and writes down who did what to whom, where, when, and on whose word.

    import whimbrel

    record = whimbrel.code("Troops shelled the town on Tuesday.", published="2012-01-04")
    for event in record.events:
        print(event.type, event.mode, event.rationale)

Importing it is cheap: parsers and the database are loaded by the first call that needs them.
"""

from whimbrel.api import (
    causes,
    check_codebook,
    claims,
    classify,
    code,
    code_all,
    code_into,
    forget,
    from_json,
    places,
    quantities,
    read,
    schema,
    score,
    status,
    status_all,
    times,
    to_json,
)
from whimbrel.api import open_record as open  # noqa: A004 (the verb of the field: open a record)
from whimbrel.errors import DocumentError, RunError, SetupError, WhimbrelError
from whimbrel.records import (
    Cause,
    Claim,
    Document,
    Event,
    Failure,
    Mention,
    Participant,
    Place,
    Quantity,
    Record,
    Span,
    Status,
    Time,
)
from whimbrel.version import __version__

__all__ = [
    "Cause",
    "Claim",
    "Document",
    "DocumentError",
    "Event",
    "Failure",
    "Mention",
    "Participant",
    "Place",
    "Quantity",
    "Record",
    "RunError",
    "SetupError",
    "Span",
    "Status",
    "Time",
    "WhimbrelError",
    "__version__",
    "causes",
    "check_codebook",
    "claims",
    "classify",
    "code",
    "code_all",
    "code_into",
    "forget",
    "from_json",
    "open",
    "places",
    "quantities",
    "read",
    "schema",
    "score",
    "status",
    "status_all",
    "times",
    "to_json",
]
