"""Rules for seasons, quarters and halves of a year."""

from __future__ import annotations

from datetime import date

from whimbrel.coding.lexicon import table
from whimbrel.coding.timex.calendar import SEASONS, Period, period_at, shift_by
from whimbrel.coding.timex.grammar import Context, Found, Meaning, Rules, dated

rule = Rules()


@rule(
    "date_other",
    "(this|last|next|the) (past|coming|previous|following)? season (of? year)? (?!of)",
    "season (of)? (year|comma year)",
    "(?<=in|since_prep|by|until_prep|of) season (?=stop|comma|break)",
    "(this|last|next) year_word possessive season",
)
def season(found: Found, context: Context) -> Meaning:
    code = str(table("times")["seasons"][found.lower("season")])
    month = SEASONS[code]
    if found.has("year"):
        return dated(Period("season", date(found.number("year"), month, 1)))
    if context.published is None:
        return Meaning("DATE", f"XXXX-{code}")
    here = context.published
    tense = context.tense(found)
    candidates = [Period("season", date(here.year + step, month, 1)) for step in (-2, -1, 0, 1, 2)]
    if found.has("year_word"):
        step = 1 if found.has("next") else -1 if found.has("last") else 0
        return dated(Period("season", date(here.year + step, month, 1)))
    if found.has("this") and not found.has("past"):
        holding = [each for each in candidates if each.first <= here <= each.last]
        return dated(holding[0] if holding else candidates[2])
    if found.has("next", "coming") or (tense == "future" and not found.has("last", "past")):
        return dated(
            next(
                each
                for each in candidates
                if (each.last >= here and each.first > here)
                or (each.last >= here and not found.has("next"))
            )
        )
    past = [
        each
        for each in candidates
        if (each.last < here if found.has("last") else each.first <= here)
    ]
    return dated(past[-1])


@rule(
    "date_other",
    "(the|this)? fiscal? hyphen? ordinal hyphen? quarter_word (of? year|of year_word)? (?!hyphen)",
    "the? fiscal? year fiscal? ordinal hyphen? quarter_word",
    "quarter (of? comma? year)?",
    "the? (last|next|this|previous) year_word possessive ordinal? quarter_word",
    "the? year_word hyphen (ago|earlier) ordinal? (quarter_word|period)?",
    "the? ordinal quarter_word (of)? (this|last|next) year_word",
    "the? year quarter_word",
    "the latest (period|quarter_word)",
    "the quarter_word (?!of|hyphen)",
    "the year period",
)
def quarter(found: Found, context: Context) -> Meaning | None:
    number = _quarter_number(found, context)
    told = context.quarter_told(found.at)
    if found.has("ago", "earlier"):
        return _a_year_back(found, context, number, told)
    if found.has("year"):
        year = date(found.number("year"), 1, 1)
        return dated(
            Period("quarter", year.replace(month=3 * number - 2))
            if number
            else Period("year", year)
        )
    if context.published is None:
        return Meaning("DATE", f"XXXX-Q{number}" if number else None)
    here = period_at("quarter", context.published)
    if found.has("latest"):
        return dated(here.shift(-1))
    if found.has("year_word"):
        step = found.has("next") - found.has("last", "previous")
        month = 3 * number - 2 if number else here.shift(-1).first.month
        return dated(Period("quarter", date(here.first.year + step, month, 1)))
    if not found.has("ordinal", "quarter"):
        return dated(told or here.shift(-1))  # "the quarter": the one that is reported on
    target = Period("quarter", date(here.first.year, 3 * (number or 1) - 2, 1))
    if target.first > here.first and context.tense(found) != "future":
        target = target.shift(-4)
    return dated(target)


def _a_year_back(
    found: Found, context: Context, number: int, told: Period | None
) -> Meaning | None:
    """As in "the year-ago quarter": that of the quarter reported on."""
    base = told
    if base is None and context.published is not None:
        base = period_at("year", context.published)
    if base is None:
        return Meaning("DATE", None)
    if found.has("ordinal"):
        base = Period("quarter", date(base.first.year, 3 * number - 2, 1))
    return dated(period_at(base.grain, shift_by(base.first, "year", -1)))


def _quarter_number(found: Found, context: Context) -> int:
    if found.has("quarter"):
        return int(found.lower("quarter")[1])
    if found.has("ordinal"):
        return min(4, max(1, found.number("ordinal")))
    told = context.quarter_told(found.at)
    return (told.first.month + 2) // 3 if told else 0


@rule(
    "date_other",
    "the? (ordinal|last) half of (the|this|last|next)? (year|year_word)",
    "the? ordinal hyphen? half (?=of|comma|stop)",
)
def half_year(found: Found, context: Context) -> Meaning | None:
    if found.has("ordinal") and found.number("ordinal") > 2:
        return None
    second = not found.has("ordinal") or found.number("ordinal") == 2
    if found.has("year"):
        year = found.number("year")
    elif context.published:
        year = context.published.year - found.has("last") * found.has("ordinal") + found.has("next")
    else:
        return Meaning("DATE", None)
    return dated(Period("half", date(year, 7 if second else 1, 1)))
