"""A cycle that collects, for every test of the API."""

from collections.abc import Iterator

import pytest

from tests.builders import World, cycle_at
from tests.web.builders_work import installed


@pytest.fixture
def world(db: None) -> Iterator[World]:
    with installed() as made:
        yield made


@pytest.fixture
def cycle_id(world: World) -> int:
    return cycle_at(world, 4).cycle_id


@pytest.fixture
def task_id(world: World, cycle_id: int) -> int:
    return world.task(cycle_id, "PKM-01").task_id
