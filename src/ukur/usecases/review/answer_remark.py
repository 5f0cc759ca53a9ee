"""Step 6: the planner answers a remark."""

from ukur.domain.discussion import LONGEST, RemarkSettled
from ukur.domain.people import Actor
from ukur.domain.ports import Tools
from ukur.domain.refusals import NotValid, Problem
from ukur.domain.sop.flow import StepNotOpen, check_may_work
from ukur.domain.sop.model import Work
from ukur.store.models import Remark
from ukur.usecases.changing import Change, changing


def answer_remark(*, remark_id: int, reply: str, actor: Actor, tools: Tools) -> None:
    """Keep the answer; the remark waits to be settled by the duty that wrote it.

    Raises:
        NotValid: no answer, or one that is too long.
        RemarkSettled: it is settled already.
        StepNotOpen, WrongRole: neither evaluation nor draft is open to the actor.
    """
    _check(reply)
    cycle_id = Remark.objects.values_list("cycle_id", flat=True).get(pk=remark_id)
    with changing(cycle_id, actor, tools) as change:
        _check_may_answer(change)
        remark = Remark.objects.get(pk=remark_id, cycle=change.cycle)
        if remark.state == Remark.State.SETTLED:
            raise RemarkSettled(number=remark.number)
        remark.reply, remark.state = reply.strip(), Remark.State.ANSWERED
        remark.replied_at, remark.replied_by_id = change.now, actor.account_id
        remark.save(update_fields=["reply", "state", "replied_at", "replied_by"])
        change.note("remark_answered", number=remark.number, reply=reply.strip())


def _check(reply: str) -> None:
    if not reply.strip():
        raise NotValid(problems=(Problem("reply", "text_missing"),))
    if len(reply) > LONGEST:
        raise NotValid(problems=(Problem("reply", "text_too_long", {"most": LONGEST}),))


def _check_may_answer(change: Change) -> None:
    step = change.run.step
    if step is None or change.procedure.step(step).work not in (Work.EVALUATE, Work.DRAFT):
        raise StepNotOpen(asked=change.step_of(Work.DRAFT), current=step)
    check_may_work(change.procedure, change.position, step, change.actor)
