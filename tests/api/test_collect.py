"""The form of a unit by a program: read, filled in, handed in."""

from collections.abc import Iterator

import pytest

from tests.api.callers import Program, program
from tests.builders import RATIO, World, cycle_at, one_event_of
from tests.web.builders_work import installed
from ukur.domain.people import Role

UNIT = "PKM-01"


@pytest.fixture
def world(db: None) -> Iterator[World]:
    with installed() as made:
        yield made


@pytest.fixture
def cycle_id(world: World) -> int:
    return cycle_at(world, 4).cycle_id


@pytest.fixture
def task_id(world: World, cycle_id: int) -> int:
    return world.task(cycle_id, UNIT).task_id


@pytest.fixture
def operator(world: World) -> Program:
    return program(world, Role.OPERATOR, UNIT)


def test_the_form_tells_every_line_of_the_unit(
    world: World, cycle_id: int, task_id: int, operator: Program
) -> None:
    form = operator.get(f"/forms/{task_id}").body
    ratio = next(line for line in form["lines"] if line["code"] == RATIO)
    assert form["state"] == "filling"
    assert ratio["id"] == world.line(cycle_id, RATIO)
    assert ratio["target"] == {"text": "90,00", "low": "90", "high": "90"}
    assert ratio["explanation"]["figure"] == "unit"
    assert [act["act"] for act in form["acts"]]


def test_a_figure_is_kept_exactly_as_sent(
    world: World, cycle_id: int, task_id: int, operator: Program
) -> None:
    line = world.line(cycle_id, RATIO)
    with one_event_of(cycle_id, UNIT, "entries_recorded", origin="api"):
        answer = operator.patch(
            f"/forms/{task_id}/lines/{line}", {"numerator": "1234.5", "denominator": "2000.000001"}
        )
    assert answer.status == 200
    assert (answer.body["numerator"], answer.body["denominator"]) == ("1234.5", "2000.000001")
