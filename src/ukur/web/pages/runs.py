"""Runs of plain SOPs: their lists, the beginning of one, its SOP table, and its journal."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ukur.domain.people import Actor, Role
from ukur.domain.refusals import NotValid, Problem, Refusal
from ukur.domain.running import may_see_run
from ukur.domain.sop.flow import Outcome, may_work, outcomes
from ukur.domain.sop.model import Procedure
from ukur.edge import dates
from ukur.edge.downloads import shown_pdf
from ukur.edge.names import procedure_name
from ukur.edge.papers import run_sop_file
from ukur.edge.shipped import RELATED, related_texts
from ukur.edge.who import actor_of
from ukur.edge.wiring import tools
from ukur.store.queries.journal import journal_page
from ukur.store.queries.offices import WorkingOffice, working_office
from ukur.store.queries.registers import IncomingPage, incoming_letter
from ukur.store.queries.run_heads import steps_of
from ukur.store.queries.runs import (
    Group,
    PlainRun,
    beside_steps,
    handled_letter,
    letters_of,
    may_be_begun,
    run_at,
    run_list,
)
from ukur.usecases.office.install_procedures import install_procedures
from ukur.usecases.run.begin_run import Wanted, begin_run
from ukur.web.clock_card import clock_card
from ukur.web.exception_menu import exception_menu
from ukur.web.forecasting import expected_words
from ukur.web.run_parts import (
    cancellation,
    event_line,
    expected_end,
    rounds,
    standard_words,
    state_words,
    total,
)
from ukur.web.sop_table import acting_words, flow_over, plain_rows, sop_table
from ukur.web.standing import Turn, clock_words, is_late_now, state_of
from ukur.web.work import counted, page, tell, told, whole


@dataclass(frozen=True)
class RunRow:
    """A run as a line of a list."""

    url: str
    subject: str
    sop: str
    segments: tuple[str, ...]
    words: str
    hands: str
    left: str
    is_late: bool


@dataclass(frozen=True)
class Tab:
    """One of the three lists, and how many runs are in it."""

    name: str
    url: str
    count: str
    is_current: bool


@dataclass(frozen=True)
class Choice:
    """An SOP that can be begun."""

    key: str
    name: str
    detail: str
    is_chosen: bool


@dataclass(frozen=True)
class SopRow:
    """A row of the short SOP table beside the form."""

    number: int
    activity: str
    standard: str
    height: int
    lanes: tuple[str, ...]


@require_safe
def runs(request: HttpRequest) -> HttpResponse:
    """The runs that the person may see, in three lists, page by page."""
    actor = actor_of(request)
    office = working_office(actor.agency_id)
    now = tools().clock.now()
    wanted = request.GET.get("lihat", "")
    group = Group(wanted) if wanted in {*Group} else Group.MINE
    key = request.GET.get("sop", "")[:80]
    after = whole(request.GET.get("setelah"))
    found = run_list(actor, group, key, after)
    context = {
        "told": told(request),
        "tabs": [
            Tab(name, _address(which, key), _count(found.counts.get(which)), which is group)
            for which, name in _group_names()
        ],
        "group": group.value,
        "key": key,
        "rows": [_row(run, office, now) for run in found.runs],
        "sops": sorted((procedure_name(one), key_of) for key_of, one in found.procedures.items()),
        "first": _address(group, key) if after else "",
        "next": _address(group, key, found.next) if found.next else "",
        "missing": _missing(actor, found.procedures),
        "may_begin": bool(may_be_begun(actor, _today(office, now))),
    }
    return page(request, "web/runs/runs.html", context)


@require_http_methods(["GET", "POST"])
def begin(request: HttpRequest) -> HttpResponse:
    """Choose an SOP, say what it is about and by when it should have ended.

    Raises:
        Http404: the person begins no SOP.
    """
    actor = actor_of(request)
    office = working_office(actor.agency_id)
    now = tools().clock.now()
    choices = may_be_begun(actor, _today(office, now))
    if not choices:
        raise Http404
    letter = _letter(request, actor)
    asked = request.POST.get("key") or request.GET.get("sop", "")
    chosen = next((one for one in choices if one.key == asked), None)
    if request.method == "GET" or chosen is None:
        return page(
            request, "web/runs/begin.html", _begin_context(request, choices, chosen, office, letter)
        )
    try:
        run_id = begin_run(
            wanted=Wanted(
                chosen.key,
                request.POST.get("subject", ""),
                _day(request.POST.get("finish_by")),
                letter.line.id if letter else None,
            ),
            actor=actor,
            tools=tools(),
        )
    except Refusal as refusal:
        context = _begin_context(request, choices, chosen, office, letter)
        return page(request, "web/runs/begin.html", context, refusal)
    said = _("%(sop)s has begun. Step %(step)d is open.")
    tell(request, said % {"sop": procedure_name(chosen), "step": chosen.steps[0].number})
    return redirect("run", run_id)


@require_POST
def install(request: HttpRequest) -> HttpResponse:
    """The SOPs that ship with the program are put in force where there is none of that name."""
    new = install_procedures(texts=related_texts(), actor=actor_of(request), tools=tools())
    tell(
        request,
        ngettext("%(count)d SOP is in force now.", "%(count)d SOPs are in force now.", len(new))
        % {"count": len(new)},
    )
    return redirect("runs")


@require_safe
def run(request: HttpRequest, run_id: int) -> HttpResponse:
    """The SOP table of a run, and what the person can do now; a cycle has a page of its own."""
    actor = actor_of(request)
    head = visible_run(run_id, actor)
    if head.cycle_id is not None:
        return redirect("cycle", head.cycle_id)
    office = working_office(actor.agency_id)
    now = tools().clock.now()
    steps = steps_of(run_id)
    passed = {one.step for one in steps}
    urls = {step: reverse("run_step", args=[run_id, step]) for step in passed}
    context = {
        "told": told(request),
        "head": head,
        "sop": procedure_name(head.procedure),
        "state": state_words(head, office, now),
        "table": sop_table(head, steps, office, now, urls),
        "turn": _turn(head, actor),
        "clock": clock_card(head, steps, office, now, actor),
        "special": exception_menu(head, actor, measures=False),
        "is_theirs": is_theirs(head, actor),
        "total": total(head, steps, office, now),
        "forecast": expected_words(head, actor, office, now),
        "rounds": rounds(head, steps, office.office.utc_offset),
        "cancelled": cancellation(head, steps, office.office.utc_offset),
        "finish_by": dates.long_date(head.finish_by),
        "begun": dates.short(head.opened_at, office.office.utc_offset),
        "files": [
            (file, reverse("run_file", args=[file.id]))
            for beside in beside_steps(run_id).values()
            for file in beside.files
        ],
        "letters": letters_of(run_id),
        "handled": handled_letter(run_id),
        "utc_offset": office.office.utc_offset,
    }
    return page(request, "web/runs/run.html", context)


@require_safe
def journal(request: HttpRequest, run_id: int) -> HttpResponse:
    """What happened in the run, event by event."""
    actor = actor_of(request)
    head = visible_run(run_id, actor)
    office = working_office(actor.agency_id)
    found = journal_page(run_id)
    context = {
        "head": head,
        "sop": procedure_name(head.procedure),
        "events": [event_line(line, {}, office.office.utc_offset) for line in found.lines],
        "broken": found.broken,
    }
    return page(request, "web/runs/journal.html", context)


@require_safe
def sop_paper(request: HttpRequest, run_id: int) -> HttpResponse:
    """The SOP that the run follows, as a PDF."""
    actor = actor_of(request)
    file = run_sop_file(visible_run(run_id, actor).run_id, actor, tools())
    return shown_pdf(file.content, file.name)


def visible_run(run_id: int, actor: Actor) -> PlainRun:
    """The run, if it is at the actor's agency and theirs to see.

    Raises:
        Http404: it is not; both look the same from outside.
    """
    head = run_at(run_id, actor.agency_id)
    if head is None or not may_see_run(actor, head.procedure, has_ended=head.position.ended):
        raise Http404
    return head


def is_theirs(head: PlainRun, actor: Actor) -> bool:
    """Whether the open step is the actor's to work in."""
    step = head.position.step
    return step is not None and may_work(head.procedure, head.position, step, actor)


