"""The heaviest pages on a slow line: everything that they load, but for the fonts."""

import gzip
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.test import Client

from tests.builders import World, cycle_at, delivered
from tests.old_database import age
from tests.web.builders_work import Answer, at_door, installed, text, url
from ukur.domain.people import Role

LIMIT = 150_000
"""Bytes on the line, packed."""
UNITS = 32
LINES = 40
MANY_UNITS, MANY_LINES = 40, 300
MOST_BYTES = 150_000
"""Of a board that wide, as the browser reads it, unpacked."""
MOST_OF_A_FORM = 200_000
"""Of the page on which such a form is checked, with evidence for every figure that wants it."""
LOADED = re.compile(r'(?:href|src)="/static/([^"]+\.(?:css|js|svg))[#"]')


@pytest.fixture
def world(db: None) -> Iterator[World]:
    age()
    with installed(puskesmas=UNITS, more_ratios=LINES) as made:
        yield made


@pytest.fixture
def large(db: None) -> Iterator[World]:
    age()
    with installed(puskesmas=MANY_UNITS, more_ratios=MANY_LINES) as made:
        yield made


def weight(client: Client, address: str) -> int:
    """Bytes of the page and of all it loads, packed."""
    answer: Answer = client.get(address)
    assert answer.status_code == 200
    loaded = set(LOADED.findall(text(answer)))
    assert loaded
    return packed(answer.content) + sum(packed(asset(name)) for name in loaded)


def asset(name: str) -> bytes:
    found = finders.find(name)
    assert isinstance(found, str), name
    return Path(found).read_bytes()


def packed(content: bytes) -> int:
    return len(gzip.compress(content))


def test_the_pages_of_the_collection_are_light(world: World) -> None:
    cycle_id = cycle_at(world, 4).cycle_id
    task_id = world.task(cycle_id, "PKM-01").task_id
    team, operator = at_door(world, Role.TEAM), at_door(world, Role.OPERATOR, "PKM-01")
    assert weight(team, url("collect", cycle_id)) < LIMIT
    assert weight(team, url("collect_unit", cycle_id, task_id)) < LIMIT
    assert weight(operator, url("entry", task_id)) < LIMIT


def test_forty_units_of_three_hundred_indicators_are_light_too(large: World) -> None:
    cycle_id = cycle_at(large, 4).cycle_id
    large.clock.at = large.clock.at.replace(month=5)
    team = at_door(large, Role.TEAM)
    page = team.get(url("collect", cycle_id))
    assert len(page.content) < MOST_BYTES
    assert text(page).count('<th scope="row"><a ') > MANY_UNITS, "all on one page"


def test_the_form_of_a_unit_to_check_is_light_with_three_hundred_indicators(large: World) -> None:
    cycle_id = cycle_at(large, 4).cycle_id
    task_id = delivered(large, cycle_id, "PKM-01").task_id
    page = at_door(large, Role.TEAM).get(url("collect_unit", cycle_id, task_id))
    assert text(page).count('<tr id="baris-') > MANY_LINES
    assert len(page.content) < MOST_OF_A_FORM
