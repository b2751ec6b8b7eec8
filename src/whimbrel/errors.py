"""The three kinds of failure Whimbrel knows.

A message is one or more whole sentences: what was seen, where (file, line, document id), what was
expected and what to do.
"""

from __future__ import annotations


class WhimbrelError(Exception):
    """Any failure that Whimbrel itself explains."""


class DocumentError(WhimbrelError):
    """This document could not be read or coded; the run goes on with the next one.

    Rooms raise it; the pipeline turns it into a `records.Failure` in the stream.
    """


class RunError(WhimbrelError):
    """This run cannot go on: a full disk, a broken or newer database file, a shut-out writer."""


class SetupError(WhimbrelError):
    """The run could not start: a missing file, an unknown option value, a codebook with a fault."""
