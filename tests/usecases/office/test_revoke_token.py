"""A key is revoked, by its owner or the pengelola, and opens nothing any more."""

from datetime import timedelta

import pytest

from tests.builders import World, new_world, refused
from ukur.domain.api_keys import NewKey, NotYourKey
from ukur.domain.people import Actor, Role
from ukur.store.models import ApiToken
from ukur.store.queries.tokens import bearer
from ukur.usecases.office.make_token import make_token
from ukur.usecases.office.revoke_token import revoke_token


@pytest.fixture
def world(db: None) -> World:
    return new_world()


@pytest.fixture
def key(world: World) -> str:
    ends = (world.clock.at + timedelta(days=9)).date()
    return make_token(
        wanted=NewKey("SIMPUS", ends), actor=world.actor(Role.STAFF), tools=world.tools
    )


def revoke(world: World, actor: Actor) -> None:
    revoke_token(token_id=ApiToken.objects.get().pk, actor=actor, tools=world.tools)


@pytest.mark.parametrize("role", [Role.STAFF, Role.KEEPER])
def test_the_owner_and_the_keeper_revoke_a_key(world: World, key: str, role: Role) -> None:
    assert bearer(key, world.clock.at) is not None
    revoke(world, world.actor(role))
    row = ApiToken.objects.get()
    assert bearer(key, world.clock.at) is None
    assert (row.revoked_at, row.revoked_by_id) == (world.clock.at, world.actor(role).account_id)


@pytest.mark.usefixtures("key")
def test_nobody_else_revokes_it(world: World) -> None:
    with refused(NotYourKey):
        revoke(world, world.actor(Role.HEAD))


@pytest.mark.usefixtures("key")
def test_another_agency_does_not_find_it(world: World) -> None:
    other = new_world(code="lain")
    with refused(ApiToken.DoesNotExist):
        revoke(other, other.actor(Role.KEEPER))


@pytest.mark.usefixtures("key")
def test_who_revoked_it_first_stays(world: World) -> None:
    revoke(world, world.actor(Role.KEEPER))
    first = ApiToken.objects.get().revoked_at
    world.clock.at += timedelta(hours=1)
    revoke(world, world.actor(Role.STAFF))
    row = ApiToken.objects.get()
    assert (row.revoked_at, row.revoked_by_id) == (first, world.actor(Role.KEEPER).account_id)
