"""The pengelola adds people and keys; whoever is refused leaves a line in a log of its own."""

from datetime import timedelta

import pytest

from tests.builders import LOCK, World, new_world, problems, refused
from ukur.domain.people import NotTheKeeper, Role
from ukur.domain.refusals import NotValid
from ukur.store.models import Account, Attempt, DutyRow, Unit
from ukur.usecases.office.add_account import NewAccount, add_account
from ukur.usecases.office.make_certificate import make_certificate
from ukur.usecases.office.record_attempt import MOST_A_MINUTE, record_attempt


@pytest.fixture
def world(db: None) -> World:
    return new_world()


def test_an_account_comes_with_its_first_duty(world: World) -> None:
    unit = Unit.objects.get(code="PKM-01")
    new = NewAccount(
        username=" operator-baru ", name="Operator baru", role=Role.OPERATOR, unit_id=unit.pk
    )
    account_id = add_account(new=new, actor=world.actor(Role.KEEPER), tools=world.tools)
    account = Account.objects.get(pk=account_id)
    assert (account.username, account.agency_id) == ("operator-baru", world.agency_id)
    assert world.named("operator-baru").units(Role.OPERATOR) == {unit.pk}


def test_only_the_pengelola_adds_an_account(world: World) -> None:
    before = Account.objects.count(), DutyRow.objects.count()
    new = NewAccount(username="x", name="X", role=Role.STAFF)
    with refused(NotTheKeeper):
        add_account(new=new, actor=world.actor(Role.HEAD), tools=world.tools)
    assert (Account.objects.count(), DutyRow.objects.count()) == before


def test_an_account_that_lacks_something_says_all_of_it(world: World) -> None:
    new = NewAccount(username="staf", name=" ", role=Role.OPERATOR)
    with refused(NotValid) as found:
        add_account(new=new, actor=world.actor(Role.KEEPER), tools=world.tools)
    assert problems(found[0]) == [("name", "needed"), ("unit", "needed"), ("username", "taken")]


def test_a_unit_of_another_agency_is_none(world: World) -> None:
    other = new_world(code="lain")
    unit = Unit.objects.filter(agency=other.agency_id).latest("pk")
    new = NewAccount(username="y", name="Y", role=Role.OPERATOR, unit_id=unit.pk)
    with refused(NotValid) as found:
        add_account(new=new, actor=world.actor(Role.KEEPER), tools=world.tools)
    assert problems(found[0]) == [("unit", "needed")]


def test_a_real_agency_asks_for_a_good_password(db: None) -> None:
    world = new_world(mode="real")
    new = NewAccount(username="z", name="Z", role=Role.STAFF, password="pendek")
    with refused(NotValid) as found:
        add_account(new=new, actor=world.actor(Role.KEEPER), tools=world.tools)
    assert [where for where, _code in problems(found[0])] == ["password"]


def test_a_key_belongs_to_the_duty_and_opens_with_the_new_passphrase(world: World) -> None:
    keeper = world.actor(Role.KEEPER)
    serial = make_certificate(
        role=Role.HEAD, passphrase="kunci-yang-baru", actor=keeper, tools=world.tools
    )
    assert int(serial, 16) > 0
    assert world.sealer.locks == {"contoh-kepala_dinas": "kunci-yang-baru"}
    assert LOCK != "kunci-yang-baru"


def test_a_short_passphrase_and_another_role_make_no_key(world: World) -> None:
    before = dict(world.sealer.locks)
    with refused(NotValid) as found:
        make_certificate(
            role=Role.HEAD, passphrase="pendek", actor=world.actor(Role.KEEPER), tools=world.tools
        )
    assert problems(found[0]) == [("passphrase", "passphrase_too_short")]
    with refused(NotTheKeeper):
        make_certificate(
            role=Role.HEAD,
            passphrase="kunci-yang-baru",
            actor=world.actor(Role.HEAD),
            tools=world.tools,
        )
    assert world.sealer.locks == before


def test_a_refused_attempt_is_kept_and_the_log_cannot_be_flooded(world: World) -> None:
    account_id = world.actor(Role.STAFF).account_id
    for _knock in range(MOST_A_MINUTE + 5):
        record_attempt(
            account_id=account_id, what="POST /kantor/", refusal=NotTheKeeper(), tools=world.tools
        )
    assert Attempt.objects.filter(code="not_the_keeper").count() == MOST_A_MINUTE
    world.clock.at += timedelta(minutes=2)
    record_attempt(account_id=None, what="POST /masuk/", refusal=NotTheKeeper(), tools=world.tools)
    assert Attempt.objects.count() == MOST_A_MINUTE + 1
