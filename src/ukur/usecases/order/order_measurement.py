"""Step 1: the head orders a measurement; a cycle opens for a period."""

from datetime import date

from django.db import transaction

from ukur.domain.cycles import CycleExists, PlanMissing, check_may_be_ordered
from ukur.domain.people import Actor
from ukur.domain.periods import Period, YearPeriod
from ukur.domain.ports import Tools
from ukur.domain.sop.flow import Move, Outcome
from ukur.domain.sop.issuing import check_measures
from ukur.domain.sop.worktime import local
from ukur.store.models import Agency, Cycle, PaperRow
from ukur.store.queries.calendars import calendar_of
from ukur.store.queries.plans import plan_in_force
from ukur.store.queries.procedures import (
    procedure_in,
    procedure_in_force,
    procedure_of,
    rule_set_in_force,
)
from ukur.usecases.changing import Beginning, Change, begun_run, finish
from ukur.usecases.letters.numbering import numbered_letter
from ukur.usecases.paper_frame import period_text
from ukur.usecases.papers import keep_paper, order_values

PROCEDURE = "pengukuran-kinerja"


def order_measurement(
    *, year: int, period: Period, finish_by: date, instruction: str, actor: Actor, tools: Tools
) -> int:
    """Open a cycle, pin the SOP, the rule set and the plan in force, number the order; its id.

    Source: SOP row 1.

    Raises:
        WrongRole: the first step is led by another role.
        CycleExists: the period is measured already.
        PlanMissing: there is no plan to measure against.
        PeriodNotBegun, DatePassed, LaneWithoutRole: see `ukur.domain.cycles`.
        CannotMeasure: the SOP in force lacks a work of the measurement.
    """
    now = tools.clock.now()
    with transaction.atomic(durable=True):
        # The agency is the lock: two orders for one period, two letters with one number.
        agency = Agency.objects.select_for_update(no_key=True).get(pk=actor.agency_id)
        calendar = calendar_of(agency)
        today = local(now, calendar).date()
        check_may_be_ordered(YearPeriod(year, period), finish_by, today)
        existing = Cycle.objects.filter(agency=agency, year=year, period=period, is_live=True)
        if found := existing.first():
            raise CycleExists(cycle_id=found.pk, year=year, period=period.value)
        plan = plan_in_force(agency.pk, year, today)
        if plan is None:
            raise PlanMissing(year=year)
        version = procedure_in_force(agency.pk, PROCEDURE, today)
        check_measures(procedure_in(version))
        cycle = Cycle(
            agency=agency,
            year=year,
            period=period,
            rule_set=rule_set_in_force(agency.pk, today),
            plan=plan,
        )
        subject = f"Pengukuran kinerja {period_text(cycle)}"
        run = begun_run(
            agency,
            version,
            Beginning(subject, _chain(agency, year, period), finish_by),
            actor,
            now,
        )
        cycle.run = run
        cycle.save()
        procedure = procedure_of(run)
        change = Change(
            cycle=cycle, run=run, procedure=procedure, calendar=calendar, actor=actor, now=now
        )
        first = procedure.steps[0].number
        change.open(first)
        change.leave(Move(first, run.round, Outcome.DONE))
        letter = numbered_letter(agency, run, kind="order", subject=subject, day=today)
        paper = keep_paper(
            change,
            PaperRow.Kind.ORDER,
            lambda code: order_values(change, letter, instruction.strip(), code, tools),
            letter=letter,
        )
        change.note(
            "ordered",
            procedure=run.procedure.sha256,
            rule_set=cycle.rule_set.sha256,
            plan=plan.source_sha256,
            finish_by=finish_by.isoformat(),
            letter=letter.number if letter else "",
            instruction=instruction.strip(),
            paper=paper.code,
        )
        finish(change, tools)
        return cycle.pk


def _chain(agency: Agency, year: int, period: Period) -> str:
    """How the journal is called; a period that is ordered again has a journal of its own."""
    name = f"{agency.code}/{year}/{period.value}"
    before = Cycle.objects.filter(agency=agency, year=year, period=period).count()
    return f"{name}/{before + 1}" if before else name
