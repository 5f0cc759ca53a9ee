"""What a comparison of two versions of a cycle's document gives, for whoever shows or decides."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from ukur.domain.discussion import Place
from ukur.domain.document_changes import Difference, Piece, Section
from ukur.store.queries.documents import Touch, Version
from ukur.store.queries.remarks import RemarkRow


class Shown(StrEnum):
    """What the sheet shows of two versions."""

    CHANGES = "beda"
    OLD = "lama"
    NEW = "baru"


class _Remarked:
    """What remarks hang on."""

    remarks: tuple[RemarkRow, ...]

    @property
    def open_remarks(self) -> tuple[RemarkRow, ...]:
        """Those that nobody answered."""
        return tuple(row for row in self.remarks if not row.is_answered)


@dataclass(frozen=True)
class Cell:
    """A cell as it is and, where it changed, as it was.

    `spot` names it for a remark: "" where none can hang on it. `touch` is who typed it last.
    """

    now: str
    was: str = ""
    is_changed: bool = False
    by_hand: bool = False
    account: str = ""
    """Which account explains it: a place on the page of its line; "" for what is no percentage."""
    column: str = ""
    spot: str = ""
    remarks: tuple[RemarkRow, ...] = ()
    touch: Touch | None = None

    @property
    def is_remarked(self) -> bool:
        """Whether a remark on it is open."""
        return any(not row.is_answered for row in self.remarks)


@dataclass(frozen=True)
class ReviewParagraph(_Remarked):
    """A paragraph with its changes, or one that fell away (then all of it is "del").

    `number` counts in its section; None for one that fell away.
    """

    number: int | None
    section: Section
    title: str
    pieces: tuple[Piece, ...]
    is_changed: bool
    spot: str
    remarks: tuple[RemarkRow, ...]

    @property
    def is_loud(self) -> bool:
        """Whether it changed, or a remark on it is not settled."""
        return self.is_changed or any(not row.is_settled for row in self.remarks)

    @property
    def is_bound(self) -> bool:
        """Whether it is made of the figures and changes by itself."""
        return self.section is Section.SUMMARY


@dataclass(frozen=True)
class ReviewLine(_Remarked):
    """A line of the table with the remarks that hang on it."""

    line_id: int | None
    code: str
    indicator: str
    unit: str
    lower_is_better: bool
    cells: tuple[Cell, ...]
    remarks: tuple[RemarkRow, ...]

    @property
    def is_changed(self) -> bool:
        return any(cell.is_changed for cell in self.cells)

    @property
    def spot(self) -> str:
        return f"line:{self.line_id}:" if self.line_id else ""

    @property
    def spots(self) -> tuple[str, ...]:
        """All places of the line on which a remark can be written."""
        return (self.spot, *(cell.spot for cell in self.cells))

    @property
    def own_remarks(self) -> tuple[RemarkRow, ...]:
        """Those on the line as a whole."""
        return tuple(row for row in self.remarks if not row.column)


@dataclass(frozen=True)
class ReviewGoal:
    """A goal with its mean and the rating of it."""

    number: str
    name: str
    cells: tuple[Cell, ...]
    lines: tuple[ReviewLine, ...]


@dataclass(frozen=True)
class ReviewProgram(_Remarked):
    """A program of the table; `code` is "" for the sum of all."""

    name: str
    code: str
    cells: tuple[Cell, ...]
    remarks: tuple[RemarkRow, ...]

    @property
    def spots(self) -> tuple[str, ...]:
        return tuple(cell.spot for cell in self.cells)


@dataclass(frozen=True)
class Fallen:
    """A rating that became worse."""

    indicator: str
    was: str
    now: str


@dataclass(frozen=True, kw_only=True)
class Review:
    """A proposed version of the document beside another one, or alone."""

    after: Version
    before: Version | None
    shown: Shown
    changes: Difference
    goals: tuple[ReviewGoal, ...]
    programs: tuple[ReviewProgram, ...]
    paragraphs: tuple[ReviewParagraph, ...]
    remarks: tuple[RemarkRow, ...]
    fallen: tuple[Fallen, ...]
    versions: tuple[Version, ...]
    now_at: Mapping[int, str] = field(default_factory=dict)
    """What the cell of a remark says in the newer version, by the number of the remark."""
    touch_at: Mapping[int, Touch] = field(default_factory=dict)
    """Who typed the row of a remark last, between the two versions; by the number."""

    @property
    def code(self) -> str:
        return self.after.code

    @property
    def version(self) -> int:
        return self.after.version

    @property
    def compared_with(self) -> int | None:
        return self.before.version if self.before else None

    @property
    def marks(self) -> bool:
        """Whether what changed is marked."""
        return self.before is not None and self.shown is Shown.CHANGES

    @property
    def lines(self) -> tuple[ReviewLine, ...]:
        return tuple(line for goal in self.goals for line in goal.lines)

    @property
    def changed_cells(self) -> int:
        return len(self.changes.cells)

    @property
    def changed_paragraphs(self) -> int:
        return len(self.changes.passages)

    @property
    def loud_paragraphs(self) -> tuple[ReviewParagraph, ...]:
        """Those that have to be read: the changed and the remarked, or all if nothing is marked."""
        if not self.marks:
            return self.paragraphs
        return tuple(one for one in self.paragraphs if one.is_loud)

    @property
    def quiet_paragraphs(self) -> tuple[ReviewParagraph, ...]:
        if not self.marks:
            return ()
        return tuple(one for one in self.paragraphs if not one.is_loud)

    @property
    def unsettled(self) -> tuple[RemarkRow, ...]:
        return tuple(row for row in self.remarks if not row.is_settled)

    @property
    def answered(self) -> tuple[RemarkRow, ...]:
        return tuple(row for row in self.unsettled if row.is_answered)

    @property
    def remarks_done(self) -> int:
        """How many are answered or settled."""
        return sum(row.is_answered or row.is_settled for row in self.remarks)

    @property
    def settled(self) -> tuple[RemarkRow, ...]:
        return tuple(row for row in self.remarks if row.is_settled)

    @property
    def budget_remarks(self) -> tuple[RemarkRow, ...]:
        """Open ones on the budget as a whole."""
        return self._loose(Place.BUDGET)

    @property
    def document_remarks(self) -> tuple[RemarkRow, ...]:
        """Open ones on the document, on all paragraphs, or on a paragraph that is gone."""
        placed = {row.id for paragraph in self.paragraphs for row in paragraph.remarks}
        rows = (*self._loose(Place.DOCUMENT), *self._open(Place.PARAGRAPH))
        return tuple(row for row in rows if row.id not in placed)

    def _open(self, place: Place) -> tuple[RemarkRow, ...]:
        return tuple(row for row in self.remarks if row.place is place and not row.is_answered)

    def _loose(self, place: Place) -> tuple[RemarkRow, ...]:
        return tuple(row for row in self._open(place) if not row.column and not row.section)
