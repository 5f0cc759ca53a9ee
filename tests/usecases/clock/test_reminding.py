"""What the clock tells, once, and the mails that carry it, once."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

import pytest

from tests.builders import (
    RATIO,
    World,
    cycle_at,
    delivered,
    filled,
    forget_years,
    new_world,
    onward,
    ordered,
)
from ukur.domain.people import Role
from ukur.domain.ports import Mail, MailRefused, OutsideFailure
from ukur.domain.reminding import NoticeKind
from ukur.domain.sop.worktime import CalendarMissing
from ukur.store.models import Account, FormLine, Notice, UnitTask
from ukur.store.queries.notices import Addressee, NoticeLine, unread
from ukur.usecases.clock.posting import MOST_TRIES, Mailed
from ukur.usecases.clock.read_notices import read_notices
from ukur.usecases.clock.remind import Reminded, remind
from ukur.usecases.clock.send_notices import send_notices

WEDNESDAY_NOON = datetime(2026, 4, 1, 4, 30, tzinfo=UTC)
"""11.30 WIB of the day on which the cycle was ordered; its step 2 was due long ago."""


@dataclass
class Postman:
    """Keeps what it is given, unless told that the server fails or an address is none."""

    mails: list[Mail] = field(default_factory=list)
    is_down: bool = False
    refused: str = ""

    def send(self, mail: Mail) -> None:
        if self.is_down:
            raise OutsideFailure("mail", "connection refused")
        if mail.to == self.refused:
            raise MailRefused("550")
        self.mails.append(mail)


def plain(to: Addressee, notices: Sequence[NoticeLine]) -> Mail:
    return Mail(to.email, f"{len(notices)}", ", ".join(one.kind.value for one in notices))


@pytest.fixture
def world(db: None) -> World:
    made = new_world()
    for account in Account.objects.all():
        account.email = f"{account.username.lower()}@contoh.go.id"
        account.save(update_fields=["email"])
    return made


def told(world: World) -> Reminded:
    return remind(agency_id=world.agency_id, tools=world.tools)


def mailed(world: World, mailer: Postman) -> Mailed:
    return send_notices(agency_id=world.agency_id, write=plain, mailer=mailer, tools=world.tools)


def late_order(world: World) -> int:
    """A cycle whose second step, the secretary's, is late by noon."""
    cycle_id = ordered(world)
    world.clock.at = WEDNESDAY_NOON
    return cycle_id


def test_what_is_late_is_told_to_whose_turn_it_is_and_to_who_stands_above(world: World) -> None:
    late_order(world)
    assert told(world) == Reminded(late=1, digests=1)
    who = {(one.account.username, one.kind) for one in Notice.objects.all()}
    assert who == {("sekretaris", "late"), ("kepala_dinas", "digest")}


def test_it_is_told_once_however_often_the_clock_ticks(world: World) -> None:
    late_order(world)
    told(world)
    assert [told(world) for _ in range(3)] == [Reminded()] * 3
    world.clock.at += timedelta(minutes=20)
    assert told(world) == Reminded()
    world.clock.at += timedelta(days=1)
    assert told(world) == Reminded(digests=1)


def test_nothing_is_told_at_night(world: World) -> None:
    late_order(world)
    world.clock.at = datetime(2026, 4, 1, 15, tzinfo=UTC)
    assert told(world) == Reminded()


def test_units_are_told_of_their_forms_operator_and_head(world: World) -> None:
    cycle_id = cycle_at(world, 4).cycle_id
    delivered(world, cycle_id, "SEKRET")
    UnitTask.objects.update(due_at=WEDNESDAY_NOON - timedelta(minutes=5))
    world.clock.at = WEDNESDAY_NOON
    told(world)
    forms = Notice.objects.filter(unit_task__isnull=False).exclude(kind=NoticeKind.OPENED)
    assert {one.account.username for one in forms} == {
        *(f"{role}-PKM-0{n}" for role in ("operator", "kepala_unit") for n in (1, 2))
    }
    assert {one.kind for one in forms} == {"late"}


def test_a_unit_hears_of_a_line_at_the_lines_own_time_while_it_is_blank(world: World) -> None:
    cycle_id = cycle_at(world, 4).cycle_id
    filled(world, cycle_id, "PKM-01")
    UnitTask.objects.update(due_at=WEDNESDAY_NOON + timedelta(days=20))
    early = FormLine.objects.filter(cycle=cycle_id, indicator__code=RATIO)
    early.update(due_at=WEDNESDAY_NOON - timedelta(minutes=5))
    UnitTask.objects.filter(unit__code="SEKRET").update(
        extended_until=WEDNESDAY_NOON + timedelta(days=21)
    )
    world.clock.at = WEDNESDAY_NOON
    told(world)
    assert told(world) == Reminded()
    forms = Notice.objects.filter(unit_task__isnull=False).exclude(kind=NoticeKind.OPENED)
    assert {(one.account.username, one.kind) for one in forms} == {
        (f"{role}-PKM-02", "at_risk") for role in ("operator", "kepala_unit")
    }