def _missing(actor: Actor, known: Mapping[str, Procedure]) -> int:
    """How many of the shipped SOPs the agency has not; 0 for whoever cannot install them."""
    return len(set(RELATED) - known.keys()) if actor.has(Role.KEEPER) else 0


def _turn(head: PlainRun, actor: Actor) -> Turn | None:
    """The card of whoever works in the open step; None for others and after the end."""
    step = head.step
    if step is None or not is_theirs(head, actor):
        return None
    if step.lead not in actor.roles:
        words = _("You work along in this step; its lead finishes it.")
    elif not head.may_decide(actor):
        words = _("You finished the step before, so somebody else decides; you may add notes.")
    elif Outcome.NO in outcomes(step):
        words = _(
            "On that page you choose Ya, onward to the next step, or Tidak, back with a reason."
        )
    else:
        words = _("On that page you lay down files and words, and finish the step.")
    url = reverse("run_step", args=[head.run_id, step.number])
    return Turn(step.activity, _("Open the step"), url, consequence=words)


def _group_names() -> tuple[tuple[Group, str], ...]:
    return (
        (Group.MINE, _("Your turn")),
        (Group.OTHERS, _("Running, with others")),
        (Group.ENDED, _("Ended")),
    )


def _address(group: Group, key: str, after: int | None = None) -> str:
    more = f"&sop={key}" if key else ""
    more += f"&setelah={after}" if after else ""
    return f"{reverse('runs')}?lihat={group.value}{more}"


