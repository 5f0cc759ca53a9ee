"""What stands between a draft of an SOP and its coming into force."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
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


@dataclass(eq=False)
class CannotMeasure(NotNow):
    """The SOP of the measurement lacks works, or has them out of their order; so many problems."""

    code: ClassVar[str] = "cannot_measure"
    count: int


@dataclass(eq=False)
class VersionHolds(NotNow):
    """The version is in force, or was: what could have begun by it is not taken back."""

    code: ClassVar[str] = "procedure_version_holds"
    since: date


@dataclass(eq=False)
class VersionRuns(NotNow):
    """So many runs follow the version."""

    code: ClassVar[str] = "procedure_version_runs"
    runs: int


@dataclass(eq=False)
class VersionWithdrawn(NotNow):
    """The version was withdrawn already."""

    code: ClassVar[str] = "procedure_version_withdrawn"


@dataclass(frozen=True)
class Standing:
    """How a version of an SOP stands: since or from when, by how many runs, withdrawn or not."""

    in_force_from: date
    runs: int = 0
    is_withdrawn: bool = False


def check_may_withdraw(version: Standing, today: date) -> None:
    """Nothing, if the version can be taken back today: its day is still to come.

    Raises:
        VersionWithdrawn: it was taken back already.
        VersionRuns: something runs by it.
        VersionHolds: its day has come.
    """
    if version.is_withdrawn:
        raise VersionWithdrawn
    if version.runs:
        raise VersionRuns(runs=version.runs)
    if version.in_force_from <= today:
        raise VersionHolds(since=version.in_force_from)


def may_withdraw(version: Standing, today: date) -> bool:
    """Whether `check_may_withdraw` finds nothing in the way."""
    try:
        check_may_withdraw(version, today)
    except NotNow:
        return False
    return True


def hindrances(procedure: Procedure) -> tuple[Problem, ...]:
    """Why a sound procedure could not run at an agency all the same; empty if it can.

    Every lane must be held by a role of the program. The SOP of measurement needs each of its
    works once and in their order, for each takes up what the one before left. Any other SOP
    has plain tasks alone: no order begins it, and no figures are there for the works.

    Source: SOP rows 1 to 9; `ukur.domain.cycles.check_lanes`.
    """
    works = _works_out_of_place if procedure.key == MEASUREMENT else _works_without_measurement
    return (*_lanes_without_role(procedure), *works(procedure))


def check_measures(procedure: Procedure) -> None:
    """Nothing, if a measurement can run by the procedure to its end.

    What is put in force here was asked already; what came by another way is asked before it
    begins, and not by the step at which it would stop.

    Raises:
        CannotMeasure: a work of the measurement is lacking, or stands out of its place.
    """
    if problems := tuple(_works_out_of_place(procedure)):
        raise CannotMeasure(count=len(problems))


def _lanes_without_role(procedure: Procedure) -> Iterator[Problem]:
    roles = {role.value for role in Role}
    for place, lane in enumerate(procedure.lanes, start=1):
        if lane.key not in roles:
            facts: dict[str, Fact] = {"found": lane.name}
            yield Problem(f"lane {place}, key", "lane_not_held", facts)


def _works_without_measurement(procedure: Procedure) -> Iterator[Problem]:
    for place, step in enumerate(procedure.steps, start=1):
        if step.work is not Work.TASK:
            yield Problem(f"step {place}, work", "work_not_here", {"work": step.work.value})


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
