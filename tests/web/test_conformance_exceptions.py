"""Cancelled, moved and reopened runs on the pages of conformance: each told once."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from tests.builders import World, cycle_at, onward
from tests.web.builders_work import at_door, installed, text, url
from tests.web.test_conformance import findings
from ukur.domain.people import Role
from ukur.store.models import Run
from ukur.usecases.exceptions.cancel_run import cancel_run
from ukur.usecases.exceptions.change_due_date import change_due_date
from ukur.usecases.exceptions.reopen_cycle import Reopen, reopen_cycle

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def world() -> Iterator[World]:
    with installed() as made:
        yield made


def told(world: World, cycle_id: int) -> list[str]:
    return findings(text(at_door(world, Role.SECRETARY).get(url("conformance", cycle_id))))


def test_a_cancelled_run_has_one_finding_and_skipped_nothing(world: World) -> None:
    cycle = cycle_at(world, 4).cycle_id
    run = Run.objects.get(cycle=cycle)
    head = world.actor(Role.HEAD)
    cancel_run(run_id=run.pk, reason="Salah periode", actor=head, tools=world.tools)
    words = told(world, cycle)
    assert len(words) == 1
    assert "Salah periode" in words[0]
    many = text(at_door(world, Role.SECRETARY).get(url("conformances")))
    assert "1 pelaksanaan sudah selesai" in many


def test_a_moved_date_is_told_and_the_step_is_held_against_it(world: World) -> None:
    cycle = cycle_at(world, 6).cycle_id
    run = Run.objects.get(cycle=cycle)
    change_due_date(
        run_id=run.pk,
        step_due=(world.clock.at + timedelta(days=7)).date(),
        reason="Data BPS terlambat",
        actor=world.actor(Role.HEAD),
        tools=world.tools,
    )
    world.clock.at += timedelta(days=6)
    words = told(world, cycle)
    assert len(words) == 1
    assert "Data BPS terlambat" in words[0]


@pytest.mark.parametrize("step", [9, 10])
def test_a_reopened_cycle_is_told_once_and_is_no_round_of_the_diamond(
    world: World, step: int
) -> None:
    cycle = cycle_at(world, step).cycle_id
    wanted = Reopen(
        reason_code="A",
        reason="Angka penduduk keliru",
        finish_by=(world.clock.at + timedelta(days=9)).date(),
        back_to=6,
    )
    head = world.actor(Role.HEAD)
    reopen_cycle(cycle_id=cycle, wanted=wanted, actor=head, tools=world.tools)
    words = told(world, cycle)
    assert len(words) == 1
    assert "Angka penduduk keliru" in words[0]
    onward(world, cycle, 10)
    assert told(world, cycle) == words
