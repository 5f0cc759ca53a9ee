"""One decision about a run, beside a bare Django transaction that updates and inserts.

Both lock a row, update it, insert another and commit, on the same database with the same
settings, turn and turn about. Ours decides by the SOP, counts the due time in office time, and
tells the journal, whose head is signed.
"""

import time
from datetime import date, timedelta
from statistics import median

from django.conf import settings
from django.db import transaction

from bench.agency import write_agency
from bench.figures import Figure, Sizes
from bench.one_cycle import quarter_over
from ukur.domain.people import Actor
from ukur.domain.ports import Tools
from ukur.domain.sop.flow import Move, Outcome
from ukur.store.models import Agency, Attempt, ProcedureVersion, Run
from ukur.store.queries.actors import actor
from ukur.store.queries.stages import account_id
from ukur.usecases.changing import Beginning, begun_run, running

A_RUN = 8
"""Decisions in one run: four rounds, more than most offices need."""

SOP = """
key = "bolak-balik"
version = "1"
title = "BOLAK-BALIK"

[cover]
government = "PEMERINTAH KABUPATEN CONTOH"
agency = "DINAS KESEHATAN"
unit = "SEKRETARIAT"
title = "BOLAK-BALIK"

[[lane]]
key = "kepala_dinas"
name = "Kepala Dinas"

[[lane]]
key = "perencana"
name = "Fungsional Perencana"

[[step]]
number = 1
activity = "Menyusun"
lead = "perencana"
work = "task"
completeness = "Bahan"
standard = "1 hari"
output = "Konsep"

[[step]]
number = 2
activity = "Memutuskan"
lead = "kepala_dinas"
work = "task"
completeness = "Konsep"
standard = "1 hari"
output = "Putusan"

[step.decision]
yes = "Ya"
yes_to = 3
no = "Tidak"
no_to = 1
no_allowed = [1]

[[step]]
number = 3
activity = "Menyimpan"
lead = "kepala_dinas"
work = "task"
completeness = "Putusan"
standard = "1 hari"
output = "Arsip"
"""


def measure(sizes: Sizes) -> list[Figure]:
    """The middle of many decisions and of as many bare transactions, and their ratio."""
    folder = write_agency(settings.DATA_DIR / "deciding", "bench", sizes.few_units, sizes.few_units)
    stage = quarter_over(folder)
    planner, head = (
        actor(account_id(stage.agency_id, f"bench-{name}"), stage.tools.clock.now())
        for name in ("perencana", "kepala_dinas")
    )
    version = _version(stage.agency_id)
    ours, bare, run_id = [], [], 0
    for at in range(sizes.decisions):
        if at % A_RUN == 0:
            run_id = _begun(version, planner, stage.tools)
        began = time.perf_counter()
        _bare(run_id)
        between = time.perf_counter()
        _decision(run_id, at % A_RUN, head if at % 2 else planner, stage.tools)
        ours.append(time.perf_counter() - between)
        bare.append(between - began)
    return [
        Figure("one decision with lock, commit and signed journal", median(ours)),
        Figure("a bare update and insert", median(bare)),
        Figure("a decision against the bare transaction", median(ours) / median(bare), "×"),
    ]


def _version(agency_id: int) -> ProcedureVersion:
    return ProcedureVersion.objects.create(
        agency=Agency.objects.get(pk=agency_id),
        key="bolak-balik",
        version="1",
        text=SOP,
        sha256="0" * 64,
        in_force_from=date(2026, 1, 1),
    )


def _begun(version: ProcedureVersion, who: Actor, tools: Tools) -> int:
    now = tools.clock.now()
    wanted = Beginning("Bolak-balik", "bench/bolak-balik", (now + timedelta(days=30)).date())
    with transaction.atomic():
        run = begun_run(version.agency, version, wanted, who, now)
    with running(run.pk, who, tools) as change:
        change.open(1)
        change.note("begun")
    return run.pk


def _decision(run_id: int, at: int, who: Actor, tools: Tools) -> None:
    step, outcome = (1, Outcome.DONE) if at % 2 == 0 else (2, Outcome.NO)
    with running(run_id, who, tools) as change:
        change.leave(Move(step, at // 2 + 1, outcome, reason="Belum lengkap."))
        change.note("decided")


def _bare(run_id: int) -> None:
    with transaction.atomic(durable=True):
        run = Run.objects.select_for_update().get(pk=run_id)
        run.subject = "Bolak-balik"
        run.save(update_fields=["subject"])
        Attempt.objects.create(at=run.opened_at, what="bench", code="bench")
