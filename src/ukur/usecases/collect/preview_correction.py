"""Before a late correction is kept: all that it would change; writes nothing."""

from ukur.domain.collecting import TaskState
from ukur.domain.figure_correction import (
    CorrectionPassed,
    NewVersion,
    check_correction,
    check_may_correct_figure,
    new_figure,
)
from ukur.domain.people import Actor
from ukur.domain.ports import Tools
from ukur.domain.sop.flow import Position
from ukur.domain.sop.worktime import local
from ukur.store.models import Entry
from ukur.store.queries.calendars import calendar_of
from ukur.store.queries.correction_effects import Effects, effects_of
from ukur.store.queries.in_force import figure_in_force
from ukur.store.queries.looks import look_of
from ukur.store.queries.procedures import procedure_of


def preview_correction(
    *, cycle_id: int, entry_id: int, wanted: NewVersion, actor: Actor, tools: Tools
) -> Effects:
    """What `correct_earlier_figure` would change, in the same words of refusal.

    Raises:
        Refusal: see `ukur.usecases.collect.correct_earlier_figure`.
        Entry.DoesNotExist: no such entry in the cycle, or not at the actor's agency.
    """
    entry = Entry.objects.select_related(
        "line__indicator", "task__cycle__run__procedure", "task__cycle__agency"
    ).get(pk=entry_id, task__cycle=cycle_id, task__cycle__agency=actor.agency_id)
    cycle, indicator = entry.task.cycle, entry.line.indicator
    state, at = TaskState(entry.task.state), Position(cycle.run.step, cycle.run.round)
    check_may_correct_figure(actor, at, procedure_of(cycle.run), state)
    now = figure_in_force(entry)
    if now.number != wanted.seen:
        raise CorrectionPassed(number=now.number)
    new = new_figure(wanted, look_of(indicator, cycle.year))
    today = local(tools.clock.now(), calendar_of(cycle.agency)).date()
    check_correction(now.figure, new, wanted, today)
    return effects_of(entry_id, new)
