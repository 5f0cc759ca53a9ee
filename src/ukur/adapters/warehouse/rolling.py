"""From units to the agency, the province and the nation, by each indicator's own rule.

facts     one row per unit, indicator and period, numbers in whole steps (see `FACTS`)
partials  the sums of an area, which can be added up again into a larger area
measured  one row per area, indicator and period, ready for `judging.judged`
"""

from enum import StrEnum

import ibis

from ukur.adapters.warehouse.dividing import LARGEST, WHOLE, whole_literal
from ukur.domain.figures.indicator import UnitRule
from ukur.domain.figures.policy import NotDelivered, RuleSet
from ukur.domain.figures.reasons import ReasonCode


class State(StrEnum):
    """How it stands with what a unit was to hand in: the words of the column `status`."""

    GIVEN = "ada"
    MISSING = "kosong"
    NOT_DELIVERED = "tidak_menyampaikan"
    NOT_DUE = "belum_diukur"


class Level(StrEnum):
    """What figures are made for, the smallest first."""

    UNIT = "unit"
    AGENCY = "agency"
    PROVINCE = "province"
    NATION = "nation"


AREAS = {
    Level.UNIT: ("province", "agency", "unit"),
    Level.AGENCY: ("province", "agency"),
    Level.PROVINCE: ("province",),
    Level.NATION: (),
}
"""The columns that name an area of each level, the largest first."""
LINE = ("period", "goal", "indicator")
"""The columns that name a line of an area's table."""

FACTS = ibis.schema(
    {
        "province": "string",
        "agency": "string",
        "unit": "string",
        "period": "string",
        "goal": "string",
        "indicator": "string",
        "rule": "string",
        "polarity": "string",
        "formula": "string",
        "factor": WHOLE,
        "weight": WHOLE,
        "is_owner": "boolean",
        "state": "string",
        "numerator": WHOLE,
        "denominator": WHOLE,
        "value": WHOLE,
        "low": WHOLE,
        "high": WHOLE,
    }
)
"""The table `facts`. `factor` holds the steps of value and target too, so that
numerator × factor ÷ denominator is in their step; numerator and denominator share another."""

_OF_INDICATOR = ("rule", "polarity", "formula", "factor", "weight")
"""What is the same for all rows of an indicator and period."""


def unit_lines(facts: ibis.Table, rules: RuleSet) -> ibis.Table:
    """The units' own figures, one row as it came, ready to be judged."""
    facts = _with_parts(facts)
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
    kept = (*AREAS[Level.UNIT], *LINE, *_OF_INDICATOR, *_READY)
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
    return above, ibis.ifelse(is_parts, denominator.abs(), 1)


def partials(facts: ibis.Table, level: Level) -> ibis.Table:
    """The sums, bounds and counts of every area of `level`, for every line."""
    facts = _with_parts(facts)
    is_due = facts.state != State.NOT_DUE.value
    counts = is_due & ((facts.rule != UnitRule.OWNER.value) | facts.is_owner)
    facts = facts.mutate(is_due=is_due, counts=counts, is_given=counts & facts.is_given)
    facts = facts.mutate(
        has_parts=facts.is_given & facts.is_parts, has_value=facts.is_given & ~facts.is_parts
    )
    is_closed = facts.counts & (facts.state == State.NOT_DELIVERED.value)
    return facts.group_by(*AREAS[level], *LINE).agg(
        **_same(facts),
        due=facts.is_due.sum(),
        counted=facts.counts.sum(),
        given=facts.is_given.sum(),
        closed=is_closed.sum(),
        by_parts=facts.has_parts.sum(),
        exceeding=(facts.has_parts & (facts.numerator > facts.denominator)).sum(),
        numerator=facts.numerator.sum(where=facts.has_parts),
        denominator=facts.denominator.sum(where=facts.has_parts),
        value=facts.value.sum(where=facts.has_value),
        aimed=(facts.counts & facts.low.notnull()).sum(),
        ranges=(facts.counts & facts.high.notnull()).sum(),
        low_sum=facts.low.sum(where=facts.counts),
        low_least=facts.low.min(where=facts.counts),
        low_most=facts.low.max(where=facts.counts),
        high_sum=facts.high.sum(where=facts.counts),
        high_least=facts.high.min(where=facts.counts),
        high_most=facts.high.max(where=facts.counts),
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


def merged(parts: ibis.Table, level: Level) -> ibis.Table:
    """The partials of larger areas, from those of the areas in them."""
    return parts.group_by(*AREAS[level], *LINE).agg(
        **_same(parts),
        **{name: parts[name].sum() for name in _ADDED},
        **{name: parts[name].min() for name in ("low_least", "high_least")},
        **{name: parts[name].max() for name in ("low_most", "high_most")},
    )


def _same(table: ibis.Table) -> dict[str, ibis.Value]:
    return {name: table[name].max() for name in _OF_INDICATOR}


def area_lines(parts: ibis.Table, level: Level, rules: RuleSet) -> ibis.Table:
    """The lines of every area, ready to be judged, with the counts that stand beside them."""
    is_sum = parts.rule == UnitRule.SUM.value
    is_mean = parts.rule == UnitRule.MEAN.value
    above, below = _quotient(
        parts, parts.by_parts > 0, parts.numerator, parts.denominator, parts.value
    )
    lines = parts.mutate(
        missing=parts.counted - parts.given - parts.closed,
        lacking=_lacking(parts, rules),
        above=above,
        below=ibis.ifelse(is_mean, parts.given, below),
        low=ibis.ifelse(is_sum, parts.low_sum, parts.low_least),
        high=ibis.ifelse(is_sum, parts.high_sum, parts.high_least),
        exceeds=parts.exceeding > 0,
    )
    kept = (*AREAS[level], *LINE, *_OF_INDICATOR, *_READY, *COUNTS)
    return lines.select(*kept)


COUNTS = ("given", "missing", "closed")
"""Units that gave something, that are missing, and that were closed without."""


def _lacking(parts: ibis.Table, rules: RuleSet) -> ibis.Value:
    """The first reason why there is no value or no target, as the domain asks for them."""
    is_owner = parts.rule == UnitRule.OWNER.value
    is_sum = parts.rule == UnitRule.SUM.value
    is_unlike = (parts.low_least != parts.low_most) | (parts.high_least != parts.high_most)
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
