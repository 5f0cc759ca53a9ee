"""A program leads a cycle from its order to the draft's return, by keys of those who lead it."""

import io
from typing import Any

import openpyxl
import pytest

from tests.api.callers import Program, program
from tests.builders import (
    COUNT,
    INDEX,
    RATIO,
    World,
    collected,
    cycle_at,
    delivered,
    one_event,
    onward,
    ordered,
    seen,
    state,
)
from ukur.domain.people import Role
from ukur.store.models import Cycle, Notice, Run, Unit, UnitTask

WHY = "Angka satu puskesmas keliru."
ORDER = {"year": 2026, "period": "TW1", "finish_by": "2026-04-20", "instruction": "Utamakan IKU."}


def ids_of(form: Any, *codes: str) -> list[int]:
    found = {one["code"]: one["id"] for goal in form["goals"] for one in goal["indicators"]}
    return [found[code] for code in codes]


def test_an_order_a_disposition_and_a_form_by_three_keys(world: World) -> None:
    head, secretary = program(world, Role.HEAD), program(world, Role.SECRETARY)
    planner = program(world, Role.PLANNER)
    made = head.post("/cycles", ORDER)
    assert made.status == 201
    cycle_id = made.body["cycle_id"]
    again = head.post("/cycles", ORDER)
    assert (again.status, again.code) == (409, "cycle_exists")
    path = f"/cycles/{cycle_id}"
    sheet = {"round": 1, "to": ["perencana", "tim_sakip"], "instruction": "Kumpulkan."}
    wrong = planner.post(f"{path}/steps/2/disposition", sheet)
    assert (wrong.status, wrong.code) == (403, "wrong_role")
    with one_event(cycle_id, "disposed", to=["perencana", "tim_sakip"]):
        found = secretary.post(f"{path}/steps/2/disposition", sheet)
    assert found.body == {"step": 3, "round": 1}
    form = planner.get(f"{path}/form").body
    assert form["is_frozen"] is False
    ratio, count, index = ids_of(form, RATIO, COUNT, INDEX)
    line = {"indicator_id": count, "evidence_kinds": ["report"], "due_on": "2026-04-07"}
    freeze = {
        "round": 1,
        "indicator_ids": [ratio, count, index],
        "fill_by": "2026-04-08",
        "lines": [line],
    }
    with one_event(cycle_id, "form_frozen"):
        assert planner.post(f"{path}/steps/3/form", freeze).body == {"step": 4, "round": 1}
    frozen = planner.get(f"{path}/form").body
    assert frozen["is_frozen"] is True
    (kept,) = (
        one for goal in frozen["goals"] for one in goal["indicators"] if one["code"] == COUNT
    )
    assert (kept["evidence_kinds"], kept["due_at"][:10]) == (["report"], "2026-04-07")
    assert Notice.objects.filter(kind="opened", unit_task__cycle=cycle_id).count() == 6
    assert UnitTask.objects.filter(cycle=cycle_id).count() == 3


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"fill_by": "2026-03-01"}, ("fill_by", "date_passed")),
        ({"indicator_ids": []}, ("indicators", "nothing_due_chosen")),
        ({"closes_on": "2026-04-07"}, ("closes_on", "closes_before_due")),
        (
            {"lines": [{"indicator_id": 1}, {"indicator_id": 1}]},
            ("lines.1.indicator_id", "sent_twice"),
        ),
        (
            {"lines": [{"indicator_id": 1, "checks": ["tebak"]}]},
            ("lines.0.checks.0", "shape_wrong"),
        ),
    ],
)
def test_a_form_that_does_not_fit_is_refused_at_its_place(
    world: World, change: dict[str, object], problem: tuple[str, str]
) -> None:
    cycle_id = cycle_at(world, 3).cycle_id
    planner = program(world, Role.PLANNER)
    chosen = ids_of(planner.get(f"/cycles/{cycle_id}/form").body, RATIO)
    body = {"round": 1, "indicator_ids": chosen, "fill_by": "2026-04-08"} | change
    before = state()
    found = planner.post(f"/cycles/{cycle_id}/steps/3/form", body)
    assert (found.status, found.problems) == (422, [problem])
    assert state() == before


def test_nobody_is_disposed_to_outside_the_sheet(world: World) -> None:
    cycle_id = ordered(world)
    body = {"round": 1, "to": ["kepala_dinas"], "instruction": "Kumpulkan."}
    found = program(world, Role.SECRETARY).post(f"/cycles/{cycle_id}/steps/2/disposition", body)
    assert (found.status, found.problems) == (422, [("to.0", "shape_wrong")])


def test_no_operation_of_another_step_leads_past_the_collection(world: World) -> None:
    cycle_id = cycle_at(world, 4).cycle_id
    team = program(world, Role.TEAM)
    body = {"round": 1, "to": ["perencana"], "instruction": "Lewati."}
    found = team.post(f"/cycles/{cycle_id}/steps/4/disposition", body)
    assert (found.status, found.code) == (409, "step_not_open")
    assert seen(cycle_id).step == 4


