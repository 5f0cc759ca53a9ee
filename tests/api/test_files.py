"""Files by a program: the form of a unit and figures of another system, looked at and taken."""

import json
from decimal import Decimal
from io import BytesIO

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.api.callers import Answer, Program, program
from tests.builders import COUNT, RATIO, World, state
from ukur.adapters.form_workbook import BUDGET, LINE
from ukur.domain.people import Role
from ukur.store.models import BudgetEntry, Entry, StagedTable

UNIT = "PKM-01"
XLSX = "isian.xlsx"
FOUR = Decimal(4)


@pytest.fixture
def operator(world: World) -> Program:
    return program(world, Role.OPERATOR, UNIT)


@pytest.fixture
def team(world: World) -> Program:
    return program(world, Role.TEAM)


def filled_in(content: bytes, figure: int) -> bytes:
    """The form with one figure in the first line that wants a plain value."""
    return _with_figure(content, f"{LINE}{COUNT}", figure)


def with_money(content: bytes, amount: int) -> bytes:
    """The form with this amount on its budget line."""
    return _with_figure(content, BUDGET, amount)


def _with_figure(content: bytes, begins: str, figure: int) -> bytes:
    book = openpyxl.load_workbook(BytesIO(content))
    sheet = book.worksheets[0]
    marks = ((row, str(sheet.cell(row, 1).value)) for row in range(1, sheet.max_row + 1))
    row = next(row for row, mark in marks if mark.startswith(begins))
    sheet.cell(row, 10).value = figure
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def sent(content: bytes, name: str) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def looked_at(operator: Program, task_id: int, figure: int) -> Answer:
    path = f"/forms/{task_id}/workbook"
    return operator.upload(path, file=sent(filled_in(operator.get(path).content, figure), XLSX))


def changing(answer: Answer) -> list[dict[str, object]]:
    lines = answer.body["lines"]
    return [{"id": one["line_id"], "seen": one["seen"]} for one in lines if one["fate"] != "same"]


def kept(task_id: int) -> tuple[Decimal | None, str]:
    """The figure of the line that is counted, and how it came."""
    entry = Entry.objects.get(task=task_id, line__indicator__code=COUNT)
    return entry.value, entry.origin


def test_a_form_that_came_back_is_looked_at_and_taken(task_id: int, operator: Program) -> None:
    seen = looked_at(operator, task_id, 4)
    assert (seen.status, seen.body["taken"], seen.body["problems"]) == (201, 1, [])
    (line,) = [one for one in seen.body["lines"] if one["fate"] == "changed"]
    assert (line["code"], line["was"]["value"], line["will"]["value"]) == (COUNT, "", "4")
    assert kept(task_id) == (None, "")
    path = f"/forms/{task_id}/workbook/{seen.body['file_id']}"
    taken = operator.post(path, {"lines": changing(seen)})
    assert (taken.status, taken.body) == (200, {"taken": 1})
    assert kept(task_id) == (FOUR, "workbook")
    assert operator.post(path, {"lines": []}).code == "file_gone"


def test_a_line_that_both_changed_wants_a_choice(
    world: World, cycle_id: int, task_id: int, operator: Program
) -> None:
    old = operator.get(f"/forms/{task_id}/workbook").content
    line = world.line(cycle_id, COUNT)
    operator.patch(f"/forms/{task_id}/lines/{line}", {"value": "7"})
    seen = operator.upload(f"/forms/{task_id}/workbook", file=sent(filled_in(old, 4), XLSX))
    assert [one["fate"] for one in seen.body["lines"] if one["line_id"] == line] == ["conflict"]
    path = f"/forms/{task_id}/workbook/{seen.body['file_id']}"
    (shown,) = changing(seen)
    refused = operator.post(path, {"lines": [shown]})
    assert (refused.status, refused.problems) == (422, [(f"row-{line}", "choice_missing")])
    assert operator.post(path, {"lines": [shown | {"choice": "mine"}]}).status == 200
    assert kept(task_id) == (FOUR, "workbook")


def test_a_budget_line_that_both_changed_wants_a_choice(task_id: int, operator: Program) -> None:
    path = f"/forms/{task_id}/workbook"
    old = operator.get(path).content
    (line,) = operator.get(f"/forms/{task_id}").body["budget"]
    spent = {"budget": [{"id": line["id"], "spent": "900000"}]}
    assert operator.patch(f"/forms/{task_id}/lines", spent).status == 200
    seen = operator.upload(path, file=sent(with_money(old, 750_000), XLSX))
    (money,) = seen.body["budget"]
    assert (money["fate"], money["was"], money["will"], money["seen"]) == (
        "conflict",
        "900000",
        "750000",
        1,
    )
    path, shown = f"{path}/{seen.body['file_id']}", {"id": line["id"], "seen": money["seen"]}
    refused = operator.post(path, {"budget": [shown]})
    assert refused.problems == [(f"money-{line['id']}", "choice_missing")]
    stale = shown | {"seen": 0, "choice": "mine"}
    assert operator.post(path, {"budget": [stale]}).code == "entry_conflict"
    assert operator.post(path, {"budget": [shown | {"choice": "mine"}]}).status == 200
    assert BudgetEntry.objects.get(task=task_id).absorbed == Decimal(750_000)


