"""The findings of a stored plan, and what was answered to them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from ukur.domain.periods import Period
from ukur.domain.plan.draft import PlanDraft, Stage
from ukur.domain.plan.findings.finding import Finding
from ukur.domain.plan.findings.plan import plan_findings
from ukur.domain.sheets import folded
from ukur.store.models import FindingAnswer, PlanVersion, TargetRow
from ukur.store.queries.plan_draft import plan_draft


@dataclass(frozen=True)
class Answer:
    """The word on a finding; `number` is the version of the plan that it was given for."""

    text: str
    by: str
    at: datetime
    number: int


@dataclass(frozen=True)
class FindingsPage:
    """A version of the plan with its rows, what wants a look, and the answers by key."""

    plan_id: int
    year: int
    number: int
    kind: str
    draft: PlanDraft
    findings: tuple[Finding, ...]
    answers: Mapping[str, Answer]


def findings_page(agency_id: int, plan_id: int) -> FindingsPage | None:
    """A version and its findings, or None where the agency has no such version. 13 queries."""
    plan = PlanVersion.objects.filter(pk=plan_id, agency_id=agency_id).first()
    if plan is None:
        return None
    draft = plan_draft(plan_id)
    return FindingsPage(
        plan_id=plan.pk,
        year=plan.year,
        number=plan.number,
        kind=plan.kind,
        draft=draft,
        findings=plan_findings(draft, last_year_targets(agency_id, plan.year)),
        answers=finding_answers(agency_id, plan.year, plan.number),
    )


def last_year_targets(agency_id: int, year: int) -> dict[str, Decimal]:
    """The year's targets of the newest plan of the year before, by folded name. Two queries.

    Ranges are left out: there is no one number to hold a target against.
    """
    before = PlanVersion.objects.filter(agency_id=agency_id, year=year - 1).order_by("-number")
    newest = before.values_list("pk", flat=True).first()
    if newest is None:
        return {}
    rows = TargetRow.objects.filter(
        indicator__plan_id=newest,
        period=Period.YEAR.value,
        stage=Stage.AGREED.value,
        high__isnull=True,
    )
    return {folded(name): low for name, low in rows.values_list("indicator__name", "low")}


def finding_answers(agency_id: int, year: int, number: int) -> dict[str, Answer]:
    """The newest answer to each finding of the year, up to this version. One query.

    A finding whose facts changed has another key, so its old answer does not silence it.
    """
    rows = (
        FindingAnswer.objects.filter(
            plan__agency_id=agency_id, plan__year=year, plan__number__lte=number
        )
        .select_related("plan", "answered_by")
        .order_by("pk")
    )
    return {
        row.key: Answer(row.text, row.answered_by.name, row.answered_at, row.plan.number)
        for row in rows
    }
