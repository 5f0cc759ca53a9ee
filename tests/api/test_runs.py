"""Runs of plain SOPs by a program: lists, one of them, and its steps."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.api.callers import program
from tests.builders import PROOF, YEAR, World, cycle_at, one_event, state
from tests.small_sops import KEY, put_in_force
from ukur.domain.people import Role
from ukur.store.models import Cycle
from ukur.usecases.run.begin_run import Wanted, begin_run


@pytest.fixture
def run_id(world: World) -> int:
    put_in_force(world.agency_id)
    wanted = Wanted(KEY, "Rapat Renja", date(YEAR, 4, 10))
    return begin_run(wanted=wanted, actor=world.actor(Role.PLANNER), tools=world.tools)


def test_a_run_goes_on_and_back_by_programs(world: World, run_id: int) -> None:
    planner, staff = program(world, Role.PLANNER), program(world, Role.STAFF)
    path = f"/runs/{run_id}/steps"
    (task,) = planner.get("/tasks").body["tasks"]
    assert (task["kind"], task["run_id"], task["step"]) == ("run_step", run_id, 1)
    assert planner.post(f"{path}/1/done", {"round": 1}).body == {"step": 2, "round": 1}
    assert planner.post(f"{path}/2/done", {"round": 1}).body == {"step": 3, "round": 1}
    assert staff.post(f"{path}/3/done", {"round": 1}).body == {"step": 4, "round": 1}
    no = {"round": 1, "yes": False, "reason_code": "D", "reason": "Ulangi."}
    secretary = program(world, Role.SECRETARY)
    assert secretary.post(f"{path}/4/decision", no).body["round"] == 2
    run = secretary.get(f"/runs/{run_id}").body
    assert [step["outcome"] for step in run["steps"] if step["step"] == 4] == ["tidak"]


def test_a_no_without_a_reason_is_refused(world: World, run_id: int) -> None:
    planner, path = program(world, Role.PLANNER), f"/runs/{run_id}/steps"
    found = planner.post(f"{path}/1/decision", {"round": 1, "yes": False, "reason": "x"})
    assert (found.status, found.code) == (422, "outcome_not_possible")
    found = planner.post(f"{path}/9/done", {"round": 1})
    assert (found.status, found.code) == (409, "step_not_open")


def test_the_lists_are_those_of_the_page(world: World, run_id: int) -> None:
    planner, staff = program(world, Role.PLANNER), program(world, Role.STAFF)
    assert [one["run_id"] for one in planner.get("/runs").body["runs"]] == [run_id]
    assert staff.get("/runs").body["runs"] == []
    assert [one["run_id"] for one in staff.get("/runs?group=lain").body["runs"]] == [run_id]
    assert staff.get("/runs?group=lain&sop=lain").body["runs"] == []
    assert staff.get("/runs?group=x").status == 422


def test_whoever_has_no_lane_in_it_does_not_find_it(world: World, run_id: int) -> None:
    stranger = program(world, Role.OPERATOR, "PKM-01")
    assert stranger.get(f"/runs/{run_id}").status == 404
    assert stranger.post(f"/runs/{run_id}/steps/1/done", {"round": 1}).status == 404


def test_a_run_is_begun_and_noted_on_by_a_program(world: World) -> None:
    put_in_force(world.agency_id)
    planner = program(world, Role.PLANNER)
    wanted = {"procedure": KEY, "subject": "Rapat Renja", "finish_by": f"{YEAR}-04-10"}
    made = planner.post("/runs", wanted)
    assert made.status == 201
    path = f"/runs/{made.body['run_id']}"
    noted = planner.post(f"{path}/steps/1/notes", {"round": 1, "text": "Undangan dikirim."})
    assert noted.status == 201
    assert planner.get(path).body["open_step"]["step"] == 1
    stale = planner.post(f"{path}/steps/1/notes", {"round": 2, "text": "x"})
    assert (stale.status, stale.code) == (409, "round_passed")
    assert planner.post("/runs", wanted | {"procedure": "tiada"}).status == 404
    assert program(world, Role.OPERATOR, "PKM-01").post("/runs", wanted).status == 403


def test_files_notes_and_letters_lie_beside_a_step(world: World, run_id: int) -> None:
    planner, path = program(world, Role.PLANNER), f"/runs/{run_id}/steps/1"
    file = SimpleUploadedFile("agenda.pdf", PROOF)
    laid = planner.upload(f"{path}/files", file=file, round=1)
    assert laid.status == 201
    planner.post(f"{path}/notes", {"round": 1, "text": "Agenda disepakati."})
    letter = {"round": 1, "subject": "Undangan rapat", "recipient": "Kepala Bidang"}
    number = planner.post(f"{path}/letters", letter).body["number"]
    found = program(world, Role.STAFF).get(f"/runs/{run_id}/beside").body
    (step,) = found["steps"]
    assert (step["step"], step["round"], step["notes"][0]["text"]) == (1, 1, "Agenda disepakati.")
    assert [(one["name"], one["size"]) for one in step["files"]] == [("agenda.pdf", len(PROOF))]
    assert [(one["number"], one["subject"]) for one in found["letters"]] == [
        (number, "Undangan rapat")
    ]
    at = f"/runs/files/{laid.body['id']}"
    assert planner.get(at).content == PROOF
    assert program(world, Role.OPERATOR, "PKM-01").get(at).status == 404
    taken = planner.ask("DELETE", f"{path}/files/{laid.body['id']}?round=1")
    assert taken.status == 204
    assert planner.get(f"/runs/{run_id}/beside").body["steps"][0]["files"] == []
    assert planner.get(at).status == 404
    assert planner.ask("DELETE", f"{path}/files/{laid.body['id']}?round=1").status == 404


def test_a_file_is_refused_beside_a_step_as_on_its_page(world: World, run_id: int) -> None:
    planner, path = program(world, Role.PLANNER), f"/runs/{run_id}/steps/1/files"
    staff = program(world, Role.STAFF)
    for one in (planner, staff):
        one.get("/me")
    before = state()

    def sent(name: str, content: bytes, round_: int = 1) -> tuple[int, str]:
        answer = planner.upload(path, file=SimpleUploadedFile(name, content), round=round_)
        return answer.status, answer.code

    assert sent("agenda.pdf", PROOF, 2) == (409, "round_passed")
    assert sent("agenda.exe", b"MZ") == (422, "file_refused")
    file = SimpleUploadedFile("agenda.pdf", PROOF)
    other = staff.upload(path, file=file, round=1)
    assert (other.status, other.code) == (403, "wrong_role")
    assert state() == before


def test_a_clock_rests_and_goes_on_by_a_program(world: World, run_id: int) -> None:
    planner, path = program(world, Role.PLANNER), f"/runs/{run_id}/steps/1"
    before = planner.get(f"/runs/{run_id}").body["open_step"]
    wait = {"awaited": "Bappeda", "reason": "Menunggu target.", "until": f"{YEAR}-04-07"}
    rested = planner.post(f"{path}/pause", wait)
    assert rested.body["due_at"] > before["due_at"]
    assert planner.get(f"/runs/{run_id}").body["open_step"]["paused_until"][:10] == f"{YEAR}-04-07"
    again = planner.post(f"{path}/pause", wait)
    assert (again.status, again.code) == (409, "step_paused")
    assert planner.post(f"{path}/resume").body == {"due_at": before["due_at"]}
    again = planner.post(f"{path}/resume")
    assert (again.status, again.code) == (409, "step_not_paused")
    other = program(world, Role.STAFF).post(f"{path}/pause", wait)
    assert (other.status, other.code) == (403, "wrong_role")
    blank = planner.post(f"{path}/pause", wait | {"reason": " "})
    assert (blank.status, blank.problems) == (422, [("reason", "needed")])


def test_the_clock_of_a_cycle_rests_too(world: World) -> None:
    cycle_id = cycle_at(world, 5).cycle_id
    run_id = Cycle.objects.get(pk=cycle_id).run_id
    planner = program(world, Role.PLANNER)
    wait = {"awaited": "Bidang", "reason": "Menunggu penjelasan.", "until": f"{YEAR}-04-30"}
    with one_event(cycle_id, "step_paused", awaited="Bidang"):
        assert planner.post(f"/runs/{run_id}/steps/5/pause", wait).status == 200
    found = planner.get(f"/cycles/{cycle_id}").body["open_step"]
    assert found["paused_until"][:10] == f"{YEAR}-04-30"
    with one_event(cycle_id, "step_resumed"):
        assert planner.post(f"/runs/{run_id}/steps/5/resume").status == 200
    operator = program(world, Role.OPERATOR, "PKM-01")
    assert operator.post(f"/runs/{run_id}/steps/5/pause", wait).status == 404
