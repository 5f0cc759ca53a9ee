"""Late corrections: what stands in force for an entry, and what was corrected in a cycle."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from ukur.domain.collecting import SETTLED
from ukur.domain.entering import Entered
from ukur.domain.figures.indicator import Kind
from ukur.domain.figures.notation import written_exact
from ukur.domain.figures.showing import Look, allowed_words, cell_text
from ukur.domain.periods import Period, YearPeriod
from ukur.store.models import Entry, EntryCorrectionRow, FormLine
from ukur.store.queries.in_force import as_handed_in, in_force
from ukur.store.queries.looks import look_of
from ukur.store.queries.measurement import approved_and_newest


@dataclass(frozen=True)
class CorrectionVersion:
    """One late correction, with what stood before it; figures as text, "–" for none."""

    number: int
    indicator: str
    code: str
    unit: str
    was: str
    to: str
    reason: str
    reported_on: date
    at: datetime
    by: str


@dataclass(frozen=True)
class CorrectableFigure:
    """One unit's figure that can be corrected, as it was handed in and as it stands."""

    entry_id: int
    line_id: int
    unit: str
    first: str
    newest: str
    corrections: int


@dataclass(frozen=True)
class FigureToCorrect:
    """One unit's figure with all that its form shows. Cells are in Indonesian notation."""

    entry_id: int
    cycle_id: int
    line_id: int
    when: YearPeriod
    indicator: str
    code: str
    unit: str
    unit_text: str
    kind: Kind
    choices: tuple[str, ...]
    """The words to choose the value from, lowest first; none for numbers and days."""
    numerator_text: str
    denominator_text: str
    first: str
    newest: str
    number: int
    value: str
    numerator: str
    denominator: str
    versions: tuple[CorrectionVersion, ...]

    @property
    def in_parts(self) -> bool:
        return self.kind is Kind.RATIO


@dataclass(frozen=True)
class CorrectableLine:
    """A line of a cycle: its realization as approved, or as it stands, and with all corrections."""

    line_id: int
    code: str
    name: str
    unit_text: str
    approved: str
    newest: str
    versions: int

    @property
    def differs(self) -> bool:
        return self.approved != self.newest


def correctable_lines(cycle_id: int) -> tuple[CorrectableLine, ...]:
    """The lines that are due in a cycle. The queries of two measurements, at most."""
    approved, newest = approved_and_newest(cycle_id)
    return tuple(
        CorrectableLine(
            line_id=now.line_id,
            code=now.code,
            name=now.name,
            unit_text=now.unit,
            approved=was.realization,
            newest=now.realization,
            versions=now.version,
        )
        for was, now in zip(approved.lines, newest.lines, strict=True)
        if now.is_due
    )


def corrections_of(cycle_id: int) -> tuple[CorrectionVersion, ...]:
    """All late corrections of a cycle, the newest first. One query."""
    rows = (
        EntryCorrectionRow.objects.filter(entry__task__cycle=cycle_id)
        .select_related("entry__task__unit", "entry__task__cycle", "entry__line__indicator", "by")
        .order_by("-at", "-pk")
    )
    return tuple(_version(row) for row in rows)


def has_line(cycle_id: int, line_id: int) -> bool:
    """Whether the line is one of the cycle's form. One query."""
    return FormLine.objects.filter(pk=line_id, cycle=cycle_id).exists()


def correctable_figures(cycle_id: int, line_id: int) -> tuple[CorrectableFigure, ...]:
    """The units' figures of a line that are handed over, in the order of the units. Two queries."""
    entries = (
        Entry.objects.filter(
            line_id=line_id, task__cycle=cycle_id, task__state__in=[s.value for s in SETTLED]
        )
        .select_related("task__unit", "task__cycle", "line__indicator")
        .order_by("task__unit__order", "task__unit__code")
    )
    versions: Mapping[int, list[EntryCorrectionRow]] = defaultdict(list)
    rows = EntryCorrectionRow.objects.filter(entry__line_id=line_id, entry__task__cycle=cycle_id)
    for row in rows.order_by("number"):
        versions[row.entry_id].append(row)
    found = []
    for entry in entries:
        own = as_handed_in(entry)
        now = in_force(own, entry.entered_at, versions[entry.pk])
        look = look_of(entry.line.indicator, entry.task.cycle.year)
        found.append(
            CorrectableFigure(
                entry.pk,
                line_id,
                entry.task.unit.name,
                amounts_text(own, look),
                amounts_text(now.figure, look),
                now.number,
            )
        )
    return tuple(found)


def figure_to_correct(cycle_id: int, entry_id: int, agency_id: int) -> FigureToCorrect | None:
    """One unit's figure for the form of a correction, or None. Two queries."""
    entry = (
        Entry.objects.filter(
            pk=entry_id,
            task__cycle_id=cycle_id,
            task__cycle__agency_id=agency_id,
            task__cycle__is_live=True,
        )
        .select_related("task__unit", "task__cycle", "line__indicator")
        .first()
    )
    if entry is None:
        return None
    rows = list(
        EntryCorrectionRow.objects.filter(entry=entry)
        .select_related("entry__task__unit", "entry__task__cycle", "entry__line__indicator", "by")
        .order_by("number")
    )
    indicator, own = entry.line.indicator, as_handed_in(entry)
    now = in_force(own, entry.entered_at, rows)
    cycle = entry.task.cycle
    look = look_of(indicator, cycle.year)
    return FigureToCorrect(
        entry_id=entry.pk,
        cycle_id=cycle_id,
        line_id=entry.line_id,
        when=YearPeriod(cycle.year, Period(cycle.period)),
        indicator=indicator.name,
        code=indicator.code,
        unit=entry.task.unit.name,
        unit_text=indicator.unit_text,
        kind=look.kind,
        choices=tuple(reversed(allowed_words(look))),
        numerator_text=indicator.numerator_text,
        denominator_text=indicator.denominator_text,
        first=amounts_text(own, look),
        newest=amounts_text(now.figure, look),
        number=now.number,
        value=cell_text(now.figure.value, look),
        numerator=cell_text(now.figure.numerator, look),
        denominator=cell_text(now.figure.denominator, look),
        versions=tuple(_version(row) for row in reversed(rows)),
    )


def amounts_text(figure: Entered | EntryCorrectionRow, look: Look) -> str:
    """A unit's figure to be read: a value, "8 ÷ 10", or "–" for none."""
    if figure.numerator is not None and figure.denominator is not None:
        return f"{written_exact(figure.numerator)} ÷ {written_exact(figure.denominator)}"
    return cell_text(figure.value, look) or "–"


def _version(row: EntryCorrectionRow) -> CorrectionVersion:
    indicator = row.entry.line.indicator
    look = look_of(indicator, row.entry.task.cycle.year)
    old = Entered(row.old_value, row.old_numerator, row.old_denominator)
    return CorrectionVersion(
        number=row.number,
        indicator=indicator.name,
        code=indicator.code,
        unit=row.entry.task.unit.name,
        was=amounts_text(old, look),
        to=amounts_text(row, look),
        reason=row.reason,
        reported_on=row.reported_on,
        at=row.at,
        by=row.by.name,
    )
