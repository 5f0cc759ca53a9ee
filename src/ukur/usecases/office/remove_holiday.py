"""The pengelola takes a day out of the list of holidays."""

from ukur.domain.people import Actor
from ukur.domain.ports import Tools
from ukur.store.models import Holiday
from ukur.usecases.office.recounting import CalendarChange, changing_calendar


def remove_holiday(*, holiday_id: int, actor: Actor, tools: Tools) -> CalendarChange:
    """Make the day an ordinary one again; open steps are due by it from now on. Twice is once.

    Raises:
        NotTheKeeper: the actor is not pengelola.
    """
    with changing_calendar(actor, tools) as change:
        Holiday.objects.filter(pk=holiday_id, agency=change.agency).delete()
    return change
