"""The pages on which a duty passes on."""

from collections.abc import Iterator
from datetime import timedelta
from functools import partial

import pytest
from django.test import Client

from tests.builders import World, cycle_at
from tests.web.builders_office import words
from tests.web.builders_work import BACKEND, at_door, installed, queries, url
from ukur.domain.people import Role
from ukur.store.models import Account, DutyRow, EventRow

SP = "Surat Perintah 800/12/2026"


@pytest.fixture
def world(db: None) -> Iterator[World]:
    with installed() as made:
        yield made


def pk(name: str) -> int:
    return Account.objects.get(username=name).pk


def by_name(world: World, name: str) -> Client:
    """A browser in which the account has signed in."""
    client = Client()
    client.force_login(Account.objects.get(username=name), backend=BACKEND)
    return client


def duty(role: Role) -> DutyRow:
    return DutyRow.objects.get(role=role, acting="")


def giving(**changes: object) -> dict[str, object]:
    return {
        "do": "give",
        "duty": duty(Role.HEAD).pk,
        "to": pk("sekretaris"),
        "acting": "plh",
        "starts": "2026-04-01",
        "ends": "2026-04-10",
        "basis": SP,
        **changes,
    }


def test_the_holder_gives_a_duty_for_some_days_and_ends_it(world: World) -> None:
    head, page = at_door(world, Role.HEAD), url("delegations")
    assert "Berikan tugas untuk beberapa hari" in words(head.get(url("account")))
    done = words(head.post(page, giving(), follow=True))
    assert "Plh. Kepala" in done
    assert SP in done
    given = DutyRow.objects.get(acting="plh")
    assert "Plh. Kepala" in words(at_door(world, Role.SECRETARY).get(url("account")))
    ended = words(head.post(page, {"do": "end", "duty": given.pk}, follow=True))
    assert "Belum ada. Tugas yang Anda berikan" in ended


def test_what_is_wrong_in_a_delegation_stands_beside_its_field(world: World) -> None:
    head, page = at_door(world, Role.HEAD), url("delegations")
    for wrong, place in (
        ({"basis": ""}, "id_basis_galat"),
        ({"ends": "2026-03-01"}, "id_ends_galat"),
        ({"to": pk("kepala_dinas")}, "id_to_galat"),
    ):
        answer = head.post(page, giving(**wrong))
        assert answer.status_code == 422
        assert place in answer.content.decode()
    assert not DutyRow.objects.filter(acting="plh").exists()


def test_only_who_has_something_to_give_finds_the_page(world: World) -> None:
    page = url("delegations")
    assert at_door(world, Role.OPERATOR, "PKM-01").get(page).status_code == 404
    assert at_door(world, Role.EVALUATOR).get(page).status_code == 404
    planner = at_door(world, Role.PLANNER)
    answer = planner.post(page, giving())
    assert answer.status_code == 422, "the head's duty is not among the planner's"
    other = DutyRow.objects.get(role=Role.SECRETARY)
    assert planner.post(page, {"do": "end", "duty": other.pk}).status_code == 403


def test_the_keeper_hands_over_and_sees_before_what_is_open(world: World) -> None:
    cycle_id = cycle_at(world, 7).cycle_id
    world.add(Role.STAFF, "penerus")
    keeper, page = at_door(world, Role.KEEPER), url("hand_over_duty", duty(Role.SECRETARY).pk)
    shown = words(keeper.get(page))
    assert "Pengukuran kinerja Triwulan I 2026" in shown
    assert "Langkah 7" in shown
    typed = {
        "to": pk("penerus"),
        "acting": "plt",
        "last_day": "2026-04-01",
        "first_day": "2026-04-04",
        "basis": SP,
    }
    gap = keeper.post(page, typed)
    assert (gap.status_code, "id_first_day_galat" in gap.content.decode()) == (422, True)
    done = words(keeper.post(page, typed | {"first_day": "2026-04-02"}, follow=True))
    assert "Diserahterimakan: Sekretaris" in done
    assert EventRow.objects.filter(run__cycle=cycle_id, verb="duty_handed_over").count() == 1
    world.clock.at += timedelta(days=1)
    listed = words(keeper.get(url("office_hand_over")))
    assert "Plt. Sekretaris" in listed
    desk = words(by_name(world, "penerus").get(url("desk")))
    assert "Anda memegang tugas Plt. Sekretaris" in desk
    assert "diterima dari sekretaris" in desk
    journal = words(at_door(world, Role.PLANNER).get(url("journal", cycle_id)))
    assert "menyerahterimakan tugas dari sekretaris kepada penerus" in journal


def test_the_page_of_keys_names_every_holder_and_makes_each_their_own(world: World) -> None:
    at_door(world, Role.HEAD).post(url("delegations"), giving())
    keeper, page = at_door(world, Role.KEEPER), url("office_keys")
    shown = words(keeper.get(page))
    assert "Kepala Dinas, sejak 1 Januari 2025" in shown
    assert "Plh. Kepala Dinas, sejak 1 April 2026" in shown
    given = DutyRow.objects.get(acting="plh")
    typed = {"duty": given.pk, "passphrase": "kunci-sekretaris"}
    assert "Sertifikat sudah dibuat" in words(keeper.post(page, typed, follow=True))
    assert world.sealer.locks["contoh-kepala_dinas-2"] == "kunci-sekretaris"


def test_the_pages_of_hand_over_are_the_keepers_alone(world: World) -> None:
    own = duty(Role.HEAD).pk
    for address in (url("office_hand_over"), url("hand_over_duty", own)):
        assert at_door(world, Role.HEAD).get(address).status_code == 404
    with installed(code="lain") as other:
        keeper = at_door(other, Role.KEEPER)
        assert keeper.get(url("hand_over_duty", own)).status_code == 404


def test_more_people_ask_no_more_queries(world: World) -> None:
    keeper, head = at_door(world, Role.KEEPER), at_door(world, Role.HEAD)
    pages = [
        (keeper, url("office_hand_over")),
        (keeper, url("hand_over_duty", duty(Role.HEAD).pk)),
        (keeper, url("office_keys")),
        (head, url("delegations")),
    ]
    for client, page in pages:
        client.get(page)
    few = [queries(partial(client.get, page)) for client, page in pages]
    for number in range(5):
        world.add(Role.PLANNER, f"perencana-{number}")
    assert [queries(partial(client.get, page)) for client, page in pages] == few
