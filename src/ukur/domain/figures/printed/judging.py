"""Which cause it is: the judges in `judges/` are asked in order, and the first that finds one wins.

The most specific and most certain come first. What a chance hit could do as well is called
possible, never certain; what nothing explains is a plain mistake.
"""

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

from ukur.domain.figures.indicator import Polarity, Range
from ukur.domain.figures.notation import written_exact
from ukur.domain.figures.printed.case import Case
from ukur.domain.figures.printed.causes import Cause, Certainty, Finding
from ukur.domain.figures.printed.formulas import FormulaOf, inverse, lowered, raised, remainder
from ukur.domain.figures.printed.judges import (
    comparable,
    formulas,
    inputs,
    on_paper,
    rounded,
    units,
)
from ukur.domain.figures.printed.judges.finding import WHOLE, Judge, computed, finding_of, shown
from ukur.domain.figures.printed.judges.reach import is_within, reach
from ukur.domain.figures.printed.said import Direction
from ukur.domain.figures.printed.slips import Slip, slip_between, slipped_input

_WAYS: tuple[tuple[str, FormulaOf], ...] = (
    ("R ÷ T", raised),
    ("(2T − R) ÷ T", lowered),
    ("T ÷ R", inverse),
    ("(T − R) ÷ T", remainder),
)


def cause_of(case: Case) -> Finding:
    """The first cause that its judge can show.

    Source: the kinds of error met in published reports; `docs/arithmetic.md` §14 has one
        worked example of each.
    """
    for judge in _JUDGES:
        finding = judge(case)
        if finding is not None:
            return finding
    return _plain_mistake(case)


def directed(case: Case) -> Case:
    """The row in the one direction under which a cause can be shown, if its own is not said.

    Higher is better is asked first. A chance hit says nothing of the direction.
    """
    if case.direction is not Direction.UNKNOWN or case.is_range:
        return case
    for polarity in (Polarity.POSITIVE, Polarity.NEGATIVE):
        way = replace(case, polarity=polarity, direction=Direction.PRINTED)
        finding = cause_of(way)
        says_nothing = finding.cause in (Cause.PLAIN_MISTAKE, Cause.INVERTED_POLARITY)
        is_chance = finding.certainty is Certainty.POSSIBLE or way.exact is None
        if not says_nothing and not is_chance:
            return way
    return case


def _slip(case: Case) -> Finding | None:
    exact = case.exact
    slip = None if exact is None else slip_between(exact, case.p, case.d)
    if slip is not None:
        how = Certainty.POSSIBLE if slip is Slip.LAST_DIGIT else Certainty.LIKELY
        return finding_of(case, Cause.DIGIT_SLIP, how, slip=slip.value, where="printed")
    found = slipped_input(case)
    if found is None:
        return None
    where, value = found
    return finding_of(
        case,
        Cause.DIGIT_SLIP,
        Certainty.POSSIBLE,
        slip="input",
        where=where,
        value=written_exact(value),
    )


def _plain_mistake(case: Case) -> Finding:
    """What every public formula would have given instead."""
    facts = {"others": "; ".join(_others(case))}
    within = [signs for signs, formula in _WAYS if is_within(case, reach(case, formula))]
    if within and not case.is_range:
        facts["within"] = "; ".join(within)
    is_met, was_printed_met = (case.exact or 0) >= WHOLE, case.p >= WHOLE
    if is_met != was_printed_met:
        facts["against"] = "met" if is_met else "missed"
    return finding_of(case, Cause.PLAIN_MISTAKE, Certainty.CERTAIN, **facts)


def _others(case: Case) -> Iterator[str]:
    """What each formula gives, and over a range each of its bounds."""
    target = case.target.target
    if isinstance(target, Range):
        own = lowered if case.polarity is Polarity.NEGATIVE else raised
        for name, bound in (("batas bawah", target.low), ("batas atas", target.high)):
            value = computed(own, Fraction(bound), case.r)
            if value is not None:
                yield f"{name} {written_exact(bound)}: {shown(value)}"
        return
    for signs, formula in _WAYS:
        given = computed(formula, case.t, case.r)
        if given is not None:
            yield f"{signs} = {shown(given)}"


_JUDGES: tuple[Judge, ...] = (
    comparable.unreadable,
    comparable.unmeasured,
    comparable.zero_target,
    comparable.undirected,
    comparable.no_number,
    inputs.added_inputs,
    inputs.mixed_money,
    on_paper.equal,
    on_paper.rounding,
    on_paper.zeros,
    on_paper.bounded,
    formulas.converted,
    formulas.other_formula,
    formulas.inverted,
    formulas.symmetric,
    formulas.wrong_bound,
    rounded.habitual,
    units.factor,
    units.part_of_year,
    units.added,
    formulas.copied,
    rounded.rounded_inputs,
    units.opposite,
    rounded.other_formula_rounded,
    _slip,
    rounded.coarse_inputs,
)
"""What is asked first is more specific, or more certain, than what is asked after it."""
