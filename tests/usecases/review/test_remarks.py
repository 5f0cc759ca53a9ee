"""Steps 5 to 7: remarks are written, answered, and settled by the duty that wrote them."""

from datetime import date

import pytest

from tests.builders import (
    COUNT,
    RATIO,
    World,
    chain,
    cycle_at,
    new_world,
    one_event,
    problems,
    refused,
    seen,
)
from ukur.domain.discussion import NotYourRemark, RemarkSettled, Spot
from ukur.domain.people import Role
from ukur.domain.refusals import NotValid
from ukur.domain.sop.flow import StepNotOpen, WrongRole
from ukur.store.models import Cycle, DutyRow, FormLine, Remark, Run
from ukur.usecases.review.answer_remark import answer_remark
from ukur.usecases.review.decide_draft import Verdict, decide_draft
from ukur.usecases.review.settle_remark import settle_remark
from ukur.usecases.review.write_remark import write_remark

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return new_world()


def write(
    world: World,
    cycle_id: int,
    *,
    role: Role = Role.SECRETARY,
    place: str = "line",
    text: str = " Jelaskan. ",
    code: str = COUNT,
) -> int:
    return write_remark(
        cycle_id=cycle_id,
        spot=Spot(place, world.line(cycle_id, code) if place == "line" else None),
        text=text,
        actor=world.actor(role),
        tools=world.tools,
    )


def answer(world: World, remark_id: int, reply: str = "Sudah.", role: Role = Role.PLANNER) -> None:
    answer_remark(remark_id=remark_id, reply=reply, actor=world.actor(role), tools=world.tools)


def settle(world: World, remark_id: int, role: Role = Role.SECRETARY) -> None:
    settle_remark(remark_id=remark_id, actor=world.actor(role), tools=world.tools)


def returned(world: World, cycle_id: int) -> None:
    """Tidak, to the draft."""
    decide_draft(
        seen=seen(cycle_id),
        verdict=Verdict(yes=False, reason_code="D", reason="Belum jelas."),
        actor=world.actor(Role.SECRETARY),
        tools=world.tools,
    )


def test_the_secretary_remarks_on_a_line(world: World) -> None:
    cycle_id = cycle_at(world, 7).cycle_id
    facts = {"number": 1, "place": "line", "line": COUNT, "text": "Jelaskan.", "as": "sekretaris"}
    with one_event(cycle_id, "remark_written", **facts):
        remark_id = write(world, cycle_id)
    row = Remark.objects.get(pk=remark_id)
    assert (row.step, row.round, row.role, row.state) == (7, 1, "sekretaris", "open")
    assert row.line_id == world.line(cycle_id, COUNT)


def test_remarks_are_numbered_through_the_cycle(world: World) -> None:
    cycle_id = cycle_at(world, 7).cycle_id
    write(world, cycle_id)
    write(world, cycle_id, place="document")
    assert list(Remark.objects.values_list("number", "place")) == [(1, "line"), (2, "document")]


def test_both_who_discuss_the_data_remark_in_their_own_role(world: World) -> None:
    cycle_id = cycle_at(world, 5).cycle_id
    write(world, cycle_id, role=Role.PLANNER)
    write(world, cycle_id, role=Role.TEAM)
    assert list(Remark.objects.values_list("step", "role")) == [(5, "perencana"), (5, "tim_sakip")]


def test_who_does_not_work_in_the_step_does_not_remark(world: World) -> None:
    cycle_id = cycle_at(world, 7).cycle_id
    for role in (Role.PLANNER, Role.TEAM, Role.HEAD, Role.KEEPER):
        with refused(WrongRole):
            write(world, cycle_id, role=role)


def test_nobody_remarks_while_nothing_is_discussed(world: World) -> None:
    cycle_id = cycle_at(world, 6).cycle_id
    with refused(StepNotOpen) as told:
        write(world, cycle_id)
    assert (told[0].asked, told[0].current) == (7, 6)


def test_a_remark_needs_a_text_and_a_place(world: World) -> None:
    cycle_id = cycle_at(world, 7).cycle_id
    with refused(NotValid) as told:
        write(world, cycle_id, place="nowhere", text=" ")
    assert problems(told[0]) == [("place", "place_unknown"), ("text", "text_missing")]
    with refused(NotValid) as told:
        write(world, cycle_id, text="a" * 2_001)
    assert problems(told[0]) == [("text", "text_too_long")]


