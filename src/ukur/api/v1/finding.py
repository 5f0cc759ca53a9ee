"""What an address names, or 404 where it is not there or not for the key to see."""

from django.http import Http404

from ukur.domain.people import SOP_ROLES, Actor
from ukur.domain.rights import may_read_figures
from ukur.domain.running import may_see_run
from ukur.domain.sop.model import Work
from ukur.edge.wiring import tools
from ukur.store.queries.archive import evidence_file
from ukur.store.queries.cycles import CycleHead, cycle_head
from ukur.store.queries.entry import EntryForm, entry_form, form_to_read
from ukur.store.queries.own_tasks import own_units
from ukur.store.queries.runs import PlainRun, run_at
from ukur.store.queries.unit_forms import form_place
from ukur.store.queries.work import WorkPlace, work_place


def own_form_or_404(task_id: int, actor: Actor) -> EntryForm:
    """The form of a unit at which the actor holds a duty.

    Raises:
        Http404: no such form, or another unit's.
    """
    form = entry_form(task_id, actor, tools().clock.now())
    if form is None:
        raise Http404
    return form


def check_own_form(task_id: int, actor: Actor) -> None:
    """Nothing, if the form is one that `own_form_or_404` would find. One query.

    Raises:
        Http404: it is not.
    """
    place = form_place(task_id, actor.agency_id)
    if place is None or place.unit_id not in own_units(actor):
        raise Http404


def check_holds_evidence(task_id: int, evidence_id: int, actor: Actor) -> None:
    """Nothing, if the evidence lies beside a figure of a form at which the actor holds a duty.

    Raises:
        Http404: no such form or evidence, or another unit's.
    """
    check_own_form(task_id, actor)
    file = evidence_file(evidence_id, actor)
    if file is None or file.task_id != task_id:
        raise Http404


def checked_form_or_404(task_id: int, actor: Actor) -> EntryForm:
    """What `own_form_or_404` finds, with what looks wrong about its figures.

    Raises:
        Http404: no such form, or another unit's.
    """
    form = entry_form(task_id, actor, tools().clock.now(), with_warnings=True)
    if form is None:
        raise Http404
    return form


def form_or_404(task_id: int, actor: Actor) -> EntryForm:
    """The form of a unit, for the unit itself and for the roles of the SOP, with its warnings.

    Raises:
        Http404: no such form, or not for the actor to read.
    """
    form = form_to_read(task_id, actor, tools().clock.now())
    if form is None:
        raise Http404
    return form


def check_sees_form(task_id: int, actor: Actor) -> None:
    """Nothing, if the form is one that `form_or_404` would find. One query.

    Raises:
        Http404: it is not.
    """
    place = form_place(task_id, actor.agency_id)
    if place is None or not (place.unit_id in own_units(actor) or actor.has(*SOP_ROLES)):
        raise Http404


def head_or_404(cycle_id: int, actor: Actor) -> CycleHead:
    """The cycle at the actor's agency.

    Raises:
        Http404: it is at another one, or there is none.
    """
    head = cycle_head(cycle_id, actor.agency_id)
    if head is None:
        raise Http404
    return head


def figures_or_404(cycle_id: int, actor: Actor) -> CycleHead:
    """The cycle, if its figures are for the actor to read.

    Raises:
        Http404: no such cycle, or its figures are not, or not yet.
    """
    head = head_or_404(cycle_id, actor)
    if not may_read_figures(actor, has_ended=head.position.ended):
        raise Http404
    return head


def place_or_404(cycle_id: int, work: Work, actor: Actor) -> WorkPlace:
    """The step of a work in the cycle.

    Raises:
        Http404: no such cycle, or the actor has no part in the SOP.
    """
    place = work_place(cycle_id, work, actor)
    if place is None:
        raise Http404
    return place


def run_or_404(run_id: int, actor: Actor) -> PlainRun:
    """The run, if the actor may see it.

    Raises:
        Http404: they may not, or there is none.
    """
    head = run_at(run_id, actor.agency_id)
    if head is None or not may_see_run(actor, head.procedure, has_ended=head.position.ended):
        raise Http404
    return head