def test_a_form_that_comes_back_is_told_anew_in_its_next_round(world: World) -> None:
    cycle_at(world, 4)
    UnitTask.objects.update(due_at=WEDNESDAY_NOON - timedelta(minutes=5))
    world.clock.at = WEDNESDAY_NOON
    told(world)
    before = Notice.objects.filter(unit_task__isnull=False, kind="late").count()
    UnitTask.objects.update(round=2, state="returned")
    told(world)
    after = Notice.objects.filter(unit_task__isnull=False, kind="late").count()
    assert after == 2 * before


def test_a_cycle_that_has_ended_is_told_of_no_more(world: World) -> None:
    cycle_id = late_order(world)
    world.clock.at = datetime(2026, 4, 1, 2, tzinfo=UTC)
    onward(world, cycle_id, 10)
    world.clock.at = datetime(2026, 4, 30, 2, tzinfo=UTC)
    assert told(world) == Reminded()


def test_another_agency_is_not_told(world: World) -> None:
    other = new_world(code="lain")
    late_order(world)
    other.clock.at = WEDNESDAY_NOON
    assert told(other) == Reminded()
    assert told(world).late == 1
    assert not Notice.objects.filter(agency_id=other.agency_id).exists()


def test_without_holidays_the_clock_says_so_and_tells_nothing(world: World) -> None:
    late_order(world)
    forget_years()
    with pytest.raises(CalendarMissing):
        told(world)
    assert not Notice.objects.exists()


# --- mail -----------------------------------------------------------------------------------


def test_each_notice_is_mailed_once_those_of_a_person_together(world: World) -> None:
    late_order(world)
    told(world)
    world.clock.at += timedelta(days=1)
    told(world)  # the next day's digest
    postman = Postman()
    assert mailed(world, postman) == Mailed(sent=2)
    assert mailed(world, postman) == Mailed()
    assert {mail.to: mail.text for mail in postman.mails} == {
        "sekretaris@contoh.go.id": "late",
        "kepala_dinas@contoh.go.id": "digest, digest",
    }


def test_who_has_no_address_is_told_in_the_inbox_alone(world: World) -> None:
    Account.objects.filter(username="sekretaris").update(email="")
    late_order(world)
    told(world)
    postman = Postman()
    assert mailed(world, postman).sent == 1
    assert [one.kind for one in unread(world.actor(Role.SECRETARY))] == [NoticeKind.LATE]


def test_when_the_server_fails_the_mails_wait_and_go_out_later_once(world: World) -> None:
    late_order(world)
    told(world)
    postman = Postman(is_down=True)
    assert mailed(world, postman) == Mailed(failed=1, trouble="connection refused")
    postman.is_down = False
    assert mailed(world, postman) == Mailed(sent=2)
    assert mailed(world, postman) == Mailed()


def test_an_address_that_is_refused_is_tried_again_and_given_up(world: World) -> None:
    late_order(world)
    told(world)
    postman = Postman(refused="sekretaris@contoh.go.id")
    counts = [mailed(world, postman) for _ in range(MOST_TRIES + 1)]
    assert counts == [Mailed(1, 1), *[Mailed(0, 1)] * (MOST_TRIES - 1), Mailed()]
    assert Notice.objects.get(account__username="sekretaris").mail == Notice.Mail.GIVEN_UP


def test_a_run_that_was_killed_while_it_mailed_never_sends_it_twice(world: World) -> None:
    late_order(world)
    told(world)
    Notice.objects.update(mail=Notice.Mail.SENDING)
    assert mailed(world, Postman()) == Mailed()


def test_what_is_done_by_now_is_not_mailed(world: World) -> None:
    cycle_id = late_order(world)
    told(world)
    onward(world, cycle_id, 3)
    postman = Postman()
    mailed(world, postman)
    assert {mail.to for mail in postman.mails} == {"kepala_dinas@contoh.go.id"}
    assert not Notice.objects.filter(mail=Notice.Mail.WAITING).exists()


def test_no_mail_goes_out_at_night(world: World) -> None:
    late_order(world)
    told(world)
    world.clock.at = datetime(2026, 4, 1, 15, tzinfo=UTC)
    assert mailed(world, Postman()) == Mailed()
    assert Notice.objects.filter(mail=Notice.Mail.WAITING).count() == 2


# --- the inbox ------------------------------------------------------------------------------


def test_the_inbox_names_the_task_and_is_put_away_by_its_owner_alone(world: World) -> None:
    late_order(world)
    told(world)
    secretary, head = world.actor(Role.SECRETARY), world.actor(Role.HEAD)
    (line,) = unread(secretary)
    assert line.task is not None
    assert line.task.step is not None
    assert line.task.step.number == 2
    (digest,) = unread(head)
    assert digest.late == (line.task,)
    assert read_notices(notices=[line.id, digest.id], actor=secretary, tools=world.tools) == 1
    assert unread(secretary) == ()
    assert unread(head) == (digest,)


def test_a_digest_names_the_first_and_counts_them_all(world: World) -> None:
    cycle_at(world, 4)
    UnitTask.objects.update(due_at=WEDNESDAY_NOON - timedelta(minutes=5))
    world.clock.at = WEDNESDAY_NOON
    told(world)
    digest = next(
        one for one in unread(world.actor(Role.SECRETARY)) if one.kind is NoticeKind.DIGEST
    )
    assert digest.late_count == len(digest.late) >= 3
    assert replace(digest, late=()).task is None
