"""The proposed document against the version before it: what changed, and what is remarked."""

import difflib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from ukur.domain.discussion import Place
from ukur.domain.sop.flow import Outcome
from ukur.domain.sop.model import Work
from ukur.store.models import Cycle, FormLine, PaperRow, StepRun, UnitTask
from ukur.store.queries.procedures import procedure_of
from ukur.store.queries.remarks import RemarkRow, remarks_of

LINE_CELLS = (
    "target",
    "realization",
    "achievement",
    "rating",
    "year_target",
    "year_achievement",
)
PROGRAM_CELLS = ("ceiling", "realized", "absorption")
ACCOUNTS = {"achievement": "masa", "year_achievement": "tahun", "absorption": "serapan"}
"""The place on a figure's own page that explains the cell."""
Values = Mapping[str, object]


@dataclass(frozen=True)
class Cell:
    """A cell as it is and, where it changed, as it was."""

    now: str
    was: str = ""
    is_changed: bool = False
    account: str = ""
    """Which account explains it: a place on the page of its line; "" for what is no percentage."""


@dataclass(frozen=True)
class Piece:
    """A stretch of a paragraph: "same", "del" or "ins"."""

    kind: str
    text: str


@dataclass(frozen=True)
class ReviewParagraph:
    """A paragraph with its changes, or one that fell away (then all of it is "del")."""

    number: int
    pieces: tuple[Piece, ...]
    is_changed: bool


@dataclass(frozen=True)
class ReviewLine:
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
    def open_remarks(self) -> tuple[RemarkRow, ...]:
        return tuple(row for row in self.remarks if not row.is_settled)


@dataclass(frozen=True)
class ReviewGoal:
    number: str
    name: str
    lines: tuple[ReviewLine, ...]


@dataclass(frozen=True)
class ReviewProgram:
    """A program of the table; `code` is "" for the sum of all."""

    name: str
    code: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Round:
    """How the review of a round ended."""

    round: int
    outcome: Outcome
    at: datetime
    reason_code: str
    reason: str
    back_to: int | None


@dataclass(frozen=True)
class UnitChoice:
    """A unit that may be sent back to, by the id of the unit."""

    unit_id: int
    name: str


@dataclass(frozen=True)
class Review:
    """The newest proposed document of a cycle beside the one before."""

    code: str
    version: int
    proposed_at: datetime
    compared_with: int | None
    goals: tuple[ReviewGoal, ...]
    programs: tuple[ReviewProgram, ...]
    paragraphs: tuple[ReviewParagraph, ...]
    remarks: tuple[RemarkRow, ...]
    rounds: tuple[Round, ...]
    units: tuple[UnitChoice, ...]

    @property
    def lines(self) -> tuple[ReviewLine, ...]:
        return tuple(line for goal in self.goals for line in goal.lines)

    @property
    def changed_cells(self) -> int:
        rows = [*(line.cells for line in self.lines), *(p.cells for p in self.programs)]
        return sum(cell.is_changed for cells in rows for cell in cells)

    @property
    def changed_paragraphs(self) -> int:
        return sum(paragraph.is_changed for paragraph in self.paragraphs)

    @property
    def unsettled(self) -> tuple[RemarkRow, ...]:
        return tuple(row for row in self.remarks if not row.is_settled)

    @property
    def settled(self) -> tuple[RemarkRow, ...]:
        return tuple(row for row in self.remarks if row.is_settled)

    @property
    def budget_remarks(self) -> tuple[RemarkRow, ...]:
        return self._at(Place.BUDGET)

    @property
    def paragraph_remarks(self) -> tuple[RemarkRow, ...]:
        return self._at(Place.PARAGRAPH)

    @property
    def document_remarks(self) -> tuple[RemarkRow, ...]:
        return self._at(Place.DOCUMENT)

    def _at(self, place: Place) -> tuple[RemarkRow, ...]:
        return tuple(row for row in self.unsettled if row.place is place)


def reviewing(cycle_id: int) -> Review | None:
    """What lies before the secretary, or None while nothing was proposed. Six queries."""
    papers = list(
        PaperRow.objects.filter(cycle=cycle_id, kind=PaperRow.Kind.MEASUREMENT).order_by(
            "-version"
        )[:2]
    )
    if not papers:
        return None
    now, before = papers[0], papers[1] if len(papers) > 1 else None
    remarks = remarks_of(cycle_id)
    ids = dict(FormLine.objects.filter(cycle=cycle_id).values_list("indicator__code", "id"))
    return Review(
        code=now.code,
        version=now.version,
        proposed_at=now.made_at,
        compared_with=before.version if before else None,
        goals=_goals(now.values, before.values if before else None, ids, remarks),
        programs=_programs(now.values, before.values if before else None),
        paragraphs=_paragraphs(now.values, before.values if before else None),
        remarks=remarks,
        rounds=_rounds(cycle_id),
        units=tuple(
            UnitChoice(*row)
            for row in UnitTask.objects.filter(cycle=cycle_id)
            .order_by("unit__order", "unit__code")
            .values_list("unit_id", "unit__name")
        ),
    )


