"""Ratings: ordered classes by their lower bounds, without holes between them."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from math import lcm

from ukur.domain.refusals import Problem


@dataclass(frozen=True)
class Step:
    """One class and the percentage from which it holds; `above`: not at it, only above it."""

    bound: Decimal
    name: str
    above: bool = False


@dataclass(frozen=True)
class Scale:
    """Classes from the best down; whatever reaches none of them is `lowest`.

    A printed scale such as "76 – 90, 91 – 100" has holes and a roof. Here only lower
    bounds count: what is above 100 is in the top class, what is below 0 in the lowest.
    `strict`: every class begins above its bound ("> 90"), not at it.
    """

    key: str
    steps: tuple[Step, ...]
    lowest: str
    strict: bool = False

    @cached_property
    def names(self) -> tuple[str, ...]:
        """All classes, the best first."""
        return (*(step.name for step in self.steps), self.lowest)

    @cached_property
    def whole_bounds(self) -> tuple[int, tuple[int, ...]]:
        """How many parts a whole is cut into so that every bound is a number of them, and those.

        Each bound is counted in halves of a part: 2n where the class begins at it, 2n + 1 above.
        """
        bounds = [Fraction(step.bound) / 100 for step in self.steps]
        parts = lcm(*(bound.denominator for bound in bounds))
        halves = (
            int(bound * parts) * 2 + (self.strict or step.above)
            for bound, step in zip(bounds, self.steps, strict=True)
        )
        return parts, tuple(halves)


def _steps(*steps: tuple[int, str]) -> tuple[Step, ...]:
    return tuple(Step(Decimal(bound), name) for bound, name in steps)


PERFORMANCE = Scale(
    "skala-nilai-peringkat-kinerja",
    _steps((91, "Sangat Tinggi"), (76, "Tinggi"), (66, "Sedang"), (51, "Rendah")),
    "Sangat Rendah",
)
"""Source: Permendagri 86/2017, by the attribution of LKjIP that print the scale."""

PERFORMANCE_CUKUP = Scale(
    "skala-cukup-tinggi",
    _steps((91, "Sangat Tinggi"), (76, "Tinggi"), (66, "Cukup Tinggi"), (51, "Rendah")),
    "Sangat Rendah",
)
"""The same bounds in other words. Source: LKjIP RSUD Muntilan 2017."""

PERFORMANCE_BAIK = Scale(
    "skala-sangat-baik",
    _steps((91, "Sangat Baik"), (76, "Baik"), (66, "Cukup"), (51, "Kurang")),
    "Sangat Kurang",
)
"""The same bounds in other words. Source: LKjIP Inspektorat Sampang 2019, table 3.1."""

SATISFACTION = Scale(
    "skala-memuaskan",
    _steps(
        (85, "Memuaskan"),
        (75, "Sangat Baik"),
        (65, "Baik"),
        (50, "Cukup Baik"),
        (30, "Agak Kurang"),
    ),
    "Kurang",
    strict=True,
)
"""Source: LKJIP Kab. Maluku Tengah 2021; its hole at exactly 85 belongs to Sangat Baik here."""

SUCCESS = Scale(
    "skala-berhasil",
    _steps((100, "Sangat Berhasil"), (75, "Berhasil"), (55, "Cukup Berhasil")),
    "Kurang Berhasil",
)
"""Source: a public SAKIP application that rates so."""

AKIP = Scale(
    "predikat-akip",
    _steps((90, "AA"), (80, "A"), (70, "BB"), (60, "B"), (50, "CC"), (30, "C")),
    "D",
    strict=True,
)
"""Grades of an AKIP evaluation, for a score over 100. Source: PermenPANRB 88/2021."""

SCALES = {
    scale.key: scale
    for scale in (
        PERFORMANCE,
        PERFORMANCE_CUKUP,
        PERFORMANCE_BAIK,
        SATISFACTION,
        SUCCESS,
        AKIP,
    )
}
"""The scales in public use, by key."""


def place(ratio: Fraction, scale: Scale = PERFORMANCE) -> int:
    """The place of the class in `scale.names` that the exact ratio falls in; 0 is the best."""
    return place_of(ratio.numerator, ratio.denominator, scale)


def place_of(above: int, below: int, scale: Scale) -> int:
    """The same for a ratio as two whole numbers; `below` is positive."""
    parts, bounds = scale.whole_bounds
    whole, rest = divmod(above * parts, below)
    halves = whole * 2 + (rest > 0)
    for number, bound in enumerate(bounds):
        if halves >= bound:
            return number
    return len(bounds)


def rating(ratio: Fraction, scale: Scale = PERFORMANCE) -> str:
    """The name of the class that the exact, unrounded, uncapped ratio falls in.

    >>> rating(Fraction("0.90996"))
    'Tinggi'
    >>> rating(Fraction(90, 100), AKIP)
    'A'
    """
    return scale.names[place(ratio, scale)]


def counted_by_rating(ratios: Iterable[Fraction], scale: Scale = PERFORMANCE) -> dict[str, int]:
    """How many ratios fall in each class, all classes named, the best first."""
    counts = dict.fromkeys(scale.names, 0)
    for ratio in ratios:
        counts[rating(ratio, scale)] += 1
    return counts


def scale_problems(scale: Scale) -> tuple[Problem, ...]:
    """What makes a scale unusable; empty when it is sound."""
    bounds = [step.bound for step in scale.steps]
    places = range(1, len(bounds))
    problems = [
        Problem(f"scale.steps.{number}", "bounds_not_descending")
        for number in places
        if bounds[number] >= bounds[number - 1]
    ]
    if not bounds:
        problems.append(Problem("scale.steps", "scale_empty"))
    if len(set(scale.names)) != len(scale.names) or not all(n.strip() for n in scale.names):
        problems.append(Problem("scale.names", "names_not_distinct"))
    return tuple(problems)
