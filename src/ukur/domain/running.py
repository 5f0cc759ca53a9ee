"""Runs of an SOP without figures: who begins one, who sees it, and what its steps may hold."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from ukur.domain.cycles import DatePassed, check_lanes
from ukur.domain.people import SOP_ROLES, Actor, Role
from ukur.domain.refusals import NotNow, NotValid, Problem
from ukur.domain.sop.flow import WrongRole
from ukur.domain.sop.model import Procedure, Step, Work

LONGEST_SUBJECT = 300
LONGEST_NOTE = 4000


@dataclass(eq=False)
class MeasuresByOrder(NotNow):
    """The SOP has steps of the measurement, which only an order of the head begins."""

    code: ClassVar[str] = "measures_by_order"
    key: str


@dataclass(eq=False)
class StepHasItsPage(NotNow):
    """The work of the step is done on a page of its own, not by a press of "finished"."""

    code: ClassVar[str] = "step_has_its_page"
    step: int


def is_plain(procedure: Procedure) -> bool:
    """Whether every step is a plain task, so that the SOP runs without a measurement."""
    return all(step.work is Work.TASK for step in procedure.steps)


def may_begin(procedure: Procedure, actor: Actor) -> bool:
    """Whether the actor leads the first step of an SOP that is begun without an order."""
    return is_plain(procedure) and not actor.roles.isdisjoint({procedure.steps[0].lead})


def check_may_begin(
    procedure: Procedure, subject: str, finish_by: date, today: date, actor: Actor
) -> None:
    """Nothing, if the actor may begin a run of the SOP today.

    Raises:
        MeasuresByOrder: it is a measurement, which the head orders.
        WrongRole: another role leads its first step.
        LaneWithoutRole: see `ukur.domain.cycles.check_lanes`.
        NotValid: no subject, or one that is too long.
        DatePassed: it should have ended before it begins.
    """
    if not is_plain(procedure):
        raise MeasuresByOrder(key=procedure.key)
    first = procedure.steps[0]
    if not may_begin(procedure, actor):
        raise WrongRole(step=first.number, needed=(first.lead,))
    check_lanes(procedure)
    check_text("subject", subject, LONGEST_SUBJECT)
    if finish_by < today:
        raise DatePassed(given=finish_by)


def check_plain(step: Step) -> None:
    """Nothing, if the step is a plain task.

    Raises:
        StepHasItsPage: it belongs to the measurement.
    """
    if step.work is not Work.TASK:
        raise StepHasItsPage(step=step.number)


def check_text(where: str, text: str, most: int) -> None:
    """Nothing, if there is a text of at most so many characters.

    Raises:
        NotValid: there is none, or it is longer.
    """
    if not text.strip():
        raise NotValid(problems=(Problem(where, "text_missing"),))
    if len(text.strip()) > most:
        raise NotValid(problems=(Problem(where, "text_too_long", {"most": most}),))


def may_see_run(actor: Actor, procedure: Procedure, *, has_ended: bool) -> bool:
    """Whether the actor may open the run and its files.

    The office sees every run, other roles those of SOPs in which they have a lane, an evaluator
    what has ended (decision 0040, 4).
    """
    if actor.has(*SOP_ROLES, Role.KEEPER):
        return True
    if has_ended and actor.has(Role.EVALUATOR):
        return True
    return not actor.roles.isdisjoint(lane.key for lane in procedure.lanes)
