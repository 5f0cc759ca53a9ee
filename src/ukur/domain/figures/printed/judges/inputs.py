"""What is wrong with the inputs, even where the sum of them is right."""

import re
from fractions import Fraction

from ukur.domain.figures.notation import half_up, written, written_exact
from ukur.domain.figures.printed.case import Case
from ukur.domain.figures.printed.causes import Cause, Certainty, Finding
from ukur.domain.figures.printed.judges.finding import WHOLE, finding_of, has_printed, shown
from ukur.domain.figures.printed.rows import quarters_of
from ukur.domain.figures.printed.said import Kind

_GROWS = re.compile(r"tumbuh|kenaikan|\bpeningkatan", re.IGNORECASE)
"""What may well exceed 100 %."""
_TINY_SHARE = Fraction(1, 100_000)
"""Less than 0,001 % of a budget, and yet something: hardly an absorption."""


def added_inputs(case: Case) -> Finding | None:
    """A percentage of 200, 300 … as realization: years or quarters were added."""
    is_share = case.kind is Kind.PERCENT and not _GROWS.search(case.indicator)
    if not is_share or case.r <= WHOLE or not has_printed(case):
        return None
    quarters = [cell.value for cell in quarters_of(case) if cell.value is not None]
    if len(quarters) > 1 and sum(quarters) == case.realization.value:
        terms = " + ".join(written_exact(value) for value in quarters)
        return finding_of(
            case, Cause.PERCENT_ADDED_ACROSS_YEARS, terms=terms, times=str(len(quarters))
        )
    base = next((b for b in (WHOLE, case.t) if b and _is_multiple(case.r, b)), None)
    if base is None or not case.fits(case.exact or Fraction(0)):
        return None
    times = str(case.r / base)
    terms = f"{times} × {written_exact(half_up(base, 2))}"
    return finding_of(
        case, Cause.PERCENT_ADDED_ACROSS_YEARS, Certainty.LIKELY, terms=terms, times=times
    )


def _is_multiple(value: Fraction, base: Fraction) -> bool:
    times = value / base
    return times.denominator == 1 and 2 <= times <= 20  # noqa: PLR2004  years or quarters


def mixed_money(case: Case) -> Finding | None:
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
            return finding_of(
                case,
                Cause.MIXED_MONEY_UNITS,
                Certainty.LIKELY,
                amount=small.text.strip(),
                factor=written(Fraction(10**power), 0),
                value=shown(scaled * 100),
            )
    return None
