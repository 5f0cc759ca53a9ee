"""The page of step 3: the indicators of the plan, or the lines once they are frozen."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal

from django.db.models import Max, Min

from ukur.domain.figures.indicator import EntryBasis, Kind
from ukur.domain.figures.showing import target_text
from ukur.domain.form_rules import default_checks, default_evidence
from ukur.domain.periods import Period, YearPeriod
from ukur.domain.plan.draft import Stage
from ukur.store.models import (
    AssignmentRow,
    Cycle,
    Entry,
    FormLine,
    IndicatorRow,
    PaperRow,
    TargetRow,
    UnitTask,
)
from ukur.store.queries.looks import look_of, target_of
from ukur.store.queries.plans import plan_in_force


@dataclass(frozen=True)
class FormIndicator:
    """An indicator as the form shows it; targets in Indonesian notation, "–" where there is none.

    `is_due` is False for "belum diukur". `units` are the ids of those that fill it in; `kinds`
    and `checks` are the evidence it needs and the checks that apply: the defaults, or once it is
    frozen what the planner decided. `due_at` is a moment of its own, before that of the form.
    """

    id: int
    code: str
    name: str
    level: str
    unit_text: str
    target: str
    year_target: str
    is_due: bool
    units: tuple[int, ...]
    kinds: tuple[str, ...]
    checks: tuple[str, ...]
    due_at: datetime | None = None

    @property
    def unit_count(self) -> int:
        return len(self.units)


@dataclass(frozen=True)
class FormGoal:
    code: str
    text: str
    indicators: tuple[FormIndicator, ...]


@dataclass(frozen=True)
class LastForm:
    """The form before this one, by the codes of its indicators."""

    when: YearPeriod
    codes: frozenset[str]


@dataclass(frozen=True)
class FormPage:
    """`is_frozen` once step 3 is done; then its moments and the code of the paper are known."""

    plan_number: int
    plan_kind: str
    goals: tuple[FormGoal, ...]
    unit_names: Mapping[int, str]
    last: LastForm | None = None
    is_frozen: bool = False
    opens_at: datetime | None = None
    fill_by: datetime | None = None
    closes_at: datetime | None = None
    paper: str = ""
    units: int = 0

    @property
    def indicators(self) -> tuple[FormIndicator, ...]:
        return tuple(one for goal in self.goals for one in goal.indicators)


def form_page(cycle_id: int, today: date) -> FormPage:
    """The form of a cycle. At most seven queries, however many indicators."""
    cycle = Cycle.objects.select_related("plan").get(pk=cycle_id)
    lines = list(
        FormLine.objects.filter(cycle=cycle).select_related("indicator__goal").order_by("order")
    )
    if lines:
        return _frozen(cycle, lines)
    plan = plan_in_force(cycle.agency_id, cycle.year, today) or cycle.plan
    indicators = list(
        IndicatorRow.objects.filter(plan=plan).select_related("goal").order_by("order")
    )
    targets = {
        (row.indicator_id, row.period): (row.low, row.high)
        for row in TargetRow.objects.filter(
            indicator__plan=plan, period__in=(cycle.period, Period.YEAR), stage=Stage.AGREED
        )
    }
    none = (None, None)
    units, names = _assigned(plan.pk)
    rows = [
        _Row(
            indicator,
            cycle.period in indicator.due_periods,
            targets.get((indicator.pk, cycle.period), none),
            targets.get((indicator.pk, Period.YEAR), none),
            units.get(indicator.pk, ()),
            default_evidence(is_needed=indicator.evidence_needed),
            default_checks(Kind(indicator.value_kind), EntryBasis(indicator.entry_basis)),
        )
        for indicator in indicators
    ]
    return FormPage(
        plan_number=plan.number,
        plan_kind=plan.kind,
        goals=_goals(rows, cycle.year),
        unit_names=names,
        last=_last_form(cycle),
    )


Bounds = tuple[Decimal | None, Decimal | None]


@dataclass(frozen=True)
class _Row:
    indicator: IndicatorRow
    is_due: bool
    own: Bounds
    year: Bounds
    units: tuple[int, ...]
    kinds: tuple[str, ...]
    checks: tuple[str, ...]
    due_at: datetime | None = None


def _frozen(cycle: Cycle, lines: Iterable[FormLine]) -> FormPage:
    units: dict[int, list[int]] = defaultdict(list)
    names: dict[int, str] = {}
    asked = Entry.objects.filter(task__cycle=cycle).order_by(
        "task__unit__order", "task__unit__code"
    )
    for line_id, unit_id, name in asked.values_list("line_id", "task__unit_id", "task__unit__name"):
        units[line_id].append(unit_id)
        names[unit_id] = name
    rows = [
        _Row(
            line.indicator,
            line.is_due,
            (line.low, line.high),
            (line.year_low, line.year_high),
            tuple(units[line.pk]),
            tuple(line.evidence_kinds),
            tuple(line.checks),
            line.due_at,
        )
        for line in lines
    ]
    paper = PaperRow.objects.filter(cycle=cycle, kind=PaperRow.Kind.FORM).order_by("-version")
    tasks = UnitTask.objects.filter(cycle=cycle)
    moments = tasks.aggregate(
        opens_at=Min("opens_at"), fill_by=Min("due_at"), closes_at=Max("closes_at")
    )
    return FormPage(
        plan_number=cycle.plan.number,
        plan_kind=cycle.plan.kind,
        goals=_goals(rows, cycle.year),
        unit_names=names,
        is_frozen=True,
        paper=paper.values_list("code", flat=True).first() or "",
        units=tasks.count(),
        **moments,
    )


def _assigned(plan_id: int) -> tuple[dict[int, tuple[int, ...]], dict[int, str]]:
    """Which units the plan gives every indicator to, and the names of the units."""
    found: dict[int, list[int]] = defaultdict(list)
    names: dict[int, str] = {}
    rows = AssignmentRow.objects.filter(indicator__plan=plan_id).order_by(
        "unit__order", "unit__code"
    )
    for indicator_id, unit_id, name in rows.values_list("indicator_id", "unit_id", "unit__name"):
        found[indicator_id].append(unit_id)
        names[unit_id] = name
    return {indicator_id: tuple(units) for indicator_id, units in found.items()}, names


def _last_form(cycle: Cycle) -> LastForm | None:
    """The newest form of the agency that was frozen before this cycle's. Two queries."""
    before = (
        Cycle.objects.filter(agency=cycle.agency_id, lines__isnull=False)
        .exclude(pk=cycle.pk)
        .order_by("-pk")
        .first()
    )
    if before is None:
        return None
    codes = FormLine.objects.filter(cycle=before).values_list("indicator__code", flat=True)
    return LastForm(YearPeriod(before.year, Period(before.period)), frozenset(codes))


def _goals(rows: Iterable[_Row], year: int) -> tuple[FormGoal, ...]:
    found: dict[tuple[str, str], list[FormIndicator]] = {}
    for row in rows:
        one = row.indicator
        found.setdefault((one.goal.code, one.goal.text), []).append(
            FormIndicator(
                id=one.pk,
                code=one.code,
                name=one.name,
                level=one.level,
                unit_text=one.unit_text,
                target=_target(one, row.own, year) if row.is_due else "–",
                year_target=_target(one, row.year, year),
                is_due=row.is_due,
                units=row.units,
                kinds=row.kinds,
                checks=row.checks,
                due_at=row.due_at,
            )
        )
    return tuple(FormGoal(code, text, tuple(ones)) for (code, text), ones in found.items())


def _target(indicator: IndicatorRow, bounds: Bounds, year: int) -> str:
    look = replace(look_of(indicator, year), decimals=0)
    return target_text(target_of(*bounds), look) or "–"
