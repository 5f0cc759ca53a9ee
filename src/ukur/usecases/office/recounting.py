"""The frame of every change of the office calendar: lock, change, count open steps again.

    with changing_calendar(actor, tools) as change:
        rows of the calendar are changed
    change.moved                    how many due moments moved with it

A step that is open is due by the calendar that holds now, one that is done stays as it was
counted. What a person set by hand stays too: a due moment that the calendar before did not give,
and the date until which units hand in, which is announced by letter.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import F

from ukur.domain.people import Actor
from ukur.domain.ports import Tools
from ukur.domain.sop.timing import Pause
from ukur.domain.sop.worktime import Calendar, CalendarMissing, due, elapsed, later
from ukur.store.models import Agency, Run, StepRun
from ukur.store.queries.calendars import calendar_of
from ukur.store.queries.pauses import pauses_of
from ukur.store.queries.procedures import procedure_of
from ukur.usecases.changing import RunChange, finish
from ukur.usecases.office.keeping import check_is_keeper, fresh_mark


@dataclass
class CalendarChange:
    """The agency under its lock; afterwards, how many due moments moved."""

    agency: Agency
    id: int = 0
    """Of the row that was made, if one was."""
    moved: int = 0


@contextmanager
def changing_calendar(actor: Actor, tools: Tools) -> Iterator[CalendarChange]:
    """Let the keeper change rows of the calendar, then count the open steps again.

    Each run whose due moment moves gets one event in its chain.

    Raises:
        NotTheKeeper: the actor is not pengelola.
    """
    check_is_keeper(actor)
    with transaction.atomic(durable=True):
        # Runs before the agency, as whoever leaves a step and numbers a letter takes them.
        open_runs = _locked(actor.agency_id)
        agency = Agency.objects.select_for_update(no_key=True).get(pk=actor.agency_id)
        change, before = CalendarChange(agency), calendar_of(agency)
        yield change
        agency.calendar_mark = fresh_mark()
        agency.save(update_fields=["calendar_mark"])
        change.moved = _recount(open_runs, before, calendar_of(agency), actor, tools)


def _locked(agency_id: int) -> list[Run]:
    rows = Run.objects.select_for_update(of=("self",), no_key=True)
    is_open = rows.filter(agency_id=agency_id, step__isnull=False)
    return list(is_open.select_related("agency", "procedure").order_by("pk"))


def _recount(runs: list[Run], before: Calendar, after: Calendar, actor: Actor, tools: Tools) -> int:
    steps = {
        step.run_id: step
        for step in StepRun.objects.filter(
            run__in=runs, step=F("run__step"), round=F("run__round"), done_at=None
        )
    }
    pauses = pauses_of([step.pk for step in steps.values()])
    moved = 0
    for run in runs:
        step = steps[run.pk]
        due_at = _moved(run, step, pauses.get(step.pk, ()), before, after)
        if due_at is None:
            continue
        change = RunChange(
            run=run,
            procedure=procedure_of(run),
            calendar=after,
            actor=actor,
            now=tools.clock.now(),
        )
        change.note(
            "due_recounted",
            step=step.step,
            round=step.round,
            was=step.due_at.isoformat(),
            due_at=due_at.isoformat(),
        )
        step.due_at = due_at
        step.save(update_fields=["due_at"])
        finish(change, tools)
        moved += 1
    return moved


def _moved(
    run: Run, step: StepRun, pauses: tuple[Pause, ...], before: Calendar, after: Calendar
) -> datetime | None:
    """The due moment by the calendar after; None where it stays, or was set by hand."""
    try:
        was = _counted(run, step, pauses, before)
        becomes = _counted(run, step, pauses, after)
        if elapsed(min(was, step.due_at), max(was, step.due_at), before):
            return None
    except CalendarMissing:
        return None
    return None if becomes == was else becomes


def _counted(run: Run, step: StepRun, pauses: tuple[Pause, ...], calendar: Calendar) -> datetime:
    due_at = due(step.opened_at, procedure_of(run).step(step.step).standard, calendar)
    for pause in pauses:
        due_at = later(due_at, elapsed(pause.since, pause.ends_at, calendar), calendar)
    return due_at
