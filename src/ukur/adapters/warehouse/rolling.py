"""From units to the agency, the province and the nation, by each indicator's own rule.

facts     one row per unit, indicator and period, numbers in whole steps (see `FACTS`)
partials  the sums of an area, which can be added up again into a larger area
measured  one row per area, indicator and period, ready for `judging.judged`
"""

import ibis

from ukur.adapters.warehouse.dividing import (
    LARGEST,
    WHOLE,
    divided,
    rounded,
    whole_literal,
)
from ukur.domain.figures.bulk import Level, State
from ukur.domain.figures.indicator import UnitRule
from ukur.domain.figures.policy import NotDelivered, RuleSet
from ukur.domain.figures.reasons import ReasonCode
from ukur.domain.figures.worked import PLAIN_DECIMALS

AREAS = {
    Level.UNIT: ("agency", "unit"),
    Level.AGENCY: ("agency",),
    Level.PROVINCE: ("province",),
    Level.NATION: (),
}
"""The columns that name an area of each level, the largest first."""
LINE = ("period", "indicator")
"""The columns that name a line of an area's table."""

FACTS = ibis.schema(
    {
        "agency": "string",
        "unit": "string",
        **dict.fromkeys(LINE, "string"),
        "is_owner": "boolean",
        "state": "string",
        "numerator": WHOLE,
        "denominator": WHOLE,
        "value": WHOLE,
        "low": WHOLE,
        "high": WHOLE,
        "rule": "string",
    }
)
"""The table `facts`. Numbers are counted in steps: numerator and denominator in one, value, low
and high in another; they may lie in 64 bits."""

OF_INDICATOR = ("goal", "rule", "polarity", "formula", "factor", "weight")
INDICATORS = ibis.schema(
    {
        **dict.fromkeys((*LINE, "goal", "rule", "polarity", "formula"), "string"),
        "factor": WHOLE,
        "weight": WHOLE,
        "one": WHOLE,
    }
)
"""The table `indicators`: by which rules a line is made. `factor` holds the steps of value and
target, so that numerator × factor ÷ denominator counts in them. It and `one`, which is 1, lie in
128 bits, and so does whatever they multiply."""
PROVINCES = ibis.schema({"agency": "string", "province": "string"})
"""The table `provinces`: where an agency is."""


def unit_lines(facts: ibis.Table, indicators: ibis.Table, rules: RuleSet) -> ibis.Table:
    """The units' own figures, a row for each fact, ready to be judged."""
    facts = _with_parts(facts).drop("rule").join(indicators, LINE)
    lacking = ibis.cases(
        (facts.state == State.NOT_DUE.value, ReasonCode.NOT_DUE.value),
        (facts.low.isnull(), ReasonCode.TARGET_MISSING.value),
        (facts.state == State.NOT_DELIVERED.value, _closed(rules).value),
        (~facts.is_given, ReasonCode.REALIZATION_MISSING.value),
        (facts.is_parts & (facts.denominator == 0), ReasonCode.DENOMINATOR_ZERO.value),
    )
    above, below = _quotient(facts, facts.is_parts, facts.numerator, facts.denominator, facts.value)
    measured = facts.mutate(
        above=above,
        below=below,
        lacking=lacking,
        exceeds=facts.is_given & facts.is_parts & (facts.numerator > facts.denominator),
    )
    kept = (*AREAS[Level.UNIT], *LINE, *OF_INDICATOR, *_READY)
    return measured.select(*kept)


def _closed(rules: RuleSet) -> ReasonCode:
    """Why a unit that was closed without delivering has no figure."""
    if rules.not_delivered is NotDelivered.REFUSE:
        return ReasonCode.UNIT_NOT_DELIVERED
    return ReasonCode.NOTHING_DELIVERED


_READY = ("above", "below", "low", "high", "lacking", "exceeds")


def _with_parts(facts: ibis.Table) -> ibis.Table:
    """`is_parts` and `is_given`; a row that says "ada" without any number is missing."""
    facts = facts.mutate(is_parts=facts.numerator.notnull() & facts.denominator.notnull())
    has_amount = facts.is_parts | facts.value.notnull()
    return facts.mutate(is_given=(facts.state == State.GIVEN.value) & has_amount)


def _quotient(
    table: ibis.Table,
    is_parts: ibis.Value,
    numerator: ibis.Value,
    denominator: ibis.Value,
    value: ibis.Value,
) -> tuple[ibis.Value, ibis.Value]:
    """Realization as a quotient in the step of the target; its denominator is positive."""
    fits = ibis.ifelse(numerator.abs() < whole_literal(LARGEST), numerator, None)
    scaled = fits * table.factor
    above = ibis.ifelse(is_parts, ibis.ifelse(denominator < 0, -scaled, scaled), value)
    return above * table.one, ibis.ifelse(is_parts, denominator.abs(), 1) * table.one