def test_a_remark_holds_the_ya_until_it_is_settled(world: World) -> None:
    cycle_id = cycle_at(world, 7).cycle_id
    secretary, path = program(world, Role.SECRETARY), f"/cycles/{cycle_id}"
    spot = {"place": "line", "line_id": world.line(cycle_id, RATIO), "text": "Sebutkan sebab."}
    remark_id = secretary.post(f"{path}/remarks", spot).body["id"]
    (remark,) = secretary.get(f"{path}/remarks").body
    assert (remark["text"], remark["state"]) == ("Sebutkan sebab.", "open")
    yes = {"round": 1, "yes": True}
    held = secretary.post(f"{path}/steps/7/decision", yes)
    assert (held.status, held.code) == (409, "step_held")
    planner = program(world, Role.PLANNER)
    refused = planner.post(f"{path}/remarks/{remark_id}/settle")
    assert (refused.status, refused.code) == (403, "not_your_remark")
    assert secretary.post(f"{path}/remarks/{remark_id}/settle").status == 204
    assert secretary.post(f"{path}/steps/7/decision", yes).body == {"step": 8, "round": 1}
    assert secretary.post(f"{path}/remarks/{remark_id + 1}/settle").status == 404


def test_a_returned_draft_has_its_remark_answered(world: World) -> None:
    cycle_id = cycle_at(world, 7).cycle_id
    secretary, path = program(world, Role.SECRETARY), f"/cycles/{cycle_id}"
    made = secretary.post(f"{path}/remarks", {"place": "document", "text": "Terlalu panjang."})
    no = {"round": 1, "yes": False, "reason_code": "D", "reason": "Ringkas.", "back_to": 6}
    secretary.post(f"{path}/steps/7/decision", no)
    planner = program(world, Role.PLANNER)
    answer = f"{path}/remarks/{made.body['id']}/answer"
    assert planner.post(answer, {"reply": "Sudah diringkas."}).status == 204
    assert planner.get(f"{path}/remarks").body[0]["reply"] == "Sudah diringkas."


def test_the_head_sends_back_instead_of_signing(world: World) -> None:
    cycle_id = cycle_at(world, 8).cycle_id
    path = f"/cycles/{cycle_id}/steps/8/return"
    body = {"round": 1, "reason_code": "D", "reason": "Ringkas lagi.", "back_to": 6}
    with one_event(cycle_id, "returned", reason_code="D", deviation=True):
        assert program(world, Role.HEAD).post(path, body).body == {"step": 6, "round": 2}


def test_a_signed_cycle_is_opened_again_for_one_unit(world: World) -> None:
    cycle_id = cycle_at(world, 10).cycle_id
    body = {
        "reason_code": "C",
        "reason": WHY,
        "finish_by": "2026-06-30",
        "back_to": 4,
        "unit_ids": [Unit.objects.get(code="PKM-01").pk],
    }
    path = f"/cycles/{cycle_id}/reopen"
    refused = program(world, Role.PLANNER).post(path, body)
    assert refused.status == 403
    with one_event(cycle_id, "reopened", units=["PKM-01"]):
        assert program(world, Role.HEAD).post(path, body).body == {"step": 4, "round": 2}
    assert world.state(cycle_id, "PKM-01") == "returned"
    assert program(world, Role.OPERATOR, "PKM-01").post(path, body).status == 404


def test_dates_are_changed_and_a_run_is_cancelled_with_reasons(world: World) -> None:
    cycle_id = cycle_at(world, 4).cycle_id
    run_id = Cycle.objects.get(pk=cycle_id).run_id
    secretary, head = program(world, Role.SECRETARY), program(world, Role.HEAD)
    later = {"finish_by": "2026-05-15", "reason": "Jaringan terputus."}
    assert secretary.post(f"/runs/{run_id}/due", later).status == 204
    assert Run.objects.get(pk=run_id).finish_by.isoformat() == "2026-05-15"
    assert secretary.post(f"/runs/{run_id}/cancel", {"reason": WHY}).status == 403
    assert head.post(f"/runs/{run_id}/cancel", {"reason": " "}).status == 422
    assert head.post(f"/runs/{run_id}/cancel", {"reason": WHY}).status == 204
    assert head.get(f"/cycles/{cycle_id}").body["is_cancelled"] is True


def test_tables_are_taken_away_by_whoever_may_read_them(world: World) -> None:
    cycle_id = cycle_at(world, 4).cycle_id
    task_id = delivered(world, cycle_id, "PKM-01").task_id
    team, operator = program(world, Role.TEAM), program(world, Role.OPERATOR, "PKM-01")
    exports = f"/cycles/{cycle_id}/exports"
    for path in (f"{exports}/recap", f"{exports}/forms", f"{exports}/board", "/league/export"):
        found = team.get(path)
        assert found.status == 200, path
        assert openpyxl.load_workbook(io.BytesIO(found.content)).worksheets
        assert operator.get(path).status in (403, 404), path
    for path in (f"{exports}/board?form=csv", "/league/export?form=csv"):
        assert "Puskesmas 01" in team.get(path).content.decode("utf-8-sig")
    table = operator.get(f"/forms/{task_id}/table")
    assert RATIO in table.content.decode("utf-8-sig")
    assert table.headers["Cache-Control"] == "no-store"
    assert program(world, Role.OPERATOR, "PKM-02").get(f"/forms/{task_id}/table").status == 404


def test_a_program_goes_on_where_people_left(world: World) -> None:
    cycle_id = ordered(world)
    onward(world, cycle_id, 4)
    collected(world, seen(cycle_id))
    team: Program = program(world, Role.TEAM)
    done = team.post(f"/cycles/{cycle_id}/steps/4/done", {"round": 1})
    assert done.body == {"step": 5, "round": 1}
