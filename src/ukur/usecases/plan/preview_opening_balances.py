"""What a workbook of opening balances would bring, and every problem of it; writes nothing."""

from datetime import timedelta

from ukur.domain.cycles import PlanMissing
from ukur.domain.people import Actor, Role
from ukur.domain.plan.balances import BalancePreview, BalanceUpload, read_balances
from ukur.domain.ports import Tools
from ukur.domain.refusals import NotValid
from ukur.domain.sheets import ReadWorkbook
from ukur.domain.sop.flow import WrongRole
from ukur.store.models import Agency
from ukur.store.queries.balances import balance_ground

FORM_STEP = 3


def preview_opening_balances(
    *, upload: BalanceUpload, read: ReadWorkbook, actor: Actor, tools: Tools
) -> BalancePreview:
    """Every row beside what is kept, with all problems and notes.

    Raises:
        WrongRole: only the planner brings in balances.
        PlanMissing: the year has no plan that they could fit.
    """
    if not actor.has(Role.PLANNER):
        raise WrongRole(step=FORM_STEP, needed=(Role.PLANNER.value,))
    offset = Agency.objects.values_list("utc_offset", flat=True).get(pk=actor.agency_id)
    today = (tools.clock.now() + timedelta(hours=offset)).date()
    ground = balance_ground(actor.agency_id, upload.year, today)
    if ground is None:
        raise PlanMissing(year=upload.year)
    try:
        return read_balances(read(upload.content), ground)
    except NotValid as refused:
        return BalancePreview((), refused.problems)
