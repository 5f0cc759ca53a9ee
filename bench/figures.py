"""What a benchmark is told, and what it answers."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from time import perf_counter

MEASURED = ("s", "×")
"""Units of figures that are measured and not counted."""


@dataclass(frozen=True)
class Sizes:
    """How much is measured; `few_units` is the small cycle that the large one is held against."""

    indicators: int = 40
    units: int = 32
    few_units: int = 8
    rows: int = 5_000
    form_rows: int = 300
    country_units: int = 2_500
    figures: int = 100_000
    open_steps: int = 10_000
    decisions: int = 400
    steps: int = 40
    runs: int = 100_000
    few_runs: int = 1_000
    savers: int = 40
    cells: int = 100


@dataclass(frozen=True)
class Figure:
    """One line of an answer. `unit` is "s", "×" (a ratio), or what was counted: "queries"."""

    what: str
    value: float
    unit: str = "s"

    def __str__(self) -> str:
        digits = 3 if self.unit in MEASURED else 0
        return f"{self.what}\t{self.value:.{digits}f} {self.unit}"


class Stopwatch:
    """Adds up the seconds of everything that is done under it."""

    def __init__(self) -> None:
        self.seconds = 0.0

    @contextmanager
    def running(self) -> Iterator[None]:
        began = perf_counter()
        try:
            yield
        finally:
            self.seconds += perf_counter() - began
