"""Two people at the same moment: one wins, the other is told, and no number is given twice."""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field

import pytest
from django.db import connection

from tests.builders import (
    COUNT,
    LEAD,
    RATIO,
    World,
    chain,
    cycle_at,
    filled,
    leave,
    new_world,
    ordered,
    ready,
    seen,
)
from tests.plan_stories import issue
from ukur.domain.agreement import AgreementClosed, AgreementExists
from ukur.domain.collecting import TaskNotOpen
from ukur.domain.cycles import CycleExists
from ukur.domain.entering import Typed
from ukur.domain.journal import first_break
from ukur.domain.people import Role
from ukur.domain.periods import Period
from ukur.domain.refusals import Refusal
from ukur.domain.sop.flow import RoundPassed, StepNotOpen
from ukur.store.models import (
    AgreementEventRow,
    AgreementRow,
    Anchor,
    Cycle,
    EventRow,
    Letter,
    PaperRow,
    Remark,
    StepRun,
    UnitTask,
)
from ukur.usecases.collect.close_unit import close_unit
from ukur.usecases.collect.record_entries import record_entries
from ukur.usecases.collect.submit_unit import submit_unit
from ukur.usecases.plan.join_agreement_scan import join_agreement_scan
from ukur.usecases.review.decide_draft import Verdict, decide_draft
from ukur.usecases.review.write_remark import write_remark

pytestmark = pytest.mark.django_db(transaction=True)
PATIENCE = 60


@dataclass
class Outcome:
    """What came of acts that began together."""

    done: list[object] = field(default_factory=list)
    refused: list[Refusal] = field(default_factory=list)
    broken: list[BaseException] = field(default_factory=list)


def together(*acts: Callable[[], object]) -> Outcome:
    """Run each act in a thread and on a connection of its own, all begun at once."""
    outcome, start = Outcome(), threading.Barrier(len(acts))

    def run(act: Callable[[], object]) -> None:
        try:
            start.wait(PATIENCE)
            outcome.done.append(act())
        except Refusal as refusal:
            outcome.refused.append(refusal)
        except BaseException as error:  # noqa: BLE001 - a test shows it, whatever it is
            outcome.broken.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(PATIENCE)
    assert outcome.broken == []
    return outcome


@pytest.fixture
def world() -> World:
    return new_world()


@pytest.mark.parametrize("step", sorted(LEAD))
def test_two_presses_at_once_advance_a_cycle_once(world: World, step: int) -> None:
    now = cycle_at(world, step)
    ready(world, now)
    who = world.actor(LEAD[step])
    before = EventRow.objects.count()
    outcome = together(*[lambda: leave(world, now, who)] * 2)
    assert len(outcome.done) == 1
    assert [type(refusal) for refusal in outcome.refused] == [StepNotOpen]
    assert EventRow.objects.count() == before + 1
    assert StepRun.objects.filter(cycle=now.cycle_id, done_at=None).count() == (step < 9)
    assert first_break(chain(now.cycle_id)) is None


def test_ya_and_tidak_at_once_are_one_decision(world: World) -> None:
    now = cycle_at(world, 7)
    secretary = world.actor(Role.SECRETARY)
    yes, no = Verdict(yes=True), Verdict(yes=False, reason_code="D", reason="Belum jelas.")
    outcome = together(
        lambda: decide_draft(seen=now, verdict=yes, actor=secretary, tools=world.tools),
        lambda: decide_draft(seen=now, verdict=no, actor=secretary, tools=world.tools),
    )
    assert len(outcome.done) == 1
    (refusal,) = outcome.refused
    assert isinstance(refusal, StepNotOpen | RoundPassed)
    assert [event.verb for event in chain(now.cycle_id)][-1] in {"approved", "returned"}
    assert StepRun.objects.filter(cycle=now.cycle_id, done_at=None).count() == 1


def test_two_orders_at_once_for_a_period_open_one_cycle(world: World) -> None:
    outcome = together(*[lambda: ordered(world)] * 3)
    assert len(outcome.done) == 1
    assert [type(refusal) for refusal in outcome.refused] == [CycleExists] * 2
    assert (Cycle.objects.count(), Letter.objects.count(), Anchor.objects.count()) == (1, 1, 1)


def test_two_letters_at_once_have_two_numbers(world: World) -> None:
    outcome = together(
        lambda: ordered(world, Period.TW1),
        lambda: ordered(world, Period.TW2),
        lambda: ordered(world, Period.YEAR),
    )
    assert outcome.refused == []
    assert sorted(Letter.objects.values_list("sequence", flat=True)) == [1, 2, 3]
    assert PaperRow.objects.count() == 3


