"""The own account: password, language, light and dark."""

from collections.abc import Iterator

import pytest
from django.test import Client

from tests.builders import World
from tests.web.builders_office import words
from tests.web.builders_work import at_door, installed, url
from ukur.domain.people import Role
from ukur.store.models import Account
from ukur.usecases.office.set_password import set_password

OLD, NEW = "kereta-pagi-lewat-7", "sawah-hijau-luas-3"


@pytest.fixture
def world(db: None) -> Iterator[World]:
    with installed() as made:
        set_password(
            account_id=Account.objects.get(username=Role.STAFF.value).pk,
            password=OLD,
            actor=made.actor(Role.KEEPER),
            tools=made.tools,
        )
        yield made


def changed(client: Client, old: str, new: str, again: str | None = None) -> object:
    typed = {"old_password": old, "new_password1": new, "new_password2": again or new}
    return client.post(url("account"), typed)


def staff() -> Account:
    return Account.objects.get(username=Role.STAFF.value)


def test_the_password_changes_and_the_session_stays(world: World) -> None:
    client = at_door(world, Role.STAFF)
    changed(client, OLD, NEW)
    assert staff().check_password(NEW)
    page = words(client.get(url("account")))
    assert "Kata sandi sudah diganti" in page
    assert "Staf, sejak 1 Januari 2025" in page


def test_other_devices_have_to_sign_in_again(world: World) -> None:
    other = at_door(world, Role.STAFF)
    changed(at_door(world, Role.STAFF), OLD, NEW)
    assert other.get(url("account")).status_code == 302


@pytest.mark.parametrize(
    ("old", "new", "again"),
    [("salah", NEW, NEW), (OLD, "pendek", "pendek"), (OLD, NEW, "lain-sekali-99")],
)
def test_a_change_that_does_not_fit_changes_nothing(
    world: World, old: str, new: str, again: str
) -> None:
    answer = changed(at_door(world, Role.STAFF), old, new, again)
    assert answer.status_code == 422  # type: ignore[attr-defined]  # the test client's answer
    assert staff().check_password(OLD)


def test_the_pages_speak_the_chosen_language(world: World) -> None:
    client = at_door(world, Role.STAFF)
    assert 'lang="id"' in client.get(url("desk")).content.decode()
    client.post(url("set_language"), {"language": "en", "next": url("account")})
    assert "My account" in words(client.get(url("account")))


def test_light_and_dark_are_kept_on_the_device(world: World) -> None:
    client = at_door(world, Role.STAFF)
    assert "data-bs-theme" not in client.get(url("account")).content.decode()
    answer = client.post(url("theme"), {"theme": "dark", "next": url("account")})
    assert answer["Location"] == url("account")
    assert 'data-bs-theme="dark"' in client.get(url("account")).content.decode()
    client.post(url("theme"), {"theme": "auto", "next": url("account")})
    assert "data-bs-theme" not in client.get(url("account")).content.decode()


@pytest.mark.parametrize("elsewhere", ["https://example.org/", "//example.org", "javascript:x"])
def test_nobody_is_sent_elsewhere(world: World, elsewhere: str) -> None:
    answer = Client().post(url("theme"), {"theme": "dark", "next": elsewhere})
    assert answer["Location"] == url("desk")
