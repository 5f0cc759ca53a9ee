"""Who may act: roles, duties with dates, and the person at the door."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import ClassVar

from ukur.domain.refusals import NotAllowed


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


@dataclass(frozen=True)
class Duty:
    """A role that a person holds at an agency, or at one of its units, on some dates.

    `acting` is "", "plt" or "plh" (pelaksana tugas, pelaksana harian).
    """

    role: Role
    unit_id: int | None = None
    starts: date | None = None
    ends: date | None = None
    acting: str = ""

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

    def units(self, role: Role) -> frozenset[int]:
        """Ids of the units for which the person holds `role`."""
        return frozenset(d.unit_id for d in self.duties if d.role is role and d.unit_id)


@dataclass(eq=False)
class NotTheKeeper(NotAllowed):
    """Accounts, calendar and procedures are the pengelola's (DECISIONS 10)."""

    code: ClassVar[str] = "not_the_keeper"
