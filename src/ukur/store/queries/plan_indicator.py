"""One indicator of a plan: its manual, and its targets over versions, years and units."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from ukur.domain.figures.indicator import Counting, EntryBasis, Kind, PeriodRule, Polarity, UnitRule
from ukur.domain.figures.notation import written_exact
from ukur.domain.figures.showing import Look, target_text
from ukur.domain.periods import QUARTERS, Period
from ukur.domain.plan.draft import Stage
from ukur.store.models import (
    AssignmentRow,
    BudgetLine,
    IndicatorRow,
    RenstraIndicatorRow,
    RenstraTargetRow,
    TargetRow,
    UnitTargetRow,
)
from ukur.store.queries.looks import look_of, target_of
from ukur.store.queries.plan import VersionHead, version_heads

PERIODS = (*QUARTERS, Period.SEM1, Period.SEM2, Period.YEAR)


@dataclass(frozen=True)
class VersionTargets:
    """The targets of an indicator in one version of the plan, by `PERIODS`; "" for none.

    `texts` are those of the periods that any version has; `is_there` is False where the version
    does not have the indicator. `changed` marks what the version before said otherwise.
    """

    id: int
    number: int
    kind: str
    in_force_from: date
    is_this: bool
    is_there: bool
    renja: str
    texts: tuple[str, ...]
    changed: tuple[bool, ...]

    @property
    def cells(self) -> tuple[tuple[str, bool], ...]:
        """Each text with whether it changed."""
        return tuple(zip(self.texts, self.changed, strict=True))


@dataclass(frozen=True)
class UnitShare:
    """A unit that fills in the indicator, with its own targets where it has some."""

    code: str
    name: str
    texts: tuple[str, ...]

    @property
    def has_own(self) -> bool:
        return any(self.texts)


@dataclass(frozen=True)
class YearTarget:
    """What the Renstra says for a year."""

    year: int
    text: str
    is_this: bool


@dataclass(frozen=True)
class IndicatorPage:
    """An indicator of a version of the plan, with all that is laid down about it."""

    head: VersionHead
    code: str
    name: str
    level: str
    goal_code: str
    goal: str
    node_code: str
    node: str
    unit_text: str
    decimals: int
    polarity: Polarity
    formula: str
    counting: Counting
    grades: tuple[str, ...]
    due: tuple[Period, ...]
    numerator_text: str
    denominator_text: str
    definition: str
    formula_text: str
    data_source: str
    in_charge: str
    frequency: str
    baseline: str
    evidence_needed: bool
    weight: str
    printed: str
    periods: tuple[Period, ...]
    versions: tuple[VersionTargets, ...]
    units: tuple[UnitShare, ...]
    renstra: tuple[YearTarget, ...]
    renstra_baseline: str

    @property
    def own_targets(self) -> int:
        return sum(unit.has_own for unit in self.units)

    @property
    def without_own(self) -> int:
        return len(self.units) - self.own_targets


def indicator_page(plan_id: int, code: str, agency_id: int) -> IndicatorPage | None:
    """An indicator of a version, or None where there is none such. At most eleven queries."""
    row = (
        IndicatorRow.objects.filter(plan_id=plan_id, code=code, plan__agency_id=agency_id)
        .select_related("goal", "plan")
        .first()
    )
    if row is None:
        return None
    heads = version_heads(agency_id, row.plan.year)
    head = next(one for one in heads if one.id == plan_id)
    look = replace(look_of(row, head.year), decimals=0)
    versions, periods = _versions(heads, row)
    node = BudgetLine.objects.filter(plan_id=plan_id, code=row.node_code).first()
    renstra, renstra_baseline = _renstra(head, row.code)
    return IndicatorPage(
        head=head,
        code=row.code,
        name=row.name,
        level=row.level,
        goal_code=row.goal.code,
        goal=row.goal.text,
        node_code=row.node_code,
        node=node.name if node else "",
        unit_text=row.unit_text,
        decimals=row.decimals,
        polarity=Polarity(row.polarity),
        formula=row.formula,
        counting=Counting(
            Kind(row.value_kind),
            EntryBasis(row.entry_basis),
            PeriodRule(row.period_rule),
            UnitRule(row.unit_rule),
            row.factor,
        ),
        grades=tuple(row.grades),
        due=tuple(Period(period) for period in row.due_periods),
        numerator_text=row.numerator_text,
        denominator_text=row.denominator_text,
        definition=row.definition,
        formula_text=row.formula_text,
        data_source=row.data_source,
        in_charge=row.in_charge,
        frequency=row.frequency,
        baseline=row.baseline,
        evidence_needed=row.evidence_needed,
        weight="" if row.weight == 1 else written_exact(row.weight),
        printed=row.printed,
        periods=periods,
        versions=versions,
        units=_units(row, look, periods),
        renstra=renstra,
        renstra_baseline=renstra_baseline,
    )


def _versions(
    heads: Sequence[VersionHead], row: IndicatorRow
) -> tuple[tuple[VersionTargets, ...], tuple[Period, ...]]:
    """The targets in every version of the year, the newest first, and the periods that have any."""
    of_plan = {
        other.plan_id: other
        for other in IndicatorRow.objects.filter(
            plan_id__in=[head.id for head in heads], code=row.code
        )
    }
    texts: dict[int, dict[tuple[str, str], str]] = defaultdict(dict)
    for target in TargetRow.objects.filter(indicator__in=of_plan.values()).select_related(
        "indicator"
    ):
        other = target.indicator
        look = replace(look_of(other, row.plan.year), decimals=0)
        text = target_text(target_of(target.low, target.high), look)
        texts[other.plan_id][target.period, target.stage] = text
    periods = tuple(
        period
        for period in PERIODS
        if any((period.value, Stage.AGREED.value) in own for own in texts.values())
    )
    found: list[VersionTargets] = []
    before: tuple[str, ...] | None = None
    for head in reversed(heads):
        own = texts[head.id]
        said = tuple(own.get((period.value, Stage.AGREED.value), "") for period in periods)
        is_there = head.id in of_plan
        found.append(
            VersionTargets(
                head.id,
                head.number,
                head.kind,
                head.in_force_from,
                is_this=head.id == row.plan_id,
                is_there=is_there,
                renja=own.get((Period.YEAR.value, Stage.RENJA.value), ""),
                texts=said,
                changed=tuple(
                    before is not None and text != before[at] for at, text in enumerate(said)
                ),
            )
        )
        before = said if is_there else None
    return tuple(reversed(found)), periods


def _units(row: IndicatorRow, look: Look, periods: Iterable[Period]) -> tuple[UnitShare, ...]:
    """The units that fill it in, those with targets of their own first."""
    own: dict[int, dict[str, str]] = defaultdict(dict)
    for target in UnitTargetRow.objects.filter(indicator=row):
        text = target_text(target_of(target.low, target.high), look)
        own[target.unit_id][target.period] = text
    wanted = tuple(periods)
    rows = AssignmentRow.objects.filter(indicator=row).select_related("unit")
    shares = [
        UnitShare(
            assigned.unit.code,
            assigned.unit.name,
            tuple(own[assigned.unit_id].get(period.value, "") for period in wanted),
        )
        for assigned in rows.order_by("unit__order", "unit__code")
    ]
    return tuple(sorted(shares, key=lambda share: not share.has_own))


def _renstra(head: VersionHead, code: str) -> tuple[tuple[YearTarget, ...], str]:
    """The targets of the Renstra by year, and the state at its start."""
    if head.renstra_id is None:
        return (), ""
    row = RenstraIndicatorRow.objects.filter(renstra_id=head.renstra_id, code=code).first()
    if row is None:
        return (), ""
    kind, grades = Kind(row.value_kind), tuple(row.grades)
    targets = RenstraTargetRow.objects.filter(indicator=row).order_by("year")
    return (
        tuple(
            YearTarget(
                target.year,
                target_text(target_of(target.low, target.high), Look(kind, target.year, 0, grades)),
                target.year == head.year,
            )
            for target in targets
        ),
        row.baseline,
    )
