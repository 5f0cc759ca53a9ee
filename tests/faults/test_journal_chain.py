"""Someone with the database in hand changes the past: the chain and its signed heads show it."""

from collections.abc import Callable

import pytest
from django.db import IntegrityError, transaction

from tests.builders import World, chain, cycle_at, new_world, signed_heads
from ukur.domain.journal import Break, first_break, sealed
from ukur.domain.journal_file import JournalHead, against_head
from ukur.store.models import Cycle, EventRow
from ukur.store.queries.journal import journal_page
from ukur.usecases.chain import head_statement

pytestmark = pytest.mark.django_db


@pytest.fixture
def cycle_id() -> int:
    return cycle_at(new_world(), 10).cycle_id


def own(cycle_id: int, number: int) -> EventRow:
    return EventRow.objects.get(run__cycle=cycle_id, task=None, sequence=number)


def changed_fact(row: EventRow) -> None:
    row.facts = {**row.facts, "forged": True}
    row.save()


def changed_name(row: EventRow) -> None:
    row.by = "Orang lain"
    row.save()


def changed_time(row: EventRow) -> None:
    row.at = "2026-04-01T01:30:00.000001Z"
    row.save()


@pytest.mark.parametrize("forge", [changed_fact, changed_name, changed_time])
def test_a_changed_event_is_told_by_its_number(
    cycle_id: int, forge: Callable[[EventRow], None]
) -> None:
    forge(own(cycle_id, 4))
    assert first_break(chain(cycle_id)) == Break(4, "changed")
    assert journal_page(Cycle.objects.get(pk=cycle_id).run_id).broken == Break(4, "changed")


def test_a_deleted_event_is_told_by_its_number(cycle_id: int) -> None:
    own(cycle_id, 4).delete()
    assert first_break(chain(cycle_id)) == Break(4, "order")


def test_a_chain_that_was_written_anew_does_not_fit_its_signed_heads(cycle_id: int) -> None:
    previous = "0" * 64
    for row in EventRow.objects.filter(run__cycle=cycle_id, task=None).order_by("sequence"):
        facts = {**row.facts, "reason": "Lain"} if row.sequence == 2 else row.facts
        again = sealed(
            sequence=row.sequence,
            at=row.at,
            by=row.by,
            verb=row.verb,
            facts=facts,
            previous=previous,
        )
        row.facts, row.previous, row.hash = dict(facts), previous, again.hash
        row.save()
        previous = again.hash
    assert first_break(chain(cycle_id)) is None
    office, name = new_world(code="lain").sealer, Cycle.objects.get(pk=cycle_id).run.chain
    fits = [
        office.head_holds(head_statement(name, head), head.signature)
        for head in signed_heads(cycle_id)
    ]
    assert fits == [True, *[False] * 8]


def test_a_journal_that_was_cut_short_has_less_than_its_last_head(cycle_id: int) -> None:
    last = signed_heads(cycle_id)[-1]
    own(cycle_id, last.sequence).delete()
    events = chain(cycle_id)
    assert first_break(events) is None
    problem = against_head(events, JournalHead("contoh/2026/TW1", last.sequence, last.hash, "x"))
    assert problem is not None
    assert problem.code == "events_missing"


def test_a_head_of_another_chain_has_another_signature(cycle_id: int) -> None:
    world: World = new_world(code="lain")
    last, name = signed_heads(cycle_id)[-1], Cycle.objects.get(pk=cycle_id).run.chain
    assert world.signature_holds(head_statement(name, last), last.signature)
    shorter = EventRow(sequence=last.sequence - 1, hash=last.hash, at=last.at)
    other = EventRow(sequence=last.sequence, hash="f" * 64, at=last.at)
    for told in (head_statement(name, shorter), head_statement(name, other)):
        assert not world.signature_holds(told, last.signature)
    assert not world.signature_holds(head_statement("lain/2026/TW1", last), last.signature)


def test_the_database_takes_no_number_twice(cycle_id: int) -> None:
    for row in (own(cycle_id, 3), EventRow.objects.filter(task__isnull=False).earliest("pk")):
        row.pk = None
        with pytest.raises(IntegrityError), transaction.atomic():
            row.save()
