"""Step 7: Ya or Tidak, and what a Tidak opens again."""

from datetime import UTC, date, datetime

import pytest

from tests.builders import (
    COUNT,
    World,
    chain,
    cycle_at,
    delivered,
    leave,
    new_world,
    one_event,
    onward,
    problems,
    refused,
    seen,
)
from ukur.domain.correcting import OwnDraft
from ukur.domain.discussion import Spot
from ukur.domain.figures.policy import DEFAULT
from ukur.domain.people import Role
from ukur.domain.refusals import NotValid
from ukur.domain.reminding import TaskKind
from ukur.domain.returning import WayBack, way_back
from ukur.domain.sop.flow import (
    Hold,
    Position,
    ReasonMissing,
    ReturnNotPossible,
    StepHeld,
    StepNotOpen,
)
from ukur.domain.sop.model import Work
from ukur.store.models import (
    Account,
    Cycle,
    DutyRow,
    PaperRow,
    Remark,
    RuleSetVersion,
    StepRun,
    Submission,
    UnitTask,
)
from ukur.store.queries.desk import Matter, desk
from ukur.store.queries.open_tasks import open_tasks
from ukur.store.queries.work import work_place
from ukur.usecases.changing import Seen
from ukur.usecases.collect.verify_unit import verify_unit
from ukur.usecases.review.decide_draft import Verdict, decide_draft
from ukur.usecases.review.settle_remark import settle_remark
from ukur.usecases.review.write_remark import write_remark

pytestmark = pytest.mark.django_db
YES = Verdict(yes=True)


@pytest.fixture
def world() -> World:
    return new_world()


def decide(world: World, now: Seen, verdict: Verdict) -> Position:
    secretary = world.actor(Role.SECRETARY)
    return decide_draft(seen=now, verdict=verdict, actor=secretary, tools=world.tools)


def no(reason: str = "Belum jelas.", **more: object) -> Verdict:
    return Verdict(yes=False, **{"reason_code": "D", "reason": reason, **more})  # type: ignore[arg-type]  # real fields


def unit_id(world: World, cycle_id: int, unit: str) -> int:
    return world.task(cycle_id, unit).unit_id


def test_ya_hands_the_draft_to_the_head(world: World) -> None:
    now = cycle_at(world, 7)
    with one_event(now.cycle_id, "approved", outcome="ya", to_step=8, to_round=1):
        assert decide(world, now, YES) == Position(8, 1)


def test_ya_is_held_while_a_remark_is_not_settled(world: World) -> None:
    now = cycle_at(world, 7)
    secretary = world.actor(Role.SECRETARY)
    remark_id = write_remark(
        cycle_id=now.cycle_id,
        spot=Spot("document"),
        text="Jelaskan.",
        actor=secretary,
        tools=world.tools,
    )
    for state in ("open", "answered"):
        Remark.objects.update(state=state)
        with refused(StepHeld) as told:
            decide(world, now, YES)
        assert told[0].holds == (Hold("remarks_open", 1),)
    settle_remark(remark_id=remark_id, actor=secretary, tools=world.tools)
    assert decide(world, now, YES) == Position(8, 1)


def test_tidak_opens_the_draft_in_the_next_round(world: World) -> None:
    now = cycle_at(world, 7)
    facts = {"reason_code": "D", "reason": "Belum jelas.", "units": [], "to_step": 6, "to_round": 2}
    with one_event(now.cycle_id, "returned", outcome="tidak", **facts):
        assert decide(world, now, no(" Belum jelas. ")) == Position(6, 2)
    run = StepRun.objects.get(step=7)
    assert (run.outcome, run.reason_code, run.back_to) == ("tidak", "D", 6)
    assert run.reason == "Belum jelas."
    assert set(UnitTask.objects.values_list("state", flat=True)) == {"verified"}


def test_a_remark_never_holds_a_tidak(world: World) -> None:
    now = cycle_at(world, 7)
    write_remark(
        cycle_id=now.cycle_id,
        spot=Spot("line", world.line(now.cycle_id, COUNT)),
        text="Jelaskan.",
        actor=world.actor(Role.SECRETARY),
        tools=world.tools,
    )
    assert decide(world, now, no()) == Position(6, 2)


