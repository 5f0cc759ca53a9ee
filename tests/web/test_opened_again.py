"""A form that was closed as not delivering and is opened again tells its unit why, and by whom."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from tests.builders import World, cycle_at, delivered
from tests.web.builders_office import words
from tests.web.builders_work import at_door, installed, url
from ukur.domain.people import Role
from ukur.domain.returning import Return, ReturnLine, WayBack
from ukur.store.models import Account, UnitTask
from ukur.store.queries.entry import entry_form
from ukur.usecases.collect.close_unit import close_unit
from ukur.usecases.collect.correct_unit import correct_unit
from ukur.usecases.collect.reopen_unit import reopen_unit
from ukur.usecases.collect.return_unit import return_unit
from ukur.usecases.collect.verify_unit import verify_unit

UNIT = "PKM-01"
WHY = "Rekap sudah masuk."


@pytest.fixture
def world(db: None) -> Iterator[World]:
    with installed() as made:
        yield made


@pytest.fixture
def cycle_id(world: World) -> int:
    return cycle_at(world, 4).cycle_id


def later(world: World) -> None:
    world.clock.at += timedelta(minutes=5)


def closed_and_opened(world: World, task_id: int) -> None:
    team = world.actor(Role.TEAM)
    later(world)
    close_unit(task_id=task_id, reason="Tidak dijawab.", actor=team, tools=world.tools)
    later(world)
    reopen_unit(task_id=task_id, reason=WHY, actor=team, tools=world.tools)


def shown_to(world: World, role: Role, path: str, unit: str = "") -> str:
    return words(at_door(world, role, unit).get(path))


def way_back(world: World, task_id: int) -> WayBack | None:
    form = entry_form(task_id, world.actor(Role.OPERATOR, UNIT), world.clock.now())
    assert form is not None
    return form.way_back


def test_the_operator_reads_why_the_form_is_open_again_by_whom_and_until_when(
    world: World, cycle_id: int
) -> None:
    task_id = world.task(cycle_id, UNIT).task_id
    closed_and_opened(world, task_id)
    page = shown_to(world, Role.OPERATOR, url("entry", task_id), UNIT)
    team = Account.objects.get(pk=world.actor(Role.TEAM).account_id)
    assert f"Dibuka kembali oleh Tim SAKIP ({team.name})" in page
    assert "setelah ditutup sebagai tidak menyampaikan." in page
    assert WHY in page
    assert "isian ini ditunggu sampai" in page
    assert "untuk dikoreksi" not in page
    assert WHY in shown_to(world, Role.TEAM, url("collect_unit", cycle_id, task_id))
    assert WHY in shown_to(world, Role.TEAM, url("journal", cycle_id))


def test_a_form_whose_time_is_over_says_so_instead_of_a_moment_that_passed(
    world: World, cycle_id: int
) -> None:
    task_id = world.task(cycle_id, UNIT).task_id
    closed_and_opened(world, task_id)
    UnitTask.objects.filter(pk=task_id).update(due_at=world.clock.at - timedelta(days=30))
    page = shown_to(world, Role.OPERATOR, url("entry", task_id), UNIT)
    assert "Waktu unit Anda sudah lewat" in page
    assert "isian ini ditunggu sampai" not in page


def test_what_a_return_asked_for_is_still_asked_once_the_form_is_open_again(
    world: World, cycle_id: int
) -> None:
    task_id = delivered(world, cycle_id, UNIT).task_id
    wanted = Return("A", lines=(ReturnLine("IKU-01", "Cocokkan register."),))
    team = world.actor(Role.TEAM)
    return_unit(task_id=task_id, wanted=wanted, actor=team, tools=world.tools)
    assert way_back(world, task_id) is WayBack.RETURNED
    closed_and_opened(world, task_id)
    assert way_back(world, task_id) is WayBack.REOPENED
    page = shown_to(world, Role.OPERATOR, url("entry", task_id), UNIT)
    assert WHY in page
    assert "Cocokkan register." in page


def test_a_form_that_was_opened_for_a_correction_before_is_told_as_opened_again(
    world: World, cycle_id: int
) -> None:
    task_id = delivered(world, cycle_id, UNIT).task_id
    team = world.actor(Role.TEAM)
    verify_unit(task_id=task_id, actor=team, tools=world.tools)
    later(world)
    correct_unit(task_id=task_id, reason="Salah hitung.", actor=team, tools=world.tools)
    assert way_back(world, task_id) is WayBack.CORRECTING
    closed_and_opened(world, task_id)
    assert way_back(world, task_id) is WayBack.REOPENED


def test_a_form_that_did_not_come_back_says_nothing_of_it(world: World, cycle_id: int) -> None:
    task_id = world.task(cycle_id, UNIT).task_id
    assert way_back(world, task_id) is None
    assert "Dibuka kembali" not in shown_to(world, Role.OPERATOR, url("entry", task_id), UNIT)
