"""Step 4 at a unit: its form, its figures, and the ways in which it leaves the unit."""

from django.http import HttpRequest
from ninja import Router

from ukur.api.answers import answers
from ukur.api.shapes import Id
from ukur.api.v1.finding import checked_form_or_404, form_or_404, own_form_or_404
from ukur.api.v1.form_shapes import (
    CellsIn,
    FormOut,
    LineIn,
    LineOut,
    SavedOut,
    SaveIn,
    budget_out,
    form_out,
    line_out,
)
from ukur.api.v1.saving import typed_lines, typed_money
from ukur.domain.entering import Came, Origin
from ukur.edge.who import actor_of
from ukur.edge.wiring import tools
from ukur.usecases.collect.record_entries import record_entries

router = Router(tags=["Forms of units"])
BY_PROGRAM = Came(Origin.API)


@router.get("/forms/{task_id}", response=answers(FormOut))
def read_form(request: HttpRequest, task_id: Id) -> FormOut:
    """The form of a unit: every line with its target, what is entered, and what it comes to.

    For the unit itself, and for the roles of the SOP.
    """
    return form_out(form_or_404(task_id, actor_of(request)))


@router.patch("/forms/{task_id}/lines", response=answers(SavedOut))
def save_lines(request: HttpRequest, task_id: Id, body: SaveIn) -> SavedOut:
    """Keep figures of many lines and budget lines in one request, all of them or none.

    Problems name their cells: `line:12:numerator`, `budget:3`.
    """
    actor = actor_of(request)
    form = own_form_or_404(task_id, actor)
    typed, spent = typed_lines(form, body.lines), typed_money(body.budget)
    record_entries(
        task_id=task_id, typed=typed, spent=spent, actor=actor, tools=tools(), came=BY_PROGRAM
    )
    kept = checked_form_or_404(task_id, actor)
    return SavedOut(
        lines=[line_out(line) for line in kept.lines if line.id in typed],
        budget=[budget_out(cell) for cell in kept.budget if cell.id in spent],
    )


@router.patch("/forms/{task_id}/lines/{line_id}", response=answers(LineOut))
def save_line(request: HttpRequest, task_id: Id, line_id: Id, body: CellsIn) -> LineOut:
    """Keep the figure of one line. A cell that is left out stays as it is."""
    sent = LineIn(id=line_id, **body.model_dump())
    return save_lines(request, task_id, SaveIn(lines=[sent])).lines[0]
