"""Before anything is compared: cells that say nothing, or nothing that a sum can be done with."""

from ukur.domain.figures.printed.case import Case
from ukur.domain.figures.printed.causes import Cause, Finding
from ukur.domain.figures.printed.cells import CellKind
from ukur.domain.figures.printed.formulas import lowered, raised
from ukur.domain.figures.printed.judges.finding import evidence, finding_of, shown
from ukur.domain.figures.printed.said import Direction
from ukur.domain.figures.reasons import Reason


def unmeasured(case: Case) -> Finding | None:
    """The printed number, the target or the realization is missing; a zero may stand for it."""
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
    return None if cause is None else finding_of(case, cause)


def unreadable(case: Case) -> Finding | None:
    """Target or realization is no number, or could be two."""
    kinds = (case.target.kind, case.realization.kind)
    if CellKind.UNREADABLE in kinds or CellKind.AMBIGUOUS in kinds:
        return finding_of(case, Cause.INPUTS_UNREADABLE)
    return None


def zero_target(case: Case) -> Finding | None:
    """Nothing divides by zero: 0 of 0 is a convention, anything else has no percentage."""
    if case.is_range or case.t != 0:
        return None
    if case.exact is not None and case.meets(case.exact):
        return finding_of(case, Cause.EQUAL)
    cause = Cause.ZERO_OVER_ZERO_PRINTED if case.r == 0 else Cause.TARGET_ZERO
    return finding_of(case, cause)


def undirected(case: Case) -> Finding | None:
    """Nobody says whether higher or lower is better; what both would give is in the facts."""
    if case.direction is not Direction.UNKNOWN or case.is_range:
        return None
    ways = {"raised": raised(case.t, case.r), "lowered": lowered(case.t, case.r)}
    facts = {name: shown(value) for name, value in ways.items()}
    return Finding(Cause.POLARITY_NOT_GIVEN, facts=evidence(case, **facts))


def no_number(case: Case) -> Finding | None:
    """The arithmetic itself gives a reason instead of a number."""
    if isinstance(case.outcome, Reason):
        return finding_of(case, Cause.NOT_COMPUTABLE, reason=case.outcome.code.value)
    return None
