"""The rule sets of an agency, and what two of them make of the same figures."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count

from ukur.domain.figures.policy import RuleSet
from ukur.domain.figures.policy_reading import from_plain
from ukur.domain.periods import Period, YearPeriod
from ukur.store.models import Cycle, RuleSetVersion
from ukur.store.queries.measured import MeasuredLine
from ukur.store.queries.measurement import measurement


@dataclass(frozen=True)
class RuleSetLine:
    """A version of a rule set, with how many cycles pin it. `issued_by` is "" for the shipped."""

    id: int
    rules: RuleSet
    in_force_from: date
    reason: str
    issued_by: str
    cycles: int


def rule_sets(agency_id: int) -> tuple[RuleSetLine, ...]:
    """All versions, the one that came into force last first. One query."""
    rows = (
        RuleSetVersion.objects.filter(agency_id=agency_id)
        .select_related("issued_by")
        .annotate(cycle_count=Count("cycle"))
        .order_by("-in_force_from", "-id")
    )
    return tuple(_line(row) for row in rows)


def _line(row: RuleSetVersion) -> RuleSetLine:
    return RuleSetLine(
        id=row.pk,
        rules=from_plain(row.rules),
        in_force_from=row.in_force_from,
        reason=row.reason,
        issued_by=row.issued_by.name if row.issued_by else "",
        cycles=row.cycle_count,  # type: ignore[attr-defined]  # annotated above
    )


@dataclass(frozen=True)
class UnderRules:
    """What a line comes to under one rule set; "–" and "" where there is no figure."""

    achievement: str
    rating: str
    formula: str
    reason: str


@dataclass(frozen=True)
class ComparedLine:
    """One indicator of a cycle under two rule sets."""

    code: str
    name: str
    target: str
    realization: str
    one: UnderRules
    other: UnderRules

    @property
    def differs(self) -> bool:
        return self.one != self.other


@dataclass(frozen=True)
class Compared:
    """A cycle under two rule sets: every line, and the mean of the agency under both."""

    lines: tuple[ComparedLine, ...]
    mean_of_one: str
    mean_of_other: str
    rating_of_one: str
    rating_of_other: str

    @property
    def differing(self) -> int:
        return sum(line.differs for line in self.lines)


def compared(cycle_id: int, agency_id: int, one: RuleSet, other: RuleSet) -> Compared | None:
    """The figures of a cycle under two rule sets, or None where the agency has no such cycle.

    Both are computed from the same entries; nothing is stored. Queries do not grow with rows.
    """
    cycle = Cycle.objects.filter(pk=cycle_id, agency_id=agency_id).first()
    if cycle is None:
        return None
    end = YearPeriod(cycle.year, Period(cycle.period)).ends
    first, second = (measurement(cycle_id, rules.on(end)) for rules in (one, other))
    return Compared(
        tuple(
            ComparedLine(
                line.code,
                line.name,
                line.target,
                line.realization,
                _under(line),
                _under(twin),
            )
            for line, twin in zip(first.lines, second.lines, strict=True)
        ),
        first.mean_text,
        second.mean_text,
        first.rating,
        second.rating,
    )


def _under(line: MeasuredLine) -> UnderRules:
    told = line.explanation
    return UnderRules(told.shown or "–", line.rating, told.formula, told.reason)
