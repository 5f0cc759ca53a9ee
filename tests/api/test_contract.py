"""The API held against its own description, by a stranger to it: schemathesis.

Whatever is sent, nothing fails with 5xx, and every answer is one that is described.
"""

from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis import APIOperation, Case
from schemathesis.checks import not_a_server_error
from schemathesis.core.result import Ok
from schemathesis.specs.openapi.checks import response_schema_conformance, status_code_conformance

from tests.api.callers import key_of
from tests.builders import RATIO, World, cycle_at, filled
from tests.web.builders_work import installed
from ukur.domain.people import Role
from ukur.store.models import Cycle, Entry
from ukur.wsgi import application

EXAMPLES = 15
COLLECTING = 4
OF_LATER_STEPS = {"evaluation": 5, "words": 5, "draft": 6, "pdf": 6}
"""Where a cycle has to stand for operations that end so to be more than refused."""


def served(environ: Any, start: Any) -> list[bytes]:
    """The program behind WSGI, its answer read to the end and closed, as a server would."""
    answer = application(environ, start)
    try:
        return [b"".join(answer)]
    finally:
        answer.close()


SCHEMA = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", served)
OPERATIONS = [found.ok() for found in SCHEMA.get_all_operations() if isinstance(found, Ok)]
CHECKS = [not_a_server_error, status_code_conformance, response_schema_conformance]


@pytest.fixture
def world(db: None) -> Iterator[World]:
    """A world whose connection outlives a request, as Django's own client for tests sees to it."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    with installed() as made:
        yield made
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def keys(world: World) -> list[str]:
    people = (
        (Role.OPERATOR, "PKM-01"),
        (Role.UNIT_HEAD, "PKM-01"),
        (Role.TEAM, ""),
        (Role.PLANNER, ""),
    )
    return [key_of(world, world.actor(*person)) for person in people]


@pytest.mark.slow
@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda one: one.label)
def test_nothing_fails_and_every_answer_is_as_described(
    world: World, keys: list[str], operation: APIOperation[Any, Any, Any, Any]
) -> None:
    step = OF_LATER_STEPS.get(operation.path.rsplit("/", 1)[-1], COLLECTING)
    if "/corrections" in operation.path:
        step = COLLECTING + 1
    cycle_id = cycle_at(world, step).cycle_id
    if step == COLLECTING:
        filled(world, cycle_id, "PKM-01")
    real = {
        "cycle_id": cycle_id,
        "run_id": Cycle.objects.get(pk=cycle_id).run_id,
        "task_id": world.task(cycle_id, "PKM-01").task_id,
        "line_id": world.line(cycle_id, RATIO),
        "step": step,
        "code": RATIO,
        "entry_id": Entry.objects.get(
            task__cycle=cycle_id, task__unit__code="PKM-01", line__indicator__code=RATIO
        ).pk,
    }

    @settings(
        max_examples=EXAMPLES,
        derandomize=True,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(), is_real=st.booleans(), key=st.sampled_from(keys))
    def try_it(case: Case[Any], *, is_real: bool, key: str) -> None:
        if is_real:
            known = {name: real[name] for name in case.path_parameters if name in real}
            case.path_parameters = {**case.path_parameters, **known}
        plain = {"Authorization": f"Bearer {key}", "Accept-Encoding": "identity"}
        response = case.call(headers=plain)
        case.validate_response(response, checks=CHECKS)

    try_it()
