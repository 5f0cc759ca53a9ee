"""A signed measurement is opened again; what is signed next is its next version."""

from dataclasses import dataclass
from datetime import date

from ukur.domain.collecting import REASON_CODES
from ukur.domain.cycles import DatePassed
from ukur.domain.exceptions import check_may_reopen, checked_way_back, given_reason
from ukur.domain.people import Actor
from ukur.domain.ports import Tools
from ukur.domain.refusals import NotValid, Problem
from ukur.domain.sop.flow import Outcome, Position
from ukur.domain.sop.model import Work
from ukur.domain.sop.worktime import local
from ukur.store.models import PackageRow, PaperRow
from ukur.usecases.changing import changing
from ukur.usecases.exceptions.closing import close_open_step, stand_of
from ukur.usecases.reopened_units import Reopening, reopen_units


@dataclass(frozen=True, kw_only=True)
class Reopen:
    """Why, from which step on (None is the usual one), for which units, and by when again."""

    reason_code: str
    reason: str
    finish_by: date
    back_to: int | None = None
    unit_ids: tuple[int, ...] = ()


def reopen_cycle(*, cycle_id: int, wanted: Reopen, actor: Actor, tools: Tools) -> Position:
    """Open the cycle again, one round further; where it stands then.

    The signed record and its package stay as they are and can be verified for ever; they are
    called replaced once the next version is signed. Opened at the collection, only the named
    units have their forms again. The SOP has no such arrow: the journal calls it a deviation.

    Raises:
        Cycle.DoesNotExist: no such cycle at the actor's agency.
        ReasonMissing: no reason.
        NotForYourDuty, NothingSigned: see `ukur.domain.exceptions.check_may_reopen`.
        DatePassed: the new date is over already.
        NotValid: no reason code, a step at which nothing is opened, or no unit for the collection.
    """
    why = given_reason(wanted.reason)
    if wanted.reason_code not in REASON_CODES:
        raise NotValid(problems=(Problem("reason_code", "reason_code_unknown"),))
    with changing(cycle_id, actor, tools) as change:
        stand = stand_of(change)
        check_may_reopen(stand, actor)
        back_to = checked_way_back(stand, wanted.back_to)
        if wanted.finish_by < local(change.now, change.calendar).date():
            raise DatePassed(given=wanted.finish_by)
        run, was = change.run, change.position
        close_open_step(
            change, Outcome.NO.value, reason=why, reason_code=wanted.reason_code, back_to=back_to
        )
        run.step, run.round = back_to, was.round + 1
        run.ended_at, run.reopened_at = None, change.now
        old_finish_by, run.finish_by = run.finish_by, wanted.finish_by
        change.open(back_to)
        units = []
        if back_to == change.step_of(Work.COLLECT):
            again = Reopening(wanted.unit_ids, run.round, wanted.reason_code, why)
            units = reopen_units(change, again)
        signed = (
            PaperRow.objects.filter(cycle=change.cycle, kind=PaperRow.Kind.MEASUREMENT)
            .exclude(signed_sha256="")
            .latest("version")
        )
        package = PackageRow.objects.filter(cycle=change.cycle).order_by("-version").first()
        change.wants_signed_head = True
        change.note(
            "reopened",
            step=was.step,
            round=was.round,
            to_step=back_to,
            to_round=run.round,
            reason_code=wanted.reason_code,
            reason=why,
            units=units,
            paper=signed.code,
            version=signed.version,
            signed=signed.signed_sha256,
            package=package.sha256 if package else "",
            finish_by_old=old_finish_by.isoformat(),
            finish_by=run.finish_by.isoformat(),
            deviation=True,
        )
        return change.position
