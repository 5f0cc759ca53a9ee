"""The draft: paragraphs with bound numbers, the preview, and the way to the secretary."""

from collections.abc import Iterator

import pytest
from django.test import Client

from tests.builders import World, cycle_at, narrated, seen
from tests.web.builders_work import at_door, installed, queries, step, text, url
from ukur.domain.people import Role
from ukur.store.models import Cycle, Narrative, PaperRow


@pytest.fixture
def world(db: None) -> Iterator[World]:
    with installed() as made:
        yield made


@pytest.fixture
def cycle_id(world: World) -> int:
    return cycle_at(world, 6).cycle_id


@pytest.fixture
def planner(world: World) -> Client:
    return at_door(world, Role.PLANNER)


def test_a_sentence_reads_with_the_numbers_of_the_table(cycle_id: int, planner: Client) -> None:
    path = url("draft", cycle_id)
    sentence = "Capaian {IKU-01.capaian} persen <baik>."
    assert planner.post(path, {"paragraph": [sentence, "", " "]}).status_code == 302
    assert Narrative.objects.get().paragraphs == [sentence]
    page = text(planner.get(path))
    assert "Capaian 88,89 persen &lt;baik&gt;." in page
    assert 'data-name="IKU-01.capaian"' in page


def test_a_name_that_is_bound_to_nothing_is_told_beside_its_paragraph(
    cycle_id: int, planner: Client
) -> None:
    typed = ["Rata-rata {rata}.", "Capaian {IKU-99.capaian}."]
    response = planner.post(url("draft", cycle_id), {"paragraph": typed})
    page = text(response)
    assert response.status_code == 422
    assert 'id="galat-2"' in page
    assert 'id="galat-1"' not in page
    assert "Capaian {IKU-99.capaian}." in page
    assert not Narrative.objects.exists()


def test_the_draft_is_held_without_words_and_then_proposed_once(
    world: World, cycle_id: int, planner: Client
) -> None:
    path, now = url("propose_draft", cycle_id), seen(cycle_id)
    assert planner.post(path, step(now)).status_code == 409
    narrated(world, now)
    assert planner.post(path, step(now)).status_code == 302
    assert Cycle.objects.get(pk=cycle_id).run.step == 7
    assert PaperRow.objects.filter(kind="measurement").count() == 1
    assert planner.post(path, step(now)).status_code == 409


def test_the_preview_is_a_working_copy_and_leaves_no_trace(
    world: World, cycle_id: int, planner: Client
) -> None:
    before = dict(world.vault.files)
    response = planner.get(url("working_copy", cycle_id))
    assert response.headers["Content-Type"] == "application/pdf"
    assert b'"working_copy":true' in response.content
    assert not PaperRow.objects.filter(kind="measurement").exists()
    assert world.vault.files == before


def test_the_planner_alone_writes(world: World, cycle_id: int) -> None:
    secretary = at_door(world, Role.SECRETARY)
    assert "<textarea" not in text(secretary.get(url("draft", cycle_id)))
    assert secretary.post(url("draft", cycle_id), {"paragraph": "x"}).status_code == 403


def test_the_draft_is_closed_to_others(world: World, cycle_id: int) -> None:
    for name in ("draft", "working_copy"):
        assert Client().get(url(name, cycle_id)).status_code == 302
        assert at_door(world, Role.UNIT_HEAD, "PKM-01").get(url(name, cycle_id)).status_code == 404


def test_the_page_asks_as_often_for_many_lines_as_for_few(db: None) -> None:
    def asked(code: str, more: int) -> int:
        with installed(code=code, more_ratios=more) as world:
            cycle_id = cycle_at(world, 6).cycle_id
            client = at_door(world, Role.PLANNER)
            return queries(lambda: client.get(url("draft", cycle_id)))

    assert asked("kecil", 0) == asked("besar", 6)
