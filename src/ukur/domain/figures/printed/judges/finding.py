"""What every judge says: a cause, how certain it is, and the facts that its sentence names."""

from collections.abc import Callable
from fractions import Fraction

from ukur.domain.figures.notation import half_up, written
from ukur.domain.figures.printed.case import Case
from ukur.domain.figures.printed.causes import Cause, Certainty, Finding
from ukur.domain.figures.printed.formulas import FormulaOf, inverse

Judge = Callable[[Case], Finding | None]
WHOLE = Fraction(100)
"""Per cent of a target that is met."""


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


def finding_of(
    case: Case, cause: Cause, certainty: Certainty = Certainty.CERTAIN, **more: str
) -> Finding:
    """That cause, with the facts of the row and those that only this cause has."""
    return Finding(cause, certainty, evidence(case, **more))


def by_decimals(case: Case) -> Certainty:
    """Hit with decimals, a number is hardly a chance; a whole per cent may be."""
    return Certainty.LIKELY if case.d > 0 else Certainty.POSSIBLE


def has_printed(case: Case) -> bool:
    """Whether the report prints an achievement for the row."""
    return case.printed.value is not None


def computed(own: FormulaOf, target: Fraction, realized: Fraction) -> Fraction | None:
    """What a formula gives, in per cent; None where it would divide by zero."""
    if target == 0 or (own is inverse and realized == 0):
        return None
    return own(target, realized)
