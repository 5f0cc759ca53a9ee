"""How often a query asks the database does not depend on how much there is."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.builders import World, collected, cycle_at, new_world, onward, ready, seen
from ukur.domain.people import Role
from ukur.domain.sop.model import Work
from ukur.store.models import Cycle, UnitTask
from ukur.store.queries.bindings import bindings_of
from ukur.store.queries.checks import warnings_of
from ukur.store.queries.holds import holds_of
from ukur.store.queries.lacks import lacks_of
from ukur.store.queries.measurement import measurement
from ukur.store.queries.stages import cycle_stand
from ukur.store.queries.unit_forms import unit_form_values, unit_forms_values
from ukur.store.queries.work import work_place

pytestmark = pytest.mark.django_db
SMALL = {"puskesmas": 2, "more_ratios": 0}
LARGE = {"puskesmas": 6, "more_ratios": 8}


def asked(look: Callable[[], object]) -> int:
    """How many statements it takes."""
    with CaptureQueriesContext(connection) as found:
        look()
    return len(found)


def loaded(cycle_id: int) -> Cycle:
    return Cycle.objects.select_related("agency", "run__procedure", "rule_set", "plan").get(
        pk=cycle_id
    )


def task(world: World, cycle_id: int) -> int:
    return world.task(cycle_id, "PKM-01").task_id


LOOKS: dict[str, Callable[[World, int], object]] = {
    "measurement": lambda world, cycle_id: measurement(cycle_id),
    "bindings_of": lambda world, cycle_id: bindings_of(cycle_id),
    "cycle_stand": lambda world, cycle_id: cycle_stand(cycle_id),
    "unit_forms_values": lambda world, cycle_id: unit_forms_values(cycle_id, world.agency_id),
}
MOST = {"measurement": 10, "bindings_of": 10, "cycle_stand": 8, "unit_forms_values": 5}


def counts(size: dict[str, int], code: str) -> dict[str, int]:
    world = new_world(code=code, **size)  # type: ignore[arg-type]  # numbers by name
    cycle_id = cycle_at(world, 5).cycle_id
    own = task(world, cycle_id)
    cycle = loaded(cycle_id)
    found = {name: asked(lambda look=look: look(world, cycle_id)) for name, look in LOOKS.items()}  # type: ignore[misc]  # bound at once
    found["unit_form_values"] = asked(lambda: unit_form_values(own, world.agency_id))
    found["lacks_of"] = asked(lambda: lacks_of(own))
    found["warnings_of"] = asked(lambda: warnings_of(UnitTask(pk=own, cycle=cycle)))
    found["holds_of"] = asked(lambda: holds_of(cycle))
    planner = world.actor(Role.PLANNER)
    found["work_place"] = asked(lambda: work_place(cycle_id, Work.EVALUATE, planner))
    return found


def test_more_units_and_more_indicators_cost_no_more_queries() -> None:
    small, large = counts(SMALL, "kecil"), counts(LARGE, "besar")
    assert small == large
    assert small["unit_form_values"] == 4
    assert small["lacks_of"] == 7
    assert small["warnings_of"] == 3
    assert {name: most for name, most in MOST.items() if small[name] > most} == {}


def test_the_holds_of_every_step_cost_the_same() -> None:
    found: list[list[int]] = []
    for code, size in (("kecil", SMALL), ("besar", LARGE)):
        world = new_world(code=code, **size)  # type: ignore[arg-type]  # numbers by name
        cycle_id = cycle_at(world, 4).cycle_id
        found.append([])
        for step in (4, 5, 6, 7):
            onward(world, cycle_id, step)
            cycle = loaded(cycle_id)
            found[-1].append(asked(lambda cycle=cycle: holds_of(cycle)))  # type: ignore[misc]  # bound at once
    assert found[0] == found[1]


def test_the_collection_of_one_unit_costs_no_more_beside_many() -> None:
    found: list[int] = []
    for code, size in (("kecil", SMALL), ("besar", {"puskesmas": 6, "more_ratios": 0})):
        world = new_world(code=code, **size)  # type: ignore[arg-type]  # numbers by name
        now = cycle_at(world, 4)
        collected(world, now)
        ready(world, seen(now.cycle_id))
        found.append(asked(lambda: lacks_of(task(world, now.cycle_id))))  # noqa: B023 - called at once
    assert found[0] == found[1]
