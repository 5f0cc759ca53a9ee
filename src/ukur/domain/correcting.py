"""Four eyes: nobody decides on their own work, unless the rule set of the run lets them.

Duties can come together in one person, as with a Plt; the draft and its correction must not.
Where a small office cannot keep them apart, its rule set says so, and each such decision is marked.
Source: SOP rows 6 and 7, which give the two to different lanes.
"""

from dataclasses import dataclass
from typing import ClassVar

from ukur.domain.people import Actor
from ukur.domain.refusals import NotAllowed
from ukur.domain.sop.model import Step


@dataclass(eq=False)
class OwnDraft(NotAllowed):
    """The person did the work that is to be decided on."""

    code: ClassVar[str] = "own_draft"


def check_may_correct(actor: Actor, worked_by: int | None, *, same_allowed: bool = False) -> bool:
    """Whether it is their own work that the actor decides on, as the rule set allows.

    `worked_by` is the account whose work is decided on, None for nobody's.

    Raises:
        OwnDraft: it is their own work, and nothing allows it.
    """
    is_own = actor.account_id == worked_by
    if is_own and not same_allowed:
        raise OwnDraft
    return is_own


def may_correct(actor: Actor, worked_by: int | None, *, same_allowed: bool = False) -> bool:
    """Whether `check_may_correct` lets the actor."""
    try:
        check_may_correct(actor, worked_by, same_allowed=same_allowed)
    except OwnDraft:
        return False
    return True


def check_may_decide(
    step: Step, actor: Actor, worked_by: int | None, *, same_allowed: bool = False
) -> bool:
    """Whether the actor leaves the step by deciding on their own work, as the rule set allows.

    `worked_by` is the account that last finished a step before this one. A step without a
    diamond decides on nothing.

    Raises:
        OwnDraft: see `check_may_correct`.
    """
    return step.decision is not None and check_may_correct(
        actor, worked_by, same_allowed=same_allowed
    )


def may_decide(
    step: Step, actor: Actor, worked_by: int | None, *, same_allowed: bool = False
) -> bool:
    """Whether `check_may_decide` lets the actor."""
    return step.decision is None or may_correct(actor, worked_by, same_allowed=same_allowed)
