"""All rules of the time grammar, in the order in which they win over one another."""

from __future__ import annotations

from whimbrel.coding.timex import dates, days, hijri_dates, joints, seasons, sets, units
from whimbrel.coding.timex.grammar import Rule

RULES: tuple[Rule, ...] = (
    *dates.rule.rules,
    *hijri_dates.rule.rules,
    *days.rule.rules,
    *units.rule.rules,
    *seasons.rule.rules,
    *sets.rule.rules,
    *joints.rule.rules,
)
