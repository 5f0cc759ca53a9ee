"""The page of keys: a key is shown once, listed, and revoked."""

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.test import Client

from tests.builders import World
from tests.web.builders_office import words
from tests.web.builders_work import at_door, installed, queries, text, url
from ukur.domain.people import Role
from ukur.store.models import ApiToken, Unit
from ukur.store.queries.tokens import bearer


@pytest.fixture
def world(db: None) -> Iterator[World]:
    with installed() as made:
        yield made


def made(world: World, client: Client, **more: str) -> str:
    """A key made by hand; the key that the page showed, "" for none."""
    ends = (world.clock.at + timedelta(days=30)).date().isoformat()
    typed = {"do": "make", "name": "SIMPUS", "unit": "", "ends_on": ends} | more
    found = re.search(r"ukur_[\w-]{43}", text(client.post(url("api_keys"), typed)))
    return found.group() if found else ""


def test_a_key_is_shown_once_and_opens_the_door(world: World) -> None:
    client = at_door(world, Role.STAFF)
    key = made(world, client)
    found = bearer(key, world.clock.at)
    assert found is not None
    assert found.actor.account_id == world.actor(Role.STAFF).account_id
    page = client.get(url("api_keys"))
    assert "SIMPUS" in text(page)
    assert key not in text(page)
    assert page.headers["Cache-Control"] == "no-store"


def test_the_operator_may_bind_a_key_to_the_unit(world: World) -> None:
    client = at_door(world, Role.OPERATOR, "PKM-01")
    unit = Unit.objects.get(code="PKM-01")
    key = made(world, client, unit=str(unit.pk))
    found = bearer(key, world.clock.at)
    assert found is not None
    assert found.unit_id == unit.pk


@pytest.mark.parametrize("more", [{"name": ""}, {"ends_on": "2031-01-01"}, {"unit": "999"}])
def test_a_key_that_does_not_fit_is_not_made(world: World, more: dict[str, str]) -> None:
    assert made(world, at_door(world, Role.STAFF), **more) == ""
    assert not ApiToken.objects.exists()


def test_a_revoked_key_stays_in_the_list_and_opens_nothing(world: World) -> None:
    client = at_door(world, Role.STAFF)
    key = made(world, client)
    client.post(url("api_keys"), {"do": "revoke", "key": str(ApiToken.objects.get().pk)})
    assert bearer(key, world.clock.at) is None
    assert "Dicabut 1 April 2026 oleh staf" in words(client.get(url("api_keys")))


def test_the_keeper_revokes_the_keys_of_others_and_sees_none_of_them(world: World) -> None:
    key = made(world, at_door(world, Role.STAFF))
    keeper = at_door(world, Role.KEEPER)
    assert "SIMPUS · staf" in words(keeper.get(url("api_keys")))
    keeper.post(url("api_keys"), {"do": "revoke", "key": str(ApiToken.objects.get().pk)})
    assert bearer(key, world.clock.at) is None


def test_others_neither_see_nor_revoke_it(world: World) -> None:
    key = made(world, at_door(world, Role.STAFF))
    other = at_door(world, Role.HEAD)
    assert "SIMPUS" not in text(other.get(url("api_keys")))
    wanted = {"do": "revoke", "key": str(ApiToken.objects.get().pk)}
    assert other.post(url("api_keys"), wanted).status_code == 403
    assert bearer(key, world.clock.at) is not None


def test_the_list_costs_the_same_however_many_keys(world: World) -> None:
    client = at_door(world, Role.KEEPER)
    made(world, client)
    one = queries(lambda: client.get(url("api_keys")))
    for _ in range(5):
        made(world, client)
    assert queries(lambda: client.get(url("api_keys"))) == one
