"""The form of a unit by a program: read, filled in, and what is asked back."""

import pytest

from tests.api.callers import Program, asked, program
from tests.builders import COUNT, RATIO, World, cycle_at, filled, one_event_of, state
from tests.web.builders_work import installed
from ukur.domain.people import Role
from ukur.store.models import BudgetEntry, Entry

UNIT = "PKM-01"


@pytest.fixture
def operator(world: World) -> Program:
    return program(world, Role.OPERATOR, UNIT)


@pytest.fixture
def ratio(world: World, cycle_id: int) -> int:
    return world.line(cycle_id, RATIO)


@pytest.fixture
def count_path(world: World, cycle_id: int, task_id: int) -> str:
    return f"/forms/{task_id}/lines/{world.line(cycle_id, COUNT)}"


def test_the_form_tells_every_line_of_the_unit(task_id: int, ratio: int, operator: Program) -> None:
    form = operator.get(f"/forms/{task_id}").body
    line = next(line for line in form["lines"] if line["code"] == RATIO)
    assert form["state"] == "filling"
    assert (line["id"], line["saves"], line["kind"]) == (ratio, 0, "ratio")
    assert line["target"] == {"text": "90,00", "low": "90", "high": "90"}
    assert line["explanation"]["figure"] == "unit"
    assert "fill" in [act["act"] for act in form["acts"]]


@pytest.mark.parametrize("role", [Role.TEAM, Role.HEAD])
def test_the_roles_of_the_sop_read_every_form(world: World, task_id: int, role: Role) -> None:
    assert program(world, role).get(f"/forms/{task_id}").status == 200


def test_what_looks_wrong_about_a_figure_is_told_with_its_line(
    task_id: int, ratio: int, operator: Program
) -> None:
    path = f"/forms/{task_id}/lines/{ratio}"
    kept = operator.patch(path, {"numerator": "120", "denominator": "100"}).body
    (told,) = kept["warnings"]
    assert told["check"] == "above_denominator"
    assert "120" in told["message"]
    assert kept["state"] == "comment"
    (line,) = [one for one in operator.get(f"/forms/{task_id}").body["lines"] if one["warnings"]]
    assert (line["id"], line["warnings"]) == (ratio, kept["warnings"])
    said = operator.patch(path, {"note": "Penyebutnya proyeksi."}).body
    assert (said["warnings"], "comment" in said["lacks"]) == ([told], False)


def test_another_unit_does_not_find_it(world: World, task_id: int, ratio: int) -> None:
    other = program(world, Role.OPERATOR, "PKM-02")
    before = state()
    assert other.get(f"/forms/{task_id}").status == 404
    assert other.patch(f"/forms/{task_id}/lines/{ratio}", {"note": "x"}).status == 404
    assert other.post(f"/forms/{task_id}/ready").status == 404
    after = state()
    assert {name for name in after if after[name] != before[name]} <= {"api_token"}


def test_a_figure_is_kept_exactly_as_sent_and_says_that_a_program_sent_it(
    cycle_id: int, task_id: int, ratio: int, operator: Program
) -> None:
    sent = {"numerator": "1234.5", "denominator": "2000.000001"}
    with one_event_of(cycle_id, UNIT, "entries_recorded", origin="api"):
        answer = operator.patch(f"/forms/{task_id}/lines/{ratio}", sent)
    kept = answer.body
    assert (kept["numerator"], kept["denominator"]) == ("1234.5", "2000.000001")
    assert (kept["saves"], kept["origin"]) == (1, "api")
    assert Entry.objects.get(task=task_id, line=ratio).origin == "api"


def test_the_same_again_leaves_no_trace(task_id: int, ratio: int, operator: Program) -> None:
    sent = {"numerator": "80", "denominator": "100", "seen": 0}
    first = operator.patch(f"/forms/{task_id}/lines/{ratio}", sent)
    before = state()
    again = operator.patch(f"/forms/{task_id}/lines/{ratio}", sent)
    assert (first.status, again.status) == (200, 200)
    assert again.body == first.body
    assert state() == before


def test_a_cell_that_is_left_out_stays(task_id: int, ratio: int, operator: Program) -> None:
    path = f"/forms/{task_id}/lines/{ratio}"
    operator.patch(path, {"numerator": "1200", "denominator": "1500"})
    kept = operator.patch(path, {"note": "Data sementara."}).body
    assert (kept["numerator"], kept["denominator"]) == ("1200", "1500")
    blank = operator.patch(path, {"numerator": "", "denominator": ""}).body
    assert (blank["numerator"], blank["note"]) == ("", "Data sementara.")


def test_many_lines_are_kept_in_one_request(
    world: World, cycle_id: int, task_id: int, ratio: int, operator: Program
) -> None:
    count, money = world.line(cycle_id, COUNT), BudgetEntry.objects.get(task=task_id)
    body = {
        "lines": [
            {"id": ratio, "numerator": "80", "denominator": "100"},
            {"id": count, "value": "4"},
        ],
        "budget": [{"id": money.budget_line_id, "spent": "750000.50"}],
    }
    with one_event_of(cycle_id, UNIT, "entries_recorded"):
        kept = operator.patch(f"/forms/{task_id}/lines", body)
    assert [line["id"] for line in kept.body["lines"]] == [ratio, count]
    assert kept.body["budget"][0]["spent"] == "750000.5"


