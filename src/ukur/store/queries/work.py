"""Where a cycle stands as the page of one step's work sees it, and what the person may do there."""

from dataclasses import dataclass

from ukur.domain.people import SOP_ROLES, Actor
from ukur.domain.sop.flow import Hold, Offer, Outcome, offers
from ukur.domain.sop.model import Step, Work
from ukur.store.models import Cycle
from ukur.store.queries.cycles import CycleHead, cycle_head, is_theirs
from ukur.store.queries.holds import holds_of


@dataclass(frozen=True)
class WorkPlace:
    """The step of one work in a cycle.

    `offers` are the ways in which the actor may leave the step now; empty while the step is
    not the open one, or is another role's.
    """

    head: CycleHead
    step: Step
    may_work: bool
    offers: tuple[Offer, ...]
    utc_offset: int

    @property
    def is_open(self) -> bool:
        return self.head.position.step == self.step.number

    @property
    def is_past(self) -> bool:
        """Whether the cycle stands at a later step, or has ended."""
        at = self.head.position.step
        return at is None or at > self.step.number

    @property
    def is_provisional(self) -> bool:
        """Whether nobody has said yes to the figures so far."""
        return is_provisional(self.head)

    @property
    def round(self) -> int:
        return self.head.position.round

    @property
    def onward(self) -> Offer | None:
        """The done or yes, held or not."""
        return next((offer for offer in self.offers if offer.outcome is not Outcome.NO), None)

    @property
    def back(self) -> Offer | None:
        """The no."""
        return next((offer for offer in self.offers if offer.outcome is Outcome.NO), None)

    @property
    def holds(self) -> tuple[Hold, ...]:
        """What holds the way onward."""
        return self.onward.holds if self.onward else ()


def is_provisional(head: CycleHead) -> bool:
    """Whether nobody has said yes to the figures of the cycle so far."""
    at, review = head.position.step, _step_of(head, Work.REVIEW)
    return at is not None and (review is None or at <= review.number)


def work_place(cycle_id: int, work: Work, actor: Actor) -> WorkPlace | None:
    """The step of `work` in a cycle of the actor's agency; None for whoever has no part in it.

    Two queries, and those of what holds the step while the actor leads it.
    """
    head = cycle_head(cycle_id, actor.agency_id) if actor.has(*SOP_ROLES) else None
    step = None if head is None else _step_of(head, work)
    if head is None or step is None:
        return None
    cycle = Cycle.objects.select_related("run__procedure", "agency").get(pk=cycle_id)
    is_open = head.position.step == step.number
    # What holds a step is worth asking only for those who could leave it.
    is_own = is_open and is_theirs(head, actor)
    leads = is_own and bool(offers(head.procedure, head.position, actor))
    holds = holds_of(cycle) if leads else ()
    return WorkPlace(
        head=head,
        step=step,
        may_work=is_own,
        offers=offers(head.procedure, head.position, actor, holds) if leads else (),
        utc_offset=cycle.agency.utc_offset,
    )


def _step_of(head: CycleHead, work: Work) -> Step | None:
    return next((step for step in head.procedure.steps if step.work is work), None)
