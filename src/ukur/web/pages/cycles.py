"""The cycles: their list, the SOP table of one, and its journal."""

from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from ukur.domain.people import SOP_ROLES, Actor, Role
from ukur.domain.periods import Period
from ukur.domain.sop.flow import Outcome, offers
from ukur.domain.sop.model import Work
from ukur.domain.sop.soundness import findings
from ukur.edge import dates
from ukur.edge.downloads import shown_pdf
from ukur.edge.names import period_of_year
from ukur.edge.paper_names import paper_name, way_words
from ukur.edge.papers import sop_file
from ukur.edge.who import actor_of
from ukur.edge.wiring import tools
from ukur.store.queries.cycle_page import (
    Counts,
    CyclePage,
    PaperLine,
    cycle_page,
    open_holds,
)
from ukur.store.queries.cycles import YEARS, CycleHead, cycle_years, is_theirs
from ukur.store.queries.journal import journal_page
from ukur.store.queries.office_pages import units as all_units
from ukur.store.queries.offices import office_of, working_office
from ukur.web.clock_card import clock_card
from ukur.web.exception_menu import exception_menu
from ukur.web.forecasting import expected_words
from ukur.web.pages.conformance import READERS
from ukur.web.pages.desk import cycle_line
from ukur.web.run_parts import (
    cancellation,
    event_line,
    own_decisions,
    rounds,
    state_words,
    total,
)
from ukur.web.sop_table import sop_table
from ukur.web.standing import (
    WORK_PAGES,
    Check,
    Turn,
    button_words,
    head_or_404,
    mistar,
    task_words,
    work_url,
)
from ukur.web.work import hold_words, told, whole


@dataclass(frozen=True)
class PaperRow:
    """A paper as a line of the rail."""

    code: str
    name: str
    detail: str


