"""Before the year's plan: the planner brings in the plan of five years (Renstra)."""

from django.db import transaction

from ukur.domain.people import Actor, Role
from ukur.domain.plan.draft import Imported, PlanKind
from ukur.domain.plan.renstra import RenstraDraft, RenstraUpload
from ukur.domain.plan.renstra_reading import read_renstra
from ukur.domain.ports import Tools
from ukur.domain.refusals import NotValid, Problem
from ukur.domain.sheets import ReadWorkbook
from ukur.domain.sop.flow import WrongRole
from ukur.store.models import (
    Agency,
    PlanVersion,
    RenstraGoalRow,
    RenstraIndicatorRow,
    RenstraTargetRow,
    RenstraVersion,
)

FORM_STEP = 3
YEARS = range(2000, 2100)
LONGEST_REASON = 2_000


def import_renstra(
    *, upload: RenstraUpload, read: ReadWorkbook, actor: Actor, tools: Tools
) -> Imported:
    """The Renstra version that the workbook became, or already is.

    The same file changes nothing. Plans of its years that had no Renstra yet belong to it
    from now on; a plan that had one keeps it.

    Source: SOP row 3, Kelengkapan (Renstra).

    Raises:
        WrongRole: only the planner brings in a Renstra.
        NotValid: the workbook has problems, all of them listed; or a later version without
            its reason.
    """
    if not actor.has(Role.PLANNER):
        raise WrongRole(step=FORM_STEP, needed=(Role.PLANNER.value,))
    _check_request(upload)
    draft = read_renstra(read(upload.content), upload.first_year)
    now = tools.clock.now()
    with transaction.atomic(durable=True):
        agency = Agency.objects.select_for_update(no_key=True).get(pk=actor.agency_id)
        versions = list(RenstraVersion.objects.filter(agency=agency, first_year=upload.first_year))
        for version in versions:
            if version.source_sha256 == upload.sha256:
                return Imported(version.pk, version.number, is_new=False)
        if versions and not upload.change_reason.strip():
            raise NotValid((Problem("change_reason", "change_reason_missing"),))
        renstra = RenstraVersion.objects.create(
            agency=agency,
            first_year=draft.first_year,
            last_year=draft.last_year,
            number=max((version.number for version in versions), default=0) + 1,
            kind=PlanKind.CHANGE if versions else PlanKind.INITIAL,
            change_reason=upload.change_reason.strip() if versions else "",
            source_name=upload.name[-200:],
            source_sha256=upload.sha256,
            imported_at=now,
        )
        _write(renstra, draft)
        years = range(draft.first_year, draft.last_year + 1)
        PlanVersion.objects.filter(agency=agency, year__in=years, renstra=None).update(
            renstra=renstra
        )
    return Imported(renstra.pk, renstra.number, is_new=True)


def _check_request(upload: RenstraUpload) -> None:
    problems = []
    if upload.first_year not in YEARS:
        limits = {"low": YEARS.start, "high": YEARS.stop - 1}
        problems.append(Problem("first_year", "year_out_of_range", limits))
    if len(upload.change_reason) > LONGEST_REASON:
        problems.append(Problem("change_reason", "text_too_long", {"most": LONGEST_REASON}))
    if problems:
        raise NotValid(tuple(problems))


def _write(renstra: RenstraVersion, draft: RenstraDraft) -> None:
    """The rows of a Renstra, a statement a table."""
    goals = {
        row.code: row
        for row in RenstraGoalRow.objects.bulk_create(
            RenstraGoalRow(
                renstra=renstra,
                code=goal.code,
                text=goal.text,
                level=goal.level,
                parent_code=goal.parent_code,
                order=order,
            )
            for order, goal in enumerate(draft.goals, start=1)
        )
    }
    indicators = {
        row.code: row
        for row in RenstraIndicatorRow.objects.bulk_create(
            RenstraIndicatorRow(
                renstra=renstra,
                goal=goals[row.goal_code],
                code=row.code,
                order=order,
                name=row.name,
                unit_text=row.unit_text,
                polarity=row.polarity,
                value_kind=row.kind,
                grades=list(row.grades),
                baseline=row.baseline,
            )
            for order, row in enumerate(draft.indicators, start=1)
        )
    }
    RenstraTargetRow.objects.bulk_create(
        RenstraTargetRow(
            indicator=indicators[target.code],
            year=target.year,
            low=target.bounds[0],
            high=target.bounds[1],
        )
        for target in draft.targets
    )
