"""Who may read what of a cycle."""

from dataclasses import dataclass
from typing import ClassVar

from ukur.domain.people import SOP_ROLES, Actor, Role
from ukur.domain.refusals import NotAllowed


@dataclass(eq=False)
class NotYoursToRead(NotAllowed):
    """The paper is not for this person to read, or not yet."""

    code: ClassVar[str] = "not_yours_to_read"


def check_may_read(actor: Actor, *, is_signed: bool, has_ended: bool) -> None:
    """Nothing, if the actor may read a paper of the cycle.

    The roles of the SOP read everything; units read what is signed; an evaluator reads what is
    archived (decision 0040, 4).

    Raises:
        NotYoursToRead: none of these.
    """
    if actor.has(*SOP_ROLES):
        return
    if is_signed and actor.has(Role.OPERATOR, Role.UNIT_HEAD):
        return
    if has_ended and actor.has(Role.EVALUATOR):
        return
    raise NotYoursToRead


def may_read_figures(actor: Actor, *, has_ended: bool) -> bool:
    """Whether the actor may read the figures of a cycle.

    The evaluator reads what is archived; figures on the way belong to the SOP's own roles.
    """
    roles = (*SOP_ROLES, Role.KEEPER)
    return actor.has(*roles, Role.EVALUATOR) if has_ended else actor.has(*roles)


def may_read_punctuality(actor: Actor) -> bool:
    """Whether the actor may see who hands in on time: the roles of the SOP, who wait for it."""
    return actor.has(*SOP_ROLES)