def test_units_save_at_once_each_in_its_own_chain(world: World) -> None:
    cycle_id = cycle_at(world, 4).cycle_id

    def save(unit: str, code: str, typed: Typed) -> Callable[[], None]:
        task_id, line_id = world.task(cycle_id, unit).task_id, world.line(cycle_id, code)
        operator = world.actor(Role.OPERATOR, unit)
        return lambda: record_entries(
            task_id=task_id, typed={line_id: typed}, spent={}, actor=operator, tools=world.tools
        )

    ratio = Typed(numerator="8", denominator="10")
    outcome = together(
        save("PKM-01", COUNT, Typed(value="4")),
        save("PKM-02", COUNT, Typed(value="5")),
        save("PKM-01", RATIO, ratio),
        save("PKM-02", RATIO, ratio),
    )
    assert outcome.refused == []
    for unit in ("PKM-01", "PKM-02"):
        events = chain(cycle_id, unit)
        assert [event.sequence for event in events] == [1, 2]
        assert first_break(events) is None
    assert [event.verb for event in chain(cycle_id)][-1] == "form_frozen"


def test_a_form_is_handed_in_or_closed_and_never_both(world: World) -> None:
    cycle_id = cycle_at(world, 4).cycle_id
    task = filled(world, cycle_id, "PKM-01")
    head, team = world.actor(Role.UNIT_HEAD, "PKM-01"), world.actor(Role.TEAM)
    outcome = together(
        lambda: submit_unit(task_id=task.task_id, actor=head, tools=world.tools),
        lambda: close_unit(task_id=task.task_id, reason="Lama.", actor=team, tools=world.tools),
    )
    assert len(outcome.done) == 1
    assert [type(refusal) for refusal in outcome.refused] == [TaskNotOpen]
    verb = chain(cycle_id)[-1].verb
    state = UnitTask.objects.get(pk=task.task_id).state
    assert (verb, state) in {("unit_submitted", "submitted"), ("unit_closed", "closed")}


def test_a_figure_is_saved_before_the_form_is_handed_in_or_not_at_all(world: World) -> None:
    cycle_id = cycle_at(world, 4).cycle_id
    task = filled(world, cycle_id, "PKM-01")
    head, line_id = world.actor(Role.UNIT_HEAD, "PKM-01"), world.line(cycle_id, COUNT)
    outcome = together(
        lambda: submit_unit(task_id=task.task_id, actor=head, tools=world.tools),
        lambda: record_entries(
            task_id=task.task_id,
            typed={line_id: Typed(value="9")},
            spent={},
            actor=head,
            tools=world.tools,
        ),
    )
    assert all(isinstance(refusal, TaskNotOpen) for refusal in outcome.refused)
    submitted, own = chain(cycle_id)[-1], chain(cycle_id, "PKM-01")
    assert submitted.facts["unit_head"] == own[-1].hash
    assert submitted.facts["unit_count"] == len(own)


def test_remarks_at_once_have_numbers_of_their_own(world: World) -> None:
    cycle_id = cycle_at(world, 7).cycle_id
    secretary = world.actor(Role.SECRETARY)
    outcome = together(
        *[
            lambda: write_remark(
                cycle_id=cycle_id,
                place="document",
                line_id=None,
                text="Jelaskan.",
                actor=secretary,
                tools=world.tools,
            )
        ]
        * 3
    )
    assert outcome.refused == []
    assert list(Remark.objects.values_list("number", flat=True)) == [1, 2, 3]
    assert seen(cycle_id).step == 7


def test_two_planners_issue_one_agreement(world: World) -> None:
    outcome = together(lambda: issue(world), lambda: issue(world))
    assert len(outcome.done) == 1
    assert [type(refusal) for refusal in outcome.refused] == [AgreementExists]
    assert AgreementRow.objects.count() == 1
    assert Letter.objects.filter(kind="agreement").count() == 1


def test_an_agreement_is_joined_with_its_signatures_once(world: World) -> None:
    agreement_id = issue(world)

    def join() -> str:
        return join_agreement_scan(
            agreement_id=agreement_id,
            name="pindai.pdf",
            scan=b"%PDF-1.4 pindaian",
            actor=world.actor(Role.PLANNER),
            tools=world.tools,
        )

    outcome = together(join, join)
    assert len(outcome.done) == 1
    assert [type(refusal) for refusal in outcome.refused] == [AgreementClosed]
    assert AgreementEventRow.objects.filter(verb="agreement_signed").count() == 1
