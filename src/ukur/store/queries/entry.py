"""The form of one unit, with what is entered so far and what it comes to."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal

from django.db.models import Count, Q

from ukur.domain.collecting import Act, Lack, TaskState, offers_task
from ukur.domain.entering import Entered
from ukur.domain.figures.accumulation import value_of
from ukur.domain.figures.achievement import Achieved, achievement, own_formula
from ukur.domain.figures.explain import (
    Explanation,
    Figure,
    Inputs,
    Provenance,
    SourceRow,
    explain,
)
from ukur.domain.figures.explain_money import explain_absorption
from ukur.domain.figures.indicator import (
    Amount,
    Exact,
    Formula,
    Kind,
    Parts,
    Polarity,
    Target,
    UnitRule,
)
from ukur.domain.figures.notation import written_exact
from ukur.domain.figures.policy import RuleSet
from ukur.domain.figures.rating import place
from ukur.domain.figures.reasons import Reason
from ukur.domain.figures.showing import (
    WORDED,
    Look,
    allowed_words,
    cell_text,
    target_text,
    value_text,
)
from ukur.domain.people import UNIT_ROLES, Actor
from ukur.domain.periods import Period
from ukur.store.models import (
    BudgetEntry,
    Entry,
    EvidenceRow,
    UnitTask,
)
from ukur.store.queries.in_force import in_force
from ukur.store.queries.lacks import lacks_of
from ukur.store.queries.line_accounts import origin_of
from ukur.store.queries.local_time import local_text
from ukur.store.queries.looks import look_of, own_targets, target_of
from ukur.store.queries.periods import earlier
from ukur.store.queries.procedures import rules_of


@dataclass(frozen=True)
class Chip:
    """A file of evidence."""

    id: int
    name: str
    size: int


@dataclass(frozen=True)
class Cells:
    """What stands in the cells of a line, in Indonesian notation; "" where nothing was entered."""

    value: str = ""
    numerator: str = ""
    denominator: str = ""
    note: str = ""


@dataclass(frozen=True)
class EntryLine:
    """One indicator in the form of a unit.

    `figure` holds the unit's own value against its own target of the period (`has_own_target`),
    else against the agency's; it is a hint for the operator, never the agency's achievement.
    `rating_place` counts from 0, the best.
    `choices` are the words to choose the value from, lowest first; none for numbers and days.
    Where the values of several units are added to reach one target (`is_summed`), one unit's
    value against it says nothing. `has_agencys_target` says that the target shown is not the
    unit's own though it might be taken for that.
    """

    id: int
    number: int
    code: str
    name: str
    goal: str
    unit_text: str
    polarity: Polarity
    kind: Kind
    factor: int
    choices: tuple[str, ...]
    numerator_text: str
    denominator_text: str
    is_summed: bool
    has_own_target: bool
    has_agencys_target: bool
    target: str
    previous: str
    cells: Cells
    realization: str
    figure: Explanation
    rating_place: int | None
    evidence_needed: bool
    evidence: tuple[Chip, ...]
    lacks: tuple[str, ...]

    @property
    def in_parts(self) -> bool:
        return self.kind is Kind.RATIO

    @property
    def is_day(self) -> bool:
        return self.kind is Kind.DATE

    @property
    def lower_is_better(self) -> bool:
        return self.polarity is Polarity.NEGATIVE

    @property
    def is_blank(self) -> bool:
        return not (self.cells.value or self.cells.numerator or self.cells.denominator)

    @property
    def state(self) -> str:
        """ready, nil (a reason why there is no figure), no_evidence or blank."""
        if "value" in self.lacks:
            return "blank"
        if "evidence" in self.lacks:
            return "no_evidence"
        return "nil" if self.is_blank else "ready"


@dataclass(frozen=True)
class BudgetCell:
    """A budget line that the unit reports: money in rupiah, absorption in percent."""

    id: int
    code: str
    name: str
    level: str
    ceiling: str
    previous: str
    spent: str
    absorption: str
    figure: Explanation


@dataclass(frozen=True)
class EntryGoal:
    """A goal (sasaran) and the unit's lines below it."""

    text: str
    lines: tuple[EntryLine, ...]


