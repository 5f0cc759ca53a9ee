"""When an agency starts in mid-year: the planner brings in what was measured before."""

from datetime import timedelta

from django.db import transaction

from ukur.domain.cycles import PlanMissing
from ukur.domain.people import Actor, Role
from ukur.domain.periods import IN_ORDER
from ukur.domain.plan.balances import (
    LONGEST_REASON,
    BalanceChange,
    BalancePreview,
    BalanceUpload,
    Change,
    RecordedBalances,
    read_balances,
)
from ukur.domain.ports import Tools
from ukur.domain.refusals import NotValid, Problem
from ukur.domain.sheets import ReadWorkbook
from ukur.domain.sop.flow import WrongRole
from ukur.store.models import Agency, OpeningBalanceRow, Unit
from ukur.store.queries.balances import balance_ground
from ukur.usecases.changing import lock_cycles

FORM_STEP = 3


def record_opening_balances(
    *, upload: BalanceUpload, read: ReadWorkbook, actor: Actor, tools: Tools
) -> RecordedBalances:
    """Keep the balances of a workbook, all or none; how many were new, changed or as before.

    What is kept already and stands in the workbook as it is stays one version. Cycles whose
    figures are approved keep them; all later ones build on the balances at once.

    Raises:
        WrongRole: only the planner brings in balances.
        PlanMissing: the year has no plan that they could fit.
        NotValid: the workbook has problems, or changes something without a reason.
    """
    if not actor.has(Role.PLANNER):
        raise WrongRole(step=FORM_STEP, needed=(Role.PLANNER.value,))
    sheets = read(upload.content)
    with transaction.atomic(durable=True):
        # Cycles before the agency, as everyone locks them: so a balance comes before a Ya or after.
        lock_cycles(actor.agency_id, upload.year, IN_ORDER)
        agency = Agency.objects.select_for_update(no_key=True).get(pk=actor.agency_id)
        now = tools.clock.now()
        today = (now + timedelta(hours=agency.utc_offset)).date()
        ground = balance_ground(agency.pk, upload.year, today)
        if ground is None:
            raise PlanMissing(year=upload.year)
        found = read_balances(sheets, ground)
        _check(found, upload.reason)
        units = dict(Unit.objects.filter(agency=agency).values_list("code", "pk"))
        OpeningBalanceRow.objects.bulk_create(
            OpeningBalanceRow(
                agency=agency,
                year=upload.year,
                period=one.balance.key.period,
                code=one.balance.key.code,
                unit_id=units.get(one.balance.key.unit_code),
                number=one.number,
                value=one.balance.figure.value,
                numerator=one.balance.figure.numerator,
                denominator=one.balance.figure.denominator,
                source=one.balance.source,
                reason=_reason(one, upload),
                file_name=upload.name[-200:],
                file_sha256=upload.sha256,
                entered_at=now,
                entered_by_id=actor.account_id,
            )
            for one in found.changes
            if one.change is not Change.SAME
        )
    return RecordedBalances(
        new=found.count(Change.NEW),
        changed=found.count(Change.CHANGED),
        taken_back=found.count(Change.TAKEN_BACK),
        same=found.count(Change.SAME),
    )


def _check(found: BalancePreview, reason: str) -> None:
    problems = list(found.problems)
    if not problems and found.wants_reason and not reason.strip():
        problems.append(Problem("reason", "reason_missing"))
    if len(reason) > LONGEST_REASON:
        problems.append(Problem("reason", "text_too_long", {"most": LONGEST_REASON}))
    if problems:
        raise NotValid(tuple(problems))


def _reason(one: BalanceChange, upload: BalanceUpload) -> str:
    return "" if one.change is Change.NEW else upload.reason.strip()
