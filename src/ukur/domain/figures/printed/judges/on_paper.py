"""How the right number got onto paper: rounded, cut off, capped, or as a zero of its own kind."""

import re
from fractions import Fraction

from ukur.domain.figures.indicator import Polarity
from ukur.domain.figures.notation import half_up, written_exact
from ukur.domain.figures.printed.case import Case
from ukur.domain.figures.printed.causes import Cause, Certainty, Finding
from ukur.domain.figures.printed.formulas import cut
from ukur.domain.figures.printed.judges.finding import WHOLE, finding_of
from ukur.domain.figures.printed.judges.rounded import rounded_inputs

CAPS = (100, 110, 120, 125, 150, 200)
_ABOVE = re.compile(r">|≥|lebih dari|di ?atas", re.IGNORECASE)
"""A printed figure that only says "more than"."""


def equal(case: Case) -> Finding | None:
    """What is printed is what the arithmetic gives; or it says "more than" and is right."""
    exact = case.exact
    if exact is None:
        return None
    is_above = bool(_ABOVE.match(case.printed.text.strip())) and exact >= Fraction(case.p)
    return finding_of(case, Cause.EQUAL) if is_above or case.meets(exact) else None


def rounding(case: Case) -> Finding | None:
    """Cut off, rounded up, or rounded to fewer decimals than are printed."""
    exact = case.exact
    if exact is None:
        return None
    from_inputs = rounded_inputs(case)
    if case.is_cut(exact):
        # Inputs that were rounded for print may give it as well; then cutting is only likely.
        how = Certainty.CERTAIN if from_inputs is None else Certainty.LIKELY
        return finding_of(case, Cause.TRUNCATED, how)
    step = Fraction(1, 10**case.d)
    if exact > 0 and Fraction(cut(exact, case.d)) + step == Fraction(case.p):
        # Hardly anyone rounds up; inputs that were rounded for print are the likelier cause.
        return from_inputs or finding_of(case, Cause.ROUNDED_UP)
    return _to_fewer(case, exact)


def _to_fewer(case: Case, exact: Fraction) -> Finding | None:
    """Rounded or cut off before it was printed with more decimals."""
    for fewer in range(case.d):
        if half_up(exact, fewer) == case.p:
            return finding_of(case, Cause.ROUNDED_TO_FEWER_DECIMALS, fewer=str(fewer))
        if case.p and cut(exact, fewer) == case.p:
            return finding_of(case, Cause.TRUNCATED, fewer=str(fewer))
    return None


def zeros(case: Case) -> Finding | None:
    """Nothing was realized: the best of a lower-is-better row, the worst of all others."""
    if case.is_range or case.r != 0:
        return None
    if case.polarity is Polarity.NEGATIVE:
        return finding_of(case, Cause.BEST_PRINTED_AS_ZERO) if case.p == 0 else None
    return finding_of(case, Cause.ZERO_PRINTED_AS_HUNDRED) if case.p == WHOLE else None


def bounded(case: Case) -> Finding | None:
    """Held at a cap from above, or at zero from below."""
    exact = case.exact
    if exact is None:
        return None
    if case.p in CAPS and exact > Fraction(case.p):
        return finding_of(case, Cause.CAPPED, cap=written_exact(case.p))
    if case.p == 0 and exact < 0:
        return finding_of(case, Cause.FLOORED)
    return None