@dataclass(frozen=True)
class EntryForm:
    """The whole form of a unit in a cycle."""

    task_id: int
    cycle_id: int
    unit_id: int
    unit: str
    year: int
    period: Period
    previous_period: Period
    state: TaskState
    round: int
    due_at: datetime
    utc_offset: int
    submitted_at: datetime | None
    submitted_by: str
    reason_code: str
    reason: str
    saved_at: datetime | None
    acts: Mapping[Act, tuple[Lack, ...]]
    goals: tuple[EntryGoal, ...]
    budget: tuple[BudgetCell, ...]

    @property
    def lines(self) -> tuple[EntryLine, ...]:
        return tuple(line for goal in self.goals for line in goal.lines)

    @property
    def ready_count(self) -> int:
        return sum(line.state in ("ready", "nil") for line in self.lines)

    @property
    def can_fill(self) -> bool:
        return Act.FILL in self.acts

    @property
    def lacking(self) -> tuple[EntryLine, ...]:
        return tuple(line for line in self.lines if line.lacks)


@dataclass(frozen=True)
class OwnTask:
    """One of the forms that a person's units have to fill in."""

    id: int
    unit: str
    year: int
    period: Period
    state: TaskState
    due_at: datetime
    utc_offset: int


def own_tasks(actor: Actor) -> tuple[OwnTask, ...]:
    """The forms of the actor's units in running cycles, the most urgent first. One query."""
    rows = (
        UnitTask.objects.filter(
            unit_id__in=_units(actor),
            cycle__agency_id=actor.agency_id,
            cycle__is_live=True,
            cycle__run__ended_at=None,
        )
        .select_related("unit", "cycle__agency")
        .order_by("due_at", "unit__order")
    )
    return tuple(
        OwnTask(
            row.pk,
            row.unit.name,
            row.cycle.year,
            Period(row.cycle.period),
            TaskState(row.state),
            row.due_at,
            row.cycle.agency.utc_offset,
        )
        for row in rows
    )


def entry_form(task_id: int, actor: Actor) -> EntryForm | None:
    """The form of a unit in which the actor has a duty, or None. Nine queries."""
    task = _task(Q(pk=task_id, unit_id__in=_units(actor)), actor)
    return None if task is None else _form(task, actor)


def form_for_team(task_id: int, cycle_id: int, actor: Actor) -> EntryForm | None:
    """The form of any unit of a cycle, for those who collect."""
    task = _task(Q(pk=task_id, cycle_id=cycle_id), actor)
    return None if task is None else _form(task, actor)


def _units(actor: Actor) -> frozenset[int]:
    return frozenset[int]().union(*(actor.units(role) for role in UNIT_ROLES))


def _task(which: Q, actor: Actor) -> UnitTask | None:
    return (
        UnitTask.objects.filter(which, cycle__agency_id=actor.agency_id, cycle__is_live=True)
        .select_related(
            "unit",
            "submitted_by",
            "cycle__agency",
            "cycle__rule_set",
            "cycle__plan__agreement__letter",
        )
        .first()
    )


def _form(task: UnitTask, actor: Actor) -> EntryForm:
    cycle = task.cycle
    period = Period(cycle.period)
    before = earlier(cycle.year, period)
    entries = list(
        Entry.objects.filter(task=task)
        .select_related("line__indicator__goal", "entered_by")
        .annotate(units=Count("line__entries"))
        .order_by("line__order")
    )
    lacks = lacks_of(task.pk)
    targets = {key: t for key, t in own_targets(cycle).items() if key[2] is period}
    around = _Around(
        _lacking(lacks),
        _chips(task),
        _before(task, *before),
        rules_of(cycle),
        cycle.year,
        period,
        task.unit.name,
        cycle.agency.utc_offset,
        origin_of(cycle),
        frozenset(entry.line_id for entry in entries if entry.units > 1),
        {i: t for (unit, i, _p), t in targets.items() if unit == task.unit_id},
        frozenset(indicator for _unit, indicator, _p in targets),
    )
    lines = tuple(_line(entry, number, around) for number, entry in enumerate(entries, start=1))
    saved = [entry.entered_at for entry in entries if entry.entered_at is not None]
    return EntryForm(
        task_id=task.pk,
        cycle_id=cycle.pk,
        unit_id=task.unit_id,
        unit=task.unit.name,
        year=cycle.year,
        period=period,
        previous_period=before[1],
        state=TaskState(task.state),
        round=task.round,
        due_at=task.due_at,
        utc_offset=cycle.agency.utc_offset,
        submitted_at=task.submitted_at,
        submitted_by=task.submitted_by.name if task.submitted_by else "",
        reason_code=task.reason_code,
        reason=task.reason,
        saved_at=max(saved, default=None),
        acts=offers_task(TaskState(task.state), unit_id=task.unit_id, actor=actor, lacks=lacks),
        goals=_by_goal(lines),
        budget=_budget(task, around.rules, *before),
    )


