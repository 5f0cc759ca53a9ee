"""The form of one unit, with what is entered so far and what it comes to."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, Subquery

from ukur.domain.checking import Warnings
from ukur.domain.collecting import Act, Lack, TaskState, offers_task
from ukur.domain.people import SOP_ROLES, Actor
from ukur.domain.periods import Period, YearPeriod
from ukur.domain.returning import WayBack, way_back
from ukur.domain.sop.model import Work
from ukur.domain.sop.timing import is_late
from ukur.store.models import UnitTask
from ukur.store.queries.checks import warnings_of
from ukur.store.queries.cycles import CycleHead, ruler_head
from ukur.store.queries.entry_history import (
    Others,
    figures_beside,
    period_before,
    periods_beside,
)
from ukur.store.queries.entry_lines import (
    Around,
    EntryLine,
    Evidence,
    entries_of,
    evidence_of,
    lines_of,
)
from ukur.store.queries.entry_money import BudgetCell, budget_of
from ukur.store.queries.lacks import lacks_among
from ukur.store.queries.line_accounts import origin_of
from ukur.store.queries.offices import WorkingOffice, office_at_work
from ukur.store.queries.own_tasks import own_units
from ukur.store.queries.procedures import rules_of
from ukur.store.queries.returned import Asked, Wish, asked_of_lines, wish_for
from ukur.store.queries.run_heads import newest_pause, open_step
from ukur.store.queries.unit_flow import FLOW_PEOPLE, UnitFlow, flow_of
from ukur.store.queries.windows import stand_of_form, window_of
from ukur.store.queries.writings import Writing, last_recorded, note_writings


@dataclass(frozen=True)
class EntryGoal:
    """A goal (sasaran) and the unit's lines below it."""

    text: str
    lines: tuple[EntryLine, ...]


@dataclass(frozen=True)
class AskedLine:
    """A line or budget line that was named when the form went back.

    `number` is that of a line in the form, 0 of a budget line.
    """

    id: int
    number: int
    code: str
    name: str
    is_budget: bool
    word: str
    is_changed: bool


@dataclass(frozen=True)
class EntryForm:
    """The whole form of a unit in a cycle."""

    task_id: int
    cycle_id: int
    unit_id: int
    unit: str
    year: int
    period: Period
    beside: tuple[YearPeriod, ...]
    """The periods whose figures stand beside the open one."""
    state: TaskState
    round: int
    due_at: datetime
    is_late: bool
    """By office time the day by which it is awaited is over."""
    utc_offset: int
    office: WorkingOffice
    head: CycleHead
    """Where the cycle stands, for the ruler."""
    submitted_at: datetime | None
    submitted_by: str
    reason_code: str
    reason: str
    way_back: WayBack | None
    """How it came back to its unit; None of a form that did not."""
    saved_at: datetime | None
    acts: Mapping[Act, tuple[Lack, ...]]
    flow: UnitFlow
    goals: tuple[EntryGoal, ...]
    budget: tuple[BudgetCell, ...]
    is_checked: bool
    """The figures were held against others: what looks unusual and lacks a word is told."""
    asked: tuple[AskedLine, ...]
    """What was asked about lines when the form went back, while the unit fills it in."""

    @property
    def previous_period(self) -> Period:
        return period_before(YearPeriod(self.year, self.period)).period

    @property
    def lines(self) -> tuple[EntryLine, ...]:
        return tuple(line for goal in self.goals for line in goal.lines)

    @property
    def untouched(self) -> tuple[AskedLine, ...]:
        """What was asked about and stands as it stood when the form went back."""
        return tuple(one for one in self.asked if not one.is_changed)

    @property
    def ready_count(self) -> int:
        return sum(line.state in ("ready", "nil") for line in self.lines)

    @property
    def early(self) -> tuple[EntryLine, ...]:
        """The lines that are due before the form, and still lack something."""
        return tuple(line for line in self.lines if line.due_at and line.lacks)

    @property
    def is_handed_in(self) -> bool:
        """What stands in it is a version; else the unit is at it."""
        return self.state in (TaskState.SUBMITTED, TaskState.VERIFIED)

    @property
    def can_fill(self) -> bool:
        return Act.FILL in self.acts

    @property
    def lacking(self) -> tuple[EntryLine, ...]:
        return tuple(line for line in self.lines if line.lacks)


def entry_form(
    task_id: int,
    actor: Actor,
    now: datetime,
    *,
    whole_year: bool = False,
    with_warnings: bool = False,
) -> EntryForm | None:
    """The form of a unit in which the actor has a duty, or None. Five queries, seven once it
    was handed in and is filled in again.

    Beside each line stands the period before; `whole_year` adds the other quarters of the year.
    `with_warnings` holds the figures against earlier ones and against those of like units, which
    takes longer than all the rest; without it nothing lacks a comment. Two queries more, and one
    for who wrote the notes.
    """
    task = _task(Q(pk=task_id, unit_id__in=own_units(actor)), actor)
    wanted = _Wanted(with_warnings=with_warnings, whole_year=whole_year)
    return None if task is None else _form(task, actor, now, wanted)


def form_for_team(task_id: int, cycle_id: int, actor: Actor, now: datetime) -> EntryForm | None:
    """The form of any unit of a cycle, for those who collect."""
    task = _task(Q(pk=task_id, cycle_id=cycle_id), actor)
    return None if task is None else _form(task, actor, now, _Wanted(with_warnings=True))


