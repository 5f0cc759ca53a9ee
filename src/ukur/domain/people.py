"""Who may act: roles, duties with dates, and the person at the door."""

from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from typing import ClassVar

from ukur.domain.refusals import NotAllowed, NotNow


class Role(StrEnum):
    """The roles of the SOP, of the units, and the two beside them.

    The five of the SOP bear the keys that procedures use for their actors.
    """

    HEAD = "kepala_dinas"
    """Kepala Dinas: orders (step 1) and signs (step 8)."""
    SECRETARY = "sekretaris"
    """Sekretaris: disposes (step 2) and corrects (step 7)."""
    PLANNER = "perencana"
    """Fungsional Perencana: makes the format, leads the evaluation, drafts (3, 5, 6)."""
    TEAM = "tim_sakip"
    """Tim SAKIP: collects and takes part in the evaluation (4, 5)."""
    STAFF = "staf"
    """Staf: archives (9)."""
    OPERATOR = "operator"
    """Fills in the form of one unit."""
    UNIT_HEAD = "kepala_unit"
    """Vouches for the figures of one unit and submits them."""
    KEEPER = "pengelola"
    """Pengelola: accounts, calendar, procedures; cannot change a figure."""
    EVALUATOR = "evaluator"
    """Reads what is archived."""


SOP_ROLES = (Role.HEAD, Role.SECRETARY, Role.PLANNER, Role.TEAM, Role.STAFF)
UNIT_ROLES = (Role.OPERATOR, Role.UNIT_HEAD)


ACTING = {"plt": "Plt.", "plh": "Plh.", "an": "a.n."}
"""How somebody signs who does not hold the duty in full: pelaksana tugas while nobody does,
pelaksana harian while the holder is away, atas nama where the holder gave the signature to them."""


def held_title(title: str, acting: str) -> str:
    """The title as its bearer signs with it.

    >>> held_title("Kepala Dinas Kesehatan", "plt")
    'Plt. Kepala Dinas Kesehatan'
    """
    return f"{ACTING[acting]} {title}" if acting in ACTING else title


@dataclass(frozen=True)
class Duty:
    """A role that a person holds at an agency, or at one of its units, on some dates.

    `acting` is "" for the holder in full, or one of `ACTING`; `basis` is the letter that an acting
    one rests on. `id` is its row, by which its key is found.
    """

    role: Role
    unit_id: int | None = None
    starts: date | None = None
    ends: date | None = None
    acting: str = ""
    basis: str = ""
    id: int = field(default=0, compare=False)

    def holds_on(self, day: date) -> bool:
        return (self.starts is None or self.starts <= day) and (
            self.ends is None or day <= self.ends
        )


@dataclass(frozen=True)
class Actor:
    """The person who acts, at one agency, with the duties that hold today."""

    account_id: int
    name: str
    agency_id: int
    duties: tuple[Duty, ...] = ()

    @property
    def roles(self) -> frozenset[Role]:
        return frozenset(duty.role for duty in self.duties)

    def has(self, *roles: Role) -> bool:
        return not self.roles.isdisjoint(roles)

    def duty_as(self, role: str) -> Duty | None:
        """The duty by which the person acts in that role: the one in full before an acting one."""
        own = [duty for duty in self.duties if duty.role == role]
        return min(own, key=lambda duty: bool(duty.acting), default=None)

    def units(self, role: Role) -> frozenset[int]:
        """Ids of the units for which the person holds `role`."""
        return frozenset(d.unit_id for d in self.duties if d.role is role and d.unit_id)

    def only_at(self, unit_id: int) -> "Actor":
        """The same person with the duties at that unit alone."""
        return replace(self, duties=tuple(d for d in self.duties if d.unit_id == unit_id))


@dataclass(eq=False)
class NotTheKeeper(NotAllowed):
    """Accounts, calendar and procedures are the pengelola's (decision 0040, 4)."""

    code: ClassVar[str] = "not_the_keeper"


@dataclass(eq=False)
class NobodyHoldsDuty(NotNow):
    """Nobody holds the duty, or it has ended."""

    code: ClassVar[str] = "nobody_holds_duty"


@dataclass(eq=False)
class NotYoursToGive(NotAllowed):
    """A duty is handed on by its holder in full, or by the pengelola."""

    code: ClassVar[str] = "not_yours_to_give"
