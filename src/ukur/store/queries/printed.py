"""The figures of an old report that the plan brings, held against those of a cycle."""

from ukur.domain.figures.printed.case import Line
from ukur.domain.figures.printed.columns import Part
from ukur.domain.figures.printed.report import Compared, compared_lines
from ukur.domain.figures.reasons import Reason
from ukur.store.queries.measured import Measurement


def compared_printed(figures: Measurement) -> dict[int, Compared]:
    """Printed against recomputed, by the id of the line; lines without a printed figure are out.

    The realization is the cycle's own, unrounded. Asks the database nothing.
    """
    lines = {line.line_id: line for line in figures.lines if line.printed}
    rows = [
        Line(
            number,
            {
                Part.INDICATOR: f"{line.code} {line.name}",
                Part.UNIT: line.unit,
                Part.POLARITY: line.polarity.value,
                Part.TARGET: line.target,
                Part.REALIZATION: line.realization,
                Part.PRINTED: line.printed,
            },
            None if isinstance(line.rolled.value, Reason) else line.rolled.value,
        )
        for number, line in enumerate(lines.values(), start=1)
    ]
    return dict(zip(lines, compared_lines(rows, figures.rules), strict=True))
