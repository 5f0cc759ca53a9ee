"""The desk: what waits for each role, and how many questions that takes."""

from collections.abc import Iterator

import pytest

from tests.builders import World, cycle_at, delivered, ordered
from tests.web.builders_office import words
from tests.web.builders_work import at_door, installed, queries, url
from ukur.domain.discussion import Spot
from ukur.domain.people import Role
from ukur.domain.periods import Period
from ukur.domain.returning import Return
from ukur.usecases.collect.return_unit import return_unit
from ukur.usecases.review.answer_remark import answer_remark
from ukur.usecases.review.write_remark import write_remark


@pytest.fixture
def world(db: None) -> Iterator[World]:
    with installed() as made:
        yield made


def desk(world: World, role: Role, unit: str = "") -> str:
    return words(at_door(world, role, unit).get(url("desk")))


def test_an_ordered_measurement_waits_for_the_secretary_alone(world: World) -> None:
    ordered(world)
    assert "Teruskan perintah" in desk(world, Role.SECRETARY)
    others = desk(world, Role.PLANNER)
    assert "Tidak ada tugas yang menunggu Anda" in others
    assert "Teruskan perintah, Triwulan I 2026" in others


def test_the_time_left_is_office_time(world: World) -> None:
    ordered(world)
    assert "10 mnt lagi" in desk(world, Role.SECRETARY)


def test_a_late_step_says_by_how_much(world: World) -> None:
    ordered(world)
    world.clock.at = world.clock.at.replace(hour=2)
    page = desk(world, Role.SECRETARY)
    assert "lewat 50 mnt" in page
    assert "Lewat" in page


def test_the_head_is_reminded_of_a_quarter_that_nobody_ordered(world: World) -> None:
    assert "Perintahkan pengukuran Triwulan I 2026" in desk(world, Role.HEAD)
    ordered(world)
    assert "Perintahkan pengukuran Triwulan I 2026" not in desk(world, Role.HEAD)


def test_a_form_waits_for_its_own_unit(world: World) -> None:
    cycle_at(world, 4)
    page = desk(world, Role.OPERATOR, "PKM-01")
    assert "Isi format Puskesmas 01" in page
    assert "Puskesmas 02" not in page


def test_a_returned_form_comes_back_with_its_reason(world: World) -> None:
    cycle_id = cycle_at(world, 4).cycle_id
    task = delivered(world, cycle_id, "PKM-01")
    assert "Tidak ada tugas" in desk(world, Role.OPERATOR, "PKM-01")
    return_unit(
        task_id=task.task_id,
        wanted=Return("A", "Jumlah kasus tidak cocok."),
        actor=world.actor(Role.TEAM),
        tools=world.tools,
    )
    page = desk(world, Role.OPERATOR, "PKM-01")
    assert "Perbaiki isian Puskesmas 01" in page
    assert "Jumlah kasus tidak cocok." in page


def test_the_team_sees_what_to_check_and_who_still_fills_in(world: World) -> None:
    cycle_id = cycle_at(world, 4).cycle_id
    delivered(world, cycle_id, "PKM-01")
    page = desk(world, Role.TEAM)
    assert "1 unit menunggu diperiksa" in page
    assert "2 unit" in page


def test_a_remark_waits_for_the_planner_and_its_answer_for_the_writer(world: World) -> None:
    cycle_id = cycle_at(world, 5).cycle_id
    remark = write_remark(
        cycle_id=cycle_id,
        spot=Spot("document"),
        text="Mohon diperjelas.",
        actor=world.actor(Role.TEAM),
        tools=world.tools,
    )
    assert "Jawab 1 catatan" in desk(world, Role.PLANNER)
    answer_remark(
        remark_id=remark, reply="Sudah.", actor=world.actor(Role.PLANNER), tools=world.tools
    )
    assert "Periksa 1 catatan yang sudah dijawab" in desk(world, Role.TEAM)
    assert "Jawab 1 catatan" not in desk(world, Role.PLANNER)


def test_after_the_end_nothing_waits_for_the_office(world: World) -> None:
    cycle_at(world, 10)
    page = desk(world, Role.STAFF)
    assert "Tidak ada tugas yang menunggu Anda" in page
    assert "Diarsipkan Rabu, 1 April 2026" in page


def test_an_unknown_year_is_said_and_not_guessed(world: World) -> None:
    ordered(world)
    world.clock.at = world.clock.at.replace(year=2031)
    assert "Kalender kerja tahun 2031 belum ada" in desk(world, Role.SECRETARY)


def test_more_cycles_ask_no_more_queries(world: World) -> None:
    cycle_at(world, 4)
    client = at_door(world, Role.TEAM)
    client.get(url("desk"))
    one = queries(lambda: client.get(url("desk")))
    ordered(world, Period.TW2)
    assert queries(lambda: client.get(url("desk"))) == one


@pytest.mark.django_db
@pytest.mark.parametrize("puskesmas", [2, 9])
def test_the_desk_of_the_team_asks_few_queries(puskesmas: int) -> None:
    with installed(puskesmas=puskesmas) as world:
        cycle_at(world, 4)
        client = at_door(world, Role.TEAM)
        client.get(url("desk"))
        assert queries(lambda: client.get(url("desk"))) <= 23


def test_whoever_has_nothing_to_do_sees_when_their_next_turn_is_expected(world: World) -> None:
    ordered(world)
    page = words(at_door(world, Role.STAFF).get(url("desk")))
    assert "Giliran Anda berikutnya: langkah 9 Arsip, Triwulan I 2026, perkiraan mulai" in page
    assert "Giliran Anda berikutnya" not in words(at_door(world, Role.SECRETARY).get(url("desk")))
