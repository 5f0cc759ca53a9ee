"""A story that is put back leaves what it left when it was lived."""

import pytest
from django.apps import apps
from django.core.management.color import no_style
from django.db import connection, transaction

from tests.builders import cycle_at, new_world, ordered_anew
from tests.remembering import remembered, tables

pytestmark = pytest.mark.django_db
MANY = 150
"""Indicators whose targets are more than one statement takes on SQLite."""


def test_a_story_is_lived_once_and_then_put_back_as_it_was() -> None:
    world = new_world(more_ratios=MANY)
    lived: list[int] = []

    def live() -> int:
        lived.append(ordered_anew(world))
        return lived[-1]

    beginning = world.keep()
    nothing_yet = transaction.savepoint()
    first = remembered(world, "a story of this test", live)
    left, held = tables(), world.keep()
    transaction.savepoint_rollback(nothing_yet)
    world.take(beginning)
    assert tables() != left
    assert remembered(world, "a story of this test", live) == first
    assert (tables(), world.keep()) == (left, held)
    assert lived == [first]


def test_a_large_agency_comes_back_to_its_last_row() -> None:
    nothing_yet = transaction.savepoint()
    cycle_at(new_world(more_ratios=MANY), 3)
    left = tables()
    transaction.savepoint_rollback(nothing_yet)
    assert max(len(table.rows) for table in left.values()) > MANY
    cycle_at(new_world(more_ratios=MANY), 3)
    assert tables() == left


def test_what_follows_a_story_that_is_put_back_has_ids_of_its_own() -> None:
    """Though a test before let all tables count from 1 again, as a backup that is restored does."""
    nothing_yet = transaction.savepoint()
    cycle_at(new_world(), 3)
    transaction.savepoint_rollback(nothing_yet)
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), apps.get_models()):
            cursor.execute(statement)
    cycle_at(new_world(), 3)
    assert cycle_at(new_world(code="lain"), 3).cycle_id


def test_whatever_is_otherwise_is_lived_again() -> None:
    world = new_world()
    lived: list[int] = []

    def live() -> int:
        lived.append(len(lived))
        return lived[-1]

    assert remembered(world, "another story of this test", live) == 0
    world.clock.at = world.clock.at.replace(hour=5)
    assert remembered(world, "another story of this test", live) == 1
    world.clock.at = world.clock.at.replace(hour=4)
    ordered_anew(world)
    assert remembered(world, "another story of this test", live) == 2
