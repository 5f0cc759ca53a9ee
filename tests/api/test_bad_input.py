"""What no honest program sends: refused with its place, never a failure, never a trace."""

import json

import pytest

from tests.api.callers import Program, program
from tests.builders import COUNT, World, state
from ukur.domain.people import Role

UNIT = "PKM-01"


@pytest.fixture
def operator(world: World) -> Program:
    caller = program(world, Role.OPERATOR, UNIT)
    caller.get("/me")
    return caller


@pytest.mark.parametrize(
    ("body", "problem"),
    [
        (b"", ("body", "field_missing")),
        (b"{", ("body", "json_unreadable")),
        (b"[" * 100_000, ("body", "json_too_deep")),
        (b'{"lines":' * 20 + b"1" + b"}" * 20, ("", "json_too_deep")),
        (b'{"lines": [NaN]}', ("body", "json_unreadable")),
        (b'{"lines": [], "lines": []}', ("body", "json_unreadable")),
        (b"\xff\xfe{}", ("body", "json_unreadable")),
        (b"9" * 5_000, ("body", "json_unreadable")),
        (b"null", ("body", "shape_wrong")),
        (b'"x"', ("body", "shape_wrong")),
        (b'{"lines": 1}', ("lines", "shape_wrong")),
        (b'{"lines": [{"value": "1"}]}', ("lines.0.id", "field_missing")),
        (b'{"lines": [{"id": 99999999999999999999}]}', ("lines.0.id", "value_out_of_bounds")),
        (b'{"lines": [{"id": 0}]}', ("lines.0.id", "value_out_of_bounds")),
        (b'{"lines": [{"id": 1, "nilai": "1"}]}', ("lines.0.nilai", "field_unknown")),
        (b'{"lines": [{"id": 1, "note": "\\u0000"}]}', ("lines.0.note", "character_refused")),
        (b'{"lines": [{"id": 1, "note": "\\ud800"}]}', ("lines.0.note", "character_refused")),
        (b'{"lines": [{"id": 1, "value": 4.25}]}', ("lines.0.value", "figure_as_number")),
        (b'{"lines": [{"id": 1, "seen": "1"}]}', ("lines.0.seen", "shape_wrong")),
    ],
)
def test_the_place_of_what_is_wrong_is_named(
    task_id: int, operator: Program, body: bytes, problem: tuple[str, str]
) -> None:
    before = state()
    found = operator.ask("PATCH", f"/forms/{task_id}/lines", body)
    assert (found.status, found.code) == (422, "not_valid")
    ((where, code),) = found.problems
    assert code == problem[1]
    assert where == problem[0] or not problem[0]
    assert state() == before


@pytest.mark.parametrize(
    "path", ["/forms/abc", "/forms/0", "/forms/-1", f"/forms/{10**30}", "/cycles/1.5", "/runs/x"]
)
def test_an_id_that_cannot_be_one_is_refused(operator: Program, path: str) -> None:
    assert operator.get(path).status == 422


@pytest.mark.parametrize("code", ["%00", "%F0%9F%A6%80", "'%20OR%201=1", "x" * 3000, "%2e%2e/x"])
def test_a_code_that_names_nothing_is_not_found(world: World, cycle_id: int, code: str) -> None:
    assert program(world, Role.TEAM).get(f"/cycles/{cycle_id}/figures/{code}").status == 404


def test_two_megabytes_of_json_are_not_read(task_id: int, operator: Program) -> None:
    body = json.dumps({"lines": [{"id": 1, "note": "x" * 2_000_001}]}).encode()
    found = operator.ask("PATCH", f"/forms/{task_id}/lines", body)
    assert (found.status, found.code) == (413, "too_large")


def test_a_thousand_lines_and_one_are_too_many(task_id: int, operator: Program) -> None:
    body = {"lines": [{"id": 1}] * 1001}
    found = operator.patch(f"/forms/{task_id}/lines", body)
    assert found.problems == [("lines", "value_out_of_bounds")]


def test_a_line_that_is_sent_twice_is_named(
    world: World, cycle_id: int, task_id: int, operator: Program
) -> None:
    line = world.line(cycle_id, COUNT)
    body = {"lines": [{"id": line, "value": "1"}, {"id": line, "value": "2"}]}
    assert operator.patch(f"/forms/{task_id}/lines", body).problems == [
        (f"line:{line}", "sent_twice")
    ]


def test_words_of_any_writing_are_kept_as_they_are(
    world: World, cycle_id: int, task_id: int, operator: Program
) -> None:
    line, note = world.line(cycle_id, COUNT), "Sumber: e-Kohort ✓ 𝟛 ١٢\tkolom\nbaris"
    kept = operator.patch(f"/forms/{task_id}/lines/{line}", {"value": "1", "note": note})
    assert kept.body["note"] == note
