"""The review: changes since the last round, remarks, Ya and Tidak."""

from collections.abc import Iterator

import pytest
from django.test import Client

from tests.builders import RATIO, World, cycle_at, onward, seen
from tests.web.builders_work import at_door, installed, queries, step, text, url
from ukur.domain.document_changes import words_changed
from ukur.domain.people import Role
from ukur.store.models import Cycle, Remark, UnitTask
from ukur.store.queries.review import reviewing
from ukur.usecases.draft.write_narrative import write_narrative


@pytest.fixture
def world(db: None) -> Iterator[World]:
    with installed() as made:
        yield made


@pytest.fixture
def cycle_id(world: World) -> int:
    return cycle_at(world, 7).cycle_id


@pytest.fixture
def secretary(world: World) -> Client:
    return at_door(world, Role.SECRETARY)


def no(cycle_id: int, **more: object) -> dict[str, object]:
    reason = {"verdict": "no", "reason_code": "D", "reason": "Perbaiki kalimatnya."}
    return {**step(seen(cycle_id)), **reason, **more}


def remarked(world: World, cycle_id: int, secretary: Client) -> Remark:
    data = {"place": "line", "line": str(world.line(cycle_id, RATIO)), "text": "Sebutkan sebab."}
    assert secretary.post(url("write_remark", cycle_id), data).status_code == 302
    return Remark.objects.latest("id")


def test_nothing_is_marked_in_the_first_version(cycle_id: int, secretary: Client) -> None:
    page = text(secretary.get(url("review", cycle_id)))
    assert "Indikator IKU-01" in page
    assert "88,89" in page
    assert "<del>" not in page


def test_before_a_draft_is_proposed_the_page_says_so(world: World) -> None:
    cycle_id = cycle_at(world, 6).cycle_id
    response = at_door(world, Role.SECRETARY).get(url("review", cycle_id))
    assert response.status_code == 200
    assert reviewing(cycle_id) is None


def test_changed_words_are_marked_in_the_second_version(
    world: World, cycle_id: int, secretary: Client
) -> None:
    assert secretary.post(url("decide_draft", cycle_id), no(cycle_id)).status_code == 302
    write_narrative(
        cycle_id=cycle_id,
        paragraphs=("Rata-rata {rata} persen lebih baik.",),
        actor=world.actor(Role.PLANNER),
        tools=world.tools,
    )
    planner = at_door(world, Role.PLANNER)
    planner.post(url("propose_draft", cycle_id), step(seen(cycle_id)))
    page = text(secretary.get(url("review", cycle_id)))
    assert "<ins>persen lebih baik.</ins>" in page
    found = reviewing(cycle_id)
    assert found is not None
    assert (found.version, found.compared_with, found.changed_paragraphs) == (2, 1, 1)
    assert found.changed_cells == 0
    assert "Perbaiki kalimatnya." in page


def test_an_open_remark_holds_ya_and_not_tidak(
    world: World, cycle_id: int, secretary: Client
) -> None:
    remark = remarked(world, cycle_id, secretary)
    page = text(secretary.get(url("review", cycle_id)))
    assert f'id="catatan-{remark.number}"' in page
    assert 'id="ya-tertahan"' in page
    path = url("decide_draft", cycle_id)
    assert secretary.post(path, {**step(seen(cycle_id)), "verdict": "yes"}).status_code == 409
    assert secretary.post(url("settle_remark", cycle_id, remark.pk)).status_code == 302
    assert secretary.post(path, {**step(seen(cycle_id)), "verdict": "yes"}).status_code == 302
    assert Cycle.objects.get(pk=cycle_id).run.step == 8


def test_a_remark_is_answered_by_the_planner_once_it_is_back(
    world: World, cycle_id: int, secretary: Client
) -> None:
    remark = remarked(world, cycle_id, secretary)
    secretary.post(url("decide_draft", cycle_id), no(cycle_id))
    planner = at_door(world, Role.PLANNER)
    assert f'id="jawab-{remark.pk}"' in text(planner.get(url("draft", cycle_id)))
    path = url("answer_remark", cycle_id, remark.pk)
    assert planner.post(path, {"reply": " "}).status_code == 422
    assert planner.post(path, {"reply": "Sudah."}).status_code == 302
    remark.refresh_from_db()
    assert (remark.state, remark.reply) == ("answered", "Sudah.")


