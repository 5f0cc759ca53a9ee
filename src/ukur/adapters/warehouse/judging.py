"""The achievement of every row of a table, as `ukur.domain.figures` judges one figure.

A row's realization is `above` / `below` and its target `low` (of a range: to `high`), all of them
whole numbers in one common step; so a share is a quotient of two whole numbers:

    p = above,  q = target × below
    R / T = p / q,  (2T − R) / T = (2q − p) / q,  T / R = q / p

What would not fit in 128 bits gets the reason `too_large`, never a wrong number.
"""

from decimal import Decimal
from fractions import Fraction

import ibis

from ukur.adapters.warehouse.dividing import LARGEST, ONE, divided, floor, rounded, whole_literal
from ukur.domain.figures.achievement import Achieved, achievement
from ukur.domain.figures.explain import SHOWN_DECIMALS
from ukur.domain.figures.indicator import (
    POINT_FORMULAS,
    RANGE_FORMULAS,
    Exact,
    Formula,
    Point,
    Polarity,
)
from ukur.domain.figures.notation import half_up
from ukur.domain.figures.policy import Bounds, OverZeroTarget, RuleSet
from ukur.domain.figures.rating import Scale
from ukur.domain.figures.reasons import NoteCode, ReasonCode
from ukur.domain.figures.worked import PLAIN_DECIMALS
from ukur.domain.refusals import NotValid, Problem

LARGEST_PART = 10**18
"""What target and `below` must stay below: their product can then be taken without overflow."""

PERCENT = 2
"""Decimals that a share has more than its percentage."""
TRUE, FALSE = (ibis.literal(value) for value in (True, False))

_OF_POLARITY = {
    Polarity.POSITIVE: Formula.POSITIVE,
    Polarity.NEGATIVE: Formula.NEGATIVE_DIFFERENCE,
    Polarity.EXACT: Formula.EXACT,
}
"""What a missed bound of a range is measured by."""


def judged(table: ibis.Table, rules: RuleSet) -> ibis.Table:
    """`table` with the share of the target of every row, or the reason for none.

    Needs `above`, `below` (positive), `low`, `high`, `polarity`, `formula` ("" for the one that
    polarity and shape give) and `lacking`, a reason that is known already (or NULL). Adds
    `reason` (a code or NULL), the formula `used` and the quotient `applied`, `note` and `side`,
    and the digits of the exact share; `above` and `below` then are its numerator and denominator.

    Raises:
        NotValid: the rule set has bounds finer than the digits that are worked out.
    """
    check(rules)
    return divided(_quotients(_against(_sized(_formulas(table, rules))), rules))


def check(rules: RuleSet) -> None:
    """Refuse a rule set whose bounds are finer than the ten decimals that are compared.

    Raises:
        NotValid: with the place of each.
    """
    bounds: dict[str, Decimal | None] = {
        f"scale.steps.{at}": step.bound for at, step in enumerate(rules.scale.steps)
    }
    for where, pair in (("shown", rules.shown), ("means", rules.means)):
        bounds |= {f"{where}.cap": pair.cap, f"{where}.floor": pair.floor}
    finer = [
        where for where, bound in bounds.items() if bound is not None and _steps(bound) is None
    ]
    if finer:
        raise NotValid(tuple(Problem(where, "bound_too_fine") for where in finer))


def _steps(percent: Exact) -> int | None:
    """A percentage in the steps of a share, 10^−12, or None if it lies between two."""
    steps = Fraction(percent) / 100 * ONE
    return steps.numerator if steps.denominator == 1 else None


def known_steps(percent: Exact) -> int:
    """A percentage in the steps of a share; `check` has refused what lies between two."""
    steps = _steps(percent)
    if steps is None:
        raise ValueError("check() lets no such bound pass")
    return steps


def _formulas(table: ibis.Table, rules: RuleSet) -> ibis.Table:
    is_range = table.high.notnull()
    usual = ibis.cases(
        (is_range, Formula.RANGE.value),
        (table.polarity == Polarity.POSITIVE.value, Formula.POSITIVE.value),
        (table.polarity == Polarity.EXACT.value, Formula.EXACT.value),
        else_=rules.negative_formula.value,
    )
    used = ibis.ifelse(table.formula == "", usual, table.formula)
    table = table.mutate(is_range=is_range, used=used)
    missed = ibis.cases(
        *(
            (table.polarity == polarity.value, formula.value)
            for polarity, formula in _OF_POLARITY.items()
        )
    )
    applied = ibis.cases(
        (table.used == Formula.RANGE.value, missed),
        (table.used == Formula.RANGE_MAXIMUM.value, Formula.POSITIVE.value),
        else_=table.used,
    )
    return table.mutate(applied=applied)


