"""Reading workbooks: the sample's plan, and a sheet of many rows."""

import statistics
import time
from collections.abc import Callable

from bench.figures import Figure, Sizes
from ukur.adapters.plan_workbook import Cell, table_workbook
from ukur.adapters.workbook import read_workbook
from ukur.domain.unit_form import ENTRIES
from ukur.edge.shipped import shipped

TIMES = 5


def measure(sizes: Sizes) -> list[Figure]:
    """Seconds of the middle one of several readings."""
    plan = shipped("samples", "dinkes-contoh", "rencana.xlsx").read_bytes()
    large = table_workbook({ENTRIES.sheet: [ENTRIES.columns, *_rows(sizes.rows)]}, title="Isian")
    return [
        Figure("the plan of the sample", _seconds(lambda: read_workbook(plan))),
        Figure(
            f"{sizes.rows} rows of {len(ENTRIES.columns)}", _seconds(lambda: read_workbook(large))
        ),
    ]


def _rows(count: int) -> list[list[Cell]]:
    return [
        [f"PKM-{n % 32:03}", f"IKP-{n % 40:03}", n % 997, 1_000 + n % 13, "", "sesuai register"]
        for n in range(count)
    ]


def _seconds(read: Callable[[], object]) -> float:
    took = []
    for _ in range(TIMES):
        began = time.perf_counter()
        read()
        took.append(time.perf_counter() - began)
    return statistics.median(took)
