"""Step 1 as a page: what is proposed, what is refused, what is kept of the typing."""

from collections.abc import Iterator

import pytest

from tests.builders import World, cycle_at, ordered
from tests.web.builders_office import words
from tests.web.builders_work import at_door, installed, url
from ukur.domain.people import Role
from ukur.domain.periods import Period
from ukur.store.models import Cycle, PlanVersion

TYPED = {"when": "2026-TW1", "finish_by": "2026-04-20", "instruction": "Utamakan IKU."}


@pytest.fixture
def world(db: None) -> Iterator[World]:
    with installed() as made:
        yield made


def test_the_finished_quarter_and_the_end_of_the_sop_are_proposed(world: World) -> None:
    answer = at_door(world, Role.HEAD).get(url("order"))
    html, page = answer.content.decode(), words(answer)
    assert 'value="2026-TW1" required checked' in html
    assert "7 hr 20 mnt" in page
    assert 'value="2026-04-13"' in html
    assert "Perintahkan pengukuran pertama" in page


def test_the_order_opens_a_cycle_and_says_whose_turn_it_is(world: World) -> None:
    answer = at_door(world, Role.HEAD).post(url("order"), TYPED, follow=True)
    cycle = Cycle.objects.get()
    assert answer.redirect_chain == [(url("cycle", cycle.pk), 302)]
    assert (cycle.period, cycle.run.step) == (Period.TW1, 2)
    assert "Sekarang giliran Sekretaris" in words(answer)


def test_a_period_that_is_measured_already_leads_to_its_cycle(world: World) -> None:
    cycle_id = ordered(world)
    client = at_door(world, Role.HEAD)
    assert "Triwulan I: sudah diukur" in words(client.get(url("order")))
    answer = client.post(url("order"), TYPED)
    assert answer.status_code == 409
    assert f'href="{url("cycle", cycle_id)}"' in answer.content.decode()
    assert Cycle.objects.count() == 1


@pytest.mark.parametrize(
    ("wrong", "status"),
    [
        ({"when": "2026-TW4"}, 422),
        ({"when": "2025-TW4"}, 409),
        ({"when": "besok"}, 422),
        ({"when": "2026-TW9"}, 422),
        ({"when": "20261-TW1"}, 422),
        ({"when": ""}, 422),
        ({"finish_by": "2026-03-31"}, 422),
        ({"finish_by": "31 April"}, 422),
        ({"finish_by": ""}, 422),
    ],
)
def test_what_cannot_be_ordered_keeps_what_was_typed(
    world: World, wrong: dict[str, str], status: int
) -> None:
    answer = at_door(world, Role.HEAD).post(url("order"), TYPED | wrong)
    assert answer.status_code == status
    assert "Utamakan IKU." in words(answer)
    assert not Cycle.objects.exists()


def test_markup_in_the_instruction_stays_text(world: World) -> None:
    client = at_door(world, Role.HEAD)
    answer = client.post(url("order"), TYPED | {"when": "", "instruction": "<b>x</b>"})
    assert "&lt;b&gt;x&lt;/b&gt;" in answer.content.decode()


def test_only_the_head_finds_the_page(world: World) -> None:
    for role in (Role.SECRETARY, Role.KEEPER, Role.EVALUATOR):
        assert at_door(world, role).get(url("order")).status_code == 404
        assert at_door(world, role).post(url("order"), TYPED).status_code == 404


def test_without_a_plan_the_page_says_who_brings_one(world: World) -> None:
    PlanVersion.objects.update(in_force_from="2099-01-01")
    page = words(at_door(world, Role.HEAD).get(url("order")))
    assert "Fungsional Perencana memasukkannya lebih dahulu" in page
    assert "Perintahkan Sekretaris" not in page


def test_when_all_is_measured_the_page_says_so(world: World) -> None:
    for period in (Period.TW1, Period.TW2, Period.YEAR):
        ordered(world, period)
    assert "Semua masa yang sudah dimulai telah diukur" in words(
        at_door(world, Role.HEAD).get(url("order"))
    )


def test_an_ended_cycle_is_not_ordered_again(world: World) -> None:
    cycle_at(world, 10)
    assert at_door(world, Role.HEAD).post(url("order"), TYPED).status_code == 409