def _chips(task: UnitTask) -> dict[int, tuple[Chip, ...]]:
    found: dict[int, list[Chip]] = defaultdict(list)
    for row in EvidenceRow.objects.filter(entry__task=task, removed_at=None).values_list(
        "entry__line_id", "id", "name", "size"
    ):
        found[row[0]].append(Chip(*row[1:]))
    return {line: tuple(chips) for line, chips in found.items()}


def _before(task: UnitTask, year: int, period: Period) -> dict[str, Entered]:
    """The unit's figures of the period before as they count now, by the code of the indicator."""
    rows = Entry.objects.filter(
        task__unit_id=task.unit_id,
        task__cycle__agency_id=task.cycle.agency_id,
        task__cycle__is_live=True,
        task__cycle__year=year,
        task__cycle__period=period.value,
    )
    return {
        row.line.indicator.code: in_force(row, list(row.corrections.all())).figure
        for row in rows.select_related("line__indicator").prefetch_related("corrections")
    }


@dataclass(frozen=True)
class _Around:
    """What is known of all the unit's lines: by indicator code, and by line id."""

    lacks: Mapping[str, tuple[str, ...]]
    chips: Mapping[int, tuple[Chip, ...]]
    before: Mapping[str, Entered]
    rules: RuleSet
    year: int
    period: Period
    unit: str
    utc_offset: int
    origin: Provenance
    shared: frozenset[int]
    """The lines that other units fill in too."""
    own: Mapping[int, Target]
    """The unit's own targets, by indicator id."""
    owned: frozenset[int]
    """The indicators for which some unit has a target of its own."""


def _line(entry: Entry, number: int, around: _Around) -> EntryLine:
    row = entry.line
    indicator = row.indicator
    kind, polarity = Kind(indicator.value_kind), Polarity(indicator.polarity)
    look = look_of(indicator, around.year)
    rules = around.rules
    amount = amount_of(entry)
    value = None if amount is None else value_of(amount, indicator.factor)
    realized = None if isinstance(value, Reason) else value
    own = around.own.get(indicator.pk)
    target = own or target_of(row.low, row.high)
    named = Formula(indicator.formula) if indicator.formula else None
    formula = own_formula(named, Kind(indicator.value_kind), target)
    outcome = achievement(target, realized, polarity, formula, rules=rules)
    last = around.before.get(indicator.code)
    is_added = UnitRule(indicator.unit_rule) is UnitRule.SUM and row.pk in around.shared
    return EntryLine(
        id=row.pk,
        number=number,
        code=indicator.code,
        name=indicator.name,
        goal=indicator.goal.text,
        unit_text=indicator.unit_text,
        polarity=polarity,
        kind=kind,
        factor=indicator.factor,
        choices=tuple(reversed(allowed_words(look))),
        numerator_text=indicator.numerator_text,
        denominator_text=indicator.denominator_text,
        is_summed=own is None and is_added,
        has_own_target=own is not None,
        has_agencys_target=own is None and (is_added or indicator.pk in around.owned),
        target=target_text(target, look),
        previous=_value_text(last, indicator.factor, look),
        cells=_cells(entry, look),
        realization=_value_text(entry, indicator.factor, look),
        figure=in_words(
            explain(_inputs(entry, target, realized, around), outcome, rules),
            (target, realized),
            look,
        ),
        rating_place=place(outcome.ratio, rules.scale) if isinstance(outcome, Achieved) else None,
        evidence_needed=indicator.evidence_needed,
        evidence=around.chips.get(row.pk, ()),
        lacks=around.lacks.get(indicator.code, ()),
    )


