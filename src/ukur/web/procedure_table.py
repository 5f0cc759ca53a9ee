"""An SOP as its official table on a page: the words of the form, and the flow over them."""

from dataclasses import dataclass

from ukur.domain.sop.model import Procedure, Step
from ukur.domain.sop.soundness import errors
from ukur.web.sop_table import Flow, acting_words, flow_over, row_height

STANDING = "baku"
"""The state of a row that is read and not run, as the style sheet knows it."""
LEAST = 72


@dataclass(frozen=True)
class OfficialRow:
    """A row; `lanes` says of each lane whether it acts in the step."""

    step: Step
    height: int
    lanes: tuple[str, ...]


@dataclass(frozen=True)
class OfficialTable:
    lanes: tuple[str, ...]
    rows: tuple[OfficialRow, ...]
    flow: Flow
    columns: tuple[int, ...]


def official_table(procedure: Procedure) -> OfficialTable | None:
    """The table; None while the procedure is unsound, for then there is no flow to draw."""
    if errors(procedure):
        return None
    rows = tuple(
        OfficialRow(
            step=step,
            height=row_height(step, LEAST, len(procedure.lanes)),
            lanes=tuple(acting_words(step, lane.key) for lane in procedure.lanes),
        )
        for step in procedure.steps
    )
    states = {step.number: STANDING for step in procedure.steps}
    return OfficialTable(
        lanes=tuple(lane.name for lane in procedure.lanes),
        rows=rows,
        flow=flow_over(procedure, [row.height for row in rows], states),
        columns=tuple(range(1, len(procedure.lanes) + 7)),
    )
