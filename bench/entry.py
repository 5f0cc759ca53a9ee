"""The entry page of a unit against a bare Django page, in one run: queries, bytes, seconds.

A unit with a hundred indicators, three quarters of the year filled in and the fourth open. The
page and the bare one are asked for in turns, and so are one figure saved and a bare POST that
writes one row; each pair is compared by its middle one. All requests pass the check against
forged ones. The client takes the pages unpacked.
"""

import json
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import connection
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from bench import bare
from bench.agency import write_agency
from bench.figures import Figure, Sizes
from bench.one_cycle import YEAR
from ukur.domain.entering import Typed
from ukur.domain.people import Role
from ukur.domain.periods import QUARTERS, YearPeriod
from ukur.edge.demonstration import Story, begin_cycle
from ukur.edge.stage import Stage, at_opening, set_up_stage
from ukur.store.queries.stages import StandTask
from ukur.usecases.collect.record_entries import record_entries

TURNS = 21
LINES = 100
UNITS = 2
OK = 200


class Visitor:
    """The operator's browser."""

    def __init__(self, account_id: int) -> None:
        self.client = Client(SERVER_NAME="localhost", enforce_csrf_checks=True)
        self.client.handler.load_middleware()
        self.client.force_login(get_user_model().objects.get(pk=account_id))

    def get(self, address: str) -> bytes:
        response = self.client.get(address)
        if response.status_code != OK:
            raise RuntimeError(address, response.status_code)
        return response.content

    def post(self, address: str, content: str, media_type: str) -> None:
        token = self.client.cookies["csrftoken"].value
        response = self.client.post(
            address, content, content_type=media_type, headers={"X-CSRFToken": token}
        )
        if response.status_code != OK:
            raise RuntimeError(address, response.status_code, response.content[:200])


def measure(sizes: Sizes) -> list[Figure]:
    """Reading and saving, each with how many times the bare one's seconds it takes."""
    del sizes  # the limits are said of a hundred lines
    stage, task = _year()
    account_id = stage.people[Role.OPERATOR, task.unit]
    visitor = Visitor(account_id)
    with override_settings(MIDDLEWARE=bare.MIDDLEWARE):
        plain = Visitor(account_id)
    return [*_reading(visitor, plain, task), *_saving(visitor, plain, task)]


def _reading(visitor: Visitor, plain: Visitor, task: StandTask) -> list[Figure]:
    found = []
    for name, query in (("entry page", ""), ("entry page with four quarters", "?semua=1")):
        look = partial(visitor.get, reverse("entry", args=[task.task_id]) + query)
        own, bare_one = _in_turns(look, partial(plain.get, f"/rows/{task.task_id}/"))
        found += [
            Figure(name, _queries(look), "queries"),
            Figure(name, len(look()), "bytes"),
            *_beside(name, own, f"a bare page of {LINES} rows", bare_one),
        ]
    return found


def _saving(visitor: Visitor, plain: Visitor, task: StandTask) -> list[Figure]:
    count = iter(range(1, 1_000_000))
    address = reverse("entry_cells", args=[task.task_id])

    def save(lines: int) -> None:
        cells = {"numerator": str(next(count) % 900), "denominator": "1000"}
        told = {"lines": {str(line.line_id): cells for line in task.lines[:lines]}}
        visitor.post(address, json.dumps(told), "application/json")

    def write() -> None:
        plain.post("/write/", "text=kept", "application/x-www-form-urlencoded")

    one, bare_one = _in_turns(partial(save, 1), write)
    (many,) = _in_turns(partial(save, LINES))
    return [
        Figure("one figure saved", _queries(partial(save, 1)), "queries"),
        *_beside("one figure saved", one, "a bare POST that writes one row", bare_one),
        Figure(f"{LINES} figures in one request", _queries(partial(save, LINES)), "queries"),
        Figure(f"{LINES} figures in one request", many.wall),
    ]


@dataclass(frozen=True)
class Took:
    """Seconds: on the clock, which a disk that others write to stretches, and of the processor."""

    wall: float
    processor: float


def _beside(name: str, own: Took, bare_name: str, bare_one: Took) -> list[Figure]:
    return [
        Figure(name, own.wall),
        Figure(bare_name, bare_one.wall),
        Figure(f"{name} to {bare_name}", own.wall / bare_one.wall, "×"),
        Figure(f"{name}, processor", own.processor),
        Figure(f"{bare_name}, processor", bare_one.processor),
        Figure(f"{name} to {bare_name}, processor", own.processor / bare_one.processor, "×"),
    ]


def _in_turns(*acts: Callable[[], object]) -> list[Took]:
    """The middle one of each act's seconds, done in turns."""
    for act in acts:
        act()  # templates are read once
    turns = [[_took(act) for act in acts] for _ in range(TURNS)]
    return [
        Took(
            statistics.median(took.wall for took in column),
            statistics.median(took.processor for took in column),
        )
        for column in zip(*turns, strict=True)
    ]


def _took(act: Callable[[], object]) -> Took:
    began, busy = time.perf_counter(), time.process_time()
    act()
    return Took(time.perf_counter() - began, time.process_time() - busy)


def _queries(act: Callable[[], object]) -> int:
    with CaptureQueriesContext(connection) as captured:
        act()
    return len(captured)


# --- a year of a unit ------------------------------------------------------------------------


def _year() -> tuple[Stage, StandTask]:
    """An agency with three quarters filled in, and its first unit's form of the fourth."""
    folder = write_agency(settings.DATA_DIR / "entry", "entry", LINES, UNITS)
    stage = set_up_stage(folder, (YEAR,), datetime(YEAR, 1, 5, 2, tzinfo=UTC), until=YEAR + 1)
    for number, quarter in enumerate(QUARTERS):
        after = datetime(YEAR + (number == 3), (number * 3 + 3) % 12 + 1, 1, tzinfo=UTC)
        stage.clock.at = at_opening(after, stage.calendar)
        cycle_id = begin_cycle(stage, Story(YearPeriod(YEAR, quarter)), lambda _step: None)
        task = stage.stand(cycle_id).tasks[0]
        _fill(stage, task, 200 + 150 * number)
    return stage, task


def _fill(stage: Stage, task: StandTask, upper: int) -> None:
    record_entries(
        task_id=task.task_id,
        typed={
            line.line_id: Typed(numerator=str(upper + at % 50), denominator="1000")
            for at, line in enumerate(task.lines)
        },
        spent={},
        actor=stage.person(Role.OPERATOR, task.unit),
        tools=stage.tools,
    )
