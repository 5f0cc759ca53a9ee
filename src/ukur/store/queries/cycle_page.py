"""The page of one cycle: its steps, its papers, and the counts that its cards name."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q

from ukur.domain.collecting import SETTLED
from ukur.domain.sop.flow import Hold
from ukur.store.models import Cycle, FormLine, PaperRow, Remark, UnitTask
from ukur.store.queries.holds import holds_of
from ukur.store.queries.run_heads import StepInRound, steps_of


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
    steps: tuple[StepInRound, ...]
    papers: tuple[PaperLine, ...]
    counts: Counts


def cycle_page(cycle_id: int) -> CyclePage:
    """What happened in the cycle so far. Six queries, however many rounds and papers."""
    cycle = Cycle.objects.select_related("plan").get(pk=cycle_id)
    plan = cycle.plan
    used = PlanUsed(plan.pk, plan.year, plan.kind, plan.number)
    return CyclePage(used, steps_of(cycle.run_id), papers_of(cycle_id), _counts(cycle_id))


def papers_of(cycle_id: int) -> tuple[PaperLine, ...]:
    """The papers of a cycle, the newest first. One query."""
    rows = list(
        PaperRow.objects.filter(cycle_id=cycle_id)
        .select_related("letter")
        .defer("values")
        .order_by("-made_at", "-id")
    )
    newest: dict[tuple[str, bool], int] = {}
    for row in rows:
        # a signed version stays the newest until another one is signed
        for is_signed in {False, bool(row.signed_sha256)}:
            kind = (row.kind, is_signed)
            newest[kind] = max(newest.get(kind, 0), row.version)
    return tuple(
        PaperLine(
            code=row.code,
            kind=row.kind,
            version=row.version,
            number=row.letter.number if row.letter else "",
            made_at=row.made_at,
            signed_at=row.signed_at,
            signed_by_way=row.signed_by_way,
            is_newest=row.version == newest[row.kind, bool(row.signed_sha256)],
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
