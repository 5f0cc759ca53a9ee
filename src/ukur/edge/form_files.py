"""A unit's workbook on its way in: read, and handed to the use case as if it had been typed."""

from ukur.domain.entering import Typed
from ukur.domain.people import Actor
from ukur.domain.ports import Tools
from ukur.edge import wiring
from ukur.store.queries.unit_forms import unit_form_values
from ukur.store.queries.work_lines import task_line_ids
from ukur.usecases.collect.record_entries import record_entries


def take_unit_workbook(*, task_id: int, content: bytes, actor: Actor, tools: Tools) -> int:
    """Record all that the workbook says, or nothing; how many lines it had.

    Raises:
        NotValid: not a workbook, another form, or cells that cannot be kept.
        NotYourUnit, TaskNotOpen: see `ukur.domain.collecting.decide_task`.
    """
    form, _unit_id = unit_form_values(task_id, actor.agency_id)
    filled = wiring.read_unit_form(content, form.key)
    lines, budget = task_line_ids(task_id)
    typed = {
        lines[row.code]: Typed(row.value, row.numerator, row.denominator, row.note, confirmed=True)
        for row in filled.rows
        if row.code in lines
    }
    spent = {budget[row.code]: row.spent for row in filled.budget if row.code in budget}
    record_entries(task_id=task_id, typed=typed, spent=spent, actor=actor, tools=tools)
    return len(typed) + len(spent)