def test_a_tidak_has_a_reason_and_a_code(world: World) -> None:
    now = cycle_at(world, 7)
    with refused(ReasonMissing) as missing:
        decide(world, now, no("  "))
    assert problems(missing[0]) == [("reason", "reason_missing")]
    with refused(NotValid) as told:
        decide(world, now, no(reason_code="Z"))
    assert problems(told[0]) == [("reason_code", "reason_code_unknown")]


def test_a_tidak_leads_only_where_the_sop_allows(world: World) -> None:
    now = cycle_at(world, 7)
    for step in (3, 7, 8):
        with refused(ReturnNotPossible) as told:
            decide(world, now, no(back_to=step))
        assert told[0].allowed == (6, 5, 4)


def test_a_tidak_to_the_collection_names_units(world: World) -> None:
    now = cycle_at(world, 7)
    foreign = new_world(code="lain")
    stranger = foreign.task(cycle_at(foreign, 4).cycle_id, "PKM-01").unit_id
    for named in ((), (stranger,)):
        with refused(NotValid) as told:
            decide(world, now, no(back_to=4, unit_ids=named))
        assert problems(told[0]) == [("units", "nobody_chosen")]


def test_a_tidak_to_the_collection_reopens_the_named_units_only(world: World) -> None:
    now = cycle_at(world, 7)
    cycle_id = now.cycle_id
    world.clock.at = datetime(2026, 4, 10, 8, 30, tzinfo=UTC)
    wrong = unit_id(world, cycle_id, "PKM-02")
    with one_event(cycle_id, "returned", units=["PKM-02"], to_step=4, to_round=2):
        after = decide(world, now, no(back_to=4, unit_ids=(wrong,), reason_code="A"))
    assert after == Position(4, 2)
    tasks = {task.unit.code: task for task in UnitTask.objects.select_related("unit")}
    assert {code: task.state for code, task in tasks.items()} == {
        "SEKRET": "verified",
        "PKM-01": "verified",
        "PKM-02": "returned",
    }
    reopened = tasks["PKM-02"]
    assert (reopened.round, reopened.reason_code, reopened.reason) == (2, "A", "Belum jelas.")
    assert reopened.extended_until == datetime(2026, 4, 13, 8, 30, tzinfo=UTC)
    assert reopened.due_at == tasks["SEKRET"].due_at
    handed_in = Submission.objects.get(task=reopened)
    told = way_back(reopened.reason_code, reopened.decided_at, handed_in.ended_at)
    assert told is WayBack.ROUND


def test_the_time_of_a_reopened_form_begins_with_its_round(world: World) -> None:
    now = cycle_at(world, 7)
    at = world.clock.at = datetime(2026, 4, 20, 1, 30, tzinfo=UTC)
    wrong = unit_id(world, now.cycle_id, "PKM-02")
    decide(world, now, no(back_to=4, unit_ids=(wrong,)))
    (told,) = desk(world.actor(Role.OPERATOR, "PKM-02")).mine
    assert (told.matter, told.since) == (Matter.UNIT_FORM, at)
    tasks = open_tasks(world.agency_id, at.date()).tasks
    forms = [one for one in tasks if one.key.kind is TaskKind.UNIT_FORM]
    assert [one.opened_at for one in forms] == [at]


def test_the_later_steps_run_again_in_the_new_round(world: World) -> None:
    cycle_id = cycle_at(world, 7).cycle_id
    wrong = unit_id(world, cycle_id, "PKM-02")
    decide(world, seen(cycle_id), no(back_to=4, unit_ids=(wrong,)))
    task = delivered(world, cycle_id, "PKM-02")
    verify_unit(task_id=task.task_id, actor=world.actor(Role.TEAM), tools=world.tools)
    onward(world, cycle_id, 10)
    runs = StepRun.objects.order_by("round", "step").values_list("round", "step", "outcome")
    assert list(runs) == [
        *((1, step, "selesai") for step in range(1, 7)),
        (1, 7, "tidak"),
        *((2, step, "ya" if step == 7 else "selesai") for step in range(4, 10)),
    ]
    versions = PaperRow.objects.filter(kind="measurement").order_by("version")
    assert list(versions.values_list("version", "round")) == [(1, 1), (2, 2)]


