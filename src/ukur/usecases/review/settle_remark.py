"""Steps 5 to 7: the duty that wrote a remark is content with it."""

from ukur.domain.discussion import RemarkState, check_may_settle
from ukur.domain.people import Actor
from ukur.domain.ports import Tools
from ukur.domain.sop.flow import StepNotOpen
from ukur.store.models import Remark
from ukur.usecases.changing import changing


def settle_remark(*, remark_id: int, actor: Actor, tools: Tools) -> None:
    """Close the remark; Ya is no longer held by it (decision 0040, 3).

    Raises:
        NotYourRemark, RemarkSettled: see `ukur.domain.discussion.check_may_settle`.
        StepNotOpen: the cycle has ended.
    """
    cycle_id = Remark.objects.values_list("cycle_id", flat=True).get(pk=remark_id)
    with changing(cycle_id, actor, tools) as change:
        if change.run.step is None:
            raise StepNotOpen(asked=0, current=None)
        remark = Remark.objects.get(pk=remark_id, cycle=change.cycle)
        check_may_settle(RemarkState(remark.state), remark.role, remark.number, actor)
        remark.state = Remark.State.SETTLED
        remark.settled_at, remark.settled_by_id = change.now, actor.account_id
        remark.save(update_fields=["state", "settled_at", "settled_by"])
        change.note("remark_settled", number=remark.number)
