"""The formula referee as a page: open to everyone who is signed in, its numbers in the address."""

from collections.abc import Iterator

import pytest
from django.test import Client

from tests.builders import World
from tests.web.builders_office import words
from tests.web.builders_work import at_door, installed, queries, url
from ukur.domain.people import Role


@pytest.fixture
def world(db: None) -> Iterator[World]:
    with installed() as made:
        yield made


@pytest.fixture
def planner(world: World) -> Client:
    return at_door(world, Role.PLANNER)


@pytest.mark.parametrize("role", [Role.HEAD, Role.STAFF, Role.EVALUATOR, Role.KEEPER])
def test_everyone_who_is_signed_in_may_ask(world: World, role: Role) -> None:
    assert at_door(world, role).get(url("referee")).status_code == 200


def test_a_stranger_signs_in_first(world: World) -> None:
    assert Client().get(url("referee")).status_code == 302


def test_the_numbers_stand_in_the_address(planner: Client) -> None:
    page = words(planner.get(url("referee"), {"target": "10", "realisasi": "0", "arah": "negatif"}))
    assert "RUMUS KITA 200,00%" in page
    assert "tidak ada jawaban: pembagian dengan nol" in page
    assert "tidak ada jawaban: angka lama tetap" in page


def test_deviations_are_marked_and_counted(planner: Client) -> None:
    asked = {"target": "162", "realisasi": "186", "arah": "negatif"}
    page = words(planner.get(url("referee"), asked))
    assert "7 dari 15 rumus memberi hasil lain" in page
    assert "87,10% berbeda" in page


def test_where_all_agree_it_says_so(planner: Client) -> None:
    asked = {"target": "10", "realisasi": "8", "arah": "positif"}
    assert "semua rumus memberi hasil yang sama" in words(planner.get(url("referee"), asked))


def test_a_range_has_its_own_formulas(planner: Client) -> None:
    asked = {"target": "80 - 90", "realisasi": "92", "arah": "positif"}
    page = words(planner.get(url("referee"), asked))
    assert "102,22%" in page
    assert "batas yang dilewati" in page


def test_without_a_number_of_ours_there_is_the_reason(planner: Client) -> None:
    asked = {"target": "0", "realisasi": "3", "arah": "positif"}
    assert "RUMUS KITA Dengan target 0" in words(planner.get(url("referee"), asked))


@pytest.mark.parametrize(
    "asked",
    [
        {"target": "4.25", "realisasi": "3"},
        {"target": "10", "realisasi": "abc"},
        {"target": "10", "realisasi": "3", "arah": "ke samping"},
        {"target": "", "realisasi": ""},
    ],
)
def test_what_is_no_number_is_asked_again(planner: Client, asked: dict[str, str]) -> None:
    answer = planner.get(url("referee"), asked)
    assert answer.status_code == 422
    assert "RUMUS KITA" not in words(answer)


def test_it_asks_the_database_for_its_frame_only(planner: Client) -> None:
    shown = [planner.get(url(name)) for name in ("referee", "printed")]
    assert {one.status_code for one in shown} == {200}
    assert queries(lambda: planner.get(url("referee"))) == queries(
        lambda: planner.get(url("printed"))
    )
