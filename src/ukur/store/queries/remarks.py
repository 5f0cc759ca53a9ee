"""The remarks of a cycle, with who wrote, answered and settled them."""

from dataclasses import dataclass
from datetime import datetime

from ukur.domain.discussion import Place, RemarkState
from ukur.domain.people import Role
from ukur.store.models import Remark


@dataclass(frozen=True)
class RemarkRow:
    """A catatan and its thread; `line` is the name of the indicator it hangs on, or "".

    `quote` is what its cell or paragraph said when it was written.
    """

    id: int
    number: int
    round: int
    place: Place
    line_id: int | None
    line: str
    row: str
    column: str
    section: str
    paragraph: int | None
    quote: str
    text: str
    role: Role
    written_by: str
    written_at: datetime
    state: RemarkState
    reply: str
    replied_by: str
    replied_at: datetime | None
    settled_at: datetime | None

    @property
    def is_settled(self) -> bool:
        return self.state is RemarkState.SETTLED

    @property
    def is_answered(self) -> bool:
        return self.state is not RemarkState.OPEN


def remarks_of(cycle_id: int) -> tuple[RemarkRow, ...]:
    """All remarks of a cycle, by number. One query."""
    rows = Remark.objects.filter(cycle=cycle_id).select_related(
        "line__indicator", "written_by", "replied_by"
    )
    return tuple(
        RemarkRow(
            id=row.pk,
            number=row.number,
            round=row.round,
            place=Place(row.place),
            line_id=row.line_id,
            line=row.line.indicator.name if row.line else "",
            row=row.row,
            column=row.column,
            section=row.section,
            paragraph=row.paragraph,
            quote=row.quote,
            text=row.text,
            role=Role(row.role),
            written_by=row.written_by.name,
            written_at=row.written_at,
            state=RemarkState(row.state),
            reply=row.reply,
            replied_by=row.replied_by.name if row.replied_by else "",
            replied_at=row.replied_at,
            settled_at=row.settled_at,
        )
        for row in rows
    )