def form_to_read(task_id: int, actor: Actor, now: datetime) -> EntryForm | None:
    """The form of a unit with its warnings, for the unit itself and for the roles of the SOP.

    None for anybody else. Eight queries.
    """
    task = _task(Q(pk=task_id), actor)
    if task is None or not (task.unit_id in own_units(actor) or actor.has(*SOP_ROLES)):
        return None
    return _form(task, actor, now, _Wanted(with_warnings=True))


@dataclass(frozen=True)
class _Wanted:
    """How much of a form is asked for: what is held against others, and who wrote which note, are
    for whoever looks the figures through.
    """

    with_warnings: bool = False
    whole_year: bool = False


def _task(which: Q, actor: Actor) -> UnitTask | None:
    return (
        UnitTask.objects.filter(which, cycle__agency_id=actor.agency_id, cycle__is_live=True)
        .select_related(
            "unit",
            "submitted_by",
            *FLOW_PEOPLE,
            "cycle__agency",
            "cycle__rule_set",
            "cycle__plan__agreement__letter",
            "cycle__run__procedure",
        )
        .defer("cycle__run__procedure__text")
        .annotate(
            step_due=Subquery(open_step("cycle__run").values("due_at")[:1]),
            saved_at=last_recorded("pk"),
            paused_until=Subquery(newest_pause("cycle__run").values("until")[:1]),
        )
        .first()
    )


def _form(task: UnitTask, actor: Actor, now: datetime, wanted: _Wanted) -> EntryForm:
    cycle = task.cycle
    when = YearPeriod(cycle.year, Period(cycle.period))
    beside = periods_beside(when, whole_year=wanted.whole_year)
    entries, evidence, wish = entries_of(task), evidence_of(task.pk), wish_for(task)
    budget = budget_of(task, rules_of(cycle), period_before(when), wish)
    blank = [cell.code for cell in budget if not cell.spent]
    warned: Mapping[int, Warnings] = {}
    notes: Mapping[tuple[int, str], Writing] = {}
    if wanted.with_warnings:
        warned = warnings_of(task, [entry.line for entry in entries])
        notes = note_writings([task.pk] if any(entry.note for entry in entries) else ())
    lacks = lacks_among(entries, evidence.kinds, warned, blank)
    others = figures_beside(task, beside)
    saved: str | None = task.saved_at  # type: ignore[attr-defined]  # annotated in _task
    office, until = office_at_work(cycle.agency), window_of(task).until
    head = ruler_head(cycle, task.step_due, task.paused_until)  # type: ignore[attr-defined]  # annotated in _task
    asked = asked_of_lines(wish, entries, evidence.plain)
    around = _around(task, _Beside(beside, others, lacks, evidence, warned, notes, asked))
    lines = lines_of(entries, around)
    return EntryForm(
        task_id=task.pk,
        cycle_id=cycle.pk,
        unit_id=task.unit_id,
        unit=task.unit.name,
        year=cycle.year,
        period=when.period,
        beside=beside,
        state=TaskState(task.state),
        round=task.round,
        due_at=until,
        is_late=is_late(until, now, office.calendar),
        utc_offset=cycle.agency.utc_offset,
        office=office,
        head=head,
        submitted_at=task.submitted_at,
        submitted_by=task.submitted_by.name if task.submitted_by else "",
        reason_code=task.reason_code,
        reason=task.reason,
        way_back=_way_back(task, wish),
        saved_at=None if saved is None else datetime.fromisoformat(saved),
        acts=offers_task(stand_of_form(task), actor, now, lacks) if _is_collecting(head) else {},
        flow=flow_of(task),
        goals=_by_goal(lines),
        budget=budget,
        is_checked=wanted.with_warnings,
        asked=tuple(_asked(lines, budget)),
    )


def _is_collecting(head: CycleHead) -> bool:
    """Whether anything can be done with a form now; afterwards figures are corrected one by one."""
    return head.step is not None and head.step.work is Work.COLLECT


def _way_back(task: UnitTask, wish: Wish) -> WayBack | None:
    if task.state != TaskState.RETURNED:
        return None
    return way_back(task.reason_code, task.decided_at, wish.ended_at)


def _asked(lines: Sequence[EntryLine], budget: Sequence[BudgetCell]) -> Iterator[AskedLine]:
    """The lines that were named, in the order of the form."""
    for line in lines:
        if one := line.asked:
            yield AskedLine(
                line.id,
                line.number,
                line.code,
                line.name,
                is_budget=False,
                word=one.word,
                is_changed=one.is_changed,
            )
    for cell in budget:
        if one := cell.asked:
            yield AskedLine(
                cell.id,
                0,
                cell.code,
                cell.name,
                is_budget=True,
                word=one.word,
                is_changed=one.is_changed,
            )


@dataclass(frozen=True)
class _Beside:
    """What was read beside the entries of a form."""

    periods: tuple[YearPeriod, ...]
    others: Others
    lacks: Sequence[Lack]
    evidence: Evidence
    warned: Mapping[int, Warnings]
    notes: Mapping[tuple[int, str], Writing]
    asked: Mapping[str, Asked]


def _around(task: UnitTask, beside: _Beside) -> Around:
    """What the lines of the form share. No query."""
    cycle = task.cycle
    when = YearPeriod(cycle.year, Period(cycle.period))
    return Around(
        _lacking(beside.lacks),
        beside.evidence.chips,
        beside.warned,
        {code: note for (_task_id, code), note in beside.notes.items()},
        beside.asked,
        beside.others,
        period_before(when),
        beside.periods,
        rules_of(cycle),
        when,
        task.unit.name,
        cycle.agency.utc_offset,
        lambda: origin_of(cycle),
    )


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
