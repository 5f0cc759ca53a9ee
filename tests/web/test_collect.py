"""The board of the collection: sorted by need, and what Tim SAKIP decides about a unit."""

from collections.abc import Iterator

import pytest
from django.test import Client

from tests.builders import World, collected, cycle_at, delivered, filled, seen
from tests.web.builders_work import at_door, installed, queries, step, text, url
from ukur.domain.people import Role
from ukur.store.models import Cycle
from ukur.store.queries.board_rows import Board, Cell, Need
from ukur.store.queries.collect import board
from ukur.store.queries.stages import stage_calendar

UNIT = "PKM-01"


@pytest.fixture
def world(db: None) -> Iterator[World]:
    with installed() as made:
        yield made


@pytest.fixture
def cycle_id(world: World) -> int:
    return cycle_at(world, 4).cycle_id


@pytest.fixture
def team(world: World) -> Client:
    return at_door(world, Role.TEAM)


def shown(world: World, cycle_id: int) -> Board:
    return board(cycle_id, world.clock.now(), stage_calendar(world.agency_id))


def test_units_are_sorted_by_need(world: World, cycle_id: int) -> None:
    delivered(world, cycle_id, "PKM-02")
    found = shown(world, cycle_id)
    assert [group.need for group in found.groups] == [Need.CHECK, Need.FILLING]
    assert [row.unit for row in found.to_check] == ["Puskesmas 02"]


def test_what_is_blank_after_the_deadline_is_empty_and_before_it_waits(
    world: World, cycle_id: int
) -> None:
    assert Cell.WAITING in shown(world, cycle_id).groups[0].rows[0].cells
    world.clock.at = world.clock.at.replace(month=5)
    found = shown(world, cycle_id)
    assert Cell.EMPTY in found.groups[0].rows[0].cells
    assert found.groups[0].need is Need.CHASE


def test_a_filled_cell_shows_before_it_is_sent(world: World, cycle_id: int) -> None:
    filled(world, cycle_id, UNIT)
    (group,) = shown(world, cycle_id).groups
    row = next(r for r in group.rows if r.unit == "Puskesmas 01")
    assert Cell.FILLING in row.cells
    assert Cell.NOT_ASKED in row.cells
    assert (row.filled, row.asked) == (2, 2)


def test_the_board_names_all_units_with_their_marks(
    world: World, cycle_id: int, team: Client
) -> None:
    delivered(world, cycle_id, UNIT)
    page = text(team.get(url("collect", cycle_id)))
    assert "Puskesmas 01" in page
    assert "Sekretariat" in page
    assert "k-kirim" in page
    assert "33,3%" in page


def test_a_held_collection_says_why_and_a_press_is_refused(
    world: World, cycle_id: int, team: Client
) -> None:
    page = text(team.get(url("collect", cycle_id)))
    assert 'aria-disabled="true"' in page
    response = team.post(url("finish_collecting", cycle_id), step(seen(cycle_id)))
    assert response.status_code == 409
    assert 'role="alert"' in text(response)


def test_a_finished_collection_opens_the_evaluation_once(
    world: World, cycle_id: int, team: Client
) -> None:
    now = seen(cycle_id)
    collected(world, now)
    path = url("finish_collecting", cycle_id)
    assert team.post(path, step(now)).status_code == 302
    assert Cycle.objects.get(pk=cycle_id).run.step == 5
    assert team.post(path, step(now)).status_code == 409


def test_a_unit_is_verified(world: World, cycle_id: int, team: Client) -> None:
    task_id = delivered(world, cycle_id, UNIT).task_id
    page = text(team.get(url("collect_unit", cycle_id, task_id)))
    assert url("verify_unit", cycle_id, task_id) in page
    assert "88,89" in page
    assert team.post(url("verify_unit", cycle_id, task_id)).status_code == 302
    assert world.state(cycle_id, UNIT) == "verified"


def test_a_return_wants_a_code_and_a_sentence_and_keeps_what_was_typed(
    world: World, cycle_id: int, team: Client
) -> None:
    task_id = delivered(world, cycle_id, UNIT).task_id
    path = url("return_unit", cycle_id, task_id)
    refused = team.post(path, {"reason": "Lampirkan <register>."})
    assert refused.status_code == 422
    assert "Lampirkan &lt;register&gt;." in text(refused)
    assert team.post(path, {"reason_code": "B", "reason": " "}).status_code == 422
    assert team.post(path, {"reason_code": "B", "reason": "Lampirkan."}).status_code == 302
    assert world.state(cycle_id, UNIT) == "returned"
    page = text(at_door(world, Role.OPERATOR, UNIT).get(url("entry", task_id)))
    assert "Lampirkan." in page


def test_a_unit_is_closed_with_a_reason_and_opened_again(
    world: World, cycle_id: int, team: Client
) -> None:
    task_id = world.task(cycle_id, UNIT).task_id
    path = url("close_unit", cycle_id, task_id)
    assert team.post(path, {"reason": ""}).status_code == 422
    assert team.post(path, {"reason": "Tidak menyampaikan."}).status_code == 302
    assert world.state(cycle_id, UNIT) == "closed"
    assert team.post(url("reopen_unit", cycle_id, task_id)).status_code == 302
    assert world.state(cycle_id, UNIT) == "returned"


def test_others_of_the_office_read_and_do_not_decide(world: World, cycle_id: int) -> None:
    task_id = delivered(world, cycle_id, UNIT).task_id
    planner = at_door(world, Role.PLANNER)
    page = text(planner.get(url("collect_unit", cycle_id, task_id)))
    assert url("verify_unit", cycle_id, task_id) not in page
    assert planner.post(url("verify_unit", cycle_id, task_id)).status_code == 403


@pytest.mark.parametrize("role", [Role.KEEPER, Role.EVALUATOR])
def test_the_board_is_closed_to_others(world: World, cycle_id: int, role: Role) -> None:
    assert at_door(world, role).get(url("collect", cycle_id)).status_code == 404


def test_the_board_is_closed_to_units_and_to_strangers(world: World, cycle_id: int) -> None:
    assert at_door(world, Role.OPERATOR, UNIT).get(url("collect", cycle_id)).status_code == 404
    assert Client().get(url("collect", cycle_id)).status_code == 302


def test_a_unit_of_another_cycle_is_not_there(world: World, cycle_id: int, team: Client) -> None:
    task_id = world.task(cycle_id, UNIT).task_id
    assert team.get(url("collect_unit", cycle_id + 1, task_id)).status_code == 404


def test_the_board_asks_as_often_for_many_units_as_for_few(db: None) -> None:
    def asked(code: str, puskesmas: int) -> int:
        with installed(code=code, puskesmas=puskesmas) as world:
            cycle_id = cycle_at(world, 4).cycle_id
            client = at_door(world, Role.TEAM)
            return queries(lambda: client.get(url("collect", cycle_id)))

    assert asked("kecil", 2) == asked("besar", 6)
