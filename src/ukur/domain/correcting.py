"""Who may correct a draft: never the person who wrote it.

Duties can come together in one person, as with a Plt; the draft and its correction must not.
Source: SOP rows 6 and 7, which give the two to different lanes.
"""

from dataclasses import dataclass
from typing import ClassVar

from ukur.domain.people import Actor
from ukur.domain.refusals import NotAllowed


@dataclass(eq=False)
class OwnDraft(NotAllowed):
    """The person proposed the draft that is to be corrected."""

    code: ClassVar[str] = "own_draft"


def check_may_correct(actor: Actor, proposed_by: int | None) -> None:
    """Nothing, if the account that proposed the draft is another one, or if there is none yet.

    Raises:
        OwnDraft: it is the actor's own.
    """
    if actor.account_id == proposed_by:
        raise OwnDraft


def may_correct(actor: Actor, proposed_by: int | None) -> bool:
    """Whether `check_may_correct` lets the actor."""
    try:
        check_may_correct(actor, proposed_by)
    except OwnDraft:
        return False
    return True
