"""The evaluation: what fell short, where, and the words about it."""

from collections.abc import Iterator

import pytest
from django.test import Client

from tests.builders import COUNT, RATIO, World, cycle_at, explained, seen
from tests.web.builders_work import at_door, installed, queries, step, text, url
from ukur.domain.people import Role
from ukur.store.models import Cycle, Evaluation, Remark
from ukur.store.queries.evaluation import evaluated_line
from ukur.store.queries.measurement import measurement


@pytest.fixture
def world(db: None) -> Iterator[World]:
    with installed() as made:
        yield made


@pytest.fixture
def cycle_id(world: World) -> int:
    return cycle_at(world, 5).cycle_id


@pytest.fixture
def team(world: World) -> Client:
    return at_door(world, Role.TEAM)


def short(cycle_id: int) -> int:
    return next(line.line_id for line in measurement(cycle_id).lines if line.shortfall)


def test_the_list_shows_every_line_with_its_figure(cycle_id: int, team: Client) -> None:
    page = text(team.get(url("evaluate", cycle_id)))
    assert "Indikator IKU-01" in page
    assert "88,89" in page
    assert "3.000.000" in page


def test_the_evaluation_is_held_until_every_shortfall_is_explained(
    world: World, cycle_id: int
) -> None:
    planner = at_door(world, Role.PLANNER)
    path = url("finish_evaluating", cycle_id)
    assert 'aria-disabled="true"' in text(planner.get(url("evaluate", cycle_id)))
    assert planner.post(path, step(seen(cycle_id))).status_code == 409
    explained(world, seen(cycle_id))
    assert 'aria-disabled="true"' not in text(planner.get(url("evaluate", cycle_id)))
    assert planner.post(path, step(seen(cycle_id))).status_code == 302
    assert Cycle.objects.get(pk=cycle_id).run.step == 6


def test_the_words_about_a_line_are_kept(cycle_id: int, team: Client) -> None:
    line_id = short(cycle_id)
    path = url("evaluate_line", cycle_id, line_id)
    words = {
        "cause": "Kader <beralih>.",
        "obstacle": "",
        "follow_up": "Latih kader.",
        "owner": "Bidang SDK",
        "due_on": "2026-05-31",
    }
    assert team.post(path, words).status_code == 302
    kept = Evaluation.objects.get(line=line_id)
    assert (kept.cause, kept.owner, str(kept.due_on)) == (
        "Kader <beralih>.",
        "Bidang SDK",
        "2026-05-31",
    )
    assert "Kader &lt;beralih&gt;." in text(team.get(path))


def test_a_date_that_is_none_keeps_what_was_typed(cycle_id: int, team: Client) -> None:
    path = url("evaluate_line", cycle_id, short(cycle_id))
    response = team.post(path, {"cause": "Kader beralih.", "due_on": "besok"})
    assert response.status_code == 422
    assert "Kader beralih." in text(response)
    assert not Evaluation.objects.exists()


def test_units_that_lack_most_come_first_with_what_they_lack(world: World, cycle_id: int) -> None:
    found = evaluated_line(cycle_id, world.line(cycle_id, RATIO))
    assert found is not None
    assert [(part.unit, part.missing) for part in found.parts] == [
        ("Puskesmas 01", "10"),
        ("Puskesmas 02", "10"),
    ]
    assert found.missing_total == "20"


def test_where_lower_is_better_the_highest_comes_first(world: World, cycle_id: int) -> None:
    found = evaluated_line(cycle_id, world.line(cycle_id, COUNT))
    assert found is not None
    assert [part.value for part in found.parts] == sorted(
        (part.value for part in found.parts), key=lambda t: -float(t.replace(",", "."))
    )


def test_a_remark_hangs_on_its_line(cycle_id: int, team: Client) -> None:
    line_id = short(cycle_id)
    path = url("evaluate_line", cycle_id, line_id)
    data = {"place": "line", "line": str(line_id), "text": "Mohon sumbernya.", "next": path}
    response = team.post(url("write_remark", cycle_id), data)
    assert response.headers["Location"] == path
    assert Remark.objects.get().line_id == line_id
    assert "Mohon sumbernya." in text(team.get(path))


def test_a_remark_leads_back_to_our_own_pages_only(cycle_id: int, team: Client) -> None:
    data = {"place": "document", "text": "Periksa.", "next": "https://example.org/"}
    response = team.post(url("write_remark", cycle_id), data)
    assert response.headers["Location"] == url("review", cycle_id)


def test_a_line_of_no_cycle_is_not_there(cycle_id: int, team: Client) -> None:
    assert team.get(url("evaluate_line", cycle_id, 999_999)).status_code == 404


def test_a_reader_has_no_form(world: World, cycle_id: int) -> None:
    head = at_door(world, Role.HEAD)
    path = url("evaluate_line", cycle_id, short(cycle_id))
    assert "<textarea" not in text(head.get(path))
    assert head.post(path, {"cause": "x"}).status_code == 403


def test_the_evaluation_is_closed_to_others(world: World, cycle_id: int) -> None:
    for client in (at_door(world, Role.OPERATOR, "PKM-01"), at_door(world, Role.EVALUATOR)):
        assert client.get(url("evaluate", cycle_id)).status_code == 404
    assert Client().get(url("evaluate", cycle_id)).status_code == 302


def test_the_list_asks_as_often_for_many_lines_as_for_few(db: None) -> None:
    def asked(code: str, more: int) -> int:
        with installed(code=code, more_ratios=more) as world:
            cycle_id = cycle_at(world, 5).cycle_id
            client = at_door(world, Role.HEAD)
            return queries(lambda: client.get(url("evaluate", cycle_id)))

    assert asked("kecil", 0) == asked("besar", 6)


def test_figures_are_provisional_until_somebody_says_yes(world: World) -> None:
    team, sentence = at_door(world, Role.TEAM), "Angka sementara."
    in_review = cycle_at(world, 7).cycle_id
    assert sentence in text(team.get(url("evaluate", in_review)))
    assert sentence in text(team.get(url("review", in_review)))


def test_approved_figures_are_not_called_provisional(world: World) -> None:
    team, sentence = at_door(world, Role.TEAM), "Angka sementara."
    approved = cycle_at(world, 8).cycle_id
    assert sentence not in text(team.get(url("evaluate", approved)))
    assert sentence not in text(team.get(url("review", approved)))
