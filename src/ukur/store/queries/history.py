"""What was entered for a cycle and for the earlier periods of its year, as of a moment.

Late corrections (`EntryCorrectionRow`) and opening balances (`OpeningBalanceRow`) are versions
beside what was entered first. Which of them count is a matter of the moment: figures that were
approved stand as they stood then, all others follow the newest version.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from decimal import Decimal
from fractions import Fraction

from django.db.models import Count, Q

from ukur.domain.entering import Entered
from ukur.domain.figures.accumulation import PeriodAmount
from ukur.domain.figures.explain import CORRECTED, OPENING, SourceRow
from ukur.domain.figures.indicator import Amount, Parts, PeriodRule, UnitRule
from ukur.domain.figures.policy import RuleSet
from ukur.domain.figures.reasons import Reason
from ukur.domain.figures.rollup import (
    ClosedWithout,
    Given,
    Missing,
    RolledUp,
    UnitEntry,
    UnitSum,
    agency_value,
)
from ukur.domain.figures.showing import WORDED, Look, value_text
from ukur.domain.periods import Period, before_in_year, whole_year
from ukur.domain.sop.model import Work
from ukur.store.models import (
    Cycle,
    Entry,
    EntryCorrectionRow,
    FormLine,
    IndicatorRow,
    OpeningBalanceRow,
    StepRun,
    UnitTask,
)
from ukur.store.queries.in_force import amount_in
from ukur.store.queries.local_time import local_text
from ukur.store.queries.looks import look_of
from ukur.store.queries.procedures import procedure_of

FILES = "files"
"""The name under which an entry carries how many files back it."""


@dataclass(frozen=True)
class AsOf:
    """Which versions count: those up to `at`, or all; and entries as if they were corrected so.

    `pretended` maps ids of entries to a figure that nobody has kept yet, for a preview.
    """

    at: datetime | None = None
    pretended: Mapping[int, Entered] = field(default_factory=dict)

    def knows(self, moment: datetime) -> bool:
        return self.at is None or moment <= self.at


NEWEST = AsOf()


@dataclass(frozen=True)
class UnitFigure:
    """What one unit gave for a line; `why` says why there is no figure.

    `corrections` counts the late corrections behind it; `note` is what was said beside it.
    """

    entry: UnitEntry
    why: str = ""
    corrections: int = 0
    note: str = ""
    by: str = ""
    at: str = ""
    evidence: int = 0

    def row(self, unit: str, period: Period, look: Look) -> SourceRow:
        """The same as a row of the account of a figure."""
        amount = self.entry.amount if isinstance(self.entry, Given) else None
        return SourceRow(
            unit,
            amount,
            period,
            self.why or self.note,
            self.by,
            self.at,
            self.evidence,
            CORRECTED if self.corrections else "",
            _said(amount, look),
        )


UnitFigures = Mapping[str, UnitFigure]
"""By the unit's label."""


@dataclass(frozen=True)
class HistoryPart:
    """What the agency measured in one earlier period of the year, and from where that is known.

    `amount` is None where the period was measured and the agency still has no value. `version`
    counts from 1, the figure as it was first recorded. `source` names the old report of an
    opening balance; it is "" for what was measured here.
    """

    period: Period
    amount: PeriodAmount | None
    version: int = 1
    source: str = ""
    rows: tuple[SourceRow, ...] = field(default=(), compare=False)

    @property
    def is_opening(self) -> bool:
        return bool(self.source)


History = Mapping[Period, HistoryPart]


def settled_at(cycle: Cycle) -> datetime | None:
    """Since when the figures of the cycle stand still: the Ya that sent them to be signed.

    None while they still follow what is corrected. The cycle's run and its procedure must be
    loaded. One query at most.
    """
    steps = procedure_of(cycle.run).steps
    signing = next((step.number for step in steps if step.work is Work.SIGN), None)
    if signing is None or (cycle.run.step is not None and cycle.run.step < signing):
        return None
    runs = StepRun.objects.filter(run=cycle.run_id, step=signing).order_by("-round")
    return runs.values_list("opened_at", flat=True).first()


