"""The pages of one unit's form: asking to vouch, vouching, taking back, correcting, giving time."""

from collections.abc import Iterator

import pytest
from django.test import Client

from tests.builders import COUNT, World, cycle_at, delivered, filled
from tests.web.builders_work import at_door, installed, queries, text, url
from ukur.domain.entering import Typed
from ukur.domain.people import Role
from ukur.store.models import Submission, UnitTask
from ukur.store.queries.entry import form_to_read
from ukur.usecases.collect.record_entries import record_entries

UNIT, OTHER = "PKM-01", "PKM-02"


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


@pytest.fixture
def head(world: World) -> Client:
    return at_door(world, Role.UNIT_HEAD, UNIT)


@pytest.fixture
def operator(world: World) -> Client:
    return at_door(world, Role.OPERATOR, UNIT)


def change(world: World, cycle_id: int, task_id: int, value: str) -> None:
    record_entries(
        task_id=task_id,
        typed={world.line(cycle_id, COUNT): Typed(value=value)},
        spent={},
        actor=world.actor(Role.OPERATOR, UNIT),
        tools=world.tools,
    )


def test_the_operator_asks_and_the_head_hands_in(
    world: World, cycle_id: int, operator: Client, head: Client
) -> None:
    task_id = filled(world, cycle_id, UNIT).task_id
    assert "Minta kepala unit memeriksa" in text(operator.get(url("entry", task_id)))
    assert operator.post(url("entry_ready", task_id)).status_code == 302
    assert "Kepala unit diminta memeriksa" in text(operator.get(url("entry", task_id)))
    assert "meminta Anda memeriksa" in text(head.get(url("entry", task_id)))
    page = text(head.get(url("entry_vouch", task_id)))
    assert "Anda menyatakan benar 2 angka" in page
    told = UnitTask.objects.get(pk=task_id).events_told
    assert f'name="told" value="{told}"' in page
    assert head.post(url("entry_submit", task_id), {"told": told}).status_code == 302
    assert world.state(cycle_id, UNIT) == "submitted"


def test_what_changed_while_the_head_read_is_not_vouched_for(
    world: World, cycle_id: int, head: Client
) -> None:
    task_id = filled(world, cycle_id, UNIT).task_id
    told = UnitTask.objects.get(pk=task_id).events_told
    change(world, cycle_id, task_id, "9")
    refused = head.post(url("entry_submit", task_id), {"told": told})
    assert refused.status_code == 409
    assert "Ada angka yang berubah" in text(refused)
    assert world.state(cycle_id, UNIT) == "filling"


def test_the_operator_is_not_offered_to_vouch(
    world: World, cycle_id: int, operator: Client
) -> None:
    task_id = filled(world, cycle_id, UNIT).task_id
    assert url("entry_submit", task_id) not in text(operator.get(url("entry_vouch", task_id)))
    assert operator.post(url("entry_submit", task_id)).status_code == 403


def test_the_head_takes_back_and_tim_sakip_sees_what_changed(
    world: World, cycle_id: int, head: Client, team: Client
) -> None:
    task_id = delivered(world, cycle_id, UNIT).task_id
    seen = {"version": "1"}
    assert head.post(url("entry_withdraw", task_id), seen).status_code == 302
    change(world, cycle_id, task_id, "1234")
    told = UnitTask.objects.get(pk=task_id).events_told
    # the figure is unusual now; whatever is asked about is answered with a word
    record_entries(
        task_id=task_id,
        typed={world.line(cycle_id, COUNT): Typed(value="1234", note="Kejadian luar biasa.")},
        spent={},
        actor=world.actor(Role.OPERATOR, UNIT),
        tools=world.tools,
    )
    told = UnitTask.objects.get(pk=task_id).events_told
    assert head.post(url("entry_submit", task_id), {"told": told}).status_code == 302
    page = text(team.get(url("collect_unit", cycle_id, task_id)))
    assert "Versi 2" in page
    assert "<del>4</del>" in page
    assert '<ins class="beda">1.234</ins>' in page
    assert "Kejadian luar biasa." in page
    assert team.post(url("verify_unit", cycle_id, task_id), seen).status_code == 409
    assert world.state(cycle_id, UNIT) == "submitted"


