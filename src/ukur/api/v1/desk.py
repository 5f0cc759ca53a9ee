"""Who the key stands for, and what waits for them."""

from datetime import date

from django.http import HttpRequest
from ninja import Router
from pydantic import Field

from ukur.api.answers import answers
from ukur.api.shapes import Id, Moment, Out
from ukur.edge.who import actor_of, bearer_on
from ukur.store.queries.desk import Waiting, desk
from ukur.store.queries.office_pages import units
from ukur.store.queries.offices import office_of
from ukur.store.queries.runs import PlainRun

router = Router(tags=["My work"])


class NamedOut(Out):
    id: int
    code: str
    name: str


class DutyOut(Out):
    """A duty that holds today; `unit` is null for one of the whole office."""

    role: str
    unit: NamedOut | None
    acting: str = Field(description="plt, plh, an, or empty for a duty in full.")
    starts: date | None
    ends: date | None


class KeyOut(Out):
    name: str
    unit_id: int | None = Field(description="The unit to which the key is bound.")
    ends_at: Moment


class MeOut(Out):
    """The person for whom the program acts, with what the key carries of their duties."""

    account_id: int
    name: str
    agency: NamedOut
    duties: list[DutyOut]
    key: KeyOut


class TaskOut(Out):
    """One thing that waits: a form, an open step of a cycle or a run, or remarks."""

    kind: str = Field(
        description="unit_form, step, run_step, remarks_to_answer or remarks_to_settle."
    )
    cycle_id: int | None
    run_id: int
    step: int | None
    round: int
    task_id: int | None = Field(description="Of a unit form: its id at /forms/.")
    subject: str = Field(description="The period, or what the run is about.", examples=["TW1 2026"])
    unit: str
    since: Moment
    due_at: Moment | None
    count: int = Field(description="Units to check, or remarks.")
    is_returned: bool
    reason: str


class TasksOut(Out):
    """A page of what waits; `next` is the `after` of the page that follows."""

    tasks: list[TaskOut]
    next: int | None


@router.get("/me", response=answers(MeOut))
def read_me(request: HttpRequest) -> MeOut:
    """The person behind the key, and the duties that it carries today."""
    actor, key = actor_of(request), bearer_on(request)
    office = office_of(actor.agency_id)
    named = {one.id: NamedOut.model_validate(one) for one in units(actor.agency_id)}
    return MeOut(
        account_id=actor.account_id,
        name=actor.name,
        agency=NamedOut.model_validate(office),
        duties=[
            DutyOut(
                role=duty.role.value,
                unit=named.get(duty.unit_id or 0),
                acting=duty.acting,
                starts=duty.starts,
                ends=duty.ends,
            )
            for duty in actor.duties
        ],
        key=KeyOut(name=key.name, unit_id=key.unit_id, ends_at=key.ends_at),
    )


@router.get("/tasks", response=answers(TasksOut))
def list_tasks(request: HttpRequest, after: Id | None = None) -> TasksOut:
    """What waits for the person: forms of their units, open steps, remarks. The first due first.

    The first page also has forms and remarks; one behind `after` goes on with steps alone.
    """
    found = desk(actor_of(request), after)
    tasks = [*(_task(one) for one in found.mine), *(_run(one) for one in found.my_runs)]
    tasks.sort(key=lambda task: task.due_at or task.since)
    return TasksOut(tasks=tasks, next=found.next)


def _task(one: Waiting) -> TaskOut:
    cycle = one.cycle
    return TaskOut(
        kind=one.matter.value,
        cycle_id=cycle.id,
        run_id=cycle.run_id,
        step=cycle.position.step,
        round=cycle.position.round,
        task_id=one.task_id,
        subject=f"{cycle.when.period.value} {cycle.when.year}",
        unit=one.unit,
        since=one.since,
        due_at=one.due_at,
        count=one.count,
        is_returned=one.is_returned,
        reason=one.reason,
    )


def _run(run: PlainRun) -> TaskOut:
    return TaskOut(
        kind="run_step",
        cycle_id=run.cycle_id,
        run_id=run.run_id,
        step=run.position.step,
        round=run.position.round,
        task_id=None,
        subject=run.subject,
        unit="",
        since=run.since or run.opened_at,
        due_at=run.due_at,
        count=0,
        is_returned=run.position.round > 1,
        reason="",
    )
