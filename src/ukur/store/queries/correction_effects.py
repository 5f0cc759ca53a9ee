"""What a late correction changes: the line itself, the means of its cycle, and later periods."""

from collections.abc import Sequence
from dataclasses import dataclass

from ukur.domain.entering import Entered
from ukur.domain.figure_correction import is_collected
from ukur.domain.figures.indicator import EntryBasis
from ukur.domain.periods import IN_ORDER, Period, YearPeriod
from ukur.domain.sop.flow import Position
from ukur.store.models import Cycle, Entry
from ukur.store.queries.history import NEWEST, AsOf, settled_at
from ukur.store.queries.measured import MeasuredLine, Measurement
from ukur.store.queries.measurement import line_as_of, measurements
from ukur.store.queries.procedures import procedure_of


@dataclass(frozen=True)
class LineFigures:
    """What a line shows, as text: of its period, since January, and against the year."""

    realization: str
    achievement: str
    rating: str
    since_january: str
    year_achievement: str
    from_periods: str

    @classmethod
    def of(cls, line: MeasuredLine) -> "LineFigures":
        return cls(
            line.realization,
            line.achievement,
            line.rating,
            line.since_january,
            line.year_achievement,
            line.from_periods,
        )


@dataclass(frozen=True)
class LineEffect:
    """The line in one cycle: before and after the correction.

    `approved` is what its document says, where it has one that is approved; that one stays.
    """

    cycle_id: int
    line_id: int
    when: YearPeriod
    is_own: bool
    is_collected: bool
    before: LineFigures
    after: LineFigures
    approved: LineFigures | None = None

    @property
    def changes(self) -> bool:
        return self.before != self.after

    @property
    def differs_from_paper(self) -> bool:
        return self.approved is not None and self.approved != self.after


@dataclass(frozen=True)
class MeanEffect:
    """A mean of the corrected cycle; `goal` is "" for the agency's own."""

    goal: str
    before: str
    after: str


@dataclass(frozen=True)
class Effects:
    """All that a correction changes. Nothing of it is kept."""

    lines: tuple[LineEffect, ...]
    means: tuple[MeanEffect, ...]
    is_cumulative: bool = False
    """Entries are counted since January: those of later periods hold the figure too."""

    @property
    def entered_again(self) -> tuple[LineEffect, ...]:
        """The later cycles whose own entries hold the corrected figure, and want a look."""
        return tuple(one for one in self.lines if self.is_cumulative and not one.is_own)

    @property
    def changed(self) -> tuple[LineEffect, ...]:
        """The cycles in which the line changes, or its document says something else."""
        return tuple(e for e in self.lines if e.is_own or e.changes or e.differs_from_paper)


def effects_of(entry_id: int, figure: Entered) -> Effects:
    """What would follow if `figure` took the place of the entry's newest version.

    Twelve queries, and ten for every later cycle of the year.
    """
    entry = Entry.objects.select_related("line__indicator", "task__cycle__run__procedure").get(
        pk=entry_id
    )
    own, code = entry.task.cycle, entry.line.indicator.code
    pretended = AsOf(pretended={entry_id: figure})
    told = measurements(own.pk, _moments(own, pretended))
    found = [_effect(own, [_line(figures, entry.line_id) for figures in told], is_own=True)]
    for cycle in _later(own):
        lines = line_as_of(cycle.pk, code, _moments(cycle, pretended))
        if lines:
            found.append(_effect(cycle, lines, is_own=False))
    is_cumulative = entry.line.indicator.entry_basis == EntryBasis.TO_DATE
    return Effects(tuple(found), _means(told[0], told[1]), is_cumulative)


def _moments(cycle: Cycle, pretended: AsOf) -> tuple[AsOf, ...]:
    """Before and after the correction, and as approved where the cycle came so far."""
    settled = settled_at(cycle)
    return (NEWEST, pretended) if settled is None else (NEWEST, pretended, AsOf(settled))


def _later(own: Cycle) -> Sequence[Cycle]:
    """The live cycles of the year whose periods come after, in their order."""
    place = IN_ORDER.index(Period(own.period))
    rows = Cycle.objects.filter(
        agency_id=own.agency_id, year=own.year, period__in=IN_ORDER[place + 1 :], is_live=True
    ).select_related("run__procedure")
    return sorted(rows, key=lambda cycle: IN_ORDER.index(Period(cycle.period)))


def _line(figures: Measurement, line_id: int) -> MeasuredLine:
    return next(line for line in figures.lines if line.line_id == line_id)


def _effect(cycle: Cycle, lines: Sequence[MeasuredLine], *, is_own: bool) -> LineEffect:
    before, after, *approved = map(LineFigures.of, lines)
    return LineEffect(
        cycle_id=cycle.pk,
        line_id=lines[0].line_id,
        when=YearPeriod(cycle.year, Period(cycle.period)),
        is_own=is_own,
        is_collected=is_collected(
            Position(cycle.run.step, cycle.run.round), procedure_of(cycle.run)
        ),
        before=before,
        after=after,
        approved=approved[0] if approved else None,
    )


def _means(before: Measurement, after: Measurement) -> tuple[MeanEffect, ...]:
    pairs = [
        (was.text, was.mean_text, now.mean_text)
        for was, now in zip(before.goals, after.goals, strict=True)
    ]
    pairs.append(("", before.mean_text, after.mean_text))
    return tuple(MeanEffect(*pair) for pair in pairs if pair[1] != pair[2])
