"""How long a tick takes over many open steps: when all are late, and when all is told."""

from datetime import timedelta
from time import perf_counter

from django.conf import settings

from bench.agency import write_agency
from bench.figures import Figure, Sizes
from bench.one_cycle import quarter_over
from ukur.edge import wiring
from ukur.edge.notice_words import notice_mail
from ukur.edge.shipped import MEASUREMENT
from ukur.edge.stage import Stage
from ukur.store.models import Account, Notice, ProcedureVersion, Run, StepRun
from ukur.store.queries.procedures import procedure_in
from ukur.usecases.clock.remind import remind
from ukur.usecases.clock.send_notices import send_notices

STEPS = 9
AGO = timedelta(days=14)


def measure(sizes: Sizes) -> list[Figure]:
    """A first tick that tells everyone, one that finds all told, and one at the next morning."""
    stage = quarter_over(write_agency(settings.DATA_DIR / "tick", "tick", 4, 4))
    _open_steps(stage, sizes.open_steps)
    Account.objects.update(email="orang@contoh.go.id")
    over = f"{sizes.open_steps} open steps"
    found = [Figure(f"{over}, all late", _tick(stage)), Figure(f"{over}, all told", _tick(stage))]
    stage.clock.at += timedelta(days=1)
    found.append(Figure(f"{over}, next morning", _tick(stage)))
    found.append(Figure("notices", Notice.objects.count(), "notices"))
    return found


def _tick(stage: Stage) -> float:
    began = perf_counter()
    remind(agency_id=stage.agency_id, tools=stage.tools)
    send_notices(
        agency_id=stage.agency_id, write=notice_mail, mailer=wiring.mailer(), tools=stage.tools
    )
    return perf_counter() - began


def _open_steps(stage: Stage, count: int) -> None:
    """As many runs of the SOP, each at one of its steps, opened and due two weeks ago."""
    at = stage.clock.at - AGO
    version = ProcedureVersion.objects.get(agency_id=stage.agency_id, key=MEASUREMENT)
    runs = Run.objects.bulk_create(
        Run(
            agency_id=stage.agency_id,
            procedure=version,
            subject=f"Pengukuran {number}",
            chain=f"tick/{number}",
            step=1 + number % STEPS,
            finish_by=at.date(),
            opened_at=at,
        )
        for number in range(count)
    )
    leads = {step.number: step.lead for step in procedure_in(version).steps}
    StepRun.objects.bulk_create(
        StepRun(
            agency_id=stage.agency_id,
            run=run,
            step=run.step,
            round=1,
            lead=leads[run.step or 1],
            opened_at=at,
            due_at=at + timedelta(hours=1),
        )
        for run in runs
    )
