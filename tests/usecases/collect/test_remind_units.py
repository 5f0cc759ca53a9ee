"""Tim SAKIP reminds units: whom, how often, once by mail, and what the clock then leaves out."""

from collections.abc import Sequence
from datetime import datetime, timedelta

import pytest

from tests.builders import World, chain, cycle_at, delivered, new_world, one_event, refused
from tests.usecases.clock.test_reminding import Postman, mailed, plain, told
from ukur.domain.chasing import NobodyToRemind, RemindedEnough
from ukur.domain.collecting import NotYourUnit
from ukur.domain.people import Role
from ukur.domain.refusals import NotValid
from ukur.domain.reminding import NoticeKind
from ukur.domain.returning import Return
from ukur.domain.sop.flow import StepNotOpen
from ukur.store.models import Account, Notice, UnitReminder, UnitTask
from ukur.usecases.clock.mail_units import mail_units
from ukur.usecases.clock.posting import Mailed
from ukur.usecases.collect.remind_units import UnitsReminded, remind_units
from ukur.usecases.collect.return_unit import return_unit

FIRST, SECOND = "PKM-01", "PKM-02"


@pytest.fixture
def world(db: None) -> World:
    made = new_world()
    for account in Account.objects.all():
        account.email = f"{account.username.lower()}@contoh.go.id"
        account.save(update_fields=["email"])
    return made


@pytest.fixture
def cycle_id(world: World) -> int:
    """A cycle whose opening was mailed when its form was frozen."""
    found = cycle_at(world, 4).cycle_id
    Notice.objects.filter(kind=NoticeKind.OPENED).update(mail=Notice.Mail.SENT)
    return found


def ids(world: World, cycle_id: int, *units: str) -> list[int]:
    return [world.task(cycle_id, unit).task_id for unit in units]


def reminded(
    world: World, cycle_id: int, units: Sequence[str], role: Role = Role.TEAM
) -> UnitsReminded:
    return remind_units(
        cycle_id=cycle_id,
        task_ids=ids(world, cycle_id, *units),
        actor=world.actor(role),
        tools=world.tools,
    )


def posted(world: World, tasks: Sequence[int], postman: Postman) -> Mailed:
    return mail_units(
        task_ids=tasks,
        agency_id=world.agency_id,
        write=plain,
        mailer=postman,
        tools=world.tools,
    )


def who(kind: NoticeKind) -> set[str]:
    return {one.account.username for one in Notice.objects.filter(kind=kind)}


def test_the_first_reminder_is_for_the_operators_the_second_for_the_head_too(
    world: World, cycle_id: int
) -> None:
    with one_event(cycle_id, "units_reminded", units=[FIRST, SECOND], again=[]):
        reminded(world, cycle_id, [FIRST, SECOND])
    assert who(NoticeKind.REMINDED) == {"operator-PKM-01", "operator-PKM-02"}
    with one_event(cycle_id, "units_reminded", units=[FIRST], again=[FIRST]):
        reminded(world, cycle_id, [FIRST])
    assert who(NoticeKind.REMINDED_AGAIN) == {"operator-PKM-01", "kepala_unit-PKM-01"}
    rows = UnitReminder.objects.values_list("task__unit__code", "number")
    assert sorted(rows) == [(FIRST, 1), (FIRST, 2), (SECOND, 1)]


def test_a_third_reminder_is_refused_for_all_and_names_the_unit(
    world: World, cycle_id: int
) -> None:
    reminded(world, cycle_id, [FIRST])
    reminded(world, cycle_id, [FIRST])
    with refused(RemindedEnough) as said:
        reminded(world, cycle_id, [FIRST, SECOND])
    assert said[0].units == "Puskesmas 01"


def test_a_new_round_has_reminders_of_its_own(world: World, cycle_id: int) -> None:
    reminded(world, cycle_id, [FIRST])
    reminded(world, cycle_id, [FIRST])
    UnitTask.objects.update(round=2)
    assert len(reminded(world, cycle_id, [FIRST]).tasks) == 1


def test_who_handed_in_meanwhile_is_left_alone(world: World, cycle_id: int) -> None:
    delivered(world, cycle_id, FIRST)
    found = reminded(world, cycle_id, [FIRST, SECOND])
    assert (list(found.tasks), found.left_out) == (ids(world, cycle_id, SECOND), 1)
    with refused(NobodyToRemind):
        reminded(world, cycle_id, [FIRST])


@pytest.mark.parametrize("role", [Role.PLANNER, Role.SECRETARY, Role.HEAD])
def test_only_tim_sakip_reminds(world: World, cycle_id: int, role: Role) -> None:
    with refused(NotYourUnit):
        reminded(world, cycle_id, [FIRST], role)


