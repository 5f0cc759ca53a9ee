"""A table with one more column for each formula in public use: what it gives for each row."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from ukur.domain.figures.notation import Number, TargetRead, read, read_target
from ukur.domain.figures.printed.case import direction_of
from ukur.domain.figures.printed.columns import Part, parts_of
from ukur.domain.figures.referee import PUBLIC_FORMULAS, formulas_for
from ukur.edge.referee_words import answer_plain
from ukur.edge.wiring import Table

PREFIX = "wasit_"
COMPARED = tuple(f"{PREFIX}{formula.key}" for formula in PUBLIC_FORMULAS)
"""The added columns; a formula of another polarity or shape leaves its cell empty."""


def with_bench(table: Table, header: Sequence[str]) -> Table:
    """The table and, for each formula in public use, a column of what it gives.

    `header` heads the columns of the input, which stand first in `table`.
    """
    parts = parts_of(header)
    rows = tuple((*row, *_given(row, parts)) for row in table.rows)
    return replace(table, header=(*table.header, *COMPARED), rows=rows)


def _given(row: Sequence[str], parts: Mapping[Part, int]) -> tuple[str, ...]:
    def text(part: Part) -> str:
        return row[parts[part]] if part in parts else ""

    aim, reached = read_target(text(Part.TARGET)), read(text(Part.REALIZATION))
    polarity = direction_of(text(Part.POLARITY))
    if polarity is None or not isinstance(aim, TargetRead) or not isinstance(reached, Number):
        return ("",) * len(COMPARED)
    fitting = formulas_for(aim.target, polarity)
    return tuple(
        answer_plain(formula.answer(aim.target, reached.value)) if formula in fitting else ""
        for formula in PUBLIC_FORMULAS
    )
