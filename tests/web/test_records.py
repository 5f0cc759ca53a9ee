"""The records of the SOP as a page."""

from collections.abc import Iterator

import pytest

from tests.builders import INDEX, LATER, RATIO, World, cycle_at, ordered
from tests.web.builders_office import words
from tests.web.builders_work import at_door, installed, queries, url
from ukur.domain.people import Role


@pytest.fixture
def world(db: None) -> Iterator[World]:
    with installed() as made:
        yield made


def test_the_register_gives_target_realization_and_percentage(world: World) -> None:
    cycle_id = cycle_at(world, 5).cycle_id
    page = words(at_door(world, Role.STAFF).get(url("records_of", cycle_id)))
    assert "Angka sementara" in page
    assert f"Indikator {RATIO}" in page
    assert "88,89" in page
    assert f"Indikator {INDEX}" in page
    assert f"{LATER} Indikator {LATER} angka – – – belum diukur pada masa ini" in page
    assert "1.500.000" in page


def test_archived_figures_are_not_provisional_and_open_to_the_evaluator(world: World) -> None:
    cycle_id = cycle_at(world, 10).cycle_id
    client = at_door(world, Role.EVALUATOR)
    assert client.get(url("records"))["Location"] == url("records_of", cycle_id)
    assert "Angka sementara" not in words(client.get(url("records_of", cycle_id)))


def test_figures_on_the_way_are_closed_to_evaluator_and_units(world: World) -> None:
    cycle_id = cycle_at(world, 5).cycle_id
    assert at_door(world, Role.EVALUATOR).get(url("records_of", cycle_id)).status_code == 404
    assert (
        at_door(world, Role.OPERATOR, "PKM-01").get(url("records_of", cycle_id)).status_code == 404
    )
    assert "Belum ada yang dapat dibaca" in words(
        at_door(world, Role.EVALUATOR).get(url("records"))
    )


def test_before_the_form_there_is_nothing_to_show(world: World) -> None:
    page = words(at_door(world, Role.STAFF).get(url("records_of", ordered(world))))
    assert "Belum ada format" in page


@pytest.mark.django_db
def test_more_indicators_and_units_ask_no_more_queries() -> None:
    counted = []
    for more in (0, 8):
        with installed(more_ratios=more, puskesmas=2 + more, code=f"a{more}") as world:
            cycle_id = cycle_at(world, 4).cycle_id
            client = at_door(world, Role.STAFF)
            client.get(url("records_of", cycle_id))
            counted.append(queries(lambda: client.get(url("records_of", cycle_id))))  # noqa: B023  called at once
    assert counted[0] == counted[1]