def partials(facts: ibis.Table) -> ibis.Table:
    """The sums, bounds and counts of every agency, for every line."""
    facts = _with_parts(facts)
    is_due = facts.state != State.NOT_DUE.value
    counts = is_due & ((facts.rule != UnitRule.OWNER.value) | facts.is_owner)
    facts = facts.mutate(is_due=is_due, counts=counts, is_given=counts & facts.is_given)
    facts = facts.mutate(
        has_parts=facts.is_given & facts.is_parts,
        low=ibis.ifelse(facts.counts, facts.low, None),
        high=ibis.ifelse(facts.counts, facts.high, None),
    )
    is_closed = facts.counts & (facts.state == State.NOT_DELIVERED.value)
    return facts.group_by("agency", *LINE).agg(
        due=facts.count(where=facts.is_due),
        counted=facts.count(where=facts.counts),
        given=facts.count(where=facts.is_given),
        closed=facts.count(where=is_closed),
        by_parts=facts.count(where=facts.has_parts),
        exceeding=facts.count(where=facts.has_parts & (facts.numerator > facts.denominator)),
        numerator=facts.numerator.sum(where=facts.has_parts),
        denominator=facts.denominator.sum(where=facts.has_parts),
        value=facts.value.sum(where=facts.is_given & ~facts.is_parts),
        aimed=facts.low.count(),
        ranges=facts.high.count(),
        low_sum=facts.low.sum(),
        low_least=facts.low.min(),
        high_sum=facts.high.sum(),
        high_least=facts.high.min(),
    )


_ADDED = (
    "due",
    "counted",
    "given",
    "closed",
    "by_parts",
    "exceeding",
    "numerator",
    "denominator",
    "value",
    "aimed",
    "ranges",
    "low_sum",
    "high_sum",
)


def merged(parts: ibis.Table, provinces: ibis.Table, level: Level) -> ibis.Table:
    """The same for the areas of a higher level, from the partials of the agencies in them."""
    return (
        parts.join(provinces, "agency")
        .group_by(*AREAS[level], *LINE)
        .agg(
            **{name: ibis._[name].sum() for name in _ADDED},
            **{name: ibis._[name].min() for name in ("low_least", "high_least")},
        )
    )


def area_lines(
    parts: ibis.Table, indicators: ibis.Table, level: Level, rules: RuleSet
) -> ibis.Table:
    """The lines of every area, ready to be judged, with the counts that stand beside them."""
    parts = parts.join(indicators, LINE)
    is_sum = parts.rule == UnitRule.SUM.value
    is_mean = parts.rule == UnitRule.MEAN.value
    above, below = _quotient(
        parts, parts.by_parts > 0, parts.numerator, parts.denominator, parts.value
    )
    parts = parts.mutate(lacking=_lacking(parts, rules))
    has_value = parts.lacking.isnull()
    lines = parts.mutate(
        missing=parts.counted - parts.given - parts.closed,
        above=ibis.ifelse(has_value, above, None),
        below=ibis.ifelse(has_value, ibis.ifelse(is_mean, parts.given * parts.one, below), None),
        low=ibis.ifelse(is_sum, parts.low_sum, parts.low_least),
        high=ibis.ifelse(is_sum, parts.high_sum, parts.high_least),
        exceeds=parts.exceeding > 0,
    )
    kept = (*AREAS[level], *LINE, *OF_INDICATOR, *_READY, *COUNTS)
    return lines.select(*kept)


def realized(lines: ibis.Table, decimals: int) -> ibis.Table:
    """`lines`, counted in steps of 10^−`decimals`, with the value in steps of 10^−10."""
    found = divided(lines, LARGEST)
    found = found.mutate(realized=rounded(found, PLAIN_DECIMALS - decimals))
    return found.drop("whole", "digits", "rest", "is_exact", "is_below_zero")


COUNTS = ("given", "missing", "closed")
"""Units that gave something, that are missing, and that were closed without."""


def _lacking(parts: ibis.Table, rules: RuleSet) -> ibis.Value:
    """The first reason why there is no value or no target, as the domain asks for them."""
    is_owner = parts.rule == UnitRule.OWNER.value
    is_sum = parts.rule == UnitRule.SUM.value
    is_unlike = parts.low_sum != parts.low_least * parts.aimed
    is_unlike |= parts.high_sum != parts.high_least * parts.ranges
    is_mixed = (parts.ranges > 0) & (parts.ranges < parts.counted)
    wants_parts = parts.rule == UnitRule.SUM_RATIO.value
    mixed = ibis.ifelse(wants_parts, parts.by_parts < parts.given, parts.by_parts > 0)
    refuses = rules.not_delivered is NotDelivered.REFUSE
    found = (
        (parts.due == 0, ReasonCode.NOT_DUE),
        (is_owner & (parts.counted == 0), ReasonCode.OWNER_MISSING),
        (is_owner & (parts.counted > 1), ReasonCode.RULE_DOES_NOT_FIT),
        (parts.aimed < parts.counted, ReasonCode.TARGET_MISSING),
        (is_mixed | (~is_sum & is_unlike), ReasonCode.TARGETS_DIFFER),
        (parts.given + parts.closed < parts.counted, ReasonCode.UNIT_MISSING),
        (ibis.literal(refuses) & (parts.closed > 0), ReasonCode.UNIT_NOT_DELIVERED),
        (parts.given == 0, ReasonCode.NOTHING_DELIVERED),
        (~is_owner & mixed, ReasonCode.RULE_DOES_NOT_FIT),
        ((parts.by_parts > 0) & (parts.denominator == 0), ReasonCode.DENOMINATOR_ZERO),
    )
    return ibis.cases(*((condition, code.value) for condition, code in found))