def test_one_wrong_figure_keeps_all_of_them_out(
    world: World, cycle_id: int, task_id: int, ratio: int, operator: Program
) -> None:
    operator.get("/me")
    count, before = world.line(cycle_id, COUNT), state()
    body = {
        "lines": [
            {"id": ratio, "numerator": "80", "denominator": "100"},
            {"id": count, "value": "-4"},
            {"id": 999, "value": "4"},
        ]
    }
    answer = operator.patch(f"/forms/{task_id}/lines", body)
    assert answer.problems == [("line:999", "line_unknown")]
    answer = operator.patch(f"/forms/{task_id}/lines", {"lines": body["lines"][:2]})
    assert (answer.status, answer.code) == (422, "not_valid")
    assert answer.problems == [(f"line:{count}:value", "figure_negative")]
    assert state() == before


@pytest.mark.parametrize(
    ("figure", "code"),
    [
        ("1.234,5", "figure_not_plain"),
        ("1,5", "figure_not_plain"),
        ("1e3", "figure_not_plain"),
        ("abc", "figure_not_plain"),
        ("<b>1</b>", "figure_not_plain"),
        (" 5", "figure_not_plain"),
        ("٣", "figure_not_plain"),
        ("NaN", "figure_not_plain"),
        ("-5", "figure_negative"),
        ("9" * 21, "figure_too_long"),
        ("1.1234567", "figure_too_many_decimals"),
        (4.5, "figure_as_number"),
        (4, "figure_as_number"),
        (True, "shape_wrong"),
        ([], "shape_wrong"),
        ("5\x00", "character_refused"),
    ],
)
def test_what_is_no_plain_figure_is_refused_with_its_code(
    count_path: str, operator: Program, figure: object, code: str
) -> None:
    operator.get("/me")
    before = state()
    answer = operator.patch(count_path, {"value": figure})
    assert answer.status == 422
    assert [problem for _where, problem in answer.problems] == [code]
    assert all(one["message"] for one in answer.body["problems"])
    assert state() == before


def test_a_thousand_with_a_point_is_a_decimal_and_no_question(
    world: World, cycle_id: int, task_id: int, operator: Program
) -> None:
    line = world.line(cycle_id, COUNT)
    kept = operator.patch(f"/forms/{task_id}/lines/{line}", {"value": "1.234"})
    assert kept.body["value"] == "1.234"


def test_whoever_saw_an_older_state_is_told_what_stands_there_now(
    world: World, task_id: int, ratio: int, operator: Program
) -> None:
    path = f"/forms/{task_id}/lines/{ratio}"
    operator.patch(path, {"numerator": "80", "denominator": "100", "seen": 0})
    head = program(world, Role.UNIT_HEAD, UNIT)
    answer = head.patch(path, {"numerator": "70", "denominator": "100", "seen": 0})
    assert (answer.status, answer.code) == (409, "entry_conflict")
    (conflict,) = answer.body["facts"]["conflicts"]
    assert (conflict["line_id"], conflict["saves"]) == (ratio, 1)
    assert conflict["theirs"]["numerator"] == "80"
    assert operator.get(f"/forms/{task_id}").body["lines"][0]["numerator"] == "80"


def test_whoever_saw_an_older_state_of_a_budget_line_is_told_what_stands_there_now(
    world: World, task_id: int, operator: Program
) -> None:
    (line,) = operator.get(f"/forms/{task_id}").body["budget"]
    path = f"/forms/{task_id}/lines"

    def spent(amount: str, seen: int) -> dict[str, object]:
        return {"budget": [{"id": line["id"], "spent": amount, "seen": seen}]}

    kept = operator.patch(path, spent("900000", line["saves"])).body["budget"][0]
    assert (line["saves"], kept["saves"]) == (0, 1)
    answer = program(world, Role.UNIT_HEAD, UNIT).patch(path, spent("750000", 0))
    assert (answer.status, answer.code) == (409, "entry_conflict")
    (conflict,) = answer.body["facts"]["conflicts"]
    assert (conflict["line_id"], conflict["code"], conflict["is_budget"], conflict["saves"]) == (
        line["id"],
        line["code"],
        True,
        1,
    )
    assert conflict["theirs"]["value"] == "900000"
    assert operator.get(f"/forms/{task_id}").body["budget"][0]["spent"] == "900000"


@pytest.mark.django_db
@pytest.mark.parametrize("who", [(Role.OPERATOR, UNIT), (Role.TEAM, "")])
def test_a_form_of_a_hundred_lines_costs_what_one_of_two_costs(who: tuple[Role, str]) -> None:
    """With its key, its warnings, and who wrote its notes."""
    found = []
    for more in (0, 98):
        with installed(code=f"besar{more}", more_ratios=more) as world:
            cycle_id = cycle_at(world, 4).cycle_id
            task = filled(world, cycle_id, UNIT).task_id
            line = f"/forms/{task}/lines/{world.line(cycle_id, RATIO)}"
            operator = program(world, Role.OPERATOR, UNIT)
            assert operator.patch(line, {"note": "Register baru."}).status == 200
            caller = program(world, *who)
            lines = caller.get(f"/forms/{task}").body["lines"]
            assert len(lines) == more + 2
            assert [bool(one["note_by"]) for one in lines].count(True) == 1
            found.append(asked(caller, f"/forms/{task}"))
    assert found[0] == found[1] <= 10
