"""Ratings: ordered classes by their lower bounds, without holes between them."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from ukur.domain.refusals import Problem


@dataclass(frozen=True)
class Step:
    """One class and the percentage from which it holds."""

    bound: Decimal
    name: str


@dataclass(frozen=True)
class Scale:
    """Classes from the best down; whatever reaches none of them is `lowest`.

    A printed scale such as "76 – 90, 91 – 100" has holes and a roof. Here only lower
    bounds count: what is above 100 is in the top class, what is below 0 in the lowest.
    `strict`: a class begins above its bound ("> 90"), not at it.
    """

    key: str
    steps: tuple[Step, ...]
    lowest: str
    strict: bool = False

    @property
    def names(self) -> tuple[str, ...]:
        """All classes, the best first."""
        return (*(step.name for step in self.steps), self.lowest)


PERFORMANCE = Scale(
    "skala-nilai-peringkat-kinerja",
    (
        Step(Decimal(91), "Sangat Tinggi"),
        Step(Decimal(76), "Tinggi"),
        Step(Decimal(66), "Sedang"),
        Step(Decimal(51), "Rendah"),
    ),
    "Sangat Rendah",
)
"""Source: Permendagri 86/2017, by the attribution of LKjIP that print the scale."""

AKIP = Scale(
    "predikat-akip",
    (
        Step(Decimal(90), "AA"),
        Step(Decimal(80), "A"),
        Step(Decimal(70), "BB"),
        Step(Decimal(60), "B"),
        Step(Decimal(50), "CC"),
        Step(Decimal(30), "C"),
    ),
    "D",
    strict=True,
)
"""Grades of an AKIP evaluation, for a score over 100. Source: PermenPANRB 88/2021."""


def place(ratio: Fraction, scale: Scale = PERFORMANCE) -> int:
    """The place of the class in `scale.names` that the exact ratio falls in; 0 is the best."""
    percent = ratio * 100
    for number, step in enumerate(scale.steps):
        bound = Fraction(step.bound)
        if percent > bound or (percent == bound and not scale.strict):
            return number
    return len(scale.steps)


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
