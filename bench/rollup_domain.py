"""A million figures in bulk held against the domain's arithmetic, row by row."""

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import duckdb

from ukur.domain.figures.achievement import Achieved, Outcome, achievement
from ukur.domain.figures.indicator import Formula, Point, Polarity, Range
from ukur.domain.figures.notation import half_up_steps
from ukur.domain.figures.rating import place
from ukur.domain.figures.reasons import Reason, ReasonCode

MOST = 1_000_000
AT_ONCE = 10_000
_STATES = {
    "belum_diukur": ReasonCode.NOT_DUE,
    "tidak_menyampaikan": ReasonCode.NOTHING_DELIVERED,
    "kosong": ReasonCode.REALIZATION_MISSING,
}


def unlike(facts: Path, figures: Path) -> tuple[int, int]:
    """How many rows were held against the domain, and how many of them are not the same."""
    compared = differing = 0
    for *fact, reason, raw, short, at in _rows(facts, figures):
        compared += 1
        said = (reason, *(None if cell is None else int(cell) for cell in (raw, short, at)))
        differing += said != _wanted(_outcome(*fact))
    return compared, differing


def _rows(facts: Path, figures: Path) -> Iterator[tuple[object, ...]]:
    found = duckdb.execute(
        "SELECT status, polaritas, rumus, faktor, pembilang, penyebut, nilai, target, target_atas, "
        "reason, raw, short, place "
        f"FROM '{facts}' f JOIN '{figures}' g ON f.unit = g.area AND f.periode = g.periode "
        f"AND f.indikator = g.indikator LIMIT {MOST}"
    )
    while rows := found.fetchmany(AT_ONCE):
        yield from rows


def _outcome(  # noqa: PLR0913, PLR0917 - the columns of a row
    status: str,
    polarity: str,
    formula: str,
    factor: int,
    numerator: int | None,
    denominator: int | None,
    value: Decimal | None,
    low: Decimal,
    high: Decimal | None,
) -> Outcome:
    if status in _STATES:
        return Reason(_STATES[status])
    has_parts = numerator is not None and denominator is not None
    realized = Fraction(numerator * factor, denominator) if has_parts else value
    target = Point(low) if high is None else Range(low, high)
    named = Formula(formula) if formula else None
    return achievement(target, realized, Polarity(polarity), named)


def _wanted(outcome: Outcome) -> tuple[str | None, int | None, int | None, int | None]:
    if not isinstance(outcome, Achieved):
        return outcome.code.value, None, None, None
    above, below = outcome.ratio.as_integer_ratio()
    steps = (half_up_steps(above * 100, below, decimals) for decimals in (10, 2))
    return (None, *steps, place(outcome.ratio))
