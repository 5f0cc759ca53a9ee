"""How far a result can lie from the printed one only because its inputs were rounded for print."""

from fractions import Fraction

from ukur.domain.figures.printed.case import Case
from ukur.domain.figures.printed.cells import Cell, CellNote
from ukur.domain.figures.printed.formulas import FormulaOf, inverse
from ukur.domain.figures.printed.said import Kind

WIDEST = Fraction(25, 1000)
"""Inputs that round to the printed ones may spread a result by so much, not more."""


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


def is_narrow(bounds: tuple[Fraction, Fraction] | None) -> bool:
    """Whether the bounds lie so close that to fall between them is hardly a chance."""
    return bounds is not None and bounds[1] - bounds[0] <= abs(bounds[0] + bounds[1]) / 2 * WIDEST
