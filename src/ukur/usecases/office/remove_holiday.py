"""The pengelola takes a day out of the list of holidays."""

from ukur.domain.people import Actor
from ukur.domain.ports import Tools
from ukur.store.models import Holiday
from ukur.usecases.office.keeping import check_is_keeper


def remove_holiday(*, holiday_id: int, actor: Actor, tools: Tools) -> None:
    """Make the day an ordinary one again. Due dates already given stay; twice is once.

    Raises:
        NotTheKeeper: the actor is not pengelola.
    """
    del tools  # every use case takes the ports, also the one that needs none
    check_is_keeper(actor)
    Holiday.objects.filter(pk=holiday_id, agency_id=actor.agency_id).delete()
