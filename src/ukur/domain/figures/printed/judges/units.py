"""Another unit: off by a factor, added up, against a part of the year, or the opposite meant."""

import re
from collections.abc import Iterator
from fractions import Fraction

from ukur.domain.figures.notation import written
from ukur.domain.figures.printed.case import Case
from ukur.domain.figures.printed.causes import Cause, Certainty, Finding
from ukur.domain.figures.printed.columns import Part
from ukur.domain.figures.printed.judges.finding import (
    WHOLE,
    by_decimals,
    computed,
    finding_of,
    shown,
)
from ukur.domain.figures.printed.said import Kind


def factor(case: Case) -> Finding | None:
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
        value = None if own is None else computed(own, case.t, case.r * way)
        if value is not None:
            yield "realization", value


def _says_enough(case: Case, value: Fraction) -> bool:
    """Two digits at least, or the number without any rounding."""
    digits = format(abs(case.p), "f").replace(".", "").strip("0")
    return len(digits) > 1 or value == Fraction(case.p)


def _factor_found(case: Case, power: int, what: str, value: Fraction) -> Finding:
    is_money = case.kind is Kind.MONEY and what == "realization"
    return finding_of(
        case,
        Cause.MIXED_MONEY_UNITS if is_money else Cause.UNIT_FACTOR,
        Certainty.LIKELY,
        factor=written(Fraction(10**power), 0),
        scaled=what,
        amount=case.realization.text.strip(),
        value=shown(value),
    )


def added(case: Case) -> Finding | None:
    """The printed percentage is 2, 3 … times the recomputed one, and above 100."""
    exact = case.exact
    if case.kind is not Kind.PERCENT or exact is None or exact <= 0 or case.p <= WHOLE:
        return None
    for times in range(2, 11):
        if case.meets(exact * times):
            return finding_of(
                case,
                Cause.PERCENT_ADDED_ACROSS_YEARS,
                Certainty.LIKELY,
                terms=f"{times} × {shown(exact)}",
                times=str(times),
            )
    return None


def part_of_year(case: Case) -> Finding | None:
    """A quarter or semester is held against its part of the target of the year."""
    own = case.own
    is_within = re.search(
        r"\b(?:tw|triwulan|semester|smt|bulan)\b", case.line.text(Part.YEAR), re.IGNORECASE
    )
    if own is None or case.is_range or not is_within or case.t == 0:
        return None
    for words, part in (("1/4", 4), ("1/2", 2), ("3/4", Fraction(4, 3))):
        value = computed(own, case.t / part, case.r)
        if value is not None and case.meets(value):
            return finding_of(
                case,
                Cause.AGAINST_PART_OF_YEAR,
                by_decimals(case),
                part=words,
                value=shown(value),
            )
    return None


def opposite(case: Case) -> Finding | None:
    """The share that was not reached stands for the one that was: 100 − R, 100 − T, or both."""
    own = case.own
    is_percent = case.kind is Kind.PERCENT and own is not None and not case.is_range
    if not is_percent or own is None or not (0 <= case.r <= WHOLE and 0 < case.t < WHOLE):
        return None
    ways = (
        ("100 − R", case.t, WHOLE - case.r),
        ("100 − T", WHOLE - case.t, case.r),
        ("100 − T, 100 − R", WHOLE - case.t, WHOLE - case.r),
    )
    for words, target, realized in ways:
        value = computed(own, target, realized)
        if value is not None and case.p != WHOLE and case.fits(value):
            return finding_of(
                case, Cause.OPPOSITE_MEANING, by_decimals(case), signs=words, value=shown(value)
            )
    return None
