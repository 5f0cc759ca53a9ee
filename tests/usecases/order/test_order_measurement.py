"""Step 1: a cycle opens for a period, once, with everything pinned that it rests on."""

from datetime import date

import pytest

from tests.builders import (
    YEAR,
    World,
    chain,
    cycle_at,
    new_world,
    ordered,
    problems,
    refused,
    signed_heads,
)
from ukur.domain.cycles import CycleExists, DatePassed, LaneWithoutRole, PeriodNotBegun, PlanMissing
from ukur.domain.journal import first_break
from ukur.domain.people import Role
from ukur.domain.periods import Period
from ukur.domain.sop.flow import WrongRole
from ukur.domain.sop.issuing import CannotMeasure
from ukur.store.models import (
    Cycle,
    EventRow,
    Letter,
    PaperRow,
    PlanVersion,
    ProcedureVersion,
    StepRun,
)
from ukur.usecases.order.order_measurement import order_measurement

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return new_world()


def order(world: World, role: Role = Role.HEAD, **changes: object) -> int:
    given: dict[str, object] = {
        "year": YEAR,
        "period": Period.TW1,
        "finish_by": date(YEAR, 4, 20),
        "instruction": " Utamakan IKU. ",
        **changes,
    }
    return order_measurement(**given, actor=world.actor(role), tools=world.tools)  # type: ignore[arg-type]  # the tests name real parameters


def test_an_order_opens_a_cycle_at_the_second_step(world: World) -> None:
    cycle = Cycle.objects.get(pk=order(world))
    assert (cycle.run.step, cycle.run.round, cycle.is_live, cycle.run.ended_at) == (
        2,
        1,
        True,
        None,
    )
    assert cycle.plan == PlanVersion.objects.get()
    runs = StepRun.objects.filter(run__cycle=cycle).order_by("step")
    assert [(run.step, run.outcome, run.done_as) for run in runs] == [
        (1, "selesai", "kepala_dinas"),
        (2, "", ""),
    ]


def test_an_order_is_one_event_with_a_signed_head(world: World) -> None:
    cycle_id = order(world)
    (event,) = chain(cycle_id)
    letter, paper = Letter.objects.get(), PaperRow.objects.get(kind="order")
    assert first_break([event]) is None
    assert event.verb == "ordered"
    assert event.by == "kepala_dinas"
    assert event.facts["instruction"] == "Utamakan IKU."
    assert event.facts["letter"] == letter.number
    assert event.facts["paper"] == paper.code
    assert paper.letter == letter
    assert [head.hash for head in signed_heads(cycle_id)] == [event.hash]


def test_letters_are_numbered_through_the_year(world: World) -> None:
    order(world)
    order(world, period=Period.YEAR)
    assert list(Letter.objects.order_by("sequence").values_list("sequence", "number")) == [
        (1, "001/CONTOH/2026"),
        (2, "002/CONTOH/2026"),
    ]


def test_a_trial_gets_no_letter_number() -> None:
    world = new_world(mode="trial")
    ordered(world)
    assert not Letter.objects.exists()
    assert chain(Cycle.objects.get().pk)[0].facts["letter"] == ""


def test_only_the_head_orders(world: World) -> None:
    for role in (Role.SECRETARY, Role.KEEPER, Role.EVALUATOR):
        with refused(WrongRole) as told:
            order(world, role)
        assert told[0].needed == ("kepala_dinas",)


def test_a_period_is_measured_once(world: World) -> None:
    cycle_id = order(world)
    with refused(CycleExists) as told:
        order(world)
    assert told[0].cycle_id == cycle_id


def test_an_archived_period_is_not_measured_again(world: World) -> None:
    cycle_id = cycle_at(world, 10).cycle_id
    with refused(CycleExists) as told:
        order(world)
    assert told[0].cycle_id == cycle_id


def test_a_cancelled_period_can_be_measured_again(world: World) -> None:
    first = order(world)
    Cycle.objects.filter(pk=first).update(is_live=False)
    assert order(world) != first


def test_another_agency_measures_the_same_period(world: World) -> None:
    other = new_world(code="lain")
    assert order(world) != order(other)
    assert sorted(Letter.objects.values_list("sequence", flat=True)) == [1, 1]


def test_a_year_without_a_plan_cannot_be_measured(world: World) -> None:
    with refused(PlanMissing) as told:
        order(world, year=YEAR - 1)
    assert told[0].year == YEAR - 1


def test_a_period_in_the_future_is_not_measured_yet(world: World) -> None:
    with refused(PeriodNotBegun) as told:
        order(world, period=Period.TW3)
    assert problems(told[0]) == [("period", "period_not_begun")]


def test_a_measurement_cannot_be_due_yesterday(world: World) -> None:
    with refused(DatePassed):
        order(world, finish_by=date(YEAR, 3, 31))


def test_a_procedure_with_a_lane_that_nobody_can_hold_is_not_run(world: World) -> None:
    version = ProcedureVersion.objects.get()
    text = version.text.replace('key = "staf"', 'key = "arsiparis"')
    text = text.replace('lead = "staf"', 'lead = "arsiparis"')
    ProcedureVersion.objects.update(text=text, sha256="0" * 64)
    with refused(LaneWithoutRole) as told:
        order(world)
    assert told[0].lane == "Staf"
    assert not EventRow.objects.exists()


def test_a_procedure_that_cannot_measure_to_its_end_is_not_run(world: World) -> None:
    version = ProcedureVersion.objects.get()
    text = version.text.replace('work = "sign"', 'work = "task"')
    ProcedureVersion.objects.update(text=text, sha256="1" * 64)
    with refused(CannotMeasure) as told:
        order(world)
    assert told[0].count == 1
    assert not EventRow.objects.exists()