def unit_labels(tasks: Iterable[UnitTask]) -> dict[int, str]:
    """How each unit is called: by its name, and by its code too where two bear one name."""
    units = {task.unit_id: task.unit for task in tasks}
    times = Counter(unit.name for unit in units.values())
    return {
        id_: unit.name if times[unit.name] == 1 else f"{unit.name} ({unit.code})"
        for id_, unit in units.items()
    }


@dataclass(frozen=True)
class Ledger:
    """All that was entered for a cycle and before it in its year, read once from the tables."""

    lines: tuple[FormLine, ...]
    """The cycle's own, in the order of the form."""
    _earlier: Mapping[str, Sequence[FormLine]]
    """By the indicator's code, what was due before."""
    _measured: frozenset[Period]
    _tasks: Mapping[str, Sequence[UnitTask]]
    """By the unit's label, in the order of the units."""
    _entries: Mapping[int, Mapping[int, Entry]]
    _corrections: Mapping[int, Sequence[EntryCorrectionRow]]
    _balances: Mapping[str, Sequence[OpeningBalanceRow]]
    _utc_offset: int

    def units(self, line_id: int, as_of: AsOf) -> dict[str, UnitFigure]:
        """What every unit gave for the line, units in their order."""
        entries = self._entries.get(line_id, {})
        return {
            label: self._unit_figure(entries[task.pk], task, as_of)
            for label, tasks in self._tasks.items()
            for task in tasks
            if task.pk in entries
        }

    def history(self, code: str, as_of: AsOf, rules: RuleSet) -> dict[Period, HistoryPart]:
        """What the agency measured of the indicator in each earlier period, where it is known."""
        found = self._opened(code, as_of, rules)
        for line in self._earlier.get(code, ()):
            period, units = Period(line.cycle.period), self.units(line.pk, as_of)
            amount = rolled_amount(rolled_up(line.indicator, units, rules))
            rows = rows_of(units, period, look_of(line.indicator, line.cycle.year))
            found[period] = HistoryPart(period, amount, version_of(units), rows=rows)
        return found

    def _unit_figure(self, row: Entry, task: UnitTask, as_of: AsOf) -> UnitFigure:
        versions = [
            c
            for c in self._corrections.get(row.pk, ())
            if as_of.knows(c.at) and (row.entered_at is None or row.entered_at <= c.at)
        ]
        if row.pk in as_of.pretended:
            told = as_of.pretended[row.pk]
            return _corrected(amount_in(told), told.note, len(versions) + 1)
        if versions:
            newest = versions[-1]
            return replace(
                _corrected(amount_in(newest), newest.reason, len(versions)),
                by=newest.by.name,
                at=local_text(newest.at, self._utc_offset),
                evidence=getattr(row, FILES, 0),
            )
        return UnitFigure(
            *first_entry(amount_in(row), row.note, task),
            note=row.note,
            by=row.entered_by.name if row.entered_by else "",
            at=local_text(row.entered_at, self._utc_offset),
            evidence=getattr(row, FILES, 0),
        )

    def _opened(self, code: str, as_of: AsOf, rules: RuleSet) -> dict[Period, HistoryPart]:
        """The opening balances, for the periods in which no cycle measures here."""
        indicator = next(line.indicator for line in self.lines if line.indicator.code == code)
        newest: dict[Period, dict[str, OpeningBalanceRow]] = defaultdict(dict)
        for row in self._balances.get(code, ()):
            if as_of.knows(row.entered_at) and Period(row.period) not in self._measured:
                newest[Period(row.period)][row.unit.code if row.unit else ""] = row
        parts = (
            _opening_part(period, newest[period], indicator, rules, self._utc_offset)
            for period in newest
        )
        return {part.period: part for part in parts if part is not None}


