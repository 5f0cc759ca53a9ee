"""Duties are given and ended, passwords set and changed: by whom, and what is refused."""

from datetime import date

import pytest

from tests.builders import World, new_world, problems, refused
from ukur.domain.people import Actor, Duty, NotTheKeeper, Role
from ukur.domain.refusals import NotValid
from ukur.store.models import Account, DutyRow, Unit
from ukur.usecases.office.change_password import change_password
from ukur.usecases.office.end_duty import end_duty
from ukur.usecases.office.grant_duty import NewDuty, grant_duty
from ukur.usecases.office.set_password import set_password

SENTENCE, SHORT, COMMON = "sawah-hijau-luas-3", "pendek", "12345678"
TODAY, YESTERDAY = date(2026, 4, 1), date(2026, 3, 31)


@pytest.fixture
def world(db: None) -> World:
    return new_world()


@pytest.fixture
def keeper(world: World) -> Actor:
    return world.actor(Role.KEEPER)


def pk(name: str) -> int:
    return Account.objects.get(username=name).pk


def test_a_duty_holds_from_today_when_no_day_is_named(world: World, keeper: Actor) -> None:
    new = NewDuty(account_id=pk("staf"), role=Role.SECRETARY, acting="plh")
    duty = DutyRow.objects.get(pk=grant_duty(new=new, actor=keeper, tools=world.tools))
    assert (duty.starts, duty.ends, duty.acting) == (TODAY, None, "plh")
    assert Duty(Role.SECRETARY, None, TODAY, None, "plh") in world.actor(Role.STAFF).duties


def test_a_duty_of_a_unit_needs_a_unit_of_the_agency(world: World, keeper: Actor) -> None:
    new_world(code="lain")
    foreign = Unit.objects.get(agency__code="lain", code="PKM-01")
    for unit_id in (None, foreign.pk):
        new = NewDuty(account_id=pk("staf"), role=Role.OPERATOR, unit_id=unit_id)
        with refused(NotValid) as said:
            grant_duty(new=new, actor=keeper, tools=world.tools)
        assert problems(said[0]) == [("unit", "needed")]


def test_a_duty_does_not_end_before_it_begins(world: World, keeper: Actor) -> None:
    new = NewDuty(account_id=pk("staf"), role=Role.TEAM, starts=TODAY, ends=YESTERDAY)
    with refused(NotValid) as said:
        grant_duty(new=new, actor=keeper, tools=world.tools)
    assert problems(said[0]) == [("ends", "date_passed")]


def test_a_role_of_the_office_takes_no_unit_along(world: World, keeper: Actor) -> None:
    unit = Unit.objects.get(code="PKM-01")
    new = NewDuty(account_id=pk("staf"), role=Role.TEAM, unit_id=unit.pk, acting="raja")
    duty = DutyRow.objects.get(pk=grant_duty(new=new, actor=keeper, tools=world.tools))
    assert (duty.unit_id, duty.acting) == (None, "")


def test_an_ended_duty_gives_no_right_any_more(world: World, keeper: Actor) -> None:
    duty = DutyRow.objects.get(account=pk("staf"))
    end_duty(duty_id=duty.pk, ends=None, actor=keeper, tools=world.tools)
    assert world.actor(Role.STAFF).duties == ()
    duty.refresh_from_db()
    assert duty.ends == YESTERDAY


def test_a_duty_may_end_later(world: World, keeper: Actor) -> None:
    duty = DutyRow.objects.get(account=pk("staf"))
    end_duty(duty_id=duty.pk, ends=date(2026, 12, 31), actor=keeper, tools=world.tools)
    assert world.actor(Role.STAFF).has(Role.STAFF)


def test_there_is_always_a_keeper(world: World, keeper: Actor) -> None:
    own = DutyRow.objects.get(account=keeper.account_id)
    with refused(NotValid) as said:
        end_duty(duty_id=own.pk, ends=None, actor=keeper, tools=world.tools)
    assert problems(said[0]) == [("ends", "last_keeper")]
    new = NewDuty(account_id=pk("staf"), role=Role.KEEPER)
    grant_duty(new=new, actor=keeper, tools=world.tools)
    end_duty(duty_id=own.pk, ends=None, actor=keeper, tools=world.tools)
    assert not world.actor(Role.KEEPER).has(Role.KEEPER)


def test_only_the_keeper_gives_ends_and_sets(world: World) -> None:
    head = world.actor(Role.HEAD)
    duty = DutyRow.objects.get(account=pk("staf"))
    new = NewDuty(account_id=pk("staf"), role=Role.KEEPER)
    with refused(NotTheKeeper):
        grant_duty(new=new, actor=head, tools=world.tools)
    with refused(NotTheKeeper):
        end_duty(duty_id=duty.pk, ends=None, actor=head, tools=world.tools)
    with refused(NotTheKeeper):
        set_password(account_id=pk("staf"), password=SENTENCE, actor=head, tools=world.tools)


def test_another_agency_is_out_of_reach(world: World, keeper: Actor) -> None:
    new_world(code="lain")
    foreign = pk("lain-staf")
    duty = DutyRow.objects.get(account=foreign)
    new = NewDuty(account_id=foreign, role=Role.TEAM)
    with pytest.raises(Account.DoesNotExist):
        grant_duty(new=new, actor=keeper, tools=world.tools)
    with pytest.raises(Account.DoesNotExist):
        set_password(account_id=foreign, password=SENTENCE, actor=keeper, tools=world.tools)
    with pytest.raises(DutyRow.DoesNotExist):
        end_duty(duty_id=duty.pk, ends=None, actor=keeper, tools=world.tools)


def test_the_keeper_sets_a_password_that_is_strong_enough(world: World, keeper: Actor) -> None:
    with refused(NotValid) as said:
        set_password(account_id=pk("staf"), password=SHORT, actor=keeper, tools=world.tools)
    assert ("password", "password_too_short") in problems(said[0])
    set_password(account_id=pk("staf"), password=SENTENCE, actor=keeper, tools=world.tools)
    assert Account.objects.get(username="staf").check_password(SENTENCE)


def test_everyone_changes_only_the_own_password(world: World) -> None:
    staff = world.actor(Role.STAFF)
    with refused(NotValid):
        change_password(password=COMMON, actor=staff, tools=world.tools)
    change_password(password=SENTENCE, actor=staff, tools=world.tools)
    changed = [one.username for one in Account.objects.all() if one.has_usable_password()]
    assert changed == ["staf"]
