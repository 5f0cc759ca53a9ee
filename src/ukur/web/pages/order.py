"""Step 1: the head orders a measurement."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from ukur.domain.cycles import CycleExists
from ukur.domain.people import Role
from ukur.domain.periods import Period, YearPeriod, last_finished_quarter
from ukur.domain.refusals import NotValid, Problem, Refusal
from ukur.domain.sop.model import Procedure
from ukur.edge import dates
from ukur.edge.names import period_name, period_of_year
from ukur.edge.status import status_of
from ukur.edge.who import actor_of, note_refusal
from ukur.edge.wiring import tools
from ukur.store.queries.offices import WorkingOffice, working_office
from ukur.store.queries.ordering import Ordering, ordering
from ukur.usecases.order.order_measurement import PROCEDURE, order_measurement
from ukur.web.refused import by_place, in_words
from ukur.web.run_parts import expected_end, standard_words
from ukur.web.sop_table import Flow, acting_words, flow_over, plain_rows
from ukur.web.work import tell

LANE = 44
_YEAR = re.compile("[0-9]{4}")


@dataclass(frozen=True)
class Choice:
    """A period that can be ordered, or why it cannot; `url` leads to the cycle that has it."""

    value: str
    name: str
    is_possible: bool
    reason: str = ""
    url: str = ""


@dataclass(frozen=True)
class Typed:
    """What the form holds: the proposal at first, then what was typed."""

    when: str
    finish_by: str
    instruction: str


@dataclass(frozen=True)
class SopRow:
    """A row of the short SOP table beside the form."""

    number: int
    activity: str
    standard: str
    height: int
    lanes: tuple[str, ...]


@require_http_methods(["GET", "POST"])
def order(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    if not actor.has(Role.HEAD):
        raise Http404
    office = working_office(actor.agency_id)
    now = tools().clock.now()
    today = dates.local_date(now, office.office.utc_offset)
    found = ordering(actor.agency_id, PROCEDURE, today)
    if found is None:
        raise Http404
    if request.method == "GET":
        return render(request, "web/order/order.html", _context(found, office, now))
    typed = Typed(
        request.POST.get("when", ""),
        request.POST.get("finish_by", ""),
        request.POST.get("instruction", "")[:4000],
    )
    try:
        when = _when(typed.when)
        cycle_id = order_measurement(
            year=when.year,
            period=when.period,
            finish_by=_day(typed.finish_by),
            instruction=typed.instruction,
            actor=actor,
            tools=tools(),
        )
    except Refusal as refusal:
        note_refusal(request, refusal)
        context = _context(found, office, now, typed) | {
            "refused": in_words(refusal),
            "problems": by_place(refusal),
        }
        if isinstance(refusal, CycleExists):
            context["existing"] = reverse("cycle", args=[refusal.cycle_id])
        return render(request, "web/order/order.html", context, status=status_of(refusal))
    said = _("The measurement of %(period)s is ordered. It is now the Sekretaris's turn.")
    tell(request, said % {"period": period_of_year(when)})
    return redirect("cycle", cycle_id)


def _when(text: str) -> YearPeriod:
    year, _dash, period = text.partition("-")
    if not _YEAR.fullmatch(year) or period not in {*Period}:
        raise NotValid(problems=(Problem("when", "needed"),))
    return YearPeriod(int(year), Period(period))


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise NotValid(problems=(Problem("finish_by", "needed"),)) from None


def _context(
    found: Ordering, office: WorkingOffice, now: datetime, typed: Typed | None = None
) -> dict[str, object]:
    today = dates.local_date(now, office.office.utc_offset)
    proposed = _proposed(found, today)
    finish = expected_end(found.procedure, office.calendar, now)
    if typed is None:
        said = (
            _(
                "Write the report on the performance measurement of %(period)s. Every figure comes "
                "with evidence; indicators below target come with their cause and a follow-up."
            )
            % {"period": period_of_year(proposed)}
            if proposed
            else ""
        )
        day = dates.local_date(finish, office.office.utc_offset).isoformat() if finish else ""
        typed = Typed(_value(proposed) if proposed else "", day, said)
    plan = found.plans.get(proposed.year) if proposed else None
    return {
        "is_first": not found.taken,
        "today": dates.long(now, office.office.utc_offset),
        "years": [
            (year, [_choice(YearPeriod(year, period), found, today) for period in Period])
            for year in (today.year, today.year - 1)
            if year in found.plans
        ],
        "typed": typed,
        "least_day": today.isoformat(),
        "finish": dates.long(finish, office.office.utc_offset) if finish else "",
        "standard": standard_words(found.procedure, office.calendar),
        "proposed": period_of_year(proposed) if proposed else "",
        "is_over": proposed is not None and proposed.ends < today,
        "proposed_due": plan.due.get(proposed.period, 0) if plan and proposed else 0,
        "plan": plan,
        "rule_set": found.rule_set,
        "procedure": found.procedure,
        "sop_rows": _sop_rows(found.procedure),
        "lanes": [
            (lane.name, lane.key == found.procedure.steps[0].lead) for lane in found.procedure.lanes
        ],
        "flow": _flow(found.procedure),
    }


def _value(when: YearPeriod) -> str:
    return f"{when.year}-{when.period.value}"


def _proposed(found: Ordering, today: date) -> YearPeriod | None:
    """The newest finished quarter if it can be ordered, else the first period that can."""
    newest = last_finished_quarter(today)
    candidates = [
        newest,
        *(YearPeriod(year, period) for year in (today.year, today.year - 1) for period in Period),
    ]
    return next((one for one in candidates if _choice(one, found, today).is_possible), None)


def _choice(when: YearPeriod, found: Ordering, today: date) -> Choice:
    value, name = _value(when), period_name(when.period)
    cycle_id = found.taken.get(when)
    if cycle_id is not None:
        url = reverse("cycle", args=[cycle_id])
        return Choice(value, name, is_possible=False, reason=_("measured already"), url=url)
    if when.starts > today:
        begins = _("begins %(day)s") % {"day": dates.long_date(when.starts)}
        return Choice(value, name, is_possible=False, reason=begins)
    plan = found.plans.get(when.year)
    if plan is None:
        return Choice(value, name, is_possible=False, reason=_("no plan for this year"))
    if not plan.due.get(when.period):
        return Choice(value, name, is_possible=False, reason=_("no indicator is due in it"))
    return Choice(value, name, is_possible=True)


def _sop_rows(procedure: Procedure) -> Sequence[SopRow]:
    heights = plain_rows(procedure)
    return [
        SopRow(
            step.number,
            step.activity,
            step.standard.text,
            height,
            tuple(acting_words(step, lane.key) for lane in procedure.lanes),
        )
        for step, height in zip(procedure.steps, heights, strict=True)
    ]


def _flow(procedure: Procedure) -> Flow:
    first = procedure.steps[0].number
    return flow_over(procedure, plain_rows(procedure), {first: "kini"}, lane=LANE)
