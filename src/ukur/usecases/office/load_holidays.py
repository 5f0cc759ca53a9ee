"""The pengelola loads the national holidays of a year into the office calendar."""

from django.db import transaction

from ukur.domain.people import Actor
from ukur.domain.ports import Holidays, Tools
from ukur.store.models import Agency, CalendarYear, Holiday
from ukur.usecases.office.keeping import check_is_keeper
from ukur.usecases.office.set_up_agency import HOLIDAY_BASIS


def load_holidays(*, year: int, holidays: Holidays, actor: Actor, tools: Tools) -> int:
    """Add the holidays that are not there yet, and make the year known; how many were added.

    Days that the pengelola added or renamed stay as they are; twice is once.

    Raises:
        NotTheKeeper: the actor is not pengelola.
        OutsideFailure: the holidays of the year are not known.
    """
    del tools  # every use case takes the ports, also the one that needs none
    check_is_keeper(actor)
    days = holidays.of(year)
    with transaction.atomic(durable=True):
        agency = Agency.objects.select_for_update(no_key=True).get(pk=actor.agency_id)
        known = frozenset(
            Holiday.objects.filter(agency=agency, day__year=year).values_list("day", flat=True)
        )
        added = Holiday.objects.bulk_create(
            Holiday(agency=agency, day=day, name=name, basis=HOLIDAY_BASIS)
            for day, name in days.items()
            if day not in known
        )
        CalendarYear.objects.get_or_create(agency=agency, year=year)
    return len(added)
