"""Which cause it is: each judge does one sum and either finds its cause or keeps silent.

The judges are asked in order, the most specific and most certain first. What a chance hit
could do as well is called possible, never certain; what nothing explains is a plain mistake.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from fractions import Fraction

from ukur.domain.figures.indicator import Point, Polarity, Range
from ukur.domain.figures.notation import half_up, written, written_exact
from ukur.domain.figures.printed.case import (
    Case,
    Direction,
    FormulaOf,
    Kind,
    cut,
    inverse,
    lowered,
    names_a_bad_thing,
    quarters_of,
    raised,
    remainder,
)
from ukur.domain.figures.printed.causes import Cause, Certainty, Finding
from ukur.domain.figures.printed.cells import Cell, CellKind, CellNote, restated
from ukur.domain.figures.printed.columns import Part
from ukur.domain.figures.printed.slips import Slip, slip_between, slipped_input
from ukur.domain.figures.reasons import Reason
from ukur.domain.figures.referee import PUBLIC_FORMULAS, PublicFormula, Shape, by_key
from ukur.domain.figures.sheet import factor_of

CAPS = (100, 110, 120, 125, 150, 200)
WIDEST = Fraction(25, 1000)
"""Inputs that round to the printed ones may spread a result by so much, not more."""
_WHOLE = Fraction(100)
_SYMMETRIC = "kwanter_rasio"
"""How the keys of the formulas for closest is best begin."""
_GROWS = re.compile(r"tumbuh|kenaikan|\bpeningkatan", re.IGNORECASE)
"""What may well exceed 100 %."""
_ABOVE = re.compile(r">|≥|lebih dari|di ?atas", re.IGNORECASE)
"""A printed figure that only says "more than"."""
_TINY_SHARE = Fraction(1, 100_000)
"""Less than 0,001 % of a budget, and yet something: hardly an absorption."""

Judge = Callable[[Case], Finding | None]


def cause_of(case: Case) -> Finding:
    """The first cause that its judge can show.

    Source: the kinds of error met in published reports; `docs/arithmetic.md` §14 has one
        worked example of each.
    """
    for judge in (*_BEFORE, *_BESIDE_EQUAL, *_JUDGES):
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


def shown(value: Fraction, decimals: int = 2) -> str:
    """A number for evidence: at least two decimals, and as many as are needed to see it."""
    for more in range(decimals, decimals + 4):
        text = half_up(value, more)
        if text or not value:
            return written(value, more)
    return written(value, decimals)


def evidence(case: Case, **more: str) -> dict[str, str]:
    """The facts that every sentence may name."""
    exact = case.exact
    facts = {
        "printed": case.printed.text.strip(),
        "target": case.target.text.strip(),
        "realization": case.realization.text.strip(),
        "exact": "" if exact is None else shown(exact, max(2, case.d + 2)),
        "decimals": str(case.d),
    }
    return facts | more


def _found(
    case: Case, cause: Cause, certainty: Certainty = Certainty.CERTAIN, **more: str
) -> Finding:
    return Finding(cause, certainty, evidence(case, **more))


def _by_decimals(case: Case) -> Certainty:
    """Hit with decimals, a number is hardly a chance; a whole per cent may be."""
    return Certainty.LIKELY if case.d > 0 else Certainty.POSSIBLE


# --- before anything can be compared ------------------------------------------------------


def _unmeasured(case: Case) -> Finding | None:
    has_printed = case.printed.value is not None
    cause: Cause | None = None
    if case.printed.kind in (CellKind.UNREADABLE, CellKind.AMBIGUOUS):
        cause = Cause.PRINTED_UNREADABLE
    elif case.realization.is_missing and has_printed and case.p == 0:
        cause = Cause.NOT_MEASURED_PRINTED_AS_ZERO
    elif case.realization.is_missing or case.target.is_missing:
        cause = Cause.INPUTS_NOT_PRINTED
    elif not has_printed:
        cause = Cause.NOT_PRINTED
    return None if cause is None else _found(case, cause)


def _unreadable(case: Case) -> Finding | None:
    kinds = (case.target.kind, case.realization.kind)
    if CellKind.UNREADABLE in kinds or CellKind.AMBIGUOUS in kinds:
        return _found(case, Cause.INPUTS_UNREADABLE)
    return None


def _zero_target(case: Case) -> Finding | None:
    if case.is_range or case.t != 0:
        return None
    if case.exact is not None and case.meets(case.exact):
        return _found(case, Cause.EQUAL)
    cause = Cause.ZERO_OVER_ZERO_PRINTED if case.r == 0 else Cause.TARGET_ZERO
    return _found(case, cause)


def _undirected(case: Case) -> Finding | None:
    if case.direction is not Direction.UNKNOWN or case.is_range:
        return None
    ways = {"raised": raised(case.t, case.r), "lowered": lowered(case.t, case.r)}
    facts = {name: shown(value) for name, value in ways.items()}
    return Finding(Cause.POLARITY_NOT_GIVEN, facts=evidence(case, **facts))


def _no_number(case: Case) -> Finding | None:
    if isinstance(case.outcome, Reason):
        return _found(case, Cause.NOT_COMPUTABLE, reason=case.outcome.code.value)
    return None


_BEFORE: tuple[Judge, ...] = (_unreadable, _unmeasured, _zero_target, _undirected, _no_number)


# --- what is wrong with the inputs, even where the sum is right -----------------------------


def _added_inputs(case: Case) -> Finding | None:
    """A percentage of 200, 300 … as realization: years or quarters were added."""
    is_share = case.kind is Kind.PERCENT and not _GROWS.search(case.indicator)
    if not is_share or case.r <= _WHOLE or not _has_printed(case):
        return None
    quarters = [cell.value for cell in quarters_of(case) if cell.value is not None]
    if len(quarters) > 1 and sum(quarters) == case.realization.value:
        terms = " + ".join(written_exact(value) for value in quarters)
        return _found(case, Cause.PERCENT_ADDED_ACROSS_YEARS, terms=terms, times=str(len(quarters)))
    base = next((b for b in (_WHOLE, case.t) if b and _is_multiple(case.r, b)), None)
    if base is None or not case.fits(case.exact or Fraction(0)):
        return None
    times = case.r / base
    terms = f"{times} × {written_exact(half_up(base, 2))}"
    return _found(
        case, Cause.PERCENT_ADDED_ACROSS_YEARS, Certainty.LIKELY, terms=terms, times=str(times)
    )


def _is_multiple(value: Fraction, base: Fraction) -> bool:
    times = value / base
    return times.denominator == 1 and 2 <= times <= 20  # noqa: PLR2004  years or quarters


def _mixed_money(case: Case) -> Finding | None:
    """One of two amounts is so small that it must be in thousands, millions or billions."""
    if case.kind is not Kind.MONEY or case.t <= 0 or case.r <= 0:
        return None
    share = case.r / case.t
    if _TINY_SHARE < share < 1 / _TINY_SHARE:
        return None
    for power in (3, 6, 9):
        scaled = share * 10**power if share < 1 else share / 10**power
        if Fraction(1, 1000) < scaled <= Fraction(6, 5):
            small = case.realization if share < 1 else case.target
            return _found(
                case,
                Cause.MIXED_MONEY_UNITS,
                Certainty.LIKELY,
                amount=small.text.strip(),
                factor=written(Fraction(10**power), 0),
                value=shown(scaled * 100),
            )
    return None


_BESIDE_EQUAL: tuple[Judge, ...] = (_added_inputs, _mixed_money)


# --- how the right number got onto paper ----------------------------------------------------


def _equal(case: Case) -> Finding | None:
    exact = case.exact
    if exact is None:
        return None
    is_above = bool(_ABOVE.match(case.printed.text.strip())) and exact >= Fraction(case.p)
    return _found(case, Cause.EQUAL) if is_above or case.meets(exact) else None


def _rounding(case: Case) -> Finding | None:
    exact = case.exact
    if exact is None:
        return None
    from_inputs = _rounded_inputs(case)
    if case.is_cut(exact):
        # Inputs that were rounded for print may give it as well; then cutting is only likely.
        how = Certainty.CERTAIN if from_inputs is None else Certainty.LIKELY
        return _found(case, Cause.TRUNCATED, how)
    step = Fraction(1, 10**case.d)
    if exact > 0 and Fraction(cut(exact, case.d)) + step == Fraction(case.p):
        # Hardly anyone rounds up; inputs that were rounded for print are the likelier cause.
        return from_inputs or _found(case, Cause.ROUNDED_UP)
    return _to_fewer(case, exact)


def _to_fewer(case: Case, exact: Fraction) -> Finding | None:
    """Rounded or cut off before it was printed with more decimals."""
    for fewer in range(case.d):
        if half_up(exact, fewer) == case.p:
            return _found(case, Cause.ROUNDED_TO_FEWER_DECIMALS, fewer=str(fewer))
        if case.p and cut(exact, fewer) == case.p:
            return _found(case, Cause.TRUNCATED, fewer=str(fewer))
    return None


def _zeros(case: Case) -> Finding | None:
    if case.is_range or case.r != 0:
        return None
    if case.polarity is Polarity.NEGATIVE:
        return _found(case, Cause.BEST_PRINTED_AS_ZERO) if case.p == 0 else None
    return _found(case, Cause.ZERO_PRINTED_AS_HUNDRED) if case.p == _WHOLE else None


def _bounded(case: Case) -> Finding | None:
    exact = case.exact
    if exact is None:
        return None
    if case.p in CAPS and exact > Fraction(case.p):
        return _found(case, Cause.CAPPED, cap=written_exact(case.p))
    if case.p == 0 and exact < 0:
        return _found(case, Cause.FLOORED)
    return None


# --- another way of computing ---------------------------------------------------------------


def _wrong_bound(case: Case) -> Finding | None:
    target = case.target.target
    if not isinstance(target, Range):
        return None
    for signs, value in _over_bounds(Fraction(target.low), Fraction(target.high), case):
        if case.fits(value):
            return _found(
                case,
                Cause.WRONG_BOUND_OF_RANGE,
                _by_decimals(case),
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


def _other_formula(case: Case) -> Finding | None:
    if case.is_range or case.is_absorption:
        return None
    return _by_formula(case, symmetric=False)


def _symmetric(case: Case) -> Finding | None:
    """The formula for closest is best, asked after the opposite direction: it is rare."""
    if case.is_range or case.is_absorption:
        return None
    return _by_formula(case, symmetric=True)


def _by_formula(case: Case, *, symmetric: bool) -> Finding | None:
    for formula in _public(case.polarity or Polarity.POSITIVE):
        value = _answer(formula, case)
        is_asked = formula.key.startswith(_SYMMETRIC) == symmetric
        if is_asked and value is not None and value != case.exact and case.fits(value):
            return _formula_found(case, Cause.OTHER_FORMULA, formula, value)
    return None


def _converted(case: Case) -> Finding | None:
    """The score of a civil servant's appraisal instead of the achievement that it comes from."""
    exact = case.exact
    if exact is None or case.polarity is None:
        return None
    is_full = exact == _WHOLE
    is_score = (case.p == 120 and (exact > 110 or is_full)) or (case.p == 109 and is_full)  # noqa: PLR2004  the scores of the regulation
    if not is_score:
        return None
    return _found(
        case,
        Cause.OTHER_FORMULA,
        Certainty.LIKELY if is_full else Certainty.POSSIBLE,
        formula="iki",
        signs="konversi nilai IKI",
        value=written_exact(case.p),
        source="PermenPANRB 8/2021, lampiran hlm. 93",
    )