def _sized(table: ibis.Table) -> ibis.Table:
    """p, and both bounds times `below`; NULL where they might not fit in 128 bits."""
    small = _within(table.below, LARGEST_PART) & (table.below > 0)
    small &= _within(table.low, LARGEST_PART)
    small &= table.high.isnull() | _within(table.high, LARGEST_PART)
    table = table.mutate(factor=ibis.ifelse(small, table.below, None))
    return table.mutate(
        p=ibis.ifelse(_within(table.above, LARGEST), table.above, None),
        q_low=_limited(table.low * table.factor),
        q_high=_limited(table.high * table.factor),
    )


def _within(number: ibis.Value, limit: int) -> ibis.Value:
    return number.abs() < whole_literal(limit)


def _limited(number: ibis.Value) -> ibis.Value:
    return ibis.ifelse(_within(number, LARGEST), number, None)


def _against(table: ibis.Table) -> ibis.Table:
    """q, what p is measured against: the target, or the bound of a range that was missed."""
    is_up_to_maximum = table.used == Formula.RANGE_MAXIMUM.value
    inside = table.is_range & ibis.ifelse(
        is_up_to_maximum,
        table.p >= table.q_high,
        (table.p >= table.q_low) & (table.p <= table.q_high),
    )
    takes_low = ~table.is_range | (table.p < table.q_low)
    takes_low |= is_up_to_maximum & (table.p == table.q_low)
    return table.mutate(inside=inside, q=ibis.ifelse(takes_low, table.q_low, table.q_high))


def _quotients(table: ibis.Table, rules: RuleSet) -> ibis.Table:
    """Numerator and denominator of the share, or the reason for none, and what is said beside."""
    reason, fixed, note = _cases(table, rules)
    table = table.mutate(reason=reason, fixed=fixed, note=note, side=_side(table))
    p, q = table.p, table.q
    above = ibis.cases(
        (table.fixed.notnull(), table.fixed),
        (table.applied == Formula.POSITIVE.value, p),
        (table.applied == Formula.NEGATIVE_QUOTIENT.value, q),
        (table.applied == Formula.NEGATIVE_REMAINDER.value, q - p),
        (table.applied == Formula.EXACT.value, q - (p - q).abs()),
        else_=2 * q - p,
    )
    below = ibis.cases(
        (table.fixed.notnull(), ONE),
        (table.applied == Formula.NEGATIVE_QUOTIENT.value, p),
        else_=q,
    )
    counts = table.reason.isnull() & table.p.notnull() & table.q.notnull()
    table = table.mutate(
        above=ibis.ifelse(counts, above, None),
        below=ibis.ifelse(counts, below, None),
        note=ibis.ifelse(counts, table.note, None),
        side=ibis.ifelse(counts, table.side, None),
    )
    return table.drop("factor", "p", "q_low", "q_high", "q", "inside", "fixed")


def _cases(table: ibis.Table, rules: RuleSet) -> tuple[ibis.Value, ibis.Value, ibis.Value]:
    """Reason, fixed share (in steps) and note of every row; each NULL where there is none."""
    p, q, applied = table.p, table.q, table.applied
    whole = table.used.isin([Formula.YES_NO.value, Formula.ON_TIME.value])
    divides = ~whole & ~table.inside
    by_quotient = applied == Formula.NEGATIVE_QUOTIENT.value
    over_zero = divides & (q == 0)
    undefined = over_zero & (
        (applied == Formula.POSITIVE.value) | ((p < 0) & (applied != Formula.EXACT.value))
    )
    missed = over_zero & (p != 0)
    misses_count = rules.over_zero_target is OverZeroTarget.ZERO
    best = _best(rules)
    at_zero = divides & by_quotient & (p == 0)
    negative = divides & (q < 0)
    reason = ibis.cases(
        (table.lacking.notnull(), table.lacking),
        (~_fits(table), ReasonCode.FORMULA_DOES_NOT_FIT.value),
        (
            table.used.notin([formula.value for formula in rules.allowed]),
            ReasonCode.FORMULA_NOT_ALLOWED.value,
        ),
        (negative, ReasonCode.TARGET_NEGATIVE.value),
        (undefined, ReasonCode.TARGET_ZERO.value),
        (missed, None if misses_count else ReasonCode.TARGET_ZERO.value),
        (over_zero, None),
        (divides & by_quotient & (p < 0), ReasonCode.FORMULA_UNDEFINED_BELOW_ZERO.value),
        (at_zero & (best is None), ReasonCode.FORMULA_UNDEFINED_AT_ZERO.value),
    )
    fixed = ibis.cases(
        (whole, ibis.ifelse(_met(table), ONE, 0)),
        (table.inside, ONE),
        (over_zero & (p == 0), ONE),
        (missed, 0),
        (at_zero, best),
    )
    note = ibis.cases(
        (over_zero & (p == 0), NoteCode.ZERO_TARGET_MET.value),
        (missed, NoteCode.ZERO_TARGET_MISSED.value),
        (at_zero, NoteCode.ZERO_REALIZATION_BEST.value),
    )
    return reason, fixed, note