def test_what_was_not_seen_is_not_written_over(task_id: int, operator: Program) -> None:
    seen = looked_at(operator, task_id, 4)
    refused = operator.post(f"/forms/{task_id}/workbook/{seen.body['file_id']}", {})
    assert (refused.status, refused.code) == (409, "entry_conflict")
    assert kept(task_id) == (None, "")


def test_a_file_that_is_no_form_is_refused_and_kept_nowhere(
    task_id: int, operator: Program
) -> None:
    operator.get("/me")
    before = state()
    found = operator.upload(f"/forms/{task_id}/workbook", file=sent(b"PK", XLSX))
    assert (found.status, found.code) == (422, "not_valid")
    assert state() == before


def test_the_form_of_another_unit_is_not_found(world: World, task_id: int) -> None:
    other = program(world, Role.OPERATOR, "PKM-02")
    assert other.get(f"/forms/{task_id}/workbook").status == 404
    assert other.upload(f"/forms/{task_id}/workbook", file=sent(b"x", XLSX)).status == 404


def test_a_file_that_is_forgotten_is_gone(task_id: int, operator: Program) -> None:
    seen = looked_at(operator, task_id, 4)
    path = f"/forms/{task_id}/workbook/{seen.body['file_id']}"
    assert operator.ask("DELETE", path).status == 204
    assert not StagedTable.objects.exists()


HEADER = "kode unit;kode indikator;pembilang;penyebut;nilai"
TABLE = f"{HEADER}\n{UNIT};{RATIO};18;25;\n{UNIT};{COUNT};;;4"


def test_figures_of_another_system_are_looked_at_and_taken(
    cycle_id: int, task_id: int, team: Program
) -> None:
    path = f"/cycles/{cycle_id}/sources"
    seen = team.upload(path, file=sent(TABLE.encode(), "angka.csv"))
    assert (seen.status, seen.body["system"], seen.body["taken"]) == (201, "csv", 2)
    (unit,) = seen.body["units"]
    lines = [{"id": one["line_id"], "seen": one["seen"]} for one in unit["lines"]]
    body = {"units": [{"task_id": task_id, "lines": lines}]}
    taken = team.post(f"{path}/{seen.body['file_id']}", body)
    assert (taken.status, taken.body) == (200, {"taken": 2})
    assert kept(task_id) == (FOUR, "csv")
    assert [one["name"] for one in team.get(path).body] == ["angka.csv"]


def test_names_that_nobody_mapped_are_told_and_hold_the_file(cycle_id: int, team: Program) -> None:
    value = {"dataElement": "K6", "orgUnit": "Melati", "period": "2026Q1", "value": "5"}
    content = json.dumps({"dataValues": [value]}).encode()
    path = f"/cycles/{cycle_id}/sources"
    seen = team.upload(path, file=sent(content, "kia.json"))
    assert (seen.body["unknown_elements"], seen.body["unknown_units"]) == (["K6"], ["Melati"])
    refused = team.post(f"{path}/{seen.body['file_id']}", {})
    assert [code for _where, code in refused.problems] == ["name_unmapped"] * 2


def test_a_unit_that_takes_nothing_now_says_why_and_can_be_left_out(
    cycle_id: int, task_id: int, team: Program
) -> None:
    assert team.post(f"/forms/{task_id}/close", {"reason": "Tidak melapor."}).status == 200
    path = f"/cycles/{cycle_id}/sources"
    seen = team.upload(path, file=sent(TABLE.encode(), "angka.csv"))
    assert seen.body["units"][0]["held"]
    refused = team.post(f"{path}/{seen.body['file_id']}", {})
    assert [code for _where, code in refused.problems] == ["unit_not_open"]
    left = team.post(f"{path}/{seen.body['file_id']}", {"without": [task_id]})
    assert (left.status, left.body) == (200, {"taken": 0})


def test_the_sources_are_closed_to_others(world: World, cycle_id: int) -> None:
    for role in (Role.HEAD, Role.STAFF, Role.KEEPER):
        assert program(world, role).get(f"/cycles/{cycle_id}/sources").status == 404