def _inputs(entry: Entry, target: Target | None, realized: Exact | None, around: _Around) -> Inputs:
    """What the unit's own figure rests on: its own entry."""
    indicator, amount = entry.line.indicator, amount_of(entry)
    row = SourceRow(
        around.unit,
        amount,
        around.period,
        entry.note,
        entry.entered_by.name if entry.entered_by else "",
        local_text(entry.entered_at, around.utc_offset),
        len(around.chips.get(entry.line_id, ())),
    )
    return Inputs(
        target,
        realized,
        amount if isinstance(amount, Parts) else None,
        indicator.factor,
        provenance=replace(around.origin, entry_basis=indicator.entry_basis, rows=(row,)),
        figure=Figure.UNIT,
    )


def amount_of(entry: Entry | Entered | None) -> Amount | None:
    """What a unit entered, or None while there is no figure."""
    if entry is None:
        return None
    if entry.numerator is not None and entry.denominator is not None:
        return Parts(entry.numerator, entry.denominator)
    return entry.value


def in_words(
    figure: Explanation, put_in: tuple[Target | None, Exact | None], look: Look
) -> Explanation:
    """The explanation with target and realization as they are read, where they are words."""
    if look.kind not in WORDED:
        return figure
    target, realized = put_in
    told = "" if realized is None else value_text(realized, look)
    return figure._replace(target=target_text(target, look), realization=told)


def _value_text(entry: Entry | Entered | None, factor: int, look: Look) -> str:
    amount = amount_of(entry)
    value = None if amount is None else value_of(amount, factor)
    if value is None or isinstance(value, Reason):
        return ""
    return value_text(value, look)


def _cells(entry: Entry, look: Look) -> Cells:
    return Cells(
        cell_text(entry.value, look),
        _exact(entry.numerator),
        _exact(entry.denominator),
        entry.note,
    )


def _exact(value: Decimal | None) -> str:
    return "" if value is None else written_exact(value)


def _lacking(lacks: Sequence[Lack]) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = defaultdict(list)
    for lack in lacks:
        found[lack.line].append(lack.code)
    return {line: tuple(codes) for line, codes in found.items()}


def _by_goal(lines: Sequence[EntryLine]) -> tuple[EntryGoal, ...]:
    groups: dict[str, list[EntryLine]] = defaultdict(list)
    for line in lines:
        groups[line.goal].append(line)
    return tuple(EntryGoal(text, tuple(group)) for text, group in groups.items())


def _budget(task: UnitTask, rules: RuleSet, year: int, period: Period) -> tuple[BudgetCell, ...]:
    rows = (
        BudgetEntry.objects.filter(task=task)
        .select_related("budget_line", "entered_by")
        .order_by("budget_line__order")
    )
    before = dict(
        BudgetEntry.objects.filter(
            task__unit_id=task.unit_id,
            task__cycle__agency_id=task.cycle.agency_id,
            task__cycle__is_live=True,
            task__cycle__year=year,
            task__cycle__period=period.value,
        ).values_list("budget_line__code", "absorbed")
    )
    return tuple(_budget_cell(row, task, rules, before.get(row.budget_line.code)) for row in rows)


def _budget_cell(
    entry: BudgetEntry, task: UnitTask, rules: RuleSet, before: Decimal | None
) -> BudgetCell:
    row = entry.budget_line
    told = explain_absorption(row.ceiling, entry.absorbed, rules, _spent_by(entry, task))
    return BudgetCell(
        id=row.pk,
        code=row.code,
        name=row.name,
        level=row.level,
        ceiling=written_exact(row.ceiling),
        previous=_exact(before),
        spent=_exact(entry.absorbed),
        absorption=told.shown,
        figure=told,
    )


def _spent_by(entry: BudgetEntry, task: UnitTask) -> Provenance:
    """Who reported the money, and when."""
    row = SourceRow(
        task.unit.name,
        entry.absorbed,
        task.cycle.period,
        entered_by=entry.entered_by.name if entry.entered_by else "",
        entered_at=local_text(entry.entered_at, task.cycle.agency.utc_offset),
    )
    return Provenance(rows=(row,))
