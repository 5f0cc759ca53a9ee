"""Cycles by a program: lists, steps, the board, figures, and leaving steps."""

import pytest

from tests.api.callers import Program, asked, program
from tests.builders import (
    RATIO,
    World,
    collected,
    cycle_at,
    delivered,
    one_event,
    onward,
    ready,
    seen,
    state,
)
from tests.web.builders_work import installed
from ukur.domain.people import Role


@pytest.fixture
def team(world: World) -> Program:
    return program(world, Role.TEAM)


def test_what_waits_for_somebody_is_their_desk(
    world: World, cycle_id: int, task_id: int, team: Program
) -> None:
    operator = program(world, Role.OPERATOR, "PKM-01")
    (form,) = operator.get("/tasks").body["tasks"]
    assert (form["kind"], form["task_id"], form["subject"]) == ("unit_form", task_id, "TW1 2026")
    (step,) = team.get("/tasks").body["tasks"]
    assert (step["kind"], step["cycle_id"], step["step"]) == ("step", cycle_id, 4)


def test_a_cycle_tells_its_steps_its_decisions_and_its_journal(world: World) -> None:
    now = cycle_at(world, 7)
    secretary = program(world, Role.SECRETARY)
    path = f"/cycles/{now.cycle_id}/steps/7/decision"
    no = {"round": 1, "yes": False, "reason_code": "D", "reason": "Perbaiki bahasa.", "back_to": 6}
    assert secretary.post(path, no).body == {"step": 6, "round": 2}
    cycle = secretary.get(f"/cycles/{now.cycle_id}").body
    said = next(step for step in cycle["steps"] if step["outcome"] == "tidak")
    assert (said["step"], said["reason_code"], said["reason"], said["back_to"]) == (
        7,
        "D",
        "Perbaiki bahasa.",
        6,
    )
    assert (cycle["open_step"]["step"], cycle["open_step"]["round"]) == (6, 2)
    assert cycle["journal"]["count"] == cycle["journal"]["signed"]["count"] > 7


def test_the_list_of_cycles_is_paged_by_years(world: World, cycle_id: int, team: Program) -> None:
    found = team.get("/cycles").body
    assert [one["id"] for one in found["cycles"]] == [cycle_id]
    assert found["next"] is None
    assert team.get("/cycles?until=2020").body["cycles"] == []


def test_the_board_is_for_the_roles_of_the_sop(world: World, cycle_id: int, team: Program) -> None:
    board = team.get(f"/cycles/{cycle_id}/board").body
    assert board["unit_count"] == len(board["units"]) == 3
    assert [len(row["cells"]) for row in board["units"]] == [len(board["columns"])] * 3
    assert team.get(f"/cycles/{cycle_id}/board?need=done").body["units"] == []
    assert program(world, Role.OPERATOR, "PKM-01").get(f"/cycles/{cycle_id}/board").status == 404


def test_the_league_tells_who_was_on_time(world: World, cycle_id: int, team: Program) -> None:
    delivered(world, cycle_id, "PKM-01")
    league = team.get("/league").body
    (period,) = league["periods"]
    assert (period["cycle_id"], period["period"], period["asked"]) == (cycle_id, "TW1", 3)
    assert (period["delivered"], period["on_time"]) == (1, 1)
    best, *others = league["units"]
    assert (best["rank"], best["share"], best["deliveries"]) == (1, "1/1", ["on_time"])
    assert {(one["rank"], one["share"]) for one in others} == {(None, None)}
    assert program(world, Role.OPERATOR, "PKM-01").get("/league").status == 404


def test_the_figures_come_with_the_way_to_every_entry(world: World) -> None:
    now = cycle_at(world, 5)
    caller = program(world, Role.PLANNER)
    recap = caller.get(f"/cycles/{now.cycle_id}/recap").body
    line = next(line for goal in recap["goals"] for line in goal["lines"] if line["code"] == RATIO)
    assert (line["achievement"], line["achievement_percent"]) == ("88,89", "88.8888888889")
    figure = caller.get(f"/cycles/{now.cycle_id}/figures/{RATIO}").body
    assert {row["unit"] for row in figure["explanation"]["rows"]} >= {"Puskesmas 01"}
    assert caller.get(f"/cycles/{now.cycle_id}/figures/TIADA").status == 404


