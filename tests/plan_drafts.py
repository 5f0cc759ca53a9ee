"""A small plan in which nothing wants a look, and one of its parts changed."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

from ukur.domain.figures.indicator import (
    Counting,
    EntryBasis,
    Kind,
    PeriodRule,
    Point,
    Polarity,
    Range,
    Target,
    UnitRule,
)
from ukur.domain.figures.notation import TargetRead, read_target
from ukur.domain.periods import Period
from ukur.domain.plan.draft import (
    Assignment,
    PlanDraft,
    PlannedBudget,
    PlannedGoal,
    PlannedIndicator,
    PlannedTarget,
    PlannedUnit,
)

EVERY_PERIOD = (Period.TW1, Period.TW2, Period.TW3, Period.TW4, Period.YEAR)

RATIO = Counting(Kind.RATIO, EntryBasis.TO_DATE, PeriodRule.LAST, UnitRule.SUM_RATIO, factor=100)
TO_DATE = Counting(Kind.COUNT, EntryBasis.TO_DATE, PeriodRule.LAST, UnitRule.SUM)
SUMMED = Counting(Kind.COUNT, EntryBasis.IN_PERIOD, PeriodRule.SUM, UnitRule.SUM)
SCORE = Counting(Kind.INDEX, EntryBasis.IN_PERIOD, PeriodRule.LAST, UnitRule.OWNER)


def target(text: str) -> Target:
    found = read_target(text)
    assert isinstance(found, TargetRead)
    return found.target


def targets(
    *texts: str, code: str = "I-1", periods: tuple[Period, ...] = EVERY_PERIOD
) -> tuple[PlannedTarget, ...]:
    """A target for each period; an empty text gives none."""
    return tuple(
        PlannedTarget(code, period, target(text))
        for period, text in zip(periods, texts, strict=True)
        if text
    )


def indicator(**changes: Any) -> PlannedIndicator:
    sound = PlannedIndicator(
        "I-1",
        "S1",
        "Persentase ibu hamil yang dilayani",
        "%",
        2,
        Polarity.POSITIVE,
        None,
        RATIO,
        EVERY_PERIOD,
        numerator_text="ibu hamil yang dilayani",
        denominator_text="ibu hamil",
        definition="Ibu hamil yang enam kali diperiksa, dibagi seluruh ibu hamil setahun",
        data_source="Kohort ibu",
        in_charge="Kepala Bidang Kesehatan Masyarakat",
        formula_text="pembilang dibagi penyebut, dikali 100",
    )
    return replace(sound, **changes)


def sound_plan(**changes: Any) -> PlanDraft:
    """A plan without findings; `changes` are its parts."""
    program = PlannedBudget(
        "1.02.02", "Program", "program", "", "S1", Decimal(1_500_000_000), "PKM-01"
    )
    parts: dict[str, Any] = {
        "units": (PlannedUnit("PKM-01", "Puskesmas Melati", "puskesmas", 1),),
        "goals": (PlannedGoal("S1", "Meningkatnya derajat kesehatan"),),
        "indicators": (
            indicator(),
            indicator(
                code="P-1",
                name="Persentase ibu hamil yang diperiksa enam kali",
                level="program",
                node_code="1.02.02",
            ),
        ),
        "targets": (
            *targets("25", "50", "75", "100", "100"),
            *targets("20", "40", "60", "90", "90", code="P-1"),
        ),
        "assignments": (Assignment("I-1", "PKM-01"), Assignment("P-1", "PKM-01")),
        "budget": (program,),
    }
    return PlanDraft(**{**parts, **changes})


def measuring(*texts: str, **changes: Any) -> PlanDraft:
    """The sound plan with one indicator changed and these targets."""
    first, second = sound_plan().indicators
    return sound_plan(
        indicators=(replace(first, **changes), second),
        targets=(*targets(*texts), *targets("20", "40", "60", "90", "90", code="P-1")),
    )


def point(value: str) -> Point:
    return Point(Decimal(value))


def between(low: str, high: str) -> Range:
    return Range(Decimal(low), Decimal(high))
