"""A duty passes to its next holder, in full or as Plt; what is open in it goes with it."""

from dataclasses import dataclass

from django.db import transaction

from ukur.domain.handing_over import HandOver, check_hand_over
from ukur.domain.people import Actor, Duty, Role
from ukur.domain.ports import Tools
from ukur.domain.refusals import NotValid, Problem
from ukur.store.models import Account, Agency, DutyRow, Remark, Run, UnitTask
from ukur.store.queries.calendars import calendar_of
from ukur.store.queries.procedures import procedure_of
from ukur.usecases.changing import Filling, RunChange, finish, tell_unit
from ukur.usecases.office.keeping import check_is_keeper

WITH_UNIT = (UnitTask.State.FILLING.value, UnitTask.State.RETURNED.value)


@dataclass(frozen=True)
class _Passing:
    """The duty of one person, and what follows from it for another."""

    old: DutyRow
    to: Account
    wanted: HandOver
    actor: Actor
    tools: Tools

    @property
    def facts(self) -> dict[str, str]:
        return {
            "role": self.old.role,
            "from": self.old.account.name,
            "to": self.to.name,
            "last_day": self.wanted.last_day.isoformat(),
            "first_day": self.wanted.first_day.isoformat(),
            "acting": self.wanted.acting,
            "basis": self.wanted.basis.strip(),
            "apart": self.wanted.apart.strip(),
        }


def hand_over_duty(*, duty_id: int, wanted: HandOver, actor: Actor, tools: Tools) -> int:
    """End the duty for its holder and begin it for the next one; the id of the new duty.

    Steps, remarks and forms belong to the duty (decision 0040, 3), so they are the successor's from
    their first day on without another word. Duties have no chain of their own: each run whose
    open step is the duty's, and each form that a unit still has, is told it in its own chain
    (docs/decisions/0022).

    Raises:
        NotTheKeeper: the actor is not pengelola.
        DutyRow.DoesNotExist: no such duty at the actor's agency.
        NotValid: the days leave a gap or overlap and nobody says why; another field does not fit.
    """
    check_is_keeper(actor)
    with transaction.atomic(durable=True):
        # Runs before the agency, as whoever leaves a step and numbers a letter takes them.
        runs = _open_runs(actor.agency_id)
        Agency.objects.select_for_update(no_key=True).get(pk=actor.agency_id)
        old = DutyRow.objects.select_related("account").get(pk=duty_id, agency_id=actor.agency_id)
        duty = Duty(Role(old.role), old.unit_id, old.starts, old.ends, old.acting)
        check_hand_over(duty, old.account_id, wanted)
        to = Account.objects.filter(pk=wanted.to, agency_id=actor.agency_id, is_active=True).first()
        if to is None:
            raise NotValid(problems=(Problem("to", "nobody_chosen"),))
        passing = _Passing(old, to, wanted, actor, tools)
        old.ends = wanted.last_day
        old.save(update_fields=["ends"])
        new = DutyRow.objects.create(
            account=to,
            agency_id=old.agency_id,
            role=old.role,
            unit_id=old.unit_id,
            starts=wanted.first_day,
            acting=wanted.acting,
            basis=wanted.basis.strip(),
            given_by_id=actor.account_id,
            given_at=tools.clock.now(),
            follows=old,
        )
        _tell_runs(passing, runs)
        _tell_units(passing)
        return new.pk


def _open_runs(agency_id: int) -> list[Run]:
    """The runs that have not ended, each locked, the oldest first."""
    return list(
        Run.objects.select_for_update(of=("self",), no_key=True)
        .filter(agency_id=agency_id, step__isnull=False)
        .select_related("agency", "procedure")
        .order_by("pk")
    )


def _tell_runs(passing: _Passing, runs: list[Run]) -> None:
    unsettled = Remark.objects.exclude(state=Remark.State.SETTLED)
    for run in runs:
        procedure, at = procedure_of(run), run.step or 0
        if passing.old.role not in procedure.step(at).actors:
            continue
        change = RunChange(
            run=run,
            procedure=procedure,
            calendar=calendar_of(run.agency),
            actor=passing.actor,
            now=passing.tools.clock.now(),
        )
        remarks = unsettled.filter(cycle__run=run, role=passing.old.role).count()
        change.note("duty_handed_over", step=at, remarks=remarks, deviation=False, **passing.facts)
        finish(change, passing.tools)


def _tell_units(passing: _Passing) -> None:
    """Forms that the unit of the duty still fills in, each in the unit's own chain."""
    if passing.old.unit_id is None:
        return
    tasks = (
        UnitTask.objects.select_for_update(of=("self",), no_key=True)
        .filter(
            unit=passing.old.unit_id,
            state__in=WITH_UNIT,
            cycle__is_live=True,
            cycle__run__step__isnull=False,
        )
        .select_related("cycle")
        .order_by("pk")
    )
    for task in tasks:
        change = Filling(task, passing.actor, passing.tools.clock.now())
        change.note("duty_handed_over", deviation=False, **passing.facts)
        tell_unit(change)
