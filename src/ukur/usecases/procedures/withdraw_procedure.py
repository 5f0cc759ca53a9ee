"""A version of an SOP is taken back before its day; its text stays, and nothing runs by it."""

from django.db import transaction

from ukur.domain.exceptions import given_reason
from ukur.domain.people import Actor
from ukur.domain.ports import Tools
from ukur.domain.sop.issuing import Standing, check_may_withdraw
from ukur.domain.sop.worktime import local
from ukur.store.models import ProcedureVersion
from ukur.store.queries.calendars import calendar_of
from ukur.usecases.procedures.drafting import check_may_write, locked_agency


def withdraw_procedure(*, version_id: int, reason: str, actor: Actor, tools: Tools) -> None:
    """Mark the version as withdrawn: on its day the one before it goes on.

    Its number stays taken, since its text may have been read by then.

    Raises:
        NotTheKeeper: only the pengelola.
        ProcedureVersion.DoesNotExist: no such version at the actor's agency.
        ReasonMissing: no reason.
        NotValid: a reason that is too long.
        VersionWithdrawn, VersionRuns, VersionHolds: see
            `ukur.domain.sop.issuing.check_may_withdraw`.
    """
    check_may_write(actor)
    why = given_reason(reason)
    now = tools.clock.now()
    with transaction.atomic(durable=True):
        # The agency is the lock: whoever begins a run by the version takes it too.
        agency = locked_agency(actor)
        version = ProcedureVersion.objects.get(pk=version_id, agency=agency)
        standing = Standing(
            version.in_force_from, version.runs.count(), version.withdrawn_at is not None
        )
        check_may_withdraw(standing, local(now, calendar_of(agency)).date())
        version.withdrawn_at, version.withdrawn_by_id = now, actor.account_id
        version.withdrawal_reason = why
        version.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawal_reason"])
