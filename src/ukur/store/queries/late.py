"""What is late at an agency: steps of any SOP, and forms of units, the longest overdue first."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Max, OuterRef, Subquery

from ukur.domain.people import Role
from ukur.domain.periods import Period, YearPeriod
from ukur.domain.sop.model import Procedure
from ukur.store.models import Notice, ProcedureVersion, StepPause, StepRun, Unit, UnitTask
from ukur.store.queries.inbox import PAGE, behind, bounded, open_steps
from ukur.store.queries.open_tasks import OPEN_FORMS
from ukur.store.queries.procedures import procedures_by_id


@dataclass(frozen=True)
class LateStep:
    """A late step: whose it is, since when it is open, and when its holders were last told."""

    id: int
    run_id: int
    cycle_id: int | None
    when: YearPeriod | None
    subject: str
    procedure: Procedure
    step: int
    round: int
    opened_at: datetime
    due_at: datetime
    told_at: datetime | None
    paused_until: datetime | None


@dataclass(frozen=True)
class LateForm:
    """A late form of a unit."""

    id: int
    cycle_id: int
    when: YearPeriod
    unit: str
    is_returned: bool
    due_at: datetime
    told_at: datetime | None


@dataclass(frozen=True)
class LateSteps:
    """A page of late steps; `count` goes up to one more than `inbox.MOST_COUNTED`."""

    rows: tuple[LateStep, ...]
    count: int
    has_more: bool


@dataclass(frozen=True)
class LateForms:
    """A page of late forms; `count` goes up to one more than `inbox.MOST_COUNTED`."""

    rows: tuple[LateForm, ...]
    count: int
    has_more: bool


@dataclass(frozen=True)
class LateWhat:
    """What is asked for: due at that moment or before, of a role, of an SOP, behind a row."""

    due_by: datetime
    role: Role | None = None
    sop: str = ""
    after: int | None = None


def late_steps(agency_id: int, wanted: LateWhat) -> LateSteps:
    """A page of the late steps, the longest overdue first. Five queries at most."""
    steps = open_steps(agency_id).filter(due_at__lte=wanted.due_by)
    if wanted.role:
        steps = steps.filter(lead=wanted.role.value)
    if wanted.sop:
        versions = ProcedureVersion.objects.filter(agency_id=agency_id, key=wanted.sop)
        steps = steps.filter(run__procedure__in=list(versions.values_list("pk", flat=True)))
    count = bounded(steps)
    rows = list(
        behind(steps, wanted.after)
        .select_related("run__cycle")
        .annotate(
            told=_told("step_run"),
            rests=Subquery(
                StepPause.objects.filter(step_run=OuterRef("pk"), resumed_at=None)
                .order_by("-since")
                .values("until")[:1]
            ),
        )
        .order_by("due_at", "pk")[: PAGE + 1]
    )
    procedures = procedures_by_id({row.run.procedure_id for row in rows})
    shown = tuple(_late_step(row, procedures[row.run.procedure_id]) for row in rows[:PAGE])
    return LateSteps(shown, count, len(rows) > PAGE)


def late_forms(agency_id: int, wanted: LateWhat) -> LateForms:
    """A page of the late forms of units, the longest overdue first. Four queries at most."""
    units: Collection[int] = list(
        Unit.objects.filter(agency_id=agency_id).values_list("pk", flat=True)
    )
    forms = UnitTask.objects.filter(
        unit__in=units,
        state__in=OPEN_FORMS,
        due_at__lte=wanted.due_by,
        cycle__run__step__isnull=False,
    )
    count = bounded(forms)
    rows = list(
        behind(forms, wanted.after)
        .select_related("unit", "cycle")
        .annotate(told=_told("unit_task"))
        .order_by("due_at", "pk")[: PAGE + 1]
    )
    shown = tuple(
        LateForm(
            id=row.pk,
            cycle_id=row.cycle_id,
            when=YearPeriod(row.cycle.year, Period(row.cycle.period)),
            unit=row.unit.name,
            is_returned=row.state == UnitTask.State.RETURNED,
            due_at=row.due_at,
            told_at=row.told,
        )
        for row in rows[:PAGE]
    )
    return LateForms(shown, count, len(rows) > PAGE)


def sops_of(agency_id: int) -> dict[str, Procedure]:
    """The newest version of each SOP of the agency by its key. Two queries."""
    versions = ProcedureVersion.objects.filter(agency_id=agency_id).order_by("in_force_from", "pk")
    newest = {key: pk for pk, key in versions.values_list("pk", "key")}
    procedures = procedures_by_id(newest.values())
    return {key: procedures[pk] for key, pk in newest.items()}


def _late_step(row: StepRun, procedure: Procedure) -> LateStep:
    cycle = row.run.cycle if hasattr(row.run, "cycle") else None
    return LateStep(
        id=row.pk,
        run_id=row.run_id,
        cycle_id=cycle.pk if cycle else None,
        when=YearPeriod(cycle.year, Period(cycle.period)) if cycle else None,
        subject=row.run.subject,
        procedure=procedure,
        step=row.step,
        round=row.round,
        opened_at=row.opened_at,
        due_at=row.due_at,
        told_at=row.told,  # type: ignore[attr-defined]  # annotated above
        paused_until=row.rests,  # type: ignore[attr-defined]  # annotated above
    )


def _told(task: str) -> Subquery:
    """When somebody was last told of the task."""
    notices = Notice.objects.filter(**{task: OuterRef("pk")}).order_by()
    return Subquery(notices.values(task).annotate(last=Max("told_at")).values("last"))
