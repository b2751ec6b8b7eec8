"""Rules for what repeats, and for words that point at no calendar day."""

from __future__ import annotations

from whimbrel.coding.lexicon import table
from whimbrel.coding.timex.calendar import duration_value
from whimbrel.coding.timex.grammar import Context, Found, Meaning, Rules, part_of

rule = Rules()


@rule(
    "set",
    "every (number|other|ordinal)? (unit|units)",
    "every (other|ordinal)? weekday",
    "every part",
    "every (month|month_weak)",
    "every of the (last|past)? number units",
)
def every_unit(found: Found, context: Context) -> Meaning | None:
    counts = found.all("number", "ordinal")
    if counts and "unit" in counts[-1].kinds and not found.has("weekday"):
        counts = counts[:-1] if counts[-1] is found.all("unit", "units")[-1] else counts
    count = counts[-1].value if counts else 1
    if found.has("other"):
        count = 2
    if found.has("part"):
        return Meaning("SET", f"XXXX-XX-XX{part_of(found)}")
    if found.has("month", "month_weak"):
        return Meaning("SET", f"XXXX-{found.number('month', 'month_weak'):02}")
    if found.has("weekday"):
        if count == 1:
            return Meaning("SET", f"XXXX-WXX-{found.number('weekday') + 1}")
        return Meaning("SET", f"P{int(count or 1)}W")
    unit = str(table("times")["units"][found.all("unit", "units")[-1].lower])
    return Meaning("SET", duration_value(unit, count))


def _frequencies_of_things() -> frozenset[str]:
    return frozenset(table("times")["frequencies_of_things"]["words"])


@rule("set", "frequency")
def frequency(found: Found, context: Context) -> Meaning | None:
    if context.timeml and found.lower("frequency") in _frequencies_of_things():
        return None
    return Meaning("SET", str(table("times")["frequencies"][found.lower("frequency")]))


@rule("set", "weekdays_plural", "weekday part_plural")
def weekdays(found: Found, context: Context) -> Meaning:
    plural = found.all("weekdays_plural")
    if plural:
        number = int(table("times")["weekdays"][plural[0].lower.removesuffix("s")])
        return Meaning("SET", f"XXXX-WXX-{number + 1}")
    return Meaning("SET", f"XXXX-WXX-{found.number('weekday') + 1}{part_of(found)}")


@rule(
    "reference_time",
    "reference",
    "the reference (?=stop|comma|break)",
    "the past (?=stop|comma|break)",
)
def reference(found: Found, context: Context) -> Meaning | None:
    if not context.timeml:
        return None
    words = found.all("reference")
    if words and words[0].lower == "future" and not found.has("the"):
        return None
    value = table("times")["references"][words[0].lower] if words else "PAST_REF"
    return Meaning("DATE", str(value))
