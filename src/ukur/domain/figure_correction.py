"""A figure that turns out wrong after its collection: a new version, never an overwritten one.

    first figure (version 1) --late correction--> version 2 --late correction--> version 3 ...

What was signed stays as it was signed. What is measured later builds on the newest version.
Source: a death that is reported late belongs to the quarter in which it happened.
"""

from dataclasses import dataclass, replace
from datetime import date
from typing import ClassVar

from ukur.domain.collecting import SETTLED, TaskState
from ukur.domain.entering import Entered, Typed, entered
from ukur.domain.figures.showing import Look
from ukur.domain.people import Actor, Role
from ukur.domain.refusals import NotAllowed, NotNow, NotValid, Problem
from ukur.domain.sop.flow import Position
from ukur.domain.sop.model import Procedure, Work

CORRECTORS = (Role.TEAM, Role.PLANNER)
"""Who answers for the agency's figures once the units have handed them over."""


@dataclass(frozen=True)
class NewVersion:
    """What shall stand in place of a figure: as typed, why, and the day on which it was reported.

    `seen` is the number of corrections that the person had before their eyes.
    """

    typed: Typed
    reason: str
    reported_on: date | None
    seen: int


@dataclass(eq=False)
class NotACorrector(NotAllowed):
    """Late corrections are for Tim SAKIP and the planner."""

    code: ClassVar[str] = "not_a_corrector"


@dataclass(eq=False)
class CollectionOpen(NotNow):
    """The figure is still being collected: it is changed in the unit's own form."""

    code: ClassVar[str] = "collection_open"


@dataclass(eq=False)
class CorrectionPassed(NotNow):
    """Someone corrected the same figure since the page was shown."""

    code: ClassVar[str] = "correction_passed"
    number: int


def may_correct_figures(actor: Actor) -> bool:
    """Whether the actor's duties let them correct a figure late."""
    return actor.has(*CORRECTORS)


def is_collected(at: Position, procedure: Procedure) -> bool:
    """Whether a cycle is past the step in which its data is collected."""
    collecting = next((s.number for s in procedure.steps if s.work is Work.COLLECT), 0)
    return at.step is None or at.step > collecting


def check_may_correct_figure(
    actor: Actor, at: Position, procedure: Procedure, state: TaskState
) -> None:
    """Nothing, if a figure of a unit's form can be corrected at this point of its cycle.

    Raises:
        NotACorrector: neither Tim SAKIP nor the planner.
        CollectionOpen: the collection is not over, or the unit has its form again.
    """
    if not may_correct_figures(actor):
        raise NotACorrector
    if not is_collected(at, procedure) or state not in SETTLED:
        raise CollectionOpen


def new_figure(wanted: NewVersion, look: Look) -> Entered:
    """The figure that was typed, with the reason as its note.

    Raises:
        NotValid: every cell that cannot be kept, by the field.
    """
    read, problems = entered(replace(wanted.typed, note=wanted.reason), look)
    if problems:
        # the note of an entry is what a correction calls its reason
        raise NotValid(
            tuple(replace(p, where="reason") if p.where == "note" else p for p in problems)
        )
    return read


def check_correction(old: Entered, new: Entered, wanted: NewVersion, today: date) -> date:
    """The day of the report, if the correction says something new, and why.

    Raises:
        NotValid: every problem of it, by the field.
    """
    problems: list[Problem] = []
    if not wanted.reason.strip():
        problems.append(Problem("reason", "reason_missing"))
    day = wanted.reported_on
    if day is None:
        problems.append(Problem("reported_on", "reported_missing"))
    elif day > today:
        problems.append(Problem("reported_on", "reported_in_future"))
    if amounts(old) == amounts(new):
        problems.append(Problem("value", "correction_idle"))
    if problems or day is None:
        raise NotValid(tuple(problems))
    return day


def amounts(figure: Entered) -> tuple[object, object, object]:
    """The amounts of a figure without its note."""
    return figure.value, figure.numerator, figure.denominator
