"""Two people at the same moment: one wins, the other is told, and no number is given twice."""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count

import pytest
from django.db import connection

from tests.builders import (
    COUNT,
    LEAD,
    RATIO,
    YEAR,
    World,
    chain,
    cycle_at,
    delivered,
    filled,
    leave,
    new_world,
    onward,
    ordered,
    ordered_anew,
    ready,
    seen,
    signed_heads,
)
from tests.plan_stories import issue
from ukur.domain.collecting import TaskNotOpen, UnitsMoved
from ukur.domain.cycles import CycleExists
from ukur.domain.discussion import Spot
from ukur.domain.entering import EntryConflict, Typed
from ukur.domain.figure_correction import CorrectionPassed, NewVersion
from ukur.domain.journal import first_break
from ukur.domain.people import Role
from ukur.domain.periods import Period
from ukur.domain.plan.agreement import AgreementClosed, AgreementExists
from ukur.domain.plan.balances import LAYOUT, BalanceUpload
from ukur.domain.refusals import NotValid, Refusal
from ukur.domain.returning import Return
from ukur.domain.sheets import Sheet
from ukur.domain.sop.flow import RoundPassed, StepNotOpen
from ukur.store.models import (
    AgreementEventRow,
    AgreementRow,
    BudgetEntry,
    Cycle,
    Entry,
    EntryCorrectionRow,
    EventRow,
    Letter,
    OpeningBalanceRow,
    PaperRow,
    Remark,
    StepRun,
    Submission,
    UnitTask,
)
from ukur.store.queries.measurement import measurement
from ukur.store.queries.submissions import figures_now
from ukur.usecases.collect.close_unit import close_unit
from ukur.usecases.collect.correct_earlier_figure import correct_earlier_figure
from ukur.usecases.collect.record_entries import record_entries
from ukur.usecases.collect.return_unit import return_unit
from ukur.usecases.collect.submit_unit import submit_unit
from ukur.usecases.collect.verify_units import verify_units
from ukur.usecases.collect.withdraw_unit import withdraw_unit
from ukur.usecases.plan.join_agreement_scan import join_agreement_scan
from ukur.usecases.plan.record_opening_balances import record_opening_balances
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
    assert StepRun.objects.filter(run__cycle=now.cycle_id, done_at=None).count() == (step < 9)
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
    assert StepRun.objects.filter(run__cycle=now.cycle_id, done_at=None).count() == 1


def test_two_orders_at_once_for_a_period_open_one_cycle(world: World) -> None:
    outcome = together(*[lambda: ordered_anew(world)] * 3)
    assert len(outcome.done) == 1
    assert [type(refusal) for refusal in outcome.refused] == [CycleExists] * 2
    assert (Cycle.objects.count(), Letter.objects.count(), len(signed_heads())) == (1, 1, 1)


def test_two_letters_at_once_have_two_numbers(world: World) -> None:
    outcome = together(
        lambda: ordered_anew(world, Period.TW1),
        lambda: ordered_anew(world, Period.TW2),
        lambda: ordered_anew(world, Period.YEAR),
    )
    assert outcome.refused == []
    assert sorted(Letter.objects.values_list("sequence", flat=True)) == [1, 2, 3]
    assert PaperRow.objects.count() == 3


def test_units_save_at_once_each_in_its_own_chain(world: World) -> None:
    cycle_id = cycle_at(world, 4).cycle_id

    def save(unit: str, code: str, typed: Typed) -> Callable[[], object]:
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


def test_two_who_change_one_line_of_a_form_at_once_never_overwrite_one_another(
    world: World,
) -> None:
    cycle_id = cycle_at(world, 4).cycle_id
    task, line = world.task(cycle_id, "PKM-01"), world.line(cycle_id, COUNT)
    (money,) = task.budget.values()

    def save(role: Role, figure: str) -> Callable[[], object]:
        actor, typed = world.actor(role, "PKM-01"), Typed(figure, seen=0)
        return lambda: record_entries(
            task_id=task.task_id,
            typed={line: typed},
            spent={money: typed},
            actor=actor,
            tools=world.tools,
        )

    outcome = together(save(Role.OPERATOR, "4"), save(Role.UNIT_HEAD, "5"))
    assert len(outcome.done) == 1
    (refusal,) = outcome.refused
    assert isinstance(refusal, EntryConflict)
    entry = Entry.objects.get(task=task.task_id, line=line)
    row = BudgetEntry.objects.get(task=task.task_id)
    assert [conflict.is_budget for conflict in refusal.conflicts] == [False, True]
    assert [c.theirs.value for c in refusal.conflicts] == [entry.value, row.absorbed]
    assert (entry.value, entry.saves, row.saves) == (row.absorbed, 1, 1)
    assert len(chain(cycle_id, "PKM-01")) == 1


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
                spot=Spot("document"),
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


