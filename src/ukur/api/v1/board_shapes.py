"""The board of a collection in JSON."""

from pydantic import Field

from ukur.api.shapes import Moment, Out
from ukur.store.queries.board_rows import Board, UnitRow


class ColumnOut(Out):
    """One line of the form."""

    line_id: int
    code: str
    name: str


class UnitRowOut(Out):
    """One unit: `cells` stand in the order of `columns`."""

    task_id: int
    unit: str
    kind: str
    state: str
    need: str = Field(description="chase, check, filling or done.")
    cells: list[str]
    filled: int
    asked: int
    due_at: Moment
    until: Moment = Field(description="By when the form is awaited, with more time if it has it.")
    submitted_at: Moment | None
    version: int = Field(description="Of what was handed in; send it as `seen_version`.")
    reminded: int = Field(description="How often the unit was reminded in this round.")
    reminded_at: Moment | None
    is_late: bool
    overdue: int = Field(
        description="Blank figures whose own, earlier due moment has passed; 0 once the form is "
        "late as a whole."
    )
    is_on_time: bool | None = Field(description="null while nothing was handed in.")
    reason_code: str
    reason: str


class BoardOut(Out):
    """A page of the units of a collection, the most urgent first; the counts are of all."""

    columns: list[ColumnOut]
    units: list[UnitRowOut]
    page: int
    pages: int
    due_at: Moment | None
    unit_count: int
    delivered: int
    on_time: int
    verified: int
    filled: int
    asked: int


def board_out(found: Board) -> BoardOut:
    """The board as it is sent."""
    return BoardOut(
        columns=[ColumnOut.model_validate(column) for column in found.columns],
        units=[_row(row) for group in found.groups for row in group.rows],
        page=found.asked_for.page,
        pages=found.pages,
        due_at=found.due_at,
        unit_count=found.unit_count,
        delivered=found.delivered,
        on_time=found.on_time,
        verified=found.verified,
        filled=found.filled,
        asked=found.asked,
    )


def _row(row: UnitRow) -> UnitRowOut:
    return UnitRowOut(
        task_id=row.task_id,
        unit=row.unit,
        kind=row.kind,
        state=row.state.value,
        need=row.need.value,
        cells=[cell.value for cell in row.cells],
        filled=row.filled,
        asked=row.asked,
        due_at=row.due_at,
        until=row.until,
        submitted_at=row.submitted_at,
        version=row.version,
        reminded=row.chased.count,
        reminded_at=row.chased.at,
        is_late=row.is_late,
        overdue=row.overdue,
        is_on_time=row.is_on_time,
        reason_code=row.reason_code,
        reason=row.reason,
    )
