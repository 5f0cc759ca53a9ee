"""What stands between a draft of an SOP and its coming into force."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from ukur.domain.people import Role
from ukur.domain.refusals import Fact, NotNow, Problem
from ukur.domain.sop.model import Procedure, Work

MEASUREMENT = "pengukuran-kinerja"
"""The key of the SOP that measurement cycles run by."""
MEASURING = (
    Work.ORDER,
    Work.DISPOSE,
    Work.FORM,
    Work.COLLECT,
    Work.EVALUATE,
    Work.DRAFT,
    Work.REVIEW,
    Work.SIGN,
    Work.ARCHIVE,
)
"""The works of a measurement, each of which builds on the one before it."""


@dataclass(eq=False)
class DraftExists(NotNow):
    """Somebody is writing the next version of this SOP already."""

    code: ClassVar[str] = "procedure_draft_exists"
    draft_id: int
    key: str


@dataclass(eq=False)
class DraftMoved(NotNow):
    """The draft was changed since the person saw it."""

    code: ClassVar[str] = "procedure_draft_moved"
    by: str


@dataclass(eq=False)
class ProcedureExists(NotNow):
    """That version of that SOP is there already, and versions never change."""

    code: ClassVar[str] = "procedure_exists"
    key: str
    version: str


@dataclass(eq=False)
class ProcedureKnown(NotNow):
    """A new SOP under the name of one that the agency has."""

    code: ClassVar[str] = "procedure_known"
    key: str


def hindrances(procedure: Procedure) -> tuple[Problem, ...]:
    """Why a sound procedure could not run at an agency all the same; empty if it can.

    Every lane must be held by a role of the program. The SOP of measurement needs each of its
    works once and in their order, for each takes up what the one before left.

    Source: SOP rows 1 to 9; `ukur.domain.cycles.check_lanes`.
    """
    problems = list(_lanes_without_role(procedure))
    if procedure.key == MEASUREMENT:
        problems += _works_out_of_place(procedure)
    return tuple(problems)


def _lanes_without_role(procedure: Procedure) -> Iterator[Problem]:
    roles = {role.value for role in Role}
    for place, lane in enumerate(procedure.lanes, start=1):
        if lane.key not in roles:
            facts: dict[str, Fact] = {"found": lane.name}
            yield Problem(f"lane {place}, key", "lane_not_held", facts)


def _works_out_of_place(procedure: Procedure) -> Iterator[Problem]:
    latest = -1
    seen: set[Work] = set()
    for place, step in enumerate(procedure.steps, start=1):
        if step.work not in MEASURING:
            continue
        if step.work in seen:
            yield Problem(f"step {place}, work", "work_twice", {"work": step.work.value})
        elif MEASURING.index(step.work) < latest:
            yield Problem(f"step {place}, work", "work_too_late", {"work": step.work.value})
        seen.add(step.work)
        latest = max(latest, MEASURING.index(step.work))
    for work in MEASURING:
        if work not in seen:
            yield Problem("step", "work_lacking", {"work": work.value})
    if procedure.steps and procedure.steps[0].work is not Work.ORDER:
        yield Problem("step 1, work", "order_not_first")
