"""A form on its way by programs alone: ready, handed in, back, corrected, verified."""

from datetime import timedelta

import pytest
from django.core.mail import EmailMessage

from tests.api.callers import Program, program
from tests.builders import World, delivered, filled, one_event, state
from ukur.domain.people import Role
from ukur.store.models import Account

UNIT = "PKM-01"


@pytest.fixture
def head(world: World) -> Program:
    return program(world, Role.UNIT_HEAD, UNIT)


@pytest.fixture
def team(world: World) -> Program:
    return program(world, Role.TEAM)


def test_a_form_goes_its_whole_way_by_programs(
    world: World, cycle_id: int, task_id: int, head: Program, team: Program
) -> None:
    filled(world, cycle_id, UNIT)
    operator, path = program(world, Role.OPERATOR, UNIT), f"/forms/{task_id}"
    flow = operator.post(f"{path}/ready").body["flow"]
    assert flow["ready_by"] == world.actor(Role.OPERATOR, UNIT).name
    with one_event(cycle_id, "unit_submitted"):
        handed = head.post(f"{path}/submit", {"seen_told": flow["told"]})
    assert (handed.body["state"], handed.body["flow"]["version"]) == ("submitted", 1)
    assert head.post(f"{path}/withdraw", {"seen_version": 1}).body["state"] == "filling"
    told = head.get(path).body["flow"]["told"]
    head.post(f"{path}/submit", {"seen_told": told})
    back = {"seen_version": 2, "reason_code": "B", "reason": "Bukti belum lengkap."}
    assert team.post(f"{path}/return", back).body["state"] == "returned"
    head.post(f"{path}/submit", {"seen_told": head.get(path).body["flow"]["told"]})
    assert team.post(f"{path}/verify", {"seen_version": 3}).body["state"] == "verified"
    again = {"seen_version": 3, "reason": "Salah hitung."}
    assert head.post(f"{path}/correct", again).body["state"] == "returned"
    versions = team.get(f"{path}/versions").body
    assert [(one["number"], one["end"]) for one in versions] == [
        (3, "corrected"),
        (2, "returned"),
        (1, "withdrawn"),
    ]


def test_what_a_program_asks_or_gives_back_is_mailed_at_once(
    world: World, cycle_id: int, task_id: int, head: Program, mailoutbox: list[EmailMessage]
) -> None:
    Account.objects.filter(username=f"kepala_unit-{UNIT}").update(email="kepala@contoh.go.id")
    filled(world, cycle_id, UNIT)
    path = f"/forms/{task_id}"
    program(world, Role.OPERATOR, UNIT).post(f"{path}/ready")
    told = head.get(path).body["flow"]["told"]
    head.post(f"{path}/submit", {"seen_told": told})
    back = {"seen_version": 1, "reason_code": "B", "reason": "Bukti belum lengkap."}
    program(world, Role.TEAM).post(f"{path}/return", back)
    assert [mail.subject for mail in mailoutbox] == [
        "[Ukur] Perlu Anda nyatakan benar: Isian Puskesmas 01",
        "[Ukur] Dikembalikan: Isian Puskesmas 01",
    ]


def test_nothing_is_handed_in_that_its_head_has_not_seen(
    world: World, cycle_id: int, task_id: int, head: Program
) -> None:
    filled(world, cycle_id, UNIT)
    told = head.get(f"/forms/{task_id}").body["flow"]["told"]
    before = state()
    found = head.post(f"/forms/{task_id}/submit", {"seen_told": told - 1})
    assert (found.status, found.code) == (409, "figures_moved")
    assert state() == before


def test_an_empty_form_says_what_it_lacks(task_id: int, head: Program) -> None:
    found = head.post(f"/forms/{task_id}/submit", {"seen_told": 0})
    assert (found.status, found.code) == (409, "form_incomplete")
    assert {"line": "IKU-01", "code": "value"} in found.body["facts"]["lacks"]


@pytest.mark.parametrize(
    ("act", "body"),
    [
        ("verify", {"seen_version": 1}),
        ("return", {"seen_version": 1, "reason_code": "A", "reason": "x"}),
        ("close", {"reason": "x"}),
        ("reopen", {"reason": "x"}),
        ("extend", {"reason": "x", "until": "2026-06-01T16:00:00+07:00"}),
    ],
)
def test_what_is_tim_sakips_no_unit_does(
    world: World, cycle_id: int, head: Program, act: str, body: object
) -> None:
    task_id = delivered(world, cycle_id, UNIT).task_id
    head.get("/me")
    before = state()
    found = head.post(f"/forms/{task_id}/{act}", body)
    assert (found.status, found.code) == (403, "not_your_unit")
    assert state() == before


def test_a_version_that_was_not_seen_is_not_verified(
    world: World, cycle_id: int, task_id: int, team: Program
) -> None:
    delivered(world, cycle_id, UNIT)
    found = team.post(f"/forms/{task_id}/verify", {"seen_version": 0})
    assert (found.status, found.code, found.body["facts"]) == (
        409,
        "submission_passed",
        {"version": 1},
    )


def test_many_units_are_verified_at_once_or_none(
    world: World, cycle_id: int, team: Program
) -> None:
    tasks = [delivered(world, cycle_id, unit).task_id for unit in ("PKM-01", "PKM-02")]
    seen = [{"task_id": task, "seen_version": 1} for task in tasks]
    passed = [{**seen[0], "seen_version": 0}, seen[1]]
    found = team.post(f"/cycles/{cycle_id}/verify", {"forms": passed})
    assert (found.status, found.code) == (409, "units_moved")
    with one_event(cycle_id, "units_verified"):
        found = team.post(f"/cycles/{cycle_id}/verify", {"forms": seen})
    assert found.body == {"units": ["PKM-01", "PKM-02"]}


def test_a_unit_is_closed_with_a_reason_and_opened_again(task_id: int, team: Program) -> None:
    found = team.post(f"/forms/{task_id}/close", {"reason": " "})
    assert found.problems == [("reason", "reason_missing")]
    assert team.post(f"/forms/{task_id}/close", {"reason": "Banjir."}).body["state"] == "closed"
    assert team.post(f"/forms/{task_id}/reopen", {"reason": " "}).problems == found.problems
    opened = team.post(f"/forms/{task_id}/reopen", {"reason": "Air sudah surut."}).body
    assert (opened["state"], opened["way_back"]) == ("returned", "reopened")
    assert opened["reason"] == "Air sudah surut."


def test_a_unit_gets_more_time(world: World, task_id: int, team: Program) -> None:
    until = world.clock.at + timedelta(days=60)
    body = {"reason": "Jaringan putus.", "until": until.isoformat()}
    flow = team.post(f"/forms/{task_id}/extend", body).body["flow"]
    assert flow["extended_until"].startswith(until.date().isoformat())
    naive = {"reason": "x", "until": "2026-06-01T16:00:00"}
    assert team.post(f"/forms/{task_id}/extend", naive).problems == [("until", "shape_wrong")]


def test_a_unit_is_reminded(cycle_id: int, task_id: int, team: Program) -> None:
    found = team.post(f"/cycles/{cycle_id}/remind", {"task_ids": [task_id]})
    assert found.body == {"tasks": [task_id], "left_out": 0}
    rows = team.get(f"/cycles/{cycle_id}/board").body["units"]
    assert [row["reminded"] for row in rows if row["task_id"] == task_id] == [1]