def _count(number: int | None) -> str:
    """How many are in a list, "" where it is not counted: what has ended only grows."""
    return "" if number is None else counted(number)


def _row(head: PlainRun, office: WorkingOffice, now: datetime) -> RunRow:
    step, offset = head.step, office.office.utc_offset
    names = {lane.key: lane.name for lane in head.procedure.lanes}
    if step is not None:
        words = _("Step %(step)d of %(steps)d: %(activity)s") % {
            "step": step.number,
            "steps": len(head.procedure.steps),
            "activity": step.activity,
        }
    else:
        ended = dates.short(head.ended_at, offset) if head.ended_at else ""
        words = _("Ended %(at)s") % {"at": ended}
    return RunRow(
        url=reverse("run", args=[head.run_id]),
        subject=head.subject,
        sop=procedure_name(head.procedure),
        segments=tuple(state_of(one.number, head) for one in head.procedure.steps),
        words=words,
        hands=_(" and ").join(names[key] for key in step.actors) if step else "",
        left=clock_words(head, now, office.calendar),
        is_late=is_late_now(head, now, office.calendar),
    )


def _today(office: WorkingOffice, now: datetime) -> date:
    return dates.local_date(now, office.office.utc_offset)


def _day(text: str | None) -> date:
    try:
        return date.fromisoformat(text or "")
    except ValueError:
        raise NotValid(problems=(Problem("finish_by", "needed"),)) from None


def _letter(request: HttpRequest, actor: Actor) -> IncomingPage | None:
    """The letter that came in and is to be handled; one that no run handles yet."""
    asked = whole(request.POST.get("letter") or request.GET.get("surat"))
    found = incoming_letter(asked, actor) if asked is not None else None
    is_free = found is not None and found.line.is_readable and found.line.run_id is None
    return found if is_free else None


def _begin_context(
    request: HttpRequest,
    choices: Sequence[Procedure],
    chosen: Procedure | None,
    office: WorkingOffice,
    letter: IncomingPage | None,
) -> dict[str, object]:
    now = tools().clock.now()
    context: dict[str, object] = {
        "choices": [
            Choice(
                one.key,
                procedure_name(one),
                _("%(steps)d steps, standard time %(time)s")
                % {"steps": len(one.steps), "time": standard_words(one, office.calendar)},
                one is chosen,
            )
            for one in choices
        ],
        "least_day": _today(office, now).isoformat(),
        "subject": request.POST.get("subject", letter.line.subject if letter else "")[:300],
        "letter": letter.line if letter else None,
    }
    if chosen is None:
        return context
    finish = expected_end(chosen, office.calendar, now)
    proposed = _today(office, finish).isoformat() if finish else ""
    heights = plain_rows(chosen)
    first = chosen.steps[0].number
    return context | {
        "chosen": chosen,
        "name": procedure_name(chosen),
        "finish_by": request.POST.get("finish_by", proposed),
        "finish": dates.long(finish, office.office.utc_offset) if finish else "",
        "standard": standard_words(chosen, office.calendar),
        "sop_rows": [
            SopRow(
                step.number,
                step.activity,
                step.standard.text,
                height,
                tuple(acting_words(step, lane.key) for lane in chosen.lanes),
            )
            for step, height in zip(chosen.steps, heights, strict=True)
        ],
        "lanes": [(lane.name, lane.key == chosen.steps[0].lead) for lane in chosen.lanes],
        "flow": flow_over(chosen, heights, {first: "kini"}, lane=44),
    }
