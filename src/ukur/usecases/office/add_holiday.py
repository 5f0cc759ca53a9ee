"""The pengelola adds a day without office hours, such as a regional holiday."""

from datetime import date

from django.db import transaction

from ukur.domain.people import Actor
from ukur.domain.ports import Tools
from ukur.domain.refusals import NotValid, Problem
from ukur.store.models import Agency, Holiday
from ukur.usecases.office.keeping import check_is_keeper

LIMIT = 200


def add_holiday(*, day: date, name: str, basis: str, actor: Actor, tools: Tools) -> int:
    """Add the day with what it rests on; its id. Due dates already given stay.

    Raises:
        NotTheKeeper: the actor is not pengelola.
        NotValid: the name is missing or too long, or the day is free already.
    """
    del tools  # every use case takes the ports, also the one that needs none
    check_is_keeper(actor)
    given = {"name": name.strip(), "basis": basis.strip()}
    with transaction.atomic(durable=True):
        agency = Agency.objects.select_for_update(no_key=True).get(pk=actor.agency_id)
        problems = [
            Problem(where, "too_long_for_field", {"limit": LIMIT})
            for where, text in given.items()
            if len(text) > LIMIT
        ]
        if not given["name"]:
            problems.append(Problem("name", "needed"))
        if Holiday.objects.filter(agency=agency, day=day).exists():
            problems.append(Problem("day", "taken", {"found": f"{day:%d-%m-%Y}"}))
        if problems:
            raise NotValid(problems=tuple(problems))
        holiday = Holiday.objects.create(agency=agency, day=day, **given)
    return holiday.pk