def _rounds(cycle_id: int) -> tuple[Round, ...]:
    cycle = Cycle.objects.select_related("run__procedure").get(pk=cycle_id)
    numbers = [step.number for step in procedure_of(cycle.run).steps if step.work is Work.REVIEW]
    rows = StepRun.objects.filter(run=cycle.run_id, step__in=numbers).exclude(done_at=None)
    return tuple(
        Round(
            row.round,
            Outcome(row.outcome),
            row.done_at,
            row.reason_code,
            row.reason,
            row.back_to,
        )
        for row in rows.order_by("round")
        if row.done_at is not None
    )


def _goals(
    now: Values, before: Values | None, ids: Mapping[str, int], remarks: Sequence[RemarkRow]
) -> tuple[ReviewGoal, ...]:
    codes = iter(_codes(now))
    was = dict(zip(_codes(before), _lines(before), strict=True)) if before else None
    goals = []
    for goal in _rows(now, "goals"):
        lines = []
        for line, code in zip(_rows(goal, "lines"), codes, strict=False):
            line_id = ids.get(code)
            lines.append(
                ReviewLine(
                    line_id=line_id,
                    code=code,
                    indicator=_text(line, "indicator"),
                    unit=_text(line, "unit"),
                    lower_is_better=line.get("lower_is_better") is True,
                    cells=_cells(LINE_CELLS, line, None if was is None else was.get(code, {})),
                    remarks=tuple(r for r in remarks if r.line_id == line_id and line_id),
                )
            )
        goals.append(ReviewGoal(_text(goal, "number"), _text(goal, "name"), tuple(lines)))
    return tuple(goals)


def _programs(now: Values, before: Values | None) -> tuple[ReviewProgram, ...]:
    was = {_text(row, "name"): row for row in _program_rows(before)} if before else None
    return tuple(
        ReviewProgram(
            _text(row, "name"),
            _program_code(now, row),
            _cells(PROGRAM_CELLS, row, None if was is None else was.get(_text(row, "name"), {})),
        )
        for row in _program_rows(now)
    )


def _program_code(values: Values, row: Values) -> str:
    # A program is named by its code and its name; the sum has no code.
    return "" if row is values.get("programs_total") else _text(row, "name").partition(" ")[0]


def _program_rows(values: Values) -> list[Values]:
    total = values.get("programs_total")
    return [*_rows(values, "programs"), *([total] if isinstance(total, dict) else [])]


def _paragraphs(now: Values, before: Values | None) -> tuple[ReviewParagraph, ...]:
    new = _texts(now, "narrative")
    if before is None:
        return tuple(
            ReviewParagraph(number, (Piece("same", text),), is_changed=False)
            for number, text in enumerate(new, start=1)
        )
    old = _texts(before, "narrative")
    longest = max(len(new), len(old))
    pairs = zip(
        [*old, *[""] * (longest - len(old))], [*new, *[""] * (longest - len(new))], strict=True
    )
    return tuple(
        ReviewParagraph(number, words_changed(was, is_now), is_changed=was != is_now)
        for number, (was, is_now) in enumerate(pairs, start=1)
    )


def words_changed(was: str, now: str) -> tuple[Piece, ...]:
    """What turns one text into the other, word by word.

    >>> [piece.kind for piece in words_changed("dua dari tiga", "satu dari tiga")]
    ['del', 'ins', 'same']
    """
    old, new = re.findall(r"\s+|\S+", was), re.findall(r"\s+|\S+", now)
    pieces: list[Piece] = []
    for kind, a, b, c, d in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            pieces.append(Piece("same", "".join(new[c:d])))
            continue
        if b > a:
            pieces.append(Piece("del", "".join(old[a:b])))
        if d > c:
            pieces.append(Piece("ins", "".join(new[c:d])))
    return tuple(pieces)


def _cells(names: Sequence[str], row: Values, was: Values | None) -> tuple[Cell, ...]:
    """The cells of a row; nothing counts as changed in the first version."""
    cells = []
    for name in names:
        now = _text(row, name)
        old = now if was is None else _text(was, name)
        account = ACCOUNTS.get(name, "")
        cells.append(
            Cell(now, old, is_changed=True, account=account)
            if old != now
            else Cell(now, account=account)
        )
    return tuple(cells)


def _codes(values: Values) -> list[str]:
    # The appendix lists the same lines in the same order, each led by its code.
    return [_text(row, "indicator").partition(" ")[0] for row in _rows(values, "explained")]


def _lines(values: Values) -> list[Values]:
    return [line for goal in _rows(values, "goals") for line in _rows(goal, "lines")]


def _rows(values: Values, name: str) -> list[Values]:
    found = values.get(name)
    return [row for row in found if isinstance(row, dict)] if isinstance(found, list) else []


def _texts(values: Values, name: str) -> list[str]:
    found = values.get(name)
    return [text for text in found if isinstance(text, str)] if isinstance(found, list) else []


def _text(values: Values, name: str) -> str:
    found = values.get(name)
    return found if isinstance(found, str) else ""
