"""The door: passwords, sample accounts, forgotten passwords, and the first run."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.core import mail
from django.test import Client

from tests.builders import World, cycle_at
from tests.web.builders_office import words
from tests.web.builders_work import at_door, installed, queries, url
from ukur.domain.people import Role
from ukur.store.models import Account, Agency
from ukur.usecases.office.set_password import set_password

SENTENCE = "kereta-pagi-lewat-7"


@pytest.fixture
def world(db: None) -> Iterator[World]:
    with installed() as made:
        yield made


@pytest.fixture
def samples(settings: Any) -> None:
    settings.SAMPLE_MODE = True


def account(role: Role) -> Account:
    return Account.objects.get(username=role.value)


def given_password(world: World, role: Role = Role.STAFF) -> Account:
    someone = account(role)
    set_password(
        account_id=someone.pk,
        password=SENTENCE,
        actor=world.actor(Role.KEEPER),
        tools=world.tools,
    )
    return someone


def test_a_password_opens_the_desk(world: World) -> None:
    given_password(world)
    client = Client()
    answer = client.post(url("sign_in"), {"username": Role.STAFF.value, "password": SENTENCE})
    assert (answer.status_code, answer["Location"]) == (302, url("desk"))
    assert "Meja kerja" in words(client.get(url("desk")))


def test_a_wrong_password_keeps_the_name_and_says_what_to_check(world: World) -> None:
    given_password(world)
    answer = Client().post(url("sign_in"), {"username": "staf", "password": "salah"})
    assert 'value="staf"' in answer.content.decode()
    assert "huruf besar dan kecil" in words(answer)
    assert "salah" not in re.findall(r'value="([^"]*)"', answer.content.decode())


def test_five_wrong_passwords_close_the_account_for_a_while(world: World) -> None:
    given_password(world)
    client = Client()
    typed = {"username": "staf", "password": "salah"}
    answer = [client.post(url("sign_in"), typed) for _ in range(5)][-1]
    assert answer.status_code == 429
    assert "15 menit" in words(answer)
    again = client.post(url("sign_in"), {"username": "staf", "password": SENTENCE})
    assert again.status_code == 429


def test_a_stranger_is_led_to_the_door_and_back(world: World) -> None:
    answer = Client().get(url("cycles"))
    assert answer["Location"] == f"{url('sign_in')}?next={url('cycles')}"


@pytest.mark.usefixtures("samples")
def test_the_sample_offers_every_role_with_its_steps(world: World) -> None:
    cycle_at(world, 7)
    page = words(Client().get(url("sign_in")))
    assert "Coba sebagai siapa?" in page
    assert "langkah 7 sedang berjalan: mulai dari sini" in page
    for name in ("Kepala Dinas", "Sekretaris", "Tim SAKIP", "Pengelola aplikasi", "Evaluator"):
        assert name in page


@pytest.mark.usefixtures("samples")
def test_more_units_ask_no_more_queries_at_the_door(world: World) -> None:
    few = queries(lambda: Client().get(url("sign_in")))
    for number in range(6):
        world.add(Role.EVALUATOR, f"evaluator-{number}")
    assert queries(lambda: Client().get(url("sign_in"))) == few


@pytest.mark.usefixtures("samples")
def test_one_click_signs_in_as_a_sample_account(world: World) -> None:
    client = Client()
    answer = client.post(url("sign_in_as_sample"), {"account": account(Role.HEAD).pk})
    assert answer["Location"] == url("desk")
    assert client.get(url("desk")).status_code == 200


def test_without_sample_mode_there_is_no_such_door(world: World) -> None:
    answer = Client().post(url("sign_in_as_sample"), {"account": account(Role.HEAD).pk})
    assert answer.status_code == 404
    assert "Coba sebagai siapa?" not in words(Client().get(url("sign_in")))


@pytest.mark.usefixtures("samples")
@pytest.mark.parametrize(
    "from_outside",
    [{"REMOTE_ADDR": "192.0.2.7"}, {"HTTP_X_FORWARDED_FOR": "192.0.2.7"}, {"REMOTE_ADDR": "unix:"}],
)
def test_sample_accounts_open_from_this_machine_only(
    world: World, from_outside: dict[str, str]
) -> None:
    client = Client(**from_outside)  # type: ignore[arg-type]  # headers of the environment
    answer = client.post(url("sign_in_as_sample"), {"account": account(Role.HEAD).pk})
    assert answer.status_code == 404


@pytest.mark.usefixtures("samples")
@pytest.mark.parametrize("typed", ["", "x", "-1", "0", "9" * 40, "1e3", "²"])
def test_a_sample_account_that_is_none_is_not_found(world: World, typed: str) -> None:
    assert Client().post(url("sign_in_as_sample"), {"account": typed}).status_code == 404


@pytest.mark.usefixtures("samples")
def test_an_account_outside_the_sample_needs_its_password(world: World) -> None:
    Account.objects.filter(username=Role.HEAD.value).update(is_sample=False)
    answer = Client().post(url("sign_in_as_sample"), {"account": account(Role.HEAD).pk})
    assert answer.status_code == 404


@pytest.mark.usefixtures("samples")
def test_the_one_click_needs_a_token_of_the_page(world: World) -> None:
    strict = Client(enforce_csrf_checks=True)
    answer = strict.post(url("sign_in_as_sample"), {"account": account(Role.HEAD).pk})
    assert answer.status_code == 403
    assert "Halaman terbuka terlalu lama" in words(answer)


def test_a_forgotten_password_is_renewed_by_mail(world: World) -> None:
    someone = given_password(world)
    Account.objects.filter(pk=someone.pk).update(email="staf@contoh.example")
    client = Client()
    asked = client.post(url("password_reset"), {"email": "staf@contoh.example"}, follow=True)
    assert "Periksa surel Anda" in words(asked)
    link = re.search(r"http://\S+", str(mail.outbox[0].body))
    assert link is not None
    page = client.get(link[0], follow=True)
    answer = client.post(
        page.redirect_chain[-1][0],
        {"new_password1": "sawah-hijau-luas-3", "new_password2": "sawah-hijau-luas-3"},
        follow=True,
    )
    assert "Kata sandi sudah diganti" in words(answer)
    assert Account.objects.get(pk=someone.pk).check_password("sawah-hijau-luas-3")


def test_an_unknown_address_is_answered_like_a_known_one(world: World) -> None:
    asked = Client().post(url("password_reset"), {"email": "siapa@contoh.example"}, follow=True)
    assert "Periksa surel Anda" in words(asked)
    assert mail.outbox == []


def test_signing_out_closes_the_desk(world: World) -> None:
    client = Client()
    given_password(world)
    client.post(url("sign_in"), {"username": "staf", "password": SENTENCE})
    assert client.get(url("sign_out"))["Location"] == url("desk")
    client.post(url("sign_out"))
    assert client.get(url("desk")).status_code == 302


TYPED = {
    "government": "Pemerintah Kabupaten Contoh",
    "name": "Dinas Kesehatan",
    "region": "Kabupaten Contoh",
    "city": "Contoh",
    "head_title": "Kepala Dinas Kesehatan",
    "letter_code": "",
    "utc_offset": "8",
    "keeper_name": "Sri Lestari",
    "keeper_username": "sri",
    "keeper_email": "",
    "password": SENTENCE,
}


@pytest.mark.django_db
def test_the_first_run_sets_up_the_office_and_closes_itself() -> None:
    client = Client()
    assert client.get(url("sign_in"))["Location"] == url("first_run")
    assert "Siapkan kantor" in words(client.get(url("first_run")))
    assert client.post(url("first_run"), TYPED)["Location"] == url("sign_in")
    assert Agency.objects.get().utc_offset == 8
    assert client.get(url("first_run")).status_code == 404
    assert client.post(url("first_run"), TYPED).status_code == 404


@pytest.mark.django_db
def test_a_weak_password_keeps_what_was_typed() -> None:
    answer = Client().post(url("first_run"), TYPED | {"password": "12345678"})
    assert answer.status_code == 422
    assert 'value="Sri Lestari"' in answer.content.decode()
    assert not Agency.objects.exists()


@pytest.mark.django_db
def test_an_empty_field_is_named() -> None:
    answer = Client().post(url("first_run"), TYPED | {"name": " "})
    assert answer.status_code == 422
    assert "id_name_galat" in answer.content.decode()


def test_the_link_of_a_mail_leads_to_the_task_after_signing_in(world: World) -> None:
    task = url("entry", world.task(cycle_at(world, 4).cycle_id, "PKM-01").task_id)
    visitor = Client()
    assert visitor.get(task).headers["Location"] == f"{url('sign_in')}?next={task}"
    someone = Account.objects.get(username="operator-PKM-01")
    set_password(
        account_id=someone.pk,
        password=SENTENCE,
        actor=world.actor(Role.KEEPER),
        tools=world.tools,
    )
    typed = {"username": someone.username, "password": SENTENCE, "next": task}
    assert visitor.post(url("sign_in"), typed).headers["Location"] == task
    assert visitor.get(task).status_code == 200
    # whoever is signed in already goes straight there
    assert visitor.get(url("sign_in"), {"next": task}).headers["Location"] == task
    # whoever has no duty there gets the page that says so
    assert at_door(world, Role.OPERATOR, "PKM-02").get(task).status_code == 404


@pytest.mark.parametrize("outside", ["https://x.example/", "//x.example/", "javascript:alert(1)"])
def test_a_link_never_leads_out_of_the_house(world: World, samples: None, outside: str) -> None:
    signed_in = at_door(world, Role.OPERATOR, "PKM-01")
    assert signed_in.get(url("sign_in"), {"next": outside}).headers["Location"] == url("desk")
    someone = Account.objects.get(username="operator-PKM-01")
    sent = {"account": someone.pk, "next": outside}
    assert Client().post(url("sign_in_as_sample"), sent).headers["Location"] == url("desk")