def test_figures_on_the_way_are_not_for_units(world: World, cycle_id: int) -> None:
    caller = program(world, Role.OPERATOR, "PKM-01")
    assert caller.get(f"/cycles/{cycle_id}/recap").status == 404
    assert caller.get(f"/cycles/{cycle_id}/figures/{RATIO}").status == 404


def test_another_agency_finds_nothing(world: World, cycle_id: int, task_id: int) -> None:
    with installed(code="lain") as other:
        stranger = program(other, Role.TEAM)
        paths = [f"/cycles/{cycle_id}{rest}" for rest in ("", "/board", "/recap")]
        assert {stranger.get(path).status for path in (*paths, f"/forms/{task_id}")} == {404}
        found = stranger.post(f"/cycles/{cycle_id}/steps/4/done", {"round": 1})
        assert found.status == 404


def test_the_collection_is_finished_once_nothing_holds_it(
    world: World, cycle_id: int, team: Program
) -> None:
    path = f"/cycles/{cycle_id}/steps/4/done"
    team.get("/me")
    before = state()
    held = team.post(path, {"round": 1})
    assert (held.status, held.code) == (409, "step_held")
    assert held.body["facts"]["holds"] == [{"code": "units_open", "count": 3}]
    assert state() == before
    collected(world, seen(cycle_id))
    with one_event(cycle_id, "collected"):
        assert team.post(path, {"round": 1}).body == {"step": 5, "round": 1}
    again = team.post(path, {"round": 1})
    assert (again.status, again.code) == (409, "step_not_open")


def test_evaluation_draft_and_archive_are_left_by_a_press(world: World) -> None:
    now = cycle_at(world, 5)
    caller = program(world, Role.PLANNER)
    for step in (5, 6):
        ready(world, seen(now.cycle_id))
        left = caller.post(f"/cycles/{now.cycle_id}/steps/{step}/done", {"round": 1})
        assert left.body == {"step": step + 1, "round": 1}
    path = f"/cycles/{now.cycle_id}/steps/7/decision"
    yes = program(world, Role.SECRETARY).post(path, {"round": 1, "yes": True})
    assert yes.body == {"step": 8, "round": 1}
    onward(world, now.cycle_id, 9)
    staff = program(world, Role.STAFF)
    left = staff.post(f"/cycles/{now.cycle_id}/steps/9/done", {"round": 1})
    assert left.body == {"step": None, "round": 1}


@pytest.mark.parametrize(
    ("step", "verb", "body"),
    [
        (2, "done", {"round": 1}),
        (8, "done", {"round": 1}),
        (4, "decision", {"round": 1, "yes": True}),
    ],
)
def test_steps_that_want_more_have_their_pages(
    cycle_id: int, team: Program, step: int, verb: str, body: object
) -> None:
    found = team.post(f"/cycles/{cycle_id}/steps/{step}/{verb}", body)
    assert (found.status, found.code) == (409, "step_has_its_page")


def test_whoever_does_not_lead_the_step_does_not_leave_it(world: World, cycle_id: int) -> None:
    found = program(world, Role.STAFF).post(f"/cycles/{cycle_id}/steps/4/done", {"round": 1})
    assert (found.status, found.code, found.body["facts"]["needed"]) == (
        403,
        "wrong_role",
        ["tim_sakip"],
    )


@pytest.mark.django_db
def test_reading_costs_the_same_however_much_there_is() -> None:
    found = []
    for code, size in (("kecil", 2), ("besar", 8)):
        with installed(code=code, puskesmas=size, more_ratios=size) as world:
            cycle_id = cycle_at(world, 5).cycle_id
            caller = program(world, Role.TEAM)
            paths = ("", "/board", "/recap", f"/figures/{RATIO}")
            found.append([asked(caller, f"/cycles/{cycle_id}{rest}") for rest in paths])
    assert found[0] == found[1]