def test_somebody_must_be_chosen_and_the_collection_must_be_open(
    world: World, cycle_id: int
) -> None:
    with refused(NotValid):
        reminded(world, cycle_id, [])
    UnitTask.objects.get(pk=ids(world, cycle_id, FIRST)[0]).cycle.run.__class__.objects.update(
        step=5
    )
    with refused(StepNotOpen):
        reminded(world, cycle_id, [FIRST])


def test_a_unit_of_another_agency_is_never_reminded(world: World, cycle_id: int) -> None:
    other = new_world(code="lain")
    foreign = cycle_at(other, 4).cycle_id
    with refused(NotValid):
        remind_units(
            cycle_id=cycle_id,
            task_ids=ids(other, foreign, FIRST),
            actor=world.actor(Role.TEAM),
            tools=world.tools,
        )


# --- what else a unit is told of ------------------------------------------------------------


def test_the_opening_of_a_form_is_told_to_operators_and_heads(world: World, cycle_id: int) -> None:
    units = (FIRST, SECOND, "SEKRET")
    roles = ("operator", "kepala_unit")
    assert who(NoticeKind.OPENED) == {f"{role}-{unit}" for role in roles for unit in units}


def test_a_return_is_told_with_its_reason_and_again_for_the_next_version(
    world: World, cycle_id: int
) -> None:
    task_id = delivered(world, cycle_id, FIRST).task_id
    team = world.actor(Role.TEAM)
    return_unit(
        task_id=task_id,
        wanted=Return("B", "Lampirkan  register."),
        actor=team,
        tools=world.tools,
    )
    assert {one.words for one in Notice.objects.filter(kind="returned")} == {"Lampirkan register."}
    assert who(NoticeKind.RETURNED) == {"operator-PKM-01", "kepala_unit-PKM-01"}
    assert chain(cycle_id)[-1].verb == "unit_returned"


# --- its mail -------------------------------------------------------------------------------


def test_a_reminder_is_mailed_at_once_even_at_night_and_never_twice(
    world: World, cycle_id: int
) -> None:
    world.clock.at = datetime(2026, 4, 1, 15, tzinfo=world.clock.at.tzinfo)
    tasks = reminded(world, cycle_id, [FIRST, SECOND]).tasks
    postman = Postman()
    assert posted(world, tasks, postman) == Mailed(sent=2)
    assert posted(world, tasks, postman) == Mailed()
    assert [mail.text for mail in postman.mails] == ["reminded", "reminded"]


def test_a_dead_server_breaks_nothing_and_the_reminder_waits_for_the_clock(
    world: World, cycle_id: int
) -> None:
    tasks = reminded(world, cycle_id, [FIRST]).tasks
    postman = Postman(is_down=True)
    assert posted(world, tasks, postman).trouble == "connection refused"
    assert Notice.objects.get(kind="reminded").mail == Notice.Mail.WAITING
    postman.is_down = False
    mailed(world, postman)
    assert Notice.objects.get(kind="reminded").mail == Notice.Mail.SENT


def test_what_is_not_of_these_forms_waits_for_the_clock(world: World, cycle_id: int) -> None:
    reminded(world, cycle_id, [FIRST, SECOND])
    postman = Postman()
    posted(world, ids(world, cycle_id, FIRST), postman)
    assert [mail.to for mail in postman.mails] == ["operator-pkm-01@contoh.go.id"]
    mailed(world, postman)
    assert [mail.to for mail in postman.mails[1:]] == ["operator-pkm-02@contoh.go.id"]


def test_what_waits_of_a_reminder_goes_out_by_the_clock_at_night_too(
    world: World, cycle_id: int
) -> None:
    world.clock.at = datetime(2026, 4, 1, 15, tzinfo=world.clock.at.tzinfo)
    reminded(world, cycle_id, [FIRST])
    Notice.objects.filter(kind=NoticeKind.OPENED).update(kind=NoticeKind.LATE, mail="waiting")
    postman = Postman()
    assert mailed(world, postman) == Mailed(sent=1)
    assert [mail.text for mail in postman.mails] == ["reminded"]


def test_the_clock_keeps_quiet_on_the_day_of_a_reminder_and_speaks_the_next(
    world: World, cycle_id: int
) -> None:
    world.clock.at += timedelta(hours=3)
    UnitTask.objects.update(due_at=world.clock.at - timedelta(minutes=5))
    reminded(world, cycle_id, [FIRST])
    told(world)
    assert who(NoticeKind.LATE) >= {"operator-PKM-02"}
    assert "operator-PKM-01" not in who(NoticeKind.LATE)
    world.clock.at += timedelta(days=1)
    told(world)
    assert "operator-PKM-01" in who(NoticeKind.LATE)
