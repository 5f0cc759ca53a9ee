"""The accounts of single figures, with the way to every entry and file behind them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from fractions import Fraction

from ukur.domain.checking import Warnings
from ukur.domain.figures.explain import CORRECTED, SourceRow
from ukur.domain.figures.indicator import Parts
from ukur.domain.figures.notation import written
from ukur.domain.periods import Period
from ukur.domain.punctuality import Delivery
from ukur.domain.sop.worktime import Calendar
from ukur.store.models import Cycle, Entry, FormLine, UnitTask
from ukur.store.queries.checks import warnings_of_line
from ukur.store.queries.evidence import Piece, pieces_of
from ukur.store.queries.history import unit_labels
from ukur.store.queries.league import delivery_of
from ukur.store.queries.measured import BudgetFigures, MeasuredGoal, MeasuredLine, Measurement
from ukur.store.queries.measurement import measurement
from ukur.store.queries.writings import Writing, note_writings


@dataclass(frozen=True)
class EntryPlace:
    """The way from an entry to its evidence: how it came, who vouched, who checked, what backs it.

    `version` is the newest that the unit handed in, 0 where it has not; `checked_by` is "" until
    Tim SAKIP verified it. `warnings` are those of the cycle that is looked at.
    """

    cycle_id: int
    task_id: int
    line_id: int
    utc_offset: int
    origin: str = ""
    source: str = ""
    source_note: str = ""
    version: int = 0
    vouched_by: str = ""
    vouched_at: datetime | None = None
    checked_by: str = ""
    checked_at: datetime | None = None
    note: str = ""
    written: Writing | None = None
    """Who wrote the note last; None where there is none."""
    no_evidence: str = ""
    is_asked_for_evidence: bool = False
    is_late: bool = False
    warnings: Warnings = ()
    pieces: tuple[Piece, ...] = ()


class Mark(StrEnum):
    """What makes an entry stand out from those beside it."""

    LATE = "late"
    """The unit handed its form in after its time, or still has to, and its time is up."""
    UNUSUAL = "unusual"
    CORRECTED = "corrected"
    NOT_DELIVERED = "not_delivered"
    WITHOUT_EVIDENCE = "without_evidence"
    """Evidence is asked for, and there is none; the unit may have said why."""


@dataclass(frozen=True)
class PlacedRow:
    """A row of an account, with the place of its entry where it was entered here.

    `value` is what its numerator and denominator give, in the indicator's unit and decimals; ""
    where there are none, or nothing can be divided.
    """

    row: SourceRow
    place: EntryPlace | None
    value: str = ""

    @property
    def is_missing(self) -> bool:
        """Whether nothing was entered, and nobody has said why."""
        return self.row.amount is None and not self.row.note

    @property
    def marks(self) -> tuple[Mark, ...]:
        """What makes it stand out; that it is missing is told apart."""
        found = {Mark.CORRECTED: self.row.origin == CORRECTED}
        if not self.is_missing:
            found[Mark.NOT_DELIVERED] = self.row.amount is None
        if self.place is not None:
            is_given = self.row.amount is not None
            found[Mark.LATE] = self.place.is_late
            found[Mark.UNUSUAL] = bool(self.place.warnings)
            found[Mark.WITHOUT_EVIDENCE] = (
                is_given and self.place.is_asked_for_evidence and not self.place.pieces
            )
        return tuple(mark for mark in Mark if found.get(mark))


@dataclass(frozen=True)
class PeriodEntries:
    """What the units gave in one period; `is_own` of the period that the cycle is about."""

    period: Period
    is_own: bool
    rows: tuple[PlacedRow, ...]

    @property
    def given(self) -> int:
        return sum(one.row.amount is not None for one in self.rows)

    @property
    def missing(self) -> tuple[PlacedRow, ...]:
        return tuple(one for one in self.rows if one.is_missing)

    @property
    def remarkable(self) -> tuple[PlacedRow, ...]:
        """Those that stand out, but for what is missing."""
        return tuple(one for one in self.rows if one.marks and not one.is_missing)

    @property
    def plain(self) -> tuple[PlacedRow, ...]:
        return tuple(one for one in self.rows if not one.marks and not one.is_missing)

    @property
    def late(self) -> int:
        return self._marked(Mark.LATE)

    @property
    def unusual(self) -> int:
        return self._marked(Mark.UNUSUAL)

    @property
    def without_evidence(self) -> int:
        return self._marked(Mark.WITHOUT_EVIDENCE)

    @property
    def checked(self) -> int:
        """How many of the given ones Tim SAKIP has verified."""
        return sum(
            bool(one.place and one.place.checked_by)
            for one in self.rows
            if one.row.amount is not None
        )

    def _marked(self, mark: Mark) -> int:
        return sum(mark in one.marks for one in self.rows)


@dataclass(frozen=True)
class LineFigure:
    """One line of a cycle: both of its figures, and the entries behind them, period by period.

    The period's own entries come first, then the earlier ones that the year is made of.
    """

    line: MeasuredLine
    before: str
    after: str
    periods: tuple[PeriodEntries, ...]

    @property
    def in_parts(self) -> bool:
        """Whether entries are numerators and denominators."""
        rows = (one.row for period in self.periods for one in period.rows)
        return any(isinstance(row.amount, Parts) for row in rows)

    @property
    def entries(self) -> int:
        """How many entries are behind both figures."""
        return sum(len(period.rows) for period in self.periods)


@dataclass(frozen=True)
class GoalFigure:
    """One goal of a cycle; `figures` are all of them."""

    goal: MeasuredGoal
    figures: Measurement


@dataclass(frozen=True)
class MoneyFigure:
    """A budget line, or the sum of the highest ones; `parts` are the lines right below it."""

    line: BudgetFigures
    rows: tuple[PlacedRow, ...]
    parts: tuple[BudgetFigures, ...]


def line_figure(cycle_id: int, code: str, now: datetime, calendar: Calendar) -> LineFigure | None:
    """The figures of an indicator in a cycle, or None. The queries of `measurement`, and ten.

    `now` and the calendar of the agency tell who was late.
    """
    lines = measurement(cycle_id).lines
    at = next((at for at, line in enumerate(lines) if line.code == code), None)
    if at is None:
        return None
    cycle = Cycle.objects.select_related("agency").get(pk=cycle_id)
    form_line = FormLine.objects.select_related("cycle", "indicator").get(
        cycle=cycle, indicator__code=code
    )
    return LineFigure(
        line=lines[at],
        before=lines[at - 1].code if at else "",
        after=lines[at + 1].code if at + 1 < len(lines) else "",
        periods=_by_period(lines[at], form_line, _places(cycle, form_line, now, calendar)),
    )


def goal_figure(cycle_id: int, code: str) -> GoalFigure | None:
    """The mean of a goal in a cycle, or None. The queries of `measurement`."""
    figures = measurement(cycle_id)
    goal = next((goal for goal in figures.goals if goal.code == code), None)
    return GoalFigure(goal, figures) if goal else None


def money_figure(cycle_id: int, code: str) -> MoneyFigure | None:
    """A budget line of a cycle, "" for the sum, or None. The queries of `measurement`."""
    figures = measurement(cycle_id)
    own = next((line for line in figures.budget if line.code == code), None)
    line = own if code else figures.budget_total
    if line is None:
        return None
    parts = tuple(one for one in figures.budget if one.parent_code == code)
    rows = () if parts else tuple(PlacedRow(row, None) for row in line.explanation.provenance.rows)
    return MoneyFigure(line, rows, parts)


_Key = tuple[str, str]
"""A period's code and a unit's label, as rows of an account name them."""


def _by_period(
    line: MeasuredLine, form_line: FormLine, places: Mapping[_Key, EntryPlace]
) -> tuple[PeriodEntries, ...]:
    """The year's rows hold the period's own, and those of the periods before it."""
    own = Period(form_line.cycle.period)
    found: dict[Period, list[PlacedRow]] = {}
    for row in line.year_explanation.provenance.rows:
        value = _value(row, form_line.indicator.factor, line.decimals)
        placed = PlacedRow(row, places.get((row.period, row.unit)), value)
        found.setdefault(Period(row.period), []).append(placed)
    newest_first = sorted(found, key=list(Period).index, reverse=True)
    in_order = sorted(newest_first, key=lambda period: period != own)
    return tuple(PeriodEntries(period, period == own, tuple(found[period])) for period in in_order)


def _value(row: SourceRow, factor: int, decimals: int) -> str:
    parts = row.amount
    if not isinstance(parts, Parts) or parts.denominator == 0:
        return ""
    return written(Fraction(parts.numerator) / Fraction(parts.denominator) * factor, decimals)


def _places(
    cycle: Cycle, line: FormLine, now: datetime, calendar: Calendar
) -> dict[_Key, EntryPlace]:
    """Where the entries of an indicator stand, in all live cycles of the year. Eight queries."""
    code = line.indicator.code
    cycles = Cycle.objects.filter(agency_id=cycle.agency_id, year=cycle.year, is_live=True)
    tasks = UnitTask.objects.filter(cycle__in=cycles)
    people = ("submitted_by", "decided_by")
    by_id = {task.pk: task for task in tasks.select_related("unit", "cycle", *people)}
    labels = unit_labels(list(by_id.values()))
    entries = list(
        Entry.objects.filter(task__cycle__in=cycles, line__indicator__code=code).select_related(
            "source", "line"
        )
    )
    pieces = pieces_of([entry.pk for entry in entries])
    warned = warnings_of_line(line)
    notes = note_writings([entry.task_id for entry in entries if entry.note], code)
    found = {}
    for entry in entries:
        task = by_id[entry.task_id]
        place = _place(entry, task, pieces.get(entry.pk, ()), cycle.agency.utc_offset)
        found[task.cycle.period, labels[task.unit_id]] = replace(
            place,
            written=notes.get((entry.task_id, code)) if entry.note else None,
            is_late=_is_late(task, now, calendar),
            warnings=warned.get(task.pk, ()) if task.cycle_id == cycle.pk else (),
        )
    return found


def _is_late(task: UnitTask, now: datetime, calendar: Calendar) -> bool:
    """What was closed without figures is not delivered, and not late."""
    if task.state == UnitTask.State.CLOSED and task.first_submitted_at is None:
        return False
    return delivery_of(task, now, calendar) in (Delivery.LATE, Delivery.MISSING)


def _place(entry: Entry, task: UnitTask, pieces: Iterable[Piece], utc_offset: int) -> EntryPlace:
    is_checked = task.state == UnitTask.State.VERIFIED
    return EntryPlace(
        task.cycle_id,
        task.pk,
        entry.line_id,
        utc_offset,
        origin=entry.origin,
        source=entry.source.name if entry.source else "",
        source_note=entry.source_note,
        version=task.version,
        vouched_by=task.submitted_by.name if task.submitted_by else "",
        vouched_at=task.submitted_at,
        checked_by=task.decided_by.name if is_checked and task.decided_by else "",
        checked_at=task.decided_at if is_checked else None,
        note=entry.note,
        no_evidence=entry.no_evidence,
        is_asked_for_evidence=bool(entry.line.evidence_kinds),
        pieces=tuple(pieces),
    )
