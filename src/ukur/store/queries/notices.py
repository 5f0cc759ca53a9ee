"""What a person was told, for their desk and for the mail to them."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from ukur.domain.people import Actor
from ukur.domain.reminding import NoticeKind, TaskKind
from ukur.domain.sop.model import Step
from ukur.store.models import Notice, ReturnLineRow, StepRun, UnitTask
from ukur.store.queries.open_tasks import OPEN_FORMS
from ukur.store.queries.procedures import procedure_of
from ukur.store.queries.windows import window_of

SHOWN = 20
"""So many notices stand on a desk; older ones are history."""


@dataclass(frozen=True)
class TaskLine:
    """A task as its notice names it; `unit` and `task_id` belong to a form of a unit.

    `step` is the step of the SOP, None for a form. `cycle_id` is None for a run without figures.
    """

    kind: TaskKind
    subject: str
    step: Step | None
    round: int
    unit: str
    due_at: datetime
    cycle_id: int | None
    run_id: int
    task_id: int | None
    is_open: bool
    opens_at: datetime | None = None
    """From when on the form is taken; None is from the start."""
    extended_at: datetime | None = None
    """When its unit was given more time, the last time."""
    extended_until: datetime | None = None


@dataclass(frozen=True)
class AskedOf:
    """A line that was named when a form went back, and the word about it."""

    name: str
    word: str


@dataclass(frozen=True)
class NoticeLine:
    """One notice. `task` is None for a digest, which has `late`: the first of `late_count`.

    `words` are those of whoever caused it, such as the reason of a return, `asked` the lines that
    it names.
    """

    id: int
    kind: NoticeKind
    told_at: datetime
    task: TaskLine | None
    late: tuple[TaskLine, ...]
    late_count: int
    words: str = ""
    asked: tuple[AskedOf, ...] = ()

    @property
    def longer_until(self) -> datetime | None:
        """Until when the form is taken, where this tells that its unit was given more time."""
        task = self.task
        was_given = task is not None and task.extended_at == self.told_at
        is_news = self.kind is NoticeKind.REOPENED and was_given
        return task.extended_until if task is not None and is_news else None


@dataclass(frozen=True)
class Addressee:
    """Whom a mail is for, with the zone of their office."""

    account_id: int
    name: str
    email: str
    utc_offset: int


def unread_rows(actor: Actor, unit_id: int | None = None) -> QuerySet[Notice]:
    """What the person has not put away; with a unit only what is about its forms."""
    of_unit = {} if unit_id is None else {"unit_task__unit_id": unit_id}
    return Notice.objects.filter(
        account_id=actor.account_id, agency_id=actor.agency_id, read_at=None, **of_unit
    )


def unread(actor: Actor, unit_id: int | None = None) -> tuple[NoticeLine, ...]:
    """The newest notices of `unread_rows`, the newest first. Four queries."""
    return _lines(unread_rows(actor, unit_id).order_by("-id")[:SHOWN])


def lines_of(notices: Collection[int]) -> tuple[NoticeLine, ...]:
    """The notices, in their order. Four queries."""
    return _lines(Notice.objects.filter(pk__in=notices).order_by("id"))


def _lines(found: Iterable[Notice]) -> tuple[NoticeLine, ...]:
    rows = list(found)
    keys = {(TaskKind.STEP, row.step_run_id) for row in rows if row.step_run_id}
    keys |= {(TaskKind.UNIT_FORM, row.unit_task_id) for row in rows if row.unit_task_id}
    keys |= {(TaskKind(kind), pk) for row in rows for kind, pk in row.late}
    tasks = {
        **_steps([pk for kind, pk in keys if kind is TaskKind.STEP]),
        **_forms([pk for kind, pk in keys if kind is TaskKind.UNIT_FORM]),
    }
    asked = _asked(rows)
    return tuple(
        NoticeLine(
            row.pk,
            NoticeKind(row.kind),
            row.told_at,
            tasks.get(_key(row)),
            tuple(tasks[TaskKind(kind), pk] for kind, pk in row.late),
            row.late_count,
            row.words,
            asked.get((row.unit_task_id, row.version), ())
            if row.kind == NoticeKind.RETURNED
            else (),
        )
        for row in rows
    )


def _asked(rows: Sequence[Notice]) -> dict[tuple[int | None, int], tuple[AskedOf, ...]]:
    """The lines that returns named, by form and version. One query, if any form went back."""
    keys = {(row.unit_task_id, row.version) for row in rows if row.kind == NoticeKind.RETURNED}
    found: dict[tuple[int | None, int], list[AskedOf]] = defaultdict(list)
    if keys:
        named = ReturnLineRow.objects.filter(submission__task__in=[task for task, _n in keys])
        for task_id, version, name, money, word in named.values_list(
            "submission__task_id",
            "submission__number",
            "line__indicator__name",
            "budget_line__name",
            "word",
        ):
            found[task_id, version].append(AskedOf(name or money, word))
    return {key: tuple(found[key]) for key in keys}


def _key(row: Notice) -> tuple[TaskKind, int]:
    if row.step_run_id:
        return TaskKind.STEP, row.step_run_id
    return TaskKind.UNIT_FORM, row.unit_task_id or 0


def _steps(keys: Sequence[int]) -> dict[tuple[TaskKind, int], TaskLine]:
    rows = StepRun.objects.filter(pk__in=keys).select_related("run__procedure", "run__cycle")
    return {
        (TaskKind.STEP, row.pk): TaskLine(
            kind=TaskKind.STEP,
            subject=row.run.subject,
            step=procedure_of(row.run).step(row.step),
            round=row.round,
            unit="",
            due_at=row.due_at,
            cycle_id=row.run.cycle.pk if hasattr(row.run, "cycle") else None,
            run_id=row.run_id,
            task_id=None,
            is_open=row.done_at is None and row.run.step == row.step,
        )
        for row in rows
    }


def _forms(keys: Sequence[int]) -> dict[tuple[TaskKind, int], TaskLine]:
    rows = UnitTask.objects.filter(pk__in=keys).select_related("unit", "cycle__run")
    return {
        (TaskKind.UNIT_FORM, row.pk): TaskLine(
            kind=TaskKind.UNIT_FORM,
            subject=row.cycle.run.subject,
            step=None,
            round=row.round,
            unit=row.unit.name,
            due_at=window_of(row).until,
            cycle_id=row.cycle_id,
            run_id=row.cycle.run_id,
            task_id=row.pk,
            is_open=row.state in OPEN_FORMS and row.cycle.run.step is not None,
            opens_at=row.opens_at,
            extended_at=row.extended_at,
            extended_until=row.extended_until,
        )
        for row in rows
    }
