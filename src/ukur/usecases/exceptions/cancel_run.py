"""A run is cancelled before anything of it is signed; its period or subject can be begun again."""

from ukur.domain.exceptions import CANCELLED, check_may_cancel, given_reason
from ukur.domain.people import Actor
from ukur.domain.ports import Tools
from ukur.store.models import Cycle, PaperRow
from ukur.usecases.changing import running
from ukur.usecases.exceptions.closing import close_open_step, stand_of


def cancel_run(*, run_id: int, reason: str, actor: Actor, tools: Tools) -> None:
    """End the run where it stands. Its letters stay in the register, its papers as they are.

    A measurement cycle is no longer the one of its period, which can be ordered again. The SOP
    has no such arrow, so the journal calls it a deviation.

    Raises:
        Run.DoesNotExist: no such run at the actor's agency.
        ReasonMissing: no reason.
        NotForYourDuty, AlreadySigned, RunEnded: see `ukur.domain.exceptions.check_may_cancel`.
    """
    why = given_reason(reason)
    with running(run_id, actor, tools) as change:
        check_may_cancel(stand_of(change), actor)
        step, round_ = change.run.step, change.run.round
        close_open_step(change, CANCELLED, reason=why, back_to=None)
        change.run.step = None
        change.run.ended_at = change.run.cancelled_at = change.now
        Cycle.objects.filter(run=change.run).update(is_live=False)
        papers = PaperRow.objects.filter(cycle__run=change.run).order_by("code")
        change.wants_signed_head = True
        change.note(
            "cancelled",
            step=step,
            round=round_,
            reason=why,
            papers=list(papers.values_list("code", flat=True)),
            deviation=True,
        )
