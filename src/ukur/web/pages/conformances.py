"""All ended runs of one version of an SOP, held against it together."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from ukur.domain.people import Role
from ukur.domain.sop.conformance import conformance
from ukur.domain.sop.conformance_facts import Conformance, Kind
from ukur.domain.sop.conformance_summary import ReasonCount, StepSummary, Summary, summary
from ukur.domain.sop.model import Procedure
from ukur.domain.sop.worktime import CalendarMissing
from ukur.edge import dates
from ukur.edge.conformance_words import (
    kind_words,
)
from ukur.edge.names import procedure_name
from ukur.edge.reason_words import reason_words
from ukur.edge.who import actor_of
from ukur.edge.wiring import tools
from ukur.store.queries.conformance import (
    KnownRun,
    RunVersion,
    ended_runs,
    versions_run,
)
from ukur.store.queries.offices import WorkingOffice, working_office
from ukur.web.bars import Span, bars
from ukur.web.pages.conformance import READERS, label, title
from ukur.web.standing import words_of


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
        "sop": procedure_name(procedure),
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
            "step": label(longest.step, procedure),
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
                "step": label(latest.step, procedure),
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
        label=label(step.step, procedure),
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
        label(step.step, procedure),
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
    name, key = (
        ("conformance", known.cycle_id)
        if known.cycle_id
        else ("conformance_run", known.head.run_id)
    )
    kinds = dict.fromkeys(finding.kind for finding in held.findings)
    ended = known.facts.ended_at
    return RunRow(
        title=title(known),
        url=reverse(name, args=[key]),
        ended=dates.short(ended, office.office.utc_offset) if ended else "",
        taken=words_of(held.taken, office.calendar),
        rounds=held.rounds,
        findings="; ".join(kind_words(kind) for kind in kinds) or _("none"),
    )
