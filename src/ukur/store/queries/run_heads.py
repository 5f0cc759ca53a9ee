"""Where a run of an SOP stands, and its steps so far: alike for a cycle and any other run."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from ukur.domain.correcting import may_decide
from ukur.domain.exceptions import CANCELLED
from ukur.domain.people import Actor
from ukur.domain.sop.flow import Outcome, Position
from ukur.domain.sop.model import Procedure, Step
from ukur.domain.sop.timing import Pause
from ukur.store.models import StepPause, StepRun
from ukur.store.queries.pauses import pause_of


@dataclass(frozen=True, kw_only=True)
class RunHead:
    """A run and its open step; `since` and `due_at` are that step's, None when it has ended.

    `version_id` is the version of the SOP that it follows.
    """

    run_id: int
    position: Position
    procedure: Procedure
    version_id: int
    finish_by: date
    opened_at: datetime
    ended_at: datetime | None
    since: datetime | None
    due_at: datetime | None
    is_cancelled: bool = False
    """Whether it ended before its last step."""
    stopped_at: int | None = None
    """The step that was open when it was cancelled."""
    paused_until: datetime | None = None
    awaited: str = ""
    """Of the newest pause of the open step that nobody ended sooner: until when, and for whom."""

    worked_by: int | None = None
    """The account that last finished a step before the open one, whose work it may decide on."""
    same_person_may_approve: bool = False
    """Whether the rule set lets them decide on it all the same."""

    def may_decide(self, actor: Actor) -> bool:
        """Whether four eyes let the actor leave the open step; the use case asks the same rule."""
        return self.step is None or may_decide(
            self.step, actor, self.worked_by, same_allowed=self.same_person_may_approve
        )

    def is_paused(self, now: datetime) -> bool:
        """Whether the clock of the open step rests at that moment."""
        return self.paused_until is not None and now < self.paused_until

    @property
    def step(self) -> Step | None:
        """The open step, None when the run has ended."""
        number = self.position.step
        return None if number is None else self.procedure.step(number)


@dataclass(frozen=True)
class StepInRound:
    """One step in one round; `done_by` is the name of who left it, "" while it is open."""

    step: int
    round: int
    opened_at: datetime
    due_at: datetime
    done_at: datetime | None
    done_by: str
    done_as: str
    outcome: str
    reason_code: str
    reason: str
    back_to: int | None
    pauses: tuple[Pause, ...] = ()
    done_acting: str = ""
    own_work: bool = False
    """Whether it is a decision of whoever finished the step before it."""


def open_step(run: str) -> QuerySet[StepRun]:
    """The rows of the open step, for a subquery; `run` is the path to the run from outside."""
    return StepRun.objects.filter(
        run=OuterRef(run or "pk"),
        step=OuterRef(f"{run}__step" if run else "step"),
        round=OuterRef(f"{run}__round" if run else "round"),
    )


def work_before(run: int, step: int) -> QuerySet[StepRun]:
    """The finished steps before `step`, the last one finished first."""
    done = StepRun.objects.filter(run=run, step__lt=step, done_by__isnull=False)
    return done.exclude(outcome=Outcome.NO.value).order_by("-done_at", "-round", "-step")


def noes_of(run: int | OuterRef, step: int | OuterRef) -> QuerySet[StepRun]:
    """The rounds in which the step said no."""
    return StepRun.objects.filter(run=run, step=step, outcome=Outcome.NO.value)


def count_of_noes(run: str) -> Coalesce:
    """How often the open step said no in the run, to annotate a query with; see `open_step`."""
    step = OuterRef(f"{run}__step" if run else "step")
    counted = noes_of(OuterRef(run or "pk"), step).order_by().values("run")
    return Coalesce(Subquery(counted.annotate(count=Count("pk")).values("count")), 0)


def newest_pause(run: str) -> QuerySet[StepPause]:
    """The pauses of the open step that nobody ended sooner, for a subquery, the newest first."""
    return StepPause.objects.filter(
        resumed_at=None,
        step_run__run=OuterRef(run or "pk"),
        step_run__step=OuterRef(f"{run}__step" if run else "step"),
        step_run__round=OuterRef(f"{run}__round" if run else "round"),
    ).order_by("-since")


def cancelled_step(run: str) -> QuerySet[StepRun]:
    """The rows of the step that was open when the run was cancelled, for a subquery."""
    return StepRun.objects.filter(run=OuterRef(run or "pk"), outcome=CANCELLED)


def steps_of(run_id: int) -> tuple[StepInRound, ...]:
    """The steps of a run in the order in which they ran. Two queries."""
    return tuple(
        StepInRound(
            step=row.step,
            round=row.round,
            opened_at=row.opened_at,
            due_at=row.due_at,
            done_at=row.done_at,
            done_by=row.done_by.name if row.done_by else "",
            done_as=row.done_as,
            outcome=row.outcome,
            reason_code=row.reason_code,
            reason=row.reason,
            back_to=row.back_to,
            pauses=tuple(pause_of(pause) for pause in row.pauses.all()),
            done_acting=row.done_acting,
            own_work=row.own_work,
        )
        for row in StepRun.objects.filter(run=run_id)
        .select_related("done_by")
        .prefetch_related("pauses")
        .order_by("round", "step")
    )
