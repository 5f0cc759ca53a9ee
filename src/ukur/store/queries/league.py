"""Who hands in on time, period by period: the league of an agency's units, and its trend."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from ukur.domain.collecting import TaskState
from ukur.domain.periods import IN_ORDER, Period, YearPeriod
from ukur.domain.punctuality import Delivery, Punctual, league
from ukur.domain.sop.timing import is_late
from ukur.domain.sop.worktime import Calendar
from ukur.domain.windows import was_on_time
from ukur.store.models import Cycle, UnitTask
from ukur.store.queries.history import unit_labels
from ukur.store.queries.windows import window_of

MOST_PERIODS = 8
HANDED_IN = (TaskState.SUBMITTED.value, TaskState.VERIFIED.value)
TREND = 5
"""So many periods has the small picture on a board."""
Cycles = Sequence[tuple[int, YearPeriod]]
"""By id, with their periods."""


@dataclass(frozen=True)
class PeriodRate:
    """How a period was collected: units asked, handed in now, and on time at first."""

    cycle_id: int
    when: YearPeriod
    asked: int
    delivered: int
    on_time: int


@dataclass(frozen=True)
class League:
    """The newest periods, the oldest of them first, and the units by their punctuality."""

    periods: tuple[PeriodRate, ...]
    units: tuple[Punctual, ...]


def punctuality(agency_id: int, now: datetime, calendar: Calendar) -> League:
    """The units of the agency over its last eight periods. Two queries.

    A period counts once its forms are made; one that was cancelled does not.
    """
    cycles = _cycles(agency_id)[-MOST_PERIODS:]
    tasks = (
        UnitTask.objects.filter(cycle__in=[pk for pk, _when in cycles])
        .select_related("unit")
        .order_by("unit__order", "unit__code")
    )
    deliveries = {task: delivery_of(task, now, calendar) for task in tasks}
    labels = unit_labels(deliveries)
    found: dict[str, dict[int, Delivery]] = {label: {} for label in labels.values()}
    for task, delivery in deliveries.items():
        found[labels[task.unit_id]][task.cycle_id] = delivery
    by_unit = {
        unit: [of_unit.get(pk, Delivery.NOT_ASKED) for pk, _when in cycles]
        for unit, of_unit in found.items()
    }
    return League(_rates(cycles, deliveries), league(by_unit))


def last_rates(
    agency_id: int, now: datetime, calendar: Calendar, until: YearPeriod
) -> tuple[PeriodRate, ...]:
    """The last `TREND` periods up to `until`, the oldest first; not their units. Two queries."""
    cycles = [one for one in _cycles(agency_id) if _place(one[1]) <= _place(until)][-TREND:]
    tasks = UnitTask.objects.filter(cycle__in=[pk for pk, _when in cycles])
    return _rates(cycles, {task: delivery_of(task, now, calendar) for task in tasks})


def _rates(cycles: Cycles, deliveries: Mapping[UnitTask, Delivery]) -> tuple[PeriodRate, ...]:
    asked = Counter(task.cycle_id for task in deliveries)
    handed_in = Counter(task.cycle_id for task in deliveries if task.state in HANDED_IN)
    on_time = Counter(
        task.cycle_id for task, found in deliveries.items() if found is Delivery.ON_TIME
    )
    return tuple(PeriodRate(pk, when, asked[pk], handed_in[pk], on_time[pk]) for pk, when in cycles)


def delivery_of(task: UnitTask, now: datetime, calendar: Calendar) -> Delivery:
    """What became of the form, by its first submission; that decides once and for all."""
    window = window_of(task)
    on_time = was_on_time(window, task.first_submitted_at, calendar)
    if on_time is not None:
        return Delivery.ON_TIME if on_time else Delivery.LATE
    is_over = task.state == TaskState.CLOSED or is_late(window.until, now, calendar)
    return Delivery.MISSING if is_over else Delivery.AWAITED


def _cycles(agency_id: int) -> Cycles:
    """Those whose forms are made, the oldest first."""
    rows = Cycle.objects.filter(agency_id=agency_id, is_live=True, tasks__isnull=False)
    found = [
        (pk, YearPeriod(year, Period(period)))
        for pk, year, period in rows.values_list("pk", "year", "period").distinct()
    ]
    return sorted(found, key=lambda one: _place(one[1]))


def _place(when: YearPeriod) -> tuple[int, int]:
    return when.year, IN_ORDER.index(when.period)
