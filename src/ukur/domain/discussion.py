"""Remarks: who may write, answer and settle them. A remark belongs to the duty that wrote it.

open --answer--> answered --settle--> settled
  +------------settle----------------^
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

from ukur.domain.people import Actor
from ukur.domain.refusals import NotAllowed, NotNow

LONGEST = 2_000
"""Characters of a remark, of its answer, and of each word about a line that fell short."""


class RemarkState(StrEnum):
    OPEN = "open"
    ANSWERED = "answered"
    SETTLED = "settled"


class Place(StrEnum):
    """What a remark hangs on."""

    LINE = "line"
    BUDGET = "budget"
    PARAGRAPH = "paragraph"
    DOCUMENT = "document"


@dataclass(frozen=True)
class Spot:
    """Where a remark hangs, as a page names it.

    On a line: `line_id`, and a column of it, or "" for all of the line. On the budget: the code of
    a program as `row` with a column, or none of both for all of it. On a paragraph: the section and
    the number in it, from 1, or none of both for all of them.
    """

    place: str
    line_id: int | None = None
    row: str = ""
    column: str = ""
    section: str = ""
    number: int | None = None

    @property
    def is_exact(self) -> bool:
        """Whether it is one cell or one paragraph."""
        return bool(self.column or self.section)


@dataclass(eq=False)
class NotYourRemark(NotAllowed):
    """Only the duty that wrote a remark settles it; a successor in that duty can."""

    code: ClassVar[str] = "not_your_remark"
    needed: str


@dataclass(eq=False)
class RemarkSettled(NotNow):
    """The remark is settled already."""

    code: ClassVar[str] = "remark_settled"
    number: int


def check_may_settle(state: RemarkState, role: str, number: int, actor: Actor) -> None:
    """Nothing, if the actor holds the duty that wrote the remark and it is not settled.

    Raises:
        NotYourRemark: another duty wrote it.
        RemarkSettled: it is settled.
    """
    if role not in actor.roles:
        raise NotYourRemark(needed=role)
    if state is RemarkState.SETTLED:
        raise RemarkSettled(number=number)


def may_settle(state: RemarkState, role: str, actor: Actor) -> bool:
    """Whether `check_may_settle` would let the actor."""
    try:
        check_may_settle(state, role, 0, actor)
    except (NotYourRemark, RemarkSettled):
        return False
    return True
