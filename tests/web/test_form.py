"""Step 3 as a page."""

from collections.abc import Iterator

import pytest

from tests.builders import COUNT, LATER, RATIO, World, cycle_at
from tests.web.builders_office import words
from tests.web.builders_work import at_door, installed, queries, url
from ukur.domain.people import Role
from ukur.store.models import Cycle, FormLine, IndicatorRow, UnitTask


@pytest.fixture
def world(db: None) -> Iterator[World]:
    with installed() as made:
        yield made


@pytest.fixture
def cycle_id(world: World) -> int:
    return cycle_at(world, 3).cycle_id


def typed(*codes: str, fill_by: str = "2026-04-06") -> dict[str, object]:
    chosen = IndicatorRow.objects.filter(code__in=codes).values_list("pk", flat=True)
    return {"step": "3", "round": "1", "indicator": list(chosen), "fill_by": fill_by}


def test_what_is_due_is_chosen_already(world: World, cycle_id: int) -> None:
    answer = at_door(world, Role.PLANNER).get(url("form", cycle_id))
    html, page = answer.content.decode(), words(answer)
    assert html.count(" checked") == 3
    assert "belum diukur pada masa ini" in page
    assert "3 indikator diukur pada masa ini" in page
    assert 'value="2026-04-02"' in html


def test_freezing_gives_every_unit_its_form(world: World, cycle_id: int) -> None:
    answer = at_door(world, Role.PLANNER).post(
        url("form", cycle_id), typed(RATIO, COUNT, LATER), follow=True
    )
    assert "Format sudah dikunci" in words(answer)
    assert Cycle.objects.get().run.step == 4
    assert FormLine.objects.count() == 3
    assert UnitTask.objects.count() == 3
    frozen = words(at_door(world, Role.PLANNER).get(url("form", cycle_id)))
    assert "Terkunci; 3 unit mengisi sampai Senin, 6 April 2026" in frozen


@pytest.mark.parametrize(
    "wrong",
    [
        {"indicator": []},
        {"fill_by": "2026-03-01"},
        {"fill_by": "besok"},
        {"fill_by": ""},
    ],
)
def test_a_form_that_cannot_be_frozen_keeps_the_choice(
    world: World, cycle_id: int, wrong: dict[str, object]
) -> None:
    answer = at_door(world, Role.PLANNER).post(url("form", cycle_id), typed(RATIO) | wrong)
    assert answer.status_code == 422
    assert answer.content.decode().count(" checked") == (0 if "indicator" in wrong else 1)
    assert Cycle.objects.get().run.step == 3


def test_an_indicator_of_nobody_knows_where_is_refused(world: World, cycle_id: int) -> None:
    wrong = typed(RATIO) | {"indicator": ["999999", "x", "1e3"]}
    answer = at_door(world, Role.PLANNER).post(url("form", cycle_id), wrong)
    assert answer.status_code == 409
    assert not FormLine.objects.exists()


def test_only_the_planner_freezes(world: World, cycle_id: int) -> None:
    answer = at_door(world, Role.TEAM).post(url("form", cycle_id), typed(RATIO))
    assert answer.status_code == 403
    assert not FormLine.objects.exists()


@pytest.mark.django_db
def test_more_indicators_ask_no_more_queries() -> None:
    counted = []
    for more in (0, 20):
        with installed(more_ratios=more, code=f"a{more}") as world:
            cycle_id = cycle_at(world, 3).cycle_id
            client = at_door(world, Role.PLANNER)
            client.get(url("form", cycle_id))
            counted.append(queries(lambda: client.get(url("form", cycle_id))))  # noqa: B023  called at once
    assert counted[0] == counted[1]
