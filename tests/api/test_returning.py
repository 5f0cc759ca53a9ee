"""A program returns a form line by line, and reads what is to be mended."""

from collections.abc import Mapping

import pytest

from tests.api.callers import Program, program
from tests.builders import COUNT, INDEX, RATIO, SUB_FIELD, World, delivered, one_event, state
from ukur.domain.entering import Typed
from ukur.domain.people import Role
from ukur.domain.returning import LONGEST_WORD
from ukur.usecases.collect.record_entries import record_entries

UNIT = "PKM-01"
CASES = {"code": COUNT, "word": "Cocokkan dengan register."}
MONEY = {"code": SUB_FIELD, "word": "Pakai angka SP2D.", "is_budget": True}


@pytest.fixture
def path(world: World, cycle_id: int) -> str:
    return f"/forms/{delivered(world, cycle_id, UNIT).task_id}"


@pytest.fixture
def team(world: World) -> Program:
    return program(world, Role.TEAM)


def back(*lines: Mapping[str, object], **more: object) -> dict[str, object]:
    return {"seen_version": 1, "reason_code": "A", "lines": list(lines)} | more


def test_lines_go_with_a_return_and_come_with_the_form_and_its_versions(
    world: World, cycle_id: int, path: str, team: Program
) -> None:
    with one_event(cycle_id, "unit_returned", reason=""):
        found = team.post(f"{path}/return", back(MONEY, CASES))
    assert (found.status, found.body["state"]) == (200, "returned")
    record_entries(
        task_id=found.body["task_id"],
        typed={world.line(cycle_id, COUNT): Typed(value="5")},
        spent={},
        actor=world.actor(Role.OPERATOR, UNIT),
        tools=world.tools,
    )
    asked = program(world, Role.OPERATOR, UNIT).get(path).body["asked"]
    assert [(one["code"], one["word"], one["is_budget"], one["is_changed"]) for one in asked] == [
        (COUNT, CASES["word"], False, True),
        (SUB_FIELD, MONEY["word"], True, False),
    ]
    assert asked[0]["id"] == world.line(cycle_id, COUNT)
    (version,) = team.get(f"{path}/versions").body
    assert version["asked"] == [CASES | {"is_budget": False}, MONEY]


def test_a_form_that_was_never_returned_names_no_line(path: str, team: Program) -> None:
    assert team.get(path).body["asked"] == []
    assert team.get(f"{path}/versions").body[0]["asked"] == []


@pytest.mark.parametrize(
    ("lines", "wrong"),
    [
        ([{"code": INDEX, "word": "Cek."}], [(f"return:{INDEX}", "return_line_foreign")]),
        ([{"code": RATIO, "word": "  "}], [(f"return:{RATIO}", "return_word_missing")]),
        ([CASES, CASES], [(f"return:{COUNT}", "return_line_twice")]),
        (
            [{"code": SUB_FIELD, "word": "x" * (LONGEST_WORD + 1), "is_budget": True}],
            [(f"return_budget:{SUB_FIELD}", "return_word_long")],
        ),
        ([], [("reason", "reason_missing")]),
    ],
)
def test_what_is_wrong_with_a_line_is_told_by_its_place_and_nothing_is_kept(
    path: str, team: Program, lines: list[dict[str, object]], wrong: list[tuple[str, str]]
) -> None:
    team.get(path)
    before = state()
    found = team.post(f"{path}/return", back(*lines))
    assert (found.status, found.problems) == (422, wrong)
    assert state() == before