def test_a_remark_on_a_line_names_the_line(world: World) -> None:
    cycle_id = cycle_at(world, 7).cycle_id
    with refused(NotValid) as told:
        write_remark(
            cycle_id=cycle_id,
            spot=Spot("line"),
            text="Jelaskan.",
            actor=world.actor(Role.SECRETARY),
            tools=world.tools,
        )
    assert problems(told[0]) == [("line", "line_unknown")]


def test_a_line_of_another_cycle_takes_no_remark(world: World) -> None:
    foreign = world.line(cycle_at(world, 4).cycle_id, RATIO)
    Cycle.objects.update(is_live=False)
    cycle_id = cycle_at(world, 7).cycle_id
    with refused(FormLine.DoesNotExist):
        write_remark(
            cycle_id=cycle_id,
            spot=Spot("line", foreign),
            text="Jelaskan.",
            actor=world.actor(Role.SECRETARY),
            tools=world.tools,
        )


def test_the_planner_answers_once_the_draft_is_back(world: World) -> None:
    cycle_id = cycle_at(world, 7).cycle_id
    remark_id = write(world, cycle_id)
    with refused(StepNotOpen):
        answer(world, remark_id)
    returned(world, cycle_id)
    with one_event(cycle_id, "remark_answered", number=1, reply="Sudah."):
        answer(world, remark_id, " Sudah. ")
    row = Remark.objects.get()
    assert (row.state, row.reply) == ("answered", "Sudah.")
    assert row.replied_by_id == world.actor(Role.PLANNER).account_id


def test_an_answer_has_words_and_comes_from_the_drafter(world: World) -> None:
    cycle_id = cycle_at(world, 7).cycle_id
    remark_id = write(world, cycle_id)
    returned(world, cycle_id)
    with refused(NotValid) as told:
        answer(world, remark_id, "  ")
    assert problems(told[0]) == [("reply", "text_missing")]
    with refused(NotValid) as told:
        answer(world, remark_id, "a" * 2_001)
    assert problems(told[0]) == [("reply", "text_too_long")]
    for role in (Role.SECRETARY, Role.TEAM):
        with refused(WrongRole):
            answer(world, remark_id, role=role)


def test_a_settled_remark_is_not_answered(world: World) -> None:
    cycle_id = cycle_at(world, 7).cycle_id
    remark_id = write(world, cycle_id)
    settle(world, remark_id)
    returned(world, cycle_id)
    with refused(RemarkSettled) as told:
        answer(world, remark_id)
    assert told[0].number == 1


def test_the_duty_that_wrote_a_remark_settles_it(world: World) -> None:
    cycle_id = cycle_at(world, 7).cycle_id
    remark_id = write(world, cycle_id)
    for role in (Role.PLANNER, Role.HEAD, Role.TEAM, Role.KEEPER):
        with refused(NotYourRemark) as told:
            settle(world, remark_id, role)
        assert told[0].needed == "sekretaris"
    with one_event(cycle_id, "remark_settled", number=1):
        settle(world, remark_id)
    assert Remark.objects.get().state == "settled"
    with refused(RemarkSettled):
        settle(world, remark_id)


def test_a_successor_in_the_duty_settles_it(world: World) -> None:
    cycle_id = cycle_at(world, 7).cycle_id
    remark_id = write(world, cycle_id)
    DutyRow.objects.filter(role=Role.SECRETARY).update(ends=date(2026, 3, 31))
    with refused(NotYourRemark):
        settle(world, remark_id)
    world.add(Role.SECRETARY, "penerus")
    settle_remark(remark_id=remark_id, actor=world.named("penerus"), tools=world.tools)
    row = Remark.objects.get()
    assert (row.state, row.settled_by_id) == ("settled", world.named("penerus").account_id)


def test_after_the_end_of_the_cycle_no_remark_moves(world: World) -> None:
    cycle_id = cycle_at(world, 7).cycle_id
    remark_id = write(world, cycle_id)
    Run.objects.update(step=None)
    with refused(StepNotOpen):
        settle(world, remark_id)
    with refused(StepNotOpen):
        answer(world, remark_id)
    with refused(StepNotOpen):
        write(world, cycle_id)


def test_a_remark_of_another_agency_is_not_found(world: World) -> None:
    cycle_id = cycle_at(world, 7).cycle_id
    remark_id = write(world, cycle_id)
    other = new_world(code="lain")
    with refused(Cycle.DoesNotExist):
        settle(other, remark_id)
    with refused(Cycle.DoesNotExist):
        answer(other, remark_id)
    assert chain(cycle_id)[-1].verb == "remark_written"