def test_a_remark_is_not_settled_by_another_duty(
    world: World, cycle_id: int, secretary: Client
) -> None:
    remark = remarked(world, cycle_id, secretary)
    planner = at_door(world, Role.PLANNER)
    assert planner.post(url("settle_remark", cycle_id, remark.pk)).status_code == 403


def test_a_remark_of_another_cycle_is_not_there(
    world: World, cycle_id: int, secretary: Client
) -> None:
    remark = remarked(world, cycle_id, secretary)
    assert secretary.post(url("settle_remark", cycle_id + 1, remark.pk)).status_code == 404


def test_a_tidak_without_a_reason_keeps_what_was_chosen(cycle_id: int, secretary: Client) -> None:
    data = no(cycle_id, reason="", back_to="5")
    response = secretary.post(url("decide_draft", cycle_id), data)
    page = text(response)
    assert response.status_code == 422
    assert 'value="D" checked' in page
    assert 'value="5" checked' in page
    assert Cycle.objects.get(pk=cycle_id).run.round == 1


def test_a_tidak_to_the_collection_opens_the_named_units_only(
    world: World, cycle_id: int, secretary: Client
) -> None:
    path = url("decide_draft", cycle_id)
    assert secretary.post(path, no(cycle_id, back_to="4")).status_code == 422
    unit_id = UnitTask.objects.get(cycle=cycle_id, unit__code="PKM-02").unit_id
    assert secretary.post(path, no(cycle_id, back_to="4", unit=[str(unit_id)])).status_code == 302
    assert world.state(cycle_id, "PKM-02") == "returned"
    assert world.state(cycle_id, "PKM-01") == "verified"
    assert Cycle.objects.get(pk=cycle_id).run.step == 4


@pytest.mark.parametrize("back_to", ["9", "abc", "-1", "6 OR 1=1", "9" * 40])
def test_a_way_back_that_is_none_is_refused(cycle_id: int, secretary: Client, back_to: str) -> None:
    response = secretary.post(url("decide_draft", cycle_id), no(cycle_id, back_to=back_to))
    assert response.status_code in (302, 422)
    assert Cycle.objects.get(pk=cycle_id).run.step in (6, 7)


def test_the_planner_reads_and_does_not_decide(world: World, cycle_id: int) -> None:
    planner = at_door(world, Role.PLANNER)
    page = text(planner.get(url("review", cycle_id)))
    assert url("decide_draft", cycle_id) not in page
    assert planner.post(url("decide_draft", cycle_id), no(cycle_id)).status_code == 403


def test_the_review_is_closed_to_others(world: World, cycle_id: int) -> None:
    assert Client().get(url("review", cycle_id)).status_code == 302
    for client in (at_door(world, Role.OPERATOR, "PKM-01"), at_door(world, Role.KEEPER)):
        assert client.get(url("review", cycle_id)).status_code == 404


def test_words_that_changed_are_told_word_by_word() -> None:
    pieces = words_changed("Dua dari tiga tercapai.", "Satu dari tiga tercapai.")
    assert [(piece.kind, piece.text) for piece in pieces] == [
        ("del", "Dua"),
        ("ins", "Satu"),
        ("same", " dari tiga tercapai."),
    ]


def test_the_page_asks_as_often_for_many_lines_as_for_few(db: None) -> None:
    def asked(code: str, more: int) -> int:
        with installed(code=code, more_ratios=more) as world:
            cycle_id = onward(world, cycle_at(world, 6).cycle_id, 7).cycle_id
            client = at_door(world, Role.SECRETARY)
            return queries(lambda: client.get(url("review", cycle_id)))

    assert asked("kecil", 0) == asked("besar", 6)