def test_two_presses_of_hand_in_are_one_version(world: World) -> None:
    cycle_id = cycle_at(world, 4).cycle_id
    task = filled(world, cycle_id, "PKM-01")
    head = world.actor(Role.UNIT_HEAD, "PKM-01")
    press = lambda: submit_unit(task_id=task.task_id, actor=head, tools=world.tools)  # noqa: E731
    outcome = together(press, press, press)
    assert len(outcome.done) == 1
    assert [type(refusal) for refusal in outcome.refused] == [TaskNotOpen] * 2
    assert list(Submission.objects.values_list("number", flat=True)) == [1]
    assert first_break(chain(cycle_id)) is None


def test_a_version_is_verified_or_withdrawn_and_never_both(world: World) -> None:
    cycle_id = cycle_at(world, 4).cycle_id
    task = delivered(world, cycle_id, "PKM-01")
    head, team = world.actor(Role.UNIT_HEAD, "PKM-01"), world.actor(Role.TEAM)
    outcome = together(
        lambda: withdraw_unit(task_id=task.task_id, actor=head, tools=world.tools),
        lambda: verify_units(
            cycle_id=cycle_id, seen_versions={task.task_id: 1}, actor=team, tools=world.tools
        ),
    )
    assert len(outcome.done) == 1
    assert isinstance(outcome.refused[0], TaskNotOpen | UnitsMoved)
    end = Submission.objects.get().end
    assert (end, world.state(cycle_id, "PKM-01")) in {
        ("withdrawn", "filling"),
        ("verified", "verified"),
    }


def test_what_is_handed_in_while_it_is_typed_holds_what_was_typed_or_not(world: World) -> None:
    cycle_id = cycle_at(world, 4).cycle_id
    task = filled(world, cycle_id, "PKM-01")
    head, operator = (world.actor(r, "PKM-01") for r in (Role.UNIT_HEAD, Role.OPERATOR))
    line = world.line(cycle_id, COUNT)
    outcome = together(
        lambda: submit_unit(task_id=task.task_id, actor=head, tools=world.tools),
        lambda: record_entries(
            task_id=task.task_id,
            typed={line: Typed(value="9")},
            spent={},
            actor=operator,
            tools=world.tools,
        ),
    )
    kept = Submission.objects.get()
    assert kept.figures == figures_now(task.task_id)
    assert kept.figures["lines"][COUNT]["value"] == ("4" if outcome.refused else "9")
    assert kept.chain_count == len(chain(cycle_id, "PKM-01"))


def test_what_is_decided_about_the_same_forms_at_once_never_waits_in_a_circle(
    world: World,
) -> None:
    cycle_id = cycle_at(world, 4).cycle_id
    first, second = (delivered(world, cycle_id, unit).task_id for unit in ("PKM-01", "PKM-02"))
    team, tools, line = world.actor(Role.TEAM), world.tools, world.line(cycle_id, COUNT)
    head, operator = (world.actor(r, "PKM-02") for r in (Role.UNIT_HEAD, Role.OPERATOR))

    def verify(*tasks: int) -> object:
        versions = dict.fromkeys(tasks, 1)
        return verify_units(cycle_id=cycle_id, seen_versions=versions, actor=team, tools=tools)

    outcome = together(
        lambda: verify(first, second),
        lambda: verify(second, first),
        lambda: withdraw_unit(task_id=second, actor=head, tools=tools),
        lambda: return_unit(
            task_id=first,
            wanted=Return("B", "Bukti kurang.", seen_version=1),
            actor=team,
            tools=tools,
        ),
        lambda: record_entries(
            task_id=second,
            typed={line: Typed(value="9")},
            spent={},
            actor=operator,
            tools=tools,
        ),
    )
    assert all(isinstance(one, TaskNotOpen | UnitsMoved) for one in outcome.refused)
    ends = dict(Submission.objects.values_list("task_id", "end"))
    states = dict(UnitTask.objects.values_list("pk", "state"))
    leads = {"verified": "verified", "withdrawn": "filling", "returned": "returned"}
    assert [leads[ends[task]] for task in (first, second)] == [states[first], states[second]]
    for unit in ("", "PKM-01", "PKM-02"):
        assert first_break(chain(cycle_id, unit)) is None


