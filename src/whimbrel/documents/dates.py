"""Publication dates: ISO where the input contract asks for it, other spellings where they are sure.

A date that does not exist (31 February) or that can be read in two ways (03/01/2012) is never
guessed: the document goes on without one and a warning names what stood there.
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta

from whimbrel.errors import SetupError

_STARTS_WITH_ISO_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(?![0-9])")
_HAS_FULL_YEAR = re.compile(r"(?<![0-9])[0-9]{4}(?![0-9])")
_LONGEST = 64

# What the text leaves out is taken from these; where both agree, nothing was left out.
_ONE_FILLING = datetime(2001, 1, 1, 0, 0)
_OTHER_FILLING = datetime(2002, 2, 2, 1, 1)


def iso_moment(value: str) -> str | None:
    """The ISO date or datetime that `value` is, null where it is none or does not exist.

    A value that begins with `YYYY-MM-DD` is kept as written, the compact ISO forms are spelled out.
    """
    value = value.strip()
    if not value.isascii():
        return None
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        return None
    if _STARTS_WITH_ISO_DAY.match(value):
        return value
    return moment.isoformat() if "T" in value else moment.date().isoformat()


def checked_moment(value: str | None) -> str | None:
    """The ISO date or datetime that the caller gives. Raises `SetupError` where it is none."""
    if value is None:
        return None
    found = iso_moment(value)
    if found is None:
        raise SetupError(
            f"The publication date {value!r} is no date that exists; expected an ISO date or "
            "datetime such as 2012-01-03."
        )
    return found


def written_moment(value: str) -> str | None:
    """The ISO date or datetime of a date in any common spelling ("Tue, 3 Jan 2012 10:00 GMT").

    Null unless day, month and year are all there and can be read in one way only.
    """
    known = iso_moment(value)
    if known is not None:
        return known
    if len(value) > _LONGEST or not _HAS_FULL_YEAR.search(value):
        return None
    readings = _readings(value)
    if len({reading.date() for reading in readings}) != 1:
        return None
    first, *others = readings
    if any(other.hour != first.hour for other in others):
        return first.date().isoformat()
    return first.isoformat()


def _readings(value: str) -> list[datetime]:
    from dateutil import parser

    found: list[datetime] = []
    for filling in (_ONE_FILLING, _OTHER_FILLING):
        for day_first in (False, True):
            for year_first in (False, True):
                try:
                    found.append(
                        parser.parse(
                            value,
                            default=filling,
                            dayfirst=day_first,
                            yearfirst=year_first,
                            tzinfos=_offset_of_zone,
                        )
                    )
                except (ValueError, OverflowError, TypeError):
                    return []
    return found


def _offset_of_zone(name: str | None, seconds: int | None) -> int | None:
    # Zone names other than UTC mean different offsets in different countries.
    if seconds is not None:
        return seconds if abs(seconds) < timedelta(days=1).total_seconds() else None
    return 0 if name in ("UTC", "GMT", "Z") else None


def published_of(
    value: str | None, *, any_spelling: bool = False
) -> tuple[str | None, tuple[str, ...]]:
    """A document's publication date and the warning that says why there is none.

    `any_spelling` admits other spellings than ISO, as tables and web pages have them.
    """
    if value is None or not value.strip():
        return None, ()
    found = written_moment(value) if any_spelling else iso_moment(value)
    if found is not None:
        return found, ()
    shown = value.strip()
    shown = shown if len(shown) <= _LONGEST else shown[:_LONGEST] + "..."
    expected = (
        "an ISO date such as 2012-01-03, or another spelling that can be read in one way only"
        if any_spelling
        else "an ISO date or datetime such as 2012-01-03"
    )
    return None, (
        f"The publication date {shown!r} is no date that exists, or not one that can be read "
        f"for sure; expected {expected}. The document is taken as undated.",
    )
