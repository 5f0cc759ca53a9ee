"""A run of a plain SOP is begun by whoever leads its first step."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction

from ukur.domain.people import Actor
from ukur.domain.ports import Tools
from ukur.domain.running import check_may_begin
from ukur.domain.sop.worktime import local
from ukur.store.models import Agency, IncomingLetter, Run
from ukur.store.queries.calendars import calendar_of
from ukur.store.queries.procedures import procedure_in_force, procedure_of
from ukur.usecases.changing import Beginning, RunChange, begun_run, finish


@dataclass(frozen=True)
class Wanted:
    """Which SOP is to run, about what, and by when it should have ended."""

    key: str
    subject: str
    finish_by: date
    letter_id: int | None = None
    """The letter that came in and is handled by the run, if there is one."""


def begin_run(*, wanted: Wanted, actor: Actor, tools: Tools) -> int:
    """Begin a run by the version that is in force today, at its first step; its id.

    Source: the SOP's first row. Its lead begins, then works in the step and finishes it.

    Raises:
        ProcedureVersion.DoesNotExist: the agency has no such SOP in force.
        IncomingLetter.DoesNotExist: no such letter at the agency, or a run handles it already.
        Refusal: see `ukur.domain.running.check_may_begin`.
    """
    now = tools.clock.now()
    with transaction.atomic(durable=True):
        # The agency is the lock: two runs with one number in the name of their journal.
        agency = Agency.objects.select_for_update(no_key=True).get(pk=actor.agency_id)
        calendar = calendar_of(agency)
        today = local(now, calendar).date()
        version = procedure_in_force(agency.pk, wanted.key, today)
        procedure = procedure_of(Run(procedure=version))
        check_may_begin(procedure, wanted.subject, wanted.finish_by, today, actor)
        chain = _chain(agency, wanted.key, today.year)
        beginning = Beginning(wanted.subject.strip(), chain, wanted.finish_by)
        run = begun_run(agency, version, beginning, actor, now)
        change = RunChange(run=run, procedure=procedure, calendar=calendar, actor=actor, now=now)
        first = procedure.steps[0]
        change.open(first.number)
        if wanted.letter_id is not None:
            letter = IncomingLetter.objects.get(pk=wanted.letter_id, agency=agency, run=None)
            letter.run = run
            letter.save(update_fields=["run"])
            change.facts["agenda"] = f"{letter.agenda}/{letter.year}"
        change.note(
            "run_begun",
            **{"as": first.lead},
            procedure=version.sha256,
            subject=run.subject,
            finish_by=wanted.finish_by.isoformat(),
        )
        finish(change, tools)
    return run.pk


def _chain(agency: Agency, key: str, year: int) -> str:
    """The name of the journal: which SOP, which year, the how manieth run of it."""
    before = f"{agency.code}/{key}/{year}/"
    number = Run.objects.filter(agency=agency, chain__startswith=before).count() + 1
    return f"{before}{number}"