def test_forty_operators_at_once_lose_nothing() -> None:
    world = new_world(puskesmas=40)
    cycle_id = cycle_at(world, 4).cycle_id
    count, ratio = world.line(cycle_id, COUNT), world.line(cycle_id, RATIO)

    def save(number: int) -> Callable[[], object]:
        unit = f"PKM-{number:02d}"
        task_id = world.task(cycle_id, unit).task_id
        operator = world.actor(Role.OPERATOR, unit)
        typed = {
            count: Typed(value=str(number)),
            ratio: Typed(numerator=str(number), denominator="100"),
        }
        return lambda: record_entries(
            task_id=task_id, typed=typed, spent={}, actor=operator, tools=world.tools
        )

    outcome = together(*(save(number) for number in range(1, 41)))
    assert outcome.refused == []
    for number in range(1, 41):
        kept = Entry.objects.filter(task__unit__code=f"PKM-{number:02d}")
        assert kept.get(line=count).value == number
        assert kept.get(line=ratio).numerator == number
        assert len(chain(cycle_id, f"PKM-{number:02d}")) == 1


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


class TickingClock:
    """Every look at it is a microsecond later than the one before, in whatever thread."""

    def __init__(self, start: datetime) -> None:
        self.start, self.ticks = start, count(1)

    def now(self) -> datetime:
        return self.start + timedelta(microseconds=next(self.ticks))


def correction(world: World, cycle_id: int, value: str) -> Callable[[], int]:
    """Somebody of Tim SAKIP who saw no correction yet wants to keep one."""
    entry = Entry.objects.get(
        task__cycle=cycle_id, task__unit__code="PKM-01", line__indicator__code=COUNT
    )
    team = world.actor(Role.TEAM)
    wanted = NewVersion(Typed(value=value), "Baru dilaporkan.", world.clock.at.date(), 0)
    return lambda: correct_earlier_figure(
        cycle_id=cycle_id, entry_id=entry.pk, wanted=wanted, actor=team, tools=world.tools
    )


def test_two_corrections_at_once_are_one_and_the_other_looks_again(world: World) -> None:
    cycle_id = cycle_at(world, 10).cycle_id
    outcome = together(correction(world, cycle_id, "5"), correction(world, cycle_id, "6"))
    assert outcome.done == [1]
    assert [type(refusal) for refusal in outcome.refused] == [CorrectionPassed]
    assert EntryCorrectionRow.objects.count() == 1
    assert [event.verb for event in chain(cycle_id)][-1] == "figure_corrected"
    assert first_break(chain(cycle_id)) is None


def test_a_correction_comes_before_the_ya_of_a_later_quarter_or_after_it(world: World) -> None:
    first = cycle_at(world, 10).cycle_id
    world.clock.at = world.clock.at.replace(month=7)
    now = onward(world, ordered(world, Period.TW2), 7)
    world.tools = world.tools_with(clock=TickingClock(world.clock.at))
    secretary, yes = world.actor(Role.SECRETARY), Verdict(yes=True)
    outcome = together(
        correction(world, first, "6"),
        lambda: decide_draft(seen=now, verdict=yes, actor=secretary, tools=world.tools),
    )
    assert outcome.refused == []
    line = next(line for line in measurement(now.cycle_id).lines if line.code == COUNT)
    settled = StepRun.objects.get(run__cycle=now.cycle_id, step=8).opened_at
    is_before = EntryCorrectionRow.objects.get().at <= settled
    assert line.since_january == ("30,00" if is_before else "28,00")
    assert bool(line.later) is not is_before


def test_corrections_of_two_quarters_at_once_do_not_wait_in_a_circle(world: World) -> None:
    second = onward_in(world, 7, Period.TW2)
    first = onward_in(world, 8, Period.TW1)
    outcome = together(correction(world, first, "5"), correction(world, second, "6"))
    assert (outcome.done, outcome.refused) == ([1, 1], [])


def onward_in(world: World, month: int, period: Period) -> int:
    """The period's cycle, ordered in that month and archived."""
    world.clock.at = world.clock.at.replace(month=month)
    return onward(world, ordered(world, period), 10).cycle_id


def test_a_quarter_has_a_cycle_or_a_balance_that_came_first(world: World) -> None:
    world.clock.at = world.clock.at.replace(month=7)
    planner = world.actor(Role.PLANNER)
    columns = ("kode indikator", "periode", "nilai", "sumber")
    sheet = Sheet(LAYOUT.sheet, (columns, (COUNT, "TW I", "14", "LKjIP")))
    outcome = together(
        lambda: ordered_anew(world, Period.TW1),
        lambda: record_opening_balances(
            upload=BalanceUpload("saldo.xlsx", b"", YEAR),
            read=lambda _content: (sheet,),
            actor=planner,
            tools=world.tools,
        ),
    )
    assert Cycle.objects.count() == 1
    assert OpeningBalanceRow.objects.count() + len(outcome.refused) == 1
    assert [type(refusal) for refusal in outcome.refused] in ([], [NotValid])
