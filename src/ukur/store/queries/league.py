"""Who hands in on time, period by period: the league of an agency's units, and its trend."""

from collections import Counter, defaultdict
from collections.abc import Sequence
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


def punctuality(
    agency_id: int, now: datetime, calendar: Calendar, *, until: YearPeriod | None = None
) -> League:
    """The units of the agency over its last eight periods. Two queries.

    `until` leaves out what is newer. A period counts once its forms are made; one that was
    cancelled does not.
    """
    cycles = _cycles(agency_id, until)
    tasks = list(
        UnitTask.objects.filter(cycle__in=[pk for pk, _when in cycles])
        .select_related("unit")
        .order_by("unit__order", "unit__code")
    )
    labels = unit_labels(tasks)
    found: dict[str, dict[int, Delivery]] = {label: {} for label in labels.values()}
    of_cycle: dict[int, list[Delivery]] = defaultdict(list)
    handed_in: Counter[int] = Counter()
    for task in tasks:
        delivery = delivery_of(task, now, calendar)
        found[labels[task.unit_id]][task.cycle_id] = delivery
        of_cycle[task.cycle_id].append(delivery)
        handed_in[task.cycle_id] += task.state in HANDED_IN
    by_unit = {
        unit: [of_unit.get(pk, Delivery.NOT_ASKED) for pk, _when in cycles]
        for unit, of_unit in found.items()
    }
    return League(
        tuple(
            PeriodRate(
                pk,
                when,
                asked=len(of_cycle[pk]),
                delivered=handed_in[pk],
                on_time=of_cycle[pk].count(Delivery.ON_TIME),
            )
            for pk, when in cycles
        ),
        league(by_unit),
    )


def delivery_of(task: UnitTask, now: datetime, calendar: Calendar) -> Delivery:
    """What became of the form, by its first submission; that decides once and for all."""
    window = window_of(task)
    on_time = was_on_time(window, task.first_submitted_at, calendar)
    if on_time is not None:
        return Delivery.ON_TIME if on_time else Delivery.LATE
    is_over = task.state == TaskState.CLOSED or is_late(window.until, now, calendar)
    return Delivery.MISSING if is_over else Delivery.AWAITED


def _cycles(agency_id: int, until: YearPeriod | None) -> Sequence[tuple[int, YearPeriod]]:
    rows = Cycle.objects.filter(agency_id=agency_id, is_live=True, tasks__isnull=False)
    found = [
        (pk, YearPeriod(year, Period(period)))
        for pk, year, period in rows.values_list("pk", "year", "period").distinct()
    ]
    in_time = sorted(found, key=lambda one: _place(one[1]))
    return [one for one in in_time if until is None or _place(one[1]) <= _place(until)][
        -MOST_PERIODS:
    ]


def _place(when: YearPeriod) -> tuple[int, int]:
    return when.year, IN_ORDER.index(when.period)
