"""Runs held against their SOP: one of them, and all that have ended."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from ukur.domain.people import SOP_ROLES, Actor, Role
from ukur.domain.sop.conformance import Conformance, Kind, Timing, conformance
from ukur.domain.sop.conformance_summary import ReasonCount, StepSummary, Summary, summary
from ukur.domain.sop.model import Procedure
from ukur.domain.sop.worktime import CalendarMissing
from ukur.edge import dates
from ukur.edge.conformance_words import (
    Naming,
    finding_words,
    forecast_words,
    headline,
    kind_words,
    step_name,
)
from ukur.edge.names import period_of_year
from ukur.edge.reason_words import reason_words
from ukur.edge.who import actor_of
from ukur.edge.wiring import tools
from ukur.store.queries.conformance import (
    KnownRun,
    RunVersion,
    ended_runs,
    known_run,
    names_of,
    run_of_cycle,
    versions_run,
)
from ukur.store.queries.office_pages import units as all_units
from ukur.store.queries.offices import WorkingOffice, working_office
from ukur.web.bars import Span, bars
from ukur.web.forecasting import Asked, forecasts
from ukur.web.standing import mistar_of, words_of

READERS = (*SOP_ROLES, Role.KEEPER)
"""Who reads how a run goes; the evaluator reads what has ended (DECISIONS 10)."""


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


@dataclass(frozen=True)
class StepRow:
    """A step over many runs, as a line of the table."""

    label: str
    count: int
    standard: str
    median: str
    p90: str
    waiting: str
    working: str
    paused: str
    late: str
    returned: int


@dataclass(frozen=True)
class ReasonRow:
    words: str
    way: str
    count: int


@dataclass(frozen=True)
class RunRow:
    """A run that has ended, as a line of the list."""

    title: str
    url: str
    ended: str
    taken: str
    rounds: int
    findings: str


@dataclass(frozen=True)
class Choice:
    """A version of an SOP that can be shown."""

    id: int
    name: str
    is_shown: bool


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


@require_safe
def many(request: HttpRequest) -> HttpResponse:
    """How the ended runs of one version of an SOP followed it, together.

    Raises:
        Http404: not the actor's to read, or there is no such version.
    """
    actor = actor_of(request)
    if not actor.has(*READERS, Role.EVALUATOR):
        raise Http404
    versions = versions_run(actor.agency_id)
    shown = _shown(versions, request.GET.get("sop", ""))
    office = working_office(actor.agency_id)
    context: dict[str, object] = {
        "choices": [_choice(version, shown) for version in versions],
        "shown": _choice(shown, shown) if shown else None,
    }
    if shown is not None:
        known = ended_runs(shown.id, actor.agency_id)
        try:
            context |= _many(known, shown.procedure, office)
        except CalendarMissing as missing:
            context["calendar_missing"] = missing.year
    return render(request, "web/conformance/many.html", context)


# --- one run -------------------------------------------------------------------------------


def _page(request: HttpRequest, actor: Actor, run_id: int | None) -> HttpResponse:
    known = None if run_id is None else known_run(run_id, actor.agency_id)
    if known is None or not _may_read(known, actor):
        raise Http404
    office = working_office(actor.agency_id)
    context: dict[str, object] = {
        "title": _title(known),
        "state": _state(known, office),
        "cycle_id": known.cycle_id,
        "version_id": known.version_id,
        "mistar": mistar_of(known.cycle_id, actor) if known.cycle_id else None,
    }
    try:
        context |= _one(known, actor, office)
    except CalendarMissing as missing:
        context["calendar_missing"] = missing.year
    return render(request, "web/conformance/run.html", context)


def _may_read(known: KnownRun, actor: Actor) -> bool:
    has_ended = known.facts.ended_at is not None
    return actor.has(*READERS) or (has_ended and actor.has(Role.EVALUATOR))


def _title(known: KnownRun) -> str:
    return period_of_year(known.when) if known.when else known.subject


def _state(known: KnownRun, office: WorkingOffice) -> str:
    offset = office.office.utc_offset
    facts = {
        "sop": known.facts.procedure.cover.title.capitalize(),
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
        "forecast": _forecast(known, actor, office),
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


def _forecast(known: KnownRun, actor: Actor, office: WorkingOffice) -> str:
    if known.standing is None:
        return ""
    asked = Asked(known.id, known.version_id, known.facts.procedure, known.standing)
    told = forecasts([asked], actor.agency_id, office.calendar, tools().clock.now())
    return forecast_words(told[known.id], office.office.utc_offset) if told else ""


def _label(number: int, procedure: Procedure) -> str:
    return f"{number}. {step_name(procedure.step(number))}"


def _timing(timing: Timing, procedure: Procedure, naming: Naming) -> TimingRow:
    state, colour, symbol = _("in time"), "l-baik", "check"
    if timing.is_late:
        state = _("late by %(span)s") % {"span": naming.time(timing.late_by)}
        colour, symbol = "l-waspada", "warning"
    elif timing.is_open:
        state, colour, symbol = _("running"), "l-kini", "clock"
    return TimingRow(
        label=_label(timing.step, procedure),
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
    label = _label(timing.step, procedure)
    if has_rounds:
        label = _("%(step)s, round %(round)d") % {"step": label, "round": timing.round}
    return Span(
        label,
        timing.waiting,
        timing.working,
        timing.paused,
        timing.standard,
        naming.time(timing.taken),
    )


# --- many runs -----------------------------------------------------------------------------


def _shown(versions: Sequence[RunVersion], asked: str) -> RunVersion | None:
    if not asked:
        return max(versions, key=lambda version: version.ended, default=None)
    for version in versions:
        if str(version.id) == asked:
            return version
    raise Http404


def _choice(version: RunVersion, shown: RunVersion | None) -> Choice:
    procedure = version.procedure
    name = _("SOP %(sop)s, version %(version)s") % {
        "sop": procedure.cover.title.capitalize(),
        "version": procedure.version,
    }
    return Choice(version.id, name, version is shown)


def _many(
    known: Sequence[KnownRun], procedure: Procedure, office: WorkingOffice
) -> dict[str, object]:
    calendar, now = office.calendar, tools().clock.now()
    held = [conformance(one.facts, calendar, now) for one in known]
    told = summary(procedure, held, calendar)
    day = calendar.hours.day
    return {
        "runs": [_run_row(one, result, office) for one, result in zip(known, held, strict=True)],
        "headline": _many_headline(told),
        "sentences": _many_sentences(told, procedure, day),
        "rows": [_step_row(step, procedure, day) for step in told.steps],
        "has_pauses": any(step.paused for step in told.steps),
        "reasons": [_reason_row(reason) for reason in told.reasons],
        "bars": bars([_mean_span(step, procedure, day) for step in told.steps]),
        "chart": " ".join(_many_sentences(told, procedure, day)[:1]) or _many_headline(told),
    }


def _many_headline(told: Summary) -> str:
    return ngettext(
        "%(runs)d run has ended; %(clean)d of it followed the SOP in everything.",
        "%(runs)d runs have ended; %(clean)d of them followed the SOP in everything.",
        told.runs,
    ) % {"runs": told.runs, "clean": told.clean}


def _many_sentences(told: Summary, procedure: Procedure, day: timedelta) -> list[str]:
    done = [step for step in told.steps if step.count]
    if not done:
        return []
    longest = max(done, key=lambda step: step.waiting + step.working)
    sentences = [
        _(
            "Most time goes into step %(step)s: %(taken)s a run on average, where the standard "
            "gives %(standard)s; %(waiting)s of it is waiting."
        )
        % {
            "step": _label(longest.step, procedure),
            "taken": dates.span(longest.waiting + longest.working, day),
            "standard": dates.span(longest.standard, day),
            "waiting": dates.span(longest.waiting, day),
        }
    ]
    latest = max(done, key=lambda step: step.late)
    if latest.late:
        sentences.append(
            _("Most often late is step %(step)s: %(late)d of %(count)d times.")
            % {
                "step": _label(latest.step, procedure),
                "late": latest.late,
                "count": latest.count,
            }
        )
    sentences.extend(
        _("%(kind)s: in %(count)d of %(runs)d runs.")
        % {"kind": kind_words(kind), "count": count, "runs": told.runs}
        for kind, count in told.kinds
        if kind is not Kind.LATE
    )
    return sentences


def _step_row(step: StepSummary, procedure: Procedure, day: timedelta) -> StepRow:
    nothing = "–"
    share = f"{step.late} / {step.count}" if step.count else nothing
    return StepRow(
        label=_label(step.step, procedure),
        count=step.count,
        standard=dates.span(step.standard, day),
        median=dates.span(step.median, day) if step.count else nothing,
        p90=dates.span(step.p90, day) if step.count else nothing,
        waiting=dates.span(step.waiting, day),
        working=dates.span(step.working, day),
        paused=dates.span(step.paused, day),
        late=share,
        returned=step.returned,
    )


def _mean_span(step: StepSummary, procedure: Procedure, day: timedelta) -> Span:
    return Span(
        _label(step.step, procedure),
        step.waiting,
        step.working,
        step.paused,
        step.standard,
        dates.span(step.waiting + step.working, day),
    )


def _reason_row(reason: ReasonCount) -> ReasonRow:
    way = _("from step %(step)d to step %(back)d") % {"step": reason.step, "back": reason.back_to}
    return ReasonRow(reason_words(reason.reason_code) or _("no code given"), way, reason.count)


def _run_row(known: KnownRun, held: Conformance, office: WorkingOffice) -> RunRow:
    name, key = ("conformance", known.cycle_id) if known.cycle_id else ("conformance_run", known.id)
    kinds = dict.fromkeys(finding.kind for finding in held.findings)
    ended = known.facts.ended_at
    return RunRow(
        title=_title(known),
        url=reverse(name, args=[key]),
        ended=dates.short(ended, office.office.utc_offset) if ended else "",
        taken=words_of(held.taken, office.calendar),
        rounds=held.rounds,
        findings="; ".join(kind_words(kind) for kind in kinds) or _("none"),
    )