def test_a_queue_is_worked_through_without_going_back(
    world: World, cycle_id: int, team: Client
) -> None:
    first, second = (delivered(world, cycle_id, unit).task_id for unit in (UNIT, OTHER))
    answer = team.post(url("verify_unit", cycle_id, first), {"version": "1"})
    assert answer["Location"] == url("collect_unit", cycle_id, first)
    page = text(team.get(answer["Location"]))
    assert "Puskesmas 02; 1 unit menunggu diperiksa" in page
    assert url("collect_unit", cycle_id, second) in page
    team.post(url("verify_unit", cycle_id, second), {"version": "1"})
    assert "menunggu diperiksa" not in text(team.get(url("collect_unit", cycle_id, second)))


@pytest.mark.parametrize("role", [Role.TEAM, Role.UNIT_HEAD])
def test_a_verified_form_is_opened_for_a_correction_with_a_reason(
    world: World, cycle_id: int, team: Client, head: Client, role: Role
) -> None:
    at_team = role is Role.TEAM
    task_id = delivered(world, cycle_id, UNIT).task_id
    team.post(url("verify_unit", cycle_id, task_id))
    path = url("correct_unit", cycle_id, task_id) if at_team else url("entry_correct", task_id)
    who = team if at_team else head
    assert who.post(path, {"reason": " ", "version": "1"}).status_code == 422
    assert who.post(path, {"reason": "Keliru.", "version": "1"}).status_code == 302
    assert world.state(cycle_id, UNIT) == "returned"
    assert Submission.objects.get().end == "corrected"
    assert "Keliru." in text(head.get(url("entry", task_id)))


def test_nothing_is_offered_on_a_form_once_its_collection_is_over(
    world: World, head: Client, team: Client
) -> None:
    cycle_id = cycle_at(world, 5).cycle_id
    task_id = world.task(cycle_id, UNIT).task_id
    page = text(head.get(url("entry_vouch", task_id)))
    assert url("entry_correct", task_id) not in page
    assert 'class="tandai"' not in page
    assert "Anda dapat membaca di sini" in page
    assert url("correct_unit", cycle_id, task_id) not in text(
        team.get(url("collect_unit", cycle_id, task_id))
    )
    form = form_to_read(task_id, world.actor(Role.UNIT_HEAD, UNIT), world.clock.at)
    assert form is not None
    assert form.acts == {}
    answer = head.post(url("entry_correct", task_id), {"reason": "Keliru.", "version": "1"})
    assert answer.status_code == 409


def test_tim_sakip_gives_time_with_a_day_and_a_reason(
    world: World, cycle_id: int, team: Client, operator: Client
) -> None:
    task_id = world.task(cycle_id, UNIT).task_id
    path = url("extend_window", cycle_id, task_id)
    assert team.post(path, {"until": "besok", "reason": "Banjir."}).status_code == 422
    assert team.post(path, {"until": "2026-01-01", "reason": "Banjir."}).status_code == 422
    refused = team.post(path, {"until": "2026-06-30", "reason": ""})
    assert refused.status_code == 422
    assert 'value="2026-06-30"' in text(refused)
    assert team.post(path, {"until": "2026-06-30", "reason": "Banjir."}).status_code == 302
    assert "Banjir." in text(team.get(url("collect_unit", cycle_id, task_id)))
    assert "karena tambahan waktu" in text(operator.get(url("entry", task_id)))


def test_the_pages_of_a_unit_are_closed_to_others(world: World, cycle_id: int) -> None:
    task_id = delivered(world, cycle_id, UNIT).task_id
    for who in (at_door(world, Role.UNIT_HEAD, OTHER), at_door(world, Role.KEEPER)):
        for name in ("entry_ready", "entry_submit", "entry_withdraw", "entry_correct"):
            assert who.post(url(name, task_id)).status_code == 404
        assert who.get(url("entry_vouch", task_id)).status_code == 404
    assert Client().get(url("entry_vouch", task_id)).status_code == 302


def test_more_lines_ask_no_more_queries(db: None) -> None:
    counts = []
    for more in (0, 6):
        with installed(more_ratios=more, code=f"kab{more}") as world:
            cycle_id = cycle_at(world, 4).cycle_id
            task_id = delivered(world, cycle_id, UNIT).task_id
            head, team = at_door(world, Role.UNIT_HEAD, UNIT), at_door(world, Role.TEAM)
            own, theirs = url("entry_vouch", task_id), url("collect_unit", cycle_id, task_id)
            head.get(own)
            team.get(theirs)
            counts.append(
                (
                    queries(lambda get=head.get, path=own: get(path)),  # type: ignore[misc]
                    queries(lambda get=team.get, path=theirs: get(path)),  # type: ignore[misc]
                )
            )
    assert counts[0] == counts[1]
