"""The pengelola adds a day without office hours, such as a regional holiday."""

from datetime import date

from ukur.domain.holidays import HolidayKind
from ukur.domain.people import Actor
from ukur.domain.ports import Tools
from ukur.domain.refusals import NotValid, Problem
from ukur.store.models import Holiday
from ukur.usecases.office.recounting import CalendarChange, changing_calendar

LIMIT = 200


def add_holiday(
    *, day: date, kind: HolidayKind, name: str, basis: str, actor: Actor, tools: Tools
) -> CalendarChange:
    """Add the day with what it rests on; open steps are due by it from now on.

    A day of the region says on which decision it rests; the joint decree is known.

    Raises:
        NotTheKeeper: the actor is not pengelola.
        NotValid: name or basis is missing or too long, or the day is free already.
    """
    given = {"name": name.strip(), "basis": basis.strip()}
    needed = ("name", "basis") if kind is HolidayKind.REGIONAL else ("name",)
    with changing_calendar(actor, tools) as change:
        problems = [
            Problem(where, "too_long_for_field", {"limit": LIMIT})
            for where, text in given.items()
            if len(text) > LIMIT
        ]
        problems += [Problem(where, "needed") for where in needed if not given[where]]
        if Holiday.objects.filter(agency=change.agency, day=day).exists():
            problems.append(Problem("day", "taken", {"found": f"{day:%d-%m-%Y}"}))
        if problems:
            raise NotValid(problems=tuple(problems))
        row = Holiday.objects.create(agency=change.agency, day=day, kind=kind, **given)
        change.id = row.pk
    return change