def test_a_decision_on_the_draft_before_is_stale(world: World) -> None:
    now = cycle_at(world, 7)
    decide(world, now, no())
    with refused(StepNotOpen):
        decide(world, now, YES)


def deputize(world: World) -> None:
    """The planner is also acting secretary."""
    DutyRow.objects.create(
        account=Account.objects.get(username="perencana"),
        agency_id=world.agency_id,
        role=Role.SECRETARY,
        starts=date(2026, 1, 1),
        acting="plt",
    )


def test_who_proposed_a_draft_does_not_correct_it(world: World) -> None:
    now = cycle_at(world, 7)
    deputize(world)
    planner = world.actor(Role.PLANNER)
    assert planner.has(Role.SECRETARY)
    for verdict in (YES, no()):
        with refused(OwnDraft):
            decide_draft(seen=now, verdict=verdict, actor=planner, tools=world.tools)
    assert decide(world, now, YES) == Position(8, 1)


def test_who_proposed_an_earlier_draft_only_may_correct(world: World) -> None:
    cycle_id = cycle_at(world, 7).cycle_id
    decide(world, seen(cycle_id), no())
    deputize(world)
    former = world.actor(Role.PLANNER)
    world.add(Role.PLANNER, "perencana-baru")
    DutyRow.objects.filter(account=former.account_id, role=Role.PLANNER).delete()
    now = seen(cycle_id)
    leave(world, now, world.named("perencana-baru"))
    former = world.named("perencana")
    after = decide_draft(seen=seen(cycle_id), verdict=YES, actor=former, tools=world.tools)
    assert after == Position(8, 2)


def test_where_the_rule_set_allows_it_one_person_drafts_and_approves_and_it_is_marked(
    world: World,
) -> None:
    now = cycle_at(world, 7)
    deputize(world)
    rules = Cycle.objects.get(pk=now.cycle_id).rule_set
    rules.rules["same_person_may_approve"] = True
    rules.save()
    planner = world.actor(Role.PLANNER)
    place = work_place(now.cycle_id, Work.REVIEW, planner)
    assert place is not None
    assert len(place.offers) == 2
    with one_event(now.cycle_id, "approved", same_person=True, acting="plt"):
        decide_draft(seen=now, verdict=YES, actor=planner, tools=world.tools)
    onward(world, now.cycle_id, 9)
    paper = PaperRow.objects.get(kind="measurement").values
    review = next(step for step in paper["steps"] if step["number"] == 7)
    assert review["actor"] == "Plt. Sekretaris Dinas *)"
    assert "adalah orang yang sama" in paper["steps_note"][-1]


def test_two_people_leave_no_mark_even_where_one_might_do(world: World) -> None:
    now = cycle_at(world, 7)
    RuleSetVersion.objects.update(rules={**DEFAULT.to_plain(), "same_person_may_approve": True})
    decide(world, now, YES)
    assert "same_person" not in chain(now.cycle_id)[-1].facts


def test_the_page_does_not_offer_a_decision_on_ones_own_draft(world: World) -> None:
    cycle_id = cycle_at(world, 7).cycle_id
    deputize(world)
    own = work_place(cycle_id, Work.REVIEW, world.actor(Role.PLANNER))
    other = work_place(cycle_id, Work.REVIEW, world.actor(Role.SECRETARY))
    assert own is not None
    assert other is not None
    assert (own.offers, len(other.offers)) == ((), 2)


def test_nobody_of_another_agency_decides(world: World) -> None:
    now = cycle_at(world, 7)
    other = new_world(code="lain")
    for verdict in (YES, no()):
        with refused(Cycle.DoesNotExist):
            decide(other, now, verdict)
