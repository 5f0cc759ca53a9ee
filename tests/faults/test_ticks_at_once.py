"""The clock that ticks several times at the same moment tells and mails everything once."""

from collections import Counter
from datetime import timedelta

import pytest

from tests.builders import cycle_at, new_world
from tests.faults.test_races import together
from tests.usecases.clock.test_reminding import WEDNESDAY_NOON, Postman, plain
from ukur.store.models import Account, Notice, UnitTask
from ukur.usecases.clock.remind import remind
from ukur.usecases.clock.send_notices import send_notices

pytestmark = pytest.mark.django_db(transaction=True)


def test_four_ticks_at_once_tell_and_mail_everyone_once() -> None:
    world = new_world()
    Account.objects.update(email="orang@contoh.go.id")
    cycle_at(world, 4)
    UnitTask.objects.update(due_at=WEDNESDAY_NOON - timedelta(minutes=5))
    world.clock.at = WEDNESDAY_NOON
    postman = Postman()

    def tick() -> None:
        remind(agency_id=world.agency_id, tools=world.tools)
        send_notices(agency_id=world.agency_id, write=plain, mailer=postman, tools=world.tools)

    outcome = together(*[tick] * 4)
    assert (outcome.broken, outcome.refused) == ([], [])
    told = Counter(Notice.objects.values_list("account", "unit_task", "step_run", "kind"))
    assert set(told.values()) == {1}
    assert len(told) >= len(postman.mails) >= 7
    assert set(Notice.objects.values_list("mail", flat=True)) == {Notice.Mail.SENT}
    assert sum(int(mail.subject) for mail in postman.mails) == len(told)
