"""The pengelola loads the national holidays of a year into the office calendar."""

from dataclasses import dataclass

from ukur.domain.holidays import kind_of_decreed
from ukur.domain.people import Actor
from ukur.domain.ports import Holidays, Tools
from ukur.store.models import CalendarYear, Holiday
from ukur.usecases.office.keeping import check_is_keeper
from ukur.usecases.office.recounting import changing_calendar
from ukur.usecases.office.set_up_agency import HOLIDAY_BASIS


@dataclass(frozen=True)
class Loaded:
    """How many days were added, and how many due moments moved with them."""

    added: int
    moved: int


def load_holidays(*, year: int, holidays: Holidays, actor: Actor, tools: Tools) -> Loaded:
    """Add the holidays that are not there yet, and make the year known.

    Days that the pengelola added or renamed stay as they are; twice is once.

    Raises:
        NotTheKeeper: the actor is not pengelola.
        OutsideFailure: the holidays of the year are not known.
    """
    check_is_keeper(actor)
    days = holidays.of(year)
    with changing_calendar(actor, tools) as change:
        agency = change.agency
        known = frozenset(
            Holiday.objects.filter(agency=agency, day__year=year).values_list("day", flat=True)
        )
        added = Holiday.objects.bulk_create(
            Holiday(
                agency=agency, day=day, kind=kind_of_decreed(name), name=name, basis=HOLIDAY_BASIS
            )
            for day, name in days.items()
            if day not in known
        )
        CalendarYear.objects.get_or_create(agency=agency, year=year)
    return Loaded(len(added), change.moved)
