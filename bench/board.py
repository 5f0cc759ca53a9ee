"""The board of a collection with many units against one with few, and the recap after a save.

Both boards lie in one database, are of one plan's width, and are asked for in turns. The recap is
that of 40 units by 100 indicators: one figure is saved, then the whole recap is made and the new
figure looked for in it.
"""

import statistics
import time
from collections.abc import Iterator
from decimal import Decimal

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from bench.agency import PERIOD, write_agency
from bench.figures import Figure, Sizes
from bench.one_cycle import YEAR, quarter_over
from ukur.domain.entering import Typed
from ukur.domain.form_rules import FormRules
from ukur.domain.people import Role
from ukur.edge.stage import Stage
from ukur.store.models import Entry
from ukur.store.queries.recap import recap
from ukur.store.queries.stages import plan_indicator_ids
from ukur.usecases.changing import Seen
from ukur.usecases.collect.record_entries import record_entries
from ukur.usecases.form.freeze_form import freeze_form
from ukur.usecases.order.dispose import dispose
from ukur.usecases.order.order_measurement import order_measurement

TURNS = 7
RECAP_TURNS = 15
OK = 200
INDICATORS = 13
FEW, MANY = 5, 500
RECAP_UNITS, RECAP_INDICATORS = 40, 100
WIDEST = 300


def measure(_sizes: Sizes) -> list[Figure]:
    """Queries, seconds and bytes of both boards and their ratio; milliseconds of the recap."""
    few, many = (_agency(units, INDICATORS) for units in (FEW, MANY))
    wide = _agency(RECAP_UNITS, RECAP_INDICATORS)
    widest = _agency(RECAP_UNITS, WIDEST)
    pages = [_first_page(wide, RECAP_INDICATORS), _first_page(widest, WIDEST), _form(widest)]
    return [*_boards(few, many), *pages, *_recaps(wide)]


def _agency(units: int, indicators: int) -> tuple[Stage, int]:
    """An agency whose units fill in their forms; and its cycle."""
    code = f"papan-{units}-{indicators}"
    stage = quarter_over(write_agency(settings.DATA_DIR / code, code, indicators, units))
    cycle_id = order_measurement(
        year=YEAR,
        period=PERIOD,
        finish_by=stage.clock.at.date().replace(day=28),
        instruction="Kumpulkan.",
        actor=stage.person(Role.HEAD),
        tools=stage.tools,
    )
    dispose(
        seen=Seen(cycle_id, 2, 1),
        instruction="Kumpulkan.",
        to=(Role.PLANNER, Role.TEAM),
        actor=stage.person(Role.SECRETARY),
        tools=stage.tools,
    )
    freeze_form(
        seen=Seen(cycle_id, 3, 1),
        rules=FormRules(
            indicator_ids=plan_indicator_ids(cycle_id),
            fill_by=stage.clock.at.date().replace(day=20),
        ),
        actor=stage.person(Role.PLANNER),
        tools=stage.tools,
    )
    Entry.objects.filter(task__cycle=cycle_id).update(
        numerator=Decimal(80), denominator=Decimal(100)
    )
    return stage, cycle_id


def _boards(few: tuple[Stage, int], many: tuple[Stage, int]) -> Iterator[Figure]:
    clients = [(_client(stage), reverse("collect", args=[cycle])) for stage, cycle in (few, many)]
    queries = []
    for client, path in clients:
        _answer(client, path)
        with CaptureQueriesContext(connection) as captured:
            _answer(client, path)
        queries.append(len(captured))
    turns = [[_answer(client, path) for client, path in clients] for _ in range(TURNS)]
    seconds = [statistics.median(one[0] for one in column) for column in zip(*turns, strict=True)]
    for units, asked, taken, (_seconds, size) in zip(
        (FEW, MANY), queries, seconds, turns[0], strict=True
    ):
        yield Figure(f"board, {units} units of {INDICATORS} indicators", asked, "queries")
        yield Figure(f"board, {units} units of {INDICATORS} indicators", taken)
        yield Figure(f"board, {units} units of {INDICATORS} indicators", size, "bytes")
    yield Figure(f"board, {MANY} to {FEW} units", seconds[1] / seconds[0], "×")


def _first_page(wide: tuple[Stage, int], indicators: int) -> Figure:
    stage, cycle_id = wide
    _seconds, size = _answer(_client(stage), reverse("collect", args=[cycle_id]))
    what = f"board, {RECAP_UNITS} units of {indicators} indicators, its first page"
    return Figure(what, size, "bytes")


def _form(widest: tuple[Stage, int]) -> Figure:
    """The page on which the form of one unit is checked."""
    stage, cycle_id = widest
    task = stage.stand(cycle_id).tasks[-1]
    path = reverse("collect_unit", args=[cycle_id, task.task_id])
    _seconds, size = _answer(_client(stage), path)
    return Figure(f"form of a unit to check, {WIDEST} indicators", size, "bytes")


def _recaps(wide: tuple[Stage, int]) -> Iterator[Figure]:
    stage, cycle_id = wide
    task = stage.stand(cycle_id).tasks[-1]
    line = task.lines[-1]
    taken, worked = [], []
    for turn in range(RECAP_TURNS):
        record_entries(
            task_id=task.task_id,
            typed={line.line_id: Typed(numerator=str(10 + turn), denominator="100")},
            spent={},
            actor=stage.person(Role.OPERATOR, task.unit),
            tools=stage.tools,
        )
        began, began_work = time.perf_counter(), time.process_time()
        found = recap(cycle_id)
        taken.append(time.perf_counter() - began)
        worked.append(time.process_time() - began_work)
        rolled = next(one for one in found.lines if one.code == line.code).rolled
        if rolled.numerator != 80 * (RECAP_UNITS - 1) + 10 + turn:
            raise RuntimeError("the recap does not hold what was saved", rolled.numerator)
    what = f"recap of {RECAP_UNITS} units and {RECAP_INDICATORS} indicators after a save"
    yield Figure(what, statistics.median(taken) * 1000, "ms")
    yield Figure(f"{what}, time of the processor", statistics.median(worked) * 1000, "ms")
    yield Figure(f"{what}, the slowest", max(taken) * 1000, "ms")


def _client(stage: Stage) -> Client:
    client = Client(SERVER_NAME="localhost")
    client.force_login(get_user_model().objects.get(pk=stage.people[Role.TEAM, ""]))
    return client


def _answer(client: Client, path: str) -> tuple[float, int]:
    """The seconds until the page was there, and its size."""
    began = time.perf_counter()
    response = client.get(path)
    seconds = time.perf_counter() - began
    if response.status_code != OK:
        raise RuntimeError(path, response.status_code)
    return seconds, len(response.content)
