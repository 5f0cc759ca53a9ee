"""Means of shares over the lines of an area, exact although every share is cut somewhere.

A share is known to 24 decimals, and whether something was cut off after them. So the true sum of
shares lies above the sum of what is known, by less than one step of 10^−24 for each that was cut.
Nearly always that decides every digit and the rating. A mean on the edge between two digits
`is_open`: whoever runs the expression adds its shares as fractions (see `running`).
"""

from collections.abc import Sequence
from fractions import Fraction

import ibis

from ukur.adapters.warehouse.dividing import LARGEST, ONE, whole_literal, wide_quotient
from ukur.adapters.warehouse.judging import FALSE, bounded, known_steps
from ukur.domain.figures.policy import Averaging, Bounds, NotDelivered, RuleSet
from ukur.domain.figures.reasons import ReasonCode
from ukur.domain.figures.rollup import NOT_COMPUTABLE

COUNTS = ("counted", "not_due", "not_computable", "not_delivered", "incomplete")
"""Lines in the mean and beside it; those that are `incomplete` refuse it."""
_EDGES = (ONE // 2 - 1, ONE - 1)
"""Twelve digits after which a little more would change the digit before them."""


def means(lines: ibis.Table, keys: Sequence[str], rules: RuleSet) -> ibis.Table:
    """The mean of the shares of every group of judged and kept lines, as digits to be kept.

    Adds to `keys`: `reason` (a code or NULL), the counts, `rated_0` and on (lines in each class,
    the best first), `is_open`, and the digits of the mean as `dividing.divided` gives them.
    Source: `ukur.domain.figures.rollup.mean`.
    """
    classes = range(len(rules.scale.names))
    added = _added(lines, rules)
    grouped = added.group_by(*keys).agg(
        **{name: added[name].sum() for name in ("cut", "after", "cuts", "weighs", *COUNTS)},
        **{f"rated_{place}": ibis.coalesce(added.place == place, FALSE).sum() for place in classes},
    )
    return _divided(_reasoned(grouped))


def _added(lines: ibis.Table, rules: RuleSet) -> ibis.Table:
    """What every line adds: its weighted share to 12 decimals, the 12 after them, and counts."""
    weight = lines.weight if rules.averaging is Averaging.WEIGHTED else ibis.literal(1)
    has_share = lines.reason.isnull()
    is_closed = ibis.coalesce(lines.reason == ReasonCode.NOTHING_DELIVERED.value, FALSE)
    is_zero = is_closed if rules.not_delivered is NotDelivered.AS_ZERO else FALSE
    not_due = ibis.coalesce(lines.reason == ReasonCode.NOT_DUE.value, FALSE)
    not_computable = ibis.coalesce(lines.reason.isin(sorted(NOT_COMPUTABLE)), FALSE)
    incomplete = ~(has_share | is_closed | not_due | not_computable)
    cut, after, is_cut = _held(lines, rules.means)
    zero = known_steps(rules.means.applied(Fraction(0)) * 100)
    return lines.mutate(
        cut=ibis.cases((has_share, cut * weight), (is_zero, weight * zero), else_=0),
        after=ibis.cases((has_share, after * weight), else_=0),
        cuts=ibis.cases((has_share & is_cut, weight), else_=0),
        weighs=ibis.cases((has_share | is_zero, weight), else_=0),
        counted=(has_share | is_zero).cast("int64"),
        not_due=not_due.cast("int64"),
        not_computable=not_computable.cast("int64"),
        not_delivered=is_closed.cast("int64"),
        incomplete=incomplete.cast("int64"),
    )


def _held(lines: ibis.Table, bounds: Bounds) -> tuple[ibis.Value, ibis.Value, ibis.Value]:
    """The share within bounds: cut to 12 decimals, the 12 after them, and if more was cut off."""
    upwards = ONE - lines.rest - ibis.ifelse(lines.is_exact, 0, 1)
    after = ibis.ifelse(lines.is_below_zero & ~lines.is_whole, upwards, lines.rest)
    above, below = bounded(lines, bounds)
    instead = [
        (missed, known_steps(bound))
        for missed, bound in ((above, bounds.cap), (below, bounds.floor))
        if bound is not None
    ]
    if not instead:
        return lines.floor, after, ~lines.is_exact
    is_held = ibis.coalesce(above | below, FALSE)
    cut = ibis.cases(*instead, else_=lines.floor)
    return cut, ibis.ifelse(is_held, 0, after), ~is_held & ~lines.is_exact


def _reasoned(groups: ibis.Table) -> ibis.Table:
    """`total`, the sum in steps of 10^−24, unless there is a reason for no mean."""
    carried = wide_quotient(groups.after, ONE)
    groups = groups.mutate(sum=groups.cut + carried, after=groups.after - carried * ONE)
    reason = ibis.cases(
        (groups.incomplete > 0, ReasonCode.MEAN_INCOMPLETE.value),
        (groups.counted == 0, ReasonCode.NOTHING_DUE.value),
        (groups.weighs <= 0, ReasonCode.WEIGHT_MISSING.value),
        (groups["sum"].abs() >= whole_literal(LARGEST), ReasonCode.TOO_LARGE.value),
    )
    groups = groups.mutate(reason=reason)
    has_mean = groups.reason.isnull()
    groups = groups.mutate(
        sum=ibis.ifelse(has_mean, groups["sum"], None),
        weighs=ibis.ifelse(has_mean, groups.weighs, None),
    )
    return groups.mutate(total=groups["sum"] * ONE + groups.after)


def _divided(groups: ibis.Table) -> ibis.Table:
    groups = groups.mutate(known=wide_quotient(groups.total.abs(), groups.weighs))
    groups = groups.mutate(share=wide_quotient(groups.known, ONE))
    groups = groups.mutate(
        whole=wide_quotient(groups.share, ONE),
        rest=(groups.known - groups.share * ONE).cast("int64"),
        is_below_zero=groups.total < 0,
        is_divided=groups.total.abs() == groups.known * groups.weighs,
    )
    edge = groups.is_below_zero | groups.rest.isin(_EDGES)
    return groups.mutate(
        digits=(groups.share - groups.whole * ONE).cast("int64"),
        is_exact=groups.is_divided & (groups.cuts == 0),
        is_open=ibis.coalesce((groups.cuts > 0) & edge, FALSE),
    ).drop("cut", "after", "cuts", "weighs", "sum", "total", "known", "share", "is_divided")
