"""Exact division of whole numbers, as expressions: digits and a remainder, never a float.

    above / below  =  ± (whole + digits / 10^12 + rest / 10^24), and a little more unless exact

Engines divide decimals as floating point numbers; whole numbers they divide exactly. So a
quotient is worked out as on paper, twelve digits at a time, from magnitudes. Where both numbers
are small this is done in 64 bits, otherwise in 128.
"""

from decimal import Decimal

import ibis
import ibis.expr.datatypes as dt

WHOLE = dt.Decimal(38, 0)
"""A whole number of 128 bits; DuckDB keeps it as HUGEINT."""
STEPS = 12
"""Decimals of a share that are worked out at a time; ten of a percentage."""
ONE = 10**STEPS
_HALF_STEPS = 10 ** (STEPS // 2)

LARGEST = 10**25
"""What numerator and denominator of a share must stay below: 10^25 × 10^12 fits in 128 bits."""
LARGEST_SHARE = 10**10
"""What a share must stay below in magnitude: its digits then fit in 128 bits."""
_NARROW_ABOVE = 9 * 10**18
_NARROW_BELOW = 4 * 10**12
"""Below this, a remainder times a million fits in 64 bits."""


@ibis.udf.scalar.builtin(name="divide")  # type: ignore[untyped-decorator]
def narrow_quotient(above, below) -> dt.int64:  # type: ignore[no-untyped-def]
    """The whole quotient in 64 bits, cut towards 0: the one thing that engines name differently."""


@ibis.udf.scalar.builtin(name="divide")  # type: ignore[untyped-decorator]
def wide_quotient(above, below) -> WHOLE:  # type: ignore[no-untyped-def, valid-type]
    """The same in 128 bits."""


def whole_literal(number: int) -> ibis.Value:
    """A whole number that may need more than 64 bits."""
    return ibis.literal(Decimal(number), type=WHOLE)


def divided(table: ibis.Table, largest: int = LARGEST_SHARE) -> ibis.Table:
    """`table` with the digits of `above` / `below`, which are whole; `below` is positive.

    Adds `whole`, `digits`, `rest` (magnitudes, 64 bits each; NULL where the share is too large
    or there is none), `is_exact` (nothing is left after them) and `is_below_zero`.
    """
    magnitude = table.above.abs()
    is_narrow = (magnitude < _NARROW_ABOVE) & (table.below < _NARROW_BELOW)
    lanes = table.mutate(
        is_below_zero=table.above < 0,
        a=ibis.ifelse(is_narrow, magnitude, None).cast("int64"),
        b=ibis.ifelse(is_narrow, table.below, None).cast("int64"),
        wide_a=ibis.ifelse(is_narrow, None, magnitude),
        wide_b=ibis.ifelse(is_narrow, None, table.below),
    )
    return _joined(_worked_out(lanes), largest)


def _worked_out(table: ibis.Table) -> ibis.Table:
    """Both lanes, digit by digit: of the narrow one six at a time, of the wide one twelve.

    As few tables as can be, one within the other: a remainder stands in the same one as the
    quotient of it, since Ibis takes its time over each.
    """
    table = table.mutate(
        n0=narrow_quotient(table.a, table.b), w0=wide_quotient(table.wide_a, table.wide_b)
    )
    left, wide_left = table.a - table.n0 * table.b, table.wide_a - table.w0 * table.wide_b
    for place in range(1, 5):
        digits = {f"n{place}": narrow_quotient(left * _HALF_STEPS, table.b), "left": left}
        if place <= _WIDE_PLACES:
            digits[f"w{place}"] = wide_quotient(wide_left * ONE, table.wide_b)
            digits["wide_left"] = wide_left
        table = table.mutate(**digits)
        left = table.left * _HALF_STEPS - table[f"n{place}"] * table.b
        if place <= _WIDE_PLACES:
            wide_left = table.wide_left * ONE - table[f"w{place}"] * table.wide_b
    has_rest = ibis.coalesce(left, table.wide_left * ONE - table.w2 * table.wide_b) != 0
    return table.mutate(is_exact=~has_rest)


_WIDE_PLACES = 2


def _joined(table: ibis.Table, largest: int) -> ibis.Table:
    whole = ibis.coalesce(table.n0, table.w0)
    joined = table.mutate(
        whole=ibis.ifelse(whole < whole_literal(largest), whole, None),
        digits=ibis.coalesce(table.n1 * _HALF_STEPS + table.n2, table.w1.cast("int64")),
        rest=ibis.coalesce(table.n3 * _HALF_STEPS + table.n4, table.w2.cast("int64")),
    )
    return joined.drop(*_WORKING)


_WORKING = (
    "a",
    "b",
    "wide_a",
    "wide_b",
    *(f"n{place}" for place in range(5)),
    *(f"w{place}" for place in range(3)),
    "left",
    "wide_left",
)


def floor(table: ibis.Table) -> ibis.Value:
    """The share in steps of 10^−12, cut towards the lower number."""
    magnitude = table.whole * ONE + table.digits
    is_whole = (table.rest == 0) & table.is_exact
    lower = -ibis.ifelse(is_whole, magnitude, magnitude + 1)
    return ibis.ifelse(table.is_below_zero, lower, magnitude)


def rounded(table: ibis.Table, decimals: int) -> ibis.Value:
    """The share in steps of 10^−`decimals`, at most 12, half up from the exact value."""
    if decimals == STEPS:
        up = table.rest >= ONE // 2
        magnitude = table.whole * ONE + table.digits
    else:
        step = 10 ** (STEPS - decimals)
        kept = narrow_quotient(table.digits, step)
        up = table.digits - kept * step >= step // 2
        magnitude = table.whole * 10**decimals + kept
    nearest = magnitude + up.cast("int64")
    return ibis.ifelse(table.is_below_zero, -nearest, nearest)
