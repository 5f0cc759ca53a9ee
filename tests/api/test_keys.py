"""Who gets in: keys that hold, and nobody else."""

from datetime import date, timedelta

import pytest
from axes.models import AccessAttempt
from django.test import Client

from tests.api.callers import Program, answer, key_of, program
from tests.builders import YEAR, World
from tests.web.builders_work import at_door
from ukur.domain.people import Role
from ukur.store.models import Account, ApiToken, Attempt, DutyRow, Unit
from ukur.usecases.office.end_duty import end_duty
from ukur.usecases.office.grant_duty import NewDuty, grant_duty
from ukur.usecases.office.revoke_token import revoke_token


@pytest.mark.parametrize(
    "header",
    ["", "Bearer", "Bearer ukur_salah", "Basic dTpw", "ukur_salah", "Bearer " + "x" * 5000],
)
def test_without_a_key_that_holds_the_answer_is_401_and_no_sign_in(
    world: World, header: str
) -> None:
    found = Program().get("/tasks", Authorization=header)
    assert (found.status, found.code) == (401, "key_needed")
    assert found.headers["WWW-Authenticate"].startswith("Bearer")
    assert found.headers["Cache-Control"] == "no-store"
    assert "Location" not in found.headers


def test_keys_that_open_nothing_are_noted_and_after_five_have_to_wait(world: World) -> None:
    good, wrong = program(world, Role.TEAM), Program("ukur_rahasia-yang-keliru")
    assert [wrong.get("/tasks").status for _try in range(4)] == [401] * 4
    for _try in range(2):
        found = wrong.get("/tasks")
        assert (found.status, found.code) == (429, "too_many_attempts")
        assert found.headers["Retry-After"] == "900"
    assert good.get("/tasks").status == 200  # whoever has a key that holds does not wait
    noted = Attempt.objects.filter(code="key_opens_nothing")
    assert noted.count() == 5
    assert {(one.what, one.account) for one in noted} == {("GET /api/v1/tasks", None)}
    assert noted[0].facts == {"address": "127.0.0.1"}
    for row in [*noted.values(), *AccessAttempt.objects.values()]:
        assert "rahasia" not in str(row)


def test_an_address_that_waits_keeps_nobody_elsewhere_waiting(world: World) -> None:
    wrong = Program("ukur_salah")
    for _try in range(5):
        wrong.get("/tasks")
    assert (
        Client(REMOTE_ADDR="10.0.0.9").get("/api/v1/tasks", headers=wrong.headers).status_code
        == 401
    )


def test_what_is_sent_with_a_wrong_key_is_not_kept(world: World) -> None:
    found = Program("ukur_salah").upload("/cycles/1/sources", catatan="angka rahasia")
    assert found.status == 401
    assert all("rahasia" not in str(row) for row in AccessAttempt.objects.values())


def test_the_session_of_a_browser_opens_nothing(world: World) -> None:
    found = answer(at_door(world, Role.KEEPER).get("/api/v1/me"))
    assert found.status == 401


def test_a_key_tells_whom_it_stands_for(world: World) -> None:
    unit = Unit.objects.get(code="PKM-01")
    caller = Program(key_of(world, world.actor(Role.OPERATOR, "PKM-01"), unit.pk))
    me = caller.get("/me").body
    assert [(duty["role"], duty["unit"]["code"]) for duty in me["duties"]] == [
        ("operator", "PKM-01")
    ]
    assert me["key"]["unit_id"] == unit.pk
    assert me["agency"]["code"] == "contoh"


def test_a_key_for_a_unit_carries_none_of_the_other_duties(
    world: World, cycle_id: int, task_id: int
) -> None:
    unit, keeper = Unit.objects.get(code="PKM-01"), world.actor(Role.KEEPER)
    operator = world.actor(Role.OPERATOR, "PKM-01")
    new = NewDuty(account_id=operator.account_id, role=Role.TEAM, starts=date(YEAR, 1, 1))
    grant_duty(new=new, actor=keeper, tools=world.tools)
    both = world.actor(Role.OPERATOR, "PKM-01")
    whole, bound = Program(key_of(world, both)), Program(key_of(world, both, unit.pk))
    other = world.task(cycle_id, "PKM-02").task_id
    assert whole.get(f"/forms/{other}").status == 200
    assert bound.get(f"/forms/{other}").status == 404
    assert bound.get(f"/forms/{task_id}").status == 200


