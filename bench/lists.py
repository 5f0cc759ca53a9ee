"""Desk, late list, registers and lists of an agency with many runs against one with few.

Both agencies lie in one database. Each run of an agency, half of them cycles and half runs of
other SOPs, has three steps and comes with a line in each register; a tenth is open. Cycles
that would have no period left are taken as cancelled. Pages are asked for in turns, first of
the one agency and then of the other.
"""

import statistics
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from random import Random

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from bench.agency import write_agency
from bench.figures import Figure, Sizes
from bench.one_cycle import YEAR, quarter_over
from ukur.domain.people import Role
from ukur.domain.periods import Period
from ukur.domain.sop.model import Procedure
from ukur.edge.shipped import MEASUREMENT
from ukur.edge.stage import Stage
from ukur.store.models import (
    Account,
    Cycle,
    Disposition,
    IncomingLetter,
    Letter,
    PlanVersion,
    RuleSetVersion,
    Run,
    StepRun,
    Unit,
    UnitTask,
)
from ukur.store.queries.procedures import versions_of

TURNS = 11
OK = 200
NOW = datetime(YEAR, 6, 1, 3, tzinfo=UTC)
YEARS_OF_LETTERS = 12
OLDEST = 1000
"""Cycles go back to this year, seven a year; the pages know four digits."""


@dataclass(frozen=True)
class Page:
    """A page, and the role that looks at it."""

    name: str
    address: str
    role: Role


def measure(sizes: Sizes) -> list[Figure]:
    """Each page of both agencies: queries, seconds, and how many times the small one's."""
    began = time.perf_counter()
    few, many = (_agency(count) for count in (sizes.few_runs, sizes.runs))
    found = [Figure(f"laying down {sizes.few_runs} and {sizes.runs} runs", _since(began))]
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    for page in _pages():
        found += _figures(page, few, many, sizes)
    return found


def _pages() -> Iterator[Page]:
    for role in (Role.SECRETARY, Role.PLANNER, Role.TEAM):
        yield Page(f"desk of {role.value}", reverse("desk"), role)
    yield Page("late steps", reverse("late"), Role.SECRETARY)
    yield Page("late steps of a role", reverse("late") + "?peran=staf", Role.SECRETARY)
    yield Page("late forms", reverse("late") + "?lihat=unit", Role.SECRETARY)
    yield Page("letters out", reverse("letters"), Role.SECRETARY)
    yield Page("letters in", reverse("incoming_letters"), Role.SECRETARY)
    yield Page("dispositions", reverse("sheets"), Role.SECRETARY)
    yield Page("cycles", reverse("cycles"), Role.SECRETARY)
    for group in ("saya", "lain", "selesai"):
        yield Page(f"processes, {group}", f"{reverse('runs')}?lihat={group}", Role.SECRETARY)
    ended = f"{reverse('runs')}?lihat=selesai&sop=penyusunan-renja"
    yield Page("processes, one SOP", ended, Role.SECRETARY)


def _figures(page: Page, few: Stage, many: Stage, sizes: Sizes) -> Iterator[Figure]:
    clients = [_client(stage, page.role) for stage in (few, many)]
    queries = []
    for client in clients:
        _answer(client, page)  # templates and SOPs are read once
        with CaptureQueriesContext(connection) as captured:
            _answer(client, page)
        queries.append(len(captured))
    turns = [[_answer(client, page) for client in clients] for _ in range(TURNS)]
    small, large = (statistics.median(column) for column in zip(*turns, strict=True))
    for count, asked, seconds in zip(
        (sizes.few_runs, sizes.runs), queries, (small, large), strict=True
    ):
        yield Figure(f"{page.name}, {count} runs", asked, "queries")
        yield Figure(f"{page.name}, {count} runs", seconds)
    yield Figure(f"{page.name}, {sizes.runs} to {sizes.few_runs} runs", large / small, "×")


def _client(stage: Stage, role: Role) -> Client:
    client = Client(SERVER_NAME="localhost")
    client.force_login(get_user_model().objects.get(pk=stage.people[role, ""]))
    return client


def _answer(client: Client, page: Page) -> float:
    """The seconds until the page was there."""
    began = time.perf_counter()
    response = client.get(page.address)
    seconds = time.perf_counter() - began
    if response.status_code != OK:
        raise RuntimeError(page.name, response.status_code)
    return seconds


def _since(began: float) -> float:
    return time.perf_counter() - began


# --- an agency with so many runs -----------------------------------------------------------


def _agency(count: int) -> Stage:
    code = f"lists-{count}"
    stage = quarter_over(write_agency(settings.DATA_DIR / code, code, 4, 8))
    chance = Random(count)  # noqa: S311 - it only spreads rows
    with transaction.atomic():
        runs = _runs(stage, count, chance)
        _cycles(stage, [run for run in runs if run.chain.endswith("c")])
        _letters(stage, runs)
    return stage


