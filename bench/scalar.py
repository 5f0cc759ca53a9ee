"""One figure with its explanation, over and over, on one core."""

import time
from decimal import Decimal

from bench.figures import Figure, Sizes
from ukur.domain.figures.achievement import achievement
from ukur.domain.figures.explain import Inputs, explain
from ukur.domain.figures.indicator import Point, Polarity, Range, Target

TARGETS: tuple[Target, ...] = (
    Point(Decimal("87.5")),
    Point(Decimal(183)),
    Range(Decimal(80), Decimal(90)),
    Point(Decimal(0)),
)


def measure(sizes: Sizes) -> list[Figure]:
    """Figures a second of the processor: judged alone, and judged and explained."""
    polarities = list(Polarity)
    inputs = [
        (Inputs(target, Decimal(at % 977) / 4), polarities[at % len(polarities)])
        for at in range(sizes.figures // len(TARGETS))
        for target in TARGETS
    ]
    began = time.process_time()
    outcomes = [achievement(one.target, one.realization, polarity) for one, polarity in inputs]
    judged = time.process_time() - began
    began = time.process_time()
    for (one, _polarity), outcome in zip(inputs, outcomes, strict=True):
        explain(one, outcome)
    explained = judged + time.process_time() - began
    return [
        Figure("achievements a second", len(inputs) / judged, "figures"),
        Figure("with their explanation", len(inputs) / explained, "figures"),
    ]
