"""The pengelola sets other office hours for a span of dates, such as those of Ramadan."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from ukur.domain.people import Actor
from ukur.domain.ports import Tools
from ukur.domain.refusals import NotValid, Problem
from ukur.domain.sop.worktime import Span, SpecialHours, check_do_not_overlap
from ukur.store.models import SpecialHoursRow
from ukur.store.queries.calendars import calendar_of, plain_week
from ukur.usecases.office.recounting import CalendarChange, changing_calendar

LIMIT = 200


@dataclass(frozen=True, kw_only=True)
class NewSpecialHours:
    """From `first` up to and with `last` the office works in the spans of `week`, Monday first."""

    name: str
    basis: str
    first: date
    last: date
    week: tuple[tuple[Span, ...], ...]


def add_special_hours(*, new: NewSpecialHours, actor: Actor, tools: Tools) -> CalendarChange:
    """Add the hours with what they rest on; open steps are due by them from now on.

    Raises:
        NotTheKeeper: the actor is not pengelola.
        NotValid: name or basis is missing or too long, or dates or spans make no sense.
        HoursOverlap: other special hours hold on one of the days.
    """
    name, basis = new.name.strip(), new.basis.strip()
    with changing_calendar(actor, tools) as change:
        if problems := tuple(_text_problems({"name": name, "basis": basis})):
            raise NotValid(problems)
        hours = SpecialHours(name, new.first, new.last, new.week, basis)
        check_do_not_overlap(hours, calendar_of(change.agency).special)
        row = SpecialHoursRow.objects.create(
            agency=change.agency,
            name=name,
            basis=basis,
            first=hours.first,
            last=hours.last,
            week=plain_week(hours.week),
        )
        change.id = row.pk
    return change


def _text_problems(texts: dict[str, str]) -> Iterator[Problem]:
    for where, text in texts.items():
        if not text:
            yield Problem(where, "needed")
        elif len(text) > LIMIT:
            yield Problem(where, "too_long_for_field", {"limit": LIMIT})