def _side(table: ibis.Table) -> ibis.Value:
    """Where in its range a realization lies, and so against which bound it was measured."""
    is_up_to_maximum = table.used == Formula.RANGE_MAXIMUM.value
    is_lowest = is_up_to_maximum & (table.p == table.q_low) & (table.p < table.q_high)
    return ibis.cases(
        (~table.is_range, None),
        ((table.p < table.q_low) | is_lowest, NoteCode.BELOW_RANGE.value),
        (table.p > table.q_high, NoteCode.ABOVE_RANGE.value),
        else_=NoteCode.INSIDE_RANGE.value,
    )


def _best(rules: RuleSet) -> int | None:
    """What T / R gives for a realization of 0, in steps, as the domain says it."""
    outcome = achievement(
        Point(Decimal(1)), Decimal(0), Polarity.NEGATIVE, Formula.NEGATIVE_QUOTIENT, rules=rules
    )
    return known_steps(outcome.ratio * 100) if isinstance(outcome, Achieved) else None


def _fits(table: ibis.Table) -> ibis.Value:
    """Whether the formula suits polarity and shape, by the lists of the domain."""
    suits = [
        (table.is_range if is_range else ~table.is_range)
        & (table.polarity == polarity.value)
        & table.used.isin(sorted(formula.value for formula in formulas))
        for is_range, suiting in ((True, RANGE_FORMULAS), (False, POINT_FORMULAS))
        for polarity, formulas in suiting.items()
    ]
    return ibis.or_(*suits)


def _met(table: ibis.Table) -> ibis.Value:
    return ibis.cases(
        (table.polarity == Polarity.EXACT.value, table.p == table.q),
        (table.polarity == Polarity.POSITIVE.value, table.p >= table.q),
        else_=table.p <= table.q,
    )


def kept(table: ibis.Table, rules: RuleSet) -> ibis.Table:
    """`table` with the share as it came out, as it is shown and as it enters a mean.

    Adds `raw`, `shown`, `averaged` (percent, in steps of 10^−10), `shown_short` (percent, in
    steps of 10^−2), each rounded half up from the exact share; `floor` (the share, cut to steps
    of 10^−12) and `is_whole` (nothing was cut); `place` of the rating, 0 the best; `is_capped`,
    `is_floored`, and `differs` (the rounded number suggests another rating).
    """
    reason = ibis.coalesce(
        table.reason, ibis.ifelse(table.whole.isnull(), ReasonCode.TOO_LARGE.value, None)
    )
    table = table.mutate(
        reason=reason,
        floor=floor(table),
        is_whole=(table.rest == 0) & table.is_exact,
        raw=rounded(table, PLAIN_DECIMALS + PERCENT),
        short=rounded(table, SHOWN_DECIMALS + PERCENT),
    )
    capped, floored = bounded(table, rules.shown)
    table = table.mutate(
        is_capped=ibis.coalesce(capped, FALSE),
        is_floored=ibis.coalesce(floored, FALSE),
        place=_place(table.floor, table.is_whole, rules.scale),
    )
    step = 10 ** (PLAIN_DECIMALS - SHOWN_DECIMALS)
    return table.mutate(
        shown=held(table, rules.shown, table.raw, PLAIN_DECIMALS),
        shown_short=held(table, rules.shown, table.short, SHOWN_DECIMALS),
        averaged=held(table, rules.means, table.raw, PLAIN_DECIMALS),
        differs=ibis.coalesce(_place(table.short * step, TRUE, rules.scale) != table.place, FALSE),
    ).drop("short")


def held(table: ibis.Table, bounds: Bounds, value: ibis.Value, decimals: int) -> ibis.Value:
    """`value`, or the cap or floor in its place, in steps of 10^−`decimals` of a percentage."""
    above, below = bounded(table, bounds)
    instead = [
        (missed, int(half_up(bound, decimals).scaleb(decimals)))
        for missed, bound in ((above, bounds.cap), (below, bounds.floor))
        if bound is not None
    ]
    return ibis.cases(*instead, else_=value) if instead else value


def bounded(table: ibis.Table, bounds: Bounds) -> tuple[ibis.Value, ibis.Value]:
    """Whether the exact share lies above the cap, and below the floor."""
    above, below = FALSE, FALSE
    if bounds.cap is not None:
        above = _exceeds(table.floor, table.is_whole, known_steps(bounds.cap))
    if bounds.floor is not None:
        below = table.floor < known_steps(bounds.floor)
    return above, below


def _exceeds(cut: ibis.Value, is_whole: ibis.Value, bound: int) -> ibis.Value:
    """Whether a share, cut to `cut`, lies above `bound`."""
    return (cut > bound) | ((cut == bound) & ~is_whole)


def _place(cut: ibis.Value, is_whole: ibis.Value, scale: Scale) -> ibis.Value:
    """The place of the class in `scale.names`; bounds are compared with the exact share."""
    reached = [
        (
            _exceeds(cut, is_whole, known_steps(step.bound))
            if scale.strict or step.above
            else cut >= known_steps(step.bound),
            place,
        )
        for place, step in enumerate(scale.steps)
    ]
    return ibis.cases((cut.isnull(), None), *reached, else_=len(scale.steps))
