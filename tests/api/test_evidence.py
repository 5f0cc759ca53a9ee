"""Evidence by a program: laid beside a figure, fetched, taken off."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.api.callers import Program, program
from tests.builders import PROOF, RATIO, World, state
from ukur.domain.people import Role

UNIT = "PKM-01"


@pytest.fixture
def operator(world: World) -> Program:
    return program(world, Role.OPERATOR, UNIT)


@pytest.fixture
def path(world: World, cycle_id: int, task_id: int) -> str:
    return f"/forms/{task_id}/lines/{world.line(cycle_id, RATIO)}/evidence"


def file(content: bytes = PROOF, name: str = "rekap.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def test_a_file_is_laid_beside_a_figure_fetched_and_taken_off(
    task_id: int, path: str, operator: Program
) -> None:
    laid = operator.upload(path, file=file())
    assert laid.status == 201
    evidence = operator.get(f"/forms/{task_id}").body["lines"][0]["evidence"]
    assert [(one["id"], one["name"]) for one in evidence] == [(laid.body["id"], "rekap.pdf")]
    fetched = operator.get(f"/evidence/{laid.body['id']}")
    assert fetched.content == PROOF
    assert fetched.headers["Content-Disposition"].startswith("attachment")
    assert fetched.headers["Cache-Control"] == "no-store"
    gone = operator.ask("DELETE", f"/forms/{task_id}/evidence/{laid.body['id']}")
    assert (gone.status, gone.content) == (204, b"")
    assert operator.get(f"/forms/{task_id}").body["lines"][0]["evidence"] == []


def test_others_do_not_find_it(world: World, task_id: int, path: str, operator: Program) -> None:
    evidence_id = operator.upload(path, file=file()).body["id"]
    other = program(world, Role.OPERATOR, "PKM-02")
    assert other.get(f"/evidence/{evidence_id}").status == 404
    assert other.upload(path, file=file()).status == 404
    assert other.ask("DELETE", f"/forms/{task_id}/evidence/{evidence_id}").status == 404


@pytest.mark.parametrize(
    ("sent", "code"),
    [
        (file(b"MZ program", "x.pdf"), "file_kind"),
        (file(b"", "kosong.pdf"), "file_empty"),
        (None, "field_missing"),
    ],
)
def test_what_is_no_evidence_is_refused(
    operator: Program, path: str, sent: SimpleUploadedFile | None, code: str
) -> None:
    operator.get("/me")
    before = state()
    found = operator.upload(path, **({"file": sent} if sent else {}))
    assert found.status == 422
    assert [problem for _where, problem in found.problems] == [code]
    assert state() == before


def test_a_file_that_is_too_large_is_not_read(operator: Program, path: str) -> None:
    found = operator.upload(path, file=file(PROOF + b"x" * 10_100_000))
    assert (found.status, found.code) == (413, "too_large")


def test_a_line_that_is_not_there_is_not_found(task_id: int, operator: Program) -> None:
    assert operator.upload(f"/forms/{task_id}/lines/999/evidence", file=file()).status == 404


def test_what_backs_a_figure_is_told_piece_by_piece(
    world: World, cycle_id: int, task_id: int, path: str, operator: Program
) -> None:
    operator.upload(path, file=file(), kind="register", pages="3-4")
    line = f"/forms/{task_id}/lines/{world.line(cycle_id, RATIO)}"
    operator.patch(line, {"numerator": "120", "denominator": "100", "note": "Proyeksi."})
    found = operator.get(path).body
    (piece,) = found["pieces"]
    assert (piece["kind"], piece["pages"], len(piece["sha256"])) == ("register", "3-4", 64)
    assert [one["check"] for one in found["warnings"]] == ["above_denominator"]
    assert program(world, Role.OPERATOR, "PKM-02").get(path).status == 404


@pytest.mark.parametrize("pages", ["\x00", "x" * 61])
def test_a_pointer_that_cannot_be_kept_is_refused(operator: Program, path: str, pages: str) -> None:
    assert operator.upload(path, file=file(), pages=pages).status == 422
