"""The page of one cycle: its runs, its papers, and the counts that its cards name."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q

from ukur.domain.collecting import SETTLED
from ukur.domain.sop.flow import Hold
from ukur.store.models import Cycle, FormLine, PaperRow, Remark, StepRun, UnitTask
from ukur.store.queries.holds import holds_of


@dataclass(frozen=True)
class Run:
    """One step in one round."""

    step: int
    round: int
    opened_at: datetime
    due_at: datetime
    done_at: datetime | None
    done_as: str
    outcome: str
    reason_code: str
    reason: str
    back_to: int | None


@dataclass(frozen=True)
class PaperLine:
    """A paper of the cycle; `is_newest` says whether a later version replaced it."""

    code: str
    kind: str
    version: int
    number: str
    made_at: datetime
    signed_at: datetime | None
    signed_by_way: str
    is_newest: bool


@dataclass(frozen=True)
class Counts:
    """What has been done so far, in numbers."""

    lines: int
    lines_due: int
    units: int
    units_settled: int
    units_submitted: int
    remarks: int
    remarks_open: int
    remarks_answered: int


@dataclass(frozen=True)
class PlanUsed:
    """The version of the plan that the cycle is measured against."""

    id: int
    year: int
    kind: str
    number: int


@dataclass(frozen=True)
class CyclePage:
    plan: PlanUsed
    runs: tuple[Run, ...]
    papers: tuple[PaperLine, ...]
    counts: Counts


def cycle_page(cycle_id: int) -> CyclePage:
    """What happened in the cycle so far. Six queries, however many runs and papers."""
    plan = Cycle.objects.select_related("plan").get(pk=cycle_id).plan
    used = PlanUsed(plan.pk, plan.year, plan.kind, plan.number)
    runs = tuple(
        Run(
            step=row.step,
            round=row.round,
            opened_at=row.opened_at,
            due_at=row.due_at,
            done_at=row.done_at,
            done_as=row.done_as,
            outcome=row.outcome,
            reason_code=row.reason_code,
            reason=row.reason,
            back_to=row.back_to,
        )
        for row in StepRun.objects.filter(run__cycle=cycle_id).order_by("round", "step")
    )
    return CyclePage(used, runs, papers_of(cycle_id), _counts(cycle_id))


def papers_of(cycle_id: int) -> tuple[PaperLine, ...]:
    """The papers of a cycle, the newest first. One query."""
    rows = list(
        PaperRow.objects.filter(cycle_id=cycle_id)
        .select_related("letter")
        .defer("values")
        .order_by("-made_at", "-id")
    )
    newest: dict[str, int] = {}
    for row in rows:
        newest[row.kind] = max(newest.get(row.kind, 0), row.version)
    return tuple(
        PaperLine(
            code=row.code,
            kind=row.kind,
            version=row.version,
            number=row.letter.number if row.letter else "",
            made_at=row.made_at,
            signed_at=row.signed_at,
            signed_by_way=row.signed_by_way,
            is_newest=row.version == newest[row.kind],
        )
        for row in rows
    )


def open_holds(cycle_id: int) -> tuple[Hold, ...]:
    """What holds the open step, by the rule that the use case asks."""
    return holds_of(
        Cycle.objects.select_related("run__procedure", "rule_set", "plan").get(pk=cycle_id)
    )


def _counts(cycle_id: int) -> Counts:
    settled = [state.value for state in SETTLED]
    lines = FormLine.objects.filter(cycle_id=cycle_id).aggregate(
        lines=Count("id"), lines_due=Count("id", filter=Q(is_due=True))
    )
    units = UnitTask.objects.filter(cycle_id=cycle_id).aggregate(
        units=Count("id"),
        units_settled=Count("id", filter=Q(state__in=settled)),
        units_submitted=Count("id", filter=Q(state=UnitTask.State.SUBMITTED)),
    )
    remarks = Remark.objects.filter(cycle_id=cycle_id).aggregate(
        remarks=Count("id"),
        remarks_open=Count("id", filter=Q(state=Remark.State.OPEN)),
        remarks_answered=Count("id", filter=Q(state=Remark.State.ANSWERED)),
    )
    return Counts(**lines, **units, **remarks)