def ledger_of(cycle: Cycle, codes: Collection[str] | None = None) -> Ledger:
    """What was entered for the cycle, and before it in its year. Seven queries at most.

    The cycle's `agency` is loaded. `codes` leaves all other indicators out.
    """
    only = {} if codes is None else {"indicator__code__in": codes}
    lines = _lines([cycle], only)
    adding = {line.indicator.code: line for line in lines if accumulates(line.indicator)}
    earlier = _earlier_cycles(cycle, list(adding.values()))
    before = _lines(earlier, {"indicator__code__in": adding, "is_due": True}) if earlier else ()
    wanted = [*lines, *before]
    by_line: dict[int, dict[int, Entry]] = defaultdict(dict)
    files = Count("evidence", filter=Q(evidence__removed_at=None))
    rows = Entry.objects.filter(line__in=wanted).select_related("entered_by")
    for entry in rows.annotate(**{FILES: files}):
        by_line[entry.line_id][entry.task_id] = entry
    corrections: dict[int, list[EntryCorrectionRow]] = defaultdict(list)
    late = EntryCorrectionRow.objects.filter(entry__line__in=wanted).select_related("by")
    for row in late.order_by("number"):
        corrections[row.entry_id].append(row)
    return Ledger(
        lines=lines,
        _earlier=_by_code(before),
        _measured=frozenset(Period(one.period) for one in earlier),
        _tasks=_by_label([cycle, *earlier]),
        _entries=by_line,
        _corrections=corrections,
        _balances=_balances(cycle, adding) if adding else {},
        _utc_offset=cycle.agency.utc_offset,
    )


def _lines(cycles: Sequence[Cycle], only: Mapping[str, object]) -> tuple[FormLine, ...]:
    rows = FormLine.objects.filter(cycle__in=cycles, **only)
    return tuple(rows.select_related("cycle", "indicator__goal").order_by("order"))


def _by_code(lines: Iterable[FormLine]) -> Mapping[str, Sequence[FormLine]]:
    found: dict[str, list[FormLine]] = defaultdict(list)
    for line in lines:
        found[line.indicator.code].append(line)
    return found


def _by_label(cycles: Sequence[Cycle]) -> Mapping[str, Sequence[UnitTask]]:
    rows = UnitTask.objects.filter(cycle__in=cycles).select_related("unit")
    tasks = list(rows.order_by("unit__order", "unit__code"))
    labels = unit_labels(tasks)
    found: dict[str, list[UnitTask]] = defaultdict(list)
    for task in tasks:
        found[labels[task.unit_id]].append(task)
    return found


def accumulates(indicator: IndicatorRow) -> bool:
    """Whether the value since January is made of several periods, and not of the last alone."""
    return PeriodRule(indicator.period_rule) is not PeriodRule.LAST


def earlier_periods(indicator: IndicatorRow, period: Period) -> tuple[Period, ...]:
    """The periods that together tell of the year before `period`; of all of it for the year."""
    due = {Period(one) for one in indicator.due_periods}
    return whole_year(due) if period is Period.YEAR else before_in_year(period, due)


def version_of(units: UnitFigures) -> int:
    """Which version of a line's figure this is: the first one, and one more a correction."""
    return 1 + sum(figure.corrections for figure in units.values())


def rows_of(units: UnitFigures, period: Period, look: Look) -> tuple[SourceRow, ...]:
    """What every unit gave, as rows of an account, units in their order."""
    return tuple(figure.row(unit, period, look) for unit, figure in units.items())


def _said(amount: Amount | None, look: Look) -> str:
    if look.kind not in WORDED or not isinstance(amount, Decimal):
        return ""
    return value_text(amount, look)


def rolled_up(indicator: IndicatorRow, units: UnitFigures, rules: RuleSet) -> RolledUp:
    """The agency's value of an indicator out of those of its units."""
    return rolled_entries(indicator, {label: one.entry for label, one in units.items()}, rules)


def rolled_entries(
    indicator: IndicatorRow, entries: Mapping[str, UnitEntry], rules: RuleSet
) -> RolledUp:
    """The same out of the entries alone, by the units' labels."""
    return agency_value(entries, _unit_sum(indicator, entries), rules)


