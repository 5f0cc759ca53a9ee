"""Step 2 as a page."""

from collections.abc import Iterator

import pytest

from tests.builders import World, cycle_at, ordered
from tests.web.builders_office import words
from tests.web.builders_work import at_door, installed, url
from ukur.domain.people import Role
from ukur.store.models import Attempt, Cycle

TYPED = {
    "step": "2",
    "round": "1",
    "to": [Role.PLANNER.value, Role.TEAM.value],
    "instruction": "Tepat waktu.",
}


@pytest.fixture
def world(db: None) -> Iterator[World]:
    with installed() as made:
        yield made


def test_the_sheet_shows_the_order_and_the_usual_recipients(world: World) -> None:
    answer = at_door(world, Role.SECRETARY).get(url("dispose", ordered(world)))
    page, html = words(answer), answer.content.decode()
    assert "Utamakan IKU." in page
    assert 'value="perencana" checked' in html
    assert 'value="tim_sakip" checked' in html
    assert 'value="staf" checked' not in html


def test_passing_it_on_opens_step_3_once(world: World) -> None:
    cycle_id = ordered(world)
    client = at_door(world, Role.SECRETARY)
    assert client.post(url("dispose", cycle_id), TYPED).status_code == 302
    assert Cycle.objects.get().run.step == 3
    again = client.post(url("dispose", cycle_id), TYPED)
    assert again.status_code == 409
    assert Cycle.objects.get().run.step == 3


def test_nobody_and_nothing_are_named_beside_their_fields(world: World) -> None:
    client = at_door(world, Role.SECRETARY)
    answer = client.post(
        url("dispose", ordered(world)), {"step": "2", "round": "1", "instruction": " "}
    )
    assert answer.status_code == 422
    assert "kepada-galat" in answer.content.decode()
    assert "isi-galat" in answer.content.decode()


@pytest.mark.parametrize("wrong", [{"step": "x"}, {"round": "9"}, {"step": "-2"}, {"step": ""}])
def test_a_page_that_was_not_ours_is_refused(world: World, wrong: dict[str, str]) -> None:
    cycle_id = ordered(world)
    answer = at_door(world, Role.SECRETARY).post(url("dispose", cycle_id), TYPED | wrong)
    assert answer.status_code == 409
    assert Cycle.objects.get().run.step == 2


def test_others_read_but_cannot_pass_on(world: World) -> None:
    cycle_id = ordered(world)
    client = at_door(world, Role.PLANNER)
    assert "di tangan peran lain" in words(client.get(url("dispose", cycle_id)))
    assert client.post(url("dispose", cycle_id), TYPED).status_code == 403
    assert Attempt.objects.filter(code="wrong_role").exists()


def test_a_step_that_is_done_is_read_only(world: World) -> None:
    cycle_id = cycle_at(world, 3).cycle_id
    page = words(at_door(world, Role.SECRETARY).get(url("dispose", cycle_id)))
    assert "Langkah ini sudah selesai" in page
    assert "Teruskan" not in page
