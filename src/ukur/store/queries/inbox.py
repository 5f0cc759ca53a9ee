"""What is open at an agency, in the order in which it is due: for a person, and with others.

Nothing here reads what has ended. Each question follows an index of open steps and stops at
the end of a page, so it costs the same after a hundred thousand runs as after a thousand.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import TypeVar

from django.db.models import Q, QuerySet

from ukur.domain.people import Actor, Role
from ukur.store.models import StepRun, UnitTask

Task = TypeVar("Task", StepRun, UnitTask)
PAGE = 25
"""How many open steps stand on one page."""
MOST_COUNTED = 99
"""Whoever has more is told "99+"."""


@dataclass(frozen=True)
class OpenStep:
    """An open step: its row, its run, the version of its SOP, and the cycle that it measures."""

    id: int
    run_id: int
    version_id: int
    cycle_id: int | None
    due_at: datetime


@dataclass(frozen=True)
class Shown:
    """The first rows of a list, and whether there are more."""

    steps: tuple[OpenStep, ...]
    has_more: bool

    def first(self, most: int) -> "Shown":
        """The same with fewer rows."""
        return Shown(self.steps[:most], self.has_more or len(self.steps) > most)

    @property
    def cycles(self) -> tuple[int, ...]:
        """The cycles among them."""
        return tuple(step.cycle_id for step in self.steps if step.cycle_id is not None)

    @property
    def runs(self) -> tuple[int, ...]:
        """The runs without figures among them."""
        return tuple(step.run_id for step in self.steps if step.cycle_id is None)

    @property
    def count(self) -> int:
        """How many rows, one more where there are more."""
        return len(self.steps) + self.has_more

    @property
    def next(self) -> int | None:
        """The id behind which the next page begins."""
        return self.steps[-1].id if self.has_more and self.steps else None


def waiting_for(
    actor: Actor,
    most: int = PAGE,
    versions: Collection[int] | None = None,
    after: int | None = None,
) -> Shown:
    """The open steps that the actor leads or joins in, the first due first.

    Only those of `versions` of SOPs, if given; `after` is the id of the open step behind which
    the page begins. A query a role, and two more at most.
    """
    steps = behind(open_steps(actor.agency_id), after)
    if versions is not None:
        steps = steps.filter(run__procedure__in=versions)
    found = [_first(steps.filter(lead=role.value), most + 1) for role in sorted(actor.roles)]
    if joined := _joined(actor.roles):
        found.append(_first(steps.filter(joined, joined__isnull=False), most + 1))
    return _page(found, most)


def waiting_for_others(
    actor: Actor, most: int, versions: Collection[int] | None = None, after: int | None = None
) -> Shown:
    """The open steps that others lead and in which the actor does not join, the first due first.

    Only those of `versions`, if given. One query.
    """
    steps = behind(open_steps(actor.agency_id), after)
    if versions is not None:
        steps = steps.filter(run__procedure__in=versions)
    steps = steps.exclude(lead__in=[role.value for role in actor.roles])
    if joined := _joined(actor.roles):
        steps = steps.exclude(joined & Q(joined__isnull=False))
    return _page([_first(steps, most + 1)], most)


def open_steps(agency_id: int) -> QuerySet[StepRun]:
    """The open steps of the agency. A step of a run that was cancelled is closed with it."""
    return StepRun.objects.filter(agency_id=agency_id, done_at=None)


def bounded(rows: QuerySet[Task]) -> int:
    """How many rows there are, counted up to one more than `MOST_COUNTED`. One query."""
    return len(rows.order_by().values_list("pk")[: MOST_COUNTED + 1])


def behind(rows: QuerySet[Task], after: int | None) -> QuerySet[Task]:
    """The rows behind that one in the order of due moments; all, if it is not among them."""
    last = rows.filter(pk=after).values_list("due_at", flat=True).first() if after else None
    if last is None:
        return rows
    # The bound alone follows the index; the rest leaves out what is due at the same moment.
    return rows.filter(due_at__gte=last).exclude(due_at=last, pk__lte=after)


def _joined(roles: Iterable[Role]) -> Q:
    found = Q()
    for role in sorted(roles):
        found |= Q(joined__contains=f" {role.value} ")
    return found


def _first(steps: QuerySet[StepRun], most: int) -> list[OpenStep]:
    fields = ("pk", "run_id", "run__procedure_id", "run__cycle", "due_at")
    return [OpenStep(*row) for row in steps.order_by("due_at", "pk").values_list(*fields)[:most]]


def _page(found: Iterable[Sequence[OpenStep]], most: int) -> Shown:
    by_id = {step.id: step for steps in found for step in steps}
    ordered = sorted(by_id.values(), key=lambda step: (step.due_at, step.id))
    return Shown(tuple(islice(ordered, most)), len(ordered) > most)
