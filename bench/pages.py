"""Pages of a small and of a large cycle: queries, seconds, and how the seconds grow."""

import statistics
import time
from collections.abc import Iterator
from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from bench.agency import PERIOD, write_agency
from bench.figures import Figure, Sizes
from bench.one_cycle import YEAR, quarter_over
from ukur.domain.people import Role
from ukur.domain.periods import YearPeriod
from ukur.edge.demonstration import Story, begin_cycle, collect_partly
from ukur.edge.stage import Stage

TIMES = 7
OK = 200


@dataclass(frozen=True)
class Page:
    """A page, and who looks at it."""

    name: str
    address: str
    account_id: int


@dataclass(frozen=True)
class Cost:
    """What one answer costs: the queries, and the seconds of the middle one of several."""

    queries: int
    seconds: float


def measure(sizes: Sizes) -> list[Figure]:
    """Each page in both cycles, and how many times the small one's seconds the large one takes."""
    few = {page.name: _cost(page) for page in _pages(sizes.indicators, sizes.few_units)}
    many = {page.name: _cost(page) for page in _pages(sizes.indicators, sizes.units)}
    return [figure for name in few for figure in _figures(name, few[name], many[name], sizes)]


def _figures(name: str, few: Cost, many: Cost, sizes: Sizes) -> Iterator[Figure]:
    for units, cost in ((sizes.few_units, few), (sizes.units, many)):
        yield Figure(f"{name}, {units} units", cost.queries, "queries")
        yield Figure(f"{name}, {units} units", cost.seconds)
    yield Figure(
        f"{name}, {sizes.units} to {sizes.few_units} units", many.seconds / few.seconds, "×"
    )


def _pages(indicators: int, units: int) -> list[Page]:
    """The pages of a cycle in which most units have delivered."""
    code = f"pages-{units}"
    stage = quarter_over(write_agency(settings.DATA_DIR / code, code, indicators, units))
    when = YearPeriod(YEAR, PERIOD)
    cycle_id = begin_cycle(stage, Story(when), lambda _step: None)
    collect_partly(stage, cycle_id, when)
    task = stage.stand(cycle_id).tasks[0]
    return [
        Page("cycle page", reverse("cycle", args=[cycle_id]), _who(stage, Role.TEAM)),
        Page("collection page", reverse("collect", args=[cycle_id]), _who(stage, Role.TEAM)),
        Page(
            "entry page",
            reverse("entry", args=[task.task_id]),
            _who(stage, Role.OPERATOR, task.unit),
        ),
    ]


def _who(stage: Stage, role: Role, unit: str = "") -> int:
    return stage.people[role, unit]


def _cost(page: Page) -> Cost:
    client = Client(SERVER_NAME="localhost")
    client.force_login(get_user_model().objects.get(pk=page.account_id))
    _answer(client, page)  # templates are read once
    with CaptureQueriesContext(connection) as captured:
        _answer(client, page)
    return Cost(len(captured), statistics.median(_answer(client, page) for _ in range(TIMES)))


def _answer(client: Client, page: Page) -> float:
    """The seconds until the page was there."""
    began = time.perf_counter()
    response = client.get(page.address)
    seconds = time.perf_counter() - began
    if response.status_code != OK:
        raise RuntimeError(page.name, response.status_code)
    return seconds