def test_a_duty_that_ends_is_gone_for_the_key_at_once(world: World, task_id: int) -> None:
    caller = program(world, Role.OPERATOR, "PKM-01")
    assert caller.get(f"/forms/{task_id}").status == 200
    duty = DutyRow.objects.get(account__username="operator-PKM-01")
    end_duty(duty_id=duty.pk, ends=None, actor=world.actor(Role.KEEPER), tools=world.tools)
    assert caller.get(f"/forms/{task_id}").status == 404
    assert caller.get("/me").body["duties"] == []


def test_the_key_of_an_account_that_is_closed_opens_nothing(world: World) -> None:
    caller = program(world, Role.STAFF)
    Account.objects.filter(username="staf").update(is_active=False)
    assert caller.get("/me").status == 401


def test_a_key_that_is_revoked_or_over_opens_nothing(world: World) -> None:
    first, second = program(world, Role.STAFF), program(world, Role.STAFF)
    token = ApiToken.objects.order_by("pk")[0]
    revoke_token(token_id=token.pk, actor=world.actor(Role.STAFF), tools=world.tools)
    assert [first.get("/me").status, second.get("/me").status] == [401, 200]
    world.clock.at += timedelta(days=31)
    assert second.get("/me").status == 401


def test_the_use_of_a_key_is_written_once_a_day(world: World) -> None:
    caller = program(world, Role.STAFF)
    for _ in range(3):
        caller.get("/me")
    assert ApiToken.objects.get().used_at == world.clock.at


def test_a_refusal_is_noted_under_the_name_of_the_keys_owner(world: World, task_id: int) -> None:
    caller = program(world, Role.OPERATOR, "PKM-01")
    found = caller.post(f"/forms/{task_id}/submit", {"seen_told": 0})
    assert (found.status, found.code) == (403, "not_your_unit")
    noted = Attempt.objects.get()
    assert noted.account_id == world.actor(Role.OPERATOR, "PKM-01").account_id
    assert (noted.code, noted.what) == ("not_your_unit", f"POST /api/v1/forms/{task_id}/submit")


def test_messages_are_in_the_language_that_is_asked_for(world: World, task_id: int) -> None:
    caller = program(world, Role.OPERATOR, "PKM-01")

    def said(**headers: str) -> tuple[str, str]:
        path = f"/forms/{task_id}/submit"
        found = caller.ask("POST", path, {"seen_told": 0}, **headers)
        return found.headers["Content-Language"], found.body["message"].split()[0]

    assert said() == ("id", "Isian")
    assert said(**{"Accept-Language": "en-GB,en;q=0.8"}) == ("en", "This")
    assert said(**{"Accept-Language": "fr"}) == ("id", "Isian")


def test_the_description_is_open_and_nothing_else(world: World) -> None:
    stranger = Program()
    assert stranger.get("/openapi.json").status == 200
    for path in stranger.get("/openapi.json").body["paths"]:
        address = path.removeprefix("/api/v1").replace("{", "").replace("}", "")
        found = [stranger.ask(method, address).status for method in ("GET", "POST", "PATCH")]
        assert set(found) <= {401, 404, 405}, (path, found)


def test_every_answer_keeps_the_headers_of_the_house(world: World) -> None:
    found = program(world, Role.STAFF).get("/me")
    assert "default-src 'none'" in found.headers["Content-Security-Policy"]
    assert found.headers["Cache-Control"] == "no-store"
    assert found.headers["X-Content-Type-Options"] == "nosniff"
    assert "Set-Cookie" not in found.headers


@pytest.mark.parametrize(
    ("method", "path", "status", "code"),
    [
        ("GET", "/nowhere", 404, "not_found"),
        ("GET", "/", 404, "not_found"),
        ("DELETE", "/me", 405, "method_not_allowed"),
    ],
)
def test_what_is_no_address_is_said_in_json(
    world: World, method: str, path: str, status: int, code: str
) -> None:
    found = program(world, Role.STAFF).ask(method, path)
    assert (found.status, found.code) == (status, code)