@require_safe
def cycles(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    office = office_of(actor.agency_id)
    found = cycle_years(actor.agency_id, whole(request.GET.get("sampai")))
    heads = [head for head in found.heads if _may_see(head, actor)]
    by_year: dict[int, list[object]] = {}
    for head in sorted(heads, key=_newest_first):
        by_year.setdefault(head.when.year, []).append(cycle_line(head, office.utc_offset))
    context = {
        "years": tuple(by_year.items()),
        "cancelled": [
            cycle_line(head, office.utc_offset) for head in found.cancelled if _may_see(head, actor)
        ],
        "earlier": found.earlier,
        "later": found.later and found.later + YEARS - 1,
        "may_order": actor.has(Role.HEAD),
        "reads_conformance": actor.has(*READERS, Role.EVALUATOR),
        "told": told(request),
    }
    return render(request, "web/cycles/cycles.html", context)


@require_safe
def cycle(request: HttpRequest, cycle_id: int) -> HttpResponse:
    actor = actor_of(request)
    head = _visible(cycle_id, actor)
    office = working_office(actor.agency_id)
    now = tools().clock.now()
    found = cycle_page(cycle_id)
    offset = office.office.utc_offset
    context = {
        "told": told(request),
        "head": head,
        "title": period_of_year(head.when),
        "state": state_words(head, office, now),
        "table": sop_table(head, found.steps, office, now, _row_urls(head, found, actor)),
        "sop": head.procedure,
        "findings": len(findings(head.procedure)),
        "mistar": mistar(head, office.calendar, now),
        "own_decisions": own_decisions(found.steps),
        "special": exception_menu(head, actor, measures=True),
        "turn": _turn(head, found.counts, actor),
        "clock": clock_card(head, found.steps, office, now, actor),
        "forecast": expected_words(head, actor, office, now),
        "reads_conformance": actor.has(*READERS)
        or (head.position.ended and actor.has(Role.EVALUATOR)),
        "total": total(head, found.steps, office, now),
        "rounds": rounds(head, found.steps, offset),
        "cancelled": cancellation(head, found.steps, offset),
        "papers": [_paper(paper, offset) for paper in found.papers] if _reads_papers(actor) else [],
        "is_theirs": is_theirs(head, actor),
        "works_here": actor.has(*SOP_ROLES),
        "plan": found.plan,
        "has_form": any(paper.kind == "form" for paper in found.papers),
    }
    return render(request, "web/cycles/cycle.html", context)


@require_safe
def sop_paper(request: HttpRequest, cycle_id: int) -> HttpResponse:
    """The SOP that the cycle follows, as a PDF.

    Raises:
        Http404: no such cycle at the actor's agency, or nothing of theirs.
    """
    actor = actor_of(request)
    file = sop_file(_visible(cycle_id, actor).id, actor, tools())
    return shown_pdf(file.content, file.name)


@require_safe
def journal(request: HttpRequest, cycle_id: int) -> HttpResponse:
    actor = actor_of(request)
    head = _visible(cycle_id, actor)
    if not _reads_papers(actor):
        raise Http404
    office = working_office(actor.agency_id)
    found = journal_page(head.run_id)
    units = {unit.code: unit.name for unit in all_units(actor.agency_id)}
    context = {
        "title": period_of_year(head.when),
        "events": [event_line(line, units, office.office.utc_offset) for line in found.lines],
        "broken": found.broken,
        "mistar": mistar(head, office.calendar, tools().clock.now()),
        "cycle_id": cycle_id,
    }
    return render(request, "web/cycles/journal.html", context)


def _newest_first(head: CycleHead) -> tuple[int, int]:
    return (-head.when.year, -list(Period).index(head.when.period))


def _may_see(head: CycleHead, actor: Actor) -> bool:
    """The evaluator, and who has no duty, sees only what is archived (decision 0040, 4)."""
    has_ended = head.position.ended and not head.is_cancelled
    return has_ended or bool(actor.roles - {Role.EVALUATOR})


def _visible(cycle_id: int, actor: Actor) -> CycleHead:
    head = head_or_404(cycle_id, actor)
    if not _may_see(head, actor):
        raise Http404
    return head


def _row_urls(head: CycleHead, page: CyclePage, actor: Actor) -> dict[int, str]:
    """Where the work of each row is done, or was: for those who may open that page.

    A step that was reached in an earlier round keeps its page while later ones run again.
    """
    reached = {one.step for one in page.steps}
    rows = [step for step in head.procedure.steps if step.number in reached]
    if not actor.has(*SOP_ROLES):
        collects = actor.has(Role.OPERATOR, Role.UNIT_HEAD)
        own = [step for step in rows if step.work is Work.COLLECT and collects]
        return {step.number: reverse("entries") for step in own}
    found = {}
    for step in rows:
        if step.work in WORK_PAGES:
            found[step.number] = reverse(WORK_PAGES[step.work], args=[head.id])
        elif step.work is Work.ORDER:
            order = next((paper.code for paper in page.papers if paper.kind == "order"), None)
            if order is not None:
                found[step.number] = reverse("paper", args=[order])
    return found


def _reads_papers(actor: Actor) -> bool:
    return actor.has(*SOP_ROLES, Role.EVALUATOR)


def _turn(head: CycleHead, counts: Counts, actor: Actor) -> Turn | None:
    """The card of whoever acts in the open step; None for others and after the end."""
    step = head.step
    if step is None or not is_theirs(head, actor):
        return None
    leads = offers(head.procedure, head.position, actor)
    holds = open_holds(head.id) if leads else ()
    held = tuple(Check(is_met=False, text=hold_words(hold)) for hold in holds)
    checks = held or tuple(_facts(step.work, counts))
    consequence = ""
    if step.work is Work.SIGN:
        consequence = _("On that page you sign, or send it back with a reason.")
    elif any(offer.outcome is Outcome.NO for offer in leads):
        consequence = _(
            "On that page you choose Ya, onward to the next step, or Tidak, back with a reason."
        )
    return Turn(task_words(head), button_words(step.work), work_url(head), checks, consequence)


def _facts(work: Work, counts: Counts) -> tuple[Check, ...]:
    if work is Work.COLLECT:
        text = _("%(done)d of %(all)d units are verified or closed") % {
            "done": counts.units_settled,
            "all": counts.units,
        }
        return (Check(counts.units_settled == counts.units, text),)
    found = []
    if counts.lines:
        text = ngettext(
            "%(count)d indicator is measured in this period",
            "%(count)d indicators are measured in this period",
            counts.lines_due,
        ) % {"count": counts.lines_due}
        found.append(Check(is_met=True, text=text))
    if counts.remarks:
        settled = counts.remarks - counts.remarks_open - counts.remarks_answered
        text = _("%(done)d of %(all)d remarks are settled") % {
            "done": settled,
            "all": counts.remarks,
        }
        found.append(Check(settled == counts.remarks, text))
    return tuple(found)


def _paper(paper: PaperLine, utc_offset: int) -> PaperRow:
    parts = [paper.number or _("version %(version)d") % {"version": paper.version}]
    if paper.signed_at:
        parts.append(
            _("%(way)s %(at)s")
            % {
                "way": way_words(paper.signed_by_way),
                "at": dates.short(paper.signed_at, utc_offset),
            }
        )
    else:
        parts.append(dates.short(paper.made_at, utc_offset))
    if not paper.is_newest:
        parts.append(_("replaced"))
    return PaperRow(paper.code, paper_name(paper.kind), " · ".join(parts))
