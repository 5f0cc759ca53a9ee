"""What a unit entered in other periods, beside the cells of the open one."""

from collections import defaultdict
from collections.abc import Mapping
from decimal import Decimal
from typing import NamedTuple

from django.db.models import Q

from ukur.domain.entering import Entered
from ukur.domain.periods import QUARTERS, Period, YearPeriod
from ukur.store.models import Entry, EntryCorrectionRow, UnitTask
from ukur.store.queries.in_force import in_force
from ukur.store.queries.periods import earlier

Others = Mapping[YearPeriod, Mapping[str, Entered]]
"""The unit's figures as they count now, by period and by the code of the indicator."""

_FIGURE = ("value", "numerator", "denominator")
_COLUMNS = (
    "task__cycle__year",
    "task__cycle__period",
    "line__indicator__code",
    "task__state",
    "entered_at",
    *_FIGURE,
    "corrections__at",
    *(f"corrections__{name}" for name in _FIGURE),
)


class _Figure(NamedTuple):
    value: Decimal | None
    numerator: Decimal | None
    denominator: Decimal | None


def period_before(when: YearPeriod) -> YearPeriod:
    """The period of the same length just before."""
    return YearPeriod(*earlier(when.year, when.period))


def periods_beside(when: YearPeriod, *, whole_year: bool) -> tuple[YearPeriod, ...]:
    """The periods whose figures stand beside the open one, in order.

    The one before; of a quarter, if asked, also the other quarters of its year.
    """
    before = period_before(when)
    if not whole_year or when.period not in QUARTERS:
        return (before,)
    others = [YearPeriod(when.year, quarter) for quarter in QUARTERS]
    return tuple(sorted({before, *others} - {when}, key=_in_time))


def _in_time(when: YearPeriod) -> tuple[int, int]:
    return (when.year, Period(when.period).last_month)


def figures_beside(task: UnitTask, periods: tuple[YearPeriod, ...]) -> Others:
    """The unit's figures of these periods, corrections taken in. One query, however many lines.

    The task's `cycle` is loaded.
    """
    wanted = Q()
    for when in periods:
        wanted |= Q(task__cycle__year=when.year, task__cycle__period=when.period.value)
    rows = Entry.objects.filter(
        wanted,
        task__unit_id=task.unit_id,
        task__cycle__agency_id=task.cycle.agency_id,
        task__cycle__is_live=True,
    ).order_by("corrections__number")
    found: dict[YearPeriod, dict[str, Entered]] = defaultdict(dict)
    for year, period, code, state, entered_at, *cells in rows.values_list(*_COLUMNS):
        # nobody vouched for what still stands in the cells of a unit that was closed
        figure = Entered() if state == UnitTask.State.CLOSED else Entered(*cells[:3])
        corrected_at, newest = cells[3], _Figure(*cells[4:])
        if corrected_at is not None:
            version = EntryCorrectionRow(at=corrected_at, **newest._asdict())
            figure = in_force(figure, entered_at, [version]).figure
        found[YearPeriod(year, Period(period))][code] = figure
    return found