def rolled_amount(rolled: RolledUp) -> PeriodAmount | None:
    """What the agency has as one entry of its own, to be put together with other periods."""
    if isinstance(rolled.value, Reason):
        return None
    if rolled.numerator is not None and rolled.denominator is not None:
        return Parts(plain_decimal(rolled.numerator), plain_decimal(rolled.denominator))
    return rolled.value


def plain_decimal(value: Fraction) -> Decimal:
    """A sum of columns as Decimal: exact, since every column has finite decimals."""
    return Decimal(value.numerator) / Decimal(value.denominator)


def _unit_sum(indicator: IndicatorRow, entries: Mapping[str, UnitEntry]) -> UnitSum:
    rule = UnitRule(indicator.unit_rule)
    owner = next(iter(entries), None) if rule is UnitRule.OWNER else None
    return UnitSum(rule, indicator.factor, owner)


def _earlier_cycles(cycle: Cycle, lines: Sequence[FormLine]) -> list[Cycle]:
    """The live cycles of the periods that the lines put together with their own."""
    own = Period(cycle.period)
    wanted = {period for line in lines for period in earlier_periods(line.indicator, own)}
    if not wanted:
        return []
    return list(
        Cycle.objects.filter(
            agency_id=cycle.agency_id, year=cycle.year, period__in=wanted, is_live=True
        )
    )


def _balances(cycle: Cycle, codes: Collection[str]) -> Mapping[str, Sequence[OpeningBalanceRow]]:
    found: dict[str, list[OpeningBalanceRow]] = defaultdict(list)
    rows = OpeningBalanceRow.objects.filter(
        agency_id=cycle.agency_id, year=cycle.year, code__in=codes
    )
    for row in rows.select_related("unit", "entered_by").order_by(
        "unit__order", "unit__code", "number"
    ):
        found[row.code].append(row)
    return found


def first_entry(amount: Amount | None, note: str, task: UnitTask) -> tuple[UnitEntry, str]:
    """What a unit gave for a line as it was first recorded, and why there is no figure."""
    if task.state == UnitTask.State.CLOSED:
        return ClosedWithout(task.reason), task.reason
    if amount is not None:
        return Given(amount), ""
    if note:
        return ClosedWithout(note), note
    return Missing(), ""


def _corrected(amount: Amount | None, reason: str, corrections: int) -> UnitFigure:
    if amount is None:
        return UnitFigure(ClosedWithout(reason), reason, corrections)
    return UnitFigure(Given(amount), "", corrections, note=reason)


def _opening_part(
    period: Period,
    rows: Mapping[str, OpeningBalanceRow],
    indicator: IndicatorRow,
    rules: RuleSet,
    utc_offset: int,
) -> HistoryPart | None:
    """One period's balances as the agency's value; None where all of them were taken back."""
    amounts = {unit: amount_in(row) for unit, row in rows.items()}
    given = {unit: amount for unit, amount in amounts.items() if amount is not None}
    if not given:
        return None
    version = max(rows[unit].number for unit in given)
    source = "; ".join(dict.fromkeys(rows[unit].source for unit in given))
    told = tuple(
        _opening_row(rows[unit], amount, indicator, utc_offset) for unit, amount in given.items()
    )
    if "" in given:
        return HistoryPart(period, given[""], version, source, told)
    units = {unit: UnitFigure(Given(amount)) for unit, amount in given.items()}
    amount = rolled_amount(rolled_up(indicator, units, rules))
    return HistoryPart(period, amount, version, source, told)


def _opening_row(
    row: OpeningBalanceRow, amount: Amount, indicator: IndicatorRow, utc_offset: int
) -> SourceRow:
    return SourceRow(
        row.unit.name if row.unit else "",
        amount,
        row.period,
        row.source,
        row.entered_by.name,
        local_text(row.entered_at, utc_offset),
        origin=OPENING,
        said=_said(amount, look_of(indicator, row.year)),
    )