def _inverted(case: Case) -> Finding | None:
    if case.is_range or case.is_absorption:
        return None
    is_positive = case.polarity is not Polarity.NEGATIVE
    keys = ("t_per_r", "n1") if is_positive else ("positif",)
    for formula in map(by_key, keys):
        value = _answer(formula, case)
        if value is not None and case.fits(value):
            return _formula_found(case, Cause.INVERTED_POLARITY, formula, value)
    return None


def _formula_found(
    case: Case,
    cause: Cause,
    formula: PublicFormula,
    value: Fraction,
    certainty: Certainty | None = None,
) -> Finding:
    return _found(
        case,
        cause,
        certainty or _by_decimals(case),
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


def _copied(case: Case) -> Finding | None:
    if case.is_range or case.p in (0, 100) or case.t == 0:
        return None
    p = Fraction(case.p)
    if p == half_up(case.r, case.d):
        return _found(case, Cause.REALIZATION_COPIED, _by_decimals(case))
    if p == half_up(case.t, case.d):
        return _found(case, Cause.TARGET_COPIED, _by_decimals(case))
    gap = case.r - case.t
    for value in (gap, -gap, gap / case.t * 100, -gap / case.t * 100):
        if value and case.meets(value):
            return _found(case, Cause.DIFFERENCE_PRINTED, _by_decimals(case), value=shown(value))
    return None


# --- another unit ---------------------------------------------------------------------------


def _factor(case: Case) -> Finding | None:
    """Printed number or realization is off by 100, 1.000 or 100.000."""
    if not case.exact or case.p == 0:
        return None
    for power in (3, 6, 9) if case.kind is Kind.MONEY else (2, 3, 5):
        for what, value in _by_power(case, power):
            if case.meets(value) and _says_enough(case, value):
                return _factor_found(case, power, what, value)
    return None


def _by_power(case: Case, power: int) -> Iterator[tuple[str, Fraction]]:
    exact, own = case.exact or Fraction(0), case.own
    for way in (Fraction(10**power), Fraction(1, 10**power)):
        yield "printed", exact * way
        value = None if own is None else _at(own, case.t, case.r * way)
        if value is not None:
            yield "realization", value


def _says_enough(case: Case, value: Fraction) -> bool:
    """Two digits at least, or the number without any rounding."""
    digits = format(abs(case.p), "f").replace(".", "").strip("0")
    return len(digits) > 1 or value == Fraction(case.p)


def _factor_found(case: Case, power: int, what: str, value: Fraction) -> Finding:
    is_money = case.kind is Kind.MONEY and what == "realization"
    return _found(
        case,
        Cause.MIXED_MONEY_UNITS if is_money else Cause.UNIT_FACTOR,
        Certainty.LIKELY,
        factor=written(Fraction(10**power), 0),
        scaled=what,
        amount=case.realization.text.strip(),
        value=shown(value),
    )


def _at(own: FormulaOf, target: Fraction, realized: Fraction) -> Fraction | None:
    if target == 0 or (own is inverse and realized == 0):
        return None
    return own(target, realized)


def _added(case: Case) -> Finding | None:
    """The printed percentage is 2, 3 … times the recomputed one, and above 100."""
    exact = case.exact
    if case.kind is not Kind.PERCENT or exact is None or exact <= 0 or case.p <= _WHOLE:
        return None
    for times in range(2, 11):
        if case.meets(exact * times):
            return _found(
                case,
                Cause.PERCENT_ADDED_ACROSS_YEARS,
                Certainty.LIKELY,
                terms=f"{times} × {shown(exact)}",
                times=str(times),
            )
    return None


def _part_of_year(case: Case) -> Finding | None:
    own = case.own
    is_within = re.search(
        r"\b(?:tw|triwulan|semester|smt|bulan)\b", case.line.text(Part.YEAR), re.IGNORECASE
    )
    if own is None or case.is_range or not is_within or case.t == 0:
        return None
    for words, part in (("1/4", 4), ("1/2", 2), ("3/4", Fraction(4, 3))):
        value = _at(own, case.t / part, case.r)
        if value is not None and case.meets(value):
            return _found(
                case,
                Cause.AGAINST_PART_OF_YEAR,
                _by_decimals(case),
                part=words,
                value=shown(value),
            )
    return None


def _opposite(case: Case) -> Finding | None:
    own = case.own
    is_percent = case.kind is Kind.PERCENT and own is not None and not case.is_range
    if not is_percent or own is None or not (0 <= case.r <= _WHOLE and 0 < case.t < _WHOLE):
        return None
    ways = (
        ("100 − R", case.t, _WHOLE - case.r),
        ("100 − T", _WHOLE - case.t, case.r),
        ("100 − T, 100 − R", _WHOLE - case.t, _WHOLE - case.r),
    )
    for words, target, realized in ways:
        value = _at(own, target, realized)
        if value is not None and case.p != _WHOLE and case.fits(value):
            return _found(
                case, Cause.OPPOSITE_MEANING, _by_decimals(case), signs=words, value=shown(value)
            )
    return None


# --- rounded inputs, slips ------------------------------------------------------------------


def span(cell: Cell, kind: Kind) -> tuple[Fraction, Fraction]:
    """The least and the most that rounds to what the cell says; counts are what they are."""
    exact = cell.exact or Fraction(0)
    is_whole = cell.decimals == 0 and (kind in (Kind.COUNT, Kind.MONEY) or exact == 0)
    if cell.finer is not None or is_whole or CellNote.GRADE in cell.notes:
        return exact, exact
    half = Fraction(1, 2) / Fraction(10) ** cell.decimals
    return exact - half, exact + half


def reach(case: Case, formula: FormulaOf) -> tuple[Fraction, Fraction] | None:
    """The least and the most that a formula gives over inputs that round to the printed ones."""
    targets, realized = span(case.target, case.kind), span(case.realization, case.kind)
    if targets[0] <= 0 or realized[0] < 0 or (formula is inverse and realized[0] == 0):
        return None
    corners = [formula(t, r) for t in targets for r in realized]
    return min(corners), max(corners)


def is_within(case: Case, bounds: tuple[Fraction, Fraction] | None) -> bool:
    """Whether some value between the bounds prints as what is printed."""
    if bounds is None or bounds[0] == bounds[1]:
        return False
    half = Fraction(1, 2 * 10**case.d)
    p = Fraction(case.p)
    return bounds[0] <= p + half and bounds[1] >= p - half


def _narrow(bounds: tuple[Fraction, Fraction] | None) -> bool:
    return bounds is not None and bounds[1] - bounds[0] <= abs(bounds[0] + bounds[1]) / 2 * WIDEST


def _rounded_inputs(case: Case) -> Finding | None:
    own = case.own
    if own is None or case.is_range:
        return None
    bounds = reach(case, own)
    if bounds is None or not _narrow(bounds) or not is_within(case, bounds):
        return None
    return _found(
        case,
        Cause.ROUNDED_INPUTS,
        Certainty.LIKELY,
        low=shown(bounds[0], max(2, case.d)),
        high=shown(bounds[1], max(2, case.d)),
    )


def _coarse_inputs(case: Case) -> Finding | None:
    """Inputs of so few digits that they reach far: the printed number lies within, no more."""
    own = case.own
    bounds = None if own is None else reach(case, own)
    if bounds is None or not is_within(case, bounds):
        return None
    return _found(
        case,
        Cause.ROUNDED_INPUTS,
        Certainty.POSSIBLE,
        low=shown(bounds[0], max(2, case.d)),
        high=shown(bounds[1], max(2, case.d)),
    )


def _habitual(case: Case) -> Finding | None:
    """The formula that the rest of the report uses, over inputs that were rounded for print."""
    formula = {"t_per_r": inverse, "n1": lowered, "positif": raised}.get(case.habit)
    if formula is None or formula is case.own or case.is_range:
        return None
    bounds = reach(case, formula)
    if not is_within(case, bounds):
        return None
    public = by_key(case.habit)
    value = formula(case.t, case.r)
    return _formula_found(case, Cause.OTHER_FORMULA, public, value, Certainty.LIKELY)


def _other_formula_rounded(case: Case) -> Finding | None:
    """Another formula over inputs that were rounded for print, if that says little room."""
    if case.is_range or case.is_absorption or case.polarity is not Polarity.NEGATIVE:
        return None
    bounds = reach(case, inverse)
    if not _narrow(bounds) or not is_within(case, bounds):
        return None
    value = inverse(case.t, case.r)
    return _formula_found(case, Cause.OTHER_FORMULA, by_key("t_per_r"), value, Certainty.POSSIBLE)


def _slip(case: Case) -> Finding | None:
    exact = case.exact
    slip = None if exact is None else slip_between(exact, case.p, case.d)
    if slip is not None:
        how = Certainty.POSSIBLE if slip is Slip.LAST_DIGIT else Certainty.LIKELY
        return _found(case, Cause.DIGIT_SLIP, how, slip=slip.value, where="printed")
    found = slipped_input(case)
    if found is None:
        return None
    where, value = found
    return _found(
        case,
        Cause.DIGIT_SLIP,
        Certainty.POSSIBLE,
        slip="input",
        where=where,
        value=written_exact(value),
    )


_WAYS: tuple[tuple[str, FormulaOf], ...] = (
    ("R ÷ T", raised),
    ("(2T − R) ÷ T", lowered),
    ("T ÷ R", inverse),
    ("(T − R) ÷ T", remainder),
)


def _plain_mistake(case: Case) -> Finding:
    """What every public formula would have given instead."""
    facts = {"others": "; ".join(_others(case))}
    within = [signs for signs, formula in _WAYS if is_within(case, reach(case, formula))]
    if within and not case.is_range:
        facts["within"] = "; ".join(within)
    is_met, was_printed_met = (case.exact or 0) >= _WHOLE, case.p >= _WHOLE
    if is_met != was_printed_met:
        facts["against"] = "met" if is_met else "missed"
    return _found(case, Cause.PLAIN_MISTAKE, Certainty.CERTAIN, **facts)


def _others(case: Case) -> Iterator[str]:
    """What each formula gives, and over a range each of its bounds."""
    target = case.target.target
    if isinstance(target, Range):
        own = lowered if case.polarity is Polarity.NEGATIVE else raised
        for name, bound in (("batas bawah", target.low), ("batas atas", target.high)):
            value = _at(own, Fraction(bound), case.r)
            if value is not None:
                yield f"{name} {written_exact(bound)}: {shown(value)}"
        return
    for signs, formula in _WAYS:
        given = _at(formula, case.t, case.r)
        if given is not None:
            yield f"{signs} = {shown(given)}"


_JUDGES: tuple[Judge, ...] = (
    _equal,
    _rounding,
    _zeros,
    _bounded,
    _converted,
    _other_formula,
    _inverted,
    _symmetric,
    _wrong_bound,
    _habitual,
    _factor,
    _part_of_year,
    _added,
    _copied,
    _rounded_inputs,
    _opposite,
    _other_formula_rounded,
    _slip,
    _coarse_inputs,
)


# --- findings beside the cause --------------------------------------------------------------


def findings_beside(case: Case) -> tuple[Finding, ...]:
    """What else is wrong with the row, whatever the cause: unit text, direction, above 100."""
    judges = (_unit_text, _name_against_direction, _formula_against_name, _above_hundred)
    found = (judge(case) for judge in judges)
    return tuple(finding for finding in found if finding is not None)


def _unit_text(case: Case) -> Finding | None:
    """The name says per 100.000, the unit another factor, or the figures say so themselves."""
    named = (
        factor_of(case.indicator)
        if re.search(r"\bper\s*[0-9]", case.indicator, re.IGNORECASE)
        else 0
    )
    if not named:
        return None
    said = factor_of(case.unit) if re.search(r"\bper\s*[0-9]|%", case.unit, re.IGNORECASE) else 0
    texts = (case.unit, case.line.text(Part.NOTES), case.target.text, case.realization.text)
    for cell in (case.target, case.realization):
        quotient = restated(cell, *texts)
        said = quotient.factor if quotient is not None and not said else said
    if not said or said == named:
        return None
    return _found(
        case,
        Cause.UNIT_FACTOR,
        Certainty.CERTAIN,
        scaled="unit",
        named=written(Fraction(named), 0),
        said=written(Fraction(said), 0),
    )


def _name_against_direction(case: Case) -> Finding | None:
    is_against = case.polarity is Polarity.POSITIVE and case.direction is Direction.SAID
    if is_against and names_a_bad_thing(case.indicator):
        return _found(case, Cause.OPPOSITE_MEANING, Certainty.POSSIBLE, signs="name")
    return None


_GOOD = re.compile(
    r"patuh|disiplin|tertib|sembuh|lulus|sesuai|selesai|aman|bebas|tepat waktu", re.IGNORECASE
)
_BAD = re.compile(
    r"mengulangi|melanggar|pelanggar|tidak (?:patuh|disiplin|sembuh|lulus|sesuai|selesai|tepat)|"
    r"belum (?:sesuai|selesai)|gagal|terlambat",
    re.IGNORECASE,
)
_FORMULA_SAID = re.compile(r"(?P<above>[^.;:]+?)\s+dibagi\b", re.IGNORECASE)


def _formula_against_name(case: Case) -> Finding | None:
    """The notes give the formula in words, and it counts the opposite of what the name says."""
    if not _GOOD.search(case.indicator) or _BAD.search(case.indicator):
        return None
    match = _FORMULA_SAID.search(case.line.text(Part.NOTES))
    if match is None or not _BAD.search(match["above"]):
        return None
    return _found(
        case,
        Cause.OPPOSITE_MEANING,
        Certainty.POSSIBLE,
        signs="formula",
        above=match["above"].strip(),
    )


def _above_hundred(case: Case) -> Finding | None:
    is_share = re.match(r"persentase|proporsi|cakupan|prosentase", case.indicator.lower())
    if case.kind is Kind.PERCENT and is_share and case.r > _WHOLE and _has_printed(case):
        terms = case.realization.text.strip()
        return _found(
            case, Cause.PERCENT_ADDED_ACROSS_YEARS, Certainty.POSSIBLE, terms=terms, times=""
        )
    return None


def _has_printed(case: Case) -> bool:
    return case.printed.value is not None
