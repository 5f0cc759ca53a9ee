"""Step 4: Tim SAKIP finds the figures of many units in order at once."""

from collections.abc import Mapping

from ukur.domain.collecting import (
    Act,
    SubmissionEnd,
    SubmissionPassed,
    TaskAct,
    TaskNotOpen,
    UnitsMoved,
)
from ukur.domain.people import Actor
from ukur.domain.ports import Tools
from ukur.domain.refusals import NotValid, Problem
from ukur.usecases.collect.deciding import collecting, decided, ended, locked, moved


def verify_units(
    *, cycle_id: int, seen_versions: Mapping[int, int], actor: Actor, tools: Tools
) -> tuple[str, ...]:
    """Mark the forms as verified, all or none, each (by task id) in the version that was seen.

    Gives the codes of the units. One event names them all.

    Raises:
        NotYourUnit: the actor is not of Tim SAKIP.
        NotValid: no unit was chosen.
        UnitsMoved: units that were withdrawn, returned or handed in anew since.
        UnitTask.DoesNotExist: one of them is no form of this cycle.
        StepNotOpen: the collection is over.
    """
    if not seen_versions:
        raise NotValid(problems=(Problem("units", "nobody_chosen"),))
    with collecting(cycle_id, actor, tools) as change:
        tasks = locked(change, tuple(seen_versions))
        passed = []
        for task in tasks:
            wanted = TaskAct(Act.VERIFY, seen_version=seen_versions[task.pk])
            try:
                moved(change, task, wanted)
            except (SubmissionPassed, TaskNotOpen):
                passed.append(task.unit.name)
                continue
            ended(task, change, SubmissionEnd.VERIFIED)
            decided(task, change, wanted)
        if passed:
            raise UnitsMoved(units=tuple(passed))
        in_order = sorted(tasks, key=lambda task: (task.unit.order, task.unit.code))
        change.note(
            "units_verified",
            units=[{"unit": task.unit.code, "version": task.version} for task in in_order],
        )
    return tuple(task.unit.code for task in in_order)
