"""Inputs that were rounded for print, under the formula of the row and under others."""

from ukur.domain.figures.indicator import Polarity
from ukur.domain.figures.printed.case import Case
from ukur.domain.figures.printed.causes import Cause, Certainty, Finding
from ukur.domain.figures.printed.formulas import inverse, lowered, raised
from ukur.domain.figures.printed.judges.finding import finding_of, shown
from ukur.domain.figures.printed.judges.formulas import formula_found
from ukur.domain.figures.printed.judges.reach import is_narrow, is_within, reach
from ukur.domain.figures.public_formulas import by_key


def rounded_inputs(case: Case) -> Finding | None:
    """The row's own formula over inputs that were rounded for print, with little room."""
    own = case.own
    if own is None or case.is_range:
        return None
    bounds = reach(case, own)
    if bounds is None or not is_narrow(bounds) or not is_within(case, bounds):
        return None
    return finding_of(
        case,
        Cause.ROUNDED_INPUTS,
        Certainty.LIKELY,
        low=shown(bounds[0], max(2, case.d)),
        high=shown(bounds[1], max(2, case.d)),
    )


def coarse_inputs(case: Case) -> Finding | None:
    """Inputs of so few digits that they reach far: the printed number lies within, no more."""
    own = case.own
    bounds = None if own is None else reach(case, own)
    if bounds is None or not is_within(case, bounds):
        return None
    return finding_of(
        case,
        Cause.ROUNDED_INPUTS,
        Certainty.POSSIBLE,
        low=shown(bounds[0], max(2, case.d)),
        high=shown(bounds[1], max(2, case.d)),
    )


def habitual(case: Case) -> Finding | None:
    """The formula that the rest of the report uses, over inputs that were rounded for print."""
    formula = {"t_per_r": inverse, "n1": lowered, "positif": raised}.get(case.habit)
    if formula is None or formula is case.own or case.is_range:
        return None
    bounds = reach(case, formula)
    if not is_within(case, bounds):
        return None
    public = by_key(case.habit)
    value = formula(case.t, case.r)
    return formula_found(case, Cause.OTHER_FORMULA, public, value, Certainty.LIKELY)


def other_formula_rounded(case: Case) -> Finding | None:
    """Another formula over inputs that were rounded for print, if that says little room."""
    if case.is_range or case.is_absorption or case.polarity is not Polarity.NEGATIVE:
        return None
    bounds = reach(case, inverse)
    if not is_narrow(bounds) or not is_within(case, bounds):
        return None
    value = inverse(case.t, case.r)
    return formula_found(case, Cause.OTHER_FORMULA, by_key("t_per_r"), value, Certainty.POSSIBLE)
