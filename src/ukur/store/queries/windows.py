"""Where a unit's form stands, as the rules of collecting ask for it."""

from ukur.domain.collecting import Form, TaskState
from ukur.domain.windows import Window
from ukur.store.models import UnitTask


def window_of(task: UnitTask) -> Window:
    """When the unit may fill in its form."""
    return Window(task.opens_at, task.due_at, task.closes_at, task.extended_until)


def stand_of_form(task: UnitTask) -> Form:
    """The form's state, newest version and window. Read the task with its cycle's agency."""
    zone = task.cycle.agency.utc_offset
    return Form(task.unit_id, TaskState(task.state), task.version, window_of(task), zone)
