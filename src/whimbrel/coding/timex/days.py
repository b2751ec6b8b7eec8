"""Rules for weekdays, "today", "the next day", weekends and feasts."""

from __future__ import annotations

from datetime import date

from whimbrel.coding.lexicon import table
from whimbrel.coding.timex.calendar import Period, movable_feast, period_at
from whimbrel.coding.timex.grammar import Context, Found, Meaning, Rules, dated, part_of, timed

rule = Rules()


@rule(
    "date_day",
    "weekday",
    "(this|last|next|past) (coming|past)? (weekday|weekday_weak)",
    "the (previous|following|next|coming|same) weekday",
    "(?<=on|by|until_prep|since_prep|last|next) weekday_weak (?=stop|comma|break)",
    "weekday (last|next) (?=stop|comma|break)",
    "weekday last (week_word)",
    "weekday this week_word",
)
def weekday(found: Found, context: Context) -> Meaning:
    number = found.number("weekday", "weekday_weak")
    if context.published is None:
        return Meaning("DATE", f"XXXX-WXX-{number + 1}")
    if found.has("the") and context.day:
        base, steps = context.day, {True: 1, False: -1}
        forward = not found.has("previous")
        gap = (number - base.weekday()) % 7 if forward else (base.weekday() - number) % 7
        return dated(Period("day", base).shift(steps[forward] * (gap or 7)))
    base = context.published
    back = (base.weekday() - number) % 7
    if found.has("week_word"):
        monday = period_at("week", base).first
        return dated(Period("day", monday).shift(number - (7 if found.has("last") else 0)))
    if found.has("last") or (found.has("past") and found.has("this")):
        return dated(Period("day", base).shift(-(back or 7)))
    if found.has("next"):
        return dated(Period("day", base).shift(-back + 7))
    future = context.tense(found) == "future" or found.has("coming")
    if found.has("this") and context.tense(found) != "past":
        future = True
    return dated(Period("day", base).shift((-back) % 7 if future else -back))


@rule("date_day", "deictic", "the day_word (before|after) deictic")
def deictic_day(found: Found, context: Context) -> Meaning:
    count = int(table("times")["deictic_days"][found.lower("deictic")])
    if found.has("before"):
        count -= 1
    if found.has("after"):
        count += 1
    if context.published is None:
        return Meaning("DATE", None)
    return dated(Period("day", context.published).shift(count))


@rule("time", "tonight", "overnight", "last (part)", "this (part)", "this past part")
def deictic_part(found: Found, context: Context) -> Meaning:
    part = part_of(found)
    day = Period("day", context.published) if context.published else None
    if day and (found.has("last", "past", "overnight")):
        day = day.shift(-1)
    return timed(day, part)


@rule(
    "date_day",
    "the same day_word",
    "that same? day_word",
    "the (next|following) day_word",
    "the previous day_word",
    "the day_word (before|after) (?=stop|comma|break|and)",
    "(?<=stop|break) the day_word (before|after) (?=comma)",
)
def anchored_day(found: Found, context: Context) -> Meaning:
    if context.day is None:
        return Meaning("DATE", None)
    step = (
        -1
        if found.has("previous", "before")
        else 1
        if found.has("next", "following", "after")
        else 0
    )
    return dated(Period("day", context.day).shift(step))


_ON_A_DAY = "(on|of|comma)? (weekday|weekday_weak|month|month_weak|dom|deictic|feast|iso)"
# The second layer joins "dawn on Monday".


@rule(
    "time",
    "the same part",
    "that same? part",
    "the (next|following) part",
    "the previous part",
    "the part (before|after) (?=stop|comma|break)",
    f"(?<=by|in|through_prep|at|until_prep) the? part (?!of|hyphen|{_ON_A_DAY})",
    f"(?<=by|at) part (?!{_ON_A_DAY})",
)
def anchored_part(found: Found, context: Context) -> Meaning | None:
    bare = not found.has("same", "that", "next", "following", "previous", "before", "after")
    if bare and context.standing(found.at):
        return timed(None, part_of(found))
    here = context.scene if bare else context.day
    day = Period("day", here) if here else None
    step = (
        -1
        if found.has("previous", "before")
        else 1
        if found.has("next", "following", "after")
        else 0
    )
    return timed(day.shift(step) if day else None, part_of(found))


@rule("date_day", "the? ordinal (day_word)(?!hyphen)", "day_word number (?=of|comma|stop|break)")
def counted_day(found: Found, context: Context) -> Meaning:
    # "on the third day of the strike": the day that the sentence tells of.
    day = context.day_ahead(found) or context.day
    return dated(Period("day", day)) if day else Meaning("DATE", None)


@rule("duration", "(?<=for) (the|article) ordinal (day_word)(?!hyphen)")
def days_running(found: Found, context: Context) -> Meaning:
    """As in "blocked the road for a fifth day"."""
    return Meaning("DURATION", f"P{found.number('ordinal')}D")


@rule("date_day", "the eve of the? .")
def eve_of(found: Found, context: Context) -> Meaning:
    """As in "on the eve of the vote": the day before the one that the text gave to it."""
    end = found.at + len(found.parts)
    named = context.day_of(found.parts[-1].lower, end)
    return dated(Period("day", named).shift(-1)) if named else Meaning("DATE", None)


@rule("time", "(the|article)? ordinal night_word")
def counted_night(found: Found, context: Context) -> Meaning:
    day = context.day_ahead(found) or context.day
    return timed(Period("day", day) if day else None, "TNI")


@rule(
    "date_other", "(the|this|last|next|over) past? coming? weekend", "weekend (?=stop|comma|break)"
)
def weekend(found: Found, context: Context) -> Meaning:
    if context.published is None:
        return Meaning("DATE", None)
    here = period_at("weekend", context.published)
    if found.has("next"):
        return dated(here.shift(1))
    future = context.tense(found) == "future" or found.has("coming")
    if found.has("this") and context.tense(found) != "past":
        future = True
    if here.first > context.published and not future:
        here = here.shift(-1)
    if found.has("last") and here.last >= context.published:
        here = here.shift(-1)
    return dated(here)


@rule(
    "date_day",
    "(the|last)? feast feast_more? feast_more? feast_more? (day_word|eve)?",
    "the? feast possessive (day_word|eve)",
    "the? feast feast_more possessive (day_word|eve)",
)
def feast(found: Found, context: Context) -> Meaning | None:
    name = " ".join(part.lower for part in found.parts if not part.kinds & {"the"})
    name = name.replace(" 's", "'s").replace(" ’s", "'s").removeprefix("last ")
    day_of = table("times")["feasts"].get(name)
    if day_of is None:
        return None
    if context.published is None:
        return Meaning(
            "DATE", None if isinstance(day_of, str) else "XXXX-{:02}-{:02}".format(*day_of)
        )
    years = [context.published.year + step for step in (-1, 0, 1)]
    if isinstance(day_of, str):
        days = [movable_feast(day_of, year) for year in years]
    else:
        days = [date(year, *day_of) for year in years]
    tense = context.tense(found)
    if tense == "future":
        return dated(Period("day", min(d for d in days if d >= context.published)))
    return dated(Period("day", max(d for d in days if d <= context.published)))
