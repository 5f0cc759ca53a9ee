"""The pengelola's pages."""

from collections.abc import Iterator

import pytest
from django.test import Client

from tests.builders import World, new_world
from tests.web.builders_office import words
from tests.web.builders_work import at_door, installed, queries, url
from ukur.domain.people import Role
from ukur.store.models import Account, DutyRow, Unit

PAGES = ("office", "office_accounts", "office_units", "office_keys")
PERSON = {
    "name": "Budi",
    "username": "budi",
    "nip": "",
    "rank": "",
    "email": "",
    "role": Role.STAFF.value,
    "unit": "",
    "password": "",
}


@pytest.fixture
def world(db: None) -> Iterator[World]:
    with installed() as made:
        yield made


@pytest.fixture
def keeper(world: World) -> Client:
    return at_door(world, Role.KEEPER)


@pytest.mark.parametrize("page", PAGES)
def test_the_pages_are_the_keepers_alone(world: World, keeper: Client, page: str) -> None:
    assert keeper.get(url(page)).status_code == 200
    for role in (Role.HEAD, Role.PLANNER, Role.EVALUATOR):
        assert at_door(world, role).get(url(page)).status_code == 404
        assert at_door(world, role).post(url(page), PERSON).status_code in (404, 405)


def test_an_account_is_added_with_its_first_duty(keeper: Client) -> None:
    answer = keeper.post(url("office_accounts"), PERSON, follow=True)
    assert "Budi sekarang dapat masuk" in words(answer)
    assert DutyRow.objects.get(account__username="budi").role == Role.STAFF


@pytest.mark.parametrize(
    ("wrong", "place"),
    [
        ({"username": "sekretaris"}, "id_username_galat"),
        ({"role": Role.OPERATOR.value}, "id_unit_galat"),
        ({"password": "12345678"}, "id_password_galat"),
        ({"name": ""}, "id_name_galat"),
        ({"role": "raja"}, "id_role_galat"),
        ({"email": "bukan surel"}, "id_email_galat"),
    ],
)
def test_what_is_wrong_stands_beside_its_field(
    keeper: Client, wrong: dict[str, str], place: str
) -> None:
    answer = keeper.post(url("office_accounts"), PERSON | wrong)
    assert answer.status_code == 422
    assert place in answer.content.decode()
    assert not Account.objects.filter(username="budi").exists()


def test_more_accounts_ask_no_more_queries(world: World, keeper: Client) -> None:
    keeper.get(url("office_accounts"))
    few = queries(lambda: keeper.get(url("office_accounts")))
    for number in range(8):
        world.add(Role.STAFF, f"staf-{number}")
    assert queries(lambda: keeper.get(url("office_accounts"))) == few


def account_page(name: str) -> tuple[int, str]:
    pk = Account.objects.get(username=name).pk
    return pk, url("office_account", pk)


def test_a_duty_is_given_as_plt_and_ended(keeper: Client) -> None:
    pk, page = account_page("staf")
    given = {
        "do": "grant",
        "role": Role.SECRETARY.value,
        "unit": "",
        "acting": "plt",
        "starts": "",
        "ends": "",
    }
    assert "Plt. Sekretaris" in words(keeper.post(page, given, follow=True))
    duty = DutyRow.objects.get(account=pk, role=Role.SECRETARY)
    ended = words(keeper.post(page, {"do": "end", "duty": duty.pk}, follow=True))
    assert "sampai 31 Maret 2026" in ended


def test_the_last_keeper_stays(keeper: Client) -> None:
    pk, page = account_page("pengelola")
    duty = DutyRow.objects.get(account=pk)
    answer = keeper.post(page, {"do": "end", "duty": duty.pk})
    assert answer.status_code == 422
    assert "Tunjuk pengelola lain lebih dahulu" in words(answer)
    duty.refresh_from_db()
    assert duty.ends is None


@pytest.mark.parametrize("duty", ["", "x", "999999"])
def test_a_duty_that_is_none_is_not_found(keeper: Client, duty: str) -> None:
    _pk, page = account_page("staf")
    assert keeper.post(page, {"do": "end", "duty": duty}).status_code == 404


def test_a_new_password_holds_at_once(keeper: Client) -> None:
    pk, page = account_page("staf")
    assert keeper.post(page, {"do": "password", "password": "pendek"}).status_code == 422
    keeper.post(page, {"do": "password", "password": "sawah-hijau-luas-3"})
    assert Account.objects.get(pk=pk).check_password("sawah-hijau-luas-3")


def test_accounts_of_another_agency_are_not_found(keeper: Client) -> None:
    new_world(code="lain")
    _pk, page = account_page("lain-staf")
    assert keeper.get(page).status_code == 404
    assert keeper.post(page, {"do": "password", "password": "sawah-hijau-3"}).status_code == 404


def test_a_unit_is_added_once(keeper: Client) -> None:
    unit = {"code": "PKM-09", "name": "Puskesmas Sembilan", "kind": "puskesmas"}
    assert "Puskesmas Sembilan sudah ditambahkan" in words(
        keeper.post(url("office_units"), unit, follow=True)
    )
    again = keeper.post(url("office_units"), unit)
    assert again.status_code == 422
    assert "sudah" in words(again)
    assert Unit.objects.filter(code="PKM-09").count() == 1


def test_the_keeper_makes_the_heads_certificate(world: World, keeper: Client) -> None:
    page = url("office_keys")
    head = DutyRow.objects.get(role=Role.HEAD).pk
    assert keeper.post(page, {"duty": head, "passphrase": "pendek"}).status_code == 422
    typed = {"duty": head, "passphrase": "gembok-baru-merah"}
    answer = keeper.post(page, typed, follow=True)
    assert "Sertifikat sudah dibuat" in words(answer)
    assert world.sealer.locks["contoh-kepala_dinas"] == "gembok-baru-merah"


def test_the_root_can_be_taken_away(keeper: Client) -> None:
    answer = keeper.get(url("office_keys"), {"akar": "1"})
    assert answer.content.startswith(b"-----BEGIN CERTIFICATE-----")
    assert "attachment" in answer["Content-Disposition"]
