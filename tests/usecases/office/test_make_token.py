"""A key is made: shown once, kept as a hash, with an end."""

from datetime import timedelta

import pytest

from tests.builders import World, new_world, problems, refused
from ukur.domain.api_keys import MOST_DAYS, MOST_KEYS, PREFIX, NewKey, TooManyKeys, digest_of
from ukur.domain.people import Role
from ukur.domain.refusals import NotValid
from ukur.store.models import ApiToken, Unit
from ukur.store.queries.tokens import bearer
from ukur.usecases.office.make_token import make_token


@pytest.fixture
def world(db: None) -> World:
    return new_world()


def wanted(
    world: World, days: int = 30, unit_id: int | None = None, name: str = "SIMPUS"
) -> NewKey:
    return NewKey(name, (world.clock.at + timedelta(days=days)).date(), unit_id)


def unit_id(code: str) -> int:
    return Unit.objects.get(code=code).pk


def test_only_the_hash_of_a_key_is_kept(world: World) -> None:
    actor = world.actor(Role.OPERATOR, "PKM-01")
    key = make_token(wanted=wanted(world), actor=actor, tools=world.tools)
    row = ApiToken.objects.get()
    assert key.startswith(PREFIX)
    assert len(key) == len(PREFIX) + 43
    assert row.digest == digest_of(key)
    assert key not in str(vars(row))
    assert (row.account_id, row.made_at) == (actor.account_id, world.clock.at)


def test_no_two_keys_are_the_same(world: World) -> None:
    actor = world.actor(Role.STAFF)
    keys = {make_token(wanted=wanted(world), actor=actor, tools=world.tools) for _ in range(5)}
    assert len(keys) == 5


def test_a_key_holds_until_the_end_of_its_last_day_on_the_clock_of_the_office(world: World) -> None:
    key = make_token(wanted=wanted(world, days=0), actor=world.actor(Role.STAFF), tools=world.tools)
    morning = world.clock.at  # 08.30 WIB
    assert bearer(key, morning + timedelta(hours=15, minutes=29)) is not None
    assert bearer(key, morning + timedelta(hours=15, minutes=30)) is None


def test_a_key_for_a_unit_carries_the_duties_there_alone(world: World) -> None:
    actor = world.actor(Role.OPERATOR, "PKM-01")
    key = make_token(
        wanted=wanted(world, unit_id=unit_id("PKM-01")), actor=actor, tools=world.tools
    )
    found = bearer(key, world.clock.at)
    assert found is not None
    assert found.actor.duties == actor.duties


@pytest.mark.parametrize(
    ("days", "name", "where"),
    [
        (-1, "SIMPUS", ("ends_on", "date_passed")),
        (MOST_DAYS + 1, "SIMPUS", ("ends_on", "key_too_long_lived")),
        (1, "  ", ("name", "text_missing")),
        (1, "x" * 101, ("name", "text_too_long")),
    ],
)
def test_a_key_without_name_or_end_is_refused(
    world: World, days: int, name: str, where: tuple[str, str]
) -> None:
    with refused(NotValid) as told:
        make_token(
            wanted=wanted(world, days, name=name),
            actor=world.actor(Role.STAFF),
            tools=world.tools,
        )
    assert problems(told[0]) == [where]


def test_nobody_makes_a_key_for_a_unit_where_they_hold_nothing(world: World) -> None:
    with refused(NotValid) as told:
        make_token(
            wanted=wanted(world, unit_id=unit_id("PKM-02")),
            actor=world.actor(Role.OPERATOR, "PKM-01"),
            tools=world.tools,
        )
    assert problems(told[0]) == [("unit", "no_duty_there")]


def test_an_account_has_only_so_many_keys_that_hold(world: World) -> None:
    actor = world.actor(Role.STAFF)
    for _ in range(MOST_KEYS):
        make_token(wanted=wanted(world, days=1), actor=actor, tools=world.tools)
    with refused(TooManyKeys):
        make_token(wanted=wanted(world, days=1), actor=actor, tools=world.tools)
    world.clock.at += timedelta(days=2)
    make_token(wanted=wanted(world), actor=actor, tools=world.tools)
