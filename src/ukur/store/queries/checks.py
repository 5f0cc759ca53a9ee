"""What looks wrong about the figures of a form, held against earlier periods and like units."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any, NamedTuple

from django.db.models import Q, QuerySet

from ukur.domain.checking import (
    MOST_EARLIER,
    Earlier,
    Ground,
    Warnings,
    periods_like,
    warnings,
)
from ukur.domain.entering import Entered
from ukur.domain.figures.indicator import Amount, EntryBasis, Kind
from ukur.domain.periods import Period, YearPeriod
from ukur.store.models import (
    Cycle,
    Entry,
    EntryCorrectionRow,
    FormLine,
    IndicatorRow,
    OpeningBalanceRow,
    UnitTask,
)
from ukur.store.queries.in_force import amount_in, in_force
from ukur.store.queries.looks import look_of

_YEARS_OF_ALL = 2
"""How far back every period is looked at; the same period of the year is, further."""
_PERCENT = 100


class _Row(NamedTuple):
    """An entry, with where it stands and one of its corrections, if there are any; only what a
    comparison needs, since there are thousands.
    """

    id: int
    task_id: int
    cycle_id: int
    unit_id: int
    unit_kind: str
    state: str
    code: str
    year: int
    period: str
    value: Decimal | None
    numerator: Decimal | None
    denominator: Decimal | None
    entered_at: datetime | None
    corrected: int | None
    corrected_at: datetime | None
    corrected_value: Decimal | None
    corrected_numerator: Decimal | None
    corrected_denominator: Decimal | None


_COLUMNS = (
    "id",
    "task_id",
    "task__cycle_id",
    "task__unit_id",
    "task__unit__kind",
    "task__state",
    "line__indicator__code",
    "task__cycle__year",
    "task__cycle__period",
    "value",
    "numerator",
    "denominator",
    "entered_at",
    "corrections__number",
    "corrections__at",
    "corrections__value",
    "corrections__numerator",
    "corrections__denominator",
)


@dataclass(frozen=True)
class _Known:
    """Everything that figures of a cycle are held against, by indicator code."""

    when: YearPeriod
    own: Mapping[str, Sequence[tuple[_Row, Amount]]]
    """What stands in the cycle itself, of all units."""
    earlier: Mapping[tuple[str, int], Sequence[Earlier]]
    """By code and unit, newest first."""

    def judged(self, line: FormLine, row: _Row, amount: Amount) -> Warnings:
        """What looks wrong about one of the amounts."""
        indicator = line.indicator
        own = self.own.get(indicator.code, ())
        ground = Ground(
            when=self.when,
            look=look_of(indicator, self.when.year),
            basis=EntryBasis(indicator.entry_basis),
            factor=indicator.factor,
            is_percent=_is_percent(indicator),
            earlier=self.earlier.get((indicator.code, row.unit_id), ()),
            peers=[
                other
                for one, other in own
                if one.unit_kind == row.unit_kind and one.unit_id != row.unit_id
            ],
        )
        return warnings(amount, line.checks, ground)


def warnings_of(task: UnitTask, known: Iterable[FormLine] | None = None) -> dict[int, Warnings]:
    """What looks wrong about a unit's figures, by line id. Three queries, however many lines.

    The task's `cycle` is loaded. Lines without a warning are left out. `known` are the unit's
    lines with their indicators, where they were read before: two queries then.
    """
    if known is None:
        known = FormLine.objects.filter(entries__task=task).select_related("indicator")
    lines = {line.indicator.code: line for line in known}
    against = _known(task.cycle, lines.values(), Q(task__unit_id=task.unit_id))
    found = {
        line.pk: against.judged(line, row, amount)
        for code, line in lines.items()
        for row, amount in against.own.get(code, ())
        if row.task_id == task.pk
    }
    return {line_id: told for line_id, told in found.items() if told}


def warnings_of_line(line: FormLine) -> dict[int, Warnings]:
    """What looks wrong about all units' figures of one line, by task id. Two queries.

    The line's `cycle` and `indicator` are loaded. Tasks without a warning are left out.
    """
    known = _known(line.cycle, [line], Q())
    found = {
        row.task_id: known.judged(line, row, amount)
        for row, amount in known.own.get(line.indicator.code, ())
    }
    return {task_id: told for task_id, told in found.items() if told}


def _is_percent(indicator: IndicatorRow) -> bool:
    kind = Kind(indicator.value_kind)
    said = indicator.unit_text.strip().casefold() in ("%", "persen")
    return said or (kind is Kind.RATIO and indicator.factor == _PERCENT)


def _known(cycle: Cycle, lines: Iterable[FormLine], whose: Q) -> _Known:
    """What figures are held against; `whose` narrows down the units with a history."""
    codes = {line.indicator.code: line.pk for line in lines}
    when = YearPeriod(cycle.year, Period(cycle.period))
    before = _entries(whose, _before(cycle), Q(line__indicator__code__in=codes))
    now = _entries(Q(task__cycle=cycle, line_id__in=codes.values()))
    rows = _newest(_Row(*row) for row in now.union(before, all=True))
    own: dict[str, list[tuple[_Row, Amount]]] = defaultdict(list)
    earlier: dict[tuple[str, int], dict[YearPeriod, Amount]] = defaultdict(dict)
    for code, unit_id, at, amount in _balances(cycle, codes):
        if at < when and amount is not None:
            earlier[code, unit_id][at] = amount
    for row in rows:
        amount = _amount(row)
        at = YearPeriod(row.year, Period(row.period))
        if amount is None:
            continue
        if row.cycle_id == cycle.pk:
            own[row.code].append((row, amount))
        elif at < when:
            earlier[row.code, row.unit_id][at] = amount
    return _Known(when, own, {key: _newest_first(found) for key, found in earlier.items()})


def _newest_first(found: Mapping[YearPeriod, Amount]) -> tuple[Earlier, ...]:
    return tuple(Earlier(at, found[at]) for at in sorted(found, reverse=True))


def _before(cycle: Cycle) -> Q:
    """Entries of periods of the same length that can be compared with those of the cycle."""
    first = cycle.year - MOST_EARLIER
    recent = Q(task__cycle__year__gte=cycle.year - _YEARS_OF_ALL)
    same = Q(task__cycle__year__gte=first, task__cycle__period=cycle.period)
    return (
        (recent | same)
        & ~Q(task__cycle=cycle)
        & Q(
            task__cycle__agency_id=cycle.agency_id,
            task__cycle__is_live=True,
            task__cycle__year__lte=cycle.year,
            task__cycle__period__in=periods_like(Period(cycle.period)),
        )
    )


def _entries(*which: Q) -> QuerySet[Entry, tuple[Any, ...]]:
    """What stands in the forms of units."""
    return Entry.objects.filter(*which).values_list(*_COLUMNS)


def _newest(rows: Iterable[_Row]) -> Iterable[_Row]:
    """Every entry once, with the newest of its corrections."""
    found: dict[int, _Row] = {}
    for row in rows:
        kept = found.get(row.id)
        if kept is None or (row.corrected or 0) > (kept.corrected or 0):
            found[row.id] = row
    return found.values()


def _balances(
    cycle: Cycle, codes: Collection[str]
) -> Iterator[tuple[str, int, YearPeriod, Amount | None]]:
    """The units' opening balances, older versions first so that the newest counts."""
    rows = OpeningBalanceRow.objects.filter(
        agency_id=cycle.agency_id,
        code__in=codes,
        unit__isnull=False,
        year__gte=cycle.year - MOST_EARLIER,
        period__in=periods_like(Period(cycle.period)),
    )
    newest = {(row.code, row.unit_id, row.year, row.period): row for row in rows.order_by("number")}
    for (code, unit_id, year, period), row in newest.items():
        if unit_id is not None:
            yield code, unit_id, YearPeriod(year, Period(period)), amount_in(row)


def _amount(row: _Row) -> Amount | None:
    """What counts of the entry; of a unit that was closed only what was brought in late."""
    is_closed = row.state == UnitTask.State.CLOSED
    if row.corrected_at is None:
        return None if is_closed else amount_in(row)
    own = Entered() if is_closed else Entered(row.value, row.numerator, row.denominator)
    newest = EntryCorrectionRow(
        at=row.corrected_at,
        value=row.corrected_value,
        numerator=row.corrected_numerator,
        denominator=row.corrected_denominator,
    )
    return amount_in(in_force(own, row.entered_at, [newest]).figure)
