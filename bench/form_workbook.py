"""A form of 300 rows that comes back: read and held against what is kept, row by row."""

import statistics
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from time import perf_counter

from bench.figures import Figure, Sizes
from ukur.adapters.form_reading import read_unit_form
from ukur.adapters.form_table import read_unit_form_csv, unit_form_csv
from ukur.adapters.form_workbook import unit_form
from ukur.domain.collecting import TaskState
from ukur.domain.entering import Entered
from ukur.domain.figures.indicator import Counting, EntryBasis, Kind, PeriodRule, UnitRule
from ukur.domain.figures.showing import Look
from ukur.domain.incoming import Standing
from ukur.domain.unit_form import FilledForm, UnitForm, UnitFormLine
from ukur.edge.form_files import previewed
from ukur.store.queries.incoming import StandingTask

TIMES = 5
COUNTING = Counting(Kind.RATIO, EntryBasis.TO_DATE, PeriodRule.LAST, UnitRule.SUM_RATIO, 100)


def measure(sizes: Sizes) -> list[Figure]:
    """Seconds of the middle one of several checks; every row of the file is changed."""
    lines = tuple(_line(number) for number in range(sizes.form_rows))
    form = UnitForm(
        "contoh/2026/TW3/PKM-01", "Isian", "Dinas", "PKM-01", "Melati", "TW III", "", lines
    )
    filled = replace(form, lines=tuple(replace(line, numerator=Decimal(7)) for line in lines))
    task = StandingTask(1, 1, "PKM-01", "Melati", TaskState.FILLING, _standing(lines), {})
    workbook, table = unit_form(filled), unit_form_csv(filled)
    return [
        Figure(f"a workbook of {sizes.form_rows} rows written", _seconds(lambda: unit_form(form))),
        Figure(
            f"a workbook of {sizes.form_rows} rows read and compared",
            _seconds(lambda: _checked(read_unit_form(workbook, filled), task)),
        ),
        Figure(
            f"a CSV of {sizes.form_rows} rows read and compared",
            _seconds(lambda: _checked(read_unit_form_csv("isian.csv", table, filled), task)),
        ),
    ]


def _line(number: int) -> UnitFormLine:
    return UnitFormLine(
        code=f"IKU-{number:03}",
        goal="Meningkatnya derajat kesehatan masyarakat",
        indicator=f"Cakupan pelayanan kesehatan nomor {number}",
        unit="%",
        target="90",
        year_target="95",
        kind=Kind.RATIO,
        factor=100,
        numerator_text="yang dilayani",
        denominator_text="seluruhnya",
        denominator=Decimal(100 + number),
        note="sesuai register",
    )


def _standing(lines: tuple[UnitFormLine, ...]) -> dict[str, Standing]:
    look = Look(Kind.RATIO, 2026, 2)
    return {
        line.code: Standing(n, line.code, line.indicator, look, COUNTING, Entered(), 0)
        for n, line in enumerate(lines)
    }


def _checked(filled: FilledForm, task: StandingTask) -> None:
    preview = previewed(filled, task)
    if preview.problems or preview.taken != len(task.lines):
        raise RuntimeError(preview.problems[:3])


def _seconds(act: Callable[[], object]) -> float:
    took = []
    for _ in range(TIMES):
        began = perf_counter()
        act()
        took.append(perf_counter() - began)
    return statistics.median(took)