def _runs(stage: Stage, count: int, chance: Random) -> list[Run]:
    """Runs that were opened one after the other, up to now, with their steps."""
    versions = versions_of(stage.agency_id)
    measuring = next(pk for pk, one in versions.items() if one.key == MEASUREMENT)
    others = [pk for pk in versions if pk != measuring]
    rows = []
    for number in range(count):
        is_cycle = number % 2 == 0
        version = measuring if is_cycle else chance.choice(others)
        opened = NOW - timedelta(minutes=3 * (count - number))
        is_open = chance.random() < 0.1
        step = chance.choice(versions[version].steps).number if is_open else None
        rows.append(
            Run(
                agency_id=stage.agency_id,
                procedure_id=version,
                subject=f"Perkara {number} tentang {chance.choice(('rapat', 'data', 'laporan'))}",
                chain=f"{stage.agency_id}/{number}{'c' if is_cycle else ''}",
                step=step,
                finish_by=opened.date(),
                opened_at=opened,
                ended_at=None if is_open else opened + timedelta(days=2),
            )
        )
    runs = Run.objects.bulk_create(rows, batch_size=500)
    steps = (
        row for run in runs for row in _steps(run, versions[run.procedure_id], stage.agency_id)
    )
    StepRun.objects.bulk_create(steps, batch_size=500)
    return runs


def _steps(run: Run, procedure: Procedure, agency_id: int) -> Iterator[StepRun]:
    """The last three steps that the run has passed; the last one is open if the run is."""
    last = run.step or procedure.steps[-1].number
    for step in [one for one in procedure.steps if last - 3 < one.number <= last]:
        is_open = run.step == step.number
        opened = run.opened_at + timedelta(hours=step.number)
        yield StepRun(
            agency_id=agency_id,
            run=run,
            step=step.number,
            round=1,
            lead=step.lead,
            joined=f" {' '.join(step.joined)} " if step.joined else None,
            opened_at=opened,
            due_at=opened + timedelta(days=1),
            done_at=None if is_open else opened + timedelta(hours=1),
            done_as="" if is_open else step.lead,
            outcome="" if is_open else "selesai",
        )


def _cycles(stage: Stage, runs: list[Run]) -> None:
    """The cycles of these runs, the newest run measuring the newest period."""
    plan = PlanVersion.objects.filter(agency_id=stage.agency_id).latest("pk")
    rules = RuleSetVersion.objects.filter(agency_id=stage.agency_id).latest("pk")
    periods = list(Period)
    rows = []
    for place, run in enumerate(reversed(runs)):
        year = YEAR - place // len(periods)
        rows.append(
            Cycle(
                run=run,
                agency_id=stage.agency_id,
                year=max(year, OLDEST),
                period=periods[place % len(periods)].value,
                rule_set=rules,
                plan=plan,
                is_live=year > OLDEST,
            )
        )
    cycles = Cycle.objects.bulk_create(rows, batch_size=500)
    UnitTask.objects.bulk_create(
        UnitTask(cycle=next(one for one in cycles if one.run.step), unit=unit, due_at=NOW)
        for unit in Unit.objects.filter(agency_id=stage.agency_id)
    )


def _letters(stage: Stage, runs: list[Run]) -> None:
    """A letter out, a letter in and a disposition a run, spread over the years."""
    keeper = Account.objects.get(pk=stage.people[Role.SECRETARY, ""])
    out, came_in = [], []
    for number, run in enumerate(runs):
        year = YEAR - number % YEARS_OF_LETTERS
        line = 1 + number // YEARS_OF_LETTERS
        day = datetime(year, 1, 2, 3, tzinfo=UTC) + timedelta(minutes=line)
        shared = {"agency_id": stage.agency_id, "year": year, "subject": run.subject}
        out.append(
            Letter(
                **shared,
                sequence=line,
                number=f"000.1/{line}/{year}",
                dated=day.date(),
                kind="surat",
                run=run,
            )
        )
        came_in.append(
            IncomingLetter(
                **shared,
                agenda=line,
                received_on=day.date(),
                sender="Dinas Contoh",
                nature="biasa",
                registered_at=day,
                registered_by=keeper,
            )
        )
    Letter.objects.bulk_create(out, batch_size=500)
    sheets = (
        Disposition(
            agency_id=stage.agency_id,
            letter=letter,
            instruction="Tindak lanjuti.",
            given_at=letter.registered_at,
            given_by=keeper,
            given_as=Role.SECRETARY.value,
        )
        for letter in IncomingLetter.objects.bulk_create(came_in, batch_size=500)
    )
    Disposition.objects.bulk_create(sheets, batch_size=500)
