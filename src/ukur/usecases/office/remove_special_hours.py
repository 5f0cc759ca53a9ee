"""The pengelola takes special office hours back."""

from ukur.domain.people import Actor
from ukur.domain.ports import Tools
from ukur.store.models import SpecialHoursRow
from ukur.usecases.office.recounting import CalendarChange, changing_calendar


def remove_special_hours(*, hours_id: int, actor: Actor, tools: Tools) -> CalendarChange:
    """Let the usual hours hold again; open steps are due by them from now on. Twice is once.

    Raises:
        NotTheKeeper: the actor is not pengelola.
    """
    with changing_calendar(actor, tools) as change:
        SpecialHoursRow.objects.filter(pk=hours_id, agency=change.agency).delete()
    return change
