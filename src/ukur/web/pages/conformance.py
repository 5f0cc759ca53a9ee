"""One run held against its SOP: a cycle, or any other."""

from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from ukur.domain.people import SOP_ROLES, Actor, Role
from ukur.domain.running import may_see_run
from ukur.domain.sop.conformance import conformance
from ukur.domain.sop.conformance_facts import Conformance, Timing
from ukur.domain.sop.model import Procedure
from ukur.domain.sop.worktime import CalendarMissing
from ukur.edge import dates
from ukur.edge.conformance_words import (
    Naming,
    finding_words,
    headline,
    step_name,
)
from ukur.edge.names import period_of_year, procedure_name
from ukur.edge.who import actor_of
from ukur.edge.wiring import tools
from ukur.store.queries.conformance import (
    KnownRun,
    known_run,
    names_of,
    run_of_cycle,
)
from ukur.store.queries.office_pages import units as all_units
from ukur.store.queries.offices import WorkingOffice, working_office
from ukur.web.bars import Span, bars
from ukur.web.forecasting import expected_words
from ukur.web.standing import mistar_of

READERS = (*SOP_ROLES, Role.KEEPER)
"""Who reads how cycles and all runs together go; the evaluator reads what has ended."""


@dataclass(frozen=True)
class FindingLine:
    words: str
    is_foreseen: bool


@dataclass(frozen=True)
class TimingRow:
    """A step in one round, as a line of the table."""

    label: str
    round: int
    standard: str
    taken: str
    waiting: str
    working: str
    paused: str
    state: str
    colour: str
    symbol: str


@require_safe
def of_cycle(request: HttpRequest, cycle_id: int) -> HttpResponse:
    """How a cycle followed its SOP.

    Raises:
        Http404: no such cycle at the actor's agency, or not theirs to read.
    """
    actor = actor_of(request)
    run_id = run_of_cycle(cycle_id, actor.agency_id)
    return _page(request, actor, run_id)


@require_safe
def of_run(request: HttpRequest, run_id: int) -> HttpResponse:
    """How any run followed its SOP.

    Raises:
        Http404: no such run at the actor's agency, or not theirs to read.
    """
    return _page(request, actor_of(request), run_id)


def _page(request: HttpRequest, actor: Actor, run_id: int | None) -> HttpResponse:
    known = None if run_id is None else known_run(run_id, actor.agency_id)
    if known is None or not may_see_run(
        actor, known.head.procedure, has_ended=known.head.position.ended
    ):
        raise Http404
    office = working_office(actor.agency_id)
    context: dict[str, object] = {
        "title": title(known),
        "state": _state(known, office),
        "cycle_id": known.cycle_id,
        "run_id": known.head.run_id,
        "version_id": known.head.version_id,
        "mistar": mistar_of(known.cycle_id, actor) if known.cycle_id else None,
    }
    try:
        context |= _one(known, actor, office)
    except CalendarMissing as missing:
        context["calendar_missing"] = missing.year
    return render(request, "web/conformance/run.html", context)


def title(known: KnownRun) -> str:
    """What the run is called: its period, or its subject."""
    return period_of_year(known.when) if known.when else known.subject


def _state(known: KnownRun, office: WorkingOffice) -> str:
    offset = office.office.utc_offset
    facts = {
        "sop": procedure_name(known.head.procedure),
        "version": known.facts.procedure.version,
        "at": dates.long(known.facts.ended_at or tools().clock.now(), offset),
    }
    if known.facts.ended_at:
        return _("SOP %(sop)s, version %(version)s. Ended %(at)s.") % facts
    return _("SOP %(sop)s, version %(version)s. Running; state of %(at)s.") % facts


def _one(known: KnownRun, actor: Actor, office: WorkingOffice) -> dict[str, object]:
    calendar, now = office.calendar, tools().clock.now()
    procedure = known.facts.procedure
    held = conformance(known.facts, calendar, now)
    people = {finding.person for finding in held.findings if finding.person is not None}
    naming = Naming(
        procedure,
        names_of(people),
        {unit.code: unit.name for unit in all_units(actor.agency_id)},
        calendar.hours.day,
        office.office.utc_offset,
    )
    has_rounds, has_ended = held.rounds > 1, known.facts.ended_at is not None
    total = _total(held, naming, has_ended=has_ended)
    return {
        "headline": headline(held, is_running=not has_ended),
        "findings": [
            FindingLine(finding_words(finding, held, naming), finding.is_foreseen)
            for finding in held.findings
        ],
        "total": total,
        "forecast": expected_words(known.head, actor, office, now),
        "rows": [_timing(timing, procedure, naming) for timing in held.timings],
        "has_rounds": has_rounds,
        "has_pauses": bool(held.paused),
        "bars": bars(
            [_span(timing, procedure, naming, has_rounds=has_rounds) for timing in held.timings]
        ),
        "chart": total,
    }


def _total(held: Conformance, naming: Naming, *, has_ended: bool) -> str:
    words = (
        _(
            "The run took %(taken)s of office time from beginning to end; the standards of all "
            "steps add up to %(standard)s. Of the time of the steps %(waiting)s was waiting and "
            "%(working)s was work."
        )
        if has_ended
        else _(
            "The run has taken %(taken)s of office time so far; the standards of all steps add up "
            "to %(standard)s. Of the time of the steps %(waiting)s was waiting and %(working)s "
            "was work."
        )
    )
    return words % {
        "taken": naming.time(held.taken),
        "standard": naming.time(held.standard),
        "waiting": naming.time(held.waiting),
        "working": naming.time(held.working),
    }


def label(number: int, procedure: Procedure) -> str:
    """A step as a line calls it: its number and its short name."""
    return f"{number}. {step_name(procedure.step(number))}"


def _timing(timing: Timing, procedure: Procedure, naming: Naming) -> TimingRow:
    state, colour, symbol = _("in time"), "l-baik", "check"
    if timing.is_late:
        state = _("late by %(span)s") % {"span": naming.time(timing.late_by)}
        colour, symbol = "l-waspada", "warning"
    elif timing.is_open:
        state, colour, symbol = _("running"), "l-kini", "clock"
    elif not timing.is_done:
        state, colour, symbol = _("not finished"), "l-kosong", "ring"
    return TimingRow(
        label=label(timing.step, procedure),
        round=timing.round,
        standard=naming.time(timing.standard),
        taken=naming.time(timing.taken),
        waiting=naming.time(timing.waiting),
        working=naming.time(timing.working),
        paused=naming.time(timing.paused),
        state=state,
        colour=colour,
        symbol=symbol,
    )


def _span(timing: Timing, procedure: Procedure, naming: Naming, *, has_rounds: bool) -> Span:
    name = label(timing.step, procedure)
    if has_rounds:
        name = _("%(step)s, round %(round)d") % {"step": name, "round": timing.round}
    return Span(
        name,
        timing.waiting,
        timing.working,
        timing.paused,
        timing.standard,
        naming.time(timing.taken),
    )
