"""Another way of computing: another public formula, the other direction, the wrong bound."""

from collections.abc import Iterator
from fractions import Fraction

from ukur.domain.figures.indicator import Point, Polarity, Range
from ukur.domain.figures.notation import half_up, written_exact
from ukur.domain.figures.printed.case import Case
from ukur.domain.figures.printed.causes import Cause, Certainty, Finding
from ukur.domain.figures.printed.formulas import lowered, raised
from ukur.domain.figures.printed.judges.finding import WHOLE, by_decimals, finding_of, shown
from ukur.domain.figures.public_formulas import PUBLIC_FORMULAS, PublicFormula, Shape, by_key

_SYMMETRIC = "kwanter_rasio"
"""How the keys of the formulas for closest is best begin."""


def wrong_bound(case: Case) -> Finding | None:
    """The target is a range, and the number is held against the wrong bound or the middle."""
    target = case.target.target
    if not isinstance(target, Range):
        return None
    for signs, value in _over_bounds(Fraction(target.low), Fraction(target.high), case):
        if case.fits(value):
            return finding_of(
                case,
                Cause.WRONG_BOUND_OF_RANGE,
                by_decimals(case),
                signs=signs,
                value=shown(value),
            )
    return None


def _over_bounds(low: Fraction, high: Fraction, case: Case) -> Iterator[tuple[str, Fraction]]:
    """What the bounds, and the middle between them, would give."""
    r = case.r
    formulas = (("R ÷ T", raised), ("(2T − R) ÷ T", lowered))
    first = formulas if case.polarity is Polarity.POSITIVE else tuple(reversed(formulas))
    for signs, formula in first:
        for name, bound in (
            ("batas bawah", low),
            ("batas atas", high),
            ("tengah", (low + high) / 2),
        ):
            if bound:
                yield f"{signs}, T = {name} {written_exact(half_up(bound, 4))}", formula(bound, r)


def other_formula(case: Case) -> Finding | None:
    """Another public formula of the same direction gives what is printed."""
    if case.is_range or case.is_absorption:
        return None
    return _by_formula(case, symmetric=False)


def symmetric(case: Case) -> Finding | None:
    """The formula for closest is best, asked after the opposite direction: it is rare."""
    if case.is_range or case.is_absorption:
        return None
    return _by_formula(case, symmetric=True)


def _by_formula(case: Case, *, symmetric: bool) -> Finding | None:
    for formula in _public(case.polarity or Polarity.POSITIVE):
        value = _answer(formula, case)
        is_asked = formula.key.startswith(_SYMMETRIC) == symmetric
        if is_asked and value is not None and value != case.exact and case.fits(value):
            return formula_found(case, Cause.OTHER_FORMULA, formula, value)
    return None


def converted(case: Case) -> Finding | None:
    """The score of a civil servant's appraisal instead of the achievement that it comes from."""
    exact = case.exact
    if exact is None or case.polarity is None:
        return None
    is_full = exact == WHOLE
    is_score = (case.p == 120 and (exact > 110 or is_full)) or (case.p == 109 and is_full)  # noqa: PLR2004  the scores of the regulation
    if not is_score:
        return None
    return finding_of(
        case,
        Cause.OTHER_FORMULA,
        Certainty.LIKELY if is_full else Certainty.POSSIBLE,
        formula="iki",
        signs="konversi nilai IKI",
        value=written_exact(case.p),
        source="PermenPANRB 8/2021, lampiran hlm. 93",
    )


def inverted(case: Case) -> Finding | None:
    """The formula of the opposite direction gives what is printed."""
    if case.is_range or case.is_absorption:
        return None
    is_positive = case.polarity is not Polarity.NEGATIVE
    keys = ("t_per_r", "n1") if is_positive else ("positif",)
    for formula in map(by_key, keys):
        value = _answer(formula, case)
        if value is not None and case.fits(value):
            return formula_found(case, Cause.INVERTED_POLARITY, formula, value)
    return None


def formula_found(
    case: Case,
    cause: Cause,
    formula: PublicFormula,
    value: Fraction,
    certainty: Certainty | None = None,
) -> Finding:
    """The cause with the formula that shows it, its signs, its result and its source."""
    return finding_of(
        case,
        cause,
        certainty or by_decimals(case),
        formula=formula.key,
        signs=formula.signs,
        value=shown(value, max(2, case.d)),
        source=formula.source,
    )


def _public(polarity: Polarity) -> tuple[PublicFormula, ...]:
    return tuple(f for f in PUBLIC_FORMULAS if f.shape is Shape.POINT and f.polarity is polarity)


def _answer(formula: PublicFormula, case: Case) -> Fraction | None:
    answer = formula.answer(Point(half_up(case.t, 12)), case.r)
    return answer if isinstance(answer, Fraction) else None


def copied(case: Case) -> Finding | None:
    """Realization, target or their difference is printed in place of the percentage."""
    if case.is_range or case.p in (0, 100) or case.t == 0:
        return None
    p = Fraction(case.p)
    if p == half_up(case.r, case.d):
        return finding_of(case, Cause.REALIZATION_COPIED, by_decimals(case))
    if p == half_up(case.t, case.d):
        return finding_of(case, Cause.TARGET_COPIED, by_decimals(case))
    gap = case.r - case.t
    for value in (gap, -gap, gap / case.t * 100, -gap / case.t * 100):
        if value and case.meets(value):
            return finding_of(case, Cause.DIFFERENCE_PRINTED, by_decimals(case), value=shown(value))
    return None
