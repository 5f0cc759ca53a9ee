"""A table with one more column for each formula in public use: what it gives for each row."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from ukur.domain.figures.indicator import Exact, Target
from ukur.domain.figures.notation import Number, TargetRead, read, read_target
from ukur.domain.figures.printed.cells import CellKind, read_cell
from ukur.domain.figures.printed.columns import Part, parts_of
from ukur.domain.figures.printed.said import direction_of
from ukur.domain.figures.public_formulas import PUBLIC_FORMULAS, formulas_for
from ukur.edge.printed_table import report_parts
from ukur.edge.referee_words import answer_plain
from ukur.edge.wiring import Table

PREFIX = "wasit_"
COMPARED = tuple(f"{PREFIX}{formula.key}" for formula in PUBLIC_FORMULAS)
"""The added columns; a formula of another polarity or shape leaves its cell empty."""


def with_bench(table: Table, header: Sequence[str]) -> Table:
    """The table and, for each formula in public use, a column of what it gives.

    `header` heads the columns of the input, which stand first in `table`. The cells of a report
    are read as reports write them, those of any other table strictly.
    """
    parts = parts_of(header)
    reading = _as_reports_write if report_parts(header) else _strictly
    rows = tuple((*row, *_given(row, parts, reading)) for row in table.rows)
    return replace(table, header=(*table.header, *COMPARED), rows=rows)


Reading = Callable[[str, str, str], tuple[Target, Exact] | None]
"""Target and realization of two cells and a unit, or None if they are no certain numbers."""


def _strictly(target: str, realization: str, _unit: str) -> tuple[Target, Exact] | None:
    aim, reached = read_target(target), read(realization)
    if isinstance(aim, TargetRead) and isinstance(reached, Number):
        return aim.target, reached.value
    return None


def _as_reports_write(target: str, realization: str, unit: str) -> tuple[Target, Exact] | None:
    aim, reached = read_cell(target, unit), read_cell(realization, unit)
    is_certain = aim.kind is reached.kind is CellKind.NUMBER
    if not is_certain or aim.target is None or reached.value is None:
        return None
    return aim.target, reached.value


def _given(row: Sequence[str], parts: Mapping[Part, int], reading: Reading) -> tuple[str, ...]:
    def text(part: Part) -> str:
        return row[parts[part]] if part in parts else ""

    numbers = reading(text(Part.TARGET), text(Part.REALIZATION), text(Part.UNIT))
    polarity = direction_of(text(Part.POLARITY))
    if polarity is None or numbers is None:
        return ("",) * len(COMPARED)
    target, realized = numbers
    fitting = formulas_for(target, polarity)
    return tuple(
        answer_plain(formula.answer(target, realized)) if formula in fitting else ""
        for formula in PUBLIC_FORMULAS
    )
